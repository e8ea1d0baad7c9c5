//! The network of the lecture's optimizer comparison in plain Burn, from the data to the test accuracy:
//! 784-100×4-10 with ReLU, He weights and zero biases, softmax cross-entropy, and AdaGrad on
//! mini-batches of 128 images.
//!
//! `cargo run -p experiments --example plain_burn` (an argument sets the number of iterations)

use std::error::Error;

use burn::module::Module;
use burn::nn::loss::CrossEntropyLossConfig;
use burn::nn::{Initializer, Linear, LinearConfig, Relu};
use burn::optim::{AdaGradConfig, GradientsParams};
use burn::tensor::{Device, Distribution, Int, Tensor, TensorData};
use datasets::{Dataset, Samples};

const PIXELS: usize = 784;
const NEURONS: usize = 100;
const CLASSES: usize = 10;
const BATCH: usize = 128;
const LEARNING_RATE: f64 = 0.01;

/// Four hidden layers and an output layer.
#[derive(Module, Debug)]
struct Network {
    hidden: Vec<Linear>,
    relu: Relu,
    output: Linear,
}

impl Network {
    fn new(device: &Device) -> Self {
        let inputs = [PIXELS, NEURONS, NEURONS, NEURONS];
        Self {
            hidden: inputs.map(|inputs| linear(inputs, NEURONS, device)).to_vec(),
            relu: Relu::new(),
            output: linear(NEURONS, CLASSES, device),
        }
    }

    /// The logits. The loss applies the softmax.
    fn forward(&self, images: Tensor<2>) -> Tensor<2> {
        let mut x = images; // [batch, 784]
        for linear in &self.hidden {
            x = self.relu.forward(linear.forward(x)); // [batch, 100]
        }
        self.output.forward(x) // [batch, 10]
    }
}

/// A layer xW + b with W drawn from N(0, 2 / inputs), as He et al. propose, and b = 0.
fn linear(inputs: usize, outputs: usize, device: &Device) -> Linear {
    let he = Initializer::KaimingNormal { gain: 2f64.sqrt(), fan_out_only: false };
    let mut linear = LinearConfig::new(inputs, outputs).with_initializer(he).init(device);
    // The initializer of the config applies to the biases too.
    linear.bias = Some(Initializer::Zeros.init([outputs], device));
    linear
}

/// All images `[n, 784]`, with pixels from 0 to 1, and their labels `[n]`.
fn tensors(samples: &impl Samples, device: &Device) -> (Tensor<2>, Tensor<1, Int>) {
    let all: Vec<usize> = (0..samples.len()).collect();
    let images = TensorData::new(samples.pixels(&all), [all.len(), PIXELS]);
    let labels = TensorData::new(samples.labels(&all), [all.len()]);
    (Tensor::from_data(images, device), Tensor::from_data(labels, device))
}

/// The fraction of the images that the network classifies correctly.
fn accuracy(model: &Network, images: Tensor<2>, labels: Tensor<1, Int>) -> f32 {
    let predicted = model.forward(images).argmax(1).squeeze_dim::<1>(1); // [n, 10] -> [n, 1] -> [n]
    predicted.equal(labels).float().mean().into_scalar()
}

fn main() -> Result<(), Box<dyn Error>> {
    let iterations: usize = std::env::args().nth(1).map_or(Ok(2000), |n| n.parse())?;
    let device = Device::default().autodiff(); // gradients are tracked on this device
    device.seed(0);

    let mnist = Dataset::mnist()?;
    let (images, labels) = tensors(&mnist.training, &device); // [60000, 784], [60000]

    let mut model = Network::new(&device);
    // The lecture's ε is 1e-7, and Burn's default is 1e-5. For SGD, write `SgdConfig::new().init()`.
    let mut optimizer = AdaGradConfig::new().with_epsilon(1e-7).init();
    let cross_entropy = CrossEntropyLossConfig::new().init(&device);

    for iteration in 1..=iterations {
        // Draws a mini-batch with replacement.
        let drawn = Distribution::Uniform(0.0, mnist.training.len() as f64);
        let indices = Tensor::<1, Int>::random([BATCH], drawn, &device); // [128]
        let x = images.clone().select(0, indices.clone()); // [128, 784]
        let t = labels.clone().select(0, indices); // [128]

        let logits = model.forward(x); // [128, 10]
        let loss = cross_entropy.forward(logits, t); // [1]: the mean over the mini-batch

        let gradients = GradientsParams::from_grads(loss.backward(), &model);
        model = optimizer.step(LEARNING_RATE, model, gradients);

        if iteration % 100 == 0 {
            println!("iteration {iteration:4}: loss {:.3}", loss.into_scalar::<f32>());
        }
    }

    // `valid` takes the network off the autodiff device.
    let model = model.valid();
    let (images, labels) = tensors(&mnist.test, &device.inner()); // [10000, 784], [10000]
    println!("test accuracy: {:.2} %", 100.0 * accuracy(&model, images, labels));
    Ok(())
}
