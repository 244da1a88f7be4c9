//! The graph of nearest neighbours, diffusion over it, and its communities.

use ndarray::{Array2, ArrayView2, Axis, Slice};
use rayon::prelude::*;

use super::sparse::{Sparse, normalise_rows};

/// Rows compared with all others at a time.
const BLOCK: usize = 256;

/// For each row its `neighbours` nearest other rows by cosine, nearest first, ties to the lower row. Rows have length 1 or are zero.
pub(super) fn neighbours(vectors: ArrayView2<'_, f32>, neighbours: usize) -> Vec<Vec<(u32, f32)>> {
    let rows = vectors.nrows();
    let neighbours = neighbours.min(rows.saturating_sub(1));
    if neighbours == 0 {
        return vec![Vec::new(); rows];
    }
    let starts: Vec<usize> = (0..rows).step_by(BLOCK).collect();
    let blocks: Vec<Vec<Vec<(u32, f32)>>> = starts
        .par_iter()
        .map(|&start| {
            let end = (start + BLOCK).min(rows);
            let similar = vectors.slice_axis(Axis(0), Slice::from(start..end)).dot(&vectors.t());
            let mut candidates: Vec<(u32, f32)> = Vec::with_capacity(rows);
            similar
                .axis_iter(Axis(0))
                .zip(start..)
                .map(|(similar, row)| {
                    candidates.clear();
                    candidates
                        .extend((0_u32..).zip(similar.iter().copied()).filter(|(other, _)| *other as usize != row));
                    let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
                    candidates.select_nth_unstable_by(neighbours - 1, order);
                    let mut nearest = candidates[..neighbours].to_vec();
                    nearest.sort_unstable_by(order);
                    nearest
                })
                .collect()
        })
        .collect();
    blocks.into_iter().flatten().collect()
}

/// Moves each row towards the mean of its neighbours, `steps` times; `weight` is the neighbours' share.
pub(super) fn diffuse(vectors: &Array2<f32>, graph: &[Vec<(u32, f32)>], steps: usize, weight: f32) -> Array2<f32> {
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

/// Communities of the graph by modularity at a resolution (Louvain's local moves and aggregation, nodes in order).
/// Answers the community of each node, numbered by first appearance.
pub(super) fn communities(graph: &[Vec<(u32, f32)>], resolution: f64) -> Vec<usize> {
    let nodes = graph.len();
    // Undirected: an edge weighs the mean of its two directions.
    let mut links: Vec<Vec<(usize, f64)>> = vec![Vec::new(); nodes];
    for (node, nearest) in graph.iter().enumerate() {
        for &(other, similar) in nearest {
            let weight = f64::from(similar.max(0.0)) / 2.0;
            links[node].push((other as usize, weight));
            links[other as usize].push((node, weight));
        }
    }
    let mut of_node: Vec<usize> = (0..nodes).collect();
    loop {
        let links_now = merge_links(links);
        let (community, moved) = local_moves(&links_now, resolution);
        if !moved {
            return of_node;
        }
        for node in &mut of_node {
            *node = community[*node];
        }
        let count = community.iter().max().map_or(0, |last| last + 1);
        let mut next: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
        for (node, list) in links_now.into_iter().enumerate() {
            for (other, weight) in list {
                next[community[node]].push((community[other], weight));
            }
        }
        links = next;
    }
}

fn merge_links(links: Vec<Vec<(usize, f64)>>) -> Vec<Vec<(usize, f64)>> {
    links
        .into_iter()
        .map(|mut list| {
            list.sort_by_key(|(other, _)| *other);
            list.chunk_by(|a, b| a.0 == b.0).map(|run| (run[0].0, run.iter().map(|link| link.1).sum())).collect()
        })
        .collect()
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
    for _ in 0..64 {
        let mut moved = false;
        for node in 0..nodes {
            let own = community[node];
            let mut near = vec![own];
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
            for place in near {
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
        let graph = neighbours(vectors.view(), 2);
        assert_eq!(communities(&graph, 1.0), [0, 0, 0, 1, 1, 1]);
        assert!(graph[0].iter().all(|(other, _)| *other < 3));
        let moved = diffuse(&vectors, &graph, 2, 0.5);
        assert!(moved.row(0).dot(&moved.row(1)) >= vectors.row(0).dot(&vectors.row(1)));
    }
}
