use burn::config::Config;
use burn::tensor::{Tensor, activation};

/// What a hidden layer does with its weighted sums, entry by entry.
#[derive(Config, Debug, Copy, PartialEq, Eq)]
pub enum Activation {
    /// max(0, a)
    Relu,
    /// 1 / (1 + e^−a)
    Sigmoid,
    /// (e^a − e^−a) / (e^a + e^−a)
    Tanh,
}

impl Activation {
    /// Applies the function to every entry.
    ///
    /// # Shapes
    /// - `sums`: any
    /// - output: the same
    pub fn forward<const D: usize>(&self, sums: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Relu => activation::relu(sums),
            Self::Sigmoid => activation::sigmoid(sums),
            Self::Tanh => activation::tanh(sums),
        }
    }
}
