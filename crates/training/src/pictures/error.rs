//! Why a file has no picture for the network: which file, what is wrong with it, and what to do.

use std::io;

use datasets::DataError;

use super::format::Format;
use super::limits::{MOST_BYTES, MOST_PIXELS};

/// Why a file has no pictures for the network.
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
    /// It is a folder, a device or a pipe.
    #[error(
        "{name} is not a regular file; give the pictures one by one, as PNG, JPEG or IDX files"
    )]
    NotAFile {
        /// Its name.
        name: String,
    },
    /// It is larger than any picture.
    #[error("{name} has {} MiB; at most {} are read", bytes >> 20, MOST_BYTES >> 20)]
    TooLarge {
        /// The file.
        name: String,
        /// Its size.
        bytes: u64,
    },
    /// It is no IDX file of images.
    #[error("{0} (a picture is a PNG, a JPEG or an IDX file of images)")]
    Idx(#[source] DataError),
    /// The images of an IDX file do not have the size that the network takes.
    #[error(
        "{name}: its images are {rows} × {columns} pixels; the network takes {} × {}",
        expected.0, expected.1
    )]
    Size {
        /// The file.
        name: String,
        /// The rows of its images.
        rows: usize,
        /// The columns of its images.
        columns: usize,
        /// The rows and the columns that the network takes.
        expected: (usize, usize),
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
    /// The picture cannot be decoded.
    #[error("{name}: {cause}")]
    Decode {
        /// The file.
        name: String,
        /// What is wrong with it.
        #[source]
        cause: DecodeError,
    },
    /// The picture cannot be taken as it is.
    #[error("{name}: {cause}")]
    AsIs {
        /// The file.
        name: String,
        /// Why.
        #[source]
        cause: AsIsError,
    },
}

/// Why bytes are no picture.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// The file has another format.
    #[error("it is {}; {}", .0.name, .0.advice)]
    Format(&'static Format),
    /// The format is not known.
    #[error("it is neither a PNG nor a JPEG: it begins with {0}")]
    Unknown(String),
    /// It is cut off or damaged.
    #[error("the {format} is cut off or damaged: {reason}")]
    Damaged {
        /// PNG or JPEG.
        format: &'static str,
        /// What the decoder says.
        reason: String,
    },
    /// It uses a part of its format that cannot be read.
    #[error("this kind of {format} cannot be read ({reason}); save it again as a PNG")]
    Unsupported {
        /// PNG or JPEG.
        format: &'static str,
        /// What the decoder says.
        reason: String,
    },
    /// It has more pixels than are read.
    #[error(
        "the limit on pixels: it has {width} × {height}, and at most {} million pixels are read; make \
         it smaller",
        MOST_PIXELS / 1_000_000
    )]
    Pixels {
        /// Its columns.
        width: usize,
        /// Its rows.
        height: usize,
    },
    /// What it contains in addition to the pixels takes more memory than is allowed.
    #[error(
        "the limit on memory: the metadata of the {format} take more than {mebibytes} MiB; save it again \
         without them"
    )]
    Memory {
        /// PNG or JPEG.
        format: &'static str,
        /// The limit.
        mebibytes: usize,
    },
}

/// Why a picture cannot be taken as it is.
#[derive(Debug, thiserror::Error)]
pub enum AsIsError {
    /// It has another size.
    #[error(
        "it has {width} × {height} pixels; --as-is takes {} × {}, or a whole multiple such as {} × {}. \
         Without --as-is a picture of any size is prepared",
        expected.1, expected.0, 10 * expected.1, 10 * expected.0
    )]
    Size {
        /// Its columns.
        width: usize,
        /// Its rows.
        height: usize,
        /// The rows and the columns that the network takes.
        expected: (usize, usize),
    },
    /// Some of its pixels let the background through, whose colour is unknown.
    #[error(
        "it has transparent pixels, so how bright they are is not known; save it on a background of \
         one colour, or leave out --as-is"
    )]
    Transparent,
}
