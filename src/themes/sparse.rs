//! Sparse rows and the few products that theming needs. Every product writes each row by itself, so the
//! number of threads does not matter.

use ndarray::{Array2, ArrayView2, Axis};
use rayon::prelude::*;

/// Rows that one task works on; fixed, so that sums always run in the same order.
pub(super) const ROWS: usize = 256;

/// A sparse matrix, row by row.
#[derive(Clone, Debug, Default)]
pub(super) struct Sparse {
    /// Where each row starts in `columns` and `values`; one more than there are rows.
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    width: usize,
}

impl Sparse {
    pub(super) fn new(width: usize) -> Self {
        Self { starts: vec![0], columns: Vec::new(), values: Vec::new(), width }
    }

    pub(super) fn push_row(&mut self, row: impl IntoIterator<Item = (u32, f32)>) {
        for (column, value) in row {
            self.columns.push(column);
            self.values.push(value);
        }
        self.starts.push(self.columns.len());
    }

    /// Rows that were made apart, one after the other: their columns, their values, and where each row ends.
    pub(super) fn of_parts(width: usize, parts: Vec<(Vec<u32>, Vec<f32>, Vec<usize>)>) -> Self {
        let cells = parts.iter().map(|(columns, ..)| columns.len()).sum();
        let mut all =
            Self { columns: Vec::with_capacity(cells), values: Vec::with_capacity(cells), ..Self::new(width) };
        for (columns, values, ends) in parts {
            let before = all.columns.len();
            all.starts.extend(ends.into_iter().map(|end| before + end));
            all.columns.extend_from_slice(&columns);
            all.values.extend_from_slice(&values);
        }
        all
    }

    pub(super) fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn row(&self, row: usize) -> impl ExactSizeIterator<Item = (usize, f32)> + '_ {
        let range = self.starts[row]..self.starts[row + 1];
        self.columns[range.clone()].iter().zip(&self.values[range]).map(|(&column, &value)| (column as usize, value))
    }

    /// Replaces each value.
    pub(super) fn map_values(&mut self, to: impl Fn(f32) -> f32) {
        for value in &mut self.values {
            *value = to(*value);
        }
    }

    /// The first `rows` rows.
    pub(super) fn head(&self, rows: usize) -> Self {
        self.slice(0, rows)
    }

    /// The rows from `first` up to, not including, `last`, as far as there are any.
    pub(super) fn slice(&self, first: usize, last: usize) -> Self {
        let last = last.min(self.rows());
        let first = first.min(last);
        let (start, end) = (self.starts[first], self.starts[last]);
        Self {
            starts: self.starts[first..=last].iter().map(|at| at - start).collect(),
            columns: self.columns[start..end].to_vec(),
            values: self.values[start..end].to_vec(),
            width: self.width,
        }
    }

    /// Multiplies each row by a number.
    pub(super) fn scale_rows(&mut self, scales: &[f32]) {
        for (row, scale) in scales.iter().enumerate() {
            for value in &mut self.values[self.starts[row]..self.starts[row + 1]] {
                *value *= scale;
            }
        }
    }

    pub(super) fn transpose(&self) -> Self {
        let mut starts = vec![0_usize; self.width + 1];
        for &column in &self.columns {
            starts[column as usize + 1] += 1;
        }
        for column in 0..self.width {
            starts[column + 1] += starts[column];
        }
        let mut at = starts.clone();
        let mut columns = vec![0_u32; self.columns.len()];
        let mut values = vec![0.0_f32; self.columns.len()];
        for row in 0..self.rows() {
            for (column, value) in self.row(row) {
                columns[at[column]] = row as u32;
                values[at[column]] = value;
                at[column] += 1;
            }
        }
        Self { starts, columns, values, width: self.rows() }
    }

    /// The product with a dense matrix.
    pub(super) fn dot(&self, dense: ArrayView2<'_, f32>) -> Array2<f32> {
        self.dot_rows(0, self.rows(), dense, |value| value)
    }

    /// The product of the rows from `first` up to, not including, `last`, their values changed by `weigh`, with a dense matrix.
    pub(super) fn dot_rows(
        &self,
        first: usize,
        last: usize,
        dense: ArrayView2<'_, f32>,
        weigh: impl Fn(f32) -> f32 + Sync,
    ) -> Array2<f32> {
        let last = last.min(self.rows());
        let first = first.min(last);
        let width = dense.ncols();
        let mut out = Array2::zeros((last - first, width));
        let dense = dense.as_standard_layout();
        let Some(dense) = dense.as_slice() else { return out };
        out.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().enumerate().for_each(|(chunk, mut rows)| {
            let mut weighed = Vec::new();
            for (mut out, row) in rows.axis_iter_mut(Axis(0)).zip(first + chunk * ROWS..) {
                let range = self.starts[row]..self.starts[row + 1];
                weighed.clear();
                weighed.extend(self.values[range.clone()].iter().map(|value| weigh(*value)));
                if let Some(out) = out.as_slice_mut() {
                    add_rows(&self.columns[range], &weighed, dense, out);
                }
            }
        });
        out
    }
}

/// Adds rows of a dense matrix as wide as `out`, each times its value, to `out`, which holds zeros.
fn add_rows(rows: &[u32], values: &[f32], dense: &[f32], out: &mut [f32]) {
    /// Of more rows the sums are kept in memory, so that each row is read once from its start to its end.
    const FEW: usize = 512;
    let width = out.len();
    if rows.len() > FEW {
        for (&row, &value) in rows.iter().zip(values) {
            add_scaled(out, &dense[row as usize * width..][..width], value);
        }
        return;
    }
    // Few sums at a time, which stay in registers. Each sum runs in the order of the rows.
    let mut at = 0;
    while at + 32 <= width {
        add_part::<32>(rows, values, dense, at, out);
        at += 32;
    }
    if at + 16 <= width {
        add_part::<16>(rows, values, dense, at, out);
        at += 16;
    }
    while at + 4 <= width {
        add_part::<4>(rows, values, dense, at, out);
        at += 4;
    }
    while at < width {
        add_part::<1>(rows, values, dense, at, out);
        at += 1;
    }
}

#[inline]
fn add_part<const N: usize>(rows: &[u32], values: &[f32], dense: &[f32], at: usize, out: &mut [f32]) {
    let width = out.len();
    let mut sums = [0.0_f32; N];
    for (&row, &value) in rows.iter().zip(values) {
        let Some(part) = dense[row as usize * width + at..].first_chunk::<N>() else { return };
        for lane in 0..N {
            sums[lane] += value * part[lane];
        }
    }
    out[at..at + N].copy_from_slice(&sums);
}

/// Adds `scale` times `row` to `out`.
#[inline]
pub(super) fn add_scaled(out: &mut [f32], row: &[f32], scale: f32) {
    for (out, value) in out.iter_mut().zip(row) {
        *out += scale * value;
    }
}

/// The sum of products, in eight lanes whose order is fixed.
#[inline]
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    let (a_chunks, b_chunks) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a_chunks.zip(b_chunks) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum::<f32>() + rest
}

/// Brings a vector to length 1; a vector of zeros stays.
#[inline]
pub(super) fn normalise(row: &mut [f32]) {
    let length = dot(row, row).sqrt();
    if length > 0.0 {
        for value in row {
            *value /= length;
        }
    }
}

/// Brings each row to length 1; rows of zeros stay.
pub(super) fn normalise_rows(matrix: &mut Array2<f32>) {
    matrix.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().for_each(|mut rows| {
        for mut row in rows.axis_iter_mut(Axis(0)) {
            if let Some(row) = row.as_slice_mut() {
                normalise(row);
            }
        }
    });
}

/// The product of two dense matrices, in blocks of rows.
pub(super) fn product(a: ArrayView2<'_, f32>, b: ArrayView2<'_, f32>) -> Array2<f32> {
    let mut out = Array2::zeros((a.nrows(), b.ncols()));
    out.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().zip(a.axis_chunks_iter(Axis(0), ROWS)).for_each(
        |(mut out, a)| {
            ndarray::linalg::general_mat_mul(1.0, &a, &b, 0.0, &mut out);
        },
    );
    out
}
