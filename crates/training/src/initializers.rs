//! The initializers that `weight_init_comparison` draws: one line each in [`INITIALIZERS`].

use extensions::initializers::{He, Initializer, Xavier};

use crate::list::List;

/// A rule for initial weights with its name.
pub struct Named {
    /// The name, in figures and records.
    pub name: &'static str,
    /// The rule.
    pub initializer: &'static (dyn Initializer + Sync),
}

/// The initializers of the lecture, which depend on the number of inputs. A fixed standard deviation is a
/// setting instead.
pub static INITIALIZERS: List<Named> = List::of(&[
    Named { name: "Xavier", initializer: &Xavier },
    Named { name: "He", initializer: &He },
]);
