//! The activation functions, one entry each in [`ACTIVATIONS`]: what `--activation` of `train` and of the
//! hyperparameter search can choose from, and `--activations` of `activation_histograms`.

use std::sync::OnceLock;

use burn::nn::activation::{
    ActivationConfig, CeluConfig, EluConfig, HardShrinkConfig, HardSigmoidConfig, LeakyReluConfig,
    ShrinkConfig, SoftShrinkConfig, SoftplusConfig, ThresholdedReluConfig,
};
use extensions::initializers::{He, Initializer, Xavier};

use crate::flags::InvalidValue;
use crate::list::{List, Listed};
use crate::nearest::unknown;

/// An activation function with its name. [`entry`] makes one.
pub struct Named {
    /// The name, in flags, figures, records and, in lower case, in saved networks.
    pub name: &'static str,
    /// The function, with Burn's defaults where it has settings.
    pub config: fn() -> ActivationConfig,
    /// The smallest and the largest value of the function; infinite where it is unbounded.
    pub values: (f64, f64),
    /// Initial weights that suit it.
    pub initializer: &'static (dyn Initializer + Sync),
    id: OnceLock<String>,
}

impl Listed for Named {
    fn name(&self) -> String {
        self.name.into()
    }
}

impl Named {
    /// The name in lower case and without spaces, for the names of files.
    pub fn id(&self) -> &str {
        self.id.get_or_init(|| self.name.to_lowercase().replace(' ', "-"))
    }

    /// Where a histogram of its values begins and ends: at their bounds, or at −1 and 1 where they are
    /// unbounded. Values of unbounded functions can lie outside.
    pub fn histogram_range(&self) -> (f64, f64) {
        let (lowest, highest) = self.values;
        let or = |bound: f64, end: f64| if bound.is_finite() { bound } else { end };
        (or(lowest, -1.0), or(highest, 1.0))
    }
}

/// An entry of [`ACTIVATIONS`]: its name, a function that returns Burn's configuration of it, its smallest and
/// its largest value (infinite where it is unbounded), and initial weights that suit it.
///
/// ```
/// use burn::nn::activation::EluConfig;
/// use extensions::initializers::He;
/// use training::activations::{ACTIVATIONS, INF, entry};
///
/// ACTIVATIONS.add(entry("ELU 0.5", || EluConfig::new().with_alpha(0.5).into(), (-0.5, INF), &He));
/// ```
pub const fn entry(
    name: &'static str,
    config: fn() -> ActivationConfig,
    values: (f64, f64),
    initializer: &'static (dyn Initializer + Sync),
) -> Named {
    Named { name, config, values, initializer, id: OnceLock::new() }
}

/// ∞, for the bounds of an [`entry`].
pub const INF: f64 = f64::INFINITY;

/// The three functions of the lecture, then the others of Burn's `ActivationConfig` that map each
/// entry of a tensor by itself.
///
/// Two of Burn's are missing. `PRelu` learns its slope: a network with it has parameters that the
/// initializers and the saved files here do not know. `SwiGlu` is a gate made of two `Linear` layers,
/// so it needs to know the sizes of its input and output.
///
/// Initial weights are [`He`] where a function suppresses a part of its inputs, which the doubled
/// variance makes up for, and [`Xavier`] where it is linear or bends at both sides, as the derivation of
/// each presumes.
pub static ACTIVATIONS: List<Named> = List::of(&LISTED);

static LISTED: [Named; 18] = [
    entry("ReLU", || ActivationConfig::Relu, (0.0, INF), &He),
    entry("sigmoid", || ActivationConfig::Sigmoid, (0.0, 1.0), &Xavier),
    entry("tanh", || ActivationConfig::Tanh, (-1.0, 1.0), &Xavier),
    entry("identity", || ActivationConfig::Identity, (-INF, INF), &Xavier),
    entry("LeakyReLU", || LeakyReluConfig::new().into(), (-INF, INF), &He),
    entry("ThresholdedReLU", || ThresholdedReluConfig::new().into(), (0.0, INF), &He),
    entry("ELU", || EluConfig::new().into(), (-1.0, INF), &He),
    entry("CELU", || CeluConfig::new().into(), (-1.0, INF), &He),
    // Bounded below by −λα. Klambauer et al. 2017 derive it for weights of variance 1/n, as Xavier's.
    entry("SELU", || ActivationConfig::Selu, (-1.758_099_4, INF), &Xavier),
    // The smallest value is at x = −0.7518.
    entry("GELU", || ActivationConfig::Gelu, (-0.17, INF), &He),
    entry("GELU-tanh", || ActivationConfig::GeluApproximate, (-0.170_1, INF), &He),
    // The smallest value is at x = −1.5.
    entry("HardSwish", || ActivationConfig::HardSwish, (-0.375, INF), &He),
    entry("HardSigmoid", || HardSigmoidConfig::new().into(), (0.0, 1.0), &Xavier),
    entry("softplus", || SoftplusConfig::new().into(), (0.0, INF), &He),
    entry("softsign", || ActivationConfig::Softsign, (-1.0, 1.0), &Xavier),
    entry("HardShrink", || HardShrinkConfig::new().into(), (-INF, INF), &He),
    entry("SoftShrink", || SoftShrinkConfig::new().into(), (-INF, INF), &He),
    entry("shrink", || ShrinkConfig::new().into(), (-INF, INF), &He),
];

/// The activation function of that name, in upper or lower case.
pub fn named(name: &str) -> Option<&'static Named> {
    ACTIVATIONS.iter().find(|activation| activation.name.eq_ignore_ascii_case(name))
}

/// An activation function's name, as a flag's value and as a fact in a file.
///
/// # Errors
/// If no activation function has that name; the message says which one was probably meant, or lists the names.
pub fn activation_name(text: &str) -> Result<String, InvalidValue> {
    let names: Vec<_> = ACTIVATIONS.iter().map(|activation| activation.name).collect();
    let found = named(text.trim()).ok_or_else(|| unknown(text, &names))?;
    Ok(found.name.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Backend;
    use burn::module::Module;
    use burn::tensor::{Tensor, TensorData};
    use std::collections::BTreeSet;

    /// The function's values at numbers from −50 to 50, in a matrix of two columns.
    fn values(activation: &Named) -> (Vec<f64>, Vec<f64>) {
        let device = Backend::default_compiled().device().unwrap();
        let x: Vec<f32> = (-5000..5000).map(|i| i as f32 / 100.0).collect();
        let a = Tensor::<2>::from_data(TensorData::new(x.clone(), [x.len() / 2, 2]), &device);
        let z = (activation.config)().init(&device).forward(a.clone());
        assert_eq!(z.dims(), a.dims(), "{}", activation.name);
        let z: Vec<f32> = z.into_data().iter().collect();
        (x.into_iter().map(f64::from).collect(), z.into_iter().map(f64::from).collect())
    }

    #[test]
    fn the_values_lie_between_their_bounds_and_come_close_to_them() {
        for activation in ACTIVATIONS.iter() {
            let (lowest, highest) = activation.values;
            let (_, z) = values(activation);
            let ends = z.iter().fold((INF, -INF), |(a, b), &z| (a.min(z), b.max(z)));
            assert!(
                ends.0 >= lowest - 1e-6 && ends.1 <= highest + 1e-6,
                "{}: values from {} to {}",
                activation.name,
                ends.0,
                ends.1
            );
            let close = |end: f64, bound: f64| bound.is_infinite() || (end - bound).abs() < 0.05;
            assert!(close(ends.0, lowest) && close(ends.1, highest), "{}", activation.name);
            let (from, to) = activation.histogram_range();
            assert!(from < to, "{}", activation.name);
        }
    }

    #[test]
    fn an_unbounded_function_leaves_every_bound() {
        for activation in ACTIVATIONS.iter() {
            let (_, z) = values(activation);
            let leaves = |is_beyond: fn(f64) -> bool| z.iter().any(|&z| is_beyond(z));
            let (lowest, highest) = activation.values;
            assert_eq!(highest.is_infinite(), leaves(|z| z > 10.0), "{}", activation.name);
            // The slope of LeakyReLU is 0.01 there.
            assert_eq!(lowest.is_infinite(), leaves(|z| z < -0.4) && lowest < -2.0);
        }
    }

    /// Each entry is mapped by itself, and nothing is learned.
    #[test]
    fn a_function_has_no_parameters_and_keeps_its_place() {
        let device = Backend::default_compiled().device().unwrap();
        for activation in ACTIVATIONS.iter() {
            let function = (activation.config)().init(&device);
            assert_eq!(function.num_params(), 0, "{}", activation.name);
            let (x, z) = values(activation);
            for i in [0, 4000, 4949, 5049, 6000, 9999] {
                let alone = Tensor::<1>::from_floats([x[i] as f32], &device);
                let alone = f64::from(function.forward(alone).into_scalar::<f32>());
                assert!((alone - z[i]).abs() < 1e-5 * alone.abs().max(1.0), "{}", activation.name);
            }
        }
    }

    #[test]
    fn names_differ_in_more_than_the_case_of_letters() {
        let names: BTreeSet<_> = ACTIVATIONS.iter().map(|a| a.name.to_lowercase()).collect();
        assert_eq!(names.len(), ACTIVATIONS.iter().count());
        assert_eq!(activation_name(" gelu ").unwrap(), "GELU");
        assert_eq!(activation_name("RELU").unwrap(), "ReLU");
        let error = activation_name("swish").unwrap_err().to_string();
        assert!(error.starts_with("allowed: ReLU, sigmoid, tanh,"), "{error}");
        assert_eq!(activation_name("sigmiod").unwrap_err().to_string(), "did you mean sigmoid?");
    }
}
