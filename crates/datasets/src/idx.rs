//! The IDX file format of MNIST: a big-endian header, then unsigned bytes.
//!
//! | bytes | images | labels |
//! |---|---|---|
//! | 0–3 | 0x00000803 (unsigned bytes, 3 dimensions) | 0x00000801 (1 dimension) |
//! | 4–7 | number of images | number of labels |
//! | 8–11, 12–15 | rows, columns | |
//! | then | pixels, row by row, 0 black to 255 white | labels |
//!
//! A file may be raw or gzip-compressed; its first two bytes tell which. The reader never allocates
//! more memory than the file's content needs, whatever its header says.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use crate::DataError;

/// The first four bytes of a file of images.
pub const IMAGES_MAGIC: u32 = 0x0000_0803;

/// The first four bytes of a file of labels.
pub const LABELS_MAGIC: u32 = 0x0000_0801;

/// The content of a file of images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// The number of images.
    pub count: usize,
    /// The height of each image, in pixels.
    pub rows: usize,
    /// The width of each image, in pixels.
    pub columns: usize,
    /// `[count, rows, columns]`, 0 black to 255 white.
    pub pixels: Vec<u8>,
}

/// Reads images from `bytes`, the content of `file`, raw or gzip-compressed. The name of the file is
/// used only in error messages.
///
/// # Errors
/// If `bytes` is not a complete IDX file of images.
/// [`DataError`] lists the possible faults.
pub fn read_images(file: &Path, bytes: &[u8]) -> Result<Images, DataError> {
    let (dimensions, pixels) = read::<3>(file, bytes, IMAGES_MAGIC, "an IDX file of images")?;
    let [count, rows, columns] = dimensions;
    Ok(Images { count, rows, columns, pixels })
}

/// Reads labels, in the same way as [`read_images`] reads images.
///
/// # Errors
/// If `bytes` is not a complete IDX file of labels.
/// [`DataError`] lists the possible faults.
pub fn read_labels(file: &Path, bytes: &[u8]) -> Result<Vec<u8>, DataError> {
    read::<1>(file, bytes, LABELS_MAGIC, "an IDX file of labels").map(|(_, labels)| labels)
}

/// Writes images of `rows` × `columns` pixels as a raw file. For a `.gz` file, pass a writer that
/// compresses.
///
/// # Errors
/// If the writer fails, or `pixels` does not consist of complete images.
pub fn write_images(mut to: impl Write, rows: u32, columns: u32, pixels: &[u8]) -> io::Result<()> {
    let size = (rows as usize).saturating_mul(columns as usize);
    if size == 0 || !pixels.len().is_multiple_of(size) {
        let reason =
            format!("{} pixels do not make complete images of {rows} × {columns}", pixels.len());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    }
    let count = u32::try_from(pixels.len() / size).map_err(io::Error::other)?;
    for word in [IMAGES_MAGIC, count, rows, columns] {
        to.write_all(&word.to_be_bytes())?;
    }
    to.write_all(pixels)
}

/// Writes labels as a raw file. For a `.gz` file, pass a writer that compresses.
///
/// # Errors
/// If the writer fails.
pub fn write_labels(mut to: impl Write, labels: &[u8]) -> io::Result<()> {
    let count = u32::try_from(labels.len()).map_err(io::Error::other)?;
    for word in [LABELS_MAGIC, count] {
        to.write_all(&word.to_be_bytes())?;
    }
    to.write_all(labels)
}

/// The `D` dimensions in the header, and the bytes after it.
fn read<const D: usize>(
    file: &Path,
    bytes: &[u8],
    magic: u32,
    expected: &'static str,
) -> Result<([usize; D], Vec<u8>), DataError> {
    // Decode all members of a gzip file, not just the first, so that surplus data is noticed.
    let is_gzip = bytes.starts_with(&[0x1f, 0x8b]);
    let mut content: Box<dyn Read + '_> =
        if is_gzip { Box::new(MultiGzDecoder::new(bytes)) } else { Box::new(bytes) };
    let file = || file.to_owned();
    let damaged = |cause: io::Error, expected, found: u64| match cause.kind() {
        io::ErrorKind::UnexpectedEof => DataError::TruncatedGzip { file: file(), expected, found },
        _ => DataError::Corrupt { file: file(), cause },
    };

    let header_length = 4 + 4 * D as u64;
    let mut header = Vec::new();
    let outcome = content.by_ref().take(header_length).read_to_end(&mut header);
    let known = header.len().min(4);
    if header[..known] != magic.to_be_bytes()[..known] {
        return Err(DataError::WrongKind { file: file(), expected, found: describe(&header) });
    }
    outcome.map_err(|cause| damaged(cause, None, header.len() as u64))?;
    let (words, _) = header.as_chunks::<4>();
    let words: Vec<usize> = words.iter().map(|&word| u32::from_be_bytes(word) as usize).collect();
    let Some(&dimensions) = words.get(1..).and_then(|words| words.first_chunk::<D>()) else {
        return Err(DataError::Truncated {
            file: file(),
            expected: header_length,
            found: header.len() as u64,
        });
    };
    let size = size(&dimensions, file)?;
    let expected = header_length.saturating_add(size);

    // Read one byte more than the body should have, to see whether the file ends there. The header
    // is not trusted with an allocation: the buffer of a raw file is at most as long as the file,
    // and that of a compressed file grows as data arrives.
    let reserved = if is_gzip { 0 } else { size.min(bytes.len() as u64) };
    let mut body = Vec::with_capacity(reserved as usize);
    let outcome = content.take(size.saturating_add(1)).read_to_end(&mut body);
    let found = header_length + body.len() as u64;
    if found > expected {
        return Err(DataError::Oversized { file: file(), expected });
    }
    outcome.map_err(|cause| damaged(cause, Some(expected), found))?;
    if found < expected {
        return Err(DataError::Truncated { file: file(), expected, found });
    }
    Ok((dimensions, body))
}

/// The number of bytes in an array of these dimensions.
fn size(dimensions: &[usize], file: impl Fn() -> PathBuf) -> Result<u64, DataError> {
    let found = || match dimensions {
        [labels] => format!("{labels} labels"),
        [images, sizes @ ..] => {
            let sizes: Vec<_> = sizes.iter().map(usize::to_string).collect();
            format!("{images} images of {}", sizes.join(" × "))
        }
        [] => String::new(),
    };
    let product = dimensions.iter().try_fold(1usize, |size, &d| size.checked_mul(d));
    match product {
        _ if dimensions.contains(&0) => Err(DataError::Empty { file: file(), found: found() }),
        None => Err(DataError::TooLarge { file: file(), found: found() }),
        Some(size) => Ok(size as u64),
    }
}

/// What a file seems to be, judging by its first bytes.
fn describe(header: &[u8]) -> String {
    let Some(&start) = header.first_chunk::<4>() else {
        return format!("{} bytes, too few for an IDX header: {header:02x?}", header.len());
    };
    let word = u32::from_be_bytes(start);
    match &start {
        _ if word == IMAGES_MAGIC => "images, not labels".into(),
        _ if word == LABELS_MAGIC => "labels, not images".into(),
        [0, 0, ..] => format!("another kind of IDX file (0x{word:08x})"),
        b"\x89PNG" => "a PNG image".into(),
        [b'P', b'K', ..] => "a zip archive".into(),
        [0x1f, 0x8b, ..] => "gzip data inside gzip data".into(),
        [b'<', ..] => "a web page or XML".into(),
        b"vers" => "a Git LFS pointer or other text, not the file itself".into(),
        _ => format!("data that begins with 0x{word:08x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    fn file() -> &'static Path {
        Path::new("some-file")
    }

    fn images(pixels: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_images(&mut bytes, 2, 3, pixels).unwrap();
        bytes
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn error(bytes: &[u8]) -> DataError {
        read_images(file(), bytes).unwrap_err()
    }

    /// A header of images, without the images.
    fn header(dimensions: [u32; 3]) -> Vec<u8> {
        let words = std::iter::once(IMAGES_MAGIC).chain(dimensions);
        words.flat_map(u32::to_be_bytes).collect()
    }

    #[test]
    fn a_complete_file_is_read() {
        let images = read_images(file(), &images(&[7; 12])).unwrap();
        assert_eq!((images.count, images.rows, images.columns), (2, 2, 3));
        assert_eq!(images.pixels, [7; 12]);
    }

    #[test]
    fn a_file_that_is_too_long_is_oversized() {
        let long = images(&[7; 12]).into_iter().chain([0]).collect::<Vec<_>>();
        for bytes in [gzip(&long), long] {
            let error = error(&bytes);
            assert!(matches!(error, DataError::Oversized { expected: 28, .. }), "{error}");
        }
        // Surplus data in a second gzip member is noticed, and so is data that is not gzip.
        let two = [gzip(&images(&[7; 12])), gzip(&[0])].concat();
        assert!(matches!(error(&two), DataError::Oversized { expected: 28, .. }));
        let tail = [gzip(&images(&[7; 12])), vec![b'x'; 20]].concat();
        assert!(matches!(error(&tail), DataError::Corrupt { .. }));
        // A decompression bomb: 16 MiB of zeros after a header that announces 12 bytes.
        let bomb = [images(&[7; 12]), vec![0; 1 << 24]].concat();
        assert!(matches!(error(&gzip(&bomb)), DataError::Oversized { expected: 28, .. }));
    }

    #[test]
    fn damaged_gzip_data_is_corrupt() {
        let mut packed = gzip(&images(&[7; 12]));
        let checksum = packed.len() - 8;
        packed[checksum] ^= 0xff;
        assert!(matches!(error(&packed), DataError::Corrupt { .. }));
    }

    #[test]
    fn a_file_of_the_wrong_kind_is_described() {
        let mut labels = Vec::new();
        write_labels(&mut labels, &[1, 2]).unwrap();
        for (bytes, name) in [
            (&labels[..], "labels, not images"),
            (&gzip(&labels), "labels, not images"),
            (&gzip(&gzip(&labels)), "gzip data inside gzip"),
            (b"<html>", "web page"),
            (b"PK\x03\x04", "zip"),
            (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer"),
            (b"\x89PNG\r\n", "PNG"),
            (&[0, 0, 0x0d, 3], "another kind of IDX file (0x00000d03)"),
            (&[8, 9, 10, 11], "0x08090a0b"),
            (b"ab", "[61, 62]"),
        ] {
            let error = error(bytes);
            assert!(matches!(error, DataError::WrongKind { .. }), "{error}");
            assert!(error.to_string().contains(name), "{error}");
        }
        let error = read_labels(file(), &images(&[7; 12])).unwrap_err();
        assert!(error.to_string().contains("images, not labels"), "{error}");
    }

    #[test]
    fn a_file_without_images_or_pixels_is_empty() {
        for dimensions in [[0, 28, 28], [5, 0, 28], [5, 28, 0], [u32::MAX, u32::MAX, 0]] {
            let error = error(&header(dimensions));
            assert!(matches!(error, DataError::Empty { .. }), "{error}");
        }
        let error = read_labels(file(), &[0, 0, 8, 1, 0, 0, 0, 0]).unwrap_err();
        assert!(error.to_string().contains("0 labels"), "{error}");
    }

    #[test]
    fn a_header_alone_cannot_cause_a_large_allocation() {
        // The size in bytes does not fit in 64 bits.
        let error = error(&header([u32::MAX, 1 << 17, 1 << 17]));
        assert!(matches!(error, DataError::TooLarge { .. }), "{error}");
        // The header announces 2^46 bytes, and none follows: no memory is reserved for them.
        let announced = header([1 << 16, 1 << 15, 1 << 15]);
        for bytes in [gzip(&announced), announced] {
            let error = read_images(file(), &bytes).unwrap_err();
            assert!(matches!(error, DataError::Truncated { found: 16, .. }), "{error}");
        }
    }

    #[test]
    fn incomplete_images_are_not_written() {
        for (rows, columns) in [(2, 2), (0, 3), (u32::MAX, u32::MAX)] {
            assert!(write_images(Vec::new(), rows, columns, &[0; 3]).is_err());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_rejected(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_images(file(), &bytes);
            let _ = read_labels(file(), &bytes);
        }

        #[test]
        fn any_header_is_read_or_rejected(
            words in prop::collection::vec(any::<u32>(), 0..4),
            body in prop::collection::vec(any::<u8>(), 0..50),
        ) {
            for magic in [IMAGES_MAGIC, LABELS_MAGIC] {
                let words = std::iter::once(&magic).chain(&words).flat_map(|w| w.to_be_bytes());
                let bytes: Vec<u8> = words.chain(body.iter().copied()).collect();
                let _ = read_images(file(), &bytes);
                let _ = read_labels(file(), &gzip(&bytes));
            }
        }

        #[test]
        fn written_images_are_read_back(pixels in prop::collection::vec(any::<u8>(), 1..40)) {
            let pixels: Vec<u8> = pixels.iter().copied().cycle().take(pixels.len() * 6).collect();
            let bytes = images(&pixels);
            prop_assert_eq!(&read_images(file(), &bytes).unwrap().pixels, &pixels);
            prop_assert_eq!(&read_images(file(), &gzip(&bytes)).unwrap().pixels, &pixels);
        }

        #[test]
        fn truncation_anywhere_is_detected(pixels in prop::collection::vec(any::<u8>(), 6)) {
            let whole = images(&pixels);
            for length in 0..whole.len() {
                let error = error(&whole[..length]);
                prop_assert!(
                    matches!(error, DataError::Truncated { found, .. } if found == length as u64),
                    "{length}: {error}"
                );
            }
            // The first two bytes mark a file as gzip.
            let packed = gzip(&whole);
            for length in 2..packed.len() {
                let error = error(&packed[..length]);
                prop_assert!(matches!(error, DataError::TruncatedGzip { .. }), "{length}: {error}");
            }
        }
    }
}
