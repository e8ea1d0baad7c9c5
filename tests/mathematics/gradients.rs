//! Backpropagation through every part of a network, compared with central differences in 64 bits.

use burn::module::Param;
use burn::nn::{BatchNormConfig, Linear, LinearConfig};
use burn::optim::{GradientsParams, ModuleOptimizer, SgdConfig};
use burn::tensor::{Int, Tensor, TensorData};
use extensions::gradients::numerical_gradient;
use extensions::optimizers::WeightDecay;
use extensions::random::{Purpose, Stream};
use models::{ActivationConfig, MlpConfig};
use training::activations::ACTIVATIONS;
use training::loss::cross_entropy;

use crate::tools::{device, matrix, mlp_of, parameter, parameter_sizes, values, vector};

/// The step of the central differences. Their error is of order h² = 1e-10 from the third
/// derivative and 1e-16/h = 1e-11 from rounding, which is far below the tolerance.
const H: f64 = 1e-5;

/// The largest relative error that passes.
const TOLERANCE: f64 = 1e-7;

/// The functions of the lecture.
const OF_THE_LECTURE: [ActivationConfig; 3] =
    [ActivationConfig::Relu, ActivationConfig::Sigmoid, ActivationConfig::Tanh];

fn normals(stream: &mut Stream, n: usize) -> Vec<f64> {
    (0..n).map(|_| stream.normal()).collect()
}

/// How far apart two gradients are: the largest difference of an entry, relative to the largest entry.
/// Some gradients are 0 except for rounding, because batch normalization cancels the bias before it; their
/// differences are relative to `steepest` instead.
fn relative_error(automatic: &[f64], numerical: &[f64], steepest: f64) -> f64 {
    let largest = |gradient: &[f64]| gradient.iter().fold(0.0, |most: f64, g| most.max(g.abs()));
    let is_zero = largest(automatic) < 1e-10 * steepest;
    let size = if is_zero { steepest } else { largest(numerical) };
    let differences = automatic.iter().zip(numerical).map(|(a, n)| (a - n).abs());
    // `max` would ignore a NaN.
    differences.fold(0.0, |most, d| if d <= most { most } else { d }) / size
}

/// The largest relative error of the derivatives of `loss` with respect to each of `inputs`.
fn gradient_error(inputs: &[Vec<f64>], loss: impl Fn(&[Tensor<1>]) -> Tensor<1>) -> f64 {
    let leaves: Vec<_> = inputs.iter().map(|input| vector(input).require_grad()).collect();
    let found = loss(&leaves).backward();
    let automatic = leaves.iter().map(|leaf| values(leaf.grad(&found).expect("it counts")));

    let at = |flat: &[f64]| {
        let mut rest = flat;
        let parts = inputs.iter().map(|input| {
            let (part, others) = rest.split_at(input.len());
            rest = others;
            vector(part)
        });
        values(loss(&parts.collect::<Vec<_>>()))[0]
    };
    let numerical = numerical_gradient(at, &mut inputs.concat(), H);
    let steepest = numerical.iter().fold(0.0, |most, g| g.abs().max(most));
    let mut rest = &numerical[..];
    let errors = automatic.map(|automatic| {
        let (numerical, others) = rest.split_at(automatic.len());
        rest = others;
        relative_error(&automatic, numerical, steepest)
    });
    errors.fold(0.0, f64::max)
}

fn check(part: &str, inputs: &[Vec<f64>], loss: impl Fn(&[Tensor<1>]) -> Tensor<1>) {
    let error = gradient_error(inputs, loss);
    println!("{part}: relative error {error:.1e}");
    assert!(error < TOLERANCE, "{part}: {error:.2e}");
}

/// A loss in which every entry of `output` has a different weight.
fn weighed<const D: usize>(output: Tensor<D>) -> Tensor<1> {
    let n = output.shape().num_elements();
    let mut stream = Stream::new(90, Purpose::Data);
    (output.reshape([n]) * vector(&normals(&mut stream, n))).sum()
}

#[test]
fn linear() {
    let mut stream = Stream::new(1, Purpose::Data);
    let inputs = [5 * 4, 4 * 3, 3].map(|n| normals(&mut stream, n));
    check("Linear, by x, W and b", &inputs, |leaves| {
        let [x, w, b] = leaves else { unreachable!() };
        let mut linear = LinearConfig::new(4, 3).init(&device().autodiff());
        linear.weight = parameter(w.clone().reshape([4, 3]));
        linear.bias = Some(parameter(b.clone()));
        weighed(linear.forward(x.clone().reshape([5, 4])))
    });
}

#[test]
fn activations() {
    // From -3 to 3 without the kinks at multiples of ½, where there is no derivative.
    let x: Vec<f64> = (-30..30).map(|i| f64::from(i) / 10.0 + 0.05).collect();
    for activation in ACTIVATIONS.iter() {
        let function = (activation.config)().init(&device());
        let error = gradient_error(std::slice::from_ref(&x), |leaves| {
            weighed(function.forward(leaves[0].clone()))
        });
        // Burn rounds these two to 32 bits on the way: 6e-8, divided by the step of the difference.
        let in_32_bits = ["HardSwish", "HardSigmoid"].contains(&activation.name);
        let tolerance = if in_32_bits { 1e-2 } else { TOLERANCE };
        println!("{}: relative error {error:.1e}", activation.name);
        assert!(error < tolerance, "{}: {error:.2e}", activation.name);
    }
}

/// Inputs for batch normalization of three neurons over a batch of six: x, γ, β.
fn normalized_inputs() -> [Vec<f64>; 3] {
    let mut stream = Stream::new(2, Purpose::Data);
    [6 * 3, 3, 3].map(|n| normals(&mut stream, n))
}

#[test]
fn batch_normalization() {
    check("batch normalization, by x, γ and β", &normalized_inputs(), |leaves| {
        let [x, gamma, beta] = leaves else { unreachable!() };
        let mut norm = BatchNormConfig::new(3).init(&device().autodiff());
        norm.gamma = parameter(gamma.clone());
        norm.beta = parameter(beta.clone());
        weighed(norm.forward(x.clone().reshape([6, 3])))
    });
}

#[test]
fn the_check_sees_a_gradient_that_is_wrong() {
    // Batch normalization whose gradient ignores that mean and variance depend on x.
    let wrong = gradient_error(&normalized_inputs(), |leaves| {
        let [x, gamma, beta] = leaves else { unreachable!() };
        let x = x.clone().reshape([6, 3]);
        let mean = x.clone().mean_dim(0).detach();
        let variance = (x.clone() - mean.clone()).square().mean_dim(0).detach();
        let normal = (x - mean) / (variance + 1e-5).sqrt();
        weighed(normal * gamma.clone().reshape([1, 3]) + beta.clone().reshape([1, 3]))
    });
    println!("batch normalization with a gradient that is wrong: relative error {wrong:.1e}");
    assert!(wrong > 0.1, "{wrong:.2e}");
}

#[test]
fn softmax_cross_entropy() {
    let mut stream = Stream::new(3, Purpose::Data);
    // Logits of every size that occurs in training, up to a softmax within 1e-9 of 0 or 1.
    for scale in [0.1, 1.0, 10.0] {
        let logits = normals(&mut stream, 7 * 4).iter().map(|l| scale * l).collect();
        check(&format!("softmax cross-entropy, logits of size {scale}"), &[logits], |leaves| {
            cross_entropy(leaves[0].clone().reshape([7, 4]), labels(&[0, 1, 2, 3, 0, 1, 2]))
        });
    }
}

fn labels(labels: &[i32]) -> Tensor<1, Int> {
    let data = TensorData::new(labels.to_vec(), [labels.len()]);
    Tensor::from_data(data, &device().autodiff())
}

const BATCH: usize = 9;

fn shape(activation: ActivationConfig, batch_norm: bool) -> MlpConfig {
    MlpConfig::new(7, vec![6, 5], 4).with_activation(activation).with_batch_norm(batch_norm)
}

/// Parameters for `shape`, and the images as one more input.
fn network_inputs(shape: &MlpConfig, seed: u64) -> Vec<Vec<f64>> {
    let mut stream = Stream::new(seed, Purpose::Data);
    let sizes = parameter_sizes(shape);
    let parameters = sizes.iter().map(|&n| normals(&mut stream, n));
    parameters.chain([(0..BATCH * 7).map(|i| (i % 11) as f64 / 11.0 - 0.3).collect()]).collect()
}

/// The loss of the network whose parameters are all inputs except the last, on the images in the last
/// input, with or without dropout masks.
fn network_loss(shape: &MlpConfig, inputs: &[Tensor<1>], ratio: f64) -> Tensor<1> {
    let (x, parameters) = inputs.split_last().expect("there are images");
    let mut stream = Stream::new(4, Purpose::Dropout);
    let logits = mlp_of(shape, parameters).forward_with_masks(
        x.clone().reshape([BATCH, shape.inputs]),
        |[rows, columns], _| {
            let mask = stream.dropout_mask(rows * columns, ratio);
            let mask: Vec<f64> = mask.into_iter().map(f64::from).collect();
            (ratio > 0.0).then(|| matrix(&mask, [rows, columns]))
        },
    );
    cross_entropy(logits, labels(&[0, 1, 2, 3, 0, 1, 2, 3, 3]))
}

#[test]
fn whole_networks() {
    for activation in OF_THE_LECTURE {
        for (batch_norm, ratio) in [(false, 0.0), (true, 0.0), (false, 0.4), (true, 0.4)] {
            let shape = shape(activation.clone(), batch_norm);
            let norm = if batch_norm { ", batch normalization" } else { "" };
            let part = format!("network with {activation:?}{norm}, dropout ratio {ratio}");
            check(&part, &network_inputs(&shape, 5), |inputs| network_loss(&shape, inputs, ratio));
        }
    }
}

#[test]
fn weight_decays_penalty() {
    const LAMBDA: f64 = 0.3;
    let mut stream = Stream::new(6, Purpose::Data);
    let [x, weight, bias] = [8 * 5, 5 * 4, 4].map(|n| normals(&mut stream, n));
    let loss = |linear: &Linear| {
        let logits = linear.forward(matrix(&x, [8, 5]));
        cross_entropy(logits, labels(&[0, 1, 2, 3, 0, 1, 2, 3]))
    };
    let linear = |weight: &[f64], bias: &[f64]| Linear {
        weight: Param::from_tensor(matrix(weight, [5, 4]).detach()),
        bias: Some(Param::from_tensor(vector(bias))),
    };
    let numbers = |linear: &Linear| {
        let bias = linear.bias.as_ref().expect("it has one");
        [values(linear.weight.val()), values(bias.val())].concat()
    };

    // SGD with a learning rate of 1 subtracts the gradient that weight decay passes to it.
    let before = linear(&weight, &bias);
    let gradients = GradientsParams::from_grads(loss(&before).backward(), &before);
    let mut sgd = ModuleOptimizer::from(WeightDecay::new(SgdConfig::new().build(), LAMBDA));
    let after = sgd.step(1.0, before.clone(), gradients);
    let automatic: Vec<f64> = numbers(&before)
        .iter()
        .zip(numbers(&after))
        .map(|(before, after)| before - after)
        .collect();

    let penalized = |flat: &[f64]| {
        let (weight, bias) = flat.split_at(weight.len());
        let penalty = 0.5 * LAMBDA * weight.iter().map(|w| w * w).sum::<f64>();
        values(loss(&linear(weight, bias)))[0] + penalty
    };
    let numerical = numerical_gradient(penalized, &mut [weight.clone(), bias].concat(), H);
    let error = relative_error(&automatic, &numerical, 0.0);
    println!("weight decay's penalty: relative error {error:.1e}");
    assert!(error < TOLERANCE, "{error:.2e}");
}
