//! A configuration: one value for each hyperparameter.

use serde::{Deserialize, Serialize};

use super::value::Value;

/// One value for each hyperparameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Configuration {
    /// η
    pub learning_rate: f64,
    /// λ
    pub weight_decay: f64,
    /// The fraction of each hidden layer's neurons that dropout drops.
    pub dropout: f64,
    /// Neurons of each hidden layer.
    pub width: usize,
    /// Hidden layers.
    pub depth: usize,
    /// Images in a mini-batch.
    pub batch_size: usize,
    /// The optimizer's name.
    pub optimizer: String,
    /// The initializer's name.
    pub initializer: String,
    /// The activation function's name.
    pub activation: String,
}

impl Configuration {
    /// The value of the hyperparameter of that name.
    ///
    /// # Panics
    /// If there is none of that name.
    pub fn value(&self, name: &str) -> Value {
        let all = serde_json::to_value(self).expect("a configuration is JSON");
        Value::deserialize(&all[name]).expect("a hyperparameter's name")
    }
}
