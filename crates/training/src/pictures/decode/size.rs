//! How large a picture may be.

use crate::pictures::error::DecodeError;
use crate::pictures::limits::MOST_PIXELS;

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
