//! Pictures to classify, from PNG, JPEG and IDX files.
//!
//! | module | |
//! |---|---|
//! | `format`, `decode` | what a file is, and its pixels: within limits on pixels and memory |
//! | `grey` | colours and opacity become one number for each pixel |
//! | `sheet` | the sheet of paper in a photograph that shows the table too |
//! | `ground` | the strokes are separated from the background |
//! | `parts` | connected strokes: specks, what reaches in from the border, several digits |
//! | `strokes`, `place` | strokes as thick as MNIST's, scaled and moved into the middle |
//! | `prepare` | these steps in their order |
//! | `as_is` | pictures that are prepared already |
//! | `note` | what makes a prediction doubtful |
//! | `read` | the pictures of a file |

mod as_is;
mod decode;
mod error;
mod format;
mod grey;
mod ground;
mod limits;
mod note;
mod parts;
mod place;
mod plane;
mod prepare;
mod raster;
mod read;
mod shape;
mod sheet;
mod strokes;

pub use as_is::as_is;
pub use decode::decode;
pub use error::{AsIsError, DecodeError, PictureError};
pub use format::Format;
pub use ground::Strokes;
pub use limits::{MOST_BYTES, MOST_PIXELS};
pub use note::{Note, SURE};
pub use prepare::{Prepared, prepare};
pub use raster::Raster;
pub use read::{How, Picture, Preparation, Reading, read};
pub use shape::Shape;

#[cfg(test)]
mod tests;
