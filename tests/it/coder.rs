//! The coder beyond its dictionary: similarity, learning from examples, suggestions for a codebook.

use verbatims::import::examples;
use verbatims::text::{Position, Span};
use verbatims::themes::{CodebookCoder, CodebookOptions, Example, SuggestedCode, SuggestedWord};
use verbatims::{Code, CodeId, Codebook, Codings, DocumentId, ErrorKind, Language, Quote, QuoteKind, ThemeId};

fn code(name: &str, words: &[&str]) -> Code {
    let mut code = Code::new(name);
    code.words = words.iter().map(|word| (*word).to_owned()).collect();
    code
}

fn codebook() -> Codebook {
    Codebook::new(vec![
        code("Parking", &["parking", "car park"]),
        code("Food", &["food", "canteen"]),
        code("Noise", &["noise", "loud"]),
    ])
    .unwrap()
}

fn options() -> CodebookOptions {
    CodebookCoder::options(codebook(), Language::english())
}

/// Answers about the three codes, with and without their words, and some about none.
pub(crate) const ANSWERS: [&str; 18] = [
    "There is never any parking left after nine.",
    "The car park is full by eight.",
    "Parking costs too much.",
    "I circle the lot for a parking space every day.",
    "Nowhere to leave the car, the garage is full.",
    "The canteen food is cold.",
    "More vegetarian food, please.",
    "The canteen closes too early for lunch.",
    "Food portions at lunch are small.",
    "Lunch meals are bland and cold.",
    "The noise from the street is unbearable.",
    "Loud music all afternoon.",
    "Neighbours are loud at night.",
    "Noise in the open office.",
    "n/a",
    "My contract was signed late.",
    "Contracts are renewed late every year.",
    "Late contracts again, signed after the start.",
];

fn quotes(texts: &[&str]) -> Vec<Quote> {
    let document = DocumentId::from("d");
    texts
        .iter()
        .zip(1..)
        .map(|(text, number)| {
            let all = vec![Span::new(0, text.len())];
            Quote::new(&document, number, QuoteKind::Response, all, text, Position { line: 1, column: 1 })
        })
        .collect()
}

/// The themes of each text by their ids, best first.
fn themes(codings: &Codings, texts: usize) -> Vec<Vec<String>> {
    let mut themes = vec![Vec::new(); texts];
    for coding in &codings.codings {
        let text: usize = coding.quote.as_str().parse().unwrap();
        themes[text - 1].push(coding.theme.to_string());
    }
    themes
}

#[test]
fn every_coding_has_evidence_and_only_similarity_is_weak() {
    let coder = options().build().unwrap();
    let codings = coder.code_texts(&ANSWERS);
    let by_words = options().similarity(false).build().unwrap().code_texts(&ANSWERS);
    for coding in &codings.codings {
        let text = ANSWERS[coding.quote.as_str().parse::<usize>().unwrap() - 1];
        assert!(coding.score > 0.0 && coding.score <= 1.0);
        assert!(!coding.evidence.is_empty(), "{text}");
        for word in &coding.evidence {
            assert_eq!(word.span.of(text), word.text);
        }
        let same = by_words.codings.iter().find(|other| other.quote == coding.quote && other.theme == coding.theme);
        assert_eq!(coding.weak, same.is_none(), "{text}");
        if let Some(same) = same {
            assert_eq!(same.evidence, coding.evidence);
        }
    }
    let all = themes(&codings, ANSWERS.len());
    for (range, theme) in [(0..4, "parking"), (5..9, "food"), (10..14, "noise")] {
        for text in range {
            assert_eq!(all[text], [theme], "{}", ANSWERS[text]);
        }
    }
    assert!(all[15..].iter().all(Vec::is_empty), "nothing is said of contracts: {:?}", &all[15..]);
    assert_eq!(codings.no_content.len(), 1);
}

#[test]
fn every_answer_gets_its_best_code_when_asked() {
    let codings = options().every(true).build().unwrap().code_texts(&ANSWERS);
    let all = themes(&codings, ANSWERS.len());
    assert!(codings.uncoded.is_empty());
    assert!((0..ANSWERS.len()).all(|text| all[text].is_empty() == (ANSWERS[text] == "n/a")));
    let strong = options().build().unwrap().code_texts(&ANSWERS);
    for coding in codings.codings.iter().filter(|coding| !coding.weak) {
        assert!(strong.codings.contains(coding));
    }
}

#[test]
fn order_and_threads_do_not_matter() {
    for similarity in [true, false] {
        let coder = options().similarity(similarity).build().unwrap();
        let quotes = quotes(&ANSWERS);
        let forth: Vec<&Quote> = quotes.iter().collect();
        let mut back = forth.clone();
        back.reverse();
        back.rotate_left(5);
        let sorted = |mut codings: Codings| {
            codings.codings.sort_by(|a, b| a.quote.cmp(&b.quote).then(b.score.total_cmp(&a.score)));
            codings.uncoded.sort();
            codings.no_content.sort();
            serde_json::to_string(&codings).unwrap()
        };
        let on = |threads: usize, quotes: &[&Quote]| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            sorted(pool.install(|| coder.code(quotes)))
        };
        let one = on(1, &forth);
        assert_eq!(one, on(8, &forth));
        assert_eq!(one, on(2, &back));
    }
}

#[test]
fn few_and_odd_texts_have_an_answer() {
    let long = "parking ".repeat(5_000);
    let cases: [&[&str]; 7] =
        [&[], &[""], &["n/a"], &["Parking."], &["the", "of"], &["停车位", "😀", "\u{0}"], &[&long, "Ünïcödé 12"]];
    for texts in cases {
        for vectors in [true, false] {
            let codings = options().vectors(vectors).every(true).build().unwrap().code_texts(texts);
            assert_eq!(codings.themes.len(), 3);
            assert!(codings.codings.iter().all(|coding| coding.score.is_finite()));
        }
    }
    let none = CodebookCoder::new(Codebook::default(), Language::english()).unwrap().code_texts(&ANSWERS);
    assert!(none.codings.is_empty() && none.uncoded.len() == ANSWERS.len() - 1);
}

#[test]
fn examples_teach_what_no_word_tells() {
    let bare = || Codebook::new(vec![Code::new("A"), Code::new("B")]).unwrap();
    let example = |text: &str, code: &str| Example::new(text, [code]);
    let taught: Vec<Example> = (0..6)
        .flat_map(|round| {
            let day = ["Monday", "Tuesday", "today", "again", "every week", "this year"][round];
            [
                example(&format!("My contract was signed late {day}."), "a"),
                example(&format!("Loud music at night {day}."), "b"),
            ]
        })
        .collect();
    let texts = ["They renew contracts too late.", "The neighbours play music loudly."];
    let coder = |examples: &[Example]| CodebookCoder::options(bare(), Language::english()).fit(examples).unwrap();
    assert!(coder(&[]).code_texts(&texts).codings.is_empty(), "the names say nothing");
    let codings = coder(&taught).code_texts(&texts);
    assert_eq!(themes(&codings, 2), [["a"], ["b"]]);
    let mut backwards = taught.clone();
    backwards.reverse();
    assert_eq!(codings, coder(&backwards).code_texts(&texts));
    // Examples that the codebook holds count likewise.
    let mut book = bare();
    for example in &taught {
        let code = book.codes.iter_mut().find(|code| code.id == example.codes[0]).unwrap();
        code.examples.push(example.text.clone());
    }
    let own = CodebookCoder::new(book, Language::english()).unwrap();
    assert_eq!(themes(&own.code_texts(&texts), 2), [["a"], ["b"]]);
}

#[test]
fn what_cannot_be_learnt_is_refused() {
    let refused = |options: CodebookOptions, examples: &[Example], name: &str| {
        let error = options.fit(examples).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Setting { name: setting, .. } if *setting == name), "{error}");
        error.to_string()
    };
    let unknown = refused(options(), &[Example::new("x", ["parking"]), Example::new("y", ["pets"])], "examples");
    assert!(unknown.contains("example 2") && unknown.contains("`pets`"), "{unknown}");
    refused(options().similarity(false), &[Example::new("x", ["parking"])], "examples");
    refused(options().similarity(false).every(true), &[], "every");
}

#[test]
fn a_table_of_coded_texts_is_read() {
    let book = Codebook::new(vec![Code::new("Rent; cost"), Code::new("Damp"), Code::new("Noise")]).unwrap();
    let table = "\u{feff}quote_id,text,themes,score\r\n1,Too dear.,rent; cost,1\r\n2,\"Wet, loud.\",damp; Noise; damp,1\r\n\
                 3,Nice.,-,\r\n4,Not read yet.,,\r\n5,'=Wet,damp,1\r\n";
    let read = examples::csv("q.csv", table, &book).unwrap();
    let none: [CodeId; 0] = [];
    assert_eq!(
        read,
        [
            Example::new("Too dear.", ["rent-cost"]),
            Example::new("Wet, loud.", ["damp", "noise"]),
            Example::new("Nice.", none),
            Example::new("=Wet", ["damp"]),
        ]
    );
    let refused = |table: &str| examples::csv("q.csv", table, &book).unwrap_err().to_string();
    assert_eq!(refused("id,themes\n1,Damp\n"), "q.csv: line 1: no column `text` or `quote`; found: id, themes");
    assert_eq!(refused("text,note\na,b\n"), "q.csv: line 1: no column `themes` or `codes`; found: text, note");
    assert_eq!(refused("text,themes\na,Damp\nb,Pets\n"), "q.csv: line 3: the codebook has no theme `Pets`");
    assert_eq!(refused("text,themes\na\n"), "q.csv: line 2: this row has 1 cells, the header has 2");
}

#[test]
fn a_persons_codings_are_examples() {
    let quotes = quotes(&["Too loud.", "Nice.", "Unread."]);
    let quotes: Vec<&Quote> = quotes.iter().collect();
    let hand = Codings::by_hand([("d#1", vec!["noise"]), ("d#2", vec![])]);
    let none: [CodeId; 0] = [];
    assert_eq!(Example::of(&quotes, &hand), [Example::new("Too loud.", ["noise"]), Example::new("Nice.", none)]);
}

#[test]
fn a_codebook_grows() {
    let more =
        ["Cold food at lunch.", "Lunch: no food left.", "The canteen ends lunch at one.", "Lunches without hot food."];
    let texts: Vec<&str> = ANSWERS.into_iter().chain(more).collect();
    let quotes = quotes(&texts);
    let quotes: Vec<&Quote> = quotes.iter().collect();
    let coder = options().similarity(false).build().unwrap();
    let codings = coder.code(&quotes);
    let words = coder.suggest_words(&quotes, &codings);
    let lunch = &words[&ThemeId::from("food")][0];
    assert_eq!((lunch.word.as_str(), lunch.inside, lunch.outside), ("lunch", 6, 1));
    assert_eq!(lunch.forms, [("lunch".to_owned(), 5), ("lunches".to_owned(), 1)]);
    let known = ["food", "canteen", "noise", "parking", "the"];
    assert!(words.values().flatten().all(|word| !known.contains(&word.word.as_str())));
    let codes = coder.suggest_codes(&quotes, &codings).unwrap();
    let contracts = codes.iter().find(|code| code.code.words.iter().any(|word| word.contains("contract"))).unwrap();
    assert!(contracts.quotes >= 3 && !contracts.exemplars.is_empty() && !contracts.code.examples.is_empty());
    // What is suggested can be put into the codebook as it is, and takes what was left.
    let mut book = codebook();
    book.codes.extend(codes.iter().map(|suggested| suggested.code.clone()));
    let grown = CodebookCoder::options(book, Language::english()).build().unwrap().code(&quotes);
    assert!(grown.uncoded.len() < codings.uncoded.len());
    let again: Vec<SuggestedCode> = serde_json::from_str(&serde_json::to_string(&codes).unwrap()).unwrap();
    assert_eq!(again, codes);
    let again: Vec<SuggestedWord> =
        serde_json::from_str(&serde_json::to_string(&words[&ThemeId::from("food")]).unwrap()).unwrap();
    assert_eq!(again, words[&ThemeId::from("food")]);
    let example = Example::new("Too loud.", ["noise"]);
    assert_eq!(serde_json::from_str::<Example>(&serde_json::to_string(&example).unwrap()).unwrap(), example);
    assert!(coder.suggest_codes(&[], &Codings::default()).unwrap().is_empty());
}

/// What is said of each text, with all digits.
fn each_alone(coder: &CodebookCoder, texts: &[&str]) -> Vec<String> {
    let said = |text: &&str| serde_json::to_string(&coder.code_texts(&[text]).codings).unwrap();
    texts.iter().map(said).collect()
}

#[test]
fn a_learnt_coder_judges_a_text_by_itself() {
    let examples: Vec<Example> =
        (0..4).map(|n| Example::new(format!("My contract came late, {n}."), ["noise"])).collect();
    // Texts that differ in punctuation only have words of their own.
    // What no word speaks for comes under no code, however common it is.
    let more = ["Loud music, all afternoon!", "car-park", "car park", "zzzz", "", "Parking. Parking? PARKING!"];
    let texts: Vec<&str> = ANSWERS.into_iter().chain(more).collect();
    for vectors in [true, false] {
        for examples in [&examples[..], &[]] {
            let settings = || options().vectors(vectors);
            let coder = settings().learn_texts(examples, &texts).unwrap();
            assert!(coder.is_learnt());
            // It says of what it was learnt from what a coder says that learns as it goes.
            let whole = coder.code_texts(&texts);
            assert_eq!(whole, settings().fit(examples).unwrap().code_texts(&texts));
            assert!(whole.codings.iter().all(|coding| !coding.evidence.is_empty()));
            let counted: usize = coder.sizes().iter().sum();
            assert_eq!(counted, whole.codings.len());
            let one_by_one = each_alone(&coder, &texts);
            for part in [texts.chunks(1), texts.chunks(3), texts.chunks(7)] {
                let many: Vec<String> = part
                    .flat_map(|part| {
                        let codings = coder.code_texts(part).codings;
                        (1..=part.len())
                            .map(move |text| {
                                let own =
                                    codings.iter().filter(|coding| coding.quote.as_str() == text.to_string()).cloned();
                                let own = own.map(|mut coding| {
                                    coding.quote = "1".into();
                                    coding
                                });
                                serde_json::to_string(&own.collect::<Vec<_>>()).unwrap()
                            })
                            .collect::<Vec<_>>()
                    })
                    .collect();
                assert_eq!(many, one_by_one, "{vectors}");
            }
            let back = CodebookCoder::from_bytes(&coder.to_bytes(), &Language::english()).unwrap();
            assert!(back.to_bytes() == coder.to_bytes());
            assert_eq!((back.code_texts(&texts), back.sizes()), (whole, coder.sizes()));
            assert_eq!(each_alone(&back, &texts), one_by_one);
        }
    }
}

#[test]
fn the_bytes_of_a_coder_do_not_depend_on_order_and_threads() {
    let mut texts = ANSWERS.to_vec();
    let bytes = |texts: &[&str], threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| options().learn_texts(&[], texts).unwrap().to_bytes())
    };
    let first = bytes(&texts, 1);
    assert!(first == bytes(&texts, 8));
    texts.reverse();
    texts.rotate_left(5);
    assert!(first == bytes(&texts, 8));
}

#[test]
fn a_coder_is_kept_with_all_that_its_codebook_says() {
    let mut codes = codebook().codes;
    codes[0].exclusions = vec!["national park".into()];
    codes[0].definition = "Where cars stand.".into();
    codes[1].polarity = Some(verbatims::themes::Polarity::Negative);
    codes[1].negation = verbatims::themes::Negation::Excludes;
    codes[2].parent = Some(codes[1].id.clone());
    codes[2].examples = vec!["They drill all day.".into()];
    let book = || Codebook::new(codes.clone()).unwrap();
    let english = Language::english();
    let settings = || CodebookCoder::options(book(), english.clone()).ratio(0.5).every(true);
    let taught = [Example::new("The garage was closed.", ["parking"]), Example::new("Nothing of it.", [] as [&str; 0])];
    let coders = [
        settings().learn_texts(&taught, &ANSWERS).unwrap(),
        // Learnt from nothing at all.
        settings().learn_texts(&[], &[]).unwrap(),
        // Still to learn from what it is given.
        settings().fit(&taught).unwrap(),
        CodebookCoder::options(book(), english.clone()).similarity(false).learn_texts(&[], &ANSWERS).unwrap(),
        CodebookCoder::options(book(), english.clone()).similarity(false).build().unwrap(),
        CodebookCoder::new(Codebook::default(), english.clone()).unwrap(),
    ];
    for coder in coders {
        let back = CodebookCoder::from_bytes(&coder.to_bytes(), &english).unwrap();
        assert_eq!(
            (back.codebook(), back.is_learnt(), back.sizes()),
            (coder.codebook(), coder.is_learnt(), coder.sizes())
        );
        assert_eq!(back.code_texts(&ANSWERS), coder.code_texts(&ANSWERS));
        assert!(back.code_texts(&ANSWERS).codings.iter().all(|coding| coding.score.is_finite()));
    }
}

#[test]
fn a_broken_coder_says_what_is_wrong() {
    let english = Language::english();
    let bytes = options().learn_texts(&[], &ANSWERS).unwrap().to_bytes();
    let error = |bytes: &[u8]| CodebookCoder::from_bytes(bytes, &english).unwrap_err().to_string();
    assert!(error(b"").contains("not a saved codebook coder"));
    assert!(error(b"{}").contains("not a saved codebook coder"));
    for length in [25, 29, 40, bytes.len() / 2, bytes.len() - 1] {
        assert!(error(&bytes[..length]).contains("cut short"), "{length}: {}", error(&bytes[..length]));
    }
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 1;
    assert!(error(&flipped).contains("damaged"));
    let german = Language::builtin("de").unwrap();
    let other = CodebookCoder::from_bytes(&bytes, &german).unwrap_err().to_string();
    assert!(other.contains("learnt in `en`, not in `de`"), "{other}");
    let mut other = bytes;
    other[25] = 99;
    assert!(error(&other).contains("version 99"), "{}", error(&other));
}
