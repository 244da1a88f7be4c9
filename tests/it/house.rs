//! The house rules: which room may know what, where a crate may be named, what a language pack consists of.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms below it that it may import.
const ARROWS: &[(&str, &[&str])] = &[
    ("id", &[]),
    ("error", &["id"]),
    ("lang", &["id", "error"]),
    ("text", &["id", "error", "lang"]),
    ("document", &["id", "error", "lang", "text"]),
    ("quotes", &["id", "error", "lang", "text", "document"]),
    ("themes", &["id", "error", "lang", "text", "quotes"]),
    ("report", &["id", "error", "quotes", "themes"]),
    ("search", &["id", "error", "lang", "text", "document", "quotes", "report"]),
    ("verify", &["id", "error", "text", "document", "quotes"]),
    ("privacy", &["id", "error", "lang", "text", "document", "quotes", "themes", "report"]),
    ("import", &["id", "error", "lang", "text", "document", "quotes", "themes", "report", "verify", "privacy"]),
    (
        "export",
        &["id", "error", "lang", "text", "document", "quotes", "themes", "report", "search", "verify", "privacy"],
    ),
    ("guide", &[]),
    (
        "lib",
        &[
            "id", "error", "lang", "text", "document", "quotes", "themes", "report", "search", "verify", "privacy",
            "import", "export", "guide",
        ],
    ),
];

/// Each part of `quotes` with the other parts that it may import. `mod.rs` shows them all and may name each.
const STAGES: &[(&str, &[&str])] = &[
    ("quote", &[]),
    ("wording", &[]),
    ("accounting", &[]),
    ("kind_evidence", &[]),
    ("extraction", &["quote", "accounting", "kind_evidence"]),
    ("corpus", &["quote", "accounting", "kind_evidence", "extraction"]),
    ("roster", &["quote", "corpus"]),
    ("explain", &["quote", "accounting", "kind_evidence", "extraction"]),
    ("draft", &["quote", "accounting", "kind_evidence", "extraction"]),
    ("participant", &["quote", "wording"]),
    ("prose", &["quote", "draft"]),
    ("learn", &["prose"]),
    ("layout", &["quote", "draft", "wording", "participant", "prose"]),
    ("transcript", &["quote", "draft", "wording", "participant", "prose"]),
    ("kind", &["wording", "participant", "kind_evidence", "layout", "transcript"]),
    (
        "extractor",
        &["corpus", "explain", "extraction", "draft", "kind", "kind_evidence", "prose", "layout", "transcript"],
    ),
];

/// Each part of `themes` with the other parts that it may import.
const THEME_STAGES: &[(&str, &[&str])] = &[
    ("hash", &[]),
    ("sparse", &[]),
    ("polarity", &[]),
    ("coding", &["polarity"]),
    ("bytes", &["hash"]),
    ("text", &["hash", "sparse", "polarity"]),
    ("embedding", &["bytes", "sparse", "text"]),
    ("evidence", &["coding", "sparse", "embedding"]),
    ("exemplars", &["text"]),
    ("group", &["coding", "sparse", "text"]),
    ("named", &["coding", "group", "text"]),
    ("parts", &["sparse", "text", "embedding"]),
    ("given", &["hash", "sparse", "text"]),
    ("model", &["coding", "sparse", "text", "embedding", "evidence", "group", "parts", "polarity"]),
    ("options", &["given", "model", "text"]),
    ("saved", &["bytes", "coding", "hash", "text", "embedding", "group", "model", "parts"]),
    ("edits", &["coding", "hash", "sparse", "text", "exemplars", "group", "model", "parts"]),
    ("fit", &["coding", "sparse", "text", "embedding", "exemplars", "group", "model", "options", "parts"]),
    ("scope", &[]),
    ("stability", &["text", "model", "options"]),
    ("questions", &["coding", "stability"]),
    ("code", &["bytes", "coding", "sparse", "text", "embedding", "evidence", "exemplars", "model", "polarity"]),
];

/// Parts with what each may import.
type Parts = [(&'static str, &'static [&'static str])];

/// The rooms whose parts are checked too.
const PARTED: &[(&str, &Parts)] = &[("quotes", STAGES), ("themes", THEME_STAGES)];

/// Stages inside a part of a room: the folder, a stage of it, and what else of that folder the stage may import.
const INNER_STAGES: &[(&str, &str, &[&str])] = &[
    ("quotes/prose", "model", &[]),
    ("quotes/prose", "syntax", &["model"]),
    ("quotes/prose", "attribution", &["syntax", "model"]),
    ("quotes/prose", "speakers", &["syntax"]),
    ("quotes/prose", "training", &["syntax", "attribution", "model", "fingerprint"]),
];

/// What only some files may import.
const CLOSED: &[(&str, &[&str])] =
    &[("quotes/prose/training", &["quotes/learn.rs"]), ("quotes/prose/fingerprint", &["quotes/prose/training"])];

/// Words of code, where they may stand (prefixes of paths below `src/`), and why nowhere else.
const WORDS: &[(&[&str], &[&str], &str)] = &[
    (
        &["std::fs", "std::io"],
        &["error.rs", "import", "export", "lang/pack.rs", "bin/"],
        "files, readers and writers stay at the doors",
    ),
    (
        &["use csv", "csv::Reader", "csv::Writer", "csv::StringRecord", "csv::ByteRecord", "csv::Error"],
        &["import", "export", "lang/pack.rs"],
        "file formats stay at the doors",
    ),
    (&["serde_json"], &["import", "export", "bin/"], "file formats stay at the doors"),
    (&["quick_xml", "roxmltree", "zip::"], &["import", "export"], "file formats stay at the doors"),
    (&["rust_stemmers"], &["lang/stem.rs"], "stemming goes through `lang::Stemmer`"),
    (&["whatlang", "stop_words"], &["lang/guess.rs"], "languages are guessed by `lang::guess`"),
    (&["linfa", "ndarray"], &["themes", "import/embeddings.rs"], "matrices and models belong to `themes`"),
    (&[".code_point(", ".utf16("], &["text/position.rs", "import", "export"], "a span counts bytes inside"),
    (
        &["std::time", "std::env", "std::process", "std::thread", "Instant::now", "SystemTime"],
        &["bin/"],
        "the library has no clock, no environment and no threads but rayon's",
    ),
    (&["thread_rng", "from_entropy", "rand::random", "OsRng"], &[], "random choices take their stream from the seed"),
    (
        &["println!", "print!", "eprintln!", "eprint!"],
        &[],
        "the library does not print, and the program writes to a stream whose end it hears of",
    ),
    (&["doc(hidden)"], &[], "what is public is documented"),
];

/// A file past this many lines is named when the tests run; past the second it fails them.
const LONG: usize = 500;
const TOO_LONG: usize = 800;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder of the repository, sorted: path from that folder, and text.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, extension, found);
            } else if path.extension().is_some_and(|there| there == extension) {
                found.push(path);
            }
        }
    }
    let base = root().join(folder);
    let mut found = Vec::new();
    if base.is_dir() {
        walk(&base, extension, &mut found);
    }
    let name = |path: &Path| path.strip_prefix(&base).unwrap().to_str().unwrap().replace('\\', "/");
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The code without comments and without what stands in strings and characters.
fn bare(code: &str) -> String {
    let chars: Vec<char> = code.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out = String::new();
    let mut i = 0;
    while i < chars.len() {
        let word_before = i > 0 && (chars[i - 1].is_alphanumeric() || chars[i - 1] == '_');
        if at(i) == '/' && at(i + 1) == '/' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
        } else if at(i) == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            loop {
                match (at(i), at(i + 1)) {
                    ('/', '*') => (depth, i) = (depth + 1, i + 2),
                    ('*', '/') => (depth, i) = (depth - 1, i + 2),
                    _ => i += 1,
                }
                if depth == 0 || i >= chars.len() {
                    break;
                }
            }
        } else if at(i) == 'r'
            && !word_before
            && (at(i + 1) == '"' || at(i + 1) == '#' && matches!(at(i + 2), '"' | '#'))
        {
            let hashes = chars[i + 1..].iter().take_while(|char| **char == '#').count();
            i += hashes + 2;
            while i < chars.len() && !(at(i) == '"' && (1..=hashes).all(|n| at(i + n) == '#')) {
                i += 1;
            }
            i += hashes + 1;
            out.push_str("\"\"");
        } else if at(i) == '"' {
            i += 1;
            while i < chars.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            i += 1;
            out.push_str("\"\"");
        } else if at(i) == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'') {
            i += if at(i + 1) == '\\' { 3 } else { 2 };
            while i < chars.len() && at(i) != '\'' {
                i += 1;
            }
            i += 1;
            out.push_str("' '");
        } else {
            out.push(at(i));
            i += 1;
        }
    }
    out
}

fn room_of(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The names that follow `crate::`, or that many `super::` as lead out of the room.
fn imports(path: &str, code: &str) -> Vec<String> {
    let depth = path.trim_end_matches("/mod.rs").trim_end_matches(".rs").split('/').count();
    let out_of_the_room = "super::".repeat(depth);
    let mut found = Vec::new();
    for start in ["crate::", out_of_the_room.as_str()] {
        for (at, _) in code.match_indices(&start) {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            if before.is_alphanumeric() || before == '_' || before == ':' || before == '$' {
                continue;
            }
            found.extend(heads(&code[at + start.len()..]));
        }
    }
    found.retain(|name| name != "super" && name != "self" && name != "*");
    found
}

/// The parts of its room that a file imports and must not.
fn forbidden_stages(path: &str, code: &str) -> Vec<String> {
    let room = room_of(path);
    let Some((_, stages)) = PARTED.iter().find(|(name, _)| *name == room) else { return Vec::new() };
    let inside = &path[room.len() + 1..];
    let stage = room_of(inside);
    let Some((_, allowed)) = stages.iter().find(|(name, _)| *name == stage) else { return Vec::new() };
    let to_the_room = "super::".repeat(inside.trim_end_matches("/mod.rs").split('/').count());
    let mut found = Vec::new();
    for start in [format!("crate::{room}::"), to_the_room] {
        for (at, _) in code.match_indices(&start).filter(|(at, _)| !code[..*at].ends_with("::")) {
            found.extend(heads(&code[at + start.len()..]));
        }
    }
    found.retain(|name| {
        name != stage && stages.iter().any(|(part, _)| part == name) && !allowed.contains(&name.as_str())
    });
    found.iter().map(|name| format!("src/{path}: `{room}/{stage}` must not import `{room}/{name}`")).collect()
}

/// The first names of a path that may begin with a group: `{a::b, c::{d, e}}` has `a` and `c`.
fn heads(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect()
    };
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut heads = vec![name(group)];
    let mut depth = 1;
    for (at, char) in group.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => heads.push(name(&group[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

/// The modules and names that a file imports by `crate::` or `super::`, as paths below `src/`.
fn paths(path: &str, code: &str) -> Vec<String> {
    let own: Vec<&str> = path.trim_end_matches("/mod.rs").trim_end_matches(".rs").split('/').collect();
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            if before.is_alphanumeric() || matches!(before, '_' | ':' | '$') {
                continue;
            }
            let mut rest = &code[at..];
            let mut base = if start == "crate::" { Vec::new() } else { own.clone() };
            while let Some(behind) = rest.strip_prefix("super::") {
                base.pop();
                rest = behind;
            }
            rest = rest.strip_prefix("crate::").unwrap_or(rest);
            while let Some((name, behind)) = rest.split_once("::") {
                if !name.chars().all(|char| char.is_alphanumeric() || char == '_') {
                    break;
                }
                base.push(name);
                rest = behind;
            }
            found.extend(heads(rest).iter().map(|head| [base.join("/").as_str(), head].join("/")));
        }
    }
    found
}

/// What a file imports that its stage must not.
fn inner_stage_complaints(path: &str, code: &str) -> Vec<String> {
    let below = |path: &str, folder: &str| path == folder || path.starts_with(&format!("{folder}/"));
    let mut found = Vec::new();
    for import in paths(path, code) {
        for (folder, stage, others) in INNER_STAGES {
            let Some(inside) = import.strip_prefix(&format!("{folder}/")) else { continue };
            let head = inside.split('/').next().unwrap_or(inside);
            if below(path, &format!("{folder}/{stage}")) && head != *stage && !others.contains(&head) {
                found.push(format!("src/{path}: the stage `{stage}` must not import `{import}`"));
            }
        }
        for (closed, users) in CLOSED {
            let may = below(path, closed) || users.iter().any(|user| below(path, user));
            if below(&import, closed) && !may {
                found.push(format!("src/{path}: `{closed}` is not for it"));
            }
        }
    }
    found
}

/// The room of a name that `lib.rs` re-exports: `crate::Quote` is an arrow to `quotes`.
fn shown_by_the_front_door(name: &str) -> Option<String> {
    let door = bare(&fs::read_to_string(root().join("src/lib.rs")).unwrap());
    let uses = door.split("pub use ").skip(1).map(|line| line.split(';').next().unwrap_or_default());
    uses.filter_map(|line| line.split_once("::"))
        .find(|(_, names)| names.split(['{', '}', ',']).any(|there| there.trim() == name))
        .map(|(room, _)| room.trim().to_owned())
}

/// What one file of `src/` does that it must not.
fn complaints(path: &str, text: &str) -> Vec<String> {
    let code = bare(text);
    let mut found = Vec::new();
    if !path.starts_with("bin/") {
        let room = room_of(path);
        match ARROWS.iter().find(|(name, _)| *name == room) {
            None => found.push(format!("src/{path}: there is no room `{room}`")),
            Some((_, below)) => {
                for name in imports(path, &code) {
                    let name = shown_by_the_front_door(&name).unwrap_or(name);
                    if name == room || below.contains(&name.as_str()) {
                        continue;
                    }
                    found.push(format!("src/{path}: `{room}` must not import `{name}`"));
                }
            }
        }
    }
    found.extend(inner_stage_complaints(path, &code));
    for (words, places, why) in WORDS {
        if places.iter().any(|place| path.starts_with(place)) {
            continue;
        }
        for word in words.iter().filter(|word| has_word(&code, word)) {
            found.push(format!("src/{path}: `{word}`: {why}"));
        }
    }
    found.extend(forbidden_stages(path, &code));
    let lines = text.lines().count();
    if lines > TOO_LONG {
        found.push(format!("src/{path}: {lines} lines; split it by noun"));
    }
    found
}

fn has_word(code: &str, word: &str) -> bool {
    let part = |char: char| char.is_alphanumeric() || char == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        let after = code[at + word.len()..].chars().next().unwrap_or(' ');
        let joined_before = word.starts_with(part) && part(before);
        // `linfa` also stands for `linfa_clustering`.
        let joined_after = word.ends_with(part) && after.is_alphanumeric();
        !joined_before && !joined_after
    })
}

#[test]
fn rooms_import_only_what_lies_below_them() {
    let files = files("src", "rs");
    assert!(files.len() > 20, "the rooms are read");
    let found: Vec<String> = files.iter().flat_map(|(path, text)| complaints(path, text)).collect();
    for (path, text) in &files {
        let lines = text.lines().count();
        if lines > LONG {
            eprintln!("src/{path}: {lines} lines; think of splitting it by noun");
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn each_part_of_a_room_has_its_place() {
    for (room, stages) in PARTED {
        for (path, _) in files(&format!("src/{room}"), "rs") {
            let part = room_of(&path);
            let known = stages.iter().any(|(name, _)| *name == part);
            assert!(part == "mod" || known, "src/{room}/{path}: which part is it?");
        }
    }
}

#[test]
fn a_forbidden_arrow_is_seen() {
    let refused = |path: &str, code: &str| !complaints(path, code).is_empty();
    for (path, code) in [
        ("quotes/x.rs", "use crate::themes::Coder;"),
        ("quotes/mod.rs", "use super::themes::Coder;"),
        ("quotes/x.rs", "use super::super::themes::Coder;"),
        ("themes/terms.rs", "use crate::{error::{Error, Result}, document::Document};"),
        ("report/mod.rs", "fn f(t: &str) -> crate::text::Span { todo() }"),
        ("lang/words.rs", "use crate::text::Span;"),
        ("text/mod.rs", "use crate::document::Document;"),
        ("quotes/x.rs", "use crate::export::csv;"),
        ("import/plain.rs", "use crate::export::csv;"),
        ("export/csv.rs", "use crate::import::plain;"),
        ("quotes/x.rs", "use crate::Codebook;"),
        ("quotes/x.rs", "use crate::Nothing;"),
        ("cellar/mod.rs", ""),
        ("quotes/layout/x.rs", "use crate::quotes::transcript::turn::Turn;"),
        ("quotes/transcript/mod.rs", "use super::layout;"),
        ("quotes/transcript/x.rs", "use super::super::layout;"),
        ("quotes/prose/syntax/x.rs", "use crate::quotes::{draft, layout::page};"),
        ("quotes/participant.rs", "use super::layout;"),
        ("themes/embedding/x.rs", "use crate::themes::model::ThemeModel;"),
        ("themes/sparse.rs", "use super::text;"),
    ] {
        assert!(refused(path, code), "{path} may not say: {code}");
    }
    for (path, code) in [
        ("quotes/x.rs", "// use crate::themes::Coder;\nuse crate::text::Span;"),
        ("quotes/x.rs", "const A: &str = \"crate::themes\"; const B: char = '\"'; use crate::{error::Result, lang};"),
        ("quotes/layout/x.rs", "use super::super::wording; use crate::quotes::layout::page; use super::page;"),
        ("quotes/kind.rs", "use crate::quotes::{layout::LayoutWords, transcript};"),
        ("themes/x.rs", "use crate::QuoteId;"),
        ("themes/x.rs", "use linfa::traits::Fit; use crate::quotes::Quote;"),
        ("export/csv.rs", "use crate::{report::Analysis, quotes::{Quote, Corpus}};"),
    ] {
        assert!(!refused(path, code), "{path} may say: {code}; {:?}", complaints(path, code));
    }
}

#[test]
fn a_forbidden_arrow_between_inner_stages_is_seen() {
    for (path, code) in [
        ("quotes/prose/syntax/token.rs", "use super::super::attribution::side::Side;"),
        ("quotes/prose/syntax/token.rs", "use crate::quotes::prose::speakers::{mention, role};"),
        ("quotes/prose/syntax/mod.rs", "use super::{model, training::fit};"),
        ("quotes/prose/model/linear.rs", "use super::super::syntax::token::Tag;"),
        ("quotes/prose/attribution/side.rs", "use super::super::speakers::mention::Mention;"),
        ("quotes/prose/attribution/side.rs", "use super::super::Engine;"),
        ("quotes/prose/speakers/mention.rs", "use super::super::attribution::side;"),
        ("quotes/prose/reader.rs", "use super::training::fit::Decision;"),
        ("quotes/extractor.rs", "use super::prose::training::learn;"),
    ] {
        assert!(!inner_stage_complaints(path, code).is_empty(), "{path} may not say: {code}");
    }
    for (path, code) in [
        ("quotes/prose/syntax/token.rs", "use super::index::ItemId; use super::super::model::features::numbered;"),
        (
            "quotes/prose/attribution/side.rs",
            "use crate::quotes::quote::Evidence; use super::cue_context::{Source, form};",
        ),
        ("quotes/prose/training/learn.rs", "use super::super::{fingerprint::of_features, attribution::side};"),
        ("quotes/prose/reader.rs", "use super::speakers::mention; use super::engine::Engine;"),
        ("quotes/learn.rs", "use super::prose::training::learn;"),
    ] {
        assert!(
            inner_stage_complaints(path, code).is_empty(),
            "{path} may say: {code}; {:?}",
            inner_stage_complaints(path, code)
        );
    }
}

#[test]
fn every_forbidden_word_is_seen() {
    for (words, _, _) in WORDS {
        for word in *words {
            let code = format!("fn f() {{ {word} }}");
            assert!(!complaints("quotes/x.rs", &code).is_empty(), "{word}");
            assert!(complaints("quotes/x.rs", &format!("// {word}")).is_empty(), "{word} in a comment");
        }
    }
    assert!(!complaints("quotes/x.rs", "use linfa_clustering::KMeans;").is_empty());
}

/// Examples that are a filter of the program with flags of their own: other programs call them, and what they do stands once.
const FILTERS: &[&str] = &["extract.rs", "group.rs"];

#[test]
fn examples_tests_and_benches_use_the_public_api() {
    for folder in ["examples", "tests", "benches"] {
        for (path, text) in files(folder, "rs") {
            let mut code = bare(&text);
            if folder == "examples" && FILTERS.contains(&path.as_str()) {
                code = code.replacen("#[path", "", 1);
            }
            // The fuzz package is outside the crate, and its doors stand once.
            if folder == "tests" && path == "it/fuzz_corpus.rs" {
                code = code.replacen("#[path", "", 1);
            }
            for word in ["#[path", "include!(", "ignore]", "should_panic"] {
                // This file names the words in strings only, which `bare` empties.
                assert!(!code.contains(word), "{folder}/{path}: `{word}`");
            }
        }
    }
}

#[test]
fn a_language_is_data() {
    let packs: Vec<String> = fs::read_dir(root().join("seeds/lang"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(!packs.is_empty());
    for (path, text) in files("src", "rs") {
        // A test may name a language; so may the list of packs.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        if path.starts_with("lang/") || path.ends_with("/tests.rs") {
            continue;
        }
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for pack in &packs {
                assert!(!line.contains(&format!("\"{pack}\"")), "src/{path}:{}: a rule names `{pack}`", number + 1);
            }
        }
    }
}

/// Words in the rules that are no words of a language: where they are, and why.
const NO_LANGUAGE: &[(&str, &[&str], &str)] = &[
    ("quotes/layout/utterance.rs", &["age", "gender"], "attributes of a quotation"),
    (
        "quotes/transcript/mod.rs",
        &["speaker", "respondent", "role", "affiliation", "time"],
        "attributes of a document and of a quotation",
    ),
    ("quotes/quote.rs", &["interviewer"], "the role that the answer gives whoever asks"),
    ("quotes/transcript/turn.rs", &["Interviewer"], "the name that the answer gives whoever asks without one"),
    ("quotes/transcript/cue.rs", &["WEBVTT", "NOTE", "STYLE", "REGION"], "words of the WebVTT format"),
    ("quotes/prose/speakers", &["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"], "parts of names"),
    ("quotes/prose/model", &["absent"], "the name of a number in the learnt table"),
    ("themes/code/options.rs", &["examples", "every"], "settings"),
    ("themes/code/saved.rs", &["codebook coder", "coder"], "what a saved file is called in messages"),
    ("themes/options.rs", &["between", "uncoded"], "settings"),
    ("themes/fit.rs", &["uncoded"], "a setting"),
    ("themes/given.rs", &["embeddings"], "a setting"),
    ("themes/saved.rs", &["theme model", "model"], "what a saved file is called in messages"),
    ("themes/questions.rs", &["question"], "an attribute of a quotation"),
];

/// The strings of a line of code, without those that name a value for JSON or say what is wrong.
fn words_of_rules(line: &str) -> Vec<&str> {
    let code = line.trim_start();
    let names = code.starts_with("Self::") && code.contains(" => \"");
    let says = ["Error::", "Err("].iter().any(|call| code.contains(call));
    if names || says || ["//", "#[", "#!["].iter().any(|start| code.starts_with(start)) {
        return Vec::new();
    }
    // Every second piece is between quotation marks; one as a character is none.
    let pieces = code.split('"').collect::<Vec<_>>();
    let mut found = Vec::new();
    let mut inside = false;
    for (number, piece) in pieces.iter().enumerate() {
        let escaped = piece.ends_with('\\') && !piece.ends_with("\\\\");
        let character = piece.ends_with('\'') && pieces.get(number + 1).is_some_and(|next| next.starts_with('\''));
        if inside {
            found.push(*piece);
        }
        if !escaped && (inside || !character) {
            inside = !inside;
        }
    }
    found
}

/// Whether a string is a word or three of a language, not a sign, a format or a sentence.
fn is_words(string: &str) -> bool {
    let words: Vec<&str> = string.split_whitespace().collect();
    (1..=3).contains(&words.len())
        && string.chars().all(|char| char.is_alphabetic() || matches!(char, ' ' | '.' | '\'' | '-'))
        && string.chars().filter(|char| char.is_alphabetic()).count() >= 2
}

/// The words of a language that a rule holds.
fn words_in_rules(path: &str, text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let known = |word: &str| {
        NO_LANGUAGE.iter().any(|(place, words, _)| path.starts_with(place) && words.contains(&word.trim()))
    };
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let words = words_of_rules(line).into_iter().filter(|word| is_words(word) && !known(word));
        found.extend(words.map(|word| format!("src/{path}:{}: \"{word}\" belongs into a language pack", number + 1)));
    }
    found
}

#[test]
fn rules_hold_no_words_of_a_language() {
    let mut found = Vec::new();
    for (path, text) in files("src", "rs") {
        let is_rule = ["quotes/", "themes/", "privacy/"].iter().any(|room| path.starts_with(room));
        // What is written for people to read is English.
        if is_rule && path != "quotes/explain.rs" && !path.ends_with("/tests.rs") {
            found.extend(words_in_rules(&path, &text));
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_word_of_a_language_in_a_rule_is_seen() {
    for code in [
        "part.split(\" and \")",
        "matches!(word, \"years\" | \"s\")",
        "line.starts_with(\"Transcribed by \")",
        "let quote = '\"'; format!(\"{}\", \"Speaker \")",
        "word == \"geb.\"",
    ] {
        assert!(!words_in_rules("quotes/x.rs", code).is_empty(), "{code}");
    }
    for code in [
        "// \"years\"",
        "#[serde(rename = \"odd\")]",
        "Self::Dash => \"dash\",",
        "Err(\"no theme\")",
        "words.starts_with(\"</\") || matches!(ch, '\"' | '“')",
        "strip_prefix(\"p\"), \"&mdash;\", \"{} of {}\", \"vbm3\"",
        "\"this is what is wrong with it\"",
    ] {
        assert!(words_in_rules("quotes/x.rs", code).is_empty(), "{code}");
    }
    assert!(words_in_rules("quotes/layout/utterance.rs", "(\"age\", &who.age)").is_empty());
}
