//! Checks of flag values, made before any work starts.
//!
//! Each function is a clap value parser. Its error says what is allowed, and clap puts the flag and
//! the value in front of that.

use std::str::FromStr;

/// A value, or a combination of values, that is not allowed: a sentence that says what is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidValue(String);

impl From<String> for InvalidValue {
    fn from(sentence: String) -> Self {
        Self(sentence)
    }
}

impl From<&str> for InvalidValue {
    fn from(sentence: &str) -> Self {
        Self(sentence.into())
    }
}

/// The number in `text`, if it is one of those that `allowed` describes and `is_allowed` accepts.
fn number<T: FromStr>(
    text: &str,
    allowed: &str,
    is_allowed: impl Fn(&T) -> bool,
) -> Result<T, InvalidValue> {
    let number = text.trim().parse().ok().filter(is_allowed);
    number.ok_or_else(|| format!("allowed: {allowed}").into())
}

fn whole_number(text: &str, most: usize) -> Result<usize, InvalidValue> {
    number(text, &format!("a whole number from 1 to {most}"), |n| (1..=most).contains(n))
}

/// A whole number from 1 up: counts of steps and images.
///
/// # Errors
/// As all functions of this module: a sentence that says what is allowed.
pub fn count(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, 1_000_000_000)
}

/// The number of neurons in a layer, limited so that it fits into memory.
///
/// # Errors
/// If it is not a whole number within the limit.
pub fn width(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, 10_000)
}

/// The number of images in a mini-batch, limited so that it fits into memory.
///
/// # Errors
/// If it is not a whole number within the limit.
pub fn batch_size(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, 100_000)
}

/// A finite number above 0: learning rates, standard deviations, steps of a numerical difference.
///
/// # Errors
/// If it is not such a number.
pub fn positive(text: &str) -> Result<f64, InvalidValue> {
    number(text, "a finite number above 0", |x: &f64| *x > 0.0 && x.is_finite())
}

/// A finite number, 0 or above: weight decay.
///
/// # Errors
/// If it is not such a number.
pub fn non_negative(text: &str) -> Result<f64, InvalidValue> {
    number(text, "a finite number, 0 or above", |x: &f64| *x >= 0.0 && x.is_finite())
}

/// A number in [0, 1): momentum, dropout ratios, decay rates.
///
/// # Errors
/// If it is not such a number.
pub fn fraction(text: &str) -> Result<f64, InvalidValue> {
    number(text, "a number from 0 up to, but not including, 1", |x| (0.0..1.0).contains(x))
}

/// Any finite number: coordinates.
///
/// # Errors
/// If it is not such a number.
pub fn finite(text: &str) -> Result<f64, InvalidValue> {
    number(text, "a finite number", |x: &f64| x.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_outside_the_range_are_rejected() {
        for bad in ["0", "-1", "1.5", "x", "", "99999999999999999999"] {
            assert!(count(bad).is_err(), "{bad}");
        }
        for bad in ["0", "-0.1", "nan", "inf", "x"] {
            assert!(positive(bad).is_err(), "{bad}");
        }
        for bad in ["1", "-0.1", "nan"] {
            assert!(fraction(bad).is_err(), "{bad}");
        }
        for bad in ["-1e-9", "nan", "inf"] {
            assert!(non_negative(bad).is_err(), "{bad}");
        }
        assert_eq!((width("10001").is_err(), batch_size("100001").is_err()), (true, true));
        assert_eq!((count("1"), fraction("0")), (Ok(1), Ok(0.0)));
        assert_eq!((positive("1e-10"), non_negative("0")), (Ok(1e-10), Ok(0.0)));
    }
}
