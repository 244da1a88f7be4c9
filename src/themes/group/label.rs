//! What a theme is called: phrases of its texts, and the words that mark it, as people wrote them.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::lang::{Classes, Language};
use crate::text::words::{each_key, without_ending};
use crate::themes::group::phrases::{Candidate, Phrases, Sample, choose};
use crate::themes::text::bag_of_words::BagOfWords;

/// Words that mark a theme.
const TERMS: usize = 10;
/// Words of which a name may be made.
const NAMING: usize = 24;
/// Texts of a theme that are looked at for spelling and phrases.
const LOOK_AT: usize = 300;

/// The label and the terms of one theme.
#[derive(Clone, Debug, Default)]
pub(crate) struct ThemeLabel {
    pub(crate) label: String,
    pub(crate) terms: Vec<(String, f64)>,
    /// The phrases and words that it may be called by, best first.
    pub(super) candidates: Vec<Candidate>,
}

/// Labels and terms of themes; `groups` has the theme of each different text, `texts` what was read.
pub(crate) fn name_themes(
    bags: &BagOfWords,
    texts: &[&str],
    groups: &[Option<usize>],
    count: usize,
    language: &Language,
) -> Vec<ThemeLabel> {
    // Words become stems; stop words, single letters and bare numbers name nothing.
    let mut stem_ids: FxHashMap<&str, u32> = FxHashMap::default();
    let stem_of: Vec<Option<u32>> = bags
        .words
        .iter()
        .zip(bags.stems(language))
        .map(|(word, stem)| {
            if !names_something(word, language) {
                return None;
            }
            let next = stem_ids.len() as u32;
            Some(*stem_ids.entry(&**stem).or_insert(next))
        })
        .collect();
    let mut texts_with = vec![0_u32; stem_ids.len()];
    for row in 0..bags.len() {
        for (word, _) in bags.rows.row(row) {
            if let Some(stem) = stem_of[word] {
                texts_with[stem as usize] += 1;
            }
        }
    }
    let all = bags.len() as f64;
    let idf: Vec<f64> = texts_with.iter().map(|with| ((1.0 + all) / (1.0 + f64::from(*with))).ln() + 1.0).collect();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (row, group) in groups.iter().enumerate() {
        if let Some(group) = *group {
            members[group].push(row);
        }
    }
    let word_id: FxHashMap<&str, usize> = bags.words.iter().zip(0..).map(|(word, id)| (&**word, id)).collect();
    let stem = |word: &str| word_id.get(word).and_then(|word| stem_of[*word]);
    let phrases = Phrases::new(language);
    // People name themes by commoner words than those that tell them apart best.
    let milder: Vec<f64> = idf.iter().map(|idf| idf.sqrt()).collect();
    let named: Vec<ThemeLabel> = (0..count)
        .into_par_iter()
        .map(|group| {
            let first_texts = members[group].iter().map(|&row| texts[bags.representative[row] as usize]);
            let sample: Vec<&str> = first_texts.take(LOOK_AT).collect();
            let size = members[group].len().max(1) as f64;
            let marking = strongest(bags, &members[group], &stem_of, &idf, TERMS + 4);
            let terms = spell(&marking, sample.iter().copied(), stem);
            let weights = strongest(bags, &members[group], &stem_of, &milder, NAMING).into_iter().collect();
            ThemeLabel {
                label: String::new(),
                terms: terms.into_iter().map(|(term, weight)| (term, weight / size)).collect(),
                candidates: phrases.candidates(&Sample { texts: &sample, weights: &weights, stem: &stem }),
            }
        })
        .collect();
    let first_texts =
        members.iter().map(|rows| rows.first().map_or("", |&row| texts[bags.representative[row] as usize]));
    choose(named, first_texts)
}

/// The stems with the greatest sums over some texts of their normalised weights, at most `most`, greatest first.
fn strongest(bags: &BagOfWords, rows: &[usize], stem_of: &[Option<u32>], idf: &[f64], most: usize) -> Vec<(u32, f64)> {
    let mut sums = vec![0.0_f64; idf.len()];
    let mut stems: Vec<u32> = Vec::new();
    let mut terms: Vec<(u32, f64)> = Vec::new();
    for &row in rows {
        terms.clear();
        for (word, times) in bags.rows.row(row) {
            if let Some(stem) = stem_of[word] {
                let times = if times > 1.0 { 1.0 + f64::from(times).ln() } else { 1.0 };
                terms.push((stem, times * idf[stem as usize]));
            }
        }
        let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        for (stem, weight) in &terms {
            let sum = &mut sums[*stem as usize];
            if *sum == 0.0 {
                stems.push(*stem);
            }
            *sum += weight / length;
        }
    }
    let mut strongest: Vec<(u32, f64)> = stems.into_iter().map(|stem| (stem, sums[stem as usize])).collect();
    strongest.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    strongest.truncate(most);
    strongest
}

fn names_something(word: &str, language: &Language) -> bool {
    // One sign is a word in some scripts, a stray letter in others.
    let is_stray = word.chars().nth(1).is_none() && word.is_ascii();
    !is_stray && !word.chars().all(|letter| letter.is_numeric()) && !language.word(word).classes.any(Classes::STOP)
}

/// Writes stems as the texts do: in their commonest form, and side by side where they mostly are.
fn spell<'a>(
    strongest: &[(u32, f64)],
    texts: impl Iterator<Item = &'a str>,
    stem: impl Fn(&str) -> Option<u32>,
) -> Vec<(String, f64)> {
    let place: FxHashMap<u32, usize> = strongest.iter().zip(0..).map(|((stem, _), at)| (*stem, at)).collect();
    let mut forms: Vec<FxHashMap<String, u32>> = vec![FxHashMap::default(); strongest.len()];
    let mut pairs: FxHashMap<(usize, usize), FxHashMap<String, u32>> = FxHashMap::default();
    let mut occurrences = vec![0_u32; strongest.len()];
    let mut buffer = String::new();
    for text in texts {
        let shouted = text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
        let mut before: Option<(usize, usize, usize)> = None;
        each_key(text, &mut buffer, |word, span| {
            let Some(&at) = stem(word).as_ref().and_then(|stem| place.get(stem)) else {
                before = None;
                return;
            };
            occurrences[at] += 1;
            // A capital at the start of a text or sentence, or in a shouted text, says nothing of the word.
            let written = span.of(text);
            let starts = text[..span.start()]
                .trim_end()
                .chars()
                .next_back()
                .is_none_or(|sign| !sign.is_alphanumeric() && sign != ',');
            let as_written = !shouted && (!starts || written.chars().skip(1).any(char::is_uppercase));
            let form = if as_written { without_ending(written) } else { word.to_owned() };
            *forms[at].entry(form).or_default() += 1;
            if let Some((other, start, end)) = before {
                let gap = &text[end..span.start()];
                if other != at && matches!(gap, " " | "-") {
                    let phrase = text[start..span.start()].to_lowercase() + word;
                    *pairs.entry((other, at)).or_default().entry(phrase).or_default() += 1;
                }
            }
            before = Some((at, span.start(), span.end()));
        });
    }
    let commonest = |counts: &FxHashMap<String, u32>| -> Option<(String, u32)> {
        let mut counts: Vec<(&String, &u32)> = counts.iter().collect();
        counts.sort_unstable_by(|a, b| b.1.cmp(a.1).then(b.0.cmp(a.0)));
        counts.first().map(|(form, count)| ((*form).clone(), **count))
    };
    // Two words that are side by side in most places of either are one term.
    let mut joined: Vec<((usize, usize), String)> = pairs
        .iter()
        .filter_map(|(&(a, b), phrases)| {
            let together: u32 = phrases.values().sum();
            let either = occurrences[a].max(occurrences[b]);
            (together >= 2 && 3 * together >= 2 * either).then(|| Some(((a, b), commonest(phrases)?.0)))?
        })
        .collect();
    joined.sort_unstable();
    let mut used = vec![false; strongest.len()];
    let mut phrase_at: Vec<Option<String>> = vec![None; strongest.len()];
    for ((a, b), phrase) in joined {
        if !used[a] && !used[b] {
            used[a] = true;
            used[b] = true;
            phrase_at[a.min(b)] = Some(phrase);
        }
    }
    (0..strongest.len())
        .filter_map(|at| {
            let term = match &phrase_at[at] {
                Some(phrase) => phrase.clone(),
                None if used[at] => return None,
                None => commonest(&forms[at])?.0,
            };
            Some((term, strongest[at].1))
        })
        .take(TERMS)
        .collect()
}
