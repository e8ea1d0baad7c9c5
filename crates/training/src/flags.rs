//! Checks of flag values, made before any work starts.
//!
//! Each function is a clap value parser. Its error says what is allowed, and clap puts the flag and
//! the value in front of that.

use std::fmt::Display;
use std::str::FromStr;

use crate::shown;

/// A value, or a combination of values, that is not allowed: a sentence that says what is. Very long words
/// in it, such as numbers of 300 digits, are cut.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidValue(String);

impl From<String> for InvalidValue {
    fn from(sentence: String) -> Self {
        Self(shown::text(&sentence).into_owned())
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

/// A number of training steps, of epochs, or of steps between two measurements: up to ten million, a
/// thousand times as many as the book's longest run has, which at a millisecond each take three hours.
///
/// # Errors
/// As all functions of this module: a sentence that says what is allowed.
pub fn steps(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, 10_000_000)
}

/// A number of images: up to ten million, more than the public data sets in IDX format have. Whether the
/// data set has so many is checked when it has been read: [`Needs`](crate::needs::Needs).
///
/// # Errors
/// If it is not a whole number within the limit.
pub fn images(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, 10_000_000)
}

/// The number of neurons in a layer: up to 10,000, because two such layers in a row already have 100
/// million weights, which take 400 MB each time they are kept.
///
/// # Errors
/// If it is not a whole number within the limit.
pub fn width(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, 10_000)
}

/// The number of hidden layers: up to [`LONGEST_LIST`], as in a list of their widths.
///
/// # Errors
/// If it is not a whole number within the limit.
pub fn layers(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, LONGEST_LIST)
}

/// The number of images in a mini-batch: up to 100,000, more than MNIST has.
///
/// # Errors
/// If it is not a whole number within the limit.
pub fn batch_size(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, 100_000)
}

/// The number of seeds: up to 10,000, because each seed of each arm is one file in one folder.
///
/// # Errors
/// If it is not a whole number within the limit.
pub fn seeds(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, 10_000)
}

/// The number of trials in parallel: up to 256, because each has a thread and a network of its own, and
/// more of them than there are cores make nothing faster.
///
/// # Errors
/// If it is not a whole number within the limit.
pub fn jobs(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, 256)
}

/// The number of networks that are trained to choose one of them, or to compare them: up to 10,000.
///
/// # Errors
/// If it is not a whole number within the limit.
pub fn trials(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, 10_000)
}

/// The number of values that are tried, where it is given instead of a list of them: up to
/// [`LONGEST_LIST`].
///
/// # Errors
/// If it is not a whole number within the limit.
pub fn values(text: &str) -> Result<usize, InvalidValue> {
    whole_number(text, LONGEST_LIST)
}

/// A first seed: up to 10,000 less than the largest 64-bit number, because the other [`seeds`] follow it.
///
/// # Errors
/// If it is not a whole number within the limit.
pub fn first_seed(text: &str) -> Result<u64, InvalidValue> {
    const LARGEST: u64 = u64::MAX - 10_000;
    number(text, &format!("a whole number from 0 to {LARGEST}"), |n| (0..=LARGEST).contains(n))
}

/// Checks that no value of a list is given twice, where that would train the same thing again.
///
/// # Errors
/// If one is: the flag and the value.
pub fn each_once<T: PartialEq + Display>(flag: &str, values: &[T]) -> Result<(), InvalidValue> {
    let twin = values.iter().enumerate().find(|(i, value)| values[..*i].contains(value));
    match twin {
        Some((_, twin)) => {
            Err(format!("{flag}: {twin} is given twice; allowed: each value once").into())
        }
        None => Ok(()),
    }
}

/// How many values a list in a flag may have: each is an arm or a layer of its own, and has a name in a
/// figure or a place in a network.
pub const LONGEST_LIST: usize = 1000;

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
    // The sum turns -0 into 0, which is the same number and must have the same name.
    number(text, "a finite number, 0 or above", |x: &f64| *x >= 0.0 && x.is_finite())
        .map(|x| x + 0.0)
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
        type WholeNumber = fn(&str) -> Result<usize, InvalidValue>;
        let whole_numbers: [(WholeNumber, usize); 9] = [
            (steps, 10_000_000),
            (images, 10_000_000),
            (width, 10_000),
            (layers, 1000),
            (batch_size, 100_000),
            (seeds, 10_000),
            (jobs, 256),
            (trials, 10_000),
            (values, 1000),
        ];
        for (read, most) in whole_numbers {
            for bad in ["0", "-1", "1.5", "x", "", "99999999999999999999"] {
                assert!(read(bad).is_err(), "{bad}");
            }
            assert_eq!((read("1"), read(&most.to_string())), (Ok(1), Ok(most)));
            let error = read(&(most + 1).to_string()).unwrap_err().to_string();
            assert_eq!(error, format!("allowed: a whole number from 1 to {most}"));
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
        assert_eq!(fraction("0"), Ok(0.0));
        let largest = u64::MAX - 10_000;
        assert_eq!(first_seed(&largest.to_string()), Ok(largest));
        assert!(first_seed(&(largest + 1).to_string()).is_err() && first_seed("-1").is_err());
    }

    #[test]
    fn a_value_that_is_given_twice_is_named_with_its_flag() {
        assert_eq!(each_once("--norms", &[1.0, 2.0]), Ok(()));
        let error = each_once("--norms", &[1.0, 2.0, 1.0]).unwrap_err().to_string();
        assert_eq!(error, "--norms: 1 is given twice; allowed: each value once");
        let error = each_once("--norms", &[1e-300; 2]).unwrap_err().to_string();
        assert!(error.chars().count() < 120, "{error}");
        assert_eq!((positive("1e-10"), non_negative("0")), (Ok(1e-10), Ok(0.0)));
    }
}
