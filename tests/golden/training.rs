//! The losses of a hundred training steps, compared with PyTorch (and JAX with optax) in 64 bits. Training
//! starts from given weights and uses the mini-batches and dropout masks that the streams of a seed draw.

use std::collections::BTreeMap;

use burn::optim::{AdaGradConfig, AdamConfig, GradientsParams, ModuleOptimizer};
use datasets::Samples;
use extensions::random::{Purpose, Stream};
use models::Mlp;
use serde::Deserialize;
use training::batches::batch;
use training::loss::cross_entropy;
use training::trainer::Trainer;

use crate::networks;
use crate::optimizers::{Settings, burns_momentum, ours};
use crate::tools::{Differences, Place, apart, assert_differs, largest, read, values};

#[derive(Deserialize)]
struct Golden {
    seed: u64,
    batch: usize,
    data: BTreeMap<String, Images>,
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Images {
    images: Vec<Vec<u8>>,
    labels: Vec<u8>,
}

impl Samples for Images {
    fn len(&self) -> usize {
        self.labels.len()
    }

    fn image_shape(&self) -> (usize, usize) {
        (1, self.images[0].len())
    }

    fn classes(&self) -> usize {
        1 + usize::from(*self.labels.iter().max().expect("there are images"))
    }

    fn image(&self, i: usize) -> &[u8] {
        &self.images[i]
    }

    fn label(&self, i: usize) -> u8 {
        self.labels[i]
    }
}

#[derive(Deserialize)]
struct Run {
    name: String,
    size: String,
    optimizer: String,
    settings: Settings,
    batch_norm: bool,
    dropout: f64,
    losses: Vec<f64>,
    /// All weights of the small network after the last step, layer by layer and row by row.
    weights: Vec<f64>,
}

/// A network with its optimizer and its training data.
struct Training<'a> {
    golden: &'a Golden,
    run: &'a Run,
    mlp: Mlp,
    optimizer: ModuleOptimizer,
    place: &'a Place,
}

impl Training<'_> {
    /// Uses the training loop of all experiments, which computes in the device's own precision.
    fn by_trainer(self) -> (Vec<f64>, Mlp) {
        let Golden { seed, batch, data, .. } = self.golden;
        let device = self.place.device.clone().autodiff();
        let rate = self.run.settings.rate;
        let mut trainer = Trainer::new(self.mlp, self.optimizer, rate, *batch, *seed, &device);
        let samples = &data[&self.run.size];
        let losses = self.run.losses.iter().map(|_| f64::from(trainer.step(samples))).collect();
        (losses, trainer.into_model())
    }

    /// Makes the same steps one by one, for the precision that the training loop does not use.
    fn by_steps(mut self) -> (Vec<f64>, Mlp) {
        let device = self.place.device.clone().autodiff();
        let samples = &self.golden.data[&self.run.size];
        let mut batches = Stream::new(self.golden.seed, Purpose::Batches);
        let mut dropout = Stream::new(self.golden.seed, Purpose::Dropout);
        let mut mlp = self.mlp;
        let mut step = |_| {
            let indices = batches.indices(samples.len(), self.golden.batch);
            let (images, labels) = batch(samples, &indices, &device);
            let logits = mlp.forward_with_masks(self.place.cast(images), |shape, ratio| {
                (ratio > 0.0).then(|| {
                    let mask = dropout.dropout_mask(shape[0] * shape[1], ratio);
                    // The mask is drawn in 32 bits, in which 1 / (1 − ratio) is rounded.
                    let kept: Vec<f64> =
                        mask.iter().map(|&m| f64::from(u8::from(m > 0.0))).collect();
                    self.place.tensor_on(&device, &kept, shape) / (1.0 - ratio)
                })
            });
            let loss = cross_entropy(logits, labels);
            let gradients = GradientsParams::from_grads(loss.backward(), &mlp);
            mlp = self.optimizer.step(self.run.settings.rate, mlp.clone(), gradients);
            values(loss)[0]
        };
        let losses = self.run.losses.iter().map(&mut step).collect();
        (losses, mlp)
    }
}

/// Trains as the run says, but with `optimizer`. Returns the losses, and the weights at the end.
fn train(
    golden: &Golden,
    run: &Run,
    optimizer: ModuleOptimizer,
    place: &Place,
) -> (Vec<f64>, Vec<f64>) {
    let network = &networks::Golden::read().networks[&run.size];
    let mlp =
        network.mlp(place, |shape| shape.with_batch_norm(run.batch_norm).with_dropout(run.dropout));
    let training = Training { golden, run, mlp, optimizer, place };
    let (losses, mlp) = if place.is_double() { training.by_steps() } else { training.by_trainer() };
    let linears = mlp.hidden.iter().map(|layer| &layer.linear).chain([&mlp.output]);
    (losses, linears.flat_map(|linear| values(linear.weight.val())).collect())
}

/// The tolerance in roundings, for the losses relative to the largest loss, and for the weights at the end
/// relative to the largest weight: one rounding for each of the hundred steps, if all of them go in the
/// same direction.
const ROUNDINGS: f64 = 100.0;

#[test]
fn a_hundred_losses_are_those_of_pytorch_and_jax() {
    let golden = Golden::read();
    for place in Place::all() {
        let mut held_losses = Differences::new("training, losses", ROUNDINGS, &place);
        let mut held_weights = Differences::new("training, weights at the end", ROUNDINGS, &place);
        for run in &golden.runs {
            let optimizer = ours(&run.optimizer, &run.settings);
            let (losses, weights) = train(&golden, run, optimizer, &place);
            held_losses.hold(&run.name, apart(&losses, &run.losses, largest(&run.losses)));
            if run.size == "small" {
                held_weights.hold(&run.name, apart(&weights, &run.weights, largest(&run.weights)));
            }
        }
        held_losses.end();
        held_weights.end();
    }
}

#[test]
fn burns_own_optimizers_are_caught() {
    let (golden, place) = (Golden::read(), Place::default());
    let burns = [
        ("Momentum", burns_momentum()),
        ("Adam", AdamConfig::new().init()),
        ("AdaGrad", AdaGradConfig::new().init()),
    ];
    for (name, burns) in burns {
        let run = golden.runs.iter().find(|run| run.optimizer == name).expect("it is there");
        let (_, weights) = train(&golden, run, burns, &place);
        let apart = apart(&weights, &run.weights, largest(&run.weights));
        assert_differs(&format!("Burn's own {name}, weights at the end"), apart, ROUNDINGS, &place);
    }
}

impl Golden {
    fn read() -> Self {
        read(include_str!("training.json"))
    }
}
