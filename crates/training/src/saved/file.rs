//! The bytes of a file that may hold a network.

use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::Path;

use super::content::sniff;
use super::error::{ContentError, SavedError};
use crate::files::named;

/// How large a file can be: 2 GiB, which is a network of 500 million parameters.
pub const MOST_BYTES: u64 = 2 << 30;

/// The bytes of a regular file that begins as one of the formats that are read.
///
/// # Errors
/// If it cannot be read, is no regular file, is larger than [`MOST_BYTES`], or has another format.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, SavedError> {
    let content = |cause: ContentError| cause.of(path);
    // Before it is opened, because opening a pipe waits for its writer.
    let metadata = named("read", path, fs::metadata(path))?;
    if !metadata.is_file() {
        return Err(content(ContentError::NoRegularFile(kind(metadata.file_type()))));
    }
    let mut file = named("read", path, File::open(path))?.take(MOST_BYTES + 1);
    let mut bytes = Vec::new();
    named("read", path, file.by_ref().take(BEGINNING).read_to_end(&mut bytes))?;
    sniff(&bytes, path.extension().and_then(|ending| ending.to_str())).map_err(content)?;
    if metadata.len() > MOST_BYTES {
        return Err(content(ContentError::TooLarge(format!(
            "the file has {} bytes; networks of up to {MOST_BYTES} bytes are read",
            metadata.len()
        ))));
    }
    let rest = usize::try_from(metadata.len()).unwrap_or(usize::MAX).saturating_sub(bytes.len());
    let reserved = bytes.try_reserve_exact(rest).map_err(|_| io::ErrorKind::OutOfMemory.into());
    named("read", path, reserved)?;
    named("read", path, file.read_to_end(&mut bytes))?;
    // Such as a file of /proc, whose length is not known before.
    if bytes.len() as u64 > MOST_BYTES {
        return Err(content(ContentError::TooLarge(format!(
            "the file has more than {MOST_BYTES} bytes, the most that is read"
        ))));
    }
    Ok(bytes)
}

/// How many bytes decide which format a file has.
const BEGINNING: u64 = 4096;

/// What a file is that is no regular one.
fn kind(file: FileType) -> &'static str {
    match file.is_dir() {
        true => "a folder; name a file in it",
        false => "a device, a pipe or a socket, not a regular file",
    }
}
