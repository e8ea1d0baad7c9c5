//! How large a picture may be.

use crate::pictures::error::DecodeError;

/// How many pixels a picture may have: four times as many as the usual photograph of a phone.
pub const MOST_PIXELS: usize = 50_000_000;

/// Checks the number of pixels before memory is taken for them.
///
/// # Errors
/// If there are more than [`MOST_PIXELS`].
pub fn check_size(width: usize, height: usize) -> Result<(), DecodeError> {
    match width.checked_mul(height) {
        Some(pixels) if pixels <= MOST_PIXELS => Ok(()),
        _ => Err(DecodeError::Pixels { width, height }),
    }
}
