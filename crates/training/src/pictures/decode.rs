//! Decodes PNG and JPEG files into pixels, within limits on pixels and memory.

mod exif;
mod jpeg;
mod png;
mod size;

use super::error::DecodeError;
use super::format::{is_jpeg, is_png, other_format};
use super::raster::Raster;

/// The picture in the bytes of a PNG or JPEG file, turned upright as the camera recorded it.
///
/// # Errors
/// If it is another format, is cut off or damaged, or exceeds [`MOST_PIXELS`](super::limits::MOST_PIXELS) or the limit on memory.
pub fn decode(bytes: &[u8]) -> Result<Raster, DecodeError> {
    if is_png(bytes) {
        png::decode(bytes)
    } else if is_jpeg(bytes) {
        jpeg::decode(bytes)
    } else if let Some(format) = other_format(bytes) {
        Err(DecodeError::Format(format))
    } else {
        let first = &bytes[..bytes.len().min(8)];
        Err(DecodeError::Unknown(format!("{first:02x?}")))
    }
}
