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

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

/// An entry of a [`List`], which is known by a name.
pub trait Listed {
    /// The name, which no other entry of its list has, in upper or lower case.
    fn name(&self) -> String;
}

/// Built-in entries, then user-defined ones.
pub struct List<T: 'static> {
    built_in: &'static [T],
    user_defined: RwLock<Vec<&'static T>>,
}

impl<T: Listed + Send + Sync> List<T> {
    /// A list with these built-in entries.
    pub const fn of(built_in: &'static [T]) -> Self {
        Self { built_in, user_defined: RwLock::new(Vec::new()) }
    }

    /// Adds a user-defined entry at the end, for as long as the program runs. Call this at the start of
    /// `main`: code that has already read the list does not read it again.
    ///
    /// # Panics
    /// If the list has an entry of that name already, in upper or lower case: a flag could name only one of the two.
    pub fn add(&self, item: T) {
        let name = item.name();
        let mut user_defined = self.user_defined.write().unwrap_or_else(PoisonError::into_inner);
        let all = self.built_in.iter().chain(user_defined.iter().copied());
        let twin = all.map(Listed::name).find(|known| known.eq_ignore_ascii_case(&name));
        if let Some(known) = twin {
            panic!(
                "`{name}` cannot be added to the list, which has `{known}` already: choose another name"
            );
        }
        LENGTHENED.store(true, Ordering::Relaxed);
        user_defined.push(Box::leak(Box::new(item)));
    }

    /// All entries, the built-in ones first.
    pub fn iter(&self) -> impl Iterator<Item = &'static T> + use<T> {
        let user_defined = self.user_defined.read().unwrap_or_else(PoisonError::into_inner).clone();
        self.built_in.iter().chain(user_defined)
    }
}

static LENGTHENED: AtomicBool = AtomicBool::new(false);

/// Whether this program has added an entry to any list. If so, trials depend on code outside of this
/// workspace.
pub fn lengthened() -> bool {
    LENGTHENED.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    struct Word(&'static str);

    impl Listed for Word {
        fn name(&self) -> String {
            self.0.into()
        }
    }

    fn words(list: &List<Word>) -> Vec<&'static str> {
        list.iter().map(|word| word.0).collect()
    }

    #[test]
    fn a_name_is_added_once() {
        static BUILT_IN: [Word; 1] = [Word("one")];
        let list = List::of(&BUILT_IN);
        list.add(Word("two"));
        assert_eq!(words(&list), ["one", "two"]);
        for (twin, known) in [("one", "one"), ("two", "two"), ("Two", "two")] {
            let panic = catch_unwind(AssertUnwindSafe(|| list.add(Word(twin)))).unwrap_err();
            let said = panic.downcast_ref::<String>().unwrap();
            assert!(said.starts_with(&format!("`{twin}` cannot be added")), "{said}");
            assert!(said.contains(&format!("`{known}` already: choose another")), "{said}");
        }
        // The list is as it was, and can still be lengthened.
        list.add(Word("three"));
        assert_eq!(words(&list), ["one", "two", "three"]);
    }
}
