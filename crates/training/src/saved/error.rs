//! Why a network could not be saved or loaded.

use std::error::Error;
use std::path::PathBuf;

use crate::files::FileError;
use crate::flags::InvalidValue;

/// Why a network could not be saved or loaded.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
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
    /// The file has another format; the sentence says which, and what to do.
    #[error("{0}")]
    OtherFormat(&'static str),
    /// The file is cut off or damaged.
    #[error("the {format} file is cut off or damaged: {cause}")]
    Damaged {
        /// The format that it begins as.
        format: &'static str,
        /// Where reading it failed.
        #[source]
        cause: Box<dyn Error + Send + Sync>,
    },
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
    pub(super) fn of(self, path: impl Into<PathBuf>) -> SavedError {
        SavedError::Content { path: path.into(), cause: self }
    }
}
