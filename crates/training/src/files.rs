//! Files that are written completely or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockWriteGuard, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

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
    write_whole_by(path, |file| file.write_all(content))
}

/// Writes a file as [`write_whole`] does, with the content that `write` writes: it need not be in memory at once.
///
/// # Errors
/// If `write` fails, or the file cannot be written. The old content is then still there.
pub fn write_whole_by(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), FileError> {
    // The temporary file has a unique name and deletes itself unless it is kept. It is created in the
    // same folder, because only within one file system is renaming atomic.
    let folder = path.parent().unwrap_or(Path::new("."));
    let _writing = WRITING.read().unwrap_or_else(PoisonError::into_inner);
    let whole = || {
        // The standard library's own functions, because their errors do not name the temporary file.
        let mut beside = tempfile::Builder::new()
            .prefix(&prefix(path))
            .suffix(SUFFIX)
            .make_in(folder, |path| File::create_new(path))?;
        write(beside.as_file_mut())?;
        beside.as_file().sync_all()?;
        beside.persist(path).map_err(|error| error.error)
    };
    named("write", path, whole().map(drop))
}

/// The end of the name of every temporary file: `.<file>.<random>.lecture-tmp`.
const SUFFIX: &str = ".lecture-tmp";

/// The endings of the files that [`write_whole`] writes.
const ENDINGS: [&str; 9] =
    [".json", ".csv", ".svg", ".png", ".html", ".md", ".txt", ".bpk", ".safetensors"];

/// The beginning of the temporary file's name. It contains no more of the file's own name than fits: 40
/// characters and the ending.
fn prefix(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = ENDINGS.into_iter().find(|ending| name.ends_with(ending)).unwrap_or_default();
    let stem = name.strip_suffix(ending).unwrap_or(&name);
    format!(".{}{ending}.", stem.chars().take(40).collect::<String>())
}

/// Whether a file has the name of a temporary file of [`write_whole`] for a file with one of our [endings](ENDINGS).
/// It leaves one behind only if it is killed. Earlier versions called theirs `.tmp<six letters or digits>.tmp`.
pub fn is_temporary(name: &str) -> bool {
    let earlier = name.strip_prefix(".tmp").and_then(|rest| rest.strip_suffix(".tmp"));
    let is_random =
        |middle: &str| middle.len() == 6 && middle.chars().all(|c| c.is_ascii_alphanumeric());
    let this = name.strip_prefix('.').and_then(|rest| rest.strip_suffix(SUFFIX));
    let is_ours = |file: &str| ENDINGS.iter().any(|ending| file.ends_with(ending));
    let this = this.and_then(|rest| rest.rsplit_once('.'));
    earlier.is_some_and(is_random)
        || this.is_some_and(|(file, random)| is_ours(file) && is_random(random))
}

/// Held for reading while a file is written.
static WRITING: RwLock<()> = RwLock::new(());

/// Waits until no file is being written, for a second at most, and lets no other begin while the result
/// is held: a program that ends now leaves no temporary file behind.
pub fn stop_writing() -> Option<RwLockWriteGuard<'static, ()>> {
    let start = Instant::now();
    loop {
        match WRITING.try_write() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(guard)) => return Some(guard.into_inner()),
            Err(TryLockError::WouldBlock) if start.elapsed() < Duration::from_secs(1) => {
                thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_temporary_files_count_as_such() {
        for name in
            [".record.json.aB3xY9.lecture-tmp", ".tmpaB3xY9.tmp", "..a.md.000000.lecture-tmp"]
        {
            assert!(is_temporary(name), "{name}");
        }
        for name in [
            "notes.tmp",
            ".notes.tmp",
            ".tmp123.tmp",
            ".tmpaB3xY9.tmp.json",
            "record.json.aB3xY9.lecture-tmp",
            ".aB3xY9.lecture-tmp",
            ".record.json.my-own.lecture-tmp",
            ".thesis.docx.aB3xY9.lecture-tmp",
            ".notes.aB3xY9.lecture-tmp",
            ".lecture-tmp",
            ".tmp.tmp",
        ] {
            assert!(!is_temporary(name), "{name}");
        }
    }

    /// The temporary file's name is one that [`is_temporary`] knows, however long the file's own name is.
    #[test]
    fn a_temporary_file_is_known_by_its_name() {
        for name in
            ["record.json".to_owned(), "x".repeat(250) + ".json", "é".repeat(120) + ".safetensors"]
        {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(&name);
            let beside = tempfile::Builder::new()
                .prefix(&prefix(&path))
                .suffix(SUFFIX)
                .tempfile_in(folder.path())
                .unwrap();
            let made = beside.path().file_name().unwrap().to_string_lossy().into_owned();
            assert!(is_temporary(&made), "{made}");
            write_whole(&path, b"x").unwrap();
        }
    }
}
