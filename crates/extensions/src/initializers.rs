//! Initial weights, in the lecture's form (section 4, I1–I8).
//!
//! An [`Initializer`] defines the values that a weight starts with, and [`initialize`] applies it to any
//! Burn module. The numbers come from a [`Stream`], so they are the same on every backend.
//!
//! The name Xavier is used in two ways. The lecture means Glorot's forward-only form, with a standard
//! deviation of 1/√n_in, which others call LeCun normal. Burn's `Initializer::XavierNormal` has a standard
//! deviation of √(2 / (n_in + n_out)).

use burn::module::{Module, ModuleMapper, Param};
use burn::nn::Initializer as Burn;
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

/// The number of neurons that one input goes to, for a weight of the given shape.
///
/// `n_out` of a linear layer's `[n_in, n_out]`; channels_out · height · width of a convolution's
/// `[channels_out, channels_in / groups, height, width]`, as in PyTorch (Burn divides it by the number of
/// groups, which the shape does not contain).
pub fn fan_out(shape: &[usize]) -> usize {
    match shape {
        [_, n_out] => *n_out,
        [channels, _, rest @ ..] => channels * rest.iter().product::<usize>(),
        [n] => *n,
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

/// One of Burn's own initializers, with numbers from a [`Stream`].
///
/// Burn draws from one generator for the whole process, so trials that run side by side would take each
/// other's numbers. This has Burn's distribution and repeats for a seed on every backend; the numbers
/// themselves are not those that Burn draws after `device.seed(…)`. All variants of Burn 0.22.1 are there:
///
/// | variant | a weight is drawn from |
/// |---|---|
/// | `Constant`, `Ones`, `Zeros` | nothing is drawn |
/// | `Uniform`, `Normal` | the given distribution |
/// | `KaimingUniform` | U(−a, a) with a = gain · √(3 / n) |
/// | `KaimingNormal` | N(0, gain² / n) |
/// | `XavierUniform` | U(−a, a) with a = gain · √(6 / (n_in + n_out)) |
/// | `XavierNormal` | N(0, 2 gain² / (n_in + n_out)) |
/// | `Orthogonal` | gain times an orthogonal matrix: the Q of QR, by Gram and Schmidt in 64 bits |
///
/// n is n_in, or n_out if `fan_out_only` is set. [`initialize`] sets biases to 0; Burn's
/// `LinearConfig::with_initializer` draws them as well, and its default, like PyTorch's, is `KaimingUniform`
/// with gain 1/√3.
///
/// ```
/// use burn::nn::Initializer::XavierUniform;
/// use extensions::initializers::{FromBurn, Initializer};
/// use extensions::random::{Purpose, Stream};
///
/// let glorot = FromBurn(XavierUniform { gain: 1.0 });
/// let weights = glorot.weights(&[100, 50], &mut Stream::new(0, Purpose::Weights));
/// assert!(weights.iter().all(|w| w.abs() <= 0.2)); // √(6 / 150)
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FromBurn(pub Burn);

impl Initializer for FromBurn {
    /// # Panics
    /// With `Orthogonal`, if the shape has fewer than two dimensions, as in Burn.
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
        let n: usize = shape.iter().product();
        let (n_in, n_out) = (fan_in(shape) as f64, fan_out(shape) as f64);
        let kaiming = |fan_out_only| 1.0 / if fan_out_only { n_out } else { n_in }.sqrt();
        let xavier = (2.0 / (n_in + n_out)).sqrt();
        // U(−a, a) with a = std · √3 has the standard deviation std.
        let spread = |std: f64| (-std * 3f64.sqrt(), std * 3f64.sqrt());
        let (low, high) = match self.0 {
            Burn::Constant { value } => return vec![value as f32; n],
            Burn::Ones => return vec![1.0; n],
            Burn::Zeros => return vec![0.0; n],
            Burn::Normal { mean, std } => {
                return (0..n).map(|_| (mean + std * stream.normal()) as f32).collect();
            }
            Burn::KaimingNormal { gain, fan_out_only } => {
                return Normal { std: gain * kaiming(fan_out_only) }.weights(shape, stream);
            }
            Burn::XavierNormal { gain } => {
                return Normal { std: gain * xavier }.weights(shape, stream);
            }
            Burn::Orthogonal { gain } => return orthogonal(gain, shape, stream),
            Burn::Uniform { min, max } => (min, max),
            Burn::KaimingUniform { gain, fan_out_only } => spread(gain * kaiming(fan_out_only)),
            Burn::XavierUniform { gain } => spread(gain * xavier),
        };
        (0..n).map(|_| (low + (high - low) * stream.uniform()) as f32).collect()
    }
}

/// `gain` times the Q of the QR decomposition of a matrix of normal draws whose R has a positive diagonal
/// (Saxe et al. 2013, [arXiv 1312.6120](https://arxiv.org/abs/1312.6120)). The rows of the matrix are
/// perpendicular to one another, or its columns if those are fewer. A weight with more than two dimensions
/// counts as a matrix with a row for each channel.
fn orthogonal(gain: f64, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
    assert!(shape.len() >= 2, "orthogonal weights need a matrix, not the shape {shape:?}");
    let (rows, columns) = (shape[0], shape[1..].iter().product());
    let draws: Vec<f64> = (0..rows * columns).map(|_| stream.normal()).collect();
    // Where the entry `i` of the perpendicular vector `k` is, row by row.
    let place = |k: usize, i: usize| if rows < columns { k * columns + i } else { i * columns + k };
    let (count, length) = (rows.min(columns), rows.max(columns));
    // Gram and Schmidt: subtract from each vector its components along the vectors before it.
    let mut vectors: Vec<Vec<f64>> = Vec::with_capacity(count);
    for k in 0..count {
        let mut v: Vec<f64> = (0..length).map(|i| draws[place(k, i)]).collect();
        for u in &vectors {
            let along = dot(&v, u);
            v.iter_mut().zip(u).for_each(|(v, u)| *v -= along * u);
        }
        let size = dot(&v, &v).sqrt();
        vectors.push(v.into_iter().map(|x| x / size).collect());
    }
    let mut weights = vec![0.0; rows * columns];
    for (k, v) in vectors.iter().enumerate() {
        v.iter().enumerate().for_each(|(i, x)| weights[place(k, i)] = (gain * x) as f32);
    }
    weights
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
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
