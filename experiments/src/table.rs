//! Small tables: aligned text for a terminal, rows for the report.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// A table with a header; the first column is text, the others are numbers, aligned right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns' names.
    pub header: Vec<String>,
    /// The rows, each as long as the header.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with these columns.
    pub fn new<const N: usize>(header: [&str; N]) -> Self {
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
}

/// A list of rows, each an object with the header's words for keys and the cells' text for values.
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
        let lines = || std::iter::once(&self.header).chain(&self.rows);
        let widths: Vec<usize> = (0..self.header.len())
            .map(|column| lines().map(|line| line[column].chars().count()).max().unwrap_or(0))
            .collect();
        for line in lines() {
            let mut text = String::new();
            for (column, (cell, &width)) in line.iter().zip(&widths).enumerate() {
                match column {
                    0 => text += &format!("  {cell:<width$}"),
                    _ => text += &format!("   {cell:>width$}"),
                }
            }
            writeln!(f, "{}", text.trim_end())?;
        }
        Ok(())
    }
}

/// `x` with four significant digits, or in scientific form where it is very small or large.
pub fn number(x: f64) -> String {
    let size = x.abs();
    match size {
        _ if !x.is_finite() => "diverged".into(),
        _ if x.fract() == 0.0 && size < 1e6 => format!("{x}"),
        _ if !(1e-4..1e6).contains(&size) => format!("{x:.2e}"),
        _ => {
            let decimals = (3 - size.log10().floor() as i32).max(0) as usize;
            format!("{x:.decimals$}")
        }
    }
}

/// A fraction as a percentage with one decimal.
pub fn percent(x: f64) -> String {
    if x.is_finite() { format!("{:.1} %", 100.0 * x) } else { "diverged".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_four_digits() {
        let texts = [0.0, 0.123456, 12.3456, 1234.56, 1.5e-7, -2.0, f64::NAN].map(number);
        let expected = ["0", "0.1235", "12.35", "1235", "1.50e-7", "-2", "diverged"];
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_row_is_an_object_by_the_header() {
        let mut table = Table::new(["arm", "loss"]);
        table.row(["SGD".into(), "0.2".into()]);
        let json = serde_json::to_string(&table).unwrap();
        assert_eq!(json, r#"[{"arm":"SGD","loss":"0.2"}]"#);
    }

    #[test]
    fn a_fraction_of_nothing_is_no_percentage() {
        assert_eq!([0.1234, 1.0, f64::NAN].map(percent), ["12.3 %", "100.0 %", "diverged"]);
    }

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new(["arm", "loss"]);
        table.row(["SGD".into(), "0.2".into()]);
        table.row(["Momentum".into(), "0.06".into()]);
        let text = table.to_string();
        assert_eq!(text, "  arm        loss\n  SGD         0.2\n  Momentum   0.06\n");
    }
}
