//! Activation histograms · 은닉층의 활성화값 분포: I3–I7.
//!
//! Random inputs go through five layers whose weights were never trained. Their initial spread
//! decides what arrives (I3): activations at the ends (I4), all alike (I5), or evenly spread, with
//! Xavier for sigmoid and tanh (I6) and He for ReLU (I7).
//!
//! Xavier is the lecture's: std 1/√n with n inputs, which others call LeCun normal.

use burn::tensor::{Tensor, TensorData};
use clap::Args;
use extensions::initializers::{He, Initializer, Normal, Xavier};
use extensions::random::Purpose;
use figures::{Axis, Figure, Ink, Mark, Panel};
use models::Activation;
use serde::{Deserialize, Serialize};

use crate::experiment::{Drawing, Experiment, Trial};
use crate::record::RecordOf;
use crate::settings::{count, positive};
use crate::statistics::{mean, standard_deviation};
use crate::table::{Table, number, percent};
use crate::training::mean_and_band;
use crate::verdict::{Claim, claim};

/// The experiment.
pub struct ActivationHistograms;

/// The book's settings (section 6.2.2); it draws nine of these twelve histograms.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// Inputs, each of as many standard normal numbers as a layer has neurons [I3-I7]
    #[arg(long, value_parser = count, default_value = "1000")]
    pub inputs: usize,

    /// Neurons of each layer [I3-I7]
    #[arg(long, value_parser = count, default_value = "100")]
    pub neurons: usize,

    /// Layers [I3-I7]
    #[arg(long, value_parser = count, default_value = "5")]
    pub layers: usize,

    /// The standard deviation called large [I3, I4]
    #[arg(long, value_parser = positive, default_value = "1")]
    pub large_std: f64,

    /// The standard deviation called small [I3, I5, I7]
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub small_std: f64,

    /// Bins of a histogram [I3-I7]
    #[arg(long, value_parser = count, default_value = "30")]
    pub bins: usize,
}

const ACTIVATIONS: [(&str, Activation); 3] = [
    ("sigmoid", Activation::Sigmoid),
    ("tanh", Activation::Tanh),
    ("ReLU", Activation::Relu),
];
const INITIALIZERS: [&str; 4] = ["large", "small", "Xavier", "He"];

/// An activation with initial weights.
#[derive(Clone, Copy)]
pub struct Arm {
    activation: (&'static str, Activation),
    initializer: &'static str,
}

impl std::fmt::Display for Arm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", self.activation.0, self.initializer)
    }
}

impl Settings {
    fn initializer(&self, name: &str) -> Box<dyn Initializer> {
        match name {
            "large" => Box::new(Normal {
                std: self.large_std,
            }),
            "small" => Box::new(Normal {
                std: self.small_std,
            }),
            "Xavier" => Box::new(Xavier),
            _ => Box::new(He),
        }
    }

    /// What a reader calls the initial weights.
    fn title(&self, initializer: &str) -> String {
        match initializer {
            "large" => format!("std {}", self.large_std),
            "small" => format!("std {}", self.small_std),
            name => name.into(),
        }
    }
}

/// What is measured of one layer, or of the input.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Layer {
    /// The mean of all activations.
    pub mean: f64,
    /// Their standard deviation.
    pub std: f64,
    /// How far a neuron's activation varies from input to input: the root of its variance's mean
    /// over the neurons. What else there is in `std` are differences between neurons.
    pub std_over_inputs: f64,
    /// How many of them fall into each bin of [0, 1], for tanh of [−1, 1].
    pub histogram: Vec<u32>,
    /// The share of them in the outer twentieths of the range that the function has: sigmoid within
    /// 0.05 of 0 or 1, tanh within 0.1 of −1 or 1; for ReLU those that are 0.
    pub at_the_ends: f64,
    /// The share of them within 0.05 of their mean.
    pub alike: f64,
    /// The effective number of directions in which they vary: tr(C)² / ‖C‖², with C the
    /// neurons' covariance. As many as neurons where all vary alike and independently; 1 where all
    /// vary together.
    pub effective_rank: f64,
    /// How much of the layer's function a straight line explains: the squared correlation of the
    /// weighted sums and their activations; 1 for the input.
    pub linearity: f64,
    /// The mean slope of the activation function at the weighted sums; 1 for the input.
    pub slope: f64,
    /// The root mean square of the gradient by these activations, for an upstream gradient at the
    /// last layer's that is standard normal.
    pub gradient: f64,
}

/// The input, then each layer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// The input and the layers.
    pub layers: Vec<Layer>,
}

impl Measured {
    fn last(&self) -> &Layer {
        &self.layers[self.layers.len() - 1]
    }

    /// The last layer's spread, in spreads of the first layer.
    fn kept_spread(&self) -> f64 {
        ratio(self.last().std, self.layers[1].std)
    }

    /// The same of each neuron's spread over the inputs.
    fn kept_over_inputs(&self) -> f64 {
        ratio(self.last().std_over_inputs, self.layers[1].std_over_inputs)
    }
}

/// a / b; 0 where both are 0, as where activations have died out.
fn ratio(a: f64, b: f64) -> f64 {
    if a == 0.0 && b == 0.0 { 0.0 } else { a / b }
}

fn values(tensor: &Tensor<2>) -> Vec<f64> {
    tensor.clone().into_data().iter().collect()
}

/// tr(C)² / ‖C‖² with C = AᵀA; 0 where A is 0.
fn effective_rank(a: Tensor<2>) -> f64 {
    // Scaled to 1 beforehand: the fourth powers of what has died out are beyond 32 bits.
    let largest = values(&a).into_iter().fold(0.0, |a: f64, b| a.max(b.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    let (a, neurons) = (a.clone() / largest, a.dims()[1]);
    let c = values(&a.clone().transpose().matmul(a));
    let trace: f64 = c.iter().step_by(neurons + 1).sum();
    trace.powi(2) / c.iter().map(|c| c * c).sum::<f64>()
}

/// The squared correlation.
fn linearity(x: &[f64], y: &[f64]) -> f64 {
    let ((mean_x, mean_y), stds) = (
        (mean(x), mean(y)),
        standard_deviation(x) * standard_deviation(y),
    );
    let products: Vec<f64> = x
        .iter()
        .zip(y)
        .map(|(x, y)| (x - mean_x) * (y - mean_y))
        .collect();
    ratio(mean(&products).powi(2), stds.powi(2))
}

/// What is measured of a layer: its weighted sums (none for the input), its activations, and what
/// comes back through it.
fn measure(
    (settings, function): (&Settings, Activation),
    sums: Option<&Tensor<2>>,
    activations: &Tensor<2>,
    (slope, gradient): (f64, &Tensor<2>),
) -> Layer {
    let a = values(activations);
    let average = mean(&a);
    let share =
        |is: &dyn Fn(f64) -> bool| a.iter().filter(|&&x| is(x)).count() as f64 / a.len() as f64;
    let low = lower_end(function);
    let mut histogram = vec![0; settings.bins];
    for x in a.iter().filter(|x| (low..=1.0).contains(*x)) {
        let bin = (x - low) / (1.0 - low) * settings.bins as f64;
        histogram[(bin as usize).min(settings.bins - 1)] += 1;
    }
    let squares: Vec<f64> = values(gradient).iter().map(|g| g * g).collect();
    let centred = activations.clone() - activations.clone().mean_dim(0);
    let over_inputs: Vec<f64> = values(&centred).iter().map(|x| x * x).collect();
    Layer {
        mean: average,
        std: standard_deviation(&a),
        std_over_inputs: mean(&over_inputs).sqrt(),
        histogram,
        at_the_ends: match function {
            Activation::Sigmoid => share(&|x| !(0.05..=0.95).contains(&x)),
            Activation::Tanh => share(&|x| x.abs() > 0.9),
            Activation::Relu => share(&|x| x == 0.0),
        },
        alike: share(&|x| (x - average).abs() < 0.05),
        effective_rank: effective_rank(centred),
        linearity: sums.map_or(1.0, |sums| linearity(&values(sums), &a)),
        slope,
        gradient: mean(&squares).sqrt(),
    }
}

/// Where a histogram begins; it ends at 1. The book draws tanh from 0 as well; from −1 is ours.
fn lower_end(function: Activation) -> f64 {
    if function == Activation::Tanh {
        -1.0
    } else {
        0.0
    }
}

impl Experiment for ActivationHistograms {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const NAME: &'static str = "activation_histograms";
    const TITLE: &'static str = "Activation histograms · 은닉층의 활성화값 분포";
    const ABOUT: &'static str = "What five untrained layers make of random inputs, and what comes \
                                 back through them, for three activations and four initial weights.";
    const STATEMENTS: &'static [&'static str] = &["I3", "I4", "I5", "I6", "I7"];
    const SEEDS: usize = 24;
    const NEEDS_DATA: bool = false;

    fn check(settings: &Settings) -> Result<(), String> {
        for (flag, std) in [
            ("--large-std", settings.large_std),
            ("--small-std", settings.small_std),
        ] {
            let growth = (std * (settings.neurons as f64).sqrt()).powf(settings.layers as f64);
            if !(1e-15..=1e15).contains(&growth) {
                return Err(format!(
                    "{flag} {std}: over {} layers of {} neurons activations may grow to {growth:.0e}; \
                     allowed: (std · √neurons) to the power of the layers from 1e-15 to 1e15",
                    settings.layers, settings.neurons
                ));
            }
        }
        Ok(())
    }

    fn arms(_: &Settings) -> Vec<Arm> {
        let of = |activation| {
            INITIALIZERS.map(|initializer| Arm {
                activation,
                initializer,
            })
        };
        ACTIVATIONS.into_iter().flat_map(of).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.layers as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let (device, kind, function) = (trial.device(), trial.widest(), arm.activation.1);
        let (mut data, mut weights) = (trial.stream(Purpose::Data), trial.stream(Purpose::Weights));
        let mut normals = || {
            let shape = [settings.inputs, settings.neurons];
            let normals: Vec<f32> = (0..shape[0] * shape[1])
                .map(|_| data.normal() as f32)
                .collect();
            Tensor::<2>::from_data(TensorData::new(normals, shape), (&device, kind))
        };
        let (input, mut gradient) = (normals(), normals());

        // Forward, without biases: a ← h(a W)
        let mut layers: Vec<(Tensor<2>, Tensor<2>, Tensor<2>)> = Vec::new();
        let mut a = input.clone();
        for _ in 0..settings.layers {
            let square = [settings.neurons; 2];
            let w = settings
                .initializer(arm.initializer)
                .weights(&square, &mut weights);
            let w = Tensor::<2>::from_data(TensorData::new(w, square), (&device, kind));
            let sums = a.matmul(w.clone()); // [inputs, neurons]
            a = function.forward(sums.clone()); // [inputs, neurons]
            layers.push((w, sums, a.clone()));
            trial.step_done();
        }

        // Backward, from a random gradient at the last activations: g ← (g ⊙ h'(sums)) Wᵀ
        let how = (settings, function);
        let mut measured = Vec::new();
        for (w, sums, a) in layers.iter().rev() {
            let tracked = sums.clone().autodiff().require_grad();
            let gradients = function.forward(tracked.clone()).sum().backward();
            let slopes = tracked
                .grad(&gradients)
                .expect("activations depend on the sums");
            let slope = mean(&values(&slopes));
            measured.push(measure(how, Some(sums), a, (slope, &gradient)));
            gradient = (gradient * slopes).matmul(w.clone().transpose()); // [inputs, neurons]
        }
        measured.push(measure(how, None, &input, (1.0, &gradient)));
        measured.reverse();
        Measured { layers: measured }
    }

    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let files = ["sigmoid", "tanh", "relu"].into_iter().zip(ACTIVATIONS);
        let mut figures: Vec<(&'static str, Drawing)> = files
            .map(|(file, activation)| (file, histograms(record, activation).into()))
            .collect();
        figures.push(("spread_and_gradient", spread_and_gradient(record).into()));
        figures
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new([
            "activation, weights",
            "std, layer 1",
            "std, last layer",
            "of it over inputs",
            "at the ends",
            "linearity",
            "effective rank",
            "gradient at the input",
        ]);
        for arm in Self::arms(&record.settings) {
            let of = |number: fn(&Measured) -> f64| mean(&record.values(&arm.to_string(), number));
            table.row([
                format!(
                    "{}, {}",
                    arm.activation.0,
                    record.settings.title(arm.initializer)
                ),
                number(of(|m| m.layers[1].std)),
                number(of(|m| m.last().std)),
                number(of(|m| m.last().std_over_inputs)),
                percent(of(|m| m.last().at_the_ends)),
                number(of(|m| m.last().linearity)),
                number(of(|m| m.last().effective_rank)),
                number(of(|m| m.layers[0].gradient)),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let title = |initializer| record.settings.title(initializer);
        let (large, small) = (title("large"), title("small"));
        let worst = |arm: &str, layer: fn(&Layer) -> f64| {
            record.values(arm, |m| {
                m.layers[1..]
                    .iter()
                    .map(layer)
                    .fold(f64::NEG_INFINITY, f64::max)
            })
        };
        let least = |arm: &str, layer: fn(&Layer) -> f64| {
            record.values(arm, |m| {
                m.layers[1..]
                    .iter()
                    .map(layer)
                    .fold(f64::INFINITY, f64::min)
            })
        };
        let of = |arm: &str, number: fn(&Measured) -> f64| record.values(arm, number);
        let quotients = |a: &str, b: &str, number: fn(&Measured) -> f64| -> Vec<f64> {
            of(a, number)
                .into_iter()
                .zip(of(b, number))
                .map(|(a, b)| ratio(a, b))
                .collect()
        };

        let mut claims = Vec::new();
        for (activation, _) in ACTIVATIONS {
            let spreads = INITIALIZERS
                .map(|initializer| of(&format!("{activation}, {initializer}"), |m| m.last().std));
            let seeds = spreads.iter().map(Vec::len).min().unwrap_or(0);
            let differ = (0..seeds).map(|seed| {
                let stds = spreads.each_ref().map(|stds| stds[seed]);
                ratio(
                    stds.into_iter().fold(0.0, f64::max),
                    stds.into_iter().fold(f64::INFINITY, f64::min),
                )
            });
            claims.push(
                claim("I3", format!("with {activation} the last layer's spread depends on the initial weights (largest std over smallest)"))
                    .because("a spread twice as large is seen in a histogram at a glance")
                    .above(2.0, &differ.collect::<Vec<_>>()),
            );
        }
        claims.extend([
            claim("I4", format!("sigmoid, {large}: most activations lie within 0.05 of 0 or 1, in every layer (smallest share)"))
                .because("most is more than half")
                .above(0.5, &least("sigmoid, large", |layer| layer.at_the_ends)),
            claim("I4", format!("sigmoid, {large}: the function's slope is less than half of the most that it can be, ¼ (largest mean slope)"))
                .because("at half, the gradient halves in each layer")
                .below(0.125, &worst("sigmoid, large", |layer| layer.slope)),
            claim("I4", format!("sigmoid, {large}: the gradient vanishes towards the input (its size at the input, in sizes at the last layer)"))
                .because("a tenth is the least that can be called vanishing over the layers")
                .below(0.1, &of("sigmoid, large", |m| ratio(m.layers[0].gradient, m.last().gradient))),
            claim("I5", format!("sigmoid, {small}: activations crowd around 0.5 (std in the last layer)"))
                .because("a twentieth of the range that sigmoid has is less than two bins")
                .below(0.05, &of("sigmoid, small", |m| m.last().std.max((m.last().mean - 0.5).abs()))),
            claim("I5", format!("sigmoid, {small}: neurons carry the same value (share within 0.05 of their mean, last layer)"))
                .because("the twentieth that may lie outside is what many leaves over")
                .above(0.95, &of("sigmoid, small", |m| m.last().alike)),
            claim("I5", format!("sigmoid, {small}: which input it was is hardly to be told any more (last layer's std over inputs, in the first's)"))
                .because("a hundredth is what is called died out at I7")
                .below(0.01, &of("sigmoid, small", Measured::kept_over_inputs)),
            claim("I5", format!("sigmoid, {small}: what is left varies in fewer directions than with Xavier (effective rank, in Xavier's)"))
                .because("half as many would limit what the layers above can express")
                .below(0.5, &quotients("sigmoid, small", "sigmoid, Xavier", |m| m.last().effective_rank)),
        ]);
        for activation in ["sigmoid", "tanh"] {
            let arm = format!("{activation}, Xavier");
            claims.extend([
                claim("I6", format!("{activation}, Xavier: the spread is kept from layer to layer (last layer's std, in the first's)"))
                    .because("less than half would be seen as crowding")
                    .above(0.5, &of(&arm, Measured::kept_spread)),
                claim("I6", format!("{activation}, Xavier: the spread over inputs, without the differences between neurons, is kept as well (last layer's, in the first's)"))
                    .because("as above")
                    .above(0.5, &of(&arm, Measured::kept_over_inputs)),
                claim("I6", format!("{activation}, Xavier: activations do not pile up at the ends, in any layer (largest share)"))
                    .because("a perfectly even spread has a tenth there; twice that is a pile")
                    .below(0.2, &worst(&arm, |layer| layer.at_the_ends)),
                claim("I6", format!("{activation}, Xavier: the function is close to linear where the weighted sums fall (smallest r²)"))
                    .because("a tenth of the variance is left for the bend")
                    .above(0.9, &least(&arm, |layer| layer.linearity)),
            ]);
        }
        claims.extend([
            claim("I7", "ReLU, He: the spread stays even (last layer's std over the first's, as a power of 2, either way)")
                .because("more or less than twice would be seen as growing or shrinking")
                .below(1.0, &of("ReLU, He", |m| m.kept_spread().log2().abs().min(1e3))),
            claim("I7", format!("ReLU, {small}: the spread dies out (last layer's std, in the first's)"))
                .because("a hundredth is a fraction of a bin")
                .below(0.01, &of("ReLU, small", Measured::kept_spread)),
            claim("I7", "ReLU, Xavier: the spread shrinks from each layer to the next (largest ratio)")
                .because("at 1 it does not shrink")
                .below(1.0, &of("ReLU, Xavier", |m| {
                    let ratios = m.layers[1..].windows(2).map(|pair| ratio(pair[1].std, pair[0].std));
                    ratios.fold(0.0, f64::max)
                })),
            claim("I7", "ReLU: He's spread is kept better than Xavier's (difference of last over first)")
                .because("at 0 both are kept alike")
                .above(0.0, &record.differences("ReLU, He", "ReLU, Xavier", Measured::kept_spread)),
        ]);
        claims
    }
}

fn histograms(
    record: &RecordOf<ActivationHistograms>,
    (name, function): (&str, Activation),
) -> Figure {
    let (settings, low) = (&record.settings, lower_end(function));
    let panels = INITIALIZERS
        .iter()
        .enumerate()
        .flat_map(|(row, initializer)| {
            let first = record.arm(&format!("{name}, {initializer}")).next();
            let layers = first.map_or(&[][..], |measured| &measured.layers[1..]);
            layers.iter().enumerate().map(move |(i, layer)| {
                let counts: Vec<f64> = layer.histogram.iter().map(|&n| f64::from(n)).collect();
                let tallest = counts.iter().copied().fold(1.0, f64::max);
                // ReLU has half of its activations at 0; what matters is the rest.
                let top = if function == Activation::Relu {
                    0.07 * (settings.inputs * settings.neurons) as f64
                } else {
                    1.05 * tallest
                };
                Panel::new(if row == 0 {
                    format!("layer {}", i + 1)
                } else {
                    String::new()
                })
                .x(Axis::new("").range(low, 1.0))
                .y(Axis::new(settings.title(initializer))
                    .range(0.0, top)
                    .without_ticks())
                .with(Mark::histogram(Ink::Series(row), low, 1.0, &counts))
            })
        });
    let (subtitle, alt) = match function {
        Activation::Sigmoid => (
            "each panel is as high as its tallest bar",
            "With a large std activations pile up at 0 and 1, with a small one they stand in one bar \
             at one half, with Xavier they spread.",
        ),
        Activation::Tanh => (
            "each panel is as high as its tallest bar",
            "With a large std activations pile up at −1 and 1, with a small one they shrink to 0, \
             with Xavier they spread.",
        ),
        Activation::Relu => (
            "panels end at 7 % of all activations, the bar at 0 is higher; what is above 1 is not shown",
            "With a large std nearly nothing is below 1, with a small one all is at 0, with Xavier \
             the activations shrink from layer to layer, with He they stay spread.",
        ),
    };
    Figure::new(format!(
        "What {name} layers make of random inputs: it depends on the initial weights"
    ))
    .subtitle(format!(
        "{} inputs of the first seed; {subtitle}",
        settings.inputs
    ))
    .alt(alt)
    .grid(settings.layers, 130.0, 84.0)
    .shared_axes()
    .panels(panels)
}

fn spread_and_gradient(record: &RecordOf<ActivationHistograms>) -> Figure {
    let panel = |activation: &str, what: &str, number: fn(&Layer) -> f64| {
        let marks = INITIALIZERS
            .iter()
            .enumerate()
            .flat_map(|(i, initializer)| {
                let layers = |m: &Measured| m.layers.iter().map(number).collect();
                let curves: Vec<Vec<f64>> = record
                    .arm(&format!("{activation}, {initializer}"))
                    .map(layers)
                    .collect();
                mean_and_band(&record.settings.title(initializer), Ink::Series(i), &curves)
            });
        Panel::new(format!("{activation}: {what}"))
            .x(Axis::new("layer (0 is the input)"))
            .y(Axis::new(what).log())
            .with_all(marks)
    };
    Figure::new("What arrives at the last layer, and what comes back to the input")
        .subtitle(format!(
            "mean of {} seeds, and between lowest and highest",
            record.provenance.seeds.len()
        ))
        .alt(
            "For each activation, the activations' standard deviation and the gradient's size from \
              layer to layer, one line for each kind of initial weights, on a logarithmic axis.",
        )
        .grid(3, 230.0, 190.0)
        .panels(
            ACTIVATIONS.map(|(name, _)| panel(name, "std of all activations", |layer| layer.std)),
        )
        .panels(
            ACTIVATIONS
                .map(|(name, _)| panel(name, "std over inputs", |layer| layer.std_over_inputs)),
        )
        .panels(
            ACTIVATIONS
                .map(|(name, _)| panel(name, "size of the gradient", |layer| layer.gradient)),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::default_settings;
    use crate::verdict::Verdict;

    /// All arms with three layers, as `of` says for each arm: std, share at the ends, slope.
    fn made_up(of: impl Fn(&str) -> [Layer; 3]) -> RecordOf<ActivationHistograms> {
        let settings = default_settings::<ActivationHistograms>();
        let names: Vec<String> = ActivationHistograms::arms(&settings)
            .iter()
            .map(Arm::to_string)
            .collect();
        let trials = |name: &str| {
            vec![
                Measured {
                    layers: of(name).to_vec()
                };
                6
            ]
        };
        let arms: [_; 12] = std::array::from_fn(|i| (names[i].as_str(), trials(&names[i])));
        RecordOf::<ActivationHistograms>::made_up(settings, arms)
    }

    fn layer(std: f64, at_the_ends: f64, gradient: f64, rank: f64) -> Layer {
        Layer {
            mean: 0.5,
            std,
            histogram: vec![1; 30],
            at_the_ends,
            std_over_inputs: if rank == 1.0 {
                gradient.powi(-3) * 1e-5
            } else {
                std
            },
            alike: if rank == 1.0 { 1.0 } else { 0.5 },
            effective_rank: rank,
            linearity: 1.0 - at_the_ends,
            slope: 0.25 - at_the_ends / 4.0,
            gradient,
        }
    }

    #[test]
    fn what_is_false_does_not_hold() {
        let verdicts = |record: &RecordOf<_>| -> Vec<Verdict> {
            ActivationHistograms::claims(record)
                .into_iter()
                .map(|claim| claim.verdict)
                .collect()
        };
        // As the lecture says.
        let as_said = made_up(|arm| match arm {
            "sigmoid, large" => [
                layer(1.0, 0.0, 0.01, 90.0),
                layer(0.4, 0.8, 0.1, 50.0),
                layer(0.4, 0.8, 1.0, 50.0),
            ],
            "sigmoid, small" => [
                layer(1.0, 0.0, 0.01, 90.0),
                layer(0.02, 0.0, 0.1, 1.0),
                layer(0.02, 0.0, 1.0, 1.0),
            ],
            "ReLU, small" => [
                layer(1.0, 0.0, 0.01, 90.0),
                layer(0.1, 0.0, 0.1, 1.0),
                layer(0.0001, 0.0, 1.0, 1.0),
            ],
            "ReLU, Xavier" => [
                layer(1.0, 0.0, 0.01, 90.0),
                layer(0.5, 0.0, 0.1, 50.0),
                layer(0.3, 0.0, 1.0, 50.0),
            ],
            "tanh, small" => [
                layer(1.0, 0.0, 0.01, 90.0),
                layer(0.1, 0.0, 0.1, 1.0),
                layer(0.01, 0.0, 1.0, 1.0),
            ],
            _ => [
                layer(1.0, 0.0, 1.0, 90.0),
                layer(0.3, 0.05, 1.0, 50.0),
                layer(0.25, 0.05, 1.0, 50.0),
            ],
        });
        assert_eq!(verdicts(&as_said), [Verdict::Holds; 22]);
        // All alike, neither at the ends nor dying out: nothing but Xavier and He keeps its word.
        let all_alike = made_up(|_| {
            [
                layer(1.0, 0.0, 1.0, 90.0),
                layer(0.3, 0.0, 1.0, 50.0),
                layer(0.3, 0.0, 1.0, 50.0),
            ]
        });
        let verdicts_alike = verdicts(&all_alike);
        assert_eq!(verdicts_alike[..10], [Verdict::DoesNotHold; 10]);
        assert_eq!(verdicts_alike[19..], [Verdict::DoesNotHold; 3]);
        // The spread is lost, and activations pile up at the ends.
        let lost = made_up(|_| {
            [
                layer(1.0, 0.0, 1.0, 90.0),
                layer(0.3, 0.9, 1.0, 50.0),
                layer(0.1, 0.9, 1.0, 50.0),
            ]
        });
        assert_eq!(verdicts(&lost)[10..19], [Verdict::DoesNotHold; 9]);
    }
}
