//! Tables of pixels: one image in each line, its label and then its pixels, row by row.
//!
//! Kaggle's `train.csv`, `mnist_train.csv` and `fashion-mnist_train.csv` have this form. With a header,
//! the label is the column called `label`, `class`, `target`, `digit` or `y`; without one, it is the
//! first. Images are square, unless the header numbers their pixels as `1x1` to `28x20`.

use std::io::{BufReader, Read};
use std::path::Path;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::DataError;
use crate::bounded::{open_file, read_prefix};
use crate::idx::{self, Images};
use crate::kind::{Kind, START};

/// The most columns that are read: images of 256 × 256 pixels.
const MOST_COLUMNS: usize = 65_537;

/// The longest line that is read, in bytes.
const LONGEST_LINE: usize = 1 << 20;

/// The most pixels that are read from a table: 4 GiB.
const MOST_PIXELS: usize = 4 << 30;

/// The names of the column of labels.
const LABEL: [&str; 6] = ["label", "labels", "class", "target", "digit", "y"];

/// The images in a table, and their labels if it has a column for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// The images, in the order of the lines.
    pub images: Images,
    /// `[count]`, or `None` if the table has no labels, as Kaggle's `test.csv`.
    pub labels: Option<Vec<u8>>,
}

/// Reads the table in `bytes`, the content of `file`, raw or gzip-compressed. The name of the file is
/// used only in error messages.
///
/// It takes as much memory as the images that it has read.
///
/// # Errors
/// If a line is too long, has another number of values than the first, or has one that is not a whole
/// number from 0 to 255; or if the pixels do not form an image.
pub fn read(file: &Path, bytes: &[u8]) -> Result<Rows, DataError> {
    read_from(file, bytes, idx::open(bytes))
}

/// Reads the table in `file` line by line, so that a file without an image takes no memory, whatever its
/// length.
///
/// # Errors
/// As [`read`], and if the file cannot be read.
pub(crate) fn read_file(file: &Path) -> Result<Rows, DataError> {
    let (prefix, _) = read_prefix(file)?;
    let (opened, length) = open_file(file)?;
    let content = BufReader::new(opened.take(length));
    read_from(file, &prefix, idx::open_stream(&prefix, content))
}

/// Reads the table in `content`, the uncompressed content of `file`, which begins with the bytes `prefix`.
fn read_from(file: &Path, prefix: &[u8], content: impl Read) -> Result<Rows, DataError> {
    let mut start = Vec::new();
    let _ = idx::open(prefix).take(START as u64).read_to_end(&mut start);
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    if let Some(Kind { name, advice }) = Kind::known(start) {
        let (file, found) = (file.to_owned(), name.into_owned());
        return Err(DataError::WrongKind { file, expected: "a table (CSV)", found, advice });
    }
    let mut table = Table { file, line: 1, columns: None, pixels: Vec::new(), labels: Vec::new() };
    lines(file, content, separator(start), |line, values| {
        table.line = line;
        table.add(values)
    })?;
    table.rows()
}

/// The character between values: a comma, or a semicolon or tab if the first line has only these.
fn separator(start: &[u8]) -> u8 {
    let line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    [b',', b';', b'\t'].into_iter().find(|separator| line.contains(separator)).unwrap_or(b',')
}

/// Calls `each` with the number of every line and its values.
fn lines(
    file: &Path,
    mut content: impl Read,
    separator: u8,
    mut each: impl FnMut(u64, &[&[u8]]) -> Result<(), DataError>,
) -> Result<(), DataError> {
    let damaged = |line: u64, problem: String| DataError::Damaged {
        file: file.to_owned(),
        place: format!("line {line}"),
        problem,
    };
    let mut reader: Reader = ReaderBuilder::new().delimiter(separator).build();
    let mut input = vec![0; 1 << 16];
    let (mut from, mut to) = (0, 0);
    let mut line = vec![0; LONGEST_LINE];
    let mut ends = vec![0; MOST_COLUMNS + 1];
    let (mut length, mut count, mut first_line) = (0, 0, 1);
    let mut is_at_start = true;
    loop {
        if from == to {
            (from, to) = (0, 0);
            while to < 3 {
                // Three bytes, so that a byte order mark is not cut.
                match content.read(&mut input[to..]) {
                    Ok(0) => break,
                    Ok(n) => to += n,
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(damaged(reader.line(), error.to_string())),
                }
            }
            if std::mem::take(&mut is_at_start) && input[..to].starts_with(b"\xef\xbb\xbf") {
                from = 3;
            }
        }
        let (result, read, written, fields) =
            reader.read_record(&input[from..to], &mut line[length..], &mut ends[count..]);
        (from, length, count) = (from + read, length + written, count + fields);
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => {
                return Err(damaged(first_line, format!("it has more than {LONGEST_LINE} bytes")));
            }
            ReadRecordResult::OutputEndsFull => {
                return Err(damaged(first_line, format!("it has more than {MOST_COLUMNS} values")));
            }
            ReadRecordResult::Record => {
                let mut start = 0;
                let value = |&end: &usize| {
                    let value = &line[start..end];
                    start = end;
                    value.trim_ascii()
                };
                let values: Vec<&[u8]> = ends[..count].iter().map(value).collect();
                each(first_line, &values)?;
                (length, count, first_line) = (0, 0, reader.line());
            }
            ReadRecordResult::End => return Ok(()),
        }
    }
}

/// What has been read of a table.
struct Table<'a> {
    file: &'a Path,
    line: u64,
    columns: Option<Columns>,
    pixels: Vec<u8>,
    labels: Vec<u8>,
}

/// What the columns are.
struct Columns {
    count: usize,
    label: Option<usize>,
    rows: usize,
    columns: usize,
}

impl Table<'_> {
    fn damaged(&self, problem: String) -> DataError {
        let (file, place) = (self.file.to_owned(), format!("line {}", self.line));
        DataError::Damaged { file, place, problem }
    }

    fn unsuitable(&self, found: String, advice: &'static str) -> DataError {
        let (file, place) = (self.file.to_owned(), format!("line {}", self.line));
        DataError::Unsuitable { file, place, found, advice }
    }

    /// Adds one line.
    fn add(&mut self, values: &[&[u8]]) -> Result<(), DataError> {
        let Some(Columns { count, label, .. }) = self.columns else {
            let is_number = |value: &&[u8]| {
                std::str::from_utf8(value).is_ok_and(|text| text.parse::<f64>().is_ok())
            };
            let is_header = !values.iter().any(is_number);
            self.columns = Some(match is_header {
                true => self.with_header(values)?,
                false => self.without_header(values.len())?,
            });
            return if is_header { Ok(()) } else { self.add(values) };
        };
        if values.len() != count {
            return Err(self.damaged(format!(
                "it has {} values, but the first line has {count}",
                values.len()
            )));
        }
        if self.pixels.len() > MOST_PIXELS || self.pixels.try_reserve(count).is_err() {
            let found = format!("{} pixels and more", self.pixels.len());
            return Err(DataError::TooLarge { file: self.file.to_owned(), found });
        }
        for (i, text) in values.iter().enumerate() {
            let value = match number(text) {
                Some(value) => value,
                None => {
                    let text = String::from_utf8_lossy(text);
                    let shown: String = text.chars().take(20).collect();
                    return Err(self.unsuitable(
                        format!("value {} is `{shown}`", i + 1),
                        "expected whole numbers from 0 to 255 (multiply pixels from 0 to 1 by 255, and \
                         number classes from 0)",
                    ));
                }
            };
            match Some(i) == label {
                true => self.labels.push(value),
                false => self.pixels.push(value),
            }
        }
        Ok(())
    }

    /// The columns that the header names.
    fn with_header(&self, names: &[&[u8]]) -> Result<Columns, DataError> {
        let names = names.iter().map(|name| String::from_utf8_lossy(name).to_lowercase());
        let names: Vec<String> = names.collect();
        let label = names.iter().position(|name| LABEL.contains(&&**name));
        let place = |name: &String| -> Option<(usize, usize)> {
            let (row, column) = name.split_once('x')?;
            Some((row.parse().ok()?, column.parse().ok()?))
        };
        let pixels = names.len() - usize::from(label.is_some());
        let largest = names.iter().filter_map(place).max();
        match largest {
            Some((rows, columns)) if rows.checked_mul(columns) == Some(pixels) => {
                Ok(Columns { count: names.len(), label, rows, columns })
            }
            _ => {
                // pandas leaves the name of its index empty, and reads it back as `Unnamed: 0`.
                let first = names.first().map_or("", |name| name.trim());
                let has_index = first.is_empty() || first.starts_with("unnamed");
                self.square(names.len(), label, has_index)
            }
        }
    }

    /// The columns of a table without a header: a label and the pixels of a square image, or only these.
    fn without_header(&self, count: usize) -> Result<Columns, DataError> {
        let is_square = |n: usize| n > 0 && n.isqrt().pow(2) == n;
        match is_square(count) && !is_square(count - 1) {
            true => self.square(count, None, false),
            false => self.square(count, Some(0), false),
        }
    }

    fn square(
        &self,
        count: usize,
        label: Option<usize>,
        has_index: bool,
    ) -> Result<Columns, DataError> {
        let pixels = count - usize::from(label.is_some());
        let side = pixels.isqrt();
        if side == 0 || side * side != pixels {
            let found = format!("{pixels} pixels, which do not form a square image");
            // An image of at least 2 × 2 pixels and one column more.
            let has_one_more = pixels > 4 && (pixels - 1).isqrt().pow(2) == pixels - 1;
            if has_index || has_one_more {
                return Err(self.unsuitable(
                    found,
                    "there is one column too many, perhaps the index that pandas adds in front: write the \
                     table with to_csv(…, index=False)",
                ));
            }
            return Err(self.unsuitable(
                found,
                "expected a column `label` and then one for each pixel, with no others; a header \
                 with the names 1x1, 1x2, … says how wide other images are",
            ));
        }
        Ok(Columns { count, label, rows: side, columns: side })
    }

    fn rows(self) -> Result<Rows, DataError> {
        let Self { file, columns, pixels, labels, .. } = self;
        let Some(Columns { label, rows, columns, .. }) = columns.filter(|_| !pixels.is_empty())
        else {
            return Err(DataError::Empty { file: file.to_owned(), found: "no images".into() });
        };
        let count = pixels.len() / (rows * columns);
        let images = Images { count, rows, columns, pixels };
        Ok(Rows { images, labels: label.map(|_| labels) })
    }
}

/// A whole number from 0 to 255, which may be written as `7.0`.
fn number(text: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(text).ok()?;
    text.parse().ok().or_else(|| {
        let number: f64 = text.parse().ok()?;
        (number.fract() == 0.0 && (0.0..=255.0).contains(&number)).then_some(number as u8)
    })
}
