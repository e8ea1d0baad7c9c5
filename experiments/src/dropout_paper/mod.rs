//! The dropout paper · 드롭아웃 논문: V4 on all training images.
//!
//! The book shows dropout on 300 images, where it costs test accuracy. The paper that introduced dropout
//! (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, JMLR 15, table 2) reports on all
//! 60,000 images of MNIST: a standard network of two layers of 800 logistic neurons makes 1.60 % errors,
//! three layers of 1024 logistic neurons with dropout make 1.35 %, and three layers of 1024 ReLU neurons
//! with dropout 1.25 %. Half of the hidden neurons are dropped, and a fifth of the inputs.
//!
//! Two things differ from the paper. It trained by gradient descent with a high momentum for up to a
//! million steps, and chose learning rate, momentum and number of steps on validation data. Here every
//! network is trained for `--epochs` epochs by Adam with its usual learning rate of 0.001, which falls
//! linearly to 0; nothing was tuned. (With few epochs, Momentum does not train three logistic layers with
//! dropout: after three epochs on 10,000 images, they were no better than guessing at every learning
//! rate tried, from 0.01 to 0.3.) And the paper gives one number for each network, while here every
//! network is trained from several seeds.
//!
//! A fourth network is added, the ReLU network without dropout, because the paper's standard network
//! differs from the other two in more than dropout.

mod about;
mod claims;
mod counterexamples;
mod figure;
mod settings;
#[cfg(test)]
mod tests;
mod trial;

pub use settings::Settings;
pub use trial::{Arm, DropoutPaper};

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for DropoutPaper {
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
