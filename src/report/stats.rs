//! The few functions of statistics that the tables need; the references are in the guide, "method".

use serde::{Deserialize, Serialize};

/// The 97.5th percentile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// More tables than this are not enumerated for an exact test.
const MAX_TABLES: u64 = 200_000;

/// A range that holds the true value in 95 of 100 samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Wilson's score interval at 95 % for the share of `count` in `base` (Wilson 1927, without continuity correction). Of nothing, everything is possible:
    /// 0 to 1. More than all is all.
    pub fn of(count: usize, base: usize) -> Self {
        wilson(count, base)
    }
}

/// Wilson's score interval at 95 % for a share of `count` in `base` (Wilson 1927, without continuity correction).
/// Of nothing, everything is possible: 0 to 1.
pub(super) fn wilson(count: usize, base: usize) -> Interval {
    if base == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let n = base as f64;
    let p = (count.min(base)) as f64 / n;
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    // At the ends the formula gives 0 and 1 up to rounding.
    let low = if count == 0 { 0.0 } else { (middle - half) / whole };
    let high = if count >= base { 1.0 } else { (middle + half) / whole };
    Interval { low, high }
}

/// Whether a theme comes up equally often in all groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Test {
    /// Which test.
    pub method: Method,
    /// Pearson's chi-square, also where the p value is Fisher's.
    pub chi_square: f64,
    /// Degrees of freedom: groups less one.
    pub degrees: usize,
    /// The probability of so uneven a table if the groups did not differ.
    pub p: f64,
    /// The p value corrected for the number of themes tested, by Holm: holds the chance of one false finding.
    pub p_holm: f64,
    /// The p value corrected by Benjamini and Hochberg: holds the share of false findings.
    pub p_bh: f64,
    /// Cramér's V, the size of the effect: 0 for none, 1 for theme and group being the same.
    pub cramers_v: f64,
}

/// How a p value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Method {
    /// Pearson's chi-square without continuity correction: every expected count is 5 or more.
    ChiSquare,
    /// Fisher's exact test (Freeman and Halton for more than two groups): some expected count is below 5.
    Fisher,
    /// Pearson's chi-square although some expected count is below 5, since the exact test would take too long. Read it with care.
    ChiSquareSparse,
}

/// Tests one theme over groups: `(with the theme, in all)` for each. None where there is nothing to compare:
/// fewer than two groups with anybody in them, or a theme in none or in all.
pub(super) fn test(groups: &[(usize, usize)]) -> Option<Test> {
    let groups: Vec<(usize, usize)> = groups.iter().copied().filter(|(_, base)| *base > 0).collect();
    let with: usize = groups.iter().map(|(count, _)| count).sum();
    let all: usize = groups.iter().map(|(_, base)| base).sum();
    if groups.len() < 2 || with == 0 || with == all {
        return None;
    }
    let share = with as f64 / all as f64;
    let mut chi_square = 0.0;
    let mut smallest = f64::INFINITY;
    for (count, base) in &groups {
        for (observed, expected) in
            [(*count as f64, *base as f64 * share), ((base - count) as f64, *base as f64 * (1.0 - share))]
        {
            chi_square += (observed - expected).powi(2) / expected;
            smallest = smallest.min(expected);
        }
    }
    let degrees = groups.len() - 1;
    let (method, p) = if smallest >= 5.0 {
        (Method::ChiSquare, chi_square_tail(chi_square, degrees))
    } else if let Some(p) = fisher(&groups) {
        (Method::Fisher, p)
    } else {
        (Method::ChiSquareSparse, chi_square_tail(chi_square, degrees))
    };
    // One side of the table has two rows, so the smaller dimension less one is 1.
    let cramers_v = (chi_square / all as f64).sqrt();
    Some(Test { method, chi_square, degrees, p, p_holm: p, p_bh: p, cramers_v })
}

/// The adjusted standardised residual of one cell (Haberman 1973): beyond ±2 the cell stands out.
/// None where it has no meaning.
pub(super) fn residual(count: usize, base: usize, with: usize, all: usize) -> Option<f64> {
    if base == 0 || base == all || with == 0 || with == all {
        return None;
    }
    let (row, column) = (with as f64 / all as f64, base as f64 / all as f64);
    let expected = with as f64 * column;
    Some((count as f64 - expected) / (expected * (1.0 - row) * (1.0 - column)).sqrt())
}

/// Holm's step-down correction (1979), in the order of `p`.
pub(super) fn holm(p: &[f64]) -> Vec<f64> {
    let n = p.len();
    let mut corrected = vec![0.0; n];
    let mut highest: f64 = 0.0;
    for (rank, at) in order(p).into_iter().enumerate() {
        highest = highest.max(((n - rank) as f64 * p[at]).min(1.0));
        corrected[at] = highest;
    }
    corrected
}

/// The step-up correction of Benjamini and Hochberg (1995), in the order of `p`.
pub(super) fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let n = p.len();
    let mut corrected = vec![0.0; n];
    let mut lowest: f64 = 1.0;
    for (rank, at) in order(p).into_iter().enumerate().rev() {
        lowest = lowest.min(n as f64 / (rank + 1) as f64 * p[at]);
        corrected[at] = lowest;
    }
    corrected
}

fn order(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    order
}

/// The exact p value of a table of two rows: all tables with its margins that are no likelier than it.
/// None where there are too many.
fn fisher(groups: &[(usize, usize)]) -> Option<f64> {
    let with: usize = groups.iter().map(|(count, _)| count).sum();
    // How many tables there are: ways to reach each sum.
    let mut ways = vec![0_u64; with + 1];
    ways[0] = 1;
    let mut work = 0_u64;
    for (_, base) in groups {
        let mut next = vec![0_u64; with + 1];
        for (sum, way) in ways.iter().enumerate().filter(|(_, way)| **way > 0) {
            let most = (*base).min(with - sum);
            work += most as u64;
            for target in &mut next[sum..=sum + most] {
                *target = target.saturating_add(*way);
            }
        }
        ways = next;
        if work > 100 * MAX_TABLES {
            return None;
        }
    }
    if ways[with] > MAX_TABLES {
        return None;
    }
    let all: usize = groups.iter().map(|(_, base)| base).sum();
    // Only as many are taken from each group as there are with the theme, however large the group is.
    let ln_choose = |n: usize| -> Vec<f64> {
        let mut ln = vec![0.0];
        for k in 1..=n.min(with) {
            ln.push(ln[k - 1] + ((n + 1 - k) as f64 / k as f64).ln());
        }
        ln
    };
    let choose: Vec<Vec<f64>> = groups.iter().map(|(_, base)| ln_choose(*base)).collect();
    let whole = ln_choose(all)[with];
    let observed: f64 = groups.iter().zip(&choose).map(|((count, _), choose)| choose[*count]).sum();
    let mut rest: Vec<usize> = groups
        .iter()
        .rev()
        .scan(0, |sum, (_, base)| {
            *sum += base;
            Some(*sum)
        })
        .collect();
    rest.reverse();
    rest.push(0);
    let mut p = 0.0;
    // Depth first over the tables: (group, left to place, logarithm so far).
    let mut stack = vec![(0, with, 0.0)];
    while let Some((group, left, ln)) = stack.pop() {
        if group == groups.len() {
            // The tolerance is scipy's and R's: tables as likely as the observed one count.
            if ln <= observed + 1e-7 {
                p += f64::exp(ln - whole);
            }
            continue;
        }
        let base = groups[group].1;
        let least = left.saturating_sub(rest[group + 1]);
        for (count, more) in (least..=left.min(base)).zip(choose[group].iter().skip(least)) {
            stack.push((group + 1, left - count, ln + more));
        }
    }
    Some(p.min(1.0))
}

/// The probability that chi-square with this many degrees of freedom is at least `x`.
pub(super) fn chi_square_tail(x: f64, degrees: usize) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    upper_gamma(degrees as f64 / 2.0, x / 2.0)
}

/// The regularised upper incomplete gamma function Q(a, x): series below a + 1, continued fraction (Lentz) above.
fn upper_gamma(a: f64, x: f64) -> f64 {
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let mut term = 1.0 / a;
        let mut sum = term;
        let mut n = a;
        while term.abs() > sum.abs() * 1e-17 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        (1.0 - sum * front).clamp(0.0, 1.0)
    } else {
        const TINY: f64 = 1e-300;
        let mut b = x + 1.0 - a;
        let mut c = 1.0 / TINY;
        let mut d = 1.0 / b;
        let mut h = d;
        for i in 1..10_000 {
            let i = f64::from(i);
            let an = -i * (i - a);
            b += 2.0;
            d = an * d + b;
            d = 1.0 / if d.abs() < TINY { TINY } else { d };
            c = b + an / c;
            c = if c.abs() < TINY { TINY } else { c };
            let step = d * c;
            h *= step;
            if (step - 1.0).abs() < 1e-16 {
                break;
            }
        }
        (front * h).clamp(0.0, 1.0)
    }
}

/// The logarithm of the gamma function for positive arguments (Lanczos, g = 7, nine terms).
fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        return (std::f64::consts::PI / (std::f64::consts::PI * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let sum = (1..9).fold(TERMS[0], |sum, i| sum + TERMS[i] / (x + i as f64));
    let t = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}
