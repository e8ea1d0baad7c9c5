//! What can be wrong with a data set, and what to do about it.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// What is wrong with a data set: which file, what was expected, what was found.
#[derive(Debug)]
pub enum DataError {
    /// The folder is not there.
    NoFolder {
        /// The folder.
        folder: PathBuf,
        /// The files that it should hold.
        names: Vec<String>,
    },
    /// None of a file's possible names is there.
    Missing {
        /// The folder that was searched.
        folder: PathBuf,
        /// The names that were looked for.
        names: Vec<String>,
    },
    /// The system could not read the file.
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file is not what its name says.
    Foreign {
        /// The file.
        file: PathBuf,
        /// What it should be.
        expected: &'static str,
        /// What it is, as far as its first bytes tell.
        found: String,
    },
    /// The file ends before its header says.
    Cut {
        /// The file.
        file: PathBuf,
        /// The bytes that the header promises.
        expected: u64,
        /// The bytes that there are.
        found: u64,
    },
    /// The file is compressed, and its compressed data ends early.
    CutGzip {
        /// The file.
        file: PathBuf,
        /// The bytes that its header promises, uncompressed; none where the header is cut too.
        expected: Option<u64>,
        /// The bytes that could be had, uncompressed.
        found: u64,
    },
    /// The file goes on after what its header says.
    Oversized {
        /// The file.
        file: PathBuf,
        /// The bytes that the header promises.
        expected: u64,
    },
    /// The header names no items, or items without pixels.
    Empty {
        /// The file.
        file: PathBuf,
        /// What the header says, such as `0 images of 28 × 28`.
        found: String,
    },
    /// The header names more bytes than this machine can count.
    TooLarge {
        /// The file.
        file: PathBuf,
        /// What the header says, such as `4294967295 images of 131072 × 131072`.
        found: String,
    },
    /// The file is compressed and cannot be decompressed.
    Corrupt {
        /// The file.
        file: PathBuf,
        /// What the decompressor said.
        cause: io::Error,
    },
    /// Two files that belong together differ in what must be the same.
    Mismatched {
        /// The first file and what it holds.
        first: (PathBuf, String),
        /// The second file and what it holds.
        second: (PathBuf, String),
    },
    /// A label that no class has.
    LabelOutOfRange {
        /// The file.
        file: PathBuf,
        /// Which label, from 0.
        index: usize,
        /// The label.
        label: u8,
        /// How many classes the training labels have.
        classes: usize,
    },
    /// A subset that cannot be had.
    Subset {
        /// What was asked for and what there is.
        reason: String,
    },
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder { folder, names } => write!(
                f,
                "{}: there is no such folder; name one that holds {} (raw or .gz)",
                folder.display(),
                names.join(", ")
            ),
            Self::Missing { folder, names } => write!(
                f,
                "{}: none of these files is there: {}; put one of them there, or name another folder",
                folder.display(),
                names.join(", ")
            ),
            Self::Unreadable { file, cause } => write!(
                f,
                "{}: cannot be read: {cause}; check that it is a file and that you may read it",
                file.display()
            ),
            Self::Foreign { file, expected, found } => write!(
                f,
                "{}: expected {expected}, found {found}; check that the right file has this name",
                file.display()
            ),
            Self::Cut { file, expected, found } => write!(
                f,
                "{}: cut off: expected {expected} bytes by its header, found {found}; fetch it again",
                file.display()
            ),
            Self::CutGzip { file, expected, found } => {
                let expected = expected.map_or("a header".into(), |bytes| format!("{bytes} bytes"));
                write!(
                    f,
                    "{}: cut off: its gzip data ends early; expected {expected} and the end mark, \
                     found {found} bytes (uncompressed); fetch it again",
                    file.display()
                )
            }
            Self::Oversized { file, expected } => write!(
                f,
                "{}: too long: expected {expected} bytes by its header, found more; fetch it again",
                file.display()
            ),
            Self::Empty { file, found } => write!(
                f,
                "{}: expected at least one item and at least one pixel in each, found {found}; \
                 fetch or make it again",
                file.display()
            ),
            Self::TooLarge { file, found } => write!(
                f,
                "{}: expected a size that this machine can count, found {found}; \
                 fetch or make it again",
                file.display()
            ),
            Self::Corrupt { file, cause } => {
                write!(
                    f,
                    "{}: expected gzip data, found damage ({cause}); fetch it again",
                    file.display()
                )
            }
            Self::Mismatched { first, second } => write!(
                f,
                "{} holds {}, but {} holds {}; they must belong to the same data set",
                first.0.display(),
                first.1,
                second.0.display(),
                second.1
            ),
            Self::LabelOutOfRange { file, index, label, classes } => write!(
                f,
                "{}: label {index} is {label}; expected 0 to {}, the classes of the training labels",
                file.display(),
                classes - 1
            ),
            Self::Subset { reason } => write!(f, "{reason}"),
        }
    }
}

impl std::error::Error for DataError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { cause, .. } | Self::Corrupt { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
