//! The current language.

use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::code::Language;

/// The language of the process, as its index in [`Language::ALL`].
static PROCESS: AtomicU8 = AtomicU8::new(0);

thread_local! {
    /// The language of the closure that [`within`] runs on this thread.
    static HERE: Cell<Option<Language>> = const { Cell::new(None) };
}

/// The current language: that of the innermost [`within`] on this thread, or else that of the process, which is
/// English until [`speak`] changes it.
pub fn current() -> Language {
    HERE.get().unwrap_or_else(|| Language::ALL[usize::from(PROCESS.load(Ordering::Relaxed))])
}

/// Sets the language of the whole process.
pub fn speak(language: Language) {
    let place = Language::ALL.iter().position(|&other| other == language).unwrap_or(0);
    PROCESS.store(place as u8, Ordering::Relaxed);
}

/// Runs `f` on this thread in `language`, whatever the language of the process is.
pub fn within<R>(language: Language, f: impl FnOnce() -> R) -> R {
    /// Restores the previous language, even if `f` panics.
    struct Before(Option<Language>);
    impl Drop for Before {
        fn drop(&mut self) {
            HERE.set(self.0);
        }
    }
    let _before = Before(HERE.replace(Some(language)));
    f()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_ends_with_its_closure_even_if_that_panics() {
        let inner = within(Language::Korean, || within(Language::English, current));
        assert_eq!((inner, current()), (Language::English, Language::English));
        let panicked =
            std::panic::catch_unwind(|| within(Language::Korean, || panic!("on purpose")));
        assert!(panicked.is_err());
        assert_eq!(current(), Language::English);
        let other_thread = within(Language::Korean, || std::thread::spawn(current).join().unwrap());
        assert_eq!(other_thread, Language::English);
    }
}
