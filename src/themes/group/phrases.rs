//! Which phrases of its texts a theme may be called by, and which of them it is.
//!
//! A candidate is one of the words that weigh most in the theme, or a sequence of up to four words that begins and ends with such words and may hold a
//! link ("lack of time"). A noun that the texts mostly deny keeps what denies it ("no time"). Candidates with the same stems are one, whatever
//! their order and endings; a candidate is shown in its commonest form.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::lang::{Classes, Language, List};
use crate::text::words::{each_key, is_apostrophe, without_ending};
use crate::themes::coding::BETWEEN;
use crate::themes::group::label::ThemeLabel;
use crate::themes::text::no_content::NoContent;

/// Words of a phrase, with its links.
const LONGEST: usize = 4;
/// Parts of a label, unless more are needed to tell it from another.
const PARTS: usize = 3;
/// Words with weight of a label.
const MOST: usize = 5;
/// How far the share of the texts that hold a candidate counts beside the weights of its words.
const COVERAGE: f64 = 0.3;
/// How much better a phrase names than a word of the same weight.
const PHRASE: f64 = 1.3;
/// What a verb, an adjective or an adverb by itself counts, and a phrase that begins with a verb; what each link costs.
const NO_NOUN: f64 = 0.6;
const BEGINS_WITH_VERB: f64 = 0.8;
const LINK: f64 = 0.9;
/// A phrase stands in at least this share of the texts.
const SHARE: f64 = 0.015;
/// A further part is no weaker than this against the first.
const WEAKEST: f64 = 0.15;
/// Texts of which hardly two say the same.
const FEW: usize = 5;
/// Letters of a text that stands for the label of a theme without words.
const OF_TEXT: usize = 40;
/// What joins the parts of a compound.
const HYPHENS: &[&str] = &["-", "\u{2010}", "\u{2011}"];
/// The first number of a candidate that keeps a denial.
const DENIED: u32 = u32::MAX;

/// A phrase or word that a theme may be called by.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    form: String,
    stems: Vec<u32>,
    score: f64,
}

/// Texts of a theme, the weights of the words that may name it, and the stem of a word with content.
pub(super) struct Sample<'s, F> {
    pub(super) texts: &'s [&'s str],
    pub(super) weights: &'s FxHashMap<u32, f64>,
    pub(super) stem: &'s F,
}

/// How phrases are read in a language.
pub(super) struct Phrases<'l> {
    language: &'l Language,
    links: FxHashSet<&'l str>,
    lacks: FxHashSet<&'l str>,
    particles: FxHashSet<&'l str>,
    listening: NoContent,
}

/// A word of a text.
struct Word {
    key: String,
    start: usize,
    end: usize,
    /// Its stem, where the word may name the theme.
    stem: Option<u32>,
    is_verb: bool,
    /// Whether its capital is that of a noun, in a language that gives every noun one.
    has_noun_capital: bool,
    /// Whether nothing but a space or a hyphen is before it.
    joined: bool,
}

/// What was found of one candidate.
#[derive(Default)]
struct Found {
    texts: u32,
    last: Option<usize>,
    forms: FxHashMap<String, (u32, f64)>,
}

impl Found {
    /// The commonest form, and what it counts.
    fn form(&self) -> (&str, f64) {
        let best = self.forms.iter().max_by(|a, b| a.1.0.cmp(&b.1.0).then_with(|| b.0.cmp(a.0)));
        best.map_or(("", 0.0), |(form, (_, factor))| (form, *factor))
    }
}

impl<'l> Phrases<'l> {
    pub(super) fn new(language: &'l Language) -> Self {
        let list = |list| language.list(list).iter().map(|phrase| &**phrase).collect();
        Self {
            language,
            links: list(List::LabelLinks),
            lacks: list(List::LabelLacks),
            particles: list(List::LabelParticles),
            listening: NoContent::new(language),
        }
    }

    /// What a theme may be called, best first.
    pub(super) fn candidates<F: Fn(&str) -> Option<u32>>(&self, sample: &Sample<'_, F>) -> Vec<Candidate> {
        let mut found: FxHashMap<Vec<u32>, Found> = FxHashMap::default();
        let small = self.written_small(sample);
        for (at, text) in sample.texts.iter().enumerate() {
            let shouted = text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
            let words = self.words(text, sample, &small);
            let mut add = |mut stems: Vec<u32>, first: usize, last: usize, factor: f64| {
                stems.sort_unstable();
                let entry = found.entry(stems).or_default();
                if entry.last != Some(at) {
                    entry.last = Some(at);
                    entry.texts += 1;
                    let (first, last) = self.whole(text, &words, first, last);
                    let form = self.form(text, &words[first..=last], shouted);
                    entry.forms.entry(form).or_insert((0, factor)).0 += 1;
                }
            };
            for first in 0..words.len() {
                self.sequences(&words, first, &mut add);
            }
        }
        self.weigh(&found, sample)
    }

    /// The stems that the texts write without a capital inside a sentence, where the language gives every noun one: none of them is a noun.
    fn written_small<F: Fn(&str) -> Option<u32>>(&self, sample: &Sample<'_, F>) -> FxHashSet<u32> {
        let mut small = FxHashSet::default();
        if self.language.writing().capitalised_nouns {
            for text in sample.texts.iter().filter(|text| text.chars().any(char::is_uppercase)) {
                each_key(text, &mut String::new(), |key, span| {
                    if span.of(text).starts_with(char::is_lowercase) && !starts_sentence(text, span.start()) {
                        small.extend((sample.stem)(key));
                    }
                });
            }
        }
        small
    }

    fn words<F: Fn(&str) -> Option<u32>>(
        &self,
        text: &str,
        sample: &Sample<'_, F>,
        written_small: &FxHashSet<u32>,
    ) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let mut end = 0;
        each_key(text, &mut String::new(), |key, span| {
            let classes = self.language.word(key).classes;
            let open = Classes::VERB | Classes::ADJECTIVE | Classes::REPORTING;
            let other = || {
                classes.any(open | Classes::ADVERB) && !classes.any(Classes::NOUN)
                    || (sample.stem)(key).is_some_and(|stem| written_small.contains(&stem))
            };
            let has_noun_capital = self.language.writing().capitalised_nouns
                && span.of(text).starts_with(char::is_uppercase)
                && !(starts_sentence(text, span.start()) && other());
            let is_noun =
                if self.language.writing().capitalised_nouns { has_noun_capital } else { classes.any(Classes::NOUN) };
            let small =
                classes.any(Classes::CLOSED | Classes::ADVERB) && !classes.any(Classes::NOUN | Classes::ADJECTIVE);
            let stem = (sample.stem)(key).filter(|stem| sample.weights.contains_key(stem));
            words.push(Word {
                stem: stem.filter(|_| !small && !self.is_elided(key)),
                is_verb: !is_noun && (classes.any(open) || self.has_verb_ending(key)),
                has_noun_capital,
                joined: matches!(&text[end..span.start()], " " | "-" | "\u{2010}" | "\u{2011}"),
                key: key.to_owned(),
                start: span.start(),
                end: span.end(),
            });
            end = span.end();
        });
        // Between commas "right" and "sure" only listen.
        let mut start = 0;
        for end in 1..=words.len() {
            if words.get(end).is_some_and(|word| word.joined) {
                continue;
            }
            if self.listening.only_listens(words[start..end].iter().map(|word| &*word.key)) {
                words[start..end].iter_mut().for_each(|word| word.stem = None);
            }
            start = end;
        }
        words
    }

    /// Whether a word is two small ones, of which the first has lost its end: "j'ai".
    fn is_elided(&self, key: &str) -> bool {
        let is_stop = |word: &str| self.language.word(word).classes.any(Classes::STOP);
        key.split_once(is_apostrophe).is_some_and(|(first, rest)| is_stop(first) && is_stop(rest))
    }

    fn has_verb_ending(&self, key: &str) -> bool {
        let ends = |list| self.language.list(list).iter().any(|ending| key.ends_with(&**ending));
        ends(List::VerbEndings) && !ends(List::GerundEndings)
    }

    /// The candidates that begin with a word: their stems, first and last word, and what they count.
    fn sequences(&self, words: &[Word], first: usize, add: &mut impl FnMut(Vec<u32>, usize, usize, f64)) {
        if let Some(behind) = self.lack(words, first) {
            let mut stems = vec![DENIED];
            for (last, word) in words.iter().enumerate().take(first + LONGEST).skip(behind) {
                let Some(stem) = word.stem.filter(|_| word.joined) else { break };
                stems.push(stem);
                if !word.is_verb {
                    add(stems.clone(), first, last, 1.0);
                }
            }
        }
        let Some(stem) = words[first].stem else { return };
        let alone = if words[first].is_verb { NO_NOUN } else { 1.0 };
        add(vec![stem], first, first, alone);
        let mut factor =
            if words[first].is_verb && !self.is_adjective(&words[first].key) { BEGINS_WITH_VERB } else { 1.0 };
        let mut stems = vec![stem];
        let mut link = String::new();
        for (last, word) in words.iter().enumerate().take(first + LONGEST).skip(first + 1) {
            if !word.joined {
                return;
            }
            if let Some(stem) = word.stem {
                if stems.contains(&stem) || !link.is_empty() && !self.links.contains(&*link) {
                    return;
                }
                if !link.is_empty() {
                    factor *= LINK;
                    link.clear();
                }
                stems.push(stem);
                if !word.is_verb {
                    add(stems.clone(), first, last, factor);
                }
            } else {
                if !link.is_empty() {
                    link.push(' ');
                }
                link.push_str(&word.key);
            }
        }
    }

    fn is_adjective(&self, key: &str) -> bool {
        self.language.word(key).classes.any(Classes::ADJECTIVE)
    }

    /// The word behind what denies it, where that begins here.
    fn lack(&self, words: &[Word], first: usize) -> Option<usize> {
        let mut phrase = String::new();
        let mut longest = None;
        for (at, word) in words.iter().enumerate().skip(first).take(LONGEST - 1) {
            if at > first {
                phrase.push(' ');
            }
            phrase.push_str(&word.key);
            if self.lacks.contains(&*phrase) {
                longest = Some(at + 1);
            }
        }
        longest
    }

    /// The first and last word with the other parts of the compounds that they are in ("top-up"), and with the particle of a verb ("top up").
    fn whole(&self, text: &str, words: &[Word], mut first: usize, mut last: usize) -> (usize, usize) {
        let between = |at: usize| words.get(at).map_or("", |word| &text[words[at - 1].end..word.start]);
        let farthest = (first.saturating_sub(LONGEST), last + LONGEST);
        while first > farthest.0 && HYPHENS.contains(&between(first)) {
            first -= 1;
        }
        while last < farthest.1 && HYPHENS.contains(&between(last + 1)) {
            last += 1;
        }
        if between(last + 1) == " " && self.particles.contains(&*words[last + 1].key) {
            last += 1;
        }
        (first, last)
    }

    /// Words as they are shown: as written, but for a capital that the start of a sentence or shouting explains, and for an elided article in front.
    fn form(&self, text: &str, words: &[Word], shouted: bool) -> String {
        let Some((first, behind)) = words.split_first() else { return String::new() };
        let mut form = self.word(text, first, shouted);
        let written = &text[first.start..first.end];
        if !behind.is_empty() && written.len() > form.len() && written.ends_with(['s', 'S']) {
            form += "'s";
        }
        if let Some((article, rest)) = form.split_once(is_apostrophe)
            && self.language.word(&article.to_lowercase()).classes.any(Classes::STOP)
        {
            form = rest.to_owned();
        }
        if let Some(last) = behind.last() {
            let middle = &text[first.end..last.start];
            form += &if shouted { middle.to_lowercase() } else { middle.to_owned() };
            form += &self.word(text, last, shouted);
        }
        form
    }

    fn word(&self, text: &str, word: &Word, shouted: bool) -> String {
        let written = &text[word.start..word.end];
        let has_capitals = written.chars().skip(1).any(char::is_uppercase);
        let as_written = !shouted && (!starts_sentence(text, word.start) || has_capitals || word.has_noun_capital);
        if as_written { without_ending(written) } else { word.key.clone() }
    }

    /// The candidates with what they count, best first.
    fn weigh<F>(&self, found: &FxHashMap<Vec<u32>, Found>, sample: &Sample<'_, F>) -> Vec<Candidate> {
        let all = sample.texts.len().max(1) as f64;
        // Of a few texts hardly any say the same thing twice: there two words side by side are a phrase.
        let least = if sample.texts.len() <= FEW { 1.0 } else { (SHARE * all).max(2.0) };
        let candidate = |(stems, one): (&Vec<u32>, &Found)| {
            let (form, mut factor) = one.form();
            let denied = stems.last() == Some(&DENIED);
            let own = &stems[..stems.len() - usize::from(denied)];
            let mut texts = one.texts;
            if denied {
                // Where the noun is mostly denied, its name is the denial.
                let bare = found.get(own).map_or(0, |bare| bare.texts);
                texts = if 2 * texts >= bare { texts.max(bare) } else { return None };
            }
            if own.len() > 1 || denied {
                let accident = one.texts == 1 && (form.split([' ', '-']).count() > 2 || factor < 1.0);
                if f64::from(one.texts) < least || accident {
                    return None;
                }
                factor *= PHRASE;
            }
            let weight: f64 = own.iter().filter_map(|stem| sample.weights.get(stem)).sum();
            let score = weight * (f64::from(texts) / all).powf(COVERAGE) * factor;
            Some(Candidate { form: form.to_owned(), stems: own.to_vec(), score })
        };
        let mut candidates: Vec<Candidate> = found.iter().filter_map(candidate).collect();
        candidates.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.form.cmp(&b.form)));
        candidates
    }
}

/// Whether a capital at this place says no more than that a sentence starts.
fn starts_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end().chars().next_back();
    before.is_none_or(|sign| !sign.is_alphanumeric() && sign != ',')
}

/// Gives each theme a label of its best candidates that no theme before it has; a theme without any is called by its first text.
pub(super) fn choose<'t>(mut themes: Vec<ThemeLabel>, first_texts: impl Iterator<Item = &'t str>) -> Vec<ThemeLabel> {
    let mut taken: FxHashSet<String> = FxHashSet::default();
    leave_out_common(&mut themes);
    for (theme, first_text) in themes.iter_mut().zip(first_texts) {
        let candidates = std::mem::take(&mut theme.candidates);
        let mut label = label_of(&parts(&candidates, &taken));
        if label.is_empty() {
            label = head(first_text);
        }
        let plain = label.clone();
        let mut number = 2;
        while taken.contains(&label) {
            label = format!("{plain} ({number})");
            number += 1;
        }
        taken.insert(label.clone());
        theme.label = label;
    }
    themes
}

/// Leaves out what would be a further part of the labels of more than half of the themes: it tells none of them.
fn leave_out_common(themes: &mut [ThemeLabel]) {
    let mut labels: FxHashMap<Vec<u32>, usize> = FxHashMap::default();
    for theme in themes.iter() {
        for part in parts(&theme.candidates, &FxHashSet::default()) {
            *labels.entry(part.stems.clone()).or_default() += 1;
        }
    }
    let half = themes.len() / 2;
    let is_common = |stems: &Vec<u32>| labels.get(stems).is_some_and(|count| *count > half.max(1));
    for theme in themes.iter_mut() {
        let mut place = 0;
        theme.candidates.retain(|candidate| {
            place += 1;
            place == 1 || !is_common(&candidate.stems)
        });
    }
}

/// The parts of a label: no word comes twice, and none is far weaker than the first unless a label that is taken asks for it.
fn parts<'c>(candidates: &'c [Candidate], taken: &FxHashSet<String>) -> Vec<&'c Candidate> {
    let mut parts: Vec<&Candidate> = Vec::new();
    let mut used: Vec<u32> = Vec::new();
    let strongest = candidates.first().map_or(0.0, |best| best.score);
    for candidate in candidates {
        let is_taken = !parts.is_empty() && taken.contains(&label_of(&parts));
        let is_weak = candidate.score < WEAKEST * strongest;
        if !is_taken && (parts.len() >= PARTS || is_weak) || parts.len() > PARTS {
            break;
        }
        let fits = is_taken || used.len() + candidate.stems.len() <= MOST;
        if fits && !candidate.stems.iter().any(|stem| used.contains(stem)) {
            parts.push(candidate);
            used.extend(&candidate.stems);
        }
    }
    parts
}

fn label_of(parts: &[&Candidate]) -> String {
    parts.iter().map(|part| part.form.as_str()).collect::<Vec<_>>().join(BETWEEN)
}

/// The beginning of a text, up to its first comma or full stop.
fn head(text: &str) -> String {
    let clause = text.split([',', '.', ';', '!', '?', '\n']).map(str::trim).find(|clause| !clause.is_empty());
    clause.unwrap_or_default().chars().take(OF_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use crate::lang::{Classes, Language};
    use crate::text::words::each_key;
    use crate::themes::label_groups;

    /// The labels of groups of texts.
    fn labels(language: &Language, groups: &[&[&str]]) -> Vec<String> {
        let texts: Vec<&str> = groups.concat();
        let numbers: Vec<Option<usize>> =
            groups.iter().enumerate().flat_map(|(group, texts)| texts.iter().map(move |_| Some(group))).collect();
        label_groups(language, &texts, &numbers).unwrap().into_iter().map(|theme| theme.label).collect()
    }

    fn english(groups: &[&[&str]]) -> Vec<String> {
        labels(&Language::english(), groups)
    }

    #[test]
    fn a_theme_is_called_by_a_phrase_of_its_texts() {
        let found = english(&[
            &[
                "Waiting times are too long.",
                "The waiting time was awful",
                "Waiting times!",
                "Long waiting times again",
            ],
            &["We have freedom to choose topics", "The freedom to choose topics", "Freedom to choose our topics"],
            &["SHORT-TERM RESEARCH", "It is only short-term research.", "Short-term research wins."],
        ]);
        assert!(found[0].contains("waiting times"), "{found:?}");
        assert!(found[1].starts_with("freedom to choose"), "{found:?}");
        assert!(found[2].starts_with("short-term research"), "{found:?}");
    }

    #[test]
    fn a_denied_noun_keeps_what_denies_it() {
        let found = english(&[
            &["There is no time.", "We have no time for it", "no time", "No time, no money"],
            &["Not enough rooms", "There are not enough rooms here.", "not enough rooms for all"],
            &["Lack of staff", "There is a lack of staff", "lack of staff at night"],
            &["The garden is green.", "A garden with roses", "We have no garden", "Garden work"],
        ]);
        assert!(found[0].starts_with("no time"), "{found:?}");
        assert!(found[1].starts_with("not enough rooms"), "{found:?}");
        assert!(found[2].starts_with("lack of staff"), "{found:?}");
        assert!(!found[3].contains("no garden"), "{found:?}");
    }

    #[test]
    fn what_stands_in_most_themes_is_no_further_part_of_a_label() {
        let found = english(&[
            &["The parking is a problem.", "parking problem", "a problem is parking"],
            &["The food is a problem.", "problem: food", "food, a problem"],
            &["The noise is a problem.", "noise problem", "a problem, noise"],
        ]);
        for (label, topic) in found.iter().zip(["parking", "food", "noise"]) {
            assert!(label.contains(topic), "{found:?}");
        }
        assert!(found.iter().filter(|label| label.ends_with("/ problem")).count() < 2, "{found:?}");
    }

    #[test]
    fn a_compound_and_a_particle_stay_whole() {
        let found = english(&[
            &["My top up failed", "the top up did not work", "Top up please", "top up with card"],
            &["The follow-up was late.", "a follow-up", "Follow-up with me", "No follow-up came"],
            &["The garden", "garden roses"],
        ]);
        assert!(found[0].starts_with("top up"), "{found:?}");
        assert!(found[1].contains("follow-up"), "{found:?}");
        let long = "a-".repeat(30) + "garden";
        assert!(english(&[&[&long, &long], &["bus", "the bus"]])[0].len() < 40);
    }

    #[test]
    fn where_nouns_have_capitals_one_that_starts_a_sentence_makes_no_noun() {
        let german = Language::named("de").unwrap();
        let groups: &[&[&str]] = &[
            &["Größere Räume bitte", "Wir brauchen größere Räume", "Größere Räume!"],
            &["Kantine zu teuer", "Die Kantine", "Kantine"],
        ];
        let found = labels(&german, groups);
        assert!(found[0].starts_with("größere Räume"), "{found:?}");
        assert!(found[1].starts_with("Kantine"), "{found:?}");
    }

    #[test]
    fn no_label_has_a_comma_and_none_comes_twice() {
        let found = english(&[
            &["Red, green and blue", "green, red", "blue, green"],
            &["The bus", "the bus"],
            &["A bus!"],
            &["it is, of, the"],
        ]);
        assert!(found.iter().all(|label| !label.contains(',') && !label.is_empty()), "{found:?}");
        assert_eq!(found.iter().collect::<std::collections::BTreeSet<_>>().len(), found.len(), "{found:?}");
    }

    #[test]
    fn a_spoken_transcript_gives_no_filler_as_a_label() {
        let found = english(&[
            &[
                "Uh, um, yeah, the printer, you know, the printer jams.",
                "Yeah, um, like, the printer",
                "I mean, uh, printer",
            ],
            &["Well, okay, um, parking is, like, hard", "Yeah, yeah, parking", "Uh, so, the parking lot, kind of"],
        ]);
        let english = Language::english();
        for label in &found {
            each_key(label, &mut String::new(), |word, _| {
                assert!(!english.word(word).classes.any(Classes::STOP), "{word} in {label}");
            });
        }
        assert!(found[0].contains("printer") && found[1].contains("parking"), "{found:?}");
    }

    #[test]
    fn surveys_in_other_languages_give_phrases_without_function_words_at_their_ends() {
        let cases: [(&str, &[&str], &str); 6] = [
            (
                "de",
                &["Die Wartezeit beim Arzt ist zu lang.", "Lange Wartezeit beim Arzt", "Wartezeit beim Arzt"],
                "Wartezeit",
            ),
            ("fr", &["Le temps d’attente est long", "Trop de temps d'attente", "Un temps d'attente énorme"], "temps d"),
            ("es", &["Hay falta de tiempo", "La falta de tiempo es lo peor", "falta de tiempo"], "falta de tiempo"),
            ("it", &["La mancanza di tempo", "mancanza di tempo", "C'è una mancanza di tempo"], "mancanza di tempo"),
            ("pt", &["A falta de tempo", "falta de tempo", "Temos falta de tempo"], "falta de tempo"),
            (
                "nl",
                &["Er is gebrek aan personeel", "gebrek aan personeel", "Het gebrek aan personeel"],
                "gebrek aan personeel",
            ),
        ];
        for (code, texts, wanted) in cases {
            let language = Language::named(code).unwrap();
            let found = labels(&language, &[texts, &["abc", "abc xyz"]]);
            assert!(found[0].contains(wanted), "{code}: {found:?}");
            for part in found[0].split(crate::themes::coding::BETWEEN) {
                let mut words: Vec<String> = Vec::new();
                each_key(part, &mut String::new(), |word, _| words.push(word.to_owned()));
                for word in [words.first(), words.last()].into_iter().flatten() {
                    assert!(!language.word(word).classes.any(Classes::STOP), "{code}: {word} in {part}");
                }
            }
        }
    }
}
