//! Learning-rate decay · 학습률 감소: O7 on MNIST.
//!
//! A large learning rate makes fast progress at first, and keeps the loss from settling at the end, because
//! each mini-batch pulls in a somewhat different direction. Learning-rate decay lowers it on the way. The
//! simple way lowers it for all parameters at once, by a schedule; AdaGrad lowers it for each parameter by
//! itself, by the sum of the squares of its gradients.
//!
//! SGD with four schedules is compared with SGD at the best constant learning rate, at two sizes of the
//! mini-batches. A learning rate that falls from a bad one could win for that reason alone. All schedules
//! end at a hundredth of the first learning rate; that and the form of the schedules were fixed beforehand,
//! and only the first learning rate was chosen. `AdaGrad, 1/t` uses the field `learning_rate_decay` of
//! [`AdaGrad`](extensions::optimizers::AdaGrad), as PyTorch's `lr_decay` does.
//!
//! # What would count against the statement
//! A schedule ends with no lower loss than the best constant learning rate. The statement does not say
//! whether AdaGrad is better or worse than a schedule; the table and the figure have its difference.
//!
//! # How the learning rates were chosen
//! By the lowest loss on 10,000 validation images, a mean of the seeds 100, 101 and 102, which no claim
//! uses. `cargo run -p experiments --example rate_choice -- learning_rate_decay` repeats it.
//!
//! | mini-batches of 100 | η = 0.1 | 0.2 | 0.5 | 1 | 2 |
//! |---|---|---|---|---|---|
//! | SGD, constant | 0.2506 | 0.1939 | **0.1485** | 0.2156 | 2.0037 |
//! | SGD, step | 0.3258 | 0.2647 | **0.1866** | 0.2214 | 1.8207 |
//! | SGD, exponential | 0.3755 | 0.3107 | **0.2259** | 0.2428 | 1.2489 |
//! | SGD, 1/t | 0.6988 | 0.5014 | 0.3742 | **0.3256** | 0.4294 |
//! | SGD, cosine | 0.2995 | 0.2382 | **0.1639** | 0.2007 | 1.1183 |
//!
//! | mini-batches of 10 | η = 0.05 | 0.1 | 0.2 | 0.5 | 1 |
//! |---|---|---|---|---|---|
//! | SGD, constant | 0.3371 | 0.2951 | **0.2827** | 0.8171 | 1.9381 |
//! | SGD, step | 0.4042 | 0.3393 | **0.2971** | 0.4695 | 1.4693 |
//! | SGD, exponential | 0.4817 | 0.3871 | 0.3267 | **0.3191** | 0.8725 |
//! | SGD, 1/t | 1.0845 | 0.7284 | 0.5343 | **0.4429** | 0.6376 |
//! | SGD, cosine | 0.3670 | 0.3045 | **0.2556** | 0.3196 | 1.2226 |
//!
//! | AdaGrad | η = 0.01 | 0.02 | 0.05 | 0.1 | 0.2 |
//! |---|---|---|---|---|---|
//! | mini-batches of 100 | 0.2338 | 0.1897 | **0.1716** | 0.1806 | 0.2188 |
//! | mini-batches of 100, 1/t | 0.5406 | 0.4395 | 0.3771 | **0.3681** | 0.4726 |
//! | mini-batches of 10 | 0.3433 | 0.2979 | **0.2735** | 0.2910 | 0.3514 |
//! | mini-batches of 10, 1/t | 0.9881 | 0.7835 | 0.6434 | **0.6106** | 0.7412 |
//!
//! Mini-batches of 10 were added after the validation losses of mini-batches of 100 had been seen. There a
//! constant learning rate is the best, since after 1000 steps (two passes) the loss still falls, and the
//! question was whether that is so where the gradient is noisier. The form of the schedules and where they
//! end were not changed.

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
