//! A panic as one sentence.
//!
//! A panic is a bug, whose trial fails while the others go on. Rust prints each panic where it happens; many
//! trials that fail for one reason would print it many times, between the lines of the progress. Here the
//! reason is caught with its place in the code, and the caller says it once. With `RUST_BACKTRACE` set, Rust
//! prints it as well.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::env;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// How many calls of [`caught`] this thread is in.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// Where this thread panicked last.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Does the work, or returns the sentence of its panic.
///
/// # Errors
/// If it panics: what the panic says, and where in the code.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    keep_quiet();
    DEPTH.set(DEPTH.get() + 1);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|panic| {
        let place = PLACE.take();
        format!("{} (a bug, at {place})", message(&*panic))
    })
}

/// Panics of threads that are in [`caught`] are noted and not printed from now on.
fn keep_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = panic::take_hook();
        let is_asked_for = env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
        panic::set_hook(Box::new(move |panic| {
            if DEPTH.get() == 0 || is_asked_for {
                print(panic);
            }
            let place = panic.location().map_or("an unknown place".into(), ToString::to_string);
            PLACE.set(place);
        }));
    });
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it panicked".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_one_sentence_with_its_place() {
        assert_eq!(caught(|| 3), Ok(3));
        let said = caught(|| -> usize { panic!("no {}", "images") }).unwrap_err();
        assert!(said.starts_with("no images (a bug, at ") && said.contains("panics.rs:"), "{said}");
        // A panic inside that is caught there does not end the work around it.
        let inside = caught(|| caught(|| -> usize { panic!("inside") }).unwrap_err());
        assert!(inside.unwrap().starts_with("inside"));
    }
}
