//! Training with evaluations on the way, which the experiments on overfitting share (V1–V4).
//!
//! Together with the trial, a [`Plan`] determines how a network is trained. Its [`Curves`] are the
//! training and the test accuracy on the way. The gap between the two measures overfitting.

use std::fmt;

use burn::tensor::Tensor;
use datasets::Samples;
use extensions::initializers::{He, Initializer};
use extensions::random::Stream;
use models::Mlp;
use serde::{Deserialize, Serialize};

use crate::classifier::{initial_mlp, shape};
use crate::optimizers::sgd;
use crate::trainer::Trainer;
use crate::trial::Trial;

/// Everything that determines how a network is trained, except the trial's seed, device and data.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// How many of the training images it learns from, beginning with the first.
    pub images: usize,
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
    /// Both accuracies are measured after iteration 0, then every so many iterations, and after the last.
    pub evaluate_every: usize,
    /// Weight decay λ.
    pub weight_decay: f64,
    /// The fraction of each hidden layer's neurons that dropout drops.
    pub dropout: f64,
}

/// He's initializer with its standard deviation multiplied by a factor.
struct TimesHe(f64);

impl Initializer for TimesHe {
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
        He.weights(shape, stream).into_iter().map(|w| (self.0 * f64::from(w)) as f32).collect()
    }
}

impl Plan {
    /// The same plan, but evaluated only at the beginning and the end.
    pub fn without_curve(self) -> Self {
        Self { evaluate_every: self.iterations, ..self }
    }

    /// Trains, and measures on the way: on all of its training images and on `unseen`.
    ///
    /// # Panics
    /// If there are fewer training images than the plan has.
    pub fn train(&self, unseen: &impl Samples, trial: &Trial) -> Curves {
        let all = &trial.data().training;
        let training = all.first(self.images).unwrap_or_else(|error| panic!("{error}"));
        let device = trial.autodiff();
        let shape = shape(&self.hidden, all).with_dropout(self.dropout);
        let model = initial_mlp(&shape, &TimesHe(self.initial_scale), trial.seed, &device);
        let (rate, size) = (self.learning_rate, self.batch_size);

        let mut trainer =
            Trainer::new(model, sgd(self.weight_decay), rate, size, trial.seed, &device);
        let mut curves = Curves::default();
        for iteration in 0..self.iterations {
            let loss = trainer.step(&training);
            trial.step_done();
            let is_last = iteration + 1 == self.iterations;
            let is_due = iteration % self.evaluate_every == 0 || is_last;
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

    /// By how much the norm of all weights grew.
    pub fn norm_growth(&self) -> f64 {
        self.norm_at_end() - self.norm.first().copied().unwrap_or(f64::NAN)
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

    /// The curves of a trial that ended at these accuracies, with a norm that went from 10 to `norm`.
    fn ended(training: f64, test: f64, norm: f64) -> Curves {
        Curves {
            iterations: vec![0, 1],
            training: vec![0.1, training],
            test: vec![0.1, test],
            norm: vec![10.0, norm],
            diverged_at: None,
        }
    }

    #[test]
    fn after_divergence_the_values_at_the_end_are_nan() {
        let diverged = Curves { diverged_at: Some(1), ..ended(1.0, 0.9, 1.0) };
        assert!(diverged.gap().is_nan() && diverged.norm_growth().is_nan());
        assert_eq!(ended(1.0, 0.75, 12.0).gap(), 0.25);
        assert_eq!(ended(1.0, 0.75, 12.0).norm_growth(), 2.0);
    }
}
