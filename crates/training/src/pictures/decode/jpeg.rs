//! JPEG, by the crate `zune-jpeg`: baseline and progressive, grey and coloured.

use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::check_size;
use super::exif::orientation;
use crate::pictures::error::DecodeError;
use crate::pictures::raster::Raster;

/// The most rows and columns that the format can have.
const MOST_SIDE: usize = 65_535;

/// How many scans a progressive picture may have. Usual ones have about ten; each costs a pass over all
/// pixels.
const MOST_SCANS: usize = 64;

/// The pixels of a JPEG, turned upright as its camera notes it.
///
/// # Errors
/// If it is cut off or damaged, or exceeds a limit.
pub fn decode(bytes: &[u8]) -> Result<Raster, DecodeError> {
    let options = DecoderOptions::default()
        .set_max_width(MOST_SIDE)
        .set_max_height(MOST_SIDE)
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(error)?;
    let (width, height) =
        decoder.dimensions().ok_or_else(|| damaged("it has no size".to_string()))?;
    check_size(width, height)?;
    if decoder.input_colorspace() == Some(ColorSpace::Luma) {
        decoder.set_options(options.jpeg_set_out_colorspace(ColorSpace::Luma));
    }
    if !is_complete(bytes) {
        return Err(damaged("its end is missing".to_string()));
    }
    let samples = decoder.decode().map_err(error)?;
    let pixels: Vec<[u8; 4]> = match samples.len().checked_div(width * height) {
        Some(1) => samples.iter().map(|&grey| [grey, grey, grey, 255]).collect(),
        Some(3) => samples.as_chunks().0.iter().map(|&[r, g, b]| [r, g, b, 255]).collect(),
        _ => return Err(damaged("its pixels are missing".to_string())),
    };
    let orientation = decoder.exif().map_or(1, |exif| orientation(exif));
    Ok(Raster::new(width, pixels).oriented(orientation))
}

/// Whether the marker that ends a picture follows the last scan. Cameras write further data behind it.
fn is_complete(bytes: &[u8]) -> bool {
    let last = |marker: u8| bytes.windows(2).rposition(|pair| pair == [0xff, marker]);
    last(0xd9) > last(0xda)
}

fn damaged(reason: String) -> DecodeError {
    DecodeError::Damaged { format: "JPEG", reason }
}

fn error(error: DecodeErrors) -> DecodeError {
    match error {
        DecodeErrors::Unsupported(scheme) => {
            DecodeError::Unsupported { format: "JPEG", reason: format!("{scheme:?}") }
        }
        DecodeErrors::LargeDimensions(side) => DecodeError::Pixels { width: side, height: side },
        other => damaged(format!("{other:?}")),
    }
}
