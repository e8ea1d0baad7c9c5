//! One grey image in a PNG file.

use std::io::Cursor;
use std::path::Path;

use png::{Decoder, Limits, Transformations};

use crate::DataError;
use crate::idx::Images;
use crate::kind::{Kind, START};

/// The most rows, and columns, of an image. A data set of larger ones would not fit a network of this
/// project.
const LARGEST_SIDE: u32 = 1024;

/// The most memory that decoding takes.
const MEMORY: usize = 16 << 20;

/// Reads the image in `bytes`, the content of `file`. Colours are accepted where they are grey, and
/// transparency where everything is opaque; 16 bits become 8.
///
/// # Errors
/// If it is not a PNG, is damaged, is larger than 1024 × 1024 pixels, or has colours or transparent pixels.
pub fn read(file: &Path, bytes: &[u8]) -> Result<Images, DataError> {
    let place = || "the image".to_owned();
    let damaged =
        |problem: String| DataError::Damaged { file: file.to_owned(), place: place(), problem };
    let unsuitable = |found: String, advice| DataError::Unsuitable {
        file: file.to_owned(),
        place: place(),
        found,
        advice,
    };
    if !bytes.starts_with(b"\x89PNG") {
        let Kind { name, advice } = Kind::of(&bytes[..bytes.len().min(START)]);
        let (file, found) = (file.to_owned(), name.into_owned());
        return Err(DataError::WrongKind { file, expected: "a PNG image", found, advice });
    }
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MEMORY });
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    let mut reader = decoder.read_info().map_err(|error| damaged(error.to_string()))?;
    let (columns, rows) = (reader.info().width, reader.info().height);
    if columns > LARGEST_SIDE || rows > LARGEST_SIDE {
        return Err(unsuitable(
            format!("{columns} × {rows} pixels"),
            "images have at most 1024 × 1024 pixels; scale them down, to 28 × 28 for example",
        ));
    }
    let size = reader.output_buffer_size().unwrap_or(usize::MAX);
    if size > MEMORY {
        return Err(damaged(format!("it takes {size} bytes")));
    }
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples).map_err(|error| damaged(error.to_string()))?;
    let channels = frame.color_type.samples();
    let samples = &samples[..frame.buffer_size()];
    let grey = |pixel: &[u8]| match *pixel {
        [grey] => Ok(grey),
        [grey, 255] => Ok(grey),
        [red, green, blue] | [red, green, blue, 255] if red == green && green == blue => Ok(red),
        [_, _] | [_, _, _, ..=254] => {
            Err(unsuitable("transparent pixels".into(), "save the images on a black background"))
        }
        _ => Err(unsuitable(
            "colours".into(),
            "convert the images to grey (ImageMagick: mogrify -colorspace Gray *.png)",
        )),
    };
    let pixels = samples.chunks_exact(channels).map(grey).collect::<Result<Vec<u8>, _>>()?;
    let (rows, columns) = (rows as usize, columns as usize);
    if pixels.len() != rows * columns {
        return Err(damaged(format!("{} of {} pixels", pixels.len(), rows * columns)));
    }
    Ok(Images { count: 1, rows, columns, pixels })
}
