//! One trial: random inputs pass forwards through a network that is not trained, and a random gradient
//! passes backwards.

use burn::tensor::{Tensor, TensorData};
use extensions::random::Purpose;
use lab::experiment::{About, Experiment};
use models::Activation;
use serde::{Deserialize, Serialize};
use training::activation_statistics::Layer;
use training::trial::Trial;

use super::arm::{Arm, range};
use super::settings::Settings;

/// The experiment.
pub struct ActivationHistograms;

/// What a trial measures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// The layers, from the input on.
    pub layers: Vec<Layer>,
}

impl Measured {
    pub(super) fn last(&self) -> &Layer {
        self.layers.last().expect("there are at least two layers")
    }

    /// A number of the last layer divided by that of the first.
    pub(super) fn last_over_first(&self, number: fn(&Layer) -> f64) -> f64 {
        number(self.last()) / number(&self.layers[0])
    }
}

impl Experiment for ActivationHistograms {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn arms(settings: &Settings) -> Vec<Arm> {
        Arm::all(settings)
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.layers as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let device = trial.device();
        let function = arm.function(&device);
        let shape = [settings.inputs, settings.neurons];
        let mut data = trial.stream(Purpose::Data);
        let mut normal = || -> Tensor<2> {
            let values = data.normals(shape[0] * shape[1]);
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

/// The derivative of the activation function at each weighted sum in `a`, by automatic differentiation:
/// the gradient of the sum of all its values.
fn derivative(function: &Activation, a: Tensor<2>) -> Tensor<2> {
    let a = Tensor::from_inner(a).require_grad();
    let gradients = function.forward(a.clone()).sum().backward();
    a.grad(&gradients).expect("the gradient of a was asked for")
}
