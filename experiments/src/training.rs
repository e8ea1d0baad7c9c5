//! The training loop that every network of the lecture shares (O1), and how it is judged.

use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Int, Tensor, TensorData};
use datasets::Samples;
use extensions::initializers::{Initializer, initialize};
use extensions::random::{Purpose, Stream};
use figures::{Axis, Figure, Ink, Mark, Panel};
use models::{Mlp, MlpConfig};
use serde::{Deserialize, Serialize};

use crate::experiment::Trial;
use crate::record::Record;
use crate::smoothing::smooth;
use crate::statistics::{mean, mean_of, median};
use crate::table::number;

/// A network that sorts images into classes. Implement this and [`Trainer`] trains it.
pub trait Classifier: Module {
    /// The logits, as the finished network gives them.
    ///
    /// # Shapes
    /// - `images`: `[batch, pixels]`, each pixel in [0, 1]
    /// - output: `[batch, classes]`
    fn logits(&self, images: Tensor<2>) -> Tensor<2>;

    /// The logits while training, where they differ: what is random about them (dropout) is drawn
    /// from `stream`, never from the backend.
    ///
    /// # Shapes
    /// - `images`: `[batch, pixels]`, each pixel in [0, 1]
    /// - output: `[batch, classes]`
    fn logits_in_training(&self, images: Tensor<2>, stream: &mut Stream) -> Tensor<2> {
        let _ = stream;
        self.logits(images)
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
}

/// The shape of a network with these hidden layers that sorts the images of `samples`.
pub fn shape(hidden: &[usize], samples: &impl Samples) -> MlpConfig {
    MlpConfig::new(samples.pixels_per_image(), hidden.to_vec(), samples.classes())
}

/// The network of that shape, ready to train on the autodiff device `device`: weights from
/// `initializer`, biases 0. The draws are the same for all networks of a shape and seed.
pub fn initial_mlp(
    shape: &MlpConfig,
    initializer: &dyn Initializer,
    seed: u64,
    device: &Device,
) -> Mlp {
    let mut stream = Stream::new(seed, Purpose::Weights);
    initialize(shape.init(device), initializer, &mut stream)
}

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

/// What training on all training images measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The loss of each mini-batch.
    #[serde(flatten)]
    pub losses: Losses,
    /// The fraction of the test images that the network, when done, puts into their class.
    pub test_accuracy: f64,
}

impl Run {
    /// Trains for so many iterations on all training images, then judges on the test images.
    pub fn of<M: Classifier>(mut trainer: Trainer<M>, iterations: usize, trial: &Trial) -> Self {
        let data = trial.data();
        let losses = trainer.run(&data.training, iterations, trial);
        Self { losses, test_accuracy: trainer.accuracy(&data.test) }
    }
}

/// How many of the last mini-batches an ending loss is the mean of: one alone is mostly noise.
pub const LAST: usize = 100;

/// What [`Losses::last`] of [`LAST`] is called after so many iterations, for tables.
pub fn ending_loss(iterations: usize) -> String {
    match iterations.min(LAST) {
        1 => "loss, one iteration".into(),
        n => format!("loss, last {n} iterations"),
    }
}

/// The loss of each mini-batch, before the step that it led to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Losses {
    /// One loss an iteration; shorter than the run where training diverged.
    pub losses: Vec<f32>,
    /// The first iteration whose loss was infinite or not a number, if there was one.
    pub diverged_at: Option<usize>,
}

impl Losses {
    /// The losses, and after them those of the iterations that followed.
    pub fn append(&mut self, later: Self) {
        self.diverged_at = later.diverged_at.map(|i| self.losses.len() + i);
        self.losses.extend(later.losses);
    }

    /// The mean loss of the last `n` iterations; infinite where training diverged.
    pub fn last(&self, n: usize) -> f64 {
        let last = &self.losses[self.losses.len().saturating_sub(n)..];
        match self.diverged_at {
            Some(_) => f64::INFINITY,
            None => last.iter().map(|&loss| f64::from(loss)).sum::<f64>() / last.len() as f64,
        }
    }

    /// The mean loss over the whole run: the lower, the faster it learned. Infinite where training
    /// diverged.
    pub fn mean(&self) -> f64 {
        self.last(self.losses.len())
    }

    /// The losses as the book draws them: smoothed.
    pub fn smoothed(&self) -> Vec<f64> {
        smooth(&self.losses.iter().map(|&loss| f64::from(loss)).collect::<Vec<_>>())
    }
}

/// The loss of every arm over the iterations, with `marks` behind the curves. The axis ends at
/// `highest`, or further up where a curve would hardly be seen; the subtitle then says so.
pub fn loss_figure<S>(
    title: &str,
    record: &Record<S, Run>,
    highest: f64,
    marks: impl IntoIterator<Item = Mark>,
) -> Figure {
    let mut top = highest;
    let mut curves = Vec::new();
    for (i, arm) in record.arms.iter().enumerate() {
        let losses = arm.trials.iter().map(|trial| &trial.measured.losses);
        let of_arm: Vec<Vec<f64>> = losses.clone().map(Losses::smoothed).collect();
        // What diverges has left every axis behind.
        if losses.clone().all(|losses| losses.diverged_at.is_none()) {
            top = top.max(needed_top(highest, &of_arm));
        }
        let name = legend(&arm.name, losses.map(|losses| losses.diverged_at));
        curves.extend(mean_and_band(&name, Ink::Series(i), &of_arm));
    }
    let higher = match top > highest {
        true => format!("; the axis goes beyond its usual {highest}"),
        false => String::new(),
    };
    Figure::new(title)
        .subtitle(format!("smoothed loss of each mini-batch; {}{higher}", over_seeds(record)))
        .panel(
            Panel::new("")
                .x(Axis::new("iteration"))
                .y(Axis::new("softmax cross-entropy loss").range(0.0, top))
                .with_all(marks)
                .with_all(curves),
        )
}

/// Where the loss of every arm ends, in words: "SGD at 0.23, for Adam at 0.05".
pub fn ends<S>(record: &Record<S, Run>) -> String {
    let ends = record.arms.iter().map(|arm| {
        let losses = record.values(&arm.name, |run| run.losses.last(LAST));
        format!("{} at {}", arm.name, number(mean(&losses)))
    });
    ends.collect::<Vec<_>>().join(", for ")
}

/// Where an axis must end for these losses of an arm, a curve a seed: at `highest` where half of them
/// or more lie below; else above the highest of them, but for a beginning far above the rest.
fn needed_top(highest: f64, curves: &[Vec<f64>]) -> f64 {
    let losses = curves.concat();
    let middle = median(&losses);
    if middle > highest {
        let largest = losses.into_iter().fold(0.0, f64::max);
        1.04 * largest.min(2.0 * middle)
    } else {
        highest
    }
}

/// What a line and the band behind it are, for subtitles.
pub fn over_seeds<S, M>(record: &Record<S, M>) -> String {
    drawn_over_seeds(record, "line", "band")
}

/// The same where a mean and the range about it are drawn as something else.
pub fn drawn_over_seeds<S, M>(record: &Record<S, M>, middle: &str, range: &str) -> String {
    match record.provenance.seeds.len() {
        1 => mean_of(1),
        seeds => format!("{middle}: {}, {range}: lowest to highest", mean_of(seeds)),
    }
}

/// The arm's name with how many of its trials diverged, if any did: its curves end there.
pub fn legend(arm: &str, diverged_at: impl Iterator<Item = Option<usize>>) -> String {
    let diverged: Vec<bool> = diverged_at.map(|iteration| iteration.is_some()).collect();
    match (diverged.iter().filter(|diverged| **diverged).count(), diverged.len()) {
        (0, _) => arm.into(),
        (n, of) if n == of => format!("{arm} (diverged)"),
        (n, of) => format!("{arm} ({n} of {of} diverged)"),
    }
}

/// Curves of an arm's trials as marks: their mean, and pale behind it what lies between the lowest
/// and the highest.
pub fn mean_and_band(label: &str, ink: Ink, curves: &[Vec<f64>]) -> [Mark; 2] {
    let n = curves.iter().map(Vec::len).min().unwrap_or(0);
    let mean: Vec<f64> =
        (0..n).map(|i| mean(&curves.iter().map(|curve| curve[i]).collect::<Vec<_>>())).collect();
    [Mark::band_of(ink, curves), Mark::curve(label, ink, &mean)]
}

/// How many iterations the book counts as one epoch: as many as batches make up the data set.
pub fn iterations_per_epoch(images: usize, batch_size: usize) -> usize {
    (images / batch_size).max(1)
}

/// The images of a mini-batch as a tensor `[batch, pixels]`, each pixel in [0, 1].
pub fn images(samples: &impl Samples, indices: &[usize], device: &Device) -> Tensor<2> {
    let shape = [indices.len(), samples.pixels_per_image()];
    Tensor::from_data(TensorData::new(samples.pixels(indices), shape), device)
}

/// A mini-batch as tensors: images `[batch, pixels]` in [0, 1], labels `[batch]`.
pub fn batch(
    samples: &impl Samples,
    indices: &[usize],
    device: &Device,
) -> (Tensor<2>, Tensor<1, Int>) {
    let labels: Vec<i32> = indices.iter().map(|&i| i32::from(samples.label(i))).collect();
    let labels = Tensor::from_data(TensorData::new(labels, [indices.len()]), device);
    (images(samples, indices, device), labels)
}

/// The fraction of `samples` that `model`, on the plain device `device`, puts into their class.
pub fn accuracy<M: Classifier>(model: &M, samples: &impl Samples, device: &Device) -> f64 {
    let indices: Vec<usize> = (0..samples.len()).collect();
    let correct: usize = indices
        .chunks(EVALUATION_BATCH)
        .map(|chunk| {
            let (images, labels) = batch(samples, chunk, device);
            correct(model, images, labels)
        })
        .sum();
    correct as f64 / samples.len() as f64
}

/// How many of the images `[batch, pixels]` `model` puts into the class of their label `[batch]`.
pub fn correct<M: Classifier>(model: &M, images: Tensor<2>, labels: Tensor<1, Int>) -> usize {
    let guesses = model.logits(images).argmax(1).reshape(labels.dims());
    guesses.equal(labels).int().sum().into_scalar::<i64>() as usize
}

/// How many images are evaluated at once.
const EVALUATION_BATCH: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    fn run(losses: Vec<f32>, diverged_at: Option<usize>) -> Run {
        Run { losses: Losses { losses, diverged_at }, test_accuracy: 0.5 }
    }

    /// The figure's SVG where a learner's run joins one that falls from 2.3 to 0.1.
    fn drawn(learner: Run) -> String {
        let falling = (0..200).map(|i| 2.3 - 2.2 * (i as f32 / 20.0).min(1.0)).collect();
        let arms = [("ours", vec![run(falling, None)]), ("yours", vec![learner])];
        loss_figure("", &Record::made_up((), arms), 1.0, []).svg()
    }

    #[test]
    fn a_slow_learner_is_seen() {
        let is_higher = |learner| drawn(learner).contains("goes beyond");
        assert!(!is_higher(run(vec![0.5; 200], None)));
        assert!(is_higher(run(vec![2.2; 200], None)));
        assert!(!is_higher(run(vec![2.3, 1e20], Some(2))), "what diverges is seen nowhere");
    }

    #[test]
    fn the_axis_ends_above_what_is_mostly_outside() {
        let top = |losses: &[f64]| needed_top(1.0, &[losses.to_vec()]);
        assert_eq!(top(&[2.3, 2.0, 0.9, 0.8, 0.7]), 1.0);
        assert_eq!(top(&[1.0; 5]), 1.0);
        assert_eq!(top(&[2.5, 2.4, 2.3, 2.2, 0.9]), 1.04 * 2.5);
        assert_eq!(top(&[100.0, 2.5, 2.0, 1.5, 1.5]), 1.04 * 4.0);
        // Over all seeds of an arm together.
        assert_eq!(needed_top(1.0, &[vec![0.5; 5], vec![2.0; 6]]), 1.04 * 2.0);
        assert_eq!(needed_top(1.0, &[]), 1.0);
    }

    #[test]
    fn an_ending_loss_is_called_by_as_many_as_it_is_of() {
        let names = [2000, 100, 20, 1].map(ending_loss);
        let last = |n| format!("loss, last {n} iterations");
        assert_eq!(names, [last(100), last(100), last(20), "loss, one iteration".into()]);
    }

    #[test]
    fn one_seed_is_no_mean() {
        let of = |seeds| over_seeds(&Record::made_up((), [("arm", vec![0; seeds])]));
        assert_eq!(of(1), "one seed");
        assert_eq!(of(8), "line: mean of 8 seeds, band: lowest to highest");
    }
}
