//! The width of text, and line breaking.

use crate::outlines::glyph;

/// The width of a text. A character that the font lacks counts as a square, as Chinese letters are.
pub(crate) fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let width = |c| glyph(c, bold).map_or(size, |glyph| size * f64::from(glyph.advance));
    text.chars().map(width).sum()
}

/// A space at which no line ends.
const NO_BREAK: char = '\u{a0}';

/// The text in lines of at most this width, broken between words.
pub(crate) fn wrap(text: &str, size: f64, bold: bool, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_ascii_whitespace() {
        // In a line, it is a space like any other.
        let word = word.replace(NO_BREAK, " ");
        if let Some(line) = lines.last_mut() {
            let longer = format!("{line} {word}");
            if text_width(&longer, size, bold) <= width {
                *line = longer;
                continue;
            }
        }
        lines.push(word);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        // DejaVu Sans: a digit is 1303 of 2048 units wide.
        assert!((text_width("00", 20.48, false) - 2.0 * 13.03).abs() < 1e-9);
        assert!(text_width("loss", 12.0, true) > text_width("loss", 12.0, false));
        // NanumGothic: a syllable is 940 of 1000 units wide.
        assert!((text_width("한글", 10.0, false) - 18.8).abs() < 1e-5);
        assert_eq!(text_width("漢", 10.0, false), 10.0);
    }

    #[test]
    fn lines_break_between_words() {
        let text = "the mean of five seeds";
        let lines = wrap(text, 10.0, false, 70.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| text_width(line, 10.0, false) <= 70.0));
        assert_eq!(lines.join(" "), text);
        assert_eq!(wrap(text, 10.0, false, 1.0).len(), 5, "a word is never cut");
        assert!(wrap("", 10.0, false, 70.0).is_empty());
        assert_eq!(wrap("only 68\u{a0}% of it", 10.0, false, 1.0), ["only", "68 %", "of", "it"]);
    }
}
