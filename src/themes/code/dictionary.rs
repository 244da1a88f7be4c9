//! Which words of a codebook a text has.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::error::{Error, Result};
use crate::lang::Language;
use crate::text::Span;
use crate::themes::code::codebook::{Code, Codebook, Negation};
use crate::themes::code::polarity::{Lexicon, is_denied};
use crate::themes::polarity::Polarity;
use crate::themes::text::token::{Token, Tokenizer};

/// Common words that may come between two words of a phrase.
const GAP: usize = 3;
/// The words of a phrase at most: what is longer is no phrase, and each would be compared with each word of a text.
const LONGEST: usize = 100;

/// The words of all codes, ready to be found in one pass over a text.
#[derive(Clone, Debug)]
pub(crate) struct Dictionary {
    patterns: Vec<Pattern>,
    /// Patterns by the stem of their first word.
    by_stem: FxHashMap<Box<str>, Vec<u32>>,
    /// Patterns whose first word is a prefix, by that prefix.
    by_prefix: FxHashMap<Box<str>, Vec<u32>>,
    /// What each code takes, praise or complaints.
    polarities: Vec<Option<Polarity>>,
    /// Empty where no code has a polarity.
    lexicon: Lexicon,
}

#[derive(Clone, Debug)]
struct Pattern {
    code: usize,
    /// The index in the code's words; none for a word of the name of a code without words.
    word: Option<usize>,
    /// Whether it is but one word of a longer name of a code without words.
    of_name: bool,
    exclusion: bool,
    affirmed: bool,
    parts: Vec<Part>,
    weight: f64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    Stem(Box<str>),
    Prefix(Box<str>),
}

impl Part {
    fn matches(&self, token: &Token) -> bool {
        match self {
            Self::Stem(stem) => *stem == token.stem,
            Self::Prefix(prefix) => token.key.starts_with(&**prefix),
        }
    }
}

/// What one text has of one code.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) code: usize,
    pub(crate) score: f64,
    /// The places of the words that counted, in order, disjoint.
    pub(crate) places: Vec<Span>,
    /// The indices of the code's words that occur, whether they counted or not.
    pub(crate) words: Vec<usize>,
    /// Whether the code takes praise or complaints only, and the text shows neither where its words stand.
    pub(crate) unsure: bool,
    /// Whether nothing counted but words of a longer name: the code has none of its own, and its name is not there.
    pub(crate) part_of_name: bool,
}

struct Hit {
    pattern: usize,
    first: usize,
    /// One past the last token.
    end: usize,
}

impl Dictionary {
    pub(crate) fn new(codebook: &Codebook, language: &Language) -> Result<Self> {
        let mut tokenizer = Tokenizer::new(language);
        let mut patterns = Vec::new();
        let tree = codebook.tree();
        for (index, code) in codebook.codes.iter().enumerate() {
            let word = |what: &str| Error::setting("codebook", format!("code `{}`: {what}", code.name));
            for (number, written) in code.words.iter().enumerate() {
                let (parts, affirmed) =
                    parse(written, &mut tokenizer).map_err(|what| word(&format!("the word `{written}` {what}")))?;
                let affirmed = affirmed || code.negation == Negation::Excludes;
                patterns.push(Pattern {
                    code: index,
                    word: Some(number),
                    of_name: false,
                    exclusion: false,
                    affirmed,
                    parts,
                    weight: 0.0,
                });
            }
            for written in &code.exclusions {
                let (parts, _) = parse(written, &mut tokenizer)
                    .map_err(|what| word(&format!("the exclusion `{written}` {what}")))?;
                patterns.push(Pattern {
                    code: index,
                    word: None,
                    of_name: false,
                    exclusion: true,
                    affirmed: false,
                    parts,
                    weight: 0.0,
                });
            }
            if code.words.is_empty() && !tree.is_heading(code) {
                patterns.extend(name_patterns(index, code, &mut tokenizer));
            }
        }
        // A word that several codes claim says less of each.
        let mut claims: BTreeMap<Vec<Part>, usize> = BTreeMap::new();
        for pattern in patterns.iter().filter(|pattern| !pattern.exclusion) {
            *claims.entry(pattern.parts.clone()).or_default() += 1;
        }
        for pattern in patterns.iter_mut().filter(|pattern| !pattern.exclusion) {
            let claims = claims.get(&pattern.parts).copied().unwrap_or(1).max(1);
            pattern.weight = pattern.parts.len() as f64 / claims as f64;
        }
        let mut by_stem: FxHashMap<Box<str>, Vec<u32>> = FxHashMap::default();
        let mut by_prefix: FxHashMap<Box<str>, Vec<u32>> = FxHashMap::default();
        for (number, pattern) in (0..).zip(&patterns) {
            match &pattern.parts[0] {
                Part::Stem(stem) => by_stem.entry(stem.clone()).or_default().push(number),
                Part::Prefix(prefix) => by_prefix.entry(prefix.clone()).or_default().push(number),
            }
        }
        let polarities: Vec<Option<Polarity>> = codebook.codes.iter().map(|code| code.polarity).collect();
        let lexicon = if polarities.iter().any(Option::is_some) { Lexicon::new(language) } else { Lexicon::default() };
        Ok(Self { patterns, by_stem, by_prefix, polarities, lexicon })
    }

    /// What a text has of each code that it has something of, in the codebook's order.
    pub(crate) fn find(&self, tokens: &[Token]) -> Vec<Found> {
        let mut hits: BTreeMap<usize, Vec<Hit>> = BTreeMap::new();
        for first in 0..tokens.len() {
            self.starting_at(tokens, first, &mut |pattern| {
                if let Some(end) = follow(&self.patterns[pattern].parts, tokens, first) {
                    hits.entry(self.patterns[pattern].code).or_default().push(Hit { pattern, first, end });
                }
            });
        }
        hits.into_iter().filter_map(|(code, hits)| self.weigh(code, hits, tokens)).collect()
    }

    /// Whether a text says the contrary of what a code takes, and nothing else.
    pub(crate) fn is_contrary(&self, code: usize, tokens: &[Token]) -> bool {
        let wanted = self.polarities[code];
        wanted.is_some_and(|wanted| self.lexicon.of_all(tokens) == Some(wanted.turned()))
    }

    /// Whether any code takes praise or complaints only.
    pub(crate) fn has_polarity(&self) -> bool {
        self.polarities.iter().any(Option::is_some)
    }

    /// What is said where a hit stands.
    fn said_of(&self, hit: &Hit, tokens: &[Token]) -> Option<Polarity> {
        self.lexicon.around(tokens, hit.first, hit.end)
    }

    fn starting_at(&self, tokens: &[Token], first: usize, found: &mut dyn FnMut(usize)) {
        let token = &tokens[first];
        for pattern in self.by_stem.get(&token.stem).into_iter().flatten() {
            found(*pattern as usize);
        }
        if !self.by_prefix.is_empty() {
            for (at, letter) in token.key.char_indices() {
                for pattern in self.by_prefix.get(&token.key[..at + letter.len_utf8()]).into_iter().flatten() {
                    found(*pattern as usize);
                }
            }
        }
    }

    /// The score of one code from its hits: longest first, each word of the text once, each word of the codebook once.
    fn weigh(&self, code: usize, mut hits: Vec<Hit>, tokens: &[Token]) -> Option<Found> {
        let mut words: Vec<usize> = hits.iter().filter_map(|hit| self.patterns[hit.pattern].word).collect();
        words.sort_unstable();
        words.dedup();
        let excluded = Masks::new(hits.iter().filter(|hit| self.patterns[hit.pattern].exclusion));
        hits.retain(|hit| {
            let pattern = &self.patterns[hit.pattern];
            let denied = || pattern.affirmed && is_denied(tokens, hit.first);
            let contrary =
                || self.polarities[code].is_some_and(|wanted| self.said_of(hit, tokens) == Some(wanted.turned()));
            !(pattern.exclusion || excluded.hide(hit) || denied() || contrary())
        });
        let shown = |wanted: Polarity| {
            hits.iter().any(|hit| self.said_of(hit, tokens).is_some()) || self.lexicon.of_all(tokens) == Some(wanted)
        };
        let unsure = self.polarities[code].is_some_and(|wanted| !shown(wanted));
        hits.sort_by_key(|hit| (std::cmp::Reverse(hit.end - hit.first), hit.first, hit.pattern));
        // By their first tokens; no two meet.
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        let mut counted: BTreeSet<usize> = BTreeSet::new();
        let mut score = 0.0;
        for hit in hits {
            if taken.range(..hit.end).next_back().is_some_and(|(_, end)| hit.first < *end) {
                continue;
            }
            taken.insert(hit.first, hit.end);
            if counted.insert(hit.pattern) {
                score += self.patterns[hit.pattern].weight;
            }
        }
        let part_of_name = counted.iter().all(|pattern| self.patterns[*pattern].of_name);
        let places = taken.iter().map(|(first, end)| tokens[*first].span.join(tokens[*end - 1].span)).collect();
        // Each further word says less than the one before.
        let score = f64::ln_1p(score);
        (!words.is_empty() || score > 0.0).then_some(Found { code, score, places, words, unsure, part_of_name })
    }
}

/// The places of exclusions, by their first tokens: for each the furthest end of all that begin there or before.
struct Masks(Vec<(usize, usize)>);

impl Masks {
    fn new<'h>(hits: impl Iterator<Item = &'h Hit>) -> Self {
        let mut masks: Vec<(usize, usize)> = hits.map(|hit| (hit.first, hit.end)).collect();
        masks.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut masks {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self(masks)
    }

    /// Whether a hit lies in one of them.
    fn hide(&self, hit: &Hit) -> bool {
        let before = self.0.partition_point(|(first, _)| *first <= hit.first);
        before.checked_sub(1).is_some_and(|last| hit.end <= self.0[last].1)
    }
}

/// One past the last token of a match that starts at `first`, whose first part is known to match or is checked here.
fn follow(parts: &[Part], tokens: &[Token], first: usize) -> Option<usize> {
    let mut at = first;
    for (number, part) in parts.iter().enumerate() {
        let limit = if number == 0 { 0 } else { GAP };
        let mut skipped = 0;
        loop {
            let token = tokens.get(at)?;
            if part.matches(token) {
                break;
            }
            if skipped == limit || !token.stop {
                return None;
            }
            skipped += 1;
            at += 1;
        }
        at += 1;
    }
    Some(at)
}

/// The parts of a word as written in a codebook, and whether it must be affirmed; else what is wrong with it.
fn parse(written: &str, tokenizer: &mut Tokenizer<'_>) -> Result<(Vec<Part>, bool), &'static str> {
    let written = written.trim();
    let (word, affirmed) = match written.strip_suffix('!') {
        Some(rest) => (rest, true),
        None => (written, false),
    };
    let tokens = tokenizer.tokens(word);
    if tokens.is_empty() {
        return Err("has no letter or digit");
    }
    for (at, _) in word.match_indices('*') {
        let behind_word = tokens.binary_search_by_key(&at, |token| token.span.end()).is_ok();
        if !behind_word || word[at + 1..].starts_with(|next: char| next == '*' || next.is_alphanumeric()) {
            return Err("has a `*` that does not end a word; `leak*` matches every word that begins with “leak”");
        }
    }
    let parts = parts(word, &tokens);
    if parts.len() > LONGEST {
        return Err(
            "has more than 100 words; a phrase is a few words that stand together, and longer texts are examples",
        );
    }
    Ok((parts, affirmed))
}

/// The parts of a word or phrase. Common words inside a phrase may be missing in the text, unless too little would be left; negations
/// and prefixes stay.
fn parts(written: &str, tokens: &[Token]) -> Vec<Part> {
    let is_prefix = |token: &Token| written[token.span.end()..].starts_with('*');
    let tells = |token: &Token| !token.stop || token.negation || is_prefix(token);
    let told = tokens.iter().filter(|token| tells(token)).count();
    let part = |token: &Token| {
        if is_prefix(token) { Part::Prefix(token.key.clone()) } else { Part::Stem(token.stem.clone()) }
    };
    tokens.iter().filter(|token| told < 2 || tells(token)).map(part).collect()
}

/// A code without words: its whole name as a phrase, and each telling word of it.
fn name_patterns(index: usize, code: &Code, tokenizer: &mut Tokenizer<'_>) -> Vec<Pattern> {
    let affirmed = code.negation == Negation::Excludes;
    let pattern =
        |(parts, of_name)| Pattern { code: index, word: None, of_name, exclusion: false, affirmed, parts, weight: 0.0 };
    let tokens = tokenizer.tokens(&code.name);
    let whole = Some(parts(&code.name, &tokens)).filter(|whole| (1..=LONGEST).contains(&whole.len()));
    let single: Vec<Vec<Part>> = tokens
        .into_iter()
        .filter(|token| !token.stop)
        .map(|token| vec![Part::Stem(token.stem)])
        .filter(|parts| whole.as_ref() != Some(parts))
        .collect();
    let single = single.into_iter().map(|parts| (parts, true));
    whole.into_iter().map(|parts| (parts, false)).chain(single).map(pattern).collect()
}
