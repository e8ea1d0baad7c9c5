//! Lists that a program of your own can lengthen.
//!
//! What an experiment may choose from is a [`List`]: the optimizers, the initial weights, the
//! backends, the experiments, the chapters of the lecture. What lives in this house is one line in
//! its list; a program of your own adds what it brings before it starts:
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

/// Ours, and after them yours.
pub struct List<T: 'static> {
    ours: &'static [T],
    yours: RwLock<Vec<&'static T>>,
}

impl<T: Sync> List<T> {
    /// The list of what lives in this house.
    pub const fn of(ours: &'static [T]) -> Self {
        Self { ours, yours: RwLock::new(Vec::new()) }
    }

    /// Adds one of yours, at the end. Do it first thing in `main`: what has already looked at the
    /// list does not look again.
    pub fn add(&self, item: &'static T) {
        LENGTHENED.store(true, Ordering::Relaxed);
        self.yours.write().expect("nobody panics while adding").push(item);
    }

    /// All of them, ours first.
    pub fn iter(&self) -> impl Iterator<Item = &'static T> + use<T> {
        let yours = self.yours.read().expect("nobody panics while adding").clone();
        self.ours.iter().chain(yours)
    }
}

static LENGTHENED: AtomicBool = AtomicBool::new(false);

/// Whether this program has added to any list. Then trials depend on code that is not of this crate.
pub fn lengthened() -> bool {
    LENGTHENED.load(Ordering::Relaxed)
}
