//! Weight decay · 가중치 감소: V3 on MNIST.
//!
//! Overfitting often comes with large weights. Weight decay penalizes them: the L2 penalty ½λW²
//! joins the loss, so every step also takes ηλW off each weight W (not off the biases), which holds
//! overfitting down (V3).
//!
//! The book shows it on its first 300 training images with λ 0.1. There the gap between training and
//! test accuracy closes *because training accuracy falls*, and test accuracy falls with it. So there
//! is a setting of ours beside it: the same network and images at η 0.1 for 2000 iterations, where
//! the network without decay knows every training image, and λ 0.003.
//!
//! How that was chosen, beforehand and without test data: of the networks, numbers of images and λ
//! below, what raised accuracy most on 10,000 validation images (training images 10,000 to 19,999)
//! over λ = 0; mean of seeds 100, 101 and 102, none of which the claims use.
//! `cargo run -p experiments --example remedy_search -- weight-decay` searches again.
//!
//! | validation accuracy in % | λ = 0 | 0.001 | 0.003 | 0.01 | 0.03 |
//! |---|---|---|---|---|---|
//! | 300 images, 784-100×2-10 | 77.90 | 78.10 | 78.51 | 78.59 | 78.30 |
//! | 300 images, 784-100×6-10 | 76.21 | 76.96 | **78.06** | 60.66 | 74.54 |
//! | 1000 images, 784-100×2-10 | 86.60 | 86.79 | 87.12 | 86.89 | 84.50 |
//! | 1000 images, 784-100×6-10 | 86.33 | 86.68 | 87.01 | 86.91 | 85.66 |

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::shared::epochs::table;
use crate::shared::remedy::{FewImages, Remedy, Strengths};
use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::table::{Table, percent};
use lab::verdict::{Claim, claim};
use training::epochs::{Arm, Curves, Plan};
use training::flags::{count, non_negative, positive};
use training::statistics::mean;
use training::trial::Trial;

#[cfg(test)]
mod tests;

/// The experiment.
pub struct WeightDecay;

/// The book's settings (section 6.4.2), and beside them ours.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// The network, its images and its learning rate.
    #[command(flatten)]
    #[serde(flatten)]
    pub few_images: FewImages,

    /// Epochs (V3)
    #[arg(long, value_parser = count, default_value = "201")]
    pub epochs: usize,

    /// Weight decay λ, held against none (V3)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub weight_decay: f64,

    /// More values of λ, ours, separated by commas (V3)
    #[arg(long, value_parser = non_negative, value_delimiter = ',', default_value = "0.001,0.003,0.01,0.03,0.3")]
    pub range: Vec<f64>,

    /// Weight decay λ at our setting, held against none (V3)
    #[arg(long, value_parser = positive, default_value = "0.003")]
    pub our_weight_decay: f64,
}

/// ½λW² joins the loss, so λW joins each weight's gradient.
const REMEDY: Remedy = Remedy {
    name: "weight decay",
    strength: "λ",
    apply: |plan, weight_decay| Plan { weight_decay, ..plan },
};

impl Settings {
    fn strengths(&self) -> Strengths {
        let Self { epochs, weight_decay: book, our_weight_decay: ours, .. } = *self;
        Strengths { epochs, book, range: self.range.clone(), ours }
    }
}

/// By how much the norm of all weights grew, as a share of what it was.
fn relative_growth(curves: &Curves) -> f64 {
    curves.norm_growth() / (curves.norm_at_end() - curves.norm_growth())
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "weight_decay",
    title: "Weight decay · 가중치 감소",
    about: "Training and test accuracy on 300 training images with and without weight decay, over a \
     range of λ, and the norm of the weights.",
    shows: "with and without, at the book's setting and at one of ours",
    statements: &["V3"],
    seeds: 6,
    needs_data: true,
};

impl Experiment for WeightDecay {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Curves;

    const ABOUT: About = ABOUT;

    fn arms(settings: &Settings) -> Vec<Arm> {
        REMEDY.arms(&settings.few_images, &settings.strengths())
    }

    fn steps(_: &Settings, arm: &Arm) -> u64 {
        arm.plan.iterations as u64
    }

    fn trial(_: &Settings, arm: &Arm, trial: &Trial) -> Curves {
        arm.plan.train(&trial.data().test, trial)
    }
}

impl View for WeightDecay {
    fn for_claims(settings: &Settings) -> Settings {
        let few_images = settings.few_images.without_curves(settings.epochs);
        Settings { few_images, range: Vec::new(), ..settings.clone() }
    }

    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let settings = &record.settings;
        let curves = REMEDY.curves(record, &settings.few_images, &settings.strengths()).alt(
            "Training and test accuracy over the epochs, with and without weight decay. At the book's \
             setting decay lowers both and brings them together; at ours both networks know all their \
             training images, and the one with decay a few more of the test images.",
        );
        let range = REMEDY.range(record, &settings.strengths()).alt(
            "Training accuracy, test accuracy, the gap between them and the norm of all weights against \
             λ: little happens up to 0.03; then the weights shrink and both accuracies fall.",
        );
        vec![("weight_decay", curves.into()), ("weight_decay_range", range.into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        table(record, "weight decay")
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let Settings { few_images, weight_decay, .. } = &record.settings;
        let mut claims = REMEDY.claims(record, "V3", few_images, &record.settings.strengths());
        // "Overfitting often comes with large weights."
        let (without, with) = (REMEDY.at_book(0.0), REMEDY.at_book(*weight_decay));
        claims.push(
            claim(
                "V3",
                "without decay the norm of all weights ends larger than with it (difference)",
            )
            .because("at 0 decay has penalized nothing")
            .above(0.0, &record.differences(&without, &with, Curves::norm_at_end)),
        );
        claims.push(
            claim("V3", "without decay the norm grows while the network comes to overfit (by how much)")
                .because("at 0 overfitting comes without larger weights")
                .mind(format!(
                    "That is {} of the norm that the network starts with. And it is said of one \
                     network while it trains, not from network to network: whether larger weights go \
                     with a wider gap there, the table at V1 shows, which has both.",
                    percent(mean(&record.values(&without, relative_growth)))
                ))
                .above(0.0, &record.values(&without, Curves::norm_growth)),
        );
        claims
    }
}
