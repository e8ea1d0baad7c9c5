//! Pictures to classify, from PNG and IDX files.

use std::fs;
use std::io::{self, Cursor};
use std::path::Path;

use datasets::DataError;
use datasets::idx::read_images;
use png::{Decoder, DecodingError, Transformations};

/// One picture as a network sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Where it came from: the file, and its index in an IDX file.
    pub name: String,
    /// How many columns it has.
    pub columns: usize,
    /// 0 black to 255 white, row by row.
    pub pixels: Vec<u8>,
}

impl Picture {
    /// Whether it is more light than dark, like a picture of dark strokes on a light background.
    pub fn is_light(&self) -> bool {
        let sum: u64 = self.pixels.iter().map(|&pixel| u64::from(pixel)).sum();
        sum > 127 * self.pixels.len() as u64
    }
}

/// Why a file has no pictures for the network: which file, and what is expected.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The file cannot be read.
    #[error("cannot read {name}: {cause}")]
    Unreadable {
        /// The file.
        name: String,
        /// The error of the operating system.
        #[source]
        cause: io::Error,
    },
    /// The file is neither a PNG nor an IDX file of images.
    #[error("{0} (a picture is a PNG or an IDX file of images)")]
    Idx(#[source] DataError),
    /// The images of an IDX file do not have the size that the network takes.
    #[error("{name}: its images are {rows} × {columns} pixels; the network takes {side} × {side}")]
    Size {
        /// The file.
        name: String,
        /// The rows of its images.
        rows: usize,
        /// The columns of its images.
        columns: usize,
        /// The rows and the columns that the network takes.
        side: usize,
    },
    /// An IDX file has no image with that index.
    #[error("{name} has no image {index}; allowed: 0 to {last}")]
    Index {
        /// The file.
        name: String,
        /// The index.
        index: usize,
        /// The index of its last image.
        last: usize,
    },
    /// A PNG file cannot be used.
    #[error("{name}: {cause}")]
    Png {
        /// The file.
        name: String,
        /// What is wrong with it.
        #[source]
        cause: PngError,
    },
}

/// What is wrong with a PNG.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// It is cut off or damaged.
    #[error("the PNG is cut off or damaged: {0}")]
    Damaged(#[from] DecodingError),
    /// It has another size.
    #[error(
        "it is {width} × {height} pixels; expected {side} × {side}, or a whole multiple such \
         as {0} × {0}, at most {MOST_TIMES} times as large",
        10 * side
    )]
    Size {
        /// Its columns.
        width: usize,
        /// Its rows.
        height: usize,
        /// The rows and the columns that the network takes.
        side: usize,
    },
    /// It does not fit into memory.
    #[error("the PNG is too large")]
    TooLarge,
    /// Some of its pixels let the background through, whose colour is unknown.
    #[error("it has see-through pixels; save it on a background of one colour")]
    Transparent,
}

/// The pictures in a file: that of a PNG, or those with the given `indices` of an IDX file (raw or
/// gzip-compressed).
///
/// A PNG has `side` × `side` pixels, or a whole multiple of that, which is averaged down. Colours
/// become grey. Strokes must be light on a dark background, as in MNIST; `invert` is for dark strokes
/// on a light background.
///
/// # Errors
/// If the file cannot be read, or its pictures do not have the size that the network takes.
pub fn read(
    path: &Path,
    side: usize,
    indices: &[usize],
    invert: bool,
) -> Result<Vec<Picture>, PictureError> {
    let name = path.display().to_string();
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(cause) => return Err(PictureError::Unreadable { name, cause }),
    };
    let mut pictures = if bytes.starts_with(b"\x89PNG") {
        match read_png(&bytes, side) {
            Ok(pixels) => vec![Picture { name, columns: side, pixels }],
            Err(cause) => return Err(PictureError::Png { name, cause }),
        }
    } else {
        read_idx(path, &bytes, side, indices)?
    };
    if invert {
        pictures.iter_mut().flat_map(|p| &mut p.pixels).for_each(|pixel| *pixel = 255 - *pixel);
    }
    Ok(pictures)
}

fn read_idx(
    path: &Path,
    bytes: &[u8],
    side: usize,
    indices: &[usize],
) -> Result<Vec<Picture>, PictureError> {
    let images = read_images(path, bytes).map_err(PictureError::Idx)?;
    let (rows, columns) = (images.rows, images.columns);
    let name = path.display();
    if (rows, columns) != (side, side) {
        return Err(PictureError::Size { name: name.to_string(), rows, columns, side });
    }
    let size = rows * columns;
    let picture = |&index: &usize| match index < images.count {
        true => Ok(Picture {
            name: format!("{name} {index}"),
            columns,
            pixels: images.pixels[index * size..(index + 1) * size].to_vec(),
        }),
        false => Err(PictureError::Index { name: name.to_string(), index, last: images.count - 1 }),
    };
    indices.iter().map(picture).collect()
}

fn read_png(bytes: &[u8], side: usize) -> Result<Vec<u8>, PngError> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info()?;
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    let times = width / side;
    if times == 0 || times > MOST_TIMES || (width, height) != (times * side, times * side) {
        return Err(PngError::Size { width, height, side });
    }
    let size = reader.output_buffer_size().ok_or(PngError::TooLarge)?;
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples)?;
    let channels = frame.color_type.samples();
    let pixels: Vec<&[u8]> = samples[..frame.buffer_size()].chunks_exact(channels).collect();
    if channels % 2 == 0 && pixels.iter().any(|pixel| pixel[channels - 1] != 255) {
        return Err(PngError::Transparent);
    }
    // The mean of each square of `times` × `times` pixels, rounded.
    let square = |i: usize| {
        let (row, column) = (i / side * times, i % side * times);
        let rows = row..row + times;
        let sum: u32 = rows
            .flat_map(|row| &pixels[row * width + column..][..times])
            .map(|pixel| u32::from(grey(pixel)))
            .sum();
        let count = (times * times) as u32;
        ((sum + count / 2) / count) as u8
    };
    Ok((0..side * side).map(square).collect())
}

/// A grey pixel as it is; the luma of a coloured one (ITU-R BT.601). A last channel may be its opacity.
fn grey(pixel: &[u8]) -> u8 {
    match *pixel {
        [red, green, blue, ..] => {
            let luma = 0.299 * f32::from(red) + 0.587 * f32::from(green) + 0.114 * f32::from(blue);
            luma.round() as u8
        }
        _ => pixel[0],
    }
}

/// How many times as large a PNG may be in each direction.
const MOST_TIMES: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use datasets::idx::write_images;
    use png::ColorType;
    use std::path::PathBuf;

    fn png(color: ColorType, width: u32, height: u32, samples: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(color);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(samples).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn a_grey_picture_is_itself_and_a_large_one_its_mean() {
        assert_eq!(
            read_png(&png(ColorType::Grayscale, 2, 2, &[1, 2, 3, 4]), 2).unwrap(),
            [1, 2, 3, 4]
        );
        let large = [0, 10, 20, 20, 30, 40, 20, 20, 1, 1, 0, 0, 1, 2, 0, 255];
        assert_eq!(read_png(&png(ColorType::Grayscale, 4, 4, &large), 2).unwrap(), [20, 20, 1, 64]);
    }

    #[test]
    fn colours_become_grey_and_full_opacity_changes_nothing() {
        let colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255];
        assert_eq!(read_png(&png(ColorType::Rgb, 2, 2, &colours), 2).unwrap(), [76, 150, 29, 255]);
        let opaque = [7, 255, 8, 255, 9, 255, 10, 255];
        assert_eq!(
            read_png(&png(ColorType::GrayscaleAlpha, 2, 2, &opaque), 2).unwrap(),
            [7, 8, 9, 10]
        );
        let clear = [7, 255, 8, 254, 9, 255, 10, 255];
        let said = read_png(&png(ColorType::GrayscaleAlpha, 2, 2, &clear), 2).unwrap_err();
        assert!(matches!(said, PngError::Transparent), "{said}");
    }

    #[test]
    fn other_sizes_and_cut_files_are_rejected() {
        for (width, height) in [(1, 1), (3, 3), (2, 4), (4, 2)] {
            let samples = vec![0; (width * height) as usize];
            let said =
                read_png(&png(ColorType::Grayscale, width, height, &samples), 2).unwrap_err();
            assert!(said.to_string().contains("expected 2 × 2"), "{said}");
        }
        let whole = png(ColorType::Grayscale, 2, 2, &[1, 2, 3, 4]);
        // All but the last chunk, which only marks the end.
        for length in 8..whole.len() - 12 {
            assert!(read_png(&whole[..length], 2).is_err(), "{length}");
        }
    }

    #[test]
    fn pictures_of_an_idx_file_are_chosen_by_index() {
        let folder = tempfile::tempdir().unwrap();
        let path: PathBuf = folder.path().join("images");
        let mut bytes = Vec::new();
        write_images(&mut bytes, 2, 2, &[0, 1, 2, 3, 4, 5, 6, 7]).unwrap();
        fs::write(&path, bytes).unwrap();
        let pictures = read(&path, 2, &[1, 0], true).unwrap();
        assert_eq!(pictures[0].pixels, [251, 250, 249, 248]);
        assert_eq!(pictures[1].pixels, [255, 254, 253, 252]);
        let error = |side, index| read(&path, side, &[index], false).unwrap_err().to_string();
        assert!(error(2, 2).contains("0 to 1"));
        assert!(error(3, 0).contains("2 × 2"));
        fs::write(&path, b"GIF89a").unwrap();
        assert!(error(2, 0).contains("PNG or an IDX"));
    }
}
