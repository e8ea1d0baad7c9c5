//! The pictures of a file.

use std::fs;
use std::path::Path;

use datasets::idx::read_images;

use super::as_is::as_is;
use super::decode::decode;
use super::error::PictureError;
use super::format::{is_jpeg, is_png, other_format};
use super::ground::Strokes;
use super::limits::MOST_BYTES;
use super::note::Note;
use super::prepare::{Prepared, prepare, thumbnail};
use super::shape::Shape;

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

/// A picture that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The picture for the network.
    pub picture: Picture,
    /// The picture as it was, in grey and small: the number of its columns, and its pixels. `None` if it
    /// is the same as the one for the network.
    pub original: Option<(usize, Vec<u8>)>,
    /// What makes a prediction doubtful.
    pub notes: Vec<Note>,
}

/// How pictures are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct How<'a> {
    /// Whether the strokes are darker or lighter than the background. For pictures that are taken as they
    /// are, [`Strokes::Auto`] means light.
    pub strokes: Strokes,
    /// Whether PNG and JPEG files are prepared as MNIST's digits were. IDX files never are.
    pub preparation: Preparation,
    /// The name of the data that the network was trained on, if they are known to be other data than MNIST:
    /// how these look, and whether their strokes are light, is not known.
    pub trained_on: Option<&'a str>,
}

/// Whether pictures are prepared as MNIST's digits were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preparation {
    /// They are, unless the network was trained on other data and the picture has exactly the size of its
    /// images.
    #[default]
    Auto,
    /// They are.
    Prepare,
    /// They are taken as they are.
    AsIs,
}

/// The longest side of the picture as it was, in a figure.
const THUMBNAIL: usize = 112;

/// The pictures in a file: that of a PNG or a JPEG, or those with the given `indices` of an IDX file (raw
/// or gzip-compressed), for a network that takes images of `shape`.
///
/// # Errors
/// If the file cannot be read, has another format, or exceeds a limit; or if a picture that is taken as
/// it is does not have the size that the network takes.
pub fn read(
    path: &Path,
    shape: Shape,
    indices: &[usize],
    how: How,
) -> Result<Vec<Reading>, PictureError> {
    let name = path.display().to_string();
    let bytes = content(path, &name)?;
    let columns = shape.columns;
    let is_picture = is_png(&bytes) || is_jpeg(&bytes) || other_format(&bytes).is_some();
    if !is_picture {
        let readings = read_idx(path, &bytes, shape, indices)?;
        return Ok(readings.into_iter().map(|picture| unprepared(picture, how)).collect());
    }
    let raster = match decode(&bytes) {
        Ok(raster) => raster,
        Err(cause) => return Err(PictureError::Decode { name, cause }),
    };
    let original = Some(thumbnail(&raster, THUMBNAIL));
    // The name of other data than MNIST, if they decide whether the picture is prepared.
    let others = how.trained_on.filter(|_| how.preparation == Preparation::Auto);
    let has_their_size = (raster.width(), raster.height()) == (shape.columns, shape.rows);
    if how.preparation == Preparation::AsIs || (others.is_some() && has_their_size) {
        match (as_is(&raster, shape), others) {
            (Ok(pixels), _) => {
                let mut reading = unprepared(Picture { name, columns, pixels }, how);
                reading.notes.extend(others.map(|others| Note::TakenAsIs(others.into())));
                return Ok(vec![Reading { original, ..reading }]);
            }
            (Err(cause), None) => return Err(PictureError::AsIs { name, cause }),
            // It has transparent pixels, and nobody asked for it as it is.
            (Err(_), Some(_)) => {}
        }
    }
    let Prepared { pixels, mut notes } = prepare(&raster, shape, how.strokes);
    let as_mnist = |others: &str| Note::PreparedAsMnist { trained_on: others.into(), shape };
    notes.extend(others.map(as_mnist));
    let picture = Picture { name, columns, pixels };
    Ok(vec![Reading { picture, original, notes }])
}

/// The bytes of a file, but not of a device or a pipe, which may never end.
fn content(path: &Path, name: &str) -> Result<Vec<u8>, PictureError> {
    let unreadable = |cause| PictureError::Unreadable { name: name.to_owned(), cause };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(PictureError::NotAFile { name: name.to_owned() });
    }
    if metadata.len() > MOST_BYTES {
        return Err(PictureError::TooLarge { name: name.to_owned(), bytes: metadata.len() });
    }
    fs::read(path).map_err(unreadable)
}

/// A picture that is taken as it is.
fn unprepared(mut picture: Picture, how: How) -> Reading {
    if how.strokes == Strokes::Dark {
        picture.pixels.iter_mut().for_each(|pixel| *pixel = 255 - *pixel);
    }
    let sum: u64 = picture.pixels.iter().map(|&pixel| u64::from(pixel)).sum();
    let notes = match picture.pixels.len() as u64 {
        _ if picture.pixels.iter().all(|&pixel| pixel == picture.pixels[0]) => {
            vec![Note::NothingDrawn]
        }
        // How other data look is not known.
        count if sum > 127 * count && how.trained_on.is_none() => vec![Note::LightGround],
        _ => Vec::new(),
    };
    Reading { picture, original: None, notes }
}

fn read_idx(
    path: &Path,
    bytes: &[u8],
    shape: Shape,
    indices: &[usize],
) -> Result<Vec<Picture>, PictureError> {
    let images = read_images(path, bytes).map_err(PictureError::Idx)?;
    let (rows, columns) = (images.rows, images.columns);
    let name = path.display();
    let expected = (shape.rows, shape.columns);
    if (rows, columns) != expected {
        return Err(PictureError::Size { name: name.to_string(), rows, columns, expected });
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
