//! Weights that all start alike · 가중치 초기값을 0으로: I2.
//!
//! Neurons of a layer that start alike get the same gradient, so they stay alike: however wide the
//! layer, it is one neuron. Only weights that differ from the start learn to differ.

use burn::tensor::Tensor;
use clap::Args;
use datasets::Samples;
use extensions::initializers::{Constant, He, Initializer, initialize};
use extensions::random::Purpose;
use figures::{Axis, Bar, Figure, Ink, Mark, Panel};
use models::{Activation, Mlp, MlpConfig};
use serde::{Deserialize, Serialize};

use crate::experiment::{Drawing, Experiment, Trial};
use crate::optimizers::sgd;
use crate::record::RecordOf;
use crate::settings::{count, finite, positive};
use crate::statistics::mean;
use crate::table::{Table, number, percent};
use crate::training::{Losses, Trainer, mean_and_band};
use crate::verdict::{Claim, claim};

/// The experiment.
pub struct ZeroInit;

/// Settings of ours: the book says it (section 6.2.1) without an experiment. Learning rate and
/// batch size are those of its weight-initialization comparison.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (ours; learning rate and batch size are the book's)")]
pub struct Settings {
    /// Training steps (ours) [I2]
    #[arg(long, value_parser = count, default_value = "500")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement [I2]
    #[arg(long, value_parser = count, default_value = "128")]
    pub batch_size: usize,

    /// Neurons of each hidden layer, separated by commas (ours) [I2]
    #[arg(long, value_parser = count, value_delimiter = ',', default_value = "100,100")]
    pub hidden: Vec<usize>,

    /// The value that all weights share where they are equal but not 0 (ours) [I2]
    #[arg(long, value_parser = finite, default_value = "0.1", allow_negative_numbers = true)]
    pub constant: f64,

    /// The learning rate η of SGD [I2]
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub learning_rate: f64,
}

const ACTIVATIONS: [(&str, Activation); 2] =
    [("ReLU", Activation::Relu), ("sigmoid", Activation::Sigmoid)];
const WEIGHTS: [&str; 3] = ["all 0", "all equal", "random"];

/// An activation with initial weights.
#[derive(Clone, Copy)]
pub struct Arm {
    activation: (&'static str, Activation),
    weights: &'static str,
}

impl std::fmt::Display for Arm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", self.activation.0, self.weights)
    }
}

impl Settings {
    /// What a reader calls the initial weights.
    fn title(&self, weights: &str) -> String {
        match weights {
            "all equal" => format!("all {}", self.constant),
            "random" => "random (He)".into(),
            zero => zero.into(),
        }
    }
}

/// What a training run measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// The loss of each mini-batch.
    #[serde(flatten)]
    pub losses: Losses,
    /// How many different neurons each hidden layer has before training: neurons whose incoming
    /// weights and bias are equal to the last bit count as one.
    pub before: Vec<usize>,
    /// The same after training.
    pub after: Vec<usize>,
    /// How far training moved the hidden layers' weights: the root mean square over all of them.
    pub moved: f64,
    /// The fraction of the test images that the trained network puts into their class.
    pub test_accuracy: f64,
}

/// The number of neurons of each hidden layer that differ in a bit of their weights or their bias.
fn different_neurons(model: &Mlp) -> Vec<usize> {
    let different = |layer: &models::Hidden| {
        let bits = |tensor: Vec<f32>| tensor.into_iter().map(f32::to_bits).collect::<Vec<_>>();
        let weights = bits(values(layer.linear.weight.val())); // [inputs, neurons]
        let biases = layer
            .linear
            .bias
            .as_ref()
            .map(|bias| bits(values(bias.val()))); // [neurons]
        let rows: Vec<&[u32]> = weights
            .chunks(layer.outputs())
            .chain(biases.as_deref())
            .collect();
        let mut neurons: Vec<Vec<u32>> = (0..layer.outputs())
            .map(|j| rows.iter().map(|row| row[j]).collect())
            .collect();
        neurons.sort_unstable();
        neurons.dedup();
        neurons.len()
    };
    model.hidden.iter().map(different).collect()
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().iter().collect()
}

fn hidden_weights(model: &Mlp) -> Vec<f32> {
    model
        .hidden
        .iter()
        .flat_map(|layer| values(layer.linear.weight.val()))
        .collect()
}

impl Experiment for ZeroInit {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const NAME: &'static str = "zero_init";
    const TITLE: &'static str = "Weights that all start alike · 가중치 초기값이 0이면";
    const ABOUT: &'static str = "Networks whose weights start at 0, at one value or at random learn \
                                 MNIST: how many different neurons they end with.";
    const STATEMENTS: &'static [&'static str] = &["I2"];
    const SEEDS: usize = 6;
    const NEEDS_DATA: bool = true;

    fn arms(_: &Settings) -> Vec<Arm> {
        let of = |activation| {
            WEIGHTS.map(|weights| Arm {
                activation,
                weights,
            })
        };
        ACTIVATIONS.into_iter().flat_map(of).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let data = trial.data();
        let device = trial.autodiff();
        let initializer: &dyn Initializer = match arm.weights {
            "all 0" => &Constant(0.0),
            "all equal" => &Constant(settings.constant as f32),
            _ => &He,
        };
        let inputs = data.training.pixels_per_image();
        let mlp = MlpConfig::new(inputs, settings.hidden.clone(), data.training.classes())
            .with_activation(arm.activation.1);
        let model = initialize(
            mlp.init(&device),
            initializer,
            &mut trial.stream(Purpose::Weights),
        );
        let (before, start) = (different_neurons(&model), hidden_weights(&model));

        let (rate, batch_size) = (settings.learning_rate, settings.batch_size);
        let mut trainer = Trainer::new(model, sgd(0.0), rate, batch_size, trial.seed, &device);
        let losses = trainer.run(&data.training, settings.iterations, trial);
        let end = hidden_weights(&trainer.model);
        let squares = start
            .iter()
            .zip(&end)
            .map(|(a, b)| f64::from(b - a).powi(2));
        let moved = (squares.sum::<f64>() / start.len() as f64).sqrt();
        Measured {
            losses,
            before,
            after: different_neurons(&trainer.model),
            // A number that JSON has, where training diverged.
            moved: if moved.is_finite() { moved } else { f64::MAX },
            test_accuracy: trainer.accuracy(&data.test),
        }
    }
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let neurons = ACTIVATIONS.map(|(activation, _)| {
            let layers = record.settings.hidden.len();
            let bars = WEIGHTS.iter().enumerate().map(|(i, weights)| {
                let arm = format!("{activation}, {weights}");
                let bar = |layer: usize| {
                    let counts = record.values(&arm, |m| m.after[layer] as f64);
                    Bar::grouped(layer, i, WEIGHTS.len(), mean(&counts))
                };
                Mark::bars(
                    record.settings.title(weights),
                    Ink::Series(i),
                    (0..layers).map(bar),
                )
            });
            let names = (1..=layers).map(|layer| format!("hidden layer {layer}"));
            Panel::new(format!("{activation}: different neurons after training"))
                .x(Axis::categories(names))
                .y(Axis::new("different neurons").range(0.7, 300.0).log())
                .with_all(bars)
        });
        let losses = ACTIVATIONS.map(|(activation, _)| {
            let marks = WEIGHTS.iter().enumerate().flat_map(|(i, weights)| {
                let arm = format!("{activation}, {weights}");
                let curves: Vec<_> = record.arm(&arm).map(|m| m.losses.smoothed()).collect();
                mean_and_band("", Ink::Series(i), &curves)
            });
            Panel::new(format!("{activation}: what they learn"))
                .x(Axis::new("iteration"))
                .y(Axis::new("smoothed loss").range(0.0, 3.0))
                .with_all(marks)
        });
        let figure = Figure::new(
            "Neurons that start alike stay alike: a layer of them is one neuron",
        )
        .subtitle(format!(
            "MNIST, mean of {} seeds",
            record.provenance.seeds.len()
        ))
        .alt(
            "Bars of one neuron a layer where all weights start at 0 or at one value, and of all \
                  neurons where they start at random; below, the loss, which falls where they are \
                  random and hardly where they are alike.",
        )
        .grid(2, 330.0, 210.0)
        .panels(neurons)
        .panels(losses);
        vec![("zero_init", figure.into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new([
            "activation, weights",
            "neurons",
            "different before",
            "after",
            "weights moved by",
            "test accuracy",
        ]);
        let list = |counts: Vec<usize>| {
            counts
                .iter()
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join(" + ")
        };
        for arm in Self::arms(&record.settings) {
            let name = arm.to_string();
            // Of the seeds the one with the most, for these are claimed to be few.
            let most = |counts: fn(&Measured) -> &Vec<usize>| {
                list(
                    record
                        .arm(&name)
                        .map(counts)
                        .max()
                        .cloned()
                        .unwrap_or_default(),
                )
            };
            table.row([
                format!(
                    "{}, {}",
                    arm.activation.0,
                    record.settings.title(arm.weights)
                ),
                list(record.settings.hidden.clone()),
                most(|m| &m.before),
                most(|m| &m.after),
                number(mean(&record.values(&name, |m| m.moved))),
                percent(mean(&record.values(&name, |m| m.test_accuracy))),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (activation, _) in ACTIVATIONS {
            let random = format!("{activation}, random");
            for weights in ["all 0", "all equal"] {
                let (arm, title) = (
                    format!("{activation}, {weights}"),
                    record.settings.title(weights),
                );
                let most =
                    record.values(&arm, |m| m.after.iter().copied().max().unwrap_or(0) as f64);
                claims.push(
                    claim("I2", format!("{activation}, {title}: after training each hidden layer is still one neuron, to the last bit (most different neurons in a layer)"))
                        .because("between 1 neuron and 2 there is none")
                        .at_our_setting()
                        .below(1.5, &most),
                );
                let gap = record.differences(&random, &arm, |m| m.test_accuracy);
                claims.push(
                    claim("I2", format!("{activation}, {title}: it learns less than from random weights (difference of test accuracy)"))
                        .because("at 0 nothing is lost")
                        .at_our_setting()
                        .above(0.0, &gap),
                );
            }
            // What the claims above would miss: that neurons are found to be different where they are.
            let fewest = record.values(&random, |m| {
                let shares = m.after.iter().zip(&record.settings.hidden);
                shares
                    .map(|(&n, &of)| n as f64 / of as f64)
                    .fold(f64::INFINITY, f64::min)
            });
            claims.push(
                claim("I2", format!("{activation}, random weights: after training all neurons of a layer differ (smallest share)"))
                    .because("all but one in two hundred is all, of layers of a hundred")
                    .at_our_setting()
                    .above(0.995, &fewest),
            );
        }
        claims
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::default_settings;
    use crate::verdict::Verdict;

    fn made_up(alike: usize, random: usize, accuracy: f64) -> RecordOf<ZeroInit> {
        let run = |different: usize, test_accuracy| Measured {
            losses: Losses {
                losses: vec![2.3],
                diverged_at: None,
            },
            before: vec![different; 2],
            after: vec![1, different],
            moved: 0.1,
            test_accuracy,
        };
        let arms = [
            "ReLU, all 0",
            "ReLU, all equal",
            "sigmoid, all 0",
            "sigmoid, all equal",
        ]
        .map(|name| (name, vec![run(alike, accuracy); 6]));
        let [a, b, c, d] = arms;
        let random = vec![
            Measured {
                after: vec![random; 2],
                ..run(random, 0.8)
            };
            6
        ];
        RecordOf::<ZeroInit>::made_up(
            default_settings::<ZeroInit>(),
            [
                a,
                b,
                ("ReLU, random", random.clone()),
                c,
                d,
                ("sigmoid, random", random),
            ],
        )
    }

    #[test]
    fn what_is_false_does_not_hold() {
        let verdicts = |record| -> Vec<Verdict> {
            ZeroInit::claims(&record)
                .into_iter()
                .map(|claim| claim.verdict)
                .collect()
        };
        assert_eq!(verdicts(made_up(1, 100, 0.1)), [Verdict::Holds; 10]);
        assert_eq!(verdicts(made_up(2, 99, 0.8)), [Verdict::DoesNotHold; 10]);
    }

    #[test]
    fn neurons_are_counted_by_their_bits() {
        let device = burn::tensor::Device::flex();
        let mut model = MlpConfig::new(3, vec![4], 2).init(&device);
        assert_eq!(different_neurons(&model), [1]);
        let weight = [
            [1.0, 1.0, 2.0, 1.0],
            [0.0; 4],
            [0.5, 0.5, 0.5, 0.500_000_06],
        ];
        model.hidden[0].linear.weight =
            burn::module::Param::from_tensor(Tensor::from_floats(weight, &device));
        assert_eq!(different_neurons(&model), [3]);
    }
}
