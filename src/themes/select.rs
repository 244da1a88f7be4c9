//! How many themes there are, when nobody says.

use super::graph::communities;

/// The resolutions of the lower end, the choice and the upper end.
const RESOLUTIONS: [f64; 3] = [0.9, 1.4, 2.0];

/// The number of communities of the graph, and the range that other resolutions give: (low, chosen, high).
pub(super) fn number_of_themes(graph: &[Vec<(u32, f32)>]) -> (usize, usize, usize) {
    let [low, chosen, high] =
        RESOLUTIONS.map(|resolution| communities(graph, resolution).iter().max().map_or(0, |last| last + 1));
    (low.min(chosen), chosen, high.max(chosen))
}
