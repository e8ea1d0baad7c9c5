//! Planes of numbers, one for each pixel, and how they are made smaller and larger.

/// One number for each pixel, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// The number of columns.
    pub width: usize,
    /// The number of rows.
    pub height: usize,
    /// The numbers.
    pub values: Vec<f32>,
}

impl Plane {
    /// A plane with the value of `value` at each column and row.
    pub fn new(width: usize, height: usize, value: impl Fn(usize, usize) -> f32) -> Self {
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self { width, height, values: places.map(|(x, y)| value(x, y)).collect() }
    }

    /// The value at a column and a row.
    pub fn at(&self, x: usize, y: usize) -> f32 {
        self.values[y * self.width + x]
    }

    /// The plane with `f` of each value.
    pub fn map(&self, f: impl Fn(f32) -> f32) -> Self {
        let values = self.values.iter().map(|&value| f(value)).collect();
        Self { values, ..*self }
    }

    /// The rectangle with this corner and this size.
    pub fn crop(&self, left: usize, top: usize, width: usize, height: usize) -> Self {
        Self::new(width, height, |x, y| self.at(left + x, top + y))
    }

    /// The plane reduced to this size: each new value is the mean over the area that it covers, so thin
    /// lines become paler but are not lost. The size must not be larger than the present one.
    pub fn shrink(&self, width: usize, height: usize) -> Self {
        let means = shrink(self.width, self.height, width, height, |i| [self.values[i]]);
        Self { width, height, values: means.into_iter().map(|[mean]| mean).collect() }
    }

    /// The plane enlarged `times` in both directions, linearly between the centres of the pixels.
    pub fn enlarge(&self, times: usize) -> Self {
        self.stretch(self.width * times, self.height * times)
    }

    /// The plane stretched to this size, linearly between the centres of the pixels.
    pub fn stretch(&self, width: usize, height: usize) -> Self {
        let columns = neighbours(self.width, width);
        let rows = neighbours(self.height, height);
        Self::new(width, height, |x, y| {
            let ((left, right, along), (top, bottom, down)) = (columns[x], rows[y]);
            let above = self.at(left, top) * (1.0 - along) + self.at(right, top) * along;
            let below = self.at(left, bottom) * (1.0 - along) + self.at(right, bottom) * along;
            above * (1.0 - down) + below * down
        })
    }
}

/// For each of `to` new places, the two old ones of `from` around its centre, and how far it is from the
/// first to the second.
fn neighbours(from: usize, to: usize) -> Vec<(usize, usize, f32)> {
    let one = |i: usize| {
        let at = ((i as f32 + 0.5) * from as f32 / to as f32 - 0.5).clamp(0.0, from as f32 - 1.0);
        let first = at as usize;
        (first, (first + 1).min(from - 1), at - first as f32)
    };
    (0..to).map(one).collect()
}

/// The mean over the area that each pixel of the smaller picture covers, for each channel of `value`.
pub fn shrink<const C: usize>(
    from_width: usize,
    from_height: usize,
    width: usize,
    height: usize,
    value: impl Fn(usize) -> [f32; C],
) -> Vec<[f32; C]> {
    let (columns, rows) = (shares(from_width, width), shares(from_height, height));
    let mut sums = vec![[0.0; C]; width * height];
    let mut row_sums = vec![[0.0; C]; width];
    for (y, &(row, first, second)) in rows.iter().enumerate() {
        row_sums.fill([0.0; C]);
        for (x, &(column, here, next)) in columns.iter().enumerate() {
            let value = value(y * from_width + x);
            for c in 0..C {
                row_sums[column][c] += here * value[c];
            }
            if next > 0.0 {
                for c in 0..C {
                    row_sums[column + 1][c] += next * value[c];
                }
            }
        }
        let mut add = |row: usize, share: f32| {
            for (sum, value) in sums[row * width..].iter_mut().zip(&row_sums) {
                for c in 0..C {
                    sum[c] += share * value[c];
                }
            }
        };
        add(row, first);
        if second > 0.0 {
            add(row + 1, second);
        }
    }
    sums
}

/// For each of `from` old places, the new one of `to` that it begins in, its share of that one, and its
/// share of the next. The shares of each new place add up to 1.
fn shares(from: usize, to: usize) -> Vec<(usize, f32, f32)> {
    let one = |i: usize| {
        // In units of 1/from of a new place, so that no rounding decides where a place begins.
        let (start, end) = (i * to, (i + 1) * to);
        let first = start / from;
        let border = (first + 1) * from;
        let share = |length: usize| length as f32 / from as f32;
        if end <= border {
            (first, share(end - start), 0.0)
        } else {
            (first, share(border - start), share(end - border))
        }
    };
    (0..from).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shrinking_keeps_the_mean_and_splits_pixels_between_neighbours() {
        let plane = Plane { width: 3, height: 1, values: vec![3.0, 6.0, 9.0] };
        // The middle pixel belongs half to each: (3 + 6 / 2) / 1.5 and (6 / 2 + 9) / 1.5.
        assert_eq!(plane.shrink(2, 1).values, [4.0, 8.0]);
        assert_eq!(plane.shrink(3, 1), plane);
        let large = Plane::new(97, 53, |x, y| ((x * 7 + y * 13) % 11) as f32);
        let mean = |plane: &Plane| plane.values.iter().sum::<f32>() / plane.values.len() as f32;
        for (width, height) in [(96, 52), (20, 20), (1, 53), (7, 3)] {
            let small = large.shrink(width, height);
            assert_eq!(small.values.len(), width * height);
            assert!((mean(&small) - mean(&large)).abs() < 1e-3, "{width} × {height}");
        }
    }

    #[test]
    fn enlarging_runs_straight_from_centre_to_centre() {
        let plane = Plane { width: 2, height: 1, values: vec![0.0, 4.0] };
        assert_eq!(plane.enlarge(2).values, [0.0, 1.0, 3.0, 4.0].repeat(2));
    }
}
