use burn::config::Config;
use burn::module::Module;
use burn::nn::activation::{Activation, ActivationConfig};
use burn::nn::{
    BatchNorm, BatchNormConfig, Dropout, DropoutConfig, Initializer, Linear, LinearConfig,
};
use burn::tensor::{Device, Tensor};

/// The shape of an [`Mlp`].
///
/// ```
/// use burn::tensor::{Device, Tensor};
/// use models::MlpConfig;
///
/// // The network of the optimizer comparison: 784-100-100-100-100-10.
/// let mlp = MlpConfig::new(784, vec![100; 4], 10).init(&Device::flex());
/// let logits = mlp.forward(Tensor::zeros([32, 784], &Device::flex()));
/// assert_eq!(logits.dims(), [32, 10]);
/// ```
#[derive(Config, Debug)]
pub struct MlpConfig {
    /// The number of inputs: 784 pixels for MNIST.
    pub inputs: usize,
    /// The number of neurons of each hidden layer, from the input on.
    pub hidden: Vec<usize>,
    /// The number of outputs: one for each class.
    pub outputs: usize,
    /// What each hidden layer does with its weighted sums.
    #[config(default = "ActivationConfig::Relu")]
    pub activation: ActivationConfig,
    /// Whether each hidden layer normalizes its weighted sums over the mini-batch (N1).
    #[config(default = false)]
    pub batch_norm: bool,
    /// The fraction of each hidden layer's neurons dropped while training, in [0, 1) (V4).
    #[config(default = 0.0)]
    pub dropout: f64,
}

impl MlpConfig {
    /// The network on `device`, with all weights and biases 0.
    ///
    /// Zero weights do not learn (I2), so follow with an initializer, for example
    /// `extensions::initializers::initialize(mlp, &He, &mut stream)`.
    ///
    /// # Panics
    /// If `dropout` is not in [0, 1).
    pub fn init(&self, device: &Device) -> Mlp {
        let linear = |inputs, outputs| {
            LinearConfig::new(inputs, outputs).with_initializer(Initializer::Zeros).init(device)
        };
        let mut inputs = self.inputs;
        let mut hidden = Vec::with_capacity(self.hidden.len());
        for &outputs in &self.hidden {
            hidden.push(Hidden {
                linear: linear(inputs, outputs),
                batch_norm: self.batch_norm.then(|| BatchNormConfig::new(outputs).init(device)),
                activation: self.activation.init(device),
                dropout: DropoutConfig::new(self.dropout).init(),
            });
            inputs = outputs;
        }
        Mlp { hidden, output: linear(inputs, self.outputs) }
    }
}

/// One hidden layer: `Linear` → (batch normalization) → activation → dropout.
#[derive(Module, Debug)]
pub struct Hidden {
    /// The weighted sums: weight `[inputs, outputs]`, bias `[outputs]`.
    pub linear: Linear,
    /// Batch normalization of the sums over the mini-batch, if any.
    pub batch_norm: Option<BatchNorm>,
    /// The function applied to each sum.
    pub activation: Activation,
    /// Drops neurons while training; scales the kept ones by 1 / (1 − ratio).
    pub dropout: Dropout,
}

impl Hidden {
    /// The layer's activations, before dropout.
    ///
    /// # Shapes
    /// - `x`: `[batch, inputs]`
    /// - output: `[batch, outputs]`
    pub fn activations(&self, x: Tensor<2>) -> Tensor<2> {
        let a = self.linear.forward(x); // xW + b: [batch, outputs]
        let a = match &self.batch_norm {
            Some(batch_norm) => batch_norm.forward(a), // [batch, outputs]
            None => a,
        };
        self.activation.forward(a) // h(a): [batch, outputs]
    }

    /// The number of neurons.
    pub fn outputs(&self) -> usize {
        self.linear.weight.lazy_shape()[1]
    }
}

/// The multi-layer perceptron of the lecture. Made by [`MlpConfig::init`].
#[derive(Module, Debug)]
pub struct Mlp {
    /// The hidden layers, from the input on.
    pub hidden: Vec<Hidden>,
    /// The last weighted sums, one for each class.
    pub output: Linear,
}

impl Mlp {
    /// The logits. On an autodiff device, dropout is active and draws from Burn's process-wide
    /// generator; for a run that can be repeated, use [`forward_with_masks`](Self::forward_with_masks).
    ///
    /// # Shapes
    /// - `x`: `[batch, inputs]`
    /// - output: `[batch, outputs]`
    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let mut x = x;
        for layer in &self.hidden {
            x = layer.dropout.forward(layer.activations(x)); // [batch, layer outputs]
        }
        self.output.forward(x) // [batch, outputs]
    }

    /// The logits, with the dropout masks given: each hidden layer's activations are multiplied by
    /// what `mask` returns for it (entries 0 or 1 / (1 − ratio)), or kept where it returns `None`.
    ///
    /// `mask` is called once a layer, from the input on, with the shape `[batch, layer outputs]`
    /// and the layer's dropout ratio.
    ///
    /// # Shapes
    /// - `x`: `[batch, inputs]`
    /// - output: `[batch, outputs]`
    pub fn forward_with_masks(
        &self,
        x: Tensor<2>,
        mut mask: impl FnMut([usize; 2], f64) -> Option<Tensor<2>>,
    ) -> Tensor<2> {
        let mut x = x;
        for layer in &self.hidden {
            x = layer.activations(x); // [batch, layer outputs]
            if let Some(mask) = mask(x.dims(), layer.dropout.prob) {
                x = x * mask; // [batch, layer outputs]
            }
        }
        self.output.forward(x) // [batch, outputs]
    }

    /// Every hidden layer's activations (before dropout, which is not applied), from the input on,
    /// and last the logits.
    ///
    /// # Shapes
    /// - `x`: `[batch, inputs]`
    /// - output: for each hidden layer `[batch, layer outputs]`, then `[batch, outputs]`
    pub fn activations(&self, x: Tensor<2>) -> Vec<Tensor<2>> {
        let mut all = Vec::with_capacity(self.hidden.len() + 1);
        let mut x = x;
        for layer in &self.hidden {
            x = layer.activations(x); // [batch, layer outputs]
            all.push(x.clone());
        }
        all.push(self.output.forward(x)); // [batch, outputs]
        all
    }
}
