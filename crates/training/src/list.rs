//! Registries: built-in entries, then user-defined ones.
//!
//! Everything that a flag can name is an entry of a [`List`]: optimizers, initializers, backends,
//! schedules, experiments, chapters of the lecture. A built-in entry is one line in its list. A program of
//! your own adds further entries at its start:
//!
//! ```
//! use extensions::optimizers::Momentum;
//! use training::optimizers::{OPTIMIZERS, entry};
//!
//! OPTIMIZERS.add(entry("Heavy", 0.05, 0.005, &|| Momentum { momentum: 0.95 }));
//! assert_eq!(OPTIMIZERS.iter().last().unwrap().name, "Heavy");
//! ```

use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Built-in entries, then user-defined ones.
pub struct List<T: 'static> {
    built_in: &'static [T],
    user_defined: RwLock<Vec<&'static T>>,
}

impl<T: Send + Sync> List<T> {
    /// A list with these built-in entries.
    pub const fn of(built_in: &'static [T]) -> Self {
        Self { built_in, user_defined: RwLock::new(Vec::new()) }
    }

    /// Adds a user-defined entry at the end, for as long as the program runs. Call this at the start of
    /// `main`: code that has already read the list does not read it again.
    pub fn add(&self, item: T) {
        LENGTHENED.store(true, Ordering::Relaxed);
        let item = Box::leak(Box::new(item));
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
