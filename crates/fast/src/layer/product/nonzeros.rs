//! Where a matrix is not 0.

use super::matrix::Matrix;

/// One bit for each entry of a matrix: 1 where the entry is not 0 (NaN and infinity are not 0).
#[derive(Clone, Debug, PartialEq)]
pub struct NonZeros {
    /// Row by row, each row in words of 64 columns; the lowest bit is the first column.
    words: Vec<u64>,
    size: [usize; 2],
}

impl NonZeros {
    /// Looks at the entries of a matrix.
    pub fn of(matrix: Matrix) -> Self {
        if matrix.is_transposed() {
            return Self::of(matrix.transposed()).transposed();
        }
        let [rows, columns] = matrix.size;
        let mut words = vec![0; rows * columns.div_ceil(64)];
        if columns > 0 {
            look(matrix.entries, columns, &mut words);
        }
        Self { words, size: matrix.size }
    }

    /// Those of the transposed matrix.
    fn transposed(&self) -> Self {
        let [rows, columns] = self.size;
        let [words_in, words_out] = [columns.div_ceil(64), rows.div_ceil(64)];
        let mut words = vec![0; columns * words_out];
        for down in 0..words_out {
            for right in 0..words_in {
                let mut square = [0; 64];
                for (row, word) in square.iter_mut().zip(64 * down..rows) {
                    *row = self.words[word * words_in + right];
                }
                transpose(&mut square);
                for (row, column) in square.iter().zip(64 * right..columns) {
                    words[column * words_out + down] = *row;
                }
            }
        }
        Self { words, size: [columns, rows] }
    }

    /// How many entries are not 0, as a share of all.
    pub fn share(&self) -> f64 {
        let count: u64 = self.words.iter().map(|word| u64::from(word.count_ones())).sum();
        count as f64 / (self.size[0] * self.size[1]) as f64
    }

    /// The bits of the columns from `start` to before `end` of a row, at most 64. The lowest bit is the
    /// column `start`.
    #[inline]
    pub fn bits(&self, row: usize, start: usize, end: usize) -> u64 {
        let words = self.size[1].div_ceil(64);
        let row = &self.words[row * words..][..words];
        let (word, shift) = (start / 64, start % 64);
        let low = row[word] >> shift;
        let high = if shift > 0 && word + 1 < words { row[word + 1] << (64 - shift) } else { 0 };
        (low | high) & (u64::MAX >> (64 - (end - start)))
    }
}

// Loops compiled for the widest vectors of the processor that they run on, as in `one_operation`.

#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn look<S: macerator::Simd>(entries: &[f32], columns: usize, words: &mut [u64]) {
    let rows = entries.chunks_exact(columns).zip(words.chunks_exact_mut(columns.div_ceil(64)));
    for (entries, words) in rows {
        // The loop over exactly 64 entries becomes a few comparisons of vectors.
        let (whole, rest) = entries.as_chunks::<64>();
        for (entries, word) in whole.iter().zip(&mut *words) {
            *word = word_of(entries);
        }
        if let (Some(word), false) = (words.last_mut(), rest.is_empty()) {
            *word = word_of(rest);
        }
    }
}

#[inline(always)]
fn word_of(entries: &[f32]) -> u64 {
    let bits = entries.iter().enumerate().map(|(i, entry)| u64::from(*entry != 0.0) << i);
    bits.fold(0, |word, bit| word | bit)
}

/// Exchanges the rows and columns of 64 times 64 bits: first the upper right and the lower left quarter, then
/// these two quarters of each quarter, and so on.
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn transpose<S: macerator::Simd>(rows: &mut [u64; 64]) {
    let (mut half, mut left) = (32, u64::from(u32::MAX)); // the lower bits are on the left
    while half > 0 {
        for rows in rows.chunks_exact_mut(2 * half) {
            let (upper, lower) = rows.split_at_mut(half);
            for (upper, lower) in upper.iter_mut().zip(lower) {
                let exchanged = ((*upper >> half) ^ *lower) & left;
                *upper ^= exchanged << half;
                *lower ^= exchanged;
            }
        }
        half /= 2;
        left ^= left << half;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// About a third of the entries is not 0; some of those are NaN, infinite or tiny.
    fn entries(n: usize) -> Vec<f32> {
        let values = [0.0, 0.0, 1.0, -0.0, f32::NAN, 0.0, 0.0, -1e-45, 0.0, 0.0, f32::INFINITY];
        (0..n).map(|i| values[i * i % 97 % values.len()]).collect()
    }

    #[test]
    fn a_bit_is_one_where_the_entry_is_not_zero() {
        for [rows, columns] in [[1, 1], [3, 64], [5, 100], [130, 784], [64, 65], [0, 7], [7, 0]] {
            let entries = entries(rows * columns);
            let matrix = Matrix::new(&entries, [rows, columns]);
            let found = NonZeros::of(matrix);
            let turned = NonZeros::of(matrix.transposed());
            assert_eq!(turned.transposed(), found);
            let mut count = 0;
            for row in 0..rows {
                for column in 0..columns {
                    let expected = u64::from(entries[row * columns + column] != 0.0);
                    count += expected;
                    assert_eq!(found.bits(row, column, column + 1), expected);
                    assert_eq!(turned.bits(column, row, row + 1), expected);
                }
            }
            if rows * columns > 0 {
                assert_eq!(found.share(), count as f64 / (rows * columns) as f64);
            }
        }
    }

    #[test]
    fn bits_can_start_in_the_middle_of_a_word() {
        let entries = entries(200);
        let found = NonZeros::of(Matrix::new(&entries, [1, 200]));
        for (start, end) in [(0, 64), (10, 70), (63, 64), (64, 128), (136, 200), (190, 200)] {
            let expected = (start..end)
                .rev()
                .fold(0, |bits, column| bits << 1 | u64::from(entries[column] != 0.0));
            assert_eq!(found.bits(0, start, end), expected, "{start}..{end}");
        }
    }
}
