//! The formats of files that hold a network.

use std::path::{Path, PathBuf};

use crate::flags::InvalidValue;

/// A format of files that hold a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Burn's own, `.bpk`.
    Burnpack,
    /// The format that PyTorch and others read, `.safetensors`.
    Safetensors,
}

impl Format {
    /// The format that the ending of a path stands for.
    ///
    /// # Errors
    /// If it stands for none; the message lists the endings.
    pub fn of(path: &Path) -> Result<Self, InvalidValue> {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("bpk") => Ok(Self::Burnpack),
            Some("safetensors") => Ok(Self::Safetensors),
            _ => Err("allowed: a name that ends with .bpk (Burn) or .safetensors (PyTorch)".into()),
        }
    }
}

/// A path to save to, as a flag's value.
///
/// # Errors
/// If its ending stands for no format, or it is a folder's.
pub fn save_path(text: &str) -> Result<PathBuf, InvalidValue> {
    let path = PathBuf::from(text);
    if text.ends_with(std::path::is_separator) {
        return Err("allowed: the name of a file, not of a folder".into());
    }
    Format::of(&path).map(|_| path)
}
