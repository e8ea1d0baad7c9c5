//! The rows and columns that a network takes.

/// The size of the images that a network was trained with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The number of rows.
    pub rows: usize,
    /// The number of columns.
    pub columns: usize,
}

impl Shape {
    /// As many columns as rows.
    pub fn square(side: usize) -> Self {
        Self { rows: side, columns: side }
    }

    /// The rows and columns that a digit may fill: 20 of 28, as in MNIST.
    pub(super) fn inner(self) -> Self {
        let inner = |length: usize| ((20 * length + 14) / 28).max(1);
        Self { rows: inner(self.rows), columns: inner(self.columns) }
    }
}
