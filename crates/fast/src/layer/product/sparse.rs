//! The product with a matrix that is mostly zeros, such as the pixels of a handwritten digit.
//!
//! Each row of the product is a sum of rows of the second matrix, and what a 0 multiplies adds nothing. The
//! bits are those of `gemm`, because the sums have the same order: `gemm` adds the products to a sum that
//! starts at 0, one after the other, each rounded once (a fused multiplication and addition), and if the sum
//! is long, it does so for a part of the columns and then adds up the parts. How long a part is depends on
//! the processor's caches. [`columns_in_a_sum`] finds it out by a trial.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{LazyLock, RwLock};

use extensions::random::{Purpose, Stream};

use super::dense::dense_product;
use super::matrix::Matrix;
use super::nonzeros::NonZeros;

/// The share of entries that are not 0 up to which leaving out the zeros is faster. On an AMD EPYC (Zen 4) both
/// are as fast at 0.75 to 0.8; other processors may differ.
const SPARSE: f64 = 0.65;

/// So many multiplications take `gemm` a microsecond. With fewer, [`find_columns`] has too little to compare.
const WORTH_IT: usize = 50_000;

/// The product of `a` `[m, k]` and `b` `[k, n]`: the same bits as [`dense_product`], but only what is not 0 in `a`
/// is multiplied. `None` if that would not be faster, or if the bits would not be the same.
pub fn sparse_product(a: Matrix, b: Matrix) -> Option<Vec<f32>> {
    let ([m, k], [k_of_b, n]) = (a.size, b.size);
    if k != k_of_b || n < LANE || m * k * n < WORTH_IT {
        return None; // the dense product says what is wrong with the sizes
    }
    let nonzeros = NonZeros::of(a);
    if nonzeros.share() > SPARSE {
        return None;
    }
    let columns = columns_in_a_sum([m, k, n], [a, b].map(|matrix| matrix.is_transposed()))?;
    // 0 times infinity is not a number, and must not be left out.
    all_are_finite(b.entries).then(|| in_sums_of(columns, a, &nonzeros, b))
}

/// The number of columns that `gemm` adds up in one sum, for a product of a matrix `[m, k]` and a matrix `[k, n]`.
/// `transposed` says which of the two matrices are transposed. `None` if `gemm` sums such a product in another way
/// than described above (it does for products of few entries), or if the processor has no fused multiplication and
/// addition.
fn columns_in_a_sum(size: [usize; 3], transposed: [bool; 2]) -> Option<usize> {
    /// What was found for each size and layout.
    type Known = HashMap<([usize; 3], [bool; 2]), Option<usize>>;
    static KNOWN: LazyLock<RwLock<Known>> = LazyLock::new(RwLock::default);
    let nothing_panics = "nobody panics while holding it";
    if let Some(&known) = KNOWN.read().expect(nothing_panics).get(&(size, transposed)) {
        return known;
    }
    let found = multiplies_and_adds_at_once().then(|| find_columns(size, transposed)).flatten();
    KNOWN.write().expect(nothing_panics).insert((size, transposed), found);
    found
}

/// Compares products of numbers without a pattern: another order would round many of them differently.
fn find_columns([m, k, n]: [usize; 3], [a_transposed, b_transposed]: [bool; 2]) -> Option<usize> {
    let mut stream = Stream::new(0, Purpose::Data);
    let (a, b) = (stream.normals(m * k), stream.normals(k * n));
    let matrix = |entries, [rows, columns]: [usize; 2], transposed| match transposed {
        false => Matrix::new(entries, [rows, columns]),
        true => Matrix::new(entries, [columns, rows]).transposed(),
    };
    let (a, b) = (matrix(&a, [m, k], a_transposed), matrix(&b, [k, n], b_transposed));
    let (nonzeros, expected) = (NonZeros::of(a), dense_product(a, b));
    // `gemm` divides the columns evenly, or into parts of 512 if the product is small.
    let mut lengths = (1..=8).map(|parts| k.div_ceil(parts)).chain([512.min(k)]);
    lengths.find(|&columns| in_sums_of(columns, a, &nonzeros, b) == expected)
}

/// The product, where each sum is over so many columns of `a`, and these sums are then added up.
fn in_sums_of(columns: usize, a: Matrix, nonzeros: &NonZeros, b: Matrix) -> Vec<f32> {
    let n = b.size[1];
    // As many columns of `b` at a time as fit into the vectors of any processor.
    let tiles = n.div_ceil(LANE * LANES_AT_ONCE);
    let width = n.div_ceil(tiles);
    match width.div_ceil(LANE) {
        1 => in_tiles::<1>(columns, a, nonzeros, b, width),
        2 => in_tiles::<2>(columns, a, nonzeros, b, width),
        3 => in_tiles::<3>(columns, a, nonzeros, b, width),
        4 => in_tiles::<4>(columns, a, nonzeros, b, width),
        5 => in_tiles::<5>(columns, a, nonzeros, b, width),
        6 => in_tiles::<6>(columns, a, nonzeros, b, width),
        _ => in_tiles::<LANES_AT_ONCE>(columns, a, nonzeros, b, width),
    }
}

/// Numbers that are computed together: one vector of the widest processors, two or four of others.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Lane([f32; LANE]);

const LANE: usize = 16;
/// With one vector for the row of `b` and one for the entry of `a`, the sums of so many lanes still fit into the 16
/// vectors of AVX2, the 32 of AVX-512 and the 32 of NEON.
const LANES_AT_ONCE: usize = 7;

/// A row of a tile in lanes. The last lane ends where the row ends, so it can overlap the one before.
type Row<const N: usize> = [Lane; N];

const fn zeros<const N: usize>() -> Row<N> {
    [Lane([0.0; LANE]); N]
}

/// As many rows of `b` as fit into the first cache of the processor: 28 kB of 32 at seven lanes.
const COLUMNS_AT_ONCE: usize = 64;

/// Some columns of `a`, at most [`COLUMNS_AT_ONCE`], and the rows of `b` that belong to them.
struct Part {
    start: usize,
    end: usize,
    /// Whether these columns are the last ones of a sum.
    ends_sum: bool,
}

/// The `k` columns of `a`, with `columns` in each sum.
fn parts(k: usize, columns: usize) -> impl Iterator<Item = Part> {
    (0..k).step_by(columns).flat_map(move |start| {
        let end = k.min(start + columns);
        let size = (end - start).div_ceil((end - start).div_ceil(COLUMNS_AT_ONCE));
        (start..end).step_by(size).map(move |start| {
            let part_end = end.min(start + size);
            Part { start, end: part_end, ends_sum: part_end == end }
        })
    })
}

/// The product, a tile of `width` columns of `b` after the other.
fn in_tiles<const N: usize>(
    columns: usize,
    a: Matrix,
    nonzeros: &NonZeros,
    b: Matrix,
    width: usize,
) -> Vec<f32> {
    let n = b.size[1];
    // All tiles are equally wide. The last one ends where `b` ends, so it can overlap the one before.
    let starts: Vec<usize> = (0..n).step_by(width).map(|start| start.min(n - width)).collect();
    let parts: Vec<Part> = parts(a.size[1], columns).collect();
    let tile = |&start| tile::<N>(&parts, a, nonzeros, b, start, width);
    let tiles: Vec<Vec<Row<N>>> = starts.iter().map(tile).collect();
    side_by_side(&tiles, &starts, width, n)
}

/// The columns of the product from `start` on. This is compiled for the widest vectors of the processor that it
/// runs on, with all that it calls; a closure would not be.
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn tile<'m, S: macerator::Simd, const N: usize>(
    parts: &[Part],
    a: Matrix<'m>,
    nonzeros: &NonZeros,
    b: Matrix<'m>,
    start: usize,
    width: usize,
) -> Vec<Row<N>> {
    let [m, k] = a.size;
    let mut rows_of_b = vec![zeros::<N>(); COLUMNS_AT_ONCE];
    let mut sums = vec![zeros::<N>(); m];
    let mut before: Option<Vec<Row<N>>> = None;
    for part in parts {
        copy_rows(b, part.start..part.end, start, width, &mut rows_of_b);
        add_products(a, nonzeros, part, &rows_of_b, &mut sums);
        if part.ends_sum {
            if let Some(before) = &before {
                add(before, &mut sums);
            }
            if part.end < k {
                before = Some(std::mem::replace(&mut sums, vec![zeros::<N>(); m]));
            }
        }
    }
    sums
}

/// Copies the columns of a tile from some rows of `b`.
#[inline(always)]
fn copy_rows<const N: usize>(
    b: Matrix,
    rows: Range<usize>,
    start: usize,
    width: usize,
    copies: &mut [Row<N>],
) {
    let [down, right] = b.strides;
    for (row, copy) in rows.zip(copies) {
        let b = &b.entries[row * down + start * right..];
        for (i, lane) in copy.iter_mut().enumerate() {
            let b = &b[first_of_lane::<N>(i, width) * right..];
            match right {
                1 => lane.0.copy_from_slice(&b[..LANE]),
                _ => lane
                    .0
                    .iter_mut()
                    .zip(b.iter().step_by(right))
                    .for_each(|(to, from)| *to = *from),
            }
        }
    }
}

/// The column of a tile that a lane starts with.
#[inline(always)]
fn first_of_lane<const N: usize>(lane: usize, width: usize) -> usize {
    if lane + 1 < N { lane * LANE } else { width - LANE }
}

/// Adds to each row the entries of `a` that are not 0 times their rows of `b`.
#[inline(always)]
fn add_products<const N: usize>(
    a: Matrix,
    nonzeros: &NonZeros,
    part: &Part,
    rows_of_b: &[Row<N>],
    sums: &mut [Row<N>],
) {
    let [down, right] = a.strides;
    let rows_of_b: &[Row<N>; COLUMNS_AT_ONCE] = rows_of_b.try_into().expect("one for each column");
    for (i, kept) in sums.iter_mut().enumerate() {
        let a = &a.entries[i * down + part.start * right..];
        let mut sum = *kept;
        let mut bits = nonzeros.bits(i, part.start, part.end);
        while bits != 0 {
            let column = bits.trailing_zeros() as usize % COLUMNS_AT_ONCE;
            bits &= bits - 1;
            let entry = a[column * right];
            for (sum, b) in sum.iter_mut().zip(&rows_of_b[column]) {
                for (sum, b) in sum.0.iter_mut().zip(&b.0) {
                    *sum = entry.mul_add(*b, *sum);
                }
            }
        }
        *kept = sum;
    }
}

#[inline(always)]
fn add<const N: usize>(before: &[Row<N>], sums: &mut [Row<N>]) {
    for (sum, before) in sums.as_flattened_mut().iter_mut().zip(before.as_flattened()) {
        for (sum, before) in sum.0.iter_mut().zip(&before.0) {
            *sum += before;
        }
    }
}

/// The tiles as a matrix with `n` columns, row by row.
#[inline(always)]
fn side_by_side<const N: usize>(
    tiles: &[Vec<Row<N>>],
    starts: &[usize],
    width: usize,
    n: usize,
) -> Vec<f32> {
    let rows = tiles.first().map_or(0, Vec::len);
    let mut entries = vec![0.0; rows * n];
    for (tile, start) in tiles.iter().zip(starts) {
        for (row, entries) in tile.iter().zip(entries.chunks_exact_mut(n)) {
            for (i, lane) in row.iter().enumerate() {
                // Where lanes or tiles overlap, both have the same numbers.
                let first = start + first_of_lane::<N>(i, width);
                entries[first..first + LANE].copy_from_slice(&lane.0);
            }
        }
    }
    entries
}

#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn all_are_finite<S: macerator::Simd>(entries: &[f32]) -> bool {
    // Without a way out of the loop, many entries are looked at together.
    entries.iter().fold(true, |all, entry| all & entry.is_finite())
}

#[macerator::with_simd]
fn multiplies_and_adds_at_once<S: macerator::Simd>() -> bool {
    <f32 as macerator::VFma>::is_accelerated::<S>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between −1 and 1 without a pattern; a share of them is replaced by 0.
    fn numbers(seed: u64, n: usize, zeros: f64) -> Vec<f32> {
        let mut stream = Stream::new(seed, Purpose::Data);
        let mut next = || stream.uniform();
        (0..n).map(|_| if next() < zeros { 0.0 } else { (2.0 * next() - 1.0) as f32 }).collect()
    }

    fn bits(numbers: &[f32]) -> Vec<u32> {
        numbers.iter().map(|number| number.to_bits()).collect()
    }

    const SIZES: [[usize; 3]; 13] = [
        [128, 784, 100],
        [784, 128, 100],
        [128, 100, 100],
        [100, 3000, 50],
        [65, 785, 16],
        [64, 784, 64],
        [7, 600, 17],
        [300, 64, 112],
        [20, 130, 113],
        [50, 784, 500],
        [9, 20, 10_000],
        [2, 3, 16],
        [1, 200, 40],
    ];

    /// Row by row and transposed, and with as many zeros as may be.
    #[test]
    fn the_bits_are_those_of_the_dense_product() {
        for [m, k, n] in SIZES {
            for zeros in [0.4, 0.8, 0.99, 1.0] {
                let (a, b) = (numbers(1, m * k, zeros), numbers(2, k * n, 0.0));
                let in_rows = (Matrix::new(&a, [m, k]), Matrix::new(&b, [k, n]));
                let a_in_columns = Matrix::new(&a, [k, m]).transposed();
                let b_in_columns = Matrix::new(&b, [n, k]).transposed();
                for (a, b) in [in_rows, (a_in_columns, in_rows.1), (in_rows.0, b_in_columns)] {
                    let Some(found) = sparse_product(a, b) else { continue };
                    assert_eq!(bits(&found), bits(&dense_product(a, b)), "{m} {k} {n} {zeros}");
                }
            }
        }
    }

    /// Otherwise the test above would compare nothing. `gemm` sums the products of a single row in another order.
    #[test]
    fn the_order_of_gemm_is_found() {
        if multiplies_and_adds_at_once() {
            for size in SIZES.into_iter().filter(|size| size[0] > 7) {
                assert!(columns_in_a_sum(size, [false; 2]).is_some(), "{size:?}");
                assert!(columns_in_a_sum(size, [true, false]).is_some(), "{size:?}");
            }
        }
    }

    /// By the definition, in 64 bits.
    #[test]
    fn a_product_is_a_sum_of_products() {
        let [m, k, n] = [5, 700, 120];
        let (a, b) = (numbers(1, m * k, 0.8), numbers(2, k * n, 0.0));
        let nonzeros = NonZeros::of(Matrix::new(&a, [m, k]));
        for columns in [700, 350, 64, 1] {
            let found =
                in_sums_of(columns, Matrix::new(&a, [m, k]), &nonzeros, Matrix::new(&b, [k, n]));
            assert_eq!(found.len(), m * n);
            for (i, found) in found.into_iter().enumerate() {
                let term = |j| f64::from(a[i / n * k + j]) * f64::from(b[j * n + i % n]);
                let expected: f64 = (0..k).map(term).sum();
                assert!((f64::from(found) - expected).abs() < 1e-4, "{found} {expected}");
            }
        }
    }

    #[test]
    fn what_is_not_finite_is_multiplied_with_zeros_too() {
        let [m, k, n] = [80, 200, 30];
        let a = numbers(1, m * k, 0.8);
        for wrong in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut b = numbers(2, k * n, 0.0);
            b[k * n - 1] = wrong;
            let (a, b) = (Matrix::new(&a, [m, k]), Matrix::new(&b, [k, n]));
            assert_eq!(sparse_product(a, b), None);
        }
    }

    #[test]
    fn each_column_is_in_one_part() {
        for (k, columns) in [(784, 392), (784, 784), (1, 1), (130, 64), (1000, 512), (65, 65)] {
            let mut next = 0;
            for part in parts(k, columns) {
                assert!(part.start == next && part.end > next);
                assert!(part.end - part.start <= COLUMNS_AT_ONCE);
                assert_eq!(part.ends_sum, part.end % columns == 0 || part.end == k);
                next = part.end;
            }
            assert_eq!(next, k);
        }
    }
}
