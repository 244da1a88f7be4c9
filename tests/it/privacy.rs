//! Pseudonyms: no name stays, and every place is right.

use std::fs;
use std::path::PathBuf;

use arbtest::arbtest;
use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::json;
use verbatims::export::write::{self, Existing};
use verbatims::import::key;
use verbatims::privacy::{PseudonymOptions, Pseudonyms};
use verbatims::quotes::SpeakerKind;
use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Code, Codebook, Corpus, Document, Extractor, Language};

const WARD: &str = "“The council 😀 has no plan,” said Maria Ortiz, a nurse at the University of Hull. “We pay,” Ms. Ortiz said.\n\n\
    Tom Hale, a porter, said: “I told Maria so. ORTIZ’S flat is cold, and Maria J. Ortiz pays for it. Karen left.”\n\n\
    “Will Hale come? Nobody asked Will,” said Will Rose. The sun rose. maria.ortiz@example.org, Hale-Ortiz.\n";

fn language() -> Language {
    Language::english()
}

fn corpus(documents: &[Document<'_>]) -> Corpus {
    Extractor::new(language()).corpus(documents).unwrap()
}

fn pseudonyms(documents: &[Document<'_>], options: &PseudonymOptions) -> Pseudonyms {
    Pseudonyms::new(corpus(documents).quotes(), &language(), options)
}

fn ward() -> Vec<Document<'static>> {
    vec![Document::new("ward/ortiz_maria.txt", WARD).attribute("interviewee", "Maria Ortiz").attribute("ward", "B")]
}

#[test]
fn names_parts_and_possessives_are_replaced() {
    let documents = ward();
    let pseudonyms = pseudonyms(&documents, &PseudonymOptions::new());
    assert_eq!(
        pseudonyms.text(WARD),
        "“The council 😀 has no plan,” said Speaker 1, a nurse at the University of Hull. “We pay,” Speaker 1 said.\n\n\
         Speaker 2, a porter, said: “I told Speaker 1 so. Speaker 1’S flat is cold, and Speaker 1 pays for it. Karen left.”\n\n\
         “Will Speaker 2 come? Nobody asked Speaker 3,” said Speaker 3. The sun rose. Speaker 1.Speaker 1@example.org, Speaker 2-Speaker 1.\n"
    );
    assert_eq!(pseudonyms.label("ward/ortiz_maria.txt"), "ward/Speaker 1.txt");
    for (text, hidden) in [
        ("Mrs Ortiz, Dr. Hale", "Speaker 1, Speaker 2"),
        ("M. Ortiz and Dr. M. J. Ortiz", "Speaker 1 and Speaker 1"),
        ("Ortizville and the Haleys", "Ortizville and the Haleys"),
        ("maria ortiz", "Speaker 1"),
        ("It will rain. A rose.", "It will rain. A rose."),
        ("Rose", "Rose"),
        ("Rose said no. Mr. Rose’s. Rose’s ward.", "Speaker 3 said no. Speaker 3’s. Speaker 3’s ward."),
        ("mariaortiz", "Speaker 1"),
    ] {
        assert_eq!(pseudonyms.text(text), hidden, "{text}");
    }
}

#[test]
fn everything_that_is_exported_has_pseudonyms_at_their_places() {
    let documents = ward();
    let corpus = corpus(&documents);
    let quotes: Vec<_> = corpus.quotes().collect();
    let mut pay = Code::new("Pay");
    pay.words = vec!["pay".into(), "told Maria".into()];
    let codings = CodebookCoder::new(Codebook::new(vec![pay]).unwrap(), language()).unwrap().code(&quotes);
    let analysis = Analysis::of_corpus(&corpus, codings).unwrap();
    let options = PseudonymOptions::new().organisations(true).name("Karen");
    let pseudonyms = Pseudonyms::new(corpus.quotes(), &language(), &options);
    let hidden = pseudonyms.rewrite(&documents);
    let (new_corpus, new) = (hidden.corpus(&corpus).unwrap(), hidden.analysis(&analysis).unwrap());
    assert!(quotes.len() > 3 && new.quotes().len() == quotes.len());
    assert_eq!(new.theme_counts()[0].counts, analysis.theme_counts()[0].counts);
    assert!(
        new.codings().codings.iter().any(|coding| coding.evidence.iter().any(|word| word.text == "told Speaker 1"))
    );
    for coding in &new.codings().codings {
        let quote = new.quotes().iter().find(|quote| quote.id == coding.quote).unwrap();
        for word in &coding.evidence {
            assert_eq!(word.span.of(&quote.text), word.text);
        }
    }
    let text = &hidden.documents()[0].text;
    for quote in new.quotes() {
        let parts: Vec<&str> = quote.content.iter().map(|span| span.of(text)).collect();
        assert_eq!(parts.join(" … "), quote.text);
        assert_eq!(quote.document, hidden.documents()[0].id);
        for (span, words) in quote.cue.iter().map(|cue| (cue.span, &cue.text)) {
            assert_eq!(span.of(text), words);
        }
        let mention = quote.attribution.mention.as_ref().unwrap();
        assert_eq!(mention.span.of(text), mention.text);
    }
    assert_eq!(new_corpus.quotes().cloned().collect::<Vec<_>>(), new.quotes());
    let mut out = Vec::new();
    csv::quotes(&new, CsvOptions::plain(), &mut out).unwrap();
    csv::speakers(&new, CsvOptions::plain(), &mut out).unwrap();
    csv::themes(&new, CsvOptions::plain(), &mut out).unwrap();
    json::analysis(&new, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap().to_lowercase();
    for name in ["maria", "ortiz", "hale", "karen", "hull"] {
        assert!(!out.contains(name), "{name} in {out}");
    }
    assert!(out.contains("organisation 1") && out.contains("person 1"));
}

#[test]
fn an_analysis_without_its_texts_is_rewritten_too() {
    let corpus = corpus(&ward());
    let analysis = Analysis::of_corpus(&corpus, Default::default()).unwrap();
    let pseudonyms = Pseudonyms::new(corpus.quotes(), &language(), &PseudonymOptions::new());
    let new = pseudonyms.rewrite(&[]).analysis(&analysis).unwrap();
    assert_eq!(new.quotes()[0].id.as_str(), "ward/Speaker 1.txt#1");
    let mut out = Vec::new();
    json::analysis(&new, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap().to_lowercase();
    assert!(!out.contains("ortiz") && !out.contains("hale"), "{out}");
}

#[test]
fn who_is_called_what_is_settled_once() {
    let documents = [
        Document::new("a", "“No,” said Ann Lee, a nurse. “Yes,” said Bo Lee. “Perhaps,” said Lee. “Never,” said P7."),
        Document::new(
            "b",
            "“No,” said Cy Orr. “Yes,” said Orr. “So be it,” said Speaker 2. “It is,” the council said.",
        ),
    ];
    let hidden = pseudonyms(&documents, &PseudonymOptions::new());
    let key = |pseudonyms: &Pseudonyms| -> Vec<String> {
        pseudonyms.key().iter().map(|entry| format!("{}={}", entry.pseudonym, entry.names.join("/"))).collect()
    };
    assert!(key(&hidden).contains(&"Speaker 1=Ann Lee".to_owned()), "{:?}", key(&hidden));
    assert!(key(&hidden).iter().any(|line| line.ends_with("=Cy Orr/Orr") || line.ends_with("=Cy Orr")));
    // Lee may be either: the one who was named last.
    assert!(hidden.text("Bo Lee came. Lee left. Ann Lee came. Lee left.").ends_with("Speaker 1 came. Speaker 1 left."));
    assert_eq!(hidden.text("P7 and the council"), "P7 and the council");
    // Places and peoples that an extraction took for persons.
    let places = [Document::new("c", "“No,” said New York. “Yes,” said Democratic. “Yes,” said Ban Ki-moon.")];
    let places = pseudonyms(&places, &PseudonymOptions::new());
    assert_eq!(places.text("New York is Democratic; Mr. Ban Ki-moon"), "New York is Democratic; Speaker 1");
    let by_role = pseudonyms(&documents, &PseudonymOptions::new().by_role(true).prefix("P"));
    assert!(key(&by_role).contains(&"Nurse 1=Ann Lee".to_owned()), "{:?}", key(&by_role));
    let kept = pseudonyms(&documents, &PseudonymOptions::new().keep("Cy Orr").keep("Orr"));
    assert_eq!(kept.text("Cy Orr"), "Cy Orr");
}

#[test]
fn a_key_is_private_and_keeps_the_pseudonyms() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("key");
    let _ = fs::remove_dir_all(&folder);
    let documents = ward();
    let first = pseudonyms(&documents, &PseudonymOptions::new().name("=Karen"));
    let path = folder.join("key.csv");
    write::private_file(&path, Existing::Refuse, |out| csv::key(first.key(), CsvOptions::spreadsheet(), out)).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let known = key::read(&path).unwrap();
    assert_eq!(known, first.key());
    let more = [Document::new("z", "“It is,” said Zoe Beck."), documents[0].clone()];
    let later = pseudonyms(&more, &PseudonymOptions::new().known(known.clone()));
    assert_eq!(later.key()[..known.len()], known);
    assert!(later.text("Zoe Beck, Maria Ortiz").ends_with(", Speaker 1"));
    assert!(key::parse("k", "pseudonym,names\nA,Ann\nB,ann\n").is_err());
    assert_eq!(known[0].kind, SpeakerKind::Person);
}

#[test]
fn names_that_are_left_are_listed() {
    let documents = ward();
    let corpus = corpus(&documents);
    let pseudonyms = Pseudonyms::new(corpus.quotes(), &language(), &PseudonymOptions::new());
    let hidden = pseudonyms.rewrite(&documents);
    let left = hidden.leftovers(&hidden.corpus(&corpus).unwrap());
    let words: Vec<(&str, usize)> = left.iter().map(|it| (it.text.as_str(), it.quotes)).collect();
    assert!(words.contains(&("Karen", 1)), "{words:?}");
    assert!(words.contains(&("Hull", 0)) && words.contains(&("University", 0)), "{words:?}");
    // A name of the key that may be a common word here.
    assert!(words.contains(&("Will", 1)), "{words:?}");
    assert!(!words.iter().any(|(word, _)| word.contains("Speaker")), "{words:?}");
    let mut table = Vec::new();
    csv::leftovers(&left, CsvOptions::plain(), &mut table).unwrap();
    assert!(String::from_utf8(table).unwrap().contains("Karen,1,1,ward/Speaker 1.txt,3,"));
}

#[test]
fn places_are_right_in_any_text() {
    const PIECES: &[&str] = &[
        " Maria Ortiz ",
        " Maria ",
        " Ortiz ",
        " ORTIZ ",
        "ortiz",
        "Ms. ",
        "Dr",
        "’s",
        "'s",
        "said",
        "“",
        "”",
        ",",
        ".",
        " ",
        "\n",
        "\r\n",
        "\t",
        "😀",
        "é",
        "Will",
        "Will Rose",
        "a nurse",
        "the council",
        "_",
        "-",
        "@",
        "漢字",
        "J.",
        "P7: ",
    ];
    let base = ward();
    let corpus_of = corpus(&base);
    let pseudonyms = Pseudonyms::new(corpus_of.quotes(), &language(), &PseudonymOptions::new());
    let extractor = Extractor::new(language());
    arbtest(|u| {
        let mut text = String::new();
        for _ in 0..u.int_in_range(0..=40)? {
            text.push_str(u.choose(PIECES)?);
        }
        let documents = [Document::new("d", text.as_str())];
        let corpus = extractor.corpus(&documents).unwrap();
        let hidden = pseudonyms.rewrite(&documents);
        let new_text = &hidden.documents()[0].text;
        assert_eq!(*new_text, pseudonyms.text(&text));
        let new = hidden.corpus(&corpus).unwrap();
        for quote in new.quotes() {
            let parts: Vec<&str> = quote.content.iter().map(|span| span.of(new_text)).collect();
            assert_eq!(parts.join(" … "), quote.text);
            if let Some(cue) = &quote.cue {
                assert_eq!(cue.span.of(new_text), cue.text);
            }
        }
        assert_eq!(new.quotes().count(), corpus.quotes().count());
        assert!(!new_text.contains("Maria") && !new_text.contains("ORTIZ"), "{text:?} became {new_text:?}");
        Ok(())
    });
}

/// Very many who share a given name, a surname, a middle name: each keeps a pseudonym of their own, and the name that all share means who was named last.
#[test]
fn names_that_very_many_share_mean_who_was_named_last() {
    const MANY: usize = 300;
    let word = |number: usize| {
        let letter = |at: usize| char::from(b'a' + (number / 26_usize.pow(at as u32) % 26) as u8);
        format!("Q{}{}{}", letter(0), letter(1), letter(2))
    };
    for name in [
        |own: &str| format!("Tilda {own}"),
        |own: &str| format!("Tilda Voss {own}"),
        |own: &str| format!("{own} Tilda"),
    ] {
        let text: String = (0..MANY)
            .map(|number| format!("“We pay,” said {}. “I do,” Tilda said.\n\n", name(&word(number))))
            .collect();
        let documents = [Document::new("d", text.as_str())];
        let pseudonyms = pseudonyms(&documents, &PseudonymOptions::new());
        assert!(pseudonyms.key().len() >= MANY, "{}", pseudonyms.key().len());
        let hidden = pseudonyms.text(&text);
        assert!(!hidden.contains("Tilda") && !hidden.contains("Voss"), "{}", &hidden[..200]);
        for (number, paragraph) in hidden.split("\n\n").filter(|paragraph| !paragraph.is_empty()).enumerate() {
            let own = pseudonyms.text(&name(&word(number)));
            assert_eq!(paragraph.matches(&own).count(), 2, "{own}: {paragraph}");
        }
    }
}
