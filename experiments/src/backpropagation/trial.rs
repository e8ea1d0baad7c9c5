//! One trial: a graph, single nodes, or the gradient check of a network.

use std::fmt;

use lab::experiment::{About, Experiment};
use serde::{Deserialize, Serialize};
use training::needs::{Needs, NetworkSize};
use training::trial::Trial;

use super::gradient_check::{Check, check};
use super::graph::{APPLES, ORANGES, Passes};
use super::node::{NODES, Passed, pass_through_nodes};
use super::settings::Settings;

/// The experiment.
pub struct Backpropagation;

/// What is differentiated.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // each variant displays as its description
pub enum Arm {
    Apples,
    Oranges,
    Nodes,
    Network(usize),
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Apples => f.write_str(APPLES.name),
            Self::Oranges => f.write_str(ORANGES.name),
            Self::Nodes => f.write_str("nodes"),
            Self::Network(hidden) => write!(f, "{hidden} hidden neurons"),
        }
    }
}

/// What a trial measures.
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
    /// The gradient of a network.
    Check(Check),
}

impl Experiment for Backpropagation {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn needs(settings: &Settings) -> Needs {
        // In 64 bits: the weights and four gradients, as lists and as tensors.
        let network = |&hidden: &usize| NetworkSize {
            for_each_parameter: 20,
            for_each_activation: 12,
            evaluated: 0,
            flags: ["--hidden", "--images"],
            ..NetworkSize::new(&[hidden], settings.images)
        };
        let needs = Needs::default().images(&[("--images", settings.images)]);
        settings.hidden.iter().map(network).fold(needs, Needs::network)
    }

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
            Arm::Nodes => Measured::Nodes { passed: pass_through_nodes(trial) },
            Arm::Network(hidden) => Measured::Check(check(settings, *hidden, trial)),
        }
    }

    fn fits(_: &Settings, arm: &Arm, measured: &Measured) -> bool {
        match (arm, measured) {
            (Arm::Apples, Measured::Graph(passes)) => APPLES.fits(passes),
            (Arm::Oranges, Measured::Graph(passes)) => ORANGES.fits(passes),
            (Arm::Nodes, Measured::Nodes { passed }) => passed.len() == NODES,
            (Arm::Network(_), Measured::Check(check)) => check.fits(),
            _ => false,
        }
    }
}
