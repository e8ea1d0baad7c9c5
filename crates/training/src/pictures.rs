//! Pictures to classify, from PNG and IDX files.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use datasets::idx::read_images;
use png::{Decoder, Transformations};

/// One picture as a network sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Where it came from: the file, and its place in an IDX file.
    pub name: String,
    /// How many columns it has.
    pub columns: usize,
    /// 0 black to 255 white, row by row.
    pub pixels: Vec<u8>,
}

impl Picture {
    /// Whether it is more light than dark, as dark strokes on a light ground are.
    pub fn is_light(&self) -> bool {
        let sum: u64 = self.pixels.iter().map(|&pixel| u64::from(pixel)).sum();
        sum > 127 * self.pixels.len() as u64
    }
}

/// The pictures in a file: that of a PNG, or those at the places `indices` of an IDX file (raw or
/// gzip-compressed).
///
/// A PNG is `side` × `side` pixels, or a whole multiple of that, which is averaged down. Colours
/// become grey. Like MNIST's digits the strokes are light on a dark ground; `invert` is for dark
/// strokes on a light one.
///
/// # Errors
/// A sentence that names the file and says what is expected.
pub fn read(
    path: &Path,
    side: usize,
    indices: &[usize],
    invert: bool,
) -> Result<Vec<Picture>, String> {
    let name = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| format!("cannot read {name}: {error}"))?;
    let mut pictures = match bytes.starts_with(b"\x89PNG") {
        true => vec![Picture {
            pixels: read_png(&bytes, side).map_err(|reason| format!("{name}: {reason}"))?,
            columns: side,
            name,
        }],
        false => read_idx(path, &bytes, side, indices)?,
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
) -> Result<Vec<Picture>, String> {
    let images = read_images(path, bytes)
        .map_err(|error| format!("{error} (a picture is a PNG or an IDX file of images)"))?;
    let size = images.rows * images.columns;
    let name = path.display();
    if (images.rows, images.columns) != (side, side) {
        return Err(format!(
            "{name}: its images are {} × {} pixels; the network takes {side} × {side}",
            images.rows, images.columns
        ));
    }
    let picture = |&i: &usize| match i < images.count {
        true => Ok(Picture {
            name: format!("{name} {i}"),
            columns: images.columns,
            pixels: images.pixels[i * size..(i + 1) * size].to_vec(),
        }),
        false => Err(format!("{name} has no image {i}; allowed: 0 to {}", images.count - 1)),
    };
    indices.iter().map(picture).collect()
}

fn read_png(bytes: &[u8], side: usize) -> Result<Vec<u8>, String> {
    let damaged = |error: png::DecodingError| format!("the PNG is cut or damaged: {error}");
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(damaged)?;
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    let times = width / side;
    if times == 0 || times > MOST_TIMES || (width, height) != (times * side, times * side) {
        return Err(format!(
            "it is {width} × {height} pixels; expected {side} × {side}, or a whole multiple such \
             as {0} × {0}, at most {MOST_TIMES} times as large",
            10 * side
        ));
    }
    let size = reader.output_buffer_size().ok_or("the PNG is too large")?;
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples).map_err(damaged)?;
    let channels = frame.color_type.samples();
    let pixels: Vec<&[u8]> = samples[..frame.buffer_size()].chunks_exact(channels).collect();
    if channels % 2 == 0 && pixels.iter().any(|pixel| pixel[channels - 1] != 255) {
        return Err("it has see-through pixels; save it on a ground of one colour".into());
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

/// Grey as it is; of colours the luma (ITU-R BT.601). What follows is how opaque the pixel is.
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
    fn colours_become_grey_and_an_opaque_ground_is_none() {
        let colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255];
        assert_eq!(read_png(&png(ColorType::Rgb, 2, 2, &colours), 2).unwrap(), [76, 150, 29, 255]);
        let opaque = [7, 255, 8, 255, 9, 255, 10, 255];
        assert_eq!(
            read_png(&png(ColorType::GrayscaleAlpha, 2, 2, &opaque), 2).unwrap(),
            [7, 8, 9, 10]
        );
        let clear = [7, 255, 8, 254, 9, 255, 10, 255];
        let said = read_png(&png(ColorType::GrayscaleAlpha, 2, 2, &clear), 2).unwrap_err();
        assert!(said.contains("see-through"), "{said}");
    }

    #[test]
    fn other_sizes_and_cut_files_are_refused() {
        for (width, height) in [(1, 1), (3, 3), (2, 4), (4, 2)] {
            let samples = vec![0; (width * height) as usize];
            let said =
                read_png(&png(ColorType::Grayscale, width, height, &samples), 2).unwrap_err();
            assert!(said.contains("expected 2 × 2"), "{said}");
        }
        let whole = png(ColorType::Grayscale, 2, 2, &[1, 2, 3, 4]);
        // All but the last chunk, which says that this is the end.
        for length in 8..whole.len() - 12 {
            assert!(read_png(&whole[..length], 2).is_err(), "{length}");
        }
    }

    #[test]
    fn pictures_of_an_idx_file_are_chosen_by_place() {
        let folder = tempfile::tempdir().unwrap();
        let path: PathBuf = folder.path().join("images");
        let mut bytes = Vec::new();
        write_images(&mut bytes, 2, 2, &[0, 1, 2, 3, 4, 5, 6, 7]).unwrap();
        fs::write(&path, bytes).unwrap();
        let pictures = read(&path, 2, &[1, 0], true).unwrap();
        assert_eq!(pictures[0].pixels, [251, 250, 249, 248]);
        assert_eq!(pictures[1].pixels, [255, 254, 253, 252]);
        assert!(read(&path, 2, &[2], false).unwrap_err().contains("0 to 1"));
        assert!(read(&path, 3, &[0], false).unwrap_err().contains("2 × 2"));
        fs::write(&path, b"GIF89a").unwrap();
        assert!(read(&path, 2, &[0], false).unwrap_err().contains("PNG or an IDX"));
    }
}
