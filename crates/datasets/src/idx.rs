//! The IDX file format of MNIST: a big-endian header, then unsigned bytes.
//!
//! | bytes | images | labels |
//! |---|---|---|
//! | 0–3 | 0x00000803 (unsigned bytes, 3 dimensions) | 0x00000801 (1 dimension) |
//! | 4–7 | number of images | number of labels |
//! | 8–11, 12–15 | rows, columns | |
//! | then | pixels, row by row, 0 black to 255 white | labels |
//!
//! The labels of QMNIST are 32-bit integers in two dimensions (0x00000c02): one row of eight numbers for
//! each image, of which the first is the class.
//!
//! A file may be raw or gzip-compressed; its first two bytes tell which. Whatever its header says, the
//! reader allocates at most 64 times the file's size, unless the file validly holds more.

use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use crate::DataError;
use crate::bounded::{Fault, LARGEST_RATIO, longest_packed, read_rest};
use crate::kind::{Kind, START};

/// The first four bytes of a file of images.
pub const IMAGES_MAGIC: u32 = 0x0000_0803;

/// The first four bytes of a file of labels.
pub const LABELS_MAGIC: u32 = 0x0000_0801;

/// The first four bytes of QMNIST's file of labels.
pub const QMNIST_LABELS_MAGIC: u32 = 0x0000_0c02;

/// The numbers of each label of QMNIST: the class, the writer and other properties of the image.
const QMNIST_COLUMNS: usize = 8;

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
    let (dimensions, pixels) = read::<3>(file, bytes, IMAGES)?;
    let [count, rows, columns] = dimensions;
    Ok(Images { count, rows, columns, pixels })
}

/// Reads labels, in the same way as [`read_images`] reads images. QMNIST's labels are read too.
///
/// # Errors
/// If `bytes` is not a complete IDX file of labels.
/// [`DataError`] lists the possible faults.
pub fn read_labels(file: &Path, bytes: &[u8]) -> Result<Vec<u8>, DataError> {
    if is_qmnist(bytes) {
        let ([_, columns], body) = read::<2>(file, bytes, QMNIST_LABELS)?;
        return classes(file, columns, &body);
    }
    read::<1>(file, bytes, LABELS).map(|(_, labels)| labels)
}

/// Compares the header of a file of images with the file's length, before the file is read. `start` has
/// its first bytes.
pub(crate) fn check_images(file: &Path, start: &[u8], length: u64) -> Result<(), DataError> {
    check::<3>(file, start, length, IMAGES)
}

/// The same for a file of labels.
pub(crate) fn check_labels(file: &Path, start: &[u8], length: u64) -> Result<(), DataError> {
    match is_qmnist(start) {
        true => check::<2>(file, start, length, QMNIST_LABELS),
        false => check::<1>(file, start, length, LABELS),
    }
}

/// Whether these are labels of QMNIST.
fn is_qmnist(bytes: &[u8]) -> bool {
    let mut magic = Vec::new();
    let _ = open(bytes).take(4).read_to_end(&mut magic);
    magic == QMNIST_LABELS_MAGIC.to_be_bytes()
}

/// The first column of QMNIST's labels.
fn classes(file: &Path, columns: usize, body: &[u8]) -> Result<Vec<u8>, DataError> {
    if columns != QMNIST_COLUMNS {
        return Err(DataError::WrongKind {
            file: file.to_owned(),
            expected: "an IDX file of labels",
            found: format!("{columns} numbers for each image"),
            advice: "labels have one number for each image, or eight as in QMNIST",
        });
    }
    let rows = body.chunks_exact(4 * columns);
    let label = |(i, row): (usize, &[u8])| {
        let number = row.first_chunk::<4>().map_or(0, |bytes| i32::from_be_bytes(*bytes));
        u8::try_from(number).map_err(|_| DataError::Unsuitable {
            file: file.to_owned(),
            place: format!("label {i}"),
            found: number.to_string(),
            advice: "labels are whole numbers from 0 to 255",
        })
    };
    rows.enumerate().map(label).collect()
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

/// Whether these are the first bytes of gzip data.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The content of a file that may be compressed. All members of gzip data are decoded, not just the
/// first, so that surplus data is noticed.
pub(crate) fn open(bytes: &[u8]) -> Box<dyn Read + '_> {
    open_stream(bytes, bytes)
}

/// The same for the content of a stream that begins with the bytes `start`.
pub(crate) fn open_stream<'a>(start: &[u8], content: impl BufRead + 'a) -> Box<dyn Read + 'a> {
    match is_gzip(start) {
        true => Box::new(MultiGzDecoder::new(content)),
        false => Box::new(content),
    }
}

/// A kind of IDX file.
#[derive(Clone, Copy)]
struct Format {
    /// Its first four bytes.
    magic: u32,
    /// The bytes of each element.
    width: usize,
    /// What it is called in errors.
    name: &'static str,
}

const IMAGES: Format = Format { magic: IMAGES_MAGIC, width: 1, name: "an IDX file of images" };
const LABELS: Format = Format { magic: LABELS_MAGIC, width: 1, name: "an IDX file of labels" };
const QMNIST_LABELS: Format = Format { magic: QMNIST_LABELS_MAGIC, width: 4, ..LABELS };

/// What a header says.
struct Header<const D: usize> {
    dimensions: [usize; D],
    /// Its own length, in bytes.
    length: u64,
    /// The number of bytes after it.
    size: u64,
}

impl<const D: usize> Header<D> {
    /// The length of the uncompressed file.
    fn announced(&self) -> u64 {
        self.length.saturating_add(self.size)
    }
}

/// An error of the decompressor.
fn damaged(file: &Path, cause: io::Error, expected: Option<u64>, found: u64) -> DataError {
    let file = file.to_owned();
    match cause.kind() {
        io::ErrorKind::UnexpectedEof => DataError::TruncatedGzip { file, expected, found },
        _ => DataError::Corrupt { file, cause },
    }
}

/// The header of a file with these first bytes.
fn header<const D: usize>(
    file: &Path,
    bytes: &[u8],
    format: Format,
) -> Result<Header<D>, DataError> {
    let name = || file.to_owned();
    let Format { magic, width, name: expected } = format;
    let header_length = 4 + 4 * D as u64;
    let mut header = Vec::new();
    let outcome = open(bytes).take(header_length).read_to_end(&mut header);
    let known = header.len().min(4);
    if header[..known] != magic.to_be_bytes()[..known] {
        let mut start = Vec::new();
        let _ = open(bytes).take(START as u64).read_to_end(&mut start);
        let Kind { name: found, advice } = Kind::of(&start);
        let (file, found) = (name(), found.into_owned());
        return Err(DataError::WrongKind { file, expected, found, advice });
    }
    outcome.map_err(|cause| damaged(file, cause, None, header.len() as u64))?;
    let (words, _) = header.as_chunks::<4>();
    let words: Vec<usize> = words.iter().map(|&word| u32::from_be_bytes(word) as usize).collect();
    let Some(&dimensions) = words.get(1..).and_then(|words| words.first_chunk::<D>()) else {
        return Err(DataError::Truncated {
            file: name(),
            expected: header_length,
            found: header.len() as u64,
        });
    };
    let size = size(&dimensions, name)?.saturating_mul(width as u64);
    Ok(Header { dimensions, length: header_length, size })
}

/// Whether a file of this length can have what its header announces.
fn check<const D: usize>(
    file: &Path,
    start: &[u8],
    length: u64,
    format: Format,
) -> Result<(), DataError> {
    let expected = header::<D>(file, start, format)?.announced();
    let file = file.to_owned();
    let most = length.saturating_mul(LARGEST_RATIO);
    match is_gzip(start) {
        true if length > longest_packed(expected) => Err(DataError::Oversized { file, expected }),
        true if most < expected => {
            Err(DataError::TooCompressed { file, announced: expected, most })
        }
        false if length > expected => Err(DataError::Oversized { file, expected }),
        false if length < expected => Err(DataError::Truncated { file, expected, found: length }),
        _ => Ok(()),
    }
}

/// The `D` dimensions in the header, and the bytes after it.
fn read<const D: usize>(
    file: &Path,
    bytes: &[u8],
    format: Format,
) -> Result<([usize; D], Vec<u8>), DataError> {
    let name = || file.to_owned();
    let header = header::<D>(file, bytes, format)?;
    let announced = header.announced();
    let Header { dimensions, length, size } = header;
    if !is_gzip(bytes) {
        // The length of a raw file is known.
        check::<D>(file, bytes, bytes.len() as u64, format)?;
        return Ok((dimensions, bytes[length as usize..].to_vec()));
    }
    match read_rest(|| open(bytes), length, size, bytes.len() as u64) {
        Ok(body) => Ok((dimensions, body)),
        Err(Fault::Impossible(most)) => {
            Err(DataError::TooCompressed { file: name(), announced, most })
        }
        Err(Fault::TooLong) => Err(DataError::Oversized { file: name(), expected: announced }),
        Err(Fault::Short(found)) => {
            Err(DataError::Truncated { file: name(), expected: announced, found })
        }
        Err(Fault::Damaged(cause, found)) => Err(damaged(file, cause, Some(announced), found)),
        Err(Fault::Memory) => {
            Err(DataError::TooLarge { file: name(), found: format!("{announced} bytes") })
        }
    }
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
            (&[0, 0, 0x0d, 3], "32-bit floating-point numbers"),
            (&[0, 0, 7, 3], "another kind of IDX file (0x00000703)"),
            (&[0, 0, 0, 0x18, b'f', b't', b'y', b'p', b'h', b'e', b'i', b'c'], "HEIC"),
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
        let error = read_images(file(), &gzip(&announced)).unwrap_err();
        assert!(matches!(error, DataError::TooCompressed { .. }), "{error}");
        let error = read_images(file(), &announced).unwrap_err();
        assert!(matches!(error, DataError::Truncated { found: 16, .. }), "{error}");
    }

    #[test]
    fn the_first_column_of_qmnist_labels_is_read() {
        let labels = |rows: &[[i32; 8]], columns: u32| {
            let header = [QMNIST_LABELS_MAGIC, rows.len() as u32, columns].map(u32::to_be_bytes);
            let body = rows.as_flattened().iter().flat_map(|number| number.to_be_bytes());
            header.concat().into_iter().chain(body).collect::<Vec<u8>>()
        };
        let rows = [[5, 4, 2532, 0, 53, 0, 0, 0], [9, 4, 2532, 1, 57, 1, 0, 0]];
        for bytes in [labels(&rows, 8), gzip(&labels(&rows, 8))] {
            assert_eq!(read_labels(file(), &bytes).unwrap(), [5, 9]);
        }
        let error = |bytes: &[u8]| read_labels(file(), bytes).unwrap_err();
        let cut = labels(&rows, 8);
        assert!(matches!(error(&cut[..70]), DataError::Truncated { expected: 76, found: 70, .. }));
        for label in [-1, 256, i32::MAX] {
            let error = error(&labels(&[[label; 8]], 8));
            assert!(matches!(error, DataError::Unsuitable { .. }), "{error}");
            assert!(error.to_string().contains(&label.to_string()), "{error}");
        }
        // One-hot labels would have their first column read as classes.
        let one_hot = error(&labels(&[[0; 8]; 10], 10)[..12 + 4 * 80]);
        assert!(!matches!(one_hot, DataError::Unsuitable { .. }), "{one_hot}");
        let one_hot = labels(&[[1, 0, 0, 0, 0, 0, 0, 0]; 5], 10);
        let one_hot = [&one_hot[..4], &4u32.to_be_bytes(), &one_hot[8..]].concat();
        assert!(matches!(error(&one_hot), DataError::WrongKind { .. }));
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
