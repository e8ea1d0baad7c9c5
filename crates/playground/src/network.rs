//! A network in training, and what the page shows of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor};
use datasets::{Dataset, Samples, TestSet, TrainingSet};
use models::Mlp;
use serde::Serialize;
use training::BURN_VERSION;
use training::accuracy::accuracy;
use training::batches::{batch, images};
use training::classifier::initial_mlp;
use training::loss::cross_entropy;
use training::losses::Losses;
use training::pictures::Picture;
use training::predict::{NotFinite, Prediction, predict, wrong};
use training::run::Run;
use training::saved::{self, ContentError, activation_fact, data_fact, image_facts};
use training::trainer::Trainer;

use crate::numbers::{base64, finite};
use crate::settings::Settings;

/// How many images the two accuracies are measured on, and the errors are looked for in.
const JUDGED: usize = 1000;
/// How many images the activations and the gradient are measured on.
const PROBED: usize = 200;
/// The bins of a histogram.
const BINS: usize = 30;
/// How many neurons of the first layer are shown as pictures.
const DRAWN_NEURONS: usize = 16;
/// How many errors are shown.
const SHOWN_ERRORS: usize = 12;

/// A network, the step that it is at, and the data that it learns from.
///
/// Its steps are those of [`Trainer`], and nothing that is looked at draws a random number. So the network after n
/// steps is, to the last bit, that of `train --iterations n` at the same settings.
pub struct Network {
    settings: Settings,
    data: Arc<Dataset>,
    device: Device,
    training: TrainingSet,
    /// The first of the training images, on which it is judged.
    judged: TrainingSet,
    trainer: Trainer<Mlp>,
    losses: Losses,
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

impl Network {
    /// The network with its initial weights.
    ///
    /// # Panics
    /// If the settings are not those that [`Settings::check`] allows.
    pub fn new(settings: Settings, data: Arc<Dataset>, device: Device) -> Self {
        let training = data.training.first(settings.images).expect("as many images as there are");
        let judged = training.first(training.len().min(JUDGED));
        let judged = judged.expect("as many images as there are");
        let trainer = trainer(&settings, &data, &device);
        Self { settings, data, device, training, judged, trainer, losses: Losses::default() }
    }

    /// Back to the initial weights, which are the same as before.
    pub fn rewind(&mut self) {
        self.trainer = trainer(&self.settings, &self.data, &self.device);
        self.losses = Losses::default();
    }

    /// One step of training. Returns the loss of its mini-batch, or `None` if training has diverged.
    pub fn step(&mut self) -> Option<f32> {
        if self.losses.diverged_at.is_some() {
            return None;
        }
        let loss = self.trainer.step(&self.training);
        if !loss.is_finite() {
            self.losses.diverged_at = Some(self.losses.losses.len());
            return None;
        }
        self.losses.losses.push(loss);
        Some(loss)
    }

    /// The loss of every step so far.
    pub fn losses(&self) -> &Losses {
        &self.losses
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The first of the test images.
    fn test(&self) -> First<'_> {
        First { of: &self.data.test, count: self.data.test.len().min(JUDGED) }
    }

    /// The network without autodiff, as it is now.
    fn model(&self) -> Mlp {
        self.trainer.model().valid()
    }

    /// Both accuracies as they are now.
    pub fn accuracy(&self) -> Accuracy {
        let model = self.model();
        Accuracy {
            iteration: self.losses.losses.len(),
            training: accuracy(&model, &self.judged, &self.device),
            test: accuracy(&model, &self.test(), &self.device),
        }
    }

    /// The loss of every step so far, and the accuracy on all test images now.
    pub fn measured(&self) -> Run {
        let test_accuracy = accuracy(&self.model(), &self.data.test, &self.device);
        Run { losses: self.losses.clone(), test_accuracy }
    }

    /// The activations of each layer on test images, and the gradient of each layer on training images.
    pub fn layers(&self) -> Layers {
        let test = self.test();
        let probe: Vec<usize> = (0..PROBED.min(test.len())).collect();
        let activations = self.model().activations(images(&test, &probe, &self.device));
        let gradients = self.gradients();
        let range = self.settings.activation().histogram_range();
        let hidden = activations.len() - 1; // The last ones are the logits.
        let layers = activations.into_iter().take(hidden).zip(&gradients);
        Layers {
            layers: layers.map(|(z, &gradient)| layer(z, range, gradient)).collect(),
            output_gradient: gradients[hidden],
        }
    }

    /// The root mean square of ∂L/∂W of each layer, from the input on, without dropout.
    fn gradients(&self) -> Vec<Option<f64>> {
        let probe: Vec<usize> = (0..PROBED.min(self.judged.len())).collect();
        // A copy: on an autodiff device, batch normalization would update its running means.
        let model = self.model().train();
        let (images, labels) = batch(&self.judged, &probe, &self.device.clone().autodiff());
        // The last of the activations are the logits, before dropout.
        let logits = model.activations(images).pop().expect("a network has an output"); // [batch, classes]
        let gradients = cross_entropy(logits, labels).backward();
        let weights = model.hidden.iter().map(|hidden| &hidden.linear.weight);
        let size = |gradient: Tensor<2>| {
            let values: Vec<f32> = gradient.into_data().iter().collect();
            let squares: f64 = values.iter().map(|&x| f64::from(x).powi(2)).sum();
            finite((squares / values.len() as f64).sqrt())
        };
        let gradient = |weight: &Param<Tensor<2>>| weight.val().grad(&gradients).and_then(size);
        weights.chain([&model.output.weight]).map(gradient).collect()
    }

    /// The weights of the first layer as pictures.
    pub fn weights(&self) -> Weights {
        let (rows, columns) = self.data.training.image_shape();
        let model = self.model();
        let first = model.hidden.first().map_or(&model.output, |hidden| &hidden.linear);
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
        let test = self.test();
        let all = wrong(&self.model(), &test, &self.device)?;
        let shown = all.into_iter().take(SHOWN_ERRORS).map(|wrong| Error {
            index: wrong.index,
            label: wrong.label,
            said: wrong.said,
            probability: wrong.probability,
            pixels: base64(test.image(wrong.index)),
        });
        Ok(shown.collect())
    }

    /// What the network says of a picture that was prepared for it.
    ///
    /// # Errors
    /// If an output of the network is not finite.
    pub fn classify(&self, picture: Picture) -> Result<Prediction, NotFinite> {
        let predictions = predict(&self.model(), vec![picture], &self.device)?;
        Ok(predictions.into_iter().next().expect("one prediction for one picture"))
    }

    /// The network as a `.safetensors` file, with the facts that `train --save` writes except the accuracy.
    ///
    /// # Errors
    /// If a parameter is not finite.
    pub fn file(&self) -> Result<Vec<u8>, ContentError> {
        let [rows, columns] = image_facts(&self.data.training);
        let settings = serde_json::to_string(&self.settings).expect("settings are JSON");
        let facts = BTreeMap::from([
            activation_fact(&self.settings.activation),
            rows,
            columns,
            ("settings", settings),
            ("iterations", self.losses.losses.len().to_string()),
            data_fact(&self.data),
            ("burn", BURN_VERSION.clone()),
        ]);
        saved::to_bytes(&self.model(), &facts, saved::Format::Safetensors)
    }
}

/// The first of the test images.
struct First<'a> {
    of: &'a TestSet,
    count: usize,
}

impl Samples for First<'_> {
    fn len(&self) -> usize {
        self.count
    }

    fn image_shape(&self) -> (usize, usize) {
        self.of.image_shape()
    }

    fn classes(&self) -> usize {
        self.of.classes()
    }

    fn image(&self, i: usize) -> &[u8] {
        self.of.image(i)
    }

    fn label(&self, i: usize) -> u8 {
        self.of.label(i)
    }
}

/// What trains the network of these settings, from its initial weights on: as `train` does.
fn trainer(settings: &Settings, data: &Dataset, device: &Device) -> Trainer<Mlp> {
    let autodiff = device.clone().autodiff();
    let initializer = settings.initial_weights.initializer();
    Trainer::new(
        initial_mlp(&settings.shape(data), &*initializer, settings.seed, &autodiff),
        settings.optimizer().build(settings.weight_decay),
        settings.learning_rate,
        settings.batch_size,
        settings.seed,
        &autodiff,
    )
}

/// What the page shows of the activations `z` `[images, neurons]` of a layer.
fn layer(z: Tensor<2>, (from, to): (f64, f64), gradient: Option<f64>) -> Layer {
    let neurons = z.dims()[1];
    let values: Vec<f32> = z.into_data().iter().collect();
    let mut histogram = vec![0; BINS];
    let mut outside = 0;
    let (mut sum, mut squares) = (0.0, 0.0);
    for x in values.iter().map(|&x| f64::from(x)) {
        sum += x;
        squares += x * x;
        match (from..=to).contains(&x) {
            true => {
                let bin = ((x - from) / (to - from) * BINS as f64) as usize;
                histogram[bin.min(BINS - 1)] += 1;
            }
            false => outside += 1,
        }
    }
    let mean = sum / values.len() as f64;
    let std = (squares / values.len() as f64 - mean * mean).max(0.0).sqrt();
    let (mean, std) = (finite(mean), finite(std));
    Layer { neurons, histogram, from, to, outside, mean, std, gradient }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::InitialWeights;
    use training::backend::Backend;

    fn device() -> Device {
        Backend::default_compiled().device().unwrap()
    }

    fn network(settings: Settings) -> Network {
        Network::new(settings, Arc::new(Dataset::mnist().unwrap()), device())
    }

    /// Everything that draws or keeps something: dropout, batch normalization, Momentum.
    fn everything() -> Settings {
        Settings {
            hidden: vec![12, 9],
            batch_norm: true,
            dropout: 0.3,
            optimizer: "Momentum".into(),
            weight_decay: 1e-3,
            batch_size: 20,
            images: 500,
            seed: 3,
            ..Settings::default()
        }
    }

    fn looked_at(network: &Network) {
        network.layers();
        network.accuracy();
        network.weights();
        network.errors().unwrap();
        network.file().unwrap();
    }

    #[test]
    fn looking_changes_nothing() {
        let (mut seen, mut unseen) = (network(everything()), network(everything()));
        for _ in 0..15 {
            looked_at(&seen);
            assert_eq!(seen.step(), unseen.step());
        }
        assert_eq!(seen.file().unwrap(), unseen.file().unwrap());
    }

    #[test]
    fn after_a_rewind_everything_happens_again() {
        let mut network = network(everything());
        let before = network.file().unwrap();
        let losses: Vec<_> = (0..10).map(|_| network.step()).collect();
        let after = network.file().unwrap();
        network.rewind();
        assert_eq!((network.file().unwrap(), network.losses().losses.len()), (before, 0));
        assert_eq!((0..10).map(|_| network.step()).collect::<Vec<_>>(), losses);
        assert_eq!(network.file().unwrap(), after);
    }

    /// The root mean square of the gradient, from central differences of the loss in 64 bits, for the output layer of
    /// a network without hidden layers: L = mean over images of log Σ exp(z) − z of the label, z = xW + b.
    #[test]
    fn the_gradient_is_that_of_the_loss() {
        let settings = Settings {
            hidden: vec![],
            initial_weights: InitialWeights::Std(0.05),
            ..Settings::default()
        };
        let network = network(settings);
        let measured = network.layers().output_gradient.unwrap();
        let training = &network.judged;
        let w: Vec<f32> = network.model().output.weight.val().into_data().iter().collect();
        // ∂L/∂W = Xᵀ (softmax − one-hot) / images, by hand.
        let mut gradient = vec![0.0f64; 7840];
        for i in 0..PROBED {
            let x: Vec<f64> = training.image(i).iter().map(|&p| f64::from(p) / 255.0).collect();
            let mut z = [0.0f64; 10];
            for (j, x) in x.iter().enumerate() {
                (0..10).for_each(|k| z[k] += x * f64::from(w[10 * j + k]));
            }
            let sum: f64 = z.iter().map(|z| z.exp()).sum();
            for (j, x) in x.iter().enumerate() {
                for k in 0..10 {
                    let is_label = f64::from(u8::from(usize::from(training.label(i)) == k));
                    gradient[10 * j + k] += x * (z[k].exp() / sum - is_label) / PROBED as f64;
                }
            }
        }
        let squares: f64 = gradient.iter().map(|g| g * g).sum();
        let expected = (squares / 7840.0).sqrt();
        assert!((measured / expected - 1.0).abs() < 1e-4, "{measured} {expected}");
    }

    #[test]
    fn a_histogram_counts_every_activation() {
        let sigmoid = Settings { activation: "sigmoid".into(), ..everything() };
        for settings in [everything(), sigmoid] {
            let network = network(settings);
            for layer in network.layers().layers {
                let counted: usize = layer.histogram.iter().sum();
                assert_eq!(counted + layer.outside, PROBED * layer.neurons);
            }
        }
    }

    #[test]
    fn a_network_that_diverges_stops_and_is_still_shown() {
        let settings = Settings { learning_rate: 1e30, ..everything() };
        let mut network = network(Settings { batch_norm: false, ..settings });
        while network.step().is_some() {}
        let at = network.losses().diverged_at.unwrap();
        assert!((1..20).contains(&at) && network.step().is_none());
        assert_eq!(network.layers().output_gradient, None);
        assert!(network.errors().is_err() && network.file().is_err());
        let json = serde_json::to_string(&(network.layers(), network.weights())).unwrap();
        assert!(json.contains("\"output_gradient\":null"), "{json}");
    }
}
