//! The setting at which the book shows overfitting (section 6.4): a large network that has few images
//! to learn from. Weight decay (V3) and dropout (V4) are measured at it.

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::epochs::Plan;
use crate::flags::{batch_size, count, positive, width};
use crate::trainer::iterations_per_epoch;

/// The book's network and images of section 6.4 as flags, with what our own setting changes.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct FewImages {
    /// Number of training images, taken from the start of the training set (V3, V4)
    #[arg(long, value_parser = count, default_value = "300")]
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

    /// Number of epochs between measurements of both accuracies; at least 30 at our own setting (V3, V4)
    #[arg(long, value_parser = count, default_value = "1")]
    pub evaluate_every: usize,

    /// Learning rate η of SGD at our own setting (V3, V4)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub our_learning_rate: f64,

    /// Training steps at our own setting (V3, V4)
    #[arg(long, value_parser = count, default_value = "2000")]
    pub our_iterations: usize,
}

impl FewImages {
    /// The book's run of this many epochs. As in the book, the network is evaluated after one
    /// iteration, then after every epoch (by default), and last after
    /// 1 + (epochs − 1) · iterations per epoch.
    pub fn book(&self, epochs: usize) -> Plan {
        Plan {
            images: self.images,
            hidden: self.hidden.clone(),
            initial_scale: 1.0,
            learning_rate: self.learning_rate,
            batch_size: self.batch_size,
            iterations: (epochs - 1) * self.per_epoch() + 1,
            evaluate_every: self.evaluate_every * self.per_epoch(),
            weight_decay: 0.0,
            dropout: 0.0,
        }
    }

    /// The run at our own setting: the same network and images at another learning rate, for long
    /// enough that the network fits every training image. It is evaluated every 30 epochs at most.
    pub fn ours(&self) -> Plan {
        Plan {
            learning_rate: self.our_learning_rate,
            iterations: self.our_iterations,
            evaluate_every: self.evaluate_every.max(30) * self.per_epoch(),
            ..self.book(1)
        }
    }

    /// The same, evaluated only at the beginning and the end, which is all that the claims read.
    pub fn without_curves(&self, epochs: usize) -> Self {
        let ours = self.our_iterations.div_ceil(self.per_epoch());
        Self { evaluate_every: epochs.max(ours), ..self.clone() }
    }

    /// The number of iterations in an epoch.
    pub fn per_epoch(&self) -> usize {
        iterations_per_epoch(self.images, self.batch_size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evaluations_come_as_often_as_in_the_book() {
        let few_images = FewImages {
            images: 300,
            hidden: vec![100; 6],
            learning_rate: 0.01,
            batch_size: 100,
            evaluate_every: 1,
            our_learning_rate: 0.1,
            our_iterations: 2000,
        };
        let plan = few_images.book(201);
        // After iterations 0, 3, …, 600: 201 times.
        assert_eq!((plan.iterations, plan.evaluate_every), (601, 3));
        // Without curves, after the first and the last.
        let few_images = few_images.without_curves(201);
        for plan in [few_images.book(201), few_images.ours()] {
            assert!(plan.evaluate_every >= plan.iterations, "{plan:?}");
        }
    }
}
