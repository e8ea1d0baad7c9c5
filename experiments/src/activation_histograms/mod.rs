//! Activation histograms · 은닉층의 활성화값 분포: I3–I7, layer by layer.
//!
//! Random input runs through five layers of one hundred neurons. How its activations spread depends
//! on the initial weights (I3): with std 1 they pile up at the sigmoid's ends and the gradient
//! vanishes (I4), with 0.01 they crowd around ½ (I5), Xavier keeps them spread for sigmoid and tanh
//! (I6), He for ReLU (I7).

use std::fmt;

use burn::tensor::{Tensor, TensorData};
use clap::Args;
use extensions::initializers::{He, Initializer, Normal, Xavier};
use extensions::random::Purpose;
use serde::{Deserialize, Serialize};

use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::explorer::Explorer;
use lab::table::{Table, number};
use lab::verdict::Claim;
use training::activations::named;
use training::flags::{batch_size, count, positive, width};
use training::statistics::mean;
use training::trial::Trial;

mod claims;
mod draw;
mod explore;
mod layer;
#[cfg(test)]
mod tests;

pub use layer::Layer;
use layer::derivative;

/// The experiment.
pub struct ActivationHistograms;

/// The book's settings (sections 6.2.2 and 6.2.3).
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// Random inputs that run through the network (I3-I7)
    #[arg(long, value_parser = batch_size, default_value = "1000")]
    pub inputs: usize,

    /// Neurons of each layer, and numbers in an input (I3-I7)
    #[arg(long, value_parser = width, default_value = "100")]
    pub neurons: usize,

    /// Layers (I3-I7)
    #[arg(long, value_parser = layers, default_value = "5")]
    pub layers: usize,

    /// The large standard deviation (I4)
    #[arg(long, value_parser = positive, default_value = "1")]
    pub large_std: f64,

    /// The small standard deviation (I5, I7)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub small_std: f64,

    /// More standard deviations, ours, separated by commas (I3)
    #[arg(long, value_parser = positive, value_delimiter = ',', default_value = "0.03,0.05,0.2,0.3,0.5")]
    pub scales: Vec<f64>,
}

impl Settings {
    /// All standard deviations in order, each once, and what the book calls those that it has.
    fn stds(&self) -> Vec<(f64, Option<&'static str>)> {
        let inputs = self.neurons as f64;
        let books = [self.large_std, self.small_std, (1.0 / inputs).sqrt(), (2.0 / inputs).sqrt()];
        let books = books.into_iter().zip(INITIALIZERS.map(Some));
        let mut stds: Vec<_> = books.chain(self.scales.iter().map(|&std| (std, None))).collect();
        // The sort is stable: where two are alike, the book's is the one that stays.
        stds.sort_by(|a, b| a.0.total_cmp(&b.0));
        stds.dedup_by(|a, b| a.0 == b.0);
        stds
    }
}

fn layers(text: &str) -> Result<usize, String> {
    let allowed = "allowed: a whole number from 2 to 50";
    count(text)
        .map_err(|_| allowed.into())
        .and_then(|n| if (2..=50).contains(&n) { Ok(n) } else { Err(allowed.into()) })
}

/// An activation function with initial weights: one of the book's four, or another standard deviation.
#[derive(Clone)]
pub struct Arm {
    activation: &'static str,
    initializer: Option<&'static str>,
    std: f64,
}

impl Arm {
    fn initializer(&self) -> Box<dyn Initializer> {
        match self.initializer {
            Some("Xavier") => Box::new(Xavier),
            Some("He") => Box::new(He),
            _ => Box::new(Normal { std: self.std }),
        }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&arm_at(self.activation, self.initializer, self.std))
    }
}

/// The arm's name.
fn arm_at(activation: &str, initializer: Option<&str>, std: f64) -> String {
    match initializer {
        Some(initializer) => format!("{activation}, {initializer}"),
        None => format!("{activation}, std {std}"),
    }
}

const ACTIVATIONS: [&str; 3] = ["sigmoid", "tanh", "ReLU"];
const INITIALIZERS: [&str; 4] = ["large std", "small std", "Xavier", "He"];

/// Where a histogram begins and ends: from 0 to 1 as in the book, and from −1 to 1 for tanh, which the
/// book does not draw. The share of ReLU's values above 1 is in the title of each panel.
fn range(activation: &str) -> (f64, f64) {
    named(activation).expect("a name from the list").histogram_range()
}

/// What a trial measures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// The layers, from the input on.
    pub layers: Vec<Layer>,
}

impl Measured {
    fn last(&self) -> &Layer {
        self.layers.last().expect("there are at least two layers")
    }

    /// One number of the last layer over the same of the first.
    fn last_over_first(&self, number: fn(&Layer) -> f64) -> f64 {
        number(self.last()) / number(&self.layers[0])
    }
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "activation_histograms",
    title: "Activation histograms · 은닉층의 활성화값 분포",
    about: "How the activations of five layers spread under each initializer, how much of the gradient arrives at the first, and how many neurons differ.",
    shows: "activations, gradients and different neurons, layer by layer",
    statements: &["I3", "I4", "I5", "I6", "I7"],
    // The spread of I6's numbers from seed to seed (0.02, seen in a NumPy run of its own) beside their
    // distance from the threshold (0.03) asks for a dozen; a trial takes hundredths of a second, so
    // there are more.
    seeds: 32,
    needs_data: false,
};

impl Experiment for ActivationHistograms {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = ABOUT;

    fn arms(settings: &Settings) -> Vec<Arm> {
        let stds = settings.stds();
        let of = |activation| {
            let arm = move |&(std, initializer): &_| Arm { activation, initializer, std };
            stds.iter().map(arm)
        };
        let mut arms: Vec<Arm> = ACTIVATIONS.into_iter().flat_map(of).collect();
        // The book's come first, in its order.
        arms.sort_by_key(|arm| {
            let place = INITIALIZERS.iter().position(|i| Some(*i) == arm.initializer);
            let activation = ACTIVATIONS.iter().position(|a| *a == arm.activation);
            (place.is_none(), activation, place)
        });
        arms
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.layers as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let device = trial.device();
        let function =
            (named(arm.activation).expect("a name from the list").config)().init(&device);
        let shape = [settings.inputs, settings.neurons];
        let mut data = trial.stream(Purpose::Data);
        let mut normal = || -> Tensor<2> {
            let values: Vec<f32> = (0..shape[0] * shape[1]).map(|_| data.normal() as f32).collect();
            Tensor::from_data(TensorData::new(values, shape), &device)
        };
        let mut weights = trial.stream(Purpose::Weights);
        let mut forward = vec![normal()]; // z₀ is the input, [inputs, neurons]
        let (mut sums, mut layers) = (Vec::new(), Vec::new());
        for layer in 0..settings.layers {
            let shape = [settings.neurons, settings.neurons];
            let values = arm.initializer().weights(&shape, &mut weights);
            let w: Tensor<2> = Tensor::from_data(TensorData::new(values, shape), &device);
            let a = forward[layer].clone().matmul(w.clone()); // a = z W
            forward.push(function.forward(a.clone())); // z = f(a)
            sums.push(a);
            layers.push(w);
            trial.step_done();
        }
        // Backwards: ∂L/∂z of the layer below is (∂L/∂z ⊙ f′) Wᵀ.
        let mut gradient = normal();
        let mut measured = Vec::new();
        for ((z, a), w) in forward[1..].iter().zip(&sums).zip(&layers).rev() {
            let slope = derivative(&function, a.clone()); // f′(a)
            measured.push(Layer::of(z, &slope, &gradient, range(arm.activation)));
            gradient = (gradient * slope).matmul(w.clone().transpose());
        }
        measured.reverse();
        Measured { layers: measured }
    }
}

impl View for ActivationHistograms {
    fn for_claims(settings: &Settings) -> Settings {
        Settings { scales: Vec::new(), ..settings.clone() }
    }

    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let mut figures: Vec<(&'static str, Drawing)> =
            [("sigmoid", "sigmoid"), ("tanh", "tanh"), ("relu", "ReLU")]
                .map(|(file, activation)| (file, draw::histograms(record, activation).into()))
                .into();
        let by_layer = |title: &str, unit: &str, number: fn(&Layer) -> f64| {
            Drawing::from(draw::by_layer(record, title, unit, number))
        };
        let spread = by_layer("How far the activations spread", "standard deviation", |l| l.std);
        let gradient = by_layer(
            "How much of the gradient reaches each layer",
            "size, relative to the last layer",
            |l| l.gradient,
        );
        let rank = by_layer("How many neurons carry something different", "effective rank", |l| {
            l.effective_rank
        });
        figures.extend([("spread", spread), ("gradient", gradient), ("effective_rank", rank)]);
        figures.push(("scale", draw::by_scale(record).into()));
        figures
    }

    fn shown_at(figure: &str) -> &'static str {
        match figure {
            "sigmoid" | "gradient" => "I4",
            "effective_rank" => "I5",
            "tanh" => "I6",
            "relu" => "I7",
            _ => "I3",
        }
    }

    fn explorers(record: &RecordOf<Self>) -> Vec<Explorer> {
        explore::histograms(record).into_iter().collect()
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new([
            "arm",
            "std, first",
            "std, last",
            "gradient, first",
            "effective rank, last",
        ]);
        // As the figures call it: "std 0.01" for "small std".
        let shown_name = |arm: &str| match arm.split_once(", ") {
            Some((activation, initializer)) => {
                format!("{activation}, {}", draw::label(record, initializer))
            }
            None => arm.to_owned(),
        };
        let is_books = |arm: &str| INITIALIZERS.iter().any(|i| arm.ends_with(i));
        for arm in record.arms.iter().filter(|arm| is_books(&arm.name)) {
            let of = |value: fn(&Measured) -> f64| number(mean(&record.values(&arm.name, value)));
            table.row([
                shown_name(&arm.name),
                of(|m| m.layers[0].std),
                of(|m| m.last().std),
                of(|m| m.layers[0].gradient),
                of(|m| m.last().effective_rank),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        claims::claims(record)
    }
}
