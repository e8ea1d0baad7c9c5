//! NumPy arrays: files `.npy`, which are also the members of `.npz` archives.
//!
//! | bytes | content |
//! |---|---|
//! | 0–5 | `\x93NUMPY` |
//! | 6, 7 | version of the format: 1, 2 or 3, and 0 |
//! | 8– | length of the header, little-endian: 2 bytes in version 1, otherwise 4 |
//! | then | the header, a Python dictionary: `{'descr': '|u1', 'fortran_order': False, 'shape': (60000, 28, 28), }` |
//! | then | the elements |
//!
//! Only whole numbers are read. Arrays of objects contain a pickle, which could execute code. The crate
//! `npyz` reads every type of element, for which it depends on a parser generator and on big integers.

use std::cmp::Ordering;
use std::io::Read;
use std::path::Path;

use crate::DataError;
use crate::bounded::{Fault, read_rest};
use crate::idx::Images;
use crate::kind::Kind;

/// The first bytes of the format.
pub(crate) const MAGIC: &[u8] = b"\x93NUMPY";

/// The longest header that is read. NumPy itself refuses more than 10,000 bytes.
const LONGEST_HEADER: usize = 10_000;

/// The most dimensions that are read, more than any array of images has.
const MOST_DIMENSIONS: usize = 8;

/// An array of whole numbers, each from 0 to 255.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Array {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<u8>,
}

/// The file, and the part of it, that is being read: errors name both.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a Path,
    /// The member of an archive, or `the array`.
    pub(crate) member: &'a str,
}

impl Place<'_> {
    pub(crate) fn damaged(self, problem: impl Into<String>) -> DataError {
        let (file, place) = (self.file.to_owned(), self.member.to_owned());
        DataError::Damaged { file, place, problem: problem.into() }
    }

    pub(crate) fn unsuitable(self, found: impl Into<String>, advice: &'static str) -> DataError {
        let (file, place) = (self.file.to_owned(), self.member.to_owned());
        DataError::Unsuitable { file, place, found: found.into(), advice }
    }
}

/// Reads the array in `bytes`, the content of `file`.
pub(crate) fn read(file: &Path, bytes: &[u8]) -> Result<Array, DataError> {
    let place = Place { file, member: "the array" };
    read_from(place, || bytes, bytes.len() as u64)
}

/// Reads the array in the stream that `open` opens; `packed` is its length in the file.
pub(crate) fn read_from<R: Read>(
    place: Place,
    open: impl Fn() -> R,
    packed: u64,
) -> Result<Array, DataError> {
    let Header { length, element, shape } = read_header(place, open())?;
    let announced = || format!("an array of {shape:?} elements of {} bytes", element.width);
    let count = shape.iter().try_fold(1usize, |count, &size| count.checked_mul(size));
    let size = count.and_then(|count| count.checked_mul(element.width));
    let Some(size) = size else {
        return Err(DataError::TooLarge { file: place.file.to_owned(), found: announced() });
    };
    if size == 0 {
        return Err(DataError::Empty { file: place.file.to_owned(), found: announced() });
    }
    let whole = length + size as u64;
    match read_rest(open, length, size as u64, packed) {
        Ok(bytes) => Ok(Array { values: element.values(place, bytes)?, shape }),
        Err(Fault::Impossible(most)) => {
            let file = place.file.to_owned();
            Err(DataError::TooCompressed { file, announced: whole, most })
        }
        Err(Fault::TooLong) => {
            Err(DataError::Oversized { file: place.file.to_owned(), expected: whole })
        }
        Err(Fault::Short(found)) => {
            Err(DataError::Truncated { file: place.file.to_owned(), expected: whole, found })
        }
        Err(Fault::Damaged(cause, _)) => Err(place.damaged(cause.to_string())),
        Err(Fault::Memory) => {
            Err(DataError::TooLarge { file: place.file.to_owned(), found: announced() })
        }
    }
}

/// Compares the header of a file with the file's length, before the file is read. `start` has its first
/// bytes.
pub(crate) fn check(file: &Path, start: &[u8], length: u64) -> Result<(), DataError> {
    let header = read_header(Place { file, member: "the array" }, start)?;
    let sizes = header.shape.iter().map(|&size| size as u64);
    let size = sizes.fold(header.element.width as u64, u64::saturating_mul);
    let expected = size.saturating_add(header.length);
    let file = file.to_owned();
    match length.cmp(&expected) {
        Ordering::Equal => Ok(()),
        Ordering::Greater => Err(DataError::Oversized { file, expected }),
        Ordering::Less => Err(DataError::Truncated { file, expected, found: length }),
    }
}

struct Header {
    /// Its length, with everything before the elements.
    length: u64,
    element: Element,
    shape: Vec<usize>,
}

/// A type of whole numbers.
#[derive(Clone, Copy)]
struct Element {
    /// In bytes.
    width: usize,
    is_signed: bool,
    is_big_endian: bool,
}

impl Element {
    /// The elements as bytes.
    fn values(self, place: Place, bytes: Vec<u8>) -> Result<Vec<u8>, DataError> {
        if self.width == 1 && !self.is_signed {
            return Ok(bytes);
        }
        let value = |(i, element): (usize, &[u8])| {
            let mut wide = [0; 8];
            match self.is_big_endian {
                true => {
                    wide.iter_mut().zip(element.iter().rev()).for_each(|(to, from)| *to = *from)
                }
                false => wide[..self.width].copy_from_slice(element),
            }
            let number = u64::from_le_bytes(wide);
            u8::try_from(number).map_err(|_| {
                let shift = 64 - 8 * self.width as u32;
                let found = match self.is_signed {
                    true => ((number << shift) as i64 >> shift).to_string(),
                    false => number.to_string(),
                };
                place.unsuitable(
                    format!("element {i} is {found}"),
                    "pixels and labels are whole numbers from 0 to 255",
                )
            })
        };
        bytes.chunks_exact(self.width).enumerate().map(value).collect()
    }
}

fn read_header(place: Place, mut content: impl Read) -> Result<Header, DataError> {
    let mut take = |count: usize| -> Result<Vec<u8>, DataError> {
        let mut bytes = Vec::new();
        let outcome = content.by_ref().take(count as u64).read_to_end(&mut bytes);
        outcome.map_err(|cause| place.damaged(cause.to_string()))?;
        match bytes.len() == count {
            true => Ok(bytes),
            false => Err(place.damaged("its header is cut off")),
        }
    };
    let start = take(8)?;
    if !start.starts_with(MAGIC) {
        let kind = Kind::of(&start);
        return Err(place.unsuitable(format!("{}, not a NumPy array", kind.name), kind.advice));
    }
    let (before, length) = match start[6] {
        1 => (10, take(2)?.iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte))),
        2 | 3 => (12, take(4)?.iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte))),
        version => return Err(place.damaged(format!("version {version} of the format is unknown"))),
    };
    if length > LONGEST_HEADER {
        return Err(place.damaged(format!("its header has {length} bytes")));
    }
    let text = take(length)?;
    let text = String::from_utf8_lossy(&text);
    let (element, shape) = parse(place, &text)?;
    Ok(Header { length: (before + length) as u64, element, shape })
}

/// The type of the elements and the shape, from the text of a header.
fn parse(place: Place, text: &str) -> Result<(Element, Vec<usize>), DataError> {
    let unknown = || place.damaged("its header is not one that NumPy writes");
    // Each of the three keys occurs once, and there are no others.
    let keys = ["descr", "fortran_order", "shape"];
    if keys.iter().any(|key| text.matches(key).count() != 1) || text.matches(':').count() != 3 {
        return Err(unknown());
    }
    let after = |key: &str| {
        let (_, value) = text.split_once(&format!("'{key}':"))?;
        Some(value.trim_start())
    };
    let order = after("fortran_order").and_then(|value| value.split([',', '}']).next());
    let is_fortran = match order.map(str::trim) {
        Some("True") => true,
        Some("False") => false,
        _ => return Err(unknown()),
    };
    let shape = after("shape").and_then(|value| value.strip_prefix('(')).ok_or_else(unknown)?;
    let (shape, _) = shape.split_once(')').ok_or_else(unknown)?;
    let shape: Vec<usize> = shape
        .split(',')
        // Python 2 wrote long integers as `60000L`.
        .map(|size| size.trim().trim_end_matches('L'))
        .filter(|size| !size.is_empty())
        .map(|size| size.parse().map_err(|_| unknown()))
        .collect::<Result<_, _>>()?;
    if shape.len() > MOST_DIMENSIONS {
        let found = format!("an array of {} dimensions", shape.len());
        return Err(place.unsuitable(found, "images have 3 dimensions: count, rows, columns"));
    }
    let kind = after("descr").ok_or_else(unknown)?;
    let Some(kind) = kind.strip_prefix('\'').and_then(|value| value.split_once('\'')) else {
        return Err(place.unsuitable(
            "an array of records",
            "save each column as its own array of whole numbers",
        ));
    };
    if is_fortran && shape.len() > 1 {
        return Err(place.unsuitable(
            "an array in Fortran's order",
            "save numpy.ascontiguousarray(array) instead",
        ));
    }
    Ok((element(place, kind.0)?, shape))
}

/// The type of the elements: `|u1`, `<i8`, …
fn element(place: Place, kind: &str) -> Result<Element, DataError> {
    let (order, name) = match kind.split_at_checked(1) {
        Some((order @ ("<" | ">" | "|" | "="), name)) => (order, name),
        _ => ("|", kind),
    };
    let (is_signed, width) = match name {
        "u1" | "b1" => (false, 1),
        "u2" => (false, 2),
        "u4" => (false, 4),
        "u8" => (false, 8),
        "i1" => (true, 1),
        "i2" => (true, 2),
        "i4" => (true, 4),
        "i8" => (true, 8),
        _ => {
            let found = format!("elements of type `{kind}`");
            let advice = match name.chars().next() {
                Some('f' | 'c') => {
                    "save whole numbers: (255 * x).round().astype(\"uint8\") for pixels from 0 to 1, and \
                     y.astype(\"uint8\") for labels"
                }
                Some('O') => {
                    "objects are stored as a pickle, which can execute code and is not read; save arrays \
                     of numbers"
                }
                _ => "save whole numbers, with astype(\"uint8\")",
            };
            return Err(place.unsuitable(found, advice));
        }
    };
    Ok(Element { width, is_signed, is_big_endian: order == ">" })
}

/// The array as images: `[count, rows, columns]`, with a single channel before or after, or
/// `[count, pixels]` of square images.
pub(crate) fn images(place: Place, array: Array) -> Result<Images, DataError> {
    let Array { shape, values } = array;
    let (count, rows, columns) = match shape[..] {
        [count, rows, columns] | [count, rows, columns, 1] | [count, 1, rows, columns] => {
            (count, rows, columns)
        }
        [count, pixels] if pixels.isqrt().pow(2) == pixels => {
            (count, pixels.isqrt(), pixels.isqrt())
        }
        [_, _, _, 2..=4] | [_, 2..=4, _, _] => {
            return Err(place.unsuitable(
                format!("images in colour, of shape {shape:?}"),
                "images have one channel; convert them to grey, for example with their mean over the \
                 channels",
            ));
        }
        _ => {
            return Err(place.unsuitable(
                format!("an array of shape {shape:?}"),
                "images have the shape (count, rows, columns)",
            ));
        }
    };
    Ok(Images { count, rows, columns, pixels: values })
}

/// The array as labels: `[count]` or `[count, 1]`.
pub(crate) fn labels(place: Place, array: Array) -> Result<Vec<u8>, DataError> {
    match array.shape[..] {
        [_] | [_, 1] => Ok(array.values),
        [_, _] => Err(place.unsuitable(
            format!("labels of shape {:?}", array.shape),
            "labels have the shape (count); for one-hot labels, save y.argmax(axis=1)",
        )),
        _ => Err(place.unsuitable(
            format!("labels of shape {:?}", array.shape),
            "labels have the shape (count)",
        )),
    }
}
