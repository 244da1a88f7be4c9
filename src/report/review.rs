//! What a person decided who went through a report: a log that is replayed on an analysis of the same or of other texts.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use crate::error::Result;
use crate::id::{QuoteId, ThemeId};
use crate::quotes::{Quote, Speaker, SpeakerKind};
use crate::themes::{Basis, Coding, Codings, Theme};

/// The attribute under which a quotation carries a reviewer's note.
pub(crate) const NOTE: &str = "note";

/// One line of a review. A theme is named by the label that it has when the line is reached, or else by its id.
///
/// A quotation is named by its id and its words. Where the words at that id are others, as in a text that has changed, it is looked for by its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "lowercase", deny_unknown_fields)]
#[non_exhaustive]
pub enum Decision {
    /// The head of a log, which tells it from a log of [`Edit`](crate::themes::Edit)s.
    Review {
        /// The title of the report that was reviewed.
        of: String,
        /// The version of the program that made it.
        version: String,
    },
    /// A quotation is under these themes and no others, beyond doubt. A theme that is not there is made.
    Code {
        /// The quotation.
        quote: QuoteId,
        /// Its words.
        text: String,
        /// The themes; none for a quotation that fits none.
        themes: Vec<String>,
    },
    /// Somebody else said it.
    Speaker {
        /// The quotation.
        quote: QuoteId,
        /// Its words.
        text: String,
        /// Who said it. What is known of a speaker of that name goes with it.
        to: String,
    },
    /// It is no quotation, and counts nowhere.
    Drop {
        /// What was taken for a quotation.
        quote: QuoteId,
        /// Its words.
        text: String,
    },
    /// A note on a quotation, carried as its attribute `note`.
    Note {
        /// The quotation.
        quote: QuoteId,
        /// Its words.
        text: String,
        /// The note; an empty one takes an earlier one away.
        note: String,
    },
    /// A theme gets another label.
    Rename {
        /// The theme.
        theme: String,
        /// Its label from now on.
        to: String,
    },
    /// Themes become one, which keeps the id of the first.
    Merge {
        /// The themes, two or more.
        themes: Vec<String>,
        /// The label of the one; that of the first where it is not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
}

/// Decisions in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[non_exhaustive]
pub struct Review {
    /// The decisions.
    pub decisions: Vec<Decision>,
}

impl Review {
    /// A log of these decisions.
    pub fn new(decisions: Vec<Decision>) -> Self {
        Self { decisions }
    }
}

/// What became of a review.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReviewOutcome {
    /// How many decisions changed something or confirmed it.
    pub applied: usize,
    /// Those that found nothing to change, each in a sentence that names the line.
    pub not_applied: Vec<String>,
    /// What was taken for a quotation and is none.
    pub dropped: Vec<Quote>,
}

impl Analysis {
    /// The analysis after a person's review, and what became of each decision. Decisions that name what is not there are left out and told.
    ///
    /// # Errors
    /// As [`new`](Self::new), which a review gives no cause for.
    pub fn reviewed(&self, review: &Review) -> Result<(Self, ReviewOutcome)> {
        let mut draft = Draft::of(self);
        let mut outcome = ReviewOutcome::default();
        for (decision, line) in review.decisions.iter().zip(1_usize..) {
            match draft.apply(decision) {
                Ok(counts) => outcome.applied += usize::from(counts),
                Err(why) => outcome.not_applied.push(format!("line {line}: {why}")),
            }
        }
        outcome.dropped = std::mem::take(&mut draft.dropped);
        let (quotes, codings) = draft.finish(self.codings());
        let mut analysis = Self::new(quotes, codings)?;
        if let Some(mut stability) = self.stability().cloned() {
            stability.themes.retain(|of| analysis.theme(&of.theme).is_some());
            analysis = analysis.with_stability(stability)?;
        }
        Ok((analysis, outcome))
    }
}

/// An analysis while a review is replayed.
struct Draft {
    quotes: Vec<Quote>,
    /// The quotations that are left, by id, and the first of each words.
    places: BTreeMap<QuoteId, usize>,
    by_words: BTreeMap<String, usize>,
    themes: Vec<Theme>,
    codings: BTreeMap<QuoteId, Vec<Coding>>,
    no_content: BTreeSet<QuoteId>,
    uncoded: BTreeSet<QuoteId>,
    dropped: Vec<Quote>,
}

/// Words without what typesetting changes.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Draft {
    fn of(analysis: &Analysis) -> Self {
        let quotes = analysis.quotes().to_vec();
        let codings = analysis.codings();
        let mut by_quote: BTreeMap<QuoteId, Vec<Coding>> = BTreeMap::new();
        for coding in &codings.codings {
            by_quote.entry(coding.quote.clone()).or_default().push(coding.clone());
        }
        let mut by_words = BTreeMap::new();
        for (at, quote) in quotes.iter().enumerate() {
            by_words.entry(words(&quote.text)).or_insert(at);
        }
        Self {
            places: quotes.iter().map(|quote| quote.id.clone()).zip(0..).collect(),
            by_words,
            quotes,
            themes: codings.themes.clone(),
            codings: by_quote,
            no_content: codings.no_content.iter().cloned().collect(),
            uncoded: codings.uncoded.iter().cloned().collect(),
            dropped: Vec::new(),
        }
    }

    /// Whether the line was a decision, or why it changes nothing.
    fn apply(&mut self, decision: &Decision) -> Result<bool, String> {
        match decision {
            Decision::Review { .. } => return Ok(false),
            Decision::Code { quote, text, themes } => {
                let at = self.find(quote, text)?;
                self.code(at, themes);
            }
            Decision::Speaker { quote, text, to } => {
                let at = self.find(quote, text)?;
                let speaker = self.speaker(to)?;
                self.quotes[at].attribution.speaker = Some(speaker);
            }
            Decision::Drop { quote, text } => {
                let at = self.find(quote, text)?;
                let id = self.quotes[at].id.clone();
                self.places.remove(&id);
                self.codings.remove(&id);
                self.dropped.push(self.quotes[at].clone());
            }
            Decision::Note { quote, text, note } => {
                let at = self.find(quote, text)?;
                let attributes = &mut self.quotes[at].attributes;
                match note.trim() {
                    "" => drop(attributes.remove(NOTE)),
                    note => drop(attributes.insert(NOTE.to_owned(), note.to_owned())),
                }
            }
            Decision::Rename { theme, to } => {
                let theme = self.theme(theme)?;
                self.rename(theme, to)?;
            }
            Decision::Merge { themes, to } => self.merge(themes, to.as_deref())?,
        }
        Ok(true)
    }

    /// The quotation of that id, if it has these words; else the first that has them.
    fn find(&self, id: &QuoteId, text: &str) -> Result<usize, String> {
        let wanted = words(text);
        let is_left = |at: &usize| self.places.contains_key(&self.quotes[*at].id);
        let by_id = self.places.get(id).copied();
        let same = by_id.filter(|at| wanted.is_empty() || words(&self.quotes[*at].text) == wanted);
        same.or_else(|| self.by_words.get(&wanted).copied().filter(is_left)).ok_or_else(|| match by_id {
            Some(_) => format!("quotation `{id}` has other words now, and those of the review are nowhere"),
            None => format!("there is no quotation `{id}`, nor one of its words"),
        })
    }

    /// The theme of that label, or else of that id.
    fn theme(&self, name: &str) -> Result<usize, String> {
        let is_it = |by: &dyn Fn(&Theme) -> bool| self.themes.iter().position(by);
        is_it(&|theme| theme.label == name)
            .or_else(|| is_it(&|theme| theme.id.as_str() == name))
            .ok_or_else(|| format!("there is no theme `{name}`"))
    }

    fn rename(&mut self, theme: usize, to: &str) -> Result<(), String> {
        let to = to.trim();
        if to.is_empty() {
            return Err("a label needs a letter".to_owned());
        }
        if self.themes.iter().enumerate().any(|(other, of)| other != theme && of.label == to) {
            return Err(format!("another theme is called `{to}` already"));
        }
        to.clone_into(&mut self.themes[theme].label);
        Ok(())
    }

    fn code(&mut self, at: usize, names: &[String]) {
        let id = self.quotes[at].id.clone();
        let mut themes: Vec<ThemeId> = Vec::new();
        for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            let theme = self.theme(name).unwrap_or_else(|_| {
                self.themes.push(Theme::new(name, name));
                self.themes.len() - 1
            });
            let theme = self.themes[theme].id.clone();
            if !themes.contains(&theme) {
                themes.push(theme);
            }
        }
        self.no_content.remove(&id);
        if themes.is_empty() {
            self.uncoded.insert(id.clone());
        } else {
            self.uncoded.remove(&id);
        }
        for theme in &mut self.themes {
            if !themes.contains(&theme.id) {
                theme.exemplars.retain(|exemplar| *exemplar != id);
            }
        }
        let before = self.codings.remove(&id).unwrap_or_default();
        let coding = |theme: ThemeId| {
            let known = before.iter().find(|coding| coding.theme == theme).cloned();
            match known {
                // What a person accepts rests on that person.
                Some(known) if known.weak => Coding { weak: false, basis: Basis::Given, ..known },
                Some(known) => known,
                None => Coding::new(id.clone(), theme, 1.0),
            }
        };
        let codings = themes.into_iter().map(coding).collect();
        self.codings.insert(id.clone(), codings);
    }

    /// Somebody of that name with what is known of them.
    fn speaker(&self, name: &str) -> Result<Speaker, String> {
        let name = name.trim();
        if name.is_empty() {
            return Err("a speaker needs a name".to_owned());
        }
        let known = self.quotes.iter().filter_map(Quote::speaker).find(|speaker| speaker.name == name);
        Ok(known.cloned().unwrap_or_else(|| Speaker::new(name, SpeakerKind::Person)))
    }

    fn merge(&mut self, names: &[String], to: Option<&str>) -> Result<(), String> {
        let mut ids: Vec<ThemeId> = Vec::new();
        for name in names {
            let id = self.themes[self.theme(name)?].id.clone();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let [kept, gone @ ..] = &ids[..] else { return Err("no theme to merge is named".to_owned()) };
        if gone.is_empty() {
            return Err(format!("`{}` alone cannot be merged; name two themes or more", names[0]));
        }
        self.themes.retain(|theme| !gone.contains(&theme.id));
        for theme in &mut self.themes {
            if theme.parent.as_ref().is_some_and(|parent| gone.contains(parent)) {
                theme.parent = Some(kept.clone()).filter(|kept| *kept != theme.id);
            }
        }
        for codings in self.codings.values_mut() {
            let mut seen = BTreeSet::new();
            for coding in codings.iter_mut().filter(|coding| gone.contains(&coding.theme)) {
                coding.theme = kept.clone();
            }
            // A quotation that was under both is under the one as surely as it was under either.
            codings.sort_by_key(|coding| coding.weak);
            codings.retain(|coding| seen.insert(coding.theme.clone()));
        }
        match to {
            Some(to) => self.rename(self.theme(kept.as_str())?, to),
            None => Ok(()),
        }
    }

    fn finish(self, before: &Codings) -> (Vec<Quote>, Codings) {
        let Self { quotes, places, mut codings, no_content, uncoded, mut themes, .. } = self;
        for theme in &mut themes {
            theme.exemplars.retain(|exemplar| places.contains_key(exemplar));
        }
        let quotes: Vec<Quote> = quotes.into_iter().filter(|quote| places.contains_key(&quote.id)).collect();
        let mut after = Codings::default();
        for quote in &quotes {
            after.codings.extend(codings.remove(&quote.id).unwrap_or_default());
        }
        let left = |ids: BTreeSet<QuoteId>| -> Vec<QuoteId> {
            quotes.iter().map(|quote| &quote.id).filter(|id| ids.contains(*id)).cloned().collect()
        };
        after.no_content = left(no_content);
        after.uncoded = left(uncoded);
        after.sentiment = before.sentiment.clone();
        after.sentiment.retain(|id, _| after.uncoded.contains(id));
        after.unmatched = before.unmatched.clone();
        after.unmatched.retain(|id, _| themes.iter().any(|theme| theme.id == *id));
        after.themes = themes;
        (quotes, after)
    }
}
