//! Overfitting · 오버피팅: V1, V2 and I1 on MNIST.
//!
//! A network overfits where it knows its training images and not those it has never seen: the gap
//! between the two accuracies is wide. One network is trained time and again, and one thing about
//! it changed: how many training images it has (V2: few overfit), its width and its depth (V1: many
//! parameters overfit), and how large its initial weights are (I1: small ones hold it down).
//!
//! The lecture has no figure of this, so the settings are ours. Learning rate and iterations are
//! such that the end shows what a network keeps of its images, not how far it came: 0.1 and 1000 are
//! the first round numbers at which 784-100×2-10 knows all of 300 images whatever the scale of its
//! initial weights from 0.1 to 4 (tried at seed 100, which is not among the claims' seeds).

use clap::Args;
use figures::Figure;
use serde::{Deserialize, Serialize};

use crate::shared::epochs::{Curved, gap_panel, table};
use lab::curves::over_seeds;
use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::table::Table;
use lab::verdict::Claim;
use training::epochs::{Arm, Curves, Plan, ordered};
use training::flags::{batch_size, count, positive, width};
use training::trial::Trial;

mod claims;
#[cfg(test)]
mod tests;

/// The experiment.
pub struct Overfitting;

/// Settings of ours.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (ours: the lecture has no figure of this)")]
pub struct Settings {
    /// Training images, where their number is not what changes (V1, I1)
    #[arg(long, value_parser = count, default_value = "300")]
    pub images: usize,

    /// Neurons of each hidden layer, where the width is not what changes (V1, V2, I1)
    #[arg(long, value_parser = width, default_value = "100")]
    pub width: usize,

    /// Hidden layers, where the depth is not what changes (V1, V2, I1)
    #[arg(long, value_parser = count, default_value = "2")]
    pub depth: usize,

    /// Numbers of training images, separated by commas (V2)
    #[arg(long, value_parser = count, value_delimiter = ',', default_value = "100,300,1000,3000,10000")]
    pub numbers_of_images: Vec<usize>,

    /// Widths: neurons of each hidden layer (V1)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "2,3,5,10,30,100,300")]
    pub widths: Vec<usize>,

    /// Depths: numbers of hidden layers (V1)
    #[arg(long, value_parser = count, value_delimiter = ',', default_value = "1,2,4,6")]
    pub depths: Vec<usize>,

    /// Standard deviations of the initial weights, as multiples of He's (I1)
    #[arg(long, value_parser = positive, value_delimiter = ',', default_value = "0.1,0.3,1,3")]
    pub scales: Vec<f64>,

    /// Learning rate η of SGD (V1, V2, I1)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub learning_rate: f64,

    /// Images in a mini-batch, drawn with replacement (V1, V2, I1)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub batch_size: usize,

    /// Training steps, the same for every network (V1, V2, I1)
    #[arg(long, value_parser = count, default_value = "1000")]
    pub iterations: usize,
}

/// One thing changed, from the least to the most.
struct Sweep {
    /// What is changed.
    label: &'static str,
    /// Each value as it is written, and what is trained there.
    plans: Vec<(String, Plan)>,
}

impl Sweep {
    fn last(&self) -> usize {
        self.plans.len() - 1
    }

    fn value(&self, i: usize) -> &str {
        &self.plans[i].0
    }

    fn arm(&self, i: usize) -> String {
        name(&self.plans[i].1)
    }

    /// What it lacks to compare two values, if anything.
    fn missing(&self) -> String {
        match self.plans.as_slice() {
            [(value, _)] => format!("{}: {value} alone was run", self.label),
            _ => String::new(),
        }
    }

    /// For each seed, the gap at place `a` minus the gap at place `b`.
    fn wider(&self, record: &Curved<Settings>, a: usize, b: usize) -> Vec<f64> {
        record.differences(&self.arm(a), &self.arm(b), Curves::gap)
    }
}

/// The sweeps cross in one network, which is trained once: an arm is called by all that it is.
fn name(plan: &Plan) -> String {
    let Plan { images, hidden, initial_scale, .. } = plan;
    let layers = if hidden.len() == 1 { "layer" } else { "layers" };
    format!("{images} images, {} {layers} of {}, {initial_scale} × He", hidden.len(), hidden[0])
}

impl Settings {
    fn base(&self) -> Plan {
        Plan {
            images: self.images,
            hidden: vec![self.width; self.depth],
            initial_scale: 1.0,
            learning_rate: self.learning_rate,
            batch_size: self.batch_size,
            iterations: self.iterations,
            // The end is what counts.
            evaluate_every: self.iterations,
            weight_decay: 0.0,
            dropout: 0.0,
        }
    }

    /// Images, width, depth, scale.
    fn sweeps(&self) -> [Sweep; 4] {
        let sweep = |label, values: Vec<f64>, change: &dyn Fn(&mut Plan, f64)| {
            let plan = |value: f64| {
                let mut plan = self.base();
                change(&mut plan, value);
                (value.to_string(), plan)
            };
            Sweep { label, plans: ordered(values).into_iter().map(plan).collect() }
        };
        let whole = |values: &[usize]| values.iter().map(|&n| n as f64).collect();
        [
            sweep("training images", whole(&self.numbers_of_images), &|plan, n| {
                plan.images = n as usize
            }),
            sweep("neurons a layer", whole(&self.widths), &|plan, n| plan.hidden.fill(n as usize)),
            sweep("hidden layers", whole(&self.depths), &|plan, n| {
                plan.hidden = vec![self.width; n as usize]
            }),
            sweep("initial weights, times He's", self.scales.clone(), &|plan, x| {
                plan.initial_scale = x
            }),
        ]
    }
}

/// From this training accuracy on a network is said to fit its training images: of 300, all but 3.
const FITS: f64 = 0.99;

/// What the experiment is about.
const ABOUT: About = About {
    name: "overfitting",
    title: "Overfitting · 오버피팅",
    about: "How far training and test accuracy come apart, against the number of training images, the \
     network's width and depth, and the size of its initial weights.",
    shows: "the gap against images, network size, initial weights",
    statements: &["V1", "V2", "I1"],
    seeds: 6,
    needs_data: true,
};

impl Experiment for Overfitting {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Curves;

    const ABOUT: About = ABOUT;

    fn arms(settings: &Settings) -> Vec<Arm> {
        let plans = settings.sweeps().into_iter().flat_map(|sweep| sweep.plans);
        let mut arms: Vec<Arm> = Vec::new();
        for (_, plan) in plans {
            let arm = Arm { name: name(&plan), plan };
            if !arms.contains(&arm) {
                arms.push(arm);
            }
        }
        arms
    }

    fn steps(_: &Settings, arm: &Arm) -> u64 {
        arm.plan.iterations as u64
    }

    fn trial(_: &Settings, arm: &Arm, trial: &Trial) -> Curves {
        arm.plan.train(&trial.data().test, trial)
    }
}

impl View for Overfitting {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let panels = record.settings.sweeps().into_iter().map(|sweep| {
            let arms = sweep.plans.iter().map(|(value, plan)| (name(plan), value.clone()));
            gap_panel(record, sweep.label, &arms.collect::<Vec<_>>())
        });
        let Settings { images, width, depth, .. } = record.settings;
        let figure = Figure::new("What makes a network overfit")
            .subtitle(format!(
                "784-{width}×{depth}-10 on {images} images, one thing changed in each panel; {}",
                over_seeds(record)
            ))
            .alt("Training accuracy, test accuracy and the gap between them against the number of \
                  training images, the neurons of a layer, the hidden layers, and the scale of the \
                  initial weights. The gap closes as images are added; large initial weights widen it.")
            .grid(2, 330.0, 230.0)
            .panels(panels);
        vec![("overfitting", figure.into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        table(record, "network")
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        claims::claims(record)
    }
}
