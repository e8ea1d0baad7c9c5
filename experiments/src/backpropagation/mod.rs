//! Backpropagation · 오차역전파: B1–B3.
//!
//! A graph of additions and multiplications, each with its own rule backwards (B2, B3), gives all
//! derivatives in one pass. In a network they are those of numerical differentiation, at the cost
//! of about two forward passes, however many parameters there are (B1).

use burn::tensor::{Tensor, TensorData};
use clap::Args;
use extensions::gradients::BOOK_STEP;
use serde::{Deserialize, Serialize};

use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::table::{Table, number, whole};
use lab::verdict::Claim;
use training::flags::{count, positive};
use training::trial::Trial;

mod cost;
mod graph;
mod network;
mod node;
#[cfg(test)]
mod tests;

use cost::Check;
use graph::{APPLES, Graph, ORANGES, Passes};
use node::Passed;

/// The experiment.
pub struct Backpropagation;

/// The book's settings (chapter 5): the gradient check has 50 hidden neurons; the narrower networks
/// that show how the cost grows are ours.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// Hidden neurons of the networks whose gradients are checked, separated by commas; 50 is the
    /// book's, the others ours (B1)
    #[arg(long, value_parser = count, value_delimiter = ',', default_value = "2,5,10,20,50")]
    pub hidden: Vec<usize>,

    /// Images whose loss is differentiated: the first of the training set (B1)
    #[arg(long, value_parser = count, default_value = "3")]
    pub images: usize,

    /// The standard deviation of the weights (B1)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub weight_std: f64,

    /// The step h of the central difference (B1)
    #[arg(long, value_parser = positive, default_value_t = BOOK_STEP)]
    pub h: f64,
}

/// Values to differentiate by.
fn leaf<const D: usize>(values: &[f64], shape: [usize; D], trial: &Trial) -> Tensor<D> {
    let data = TensorData::new(values.to_vec(), shape);
    Tensor::from_data(data, (&trial.autodiff(), trial.widest())).require_grad()
}

fn values_of<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
    tensor.into_data().iter().collect()
}

/// What is worked out.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // each is named by what it displays as
pub enum Arm {
    Apples,
    Oranges,
    Nodes,
    Network(usize),
}

impl std::fmt::Display for Arm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Apples => f.write_str(APPLES.name),
            Self::Oranges => f.write_str(ORANGES.name),
            Self::Nodes => f.write_str("nodes"),
            Self::Network(hidden) => write!(f, "{hidden} hidden neurons"),
        }
    }
}

/// What a trial measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// A graph, forward and backward.
    Graph(Passes),
    /// Single nodes.
    Nodes {
        /// What each passed back.
        passed: Vec<Passed>,
    },
    /// A network's gradient.
    Check(Check),
}

fn checks(record: &RecordOf<Backpropagation>) -> Vec<(&str, &Check)> {
    let first =
        record.arms.iter().flat_map(|arm| Some((arm.name.as_str(), &arm.trials.first()?.measured)));
    first
        .filter_map(|(name, measured)| match measured {
            Measured::Check(check) => Some((name, check)),
            _ => None,
        })
        .collect()
}

fn passes<'a>(record: &'a RecordOf<Backpropagation>, graph: &Graph) -> Option<&'a Passes> {
    record.arm(graph.name).find_map(|measured| match measured {
        Measured::Graph(passes) => Some(passes),
        _ => None,
    })
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "backpropagation",
    title: "Backpropagation · 오차역전파",
    about: "Derivatives passed back through a computation graph, node by node: \
                             the same as by numerical differentiation, for a fraction of the work.",
    shows: "derivatives node by node, checked, and what a gradient costs",
    statements: &["B1", "B2", "B3"],
    seeds: 1,
    needs_data: true,
};

impl Experiment for Backpropagation {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = ABOUT;

    fn arms(settings: &Settings) -> Vec<Arm> {
        let networks = settings.hidden.iter().map(|&hidden| Arm::Network(hidden));
        [Arm::Apples, Arm::Oranges, Arm::Nodes].into_iter().chain(networks).collect()
    }

    fn steps(_: &Settings, arm: &Arm) -> u64 {
        match arm {
            // Two forward passes for each parameter of MNIST's 784-hidden-10.
            Arm::Network(hidden) => 2 * (795 * *hidden as u64 + 10),
            _ => 0,
        }
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        match arm {
            Arm::Apples => Measured::Graph(APPLES.passes(trial)),
            Arm::Oranges => Measured::Graph(ORANGES.passes(trial)),
            Arm::Nodes => Measured::Nodes { passed: node::pass_through_nodes(trial) },
            Arm::Network(hidden) => Measured::Check(cost::check(settings, *hidden, trial)),
        }
    }
}

impl View for Backpropagation {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let mut figures: Vec<(&'static str, Drawing)> = Vec::new();
        for (file, graph) in [("apples", &APPLES), ("apples_and_oranges", &ORANGES)] {
            if let Some(passes) = passes(record, graph) {
                figures.push((file, graph.diagram(passes).into()));
            }
        }
        for measured in record.arm("nodes") {
            if let Measured::Nodes { passed } = measured {
                figures.extend(passed.get(1).map(|passed| ("nodes", node::diagram(passed).into())));
            }
        }
        figures.push(("cost", cost::figure(&checks(record)).into()));
        figures
    }

    fn shown_at(figure: &str) -> &'static str {
        if figure == "nodes" { "B2" } else { "B1" }
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new([
            "784-n-10 sigmoid",
            "parameters",
            "mean |difference|",
            "mean |derivative|",
            "multiplications: backpropagation",
            "central differences",
            "ratio",
        ]);
        for (name, check) in checks(record) {
            let largest = |numbers: &[f64]| numbers.iter().copied().fold(0.0, f64::max);
            table.row([
                name.into(),
                whole(check.parameters as u64),
                number(largest(&check.differences)),
                number(largest(&check.sizes)),
                whole(check.backpropagation),
                whole(check.central_differences),
                whole(check.central_differences / check.backpropagation),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        // First what the statement says of networks, then the book's numbers.
        let mut claims = cost::claims(&checks(record), record.settings.h);
        for graph in [&APPLES, &ORANGES] {
            claims.extend(passes(record, graph).into_iter().flat_map(|found| graph.claims(found)));
        }
        for measured in record.arm("nodes") {
            if let Measured::Nodes { passed } = measured {
                claims.extend(node::claims(passed));
            }
        }
        claims
    }
}
