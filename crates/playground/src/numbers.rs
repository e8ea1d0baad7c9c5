//! Numbers as JSON has them.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// The number, if it is finite: JSON has no other ones.
pub fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}

/// Bytes as text.
pub fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}
