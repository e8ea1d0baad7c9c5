//! The product by the crate `gemm`, into memory that nothing has written before.
//!
//! This is the only unsafe code of the crate: the one function of `gemm` takes pointers.
#![allow(unsafe_code)]

use super::matrix::Matrix;

/// The product of `a` `[m, k]` and `b` `[k, n]`, row by row, on this thread.
///
/// # Panics
/// If the columns of `a` are not as many as the rows of `b`.
pub fn dense_product(a: Matrix, b: Matrix) -> Vec<f32> {
    let ([m, k], [k_of_b, n]) = (a.size, b.size);
    assert_eq!(k, k_of_b, "the columns of the first matrix are the rows of the second");
    let entries = m.checked_mul(n).expect("a product that fits into memory");
    let mut product = Vec::with_capacity(entries);
    if m == 1 || n == 1 {
        product.resize(entries, 0.0); // here `gemm` makes a slice of the memory before it writes it
    }
    let [a_strides, b_strides] = [a.strides, b.strides].map(|s| s.map(|stride| stride as isize));
    // SAFETY: `Matrix::new` makes sure that every index that the sizes and strides reach lies within
    // the slice of its matrix. The product has room for `entries` numbers, row by row, and nothing else
    // refers to that memory. `gemm` is told not to read it; version 0.19.0, which Cargo.toml asks for
    // exactly, then writes every entry, zeros where k is 0. `tests/memory.sh` has valgrind check that.
    // To fill the memory with zeros first would take 13 µs of a step.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            product.as_mut_ptr(),
            1,
            n as isize,
            false,
            a.entries.as_ptr(),
            a_strides[1],
            a_strides[0],
            b.entries.as_ptr(),
            b_strides[1],
            b_strides[0],
            0.0,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
        product.set_len(entries);
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(n: usize) -> Vec<f32> {
        (0..n).map(|i| (i * 7919 % 1000) as f32 / 500.0 - 1.0).collect()
    }

    /// By the definition, in 64 bits.
    fn by_definition(a: Matrix, b: Matrix) -> Vec<f64> {
        let at = |m: Matrix, row, column| {
            f64::from(m.entries[row * m.strides[0] + column * m.strides[1]])
        };
        let entry = |i, j| (0..a.size[1]).map(|k| at(a, i, k) * at(b, k, j)).sum();
        (0..a.size[0])
            .flat_map(|i| (0..b.size[1]).map(move |j| (i, j)))
            .map(|(i, j)| entry(i, j))
            .collect()
    }

    #[test]
    fn every_entry_of_a_product_is_written() {
        for [m, k, n] in [
            [128, 784, 100],
            [100, 128, 10],
            [17, 3, 1],
            [1, 1, 1],
            [1, 50, 33],
            [5, 2, 40],
            [2, 0, 3],
            [0, 3, 2],
            [3, 2, 0],
        ] {
            let (a, b) = (numbers(m * k), numbers(k * n));
            let plain = (Matrix::new(&a, [m, k]), Matrix::new(&b, [k, n]));
            let turned =
                (Matrix::new(&a, [k, m]).transposed(), Matrix::new(&b, [n, k]).transposed());
            for (a, b) in [plain, (plain.0, turned.1), (turned.0, plain.1), turned] {
                let (found, expected) = (dense_product(a, b), by_definition(a, b));
                assert_eq!(found.len(), m * n);
                for (found, expected) in found.iter().zip(expected) {
                    // No entry is larger than 1, so the terms of a sum add up to k at most.
                    assert!(
                        (f64::from(*found) - expected).abs() <= 1e-6 * k as f64,
                        "{found} {expected}"
                    );
                }
            }
        }
    }
}
