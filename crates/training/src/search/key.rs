//! The hyperparameters (H1), each with the book's setting. A new one is one entry in [`KEYS`] and one
//! field of [`Configuration`](super::configuration::Configuration).

use super::dimension::Dimension;
use super::names::initializer_name;
use super::value::Value;
use crate::activations::activation_name;
use crate::flags::{InvalidValue, batch_size, fraction, non_negative, positive, width};
use crate::optimizers::optimizer_name;

/// A hyperparameter: its name, what it is, and which values it may have.
pub struct Key {
    /// The name, in files and records.
    pub name: &'static str,
    /// The name as a flag.
    pub flag: &'static str,
    /// What it is, next to an axis.
    pub label: &'static str,
    /// What it is, in the help.
    pub help: &'static str,
    /// The book's setting, as the flag takes it.
    pub book: &'static str,
    kind: Kind,
    /// Returns a value as records have it, if it is allowed.
    check: fn(&str) -> Result<Value, InvalidValue>,
}

/// What a hyperparameter's values are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Whole,
    Name,
}

/// The hyperparameters, each with the book's setting (section 6.5.3).
pub const KEYS: [Key; 9] = [
    Key {
        name: "learning_rate",
        flag: "learning-rate",
        label: "learning rate η",
        help: "Learning rate η",
        book: "log-uniform:1e-6..1e-2",
        kind: Kind::Number,
        check: |text| Ok(Value::Number(positive(text)?)),
    },
    Key {
        name: "weight_decay",
        flag: "weight-decay",
        label: "weight decay λ",
        help: "Weight decay λ, applied to the weights",
        book: "log-uniform:1e-8..1e-4",
        kind: Kind::Number,
        check: |text| Ok(Value::Number(non_negative(text)?)),
    },
    Key {
        name: "dropout",
        flag: "dropout",
        label: "dropout ratio",
        help: "Dropout ratio: the fraction of each hidden layer's neurons that is dropped",
        book: "0",
        kind: Kind::Number,
        check: |text| Ok(Value::Number(fraction(text)?)),
    },
    Key {
        name: "width",
        flag: "width",
        label: "neurons per layer",
        help: "Neurons of each hidden layer",
        book: "100",
        kind: Kind::Whole,
        check: |text| Ok(whole(width(text)?)),
    },
    Key {
        name: "depth",
        flag: "depth",
        label: "hidden layers",
        help: "Hidden layers",
        book: "6",
        kind: Kind::Whole,
        check: |text| Ok(whole(depth(text)?)),
    },
    Key {
        name: "batch_size",
        flag: "batch-size",
        label: "images per mini-batch",
        help: "Images in a mini-batch, drawn with replacement",
        book: "100",
        kind: Kind::Whole,
        check: |text| Ok(whole(batch_size(text)?)),
    },
    Key {
        name: "optimizer",
        flag: "optimizer",
        label: "optimizer",
        help: "The optimizer",
        book: "SGD",
        kind: Kind::Name,
        check: |text| Ok(Value::Name(optimizer_name(text)?)),
    },
    Key {
        name: "initializer",
        flag: "initializer",
        label: "initial weights",
        help: "Initial weights: He, Xavier, or a standard deviation",
        book: "He",
        kind: Kind::Name,
        check: |text| Ok(Value::Name(initializer_name(text)?)),
    },
    Key {
        name: "activation",
        flag: "activation",
        label: "activation",
        help: "The activation function: ReLU, sigmoid, tanh, GELU...",
        book: "ReLU",
        kind: Kind::Name,
        check: |text| Ok(Value::Name(activation_name(text)?)),
    },
];

fn whole(n: usize) -> Value {
    Value::Number(n as f64)
}

fn depth(text: &str) -> Result<usize, InvalidValue> {
    const MOST: usize = 100;
    let allowed = format!("allowed: a whole number from 1 to {MOST}");
    width(text).ok().filter(|&n| n <= MOST).ok_or(allowed.into())
}

impl Key {
    /// The dimension that `text` describes.
    ///
    /// # Errors
    /// If `text` describes none, or one with values that this hyperparameter may not have.
    pub fn read(&self, text: &str) -> Result<Dimension, InvalidValue> {
        let dimension: Dimension = text.parse()?;
        let check_ends = |from: f64, to: f64| -> Result<(), InvalidValue> {
            self.check(&Value::Number(from))?;
            self.check(&Value::Number(to))?;
            Ok(())
        };
        match (&dimension, self.kind) {
            (Dimension::Fixed(value), _) => return self.check(value).map(Dimension::Fixed),
            (Dimension::Choice(values), _) => {
                let checked: Result<_, _> = values.iter().map(|value| self.check(value)).collect();
                return checked.map(Dimension::Choice);
            }
            (_, Kind::Name) => {
                return Err("its values are names, not numbers; allowed: one of the names, or \
                            choice:A,B,..."
                    .into());
            }
            (Dimension::Uniform { .. } | Dimension::LogUniform { .. }, Kind::Whole) => {
                return Err("its values are whole numbers; allowed: integer:FROM..TO, \
                            choice:A,B,..., or one value"
                    .into());
            }
            (Dimension::Uniform { from, to } | Dimension::LogUniform { from, to }, _) => {
                check_ends(*from, *to)?;
            }
            (Dimension::Integer { from, to }, _) => check_ends(*from as f64, *to as f64)?,
        }
        Ok(dimension)
    }

    /// The value as records have it.
    ///
    /// # Errors
    /// If this hyperparameter may not have the value; the message says what is allowed.
    pub fn check(&self, value: &Value) -> Result<Value, InvalidValue> {
        let text = value.to_string();
        (self.check)(&text).map_err(|allowed| format!("`{text}` is not allowed; {allowed}").into())
    }

    /// The book's setting.
    pub fn book_dimension(&self) -> Dimension {
        self.read(self.book).expect("the book's setting is allowed")
    }
}
