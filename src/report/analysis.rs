use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::facet::Facet;
use crate::error::{Error, Result};
use crate::id::{DocumentId, QuoteId, ThemeId};
use crate::quotes::{Corpus, Quote, QuoteKind, SpeakerKind};
use crate::themes::{Coding, Codings, Polarity, Stability, Theme};

/// Quotations with their themes: what every table and report is made from. Counts are derived, never stored.
///
/// ```
/// use verbatims::{Analysis, Codings, Document, Extractor, Language};
///
/// let corpus = Extractor::new(Language::english()).corpus(&[
///     Document::new("a", "“Rent is high,” said Ann Lee. “It rose twice,” she said. “It rains,” said Bo Ray."),
/// ])?;
/// // A person's own codings; a codebook or a model gives the same type.
/// let codings = Codings::by_hand([("a#1", vec!["Rent"]), ("a#2", vec!["Rent"]), ("a#3", vec![])]);
/// let analysis = Analysis::of_corpus(&corpus, codings)?;
/// let rent = &analysis.theme_counts()[0].counts;
/// assert_eq!((rent.quotes, analysis.base().content.quotes), (2, 3));
/// assert_eq!(rent.speakers, 1);
/// # Ok::<(), verbatims::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Analysis {
    // Invariant: ids of quotations are unique; codings, `no_content` and `uncoded` name quotations that are here and
    // themes that are listed; no quotation is twice under one theme.
    quotes: Vec<Quote>,
    codings: Codings,
    /// The place of each quotation in `quotes`.
    index: BTreeMap<QuoteId, usize>,
    /// The place of each theme in those of the codings, and for each place the indices of its codings.
    places: BTreeMap<ThemeId, usize>,
    of_theme: Vec<Vec<usize>>,
    /// For each quotation the indices of its codings, best first.
    of_quote: Vec<Vec<usize>>,
    /// For each quotation whether a coder has judged it, and found content.
    state: Vec<State>,
    /// For each quotation the number of its speaker and of its document, which count faster than names.
    voices: Vec<(Option<usize>, usize)>,
    // Invariant: names only themes that are listed.
    stability: Option<Stability>,
}

/// Speakers and documents, numbered in the order in which they first come.
fn voices(quotes: &[Quote]) -> Vec<(Option<usize>, usize)> {
    let mut speakers: BTreeMap<SpeakerKey<'_>, usize> = BTreeMap::new();
    let mut documents: BTreeMap<&DocumentId, usize> = BTreeMap::new();
    let number = |quote| {
        let next = speakers.len();
        let speaker = SpeakerKey::of(quote).map(|key| *speakers.entry(key).or_insert(next));
        let next = documents.len();
        (speaker, *documents.entry(&quote.document).or_insert(next))
    };
    quotes.iter().map(number).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// No coder has seen it.
    Unseen,
    /// It says nothing.
    NoContent,
    /// It has content, with or without a theme.
    Content,
}

#[derive(Clone, Serialize, Deserialize)]
struct Parts {
    quotes: Vec<Quote>,
    codings: Codings,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stability: Option<Stability>,
}

impl TryFrom<Parts> for Analysis {
    type Error = Error;

    fn try_from(parts: Parts) -> Result<Self> {
        let analysis = Self::new(parts.quotes, parts.codings)?;
        match parts.stability {
            Some(stability) => analysis.with_stability(stability),
            None => Ok(analysis),
        }
    }
}

impl From<Analysis> for Parts {
    fn from(analysis: Analysis) -> Self {
        Self { quotes: analysis.quotes, codings: analysis.codings, stability: analysis.stability }
    }
}

/// What is counted as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Unit {
    /// A quotation.
    #[default]
    Quotes,
    /// A speaker: who says a thing five times counts once.
    Speakers,
    /// A document.
    Documents,
}

/// How many quotations, by how many speakers, in how many documents.
///
/// Persons and organisations of one name are one speaker in all documents; groups and the unnamed are told apart by document, those who
/// answer several questions of a survey by survey.
/// A response without a speaker counts as one speaker of its document. Unattributed quotations have no speaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Counts {
    /// Quotations.
    pub quotes: usize,
    /// Speakers, each once.
    pub speakers: usize,
    /// Documents, each once.
    pub documents: usize,
}

impl Counts {
    /// The count of one unit.
    pub fn of(self, unit: Unit) -> usize {
        match unit {
            Unit::Quotes => self.quotes,
            Unit::Speakers => self.speakers,
            Unit::Documents => self.documents,
        }
    }
}

/// What the counts of an [`Analysis`] are shares of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Base {
    /// All quotations.
    pub all: Counts,
    /// Those with content that a coder has judged: the base of every share.
    pub content: Counts,
    /// Those under at least one theme.
    pub coded: Counts,
    /// Those with content and without a theme.
    pub uncoded: Counts,
    /// Those of them that only praise or complain and name nothing that they do so of.
    #[serde(default)]
    pub sentiment: Counts,
    /// Those that say nothing.
    pub no_content: Counts,
}

impl Analysis {
    /// Joins quotations and codings by the quotations' ids. Quotations that the codings do not know are kept and are part of no share.
    ///
    /// # Errors
    /// [`ErrorKind::Mismatch`](crate::ErrorKind::Mismatch) if two quotations have one id, if the codings name a quotation or a theme that is not
    /// there, or put a quotation twice under one theme.
    pub fn new(quotes: impl IntoIterator<Item = Quote>, codings: Codings) -> Result<Self> {
        let quotes: Vec<Quote> = quotes.into_iter().collect();
        let wrong = |what: String| Err(Error::mismatch(format!("codings: {what}")));
        let mut index: BTreeMap<QuoteId, usize> = BTreeMap::new();
        for (at, quote) in quotes.iter().enumerate() {
            if index.insert(quote.id.clone(), at).is_some() {
                return Err(Error::mismatch(format!("two quotations have the id `{}`", quote.id)));
            }
        }
        let mut places: BTreeMap<ThemeId, usize> = BTreeMap::new();
        for (place, theme) in codings.themes.iter().enumerate() {
            places.entry(theme.id.clone()).or_insert(place);
        }
        let mut of_theme: Vec<Vec<usize>> = vec![Vec::new(); codings.themes.len()];
        let mut state = vec![State::Unseen; quotes.len()];
        let mut of_quote: Vec<Vec<usize>> = vec![Vec::new(); quotes.len()];
        let mut pairs: BTreeSet<(&QuoteId, &ThemeId)> = BTreeSet::new();
        for (number, coding) in codings.codings.iter().enumerate() {
            let Some(at) = index.get(&coding.quote) else {
                return wrong(format!("there is no quotation `{}`", coding.quote));
            };
            let Some(place) = places.get(&coding.theme) else {
                return wrong(format!(
                    "quotation `{}` is under `{}`, which is no theme of the list",
                    coding.quote, coding.theme
                ));
            };
            if !pairs.insert((&coding.quote, &coding.theme)) {
                return wrong(format!("quotation `{}` is twice under `{}`", coding.quote, coding.theme));
            }
            of_quote[*at].push(number);
            of_theme[*place].push(number);
            state[*at] = State::Content;
        }
        for (ids, told) in [(&codings.uncoded, State::Content), (&codings.no_content, State::NoContent)] {
            for id in ids {
                let Some(at) = index.get(id) else {
                    return wrong(format!("there is no quotation `{id}`"));
                };
                state[*at] = told;
            }
        }
        for numbers in &mut of_quote {
            let score = |number: &usize| codings.codings[*number].score;
            numbers.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
        }
        Ok(Self { voices: voices(&quotes), quotes, codings, index, places, of_theme, of_quote, state, stability: None })
    }

    /// The same analysis with what [`stability`](crate::themes::ThemeModelOptions::stability) says of its themes, which looks at the words and
    /// so cannot be derived from the codings.
    ///
    /// # Errors
    /// [`ErrorKind::Mismatch`](crate::ErrorKind::Mismatch) if it names a theme that is not listed, or one twice.
    pub fn with_stability(mut self, stability: Stability) -> Result<Self> {
        let mut listed: BTreeSet<&ThemeId> = self.codings.themes.iter().map(|theme| &theme.id).collect();
        if let Some(other) = stability.themes.iter().find(|theme| !listed.remove(&theme.theme)) {
            let what = format!("`{}` is no theme of the analysis, or is there twice", other.theme);
            return Err(Error::mismatch(format!("stability: {what}")));
        }
        self.stability = Some(stability);
        Ok(self)
    }

    /// The same analysis with its quotations in the order of these documents, such as the rows of a survey; those of other documents follow. The order of
    /// a corpus is that of ids, in which row 10 stands before row 2.
    #[must_use]
    pub fn in_order<'d>(mut self, documents: impl IntoIterator<Item = &'d DocumentId>) -> Self {
        let place: BTreeMap<&DocumentId, usize> =
            documents.into_iter().enumerate().map(|(place, document)| (document, place)).collect();
        let mut order: Vec<usize> = (0..self.quotes.len()).collect();
        order.sort_by_cached_key(|at| place.get(&self.quotes[*at].document).copied().unwrap_or(usize::MAX));
        self.of_quote = order.iter().map(|at| std::mem::take(&mut self.of_quote[*at])).collect();
        self.state = order.iter().map(|at| self.state[*at]).collect();
        reorder(&mut self.quotes, order);
        self.voices = voices(&self.quotes);
        self.index.clear();
        self.index.extend(self.quotes.iter().enumerate().map(|(at, quote)| (quote.id.clone(), at)));
        self
    }

    /// How far the themes come back and how far apart they are, where it was looked at.
    pub fn stability(&self) -> Option<&Stability> {
        self.stability.as_ref()
    }

    /// All quotations of a corpus with codings.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn of_corpus(corpus: &Corpus, codings: Codings) -> Result<Self> {
        // The corpus does not know beforehand how many there are; a list that grows takes up to twice the room.
        let mut quotes = Vec::with_capacity(corpus.quotes().count());
        quotes.extend(corpus.quotes().cloned());
        Self::new(quotes, codings)
    }

    /// The quotations, in the order given.
    pub fn quotes(&self) -> &[Quote] {
        &self.quotes
    }

    /// The codings as they were given.
    pub fn codings(&self) -> &Codings {
        &self.codings
    }

    /// The themes: a codebook's in its order, discovered ones by size.
    pub fn themes(&self) -> &[Theme] {
        &self.codings.themes
    }

    /// The theme of that id.
    pub fn theme(&self, id: &ThemeId) -> Option<&Theme> {
        self.codings.themes.get(self.place_of(id)?)
    }

    /// The place of a theme in [`themes`](Self::themes).
    pub(crate) fn place_of(&self, id: &ThemeId) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Each quotation with its codings, best theme first.
    pub fn coded_quotes(&self) -> impl ExactSizeIterator<Item = (&Quote, Vec<&Coding>)> {
        self.quotes.iter().zip(&self.of_quote).map(|(quote, numbers)| (quote, self.codings_at(numbers)))
    }

    /// The codings of one quotation, best theme first.
    pub fn codings_of(&self, quote: &QuoteId) -> Vec<&Coding> {
        self.index.get(quote).map_or_else(Vec::new, |at| self.codings_at(&self.of_quote[*at]))
    }

    fn codings_at(&self, numbers: &[usize]) -> Vec<&Coding> {
        numbers.iter().map(|number| &self.codings.codings[*number]).collect()
    }

    /// The quotations under one theme with their codings, best first; equal scores in the order given.
    pub fn quotes_of(&self, theme: &ThemeId) -> Vec<(&Quote, &Coding)> {
        let numbers = self.place_of(theme).map_or(&[][..], |place| &self.of_theme[place]);
        let codings = numbers.iter().map(|number| &self.codings.codings[*number]);
        let mut found: Vec<(usize, &Coding)> = codings.map(|coding| (self.index[&coding.quote], coding)).collect();
        found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
        found.into_iter().map(|(at, coding)| (&self.quotes[at], coding)).collect()
    }

    /// Quotations with content that are under no theme, in the order given.
    pub fn uncoded(&self) -> impl Iterator<Item = &Quote> {
        self.content().filter(|at| self.of_quote[*at].is_empty()).map(|at| &self.quotes[at])
    }

    /// Whether a quotation says something; none where no coder has judged it.
    pub(crate) fn has_content(&self, quote: &QuoteId) -> Option<bool> {
        match self.state[*self.index.get(quote)?] {
            State::Unseen => None,
            state => Some(state == State::Content),
        }
    }

    /// Whether a quotation without a theme only praises or complains, and which.
    pub fn sentiment_of(&self, quote: &QuoteId) -> Option<Polarity> {
        self.sentiment_at(*self.index.get(quote)?)
    }

    fn sentiment_at(&self, at: usize) -> Option<Polarity> {
        let is_uncoded = self.state[at] == State::Content && self.of_quote[at].is_empty();
        self.codings.sentiment.get(&self.quotes[at].id).filter(|_| is_uncoded).copied()
    }

    /// How many quotations have several themes; each of them counts under every one.
    pub fn with_several(&self) -> usize {
        self.of_quote.iter().filter(|codings| codings.len() > 1).count()
    }

    /// The quotations that a coder has judged, in the order given: their codings, and whether they have content.
    pub(super) fn judged(&self) -> impl Iterator<Item = (&Quote, Vec<&Coding>, bool)> {
        let told = self.coded_quotes().zip(&self.state).filter(|(_, state)| **state != State::Unseen);
        told.map(|((quote, codings), state)| (quote, codings, *state == State::Content))
    }

    /// The number of the unit that a quotation is in; none where it has no speaker and speakers are counted.
    pub(super) fn number_of(&self, unit: Unit, quote: usize) -> Option<usize> {
        let (speaker, document) = self.voices[quote];
        match unit {
            Unit::Quotes => Some(quote),
            Unit::Speakers => speaker,
            Unit::Documents => Some(document),
        }
    }

    /// The indices of the quotations with content that a coder has judged.
    pub(super) fn content(&self) -> impl Iterator<Item = usize> {
        (0..self.quotes.len()).filter(|at| self.state[*at] == State::Content)
    }

    /// For each quotation the indices of its themes in [`themes`](Self::themes), in rising order.
    pub(super) fn theme_indices(&self) -> Vec<Vec<usize>> {
        let index: BTreeMap<&ThemeId, usize> = self.codings.themes.iter().map(|theme| &theme.id).zip(0..).collect();
        let of = |numbers: &Vec<usize>| {
            let mut themes: Vec<usize> =
                numbers.iter().filter_map(|number| index.get(&self.codings.codings[*number].theme).copied()).collect();
            themes.sort_unstable();
            themes
        };
        self.of_quote.iter().map(of).collect()
    }

    /// What the counts are shares of.
    pub fn base(&self) -> Base {
        let of = |state: State, coded: Option<bool>| {
            self.count((0..self.quotes.len()).filter(|at| {
                self.state[*at] == state && coded.is_none_or(|coded| coded != self.of_quote[*at].is_empty())
            }))
        };
        Base {
            all: self.count(0..self.quotes.len()),
            content: of(State::Content, None),
            coded: of(State::Content, Some(true)),
            uncoded: of(State::Content, Some(false)),
            sentiment: self.count(self.content().filter(|at| self.sentiment_at(*at).is_some())),
            no_content: of(State::NoContent, None),
        }
    }

    /// The facets that tell at least two quotations with content apart, in a fixed order, then the attributes by name.
    pub fn facets(&self) -> Vec<Facet> {
        let names: BTreeSet<&String> = self.content().flat_map(|at| self.quotes[at].attributes.keys()).collect();
        let fixed = [Facet::Speaker, Facet::SpeakerKind, Facet::Affiliation, Facet::Role, Facet::Document, Facet::Kind];
        let attributes = names.into_iter().map(|name| Facet::Attribute(name.clone()));
        let tells = |facet: &Facet| {
            let mut values = self.content().map(|at| facet.value_of(&self.quotes[at]));
            let first = values.next();
            values.any(|value| first.as_ref() != Some(&value))
        };
        fixed.into_iter().chain(attributes).filter(tells).collect()
    }

    /// Counts the quotations at these indices.
    pub(super) fn count(&self, quotes: impl IntoIterator<Item = usize>) -> Counts {
        let (mut number, mut speakers, mut documents) = (0, Vec::new(), Vec::new());
        for at in quotes {
            let (speaker, document) = self.voices[at];
            number += 1;
            speakers.extend(speaker);
            documents.push(document);
        }
        for numbers in [&mut speakers, &mut documents] {
            numbers.sort_unstable();
            numbers.dedup();
        }
        Counts { quotes: number, speakers: speakers.len(), documents: documents.len() }
    }
}

/// Puts at each place what is at `order` of it, without a second list.
fn reorder<T>(items: &mut [T], mut order: Vec<usize>) {
    for start in 0..order.len() {
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut order[at], at);
            if from == start {
                break;
            }
            items.swap(at, from);
            at = from;
        }
    }
}

/// Who counts as one speaker; see [`Counts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SpeakerKey<'a> {
    pub(crate) name: Option<&'a str>,
    /// The document or survey; none where the name means one speaker everywhere.
    pub(crate) within: Option<&'a str>,
}

/// Within what a name that is no proper name means one speaker: the document, or the survey that the answer belongs to, whose documents are named
/// by survey, respondent and question.
fn within(quote: &Quote) -> &str {
    let survey = quote.attributes.get("respondent").and_then(|respondent| quote.document.survey_of(respondent));
    survey.unwrap_or(quote.document.as_str())
}

impl Quote {
    /// Who counts as one speaker in every count of this crate, as one string: the name of a person or an organisation, who are the same in every document; of
    /// others (“a nurse”, “P7”) and of answers without a name, `name @ document` or `name @ survey`. None where nobody is known to speak.
    pub fn speaker_key(&self) -> Option<String> {
        let SpeakerKey { name, within } = SpeakerKey::of(self)?;
        let name = name.unwrap_or_default();
        Some(within.map_or_else(|| name.to_owned(), |within| format!("{name} @ {within}").trim_start().to_owned()))
    }
}

impl<'a> SpeakerKey<'a> {
    /// The key of a quotation's speaker; an answer without a name counts by its document, other quotations without one not at all.
    pub(crate) fn of(quote: &'a Quote) -> Option<Self> {
        match quote.speaker() {
            Some(speaker) => {
                let everywhere = matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Organisation);
                Some(Self { within: (!everywhere).then(|| within(quote)), name: Some(&speaker.name) })
            }
            None if quote.kind == QuoteKind::Response => {
                Some(Self { within: Some(quote.document.as_str()), name: None })
            }
            None => None,
        }
    }
}
