//! How arms and numbers are called where they are read.

use figures::superscript;
use lab::table::{number, whole};
use language::tr;
use training::shown;
use training::statistics::mean;

use crate::activation_histograms::arm::arm;
use crate::activation_histograms::{ActivationHistograms, Measured, Settings};
use lab::experiment::RecordOf;

/// The name of an activation function.
pub fn function(name: &str) -> &str {
    match name {
        "sigmoid" => tr!("sigmoid"),
        other => other,
    }
}

/// The name of initial weights: their standard deviation if the book gives one.
pub fn weights(settings: &Settings, initializer: &str) -> String {
    let std = |std| tr!("std {std}", std = shown::number(std));
    match (initializer, initializer.strip_suffix(" times Xavier")) {
        ("large std", _) => std(settings.large_std),
        ("small std", _) => std(settings.small_std),
        (_, Some(factor)) => tr!("{factor} times Xavier", factor),
        (other, None) => other.to_owned(),
    }
}

/// Both: "sigmoid, std 0.01" for the arm "sigmoid, small std".
pub fn both(settings: &Settings, arm: &str) -> String {
    match arm.split_once(", ") {
        Some((activation, initializer)) => {
            format!("{}, {}", function(activation), weights(settings, initializer))
        }
        None => arm.to_owned(),
    }
}

/// The mean over the seeds of a number of an arm; NaN if it was not run.
pub fn mean_of(
    record: &RecordOf<ActivationHistograms>,
    activation: &str,
    initializer: &str,
    number: impl Fn(&Measured) -> f64,
) -> f64 {
    mean(&values_of(record, activation, initializer, number))
}

/// A number of an arm at each seed.
pub fn values_of(
    record: &RecordOf<ActivationHistograms>,
    activation: &str,
    initializer: &str,
    number: impl Fn(&Measured) -> f64,
) -> Vec<f64> {
    record.values(&arm(activation, initializer), number)
}

/// A number with two significant digits, for a title: 0.94, 98,000, 3.9·10⁻⁷.
pub fn rough(x: f64) -> String {
    if !x.is_finite() || x == 0.0 {
        return number(x);
    }
    let power = x.abs().log10().floor() as i32;
    let scientific = format!("{x:.1e}");
    let rounded: f64 = scientific.parse().unwrap_or(x);
    match power {
        -3..=2 => number(rounded),
        3..=6 if x > 0.0 => whole(rounded as u64),
        _ => match scientific.split_once('e') {
            Some((digits, exponent)) => {
                let power = power_of_ten(exponent.parse().unwrap_or(power));
                match digits.trim_end_matches(".0") {
                    "1" => power,
                    digits => format!("{digits}·{power}"),
                }
            }
            None => scientific,
        },
    }
}

/// A share as a percentage with two significant digits, which stay on one line with their sign.
pub fn percent(share: f64) -> String {
    format!("{}\u{a0}%", rough(100.0 * share))
}

/// A power of ten: 10⁻⁷.
pub fn power_of_ten(power: i32) -> String {
    format!("10{}", superscript(power))
}

#[cfg(test)]
mod tests {
    use super::rough;

    #[test]
    fn a_number_in_a_title_has_two_digits() {
        let texts = [0.93793, 1.04, 98_123.0, 3.88e-7, 47.61, 0.00306, 2e9, 1e-6, 0.0].map(rough);
        assert_eq!(
            texts,
            ["0.94", "1", "98,000", "3.9·10⁻⁷", "48", "0.0031", "2·10⁹", "10⁻⁶", "0"]
        );
    }
}
