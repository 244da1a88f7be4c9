//! Forms for annotation tools and reports: whole outputs, and places that are right in any text.

use arbtest::arbtest;
use verbatims::export::markdown::{self, MarkdownOptions};
use verbatims::export::{brat, labelstudio, taguette, webanno};
use verbatims::import::codebook;
use verbatims::{Analysis, Code, Codebook, Codings, Corpus, Document, Extractor, Language};

use crate::{golden, scrambled};

const ARTICLE: &str = "The flats 😀 are cold.\r\n\r\n“The council,” said Maria Ortiz, a nurse from Hull, “has no <plan> & we *pay*.”\r\n\r\n\
                       “It is\tcold,” said a porter. “It is cold,” she said.\r\n";
const TALK: &str = "INTERVIEWER: How is it?\n\nP7: - Cold.\n1. And dear 😢.\n\nP8: Fine.\n";

fn documents() -> Vec<Document<'static>> {
    vec![Document::new("news/article 1.txt", ARTICLE).attribute("date", "2026-01"), Document::new("talk", TALK)]
}

fn corpus(documents: &[Document<'_>]) -> Corpus {
    Extractor::new(Language::english()).corpus(documents).unwrap()
}

fn analysis(corpus: &Corpus) -> Analysis {
    const THEMES: &[&[&str]] = &[&["Rent & costs", "Äpfel"], &["Äpfel"], &[], &["Rent | <costs>"]];
    let judged = corpus.quotes().enumerate().map(|(number, quote)| (quote.id.clone(), THEMES[number % 4].to_vec()));
    Analysis::of_corpus(corpus, Codings::by_hand(judged)).unwrap()
}

fn written(fill: impl FnOnce(&mut Vec<u8>) -> verbatims::Result<()>) -> String {
    let mut bytes = Vec::new();
    fill(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn whole_outputs() {
    let documents = documents();
    let analysis = analysis(&corpus(&documents));
    let annotations = written(|out| webanno::annotations(&analysis, &documents, out));
    // The version is not what this is about.
    let annotations = annotations.replace(env!("CARGO_PKG_VERSION"), "VERSION");
    golden::assert("export/annotations.jsonl", &annotations);
    let tasks = written(|out| labelstudio::tasks(&analysis, &documents, out));
    golden::assert("export/labelstudio.json", tasks.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    golden::assert("export/labelstudio.xml", written(|out| labelstudio::config(&analysis, out)));
    golden::assert("export/page.md", written(|out| markdown::page(&analysis, &MarkdownOptions::default(), out)));
    let files = brat::files(&analysis, &documents).unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["news_article_1.ann", "news_article_1.txt", "talk.ann", "talk.txt", "annotation.conf"]);
    let annotated = files.into_iter().filter(|(name, _)| !name.ends_with(".txt"));
    let shown: Vec<String> =
        annotated.map(|(name, bytes)| format!("== {name}\n{}", String::from_utf8(bytes).unwrap())).collect();
    golden::assert("export/brat.txt", shown.concat());
}

#[test]
fn a_codebook_for_taguette_is_read_back() {
    let (mut home, mut costs) = (Code::new("Home"), Code::new("Costs, e.g. rent"));
    costs.parent = Some(home.id.clone());
    home.definition = "Homes & \"rents\"\nand more".to_owned();
    costs.definition = "=1+2".to_owned();
    let table =
        written(|out| taguette::codebook(&Codebook::new(vec![home, costs, Code::new("-Ärger 😀")]).unwrap(), out));
    assert!(table.starts_with("\u{feff}tag,description\n"));
    let read = codebook::parse("t.csv", &table).unwrap();
    let names: Vec<&str> = read.codes.iter().map(|code| code.name.as_str()).collect();
    assert_eq!(names, ["Home", "Costs, eg rent", "Ärger 😀"]);
    assert_eq!(read.codes[1].parent.as_ref(), Some(&read.codes[0].id));
    assert_eq!(read.codes[0].definition, "Homes & \"rents\"\nand more");
    assert!(table.contains(",'=1+2\n"));
}

#[test]
fn a_project_for_taguette_is_a_database() {
    let documents = documents();
    let analysis = analysis(&corpus(&documents));
    let write = || {
        let mut bytes = Vec::new();
        taguette::project(&analysis, &documents, "Homes", None, &mut bytes).unwrap();
        bytes
    };
    let bytes = write();
    assert!(bytes.starts_with(b"SQLite format 3\0") && bytes.len() % 16_384 == 0);
    assert_eq!(bytes, write());
    let holds = |words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(holds("<p>The council,</p>") && holds("has no &lt;plan&gt; &amp; we *pay*.") && holds("Rent & costs"));
    assert!(taguette::project(&analysis, &[], "Homes", None, Vec::new()).is_err());
}

#[test]
fn places_are_right_in_any_text() {
    let extractor = Extractor::new(Language::english());
    let slice = |text: &str, start: u64, end: u64| -> String {
        let [start, end] = [start, end].map(|at| usize::try_from(at).unwrap());
        text.chars().skip(start).take(end - start).collect()
    };
    arbtest(|u| {
        let text = scrambled::text(u)?;
        let documents = [Document::new("a", text)];
        let text = &*documents[0].text;
        let analysis = analysis(&extractor.corpus(&documents).unwrap());
        let parts: Vec<&str> =
            analysis.quotes().iter().flat_map(|quote| &quote.content).map(|span| span.of(text)).collect();
        let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");

        let mut found = Vec::new();
        for line in written(|out| webanno::annotations(&analysis, &documents, out)).lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            let targets = match &value["target"] {
                serde_json::Value::Array(targets) => targets.clone(),
                one => vec![one.clone()],
            };
            for target in targets {
                let [position, words] = [0, 1].map(|at| target["selector"][at].clone());
                let exact = words["exact"].as_str().unwrap();
                let at = |name: &str| position[name].as_u64().unwrap();
                assert_eq!(slice(text, at("start"), at("end")), exact);
                let around = [&words["prefix"], &words["exact"], &words["suffix"]].map(|it| it.as_str().unwrap());
                assert!(text.contains(&around.concat()));
                found.push(exact.to_owned());
            }
        }
        assert_eq!(found, parts);

        let tasks = written(|out| labelstudio::tasks(&analysis, &documents, out));
        let tasks: serde_json::Value = serde_json::from_str(&tasks).unwrap();
        let own = tasks[0]["data"]["text"].as_str().unwrap();
        let mut found = Vec::new();
        for region in tasks[0]["predictions"][0]["result"].as_array().unwrap() {
            let value = &region["value"];
            if value["labels"][0].is_string() {
                let words = slice(own, value["start"].as_u64().unwrap(), value["end"].as_u64().unwrap());
                assert_eq!(words, value["text"].as_str().unwrap());
                if value["labels"][0] == "Quote" {
                    found.push(words);
                }
            }
        }
        let filled: Vec<String> = parts.iter().filter(|part| !part.is_empty()).map(|part| lines(part)).collect();
        assert_eq!(found, filled);

        let files = brat::files(&analysis, &documents).unwrap();
        let [annotated, own] = [0, 1].map(|at| String::from_utf8(files[at].1.clone()).unwrap());
        let mut found = String::new();
        for line in annotated.split('\n').filter(|line| line.starts_with('T')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [_, place, words] = cells[..] else { panic!("{line:?}") };
            let (label, fragments) = place.split_once(' ').unwrap();
            let pieces: Vec<String> = fragments
                .split(';')
                .map(|fragment| {
                    let (start, end) = fragment.split_once(' ').unwrap();
                    slice(&own, start.parse().unwrap(), end.parse().unwrap())
                })
                .collect();
            assert_eq!(pieces.join(" ").chars().count(), words.chars().count());
            assert!(pieces.iter().all(|piece| !piece.is_empty() && !piece.contains('\n')));
            if label == "Quote" {
                found.push_str(&pieces.concat());
            }
        }
        assert_eq!(found, filled.concat().replace('\n', ""));
        Ok(())
    });
}

/// Names of codes with characters that XML cannot hold, with line breaks, with nothing else, and two that differ in these alone: the
/// interface is XML, and each choice of the tasks is one of its choices.
#[test]
fn label_studio_has_names_that_xml_can_hold() {
    let documents = documents();
    let corpus = corpus(&documents);
    let names = ["Re\u{1}nt", "Re\u{fffe}nt", "\u{ffff}\u{b}", "Two\nlines\t<&\"", "\u{85}\u{0}😀"];
    let judged = corpus.quotes().enumerate().map(|(number, quote)| (quote.id.clone(), vec![names[number % 5]]));
    let analysis = Analysis::of_corpus(&corpus, Codings::by_hand(judged)).unwrap();
    let config = written(|out| labelstudio::config(&analysis, out));
    let holds = |letter: char| letter == '\n' || !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}');
    assert!(config.chars().all(holds), "{config:?}");
    let unescaped = |value: &str| value.replace("&lt;", "<").replace("&quot;", "\"").replace("&amp;", "&");
    let choices: Vec<String> =
        config.split("<Choice value=\"").skip(1).map(|rest| unescaped(rest.split("\"/>").next().unwrap())).collect();
    let distinct: std::collections::BTreeSet<&String> = choices.iter().collect();
    assert_eq!(distinct.len(), analysis.themes().len(), "{choices:?}");
    let tasks: serde_json::Value =
        serde_json::from_str(&written(|out| labelstudio::tasks(&analysis, &documents, out))).unwrap();
    let mut found = 0;
    for region in tasks.as_array().unwrap().iter().flat_map(|task| task["predictions"][0]["result"].as_array().unwrap())
    {
        for choice in region["value"]["choices"].as_array().into_iter().flatten() {
            assert!(choices.iter().any(|known| known == choice.as_str().unwrap()), "{choice} is none of {choices:?}");
            found += 1;
        }
    }
    assert!(found >= analysis.themes().len());
}
