//! The initializers that a configuration can name.

use extensions::initializers::{Initializer, Normal};
use extensions::random::Stream;

use crate::flags::{InvalidValue, positive};
use crate::initializers::INITIALIZERS;
use crate::shown;

/// The initializer of that name, with the name as records have it: an entry of the list, or a standard
/// deviation.
pub fn initializer(name: &str) -> Option<(String, Box<dyn Initializer>)> {
    if let Ok(std) = positive(name) {
        return Some((shown::number(std), Box::new(Normal { std })));
    }
    let known = INITIALIZERS.iter().find(|known| known.name.eq_ignore_ascii_case(name))?;
    Some((known.name.into(), Box::new(Listed(known.initializer))))
}

/// An initializer of the list.
struct Listed(&'static (dyn Initializer + Sync));

impl Initializer for Listed {
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
        self.0.weights(shape, stream)
    }
}

/// An initializer's name, as a setting.
///
/// # Errors
/// If there is none of that name; the message says what is allowed.
pub fn initializer_name(text: &str) -> Result<String, InvalidValue> {
    let names: Vec<_> = INITIALIZERS.iter().map(|known| known.name).collect();
    let allowed = format!("allowed: {}, or a standard deviation above 0", names.join(", "));
    let (name, _) = initializer(text.trim()).ok_or(allowed)?;
    Ok(name)
}
