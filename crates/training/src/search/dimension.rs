//! The values that one hyperparameter may take, and how they are drawn.
//!
//! Strategies work with coordinates, which are numbers. A dimension turns a coordinate into a value.

use std::fmt;
use std::str::FromStr;

use extensions::random::Stream;
use serde::{Deserialize, Serialize};

use super::value::Value;
use crate::flags::{InvalidValue, LONGEST_LIST};

/// The values that one hyperparameter may take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Dimension {
    /// One value, which is not searched.
    Fixed(Value),
    /// Numbers, uniformly distributed between two ends.
    Uniform {
        /// The lower end.
        from: f64,
        /// The upper end.
        to: f64,
    },
    /// Positive numbers, uniformly distributed between two ends on a logarithmic scale.
    LogUniform {
        /// The lower end.
        from: f64,
        /// The upper end.
        to: f64,
    },
    /// Whole numbers, all equally likely, including both ends.
    Integer {
        /// The smallest.
        from: i64,
        /// The largest.
        to: i64,
    },
    /// One of several values, all equally likely.
    Choice(Vec<Value>),
}

/// A point of a space: one coordinate for each dimension. The coordinate is the number itself, the
/// index of a choice, or 0 if the dimension is fixed.
pub type Point = Vec<f64>;

/// The forms in which a dimension can be written.
pub(super) const FORMS: &str = "allowed: one value, uniform:FROM..TO, log-uniform:FROM..TO, \
                                integer:FROM..TO, or choice:A,B,...";

impl FromStr for Dimension {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FORMS.into());
        }
        match text.split_once(':') {
            None if text.contains("..") => Err(invalid(format!(
                "`{text}` does not say how its values are distributed; {FORMS}"
            ))),
            None => Ok(Self::Fixed(Value::read(text))),
            Some(("uniform", range)) => {
                let (from, to) = ends(range)?;
                Ok(Self::Uniform { from, to })
            }
            Some(("log-uniform", range)) => match ends(range)? {
                (from, to) if from > 0.0 => Ok(Self::LogUniform { from, to }),
                _ => Err(invalid(format!(
                    "`{range}` has no logarithmic scale; allowed: both ends above 0"
                ))),
            },
            Some(("integer", range)) => match ends(range)? {
                (from, to) if from.fract() == 0.0 && to.fract() == 0.0 && to - from < 1e9 => {
                    Ok(Self::Integer { from: from as i64, to: to as i64 })
                }
                _ => Err(invalid(format!(
                    "`{range}` has ends that are not whole; allowed: whole numbers"
                ))),
            },
            Some(("choice", list)) => choices(list).map(Self::Choice),
            Some((kind, _)) => Err(invalid(format!("there is no kind `{kind}`; {FORMS}"))),
        }
    }
}

fn invalid(sentence: String) -> InvalidValue {
    sentence.into()
}

/// The ends of the range `FROM..TO`.
fn ends(range: &str) -> Result<(f64, f64), InvalidValue> {
    let ends = range.split_once("..").map(|(from, to)| (from.trim().parse(), to.trim().parse()));
    match ends {
        Some((Ok(from), Ok(to))) if f64::is_finite(from) && f64::is_finite(to) => {
            if from < to {
                return Ok((from, to));
            }
            Err(invalid(format!("`{range}` is empty; allowed: FROM..TO with FROM below TO")))
        }
        _ => {
            Err(invalid(format!("`{range}` is not a range; allowed: FROM..TO, two finite numbers")))
        }
    }
}

/// The values of the list `A,B,...`.
fn choices(list: &str) -> Result<Vec<Value>, InvalidValue> {
    if list.split(',').any(|item| item.trim().is_empty()) {
        return Err("a choice is empty; allowed: choice:A,B,...".into());
    }
    let given = list.split(',').count();
    if given > LONGEST_LIST {
        return Err(invalid(format!("{given} choices; allowed: up to {LONGEST_LIST}")));
    }
    let values: Vec<Value> = list.split(',').map(Value::read).collect();
    match values.iter().enumerate().find(|(i, value)| values[..*i].contains(value)) {
        Some((_, value)) => {
            Err(invalid(format!("`{value}` is given twice; allowed: each choice once")))
        }
        None => Ok(values),
    }
}

impl TryFrom<String> for Dimension {
    type Error = InvalidValue;

    fn try_from(text: String) -> Result<Self, InvalidValue> {
        text.parse()
    }
}

impl From<Dimension> for String {
    fn from(dimension: Dimension) -> Self {
        dimension.to_string()
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |x: f64| Value::Number(x);
        match self {
            Self::Fixed(value) => write!(f, "{value}"),
            Self::Uniform { from, to } => write!(f, "uniform:{}..{}", number(*from), number(*to)),
            Self::LogUniform { from, to } => {
                write!(f, "log-uniform:{}..{}", number(*from), number(*to))
            }
            Self::Integer { from, to } => write!(f, "integer:{from}..{to}"),
            Self::Choice(values) => {
                let values: Vec<String> = values.iter().map(Value::to_string).collect();
                write!(f, "choice:{}", values.join(","))
            }
        }
    }
}

impl Dimension {
    /// Draws one coordinate.
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        match self {
            Self::Fixed(_) => 0.0,
            Self::Uniform { from, to } => from + (to - from) * stream.uniform(),
            // 10^U(log₁₀ from, log₁₀ to)
            Self::LogUniform { from, to } => {
                let (low, high) = (from.log10(), to.log10());
                10f64.powf(low + (high - low) * stream.uniform())
            }
            Self::Integer { from, to } => {
                (from + stream.index((to - from + 1) as usize) as i64) as f64
            }
            Self::Choice(values) => stream.index(values.len()) as f64,
        }
    }

    /// At most `n` evenly spaced coordinates, including both ends, where `n` is at least 2; of a
    /// choice all values, however many there are.
    pub fn spaced(&self, n: usize) -> Vec<f64> {
        let between = |low: f64, high: f64| -> Vec<f64> {
            (0..n).map(|i| low + (high - low) * i as f64 / (n - 1) as f64).collect()
        };
        match self {
            Self::Fixed(_) => vec![0.0],
            Self::Uniform { from, to } => between(*from, *to),
            Self::LogUniform { from, to } => {
                // Rounding may take 10^log₁₀ x just beyond an end.
                let inner = between(from.log10(), to.log10()).into_iter();
                inner.map(|x| 10f64.powf(x).clamp(*from, *to)).collect()
            }
            Self::Integer { from, to } if (to - from) < n as i64 => {
                (*from..=*to).map(|i| i as f64).collect()
            }
            Self::Integer { from, to } => {
                between(*from as f64, *to as f64).into_iter().map(f64::round).collect()
            }
            Self::Choice(values) => (0..values.len()).map(|i| i as f64).collect(),
        }
    }

    /// Whether it is a coordinate. Of a range, any finite number is one: rounding may take one just beyond an
    /// end.
    pub fn has(&self, coordinate: f64) -> bool {
        match self {
            Self::Fixed(_) => coordinate == 0.0,
            Self::Choice(values) => (0..values.len()).any(|i| i as f64 == coordinate),
            _ => coordinate.is_finite(),
        }
    }

    /// The value at a coordinate.
    pub fn value(&self, coordinate: f64) -> Value {
        match self {
            Self::Fixed(value) => value.clone(),
            Self::Choice(values) => values[coordinate as usize].clone(),
            _ => Value::Number(coordinate),
        }
    }

    /// Whether there is more than one value.
    pub fn is_searched(&self) -> bool {
        match self {
            Self::Fixed(_) => false,
            Self::Choice(values) => values.len() > 1,
            _ => true,
        }
    }

    /// The range as the axis of a figure: its ends, and whether it is logarithmic. Choices have none.
    pub fn range(&self) -> Option<(f64, f64, bool)> {
        match self {
            Self::Uniform { from, to } => Some((*from, *to, false)),
            Self::LogUniform { from, to } => Some((*from, *to, true)),
            Self::Integer { from, to } => Some((*from as f64, *to as f64, false)),
            Self::Fixed(_) | Self::Choice(_) => None,
        }
    }
}

/// A dimension of each kind, for the tests of strategies.
#[cfg(test)]
pub(super) fn one_of_each() -> Vec<Dimension> {
    let names = ["a", "b", "c"].map(|name| Value::Name(name.into()));
    vec![
        Dimension::Uniform { from: -1.0, to: 2.0 },
        Dimension::LogUniform { from: 1e-3, to: 1.0 },
        Dimension::Integer { from: 1, to: 4 },
        Dimension::Choice(names.into()),
        Dimension::Fixed(Value::Number(1.0)),
    ]
}

#[cfg(test)]
mod tests {
    use extensions::random::Purpose;

    use super::*;

    #[test]
    fn draws_are_uniform_on_a_logarithmic_scale() {
        let dimension: Dimension = "log-uniform:1e-6..1e-2".parse().unwrap();
        let mut stream = Stream::new(1, Purpose::Search);
        let below = (0..2000).filter(|_| dimension.draw(&mut stream) < 1e-4).count();
        // A standard deviation is √(2000/4) = 22; this allows five.
        assert!(below.abs_diff(1000) < 112, "{below}");
    }
}
