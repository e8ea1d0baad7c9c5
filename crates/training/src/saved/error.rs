//! Why a network could not be saved or loaded.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use crate::files::FileError;
use crate::flags::InvalidValue;

/// Why a network could not be saved or loaded.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file cannot be written; the sentence ends with what to do.
    #[error("cannot save the network to {}: {cause}; {advice}", path.display())]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// The error of the operating system.
        #[source]
        cause: io::Error,
        /// What to do.
        advice: &'static str,
    },
    /// The file does not hold such a network, or the network cannot be put into such a file.
    #[error("{}: {cause}", path.display())]
    Content {
        /// Which file.
        path: PathBuf,
        /// What is wrong with its content.
        #[source]
        cause: ContentError,
    },
}

/// What is wrong with the content of a file.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// The ending of the file's name stands for no format.
    #[error(transparent)]
    Name(#[from] InvalidValue),
    /// It is a folder, a device, a pipe or a socket.
    #[error("it is {0}")]
    NoRegularFile(&'static str),
    /// The file, its header, or the number of its tensors or layers is beyond a limit, which the sentence
    /// names.
    #[error("{0}")]
    TooLarge(String),
    /// The file has another format; the sentence says which, and what to do.
    #[error("{0}")]
    OtherFormat(String),
    /// The file is cut off or damaged.
    #[error("the {format} file is cut off or damaged: {cause}")]
    Damaged {
        /// The format that it begins as.
        format: &'static str,
        /// Where reading it failed.
        #[source]
        cause: Box<dyn Error + Send + Sync>,
    },
    /// A parameter is infinite or NaN, so the network can say nothing.
    #[error(
        "entry {index} of `{tensor}` is {value} (as a 32-bit number), so the network has no finite \
         outputs: its training diverged, or the file is damaged"
    )]
    NotFinite {
        /// The tensor's name.
        tensor: String,
        /// Where in the tensor, row by row.
        index: usize,
        /// The number there.
        value: f32,
    },
    /// The file does not say which activation function the hidden layers have, and neither does the caller.
    #[error(
        "it does not say which activation function its hidden layers have; name it with --activation \
         relu (or sigmoid, tanh, …)"
    )]
    UnknownActivation,
    /// The tensors or the facts do not describe a network, or not the expected one; the sentence says
    /// what is expected.
    #[error("{0}")]
    OtherNetwork(String),
    /// Burn cannot put the tensors into the file or the module.
    #[error(transparent)]
    Burn(Box<dyn Error + Send + Sync>),
}

impl ContentError {
    /// The same with the file that it is about.
    pub fn of(self, path: impl Into<PathBuf>) -> SavedError {
        SavedError::Content { path: path.into(), cause: self }
    }
}
