//! The initializers that `weight_init_comparison` draws: one line each in [`INITIALIZERS`].

use extensions::initializers::{He, Initializer, Xavier};

use crate::list::{List, Listed};

/// A rule for initial weights with its name. [`entry`] makes one.
pub struct Named {
    /// The name, in figures and records.
    pub name: &'static str,
    /// The rule.
    pub initializer: &'static (dyn Initializer + Sync),
}

impl Listed for Named {
    fn name(&self) -> String {
        self.name.into()
    }
}

/// An entry of [`INITIALIZERS`]: its name and the rule.
///
/// ```
/// use burn::nn::Initializer;
/// use extensions::initializers::FromBurn;
/// use training::initializers::{INITIALIZERS, entry};
///
/// let glorot = &FromBurn(Initializer::XavierUniform { gain: 1.0 });
/// INITIALIZERS.add(entry("Glorot", glorot));
/// ```
pub const fn entry(name: &'static str, initializer: &'static (dyn Initializer + Sync)) -> Named {
    Named { name, initializer }
}

/// The initializers of the lecture, which depend on the number of inputs. A fixed standard deviation is a
/// setting instead.
pub static INITIALIZERS: List<Named> = List::of(&LISTED);

static LISTED: [Named; 2] = [entry("Xavier", &Xavier), entry("He", &He)];
