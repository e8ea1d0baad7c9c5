//! How large a picture and its file may be.

/// How many pixels a picture may have: four times as many as the usual photograph of a phone.
pub const MOST_PIXELS: usize = 50_000_000;

/// How many bytes a file of pictures may have.
pub const MOST_BYTES: u64 = 1 << 30;
