//! Learning-rate decay · 학습률 감소: O7 on MNIST.
//!
//! A large learning rate makes fast progress at first, and keeps the loss from settling at the end, because
//! each mini-batch pulls in a somewhat different direction. Learning-rate decay lowers it on the way. The
//! simple way lowers it for all parameters at once, by a schedule; AdaGrad lowers it for each parameter by
//! itself, by the sum of the squares of its gradients.
//!
//! SGD with four schedules is compared with SGD at the best constant learning rate, since a learning rate
//! that falls from a bad one could win for that reason alone. All schedules end at a hundredth of the first
//! learning rate; that and the form of the schedules were fixed beforehand, and only the first learning rate
//! was chosen. `AdaGrad, 1/t` uses the field `learning_rate_decay` of
//! [`AdaGrad`](extensions::optimizers::AdaGrad), as PyTorch's `lr_decay` does.
//!
//! # What would count against the statement
//! A schedule ends with no lower loss than the best constant learning rate. The statement does not say
//! whether AdaGrad is better or worse than a schedule; the table and the figure have its difference.
//!
//! # How the learning rates were chosen
//! RATES_TABLE

mod about;
mod settings;
mod trial;

mod claims;
mod counterexamples;
mod figure;
#[cfg(test)]
mod tests;

pub use settings::Settings;
pub use trial::{Arm, LearningRateDecay, Measured, WAYS, Way, trained};

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for LearningRateDecay {
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
