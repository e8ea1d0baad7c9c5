//! The hyperparameters, and a value for each.

use std::fmt;

use training::epochs::ordered;
use training::search::configuration::Configuration;
use training::search::value::Value;

use super::settings::Settings;

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

impl Arm {
    /// The whole configuration: what the arm does not give is the book's.
    pub fn configuration(&self, depth: usize) -> Configuration {
        Configuration {
            learning_rate: self.learning_rate,
            weight_decay: self.weight_decay,
            dropout: 0.0,
            width: self.units,
            depth,
            batch_size: self.batch_size,
            optimizer: "SGD".into(),
            initializer: "He".into(),
            activation: "ReLU".into(),
        }
    }
}

impl Settings {
    /// The values of a hyperparameter that are compared, in increasing order.
    pub fn values(&self, hyperparameter: Hyperparameter) -> Vec<f64> {
        let whole = |values: &[usize]| values.iter().map(|&n| n as f64).collect();
        ordered(match hyperparameter {
            Hyperparameter::Units => whole(&self.compare_units),
            Hyperparameter::BatchSize => whole(&self.compare_batch_sizes),
            Hyperparameter::LearningRate => self.compare_learning_rates.clone(),
            Hyperparameter::WeightDecay => self.compare_weight_decays.clone(),
        })
    }

    /// The arm with this value of one hyperparameter, and the defaults of the others.
    pub fn arm(&self, hyperparameter: Hyperparameter, value: f64) -> Arm {
        let Self { units, batch_size, learning_rate, weight_decay, .. } = *self;
        let defaults = Arm { units, batch_size, learning_rate, weight_decay };
        match hyperparameter {
            Hyperparameter::Units => Arm { units: value as usize, ..defaults },
            Hyperparameter::BatchSize => Arm { batch_size: value as usize, ..defaults },
            Hyperparameter::LearningRate => Arm { learning_rate: value, ..defaults },
            Hyperparameter::WeightDecay => Arm { weight_decay: value, ..defaults },
        }
    }
}
