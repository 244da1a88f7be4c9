//! Which weights predict answers best: linear regression with a penalty on the size of its weights, several answers at a time
//! (Hoerl and Kennard, "Ridge regression", 1970). Sums run block by block in order, so the number of threads does not matter.

use linfa_linalg::cholesky::SolveCInplace;
use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use rayon::prelude::*;

use crate::themes::sparse::{self, ROWS};

/// What was learnt: one column of weights an answer.
#[derive(Clone, Debug)]
pub(crate) struct Ridge {
    /// Features × answers.
    pub(crate) weights: Array2<f32>,
    /// What each answer is where every feature is 0.
    pub(crate) start: Array1<f32>,
    /// The mean answers.
    pub(crate) mean: Array1<f32>,
}

impl Ridge {
    /// Learns answers (rows × answers) from features (rows × features), each row counted `counts` times.
    pub(crate) fn fit(
        features: ArrayView2<'_, f32>,
        answers: ArrayView2<'_, f32>,
        counts: &[f32],
        penalty: f64,
    ) -> Self {
        let (width, columns) = (features.ncols(), answers.ncols());
        let blocks: Vec<(Array2<f32>, Array2<f32>)> = features
            .axis_chunks_iter(Axis(0), 4 * ROWS)
            .into_par_iter()
            .zip(answers.axis_chunks_iter(Axis(0), 4 * ROWS))
            .zip(counts.par_chunks(4 * ROWS))
            .map(|((features, answers), counts)| {
                // A column of ones keeps the sums of features and answers in the same products.
                let mut one = Array2::ones((features.nrows(), width + 1));
                one.slice_axis_mut(Axis(1), Slice::from(..width)).assign(&features);
                let mut counted = one.clone();
                for (mut row, count) in counted.axis_iter_mut(Axis(0)).zip(counts) {
                    row *= *count;
                }
                let counted = counted.t();
                (counted.dot(&one), counted.dot(&answers))
            })
            .collect();
        let mut square = Array2::<f64>::zeros((width + 1, width + 1));
        let mut product = Array2::<f64>::zeros((width + 1, columns));
        for (squares, products) in blocks {
            square.zip_mut_with(&squares, |sum, value| *sum += f64::from(*value));
            product.zip_mut_with(&products, |sum, value| *sum += f64::from(*value));
        }
        let all = square[[width, width]];
        if all <= 0.0 {
            let none = Array1::zeros(columns);
            return Self { weights: Array2::zeros((width, columns)), start: none.clone(), mean: none };
        }
        let mean: Vec<f64> = (0..width).map(|column| square[[column, width]] / all).collect();
        let mean_answer: Vec<f64> = (0..columns).map(|column| product[[width, column]] / all).collect();
        // Only the half below the diagonal is read. The penalty keeps the matrix positive definite.
        let mut scatter = Array2::from_shape_fn((width, width), |(i, j)| {
            square[[i, j]] - all * mean[i] * mean[j] + if i == j { penalty } else { 0.0 }
        });
        let side = Array2::from_shape_fn((width, columns), |(row, column)| {
            product[[row, column]] - all * mean[row] * mean_answer[column]
        });
        // Numbers that are not finite teach nothing: every answer is its mean then.
        let solution = scatter.solvec_into(side).unwrap_or_else(|_| Array2::zeros((width, columns)));
        let start = solution.axis_iter(Axis(1)).zip(&mean_answer).map(|(weights, mean_answer)| {
            let at_mean: f64 = weights.iter().zip(&mean).map(|(weight, mean)| weight * mean).sum();
            (mean_answer - at_mean) as f32
        });
        let start = start.collect();
        let weights = solution.mapv(|weight| weight as f32);
        let mean = mean_answer.iter().map(|mean| *mean as f32).collect();
        Self { weights, start, mean }
    }

    /// How much the answers differ from their means.
    pub(crate) fn less_mean(mut self) -> Self {
        self.start -= &self.mean;
        self.mean.fill(0.0);
        self
    }

    /// The answers for rows of features.
    pub(crate) fn predict(&self, features: ArrayView2<'_, f32>) -> Array2<f32> {
        sparse::product(features, self.weights.view()) + &self.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_small_penalty_finds_the_line_and_a_great_one_the_mean() {
        let features = array![[0.0_f32, 1.0], [1.0, 0.0], [2.0, 2.0], [3.0, 1.0]];
        // 2 a - b + 5, and its half.
        let answers = array![[4.0_f32, 2.0], [7.0, 3.5], [7.0, 3.5], [10.0, 5.0]];
        let line = Ridge::fit(features.view(), answers.view(), &[1.0; 4], 1e-6);
        assert!((line.weights[[0, 0]] - 2.0).abs() < 1e-4 && (line.weights[[1, 0]] + 1.0).abs() < 1e-4);
        assert!((line.start[1] - 2.5).abs() < 1e-4);
        assert!((line.predict(features.view()) - &answers).iter().all(|off| off.abs() < 1e-4));
        let mean = Ridge::fit(features.view(), answers.view(), &[1.0, 1.0, 1.0, 3.0], 1e9);
        assert!((mean.predict(features.view())[[0, 0]] - 8.0).abs() < 1e-4);
        let none = Ridge::fit(features.view(), answers.view(), &[0.0; 4], 1.0);
        assert_eq!(none.predict(features.view()).sum(), 0.0);
    }
}
