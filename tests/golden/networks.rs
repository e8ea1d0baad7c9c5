//! The logits, the loss and every gradient of the MLP, from given weights, batch and dropout masks,
//! compared with PyTorch and JAX in 64 bits.

use std::collections::BTreeMap;

use burn::module::{Module, RunningState};
use burn::tensor::{Int, Tensor, TensorData};
use models::{ActivationConfig, Mlp, MlpConfig};
use serde::Deserialize;
use training::loss::cross_entropy;

use crate::tools::{Differences, Place, apart, assert_differs, largest, read, values};

#[derive(Deserialize)]
pub struct Golden {
    dropout_ratio: f64,
    pub networks: BTreeMap<String, Network>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
pub struct Network {
    /// The number of neurons of each layer, starting with the input.
    pub neurons: Vec<usize>,
    parameters: BTreeMap<String, Nested>,
    x: Nested,
    labels: Vec<i32>,
    /// For each hidden layer, the neurons that its dropout mask keeps.
    kept: Vec<Nested>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    size: String,
    activation: String,
    batch_norm: bool,
    dropout: bool,
    #[serde(flatten)]
    golden: Computed<Nested>,
}

/// What a network computes from a batch: the golden values, or the results of this project.
#[derive(Deserialize)]
struct Computed<T> {
    logits: T,
    loss: f64,
    gradients: BTreeMap<String, T>,
    /// Batch normalization's running mean and variance after one batch.
    running: BTreeMap<String, T>,
    /// The logits without dropout, normalized by the running mean and variance.
    logits_of_the_finished_network: T,
}

/// A list of numbers, or a list of rows.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Nested {
    List(Vec<f64>),
    Rows(Vec<Vec<f64>>),
}

impl Nested {
    pub fn flat(&self) -> Vec<f64> {
        match self {
            Self::List(list) => list.clone(),
            Self::Rows(rows) => rows.concat(),
        }
    }
}

impl Golden {
    pub fn read() -> Self {
        read(include_str!("networks.json"))
    }
}

impl Network {
    /// The network with the given weights, on the device of `place` with autodiff.
    pub fn mlp(&self, place: &Place, shape: impl Fn(MlpConfig) -> MlpConfig) -> Mlp {
        let [inputs, hidden @ .., outputs] = &self.neurons[..] else {
            panic!("three layers or more")
        };
        let device = place.device.clone().autodiff();
        let config = shape(MlpConfig::new(*inputs, hidden.to_vec(), *outputs));
        let mut mlp = config.init(&device);
        let golden = |name: String| self.parameters[&name].flat();
        let weight = |i: usize| {
            place.parameter(&golden(format!("{i}.weight")), [self.neurons[i], self.neurons[i + 1]])
        };
        let vector = |i: usize, name: &str| {
            place.parameter(&golden(format!("{i}.{name}")), [self.neurons[i + 1]])
        };
        for (i, layer) in mlp.hidden.iter_mut().enumerate() {
            layer.linear.weight = weight(i);
            layer.linear.bias = Some(vector(i, "bias"));
            if let Some(batch_norm) = &mut layer.batch_norm {
                batch_norm.gamma = vector(i, "gamma");
                batch_norm.beta = vector(i, "beta");
                let running = |value| {
                    let n = self.neurons[i + 1];
                    RunningState::new(place.tensor_on(&device, &vec![value; n], [n]))
                };
                batch_norm.running_mean = running(0.0);
                batch_norm.running_var = running(1.0);
            }
        }
        mlp.output.weight = weight(hidden.len());
        mlp.output.bias = Some(vector(hidden.len(), "bias"));
        mlp
    }

    fn x(&self, place: &Place, device: &burn::tensor::Device) -> Tensor<2> {
        place.tensor_on(device, &self.x.flat(), [self.labels.len(), self.neurons[0]])
    }

    /// Runs the forward and backward pass of `mlp` on the batch. If there are masks, they multiply the
    /// neurons that they keep by `mask_scale`.
    fn compute(&self, mlp: &Mlp, mask_scale: Option<f64>, place: &Place) -> Computed<Vec<f64>> {
        let device = place.device.clone().autodiff();
        let labels = TensorData::new(self.labels.clone(), [self.labels.len()]);
        let labels = Tensor::<1, Int>::from_data(labels, &device);
        let mut kept = self.kept.iter();
        let logits = mlp.forward_with_masks(self.x(place, &device), |shape, _| {
            let kept = kept.next().expect("a mask for each hidden layer").flat();
            mask_scale.map(|scale| place.tensor_on(&device, &kept, shape) * scale)
        });
        let loss = cross_entropy(logits.clone(), labels);
        let found = loss.backward();

        let mut gradients = BTreeMap::new();
        let mut running = BTreeMap::new();
        let linears = mlp.hidden.iter().map(|layer| &layer.linear).chain([&mlp.output]);
        for (i, linear) in linears.enumerate() {
            let weight = linear.weight.val().grad(&found).expect("each weight counts");
            let bias = linear.bias.as_ref().and_then(|bias| bias.val().grad(&found));
            gradients.insert(format!("{i}.weight"), values(weight));
            gradients.insert(format!("{i}.bias"), values(bias.expect("each bias counts")));
        }
        for (i, layer) in mlp.hidden.iter().enumerate() {
            if let Some(batch_norm) = &layer.batch_norm {
                for (name, parameter) in [("gamma", &batch_norm.gamma), ("beta", &batch_norm.beta)]
                {
                    let gradient = parameter.val().grad(&found).expect("each counts");
                    gradients.insert(format!("{i}.{name}"), values(gradient));
                }
                let [mean, variance] = [&batch_norm.running_mean, &batch_norm.running_var];
                running.insert(format!("{i}.mean"), values(mean.value_sync()));
                running.insert(format!("{i}.variance"), values(variance.value_sync()));
            }
        }
        let finished = mlp.valid().forward(self.x(place, &place.device));
        Computed {
            logits: values(logits),
            loss: values(loss)[0],
            gradients,
            running,
            logits_of_the_finished_network: values(finished),
        }
    }
}

/// The parts of a computation that are compared.
const PARTS: [&str; 5] =
    ["logits", "loss", "gradients", "running mean and variance", "logits when finished"];

/// How far apart two computations are, tensor by tensor: the largest difference of an entry, relative
/// to the tensor's largest entry. Some gradients are 0 except for rounding, because batch normalization
/// cancels the bias before it; their differences are relative to the network's largest gradient instead.
fn differences(ours: &Computed<Vec<f64>>, golden: &Computed<Nested>) -> [f64; PARTS.len()] {
    let of = |ours: &[f64], golden: &Nested, steepest: f64| {
        let golden = golden.flat();
        let size = largest(&golden);
        apart(ours, &golden, if size < 1e-10 * steepest { steepest } else { size })
    };
    let steepest = golden.gradients.values().map(|g| largest(&g.flat())).fold(0.0, f64::max);
    let all = |ours: &BTreeMap<String, Vec<f64>>, golden: &BTreeMap<String, Nested>, steepest| {
        assert!(ours.keys().eq(golden.keys()), "the same tensors");
        ours.iter().map(|(name, ours)| of(ours, &golden[name], steepest)).fold(0.0, f64::max)
    };
    let finished = &golden.logits_of_the_finished_network;
    [
        of(&ours.logits, &golden.logits, 0.0),
        (ours.loss / golden.loss - 1.0).abs(),
        all(&ours.gradients, &golden.gradients, steepest),
        all(&ours.running, &golden.running, 0.0),
        of(&ours.logits_of_the_finished_network, finished, 0.0),
    ]
}

/// The tolerance in roundings, relative to the largest entry of a tensor. An entry is computed by sums of
/// up to 40 terms in each layer, forward and backward. The error of a sum of n terms is up to n roundings,
/// and typically √n.
const ROUNDINGS: f64 = 40.0;

fn activation(name: &str) -> ActivationConfig {
    match name {
        "relu" => ActivationConfig::Relu,
        "sigmoid" => ActivationConfig::Sigmoid,
        "tanh" => ActivationConfig::Tanh,
        name => panic!("no activation {name}"),
    }
}

#[test]
fn logits_loss_and_gradients_are_those_of_pytorch_and_jax() {
    let golden = Golden::read();
    let kept_scale = 1.0 / (1.0 - golden.dropout_ratio);
    for place in Place::all() {
        let mut held = PARTS.map(|part| Differences::new(part, ROUNDINGS, &place));
        let single = ROUNDINGS * Place::default().rounding() / place.rounding();
        let mut rounded = Differences::new("sigmoid as Burn rounds it", single, &place);
        for case in &golden.cases {
            let network = &golden.networks[&case.size];
            let mlp = network.mlp(&place, |shape| {
                shape.with_activation(activation(&case.activation)).with_batch_norm(case.batch_norm)
            });
            let ours = network.compute(&mlp, case.dropout.then_some(kept_scale), &place);
            for (held, apart) in held.iter_mut().zip(differences(&ours, &case.golden)) {
                if place.rounds_sigmoid() && case.activation == "sigmoid" {
                    rounded.hold(&case.name, apart);
                } else {
                    held.hold(&case.name, apart);
                }
            }
        }
        held.into_iter().for_each(Differences::end);
        if place.rounds_sigmoid() {
            rounded.end();
        }
    }
}

/// Compares deliberately wrong gradients of the small ReLU network with the golden ones.
fn assert_caught(
    what: &str,
    batch_norm: bool,
    dropout: bool,
    wrong: impl Fn(&mut Mlp) -> Option<f64>,
) {
    let (golden, place) = (Golden::read(), Place::default());
    let is_it = |case: &&Case| {
        (&case.size[..], &case.activation[..]) == ("small", "relu")
            && (case.batch_norm, case.dropout) == (batch_norm, dropout)
    };
    let case = golden.cases.iter().find(is_it).expect("it is there");
    let network = &golden.networks["small"];
    let mut mlp = network.mlp(&place, |shape| shape.with_batch_norm(batch_norm));
    let mask_scale = wrong(&mut mlp);
    let ours = network.compute(&mlp, mask_scale, &place);
    let [_, _, gradients, ..] = differences(&ours, &case.golden);
    assert_differs(what, gradients, ROUNDINGS, &place);
}

#[test]
fn a_wrong_epsilon_of_batch_normalization_is_caught() {
    assert_caught("batch normalization with ε = 1e-4", true, false, |mlp| {
        for layer in &mut mlp.hidden {
            layer.batch_norm.as_mut().expect("it has one").epsilon = 1e-4;
        }
        None
    });
}

#[test]
fn a_mask_that_does_not_scale_is_caught() {
    assert_caught("a mask of 0 and 1", false, true, |_| Some(1.0));
}

#[test]
fn another_activation_is_caught() {
    assert_caught("tanh in the second layer", false, false, |mlp| {
        mlp.hidden[1].activation = ActivationConfig::Tanh.init(&Place::default().device);
        None
    });
}
