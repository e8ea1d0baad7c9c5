//! Files that are written completely or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that could not be read or written: what was tried, which file, and why it failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}: {cause}{}", path.display(), advice(cause.kind()))]
pub struct FileError {
    /// What was tried: "write", "create the folder".
    pub action: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// The error of the operating system.
    #[source]
    pub cause: io::Error,
}

/// What to do about such an error, where there is something.
fn advice(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull => "; free some space and run again: finished work is kept",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "; choose another folder with --out"
        }
        _ => "",
    }
}

/// The result, with what was tried and which file in its error.
pub fn named<T>(action: &'static str, path: &Path, result: io::Result<T>) -> Result<T, FileError> {
    result.map_err(|cause| FileError { action, path: path.to_owned(), cause })
}

/// Creates the folder and its parents.
///
/// # Errors
/// If it cannot be created.
pub fn create_folder(path: &Path) -> Result<(), FileError> {
    named("create the folder", path, fs::create_dir_all(path))
}

/// Writes a file completely or not at all: a reader sees either the old content or the new, and an
/// interruption leaves the old. Two writers, on one machine or on two that share the folder, do not
/// disturb each other; the later one wins.
///
/// # Errors
/// If it cannot be written. The old content is then still there.
pub fn write_whole(path: &Path, content: &[u8]) -> Result<(), FileError> {
    // The temporary file has a unique name and deletes itself unless it is kept. It is created in the
    // same folder, because only within one file system is renaming atomic.
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || {
        // The standard library's own functions, because their errors do not name the temporary file.
        let mut beside = tempfile::Builder::new()
            .suffix(".tmp")
            .make_in(folder, |path| File::create_new(path))?;
        beside.as_file_mut().write_all(content)?;
        beside.as_file().sync_all()?;
        beside.persist(path).map_err(|error| error.error)
    };
    named("write", path, write().map(drop))
}
