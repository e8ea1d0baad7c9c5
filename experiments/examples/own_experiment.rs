//! Adds an experiment and its statement, up to the verdict in the report. Explained in
//! docs/guides/own_experiment.md
//!
//! `cargo run -p experiments --example own_experiment -- lecture --only X1`
//!
//! `cargo test -p experiments --example own_experiment` tests that its claim can fail.

use std::process::ExitCode;

use clap::Args;
use datasets::Samples;
use experiments::EXPERIMENTS;
use experiments::commands::root;
use experiments::lecture::LECTURE;
use extensions::initializers::He;
use extensions::random::{Purpose, Stream};
use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::cli::Entry;
use lab::counterexamples::Counterexamples;
use lab::experiment::{About, Drawing, Experiment, RecordOf, View};
use lab::statement::{Chapter, Statement};
use lab::table::{Table, number};
use lab::verdict::{Claim, claim};
use serde::{Deserialize, Serialize};
use training::batches::batch;
use training::classifier::{initial_mlp, shape};
use training::flags::steps;
use training::loss::cross_entropy;
use training::statistics::mean;
use training::trial::Trial;

/// The chapter, with the statement that the experiment tests.
const MINE: Chapter = Chapter {
    number: 8,
    title: "My own",
    korean: "나의 장",
    statements: &[Statement {
        id: "X1",
        title: "Larger mini-batches",
        korean: "더 큰 미니배치",
        sentence: "The loss of a mini-batch is an estimate: four times as many images halve its error.",
        equation: "σ_n = {σ|√n}",
        question: None,
        code: &[],
    }],
};

/// The experiment.
struct BatchNoise;

/// The settings that a user can choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
struct Settings {
    /// Mini-batches of each size (X1)
    #[arg(long, value_parser = steps, default_value = "200")]
    batches: usize,
}

/// What one trial measures.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Measured {
    /// The standard deviation of the loss over the mini-batches.
    spread: f64,
}

const SIZES: [usize; 4] = [16, 64, 256, 1024];

/// What the experiment is about.
const ABOUT: About = About {
    name: "batch_noise",
    title: "The noise of mini-batches",
    about: "How far the losses of mini-batches of one size lie apart.",
    shows: "How far the losses of mini-batches of one size lie apart.",
    statements: &["X1"],
    seeds: 10,
    needs_data: true,
};

impl Experiment for BatchNoise {
    type Settings = Settings;
    type Arm = usize;
    type Measured = Measured;

    const ABOUT: About = ABOUT;

    fn arms(_: &Settings) -> Vec<usize> {
        SIZES.to_vec()
    }

    fn steps(settings: &Settings, _: &usize) -> u64 {
        settings.batches as u64
    }

    fn trial(settings: &Settings, &size: &usize, trial: &Trial) -> Measured {
        let (samples, device) = (&trial.data().training, trial.device());
        let model = initial_mlp(&shape(&[50], samples), &He, trial.seed, &device);
        let mut stream = trial.stream(Purpose::Batches);
        let mut loss = || {
            let (images, labels) = batch(samples, &stream.indices(samples.len(), size), &device);
            trial.step_done();
            f64::from(cross_entropy(model.forward(images), labels).into_scalar::<f32>())
        };
        let losses: Vec<f64> = (0..settings.batches).map(|_| loss()).collect();
        let squares: Vec<f64> = losses.iter().map(|x| (x - mean(&losses)).powi(2)).collect();
        Measured { spread: mean(&squares).sqrt() }
    }

    fn fits(_: &Settings, _: &usize, measured: &Measured) -> bool {
        measured.spread >= 0.0
    }
}

impl View for BatchNoise {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let point = |size: &usize| [*size as f64, mean(&spreads(record, *size))];
        let line = Mark::line("measured", Ink::Series(0), SIZES.iter().map(point).collect());
        let panel = Panel::new("")
            .x(Axis::new("images in a mini-batch").log())
            .y(Axis::new("standard deviation of the loss").log())
            .with(line.marked(Marker::Dot));
        let figure = Figure::new("The larger a mini-batch, the surer its loss")
            .alt("The spread of the loss falls in a straight line on logarithmic scales.")
            .panel(panel);
        vec![("batch_noise", figure.into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new(["images", "standard deviation of the loss"]);
        for size in SIZES {
            table.row([size.to_string(), number(mean(&spreads(record, size)))]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let [small, large] = [16, 64].map(|size| spreads(record, size));
        let ratio: Vec<f64> = small.iter().zip(&large).map(|(a, b)| a / b).collect();
        let off: Vec<f64> = ratio.iter().map(|ratio| (ratio.log2() - 1.0).abs()).collect();
        vec![
            claim("X1", "from 16 to 64 images the spread halves (|log₂ of the ratio − 1|)")
                .because("0 is exactly half; without any fall, or with a fourfold one, it is 1")
                .at_our_setting()
                .below(0.5, &off),
        ]
    }
}

fn spreads(record: &RecordOf<BatchNoise>, size: usize) -> Vec<f64> {
    record.values(&size.to_string(), |measured| measured.spread)
}

impl Counterexamples for BatchNoise {
    /// By luck alone, the spread is sometimes large and sometimes small, whatever the size.
    fn noise(_: &Settings, _: &usize, stream: &mut Stream) -> Measured {
        Measured { spread: 0.1 * (0.5 * stream.normal()).exp() }
    }

    /// The opposite: the spread does not depend on the size.
    fn opposite(_: usize, _: &Settings, _: &usize, stream: &mut Stream) -> Measured {
        Measured { spread: 0.1 + 0.005 * stream.normal() }
    }
}

const ENTRY: Entry = Entry::of::<BatchNoise>();

fn main() -> ExitCode {
    LECTURE.add(MINE);
    EXPERIMENTS.add(ENTRY);
    root::main()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_claim_can_fail() {
        for claim in (super::ENTRY.tested_claims)() {
            assert_eq!(claim.fault(), None);
        }
    }
}
