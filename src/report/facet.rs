use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quotes::Quote;

/// By what quotations are grouped in a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Facet {
    /// The speaker's name.
    Speaker,
    /// Person, organisation, group or anonymous.
    SpeakerKind,
    /// The organisation or place the speaker belongs to.
    Affiliation,
    /// The speaker's office, profession or part.
    Role,
    /// The document.
    Document,
    /// Direct, mixed, indirect or response.
    Kind,
    /// An attribute that quotations carry, such as a group column of a survey.
    Attribute(String),
    /// An attribute that holds a date written year first (`2024-03-31`), cut to a unit of time.
    Time(String, TimeUnit),
}

/// How long one column of a table over time lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum TimeUnit {
    /// `2024`.
    Year,
    /// `2024-03`.
    Month,
    /// `2024-03-31`.
    Day,
}

impl TimeUnit {
    /// How many digits and dashes of a date name the unit.
    fn digits(self) -> usize {
        match self {
            Self::Year => 4,
            Self::Month => 7,
            Self::Day => 10,
        }
    }
}

impl Facet {
    /// The group of a quotation, or none where the quotation says nothing of it.
    pub fn value(&self, quote: &Quote) -> Option<String> {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.trim().is_empty());
        match self {
            Self::Speaker => text(&quote.speaker()?.name),
            Self::SpeakerKind => Some(quote.speaker()?.kind.to_string()),
            Self::Affiliation => text(quote.speaker()?.affiliation.as_deref()?),
            Self::Role => text(quote.speaker()?.role.as_deref()?),
            Self::Document => text(quote.document.as_str()),
            Self::Kind => Some(quote.kind.to_string()),
            Self::Attribute(name) => text(quote.attributes.get(name)?),
            Self::Time(name, unit) => date(quote.attributes.get(name)?, unit.digits()),
        }
    }

    /// Whether the groups have an order of their own (dates, answers to a question) and are listed in it; others are listed by size.
    pub fn is_ordered(&self) -> bool {
        matches!(self, Self::Attribute(_) | Self::Time(..))
    }
}

/// The first `digits` characters of a date, if they are digits and dashes where they should be.
fn date(text: &str, digits: usize) -> Option<String> {
    let date = text.trim().get(..digits)?;
    let right = date
        .bytes()
        .enumerate()
        .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    right.then(|| date.to_owned())
}

/// The heading of a column: `affiliation`, or the attribute's name.
impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Speaker => "speaker",
            Self::SpeakerKind => "speaker-kind",
            Self::Affiliation => "affiliation",
            Self::Role => "role",
            Self::Document => "document",
            Self::Kind => "kind",
            Self::Attribute(name) | Self::Time(name, _) => name,
        })
    }
}
