//! What the page shows of a network at one step.

use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor};
use datasets::{Samples, TestSet, TrainingSet};
use models::Mlp;
use serde::Serialize;
use training::accuracy::accuracy;
use training::activation_statistics::{histogram, root_mean_square};
use training::activations;
use training::batches::{batch, images};
use training::loss::cross_entropy;
use training::predict::{NotFinite, wrong};
use training::statistics::{mean, standard_deviation};

use crate::numbers::{base64, finite};

/// How many images the activations and the gradient are measured on.
pub(super) const PROBED: usize = 200;
/// How many neurons of the first layer are shown as pictures.
const DRAWN_NEURONS: usize = 16;
/// How many errors are shown.
const SHOWN_ERRORS: usize = 12;

/// A network at one step. Nothing that is looked at draws a random number, or changes the network.
pub struct View<'a> {
    /// The network without autodiff.
    pub(super) model: Mlp,
    pub(super) activation: &'static activations::Named,
    pub(super) iteration: usize,
    /// The training images on which it is judged.
    pub(super) training: &'a TrainingSet,
    /// The test images on which it is judged.
    pub(super) test: &'a TestSet,
    pub(super) device: &'a Device,
}

/// The two accuracies after a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accuracy {
    /// After how many steps.
    pub iteration: usize,
    /// On the first 1,000 of the training images, or on all if they are fewer.
    pub training: f64,
    /// On the first 1,000 test images.
    pub test: f64,
}

/// A hidden layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Layer {
    /// How many neurons it has.
    pub neurons: usize,
    /// How many activations fall into each of 30 bins.
    pub histogram: Vec<usize>,
    /// Where the first bin begins.
    pub from: f64,
    /// Where the last bin ends.
    pub to: f64,
    /// How many activations are in no bin.
    pub outside: usize,
    /// The mean of the activations; `None` if it is not finite, and so with the others.
    pub mean: Option<f64>,
    /// Their standard deviation.
    pub std: Option<f64>,
    /// The root mean square of ∂L/∂W of the layer's weights.
    pub gradient: Option<f64>,
}

/// The layers of the network at one step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Layers {
    /// The hidden layers, from the input on.
    pub layers: Vec<Layer>,
    /// The root mean square of ∂L/∂W of the output layer.
    pub output_gradient: Option<f64>,
}

/// The weights of the first layer as pictures, one for each of its first neurons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weights {
    /// The rows of a picture.
    pub rows: usize,
    /// The columns of a picture.
    pub columns: usize,
    /// How many pictures.
    pub neurons: usize,
    /// The largest size of a weight that is shown.
    pub largest: Option<f64>,
    /// Each weight as a number from −127 to 127 of the largest, neuron by neuron: base64 of signed bytes.
    pub values: String,
}

/// A test image that the network classifies incorrectly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Error {
    /// Which test image.
    pub index: usize,
    /// Its class.
    pub label: usize,
    /// The class that the network chooses.
    pub said: usize,
    /// The probability that it gives to that class.
    pub probability: f64,
    /// The image, row by row, 0 black to 255 white: base64 of bytes.
    pub pixels: String,
}

impl View<'_> {
    /// Both accuracies as they are now.
    pub fn accuracy(&self) -> Accuracy {
        Accuracy {
            iteration: self.iteration,
            training: accuracy(&self.model, self.training, self.device),
            test: accuracy(&self.model, self.test, self.device),
        }
    }

    /// The activations of each layer on test images, and the gradient of each layer on training images.
    pub fn layers(&self) -> Layers {
        let probe: Vec<usize> = (0..PROBED.min(self.test.len())).collect();
        let activations = self.model.activations(images(self.test, &probe, self.device));
        let gradients = self.gradients();
        let range = self.activation.histogram_range();
        let hidden = activations.len() - 1; // The last ones are the logits.
        let layers = activations.into_iter().take(hidden).zip(&gradients);
        Layers {
            layers: layers.map(|(z, &gradient)| layer(z, range, gradient)).collect(),
            output_gradient: gradients[hidden],
        }
    }

    /// The root mean square of ∂L/∂W of each layer, from the input on, without dropout.
    fn gradients(&self) -> Vec<Option<f64>> {
        let probe: Vec<usize> = (0..PROBED.min(self.training.len())).collect();
        // A copy: on an autodiff device, batch normalization would update its running means.
        let model = self.model.clone().train();
        let (images, labels) = batch(self.training, &probe, &self.device.clone().autodiff());
        // The last of the activations are the logits, before dropout.
        let logits = model.activations(images).pop().expect("a network has an output"); // [batch, classes]
        let gradients = cross_entropy(logits, labels).backward();
        let weights = model.hidden.iter().map(|hidden| &hidden.linear.weight);
        let gradient = |weight: &Param<Tensor<2>>| {
            weight.val().grad(&gradients).and_then(|gradient| finite(root_mean_square(&gradient)))
        };
        weights.chain([&model.output.weight]).map(gradient).collect()
    }

    /// The weights of the first layer as pictures.
    pub fn weights(&self) -> Weights {
        let (rows, columns) = self.training.image_shape();
        let hidden = self.model.hidden.first();
        let first = hidden.map_or(&self.model.output, |hidden| &hidden.linear);
        let [pixels, outputs] = first.weight.dims();
        let values: Vec<f32> = first.weight.val().into_data().iter().collect(); // [pixels, outputs]
        let neurons = outputs.min(DRAWN_NEURONS);
        let shown = (0..neurons).flat_map(|n| (0..pixels).map(move |i| (n, i)));
        let shown: Vec<f32> = shown.map(|(n, i)| values[i * outputs + n]).collect();
        let largest = shown.iter().fold(0.0f32, |largest, w| largest.max(w.abs()));
        let scale = if largest > 0.0 { 127.0 / largest } else { 0.0 };
        let bytes: Vec<u8> = shown.iter().map(|w| (w * scale).round() as i8 as u8).collect();
        let largest = finite(f64::from(largest));
        Weights { rows, columns, neurons, largest, values: base64(&bytes) }
    }

    /// The most confident errors among the first test images.
    ///
    /// # Errors
    /// If an output of the network is not finite.
    pub fn errors(&self) -> Result<Vec<Error>, NotFinite> {
        let all = wrong(&self.model, self.test, self.device)?;
        let shown = all.into_iter().take(SHOWN_ERRORS).map(|wrong| Error {
            index: wrong.index,
            label: wrong.label,
            said: wrong.said,
            probability: wrong.probability,
            pixels: base64(self.test.image(wrong.index)),
        });
        Ok(shown.collect())
    }
}

/// What the page shows of the activations `z` `[images, neurons]` of a layer.
fn layer(z: Tensor<2>, range: (f64, f64), gradient: Option<f64>) -> Layer {
    let neurons = z.dims()[1];
    let values: Vec<f32> = z.into_data().iter().collect();
    let values: Vec<f64> = values.into_iter().map(f64::from).collect();
    let histogram = histogram(&values, range);
    let outside = values.len() - histogram.iter().sum::<usize>();
    let (mean, std) = (finite(mean(&values)), finite(standard_deviation(&values)));
    let (from, to) = range;
    Layer { neurons, histogram, from, to, outside, mean, std, gradient }
}
