//! What leaves the crate: tables, JSON, files.

use std::fs;
use std::path::PathBuf;

use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::json::{self, Offsets};
use verbatims::export::write::{self, Existing};
use verbatims::report::Unit;
use verbatims::themes::CodebookCoder;
use verbatims::{
    Analysis, Code, Codebook, Document, DocumentKind, ErrorKind, Extraction, Extractor, Facet, Language, Quote,
};

use crate::golden;

/// Text that breaks careless writers: formulas, marks of several bytes, lines in cells, markup, letters beyond U+FFFF.
const ARTICLE: &str = "The flats 😀 are cold.\n\n“The council,” said Maria Ortiz, a nurse from Hull, “has no <plan> & we pay.”\n\n\
                       “=1+2 is what they pay,” said a porter. “It is cold,” she said.\n";

fn documents() -> Vec<Document<'static>> {
    let answer = |id: &str, text: &'static str, group: &str| {
        Document::new(id, text).kind(DocumentKind::Response).attribute("group", group).attribute("row", id)
    };
    vec![
        Document::new("article.txt", ARTICLE).kind(DocumentKind::Prose),
        answer("2", "=HYPERLINK(\"http://x\",\"rent\")", "north"),
        answer("3", "-5", "north"),
        answer("4", "The rent is too high,\nand it is cold.", "south; =1"),
        answer("5", "n/a", "south; =1"),
        answer("6", "＝cmd pays", "-north"),
    ]
}

fn codebook() -> Codebook {
    let code = |name: &str, words: &[&str]| {
        let mut code = Code::new(name);
        code.definition = format!("About {name}.");
        code.words = words.iter().map(|word| (*word).to_owned()).collect();
        code
    };
    let codes = vec![code("Money & rent", &["rent", "pay"]), code("=Cold", &["cold"]), code("Ärger 😀", &["anger"])];
    Codebook::new(codes).unwrap()
}

fn analysis() -> Analysis {
    let corpus = Extractor::new(Language::english()).corpus(&documents()).unwrap();
    let quotes: Vec<&Quote> = corpus.quotes().collect();
    let codings =
        CodebookCoder::options(codebook(), Language::english()).similarity(false).build().unwrap().code(&quotes);
    let of = |theme: &verbatims::Theme| serde_json::json!({"theme": theme.id, "overlap": 0.5, "found": 0.25, "together": 1.0, "separation": -0.5});
    let themes: Vec<_> = codings.themes.iter().map(of).collect();
    let stability = serde_json::json!({"resamples": 4, "overall": -0.1, "low": -0.2, "high": 0.0, "themes": themes});
    let analysis = Analysis::of_corpus(&corpus, codings).unwrap();
    analysis.with_stability(serde_json::from_value(stability).unwrap()).unwrap()
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> verbatims::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    bytes
}

fn tables(options: CsvOptions) -> Vec<(&'static str, Vec<u8>)> {
    let analysis = analysis();
    let by_group = analysis.crosstab(&Facet::Attribute("group".to_owned()), Unit::Quotes);
    let together = analysis.cooccurrence(Unit::Quotes);
    vec![
        ("quotes.csv", written(|out| csv::quotes(&analysis, options, out))),
        ("themes.csv", written(|out| csv::themes(&analysis, options, out))),
        ("theme_by_group.csv", written(|out| csv::theme_by(&by_group, options, out))),
        ("themes_wide.csv", written(|out| csv::themes_wide(&analysis, options, out))),
        ("speakers.csv", written(|out| csv::speakers(&analysis, options, out))),
        ("cooccurrence.csv", written(|out| csv::cooccurrence(&together, options, out))),
        ("theme_by_group_cells.csv", written(|out| csv::theme_by_cells(&by_group, options, out))),
        ("coverage.csv", written(|out| csv::coverage(&analysis.coverage(), options, out))),
        ("saturation_speakers.csv", written(|out| csv::saturation(&analysis.saturation(Unit::Speakers), options, out))),
        ("stability.csv", written(|out| csv::stability(&analysis, options, out))),
    ]
}

/// The cells of a table without quotation marks, row by row.
fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn tables_for_spreadsheets() {
    for (name, bytes) in tables(CsvOptions::spreadsheet()) {
        assert!(bytes.starts_with("\u{feff}".as_bytes()), "{name} begins with a byte order mark");
        assert!(bytes.ends_with(b"\r\n"), "{name} ends its lines with CR LF");
        golden::assert(&format!("export/{name}"), &bytes);
    }
}

#[test]
fn no_cell_runs_as_a_formula_and_numbers_stay_numbers() {
    let mut guarded = 0;
    for (name, bytes) in tables(CsvOptions::spreadsheet()) {
        for cell in cells(&bytes[3..]).into_iter().flatten() {
            let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
            assert!(!runs || cell.parse::<f64>().is_ok(), "{name}: {cell}");
            guarded += usize::from(cell.starts_with('\''));
        }
    }
    assert!(guarded >= 4, "the text holds formulas");
    let quotes = String::from_utf8(tables(CsvOptions::spreadsheet()).swap_remove(0).1).unwrap();
    assert!(
        quotes.contains(",-5,")
            && quotes.contains(",\"'=HYPERLINK(\"\"http://x\"\",\"\"rent\"\")\",")
            && quotes.contains(",'＝cmd pays,")
    );
}

#[test]
fn plain_tables_hold_every_cell_as_it_is() {
    let guarded = tables(CsvOptions::spreadsheet());
    for ((name, plain), (_, guarded)) in tables(CsvOptions::plain()).into_iter().zip(guarded) {
        assert!(!plain.starts_with("\u{feff}".as_bytes()), "{name}");
        let (plain, guarded) = (cells(&plain), cells(&guarded[3..]));
        assert_eq!(plain.len(), guarded.len(), "{name}");
        for (a, b) in plain.iter().flatten().zip(guarded.iter().flatten()) {
            assert!(a == b || format!("'{a}") == *b, "{name}: {a} {b}");
        }
    }
    let analysis = analysis();
    let quotes = cells(&tables(CsvOptions::plain()).swap_remove(0).1);
    let text = quotes[0].iter().position(|name| name == "text").unwrap();
    let found: Vec<&String> = quotes[1..].iter().map(|row| &row[text]).collect();
    let expected: Vec<&String> = analysis.quotes().iter().map(|quote| &quote.text).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_wide_table_agrees_with_the_counts() {
    let analysis = analysis();
    let wide = cells(&written(|out| csv::themes_wide(&analysis, CsvOptions::plain(), out)));
    for (at, count) in analysis.theme_counts().iter().enumerate() {
        let ones = wide[1..].iter().filter(|row| row[3 + at] == "1").count();
        assert_eq!(ones, count.counts.quotes, "{}", count.label);
    }
    assert_eq!(wide.len() - 1, analysis.base().content.quotes);
}

#[test]
fn a_delimiter_is_one_of_four() {
    let table = written(|out| csv::themes(&analysis(), CsvOptions::plain().delimiter(';').unwrap(), out));
    assert!(table.starts_with(b"theme_id;theme;quotes;"));
    let error = CsvOptions::plain().delimiter('"').unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Setting { name: "delimiter", .. }), "{error}");
}

fn extractions() -> Vec<(Document<'static>, Extraction)> {
    let extractor = Extractor::new(Language::english());
    documents().into_iter().map(|document| (document.clone(), extractor.extract(&document))).collect()
}

#[test]
fn an_extraction_comes_back_from_json() {
    for (_, extraction) in extractions() {
        let line = written(|out| json::extraction(&extraction, Offsets::Bytes, out));
        assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
        assert_eq!(serde_json::from_slice::<Extraction>(&line).unwrap(), extraction);
    }
}

#[test]
fn the_keys_of_an_extraction_are_the_contract() {
    let (_, extraction) = extractions().swap_remove(0);
    let line = written(|out| json::extraction(&extraction, Offsets::Bytes, out));
    let value: serde_json::Value = serde_json::from_slice(&line).unwrap();
    for key in ["id", "quotes", "not_quotes", "diagnostics"] {
        assert!(value.get(key).is_some(), "{key}");
    }
    let quote = &value["quotes"][0];
    for key in ["kind", "content", "text", "cue", "speaker", "mention", "evidence"] {
        assert!(quote.get(key).is_some(), "{key}");
    }
    for key in ["name", "kind", "role", "affiliation"] {
        assert!(quote["speaker"].get(key).is_some(), "{key}");
    }
    assert!(quote["cue"]["span"][0].is_u64() && quote["mention"]["text"].is_string());
}

#[test]
fn code_points_name_the_same_words() {
    for (document, extraction) in extractions() {
        let line = written(|out| json::extraction(&extraction, Offsets::Chars(&document.text), out));
        let value: serde_json::Value = serde_json::from_slice(&line).unwrap();
        let chars: Vec<char> = document.text.chars().collect();
        for quote in value["quotes"].as_array().unwrap() {
            let runs = quote["content"].as_array().unwrap().iter().map(|span| {
                let at = |end: usize| usize::try_from(span[end].as_u64().unwrap()).unwrap();
                chars[at(0)..at(1)].iter().collect::<String>()
            });
            assert_eq!(runs.collect::<Vec<_>>().join(" … "), quote["text"].as_str().unwrap());
        }
    }
}

#[test]
fn an_analysis_comes_back_from_json() {
    let analysis = analysis();
    let bytes = written(|out| json::analysis(&analysis, out));
    assert_eq!(serde_json::from_slice::<Analysis>(&bytes).unwrap(), analysis);
    let lines = String::from_utf8(written(|out| json::quotes(&analysis, out))).unwrap();
    assert_eq!(lines.lines().count(), analysis.quotes().len());
    for (line, quote) in lines.lines().zip(analysis.quotes()) {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["text"], quote.text.as_str());
        assert_eq!(value["themes"].as_array().unwrap().len(), analysis.codings_of(&quote.id).len());
    }
}

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn names(folder: &PathBuf) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn a_file_is_whole_or_not_there() {
    use std::io::Write;
    let folder = folder("whole");
    let path = folder.join("a.csv");
    let broken = write::file(&path, Existing::Refuse, |out| {
        out.write_all(b"half")?;
        Err(std::io::Error::other("stops").into())
    });
    assert!(broken.is_err() && names(&folder).is_empty());
    write::file(&path, Existing::Refuse, |out| Ok(out.write_all(b"one")?)).unwrap();
    let refused = write::file(&path, Existing::Refuse, |out| Ok(out.write_all(b"two")?)).unwrap_err();
    assert!(refused.to_string().contains("a.csv") && matches!(refused.kind(), ErrorKind::Io { .. }));
    assert_eq!(fs::read(&path).unwrap(), b"one");
    write::file(&path, Existing::Replace, |out| Ok(out.write_all(b"three")?)).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"three");
    assert_eq!(names(&folder), ["a.csv"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_never_followed() {
    use std::io::Write;
    let folder = folder("links");
    let (kept, link) = (folder.join("kept"), folder.join("link"));
    fs::write(&kept, "kept").unwrap();
    std::os::unix::fs::symlink(&kept, &link).unwrap();
    assert!(write::file(&link, Existing::Refuse, |out| Ok(out.write_all(b"new")?)).is_err());
    write::file(&link, Existing::Replace, |out| Ok(out.write_all(b"new")?)).unwrap();
    assert_eq!(fs::read(&kept).unwrap(), b"kept");
    assert_eq!(fs::read(&link).unwrap(), b"new");
}

#[test]
fn names_of_files_lead_nowhere() {
    for (name, file) in [("../a/b", "_a_b"), ("Größe: é", "Größe__é"), ("..", "_"), ("", "_")] {
        assert_eq!(write::file_name(name), file, "{name}");
    }
}
