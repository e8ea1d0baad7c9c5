//! One value of a hyperparameter.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One value of a hyperparameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A name.
    Name(String),
}

impl Value {
    /// The value that a text stands for: a number if it can be read as one, otherwise a name.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        text.parse().map_or_else(|_| Self::Name(text.into()), Self::Number)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(x) if *x == 0.0 || (1e-3..1e15).contains(&x.abs()) => write!(f, "{x}"),
            Self::Number(x) => write!(f, "{x:e}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}
