//! Matrix products.

mod dense;
mod matrix;
mod nonzeros;
mod sparse;

use dense::dense_product;
pub use matrix::Matrix;
use sparse::sparse_product;

/// The product of `a` `[m, k]` and `b` `[k, n]`, row by row, on this thread. If much of `a` is 0, what the zeros
/// would be multiplied with is left out. The bits of the product are the same.
///
/// # Panics
/// If the columns of `a` are not as many as the rows of `b`.
pub fn product(a: Matrix, b: Matrix) -> Vec<f32> {
    sparse_product(a, b).unwrap_or_else(|| dense_product(a, b))
}
