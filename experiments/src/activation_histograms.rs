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
use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use models::Activation;
use serde::{Deserialize, Serialize};

use crate::experiment::{Drawing, Experiment, Trial};
use crate::record::RecordOf;
use crate::settings::{batch_size, count, positive, width};
use crate::statistics::mean;
use crate::table::{Table, number};
use crate::verdict::{Claim, claim};

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
}

fn layers(text: &str) -> Result<usize, String> {
    let allowed = "allowed: a whole number from 2 to 50";
    count(text)
        .map_err(|_| allowed.into())
        .and_then(|n| if (2..=50).contains(&n) { Ok(n) } else { Err(allowed.into()) })
}

/// The histogram's bins.
const BINS: usize = 30;

/// An activation function with an initializer.
#[derive(Clone)]
pub struct Arm {
    activation: Activation,
    initializer: &'static str,
    std: Option<f64>,
}

impl Arm {
    fn initializer(&self) -> Box<dyn Initializer> {
        match (self.initializer, self.std) {
            (_, Some(std)) => Box::new(Normal { std }),
            ("He", None) => Box::new(He),
            _ => Box::new(Xavier),
        }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", name(self.activation), self.initializer)
    }
}

const ACTIVATIONS: [Activation; 3] = [Activation::Sigmoid, Activation::Tanh, Activation::Relu];
const INITIALIZERS: [&str; 4] = ["large std", "small std", "Xavier", "He"];

fn name(activation: Activation) -> &'static str {
    match activation {
        Activation::Sigmoid => "sigmoid",
        Activation::Tanh => "tanh",
        Activation::Relu => "ReLU",
    }
}

/// Where a histogram begins and ends: the book's 0 to 1; for tanh −1 to 1, which is ours.
fn range(activation: Activation) -> (f64, f64) {
    if activation == Activation::Tanh { (-1.0, 1.0) } else { (0.0, 1.0) }
}

/// What one layer's activations are like.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Layer {
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, over inputs and neurons.
    pub std: f64,
    /// The fraction at the ends of the sigmoid: below 0.05 or above 0.95.
    pub at_the_ends: f64,
    /// How many neurons carry something different: the effective rank tr(M)² / ‖M‖² of M = ZᵀZ, from
    /// 1 (all neurons alike) to the number of neurons; 0 where all are 0.
    pub effective_rank: f64,
    /// The root mean square of ∂L/∂Z, for a loss whose gradient at the last layer is N(0, 1).
    pub gradient: f64,
    /// How many activations fall into each of 30 bins; those outside the range are left out.
    pub histogram: Vec<usize>,
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

impl Layer {
    fn of(z: &Tensor<2>, gradient: &Tensor<2>, (from, to): (f64, f64)) -> Self {
        let values: Vec<f32> = z.to_data().iter().collect();
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let n = values.len() as f64;
        let mean = mean(&values);
        let is_at_an_end = |&&x: &&f64| !(0.05..=0.95).contains(&x);
        let mut histogram = vec![0; BINS];
        for &x in values.iter().filter(|x| (from..=to).contains(*x)) {
            let bin = ((x - from) / (to - from) * BINS as f64) as usize;
            histogram[bin.min(BINS - 1)] += 1;
        }
        let m = z.clone().transpose().matmul(z.clone()); // [neurons, neurons]
        let m: Vec<f32> = m.into_data().iter().collect();
        let neurons = z.dims()[1];
        let trace: f64 = (0..neurons).map(|i| f64::from(m[i * neurons + i])).sum();
        let square: f64 = m.iter().map(|&x| f64::from(x).powi(2)).sum();
        let gradient: Vec<f32> = gradient.to_data().iter().collect();
        let gradient_square: f64 = gradient.iter().map(|&x| f64::from(x).powi(2)).sum();
        Self {
            mean,
            std: (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt(),
            at_the_ends: values.iter().filter(is_at_an_end).count() as f64 / n,
            effective_rank: if square > 0.0 { trace * trace / square } else { 0.0 },
            gradient: (gradient_square / n).sqrt(),
            histogram,
        }
    }
}

/// The derivative of the activation function, from its value z.
fn derivative(activation: Activation, z: Tensor<2>) -> Tensor<2> {
    match activation {
        Activation::Sigmoid => z.clone() * (-z + 1.0), // z (1 − z)
        Activation::Tanh => -z.square() + 1.0,         // 1 − z²
        Activation::Relu => z.sign(),                  // 1 where z > 0, else 0
    }
}

impl Experiment for ActivationHistograms {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const NAME: &'static str = "activation_histograms";
    const TITLE: &'static str = "Activation histograms · 은닉층의 활성화값 분포";
    const ABOUT: &'static str = "How the activations of five layers spread under each initializer, how much of the gradient arrives at the first, and how many neurons differ.";
    const SHOWS: &'static str = "activations, gradients and different neurons, layer by layer";
    const STATEMENTS: &'static [&'static str] = &["I3", "I4", "I5", "I6", "I7"];
    const SEEDS: usize = 8;
    const NEEDS_DATA: bool = false;

    fn arms(settings: &Settings) -> Vec<Arm> {
        let std = |initializer: &str| match initializer {
            "large std" => Some(settings.large_std),
            "small std" => Some(settings.small_std),
            _ => None,
        };
        let pairs = ACTIVATIONS.into_iter().flat_map(|a| INITIALIZERS.map(|i| (a, i)));
        pairs.map(|(activation, i)| Arm { activation, initializer: i, std: std(i) }).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.layers as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let device = trial.device();
        let shape = [settings.inputs, settings.neurons];
        let mut data = trial.stream(Purpose::Data);
        let mut normal = || -> Tensor<2> {
            let values: Vec<f32> = (0..shape[0] * shape[1]).map(|_| data.normal() as f32).collect();
            Tensor::from_data(TensorData::new(values, shape), &device)
        };
        let mut weights = trial.stream(Purpose::Weights);
        let mut forward = vec![normal()]; // z₀ is the input, [inputs, neurons]
        let mut layers = Vec::new();
        for layer in 0..settings.layers {
            let shape = [settings.neurons, settings.neurons];
            let values = arm.initializer().weights(&shape, &mut weights);
            let w: Tensor<2> = Tensor::from_data(TensorData::new(values, shape), &device);
            let z = arm.activation.forward(forward[layer].clone().matmul(w.clone())); // f(z W)
            forward.push(z);
            layers.push(w);
            trial.step_done();
        }
        // Backwards: ∂L/∂z of the layer below is (∂L/∂z ⊙ f′) Wᵀ.
        let mut gradient = normal();
        let mut measured = Vec::new();
        for (z, w) in forward[1..].iter().zip(&layers).rev() {
            measured.push(Layer::of(z, &gradient, range(arm.activation)));
            gradient =
                (gradient * derivative(arm.activation, z.clone())).matmul(w.clone().transpose());
        }
        measured.reverse();
        Measured { layers: measured }
    }

    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let arm = |a: Activation, i: &str| format!("{}, {i}", name(a));
        let label = |i: &str| match i {
            "large std" => format!("std {}", record.settings.large_std),
            "small std" => format!("std {}", record.settings.small_std),
            other => other.to_owned(),
        };
        let histograms = |a: Activation| {
            let rows = INITIALIZERS.iter().enumerate().flat_map(|(row, i)| {
                let trial = record.arm(&arm(a, i)).next();
                let layers = trial.map(|trial| trial.layers.clone()).unwrap_or_default();
                layers.into_iter().enumerate().map(move |(l, layer)| {
                    let counts: Vec<f64> = layer.histogram.iter().map(|&n| n as f64).collect();
                    let top = counts.iter().copied().fold(1.0, f64::max);
                    let (from, to) = range(a);
                    Panel::new(if row == 0 { format!("layer {}", l + 1) } else { String::new() })
                        .x(Axis::new("activation").range(from, to))
                        .y(Axis::new(label(i)).range(0.0, 1.05 * top).without_ticks())
                        .with(Mark::histogram(Ink::Series(0), from, to, &counts))
                })
            });
            Figure::new(format!("Where {} puts its activations, layer by layer", name(a)))
                .subtitle("rows: initial weights; each panel to its own height; first seed")
                .alt(format!(
                    "Histograms of {} activations for four initializers and each layer.",
                    name(a)
                ))
                .grid(record.settings.layers, 128.0, 84.0)
                .shared_axes()
                .panels(rows)
        };
        let lines = |title: &str, unit: &str, number: fn(&Layer) -> f64| {
            let panels = ACTIVATIONS.map(|a| {
                let marks = INITIALIZERS.iter().enumerate().map(|(k, i)| {
                    let layer =
                        |l: usize| mean(&record.values(&arm(a, i), |m| number(&m.layers[l])));
                    let points =
                        (0..record.settings.layers).map(|l| [l as f64 + 1.0, layer(l).max(1e-12)]);
                    Mark::line(label(i), Ink::Series(k), points.collect()).marked(Marker::Dot)
                });
                Panel::new(name(a)).x(Axis::new("layer")).y(Axis::new(unit).log()).with_all(marks)
            });
            Figure::new(title)
                .subtitle(format!("mean of {} seeds", record.provenance.seeds.len()))
                .alt("Lines over the layers, one for each initializer, for sigmoid, tanh and ReLU.")
                .grid(3, 240.0, 220.0)
                .panels(panels)
        };
        let spread = lines("How far the activations spread", "standard deviation", |l| l.std);
        let gradient =
            lines("How much of the gradient reaches each layer", "size of the gradient", |l| {
                l.gradient
            });
        let rank = lines("How many neurons carry something different", "effective rank", |l| {
            l.effective_rank
        });
        vec![
            ("sigmoid", histograms(Activation::Sigmoid).into()),
            ("tanh", histograms(Activation::Tanh).into()),
            ("relu", histograms(Activation::Relu).into()),
            ("spread", spread.into()),
            ("gradient", gradient.into()),
            ("effective_rank", rank.into()),
        ]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new([
            "arm",
            "std, first",
            "std, last",
            "gradient, first",
            "effective rank, last",
        ]);
        for arm in &record.arms {
            let of = |value: fn(&Measured) -> f64| number(mean(&record.values(&arm.name, value)));
            table.row([
                arm.name.clone(),
                of(|m| m.layers[0].std),
                of(|m| m.last().std),
                of(|m| m.layers[0].gradient),
                of(|m| m.last().effective_rank),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let std_ratio = |arm: &str| record.values(arm, |m| m.last_over_first(|l| l.std));
        // How far from even, in factors of two on either side: 0 is even, 1 is half or double.
        let unevenness =
            |arm: &str| -> Vec<f64> { std_ratio(arm).iter().map(|r| r.log2().abs()).collect() };
        let contrast: Vec<f64> = record
            .arm("tanh, large std")
            .zip(record.arm("tanh, small std"))
            .map(|(large, small)| large.last().std / small.last().std)
            .collect();
        let even = "a factor of two over all layers is even; 0.01 and 1 change it by far more";
        vec![
            claim("I3", "tanh's spread in the last layer is more than tenfold larger from std 1 than from std 0.01 (ratio)")
                .because("where the initial weights did not matter the ratio would be 1")
                .above(10.0, &contrast),
            claim("I4", "from std 1 most of the sigmoid's last activations lie below 0.05 or above 0.95 (fraction)")
                .because("spread evenly, a tenth would")
                .above(0.5, &record.values("sigmoid, large std", |m| m.last().at_the_ends)),
            claim("I4", "from std 1 the sigmoid's gradient shrinks towards the input (first layer over last)")
                .because("below 1 it shrinks; a tenth over four layers is vanishing")
                .below(0.1, &record.values("sigmoid, large std", |m| 1.0 / m.last_over_first(|l| l.gradient))),
            claim("I5", "from std 0.01 the sigmoid's last activations crowd around 0.5 (standard deviation)")
                .because("evenly spread ones have 0.29")
                .below(0.05, &record.values("sigmoid, small std", |m| m.last().std)),
            claim("I5", "from std 0.01 the sigmoid's last layer is worth hardly more than one neuron (effective rank)")
                .because("1 means that every neuron carries the same")
                .below(1.05, &record.values("sigmoid, small std", |m| m.last().effective_rank)),
            claim("I6", "Xavier keeps the sigmoid's spread even (|log₂| of last over first)").because(even).below(1.0, &unevenness("sigmoid, Xavier")),
            claim("I6", "Xavier keeps tanh's spread even (|log₂| of last over first)").because(even).below(1.0, &unevenness("tanh, Xavier")),
            claim("I7", "from std 0.01 ReLU's spread dies out (last over first)")
                .because("a thousandth is nothing left")
                .below(1e-3, &std_ratio("ReLU, small std")),
            claim("I7", "from Xavier ReLU's spread shrinks (last over first)")
                .because("each layer halves the variance: a quarter after four; even would be above a half")
                .below(0.5, &std_ratio("ReLU, Xavier")),
            claim("I7", "He keeps ReLU's spread even (|log₂| of last over first)").because(even).below(1.0, &unevenness("ReLU, He")),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use crate::verdict::Verdict;

    /// Records in which every layer has these numbers, the last one `change` times the first.
    fn made_up(
        std: f64,
        change: f64,
        at_the_ends: f64,
        rank: f64,
    ) -> RecordOf<ActivationHistograms> {
        let settings =
            Settings { inputs: 10, neurons: 10, layers: 2, large_std: 1.0, small_std: 0.01 };
        let layer = |std: f64, gradient: f64| Layer {
            mean: 0.5,
            std,
            at_the_ends,
            effective_rank: rank,
            gradient,
            histogram: vec![],
        };
        let measured = Measured { layers: vec![layer(std, 1.0), layer(std * change, 1.0)] };
        let arms = ActivationHistograms::arms(&settings);
        Record::made_up(
            settings,
            arms.iter().map(|arm| (arm.to_string(), vec![measured.clone(); 6])),
        )
    }

    #[test]
    fn where_initial_weights_do_not_matter_the_claims_say_so() {
        let claims = ActivationHistograms::claims(&made_up(0.3, 1.0, 0.1, 50.0));
        let failed = |id: &str| {
            claims.iter().filter(|c| c.statement == id).all(|c| c.verdict == Verdict::DoesNotHold)
        };
        assert!(failed("I3") && failed("I4") && failed("I5"));
        let evenness = claims.iter().filter(|c| c.sentence.contains("even"));
        assert!(
            evenness.clone().count() == 3
                && evenness.into_iter().all(|c| c.verdict == Verdict::Holds)
        );
    }

    #[test]
    fn where_every_spread_dies_out_the_claims_say_so() {
        let claims = ActivationHistograms::claims(&made_up(0.3, 1e-6, 0.9, 1.0));
        let of = |part: &str| claims.iter().find(|c| c.sentence.contains(part)).map(|c| c.verdict);
        assert_eq!(of("He keeps"), Some(Verdict::DoesNotHold));
        assert_eq!(of("Xavier keeps tanh"), Some(Verdict::DoesNotHold));
        assert_eq!(of("dies out"), Some(Verdict::Holds));
    }
}
