//! Registries: built-in entries, then user-defined ones.
//!
//! Everything that a flag can name is an entry of a [`List`]: optimizers, initializers, backends,
//! experiments, chapters of the lecture. A built-in entry is one line in its list. A program of your own
//! adds further entries at its start:
//!
//! ```
//! use training::optimizers::{Named, OPTIMIZERS, with_decay};
//! use extensions::optimizers::Momentum;
//!
//! static HEAVY: Named = Named {
//!     name: "Heavy",
//!     path_rate: 0.05,
//!     mnist_rate: 0.005,
//!     compared: true,
//!     build: |decay| with_decay(Momentum { momentum: 0.95 }, decay),
//! };
//! OPTIMIZERS.add(&HEAVY);
//! assert_eq!(OPTIMIZERS.iter().last().unwrap().name, "Heavy");
//! ```

use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Built-in entries, then user-defined ones.
pub struct List<T: 'static> {
    built_in: &'static [T],
    user_defined: RwLock<Vec<&'static T>>,
}

impl<T: Sync> List<T> {
    /// A list with these built-in entries.
    pub const fn of(built_in: &'static [T]) -> Self {
        Self { built_in, user_defined: RwLock::new(Vec::new()) }
    }

    /// Adds a user-defined entry at the end. Call this at the start of `main`: code that has already read
    /// the list does not read it again.
    pub fn add(&self, item: &'static T) {
        LENGTHENED.store(true, Ordering::Relaxed);
        self.user_defined.write().expect("nobody panics while adding").push(item);
    }

    /// All entries, the built-in ones first.
    pub fn iter(&self) -> impl Iterator<Item = &'static T> + use<T> {
        let user_defined = self.user_defined.read().expect("nobody panics while adding").clone();
        self.built_in.iter().chain(user_defined)
    }
}

static LENGTHENED: AtomicBool = AtomicBool::new(false);

/// Whether this program has added an entry to any list. If so, trials depend on code outside of this
/// workspace.
pub fn lengthened() -> bool {
    LENGTHENED.load(Ordering::Relaxed)
}
