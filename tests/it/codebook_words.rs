//! The researcher's words always count: likeness suggests beside them, parents sum what is below them, and a code may take praise or complaints only.

use std::collections::BTreeSet;

use verbatims::export::csv::{self, CsvOptions};
use verbatims::import::codebook;
use verbatims::text::{Position, Span};
use verbatims::themes::{Basis, CodebookCoder, Negation, Polarity};
use verbatims::{Analysis, Code, Codebook, Codings, DocumentId, Language, Quote, QuoteKind};

fn code(name: &str, words: &[&str]) -> Code {
    let mut code = Code::new(name);
    code.words = words.iter().map(|word| (*word).to_owned()).collect();
    code
}

fn quotes(texts: &[&str]) -> Vec<Quote> {
    let document = DocumentId::from("d");
    let quote = |(text, number): (&&str, usize)| {
        let all = vec![Span::new(0, text.len())];
        Quote::new(&document, number, QuoteKind::Response, all, text, Position { line: 1, column: 1 })
    };
    texts.iter().zip(1..).map(quote).collect()
}

/// What each text is coded with, as `quotation theme`.
fn given(codings: &Codings, wanted: impl Fn(Basis) -> bool) -> BTreeSet<String> {
    let of = codings.codings.iter().filter(|coding| wanted(coding.basis));
    of.map(|coding| format!("{} {}", coding.quote, coding.theme)).collect()
}

/// Many texts on one matter, and some that name another by one word in passing, which likeness outbids.
fn swamped() -> Vec<&'static str> {
    let mut texts = Vec::new();
    for _ in 0..3 {
        texts.extend([
            "The bus was late, the driver rude and the next bus never came.",
            "Buses are late every morning and the stop has no roof.",
            "I wait for the bus in the rain, and the bus is full.",
            "A bus every hour is not enough for the village.",
            "The night bus was cut, so nobody takes a bus home.",
        ]);
    }
    texts.extend([
        "The bus stops late, and the bus to the swimming pool by the school is always late and full of buses' noise.",
        "Late bus, full bus, rude bus driver, and my landlord laughs.",
        "Rents: the bus is late and the bus driver never waits for the bus behind.",
        "Bus, bus, bus. And mould.",
        "n/a",
    ]);
    texts
}

fn housing() -> Vec<Code> {
    vec![
        code("Buses", &["bus", "late bus", "bus driver"]),
        code("Rent", &["rent*", "landlord"]),
        code("Damp", &["mould", "damp"]),
        code("Leisure", &["swimming pool", "park"]),
    ]
}

#[test]
fn every_match_of_words_phrases_and_prefixes_is_coded_whatever_likeness_says() {
    let texts = swamped();
    let options = CodebookCoder::options(Codebook::from(housing()), Language::english());
    let words = options.clone().similarity(false).build().unwrap().code_texts(&texts);
    for options in [options.clone(), options.clone().vectors(false), options.every(true)] {
        let all = options.build().unwrap().code_texts(&texts);
        let matches = given(&words, |_| true);
        assert!(
            ["16 leisure", "17 rent", "18 rent", "19 damp"].iter().all(|one| matches.contains(*one)),
            "{matches:?}"
        );
        assert_eq!(given(&all, |basis| basis == Basis::Words), matches);
        assert!(all.codings.iter().filter(|coding| coding.basis == Basis::Words).all(|coding| !coding.weak));
    }
}

#[test]
fn only_the_codebooks_own_rules_take_a_match_away() {
    let mut codes = housing();
    codes[1].exclusions = vec!["rental car".to_owned()];
    codes[2].negation = Negation::Excludes;
    let texts = ["The rental car was late.", "Rent, and a rental car.", "There is no mould here.", "Mould!", "No bus."];
    let coder = CodebookCoder::new(Codebook::from(codes), Language::english()).unwrap();
    let words = given(&coder.code_texts(&texts), |basis| basis == Basis::Words);
    assert_eq!(words.into_iter().collect::<Vec<_>>(), ["2 rent", "4 damp", "5 buses"]);
}

#[test]
fn likeness_suggests_apart_and_is_weak() {
    let texts = crate::coder::ANSWERS;
    let codes = vec![
        code("Parking", &["parking", "car park"]),
        code("Food", &["food", "canteen"]),
        code("Noise", &["noise", "loud"]),
    ];
    let options = CodebookCoder::options(Codebook::from(codes), Language::english());
    let both = options.clone().build().unwrap().code_texts(&texts);
    let suggested = given(&both, |basis| basis == Basis::Likeness);
    assert!(suggested.contains("10 food"), "{suggested:?}");
    assert!(both.codings.iter().all(|coding| coding.weak == (coding.basis == Basis::Likeness)));
    let words = options.similarity(false).build().unwrap().code_texts(&texts);
    assert!(words.codings.iter().all(|coding| coding.basis == Basis::Words));
}

#[test]
fn words_of_a_longer_name_are_no_words_of_the_codebook() {
    let codes = vec![Code::new("Communication flaws between team and customer"), Code::new("Team spirit")];
    let options = CodebookCoder::options(Codebook::from(codes), Language::english()).similarity(false);
    let texts = ["Team spirit is low.", "The team.", "Communication flaws between team and customer."];
    let found = given(&options.build().unwrap().code_texts(&texts), |_| true);
    let name = "communication-flaws-between-team-and-customer";
    let wanted = ["1 team-spirit".to_owned(), format!("2 {name}"), "2 team-spirit".to_owned(), format!("3 {name}")];
    assert_eq!(found.into_iter().collect::<Vec<_>>(), wanted);
}

/// Housing with rent and damp below it, and mould below damp.
fn tree() -> Codebook {
    let mut codes = vec![code("Mould", &["mould"]), code("Buses", &["bus"]), code("Housing", &["flat", "house"])];
    codes.extend([code("Damp", &["damp"]), code("Rent", &["rent"])]);
    for (at, parent) in [(0, "damp"), (3, "housing"), (4, "housing")] {
        codes[at].parent = Some(parent.into());
    }
    Codebook::new(codes).unwrap()
}

fn analysed() -> Analysis {
    let texts = [
        "The flat is damp and full of mould.",
        "Mould again.",
        "The rent of this house.",
        "The bus.",
        "A flat.",
        "Nothing else to tell you about.",
    ];
    let quotes = quotes(&texts);
    let coder = CodebookCoder::options(tree(), Language::english()).similarity(false).build().unwrap();
    let codings = coder.code(&quotes.iter().collect::<Vec<_>>());
    Analysis::new(quotes, codings).unwrap()
}

#[test]
fn parents_show_their_own_and_summed_quotations_each_once() {
    let shown = |theme: &verbatims::report::ThemeCount| {
        format!("{} {} {} of {}", theme.level, theme.label, theme.counts.quotes, theme.total.quotes)
    };
    let counts: Vec<String> = analysed().theme_counts().iter().map(shown).collect();
    assert_eq!(counts, ["1 Buses 1 of 1", "1 Housing 3 of 4", "2 Damp 1 of 2", "3 Mould 2 of 2", "2 Rent 1 of 1"]);
}

#[test]
fn themes_csv_has_level_parent_own_and_total() {
    let mut bytes = Vec::new();
    csv::themes(&analysed(), CsvOptions::plain(), &mut bytes).unwrap();
    let mut reader = ::csv::Reader::from_reader(&bytes[..]);
    let head = reader.headers().unwrap().clone();
    let wanted = ["theme", "level", "parent", "own", "total", "by_words", "by_likeness"];
    let places = wanted.map(|name| head.iter().position(|known| known == name).unwrap());
    let rows: Vec<String> =
        reader.records().map(|row| places.map(|at| row.as_ref().unwrap()[at].to_owned()).join(" ")).collect();
    assert_eq!(
        rows,
        [
            "Buses 1  1 1 1 0",
            "Housing 1  3 4 3 0",
            "Damp 2 housing 1 2 1 0",
            "Mould 3 damp 2 2 2 0",
            "Rent 2 housing 1 1 1 0",
            "(no theme)      ",
            "(no content)      ",
        ]
    );
}

#[cfg(feature = "html-report")]
#[test]
fn the_report_indents_themes_below_themes() {
    let mut page = Vec::new();
    let options = verbatims::export::html::HtmlOptions::default();
    verbatims::export::html::report(&analysed(), &verbatims::Corpus::default(), &[], &options, &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    let place = |name: &str| page.find(&format!("<bdi>{name}</bdi>")).unwrap_or_else(|| panic!("{name}"));
    assert!(place("Housing") < place("Damp") && place("Damp") < place("Mould") && place("Mould") < place("Rent"));
    assert!(page.contains("padding-left:28px") && page.contains("padding-left:46px"), "deeper themes stand deeper");
}

/// Whether codes of a word take these texts for praise (`+`), for complaint (`-`), or for both, marked weak (`?`).
#[track_caller]
fn said(language: &str, word: &str, texts: &[(&str, char)]) {
    let language = Language::named(language).unwrap();
    let of = |polarity: Polarity| {
        let mut code = code("It", &[word]);
        code.polarity = Some(polarity);
        let coder = CodebookCoder::options(Codebook::from(vec![code]), language.clone()).similarity(false);
        let lone: Vec<&str> = texts.iter().map(|(text, _)| *text).collect();
        let coded = coder.build().unwrap().code_texts(&lone);
        let state = |number: usize| {
            coded.codings.iter().find(|coding| coding.quote.as_str() == number.to_string()).map(|coding| coding.weak)
        };
        (1..=texts.len()).map(state).collect::<Vec<_>>()
    };
    let both = of(Polarity::Positive).into_iter().zip(of(Polarity::Negative));
    for ((text, wanted), got) in texts.iter().zip(both) {
        let got = match got {
            (Some(false), None) => '+',
            (None, Some(false)) => '-',
            (Some(true), Some(true)) => '?',
            other => panic!("“{text}”: {other:?}"),
        };
        assert_eq!(got, *wanted, "“{text}”");
    }
}

#[test]
fn a_code_takes_praise_or_complaints_in_seven_languages() {
    said(
        "en",
        "staff",
        &[
            ("The staff were friendly.", '+'),
            ("The staff were not friendly.", '-'),
            ("Lovely food but rude staff.", '-'),
            ("No problem with the staff.", '+'),
            ("Staff.", '?'),
        ],
    );
    said("de", "Personal", &[("Das Personal war freundlich.", '+'), ("Das Personal war nicht freundlich.", '-')]);
    said("de", "Essen", &[("Nettes Personal, aber das Essen war kalt.", '-'), ("Das Essen ist lecker.", '+')]);
    said("fr", "personnel", &[("Le personnel est aimable.", '+'), ("Le personnel est désagréable.", '-')]);
    said("es", "personal", &[("El personal es amable.", '+'), ("El personal no es amable.", '-')]);
    said("it", "personale", &[("Il personale è gentile.", '+'), ("Il personale è scortese.", '-')]);
    said("pt", "atendimento", &[("O atendimento foi excelente.", '+'), ("O atendimento foi péssimo.", '-')]);
    said("nl", "personeel", &[("Het personeel is vriendelijk.", '+'), ("Het personeel is niet vriendelijk.", '-')]);
}

#[test]
fn a_polarity_is_read_from_every_form_and_written_back() {
    let table = "name,words,polarity\nFriendly staff,staff,positive\nRude staff,staff,NEGATIVE\nStaff,staff,\n";
    let wanted = [Some(Polarity::Positive), Some(Polarity::Negative), None];
    let polarities = |book: &Codebook| book.codes.iter().map(|code| code.polarity).collect::<Vec<_>>();
    let book = codebook::parse("c.csv", table).unwrap();
    assert_eq!(polarities(&book), wanted);
    let mut bytes = Vec::new();
    csv::codebook(&book, CsvOptions::spreadsheet(), &mut bytes).unwrap();
    assert_eq!(codebook::parse("again.csv", std::str::from_utf8(&bytes).unwrap()).unwrap(), book);
    let toml = codebook::parse("c.toml", "[[theme]]\nname = \"Rude staff\"\npolarity = \"negative\"\n").unwrap();
    let json = codebook::parse("c.json", "[{\"name\": \"Rude staff\", \"polarity\": \"negative\"}]").unwrap();
    assert_eq!((polarities(&toml), polarities(&json)), (vec![wanted[1]], vec![wanted[1]]));
    let wrong = codebook::parse("c.csv", "name,polarity\na,bad\n").unwrap_err().to_string();
    assert_eq!(wrong, "c.csv: line 2: polarity is `positive` or `negative`, or empty for both, not `bad`");
}
