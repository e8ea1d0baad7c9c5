//! Large weights · 큰 가중치: V5 on MNIST.
//!
//! The slide gives a reason for weight decay: overfitting often comes from large weight values. This
//! experiment tests in two ways whether it does. The networks always learn few images, which each seed draws.
//!
//! **Association.** Networks whose hyperparameters are drawn at random are trained, and those that fit their
//! training images (at least 99 % of them) are compared: do those with larger weights have the wider gap
//! between training and test accuracy? Of one kind of networks, the initial scale, the learning rate and the
//! weight decay are drawn; of the other, which starts from He's initial weights, the learning rate and the
//! weight decay only, so the weights differ by what training made of them. For each seed, Spearman's rank
//! correlation says how far norm and gap go together.
//!
//! **Intervention.** The norm of all weights is held at a multiple of He's initial norm: the initial weights
//! have that norm, and after every step all weights are multiplied by one factor that restores it.
//! Everything else is equal. Is the gap wider where the norm is larger?
//!
//! All networks have the same shape, so the norm of all weights and the size of a typical weight
//! (the norm divided by the square root of the number of weights) order them in the same way. Networks of
//! different shapes could not be compared by the norm: more weights have a larger norm, even if each is
//! smaller. An earlier record of `overfitting` could not decide the statement for this reason: over 14 networks
//! of different widths, depths and initial scales, trained on the first 300 images, the correlation of the
//! logarithm of the norm and the gap was −.15.
//!
//! **What would count against the statement:** a rank correlation that is not positive; a gap that does not
//! widen when the norm is held at a larger value. One thing is certain in advance: the norm as such cannot
//! be the cause. If all weights and biases of a finished ReLU network are multiplied layer by layer by
//! positive factors (a bias by the product of the factors up to its layer), it classifies every image as
//! before. Large weights can matter only through how a network learns.
//!
//! The ranges were chosen such that most networks fit their training images (tried at the seeds 100 to 102,
//! which are not among the seeds of the claims).

mod about;
mod arm;
mod claims;
mod counterexamples;
mod figure;
mod settings;
#[cfg(test)]
mod tests;
mod trial;

pub use settings::Settings;
pub use trial::LargeWeights;

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for LargeWeights {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        figure::figures(record)
    }

    fn table(record: &RecordOf<Self>) -> Table {
        figure::table(record)
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        claims::claims(record)
    }
}
