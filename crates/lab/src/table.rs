//! Small tables: aligned text for a terminal, rows for the report and for JSON.

use std::fmt;

use language::tr;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr;

use crate::foreign::{markdown, visible};

/// A table with a header. The first column is text; the others are numbers, aligned right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows, each as long as the header.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with these columns.
    ///
    /// # Panics
    /// If two columns have the same name: one of them would be lost in JSON.
    pub fn new<const N: usize>(header: [&str; N]) -> Self {
        let is_alone = |(i, name): (usize, &&str)| !header[..i].contains(name);
        assert!(
            header.iter().enumerate().all(is_alone),
            "each column of {header:?} needs its own name"
        );
        Self { header: header.map(String::from).to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    ///
    /// # Panics
    /// If it is not as long as the header.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        assert_eq!(cells.len(), self.header.len(), "a row as long as the header");
        self.rows.push(cells);
    }

    /// The table as Markdown. In cells, `|` is escaped, a line break becomes a space, and nothing is a tag or a
    /// link.
    pub fn markdown(&self) -> String {
        // A backslash before the `|` would escape the backslash that is put there.
        let cell =
            |text: &String| markdown(&one_line(text).replace('\\', "\\\\")).replace('|', "\\|");
        let line = |cells: &Vec<String>| {
            format!("| {} |\n", cells.iter().map(cell).collect::<Vec<_>>().join(" | "))
        };
        let ruler = "|---".repeat(self.header.len()) + "|\n";
        line(&self.header) + &ruler + &self.rows.iter().map(line).collect::<String>()
    }
}

/// A list of rows, each an object whose keys are the header and whose values are the text of the cells.
impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row = |cells: &Vec<String>| -> Map<String, Value> {
            let cells = cells.iter().map(|cell| Value::String(cell.clone()));
            self.header.iter().cloned().zip(cells).collect()
        };
        serializer.collect_seq(self.rows.iter().map(row))
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |cells: &Vec<String>| -> Vec<String> {
            cells.iter().map(|cell| visible(cell)).collect()
        };
        let lines: Vec<Vec<String>> =
            std::iter::once(&self.header).chain(&self.rows).map(shown).collect();
        let widths: Vec<usize> = (0..self.header.len())
            .map(|column| lines.iter().map(|line| line[column].width()).max().unwrap_or(0))
            .collect();
        for line in &lines {
            let mut text = String::new();
            for (column, (cell, &width)) in line.iter().zip(&widths).enumerate() {
                let space = spaces(cell, width);
                match column {
                    0 => text += &format!("  {cell}{space}"),
                    _ => text += &format!("   {space}{cell}"),
                }
            }
            writeln!(f, "{}", text.trim_end())?;
        }
        Ok(())
    }
}

/// The spaces that `text` lacks to be `columns` wide on a terminal, where a Hangul syllable takes two columns.
pub fn spaces(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(text.width()))
}

/// `text` with a space for every run of line breaks.
pub fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `x` with four significant digits, or in scientific notation if it is very small or large. A number with
/// fewer digits gets no zeros: 0.1, not 0.1000.
pub fn number(x: f64) -> String {
    if x == 0.0 {
        return "0".into(); // it has no first significant digit
    }
    let size = x.abs();
    let is_plain = (1e-4..1e6).contains(&size);
    let (whole, rounded) = match is_plain {
        true => {
            // The decimals are those of the rounded number: 0.99999 gets three, like 1.
            let rounded: f64 = format!("{size:.3e}").parse().unwrap_or(size);
            let decimals = (3 - rounded.log10().floor() as i32).max(0) as usize;
            (x.to_string(), format!("{x:.decimals$}"))
        }
        false => (format!("{x:e}"), format!("{x:.2e}")),
    };
    match x.is_finite() {
        true if whole.len() <= rounded.len() => whole,
        true => rounded,
        false => tr!("diverged").into(),
    }
}

/// The same with a minus sign instead of a hyphen, at which a line would break.
pub fn signed(x: f64) -> String {
    number(x).replace('-', "−")
}

/// A whole number with its digits in groups of three: 1,234,567.
pub fn whole(n: u64) -> String {
    let digits = n.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(",")
}

/// A fraction as a percentage with one decimal.
pub fn percent(x: f64) -> String {
    let rounded = format!("{:.1}", 100.0 * x);
    match rounded.as_str() {
        _ if !x.is_finite() => tr!("diverged").into(),
        "-0.0" => "0.0 %".into(),
        _ => rounded + " %",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_four_digits() {
        let texts = [0.123456, 12.3456, 1234.56, 123456.7, 1.234e-7, f64::NAN].map(number);
        assert_eq!(texts, ["0.1235", "12.35", "1235", "123457", "1.23e-7", "diverged"]);
        // A number that rounds to the next power of ten gets its decimals.
        assert_eq!([0.99999, 9.99996, -0.099999].map(number), ["1.000", "10.00", "-0.1000"]);
        // A number with fewer digits gets no zeros.
        assert_eq!([-2.0, 1e-6].map(signed), ["−2", "1e−6"]);
        let texts = [0.0, -2.0, 0.1, 2.2, 220.0, 1e-4, 1e-6, 1e7, 1.5e-7].map(number);
        assert_eq!(texts, ["0", "-2", "0.1", "2.2", "220", "0.0001", "1e-6", "1e7", "1.5e-7"]);
    }

    #[test]
    fn whole_numbers_are_grouped() {
        let texts = [0, 999, 1000, 39_760, 1_234_567].map(whole);
        assert_eq!(texts, ["0", "999", "1,000", "39,760", "1,234,567"]);
    }

    #[test]
    fn no_cell_ends_its_row_or_column_in_markdown() {
        let mut table = Table::new(["a|b", "c"]);
        table.row(["1\n2\r\n3".into(), r"4\|5".into()]);
        assert_eq!(table.markdown(), "| a\\|b | c |\n|---|---|\n| 1 2 3 | 4\\\\\\|5 |\n");
    }

    #[test]
    fn a_row_is_an_object_by_the_header() {
        let mut table = Table::new(["arm", "loss"]);
        table.row(["SGD".into(), "0.2".into()]);
        let json = serde_json::to_string(&table).unwrap();
        assert_eq!(json, r#"[{"arm":"SGD","loss":"0.2"}]"#);
    }

    #[test]
    #[should_panic(expected = "needs its own name")]
    fn two_columns_of_the_same_name_panic() {
        Table::new(["std", "at the end", "at the end"]);
    }

    #[test]
    fn a_fraction_of_nothing_is_no_percentage() {
        assert_eq!([0.1234, 1.0, f64::NAN].map(percent), ["12.3 %", "100.0 %", "diverged"]);
        assert_eq!([-0.0001, -0.001].map(percent), ["0.0 %", "-0.1 %"]);
    }

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new(["arm", "loss"]);
        table.row(["SGD".into(), "0.2".into()]);
        table.row(["Momentum".into(), "0.06".into()]);
        let text = table.to_string();
        assert_eq!(text, "  arm        loss\n  SGD         0.2\n  Momentum   0.06\n");
        // A Hangul syllable takes two columns.
        let mut table = Table::new(["기법", "손실"]);
        table.row(["SGD".into(), "0.2".into()]);
        assert_eq!(table.to_string(), "  기법   손실\n  SGD     0.2\n");
    }
}
