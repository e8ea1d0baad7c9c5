//! The training loop that every network of the lecture shares (O1).

use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::Device;
use datasets::Samples;
use extensions::random::{Purpose, Stream};

use crate::trial::Trial;

use crate::accuracy::accuracy;
use crate::batches::batch;
use crate::classifier::Classifier;
use crate::losses::Losses;

/// A network in training: the model, its optimizer, and its own streams of mini-batches and
/// dropout masks.
pub struct Trainer<M> {
    /// Always there, but while the optimizer moves it.
    model: Option<M>,
    optimizer: ModuleOptimizer,
    learning_rate: f64,
    batch_size: usize,
    device: Device,
    batches: Stream,
    dropout: Stream,
}

impl<M: Classifier> Trainer<M> {
    /// Gets ready to train `model`, which is on the autodiff device `device`, with batches of
    /// `batch_size` images and the streams of `seed`.
    pub fn new(
        model: M,
        optimizer: ModuleOptimizer,
        learning_rate: f64,
        batch_size: usize,
        seed: u64,
        device: &Device,
    ) -> Self {
        Self {
            model: Some(model),
            optimizer,
            learning_rate,
            batch_size,
            device: device.clone(),
            batches: Stream::new(seed, Purpose::Batches),
            dropout: Stream::new(seed, Purpose::Dropout),
        }
    }

    /// The network as it is now, on the autodiff device.
    pub fn model(&self) -> &M {
        self.model.as_ref().expect("a step gives it back")
    }

    /// The network as training leaves it, on the autodiff device.
    pub fn into_model(self) -> M {
        self.model.expect("a step gives it back")
    }

    /// One step on a mini-batch drawn from `samples` with replacement. Returns the mini-batch's
    /// loss before the step; it is infinite or NaN where training diverged.
    pub fn step(&mut self, samples: &impl Samples) -> f32 {
        let indices = self.batches.indices(samples.len(), self.batch_size);
        let model = self.model.take().expect("a step gives it back");

        let (images, labels) = batch(samples, &indices, &self.device);
        let logits = model.logits_in_training(images, &mut self.dropout); // [batch, classes]
        // Burn's `CrossEntropyLoss`, or the same bits in less time: see the crate `fast`.
        let loss = fast::loss::cross_entropy(logits, labels); // [1]
        let gradients = GradientsParams::from_grads(loss.backward(), &model);
        // The optimizer is given the only copy of the weights, so it can change them in place.
        self.model = Some(self.optimizer.step(self.learning_rate, model, gradients));
        loss.into_scalar()
    }

    /// As many steps on `samples` as `trial` counts in `iterations`, or until training diverges.
    pub fn run(&mut self, samples: &impl Samples, iterations: usize, trial: &Trial) -> Losses {
        let mut losses = Losses::default();
        for iteration in 0..iterations {
            let loss = self.step(samples);
            trial.step_done();
            if !loss.is_finite() {
                losses.diverged_at = Some(iteration);
                break;
            }
            losses.losses.push(loss);
        }
        losses
    }

    /// The fraction of `samples` that the network, as it is now, puts into their class.
    pub fn accuracy(&self, samples: &impl Samples) -> f64 {
        accuracy(&self.model().valid(), samples, &self.device.clone().inner())
    }
}

/// How many iterations the book counts as one epoch: as many as batches make up the data set.
pub fn iterations_per_epoch(images: usize, batch_size: usize) -> usize {
    (images / batch_size).max(1)
}
