//! The optimizers, one entry each in [`OPTIMIZERS`]: `optimizer_paths` draws all of them,
//! `optimizer_comparison` those that are marked `compared`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use burn::grad_clipping::GradientClippingConfig;
use burn::optim::{ModuleOptimizer, Optimizer, RmsPropConfig, SgdConfig};
use extensions::optimizers::{AdaGrad, Adam, Momentum, Nesterov, WeightDecay};
use fast::optimizers::fast;
use serde::{Deserialize, Serialize};

use crate::flags::{InvalidValue, positive};
use crate::list::{List, Listed};
use crate::nearest::unknown;

/// An optimizer with its name and its learning rates in the two figures. [`entry`] makes one.
pub struct Named {
    /// The name, in figures, records and flags. Flags separate names by commas and rates by `=`.
    pub name: &'static str,
    /// η on f(x, y) = x²/20 + y² (`optimizer_paths`).
    pub path_rate: f64,
    /// η on MNIST (`optimizer_comparison`).
    pub mnist_rate: f64,
    /// Whether `optimizer_comparison` draws it by default.
    pub compared: bool,
    /// What returns the optimizer: usually a function such as `&|| LionConfig::new().build()`.
    pub optimizer: &'static dyn Build,
    /// How Burn clips the gradient of each parameter before the step; `None` if it does not.
    pub clipping: Option<GradientClippingConfig>,
}

impl Listed for Named {
    fn name(&self) -> String {
        self.name.into()
    }
}

/// An entry of [`OPTIMIZERS`] that both figures draw: its name, its learning rate on f(x, y) = x²/20 + y²,
/// its learning rate on MNIST, and a function that returns the optimizer.
///
/// ```
/// use burn::optim::LionConfig;
/// use training::optimizers::{OPTIMIZERS, entry};
///
/// OPTIMIZERS.add(entry("Lion", 0.3, 0.0001, &|| LionConfig::new().build()));
/// ```
pub const fn entry(
    name: &'static str,
    path_rate: f64,
    mnist_rate: f64,
    optimizer: &'static dyn Build,
) -> Named {
    Named { name, path_rate, mnist_rate, compared: true, optimizer, clipping: None }
}

impl Named {
    /// The same optimizer with gradients that are clipped before each step. Burn clips the gradient of each
    /// parameter by itself: `Norm(c)` shortens it to the length c if it is longer, and `Value(c)` limits each
    /// of its entries to [−c, c]. Weight decay is added afterwards.
    pub const fn clipped(mut self, clipping: GradientClippingConfig) -> Self {
        self.clipping = Some(clipping);
        self
    }

    /// The optimizer of a whole module, with weight decay λ on its weights.
    pub fn build(&self, weight_decay: f64) -> ModuleOptimizer {
        let optimizer = self.optimizer.build(weight_decay);
        match &self.clipping {
            Some(clipping) => optimizer.with_grad_clipping(clipping.init()),
            None => optimizer,
        }
    }
}

/// What an entry is built from. Every function without arguments that returns an optimizer, of Burn or of
/// your own, is one.
pub trait Build: Sync {
    /// The optimizer of a whole module, with weight decay λ on its weights.
    fn build(&self, weight_decay: f64) -> ModuleOptimizer;
}

impl<O: Optimizer, F: Fn() -> O + Sync> Build for F {
    fn build(&self, weight_decay: f64) -> ModuleOptimizer {
        with_decay(self(), weight_decay)
    }
}

/// The optimizers of the lecture in its order, then those of the book. The first four have the book's
/// learning rates. It does not draw Nesterov and RMSprop, so we chose theirs.
///
/// Burn's own SGD and its RMSprop without momentum already are those of the book; the others are in
/// `extensions::optimizers`. [`fast()`] makes an update faster and changes no number.
pub static OPTIMIZERS: List<Named> = List::of(&LISTED);

static LISTED: [Named; 6] = [
    entry("SGD", 0.95, 0.01, &|| SgdConfig::new().build()),
    entry("Momentum", 0.1, 0.01, &|| fast(Momentum::default())),
    entry("AdaGrad", 1.5, 0.01, &|| fast(AdaGrad::default())),
    entry("Adam", 0.3, 0.001, &|| fast(Adam::default())),
    Named { compared: false, ..entry("Nesterov", 0.1, 0.01, &|| fast(Nesterov::default())) },
    Named { compared: false, ..entry("RMSprop", 0.3, 0.001, &book_rmsprop) },
];

/// `optimizer` for a whole module, with weight decay λ on its weights.
pub fn with_decay<O: Optimizer>(optimizer: O, weight_decay: f64) -> ModuleOptimizer {
    ModuleOptimizer::from(WeightDecay::new(optimizer, weight_decay))
}

/// The book's RMSprop, from Burn: h ← ρh + (1 − ρ) g ⊙ g, W ← W − η g / (√h + ε).
fn book_rmsprop() -> impl Optimizer {
    RmsPropConfig::new().with_alpha(0.99).with_epsilon(1e-7).with_momentum(0.0).build()
}

/// Plain SGD with weight decay λ on weights, as the book's overfitting experiments use.
pub fn sgd(weight_decay: f64) -> ModuleOptimizer {
    named("SGD").expect("SGD is in the list").build(weight_decay)
}

/// The optimizer of that name, in upper or lower case.
pub fn named(name: &str) -> Option<&'static Named> {
    OPTIMIZERS.iter().find(|optimizer| optimizer.name.eq_ignore_ascii_case(name))
}

/// The default of `--optimizers` in `optimizer_paths`: all names.
pub fn all_names() -> &'static str {
    static NAMES: LazyLock<String> = LazyLock::new(|| names(|_| true));
    &NAMES
}

/// The default of `--optimizers` in `optimizer_comparison`.
pub fn compared_names() -> &'static str {
    static NAMES: LazyLock<String> = LazyLock::new(|| names(|optimizer| optimizer.compared));
    &NAMES
}

/// Names in the form that the flag takes: separated by commas.
fn names(which: fn(&Named) -> bool) -> String {
    let chosen = OPTIMIZERS.iter().filter(|optimizer| which(optimizer));
    chosen.map(|optimizer| optimizer.name).collect::<Vec<_>>().join(",")
}

/// An optimizer's name, as a flag's value.
///
/// # Errors
/// If no optimizer has that name; the message says which one was probably meant, or lists the names.
pub fn optimizer_name(text: &str) -> Result<String, InvalidValue> {
    let names: Vec<_> = OPTIMIZERS.iter().map(|optimizer| optimizer.name).collect();
    let found = named(text.trim()).ok_or_else(|| unknown(text, &names))?;
    Ok(found.name.into())
}

/// A learning rate for each optimizer, as a flag's value: `SGD=0.01,Adam=0.001`. Optimizers that are
/// not named keep their defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LearningRates(BTreeMap<String, f64>);

impl LearningRates {
    /// The defaults of one of the figures, with the changes in `text`.
    ///
    /// # Errors
    /// If `text` is not of that form; the message says what is allowed.
    pub fn parse(text: &str, default: fn(&Named) -> f64) -> Result<Self, InvalidValue> {
        let mut rates: BTreeMap<String, f64> =
            OPTIMIZERS.iter().map(|named| (named.name.to_owned(), default(named))).collect();
        let mut given = BTreeSet::new();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (name, rate) = pair
                .split_once('=')
                .ok_or_else(|| format!("`{pair}` is not of the form NAME=RATE"))?;
            let rate = positive(rate).map_err(|e| format!("`{pair}`: {e}"))?;
            let name = optimizer_name(name).map_err(|e| format!("`{pair}`: {e}"))?;
            if !given.insert(name.clone()) {
                return Err(format!("{name} has two rates; give it one").into());
            }
            rates.insert(name, rate);
        }
        Ok(Self(rates))
    }

    /// The learning rate of the optimizer of that name.
    ///
    /// # Panics
    /// If none has that name.
    pub fn of(&self, name: &str) -> f64 {
        self.0[name]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_changed_and_the_others_kept() {
        let rates = LearningRates::parse("sgd=0.5", |named| named.path_rate).unwrap();
        assert_eq!((rates.of("SGD"), rates.of("Adam")), (0.5, 0.3));
    }

    #[test]
    fn invalid_rates_are_rejected() {
        for bad in ["SGD", "SGD=0", "SGD=x", "Sgdd=0.1", "SGD=-1", "SGD=0.1,sgd=0.2"] {
            assert!(LearningRates::parse(bad, |named| named.path_rate).is_err(), "{bad}");
        }
    }
}
