//! What changed between two sets of codings: two runs, two waves, two coders.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, Base};
use super::theme_counts::ThemeCount;
use crate::error::Result;
use crate::id::{DocumentId, QuoteId};
use crate::quotes::{Quote, Speaker};
use crate::themes::Codings;

/// What changed from one [`Analysis`] to another: themes with their counts, quotations that are new, gone or under other themes, speakers.
///
/// ```
/// use verbatims::report::{Changed, Difference};
/// use verbatims::{Analysis, Codings, Document, Extractor, Language};
///
/// let corpus = Extractor::new(Language::english()).corpus(&[
///     Document::new("a", "“Rent is high,” said Ann Lee. “It rains,” said Bo Ray."),
/// ])?;
/// let of = |theme| Analysis::of_corpus(&corpus, Codings::by_hand([("a#1", vec!["Rent"]), ("a#2", vec![theme])]));
/// let difference = Difference::between(&of("Weather")?, &of("Rent")?);
/// let moved = &difference.quotes[0];
/// assert_eq!(moved.changed, [Changed::Themes]);
/// assert_eq!(moved.before.as_ref().map(|side| side.themes.join("; ")).as_deref(), Some("Weather"));
/// assert_eq!(difference.matched.by_id, 2);
/// # Ok::<(), verbatims::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Difference {
    /// How quotations of the two were found to be the same.
    pub matched: Matched,
    /// What the counts before are shares of.
    pub before: Base,
    /// What the counts after are shares of.
    pub after: Base,
    /// Every theme of the two, also those that did not change: those after in their order, then those that are gone.
    pub themes: Vec<ThemeChange>,
    /// The quotations that changed: those that are there after in their order, then those that are gone.
    pub quotes: Vec<QuoteChange>,
}

/// By what quotations were found to be the same, and how many were not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Matched {
    /// The same id, the same words.
    pub by_id: usize,
    /// The same document, the same words.
    pub by_words: usize,
    /// The same words by a speaker of the same name in another document, and nowhere else.
    pub elsewhere: usize,
    /// The same place (the id of an answer; where a quotation begins or ends) with other words.
    pub by_place: usize,
    /// Quotations that are only in the first.
    pub gone: usize,
    /// Quotations that are only in the second.
    pub new: usize,
}

impl Matched {
    /// How many quotations are in both.
    pub fn both(&self) -> usize {
        self.by_id + self.by_words + self.elsewhere + self.by_place
    }
}

/// One theme before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ThemeChange {
    /// How often it came up before; none where it is new.
    pub before: Option<ThemeCount>,
    /// How often it comes up after; none where it is gone.
    pub after: Option<ThemeCount>,
    /// Where it has another name: how many quotations of both are under it before and after, and under either. They have half of these in common or more.
    pub shared: Option<(usize, usize)>,
}

impl ThemeChange {
    /// Whether its name, a count of it, or what these are shares of changed.
    pub fn differs(&self) -> bool {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => {
                let counts = |theme: &ThemeCount| (theme.counts, theme.total, theme.base);
                before.label != after.label || counts(before) != counts(after)
            }
            _ => true,
        }
    }
}

/// What is different of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Changed {
    /// It was not there before.
    New,
    /// It is not there after.
    Gone,
    /// It is under other themes, or was judged otherwise.
    Themes,
    /// Somebody else says it, or another role or affiliation is known.
    Speaker,
    /// It has other words.
    Words,
}

impl Changed {
    /// The name in files: `new`, `gone`, `themes`, `speaker`, `words`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Themes => "themes",
            Self::Speaker => "speaker",
            Self::Words => "words",
        }
    }
}

/// A quotation that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct QuoteChange {
    /// What is different.
    pub changed: Vec<Changed>,
    /// What it was; none where it is new.
    pub before: Option<Side>,
    /// What it is; none where it is gone.
    pub after: Option<Side>,
}

/// A quotation in one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Side {
    /// Its id.
    pub quote: QuoteId,
    /// The document.
    pub document: DocumentId,
    /// The line where it starts, from 1.
    pub line: u32,
    /// Who says it.
    pub speaker: Option<Speaker>,
    /// Its words; empty where only ids were compared.
    pub text: String,
    /// The names of its themes, best first.
    pub themes: Vec<String>,
    /// Whether it says something; none where no coder has judged it.
    pub content: Option<bool>,
}

impl Difference {
    /// What changed from one analysis to another. Quotations are the same where their ids and words are, else where document and words are, else the words by a speaker
    /// of that name in another document, else the place; each at most once. Themes are the same where their names are, without regard to case, else where they have half of
    /// their quotations in common.
    pub fn between(before: &Analysis, after: &Analysis) -> Self {
        let pairs = Pairs::new(before.quotes(), after.quotes());
        let themes = same_themes(before, after, &pairs);
        let (under_before, under_after) = (before.theme_indices(), after.theme_indices());
        let mut quotes = Vec::new();
        for (at, quote) in after.quotes().iter().enumerate() {
            let Some(was) = pairs.of_after[at] else {
                let side = side(after, quote);
                quotes.push(QuoteChange { changed: vec![Changed::New], before: None, after: Some(side) });
                continue;
            };
            let old = &before.quotes()[was];
            let mapped: BTreeSet<Option<usize>> = under_before[was].iter().map(|theme| themes.after[*theme]).collect();
            let now: BTreeSet<Option<usize>> = under_after[at].iter().map(|theme| Some(*theme)).collect();
            let judged = before.has_content(&old.id) != after.has_content(&quote.id);
            let speaker = old.speaker() != quote.speaker();
            let changed: Vec<Changed> = [
                (mapped != now || judged, Changed::Themes),
                (speaker, Changed::Speaker),
                (old.text != quote.text, Changed::Words),
            ]
            .into_iter()
            .filter_map(|(is, what)| is.then_some(what))
            .collect();
            if !changed.is_empty() {
                let sides = (Some(side(before, old)), Some(side(after, quote)));
                quotes.push(QuoteChange { changed, before: sides.0, after: sides.1 });
            }
        }
        let gone = before.quotes().iter().zip(&pairs.of_before).filter(|(_, to)| to.is_none());
        quotes.extend(gone.map(|(quote, _)| QuoteChange {
            changed: vec![Changed::Gone],
            before: Some(side(before, quote)),
            after: None,
        }));
        Self { matched: pairs.matched, before: before.base(), after: after.base(), themes: themes.changes, quotes }
    }

    /// The same of codings whose quotations are known by their ids only, as in the tables of two coders. What is under no theme, judged or not, is compared too.
    ///
    /// # Errors
    /// As [`Analysis::new`].
    pub fn between_codings(before: &Codings, after: &Codings) -> Result<Self> {
        Ok(Self::between(&by_id_only(before)?, &by_id_only(after)?))
    }

    /// Whether nothing differs: no quotation, no theme.
    pub fn is_empty(&self) -> bool {
        self.quotes.is_empty() && !self.themes.iter().any(ThemeChange::differs)
    }

    /// How often quotations of both went from these themes to those, the most frequent first. Themes are named; without one: what was said of it.
    pub fn moves(&self) -> Vec<(String, String, usize)> {
        let mut moves: BTreeMap<(String, String), usize> = BTreeMap::new();
        for quote in self.quotes.iter().filter(|quote| quote.changed.contains(&Changed::Themes)) {
            if let (Some(before), Some(after)) = (&quote.before, &quote.after) {
                *moves.entry((before.coded(), after.coded())).or_default() += 1;
            }
        }
        let mut moves: Vec<(String, String, usize)> = moves.into_iter().map(|((from, to), n)| (from, to, n)).collect();
        moves.sort_by_key(|(_, _, number)| std::cmp::Reverse(*number));
        moves
    }
}

impl Side {
    /// Its themes as one string; without one `(no theme)`, `(says nothing)` or `(not judged)`.
    pub fn coded(&self) -> String {
        match (self.themes.is_empty(), self.content) {
            (false, _) => self.themes.join("; "),
            (true, Some(true)) => "(no theme)".to_owned(),
            (true, Some(false)) => "(says nothing)".to_owned(),
            (true, None) => "(not judged)".to_owned(),
        }
    }
}

fn side(analysis: &Analysis, quote: &Quote) -> Side {
    let labels = analysis.codings_of(&quote.id).into_iter().filter_map(|coding| analysis.theme(&coding.theme));
    Side {
        quote: quote.id.clone(),
        document: quote.document.clone(),
        line: quote.position.line,
        speaker: quote.speaker().cloned(),
        text: quote.text.clone(),
        themes: labels.map(|theme| theme.label.clone()).collect(),
        content: analysis.has_content(&quote.id),
    }
}

/// Codings as an analysis of quotations without words.
fn by_id_only(codings: &Codings) -> Result<Analysis> {
    let ids = codings.codings.iter().map(|coding| &coding.quote).chain(&codings.uncoded).chain(&codings.no_content);
    let ids: BTreeSet<&QuoteId> = ids.collect();
    Analysis::new(ids.into_iter().map(Quote::known_by_id), codings.clone())
}

/// Which quotation is which.
struct Pairs {
    of_before: Vec<Option<usize>>,
    of_after: Vec<Option<usize>>,
    matched: Matched,
}

impl Pairs {
    fn new(before: &[Quote], after: &[Quote]) -> Self {
        let mut pairs = Self {
            of_before: vec![None; before.len()],
            of_after: vec![None; after.len()],
            matched: Matched::default(),
        };
        let ids: BTreeMap<&QuoteId, usize> = after.iter().map(|quote| &quote.id).zip(0..).collect();
        for (at, quote) in before.iter().enumerate() {
            let same = ids.get(&quote.id).filter(|to| after[**to].text == quote.text);
            pairs.matched.by_id += usize::from(same.is_some_and(|to| pairs.pair(at, *to)));
        }
        pairs.matched.by_words = pairs.by(before, after, |quote| Some((&quote.document, &quote.text)), false);
        let words = |quote: &'_ Quote| -> Option<(String, Option<String>)> {
            let speaker = quote.speaker().map(|speaker| speaker.name.clone());
            (!quote.text.is_empty()).then(|| (quote.text.clone(), speaker))
        };
        pairs.matched.elsewhere = pairs.by_owned(before, after, words);
        let cell = |quote: &'_ Quote| quote.attributes.contains_key("column").then(|| quote.id.clone());
        let start = |quote: &'_ Quote| Some((quote.document.clone(), quote.extent().start()));
        let end = |quote: &'_ Quote| Some((quote.document.clone(), quote.extent().end()));
        pairs.matched.by_place = pairs.by_owned(before, after, cell)
            + pairs.by_owned(before, after, start)
            + pairs.by_owned(before, after, end);
        pairs.matched.gone = pairs.of_before.iter().filter(|to| to.is_none()).count();
        pairs.matched.new = pairs.of_after.iter().filter(|from| from.is_none()).count();
        pairs
    }

    fn pair(&mut self, before: usize, after: usize) -> bool {
        let free = self.of_before[before].is_none() && self.of_after[after].is_none();
        if free {
            (self.of_before[before], self.of_after[after]) = (Some(after), Some(before));
        }
        free
    }

    /// Pairs those that are left and have the same key; where only a key that nobody else has counts, others stay.
    fn by<'q, K: Ord>(
        &mut self,
        before: &'q [Quote],
        after: &'q [Quote],
        key: impl Fn(&'q Quote) -> Option<K>,
        unique: bool,
    ) -> usize {
        let mut left: BTreeMap<K, (usize, VecDeque<usize>)> = BTreeMap::new();
        for (at, quote) in after.iter().enumerate().filter(|(at, _)| self.of_after[*at].is_none()) {
            if let Some(key) = key(quote) {
                left.entry(key).or_default().1.push_back(at);
            }
        }
        let open: Vec<usize> = (0..before.len()).filter(|at| self.of_before[*at].is_none()).collect();
        for at in &open {
            if let Some((number, _)) = key(&before[*at]).and_then(|key| left.get_mut(&key)) {
                *number += 1;
            }
        }
        let mut number = 0;
        for at in open {
            let Some((wanted, there)) = key(&before[at]).and_then(|key| left.get_mut(&key)) else { continue };
            if unique && (*wanted > 1 || there.len() > 1) {
                continue;
            }
            if let Some(to) = there.pop_front() {
                number += usize::from(self.pair(at, to));
            }
        }
        number
    }

    /// The same where only a key that nobody else has counts.
    fn by_owned<K: Ord>(&mut self, before: &[Quote], after: &[Quote], key: impl Fn(&Quote) -> Option<K>) -> usize {
        self.by(before, after, key, true)
    }
}

/// Which theme is which: for each before its place after, and what changed.
struct Themes {
    after: Vec<Option<usize>>,
    changes: Vec<ThemeChange>,
}

fn same_themes(before: &Analysis, after: &Analysis, pairs: &Pairs) -> Themes {
    let (old, new) = (before.theme_counts(), after.theme_counts());
    let name = |theme: &ThemeCount| (theme.question.clone(), theme.label.to_lowercase());
    let mut names: BTreeMap<(Option<String>, String), VecDeque<usize>> = BTreeMap::new();
    for (at, theme) in new.iter().enumerate() {
        names.entry(name(theme)).or_default().push_back(at);
    }
    let mut to: Vec<Option<usize>> =
        old.iter().map(|theme| names.get_mut(&name(theme)).and_then(VecDeque::pop_front)).collect();
    let shared = in_common(before, after, pairs, &mut to);
    let mut from: Vec<Option<usize>> = vec![None; new.len()];
    for (was, now) in to.iter().enumerate() {
        if let Some(now) = now {
            from[*now] = Some(was);
        }
    }
    let mut changes = Vec::with_capacity(new.len());
    for (now, theme) in new.into_iter().enumerate() {
        let was = from[now];
        changes.push(ThemeChange {
            before: was.map(|was| old[was].clone()),
            after: Some(theme),
            shared: was.and_then(|was| shared.get(&was).copied()),
        });
    }
    let gone = old.into_iter().zip(&to).filter(|(_, to)| to.is_none());
    changes.extend(gone.map(|(theme, _)| ThemeChange { before: Some(theme), after: None, shared: None }));
    Themes { after: to, changes }
}

/// Finds for themes without one of their name the theme that has half of their quotations in common with them or more, most in common first; returns how many these are.
fn in_common(
    before: &Analysis,
    after: &Analysis,
    pairs: &Pairs,
    to: &mut [Option<usize>],
) -> BTreeMap<usize, (usize, usize)> {
    let (under_before, under_after) = (before.theme_indices(), after.theme_indices());
    let mut sizes: [BTreeMap<usize, usize>; 2] = Default::default();
    let mut both: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let taken: BTreeSet<usize> = to.iter().flatten().copied().collect();
    for (was, now) in pairs.of_before.iter().enumerate().filter_map(|(was, now)| Some((was, (*now)?))) {
        let old: Vec<usize> = under_before[was].iter().filter(|theme| to[**theme].is_none()).copied().collect();
        let new: Vec<usize> = under_after[now].iter().filter(|theme| !taken.contains(*theme)).copied().collect();
        old.iter().for_each(|theme| *sizes[0].entry(*theme).or_default() += 1);
        new.iter().for_each(|theme| *sizes[1].entry(*theme).or_default() += 1);
        for one in &old {
            new.iter().for_each(|other| *both.entry((*one, *other)).or_default() += 1);
        }
    }
    let mut found: Vec<(usize, usize, usize, usize)> = both
        .into_iter()
        .map(|((one, other), shared)| (shared, sizes[0][&one] + sizes[1][&other] - shared, one, other))
        .filter(|(shared, either, ..)| 2 * shared >= *either)
        .collect();
    found.sort_by_key(|(shared, _, one, other)| (std::cmp::Reverse(*shared), *one, *other));
    let (mut given, mut shares) = (taken, BTreeMap::new());
    for (shared, either, one, other) in found {
        if to[one].is_none() && given.insert(other) {
            to[one] = Some(other);
            shares.insert(one, (shared, either));
        }
    }
    shares
}
