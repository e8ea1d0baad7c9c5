//! Errors in data sets. Each message says what was expected, what was found and what to do.

use std::io;
use std::path::PathBuf;

/// Where the layouts are listed that are read, and the others with a way out.
const GUIDE: &str = "docs/guides/own_data.md lists the layouts that are read";

/// The flags that choose one of several data sets, some of them if they are many.
fn shortened(choices: &[PathBuf]) -> String {
    const SHOWN: usize = 12;
    let shown = choices.iter().take(SHOWN).map(|path| format!("--data \"{}\"", path.display()));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match choices.len() {
        n if n > SHOWN => format!("{shown} and {} more", n - SHOWN),
        _ => shown,
    }
}

/// An error in a data set or in a request for a part of it.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The folder does not exist.
    #[error(
        "{}: no such folder; expected one that contains {} (raw or .gz), or another layout: {GUIDE}",
        folder.display(),
        names.join(", ")
    )]
    NoFolder {
        /// The folder.
        folder: PathBuf,
        /// The files that it should contain.
        names: Vec<String>,
    },
    /// The folder contains no data set, or some files of its data set are missing.
    #[error(
        "{}: {}; it holds {holds}{}; {GUIDE}",
        folder.display(),
        match &missing[..] {
            [] => "no data set in this folder".into(),
            names => format!("no file {}; add it, or choose another folder", names.join(", no file ")),
        },
        advice.iter().map(|advice| format!("; {advice}")).collect::<String>()
    )]
    Missing {
        /// The folder that was searched.
        folder: PathBuf,
        /// The files that are missing, if others of the same data set were found.
        missing: Vec<String>,
        /// What the folder contains, shortened.
        holds: String,
        /// What to do with files in formats that are not read.
        advice: Vec<String>,
    },
    /// The folder contains several data sets.
    #[error(
        "{}: several data sets are in this folder; choose one of them: {}",
        folder.display(),
        shortened(choices)
    )]
    Ambiguous {
        /// The folder that was searched.
        folder: PathBuf,
        /// A path for each data set, which chooses it.
        choices: Vec<PathBuf>,
    },
    /// A file was given that is no data set.
    #[error(
        "{}: {found}, which is not a data set; {advice}; expected the folder that contains a data set, or one \
         file with all of it (.npz or .csv): {GUIDE}",
        file.display()
    )]
    NotADataSet {
        /// The file.
        file: PathBuf,
        /// What it seems to be.
        found: String,
        /// What to do.
        advice: String,
    },
    /// The folder contains too many files to search.
    #[error(
        "{}: more than {most} files and folders, which are too many to search; choose the folder that \
         directly contains the data set",
        folder.display()
    )]
    TooMany {
        /// The folder that was searched.
        folder: PathBuf,
        /// How many are searched.
        most: usize,
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
    #[error("{}: expected {expected}, found {found}; {advice}", file.display())]
    WrongKind {
        /// The file.
        file: PathBuf,
        /// The expected kind.
        expected: &'static str,
        /// What it seems to be, judging by its first bytes.
        found: String,
        /// What to do.
        advice: &'static str,
    },
    /// The file claims to be compressed more than deflate can compress.
    #[error(
        "{}: its header announces {announced} bytes, but a compressed file of this size holds at most \
         {most}; download it again",
        file.display()
    )]
    TooCompressed {
        /// The file.
        file: PathBuf,
        /// Its uncompressed size in bytes according to its header.
        announced: u64,
        /// How many bytes the compressed data can hold.
        most: u64,
    },
    /// A part of a file contradicts its format.
    #[error("{}: {place}: {problem}; download or create it again", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// The part: a line, a member, an image.
        place: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A file follows its format, but its content is not what images or labels are.
    #[error("{}: {place}: {found}; {advice}", file.display())]
    Unsuitable {
        /// The file.
        file: PathBuf,
        /// The part: a line, a member, an image.
        place: String,
        /// What was found there.
        found: String,
        /// What is expected, and what to do.
        advice: &'static str,
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
    /// The file or the folder has no items, or images without pixels.
    #[error(
        "{}: expected at least one image or label, and pixels in each image, but it has {found}; download or \
         create it again",
        file.display()
    )]
    Empty {
        /// The file.
        file: PathBuf,
        /// What it has instead, for example `0 images of 28 × 28`.
        found: String,
    },
    /// The file, or what its header announces, is too large for this machine.
    #[error(
        "{}: it holds or announces {found}, more than can be read on this machine; download or create it again",
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
    /// The training labels leave out a class.
    #[error(
        "{}: the label at index {index} is {label}, but no training image has the label {missing}; labels \
         number the classes without a gap, from 0 (or from 1, as in EMNIST's letters){hint}",
        file.display()
    )]
    LabelGap {
        /// The file.
        file: PathBuf,
        /// The position of the first label beyond the gap, from 0.
        index: usize,
        /// That label.
        label: u8,
        /// The first labels that are missing: `3`, or `3 to 76`.
        missing: String,
        /// What the labels may be instead, if that can be guessed.
        hint: &'static str,
    },
    /// A test label is not among the classes of the training labels.
    #[error(
        "{}: the label at index {index} is {label}; expected a class of the training labels, {first} to \
         {last}",
        file.display()
    )]
    LabelOutOfRange {
        /// The file.
        file: PathBuf,
        /// The position of the label in the file, from 0.
        index: usize,
        /// The label.
        label: u8,
        /// The first class of the training labels, which is 0 or 1.
        first: u8,
        /// The last class of the training labels.
        last: u8,
    },
    /// The requested subset does not exist.
    #[error("{reason}")]
    Subset {
        /// What was requested and what there is.
        reason: String,
    },
}
