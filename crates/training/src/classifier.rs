//! A network that sorts images into classes, and its initial weights.

use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Gradients, Tensor, TensorData};
use datasets::Samples;
use extensions::initializers::{Initializer, initialize};
use extensions::random::{Purpose, Stream};
use models::{Mlp, MlpConfig};

/// A network that sorts images into classes. Implement this and [`Trainer`](crate::Trainer) trains it.
pub trait Classifier: Module {
    /// The logits of the trained network.
    ///
    /// # Shapes
    /// - `images`: `[batch, pixels]`, each pixel in [0, 1]
    /// - output: `[batch, classes]`
    fn logits(&self, images: Tensor<2>) -> Tensor<2>;

    /// The logits during training, which differ for some networks. Random numbers, such as those of
    /// dropout, are drawn from `stream`, never from the backend.
    ///
    /// # Shapes
    /// - `images`: `[batch, pixels]`, each pixel in [0, 1]
    /// - output: `[batch, classes]`
    fn logits_in_training(&self, images: Tensor<2>, stream: &mut Stream) -> Tensor<2> {
        let _ = stream;
        self.logits(images)
    }

    /// The network after one step of the optimizer with the gradients of the loss.
    fn updated(self, gradients: Gradients, optimizer: &mut ModuleOptimizer, rate: f64) -> Self {
        step(self, gradients, optimizer, rate)
    }
}

fn step<M: Module>(
    model: M,
    gradients: Gradients,
    optimizer: &mut ModuleOptimizer,
    rate: f64,
) -> M {
    let gradients = GradientsParams::from_grads(gradients, &model);
    optimizer.step(rate, model, gradients)
}

/// A [`Classifier`] without its type, for code that meets a network whose type only another part of the program
/// knows: the command `predict`, for example, with a network of [`NETWORKS`](crate::networks::NETWORKS).
///
/// Burn's `Module` cannot be a trait object, because several of its methods are generic or take `self` by value.
/// Classifying needs none of them. Every `Classifier` implements this trait, so a reference to one can be passed
/// where `&dyn AnyClassifier` is expected.
pub trait AnyClassifier {
    /// The logits, as [`Classifier::logits`].
    fn logits(&self, images: Tensor<2>) -> Tensor<2>;
}

impl<M: Classifier> AnyClassifier for M {
    fn logits(&self, images: Tensor<2>) -> Tensor<2> {
        Classifier::logits(self, images)
    }
}

impl Classifier for Mlp {
    fn logits(&self, images: Tensor<2>) -> Tensor<2> {
        fast::mlp::forward(self, images)
    }

    fn logits_in_training(&self, images: Tensor<2>, stream: &mut Stream) -> Tensor<2> {
        let device = images.device();
        fast::mlp::forward_with_masks(self, images, |shape, ratio| {
            (ratio > 0.0).then(|| {
                let mask = stream.dropout_mask(shape[0] * shape[1], ratio);
                Tensor::from_data(TensorData::new(mask, shape), &device)
            })
        })
    }

    /// As the default, but compiled with this crate, which is always optimized. What is generic is compiled with the
    /// crate that uses it, such as `experiments`, which is not: a step would take 4 % longer.
    fn updated(self, gradients: Gradients, optimizer: &mut ModuleOptimizer, rate: f64) -> Self {
        step(self, gradients, optimizer, rate)
    }
}

/// The shape of a network with these hidden layers for the images and classes of `samples`.
pub fn shape(hidden: &[usize], samples: &impl Samples) -> MlpConfig {
    MlpConfig::new(samples.pixels_per_image(), hidden.to_vec(), samples.classes())
}

/// A network of that shape, ready to train on the autodiff device `device`: weights from `initializer`,
/// biases 0. All networks of one shape and seed get the same draws.
pub fn initial_mlp(
    shape: &MlpConfig,
    initializer: &dyn Initializer,
    seed: u64,
    device: &Device,
) -> Mlp {
    let mut stream = Stream::new(seed, Purpose::Weights);
    initialize(shape.init(device), initializer, &mut stream)
}
