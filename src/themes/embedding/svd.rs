//! What the main components of texts are: a truncated singular value decomposition of a product of sparse matrices, by random
//! projection and power steps
//! (Halko, Martinsson and Tropp, "Finding structure with randomness", 2011, algorithm 4.4), in single precision.

use ndarray::{Array2, ArrayView2, Axis};
use rand::{RngCore, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::themes::sparse::{ROWS, Sparse, product};

/// The main components (features × `n_components`, orthonormal) of `texts · features`, where `texts` are words by
/// text and `features` are features by word. Only the space it spans matters to cosines, so it is not rotated.
pub(crate) fn components(
    texts: &Sparse,
    features: &Sparse,
    n_components: usize,
    steps: usize,
    seed: u64,
) -> Array2<f32> {
    let n_components = n_components.min(texts.rows()).min(features.width());
    if n_components == 0 {
        return Array2::zeros((features.width(), 0));
    }
    let (texts_back, features_back) = (texts.transpose(), features.transpose());
    let forth = |dense: &Array2<f32>| texts.dot(features.dot(dense.view()).view());
    let back = |dense: &Array2<f32>| features_back.dot(texts_back.dot(dense.view()).view());
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut start = Array2::zeros((texts.rows(), n_components));
    for value in &mut start {
        // From -1 up to, not including, 1, in steps that single precision holds exactly.
        *value = (random.next_u64() >> 40) as f32 / 8_388_608.0 - 1.0;
    }
    let mut side = start;
    for _ in 0..steps {
        side = forth(&back(&orthonormal(side)));
    }
    let mut components = orthonormal(back(&orthonormal(side)));
    // Twice is enough: the first round leaves what single precision lost.
    components = orthonormal(components);
    fix_signs(&mut components);
    components
}

/// Makes the columns orthonormal by the Cholesky factor of their products; a column that depends on those before becomes zero, where
/// linfa-linalg's factorisation, which solves the regression, would refuse the matrix.
fn orthonormal(matrix: Array2<f32>) -> Array2<f32> {
    let width = matrix.ncols();
    let gram = gram(matrix.view());
    let mean = (0..width).map(|i| gram[[i, i]]).sum::<f64>() / width as f64;
    let tiny = mean * 1e-7;
    // Lower factor, then its inverse, transposed: matrix · inverse is orthonormal.
    let mut lower = Array2::<f64>::zeros((width, width));
    let mut dropped = vec![false; width];
    for j in 0..width {
        let pivot = gram[[j, j]] - (0..j).map(|k| lower[[j, k]] * lower[[j, k]]).sum::<f64>();
        if pivot <= tiny {
            dropped[j] = true;
            continue;
        }
        lower[[j, j]] = pivot.sqrt();
        for i in j + 1..width {
            let sum: f64 = (0..j).map(|k| lower[[i, k]] * lower[[j, k]]).sum();
            lower[[i, j]] = (gram[[i, j]] - sum) / lower[[j, j]];
        }
    }
    let mut inverse = Array2::<f32>::zeros((width, width));
    for column in 0..width {
        if dropped[column] {
            continue;
        }
        let mut solution = vec![0.0_f64; width];
        for i in column..width {
            if dropped[i] {
                continue;
            }
            let sum: f64 = (column..i).map(|k| lower[[i, k]] * solution[k]).sum();
            solution[i] = (if i == column { 1.0 } else { -sum }) / lower[[i, i]];
        }
        for (i, value) in solution.iter().enumerate() {
            inverse[[column, i]] = *value as f32;
        }
    }
    product(matrix.view(), inverse.view())
}

/// The products of the columns, summed block by block in order.
fn gram(matrix: ArrayView2<'_, f32>) -> Array2<f64> {
    let blocks: Vec<Array2<f32>> =
        matrix.axis_chunks_iter(Axis(0), 4 * ROWS).into_par_iter().map(|rows| rows.t().dot(&rows)).collect();
    let mut sum = Array2::<f64>::zeros((matrix.ncols(), matrix.ncols()));
    for block in blocks {
        sum.zip_mut_with(&block, |sum, value| *sum += f64::from(*value));
    }
    sum
}

/// Turns each column so that its largest component is positive.
fn fix_signs(matrix: &mut Array2<f32>) {
    for mut column in matrix.axis_iter_mut(Axis(1)) {
        let largest =
            column.iter().copied().fold(0.0_f32, |best, value| if value.abs() > best.abs() { value } else { best });
        if largest < 0.0 {
            column.mapv_inplace(|value| -value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_components_are_orthonormal_and_span_a_low_rank_product() {
        let mut texts = Sparse::new(4);
        for row in 0..6_u32 {
            texts.push_row([(row % 2, 1.0), (2 + row % 2, 2.0)]);
        }
        let mut features = Sparse::new(5);
        for row in 0..4_u32 {
            features.push_row([(row, 1.0), (4, 0.5)]);
        }
        let components = components(&texts, &features, 2, 4, 7);
        assert_eq!(components.dim(), (5, 2));
        let identity = components.t().dot(&components);
        assert!((identity[[0, 0]] - 1.0).abs() < 1e-5 && (identity[[1, 1]] - 1.0).abs() < 1e-5);
        assert!(identity[[0, 1]].abs() < 1e-5);
        let all = features.dot(Array2::eye(5).view());
        let full = texts.dot(all.view());
        let back = full.dot(&components).dot(&components.t());
        assert!((&full - &back).iter().all(|difference| difference.abs() < 1e-4));
    }
}
