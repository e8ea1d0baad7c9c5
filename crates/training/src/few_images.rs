//! The setting at which the book shows overfitting (section 6.4): a large network that has few images
//! to learn from. Weight decay (V3) and dropout (V4) are measured at it.

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::epochs::{Images, Plan};
use crate::flags::{batch_size, images, positive, steps, width};

/// The book's network and images of section 6.4 as flags.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct FewImages {
    /// Number of training images: the first ones, as in the book, and in two arms as many that each seed
    /// draws (V3, V4)
    #[arg(long, value_parser = images, default_value = "300")]
    pub images: usize,

    /// Neurons in each hidden layer, separated by commas (V3, V4)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100,100,100")]
    pub hidden: Vec<usize>,

    /// Learning rate η of SGD (V3, V4)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub learning_rate: f64,

    /// Images in a mini-batch, drawn with replacement (V3, V4)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub batch_size: usize,

    /// Number of epochs between measurements of both accuracies; the book measures them at every epoch,
    /// as 1 does (V3, V4)
    #[arg(long, value_parser = steps, default_value = "5")]
    pub evaluate_every: usize,
}

/// What our own setting changes compared with the book's.
pub struct Ours<'a> {
    /// The number of training images, which each seed draws.
    pub images: usize,
    /// Neurons of each hidden layer.
    pub hidden: &'a [usize],
    /// SGD's learning rate η.
    pub learning_rate: f64,
    /// Training steps.
    pub iterations: usize,
}

impl FewImages {
    /// The book's run of this many epochs. As in the book, the network is evaluated after one
    /// iteration, then after every so many epochs, and last after
    /// 1 + (epochs − 1) · iterations per epoch.
    pub fn book(&self, epochs: usize) -> Plan {
        let plan = Plan {
            images: Images::First(self.images),
            hidden: self.hidden.clone(),
            initial_scale: 1.0,
            learning_rate: self.learning_rate,
            batch_size: self.batch_size,
            iterations: 1,
            evaluate_every: 1,
            weight_decay: 0.0,
            dropout: 0.0,
            norm_is_held: false,
        };
        let per_epoch = plan.per_epoch();
        Plan {
            iterations: (epochs - 1) * per_epoch + 1,
            evaluate_every: self.evaluate_every * per_epoch,
            ..plan
        }
    }

    /// The run at our own setting, on images that each seed draws. It is evaluated about ten times at most.
    pub fn ours(&self, ours: &Ours) -> Plan {
        let plan = Plan {
            images: Images::Drawn(ours.images),
            hidden: ours.hidden.to_vec(),
            learning_rate: ours.learning_rate,
            iterations: ours.iterations,
            ..self.book(1)
        };
        let most_often = ours.iterations.div_ceil(10);
        Plan { evaluate_every: most_often.max(self.evaluate_every * plan.per_epoch()), ..plan }
    }

    /// The same, evaluated only at the end, which is all that the claims read: `iterations` is the number
    /// at our own setting.
    pub fn without_curves(&self, epochs: usize, iterations: usize) -> Self {
        Self { evaluate_every: epochs.max(iterations), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evaluations_come_as_often_as_the_settings_say() {
        let few_images = FewImages {
            images: 300,
            hidden: vec![100; 6],
            learning_rate: 0.01,
            batch_size: 100,
            evaluate_every: 1,
        };
        // As in the book: after iterations 0, 3, …, 600, which is 201 times.
        let plan = few_images.book(201);
        assert_eq!((plan.iterations, plan.evaluate_every), (601, 3));
        assert_eq!(plan.images, Images::First(300));
        let ours = Ours { images: 1000, hidden: &[50], learning_rate: 0.1, iterations: 2000 };
        let plan = few_images.ours(&ours);
        assert_eq!((plan.iterations, plan.evaluate_every, plan.per_epoch()), (2000, 200, 10));
        assert_eq!((plan.images, plan.hidden.as_slice()), (Images::Drawn(1000), &[50][..]));
        // Without curves, only after the last.
        let few_images = few_images.without_curves(201, 2000);
        for plan in [few_images.book(201), few_images.ours(&ours)] {
            assert!(plan.evaluate_every >= plan.iterations, "{plan:?}");
        }
    }
}
