//! Codebooks: reading them, refusing broken ones, coding by them.

use std::path::Path;

use verbatims::import::codebook;
use verbatims::text::{Position, Span};
use verbatims::themes::CodebookCoder;
use verbatims::{
    Analysis, Code, CodeId, Codebook, Codings, DocumentId, ErrorKind, Language, Quote, QuoteKind, ThemeModel,
};

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

fn code(name: &str, words: &[&str], exclusions: &[&str]) -> Code {
    let mut code = Code::new(name);
    code.words = words.iter().map(|word| (*word).to_owned()).collect();
    code.exclusions = exclusions.iter().map(|word| (*word).to_owned()).collect();
    code
}

fn codings(codes: Vec<Code>, texts: &[&str]) -> Codings {
    let options = CodebookCoder::options(Codebook::from(codes), Language::english()).similarity(false);
    let coder = options.build().expect("a codebook that passes its check");
    let quotes = quotes(texts);
    coder.code(&quotes.iter().collect::<Vec<_>>())
}

/// Codes one text by one code and compares the evidence with what stands between `[` and `]` in `marked`.
#[track_caller]
fn check(words: &[&str], exclusions: &[&str], marked: &str) {
    let text: String = marked.chars().filter(|letter| !matches!(letter, '[' | ']')).collect();
    let found = codings(vec![code("It", words, exclusions)], &[&text]);
    let mut shown = text.clone();
    for word in found.codings.iter().flat_map(|coding| &coding.evidence).rev() {
        assert_eq!(word.span.of(&text), word.text);
        shown.insert(word.span.end(), ']');
        shown.insert(word.span.start(), '[');
    }
    assert_eq!(shown, marked, "words {words:?}, exclusions {exclusions:?}");
}

#[test]
fn words_match_their_other_forms() {
    check(&["freedom"], &[], "Our [freedoms] shrink, [FREEDOM] dies.");
    check(&["leak"], &[], "It [leaks]; it [leaked].");
    check(&["leak"], &[], "The leakage test.");
    check(&["leak*"], &[], "The [leakage] test, über [Leaks].");
    check(&["école"], &[], "L'école, die [École].");
}

#[test]
fn phrases_match_in_order() {
    check(&["lack of freedom"], &[], "A [lack of the freedom] we had.");
    check(&["lack of freedom"], &[], "Freedom is what we lack.");
    check(&["short term"], &[], "Only [short-term] work.");
    check(&["rent* control"], &[], "They want [rental controls].");
    check(&["last bus"], &[], "The last and slowest bus.");
}

#[test]
fn prefixes_match_words_that_begin_so() {
    // The evidence is the whole word, whatever its case.
    check(&["leak*"], &[], "A [leak], two [leaks], it is [leaking]; [LEAKAGE]. [Leak]-proof.");
    check(&["LEAK*"], &[], "The roof [leaked].");
    check(&["leak*"], &[], "Bleak, oil-[leak], lea, leaf; un leák.");
    check(&["leak*", "leak"], &[], "It [leaks] and [leaks].");
    check(&["über*"], &[], "Eine [Überraschung], kein Uber.");
    check(&["e*"], &[], "One [egg], Two [Eggs], “[ever]”; the lee.");
    check(&["don*"], &[], "We [don't] know; [Don’s] dog.");
    // In phrases, at either end; a prefix is never taken for a word too common to matter.
    check(&["rent* control"], &[], "They want [rental controls], not control of rents.");
    check(&["water leak*"], &[], "The [water was leaking] since the [water-leak].");
    check(&["over* rent costs"], &[], "An [overpriced rent costs] us. Rent costs.");
    check(&["leak*!"], &[], "No leaks here. It [leaks].");
    check(&["water"], &["water leak*"], "The water leaked. The [water] is cold.");
    // Numbers begin so too.
    check(&["20*"], &[], "In [2019], not in 1920.");
}

#[test]
fn a_star_that_ends_no_word_is_an_error() {
    let error = |word: &str, exclusion: bool| {
        let code = if exclusion { code("a", &["b"], &[word]) } else { code("a", &[word], &[]) };
        CodebookCoder::new(Codebook::from(vec![code]), Language::english()).map(drop).unwrap_err().to_string()
    };
    for word in ["*", "**", "*!", " * "] {
        assert_eq!(
            error(word, false),
            format!("setting `codebook`: code `a`: the word `{word}` has no letter or digit")
        );
    }
    for word in ["*leak", "leak **", "leak**", "le*k", "leak *", "water *leak", "leak!*"] {
        let why = "has a `*` that does not end a word; `leak*` matches every word that begins with “leak”";
        assert_eq!(error(word, false), format!("setting `codebook`: code `a`: the word `{word}` {why}"));
        assert_eq!(error(word, true), format!("setting `codebook`: code `a`: the exclusion `{word}` {why}"));
    }
    // A name is no word of the codebook: it may hold what it likes.
    CodebookCoder::new(Codebook::from(vec![Code::new("*Other* (see note *)")]), Language::english()).unwrap();
}

#[test]
fn exclusions_mask_the_words_in_them() {
    check(&["rent*"], &["rental car"], "The rental car was fine.");
    check(&["rent*"], &["rental car"], "The rental car was fine, the [rent] is not.");
    check(&["freedom"], &["freedom of information"], "A freedom of information request.");
}

#[test]
fn denied_words_count_unless_the_codebook_says_otherwise() {
    check(&["freedom"], &[], "There is not enough [freedom].");
    check(&["complaint"], &[], "No [complaints].");
    check(&["complaint!"], &[], "No, my [complaint] was ignored.");
    check(&["complaint!"], &[], "I have a [complaint].");
}

#[test]
fn every_code_becomes_a_theme_in_its_order() {
    let found = codings(
        vec![code("Zebra", &["zebra"], &[]), code("Damp", &["damp", "mould"], &[]), code("Ape", &["ape"], &[])],
        &["The walls are damp.", "n/a", "A zebra met an ape.", "Nice colours.", "", "Damp damp damp"],
    );
    let labels: Vec<&str> = found.themes.iter().map(|theme| theme.label.as_str()).collect();
    assert_eq!(labels, ["Zebra", "Damp", "Ape"]);
    let given: Vec<(&str, &str)> =
        found.codings.iter().map(|coding| (coding.quote.as_str(), coding.theme.as_str())).collect();
    assert_eq!(given, [("d#1", "damp"), ("d#3", "zebra"), ("d#3", "ape"), ("d#6", "damp")]);
    assert_eq!(found.codings[0].score, found.codings[3].score, "a repeated word counts once");
    assert_eq!(found.no_content.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["d#2", "d#5"]);
    assert_eq!(found.uncoded.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["d#4"]);
    let unmatched: Vec<_> = found.unmatched.iter().map(|(theme, words)| (theme.as_str(), words.clone())).collect();
    assert_eq!(unmatched, [("damp", vec!["mould".to_owned()])]);
}

#[test]
fn every_coder_has_the_same_answers_without_content_and_the_same_base() {
    let silent = [
        "Nothing",
        "Nothing’s",
        "NOTHING'S.",
        "noth\u{ad}ing",
        "“Don’t know!”",
        "DON'T KNOW",
        "n/a",
        "—",
        "\u{301}",
        "",
    ];
    let telling = [
        "Nothing\u{301}",
        "Nothing’s on time.",
        "The cafe\u{301}’s damp.",
        "The bus’s late.",
        "Rent",
        "RENT’S",
        "d\u{ad}amp",
    ];
    let texts: Vec<&str> = silent.into_iter().chain(telling).collect();
    let quotes = quotes(&texts);
    let all: Vec<&Quote> = quotes.iter().collect();
    let english = Language::english();
    let codes = vec![code("Damp", &["damp"], &[]), code("Rent", &["rent"], &[])];
    let options = CodebookCoder::options(Codebook::new(codes).unwrap(), english.clone());
    let by_similarity = options.clone().build().unwrap();
    let by_words = options.similarity(false).build().unwrap();
    let model = ThemeModel::options(&english).n_themes(2).fit(&all).unwrap();
    for codings in [by_similarity.code(&all), by_words.code(&all), model.code(&all)] {
        let ids: Vec<String> = (1..=silent.len()).map(|number| format!("d#{number}")).collect();
        assert_eq!(codings.no_content.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ids);
        let base = Analysis::new(quotes.clone(), codings).unwrap().base();
        assert_eq!((base.content.quotes, base.no_content.quotes), (telling.len(), silent.len()));
    }
}

#[test]
fn a_weaker_code_needs_a_share_of_the_best_score() {
    let codes = || vec![code("Rent", &["rent", "landlord", "deposit"], &[]), code("Noise", &["noise"], &[])];
    let text = ["The landlord keeps the deposit, the rent rises, and there is noise."];
    let count = |ratio| {
        let coder = CodebookCoder::options(Codebook::from(codes()), Language::english()).similarity(false);
        let coder = coder.ratio(ratio).build();
        coder.unwrap().code(&quotes(&text).iter().collect::<Vec<_>>()).codings.len()
    };
    assert_eq!((count(0.0), count(0.4), count(0.6), count(1.0)), (2, 2, 1, 1));
    for wrong in [-0.1, 1.1, f64::NAN] {
        let refused = CodebookCoder::options(Codebook::from(codes()), Language::english()).ratio(wrong).build();
        assert!(matches!(refused.unwrap_err().kind(), ErrorKind::Setting { name: "ratio", .. }));
    }
}

#[test]
fn a_code_without_words_is_looked_for_by_its_name() {
    let mut heading = Code::new("Housing");
    let mut below = Code::new("Rent cost");
    below.parent = Some(heading.id.clone());
    let found = codings(vec![heading.clone(), below.clone()], &["Housing is bad, the rent too high."]);
    assert_eq!(found.codings.len(), 1, "a heading is not looked for");
    assert_eq!(found.codings[0].theme.as_str(), "rent-cost");
    heading.definition = "Anything about homes".to_owned();
    assert_eq!(codings(vec![heading, below], &["Housing is bad, the rent too high."]).codings.len(), 2);
}

#[track_caller]
fn refused(file: &str, text: &str, message: &str) {
    match codebook::parse(file, text) {
        Ok(read) => panic!("read {read:?}"),
        Err(error) => assert_eq!(error.to_string(), message),
    }
}

#[test]
fn broken_files_are_refused_with_file_and_line() {
    refused("c.csv", "colour,note\na,b\n", "c.csv: line 1: no column `name`, `tag` or `path`; found: colour, note");
    refused("c.csv", "id,words\na,b\n", "c.csv: line 1: no column `name`, `tag` or `path`; found: id, words");
    refused(
        "c.csv",
        "name,name\na,b\n",
        "c.csv: line 1: the column `name` repeats another; a code has one of each, and one of `name`, `tag` and `path`",
    );
    refused("c.csv", "name,words\nDamp,damp\n\"Damp\",mould\n", "c.csv: line 3: there are two codes `Damp`");
    refused("c.csv", "name,id\nDamp,a\nMould,a\n", "c.csv: line 3: two codes bear the id `a`: `Damp` and `Mould`");
    refused("c.csv", "name,words\nDamp\n", "c.csv: line 2: this row has 1 cells, the header has 2");
    refused("c.csv", "name,words\n,damp\n", "c.csv: line 2: a code needs a name");
    refused("c.csv", "name,parent\nDamp,Housing\n", "c.csv: line 2: the parent `Housing` is no code of this file");
    refused("c.csv", "name,parent\na,b\nb,a\n", "c.csv: line 2: code `a` stands above itself");
    refused("c.csv", "name\n", "c.csv: no code in this codebook");
    refused("c.csv", "", "c.csv: line 1: no column `name`, `tag` or `path`; found: ");
    refused("c.csv", "name,negation\na,maybe\n", "c.csv: line 2: negation is `counts` or `excludes`, not `maybe`");
    refused("c.docx", "", "c.docx: a codebook is a `.csv`, `.tsv`, `.toml`, `.json` or `.txt` file");
    let error = codebook::parse("c.csv", "name,wrods\na,b\n").unwrap_err().to_string();
    assert!(error.starts_with("c.csv: line 1: unknown column `wrods`; a codebook may have: name, "), "{error}");
    let error =
        codebook::parse("c.toml", "[[theme]]\nname = \"a\"\n\n[[theme]]\nname = \"b\"\nwrods = []\n").unwrap_err();
    assert!(error.to_string().starts_with("c.toml: line 6: unknown field `wrods`"), "{error}");
    refused(
        "c.toml",
        "[[theme]]\nname = \"a\"\n\n[[theme]]\nname = \"A\"\nid = \"b\"\n",
        "c.toml: line 4: there are two codes `A`",
    );
    let error = codebook::read(Path::new("no/such/file.csv")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Io { .. }));
}

#[test]
fn the_model_refuses_what_cannot_be() {
    let what = |codes| Codebook::new(codes).unwrap_err().to_string();
    let below = |name: &str, parent: &str| {
        let mut code = Code::new(name);
        code.parent = Some(CodeId::from(parent));
        code
    };
    assert_eq!(
        what(vec![Code::new("a b"), Code::new("a-b")]),
        "setting `codebook`: two codes bear the id `a-b`: `a b` and `a-b`"
    );
    assert_eq!(what(vec![Code::new("a"), Code::new("a")]), "setting `codebook`: there are two codes `a`");
    assert_eq!(what(vec![below("a", "z")]), "setting `codebook`: code `a` stands below `z`, which is no code");
    assert_eq!(what(vec![below("a", "b"), below("b", "a")]), "setting `codebook`: code `a` stands above itself");
    assert_eq!(what(vec![below("a", "a")]), "setting `codebook`: code `a` stands above itself");
    let word = CodebookCoder::new(Codebook::from(vec![code("a", &["!"], &[])]), Language::english());
    assert_eq!(word.unwrap_err().to_string(), "setting `codebook`: code `a`: the word `!` has no letter or digit");
}

#[test]
fn tables_and_paths_of_other_programs_are_read() {
    let taguette = codebook::parse(
        "t.csv",
        "\u{feff}tag,description\r\nHousing,Anything about homes & rents\r\nHousing.Rent cost,Price of rent\r\nTransport.Buses,\"Bus times, routes\"\r\nÄrger,Anger 😀\r\nSt. Mary v1.2,\r\n",
    )
    .unwrap();
    let paths = |book: &Codebook| book.codes.iter().map(|code| book.path(code).join("/")).collect::<Vec<_>>();
    assert_eq!(
        paths(&taguette),
        ["Housing", "Housing/Rent cost", "Transport", "Transport/Buses", "Ärger", "St. Mary v1.2"]
    );
    assert_eq!(taguette.codes[4].definition, "Anger 😀");
    let qualcoder = codebook::parse("q.txt", "Housing>>Rent cost\tPrice of rent\nHousing\tHomes\nAnger\n").unwrap();
    assert_eq!(paths(&qualcoder), ["Housing", "Housing/Rent cost", "Anger"]);
    assert_eq!(qualcoder.codes[0].definition, "Homes");
    let requal =
        codebook::parse("r.csv", "code_name,code_description,code_color\r\nBuses,\"Times, routes\",#FF7F0E\r\n");
    assert_eq!(requal.unwrap().codes[0].definition, "Times, routes");
    let own = codebook::parse(
        "o.csv",
        "name;parent;words;exclude;examples\nHome;;;;\nRent;Home;\"rent*; last rent\";rental car;\"One; two.\nThree.\"\n",
    )
    .unwrap();
    assert_eq!(own.codes[1].words, ["rent*", "last rent"]);
    assert_eq!(own.codes[1].exclusions, ["rental car"]);
    assert_eq!(own.codes[1].examples, ["One; two.", "Three."]);
    assert_eq!(own.codes[1].parent, Some(CodeId::from("home")));
    let toml = codebook::parse(
        "g.toml",
        "[[theme]]\nname = \"Rent cost\"\nparent = \"Housing\"\nkeywords = [\"rent*\"]\nexclude = [\"rental car\"]\n",
    )
    .unwrap();
    assert_eq!(paths(&toml), ["Housing", "Housing/Rent cost"]);
    let json =
        codebook::parse("j.json", r#"[{"name":"War","description":"Any war","seeds":["war","the war"]}]"#).unwrap();
    assert_eq!((json.codes[0].definition.as_str(), json.codes[0].words.len()), ("Any war", 2));
    let again: Codebook = serde_json::from_str(&serde_json::to_string(&own).unwrap()).unwrap();
    assert_eq!(again, own);
}

/// The codes of a table as `parent/name=definition`.
#[track_caller]
fn table(file: &str, text: &str) -> Vec<String> {
    let book = codebook::parse(file, text).unwrap();
    book.codes.iter().map(|code| format!("{}={}", book.path(code).join("/"), code.definition)).collect()
}

#[test]
fn codebook_exports_of_other_programs() {
    let two = ["ramps=Getting in", "waiting=Time"];
    for (program, text) in [
        ("Taguette", "tag,description,number of highlights\nramps,Getting in,14\nwaiting,Time,31\n"),
        (
            "Taguette, French",
            "étiquette,description,nombre de passages surlignés\nramps,Getting in,14\nwaiting,Time,31\n",
        ),
        ("Taguette, Italian", "etichetta,descrizione,numero di evidenziazioni\nramps,Getting in,14\nwaiting,Time,31\n"),
        ("NVivo", "Name,Description,Files,References\nramps,Getting in,6,14\nwaiting,Time,9,31\n"),
        ("NVivo, French", "Nom;Description;Fichiers;Références\nramps;Getting in;6;14\nwaiting;Time;9;31\n"),
        ("ATLAS.ti", "Kode;Kommentar;Kodegruppen;Verankerung\nramps;Getting in;access;6\nwaiting;Time;;9\n"),
        (
            "RQDA",
            "name,memo,owner,date,id,status\nramps,Getting in,default,Mon Mar 4,1,1\nwaiting,Time,default,Mon Mar 4,2,1\n",
        ),
        (
            "somebody",
            "Study of the clinic, spring\n\nCode,Definition,Team\nramps,Getting in,blue\nwaiting,Time,green\n",
        ),
    ] {
        assert_eq!(table("book.csv", text), two, "{program}");
    }
    let below = ["access=", "access/ramps=Getting in"];
    for (program, text) in [
        ("NVivo", "Name,Description,Files\nCodes\\\\access,,6\nCodes\\\\access\\ramps,Getting in,6\n"),
        (
            "NVivo, all",
            "Hierarchical Name,Name,Nickname,User Assigned Color,Description\nNodes\\\\access,access,,None,\nNodes\\\\access\\\\ramps,ramps,,None,Getting in\n",
        ),
        (
            "MAXQDA",
            "Color,Parent code,Code,Code memo,Cod. seg.,% Cod. seg.\n●,,access,,14,23.4\n●,access,ramps,Getting in,4,3.4\n",
        ),
        ("QualCoder", "codename,memo,catname,cat_memo\nramps,Getting in,access,\n"),
        ("Dedoose", "Code Id,Parent Code Id,Code Title,Code Description\n11,,access,\n12,11,ramps,Getting in\n"),
        ("Dovetail", "Tag,Group,Description,Highlights\nramps,access,Getting in,4\n"),
        ("a method", "Kategorie;Unterkategorie;Definition\naccess;;\naccess;ramps;Getting in\n"),
        ("a theme", "Theme,Sub-theme,Definition\naccess,ramps,Getting in\n"),
    ] {
        assert_eq!(table("book.csv", text), below, "{program}");
    }
    assert_eq!(
        table("own.csv", "Category,Definition,Coding rule\nramps,Getting in,no lifts\n"),
        ["ramps=Getting in\nno lifts"]
    );
}

#[test]
fn columns_that_are_passed_over_are_named() {
    let folder = std::env::temp_dir().join(format!("verbatims-codebook-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("book.csv");
    std::fs::write(&file, "The clinic\nCode,Definition,Team,Nr\nramps,Getting in,blue,1\n").unwrap();
    let (book, notes) = codebook::read_with_notes(&file).unwrap();
    let said: Vec<String> = notes.iter().map(|note| note.what.clone()).collect();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(book.codes.len(), 1);
    assert_eq!(said, ["the header is in line 2; what stands above it was passed over", "column passed over: `Team`"]);
    // A slip of the pen is none of another's columns.
    refused(
        "book.csv",
        "The clinic\nCode,Definition\nramps\n",
        "book.csv: line 3: this row has 1 cells, the header has 2",
    );
}

#[test]
fn names_that_make_one_id_get_two() {
    let book = codebook::parse("c.csv", "name,id\nNon functional,\nNon-functional,\nX,non-functional-2\n").unwrap();
    let ids: Vec<&str> = book.codes.iter().map(|code| code.id.as_str()).collect();
    assert_eq!(ids, ["non-functional", "non-functional-3", "non-functional-2"]);
}

#[test]
fn one_name_under_two_parents_gets_two_ids() {
    let book = codebook::parse("q.txt", "Staff>>Other\nCare>>Other\n").unwrap();
    let ids: Vec<&str> = book.codes.iter().map(|code| code.id.as_str()).collect();
    assert_eq!(ids, ["staff", "staff-other", "care", "care-other"]);
}

#[test]
fn the_research_culture_codebook_reads_the_seed_article_as_its_readers_do() {
    let book = codebook::read(Path::new("seeds/codebooks/research-culture.toml")).unwrap();
    assert!(book.codes.iter().all(|code| {
        !code.definition.is_empty()
            && !code.words.is_empty()
            && !code.exclusions.is_empty()
            && !code.examples.is_empty()
    }));
    let statements = [
        "Pursuing publication quantity is short-sighted; no one wants to do long-term research.",
        "There is not enough freedom to conduct original and innovative research,",
        "the reward system encourages short-term research.",
        "Research projects lack a ‘big picture’ view, and there is not complete independence and freedom in conducting research.",
        "People are doing research because they are forced to do research, people are publishing papers because they must publish papers. People focus excessively on immediate success. Few people are really interested in doing research; they only do so because they are forced. Very few actually solve any (real) research problems or conduct truly high-quality research.",
    ];
    let quotes = quotes(&statements);
    for similarity in [false, true] {
        let coder = CodebookCoder::options(book.clone(), Language::english()).similarity(similarity).build().unwrap();
        reads_as_its_readers(&quotes, &coder.code(&quotes.iter().collect::<Vec<_>>()));
    }
}

#[track_caller]
fn reads_as_its_readers(quotes: &[Quote], found: &Codings) {
    let under = |theme: &str| -> Vec<usize> {
        let of = |coding: &&verbatims::Coding| coding.theme.as_str() == theme;
        let place = |coding: &verbatims::Coding| quotes.iter().position(|quote| quote.id == coding.quote);
        found.codings.iter().filter(of).filter_map(place).collect()
    };
    assert_eq!(under("short-termism"), [0, 2, 4]);
    assert_eq!(under("lack-of-freedom"), [1, 3]);
    assert_eq!(under("publication-pressure"), [0, 4]);
    assert_eq!(under("forced-research"), [4]);
    assert_eq!(under("political-control"), Vec::<usize>::new());
}

#[test]
fn the_research_culture_codebook_puts_its_examples_under_their_codes() {
    let book = codebook::read(Path::new("seeds/codebooks/research-culture.toml")).unwrap();
    let coder = CodebookCoder::new(book.clone(), Language::english()).unwrap();
    for code in &book.codes {
        for example in &code.examples {
            let found = coder.code(&quotes(&[example]).iter().collect::<Vec<_>>());
            let best = found.codings.first().map(|coding| coding.theme.as_str());
            assert_eq!(best, Some(code.id.as_str()), "{example}");
        }
    }
}

/// A phrase of any number of prefixes, and the same words without stars, is refused where it is longer than a phrase is.
#[test]
fn a_phrase_of_very_many_words_is_refused_soon() {
    for (words, refused) in [(100, false), (101, true), (30_000, true)] {
        for word in ["b* ", "rent "] {
            let mut code = Code::new("Long");
            code.words = vec![word.repeat(words)];
            let error = CodebookCoder::new(Codebook::new(vec![code]).unwrap(), Language::english()).err();
            assert_eq!(error.is_some(), refused, "{words} times {word}");
            if let Some(error) = error.map(|error| error.to_string()) {
                assert!(error.contains("code `Long`") && error.contains("more than 100 words"), "{}", &error[..90]);
            }
        }
    }
    // The name of a code without words may be long; its words are looked for one by one.
    let coder =
        CodebookCoder::new(Codebook::new(vec![Code::new("rent ".repeat(300))]).unwrap(), Language::english()).unwrap();
    assert_eq!(coder.code_texts(&["the rent"]).codings.len(), 1);
}

#[test]
fn the_tree_says_what_the_codebook_says() {
    let table = "name,parent,definition\nHome,,\nRent,Home,What a home costs\nFlat,Rent,\nBuses,,\n";
    let book = codebook::parse("c.csv", table).unwrap();
    let tree = book.tree();
    for code in &book.codes {
        assert_eq!(tree.path(code), book.path(code));
        assert_eq!(tree.is_heading(code), book.is_heading(code));
        assert_eq!(tree.children(Some(&code.id)), book.children(Some(&code.id)).collect::<Vec<_>>());
        assert_eq!(tree.code(&code.id), Some(code));
    }
    assert_eq!(tree.children(None).len(), 2);
}

#[test]
fn codes_that_stand_too_deep_or_above_themselves_are_refused() {
    let chain = |depth: usize| {
        let code = |n: usize| {
            let mut code = Code::new(format!("c{n}"));
            code.parent = n.checked_sub(1).map(|above| CodeId::from(format!("c{above}")));
            code
        };
        (0..depth).map(code).collect::<Vec<Code>>()
    };
    Codebook::new(chain(256)).unwrap();
    let error = Codebook::new(chain(257)).unwrap_err().to_string();
    assert!(error.contains("code `c256` stands below more than 255 others"), "{error}");
    let mut round = chain(4);
    round[1].parent = Some("c3".into());
    let error = Codebook::new(round).unwrap_err().to_string();
    assert!(error.contains("code `c1` stands above itself"), "{error}");
    let path = vec!["a"; 300].join(">>");
    let error = codebook::parse("c.txt", &format!("b\n{path}\n")).unwrap_err().to_string();
    assert_eq!(error, "c.txt: line 2: this code stands below more than 255 others");
}
