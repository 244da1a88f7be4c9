//! How many themes there are, where the number is not given.

use crate::themes::group::graph::{communities, undirected};

/// The resolution that people's numbers of themes come nearest to in a hundred texts or fewer.
const RESOLUTION: f64 = 1.4;
/// The texts from which on it falls: every text has the same number of neighbours, so more texts fall into more communities.
const FALLS_FROM: f64 = 100.0;
/// The texts below which it falls too: one theme may be most of so small a graph.
const FEW: f64 = 12.0;
/// How it falls.
const EXPONENT: f64 = -0.1;
/// The share of that resolution that gives the lower end, and the one that gives the upper.
const RANGE: [f64; 2] = [0.65, 1.5];

/// The number of communities of the graph, and the range that other resolutions give: (low, chosen, high).
pub(crate) fn number_of_themes(graph: &[Vec<(u32, f32)>]) -> (usize, usize, usize) {
    let texts = graph.len() as f64;
    let resolution = RESOLUTION * (texts / FALLS_FROM).max(1.0).powf(EXPONENT) * (texts / FEW).min(1.0);
    let links = undirected(graph);
    let count = |share: f64| communities(&links, share * resolution).iter().max().map_or(0, |last| last + 1);
    let [low, high] = RANGE.map(count);
    let chosen = count(1.0);
    (low.min(chosen), chosen, high.max(chosen))
}
