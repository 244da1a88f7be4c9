//! Laws that hold for any text: extraction over random text built of marks, names, verbs, newlines and multi-byte letters.

use std::time::{Duration, Instant};

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use verbatims::quotes::BlockUse;
use verbatims::text::{Position, Positions};
use verbatims::{Corpus, Document, DocumentKind, ErrorKind, Extraction, Extractor, Language, QuoteKind, Span};

/// What random texts are built of: what the stages look for, and what may confuse them.
const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "'",
    "«",
    "»",
    "‹",
    "›",
    "„",
    "「",
    "」",
    "『",
    "』",
    "``",
    "''",
    "said",
    "says",
    "told",
    "according to",
    "According to",
    "stated that",
    "asked",
    "called",
    "added",
    "adding",
    "wrote",
    "was quoted as saying",
    "María",
    "López",
    "Bo Ray",
    "Dr. Ito",
    "van der Berg",
    "the company",
    "officials",
    "A respondent from Hull",
    "P7",
    "Participant 12",
    "he",
    "She",
    "they",
    "who",
    "a nurse",
    "former director of the Institute",
    "the bus",
    "is late",
    "no freedom",
    "we walk",
    "that",
    "because",
    "not",
    "and",
    "but",
    ",",
    ".",
    ":",
    ";",
    "?",
    "!",
    "—",
    "–",
    "-",
    "…",
    "(",
    ")",
    "[",
    "]",
    "*",
    "**",
    "> ",
    "- ",
    "# ",
    "| ",
    "1. ",
    "Q: ",
    "A: ",
    "P7: ",
    "INTERVIEWER: ",
    "00:01:02 ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "  ",
    " ",
    "é",
    "ß",
    "漢字",
    "😢",
    "e\u{301}",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\0",
    "don't",
    "dogs'",
    "5'10\"",
    "U.S.",
    "O’Brien",
];

const KINDS: &[DocumentKind] =
    &[DocumentKind::Auto, DocumentKind::Prose, DocumentKind::Report, DocumentKind::Transcript, DocumentKind::Response];

fn text(u: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    for _ in 0..u.int_in_range(0..=60)? {
        text.push_str(u.choose(PIECES)?);
        if u.ratio(3, 4)? {
            text.push(' ');
        }
    }
    Ok(text)
}

fn extract(extractor: &Extractor, u: &mut Unstructured<'_>, id: &str) -> Result<(String, Extraction)> {
    let text = text(u)?;
    let document = Document::new(id, text.as_str()).kind(*u.choose(KINDS)?).attribute("group", "a");
    let extraction = extractor.extract(&document);
    Ok((text, extraction))
}

fn spans(extraction: &Extraction) -> Vec<Span> {
    let mut spans = Vec::new();
    for quote in &extraction.quotes {
        spans.extend(&quote.content);
        spans.extend(&quote.marked);
        spans.extend(quote.cue.as_ref().map(|cue| cue.span));
        spans.extend(quote.attribution.mention.as_ref().map(|mention| mention.span));
    }
    spans.extend(extraction.not_quotes.iter().map(|not_quote| not_quote.span));
    spans.extend(extraction.diagnostics.iter().map(|diagnostic| diagnostic.span));
    spans.extend(extraction.blocks.iter().map(|block| block.span));
    spans
}

#[test]
fn every_place_is_a_slice_of_the_text() {
    let extractor = Extractor::new(Language::english());
    arbtest(|u| {
        let (text, found) = extract(&extractor, u, "d")?;
        for span in spans(&found) {
            assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
        }
        for (quote, number) in found.quotes.iter().zip(1..) {
            assert_eq!(quote.id.as_str(), format!("d#{number}"));
            assert!(!quote.content.is_empty());
            assert!(quote.content.iter().all(|span| !span.of(&text).trim().is_empty()), "{quote:?} of {text:?}");
            assert!(
                quote.content.windows(2).all(|pair| pair[0].end() <= pair[1].start()),
                "ordered and disjoint: {quote:?} of {text:?}"
            );
            let words: Vec<&str> = quote.content.iter().map(|span| span.of(&text)).collect();
            assert_eq!(quote.text, words.join(" … "));
            for marked in &quote.marked {
                assert!(quote.content.iter().any(|span| span.contains(*marked)), "{quote:?} of {text:?}");
            }
            for (span, words) in quote
                .cue
                .iter()
                .map(|cue| (cue.span, &cue.text))
                .chain(quote.attribution.mention.iter().map(|mention| (mention.span, &mention.text)))
            {
                assert_eq!(span.of(&text), words);
                assert!(!quote.content.iter().any(|content| content.overlaps(span)), "{quote:?} of {text:?}");
            }
            assert_eq!(quote.attributes["group"], "a");
        }
        for not_quote in &found.not_quotes {
            assert_eq!(not_quote.span.of(&text), not_quote.text);
        }
        Ok(())
    })
    .budget_ms(1_500);
}

#[test]
fn every_letter_is_accounted_for() {
    let extractor = Extractor::new(Language::english());
    arbtest(|u| {
        let (text, found) = extract(&extractor, u, "d")?;
        let blocks = &found.blocks;
        assert!(blocks.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()), "{blocks:?} of {text:?}");
        for (at, char) in text.char_indices().filter(|(_, char)| char.is_alphanumeric()) {
            let within = blocks.iter().any(|block| block.span.range().contains(&at));
            assert!(within, "{char:?} at {at} of {text:?} lies in none of {blocks:?}");
        }
        for content in found.quotes.iter().flat_map(|quote| &quote.content) {
            let used = blocks.iter().find(|block| block.span.overlaps(*content)).map(|block| block.used);
            assert!(
                matches!(used, Some(BlockUse::Quotation | BlockUse::RunningText)),
                "{used:?}: {content:?} of {text:?}"
            );
        }
        Ok(())
    })
    .budget_ms(1_500);
}

#[test]
fn quotations_come_in_the_order_of_their_places() {
    let extractor = Extractor::new(Language::english());
    arbtest(|u| {
        let (text, found) = extract(&extractor, u, "d")?;
        let mut positions = Positions::new(&text);
        for quote in &found.quotes {
            assert_eq!(quote.position, positions.position(quote.content[0].start()));
        }
        assert!(found.quotes.is_sorted_by_key(|quote| quote.content[0].start()), "{:?}", found.quotes);
        assert!(found.not_quotes.is_sorted_by_key(|not_quote| not_quote.span.start()));
        assert!(found.diagnostics.is_sorted_by_key(|diagnostic| diagnostic.span.start()));
        Ok(())
    })
    .budget_ms(500);
}

#[test]
fn the_same_text_has_the_same_answer_and_comes_back_from_json() {
    let extractor = Extractor::new(Language::english());
    let again = Extractor::new(Language::english());
    arbtest(|u| {
        let text = text(u)?;
        let document = Document::new("d", text.as_str()).kind(*u.choose(KINDS)?);
        let found = extractor.extract(&document);
        assert_eq!(found, again.extract(&document));
        let json = serde_json::to_string(&found).unwrap();
        let back: Extraction = serde_json::from_str(&json).unwrap();
        assert_eq!(found, back);
        assert_eq!(json, serde_json::to_string(&back).unwrap());
        Ok(())
    })
    .budget_ms(500);
}

#[test]
fn merging_is_a_union() {
    let extractor = Extractor::new(Language::english());
    arbtest(|u| {
        let mut found = Vec::new();
        for id in ["a", "b", "c", "d"] {
            found.push(extract(&extractor, u, id)?.1);
        }
        // Three corpora that share documents.
        let corpus = |of: &[usize]| {
            let mut corpus = Corpus::new();
            of.iter().try_for_each(|at| corpus.insert(found[*at].clone())).unwrap();
            corpus
        };
        let [x, y, z] = [corpus(&[2, 0]), corpus(&[1, 2]), corpus(&[3, 0])];
        let merge = |a: &Corpus, b: &Corpus| a.clone().merge(b.clone()).unwrap();
        assert_eq!(merge(&x, &y), merge(&y, &x));
        assert_eq!(merge(&merge(&x, &y), &z), merge(&x, &merge(&y, &z)));
        assert_eq!(merge(&x, &x), x);
        assert_eq!(merge(&x, &Corpus::new()), x);
        let all = merge(&merge(&x, &y), &z);
        assert_eq!(serde_json::to_string(&all).unwrap(), serde_json::to_string(&corpus(&[3, 1, 0, 2])).unwrap());
        assert_eq!(all.quotes().count(), found.iter().map(|found| found.quotes.len()).sum::<usize>());
        Ok(())
    })
    .budget_ms(500);
}

#[test]
fn different_findings_for_one_document_are_a_conflict() {
    let extractor = Extractor::new(Language::english());
    let one = Document::new("d", "one").kind(DocumentKind::Response).attribute("group", "a");
    let other = Document::new("d", "one").kind(DocumentKind::Response).attribute("group", "b");
    let merged = extractor.corpus(&[one]).unwrap().merge(extractor.corpus(&[other]).unwrap());
    assert!(matches!(merged.unwrap_err().kind(), ErrorKind::Conflict { document } if document.as_str() == "d"));
}

#[test]
fn documents_in_any_order_give_the_same_bytes() {
    let extractor = Extractor::new(Language::english());
    arbtest(|u| {
        let texts = (0..6).map(|_| text(u)).collect::<Result<Vec<_>>>()?;
        let mut documents: Vec<Document<'_>> =
            texts.iter().enumerate().map(|(at, text)| Document::new(format!("d{at}"), text.as_str())).collect();
        let straight = serde_json::to_string(&extractor.corpus(&documents).unwrap()).unwrap();
        for at in (1..documents.len()).rev() {
            documents.swap(at, u.int_in_range(0..=at)?);
        }
        assert_eq!(straight, serde_json::to_string(&extractor.corpus(&documents).unwrap()).unwrap());
        Ok(())
    })
    .budget_ms(500);
}

#[test]
fn offsets_convert_back() {
    arbtest(|u| {
        let text = text(u)?;
        let mut positions = Positions::new(&text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let chars = positions.code_point(byte);
            assert_eq!(text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at), byte);
            let utf16 = positions.utf16(byte);
            let units: Vec<u16> = text.encode_utf16().take(utf16).collect();
            assert_eq!(String::from_utf16(&units).unwrap().len(), byte);
            let Position { line, column } = positions.position(byte);
            let start: usize = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
            let within = text[start..].chars().take(column as usize - 1).map(char::len_utf8).sum::<usize>();
            assert_eq!(start + within, byte, "line {line} column {column}");
        }
        Ok(())
    })
    .budget_ms(500);
}

/// The time that this thread has had a processor, where the system tells; else the time that has passed.
fn clock() -> impl Fn() -> Duration {
    let start = Instant::now();
    move || {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let nanoseconds = told.and_then(|told| told.split_whitespace().next()?.parse().ok());
        nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
    }
}

/// The shortest of three times that `runs` runs take, since other programs share the machine.
fn time(extractor: &Extractor, text: &str, runs: usize) -> Duration {
    let now = clock();
    let measure = || {
        let start = now();
        for _ in 0..runs {
            extractor.extract(&Document::new("d", text).kind(DocumentKind::Prose));
        }
        now().saturating_sub(start)
    };
    (0..3).map(|_| measure()).min().unwrap()
}

#[test]
fn cost_grows_with_the_text_and_no_faster() {
    let extractor = Extractor::new(Language::english());
    let unclosed = format!("“{}", "The bus never comes and nobody says why it is late. ".repeat(200));
    let straight = "\"".repeat(8_000);
    let curly = "“".repeat(3_000);
    let line = "“The bus never comes,” said María López, a nurse. ".repeat(200);
    let clauses = "he said that she said that ".repeat(400);
    let names = "Bo Ray of the Institute, ".repeat(400);
    let frames = "“a” he said ".repeat(800);
    let inverted = "“a,” said Bo. ".repeat(800);
    let termed = "known as “x” ".repeat(800);
    let said = "said ".repeat(2_000);
    let open = "(".repeat(8_000);
    let quoted = "> a\n".repeat(2_000);
    for seed in [unclosed, straight, curly, line, clauses, names, frames, inverted, termed, said, open, quoted] {
        // The system tells processor time in steps of some milliseconds.
        let apart = time(&extractor, &seed, 16).max(Duration::from_millis(8));
        let whole = time(&extractor, &seed.repeat(16), 1);
        // Linear takes as long; quadratic would take sixteen times as long.
        assert!(
            whole < apart * 5,
            "{:?}…: {apart:?} for sixteen texts, {whole:?} for one as long as all",
            &seed.chars().take(30).collect::<String>()
        );
    }
}

#[test]
fn a_text_without_line_breaks_gives_what_its_sentences_give() {
    let extractor = Extractor::new(Language::english());
    let sentence = "“The bus never comes. It is late. Nobody knows,” said María López, a nurse at Hull Infirmary. Rents rose again. ";
    // Longer than what is read as one paragraph, so that it is read in parts.
    let text = sentence.repeat(2_000);
    let found = extractor.extract(&Document::new("d", text.as_str()).kind(DocumentKind::Prose));
    assert_eq!(found.quotes.len(), 2_000);
    assert!(found.diagnostics.is_empty(), "{:?}", found.diagnostics.first());
    for quote in &found.quotes {
        assert_eq!(quote.text, "The bus never comes. It is late. Nobody knows,");
        assert_eq!(quote.speaker().map(|speaker| speaker.name.as_str()), Some("María López"));
    }
    // Where nothing tells where to part it, every character stays in a span of its own text.
    for odd in ["é", "😢", "“a. B", "a", " "] {
        let text = odd.repeat(60_000);
        for quote in extractor.extract(&Document::new("d", text.as_str())).quotes {
            assert!(quote.content.iter().all(|span| text.get(span.start()..span.end()).is_some()));
        }
    }
}

/// Clauses in the writer's words near marks too are left out where only marked words are asked for.
#[test]
fn without_indirect_speech_only_marked_words_are_quotations() {
    let text = "“The bus is late,” said María López. She added that the bridge was closed. Bo Ray called the plan “a disgrace”.";
    let kinds = |extractor: &Extractor| -> Vec<QuoteKind> {
        extractor.extract(&Document::new("a", text)).quotes.iter().map(|quote| quote.kind).collect()
    };
    let all = Extractor::new(Language::english());
    assert_eq!(kinds(&all), [QuoteKind::Direct, QuoteKind::Indirect, QuoteKind::Mixed]);
    assert_eq!(kinds(&all.indirect(false)), [QuoteKind::Direct, QuoteKind::Mixed]);
}

/// A mark too many changes its own paragraph at the most: what is quoted in the others is the same, wherever in a word it stands.
#[test]
fn a_stray_mark_stays_in_its_paragraph() {
    const MARKS: [&str; 12] = ["\"", "“", "”", "„", "‘", "'", "«", "»", "「", "」", "``", "''"];
    let extractor = Extractor::new(Language::english());
    let paragraphs = [
        "“The bus never comes,” said María López, a nurse at Hull Infirmary. Rents rose again.",
        "\"We pay more than half of what we earn,\" Bo Ray told reporters, and called the plan ‘a disgrace’.",
        "“ROTH: But, Governor, as “The Harbour Post” wrote, nobody asked for a bridge, and nobody pays for it.",
        "“RAY: The question should be why it was promised.",
        "“ROTH: Was it?”",
        "Singers such as Ida Vale, who joked of the hall, ''I haven't seen it yet, but I'm going to.''",
        "Ms. Vale got a roar for ''A Change of Tide,'' and thanked the mayor.",
        "The council said that the ferry would stay. “Nobody asked us,” Vale added. “We would have said no.”",
    ];
    let found = |texts: &[&str], without: usize| -> Vec<String> {
        let text = texts.join("\n\n");
        let start: usize = texts[..without].iter().map(|text| text.len() + 2).sum();
        let changed = start..start + texts[without].len();
        let extraction = extractor.extract(&Document::new("d", text.as_str()).kind(DocumentKind::Prose));
        let elsewhere = |span: &&Span| span.end() <= changed.start || span.start() >= changed.end;
        extraction
            .quotes
            .iter()
            .flat_map(|quote| &quote.content)
            .filter(elsewhere)
            .map(|span| text[span.start()..span.end()].to_owned())
            .collect()
    };
    for changed in [0, 1, 2, 5, 6, 7] {
        let clean = found(&paragraphs, changed);
        let words = paragraphs[changed]
            .match_indices(' ')
            .map(|(at, _)| at)
            .filter(|&at| paragraphs[changed][at + 1..].chars().take(3).all(|letter| letter.is_ascii_lowercase()));
        for at in words.map(|at| at + 2) {
            for mark in MARKS {
                let stray = format!("{}{mark}{}", &paragraphs[changed][..at], &paragraphs[changed][at..]);
                let mut texts = paragraphs;
                texts[changed] = &stray;
                assert_eq!(found(&texts, changed), clean, "{stray}");
            }
        }
    }
}
