//! Counts of documents that were coded in many places, which add up.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, Base, Counts};
use super::facet::Facet;
use crate::error::{Error, Result};
use crate::id::{DocumentId, QuoteId, ThemeId};

/// What the quotations of some documents come to, document by document: how often each theme comes up, by whom and in which groups, without a word of the
/// texts.
///
/// Tallies of parts are put together by [`merge`](Self::merge): in any order and in any grouping the same comes, and a document that is in both counts once.
/// What is counted is as in an [`Analysis`] of all of them: speakers who are in several parts count once ([`Quote::speaker_key`](crate::Quote::speaker_key)). Themes count
/// by themselves, without those below them.
///
/// ```
/// use verbatims::report::Tally;
/// use verbatims::{Analysis, Codings, Document, Extractor, Facet, Language};
///
/// let tally = |id: &str, text: &str| {
///     let corpus = Extractor::new(Language::english()).corpus(&[Document::new(id, text).attribute("area", "Hull")])?;
///     let codings = Codings::by_hand(corpus.quotes().map(|quote| (quote.id.clone(), vec!["Rent"])));
///     Ok::<_, verbatims::Error>(Tally::new(&Analysis::of_corpus(&corpus, codings)?, &[Facet::Attribute("area".into())]))
/// };
/// let mut all = tally("a", "“Rent is high,” said Ann Lee.")?;
/// all.merge(tally("b", "“It rose twice,” said Ann Lee. “It did,” said Bo Ray.")?)?;
/// let rent = &all.theme_counts()[0];
/// assert_eq!((rent.label.as_str(), rent.counts.quotes, rent.counts.speakers, rent.counts.documents), ("Rent", 3, 2, 2));
/// assert_eq!(all.by_group(&Facet::Attribute("area".into()))?[0].value, "Hull");
/// # Ok::<(), verbatims::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// By which groups it can be told apart.
    facets: Vec<Facet>,
    /// The themes with their names, also those that no quotation is under.
    themes: BTreeMap<ThemeId, String>,
    documents: BTreeMap<DocumentId, Vec<Entry>>,
}

/// Quotations of one document that are alike in all that is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Entry {
    /// Who speaks, as [`Quote::speaker_key`](crate::Quote::speaker_key).
    speaker: Option<String>,
    /// The group of each facet.
    groups: Vec<Option<String>>,
    state: Judged,
    themes: BTreeSet<ThemeId>,
    quotes: usize,
}

/// What a coder has said of quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Judged {
    Unseen,
    NoContent,
    Content,
}

/// How often one theme comes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ThemeTally {
    /// The theme.
    pub theme: ThemeId,
    /// Its name.
    pub label: String,
    /// How often, without the themes below it.
    pub counts: Counts,
}

/// One group, or one speaker, and how often each theme comes up there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GroupTally {
    /// The group, or the speaker's key.
    pub value: String,
    /// Its quotations with content, coded or not: the base of shares.
    pub base: Counts,
    /// Every theme, in the order of the ids.
    pub themes: Vec<ThemeTally>,
}

/// Counts while they are made, document by document.
#[derive(Default)]
struct Counter<'a> {
    quotes: usize,
    speakers: BTreeSet<&'a str>,
    documents: usize,
    last: Option<&'a DocumentId>,
}

impl<'a> Counter<'a> {
    fn add(&mut self, document: &'a DocumentId, entry: &'a Entry) {
        self.quotes += entry.quotes;
        self.speakers.extend(entry.speaker.as_deref());
        if self.last != Some(document) {
            self.last = Some(document);
            self.documents += 1;
        }
    }

    fn counts(&self) -> Counts {
        Counts { quotes: self.quotes, speakers: self.speakers.len(), documents: self.documents }
    }
}

impl Tally {
    /// Counts an analysis, so that its groups by these facets can be told.
    pub fn new(analysis: &Analysis, facets: &[Facet]) -> Self {
        let codings = analysis.codings();
        let no_content: BTreeSet<&QuoteId> = codings.no_content.iter().collect();
        let uncoded: BTreeSet<&QuoteId> = codings.uncoded.iter().collect();
        let mut documents: BTreeMap<DocumentId, BTreeMap<Entry, usize>> = BTreeMap::new();
        for (quote, codings) in analysis.coded_quotes() {
            let state = match codings.is_empty() {
                true if no_content.contains(&quote.id) => Judged::NoContent,
                true if !uncoded.contains(&quote.id) => Judged::Unseen,
                _ => Judged::Content,
            };
            let entry = Entry {
                speaker: quote.speaker_key(),
                groups: facets.iter().map(|facet| facet.value(quote)).collect(),
                state,
                themes: codings.iter().map(|coding| coding.theme.clone()).collect(),
                quotes: 0,
            };
            *documents.entry(quote.document.clone()).or_default().entry(entry).or_default() += 1;
        }
        let entries = |entries: BTreeMap<Entry, usize>| {
            entries.into_iter().map(|(entry, quotes)| Entry { quotes, ..entry }).collect()
        };
        Self {
            facets: facets.to_vec(),
            themes: analysis.themes().iter().map(|theme| (theme.id.clone(), theme.label.clone())).collect(),
            documents: documents.into_iter().map(|(document, of_it)| (document, entries(of_it))).collect(),
        }
    }

    /// Adds what other documents come to. A document that is in both counts once.
    ///
    /// # Errors
    /// [`ErrorKind::Mismatch`](crate::ErrorKind::Mismatch) if the other has other facets or another name for a theme,
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict) if it has other counts of a document; `self` is as it was.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        let wrong = |what: String| Err(Error::mismatch(format!("tallies: {what}")));
        if self.facets != other.facets {
            let named = |facets: &[Facet]| facets.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let (mine, theirs) = (named(&self.facets), named(&other.facets));
            return wrong(format!("one is by the groups [{mine}], the other by [{theirs}]"));
        }
        for (theme, label) in &other.themes {
            if let Some(mine) = self.themes.get(theme).filter(|mine| *mine != label) {
                return wrong(format!("the theme `{theme}` is `{mine}` in one part and `{label}` in another"));
            }
        }
        for (document, entries) in &other.documents {
            if self.documents.get(document).is_some_and(|mine| mine != entries) {
                return Err(Error::conflict(document.clone()));
            }
        }
        self.themes.extend(other.themes);
        self.documents.extend(other.documents);
        Ok(())
    }

    /// What the counts are shares of.
    pub fn base(&self) -> Base {
        let of = |state: Option<Judged>, coded: Option<bool>| {
            let mut counter = Counter::default();
            let wanted = |entry: &&Entry| {
                state.is_none_or(|state| entry.state == state)
                    && coded.is_none_or(|coded| coded != entry.themes.is_empty())
            };
            for (document, entries) in &self.documents {
                entries.iter().filter(wanted).for_each(|entry| counter.add(document, entry));
            }
            counter.counts()
        };
        Base {
            all: of(None, None),
            content: of(Some(Judged::Content), None),
            coded: of(Some(Judged::Content), Some(true)),
            uncoded: of(Some(Judged::Content), Some(false)),
            no_content: of(Some(Judged::NoContent), None),
        }
    }

    /// How often each theme comes up, in the order of the ids, also themes without a quotation.
    pub fn theme_counts(&self) -> Vec<ThemeTally> {
        self.groups(|_| Some("")).pop().map_or_else(|| self.themes_of(&BTreeMap::new()), |all| all.themes)
    }

    /// How often each theme comes up in each group, in the order of the groups' names. Quotations that say nothing of the facet are in none.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the tally was not made with that facet.
    pub fn by_group(&self, facet: &Facet) -> Result<Vec<GroupTally>> {
        let Some(at) = self.facets.iter().position(|known| known == facet) else {
            return Err(Error::setting("facet", format!("the tally was not made by `{facet}`")));
        };
        Ok(self.groups(|entry| entry.groups.get(at)?.as_deref()))
    }

    /// How often each speaker comes to each theme, in the order of the speakers' keys.
    pub fn by_speaker(&self) -> Vec<GroupTally> {
        self.groups(|entry| entry.speaker.as_deref())
    }

    /// What quotations with content come to, by what `group` says of them.
    fn groups<'a>(&'a self, group: impl Fn(&'a Entry) -> Option<&'a str>) -> Vec<GroupTally> {
        let mut groups: BTreeMap<&str, (Counter<'a>, BTreeMap<&ThemeId, Counter<'a>>)> = BTreeMap::new();
        for (document, entries) in &self.documents {
            for entry in entries.iter().filter(|entry| entry.state == Judged::Content) {
                let Some(value) = group(entry) else { continue };
                let (base, themes) = groups.entry(value).or_default();
                base.add(document, entry);
                entry.themes.iter().for_each(|theme| themes.entry(theme).or_default().add(document, entry));
            }
        }
        let tally = |(value, (base, themes)): (&str, (Counter<'a>, BTreeMap<&ThemeId, Counter<'a>>))| GroupTally {
            value: value.to_owned(),
            base: base.counts(),
            themes: self.themes_of(&themes),
        };
        groups.into_iter().map(tally).collect()
    }

    fn themes_of(&self, counted: &BTreeMap<&ThemeId, Counter<'_>>) -> Vec<ThemeTally> {
        let of = |(theme, label): (&ThemeId, &String)| ThemeTally {
            theme: theme.clone(),
            label: label.clone(),
            counts: counted.get(theme).map(Counter::counts).unwrap_or_default(),
        };
        self.themes.iter().map(of).collect()
    }
}
