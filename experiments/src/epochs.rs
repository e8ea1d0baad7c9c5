//! Training for epochs and evaluating on the way: what the experiments on overfitting share (V1–V4).
//!
//! A [`Plan`] says all that a network's training is a function of beside the trial; its [`Curves`]
//! are what training and test accuracy do on the way. The distance between the two, the gap, is
//! what overfitting is measured by.

use std::fmt;

use burn::tensor::Tensor;
use datasets::Samples;
use extensions::initializers::{He, Initializer};
use extensions::random::Stream;
use figures::{Axis, Ink, Mark, Marker, Panel};
use models::Mlp;
use serde::{Deserialize, Serialize};

use crate::experiment::Trial;
use crate::optimizers::sgd;
use crate::record::Record;
use crate::statistics::mean;
use crate::table::{Table, number, percent};
use crate::training::{Trainer, initial_mlp, legend, mean_and_band, shape};

/// All that one training is a function of, beside the trial's seed, device and data.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// How many of the training images, from the first.
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
    /// Both accuracies are measured after iteration 0, this one, twice this one …, and the last.
    pub evaluate_every: usize,
    /// Weight decay λ.
    pub weight_decay: f64,
    /// The fraction of each hidden layer's neurons that dropout drops.
    pub dropout: f64,
}

/// He's initializer, its standard deviation multiplied.
struct TimesHe(f64);

impl Initializer for TimesHe {
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
        He.weights(shape, stream).into_iter().map(|w| (self.0 * f64::from(w)) as f32).collect()
    }
}

impl Plan {
    /// The same, evaluated at its beginning and its end alone.
    pub fn without_curve(self) -> Self {
        Self { evaluate_every: self.iterations, ..self }
    }

    /// Trains, and measures on the way: on all of its training images, and on `unseen`.
    ///
    /// # Panics
    /// If there are fewer training images than it wants.
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

/// √ΣW² over all weights; biases, which weight decay leaves alone, are not in it.
pub fn weight_norm(model: &Mlp) -> f64 {
    let squared = |weight: Tensor<2>| weight.square().sum().into_scalar::<f64>();
    let hidden = model.hidden.iter().map(|layer| squared(layer.linear.weight.val()));
    (hidden.sum::<f64>() + squared(model.output.weight.val())).sqrt()
}

/// What a training measured on the way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Curves {
    /// After which iterations, counted from 0.
    pub iterations: Vec<usize>,
    /// Accuracy on all of the run's training images.
    pub training: Vec<f64>,
    /// Accuracy on images that it did not learn from.
    pub test: Vec<f64>,
    /// The norm of all weights.
    pub norm: Vec<f64>,
    /// The first iteration whose loss or weights were not finite, if there was one.
    pub diverged_at: Option<usize>,
}

impl Curves {
    /// Training accuracy at the end; NaN where training diverged, and so with the others.
    pub fn training_at_end(&self) -> f64 {
        self.end(&self.training)
    }

    /// Test accuracy at the end.
    pub fn test_at_end(&self) -> f64 {
        self.end(&self.test)
    }

    /// Training minus test accuracy at the end: how far it overfits.
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

/// An arm: a plan with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// The name, in figures and records.
    pub name: String,
    /// What is trained.
    pub plan: Plan,
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

/// A record whose trials measured [`Curves`].
pub type Curved<S> = Record<S, Curves>;

/// Both accuracies over the epochs, training solid and test dashed, of the arms `(name, label)`.
pub fn accuracy_panel<S>(
    record: &Curved<S>,
    title: impl Into<String>,
    per_epoch: usize,
    arms: &[(String, String)],
) -> Panel {
    let marks = arms.iter().enumerate().flat_map(|(i, (arm, label))| {
        let of = |values: fn(&Curves) -> &Vec<f64>| -> Vec<Vec<f64>> {
            record.arm(arm).map(|curves| values(curves).clone()).collect()
        };
        let shortest = record.arm(arm).min_by_key(|curves| curves.iterations.len());
        let iterations = shortest.map_or(Vec::new(), |curves| curves.iterations.clone());
        let epochs: Vec<f64> = iterations.iter().map(|&i| i as f64 / per_epoch as f64).collect();
        let (ink, training, test) = (Ink::Series(i), of(|c| &c.training), of(|c| &c.test));
        let label = legend(label, record.arm(arm).map(|curves| curves.diverged_at));
        let training = mean_and_band(&format!("{label}: training"), ink, &training);
        let test = mean_and_band(&format!("{label}: test"), ink, &test).map(Mark::dashed);
        // The first is thick, to be seen below another where they agree.
        let drawn = move |mark: Mark| if i == 0 { mark.thick(3.4) } else { mark };
        let marks = training.into_iter().chain(test).map(drawn);
        marks.map(move |mark| over(mark, &epochs))
    });
    Panel::new(title)
        .x(Axis::new("epoch"))
        .y(Axis::new("accuracy").range(0.0, 1.02))
        .with_all(marks)
}

/// Both accuracies and the gap between them at the end, against the values `(arm, value)` of
/// something: means with a band over the seeds.
pub fn gap_panel<S>(record: &Curved<S>, label: &str, arms: &[(String, String)]) -> Panel {
    let training =
        against(record, arms, "training accuracy", Ink::Series(0), Curves::training_at_end);
    let test = against(record, arms, "test accuracy", Ink::Series(0), Curves::test_at_end);
    let gap = against(record, arms, "gap between them", Ink::Series(1), Curves::gap);
    Panel::new("")
        .x(Axis::categories(arms.iter().map(|(_, value)| value)).label(label))
        .y(Axis::new("accuracy, and the gap").range(0.0, 1.02))
        .with_all(training)
        .with_all(test.map(Mark::dashed))
        .with_all(gap)
}

/// The norm of the weights at the end, against the values `(arm, value)` of something.
pub fn norm_panel<S>(record: &Curved<S>, label: &str, arms: &[(String, String)]) -> Panel {
    let norms = arms.iter().flat_map(|(arm, _)| record.values(arm, Curves::norm_at_end));
    let largest = norms.filter(|norm| norm.is_finite()).fold(0.0, f64::max);
    // From 0 on, so that a hundredth more or less does not look like a collapse.
    let y = Axis::new("norm of all weights").range(0.0, 1.05 * largest);
    Panel::new("")
        .x(Axis::categories(arms.iter().map(|(_, value)| value)).label(label))
        .y(y)
        .with_all(against(record, arms, "norm of all weights", Ink::Series(2), Curves::norm_at_end))
}

/// A number of each arm, in their order: a marked line with a band over the seeds.
fn against<S>(
    record: &Curved<S>,
    arms: &[(String, String)],
    label: &str,
    ink: Ink,
    number: fn(&Curves) -> f64,
) -> [Mark; 2] {
    let of_seed = |seed: usize| -> Vec<f64> {
        let at_seed =
            |(arm, _): &(String, String)| record.arm(arm).nth(seed).map_or(f64::NAN, number);
        arms.iter().map(at_seed).collect()
    };
    let seeds = 0..record.provenance.seeds.len();
    let curves: Vec<Vec<f64>> = seeds.map(of_seed).collect();
    mean_and_band(label, ink, &curves).map(|mark| mark.marked(Marker::Dot))
}

/// The mark with its places 0, 1, 2, … moved to `places`.
fn over(mut mark: Mark, places: &[f64]) -> Mark {
    match &mut mark {
        Mark::Line { points, .. } => {
            points.iter_mut().zip(places).for_each(|(point, &x)| point[0] = x);
        }
        Mark::Band { steps, .. } => {
            steps.iter_mut().zip(places).for_each(|(step, &x)| step.x = x);
        }
        _ => {}
    }
    mark
}

/// The values in order, each once.
pub fn ordered(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// A line for each arm: means over the seeds of both accuracies, of the gap between them, and of the
/// norm of all weights. `first` names the first column.
pub fn table<S>(record: &Curved<S>, first: &str) -> Table {
    let mut table =
        Table::new([first, "training accuracy", "test accuracy", "gap", "norm of all weights"]);
    for arm in &record.arms {
        let of = |number: fn(&Curves) -> f64| mean(&record.values(&arm.name, number));
        table.row([
            legend(&arm.name, record.arm(&arm.name).map(|curves| curves.diverged_at)),
            percent(of(Curves::training_at_end)),
            percent(of(Curves::test_at_end)),
            percent(of(Curves::gap)),
            number(of(Curves::norm_at_end)),
        ]);
    }
    table
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What a trial that ended at these accuracies, its norm going from 10 to `norm`, measured.
    pub(crate) fn ended(training: f64, test: f64, norm: f64) -> Curves {
        Curves {
            iterations: vec![0, 1],
            training: vec![0.1, training],
            test: vec![0.1, test],
            norm: vec![10.0, norm],
            diverged_at: None,
        }
    }

    #[test]
    fn a_run_that_diverged_has_no_end() {
        let diverged = Curves { diverged_at: Some(1), ..ended(1.0, 0.9, 1.0) };
        assert!(diverged.gap().is_nan() && diverged.norm_growth().is_nan());
        assert_eq!(ended(1.0, 0.75, 12.0).gap(), 0.25);
        assert_eq!(ended(1.0, 0.75, 12.0).norm_growth(), 2.0);
    }
}
