//! How well codebooks put answers under the codes that people gave them: by words, by similarity, and after learning from examples.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};
use verbatims::themes::{CodebookCoder, CodebookOptions, Example};
use verbatims::{CodeId, Codebook, Codings, Language, import};

use crate::sets::{self, draw, json_lines, save, stem, string};
use crate::{Call, Outcome};

/// Numbers of examples that a coder learns from, and how many draws of each number are averaged.
const EXAMPLES: [usize; 5] = [0, 20, 50, 200, 500];
const DRAWS: u64 = 3;

/// One set of answers with the names of the codes that a person gave each.
struct Set {
    name: String,
    codebook: Codebook,
    ids: Vec<String>,
    texts: Vec<String>,
    gold: Vec<BTreeSet<String>>,
}

type Mode = (&'static str, fn(CodebookOptions) -> CodebookOptions);

const MODES: &[Mode] = &[
    ("words", |options| options.similarity(false)),
    ("words and similarity", |options| options),
    ("half of the best's words", |options| options.ratio(0.5)),
    ("without vectors", |options| options.vectors(false)),
    ("a code for every answer", |options| options.every(true)),
];

pub(crate) fn measure(call: &Call) -> Outcome {
    let write = call.value("--write").map(PathBuf::from);
    let sets = coded(&sets::folder()?.join("themes"))?;
    let language = Language::english();
    by_mode(&sets, &language, write.as_deref())?;
    by_examples(&sets, &language, write.as_deref())
}

fn by_mode(sets: &[Set], language: &Language, write: Option<&Path>) -> Outcome {
    println!(
        "{:<24} {:<20} {:>5} {:>5} | {:>5} | {:>5} {:>5} {:>5} | {:>7} {:>6} | {:>12}",
        "coder", "set", "n", "codes", "hit@1", "P", "R", "F1", "covered", "s", "not coded"
    );
    for (number, (mode, setting)) in MODES.iter().enumerate() {
        let mut all = Vec::new();
        for set in sets {
            let texts: Vec<&str> = set.texts.iter().map(String::as_str).collect();
            let start = Instant::now();
            let coder = setting(CodebookCoder::options(set.codebook.clone(), language.clone())).build()?;
            let themes = names(&coder.code_texts(&texts), texts.len());
            let seconds = start.elapsed().as_secs_f64();
            let figures = Figures::of(&set.gold.iter().collect::<Vec<_>>(), &themes, &set.codebook);
            let (n, codes) = (texts.len(), set.codebook.codes.len());
            let matches = names(&set.by_words(language)?.code_texts(&texts), n);
            let all_matches: usize = matches.iter().map(Vec::len).sum();
            let lost: usize = matches
                .iter()
                .zip(&themes)
                .map(|(matches, themes)| matches.iter().filter(|name| !themes.contains(name)).count())
                .sum();
            println!(
                "{mode:<24} {:<20} {n:>5} {codes:>5} | {figures} {seconds:>6.2} | {lost:>4} of {all_matches:>4}",
                set.name
            );
            all.push(figures);
            if let Some(folder) = write {
                let lines = set.ids.iter().zip(&themes).map(|(id, themes)| json!({"id": id, "themes": themes}));
                save(folder, &format!("{}.{number}.jsonl", set.name), &lines.collect::<Vec<_>>())?;
            }
        }
        println!("{mode:<24} {:<32} | {}", "MEAN", Figures::mean(&all));
    }
    Ok(())
}

/// Each set is halved; coders learn from examples of one half and are measured on the other.
fn by_examples(sets: &[Set], language: &Language, write: Option<&Path>) -> Outcome {
    println!(
        "\n{:<24} {:<20} {:>8} | {:>5} | {:>5} {:>5} {:>5} | {:>7}",
        "learning from", "set", "examples", "hit@1", "P", "R", "F1", "covered"
    );
    let mut means: BTreeMap<(&str, usize), Vec<Figures>> = BTreeMap::new();
    for set in sets {
        let mut bare = set.codebook.clone();
        for code in &mut bare.codes {
            code.words.clear();
            code.definition.clear();
        }
        for size in EXAMPLES {
            for (kind, codebook) in [("codebook and examples", &set.codebook), ("names and examples", &bare)] {
                let write = write.filter(|_| kind == "names and examples");
                let draws = (0..DRAWS).map(|seed| set.halved(codebook, language, size, seed, write));
                let figures = Figures::mean(&draws.collect::<Result<Vec<_>, _>>()?);
                println!("{kind:<24} {:<20} {size:>8} | {figures}", set.name);
                means.entry((kind, size)).or_default().push(figures);
            }
        }
    }
    for ((kind, size), figures) in means {
        println!("{kind:<24} {:<20} {size:>8} | {}", "MEAN", Figures::mean(&figures));
    }
    Ok(())
}

impl Set {
    /// A coder that finds every answer which has a word of a code.
    fn by_words(&self, language: &Language) -> Result<CodebookCoder, Box<dyn Error>> {
        let options = CodebookCoder::options(self.codebook.clone(), language.clone());
        Ok(options.similarity(false).ratio(0.0).build()?)
    }

    fn halved(
        &self,
        codebook: &Codebook,
        language: &Language,
        size: usize,
        seed: u64,
        write: Option<&Path>,
    ) -> Result<Figures, Box<dyn Error>> {
        let rows = draw(self.texts.len(), self.texts.len(), seed);
        let (pool, test) = rows.split_at(rows.len() / 2);
        let examples: Vec<Example> = pool[..size].iter().map(|&row| self.example(row)).collect();
        let texts: Vec<&str> = test.iter().map(|&row| self.texts[row].as_str()).collect();
        let gold: Vec<&BTreeSet<String>> = test.iter().map(|&row| &self.gold[row]).collect();
        let coder = CodebookCoder::options(codebook.clone(), language.clone()).fit(&examples)?;
        let themes = names(&coder.code_texts(&texts), texts.len());
        if let Some(folder) = write {
            let ids = |rows: &[usize]| rows.iter().map(|&row| self.ids[row].clone()).collect::<Vec<_>>();
            let split = json!({"taught": ids(&pool[..size]), "test": ids(test)});
            save(folder, &format!("{}.split{seed}.{size}.json", self.name), &[split])?;
        }
        Ok(Figures::of(&gold, &themes, codebook))
    }

    fn example(&self, row: usize) -> Example {
        let code = |name: &String| self.codebook.codes.iter().find(|code| code.name == *name);
        let codes: Vec<CodeId> = self.gold[row].iter().filter_map(code).map(|code| code.id.clone()).collect();
        Example::new(self.texts[row].clone(), codes)
    }
}

/// The sets that have a codebook.
fn coded(folder: &Path) -> Result<Vec<Set>, Box<dyn Error>> {
    let mut sets = Vec::new();
    for path in sets::files(&folder.join("codebooks"), "json")? {
        let name = stem(&path);
        let rows = json_lines(&folder.join(format!("{name}.jsonl")))?;
        let rows: Vec<&Value> = rows.iter().filter(|row| row["labels"].is_array()).collect();
        let column = |name: &str| rows.iter().map(|row| string(&row[name])).collect();
        let gold = rows.iter().map(|row| row["labels"].as_array().into_iter().flatten().map(string).collect());
        let codebook = import::codebook::read(&path)?;
        sets.push(Set { codebook, ids: column("id"), texts: column("text"), gold: gold.collect(), name });
    }
    Ok(sets)
}

/// The labels of each text's themes, best first.
fn names(codings: &Codings, texts: usize) -> Vec<Vec<String>> {
    let labels: BTreeMap<_, &str> = codings.themes.iter().map(|theme| (&theme.id, theme.label.as_str())).collect();
    let mut names = vec![Vec::new(); texts];
    for coding in &codings.codings {
        if let (Ok(text), Some(label)) = (coding.quote.as_str().parse::<usize>(), labels.get(&coding.theme)) {
            names[text - 1].push((*label).to_owned());
        }
    }
    names
}

#[derive(Clone, Copy, Default)]
struct Figures {
    hit: f64,
    precision: f64,
    recall: f64,
    f1: f64,
    covered: f64,
}

impl Figures {
    fn of(gold: &[&BTreeSet<String>], themes: &[Vec<String>], codebook: &Codebook) -> Self {
        let known: BTreeSet<&str> = codebook.codes.iter().map(|code| code.name.as_str()).collect();
        let (mut hits, mut with, mut right, mut given, mut wanted, mut covered) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (gold, themes) in gold.iter().zip(themes) {
            if gold.iter().any(|name| known.contains(name.as_str())) {
                with += 1.0;
                hits += f64::from(u8::from(themes.first().is_some_and(|best| gold.contains(best))));
            }
            right += themes.iter().filter(|name| gold.contains(*name)).count() as f64;
            given += themes.len() as f64;
            wanted += gold.len() as f64;
            covered += f64::from(u8::from(!themes.is_empty()));
        }
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        Self {
            hit: share(hits, with),
            precision: share(right, given),
            recall: share(right, wanted),
            f1: share(2.0 * right, given + wanted),
            covered: share(covered, gold.len() as f64),
        }
    }

    fn mean(all: &[Self]) -> Self {
        let mean = |of: fn(&Self) -> f64| all.iter().map(of).sum::<f64>() / all.len().max(1) as f64;
        Self {
            hit: mean(|it| it.hit),
            precision: mean(|it| it.precision),
            recall: mean(|it| it.recall),
            f1: mean(|it| it.f1),
            covered: mean(|it| it.covered),
        }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { hit, precision, recall, f1, covered } = self;
        write!(f, " {hit:.3} | {precision:.3} {recall:.3} {f1:.3} |   {covered:.3}")
    }
}
