//! The IDX file format of MNIST: a big-endian header, then unsigned bytes.
//!
//! | bytes | images | labels |
//! |---|---|---|
//! | 0–3 | 0x00000803 (unsigned bytes, 3 dimensions) | 0x00000801 (1 dimension) |
//! | 4–7 | number of images | number of labels |
//! | 8–11, 12–15 | rows, columns | |
//! | then | pixels, row by row, 0 black to 255 white | labels |
//!
//! A file may be raw or gzip-compressed; its first two bytes tell. The reader never allocates more
//! than the file holds, whatever its header says.

use std::io::{self, Read, Write};
use std::path::Path;

use flate2::read::GzDecoder;

use crate::DataError;

/// The first four bytes of a file of images.
pub const IMAGES_MAGIC: u32 = 0x0000_0803;

/// The first four bytes of a file of labels.
pub const LABELS_MAGIC: u32 = 0x0000_0801;

/// Images as a file holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// How many there are.
    pub count: usize,
    /// The height of each, in pixels.
    pub rows: usize,
    /// The width of each, in pixels.
    pub columns: usize,
    /// `[count, rows, columns]`, 0 black to 255 white.
    pub pixels: Vec<u8>,
}

/// Reads images; `file` is named in errors, `bytes` is its content, raw or gzip-compressed.
///
/// # Errors
/// If it is not a whole IDX file of images, as [`DataError`] says.
pub fn read_images(file: &Path, bytes: &[u8]) -> Result<Images, DataError> {
    let (dimensions, pixels) = read::<3>(file, bytes, IMAGES_MAGIC, "an IDX file of images")?;
    let [count, rows, columns] = dimensions;
    Ok(Images {
        count,
        rows,
        columns,
        pixels,
    })
}

/// Reads labels, as [`read_images`] reads images.
///
/// # Errors
/// If it is not a whole IDX file of labels, as [`DataError`] says.
pub fn read_labels(file: &Path, bytes: &[u8]) -> Result<Vec<u8>, DataError> {
    read::<1>(file, bytes, LABELS_MAGIC, "an IDX file of labels").map(|(_, labels)| labels)
}

/// Writes images of `rows` × `columns` pixels, raw; compress the output for a `.gz`.
///
/// # Errors
/// If the writer fails, or `pixels` is not a whole number of images.
pub fn write_images(mut to: impl Write, rows: u32, columns: u32, pixels: &[u8]) -> io::Result<()> {
    let size = rows as usize * columns as usize;
    if size == 0 || !pixels.len().is_multiple_of(size) {
        let reason = format!(
            "{} pixels are no whole number of {rows} × {columns}",
            pixels.len()
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    }
    let count = u32::try_from(pixels.len() / size).map_err(io::Error::other)?;
    for word in [IMAGES_MAGIC, count, rows, columns] {
        to.write_all(&word.to_be_bytes())?;
    }
    to.write_all(pixels)
}

/// Writes labels, raw; compress the output for a `.gz`.
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

fn read<const D: usize>(
    file: &Path,
    bytes: &[u8],
    magic: u32,
    expected: &'static str,
) -> Result<([usize; D], Vec<u8>), DataError> {
    let is_gzip = bytes.starts_with(&[0x1f, 0x8b]);
    let corrupt = |cause| DataError::Corrupt {
        file: file.to_owned(),
        cause,
    };
    let foreign = |found| DataError::Foreign {
        file: file.to_owned(),
        expected,
        found,
    };

    // The header, from whichever form the file has.
    let mut content: Box<dyn Read + '_> = if is_gzip {
        Box::new(GzDecoder::new(bytes))
    } else {
        Box::new(bytes)
    };
    let mut header = Vec::new();
    let header_length = 4 + 4 * D as u64;
    content
        .by_ref()
        .take(header_length)
        .read_to_end(&mut header)
        .map_err(corrupt)?;
    let word = |i: usize| {
        header
            .get(4 * i..4 * i + 4)
            .map(|four| u32::from_be_bytes(four.try_into().unwrap_or([0; 4])))
    };
    match word(0) {
        Some(found) if found == magic => {}
        found => return Err(foreign(describe(found, &header))),
    }
    let mut dimensions = [0; D];
    for (i, dimension) in dimensions.iter_mut().enumerate() {
        let Some(size) = word(i + 1) else {
            let found = header.len() as u64;
            return Err(DataError::Cut {
                file: file.to_owned(),
                expected: header_length,
                found,
            });
        };
        *dimension = size as usize;
    }
    let size = dimensions
        .iter()
        .try_fold(1usize, |size, &d| size.checked_mul(d));
    let impossible = || {
        let found = dimensions.map(|d| d.to_string()).join(" × ");
        DataError::Impossible {
            file: file.to_owned(),
            found,
        }
    };
    let size = size.filter(|&size| size > 0).ok_or_else(impossible)? as u64;

    // The body: what is there, and one byte more to see whether it ends. A raw file's buffer is
    // reserved at once; a compressed one's grows as the data arrives.
    let reserve = if is_gzip {
        0
    } else {
        size.min(bytes.len() as u64)
    };
    let mut body = Vec::with_capacity(reserve as usize);
    content
        .by_ref()
        .take(size.saturating_add(1))
        .read_to_end(&mut body)
        .map_err(|cause| {
            if cause.kind() == io::ErrorKind::UnexpectedEof {
                DataError::Cut {
                    file: file.to_owned(),
                    expected: header_length.saturating_add(size),
                    found: header_length,
                }
            } else {
                corrupt(cause)
            }
        })?;
    let expected = header_length.saturating_add(size);
    match body.len() as u64 {
        found if found < size => Err(DataError::Cut {
            file: file.to_owned(),
            expected,
            found: header_length + found,
        }),
        found if found > size => Err(DataError::Oversized {
            file: file.to_owned(),
            expected,
        }),
        _ => Ok((dimensions, body)),
    }
}

fn describe(magic: Option<u32>, header: &[u8]) -> String {
    match magic {
        None => format!("only {} bytes", header.len()),
        Some(IMAGES_MAGIC) => "images, not labels".into(),
        Some(LABELS_MAGIC) => "labels, not images".into(),
        Some(0x8950_4e47) => "a PNG picture".into(),
        Some(word) if word >> 16 == 0x504b => "a zip archive".into(),
        Some(word) if word >> 16 == 0 => format!("another kind of IDX file (0x{word:08x})"),
        Some(_) if header.starts_with(b"<") => "a web page or XML".into(),
        Some(word) => format!("bytes that begin with 0x{word:08x}"),
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

    #[test]
    fn each_fault_is_named() {
        let good = images(&[7; 12]);
        let read = |bytes: &[u8]| read_images(file(), bytes);
        assert_eq!(read(&good).unwrap().pixels, [7; 12]);
        assert_eq!(read(&gzip(&good)).unwrap().count, 2);

        assert!(matches!(
            read(&good[..27]),
            Err(DataError::Cut {
                expected: 28,
                found: 27,
                ..
            })
        ));
        assert!(matches!(
            read(&good[..15]),
            Err(DataError::Cut {
                expected: 16,
                found: 15,
                ..
            })
        ));
        let long = [&good[..], &[0]].concat();
        assert!(matches!(
            read(&long),
            Err(DataError::Oversized { expected: 28, .. })
        ));
        assert!(matches!(
            read(&gzip(&long)),
            Err(DataError::Oversized { expected: 28, .. })
        ));
        let packed = gzip(&good);
        assert!(matches!(
            read(&packed[..packed.len() - 12]),
            Err(DataError::Cut { .. })
        ));
        let mut corrupt = packed.clone();
        corrupt[11] ^= 0xff;
        assert!(read(&corrupt).is_err());

        let mut labels = Vec::new();
        write_labels(&mut labels, &[1, 2]).unwrap();
        let error = read(&labels).unwrap_err();
        assert!(error.to_string().contains("labels, not images"), "{error}");
        let error = read(b"<html>").unwrap_err();
        assert!(error.to_string().contains("web page"), "{error}");
        assert!(matches!(read(b"ab"), Err(DataError::Foreign { .. })));
    }

    #[test]
    fn a_header_cannot_make_it_allocate() {
        // 2^32 − 1 images of 2^17 × 2^17 pixels: more than fits 64 bits.
        let mut bytes = IMAGES_MAGIC.to_be_bytes().to_vec();
        for size in [u32::MAX, 1 << 17, 1 << 17] {
            bytes.extend(size.to_be_bytes());
        }
        assert!(matches!(
            read_images(file(), &bytes),
            Err(DataError::Impossible { .. })
        ));
        // 2^46 bytes promised, none there: found out without asking for them.
        let mut bytes = IMAGES_MAGIC.to_be_bytes().to_vec();
        for size in [1 << 16, 1 << 15, 1 << 15] {
            bytes.extend(u32::to_be_bytes(size));
        }
        assert!(matches!(
            read_images(file(), &bytes),
            Err(DataError::Cut { .. })
        ));
        assert!(matches!(
            read_images(file(), &gzip(&bytes)),
            Err(DataError::Cut { .. })
        ));
        // No images, or images of no pixels.
        let empty = [IMAGES_MAGIC, 0, 28, 28].map(u32::to_be_bytes).concat();
        assert!(matches!(
            read_images(file(), &empty),
            Err(DataError::Impossible { .. })
        ));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_images(file(), &bytes);
            let _ = read_labels(file(), &bytes);
        }

        #[test]
        fn any_header_is_read_or_refused(
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
        fn what_is_written_is_read(pixels in prop::collection::vec(any::<u8>(), 1..40)) {
            let pixels: Vec<u8> = pixels.iter().copied().cycle().take(pixels.len() * 6).collect();
            let bytes = images(&pixels);
            prop_assert_eq!(&read_images(file(), &bytes).unwrap().pixels, &pixels);
            prop_assert_eq!(&read_images(file(), &gzip(&bytes)).unwrap().pixels, &pixels);
        }

        #[test]
        fn a_cut_anywhere_is_seen(length in 0usize..28) {
            prop_assert!(read_images(file(), &images(&[9; 12])[..length]).is_err());
        }
    }
}
