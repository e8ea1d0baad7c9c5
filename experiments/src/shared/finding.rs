//! What a record shows clearly enough for the title of a figure.

use lab::statistics::interval;

/// On which side of 0 the numbers of the seeds are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The whole 95 % interval is above 0.
    Up,
    /// The whole 95 % interval is below 0.
    Down,
    /// Neither, or there are too few seeds to tell.
    Unclear,
}

/// On which side of 0 these numbers are, one for each seed.
pub fn direction(values: &[f64]) -> Direction {
    match interval(values) {
        Some((low, _)) if low > 0.0 => Direction::Up,
        Some((_, high)) if high < 0.0 => Direction::Down,
        _ => Direction::Unclear,
    }
}

/// Whether the whole 95 % interval of these numbers, one for each seed, is above `bound`.
pub fn is_above(values: &[f64], bound: f64) -> bool {
    direction(&values.iter().map(|x| x - bound).collect::<Vec<_>>()) == Direction::Up
}

/// Whether the whole 95 % interval of these numbers, one for each seed, is below `bound`.
pub fn is_below(values: &[f64], bound: f64) -> bool {
    direction(&values.iter().map(|x| x - bound).collect::<Vec<_>>()) == Direction::Down
}

/// The size of a difference between two accuracies in points: with one decimal, or with two below 1.
pub fn points(difference: f64) -> String {
    let points = 100.0 * difference.abs();
    if points < 1.0 { format!("{points:.2}") } else { format!("{points:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_needs_an_interval_on_one_side() {
        let of = |values: &[f64]| direction(values);
        assert_eq!(of(&[0.1, 0.2, 0.1, 0.3, 0.1, 0.2]), Direction::Up);
        assert_eq!(of(&[-0.1, -0.2, -0.1, -0.3, -0.1, -0.2]), Direction::Down);
        assert_eq!(of(&[0.1, -0.2, 0.1, -0.3, 0.1, 0.2]), Direction::Unclear);
        assert_eq!([of(&[0.1; 2]), of(&[f64::NAN; 8])], [Direction::Unclear; 2]);
    }

    #[test]
    fn a_bound_is_kept_by_the_whole_interval() {
        let values = [0.1, 0.2, 0.1, 0.3, 0.1, 0.2];
        let all = [is_above(&values, 0.05), is_below(&values, 0.4)];
        let none = [is_above(&values, 0.15), is_below(&values, 0.15), is_above(&values[..2], 0.0)];
        assert_eq!((all, none), ([true; 2], [false; 3]));
    }

    #[test]
    fn small_differences_keep_two_decimals() {
        assert_eq!([0.00274, -0.0657].map(points), ["0.27", "6.6"]);
    }
}
