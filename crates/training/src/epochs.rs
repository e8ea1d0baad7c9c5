//! Training with evaluations on the way, which the experiments on overfitting share (V1–V5, I1).
//!
//! Together with the trial, a [`Plan`] determines how a network is trained. Its [`Curves`] are the
//! training and the test accuracy on the way. The gap between the two measures overfitting.

use std::fmt;

use burn::module::Param;
use burn::tensor::Tensor;
use datasets::{Samples, TrainingSet};
use extensions::initializers::{He, Initializer};
use extensions::random::Stream;
use models::Mlp;
use serde::{Deserialize, Serialize};

use crate::classifier::{initial_mlp, shape};
use crate::optimizers::sgd;
use crate::statistics::are_shares;
use crate::subset::shuffled;
use crate::trainer::{Trainer, iterations_per_epoch};
use crate::trial::Trial;

/// Which of the training images a network learns from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Images {
    /// The first n: the same at every seed, as in the book. What is found with them
    /// may be true of these images only.
    First(usize),
    /// n images drawn by the trial's seed ([`shuffled`]), the same for all arms of a seed.
    Drawn(usize),
}

impl Images {
    /// How many they are.
    pub fn count(self) -> usize {
        match self {
            Self::First(n) | Self::Drawn(n) => n,
        }
    }

    /// The images of this trial.
    ///
    /// # Panics
    /// If there are fewer training images than that.
    pub fn of(self, trial: &Trial) -> TrainingSet {
        let images = match self {
            Self::First(n) => trial.data().training.first(n),
            Self::Drawn(n) => shuffled(trial).first(n),
        };
        images.unwrap_or_else(|error| panic!("{error}"))
    }
}

/// Everything that determines how a network is trained, except the trial's seed, device and data.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The training images that it learns from.
    pub images: Images,
    /// Neurons of each hidden layer (ReLU).
    pub hidden: Vec<usize>,
    /// The initial weights' standard deviation, as a multiple of He's.
    pub initial_scale: f64,
    /// SGD's learning rate η.
    pub learning_rate: f64,
    /// Images in a mini-batch, drawn with replacement.
    pub batch_size: usize,
    /// Training steps.
    pub iterations: usize,
    /// Both accuracies are measured after iteration 0, then every so many iterations, and after the last;
    /// only after the last if there are not so many iterations.
    pub evaluate_every: usize,
    /// Weight decay λ.
    pub weight_decay: f64,
    /// The fraction of each hidden layer's neurons that dropout drops.
    pub dropout: f64,
    /// Whether all weights are multiplied by one factor after every step, so that their norm stays the
    /// initial one.
    pub norm_is_held: bool,
}

/// He's initializer with its standard deviation multiplied by a factor.
struct TimesHe(f64);

impl Initializer for TimesHe {
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
        He.weights(shape, stream).into_iter().map(|w| (self.0 * f64::from(w)) as f32).collect()
    }
}

impl Plan {
    /// The same plan, but evaluated only at the end.
    pub fn without_curve(self) -> Self {
        Self { evaluate_every: self.iterations, ..self }
    }

    /// The number of iterations in an epoch.
    pub fn per_epoch(&self) -> usize {
        iterations_per_epoch(self.images.count(), self.batch_size)
    }

    /// Whether both accuracies are measured after this iteration.
    fn is_due(&self, iteration: usize) -> bool {
        let has_curve = self.evaluate_every < self.iterations;
        has_curve && iteration.is_multiple_of(self.evaluate_every)
            || iteration + 1 == self.iterations
    }

    /// Whether these can be the curves of this plan: measured whenever it says so, until training diverged.
    pub fn fits(&self, curves: &Curves) -> bool {
        let end = curves.diverged_at.unwrap_or(self.iterations);
        let diverged_in_time = curves.diverged_at.is_none_or(|at| at < self.iterations);
        let due = (0..end.min(self.iterations)).filter(|&iteration| self.is_due(iteration));
        let count = curves.iterations.len();
        diverged_in_time
            && due.eq(curves.iterations.iter().copied())
            && are_shares(&curves.training, count)
            && are_shares(&curves.test, count)
            && curves.norm.len() == count
    }

    /// Trains, and measures on the way: on all of its training images and on `unseen`.
    ///
    /// # Panics
    /// If there are fewer training images than the plan has.
    pub fn train(&self, unseen: &impl Samples, trial: &Trial) -> Curves {
        let training = self.images.of(trial);
        let device = trial.autodiff();
        let shape = shape(&self.hidden, &training).with_dropout(self.dropout);
        let model = initial_mlp(&shape, &TimesHe(self.initial_scale), trial.seed, &device);
        let initial_norm = weight_norm(&model);
        let (rate, size) = (self.learning_rate, self.batch_size);

        let mut trainer =
            Trainer::new(model, sgd(self.weight_decay), rate, size, trial.seed, &device);
        let mut curves = Curves { initial_norm, ..Curves::default() };
        for iteration in 0..self.iterations {
            let loss = trainer.step(&training);
            trial.step_done();
            if self.norm_is_held {
                trainer.change(|model| with_norm(model, initial_norm));
            }
            let is_due = self.is_due(iteration);
            let norm = if is_due { weight_norm(trainer.model()) } else { 0.0 };
            if !loss.is_finite() || !norm.is_finite() {
                curves.diverged_at = Some(iteration);
                break;
            }
            if is_due {
                curves.iterations.push(iteration);
                curves.training.push(trainer.accuracy(&training));
                curves.test.push(trainer.accuracy(unseen));
                curves.norm.push(norm);
            }
        }
        curves
    }
}

/// √ΣW² over all weights, without the biases, which weight decay does not change.
fn weight_norm(model: &Mlp) -> f64 {
    let squared = |weight: Tensor<2>| weight.square().sum().into_scalar::<f64>();
    let hidden = model.hidden.iter().map(|layer| squared(layer.linear.weight.val()));
    (hidden.sum::<f64>() + squared(model.output.weight.val())).sqrt()
}

/// The network with all weights, but no biases, multiplied by one factor, so that their norm is `norm`.
fn with_norm(mut model: Mlp, norm: f64) -> Mlp {
    let factor = norm / weight_norm(&model);
    let scaled = |weight: Param<Tensor<2>>| {
        // Detached: a tensor with a history would not be trained.
        weight.map(|weight| weight.detach().mul_scalar(factor).detach().require_grad())
    };
    for layer in &mut model.hidden {
        layer.linear.weight = scaled(layer.linear.weight.clone());
    }
    model.output.weight = scaled(model.output.weight.clone());
    model
}

/// What a training measured on the way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Curves {
    /// The iterations, counted from 0, after which it was measured.
    pub iterations: Vec<usize>,
    /// Accuracy on all of the plan's training images.
    pub training: Vec<f64>,
    /// Accuracy on images that it did not learn from.
    pub test: Vec<f64>,
    /// The norm of all weights.
    pub norm: Vec<f64>,
    /// The norm of all weights before training.
    #[serde(with = "crate::any_number")]
    pub initial_norm: f64,
    /// The first iteration whose loss or weights were not finite, if there was one.
    pub diverged_at: Option<usize>,
}

impl Curves {
    /// Training accuracy at the end. Like all values at the end, it is NaN if training diverged.
    pub fn training_at_end(&self) -> f64 {
        self.end(&self.training)
    }

    /// Test accuracy at the end.
    pub fn test_at_end(&self) -> f64 {
        self.end(&self.test)
    }

    /// Training minus test accuracy at the end: how much it overfits.
    pub fn gap(&self) -> f64 {
        self.training_at_end() - self.test_at_end()
    }

    /// The norm of all weights at the end.
    pub fn norm_at_end(&self) -> f64 {
        self.end(&self.norm)
    }

    /// By how much the norm of all weights grew, as a fraction of the initial norm.
    pub fn norm_growth(&self) -> f64 {
        self.norm_at_end() / self.initial_norm - 1.0
    }

    fn end(&self, values: &[f64]) -> f64 {
        match self.diverged_at {
            Some(_) => f64::NAN,
            None => values.last().copied().unwrap_or(f64::NAN),
        }
    }
}

/// An arm: a plan with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// The name, in figures and records.
    pub name: String,
    /// How it is trained.
    pub plan: Plan,
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

/// The values in increasing order, without duplicates.
pub fn ordered(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Device;
    use datasets::Dataset;

    /// The curves of a trial that ended at these accuracies, with a norm that went from 10 to `norm`.
    fn ended(training: f64, test: f64, norm: f64) -> Curves {
        Curves {
            iterations: vec![0, 1],
            training: vec![0.1, training],
            test: vec![0.1, test],
            norm: vec![10.1, norm],
            initial_norm: 10.0,
            diverged_at: None,
        }
    }

    #[test]
    fn after_divergence_the_values_at_the_end_are_nan() {
        let diverged = Curves { diverged_at: Some(1), ..ended(1.0, 0.9, 1.0) };
        assert!(diverged.gap().is_nan() && diverged.norm_growth().is_nan());
        assert_eq!(ended(1.0, 0.75, 12.5).gap(), 0.25);
        assert_eq!(ended(1.0, 0.75, 12.5).norm_growth(), 0.25);
    }

    fn plan() -> Plan {
        Plan {
            images: Images::Drawn(40),
            hidden: vec![8],
            initial_scale: 1.0,
            learning_rate: 0.5,
            batch_size: 20,
            iterations: 30,
            evaluate_every: 10,
            weight_decay: 0.0,
            dropout: 0.0,
            norm_is_held: false,
        }
    }

    #[test]
    fn a_held_norm_stays_and_the_network_learns() {
        let data = Dataset::mnist().unwrap();
        let trial = Trial::new(1, Device::flex()).with_data(&data);
        let unseen = data.training.range(1000..1100).unwrap();
        let free = plan().train(&unseen, &trial);
        assert_eq!(free.iterations, [0, 10, 20, 29]);
        assert!(plan().fits(&free));
        assert!(!plan().without_curve().fits(&free));
        let mut shorter = free.clone();
        shorter.test.pop();
        assert!(!plan().fits(&shorter));
        let diverged = Curves { diverged_at: Some(29), ..free.clone() };
        assert!(!plan().fits(&diverged));
        let diverges = Plan { learning_rate: 1e30, ..plan() };
        let diverged = diverges.train(&unseen, &trial);
        assert!(diverged.diverged_at.is_some() && diverges.fits(&diverged));
        assert!(free.norm_growth() > 0.01, "{free:?}");
        let held = Plan { norm_is_held: true, ..plan() }.train(&unseen, &trial);
        assert_eq!(held.initial_norm, free.initial_norm);
        assert!(held.norm.iter().all(|norm| (norm / held.initial_norm - 1.0).abs() < 1e-5));
        assert!(held.training_at_end() > held.training[0] + 0.2, "{held:?}");
        // Without a curve it ends at the same network.
        let ended = Plan { norm_is_held: true, ..plan() }.without_curve().train(&unseen, &trial);
        assert_eq!((ended.iterations.as_slice(), ended.gap()), (&[29][..], held.gap()));
    }

    #[test]
    fn the_books_images_are_the_first_and_others_are_drawn() {
        let data = Dataset::mnist().unwrap();
        let of = |images: Images, seed| {
            let set = images.of(&Trial::new(seed, Device::flex()).with_data(&data));
            assert_eq!(set.len(), 5);
            (0..5).map(|i| set.image(i).to_vec()).collect::<Vec<_>>()
        };
        let first: Vec<_> = (0..5).map(|i| data.training.image(i).to_vec()).collect();
        assert_eq!([of(Images::First(5), 0), of(Images::First(5), 1)], [first.clone(), first]);
        assert_ne!(of(Images::Drawn(5), 0), of(Images::Drawn(5), 1));
    }
}
