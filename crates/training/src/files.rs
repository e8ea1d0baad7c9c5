//! Files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that could not be read or written: what, where and why.
#[derive(Debug)]
pub struct FileError {
    /// What was being done: "write", "create the folder".
    pub action: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// What the system said.
    pub cause: io::Error,
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { action, path, cause } = self;
        write!(f, "cannot {action} {}: {cause}", path.display())?;
        match cause.kind() {
            io::ErrorKind::StorageFull => {
                write!(f, "; free some space and run again: what is done is kept")
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                write!(f, "; choose another folder with --out")
            }
            _ => Ok(()),
        }
    }
}

impl std::error::Error for FileError {}

/// The outcome, with what was being done and where.
pub fn named<T>(action: &'static str, path: &Path, result: io::Result<T>) -> Result<T, FileError> {
    result.map_err(|cause| FileError { action, path: path.to_owned(), cause })
}

/// Makes the folder and those above it.
///
/// # Errors
/// If it cannot be made.
pub fn create_folder(path: &Path) -> Result<(), FileError> {
    named("create the folder", path, fs::create_dir_all(path))
}

/// Writes a file whole or not at all: another reader sees the old content or the new, and an
/// interruption leaves the old. Two writers do not disturb each other, on one machine or on two that
/// share the folder; the last one stays.
///
/// # Errors
/// If it cannot be written. What was there before is still there.
pub fn write_whole(path: &Path, content: &[u8]) -> Result<(), FileError> {
    // A temporary file has a name that nobody else has, and removes itself where it is not kept. It is
    // made beside `path`, because only within one file system is renaming whole or not at all.
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || {
        // By the standard library's own functions, whose errors do not name the temporary file.
        let mut beside = tempfile::Builder::new()
            .suffix(".tmp")
            .make_in(folder, |path| File::create_new(path))?;
        beside.as_file_mut().write_all(content)?;
        beside.as_file().sync_all()?;
        beside.persist(path).map_err(|error| error.error)
    };
    named("write", path, write().map(drop))
}
