//! Which texts are neighbours, how vectors are smoothed over that graph, and what its communities are.

use ndarray::Array2;
use rayon::prelude::*;

use crate::themes::sparse::{Products, Sparse, normalise_rows};

/// Rows that one task looks at, at least.
const BLOCK: usize = 256;

/// For each row its `neighbours` nearest other rows by cosine, nearest first, ties to the lower row; `similar` are the products of rows of
/// length 1 or 0.
pub(crate) fn neighbours(similar: &Products, neighbours: usize) -> Vec<Vec<(u32, f32)>> {
    let rows = similar.len();
    let neighbours = neighbours.min(rows.saturating_sub(1));
    if neighbours == 0 {
        return vec![Vec::new(); rows];
    }
    let nearest = |row: usize| greatest(similar.row(row), row, neighbours);
    (0..rows).into_par_iter().with_min_len(BLOCK).map(nearest).collect()
}

/// The `count` greatest numbers and their places, but for one place; greatest first, ties to the lower place.
fn greatest(numbers: &[f32], but: usize, count: usize) -> Vec<(u32, f32)> {
    /// Numbers looked at together: most are below the least of those found.
    const TOGETHER: usize = 16;
    let mut found: Vec<(u32, f32)> = Vec::with_capacity(count + 1);
    let mut least = f32::NEG_INFINITY;
    for (part, first) in numbers.chunks(TOGETHER).zip((0..).step_by(TOGETHER)) {
        if !part.iter().fold(false, |any, number| any | (*number > least)) {
            continue;
        }
        for (&number, place) in part.iter().zip(first..) {
            if number > least && place != but {
                let at = found.partition_point(|(_, other)| *other >= number);
                found.insert(at, (place as u32, number));
                found.truncate(count);
                if found.len() == count {
                    least = found[count - 1].1;
                }
            }
        }
    }
    found
}

/// Moves each row towards the mean of its neighbours, `steps` times; `weight` is the neighbours' share.
pub(crate) fn smooth(vectors: &Array2<f32>, graph: &[Vec<(u32, f32)>], steps: usize, weight: f32) -> Array2<f32> {
    let mut walk = Sparse::new(graph.len());
    for nearest in graph {
        let sum: f32 = nearest.iter().map(|(_, similar)| similar.max(0.0)).sum();
        let scale = if sum > 0.0 { weight / sum } else { 0.0 };
        walk.push_row(nearest.iter().map(|(other, similar)| (*other, similar.max(0.0) * scale)));
    }
    let mut moved = vectors.clone();
    for _ in 0..steps {
        let mut next = walk.dot(moved.view());
        next.scaled_add(1.0 - weight, &moved);
        normalise_rows(&mut next);
        moved = next;
    }
    moved
}

/// The links of each node, each other node once, in rising order.
pub(crate) type Links = Vec<Vec<(usize, f64)>>;

/// The graph without directions: a link weighs the mean of both.
pub(crate) fn undirected(graph: &[Vec<(u32, f32)>]) -> Links {
    let mut links: Links = graph.iter().map(|nearest| Vec::with_capacity(3 * nearest.len())).collect();
    for (node, nearest) in graph.iter().enumerate() {
        for &(other, similar) in nearest {
            let weight = f64::from(similar.max(0.0)) / 2.0;
            links[node].push((other as usize, weight));
            links[other as usize].push((node, weight));
        }
    }
    merge_links(links)
}

/// Communities of a graph by modularity at a resolution (Louvain's local moves and aggregation, nodes in order).
/// Gives the community of each node, numbered by first appearance.
pub(crate) fn communities(links: &Links, resolution: f64) -> Vec<usize> {
    let (mut of_node, mut moved) = local_moves(links, resolution);
    let mut joined = join(links, &of_node);
    while moved {
        let community;
        (community, moved) = local_moves(&joined, resolution);
        for node in &mut of_node {
            *node = community[*node];
        }
        joined = join(&joined, &community);
    }
    of_node
}

/// The graph of communities.
fn join(links: &Links, community: &[usize]) -> Links {
    let count = community.iter().max().map_or(0, |last| last + 1);
    let mut next: Links = vec![Vec::new(); count];
    for (node, list) in links.iter().enumerate() {
        next[community[node]].extend(list.iter().map(|(other, weight)| (community[*other], *weight)));
    }
    merge_links(next)
}

fn merge_links(mut links: Links) -> Links {
    for list in &mut links {
        list.sort_by_key(|(other, _)| *other);
        list.dedup_by(|next, link| {
            let same = next.0 == link.0;
            if same {
                link.1 += next.1;
            }
            same
        });
    }
    links
}

/// Moves nodes to the community that gains most, until none moves. A link of a node to itself counts both ends already.
fn local_moves(links: &[Vec<(usize, f64)>], resolution: f64) -> (Vec<usize>, bool) {
    let nodes = links.len();
    let degree: Vec<f64> = links.iter().map(|list| list.iter().map(|link| link.1).sum()).collect();
    let total: f64 = degree.iter().sum();
    let mut community: Vec<usize> = (0..nodes).collect();
    if total <= 0.0 {
        return (community, false);
    }
    let mut weight = degree.clone();
    let mut to = vec![0.0_f64; nodes];
    let mut any = false;
    let mut near: Vec<usize> = Vec::new();
    for _ in 0..64 {
        let mut moved = false;
        for node in 0..nodes {
            let own = community[node];
            near.clear();
            near.push(own);
            for &(other, link) in &links[node] {
                if other != node {
                    if to[community[other]] == 0.0 && community[other] != own {
                        near.push(community[other]);
                    }
                    to[community[other]] += link;
                }
            }
            weight[own] -= degree[node];
            let gain = |place: usize| to[place] - resolution * degree[node] * weight[place] / total;
            let mut best = own;
            let mut best_gain = gain(own);
            for &place in &near[1..] {
                let here = gain(place);
                if here > best_gain + 1e-12 {
                    best = place;
                    best_gain = here;
                }
            }
            weight[best] += degree[node];
            for &place in &near {
                to[place] = 0.0;
            }
            to[own] = 0.0;
            if best != own {
                community[node] = best;
                moved = true;
                any = true;
            }
        }
        if !moved {
            break;
        }
    }
    let mut number = vec![usize::MAX; nodes];
    let mut next = 0;
    for place in &mut community {
        if number[*place] == usize::MAX {
            number[*place] = next;
            next += 1;
        }
        *place = number[*place];
    }
    (community, any)
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn the_greatest_come_first_and_ties_go_to_the_lower_place() {
        let numbers: Vec<f32> = (0..40).map(|number| (number * 7 % 20) as f32).collect();
        let mut all: Vec<(u32, f32)> = (0..).zip(numbers.iter().copied()).filter(|(place, _)| *place != 17).collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        assert_eq!(greatest(&numbers, 17, 5), all[..5]);
        assert_eq!(greatest(&numbers, 17, 39), all);
    }

    #[test]
    fn two_clumps_are_two_communities() {
        let mut vectors = array![
            [1.0_f32, 0.1, 0.0],
            [1.0, 0.0, 0.1],
            [1.0, 0.1, 0.1],
            [0.0, 0.1, 1.0],
            [0.1, 0.0, 1.0],
            [0.1, 0.1, 1.0],
        ];
        normalise_rows(&mut vectors);
        let graph = neighbours(&Products::new(vectors.view()), 2);
        assert_eq!(communities(&undirected(&graph), 1.0), [0, 0, 0, 1, 1, 1]);
        assert!(graph[0].iter().all(|(other, _)| *other < 3));
        let moved = smooth(&vectors, &graph, 2, 0.5);
        assert!(moved.row(0).dot(&moved.row(1)) >= vectors.row(0).dot(&vectors.row(1)));
    }
}
