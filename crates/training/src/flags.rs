//! Checks that a flag's value passes before any work starts.
//!
//! Each is a clap value parser: its error names what is allowed, and clap puts the flag and the
//! value in front of it.

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

fn number<T: FromStr>(text: &str, allowed: &str) -> Result<T, String> {
    text.trim().parse().map_err(|_| format!("allowed: {allowed}"))
}

fn whole_number(text: &str, most: usize) -> Result<usize, String> {
    let allowed = format!("a whole number from 1 to {most}");
    match number(text, &allowed)? {
        n if (1..=most).contains(&n) => Ok(n),
        _ => Err(format!("allowed: {allowed}")),
    }
}

/// A whole number from 1 up: counts of steps and images.
pub fn count(text: &str) -> Result<usize, String> {
    whole_number(text, 1_000_000_000)
}

/// The neurons of a layer, as many as fit memory.
pub fn width(text: &str) -> Result<usize, String> {
    whole_number(text, 10_000)
}

/// The images of a mini-batch, as many as fit memory.
pub fn batch_size(text: &str) -> Result<usize, String> {
    whole_number(text, 100_000)
}

/// A finite number above 0: learning rates, standard deviations, steps of a difference.
pub fn positive(text: &str) -> Result<f64, String> {
    let allowed = "a finite number above 0";
    let x: f64 = number(text, allowed)?;
    if x > 0.0 && x.is_finite() { Ok(x) } else { Err(format!("allowed: {allowed}")) }
}

/// A finite number, 0 or above: weight decay.
pub fn non_negative(text: &str) -> Result<f64, String> {
    let allowed = "a finite number, 0 or above";
    let x: f64 = number(text, allowed)?;
    if x >= 0.0 && x.is_finite() { Ok(x) } else { Err(format!("allowed: {allowed}")) }
}

/// A number in [0, 1): momentum, dropout ratios, decay rates.
pub fn fraction(text: &str) -> Result<f64, String> {
    let allowed = "a number from 0 up to, but not including, 1";
    let x: f64 = number(text, allowed)?;
    if (0.0..1.0).contains(&x) { Ok(x) } else { Err(format!("allowed: {allowed}")) }
}

/// Any finite number: coordinates.
pub fn finite(text: &str) -> Result<f64, String> {
    let allowed = "a finite number";
    let x: f64 = number(text, allowed)?;
    if x.is_finite() { Ok(x) } else { Err(format!("allowed: {allowed}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_outside_is_refused() {
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
