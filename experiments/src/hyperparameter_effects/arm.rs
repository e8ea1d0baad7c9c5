//! The hyperparameters, and a value for each.

use std::fmt;

use training::search::value::Value;

/// A hyperparameter that is named in H1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hyperparameter {
    /// The number of units in each hidden layer.
    Units,
    /// The number of images in a mini-batch.
    BatchSize,
    /// The learning rate η.
    LearningRate,
    /// The weight decay λ.
    WeightDecay,
}

impl Hyperparameter {
    /// All of them, in the order of H1.
    pub const ALL: [Self; 4] =
        [Self::Units, Self::BatchSize, Self::LearningRate, Self::WeightDecay];

    /// Its name within a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Units => "number of units",
            Self::BatchSize => "batch size",
            Self::LearningRate => "learning rate",
            Self::WeightDecay => "weight decay",
        }
    }

    /// Its name next to an axis.
    pub fn label(self) -> &'static str {
        match self {
            Self::Units => "units in each hidden layer",
            Self::BatchSize => "images in a mini-batch",
            Self::LearningRate => "learning rate η",
            Self::WeightDecay => "weight decay λ",
        }
    }
}

/// A value for each hyperparameter: one of them may be changed, the others are at their defaults.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    /// Units in each hidden layer.
    pub units: usize,
    /// Images in a mini-batch.
    pub batch_size: usize,
    /// The learning rate η.
    pub learning_rate: f64,
    /// The weight decay λ.
    pub weight_decay: f64,
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { units, batch_size, learning_rate, weight_decay } = *self;
        let [rate, decay] = [learning_rate, weight_decay].map(Value::Number);
        write!(f, "{units} units, batch size {batch_size}, η {rate}, λ {decay}")
    }
}
