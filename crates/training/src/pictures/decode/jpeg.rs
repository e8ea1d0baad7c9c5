//! JPEG, by the crate `zune-jpeg`: baseline and progressive, grey and coloured.

use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::exif::orientation;
use super::size::check_size;
use crate::pictures::error::DecodeError;
use crate::pictures::raster::Raster;

/// The most rows and columns that the format can have.
const MOST_SIDE: usize = 65_535;

/// How many scans a progressive picture may have. Usual ones have about ten; each costs a pass over all
/// pixels.
const MOST_SCANS: usize = 64;

/// The pixels of a JPEG, turned upright as the camera recorded it.
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

/// Whether the marker that ends a picture follows the last scan. Cameras write further data after it.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::decode::decode;

    const FILES: [(&str, &[u8]); 5] = [
        ("baseline", include_bytes!("../../../data/pictures/baseline.jpg")),
        ("progressive", include_bytes!("../../../data/pictures/progressive.jpg")),
        ("grey", include_bytes!("../../../data/pictures/grey.jpg")),
        ("cmyk", include_bytes!("../../../data/pictures/cmyk.jpg")),
        ("turned", include_bytes!("../../../data/pictures/turned.jpg")),
    ];

    /// The angular 7 that `make.py` draws: black on white, upright.
    fn is_black(x: usize, y: usize) -> bool {
        ((40..80).contains(&x) && (15..25).contains(&y))
            || ((70..80).contains(&x) && (15..75).contains(&y))
    }

    #[test]
    fn every_kind_shows_the_same_upright_seven() {
        for (name, bytes) in FILES {
            let picture = decode(bytes).unwrap();
            assert_eq!((picture.width(), picture.height()), (120, 90), "{name}");
            for (i, pixel) in picture.pixels().iter().enumerate() {
                let expected = if is_black(i % 120, i / 120) { 0 } else { 255 };
                let apart = pixel[..3].iter().map(|&value| value.abs_diff(expected)).max();
                // Compression blurs the edges.
                assert!(apart < Some(100), "{name}: {pixel:?} at {}, {}", i % 120, i / 120);
            }
        }
    }

    #[test]
    fn a_cut_file_is_damaged() {
        for (name, bytes) in FILES {
            for length in (3..bytes.len() - 2).step_by(7) {
                let said = decode(&bytes[..length]).unwrap_err();
                assert!(matches!(said, DecodeError::Damaged { .. }), "{name} {length}: {said}");
            }
        }
    }

    #[test]
    fn too_many_pixels_are_a_limit_not_damage() {
        let mut bytes = FILES[0].1.to_vec();
        // The marker of the frame, its length and its bits a sample, then the height and the width.
        let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        bytes[frame + 5..frame + 9].fill(0xff);
        let said = decode(&bytes).unwrap_err();
        assert!(matches!(said, DecodeError::Pixels { width: 65_535, height: 65_535 }), "{said}");
    }

    /// Cameras append further data, such as a video, after the picture.
    #[test]
    fn what_follows_the_picture_is_passed_over() {
        let with_more = [FILES[0].1, &[7; 1000]].concat();
        assert_eq!(decode(&with_more).unwrap(), decode(FILES[0].1).unwrap());
    }
}
