//! Panics that become errors, without the message that a panic prints otherwise.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use crate::run_error::panic_message;

thread_local! {
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What `work` returns, or what its panic said and where: "index out of bounds (trial.rs:12)". Nothing is
/// printed.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| match IS_CAUGHT.get() {
            false => usual(info),
            true => {
                let place = info.location().map(|at| format!(" ({}:{})", at.file(), at.line()));
                PLACE.set(place.unwrap_or_default());
            }
        }));
    });
    let outer = IS_CAUGHT.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    IS_CAUGHT.set(outer);
    result.map_err(|panic| panic_message(&*panic) + &PLACE.take())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message_and_its_place() {
        assert_eq!(caught(|| 3), Ok(3));
        let said = caught(|| -> u8 { panic!("too {}", "large") }).unwrap_err();
        assert!(said.starts_with("too large (") && said.contains("caught.rs:"), "{said}");
        let inner = caught(|| caught(|| -> u8 { panic!("inner") }).unwrap_err()).unwrap();
        assert!(inner.starts_with("inner ("), "{inner}");
    }
}
