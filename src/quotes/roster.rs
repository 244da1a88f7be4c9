//! What people know of speakers: another name, one person under two names, a role, a group.

use std::collections::{BTreeMap, BTreeSet};

use crate::quotes::corpus::Corpus;
use crate::quotes::quote::{Quote, SpeakerKind};

/// What is known of speakers, to be put in the place of what the texts gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The speakers; of several rows for one quotation the first counts.
    pub people: Vec<Person>,
}

/// What is known of one speaker. What is `None` stays as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Person {
    /// The name under which they were found.
    pub speaker: String,
    /// The document in which they bear it; `None` is every one.
    pub document: Option<String>,
    /// The name they get; two who get one name are one.
    pub name: Option<String>,
    /// What sort of speaker.
    pub kind: Option<SpeakerKind>,
    /// Their role.
    pub role: Option<String>,
    /// Their organisation or place.
    pub affiliation: Option<String>,
    /// Groups they belong to, which become attributes of their quotations.
    pub attributes: BTreeMap<String, String>,
}

impl Person {
    /// A speaker of whom nothing is known yet.
    pub fn new(speaker: impl Into<String>) -> Self {
        Self { speaker: speaker.into(), ..Self::default() }
    }

    fn is_of(&self, quote: &Quote) -> bool {
        let named = quote.speaker().is_some_and(|speaker| speaker.name.eq_ignore_ascii_case(&self.speaker));
        // Answers of a survey are documents of their own, named by the survey.
        let within = |document: &String| {
            let rest = quote.document.as_str().strip_prefix(document.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        };
        named && self.document.as_ref().is_none_or(within)
    }

    fn tell(&self, quote: &mut Quote) {
        if let Some(speaker) = &mut quote.attribution.speaker {
            speaker.name = self.name.clone().unwrap_or_else(|| std::mem::take(&mut speaker.name));
            speaker.kind = self.kind.unwrap_or(speaker.kind);
            speaker.role = self.role.clone().or(speaker.role.take());
            speaker.affiliation = self.affiliation.clone().or(speaker.affiliation.take());
        }
        quote.attributes.extend(self.attributes.clone());
    }
}

impl Corpus {
    /// The corpus with what people know of speakers, and the names in the roster that nobody bears.
    ///
    /// ```
    /// use verbatims::quotes::{Person, Roster};
    /// use verbatims::{Document, Extractor, Language};
    ///
    /// let corpus = Extractor::new(Language::english()).corpus(&[Document::new("a", "“No,” said Ann Lee.")])?;
    /// let mut ann = Person::new("Ann Lee");
    /// ann.role = Some("nurse".to_owned());
    /// let (corpus, unknown) = corpus.with_roster(&Roster { people: vec![ann, Person::new("Bo")] });
    /// assert_eq!(corpus.quotes().next().and_then(|quote| quote.speaker()?.role.as_deref()), Some("nurse"));
    /// assert_eq!(unknown, ["Bo"]);
    /// # Ok::<(), verbatims::Error>(())
    /// ```
    pub fn with_roster(mut self, roster: &Roster) -> (Self, Vec<String>) {
        let mut met: BTreeSet<usize> = BTreeSet::new();
        for quote in self.quotes_mut() {
            let of = roster.people.iter().enumerate().find(|(_, person)| person.is_of(quote));
            if let Some((at, person)) = of {
                person.tell(quote);
                met.insert(at);
            }
        }
        let unknown = roster.people.iter().enumerate().filter(|(at, _)| !met.contains(at));
        let unknown = unknown.map(|(_, person)| person.speaker.clone()).collect();
        (self, unknown)
    }
}
