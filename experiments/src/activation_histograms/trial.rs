//! One trial: random inputs pass forwards through a network that is not trained, and a random gradient
//! passes backwards.

use burn::tensor::{Tensor, TensorData};
use extensions::random::Purpose;
use lab::experiment::{About, Experiment};
use models::Activation;
use training::activation_statistics::{Layer, root_mean_square};
use training::flags::{InvalidValue, each_once};
use training::needs::Needs;
use training::trial::Trial;

use super::arm::Arm;
use super::measured::{Measured, Network};
use super::settings::Settings;

/// The experiment.
pub struct ActivationHistograms;

impl Experiment for ActivationHistograms {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        each_once("--factors", &settings.factors)?;
        each_once("--depths", &settings.depths)
    }

    fn needs(settings: &Settings) -> Needs {
        // Of each layer the activations and the slopes, of each network the gradients; and what one
        // layer's statistics are computed from.
        let of_inputs = settings.inputs * (3 * settings.deepest() + 16);
        let weights = settings.neurons * (settings.deepest() + 8);
        Needs::default().numbers("--neurons", settings.neurons, of_inputs + weights)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        Arm::all(settings)
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.deepest() as u64
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
        let mut stream = trial.stream(Purpose::Weights);
        let mut forward = vec![normal()]; // z₀ is the input, [inputs, neurons]
        let (mut slopes, mut weights) = (Vec::new(), Vec::new());
        for layer in 0..settings.deepest() {
            let shape = [settings.neurons, settings.neurons];
            let values = arm.initializer().weights(&shape, &mut stream);
            let w: Tensor<2> = Tensor::from_data(TensorData::new(values, shape), &device);
            let a = forward[layer].clone().matmul(w.clone()); // a = z W
            forward.push(function.forward(a.clone())); // z = f(a)
            slopes.push(derivative(&function, a)); // f′(a)
            weights.push(w);
            trial.step_done();
        }
        // Backwards from layer `depth`: ∂L/∂z of the layer below is (∂L/∂z ⊙ f′) Wᵀ.
        let at_the_end = normal();
        let backward = |depth: usize| {
            let mut gradients = vec![at_the_end.clone()];
            for layer in (1..depth).rev() {
                let gradient = gradients[0].clone() * slopes[layer].clone();
                gradients.insert(0, gradient.matmul(weights[layer].clone().transpose()));
            }
            gradients
        };
        let measure =
            |i: usize, gradient| Layer::of(&forward[i + 1], &slopes[i], gradient, arm.activation());
        let gradients = backward(settings.layers);
        let layers = gradients.iter().enumerate().map(|(i, gradient)| measure(i, gradient));
        let network = |&depth: &usize| {
            let gradient = root_mean_square(&backward(depth)[0]) / root_mean_square(&at_the_end);
            Network { depth, last: measure(depth - 1, &at_the_end), gradient }
        };
        Measured {
            layers: layers.collect(),
            networks: settings.depths.iter().map(network).collect(),
        }
    }

    fn fits(settings: &Settings, _: &Arm, measured: &Measured) -> bool {
        let activations = settings.inputs * settings.neurons;
        let depths = measured.networks.iter().map(|network| &network.depth);
        let last = measured.networks.iter().map(|network| &network.last);
        measured.layers.len() == settings.layers
            && depths.eq(&settings.depths)
            && measured.layers.iter().chain(last).all(|layer| layer.fits(activations))
    }
}

/// The derivative of the activation function at each weighted sum in `a`, by automatic differentiation:
/// the gradient of the sum of all its values.
fn derivative(function: &Activation, a: Tensor<2>) -> Tensor<2> {
    let a = Tensor::from_inner(a).require_grad();
    let gradients = function.forward(a.clone()).sum().backward();
    a.grad(&gradients).expect("the gradient of a was asked for")
}
