//! Tables as CSV, by the rules of RFC 4180: a cell with a comma, a quotation mark or a line break stands in
//! quotation marks, and quotation marks inside it are doubled. Lines end with a line feed alone, which every
//! reader of CSV accepts.
//!
//! Cells are not changed for spreadsheets, which take a text that begins with `=` for a formula: a table
//! of numbers that a program reads must be exact, and the texts in it are names of this program and of its
//! settings, never those of somebody's files.

/// Adds a line with these cells.
pub fn push_line<'a>(csv: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            csv.push(',');
        }
        push_cell(csv, cell);
    }
    csv.push('\n');
}

/// Adds one cell, in quotation marks if it needs them.
pub fn push_cell(csv: &mut String, cell: &str) {
    if !cell.contains([',', '"', '\n', '\r']) {
        csv.push_str(cell);
        return;
    }
    csv.push('"');
    for (i, part) in cell.split('"').enumerate() {
        if i > 0 {
            csv.push_str("\"\"");
        }
        csv.push_str(part);
    }
    csv.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records of a CSV file, read character by character as the grammar of RFC 4180 says.
    fn parsed(csv: &str) -> Vec<Vec<String>> {
        let (mut records, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
        let mut quoted = false;
        let mut rest = csv.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '"' if quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(std::mem::take(&mut cell)),
                '\n' if !quoted => {
                    cells.push(std::mem::take(&mut cell));
                    records.push(std::mem::take(&mut cells));
                }
                other => cell.push(other),
            }
        }
        records
    }

    #[test]
    fn every_text_is_read_back_as_it_was() {
        let texts =
            ["", "plain", "λ = 0.1, dropout", "say \"a\"", "\"", "two\nlines", "a\r\nb", " space "];
        let mut csv = String::new();
        push_line(&mut csv, texts);
        push_line(&mut csv, ["second", "line"]);
        assert_eq!(
            parsed(&csv),
            [texts.map(String::from).to_vec(), vec!["second".into(), "line".into()]]
        );
        assert!(csv.contains(",plain,\"λ = 0.1, dropout\",\"say \"\"a\"\"\",\"\"\"\","), "{csv}");
    }

    #[test]
    fn a_line_has_as_many_cells_as_it_was_given() {
        let mut csv = String::new();
        push_line(&mut csv, ["a", "", ""]);
        assert_eq!(csv, "a,,\n");
    }
}
