//! How far groups that were found are those that people made: NMI, ARI, AMI and accuracy under the best matching.

use std::collections::BTreeMap;

/// Checks the measures on groups of eight texts; their figures were worked out from the definitions with exact binomials.
pub(crate) fn check() {
    let labels = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<String>>();
    let (gold, found) = (labels("a a a b b b c c"), labels("1 1 2 2 2 2 3 3"));
    let table = Contingency::new(&gold, &found);
    let near = |figure: f64, known: f64| assert!((figure - known).abs() < 1e-4, "{figure} is not {known}");
    near(table.nmi(), 0.7550);
    near(table.ari(), 0.5455);
    near(table.ami(), 0.6218);
    near(table.acc(), 0.875);
    let same = Contingency::new(&gold, &gold);
    [same.nmi(), same.ari(), same.ami(), same.acc()].into_iter().for_each(|figure| near(figure, 1.0));
}

/// How often each gold label meets each group.
pub(crate) struct Contingency {
    cells: BTreeMap<(usize, usize), f64>,
    gold: Vec<f64>,
    groups: Vec<f64>,
    n: f64,
}

impl Contingency {
    pub(crate) fn new(gold: &[String], groups: &[String]) -> Self {
        fn number(labels: &[String]) -> (Vec<usize>, Vec<f64>) {
            let mut ids = BTreeMap::new();
            let mut counts = Vec::new();
            let numbers = labels
                .iter()
                .map(|label| {
                    let id = *ids.entry(label).or_insert(counts.len());
                    if id == counts.len() {
                        counts.push(0.0);
                    }
                    counts[id] += 1.0;
                    id
                })
                .collect();
            (numbers, counts)
        }
        let ((gold_of, gold), (group_of, groups)) = (number(gold), number(groups));
        let mut cells = BTreeMap::new();
        for pair in gold_of.iter().copied().zip(group_of.iter().copied()) {
            *cells.entry(pair).or_insert(0.0) += 1.0;
        }
        Self { cells, gold, groups, n: gold_of.len() as f64 }
    }

    fn entropy(&self, counts: &[f64]) -> f64 {
        -counts.iter().map(|count| count / self.n * (count / self.n).ln()).sum::<f64>()
    }

    fn mutual(&self) -> f64 {
        self.cells
            .iter()
            .map(|(&(g, p), count)| count / self.n * (count * self.n / (self.gold[g] * self.groups[p])).ln())
            .sum()
    }

    /// Normalised mutual information (arithmetic mean).
    pub(crate) fn nmi(&self) -> f64 {
        let mean = (self.entropy(&self.gold) + self.entropy(&self.groups)) / 2.0;
        if mean == 0.0 { 1.0 } else { self.mutual() / mean }
    }

    /// Adjusted Rand index.
    pub(crate) fn ari(&self) -> f64 {
        let pairs = |count: f64| count * (count - 1.0) / 2.0;
        let both: f64 = self.cells.values().map(|count| pairs(*count)).sum();
        let gold: f64 = self.gold.iter().map(|count| pairs(*count)).sum();
        let groups: f64 = self.groups.iter().map(|count| pairs(*count)).sum();
        let (expected, most) = (gold * groups / pairs(self.n).max(1.0), (gold + groups) / 2.0);
        if most == expected { 1.0 } else { (both - expected) / (most - expected) }
    }

    /// Adjusted mutual information (arithmetic mean).
    pub(crate) fn ami(&self) -> f64 {
        let (rows, columns) = (self.gold.len(), self.groups.len());
        if (rows == 1 && columns == 1) || (rows as f64 == self.n && columns as f64 == self.n) {
            return 1.0;
        }
        let n = self.n as usize;
        let mut log_factorial = vec![0.0; n + 1];
        for i in 2..=n {
            log_factorial[i] = log_factorial[i - 1] + (i as f64).ln();
        }
        let f = |count: f64| log_factorial[count as usize];
        let mut expected = 0.0;
        for &a in &self.gold {
            for &b in &self.groups {
                let mut v = (a + b - self.n).max(1.0);
                while v <= a.min(b) {
                    let log = f(a) + f(b) + f(self.n - a) + f(self.n - b)
                        - f(self.n)
                        - f(v)
                        - f(a - v)
                        - f(b - v)
                        - f(self.n - a - b + v);
                    expected += v / self.n * (self.n * v / (a * b)).ln() * log.exp();
                    v += 1.0;
                }
            }
        }
        let bound = (self.entropy(&self.gold) + self.entropy(&self.groups)) / 2.0 - expected;
        if bound.abs() > 1e-12 { (self.mutual() - expected) / bound } else { 0.0 }
    }

    /// Accuracy under the best one-to-one matching of groups and labels (the Hungarian method).
    pub(crate) fn acc(&self) -> f64 {
        let size = self.gold.len().max(self.groups.len());
        let cost = |row: usize, column: usize| -self.cells.get(&(row - 1, column - 1)).copied().unwrap_or(0.0);
        let (mut u, mut v) = (vec![0.0; size + 1], vec![0.0; size + 1]);
        let (mut matched, mut way) = (vec![0; size + 1], vec![0; size + 1]);
        for row in 1..=size {
            matched[0] = row;
            let mut column = 0;
            let mut least = vec![f64::INFINITY; size + 1];
            let mut used = vec![false; size + 1];
            loop {
                used[column] = true;
                let (at, mut delta, mut next) = (matched[column], f64::INFINITY, 0);
                for other in 1..=size {
                    if used[other] {
                        continue;
                    }
                    let reduced = cost(at, other) - u[at] - v[other];
                    if reduced < least[other] {
                        least[other] = reduced;
                        way[other] = column;
                    }
                    if least[other] < delta {
                        delta = least[other];
                        next = other;
                    }
                }
                for other in 0..=size {
                    if used[other] {
                        u[matched[other]] += delta;
                        v[other] -= delta;
                    } else {
                        least[other] -= delta;
                    }
                }
                column = next;
                if matched[column] == 0 {
                    break;
                }
            }
            while column != 0 {
                matched[column] = matched[way[column]];
                column = way[column];
            }
        }
        (1..=size).map(|column| -cost(matched[column], column)).sum::<f64>() / self.n
    }
}
