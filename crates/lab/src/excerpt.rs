//! Lines of this project's own source code, for a reader to look at.

/// Consecutive lines of a source file: from the one that begins with `first` to the next one that begins
/// with `last`.
///
/// The file is part of the program (`include_str!`), so an excerpt is always of the code that the program
/// was built from. Indentation counts for neither of the two beginnings.
///
/// ```
/// use lab::excerpt::Excerpt;
///
/// let source = "fn area(r: f64) -> f64 {\n    let r2 = r * r;\n    PI * r2\n}\n";
/// let excerpt = Excerpt { path: "src/area.rs", source, first: "let r2", last: "PI" };
/// let found = excerpt.found().unwrap();
/// assert_eq!((found.line, &*found.text), (2, "let r2 = r * r;\nPI * r2"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Excerpt {
    /// The path of the file, from the root of the repository.
    pub path: &'static str,
    /// The whole file.
    pub source: &'static str,
    /// The beginning of the first line. Exactly one line of the file begins so.
    pub first: &'static str,
    /// The beginning of the last line.
    pub last: &'static str,
}

/// The lines of an [`Excerpt`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The number of the first line, from 1.
    pub line: usize,
    /// The lines, without the indentation that they have in common.
    pub text: String,
}

impl Excerpt {
    /// The lines; `None` if the file has no such lines, or if more than one line could be the first.
    pub fn found(&self) -> Option<Found> {
        let lines: Vec<&str> = self.source.lines().collect();
        let begins = |line: &str, with: &str| line.trim_start().starts_with(with);
        let mut starts = (0..lines.len()).filter(|&i| begins(lines[i], self.first));
        let (start, None) = (starts.next()?, starts.next()) else { return None };
        let end = (start..lines.len()).find(|&i| begins(lines[i], self.last))?;
        let lines = &lines[start..=end];
        let indentation = |line: &&str| line.len() - line.trim_start().len();
        let filled = lines.iter().filter(|line| !line.trim().is_empty());
        let common = filled.map(indentation).min().unwrap_or(0);
        let text: Vec<&str> = lines.iter().map(|line| line.get(common..).unwrap_or("")).collect();
        Some(Found { line: start + 1, text: text.join("\n") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &'static str, first: &'static str, last: &'static str) -> Option<Found> {
        Excerpt { path: "", source, first, last }.found()
    }

    #[test]
    fn lines_that_are_not_there_or_not_unique_are_not_found() {
        let source = "a\n  b\n\n    c\nb2\n";
        assert_eq!(found(source, "b", "c"), None, "two lines begin with b");
        assert_eq!(found(source, "x", "c"), None);
        assert_eq!(found(source, "b2", "c"), None, "the last line stands before the first");
        let one = Found { line: 1, text: "a".into() };
        assert_eq!(found(source, "a", "a"), Some(one));
    }

    #[test]
    fn only_the_common_indentation_is_removed() {
        let lines = found("    a {\n\n        b\n    }\n", "a", "}").unwrap();
        assert_eq!(lines.text, "a {\n\n    b\n}");
    }
}
