//! Matrices in memory.

/// A matrix in memory: its size, and the distances to the next row and the next column.
#[derive(Clone, Copy)]
pub struct Matrix<'a> {
    pub(super) entries: &'a [f32],
    pub(super) size: [usize; 2],
    pub(super) strides: [usize; 2],
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
    pub(super) fn is_transposed(&self) -> bool {
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
