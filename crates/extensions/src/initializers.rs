//! Initial weights, in the lecture's form (section 4, I1–I8).
//!
//! An [`Initializer`] defines the values that a weight starts with, and [`initialize`] applies it to any
//! Burn module. The numbers come from a [`Stream`], so they are the same on every backend.
//!
//! The name Xavier is used in two ways. The lecture means Glorot's forward-only form, with a standard
//! deviation of 1/√n_in, which others call LeCun normal. Burn's `Initializer::XavierNormal` has a standard
//! deviation of √(2 / (n_in + n_out)).

use burn::module::{Module, ModuleMapper, Param};
use burn::tensor::{Tensor, TensorData};

use crate::random::Stream;

/// A rule for the values that a weight starts with.
///
/// To add one, implement [`weights`](Initializer::weights). The experiments accept any `Initializer`.
pub trait Initializer {
    /// The values of a weight of the given shape, in row-major order.
    ///
    /// `shape` is `[n_in, n_out]` for a linear layer and `[channels_out, channels_in / groups,
    /// height, width]` for a convolution.
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32>;
}

/// The number of inputs that one neuron sums over, for a weight of the given shape.
///
/// `n_in` of a linear layer's `[n_in, n_out]`; channels_in / groups · height · width of a
/// convolution's `[channels_out, channels_in / groups, height, width]`.
pub fn fan_in(shape: &[usize]) -> usize {
    match shape {
        [n_in, _] => *n_in,
        [_, rest @ ..] => rest.iter().product(),
        [] => 1,
    }
}

/// Every weight is the same number; 0 gives the slide's all-zero weights (I2).
///
/// Burn's `Initializer::Constant` sets biases as well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant(pub f32);

impl Initializer for Constant {
    fn weights(&self, shape: &[usize], _: &mut Stream) -> Vec<f32> {
        vec![self.0; shape.iter().product()]
    }
}

/// W ~ N(0, std²) with a fixed standard deviation (I4, I5: 1 and 0.01).
///
/// Burn's `Initializer::Normal` draws from the process-wide generator and fills biases too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    /// The standard deviation.
    pub std: f64,
}

impl Initializer for Normal {
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
        let n: usize = shape.iter().product();
        (0..n).map(|_| (self.std * stream.normal()) as f32).collect()
    }
}

/// W ~ N(0, 1/n_in): Xavier in the lecture's form, for sigmoid and tanh (I6).
///
/// Source: slide I6; the book's section 6.2.2; Glorot and Bengio 2010 from its forward condition
/// alone. Burn's `Initializer::XavierNormal` has variance 2 / (n_in + n_out); the two agree where
/// n_in = n_out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Xavier;

impl Initializer for Xavier {
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
        let std = (1.0 / fan_in(shape) as f64).sqrt();
        Normal { std }.weights(shape, stream)
    }
}

/// W ~ N(0, 2/n_in): He, for ReLU (I7).
///
/// Source: slide I7; the book's section 6.2.3; He et al. 2015, equation 10. Burn's
/// `Initializer::KaimingNormal` with gain √2 has the same distribution, but draws from the
/// process-wide generator and fills biases too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct He;

impl Initializer for He {
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
        let std = (2.0 / fan_in(shape) as f64).sqrt();
        Normal { std }.weights(shape, stream)
    }
}

/// `module` with new initial values: weights from `initializer`, biases 0.
///
/// A weight is a parameter of rank 2 or more; a bias is a parameter whose field is called `bias`.
/// Other parameters (the γ and β of batch normalization) keep their values. The draws are made in the
/// order of the module's fields.
pub fn initialize<M: Module>(module: M, initializer: &dyn Initializer, stream: &mut Stream) -> M {
    module.map(&mut Initialize { initializer, stream, path: Vec::new() })
}

struct Initialize<'a> {
    initializer: &'a dyn Initializer,
    stream: &'a mut Stream,
    path: Vec<String>,
}

impl ModuleMapper for Initialize<'_> {
    fn enter_module(&mut self, name: &str, _: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.pop();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let is_bias = self.path.last().is_some_and(|name| name == "bias");
        let shape = param.lazy_shape();
        let values = match D {
            _ if is_bias => vec![0.0; shape.num_elements()],
            2.. => self.initializer.weights(&shape.to_vec(), self.stream),
            _ => return param,
        };
        let device = param.lazy_device();
        let trained = param.is_require_grad();
        param.map(|_| {
            // Detached: a tensor with a history would not be trained.
            Tensor::from_data(TensorData::new(values, shape), &device).set_require_grad(trained)
        })
    }
}
