//! Projects and codebooks for QDA programs: what is written is read back, place by place.

use arbtest::arbtest;
use verbatims::export::refi::{self, OffsetUnit, ProjectOptions};
use verbatims::import;
use verbatims::quotes::SpeakerKind;
use verbatims::{Analysis, Code, Codebook, Codings, Corpus, Document, Extractor, Language};

use crate::scrambled;

const ARTICLE: &str = "\u{feff}The flats 😀 are cold.\r\n\r\n“The council,” said Maria Ortiz, a nurse from Hull, “has no <plan> & we pay.”\r\n\r\n\
                       “It is\tcold,” said a porter. “It is cold,” she said.\r\n";

fn corpus(documents: &[Document<'_>]) -> Corpus {
    Extractor::new(Language::english()).corpus(documents).unwrap()
}

/// A quotation with all themes of the list that its number picks.
fn analysis(corpus: &Corpus) -> Analysis {
    let themes = ["Housing", "Rent: <high>", "Rent: <high>", ""];
    let judged = corpus.quotes().enumerate().map(|(number, quote)| (quote.id.clone(), vec![themes[number % 4]]));
    Analysis::of_corpus(corpus, Codings::by_hand(judged)).unwrap()
}

fn codebook() -> Codebook {
    let child = |name: &str, parent: &Code| {
        let mut code = Code::new(name);
        code.id = format!("{} {name}", parent.id).into();
        code.parent = Some(parent.id.clone());
        code
    };
    let (mut home, transport) = (Code::new("Home"), Code::new("Transport"));
    home.definition = "Anything about homes & rents\n<not> buses".to_owned();
    let (mut costs, fares) = (child("Costs", &home), child("Costs", &transport));
    costs.definition = "Rent 😀".to_owned();
    Codebook::new(vec![home, costs, transport, fares]).unwrap()
}

fn written(analysis: &Analysis, documents: &[Document<'_>], options: &ProjectOptions) -> Vec<u8> {
    let mut bytes = Vec::new();
    refi::project(analysis, documents, options, &mut bytes).unwrap();
    bytes
}

/// The words of each part of each quotation with its themes, as they are and as the project has them.
fn both(analysis: &Analysis, documents: &[Document<'_>]) -> [Vec<(String, String, Vec<String>)>; 2] {
    let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    let mut own = Vec::new();
    for (quote, codings) in analysis.coded_quotes() {
        let document = documents.iter().find(|document| document.id == quote.document).unwrap();
        let mut themes: Vec<String> =
            codings.iter().map(|coding| analysis.theme(&coding.theme).unwrap().label.clone()).collect();
        themes.sort();
        let parts = quote.content.iter().filter(|span| !span.is_empty());
        own.extend(parts.map(|span| (document.id.to_string(), lines(span.of(&document.text)), themes.clone())));
    }
    let bytes = written(analysis, documents, &ProjectOptions::default());
    let project = import::refi::parse("p.qdpx", &bytes).unwrap();
    let mut read = Vec::new();
    for passage in &project.passages {
        let document = project.documents.iter().find(|document| document.id == passage.document).unwrap();
        let mut themes: Vec<String> =
            passage.codes.iter().map(|(code, _)| project.codebook.code(code).unwrap().name.clone()).collect();
        themes.sort();
        read.push((document.id.to_string(), passage.span.of(&document.text).to_owned(), themes));
    }
    own.sort();
    read.sort();
    [own, read]
}

#[test]
fn a_project_is_read_back_with_every_place_and_theme() {
    let documents = [
        Document::new("news/article: \"1\" <x>.txt", ARTICLE).attribute("date", "2026-01"),
        Document::new("empty", ""),
    ];
    let analysis = analysis(&corpus(&documents));
    assert!(analysis.quotes().iter().any(|quote| quote.content.len() > 1), "a split quotation is in it");
    let [own, read] = both(&analysis, &documents);
    assert!(own.len() > 3);
    assert_eq!(own, read);
    let bytes = written(&analysis, &documents, &ProjectOptions::default());
    assert_eq!(bytes, written(&analysis, &documents, &ProjectOptions::default()), "the same bytes");
    let project = import::refi::parse("p.qdpx", &bytes).unwrap();
    assert_eq!(project.documents.len(), 2);
    assert_eq!(project.coders().into_iter().collect::<Vec<_>>(), ["verbatims"]);
}

#[test]
fn codings_come_back_to_their_quotations() {
    let text = ARTICLE.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let documents = [Document::new("news/article: 1.txt", text)];
    let analysis = analysis(&corpus(&documents));
    let project = import::refi::parse("p.qdpx", &written(&analysis, &documents, &ProjectOptions::default())).unwrap();
    let quotes: Vec<_> = analysis.quotes().iter().collect();
    let back = project.codings(&quotes, None);
    let pairs = |codings: &Codings| -> Vec<(String, String)> {
        codings.codings.iter().map(|coding| (coding.quote.to_string(), coding.theme.to_string())).collect()
    };
    assert!(back.codings.len() > 1);
    assert_eq!(pairs(&back), pairs(analysis.codings()));
}

#[test]
fn the_unit_of_positions_may_be_that_of_utf16() {
    let documents = [Document::new("a", "😀 “No,” said Ann Lee."), Document::new("b", "“No,” said Ann Lee. 😀")];
    let analysis = analysis(&corpus(&documents));
    let mut bytes = Vec::new();
    let told = refi::project(&analysis, &documents, &ProjectOptions::default(), &mut bytes).unwrap();
    assert_eq!(told.unit_matters, [documents[0].id.clone()]);
    let shifted = written(&analysis, &documents, &ProjectOptions::default().offset_unit(OffsetUnit::Utf16));
    let project = import::refi::parse("p.qdpx", &shifted).unwrap();
    let words: Vec<&str> = (0..2).map(|at| project.passages[at].span.of(&project.documents[at].text)).collect();
    // The reader counts code points, one less than the units before the words.
    assert_eq!(words, ["o,”", "No,"]);
}

#[test]
fn speakers_may_be_codes() {
    let documents = [Document::new("a", "“No,” said Ann Lee, a nurse. “Yes,” said a porter.")];
    let corpus = corpus(&documents);
    assert!(corpus.quotes().any(|quote| quote.speaker().is_some_and(|it| it.kind == SpeakerKind::Anonymous)));
    let bytes = written(&analysis(&corpus), &documents, &ProjectOptions::default().speaker_codes(true));
    let project = import::refi::parse("p.qdpx", &bytes).unwrap();
    let names: Vec<&str> = project.codebook.codes.iter().map(|code| code.name.as_str()).collect();
    assert_eq!(names, ["Housing", "Rent: <high>", "Speakers", "Ann Lee", "a porter"]);
    assert!(project.passages.iter().all(|passage| passage.codes.len() == 2));
}

#[test]
fn a_codebook_is_read_back_and_names_are_unique_in_the_tree() {
    let mut bytes = Vec::new();
    refi::codebook(&codebook(), &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let read = import::refi::codebook("c.qdc", &text).unwrap();
    let names: Vec<(&str, &str)> = read.codes.iter().map(|it| (it.name.as_str(), it.definition.as_str())).collect();
    assert_eq!(
        names,
        [
            ("Home", "Anything about homes & rents\n<not> buses"),
            ("Costs", "Rent 😀"),
            ("Transport", ""),
            ("Costs (Transport)", "")
        ]
    );
    assert_eq!(read.codes[3].parent.as_ref(), Some(&read.codes[2].id));
    assert!(refi::codebook(&Codebook::default(), Vec::new()).is_err());
}

#[test]
fn a_text_that_is_missing_or_another_is_an_error() {
    let documents = [Document::new("a", "“No 😀,” said Ann Lee.")];
    let analysis = analysis(&corpus(&documents));
    let refuse = |documents: &[Document<'_>]| {
        refi::project(&analysis, documents, &ProjectOptions::default(), Vec::new()).unwrap_err().to_string()
    };
    assert!(refuse(&[]).contains("`a` is not given"));
    assert!(refuse(&[Document::new("a", "“No")]).contains("is not the one"));
    assert!(refuse(&[documents[0].clone(), documents[0].clone()]).contains("two documents"));
}

#[test]
fn any_text_is_read_back_with_its_places() {
    let extractor = Extractor::new(Language::english());
    arbtest(|u| {
        let mut text = scrambled::text(u)?;
        // More of these and the reader takes the text for a binary file.
        if text.chars().filter(|letter| letter.is_control()).count() * 20 > text.len() {
            text.retain(|letter| !matches!(letter, '\u{0b}' | '\u{1}'));
        }
        let documents = [Document::new("a", text)];
        let analysis = analysis(&extractor.corpus(&documents).unwrap());
        let [mut own, read] = both(&analysis, &documents);
        // Signs that make a file no text are blanks there, and the document is named.
        let is_odd = |letter: char| letter.is_ascii_control() && !matches!(letter, '\t' | '\n' | '\u{c}');
        own.iter_mut().for_each(|(_, words, _)| *words = words.replace(is_odd, " "));
        assert_eq!(own, read, "{:?}", documents[0].text);
        Ok(())
    });
}

/// NUL and other signs that make a file no text: the project is read back, each place holds its words, and the document is named.
#[test]
fn texts_with_nul_and_control_characters_come_back() {
    for odd in ["\0", "\u{1}\u{2}\u{3}", "\u{7f}", "\u{b}", "\u{1b}[31m", "\u{fffe}"] {
        let text = format!("“We{odd}pay{} rent,” said Ann Lee.\n\n“{odd}😀 No,” said Bo Ray.", odd.repeat(9));
        let documents = [Document::new("a.txt", text.as_str()), Document::new("b.txt", "“Fine,” said Bo Ray.")];
        let corpus = corpus(&documents);
        let analysis = analysis(&corpus);
        let mut bytes = Vec::new();
        let told = refi::project(&analysis, &documents, &ProjectOptions::default(), &mut bytes).unwrap();
        let is_blanked = odd.chars().any(|letter| letter.is_ascii_control());
        assert_eq!(told.blanked.len(), usize::from(is_blanked), "{odd:?}");
        let project = import::refi::parse("p.qdpx", &bytes).unwrap();
        let blank = |text: &str| text.replace(|letter: char| letter.is_ascii_control() && letter != '\n', " ");
        let words: Vec<String> = corpus.quotes().map(|quote| blank(&quote.text)).collect();
        let read = project.passages.iter().map(|passage| {
            let document = project.documents.iter().find(|document| document.id == passage.document).unwrap();
            passage.span.of(&document.text).to_owned()
        });
        assert_eq!(read.collect::<Vec<_>>(), words, "{odd:?}");
    }
}

/// Two sources of one name, of one name and one identifier, and of a name that the second would get, are documents of their own.
#[test]
fn sources_of_one_name_have_ids_of_their_own() {
    use std::io::Write;
    let source = |guid: &str, name: &str| {
        format!("<TextSource guid=\"{guid}\" name=\"{name}\"><PlainTextContent>We pay.</PlainTextContent></TextSource>")
    };
    let sources = source("1", "a") + &source("2", "a") + &source("2", "a") + &source("3", "a (2)") + &source("2", "a");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("project.qde", stored).unwrap();
    zip.write_all(format!("<Project><Sources>{sources}</Sources></Project>").as_bytes()).unwrap();
    let project = import::refi::parse("p.qdpx", &zip.finish().unwrap().into_inner()).unwrap();
    let ids: Vec<&str> = project.documents.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["a", "a (2)", "a (2) (2)", "a (2) (3)", "a (2) (4)"]);
}
