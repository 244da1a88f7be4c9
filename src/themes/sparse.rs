//! What sparse rows and dense matrices come to when multiplied. Every product writes each row by itself, so the number of threads does
//! not matter.

use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};
use rayon::prelude::*;

/// Rows that one task works on; fixed, so that sums always run in the same order.
pub(crate) const ROWS: usize = 256;

/// A sparse matrix, row by row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sparse {
    /// Where each row starts in `columns` and `values`; one more than there are rows.
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    width: usize,
}

impl Sparse {
    pub(crate) fn new(width: usize) -> Self {
        Self { starts: vec![0], columns: Vec::new(), values: Vec::new(), width }
    }

    pub(crate) fn push_row(&mut self, row: impl IntoIterator<Item = (u32, f32)>) {
        for (column, value) in row {
            self.columns.push(column);
            self.values.push(value);
        }
        self.starts.push(self.columns.len());
    }

    /// Rows that were made apart, one after the other: their columns, their values, and where each row ends.
    pub(crate) fn of_parts(width: usize, parts: Vec<(Vec<u32>, Vec<f32>, Vec<usize>)>) -> Self {
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

    pub(crate) fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn row(&self, row: usize) -> impl ExactSizeIterator<Item = (usize, f32)> + Clone + '_ {
        let range = self.starts[row]..self.starts[row + 1];
        self.columns[range.clone()].iter().zip(&self.values[range]).map(|(&column, &value)| (column as usize, value))
    }

    /// Replaces each value.
    pub(crate) fn map_values(&mut self, to: impl Fn(f32) -> f32) {
        for value in &mut self.values {
            *value = to(*value);
        }
    }

    /// The first `rows` rows.
    pub(crate) fn head(&self, rows: usize) -> Self {
        self.slice(0, rows)
    }

    /// The rows from `first` up to, not including, `last`, as far as there are any.
    pub(crate) fn slice(&self, first: usize, last: usize) -> Self {
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
    pub(crate) fn scale_rows(&mut self, scales: &[f32]) {
        for (row, scale) in scales.iter().enumerate() {
            for value in &mut self.values[self.starts[row]..self.starts[row + 1]] {
                *value *= scale;
            }
        }
    }

    pub(crate) fn transpose(&self) -> Self {
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

    /// How many rows have each column.
    pub(crate) fn rows_by_column(&self) -> Vec<u32> {
        let mut counts = vec![0; self.width];
        for &column in &self.columns {
            counts[column as usize] += 1;
        }
        counts
    }

    /// For each column the sum of the dense rows whose rows here have it, in their order.
    pub(crate) fn sums_by_column(&self, dense: ArrayView2<'_, f32>) -> Array2<f32> {
        /// Components that are summed at a time: the sums of all columns stay near.
        const PART: usize = 32;
        let width = dense.ncols();
        let mut out = Array2::zeros((self.width, width));
        let dense = dense.as_standard_layout();
        let Some(dense) = dense.as_slice() else { return out };
        let starts: Vec<usize> = (0..width).step_by(PART).collect();
        let parts: Vec<Vec<f32>> = starts
            .into_par_iter()
            .map(|start| {
                let size = PART.min(width - start);
                let mut sums = vec![0.0_f32; self.width * size];
                for row in 0..self.rows() {
                    let values = &dense[row * width + start..][..size];
                    for &column in &self.columns[self.starts[row]..self.starts[row + 1]] {
                        let sums = &mut sums[column as usize * size..][..size];
                        match (sums.first_chunk_mut::<PART>(), values.first_chunk::<PART>()) {
                            (Some(sums), Some(values)) => {
                                for lane in 0..PART {
                                    sums[lane] += values[lane];
                                }
                            }
                            _ => add_scaled(sums, values, 1.0),
                        }
                    }
                }
                sums
            })
            .collect();
        out.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().enumerate().for_each(|(chunk, mut rows)| {
            for (mut row, column) in rows.axis_iter_mut(Axis(0)).zip(chunk * ROWS..) {
                let Some(row) = row.as_slice_mut() else { continue };
                for (out, part) in row.chunks_mut(PART).zip(&parts) {
                    let size = out.len();
                    out.copy_from_slice(&part[column * size..][..size]);
                }
            }
        });
        out
    }

    /// The product with a dense matrix.
    pub(crate) fn dot(&self, dense: ArrayView2<'_, f32>) -> Array2<f32> {
        self.dot_rows(0, self.rows(), dense, |value| value)
    }

    /// The product of the rows from `first` up to, not including, `last`, their values changed by `weigh`, with a dense matrix.
    pub(crate) fn dot_rows(
        &self,
        first: usize,
        last: usize,
        dense: ArrayView2<'_, f32>,
        weigh: impl Fn(f32) -> f32 + Sync,
    ) -> Array2<f32> {
        let last = last.min(self.rows());
        let first = first.min(last);
        let mut out = Array2::zeros((last - first, dense.ncols()));
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

/// Adds rows of a dense matrix as wide as `out`, each times its value, to `out`, which is all zeros.
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
    // Few sums at a time, which stay in registers, and as many of them as do, in parts of like size: each part goes over all rows. Each sum runs
    // in the order of the rows.
    const PARTS: [AddPart; 10] = [
        add_part::<4>,
        add_part::<8>,
        add_part::<12>,
        add_part::<16>,
        add_part::<20>,
        add_part::<24>,
        add_part::<28>,
        add_part::<32>,
        add_part::<36>,
        add_part::<40>,
    ];
    let mut at = 0;
    while at + 4 <= width {
        let fours = (width - at) / 4;
        let here = fours.div_ceil(fours.div_ceil(PARTS.len()));
        PARTS[here - 1](rows, values, dense, at, out);
        at += 4 * here;
    }
    while at < width {
        add_part::<1>(rows, values, dense, at, out);
        at += 1;
    }
}

type AddPart = fn(&[u32], &[f32], &[f32], usize, &mut [f32]);

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
pub(crate) fn add_scaled(out: &mut [f32], row: &[f32], scale: f32) {
    for (out, value) in out.iter_mut().zip(row) {
        *out += scale * value;
    }
}

/// The sum of products, in eight lanes whose order is fixed.
#[inline]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
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
pub(crate) fn normalise(row: &mut [f32]) {
    let length = dot(row, row).sqrt();
    if length > 0.0 {
        for value in row {
            *value /= length;
        }
    }
}

/// Brings each row to length 1; rows of zeros stay.
pub(crate) fn normalise_rows(matrix: &mut Array2<f32>) {
    matrix.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().for_each(|mut rows| {
        for mut row in rows.axis_iter_mut(Axis(0)) {
            if let Some(row) = row.as_slice_mut() {
                normalise(row);
            }
        }
    });
}

/// The product of two dense matrices, in blocks of rows.
pub(crate) fn product(a: ArrayView2<'_, f32>, b: ArrayView2<'_, f32>) -> Array2<f32> {
    let mut out = Array2::zeros((a.nrows(), b.ncols()));
    out.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().zip(a.axis_chunks_iter(Axis(0), ROWS)).for_each(
        |(mut out, a)| {
            ndarray::linalg::general_mat_mul(1.0, &a, &b, 0.0, &mut out);
        },
    );
    out
}

/// The product of each row with each.
#[derive(Clone, Debug)]
pub(crate) struct Products {
    values: Vec<f32>,
    rows: usize,
    /// From the start of one row to that of the next.
    stride: usize,
}

/// How far apart rows of that many values start: an odd number of cache lines, so that a column does not crowd into a few places of the cache.
fn stride(rows: usize) -> usize {
    const LINE: usize = 16;
    (rows.div_ceil(LINE) | 1) * LINE
}

impl Products {
    pub(crate) fn new(vectors: ArrayView2<'_, f32>) -> Self {
        let (rows, stride) = (vectors.nrows(), stride(vectors.nrows()));
        let mut products = Self { values: vec![0.0; rows * stride], rows, stride };
        products.fill(vectors);
        products
    }

    /// The products of other vectors, as many as before.
    ///
    /// # Panics
    /// If there are more or fewer.
    pub(crate) fn fill(&mut self, vectors: ArrayView2<'_, f32>) {
        let (rows, stride) = (self.rows, self.stride);
        assert_eq!(vectors.nrows(), rows, "as many vectors as before");
        // What is above the diagonal, in blocks of rows; below it is the same.
        self.values.par_chunks_mut(ROWS * stride).enumerate().for_each(|(block, values)| {
            let first = block * ROWS;
            let Ok(mut out) = ArrayViewMut2::from_shape((values.len() / stride, stride), values) else { return };
            let these = vectors.slice_axis(Axis(0), Slice::from(first..first + out.nrows()));
            let others = vectors.slice_axis(Axis(0), Slice::from(first..));
            let mut out = out.slice_axis_mut(Axis(1), Slice::from(first..rows));
            ndarray::linalg::general_mat_mul(1.0, &these, &others.t(), 0.0, &mut out);
        });
        const TILE: usize = 32;
        for low in (0..rows).step_by(TILE) {
            for left in (0..low / ROWS * ROWS).step_by(TILE) {
                for row in low..(low + TILE).min(rows) {
                    for column in left..left + TILE {
                        self.values[row * stride + column] = self.values[column * stride + row];
                    }
                }
            }
        }
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    /// The products of one row with all.
    #[inline]
    pub(crate) fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.stride..][..self.rows]
    }

    /// Makes the product of each row with itself another value.
    pub(crate) fn set_own(&mut self, value: f32) {
        self.values.iter_mut().step_by(self.stride + 1).for_each(|own| *own = value);
    }

    /// Two rows, the first of which may be changed.
    ///
    /// # Panics
    /// Unless the first is the lower.
    pub(crate) fn two_rows(&mut self, low: usize, high: usize) -> (&mut [f32], &[f32]) {
        let (head, tail) = self.values.split_at_mut(high * self.stride);
        (&mut head[low * self.stride..][..self.rows], &tail[..self.rows])
    }

    /// Sets a column as the row of that number is, in the rows that are wanted.
    pub(crate) fn mirror(&mut self, row: usize, wanted: impl Iterator<Item = usize>) {
        for other in wanted {
            self.values[other * self.stride + row] = self.values[row * self.stride + other];
        }
    }

    /// Only the products of these rows, which rise, with each other.
    pub(crate) fn keep(&mut self, rows: &[usize]) {
        let narrow = stride(rows.len());
        for (new, &row) in rows.iter().enumerate() {
            for (at, &other) in rows.iter().enumerate() {
                self.values[new * narrow + at] = self.values[row * self.stride + other];
            }
        }
        self.values.truncate(rows.len() * narrow);
        (self.rows, self.stride) = (rows.len(), narrow);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values that hold all their bits.
    fn dense(rows: usize, columns: usize) -> Array2<f32> {
        Array2::from_shape_fn((rows, columns), |(row, column)| ((row * 31 + column * 17) % 97) as f32 / 7.0 - 6.0)
    }

    #[test]
    fn products_are_those_of_the_whole_matrix_bit_by_bit() {
        for (rows, columns) in [(1, 3), (5, 188), (ROWS + 3, 20), (3 * ROWS, 7)] {
            let vectors = dense(rows, columns);
            let whole = product(vectors.view(), vectors.t());
            let mut products = Products::new(dense(rows, 2).view());
            products.fill(vectors.view());
            for row in 0..rows {
                assert_eq!(products.row(row), whole.row(row).as_slice().unwrap(), "{rows} {columns} {row}");
            }
            let some: Vec<usize> = (0..rows).step_by(2).collect();
            products.keep(&some);
            for (at, &row) in some.iter().enumerate() {
                let kept: Vec<f32> = some.iter().map(|&other| whole[[row, other]]).collect();
                assert_eq!(products.row(at), kept);
            }
        }
    }

    #[test]
    fn sums_by_column_are_the_product_of_the_transpose() {
        for width in [1, 3, 4, 31, 32, 60, 128, 130, 188] {
            let mut rows = Sparse::new(5);
            for row in 0..900_u32 {
                rows.push_row((0..5).filter(|column| (row + column) % 3 != 0).map(|column| (column, 1.0)));
            }
            rows.push_row([]);
            let dense = dense(rows.rows(), width);
            assert_eq!(rows.sums_by_column(dense.view()), rows.transpose().dot(dense.view()), "{width}");
            let words = self::dense(5, width);
            let out = rows.dot(words.view());
            let sum = |at: usize| [0, 1, 3, 4].into_iter().fold(0.0, |sum, row| sum + words[[row, at]]);
            assert_eq!(out.row(1).to_vec(), (0..width).map(sum).collect::<Vec<_>>(), "{width}");
        }
    }
}
