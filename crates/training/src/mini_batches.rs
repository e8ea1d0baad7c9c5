//! Ways to draw the images of each training step, and what learning with them costs (O1).

use burn::tensor::{Device, Int, Tensor};
use datasets::Samples;
use extensions::random::Stream;
use serde::{Deserialize, Serialize};

use crate::batches::batch;
use crate::classifier::Classifier;
use crate::loss::cross_entropy;
use crate::trainer::Trainer;
use crate::trial::Trial;

/// Which images the gradient of each step is computed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// All images: gradient descent without randomness.
    All,
    /// A number of images, drawn independently, as the book does: an image can come twice, even in one batch.
    WithReplacement(usize),
    /// A number of images of a random order of all images. When it is used up, the next order is drawn.
    WithoutReplacement(usize),
    /// A number of images in a fixed order: all of class 0, then all of class 1, and so on, again and again.
    ByClass(usize),
}

/// The mini-batches of a [`Drawing`], one after another, without an end.
pub struct MiniBatches {
    drawing: Drawing,
    images: usize,
    stream: Stream,
    /// The order that images are taken from, for the drawings that have one.
    order: Vec<usize>,
    /// How many of the order are used up.
    used: usize,
}

impl MiniBatches {
    /// The mini-batches drawn from `samples` with the random numbers of `stream`.
    pub fn new(drawing: Drawing, samples: &impl Samples, stream: Stream) -> Self {
        let images = samples.len();
        let mut order = Vec::new();
        if let Drawing::ByClass(_) = drawing {
            order.extend(0..images);
            order.sort_by_key(|&i| samples.label(i));
        }
        Self { drawing, images, stream, order, used: 0 }
    }

    /// The next `size` images of the order; at its end, `renew` says which order follows.
    fn take(&mut self, size: usize, renew: fn(&mut Self)) -> Vec<usize> {
        let mut taken = Vec::with_capacity(size);
        while taken.len() < size {
            if self.used == self.order.len() {
                renew(self);
                self.used = 0;
            }
            let end = self.order.len().min(self.used + size - taken.len());
            taken.extend_from_slice(&self.order[self.used..end]);
            self.used = end;
        }
        taken
    }
}

/// Each item holds the indices of the images of one mini-batch.
impl Iterator for MiniBatches {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        Some(match self.drawing {
            Drawing::All => (0..self.images).collect(),
            Drawing::WithReplacement(size) => self.stream.indices(self.images, size),
            Drawing::WithoutReplacement(size) => {
                self.take(size, |this| this.order = this.stream.permutation(this.images))
            }
            Drawing::ByClass(size) => self.take(size, |_| {}),
        })
    }
}

/// The loss on all training images while a network learns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// How many images the gradients were computed on so far, at each check. An image that was used in
    /// several steps counts as often.
    pub images: Vec<usize>,
    /// The loss on all training images, at each check.
    pub losses: Vec<f64>,
    /// The number of steps taken.
    pub steps: usize,
    /// Whether the loss came down to the target.
    pub reached: bool,
    /// Whether training diverged: the loss that followed the last one here is not finite.
    pub diverged: bool,
}

/// When [`learn`] stops.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The loss on all training images that is enough.
    pub loss: f64,
    /// The largest number of images that gradients are computed on.
    pub images: usize,
}

impl Progress {
    /// Whether this can be what [`learn`] returns for mini-batches of `size` of so many samples: the loss is
    /// checked when it is due, and learning ends when it should.
    pub fn fits(&self, size: usize, samples: usize, target: Target) -> bool {
        let last = target.images / size * size;
        let Some(done) = self.steps.checked_mul(size).filter(|&done| done <= last) else {
            return false;
        };
        let next = |&at: &usize| {
            let next = (at + samples.div_ceil(50).max(at / 10)).div_ceil(size) * size;
            (at < done).then(|| next.min(last))
        };
        let mut due: Vec<usize> = std::iter::successors(Some(0), next).collect();
        let ends_at_a_check = due.last() == Some(&done);
        if self.diverged {
            due.pop();
        }
        let reached = self.losses.last().is_some_and(|&loss| loss <= target.loss) && !self.diverged;
        ends_at_a_check
            && self.images == due
            && self.losses.len() == due.len()
            && self.reached == reached
            && (reached || self.diverged || done == last)
    }
}

/// Trains until the loss on all of `samples` is at or below the target, or until no further step is
/// allowed, or until the loss is not finite.
///
/// The loss is checked before the first step, and again whenever the number of images has grown by a tenth
/// and by at least a fiftieth of `samples`. The check itself is not counted as a cost.
pub fn learn<M: Classifier>(
    mut trainer: Trainer<M>,
    batches: MiniBatches,
    samples: &impl Samples,
    target: Target,
    trial: &Trial,
) -> Progress {
    let (device, fewest) = (trial.device(), samples.len().div_ceil(50));
    let everything = everything(samples, &device);
    let mut progress = Progress {
        images: Vec::new(),
        losses: Vec::new(),
        steps: 0,
        reached: false,
        diverged: false,
    };
    let (mut images, mut next_check) = (0, 0);
    for batch in batches {
        if images >= next_check || images + batch.len() > target.images {
            let loss = loss(&trainer.model().valid(), &everything);
            if !loss.is_finite() {
                progress.diverged = true;
                break;
            }
            progress.images.push(images);
            progress.losses.push(loss);
            progress.reached = loss <= target.loss;
            if progress.reached {
                break;
            }
            next_check = images + fewest.max(images / 10);
        }
        if images + batch.len() > target.images {
            break;
        }
        trainer.step_on(samples, &batch);
        trial.step_done();
        images += batch.len();
        progress.steps += 1;
    }
    progress
}

/// All images and labels of `samples` as tensors: `[images, pixels]` and `[images]`.
fn everything(samples: &impl Samples, device: &Device) -> (Tensor<2>, Tensor<1, Int>) {
    batch(samples, &(0..samples.len()).collect::<Vec<_>>(), device)
}

/// The mean loss of `model` on these images.
fn loss<M: Classifier>(model: &M, (images, labels): &(Tensor<2>, Tensor<1, Int>)) -> f64 {
    cross_entropy(model.logits(images.clone()), labels.clone()).into_scalar()
}

#[cfg(test)]
#[cfg(feature = "flex")]
mod tests {
    use super::*;
    use crate::accuracy::mean_loss;
    use crate::classifier::{initial_mlp, shape};
    use crate::optimizers::sgd;
    use datasets::{Dataset, TrainingSet};
    use extensions::initializers::He;
    use extensions::random::Purpose;

    fn data() -> Dataset {
        Dataset::mnist().unwrap()
    }

    fn images(data: &Dataset) -> TrainingSet {
        data.training.first(50).unwrap()
    }

    fn batches(drawing: Drawing, samples: &TrainingSet, count: usize) -> Vec<Vec<usize>> {
        let stream = Stream::new(0, Purpose::Batches);
        MiniBatches::new(drawing, samples, stream).take(count).collect()
    }

    #[test]
    fn each_way_of_drawing_takes_the_images_that_it_says() {
        let data = data();
        let samples = images(&data);
        let everything: Vec<usize> = (0..50).collect();
        let sorted = |mut indices: Vec<usize>| {
            indices.sort_unstable();
            indices
        };
        assert_eq!(batches(Drawing::All, &samples, 2), [everything.clone(), everything.clone()]);
        // The same draws as those of `Trainer::step`.
        let mut stream = Stream::new(0, Purpose::Batches);
        let drawn = [stream.indices(50, 20), stream.indices(50, 20)];
        assert_eq!(batches(Drawing::WithReplacement(20), &samples, 2), drawn);
        // In 100 images of orders of 50, each image comes twice; 20 does not divide 50.
        let orders = batches(Drawing::WithoutReplacement(20), &samples, 5);
        assert!(orders.iter().all(|batch| batch.len() == 20));
        let all = orders.concat();
        assert_ne!(all[..50], all[50..]);
        assert_eq!(sorted(all[..50].to_vec()), everything);
        assert_eq!(sorted(all[50..].to_vec()), everything);
        let by_class = batches(Drawing::ByClass(25), &samples, 4);
        assert_eq!(by_class[..2], by_class[2..]);
        assert!(by_class[..2].concat().is_sorted_by_key(|&i| samples.label(i)));
        assert_eq!(sorted(by_class[..2].concat()), everything);
        // A mini-batch may be larger than the set.
        assert_eq!(batches(Drawing::ByClass(120), &samples, 1)[0].len(), 120);
    }

    #[test]
    fn learning_stops_at_the_target_or_at_the_limit() {
        let data = data();
        let samples = images(&data);
        let trial = Trial::new(0, Device::flex()).with_data(&data);
        let learn = |rate: f64, loss: f64, images: usize, size: usize| {
            let device = trial.autodiff();
            let model = initial_mlp(&shape(&[20], &samples), &He, 0, &device);
            let trainer = Trainer::new(model, sgd(0.0), rate, 1, 0, &device);
            let drawing = if size == 50 { Drawing::All } else { Drawing::WithReplacement(size) };
            let batches = MiniBatches::new(drawing, &samples, trial.stream(Purpose::Batches));
            let target = Target { loss, images };
            let progress = learn(trainer, batches, &samples, target, &trial);
            assert!(progress.fits(size, 50, target), "{progress:?}");
            let mut shorter = progress.clone();
            if shorter.images.pop().and(shorter.losses.pop()).is_some() {
                assert!(!shorter.fits(size, 50, target), "{progress:?}");
            }
            assert!(
                !Progress { reached: !progress.reached, ..progress.clone() }.fits(size, 50, target)
            );
            progress
        };
        for (size, images) in [(1, 130), (3, 500), (7, 20), (20, 50), (80, 50), (80, 400)] {
            learn(0.1, 0.0, images, size);
            learn(0.1, 1.5, images, size);
            learn(1e30, 0.0, images, size);
        }
        let reached = learn(0.1, 1.0, 10_000, 50);
        assert!(reached.reached && reached.losses.last() <= Some(&1.0));
        assert!(reached.losses[..reached.losses.len() - 1].iter().all(|&loss| loss > 1.0));
        assert_eq!(reached.images.last(), Some(&(50 * reached.steps)));
        let stopped = learn(0.1, 0.0, 200, 50);
        assert_eq!((stopped.reached, stopped.steps), (false, 4));
        assert_eq!(stopped.images, [0, 50, 100, 150, 200]);
        let diverged = learn(1e30, 0.0, 10_000, 50);
        assert!(!diverged.reached && diverged.diverged);
        assert!(diverged.losses.iter().all(|loss| loss.is_finite()));
    }

    /// On batches of another size than the whole.
    #[test]
    fn the_mean_loss_is_the_mean_over_all_images() {
        let data = data();
        let samples = data.training.first(1500).unwrap();
        let model = initial_mlp(&shape(&[20], &samples), &He, 0, &Device::flex());
        let at_once = loss(&model, &everything(&samples, &Device::flex()));
        let in_parts = mean_loss(&model, &samples, &Device::flex());
        assert!((at_once - in_parts).abs() < 1e-5, "{at_once} {in_parts}");
    }
}
