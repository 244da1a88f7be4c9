use std::borrow::Cow;
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
    /// An attribute that holds a number, put into bands.
    Bands(String, Bands),
}

/// How numbers are put into bands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Bands {
    /// Bands of this width from 0: of 10, 20–29 and 30–39. A width of 0 is one of 1.
    Width(u32),
    /// From the first number to the second, both included, in thousandths; what is in none has no group.
    Ranges(Vec<(i64, i64)>),
}

impl Bands {
    /// Ranges that hold a quarter of the numbers each, as near as equal numbers allow; each goes from the smallest to the largest number in it.
    pub fn quartiles(numbers: impl IntoIterator<Item = f64>) -> Self {
        const PARTS: usize = 4;
        let mut sorted: Vec<i64> = numbers.into_iter().map(thousandths).collect();
        sorted.sort_unstable();
        let mut ranges = Vec::new();
        let mut start = 0;
        for part in 1..=PARTS {
            // The same number is never in two bands.
            let mut end = (sorted.len() * part).div_ceil(PARTS).max(start);
            while end > start && end < sorted.len() && sorted[end] == sorted[end - 1] {
                end += 1;
            }
            if end > start {
                ranges.push((sorted[start], sorted[end - 1]));
                start = end;
            }
        }
        Self::Ranges(ranges)
    }

    fn band(&self, number: f64) -> Option<String> {
        match self {
            Self::Width(width) => {
                let width = f64::from((*width).max(1));
                let low = (number / width).floor() * width;
                Some(range(low, low + width - 1.0))
            }
            Self::Ranges(ranges) => {
                let number = thousandths(number);
                let (low, high) = ranges.iter().find(|(low, high)| (*low..=*high).contains(&number))?;
                Some(range(*low as f64 / 1000.0, *high as f64 / 1000.0))
            }
        }
    }
}

fn thousandths(number: f64) -> i64 {
    (number * 1000.0).round() as i64
}

fn range(low: f64, high: f64) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

/// The number that a cell is, with a decimal point or comma.
pub(super) fn number(cell: &str) -> Option<f64> {
    cell.trim().replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite() && number.abs() < 1e12)
}

/// Groups in their own order: those that begin with a number by it, the others after them by name.
pub(super) fn order(one: &str, other: &str) -> std::cmp::Ordering {
    let leading = |group: &str| {
        let digits = |at: &(usize, char)| at.1.is_ascii_digit() || at.1 == '.' || (at.0 == 0 && at.1 == '-');
        let end = group.char_indices().find(|at| !digits(at)).map_or(group.len(), |(at, _)| at);
        group[..end].trim_end_matches('.').parse().unwrap_or(f64::INFINITY)
    };
    leading(one).total_cmp(&leading(other)).then_with(|| one.cmp(other))
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
        self.value_of(quote).map(Cow::into_owned)
    }

    /// The same, borrowed where the quotation holds it.
    pub(super) fn value_of<'q>(&self, quote: &'q Quote) -> Option<Cow<'q, str>> {
        fn text(text: &str) -> Option<Cow<'_, str>> {
            Some(Cow::Borrowed(text)).filter(|text| !text.trim().is_empty())
        }
        match self {
            Self::Speaker => text(&quote.speaker()?.name),
            Self::SpeakerKind => Some(quote.speaker()?.kind.to_string().into()),
            Self::Affiliation => text(quote.speaker()?.affiliation.as_deref()?),
            Self::Role => text(quote.speaker()?.role.as_deref()?),
            Self::Document => text(quote.document.as_str()),
            Self::Kind => Some(quote.kind.to_string().into()),
            Self::Attribute(name) => text(quote.attributes.get(name)?),
            Self::Time(name, unit) => date(quote.attributes.get(name)?, unit.digits()).map(Cow::from),
            Self::Bands(name, bands) => bands.band(number(quote.attributes.get(name)?)?).map(Cow::from),
        }
    }

    /// Whether the groups have an order of their own (dates, numbers, answers to a question) and are listed in it; others are listed by size.
    pub fn is_ordered(&self) -> bool {
        matches!(self, Self::Attribute(_) | Self::Time(..) | Self::Bands(..))
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
            Self::Attribute(name) | Self::Time(name, _) | Self::Bands(name, _) => name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_put_into_bands() {
        let tens = Bands::Width(10);
        assert_eq!(
            ["20", "29.5", "30", "-1"].map(|cell| tens.band(number(cell).unwrap()).unwrap()),
            ["20–29", "20–29", "30–39", "-10–-1"]
        );
        assert_eq!(Bands::Width(1).band(3.0).unwrap(), "3");
        assert_eq!(number("1,5"), Some(1.5));
        assert_eq!(number("n/a"), None);
    }

    #[test]
    fn quartiles_never_part_equal_numbers() {
        let ages = [18.0, 19.0, 20.0, 31.0, 40.0, 41.0, 55.0, 60.0];
        let bands = Bands::quartiles(ages);
        assert_eq!([18.0, 19.0, 20.0, 60.0].map(|age| bands.band(age).unwrap()), ["18–19", "18–19", "20–31", "55–60"]);
        assert_eq!(Bands::quartiles([1.0, 1.0, 1.0, 1.0, 2.0]), Bands::Ranges(vec![(1000, 1000), (2000, 2000)]));
        assert_eq!(Bands::quartiles([]), Bands::Ranges(Vec::new()));
    }

    #[test]
    fn groups_that_begin_with_numbers_are_in_their_order() {
        let mut groups = ["100–109", "20–29", "none", "5", "10 - very good", "2024-03", "2024-01"];
        groups.sort_by(|one, other| order(one, other));
        assert_eq!(groups, ["5", "10 - very good", "20–29", "100–109", "2024-01", "2024-03", "none"]);
    }
}
