//! What themes are called, against the names that people gave the same groups and against words with the greatest class-based TF-IDF.

use std::collections::{BTreeMap, BTreeSet};

use rust_stemmers::{Algorithm, Stemmer};
use verbatims::lang::guess;
use verbatims::{Language, ThemeModel, themes};

use crate::sets;
use crate::themes::{Set, labelled, studies};
use crate::{Call, Outcome};

/// Rows of a set that are looked at, unless others are given, and texts of a group that has a name worth asking for.
const ROWS: usize = 2_000;
const LEAST: usize = 3;

/// Figures over groups: how many there are, and how many labels do what is asked.
#[derive(Default)]
struct Figures {
    groups: f64,
    ours: f64,
    first: f64,
    three: f64,
    five: f64,
    phrases: f64,
    words: f64,
    different: BTreeSet<String>,
}

pub(crate) fn measure(call: &Call) -> Outcome {
    let folder = sets::folder()?;
    let half = call.value("--half").map(|half| usize::from(half == "1"));
    let common: BTreeSet<&str> = stop_words::lookup("en").unwrap_or_default().iter().copied().collect();
    let reader = Reader { stemmer: Stemmer::create(Algorithm::English), common, half, show: call.has("--show") };
    // Nobody names a group `topic3`.
    let mut sets = labelled(&folder.join("themes"), call.number("--rows", ROWS)?)?;
    sets.retain(|set| set.name != "agnews8k");
    sets.extend(studies(&folder.join("reports/themes_dev.jsonl"))?);
    for found in [false, true] {
        println!(
            "{:<34} {:>4} | ours first  c3    c5   | phrases words different",
            if found { "groups found" } else { "groups of people" },
            "n"
        );
        let mut sums = [0.0; 4];
        let mut pooled = [0.0; 7];
        let mut measured = 0.0;
        for set in &sets {
            let figures = reader.set(set, found)?;
            if figures.groups == 0.0 {
                continue;
            }
            let Figures { groups, ours, first, three, five, phrases, words, different } = &figures;
            let counts = [groups, ours, first, three, five, phrases, words];
            pooled.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            let shares = [ours, first, three, five].map(|count| count / groups);
            let [ours, first, three, five] = shares;
            sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
            measured += 1.0;
            let (phrases, words, different) = (phrases / groups, words / groups, different.len() as f64 / groups);
            println!(
                "{:<34} {groups:>4} | {ours:.3} {first:.3} {three:.3} {five:.3} | {phrases:.2} {words:>7.2} {different:>7.2}",
                set.name
            );
        }
        let [ours, first, three, five] = sums.map(|sum| sum / measured);
        println!("{:<39} | {ours:.3} {first:.3} {three:.3} {five:.3}", "mean of the sets");
        let [groups, shares @ ..] = pooled;
        let [ours, first, three, five, phrases, words] = shares.map(|count| count / groups);
        println!(
            "{:<34} {groups:>4} | {ours:.3} {first:.3} {three:.3} {five:.3} | {phrases:.2} {words:>7.2}\n",
            "all groups"
        );
    }
    Ok(())
}

/// How labels and names are read.
struct Reader {
    stemmer: Stemmer,
    common: BTreeSet<&'static str>,
    half: Option<usize>,
    show: bool,
}

impl Reader {
    fn words(&self, text: &str) -> Vec<String> {
        let lower = text.to_lowercase().replace('’', "'");
        let words = lower.split(|sign: char| !sign.is_alphanumeric() && sign != '\'').filter(|word| word.len() > 1);
        words.filter(|word| !self.common.contains(word)).map(str::to_owned).collect()
    }

    fn stems(&self, text: &str) -> BTreeSet<String> {
        self.words(text).iter().map(|word| self.stemmer.stem(word).into_owned()).collect()
    }

    /// The figures of a set: of the groups that people made, or of as many that were found, each named as most of its texts.
    fn set(&self, set: &Set, found: bool) -> Result<Figures, Box<dyn std::error::Error>> {
        let texts: Vec<&str> = set.texts.iter().map(String::as_str).collect();
        let guess = guess(&set.texts.join("\n"));
        let language = Language::named(guess.as_ref().map_or("en", |guess| guess.code()))?;
        let names: Vec<&String> = set.gold.iter().collect::<BTreeSet<_>>().into_iter().collect();
        let of_people: Vec<Option<usize>> =
            set.gold.iter().map(|gold| names.iter().position(|name| *name == gold)).collect();
        let (groups, labels) = if found {
            let model = ThemeModel::options(&language).n_themes(names.len()).fit_texts(&texts)?;
            let groups = model.predict_texts(&texts);
            (groups, model.themes().iter().map(|theme| theme.label.clone()).collect::<Vec<_>>())
        } else {
            let named = themes::label_groups(&language, &texts, &of_people)?;
            (of_people.clone(), named.into_iter().map(|theme| theme.label).collect())
        };
        let peers = self.peers(&texts, &groups, labels.len());
        let mut figures = Figures::default();
        for (group, label) in labels.iter().enumerate() {
            let rows: Vec<usize> = (0..texts.len()).filter(|&row| groups[row] == Some(group)).collect();
            let mut votes: BTreeMap<&String, usize> = BTreeMap::new();
            rows.iter().for_each(|&row| *votes.entry(&set.gold[row]).or_default() += 1);
            let Some((name, _)) = votes.into_iter().max_by_key(|(_, votes)| *votes) else { continue };
            let wanted = self.stems(name);
            let is_other_half = self.half.is_some_and(|half| name.bytes().map(usize::from).sum::<usize>() % 2 != half);
            if rows.len() < LEAST || wanted.is_empty() || is_other_half {
                continue;
            }
            let hits = |label: &str| f64::from(u8::from(!self.stems(label).is_disjoint(&wanted)));
            let first = label.split(" / ").next().unwrap_or_default();
            figures.groups += 1.0;
            figures.ours += hits(label);
            figures.first += hits(first);
            figures.three += hits(&peers[group][..peers[group].len().min(3)].join(" "));
            figures.five += hits(&peers[group].join(" "));
            figures.phrases += f64::from(u8::from(first.contains([' ', '-'])));
            figures.words += self.words(label).len() as f64;
            figures.different.insert(label.clone());
            if self.show {
                let three = peers[group][..peers[group].len().min(3)].join(", ");
                println!("  {:<44.44} | {label:<52} | {three}", name);
            }
        }
        Ok(figures)
    }

    /// The five words of each group with the greatest class-based TF-IDF.
    fn peers(&self, texts: &[&str], groups: &[Option<usize>], count: usize) -> Vec<Vec<String>> {
        let mut of_group: Vec<BTreeMap<String, f64>> = vec![BTreeMap::new(); count];
        let mut of_all: BTreeMap<String, f64> = BTreeMap::new();
        for (text, group) in texts.iter().zip(groups) {
            for word in group.iter().flat_map(|_| self.words(text)) {
                *of_all.entry(word.clone()).or_default() += 1.0;
                *of_group[group.unwrap_or_default()].entry(word).or_default() += 1.0;
            }
        }
        let mean = of_all.values().sum::<f64>() / count.max(1) as f64;
        let strongest = |words: BTreeMap<String, f64>| {
            let all: f64 = words.values().sum();
            let mut words: Vec<(f64, String)> = words
                .into_iter()
                .map(|(word, times)| (times / all * (1.0 + mean / of_all[&word]).ln(), word))
                .collect();
            words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            words.into_iter().take(5).map(|(_, word)| word).collect()
        };
        of_group.into_iter().map(strongest).collect()
    }
}
