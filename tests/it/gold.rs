//! Whole texts whose quotations people have marked.

use std::path::{Path, PathBuf};

use serde_json::Value;
use verbatims::quotes::{Evidence, Extraction, NotQuoteReason, Quote, QuoteKind};
use verbatims::{Document, Extractor, Language, Span};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn extract(text: &str) -> Extraction {
    Extractor::new(Language::english()).extract(&Document::new("gold", text))
}

/// What an annotator marked, without the outer marks, blanks at its ends, a last comma outside and a leading "that".
fn inside(text: &str, span: Span) -> Span {
    let (mut start, mut end) = (span.start(), span.end());
    if let Some(rest) = text[start..end].strip_prefix("that ") {
        start = end - rest.len();
    }
    let words = &text[start..end];
    let marks: &[char] = &['“', '”', '"', '‘', '’', ' ', '\n'];
    let pairs = [('“', '”'), ('‘', '’'), ('"', '"')];
    if pairs.iter().any(|(open, close)| words.starts_with(*open) && words.ends_with(*close)) {
        start += words.len() - words.trim_start_matches(marks).len();
        end = start + text[start..end].trim_end_matches(marks).len();
    }
    Span::new(start, end)
}

fn spans(text: &str, quote: &Value) -> Vec<Span> {
    let number = |value: &Value| value.as_u64().unwrap() as usize;
    let pairs: Vec<(usize, usize)> = match quote["segments"].as_array() {
        Some(list) => list.iter().map(|part| (number(&part["start_byte"]), number(&part["end_byte"]))).collect(),
        // Code points.
        None => {
            let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
            let part = |part: &Value| (byte(number(&part[0])), byte(number(&part[1])));
            quote["spans"].as_array().unwrap().iter().map(part).collect()
        }
    };
    pairs.into_iter().map(|(start, end)| inside(text, Span::new(start, end))).collect()
}

fn kind(quote: &Value) -> QuoteKind {
    serde_json::from_value(quote["kind"].clone()).unwrap()
}

/// The quotation with exactly these runs.
fn with<'a>(found: &'a Extraction, content: &[Span]) -> Option<&'a Quote> {
    found.quotes.iter().find(|quote| quote.content == content)
}

#[test]
fn the_article_of_the_seeds_gives_every_quotation_and_no_term() {
    let text = read("seeds/articles/technological-self-reliance.txt");
    let gold: Value = serde_json::from_str(&read("tests/data/gold/technological-self-reliance.json")).unwrap();
    let found = extract(&text);
    let mut wrong = Vec::new();
    let quotations = gold["quotations"].as_array().unwrap();
    assert_eq!(quotations.len(), 17);
    for (number, wanted) in quotations.iter().enumerate() {
        let content = spans(&text, wanted);
        let Some(quote) = with(&found, &content) else {
            wrong.push(format!(
                "{number}: {:?} is not found",
                content.iter().map(|span| span.of(&text)).collect::<Vec<_>>()
            ));
            continue;
        };
        let speaker = quote.speaker();
        let held = serde_json::json!({
            "kind": quote.kind,
            "speaker": speaker.map(|speaker| &speaker.name),
            "mention": quote.attribution.mention.as_ref().map(|mention| &mention.text),
            "cue": quote.cue.as_ref().map(|cue| &cue.text),
            "affiliation": speaker.and_then(|speaker| speaker.affiliation.as_ref()),
            "role": speaker.and_then(|speaker| speaker.role.as_ref()),
            "respondent": speaker.is_some_and(|speaker| speaker.respondent),
        });
        for (key, value) in held.as_object().unwrap() {
            if *value != wanted[key] {
                wrong.push(format!("{number}: {key}: expected {}, found {value}", wanted[key]));
            }
        }
    }
    for wanted in gold["not_quotations"].as_array().unwrap() {
        let number = |key: &str| wanted[key].as_u64().unwrap() as usize;
        let span = inside(&text, Span::new(number("start_byte"), number("end_byte")));
        let why = wanted["why"].as_str().unwrap();
        let why = match why.split([' ', ',']).next().unwrap() {
            "term" => NotQuoteReason::Term,
            "title" => NotQuoteReason::Title,
            "slogan" => NotQuoteReason::Slogan,
            "nested" => NotQuoteReason::Nested,
            other => panic!("{other} is no reason"),
        };
        match found.not_quotes.iter().find(|stretch| stretch.span == span) {
            Some(stretch) if stretch.why == why => {}
            Some(stretch) => wrong.push(format!("{}: {}, expected {why}", span.of(&text), stretch.why)),
            None => wrong.push(format!("{} is not set aside", span.of(&text))),
        }
        if why != NotQuoteReason::Nested
            && let Some(quote) = found.quotes.iter().find(|quote| quote.content.iter().any(|run| run.overlaps(span)))
        {
            wrong.push(format!("{} is in the quotation {:?}", span.of(&text), quote.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Besides: what experts warn of in the headline and point out, what remarks acknowledge, what studies have documented.
    let more: Vec<&str> = found
        .quotes
        .iter()
        .filter(|quote| !quotations.iter().any(|wanted| spans(&text, wanted) == quote.content))
        .map(|quote| quote.text.as_str())
        .collect();
    assert!(more.len() <= 4, "{more:#?}");
    assert!(found.diagnostics.is_empty());
}

#[test]
fn a_local_news_article_gives_every_quotation() {
    let text = read("tests/data/gold/article/article.txt");
    let found = extract(&text);
    let mut wrong = Vec::new();
    let mut known = Vec::new();
    for line in read("tests/data/gold/article/article.gold.jsonl").lines() {
        let wanted: Value = serde_json::from_str(line).unwrap();
        let id = wanted["id"].as_str().unwrap();
        let content = spans(&text, &wanted);
        known.extend(content.iter().copied());
        if wanted["nested_in"].is_string() {
            if !found
                .not_quotes
                .iter()
                .any(|stretch| stretch.span == content[0] && stretch.why == NotQuoteReason::Nested)
            {
                wrong.push(format!("{id}: not set aside as nested"));
            }
            continue;
        }
        let places: Vec<&Quote> =
            found.quotes.iter().filter(|quote| content.iter().any(|run| quote.extent().overlaps(*run))).collect();
        let [quote] = places[..] else {
            wrong.push(format!("{id}: {} quotations where one is", places.len()));
            continue;
        };
        // The last run of a quotation that goes on in a new paragraph is cut there.
        let joined: String = content.iter().map(|run| run.of(&text)).collect();
        // A mixed quotation is what stands between the marks, or its whole clause.
        let within = |ours: &[Span], theirs: &[Span]| {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| theirs.contains(*ours))
        };
        let parts = quote.kind == QuoteKind::Mixed
            && (within(&quote.content, &content) || within(&quote.marked, &content) && quote.content.len() == 1);
        let same = parts || quote.content == content || words(&quote.text) == words(&joined);
        if !same || quote.kind != kind(&wanted) {
            wrong.push(format!("{id}: {} {:?}", quote.kind, quote.text));
        }
        let speaker = quote.speaker().map_or("-", |speaker| speaker.name.as_str());
        let unsure = wanted["uncertain"].as_bool() == Some(true);
        if speaker != wanted["speaker"].as_str().unwrap()
            && !(unsure && quote.attribution.evidence == Evidence::UnresolvedPronoun)
        {
            wrong.push(format!("{id}: {speaker}, expected {}", wanted["speaker"]));
        }
        if let (Some(affiliation), Some(speaker)) = (wanted["affiliation"].as_str(), quote.speaker())
            && speaker.affiliation.as_deref() != Some(affiliation)
        {
            wrong.push(format!("{id}: affiliation {:?}, expected {affiliation}", speaker.affiliation));
        }
        if quote.cue.as_ref().is_none_or(|cue| cue.text != wanted["cue"].as_str().unwrap()) {
            wrong.push(format!("{id}: cue {:?}, expected {}", quote.cue, wanted["cue"]));
        }
    }
    for quote in &found.quotes {
        if !quote.content.iter().any(|run| known.iter().any(|there| there.overlaps(*run))) {
            wrong.push(format!("{:?} is no quotation", quote.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The words of a text, without marks and what joins runs.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}
