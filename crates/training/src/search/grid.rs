//! Grid search: every combination of evenly spaced values of each hyperparameter.

use extensions::random::Stream;

use super::dimension::{Dimension, Point};
use super::strategy::{Slot, Strategy, Tried, numbered};
use crate::flags::InvalidValue;

/// Evenly spaced values of each dimension, including both ends.
pub struct Grid {
    slots: Vec<Slot>,
    values: Vec<Vec<f64>>,
}

impl Grid {
    /// The finest grid of at most `trials` points with the same number of values in every range.
    ///
    /// # Errors
    /// If even two values in every range give more points than `trials`.
    pub fn new(
        dimensions: &[Dimension],
        trials: usize,
        epochs: usize,
    ) -> Result<Self, InvalidValue> {
        let values = |n: usize| -> Vec<Vec<f64>> {
            dimensions.iter().map(|dimension| dimension.spaced(n)).collect()
        };
        let points = |n: usize| {
            dimensions.iter().map(|d| d.spaced(n).len()).fold(1usize, usize::saturating_mul)
        };
        let fewest = points(2);
        if fewest > trials {
            return Err(InvalidValue::from(format!(
                "--strategy grid needs at least {fewest} trials in this space (two values of each \
                 range, and every choice), but --trials is {trials}: allow more trials, or fix some \
                 hyperparameters"
            )));
        }
        // With more values than trials there would be more points than trials, or no new point.
        let n = (2..=trials.max(2)).take_while(|&n| points(n) <= trials).last().unwrap_or(2);
        let slots = (0..points(n)).map(|i| Slot { name: numbered(i), round: 0, epochs });
        Ok(Self { slots: slots.collect(), values: values(n) })
    }
}

impl Strategy for Grid {
    fn slots(&self) -> &[Slot] {
        &self.slots
    }

    fn propose(&self, _: &[Dimension], slot: usize, _: &[Tried], _: Stream) -> Point {
        // The slot's number, written with one digit for each dimension; the last one changes fastest.
        let mut rest = slot;
        let mut point: Point = Vec::with_capacity(self.values.len());
        for values in self.values.iter().rev() {
            point.push(values[rest % values.len()]);
            rest /= values.len();
        }
        point.reverse();
        point
    }
}

#[cfg(test)]
mod tests {
    use extensions::random::Purpose;

    use super::*;
    use crate::search::value::Value;

    #[test]
    fn every_combination_comes_once() {
        let choice = Dimension::Choice(vec![Value::Name("a".into()), Value::Name("b".into())]);
        let dimensions = [
            Dimension::LogUniform { from: 1e-4, to: 1.0 },
            Dimension::Fixed(Value::Number(3.0)),
            choice,
            Dimension::Integer { from: 1, to: 9 },
        ];
        let grid = Grid::new(&dimensions, 60, 1).unwrap();
        // 5 · 1 · 2 · 5 = 50 points; 6 values each would be 72.
        assert_eq!(grid.slots().len(), 50);
        let stream = Stream::new(0, Purpose::Search);
        let mut points: Vec<Point> =
            (0..50).map(|slot| grid.propose(&dimensions, slot, &[], stream.clone())).collect();
        assert!((points[10][0] - 1e-3).abs() < 1e-12, "{:?}", points[10]);
        assert_eq!(points[9][1..], [0.0, 1.0, 9.0]);
        points.sort_by(|a, b| a.partial_cmp(b).unwrap());
        points.dedup();
        assert_eq!(points.len(), 50);
    }

    #[test]
    fn a_grid_that_does_not_fit_is_rejected() {
        let dimensions = vec![Dimension::Uniform { from: 0.0, to: 1.0 }; 4];
        let reason = Grid::new(&dimensions, 15, 1).err().unwrap().to_string();
        assert!(reason.contains("at least 16 trials") && reason.contains("15"), "{reason}");
        assert_eq!(Grid::new(&dimensions, 16, 1).unwrap().slots().len(), 16);
    }
}
