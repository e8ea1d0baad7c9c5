//! Errors in data sets. Each message says what was expected, what was found and what to do.

use std::io;
use std::path::PathBuf;

/// An error in a data set or in a request for a part of it.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The folder does not exist.
    #[error(
        "{}: no such folder; expected one that contains {} (raw or .gz)",
        folder.display(),
        names.join(", ")
    )]
    NoFolder {
        /// The folder.
        folder: PathBuf,
        /// The files that it should contain.
        names: Vec<String>,
    },
    /// A file does not exist under any of its possible names.
    #[error(
        "{}: none of these files exists: {}; add one of them, or choose another folder",
        folder.display(),
        names.join(", ")
    )]
    Missing {
        /// The folder that was searched.
        folder: PathBuf,
        /// The names that were tried.
        names: Vec<String>,
    },
    /// The operating system could not read the file.
    #[error(
        "{}: cannot be read: {cause}; check that it is a file and that you have permission to read it",
        file.display()
    )]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The error of the operating system.
        #[source]
        cause: io::Error,
    },
    /// The file is not of the expected kind.
    #[error(
        "{}: expected {expected}, found {found}; check that it is the right file",
        file.display()
    )]
    WrongKind {
        /// The file.
        file: PathBuf,
        /// The expected kind.
        expected: &'static str,
        /// What it seems to be, judging by its first bytes.
        found: String,
    },
    /// The file is shorter than its header says.
    #[error(
        "{}: truncated: its header announces {expected} bytes, but the file has {found}; download it again",
        file.display()
    )]
    Truncated {
        /// The file.
        file: PathBuf,
        /// Its size in bytes according to the header.
        expected: u64,
        /// Its actual size in bytes.
        found: u64,
    },
    /// The file is compressed with gzip, and the compressed data ends early.
    #[error(
        "{}: truncated: its gzip data ends early; expected {} and the gzip trailer, found {found} bytes \
         (uncompressed); download it again",
        file.display(),
        expected.map_or("a header".into(), |bytes| format!("{bytes} bytes"))
    )]
    TruncatedGzip {
        /// The file.
        file: PathBuf,
        /// Its uncompressed size in bytes according to its header, or `None` if the header is
        /// truncated too.
        expected: Option<u64>,
        /// The number of bytes that could be decompressed.
        found: u64,
    },
    /// The file is longer than its header says.
    #[error(
        "{}: too long: its header announces {expected} bytes, but the file has more; download it again",
        file.display()
    )]
    Oversized {
        /// The file.
        file: PathBuf,
        /// Its size in bytes according to the header.
        expected: u64,
    },
    /// According to its header, the file has no items, or images without pixels.
    #[error(
        "{}: expected at least one item and at least one pixel in each, but its header announces {found}; \
         download or create it again",
        file.display()
    )]
    Empty {
        /// The file.
        file: PathBuf,
        /// What the header says, for example `0 images of 28 × 28`.
        found: String,
    },
    /// According to its header, the file is too large for this machine to address.
    #[error(
        "{}: its header announces {found}, more than this machine can address; download or create it again",
        file.display()
    )]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// What the header says, for example `4294967295 images of 131072 × 131072`.
        found: String,
    },
    /// The file is compressed with gzip and cannot be decompressed.
    #[error("{}: its gzip data is damaged ({cause}); download it again", file.display())]
    Corrupt {
        /// The file.
        file: PathBuf,
        /// The error of the decompressor.
        #[source]
        cause: io::Error,
    },
    /// Two files do not belong to the same data set.
    #[error(
        "{} contains {}, but {} contains {}; they must belong to the same data set",
        first.0.display(),
        first.1,
        second.0.display(),
        second.1
    )]
    Mismatched {
        /// The first file and its content.
        first: (PathBuf, String),
        /// The second file and its content.
        second: (PathBuf, String),
    },
    /// A test label is not among the classes of the training labels.
    #[error(
        "{}: the label at index {index} is {label}; expected a class of the training labels, 0 to {}",
        file.display(),
        classes - 1
    )]
    LabelOutOfRange {
        /// The file.
        file: PathBuf,
        /// The position of the label in the file, from 0.
        index: usize,
        /// The label.
        label: u8,
        /// The number of classes of the training labels.
        classes: usize,
    },
    /// The requested subset does not exist.
    #[error("{reason}")]
    Subset {
        /// What was requested and what there is.
        reason: String,
    },
}
