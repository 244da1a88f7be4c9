//! Coefficients of agreement between two coders; the references are in the guide, "method".

use serde::{Deserialize, Serialize};

/// How often two coders gave one theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Table {
    pub(super) both: usize,
    pub(super) first: usize,
    pub(super) second: usize,
    pub(super) neither: usize,
}

impl Table {
    pub(super) fn cells(self) -> [usize; 4] {
        [self.both, self.first, self.second, self.neither]
    }

    pub(super) fn plus(&self, other: &Table) -> Table {
        Table {
            both: self.both + other.both,
            first: self.first + other.first,
            second: self.second + other.second,
            neither: self.neither + other.neither,
        }
    }

    fn units(&self) -> f64 {
        (self.both + self.first + self.second + self.neither) as f64
    }

    pub(super) fn percent(&self) -> f64 {
        if self.units() > 0.0 { (self.both + self.neither) as f64 / self.units() } else { 0.0 }
    }

    /// Agreement beyond chance, where chance is expected as `expected`; complete where chance leaves no room.
    fn beyond(&self, expected: f64) -> f64 {
        if expected >= 1.0 { 1.0 } else { (self.percent() - expected) / (1.0 - expected) }
    }

    /// Cohen: chance is both coders' own shares.
    pub(super) fn kappa(&self) -> f64 {
        let n = self.units();
        if n == 0.0 {
            return 1.0;
        }
        let (a, b) = ((self.both + self.first) as f64 / n, (self.both + self.second) as f64 / n);
        self.beyond(a * b + (1.0 - a) * (1.0 - b))
    }

    /// Krippendorff, nominal, two coders, nothing missing: chance is drawing two of all 2n judgements without putting back.
    pub(super) fn alpha(&self) -> f64 {
        let yes = (2 * self.both + self.first + self.second) as f64;
        let all = 2.0 * self.units();
        let no = all - yes;
        let expected = 2.0 * yes * no / (all * (all - 1.0));
        if all == 0.0 || expected <= 0.0 { 1.0 } else { 1.0 - (1.0 - self.percent()) / expected }
    }

    /// Gwet: chance is 2 q (1 - q), where q is the mean share of the theme.
    pub(super) fn ac1(&self) -> f64 {
        if self.units() == 0.0 {
            return 1.0;
        }
        let q = (2 * self.both + self.first + self.second) as f64 / (2.0 * self.units());
        self.beyond(2.0 * q * (1.0 - q))
    }

    pub(super) fn f1(&self) -> f64 {
        let given = 2 * self.both + self.first + self.second;
        if given == 0 { 0.0 } else { (2 * self.both) as f64 / given as f64 }
    }
}

/// How far two sets of themes are apart, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Distance {
    /// One less the share in common.
    Jaccard,
    /// The same, softened where one set holds the other (Passonneau 2006).
    Masi,
}

/// The distance of two sorted lists without repetition.
pub(super) fn distance(kind: Distance, a: &[usize], b: &[usize]) -> f64 {
    let common = a.iter().filter(|item| b.binary_search(item).is_ok()).count();
    let either = a.len() + b.len() - common;
    if either == 0 {
        return 0.0;
    }
    let jaccard = common as f64 / either as f64;
    let monotonic = match kind {
        Distance::Jaccard => 1.0,
        Distance::Masi if a == b => 1.0,
        Distance::Masi if common == a.len() || common == b.len() => 2.0 / 3.0,
        Distance::Masi if common > 0 => 1.0 / 3.0,
        Distance::Masi => 0.0,
    };
    1.0 - jaccard * monotonic
}
