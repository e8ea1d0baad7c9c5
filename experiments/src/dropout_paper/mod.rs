//! The dropout paper on MNIST · 드롭아웃 논문의 MNIST 결과: V4 on all training images.
//!
//! The book shows dropout on 300 images, where it costs test accuracy. The paper that introduced dropout
//! (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, JMLR 15, table 2) reports on all
//! 60,000 images of MNIST: a standard network of two layers of 800 logistic neurons makes 1.60 % errors,
//! three layers of 1024 logistic neurons with dropout make 1.35 %, and three layers of 1024 ReLU neurons
//! with dropout 1.25 %. Half of the hidden neurons are dropped, and a fifth of the inputs.
//!
//! Two things differ from the paper. It trained for up to a million steps and chose learning rate,
//! momentum and number of steps on validation data; here each network is trained for `--epochs` epochs
//! by Momentum (α = 0.9) with a learning rate that falls linearly to 0. And it gives one number for
//! each network; here every network is trained from several seeds. A fourth network is added, the ReLU
//! network without dropout, because the paper's standard network differs from the other two in more than
//! dropout.
//!
//! The learning rates were chosen beforehand: of 0.01, 0.03, 0.1, 0.3 and 1 the one with the highest
//! accuracy on 10,000 validation images after three epochs on 10,000 other images, at seed 100, which no
//! claim uses. `cargo run -p experiments --example dropout_paper_rates` repeats the choice.

mod about;
mod claims;
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
