//! The settings of a network, as the page sends them.

use datasets::{Dataset, Samples};
use models::MlpConfig;
use serde::{Deserialize, Serialize};
use training::classifier::shape;
pub use training::initial_weights::InitialWeights;
use training::{activations, optimizers};

/// The largest number of hidden layers.
pub const MOST_LAYERS: usize = 10;
/// The largest number of neurons in a hidden layer.
pub const MOST_NEURONS: usize = 500;
/// The largest number of images in a mini-batch.
pub const LARGEST_BATCH: usize = 1000;
/// The number of steps after which a run stops.
pub const MOST_ITERATIONS: usize = 100_000;
/// The largest learning rate, weight decay λ, standard deviation and coordinate.
pub const LARGEST_NUMBER: f64 = 1e6;
/// The largest seed: beyond it, the numbers of JavaScript lose digits.
pub const LARGEST_SEED: u64 = (1 << 53) - 1;

/// Everything that determines how a network is trained. The names are those of the flags of `train`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The data set, by its name in the list of the server; without a name, the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// Neurons of each hidden layer, from the input on.
    pub hidden: Vec<usize>,
    /// The activation function of the hidden layers, by its name in the list.
    pub activation: String,
    /// The initial weights.
    pub initial_weights: InitialWeights,
    /// The optimizer, by its name in the list.
    pub optimizer: String,
    /// The learning rate η.
    pub learning_rate: f64,
    /// Images in a mini-batch, drawn with replacement.
    pub batch_size: usize,
    /// Weight decay λ.
    pub weight_decay: f64,
    /// The fraction of hidden neurons that is dropped in each step.
    pub dropout: f64,
    /// Whether every hidden layer has batch normalization.
    pub batch_norm: bool,
    /// The number of training images: the first ones of the data set.
    pub images: usize,
    /// The seed of weights, mini-batches and dropout.
    pub seed: u64,
}

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct BadSetting {
    /// The name of the field.
    pub field: &'static str,
    /// What is allowed.
    pub reason: String,
}

impl Default for Settings {
    /// The network of the book's optimizer comparison (section 6.1.8), trained by SGD.
    fn default() -> Self {
        Self {
            data: None,
            hidden: vec![100; 4],
            activation: "ReLU".into(),
            initial_weights: InitialWeights::He,
            optimizer: "SGD".into(),
            learning_rate: 0.01,
            batch_size: 128,
            weight_decay: 0.0,
            dropout: 0.0,
            batch_norm: false,
            images: 60_000,
            seed: 0,
        }
    }
}

impl Settings {
    /// Checks every setting but the name of the data set, which is `data`, against what this server allows.
    ///
    /// # Errors
    /// The first setting that is not allowed, and what is.
    pub fn check(&self, data: &Dataset) -> Result<(), BadSetting> {
        let within = |field, value: usize, most: usize| match (1..=most).contains(&value) {
            true => Ok(()),
            false => bad(field, format!("a whole number from 1 to {most}, not {value}")),
        };
        if !(1..=MOST_LAYERS).contains(&self.hidden.len()) {
            return bad("hidden", format!("1 to {MOST_LAYERS} hidden layers"));
        }
        for &neurons in &self.hidden {
            within("hidden", neurons, MOST_NEURONS)?;
        }
        within("batch_size", self.batch_size, LARGEST_BATCH)?;
        within("images", self.images, data.training.len())?;
        if self.seed > LARGEST_SEED {
            return bad(
                "seed",
                format!("a whole number from 0 to {LARGEST_SEED}, not {}", self.seed),
            );
        }
        known("activation", &self.activation, activations::ACTIVATIONS.iter().map(|a| a.name))?;
        known("optimizer", &self.optimizer, optimizers::OPTIMIZERS.iter().map(|o| o.name))?;
        positive("learning_rate", self.learning_rate)?;
        not_negative("weight_decay", self.weight_decay)?;
        number("dropout", self.dropout, |x| (0.0..1.0).contains(&x), "from 0 to below 1")?;
        match self.initial_weights {
            InitialWeights::Std(std) => not_negative("initial_weights", std),
            _ => Ok(()),
        }
    }

    /// The shape of the network, for the images and classes of `data`.
    pub(crate) fn shape(&self, data: &Dataset) -> MlpConfig {
        shape(&self.hidden, &data.training)
            .with_activation((self.activation().config)())
            .with_batch_norm(self.batch_norm)
            .with_dropout(self.dropout)
    }

    /// The activation function.
    pub(crate) fn activation(&self) -> &'static activations::Named {
        activations::named(&self.activation).expect("a name from the list")
    }

    /// The optimizer.
    pub(crate) fn optimizer(&self) -> &'static optimizers::Named {
        optimizers::named(&self.optimizer).expect("a name from the list")
    }
}

fn bad<T>(field: &'static str, reason: String) -> Result<T, BadSetting> {
    Err(BadSetting { field, reason })
}

fn known(
    field: &'static str,
    name: &str,
    names: impl Iterator<Item = &'static str>,
) -> Result<(), BadSetting> {
    let names: Vec<_> = names.collect();
    match names.contains(&name) {
        true => Ok(()),
        false => bad(field, format!("one of {}", names.join(", "))),
    }
}

/// Checks a number that is above 0 and at most [`LARGEST_NUMBER`].
pub(crate) fn positive(field: &'static str, value: f64) -> Result<(), BadSetting> {
    let allowed = format!("a number above 0, up to {LARGEST_NUMBER}");
    number(field, value, |x| x > 0.0 && x <= LARGEST_NUMBER, &allowed)
}

/// Checks a number from 0 to [`LARGEST_NUMBER`].
fn not_negative(field: &'static str, value: f64) -> Result<(), BadSetting> {
    let allowed = format!("a number from 0 to {LARGEST_NUMBER}");
    number(field, value, |x| x <= LARGEST_NUMBER, &allowed)
}

fn number(
    field: &'static str,
    value: f64,
    is_allowed: impl Fn(f64) -> bool,
    allowed: &str,
) -> Result<(), BadSetting> {
    // Minus zero would be written as a flag.
    match value.is_finite() && !value.is_sign_negative() && is_allowed(value) {
        true => Ok(()),
        false => bad(field, format!("{allowed}, not {value}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_allowed_and_a_bad_value_names_its_field() {
        let data = Dataset::mnist().unwrap();
        let field = |change: &dyn Fn(&mut Settings)| {
            let mut settings = Settings::default();
            change(&mut settings);
            settings.check(&data).err().map(|bad| bad.field)
        };
        assert_eq!(field(&|_| {}), None);
        assert_eq!(field(&|s| s.hidden = vec![]), Some("hidden"));
        assert_eq!(field(&|s| s.hidden = vec![10; 11]), Some("hidden"));
        assert_eq!(field(&|s| s.hidden = vec![100, 0]), Some("hidden"));
        assert_eq!(field(&|s| s.hidden = vec![501]), Some("hidden"));
        assert_eq!(field(&|s| s.activation = "swish".into()), Some("activation"));
        assert_eq!(field(&|s| s.optimizer = "Lion".into()), Some("optimizer"));
        for rate in [0.0, -1.0, 1.1e6, f64::NAN, f64::INFINITY] {
            assert_eq!(field(&|s| s.learning_rate = rate), Some("learning_rate"));
        }
        for batch_size in [0, 1001] {
            assert_eq!(field(&|s| s.batch_size = batch_size), Some("batch_size"));
        }
        for images in [0, 60_001] {
            assert_eq!(field(&|s| s.images = images), Some("images"));
        }
        assert_eq!(field(&|s| s.seed = LARGEST_SEED), None);
        assert_eq!(field(&|s| s.seed = LARGEST_SEED + 1), Some("seed"));
        // The next number is another one in 64 bits, but not as a number of JavaScript.
        assert_ne!(LARGEST_SEED as f64, (LARGEST_SEED + 1) as f64);
        assert_eq!((LARGEST_SEED + 1) as f64, (LARGEST_SEED + 2) as f64);
        assert_eq!(field(&|s| s.weight_decay = -1e-9), Some("weight_decay"));
        assert_eq!(field(&|s| s.weight_decay = -0.0), Some("weight_decay"));
        assert_eq!(field(&|s| s.weight_decay = 1.1e6), Some("weight_decay"));
        assert_eq!(field(&|s| s.dropout = 1.0), Some("dropout"));
        let bad = InitialWeights::Std(-0.1);
        assert_eq!(field(&|s| s.initial_weights = bad), Some("initial_weights"));
    }

    #[test]
    fn settings_are_read_as_the_page_writes_them() {
        let json = serde_json::to_string(&Settings::default()).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&json).unwrap(), Settings::default());
        let with = |weights: &str| json.replace("\"He\"", weights);
        for weights in ["\"zero\"", "\"Xavier\"", "{\"std\":0.01}"] {
            assert!(serde_json::from_str::<Settings>(&with(weights)).is_ok(), "{weights}");
        }
        for bad in [with("\"LeCun\""), json.replace("\"seed\"", "\"sead\""), "{}".into()] {
            assert!(serde_json::from_str::<Settings>(&bad).is_err(), "{bad}");
        }
    }
}
