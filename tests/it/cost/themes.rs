//! What is made of quotations: themes, codings, pseudonyms, findings, figures, files.

use std::sync::LazyLock;

use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::{brat, edits, json, labelstudio, markdown, model, taguette, webanno};
use verbatims::privacy::{PseudonymOptions, Pseudonyms};
use verbatims::report::Unit;
use verbatims::themes::{CodebookCoder, Edit, EditLog, Example};
use verbatims::verify::{Claim, verify};
use verbatims::{
    Agreement, Analysis, Code, Codebook, Codings, Corpus, Document, DocumentKind, Extractor, Facet, Language, Quote,
    ThemeModel,
};

use super::{Case, case, each, law, name};

static LANGUAGE: LazyLock<Language> = LazyLock::new(Language::english);
static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new(Language::english()));

/// Answers of a survey, of five groups.
fn answers(size: usize, text: impl Fn(usize) -> String) -> Vec<Document<'static>> {
    let answer = |n: usize| {
        let document = Document::new(format!("s:{n}"), text(n)).kind(DocumentKind::Response);
        document.attribute("group", format!("g{}", n % 5)).attribute("respondent", n.to_string())
    };
    (0..size).map(answer).collect()
}

fn corpus(documents: &[Document<'_>]) -> Corpus {
    EXTRACTOR.corpus(documents).unwrap()
}

/// A text in which each of many speaks once, in its own paragraph.
fn article(size: usize, line: impl Fn(usize) -> String) -> Vec<Document<'static>> {
    vec![Document::new("a.txt", each(size, line)).kind(DocumentKind::Prose)]
}

fn rent(n: usize) -> String {
    const WORDS: [&str; 8] = ["rent", "bus", "heating", "landlord", "school", "doctor", "street", "noise"];
    format!("The {} near the {} of number {n} is too dear for {}.", WORDS[n % 8], WORDS[n / 8 % 8], name(n % 500))
}

fn code(name: impl Into<String>, words: &[&str]) -> Code {
    let mut code = Code::new(name);
    code.words = words.iter().map(|word| (*word).to_owned()).collect();
    code
}

fn coder(codebook: Codebook) -> CodebookCoder {
    CodebookCoder::options(codebook, LANGUAGE.clone()).similarity(false).build().unwrap()
}

fn coded_by(corpus: &Corpus) -> Codings {
    let book = vec![code("Rent", &["rent", "landlord"]), code("Buses", &["bus"]), code("Health", &["doctor"])];
    coder(Codebook::new(book).unwrap()).code(&corpus.quotes().collect::<Vec<_>>())
}

#[test]
fn themes_cost_as_much_as_there_are_quotations() {
    let fit = |what: &str, text: fn(usize) -> String| {
        case(format!("themes: {what}"), move |size| {
            let texts: Vec<String> = (0..size).map(text).collect();
            Box::new(move || {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                // Too few texts, or texts without words, have no themes.
                let _ = ThemeModel::options(&LANGUAGE).n_themes(5).fit_assign_texts(&texts);
            })
        })
    };
    let predict = case("themes: predict", |size| {
        let learnt: Vec<String> = (0..200).map(rent).collect();
        let learnt: Vec<&str> = learnt.iter().map(String::as_str).collect();
        let model = ThemeModel::options(&LANGUAGE).n_themes(5).fit_texts(&learnt).unwrap();
        let texts: Vec<String> = (0..size).map(|n| rent(n * 3)).collect();
        Box::new(move || drop(model.predict_texts(&texts.iter().map(String::as_str).collect::<Vec<_>>())))
    });
    law(vec![
        fit("answers", rent),
        fit("equal answers", |n| rent(n % 40)),
        fit("words of one answer each", |n| format!("{} {} {}", name(n), name(n + 7), name(n * 3))),
        fit("long answers", |n| rent(n).repeat(20)),
        predict,
    ]);
}

#[test]
fn codebooks_cost_as_much_as_texts_and_codes() {
    let over = |what: &str, book: fn() -> Codebook, text: fn(usize) -> String| {
        case(format!("code: {what}"), move |size| {
            let (coder, text) = (coder(book()), each(size, text));
            Box::new(move || drop(coder.code_texts(&[&text])))
        })
    };
    let built = |what: &str, book: fn(usize) -> Vec<Code>| {
        case(format!("coder: {what}"), move |size| {
            let book = book(size);
            Box::new(move || {
                // Refused is as good, if only soon.
                let options = Codebook::new(book.clone()).map(|book| CodebookCoder::options(book, LANGUAGE.clone()));
                if let Ok(coder) = options.and_then(|options| options.similarity(false).build()) {
                    coder.code_texts(&["the rent is high and no bus comes near the a a a a street"]);
                }
            })
        })
    };
    fn child(n: usize, parent: &str) -> Code {
        let mut code = code(name(n), &["rent"]);
        code.parent = Some(Code::new(parent).id);
        code
    }
    law(vec![
        case("code: many texts", |size| {
            let coder = coder(Codebook::new(vec![code("Rent", &["rent"]), code("Bus", &["bus"])]).unwrap());
            let texts: Vec<String> = (0..size).map(rent).collect();
            Box::new(move || drop(coder.code_texts(&texts.iter().map(String::as_str).collect::<Vec<_>>())))
        }),
        over(
            "one long text",
            || Codebook::new(vec![code("Rent", &["rent", "high rent"])]).unwrap(),
            |_| "The rent is a high rent. ".to_owned(),
        ),
        over("prefixes", || Codebook::new(vec![code("A", &["a*", "a* a*", "a* a* a*"])]).unwrap(), |_| "a ".to_owned()),
        over(
            "exclusions",
            || {
                let mut rent = code("Rent", &["rent"]);
                rent.exclusions = vec!["rent a car".to_owned(), "rent".to_owned()];
                Codebook::new(vec![rent]).unwrap()
            },
            |_| "rent a car rent ".to_owned(),
        ),
        over(
            "stop words",
            || Codebook::new(vec![code("Lack", &["lack of freedom"])]).unwrap(),
            |_| "lack of the a ".to_owned(),
        ),
        built("codes", |size| (0..size).map(|n| code(name(n), &["rent"])).collect()),
        built("codes without words", |size| (0..size).map(|n| Code::new(name(n))).collect()),
        built("codes of one word each", |size| (0..size).map(|n| code(name(n), &[name(n + 7).as_str()])).collect()),
        built("words of one code", |size| {
            let mut one = Code::new("A");
            one.words = (0..size).map(name).collect();
            vec![one]
        }),
        built("exclusions of one code", |size| {
            let mut one = code("A", &["rent"]);
            one.exclusions = (0..size).map(|n| format!("rent {}", name(n))).collect();
            vec![one]
        }),
        built("a phrase of prefixes", |size| vec![code("A", &["a* ".repeat(size).trim()])]),
        built("a phrase", |size| vec![code("A", &[each(size, |n| format!("{} ", name(n))).trim()])]),
        built("a phrase of one word", |size| vec![code("A", &["rent ".repeat(size).trim()])]),
        built("a long name", |size| vec![Code::new("rent ".repeat(size).trim())]),
        built("children of one code", |size| {
            std::iter::once(Code::new("Top")).chain((0..size).map(|n| child(n, "Top"))).collect()
        }),
        built("one below the other", |size| {
            std::iter::once(Code::new(name(0))).chain((1..size).map(|n| child(n, &name(n - 1)))).collect()
        }),
        case("coder: examples", |size| {
            let examples: Vec<Example> =
                (0..size).map(|n| Example::new(rent(n), [if n % 8 == 0 { "rent" } else { "bus" }])).collect();
            Box::new(move || {
                let book = Codebook::new(vec![code("Rent", &["rent"]), code("Bus", &["bus"])]).unwrap();
                CodebookCoder::options(book, LANGUAGE.clone()).fit(&examples).unwrap();
            })
        }),
        case("coder: suggested words", |size| {
            let corpus = corpus(&answers(size, rent));
            let (codings, coder) = (coded_by(&corpus), coder(Codebook::new(vec![code("Rent", &["rent"])]).unwrap()));
            Box::new(move || {
                let quotes: Vec<&Quote> = corpus.quotes().collect();
                coder.suggest_words(&quotes, &codings);
            })
        }),
    ]);
}

#[test]
fn pseudonyms_cost_as_much_as_texts_and_names() {
    let hide = |what: &str, line: fn(usize) -> String| {
        case(format!("privacy: {what}"), move |size| {
            let documents = article(size, line);
            let corpus = corpus(&documents);
            Box::new(move || {
                let options = PseudonymOptions::new().organisations(true);
                let pseudonyms = Pseudonyms::new(corpus.quotes(), &LANGUAGE, &options);
                let hidden = pseudonyms.rewrite(&documents);
                hidden.leftovers(&hidden.corpus(&corpus).unwrap());
                let analysis = Analysis::of_corpus(&corpus, Codings::default()).unwrap();
                hidden.analysis(&analysis).unwrap();
            })
        })
    };
    law(vec![
        hide("names", |n| format!("“We pay,” said {} {}.\n\n", name(n), name(n + 90_000))),
        hide("one given name", |n| format!("“We pay,” said Ann {}.\n\n", name(n))),
        hide("one surname", |n| format!("“We pay,” said {} Lee.\n\n", name(n))),
        hide("one given name, alone too", |n| format!("“We pay,” said Ann {}. Ann laughed.\n\n", name(n))),
        hide("one middle name", |n| format!("“We pay,” said {} Ann {}.\n\n", name(n), name(n + 90_000))),
        hide("one initial", |n| format!("“We pay,” said A. {}.\n\n", name(n))),
        hide("two names in common", |n| format!("“We pay,” said Ann Mary {}.\n\n", name(n))),
        hide("titles", |n| format!("“We pay,” said Dr. {}.\n\n", name(n))),
        hide("particles", |n| format!("“We pay,” said {} van der {}.\n\n", name(n), name(n + 90_000))),
        hide("one person", |n| format!("“We pay {n},” said Ann Lee.\n\n")),
        hide("organisations", |n| format!("“We pay,” said the {} Institute.\n\n", name(n))),
        case("privacy: documents of one name", |size| {
            let documents: Vec<Document<'static>> = (0..size)
                .map(|n| {
                    Document::new(
                        format!("{}.txt", ["ann lee", "Ann Lee", "ANN LEE"][n % 3]),
                        "“We pay,” said Ann Lee.",
                    )
                })
                .collect();
            let corpus = corpus(&article(1, |_| "“We pay,” said Ann Lee.".to_owned()));
            Box::new(move || {
                Pseudonyms::new(corpus.quotes(), &LANGUAGE, &PseudonymOptions::new()).rewrite(&documents);
            })
        }),
        case("privacy: values", |size| {
            let (text, values) = (each(size, |n| format!("call {n}55 now ")), (0..size).map(|n| format!("{n}55")));
            let options = values.fold(PseudonymOptions::new(), PseudonymOptions::value);
            Box::new(move || drop(Pseudonyms::new([], &LANGUAGE, &options).text(&text)))
        }),
    ]);
}

#[test]
fn verifying_costs_as_much_as_claims_and_sources() {
    let check = |what: &str, claims: fn(usize) -> Vec<String>, source: fn(usize) -> String| {
        case(format!("verify: {what}"), move |size| {
            let claims: Vec<Claim> = claims(size).into_iter().map(|text| Claim::new("1", text)).collect();
            let source = source(size);
            Box::new(move || drop(verify(&claims, &[Document::new("a", source.as_str())]).unwrap()))
        })
        .upto(1 << 12)
    };
    fn pay(size: usize) -> String {
        each(size, |n| format!("We pay rent number {n} to {}. ", name(n)))
    }
    let some: fn(usize) -> String = |_| pay(200);
    law(vec![
        check("claims that are there", |size| (0..size).map(|n| format!("We pay rent number {n} to")).collect(), pay),
        check("claims that are near", |size| (0..size).map(|n| format!("We paid rent number {n} to")).collect(), some),
        check("claims that are nowhere", |size| (0..size).map(|n| format!("They walk {}", name(n))).collect(), pay),
        // A thousand places of each are looked at, and three hundred words of a part at a time.
        check("equal claims", |size| vec!["We pay".to_owned(); size], pay).from(1 << 10),
        check("short claims", |size| (0..size).map(|n| ["Yes.", "No", "We", "to"][n % 4].to_owned()).collect(), pay)
            .from(1 << 10),
        check("one claim of parts", |size| vec!["We … ".repeat(size)], pay).from(1 << 10),
        check("one long claim", |size| vec![each(size, |n| format!("{} ", name(n * 5)))], some).from(1 << 9),
        check("one long claim that is there", |size| vec![pay(size)], pay),
        check("one letter", |size| vec!["a ".repeat(size) + "b"], |size| "a ".repeat(size * 4)).from(1 << 10),
        check(
            "claims of one letter",
            |size| (1..=size).map(|n| "a ".repeat(n % 64 + 1)).collect(),
            |size| "a ".repeat(size * 4),
        )
        .from(1 << 10),
        check("marks", |size| vec!["“‘".repeat(size)], |size| "“‘".repeat(size)),
    ]);
}

#[test]
fn agreement_costs_as_much_as_codings() {
    let two = |what: &str, themes: fn(usize, usize, usize) -> Vec<String>| {
        case(format!("agree: {what}"), move |size| {
            let coder = |own: usize| Codings::by_hand((0..size).map(|n| (format!("q{n}"), themes(size, n, own))));
            let (first, second) = (coder(0), coder(1));
            Box::new(move || drop(Agreement::options().resamples(20).compare(&first, &second).unwrap()))
        })
    };
    law(vec![
        two("few themes", |_, n, own| vec![name((n + own) % 5)]),
        two("a theme for each", |_, n, own| vec![name(n + own)]),
        two("two themes for each", |_, n, own| vec![name(n), name(n + 1 + own)]),
        two("one set of all", |size, n, _| if n == 0 { (0..size).map(name).collect() } else { vec![name(0)] }),
    ]);
}

/// What an analysis goes out as.
fn out(what: &str, analysis: impl Fn(usize) -> Made + Send + 'static, write: fn(&Made)) -> Case {
    case(format!("export: {what}"), move |size| {
        let made = analysis(size);
        Box::new(move || write(&made))
    })
    .upto(1 << 8)
}

/// Makes results of a size, and writes them.
type Make = fn(usize) -> Made;
type Write = fn(&Made);

struct Made {
    documents: Vec<Document<'static>>,
    corpus: Corpus,
    analysis: Analysis,
    book: Codebook,
}

fn made(documents: Vec<Document<'static>>, book: Vec<Code>) -> Made {
    let book = Codebook::new(book).unwrap();
    let corpus = corpus(&documents);
    let codings = coder(book.clone()).code(&corpus.quotes().collect::<Vec<_>>());
    let analysis = Analysis::of_corpus(&corpus, codings).unwrap();
    Made { documents, corpus, analysis, book }
}

fn three() -> Vec<Code> {
    vec![code("Rent", &["rent", "landlord", "pay"]), code("Buses", &["bus"]), code("Health", &["doctor"])]
}

/// Kinds of results: many answers, one text of many quotations, many speakers, many themes, many themes of one name below each other.
fn results() -> Vec<(&'static str, Make)> {
    vec![
        ("answers", |size| made(answers(size, rent), three())),
        ("one text", |size| made(article(size, |n| format!("“We pay {n},” said Ann Lee.\n\n")), three())),
        ("speakers", |size| {
            made(article(size, |n| format!("“We pay,” said {} {}, a nurse.\n\n", name(n), name(n + 9_000))), three())
        }),
        ("documents", |size| {
            let document = |n| Document::new(format!("{}/a.txt", name(n)), "“We pay,” said Ann Lee.");
            made((0..size).map(document).collect(), three())
        }),
        ("themes", |size| {
            let mut book = Vec::new();
            for n in 0..size {
                book.push(code(format!("{} cost", name(n)), &[name(n).to_lowercase().as_str()]));
            }
            made(answers(size, |n| format!("We pay for {} and more.", name(n).to_lowercase())), book)
        }),
        ("themes of one beginning", |size| {
            let long = "A very long name of a theme that is longer than most programs can show in their lists of codes and tags, alas";
            let book = (0..size).map(|n| code(format!("{long} {n}"), &[name(n).to_lowercase().as_str()])).collect();
            made(answers(8, |n| format!("We pay for {}.", name(n).to_lowercase())), book)
        }),
    ]
}

fn every(writers: &[(&str, Write)]) -> Vec<Case> {
    let mut cases = Vec::new();
    for (kind, make) in results() {
        for (what, write) in writers {
            cases.push(out(&format!("{what} of {kind}"), make, *write));
        }
    }
    cases
}

#[test]
fn tables_cost_as_much_as_there_is_in_them() {
    law(every(&[
        ("quotes.csv", |made| csv::quotes(&made.analysis, CsvOptions::plain(), Vec::new()).unwrap()),
        ("themes.csv", |made| csv::themes(&made.analysis, CsvOptions::plain(), Vec::new()).unwrap()),
        ("speakers.csv", |made| csv::speakers(&made.analysis, CsvOptions::plain(), Vec::new()).unwrap()),
        ("codebook.csv", |made| csv::codebook(&made.book, CsvOptions::plain(), Vec::new()).unwrap()),
        ("coverage.csv", |made| csv::coverage(&made.analysis.coverage(), CsvOptions::plain(), Vec::new()).unwrap()),
        ("saturation.csv", |made| {
            csv::saturation(&made.analysis.saturation(Unit::Speakers), CsvOptions::plain(), Vec::new()).unwrap()
        }),
        ("groups.csv", |made| {
            let table = made.analysis.crosstab(&Facet::Attribute("group".to_owned()), Unit::Quotes);
            csv::theme_by(&table, CsvOptions::plain(), Vec::new()).unwrap();
            csv::theme_by_cells(&table, CsvOptions::plain(), Vec::new()).unwrap();
        }),
        ("quotes.jsonl", |made| json::quotes(&made.analysis, Vec::new()).unwrap()),
        ("analysis.json", |made| json::analysis(&made.analysis, Vec::new()).unwrap()),
        ("page.md", |made| markdown::page(&made.analysis, &markdown::MarkdownOptions::default(), Vec::new()).unwrap()),
        #[cfg(feature = "html-report")]
        ("report.html", |made| {
            let options = verbatims::export::html::HtmlOptions::default();
            verbatims::export::html::report(&made.analysis, &made.corpus, &made.documents, &options, Vec::new())
                .unwrap();
        }),
    ]));
}

#[test]
fn files_for_programs_cost_as_much_as_there_is_in_them() {
    law(every(&[
        ("brat", |made| drop(brat::files(&made.analysis, &made.documents).unwrap())),
        ("webanno", |made| webanno::annotations(&made.analysis, &made.documents, Vec::new()).unwrap()),
        ("label studio", |made| {
            labelstudio::tasks(&made.analysis, &made.documents, Vec::new()).unwrap();
            labelstudio::config(&made.analysis, Vec::new()).unwrap();
        }),
        ("taguette", |made| {
            taguette::codebook(&made.book, Vec::new()).unwrap();
            taguette::project(&made.analysis, &made.documents, "a", Some(&made.book), Vec::new()).unwrap();
        }),
        #[cfg(feature = "refi")]
        ("qdpx", |made| {
            let options =
                verbatims::export::refi::ProjectOptions::default().codebook(made.book.clone()).speaker_codes(true);
            verbatims::export::refi::project(&made.analysis, &made.documents, &options, Vec::new()).unwrap();
            verbatims::export::refi::codebook(&made.book, Vec::new()).unwrap();
        }),
    ]));
}

#[test]
fn counting_costs_as_much_as_there_is_to_count() {
    law(every(&[
        ("comparisons", |made| drop(made.analysis.comparisons(Unit::Speakers))),
        ("facets", |made| drop(made.analysis.facets())),
        ("counts", |made| drop((made.analysis.theme_counts(), made.analysis.base()))),
        ("speakers as groups", |made| {
            // Each theme has a cell for each speaker: as many as both together are not more than the input.
            if made.analysis.themes().len() < 9 {
                made.analysis.crosstab(&Facet::Speaker, Unit::Quotes);
            }
        }),
        ("cooccurrence", |made| {
            if made.analysis.themes().len() < 9 {
                made.analysis.cooccurrence(Unit::Quotes);
            }
        }),
        ("the corpus", |made| drop(made.corpus.clone().merge(made.corpus.clone()).unwrap())),
        ("an analysis", |made| {
            drop(Analysis::of_corpus(&made.corpus, made.analysis.codings().clone()).unwrap());
        }),
    ]));
}

#[test]
fn models_and_edits_cost_as_much_as_there_are() {
    law(vec![
        case("edits: written", |size| {
            let rename = |n: usize| Edit::Rename { theme: name(n), to: name(n + 1) };
            let log = EditLog::new((0..size).map(rename).collect());
            Box::new(move || edits::write(&log, Vec::new()).unwrap())
        }),
        case("model: written", |size| {
            let texts: Vec<String> = (0..size).map(rent).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let model = ThemeModel::options(&LANGUAGE).n_themes(2).fit_texts(&texts).ok();
            Box::new(move || drop(model.as_ref().map(|it| model::write(it, Vec::new()))))
        }),
    ]);
}
