//! Writes the files of a run: the record and the figures.

use std::fs::File;
use std::io::{BufWriter, ErrorKind};
use std::path::Path;

use figures::Numbers;
use serde::Serialize;
use training::files::{FileError, write_whole, write_whole_by};

use crate::csv::push_line;
use crate::experiment::Drawing;
use crate::files::{NOT_READABLE, check_regular, set_aside};
use crate::run_error::RunError;
use crate::seal::{Sealing, is_sealed_in};

/// Writes the record as JSON, and seals it. It may replace that of another run, whose trials are kept, so that it
/// can be written again; but a file that this program did not write is set aside.
///
/// # Errors
/// If it cannot be written.
pub fn write_record<R: Serialize>(path: &Path, record: &R) -> Result<(), FileError> {
    match check_regular(path).and_then(|()| is_sealed_in(File::open(path)?)) {
        Ok(false) => set_aside(path, "was cut off or edited, or is of another version")?,
        Err(error) if error.kind() == ErrorKind::InvalidData => set_aside(path, NOT_READABLE)?,
        _ => {}
    }
    write_whole_by(path, |file| {
        // The buffers are on both sides because JSON is written in small pieces, and the seal in two.
        let mut json = BufWriter::with_capacity(1 << 16, Sealing::new(BufWriter::new(file)));
        serde_json::to_writer(&mut json, record)?;
        json.into_inner().map_err(|error| error.into_error())?.seal()
    })
}

/// Writes `name`.svg and `name`.png into `folder`, and the numbers that they show as `name`.csv, if there
/// are any. The numbers are for programs, so they are those of the drawing `in_english`.
///
/// # Errors
/// If it cannot be drawn or written.
pub fn write_drawing(
    folder: &Path,
    name: &str,
    drawing: &Drawing,
    in_english: &Drawing,
) -> Result<(), RunError> {
    const PNG_SCALE: f32 = 2.0;
    let (svg, png) = match drawing {
        Drawing::Figure(figure) => (figure.svg(), figure.png(PNG_SCALE)),
        Drawing::Diagram(diagram) => (diagram.svg(), diagram.png(PNG_SCALE)),
    };
    let numbers = match in_english {
        Drawing::Figure(figure) => figure.numbers(),
        Drawing::Diagram(diagram) => diagram.numbers(),
    };
    write_whole(&folder.join(format!("{name}.svg")), svg.as_bytes())?;
    write_whole(&folder.join(format!("{name}.png")), &png?)?;
    if !numbers.rows.is_empty() {
        write_whole(&folder.join(format!("{name}.csv")), csv(&numbers).as_bytes())?;
    }
    Ok(())
}

fn csv(numbers: &Numbers) -> String {
    let mut csv = String::new();
    push_line(&mut csv, numbers.columns.iter().copied());
    for row in &numbers.rows {
        push_line(&mut csv, row.iter().map(String::as_str));
    }
    csv
}
