//! Which vectors belong together: average linkage with a penalty on size, which gives a tree, and spherical k-means.

use ndarray::{Array2, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::themes::sparse::{Products, ROWS, normalise_rows};

/// How much the sizes of groups count against their joining.
pub(crate) const SIZE_PENALTY: f32 = 0.3;

/// One step of a tree of merges: two groups become one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Merge {
    /// The first group: a number below the number of leaves is a leaf, others are merges in their order, counted on.
    pub left: u32,
    /// The second group.
    pub right: u32,
    /// The mean similarity between the two groups' members, from -1 to 1.
    pub similarity: f32,
}

/// Average linkage by cosine (UPGMA, by the chain of nearest neighbours). Rows have length 1 or are zero; `sizes` weigh them.
/// Two groups join by their mean distance times the product of their sizes to the power of `size_penalty`: 0 lets a large group
/// swallow what lies between groups, more leaves groups of more even size. The merges run from the first to the last; at
/// penalty 0 from the most to the least similar.
pub(crate) fn linkage(vectors: ArrayView2<'_, f32>, sizes: &[f32], size_penalty: f32) -> Vec<Merge> {
    linkage_of(Products::new(vectors), sizes, size_penalty)
}

/// As [`linkage`], of vectors whose products are known.
pub(crate) fn linkage_of(similar: Products, sizes: &[f32], size_penalty: f32) -> Vec<Merge> {
    let leaves = similar.len();
    if leaves < 2 {
        return Vec::new();
    }
    let mut groups = Groups::new(similar, sizes, size_penalty);
    let mut merges: Vec<(usize, usize, f32, f32)> = Vec::with_capacity(leaves - 1);
    let mut chain: Vec<usize> = Vec::new();
    while merges.len() + 1 < leaves {
        let Some(&top) = chain.last() else {
            chain.extend(groups.first());
            continue;
        };
        let before = chain.len().checked_sub(2).map(|at| chain[at]);
        let (mut best, mut least) = groups.nearest(top);
        // On a tie the one before in the chain, so that the chain ends.
        if let Some(before) = before
            && groups.weighted_distance(top, before) <= least
        {
            (best, least) = (before, groups.weighted_distance(top, before));
        }
        if Some(best) != before {
            chain.push(best);
            continue;
        }
        chain.truncate(chain.len() - 2);
        merges.push(groups.join(top.min(best), top.max(best), least * groups.penalty[top]));
        groups.compact(&mut chain);
    }
    // The chain finds merges out of order; a stable sort keeps each merge behind those it rests on.
    let mut order: Vec<usize> = (0..merges.len()).collect();
    order.sort_by(|a, b| merges[*a].2.total_cmp(&merges[*b].2).then(a.cmp(b)));
    let mut group: Vec<u32> = (0..leaves as u32).collect();
    order
        .into_iter()
        .zip(leaves as u32..)
        .map(|(at, number)| {
            let (low, high, _, similarity) = merges[at];
            let merge = Merge { left: group[low], right: group[high], similarity };
            group[low] = number;
            merge
        })
        .collect()
}

/// Groups while they are being joined. Those that are gone are infinitely far from all others, and left out now and then.
struct Groups {
    /// The number of each group's first leaf.
    leaf: Vec<usize>,
    /// Groups × groups: the mean similarity of their members; a group has none with itself.
    similar: Products,
    size: Vec<f32>,
    /// The size to the power of the penalty: joining makes a group no nearer to any third one than its parts were, so the
    /// chain finds the same tree as a search of all.
    penalty: Vec<f32>,
    /// The distance at which a group was made.
    limit: Vec<f32>,
    alive: Vec<bool>,
    living: usize,
    size_penalty: f32,
}

impl Groups {
    fn new(mut similar: Products, sizes: &[f32], size_penalty: f32) -> Self {
        let leaves = sizes.len();
        similar.set_own(f32::NEG_INFINITY);
        Self {
            leaf: (0..leaves).collect(),
            similar,
            size: sizes.to_vec(),
            penalty: sizes.iter().map(|size| size.powf(size_penalty)).collect(),
            limit: vec![0.0; leaves],
            alive: vec![true; leaves],
            living: leaves,
            size_penalty,
        }
    }

    fn first(&self) -> Option<usize> {
        self.alive.iter().position(|alive| *alive)
    }

    fn row(&self, group: usize) -> &[f32] {
        self.similar.row(group)
    }

    /// The distance of a group to another times the other's penalty.
    fn weighted_distance(&self, from: usize, to: usize) -> f32 {
        weighted_distance(self.row(from)[to], self.penalty[to])
    }

    /// The group at the least weighted distance from another, and that distance; ties to the lower number.
    fn nearest(&self, from: usize) -> (usize, f32) {
        const TOGETHER: usize = 64;
        let row = self.row(from);
        let (mut best, mut start) = (f32::INFINITY, 0);
        for (number, (similar, penalties)) in row.chunks(TOGETHER).zip(self.penalty.chunks(TOGETHER)).enumerate() {
            let mut least = [f32::INFINITY; 8];
            let (parts, penalty_parts) = (similar.chunks_exact(8), penalties.chunks_exact(8));
            for (at, (similar, penalty)) in parts.remainder().iter().zip(penalty_parts.remainder()).enumerate() {
                least[at] = weighted_distance(*similar, *penalty).min(least[at]);
            }
            for (similar, penalties) in parts.zip(penalty_parts) {
                for lane in 0..8 {
                    let here = weighted_distance(similar[lane], penalties[lane]);
                    least[lane] = if here < least[lane] { here } else { least[lane] };
                }
            }
            let least = least.into_iter().fold(f32::INFINITY, f32::min);
            if least < best {
                (best, start) = (least, number * TOGETHER);
            }
        }
        let at = (start..row.len()).find(|&other| weighted_distance(row[other], self.penalty[other]) == best);
        (at.unwrap_or(start), best)
    }

    /// Joins the second group to the first. Gives their leaves, the distance, and their similarity.
    fn join(&mut self, low: usize, high: usize, distance: f32) -> (usize, usize, f32, f32) {
        // Rounding must not put a merge before those it rests on.
        let distance = distance.max(self.limit[low]).max(self.limit[high]);
        let similarity = self.row(low)[high];
        let all = self.size[low] + self.size[high];
        let (low_share, high_share) = (self.size[low] / all, self.size[high] / all);
        let (low_row, high_row) = self.similar.two_rows(low, high);
        for (low, high) in low_row.iter_mut().zip(high_row) {
            *low = low_share * *low + high_share * high;
        }
        low_row[low] = f32::NEG_INFINITY;
        let others = self.alive.iter().enumerate().filter(|(other, alive)| **alive && *other != low);
        self.similar.mirror(low, others.map(|(other, _)| other));
        self.limit[low] = distance;
        self.size[low] = all;
        self.penalty[low] = all.powf(self.size_penalty);
        self.penalty[high] = f32::INFINITY;
        self.alive[high] = false;
        self.living -= 1;
        (self.leaf[low], self.leaf[high], distance, similarity)
    }

    /// Leaves out the groups that are gone where they are half of all; the chain goes by the new numbers then.
    fn compact(&mut self, chain: &mut [usize]) {
        const FEW: usize = 64;
        let groups = self.leaf.len();
        if groups < FEW || 2 * self.living > groups {
            return;
        }
        let stay: Vec<usize> = (0..groups).filter(|group| self.alive[*group]).collect();
        let mut number = vec![0; groups];
        for (new, &group) in stay.iter().enumerate() {
            number[group] = new;
        }
        self.similar.keep(&stay);
        self.leaf = stay.iter().map(|&group| self.leaf[group]).collect();
        for values in [&mut self.size, &mut self.penalty, &mut self.limit] {
            *values = stay.iter().map(|&group| values[group]).collect();
        }
        self.alive = vec![true; stay.len()];
        chain.iter_mut().for_each(|group| *group = number[*group]);
    }
}

#[inline]
fn weighted_distance(similarity: f32, penalty: f32) -> f32 {
    (1.0 - similarity).max(0.0) * penalty
}

/// The groups that are left when `groups` remain, numbered by their first leaf.
pub(crate) fn cut(merges: &[Merge], leaves: usize, groups: usize) -> Vec<usize> {
    let steps = leaves.saturating_sub(groups.max(1)).min(merges.len());
    let mut parent: Vec<usize> = (0..leaves + steps).collect();
    for (merge, number) in merges[..steps].iter().zip(leaves..) {
        parent[merge.left as usize] = number;
        parent[merge.right as usize] = number;
    }
    for node in (0..parent.len()).rev() {
        parent[node] = parent[parent[node]];
    }
    let mut number = vec![usize::MAX; parent.len()];
    let mut next = 0;
    (0..leaves)
        .map(|leaf| {
            let root = parent[leaf];
            if number[root] == usize::MAX {
                number[root] = next;
                next += 1;
            }
            number[root]
        })
        .collect()
}

/// The mean direction of each group.
pub(crate) fn centroids_of(vectors: ArrayView2<'_, f32>, groups: &[usize], count: usize, sizes: &[f32]) -> Array2<f32> {
    let mut sums = sums(vectors, groups, count, sizes);
    normalise_rows(&mut sums);
    sums
}

fn sums(vectors: ArrayView2<'_, f32>, groups: &[usize], count: usize, sizes: &[f32]) -> Array2<f32> {
    let parts: Vec<Array2<f32>> = vectors
        .axis_chunks_iter(Axis(0), 16 * ROWS)
        .into_par_iter()
        .enumerate()
        .map(|(chunk, rows)| {
            let mut sums = Array2::<f32>::zeros((count, vectors.ncols()));
            for (row, index) in rows.axis_iter(Axis(0)).zip(chunk * 16 * ROWS..) {
                sums.row_mut(groups[index]).scaled_add(sizes[index], &row);
            }
            sums
        })
        .collect();
    let mut sum = Array2::<f32>::zeros((count, vectors.ncols()));
    for part in parts {
        sum += &part;
    }
    sum
}

/// For each row the nearest centroid, its cosine and that of the next best; ties to the lower number.
pub(crate) fn nearest(vectors: ArrayView2<'_, f32>, centroids: ArrayView2<'_, f32>) -> Vec<(usize, f32, f32)> {
    let blocks: Vec<Vec<(usize, f32, f32)>> = vectors
        .axis_chunks_iter(Axis(0), ROWS)
        .into_par_iter()
        .map(|rows| {
            let similar = rows.dot(&centroids.t());
            similar
                .axis_iter(Axis(0))
                .map(|similar| {
                    let mut best = (0, f32::NEG_INFINITY, f32::NEG_INFINITY);
                    for (group, &value) in similar.iter().enumerate() {
                        if value > best.1 {
                            best = (group, value, best.1);
                        } else if value > best.2 {
                            best.2 = value;
                        }
                    }
                    best
                })
                .collect()
        })
        .collect();
    blocks.into_iter().flatten().collect()
}

/// Spherical k-means from given groups (Dhillon and Modha, 2001). No group ends empty: an empty one takes the row that fits worst.
pub(crate) fn spherical_k_means(
    vectors: ArrayView2<'_, f32>,
    mut groups: Vec<usize>,
    count: usize,
    sizes: &[f32],
    rounds: usize,
) -> (Vec<usize>, Array2<f32>) {
    let mut centroids = centroids_of(vectors, &groups, count, sizes);
    for _ in 0..rounds {
        let found = nearest(vectors, centroids.view());
        let mut next: Vec<usize> = found.iter().map(|(group, ..)| *group).collect();
        fill_empty(&mut next, &found, count);
        let changed = next != groups;
        groups = next;
        centroids = centroids_of(vectors, &groups, count, sizes);
        if !changed {
            break;
        }
    }
    (groups, centroids)
}

fn fill_empty(groups: &mut [usize], found: &[(usize, f32, f32)], count: usize) {
    let mut members = vec![0_usize; count];
    for &group in groups.iter() {
        members[group] += 1;
    }
    for empty in 0..count {
        if members[empty] > 0 {
            continue;
        }
        let worst = (0..groups.len())
            .filter(|&row| members[groups[row]] > 1)
            .min_by(|a, b| found[*a].1.total_cmp(&found[*b].1).then(a.cmp(b)));
        if let Some(row) = worst {
            members[groups[row]] -= 1;
            groups[row] = empty;
            members[empty] = 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    fn clumps() -> Array2<f32> {
        let mut vectors = array![[1.0_f32, 0.0], [0.0, 1.0], [1.0, 0.1], [0.1, 1.0], [1.0, 0.9]];
        normalise_rows(&mut vectors);
        vectors
    }

    #[test]
    fn linkage_joins_the_nearest_first() {
        let vectors = clumps();
        let merges = linkage(vectors.view(), &[1.0; 5], 0.0);
        assert_eq!(merges.len(), 4);
        assert!(merges.windows(2).all(|pair| pair[0].similarity >= pair[1].similarity));
        assert_eq!(cut(&merges, 5, 3), [0, 1, 0, 1, 2]);
        assert_eq!(cut(&merges, 5, 1), [0; 5]);
        assert_eq!(cut(&merges, 5, 5), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn k_means_leaves_no_group_empty() {
        let vectors = clumps();
        let (groups, centroids) = spherical_k_means(vectors.view(), vec![0; 5], 3, &[1.0; 5], 10);
        assert_eq!(centroids.nrows(), 3);
        assert!((0..3).all(|group| groups.contains(&group)));
    }
}
