//! Initial weights, as a setting.

use std::fmt;
use std::str::FromStr;

use extensions::initializers::{Constant, He, Initializer, Normal, Xavier};
use serde::{Deserialize, Serialize};

use crate::flags::{InvalidValue, non_negative};

/// A rule for initial weights (I2–I7).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum InitialWeights {
    /// All weights are 0 (I2).
    #[serde(rename = "zero")]
    Zero,
    /// The lecture's Xavier: a standard deviation of 1/√n for n inputs (I6).
    Xavier,
    /// He: a standard deviation of √(2/n) for n inputs (I7).
    He,
    /// A fixed standard deviation (I4, I5).
    #[serde(rename = "std")]
    Std(f64),
}

impl InitialWeights {
    /// What draws the weights.
    pub fn initializer(self) -> Box<dyn Initializer> {
        match self {
            Self::Zero => Box::new(Constant(0.0)),
            Self::Xavier => Box::new(Xavier),
            Self::He => Box::new(He),
            Self::Std(std) => Box::new(Normal { std }),
        }
    }
}

impl fmt::Display for InitialWeights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zero => f.pad("zero"),
            Self::Xavier => f.pad("Xavier"),
            Self::He => f.pad("He"),
            Self::Std(std) => fmt::Display::fmt(std, f),
        }
    }
}

impl FromStr for InitialWeights {
    type Err = InvalidValue;

    /// A name in upper or lower case, or a standard deviation.
    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let named = [Self::Zero, Self::Xavier, Self::He].into_iter();
        let of_name = |rule: &Self| rule.to_string().eq_ignore_ascii_case(text.trim());
        if let Some(rule) = named.clone().find(of_name) {
            return Ok(rule);
        }
        let number = non_negative(text).map(Self::Std);
        number.map_err(|_| "zero, Xavier, He, or a standard deviation that is not below 0".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_read_as_it_is_written() {
        for (text, rule) in [
            ("zero", InitialWeights::Zero),
            ("xavier", InitialWeights::Xavier),
            (" HE ", InitialWeights::He),
            ("0.01", InitialWeights::Std(0.01)),
            ("0", InitialWeights::Std(0.0)),
        ] {
            assert_eq!(text.parse::<InitialWeights>().unwrap(), rule, "{text}");
            assert_eq!(rule.to_string().parse::<InitialWeights>().unwrap(), rule);
        }
        for bad in ["", "LeCun", "-1", "inf", "NaN"] {
            let error = bad.parse::<InitialWeights>().unwrap_err().to_string();
            assert!(error.contains("standard deviation"), "{bad}: {error}");
        }
    }
}
