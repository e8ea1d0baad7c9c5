//! Matrix products.

mod dense;
mod nonzeros;
mod sparse;

use dense::dense_product;
use sparse::sparse_product;

/// The product of `a` `[m, k]` and `b` `[k, n]`, row by row, on this thread. If much of `a` is 0, what the zeros
/// would be multiplied with is left out. The bits of the product are the same.
///
/// # Panics
/// If the columns of `a` are not as many as the rows of `b`.
pub fn product(a: Matrix, b: Matrix) -> Vec<f32> {
    sparse_product(a, b).unwrap_or_else(|| dense_product(a, b))
}

/// A matrix in memory: its size, and the distances to the next row and the next column.
#[derive(Clone, Copy)]
pub struct Matrix<'a> {
    entries: &'a [f32],
    size: [usize; 2],
    strides: [usize; 2],
}

impl<'a> Matrix<'a> {
    /// The matrix whose `entries` lie row by row.
    ///
    /// # Panics
    /// If the number of entries is not rows times columns.
    pub fn new(entries: &'a [f32], [rows, columns]: [usize; 2]) -> Self {
        assert_eq!(Some(entries.len()), rows.checked_mul(columns), "{rows} rows of {columns}");
        Self { entries, size: [rows, columns], strides: [columns, 1] }
    }

    /// Whether it lies column by column: it is the transposed of a matrix that lies row by row.
    fn is_transposed(&self) -> bool {
        self.strides[1] != 1
    }

    /// The transposed matrix in the same memory.
    pub fn transposed(self) -> Self {
        let ([rows, columns], [down, right]) = (self.size, self.strides);
        Self { size: [columns, rows], strides: [right, down], ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "2 rows of 3")]
    fn a_matrix_has_all_its_entries() {
        Matrix::new(&[0.0; 5], [2, 3]);
    }
}
