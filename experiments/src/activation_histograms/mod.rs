//! Activation histograms · 은닉층의 활성화값 분포: I3–I7, layer by layer.
//!
//! Random inputs pass through five layers of one hundred neurons. How the activations are spread depends
//! on the initial weights (I3): with standard deviation 1 they gather at the ends of the sigmoid and the
//! gradient vanishes (I4), with 0.01 they crowd around ½ (I5), Xavier keeps them spread for sigmoid and
//! tanh (I6), and He for ReLU (I7).

mod about;
mod arm;
mod claims;
mod counterexamples;
mod explore;
mod figure;
mod settings;
#[cfg(test)]
mod tests;
mod trial;

pub use arm::Arm;
pub use settings::Settings;
pub use training::activation_statistics::Layer;
pub use trial::{ActivationHistograms, Measured};

use lab::experiment::{Drawing, RecordOf, View};
use lab::explorer::Explorer;
use lab::table::Table;
use lab::verdict::Claim;

impl View for ActivationHistograms {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        figure::figures(record)
    }

    fn table(record: &RecordOf<Self>) -> Table {
        figure::table(record)
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        claims::claims(record)
    }

    fn shown_at(figure: &str) -> &'static str {
        figure::shown_at(figure)
    }

    fn explorers(record: &RecordOf<Self>) -> Vec<Explorer> {
        explore::histograms(record).into_iter().collect()
    }

    fn for_claims(settings: &Settings) -> Settings {
        Settings { scales: Vec::new(), ..settings.clone() }
    }
}
