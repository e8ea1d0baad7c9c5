//! The built-in font: how wide text is, and the outlines of its letters.

use std::sync::OnceLock;

use ttf_parser::Face;

const REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSans.subset.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/DejaVuSans-Bold.subset.ttf");

/// DejaVu Sans, regular or bold.
pub(crate) fn face(bold: bool) -> &'static Face<'static> {
    static FACES: OnceLock<[Face; 2]> = OnceLock::new();
    let parse = |data| Face::parse(data, 0).expect("the built-in font is whole");
    &FACES.get_or_init(|| [REGULAR, BOLD].map(parse))[usize::from(bold)]
}

/// How wide a text is. A letter that the font lacks counts as a square, which Korean letters are.
pub(crate) fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let face = face(bold);
    let units = f64::from(face.units_per_em());
    let advance = |c| face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph));
    text.chars().map(|c| advance(c).map_or(size, |width| size * f64::from(width) / units)).sum()
}

/// The text in lines no wider than this, broken between words.
pub(crate) fn wrap(text: &str, size: f64, bold: bool, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            let longer = format!("{line} {word}");
            if text_width(&longer, size, bold) <= width {
                *line = longer;
                continue;
            }
        }
        lines.push(word.into());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_the_fonts() {
        // DejaVu Sans: a digit is 1303 of 2048 units wide.
        assert!((text_width("00", 20.48, false) - 2.0 * 13.03).abs() < 1e-9);
        assert!(text_width("loss", 12.0, true) > text_width("loss", 12.0, false));
        assert_eq!(text_width("한글", 10.0, false), 20.0);
    }

    #[test]
    fn lines_break_between_words() {
        let text = "the mean of five seeds";
        let lines = wrap(text, 10.0, false, 70.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| text_width(line, 10.0, false) <= 70.0));
        assert_eq!(lines.join(" "), text);
        assert_eq!(wrap(text, 10.0, false, 1.0).len(), 5, "a word is never cut");
        assert!(wrap("", 10.0, false, 70.0).is_empty());
    }
}
