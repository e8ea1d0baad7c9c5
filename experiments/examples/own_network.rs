//! Adds two networks in plain Burn, a small convolutional one and a residual one, and compares them with the
//! perceptron. Explained in docs/guides/own_network.md
//!
//! `cargo run -p experiments --example own_network -- train --network residual --save residual.safetensors`
//!
//! `cargo run -p experiments --example own_network -- predict --model residual.safetensors 7.png`
//!
//! `cargo run -p experiments --example own_network -- lecture --only X2,X3`

use std::process::ExitCode;

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::{Device, Tensor, activation::relu};
use clap::Args;
use experiments::EXPERIMENTS;
use experiments::commands::root;
use experiments::lecture::LECTURE;
use experiments::shared::losses::loss_figure;
use experiments::shared::made_up::{accuracy, between, run as made_up};
use extensions::initializers::He;
use extensions::random::Stream;
use lab::cli::Entry;
use lab::counterexamples::Counterexamples;
use lab::experiment::{About, Drawing, Experiment, RecordOf, View};
use lab::statement::{Chapter, Statement};
use lab::table::{Table, number, percent};
use lab::verdict::{Claim, claim};
use serde::{Deserialize, Serialize};
use training::classifier::{Classifier, initial_mlp, shape};
use training::flags::{batch_size, steps};
use training::losses::LAST;
use training::networks::{NETWORKS, Network, NetworkEntry, initial};
use training::optimizers::named;
use training::run::Run;
use training::statistics::mean;
use training::trainer::Trainer;
use training::trial::Trial;

/// Eight 5 × 5 filters, ReLU, 2 × 2 max pooling, and a linear layer.
#[derive(Module, Debug)]
struct ConvNet {
    conv: Conv2d,
    pool: MaxPool2d,
    output: Linear,
    #[module(skip)]
    image: [usize; 2],
}

impl Classifier for ConvNet {
    fn logits(&self, images: Tensor<2>) -> Tensor<2> {
        let [batch, _] = images.dims();
        let [rows, columns] = self.image;
        let x = images.reshape([batch, 1, rows, columns]);
        let x = self.pool.forward(relu(self.conv.forward(x))); // [batch, 8, rows', columns']
        self.output.forward(x.flatten(1, 3)) // [batch, classes]
    }
}

impl Network for ConvNet {
    const NAME: &'static str = "convolutional";
    const SMALLEST_IMAGE: (usize, usize) = (6, 6); // one place for the pooling, after the filters

    fn untrained((rows, columns): (usize, usize), classes: usize, device: &Device) -> Self {
        let pooled = 8 * ((rows - 4) / 2) * ((columns - 4) / 2);
        Self {
            conv: Conv2dConfig::new([1, 8], [5, 5]).init(device),
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            output: LinearConfig::new(pooled, classes).init(device),
            image: [rows, columns],
        }
    }
}

/// A residual block: two convolutions F, and a connection around them (He et al. 2015, arXiv 1512.03385).
#[derive(Module, Debug)]
struct Block {
    first: Conv2d,
    second: Conv2d,
}

impl Block {
    fn new(channels: usize, device: &Device) -> Self {
        let conv = || filters([channels, channels]).init(device);
        Self { first: conv(), second: conv() }
    }

    /// `x` and the output are `[batch, channels, rows, columns]`.
    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let f = self.second.forward(relu(self.first.forward(x.clone())));
        relu(f + x) // y = F(x) + x, equation 1 of the paper, and the ReLU after it
    }
}

/// 3 × 3 filters that keep the number of rows and columns.
fn filters(channels: [usize; 2]) -> Conv2dConfig {
    Conv2dConfig::new(channels, [3, 3]).with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
}

/// A convolution that halves the image, two residual blocks of eight channels, and a linear layer.
#[derive(Module, Debug)]
struct ResidualNet {
    first: Conv2d,
    blocks: Vec<Block>,
    output: Linear,
    #[module(skip)]
    image: [usize; 2],
}

impl Classifier for ResidualNet {
    fn logits(&self, images: Tensor<2>) -> Tensor<2> {
        let [batch, _] = images.dims();
        let [rows, columns] = self.image;
        let x = images.reshape([batch, 1, rows, columns]);
        let x = relu(self.first.forward(x)); // [batch, 8, rows / 2, columns / 2], rounded up
        let x = self.blocks.iter().fold(x, |x, block| block.forward(x)); // the same shape
        self.output.forward(x.flatten(1, 3)) // [batch, classes]
    }
}

impl Network for ResidualNet {
    const NAME: &'static str = "residual";

    fn untrained((rows, columns): (usize, usize), classes: usize, device: &Device) -> Self {
        let flat = 8 * rows.div_ceil(2) * columns.div_ceil(2);
        Self {
            first: filters([1, 8]).with_stride([2, 2]).init(device),
            blocks: (0..2).map(|_| Block::new(8, device)).collect(),
            output: LinearConfig::new(flat, classes).init(device),
            image: [rows, columns],
        }
    }
}

/// The chapter, with the statements that the experiment tests.
const MINE: Chapter = Chapter {
    number: 8,
    title: "My own",
    korean: "나의 장",
    statements: &[
        Statement {
            id: "X2",
            title: "Convolution",
            korean: "합성곱",
            sentence: "After as many steps, a network whose neurons see only a few neighbouring pixels \
                classifies more test images correctly than a perceptron.",
            equation: "a_ij = b + ∑_kl w_kl x_i+k,j+l",
            question: None,
            code: &[],
        },
        Statement {
            id: "X3",
            title: "Residual connections",
            korean: "잔차 연결",
            sentence: "After as many steps, a deeper network of residual blocks classifies more test images \
                correctly than a perceptron and than a single convolution.",
            equation: "y = F ( x ) + x",
            question: None,
            code: &[],
        },
    ],
};

/// Compares the two networks with a perceptron, all trained by Adam on the same mini-batches.
struct OwnNetwork;

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
struct Settings {
    /// Training steps
    #[arg(long, value_parser = steps, default_value = "500")]
    iterations: usize,

    /// Images in a mini-batch, drawn with replacement
    #[arg(long, value_parser = batch_size, default_value = "100")]
    batch_size: usize,
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "own_network",
    title: "A convolutional and a residual network",
    about: "A perceptron, a convolutional and a residual network learn the same images.",
    shows: "A perceptron, a convolutional and a residual network learn the same images.",
    statements: &["X2", "X3"],
    seeds: 10,
    needs_data: true,
};

const ARMS: [&str; 3] = ["perceptron", ConvNet::NAME, ResidualNet::NAME];

impl Experiment for OwnNetwork {
    type Settings = Settings;
    type Arm = &'static str;
    type Measured = Run;

    const ABOUT: About = ABOUT;

    fn arms(_: &Settings) -> Vec<&'static str> {
        ARMS.to_vec()
    }

    fn steps(settings: &Settings, _: &&'static str) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &&'static str, trial: &Trial) -> Run {
        match *arm {
            ConvNet::NAME => own::<ConvNet>(settings, trial),
            ResidualNet::NAME => own::<ResidualNet>(settings, trial),
            _ => {
                let shape = shape(&[100], &trial.data().training);
                run(initial_mlp(&shape, &He, trial.seed, &trial.autodiff()), settings, trial)
            }
        }
    }

    fn fits(settings: &Settings, _: &&'static str, measured: &Run) -> bool {
        measured.fits(settings.iterations)
    }
}

fn own<M: Network>(settings: &Settings, trial: &Trial) -> Run {
    let network = initial::<M>(&trial.data().training, trial.seed, &trial.autodiff());
    // A trial that panics fails with this sentence, as for images that are too small.
    run(network.unwrap_or_else(|reason| panic!("{reason}")), settings, trial)
}

fn run<M: Classifier>(model: M, settings: &Settings, trial: &Trial) -> Run {
    let adam = named("Adam").expect("it is in the list");
    let (rate, size) = (adam.mnist_rate, settings.batch_size);
    let trainer = Trainer::new(model, adam.build(0.0), rate, size, trial.seed, &trial.autodiff());
    Run::of(trainer, settings.iterations, trial)
}

impl View for OwnNetwork {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let title = format!("How fast three networks learn {}", record.data_name());
        let figure = loss_figure(&title, record, 1.0, []);
        vec![("own_network", figure.alt("Loss against iteration for the three networks.").into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new(["network", "loss at the end", "test accuracy"]);
        for arm in ARMS {
            let losses = record.values(arm, |run| run.losses.last(LAST));
            let accuracies = record.values(arm, |run| run.test_accuracy);
            table.row([arm.into(), number(mean(&losses)), percent(mean(&accuracies))]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let [mlp, conv, residual] = ARMS;
        let differ = |id, sentence, better, worse| {
            let gap = record.differences(better, worse, |run| run.test_accuracy);
            claim(id, sentence)
                .because("at 0 both classify equally many test images correctly")
                .at_our_setting()
                .above(0.0, &gap)
        };
        let [x2, x3_mlp, x3_conv] = [
            "the convolutional network is more accurate on test images than the perceptron (difference)",
            "the residual network is more accurate on test images than the perceptron (difference)",
            "the residual network is more accurate on test images than the convolutional one (difference)",
        ];
        vec![
            differ("X2", x2, conv, mlp),
            differ("X3", x3_mlp, residual, mlp),
            differ("X3", x3_conv, residual, conv),
        ]
    }
}

impl Counterexamples for OwnNetwork {
    /// By luck alone, each network ends somewhere.
    fn noise(_: &Settings, _: &&'static str, stream: &mut Stream) -> Run {
        let share = between(0.85, 0.98, stream);
        made_up(0.2, accuracy(share, 10_000, stream), stream)
    }

    /// The opposite: the deeper the network, the fewer images it classifies correctly.
    fn opposite(_: usize, _: &Settings, arm: &&'static str, stream: &mut Stream) -> Run {
        let share = match *arm {
            ConvNet::NAME => 0.94,
            ResidualNet::NAME => 0.91,
            _ => 0.97,
        };
        made_up(0.2, accuracy(share, 10_000, stream), stream)
    }
}

fn main() -> ExitCode {
    NETWORKS.add(NetworkEntry::of::<ConvNet>());
    NETWORKS.add(NetworkEntry::of::<ResidualNet>());
    LECTURE.add(MINE);
    EXPERIMENTS.add(Entry::of::<OwnNetwork>());
    root::main()
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_claim_can_fail() {
        for claim in (super::Entry::of::<super::OwnNetwork>().tested_claims)() {
            assert_eq!(claim.fault(), None);
        }
    }
}
