//! Texts without a result, in other languages, and what people coded in other programs.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{bad, call, folder, good};

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).unwrap();
}

fn record(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("quotes-out/run.json")).unwrap()).unwrap()
}

/// What a run says of a text: on the page, among the notes of `run.json`, in the report.
#[track_caller]
fn said_everywhere(folder: &Path, args: &[&str], what: &str) {
    let page = good(folder, &[&["run", "--force"], args].concat()).out;
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat(&page).contains(what), "page: {page}");
    let notes = record(folder)["notes"].to_string();
    assert!(notes.contains(what), "run.json: {notes}");
    let report = fs::read_to_string(folder.join("quotes-out/report.html")).unwrap();
    assert!(report.contains(what), "report");
}

const INTERVIEW: &str = "Interviewer: How was the first week?\n\nP1: The gate is shut before my shift ends.\n\nInterviewer: And the phones?\n\nP1: Two of them have never worked.\n";

#[test]
fn a_document_without_a_result_is_named() {
    let folder = folder("without-result");
    write(&folder, "a.txt", INTERVIEW);
    write(&folder, "list.txt", "Things to order for the new floor\n\nTwo lamps and a kettle\n\nPaper for the copier\n");
    write(
        &folder,
        "memo.md",
        "# Memo\n\nThe committee met on Monday and went through the plan. It will meet again in spring.\n",
    );
    write(&folder, "blank.txt", " \n\n");
    for name in ["list.txt", "memo.md", "blank.txt"] {
        said_everywhere(&folder, &["a.txt", name], &format!("{name}: nothing found in it"));
    }
    let errors = call(&folder, &["themes", "a.txt", "list.txt"], b"").errors;
    assert!(errors.contains("list.txt: nothing found in it"), "{errors}");
    // What was found is not named.
    assert!(!record(&folder)["notes"].to_string().contains("a.txt"));
    let errors = bad(&folder, &["run", "list.txt", "memo.md", "--force"], 1);
    assert!(errors.contains("list.txt: nothing found") && errors.contains("memo.md: nothing found"), "{errors}");
}

#[test]
fn a_text_that_was_hardly_read_is_named_with_the_switch_that_reads_it() {
    let folder = folder("hardly-read");
    write(&folder, "a.txt", INTERVIEW);
    let unnamed = "What was it like at first?\n\nNobody told us where to go, so I stood before a locked door for an hour.\n\nAnd the stairs?\n\nThey are hard for people on crutches, and the lift has not moved for weeks.\n\nWhat would you change?\n\nI would ask people before I moved them, and mend the printer at once.\n";
    write(&folder, "unnamed.txt", unnamed);
    let page = good(&folder, &["run", "a.txt", "unnamed.txt"]).out;
    let read = record(&folder);
    let kinds = read["documents"].to_string();
    // Whether it is told for an interview or not, it is not lost without a word.
    assert!(kinds.contains("\"transcript\",\"id\":\"unnamed.txt\"") || page.contains("unnamed.txt"), "{page}");
    let letters = |document: &Value| {
        document["letters"].as_object().unwrap().values().map(|number| number.as_u64().unwrap()).sum::<u64>()
    };
    for (name, text) in [("a.txt", INTERVIEW), ("unnamed.txt", unnamed)] {
        let document = read["documents"].as_array().unwrap().iter().find(|document| document["id"] == name).unwrap();
        let all = text.chars().filter(|letter| letter.is_alphanumeric()).count() as u64;
        assert_eq!(letters(document), all, "every letter of {name} is accounted for");
    }
}

/// Answers to a question, each with another behind it, so that there are enough and none is there twice.
fn survey(head: &str, answers: &[&str]) -> String {
    let rows = answers.iter().enumerate().flat_map(|(at, answer)| {
        let next = answers[(at + 1) % answers.len()];
        [format!("{};{answer}\n", 2 * at + 1), format!("{};{answer} {next}\n", 2 * at + 2)]
    });
    std::iter::once(format!("id;{head}\n")).chain(rows).collect()
}

/// The words by which themes are told, from `codebook.csv`.
fn theme_words(folder: &Path) -> Vec<String> {
    let codebook = verbatims::import::codebook::read(&folder.join("quotes-out/codebook.csv")).unwrap();
    let words = codebook.codes.iter().flat_map(|code| code.words.iter().chain([&code.name]));
    let ends = |phrase: &str| {
        [phrase.split(' ').next(), phrase.split(' ').next_back()].map(|word| word.map(str::to_lowercase))
    };
    words.flat_map(|words| words.split([',', '/'])).flat_map(|phrase| ends(phrase.trim())).flatten().collect()
}

#[test]
fn another_language_without_a_word() {
    let german = [
        "Der Bus fährt am Abend nicht mehr.",
        "Die Heizung im Büro ist kaputt.",
        "Das Essen in der Kantine ist zu teuer.",
        "Niemand hat uns die neue Software erklärt.",
        "Die Parkplätze reichen für alle nicht.",
        "Ich möchte früher Bescheid wissen.",
    ];
    let french = [
        "Le bus ne passe plus le soir.",
        "Le chauffage du bureau est en panne.",
        "Les repas de la cantine sont trop chers.",
        "Personne ne nous a expliqué le nouveau logiciel.",
        "Il n'y a pas assez de places pour les voitures.",
        "Je voudrais être prévenu plus tôt.",
    ];
    let spanish = [
        "El autobús ya no pasa por la noche.",
        "La calefacción de la oficina está rota.",
        "La comida de la cantina es muy cara para nosotros.",
        "Nadie nos explicó el nuevo programa.",
        "No hay plazas para todos los coches.",
        "Quiero que me avisen con más tiempo.",
    ];
    for (name, head, answers, says, common) in [
        (
            "umfrage.csv",
            "Was fehlt Ihnen?",
            german,
            "umfrage.csv: this reads as German; rules and stop words are German",
            ["der", "die", "das", "ist", "nicht"],
        ),
        (
            "enquete.csv",
            "Que faut-il améliorer ?",
            french,
            "enquete.csv: this reads as French; labels and stop words are French, quotations are found by English rules",
            ["le", "la", "les", "de", "ne"],
        ),
        (
            "encuesta.csv",
            "¿Qué falta?",
            spanish,
            "encuesta.csv: this reads as Spanish; labels and stop words are Spanish",
            ["el", "la", "de", "los", "que"],
        ),
    ] {
        let folder = folder(&format!("language-{name}"));
        write(&folder, name, &survey(head, &answers));
        said_everywhere(&folder, &[name], says);
        let words = theme_words(&folder);
        assert!(common.iter().all(|word| !words.iter().any(|known| known == word)), "{name}: {words:?}");
        // What is named is obeyed, and there is nothing more to say.
        good(&folder, &["run", name, "--force", "--language", "en"]);
        assert!(!record(&folder)["notes"].to_string().contains("reads as"));
    }
}

#[test]
fn each_document_is_read_in_its_own_language() {
    let folder = folder("languages");
    let german = "„Der Bus kommt nie“, sagte María López, eine Krankenschwester aus der Stadt. Sie geht jeden Tag zu Fuß, weil es nicht anders geht.";
    write(&folder, "de.txt", german);
    write(
        &folder,
        "en.txt",
        "“The bus never comes,” said Nora Blythe, a nurse. She walks every day, since there is no other way to get there.",
    );
    write(
        &folder,
        "sr.txt",
        "Ана: Лифт је покварен већ неколико недеља, а степенице су за мене сувише стрме?\n\nЈован: Нико нам није рекао када ће неко доћи да га поправи.\n\nАна: И шта сада?\n\nЈован: Не знам, написали смо писмо управи.\n",
    );
    let found = good(&folder, &["extract", "de.txt", "en.txt", "sr.txt", "--json"]).out;
    let lines: Vec<Value> = found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let languages: Vec<&str> = lines.iter().map(|line| line["language"].as_str().unwrap()).collect();
    assert_eq!(languages, ["de", "en", "srp"]);
    assert_eq!(lines[0]["quotes"][0]["speaker"]["name"], "María López");
    said_everywhere(&folder, &["."], "sr.txt: this reads as Serbian, of which no words are known here");
    assert!(bad(&folder, &["run", "de.txt", "--language", "xx", "--force"], 2).contains("there are af, ar, az"));
}

#[test]
fn codebook_exports_of_other_programs() {
    let folder = folder("codebook-exports");
    for (name, table) in [
        (
            "taguette.csv",
            "tag,description,number of highlights\naccess,Getting in and about,14\nwaiting,Time before being seen,31\n",
        ),
        (
            "nvivo.csv",
            "Name,Description,Files,References,Created On,Created By,Color\naccess,Getting in,6,14,01/02/2026 10:00,AB,\nwaiting,Time before,9,31,01/02/2026 10:00,AB,Red\n",
        ),
        (
            "nvivo-paths.csv",
            "Hierarchical Name,Name,Aggregate\nCodes\\\\access,access,No\nCodes\\\\access\\\\waiting,waiting,No\n",
        ),
        (
            "maxqda.csv",
            "Color;Parent code;Code;Cod. seg. (all documents);Cod. seg. (activated documents);% Cod. seg. (all documents);Documents\n●;;access;14;0;31,1;3\n●;access;waiting;31;0;68,9;4\n",
        ),
        (
            "maxqda-de.csv",
            "Farbe;Obercode;Code;Codierte Segmente (alle Dokumente);Memo;Erstellt von\n#ff0000;;access;14;Wege;AB\n#00ff00;access;waiting;31;;AB\n",
        ),
        (
            "atlas.csv",
            "Code,Comment,Code Groups,Grounded,Density,Created by,Modified\naccess,Getting in,,14,0,AB,2026-01-02\nwaiting,,Time,31,1,AB,2026-01-02\n",
        ),
        (
            "dedoose.csv",
            "Id,Parent Id,Depth,Title,Description,Weighted,Count\n1,,0,access,Getting in,False,14\n2,1,1,waiting,,False,31\n",
        ),
        (
            "qualcoder.csv",
            "code_name,memo,category,code_color,cid\naccess,Getting in,Place,#ff0000,1\nwaiting,,,#00ff00,2\n",
        ),
    ] {
        write(&folder, name, table);
        let told: Value = serde_json::from_str(&good(&folder, &["codebook", "check", name, "--json"]).out).unwrap();
        let codes = told["codebook"]["codes"].as_array().unwrap();
        let names: Vec<&str> = codes.iter().map(|code| code["name"].as_str().unwrap()).collect();
        assert!(names.ends_with(&["access", "waiting"]), "{name}: {names:?}");
        assert!(codes.len() == 2 || name == "qualcoder.csv", "{name}: {names:?}");
    }
    // A column that is wrong is none that only counts.
    write(&folder, "wrong.csv", "name,wrods\nRent,rent;flat\n");
    assert!(bad(&folder, &["codebook", "check", "wrong.csv"], 2).contains("unknown column `wrods`"));
}

const BOOK: &str = "tag,description\nbuilding,\npay,\n";
const ANSWERS: &str = "id,comment\n1,The ramp is too steep for a chair.\n2,Wages come a week late each month.\n3,The ramp is icy and nobody clears it.\n4,My wages were wrong again this month.\n";

#[test]
fn highlights_of_other_programs_to_learn_from() {
    let folder = folder("highlights");
    write(&folder, "book.csv", BOOK);
    write(&folder, "new.csv", ANSWERS);
    let learnt = |name: &str, table: &str| {
        write(&folder, name, table);
        let page = good(&folder, &["code", "new.csv", "--codebook", "book.csv", "--train", name]).out;
        assert!(page.contains("building"), "{name}: {page}");
    };
    learnt(
        "taguette.csv",
        "id,document,tag,content\n1,a.txt,building,The ramp is steep.\n2,a.txt,pay,My wages are late.\n3,a.txt,building,No one clears the ramp.\n4,b.txt,pay,The wages are wrong.\n",
    );
    learnt(
        "maxqda.csv",
        "Color;Document name;Code;Begin;End;Segment\n●;a;Place > building;1;1;The ramp is steep.\n●;a;pay;2;2;My wages are late.\n",
    );
    learnt(
        "atlas.csv",
        "ID,Document,Quotation Content,Codes\n1:1,a.txt,The ramp is steep.,building\n1:2,a.txt,My wages are late.,pay\n",
    );
    // As `agree` takes them: the words are those of the quotations that are read.
    learnt("ids.csv", "quote_id,building,pay\nnew.csv:1:comment#1,1,0\nnew.csv:2:comment#1,0,1\n");
    write(&folder, "none.csv", "id,colour\n1,red\n");
    let errors = bad(&folder, &["code", "new.csv", "--codebook", "book.csv", "--train", "none.csv"], 2);
    assert!(errors.contains("no column `text` or `quote`"), "{errors}");
}

#[test]
fn codings_of_other_programs_come_home() {
    let folder = folder("codings-home");
    write(&folder, "talk.txt", INTERVIEW);
    good(&folder, &["run", "talk.txt"]);
    let quotes = fs::read_to_string(folder.join("quotes-out/quotes.csv")).unwrap();
    assert!(quotes.contains("talk.txt#2"), "{quotes}");
    write(&folder, "book.csv", "name,words\nGate,gate\nPhones,worked;phones\n");
    good(&folder, &["run", "talk.txt", "--codebook", "book.csv", "--force"]);
    good(&folder, &["convert", "talk.txt", "--codebook", "book.csv", "--to", "qdpx", "--out", "made"]);
    let first = fs::read_to_string(folder.join("quotes-out/themes_wide.csv")).unwrap();
    // A project that was written is read again, and nothing is lost.
    good(&folder, &["run", "talk.txt", "--codings", "made/verbatims.qdpx", "--force"]);
    assert_eq!(fs::read_to_string(folder.join("quotes-out/themes_wide.csv")).unwrap(), first);
    // So are highlights, known by their words, also where they hold a part of the answer.
    write(
        &folder,
        "highlights.csv",
        "id,document,tag,content\n1,talk,Gate,The gate is shut\n2,talk,Phones,Two of them have never worked.\n3,talk,Gate,words that nobody said\n",
    );
    let came = call(&folder, &["run", "talk.txt", "--codings", "highlights.csv", "--force"], b"");
    assert!(came.errors.contains("1 passage with a theme met no quotation"), "{}", came.errors);
    assert_eq!(fs::read_to_string(folder.join("quotes-out/themes_wide.csv")).unwrap(), first);
    for other in ["highlights.csv", "quotes-out/quotes.csv"] {
        let page = good(&folder, &["agree", "made/verbatims.qdpx", other]).out;
        assert!(page.contains("Gate"), "{page}");
    }
}

#[test]
fn speakers_csv_is_given_back() {
    let folder = folder("speakers-given-back");
    write(&folder, "a.txt", INTERVIEW);
    write(
        &folder,
        "b.txt",
        "Interviewer: And the stairs?\n\nP2: They are steep for people on crutches.\n\nInterviewer: And the lift?\n\nP2: It has not moved for weeks.\n",
    );
    good(&folder, &["run", "a.txt", "b.txt"]);
    let was = fs::read_to_string(folder.join("quotes-out/speakers.csv")).unwrap();
    // As it was written, it changes nothing.
    fs::copy(folder.join("quotes-out/speakers.csv"), folder.join("speakers.csv")).unwrap();
    good(&folder, &["run", "a.txt", "b.txt", "--speakers", "speakers.csv", "--force"]);
    assert_eq!(fs::read_to_string(folder.join("quotes-out/speakers.csv")).unwrap(), was);
    // Changed by hand: two become one, with a role; a column of its own is a group.
    let table = "speaker,rename,speaker_type,role,Site\nP1,Ann Lee,person,nurse,Hull\nP2,Ann Lee,person,nurse,York\nNobody,,,,\n";
    write(&folder, "known.csv", table);
    said_everywhere(
        &folder,
        &["a.txt", "b.txt", "--speakers", "known.csv", "--group", "Site", "-k", "2"],
        "nobody who is quoted is called Nobody",
    );
    let now = fs::read_to_string(folder.join("quotes-out/speakers.csv")).unwrap();
    assert!(now.contains("Ann Lee,person,nurse,") && now.contains(",4,2,"), "{now}");
    let quotes = fs::read_to_string(folder.join("quotes-out/quotes.csv")).unwrap();
    assert!(quotes.contains("Site") && quotes.contains("Hull") && !quotes.contains("P1,anonymous"), "{quotes}");
    write(&folder, "wrong.csv", "who,role\nP1,nurse\n");
    assert!(bad(&folder, &["run", "a.txt", "--speakers", "wrong.csv", "--force"], 2).contains("no column `speaker`"));
}

#[test]
fn a_pack_of_ones_own_is_checked_beside_the_english_one() {
    let folder = folder("languages-check");
    let said = good(&folder, &["languages", "list"]).out;
    for row in ["de  German        whole", "fr  French        interviews", "pl  Polish        interviews"] {
        assert!(said.contains(row), "{said}");
    }
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/lang/en");
    let own = folder.join("own");
    std::fs::create_dir_all(&own).unwrap();
    for file in ["pack.toml", "words.toml", "lists.toml", "verbs.tsv"] {
        std::fs::copy(pack.join(file), own.join(file)).unwrap();
    }
    assert!(good(&folder, &["languages", "check", "own"]).out.contains("none is far shorter"));
    let lists = std::fs::read_to_string(own.join("lists.toml")).unwrap();
    let short = lists.replace("label-particles = [\"up\", \"down\", \"out\", \"off\"]", "label-particles = []");
    assert_ne!(lists, short);
    write(&own, "lists.toml", &short);
    let told: Value = serde_json::from_str(&good(&folder, &["languages", "check", "own", "--json"]).out).unwrap();
    let lack = &told["lacks"][0];
    assert_eq!(
        (lack["key"].as_str(), lack["has"].as_u64(), lack["other"].as_u64()),
        (Some("label-particles"), Some(0), Some(4))
    );
    write(&own, "lists.toml", &short.replace("label-particles = []", "label-particels = []"));
    let said = bad(&folder, &["languages", "check", "own"], 2);
    assert!(said.contains("lists.toml: line") && said.contains("label-particles"), "{said}");
}
