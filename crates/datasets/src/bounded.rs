//! Reading files and compressed data without taking more memory than they validly hold.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::DataError;

/// The most bytes that one byte of deflate data can expand to: a match of 258 bytes takes at least two
/// bits (RFC 1951).
pub(crate) const LARGEST_RATIO: u64 = 1032;

/// Images compress to a fifth. Data that claims to be compressed more than this is first decompressed
/// without keeping anything, to see whether it is whole.
const USUAL_RATIO: u64 = 64;

/// The largest file that is read: 4 GiB. The largest data set of the MNIST family (EMNIST by class, as
/// text) has 1.5 GB.
const LARGEST_FILE: u64 = 4 << 30;

/// Why the announced bytes cannot be had.
pub(crate) enum Fault {
    /// So few compressed bytes cannot hold more than this many.
    Impossible(u64),
    /// More bytes follow.
    TooLong,
    /// The data ends after this many bytes (header included).
    Short(u64),
    /// Decompression fails after this many bytes (header included).
    Damaged(io::Error, u64),
    /// The memory for them is not available.
    Memory,
}

/// How many bytes of a large file are looked at before the rest is read: enough for the headers of all
/// formats, compressed or not.
const PREFIX: u64 = 1 << 16;

/// What more a compressed file may have than the bytes that it holds: names and comments.
const SURPLUS: u64 = 1 << 20;

/// The most bytes that this many can take in a compressed file. Deflate data is at most a few percent
/// longer than its content.
pub(crate) fn longest_packed(size: u64) -> u64 {
    size.saturating_mul(2).saturating_add(SURPLUS)
}

/// The first bytes of `file`, and its length. A file of at most 64 KiB is read whole.
pub(crate) fn read_prefix(file: &Path) -> Result<(Vec<u8>, u64), DataError> {
    let (opened, length) = open_file(file)?;
    let mut bytes = Vec::new();
    let outcome = opened.take(length.min(PREFIX)).read_to_end(&mut bytes);
    outcome.map_err(|cause| DataError::Unreadable { file: file.to_owned(), cause })?;
    Ok((bytes, length))
}

/// The content of `file`.
pub(crate) fn read_file(file: &Path) -> Result<Vec<u8>, DataError> {
    let (opened, length) = open_file(file)?;
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(length as usize).is_err() {
        let found = format!("{length} bytes");
        return Err(DataError::TooLarge { file: file.to_owned(), found });
    }
    // Not more than the length, even if the file grows.
    let outcome = opened.take(length).read_to_end(&mut bytes);
    outcome.map_err(|cause| DataError::Unreadable { file: file.to_owned(), cause })?;
    Ok(bytes)
}

/// Why only regular files are read: a pipe or a device may never end.
fn not_regular() -> io::Error {
    io::Error::other("it is not a regular file, but a pipe, a socket or a device")
}

/// Opens `file`, which must be a regular file with content, and returns its length.
pub(crate) fn open_file(file: &Path) -> Result<(File, u64), DataError> {
    let unreadable = |cause| DataError::Unreadable { file: file.to_owned(), cause };
    let too_large =
        |bytes: u64| DataError::TooLarge { file: file.to_owned(), found: format!("{bytes} bytes") };
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() {
        let cause = match about.is_dir() {
            true => io::Error::from(io::ErrorKind::IsADirectory),
            false => not_regular(),
        };
        return Err(unreadable(cause));
    }
    // Also some files of the kernel claim to be empty, and wait for ever when they are read.
    if about.len() == 0 {
        return Err(DataError::Empty { file: file.to_owned(), found: "0 bytes".into() });
    }
    if about.len() > LARGEST_FILE {
        return Err(too_large(about.len()));
    }
    Ok((File::open(file).map_err(unreadable)?, about.len()))
}

/// The first bytes of `file`, at most `most` of them.
pub(crate) fn read_start(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(not_regular());
    }
    if about.len() == 0 {
        return Ok(Vec::new());
    }
    let mut bytes = Vec::new();
    File::open(file)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The `size` bytes that follow the first `skip` bytes of a stream. They must be its last.
///
/// `open` opens the stream, and `packed` is the number of compressed bytes behind it.
pub(crate) fn read_rest<R: Read>(
    open: impl Fn() -> R,
    skip: u64,
    size: u64,
    packed: u64,
) -> Result<Vec<u8>, Fault> {
    let whole = skip.saturating_add(size);
    let most = packed.saturating_mul(LARGEST_RATIO);
    if whole > most {
        return Err(Fault::Impossible(most));
    }
    if whole > packed.saturating_mul(USUAL_RATIO) {
        let (found, end) = counted(open().take(whole.saturating_add(1)));
        match end {
            _ if found > whole => return Err(Fault::TooLong),
            Err(cause) => return Err(Fault::Damaged(cause, found)),
            Ok(()) if found < whole => return Err(Fault::Short(found)),
            Ok(()) => {}
        }
    }
    let mut content = open();
    let (found, end) = counted(content.by_ref().take(skip));
    end.map_err(|cause| Fault::Damaged(cause, found))?;
    let mut bytes = Vec::new();
    usize::try_from(size)
        .ok()
        .and_then(|size| bytes.try_reserve_exact(size).ok())
        .ok_or(Fault::Memory)?;
    let end = content.by_ref().take(size).read_to_end(&mut bytes);
    let found = found + bytes.len() as u64;
    end.map_err(|cause| Fault::Damaged(cause, found))?;
    if found < whole {
        return Err(Fault::Short(found));
    }
    // Reading on to the end also checks the checksum.
    match counted(content.take(1)) {
        (1.., _) => Err(Fault::TooLong),
        (_, Err(cause)) => Err(Fault::Damaged(cause, found)),
        (_, Ok(())) => Ok(bytes),
    }
}

/// How many bytes can be read, and how that ended.
fn counted(mut content: impl Read) -> (u64, io::Result<()>) {
    let mut buffer = [0; 8192];
    let mut count = 0;
    loop {
        match content.read(&mut buffer) {
            Ok(0) => return (count, Ok(())),
            Ok(n) => count += n as u64,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (count, Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::bufread::DeflateDecoder;
    use flate2::write::DeflateEncoder;
    use std::io::Write;

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// The constant is the format's: a megabyte of zeros comes close to it, and does not pass it.
    #[test]
    fn deflate_does_not_exceed_its_largest_ratio() {
        let zeros = vec![0; 1 << 20];
        let packed = deflate(&zeros).len() as u64;
        assert!(packed * LARGEST_RATIO >= 1 << 20, "{packed}");
        assert!(packed * LARGEST_RATIO * 9 / 10 < 1 << 20, "{packed}");
    }

    #[test]
    fn the_announced_bytes_are_read_and_nothing_else() {
        let packed = deflate(&[&[1, 2][..], &vec![7; 100_000]].concat());
        let length = packed.len() as u64;
        let read = |size| read_rest(|| DeflateDecoder::new(&packed[..]), 2, size, length);
        assert_eq!(read(100_000).ok(), Some(vec![7; 100_000]));
        assert!(matches!(read(99_999), Err(Fault::TooLong)));
        assert!(matches!(read(10), Err(Fault::TooLong)));
        assert!(matches!(read(100_001), Err(Fault::Short(100_002))));
        assert!(matches!(read(1 << 40), Err(Fault::Impossible(_))));
    }

    #[test]
    fn only_regular_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(read_file(folder.path()), Err(DataError::Unreadable { .. })));
        #[cfg(unix)]
        assert!(matches!(read_file(Path::new("/dev/zero")), Err(DataError::Unreadable { .. })));
        assert!(matches!(
            read_file(&folder.path().join("nowhere")),
            Err(DataError::Unreadable { .. })
        ));
        std::fs::write(folder.path().join("empty"), "").unwrap();
        let error = read_file(&folder.path().join("empty")).unwrap_err();
        assert!(matches!(error, DataError::Empty { .. }), "{error}");
        // Reading this file would wait for the next message of the kernel.
        #[cfg(target_os = "linux")]
        assert!(read_file(Path::new("/proc/kmsg")).is_err());
    }
}
