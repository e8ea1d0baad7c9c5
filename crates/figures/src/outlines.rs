//! The glyphs of the built-in font.
//!
//! The script `fonts/outlines.py` has written them as text and describes the format.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::OnceLock;

use flate2::read::GzDecoder;

/// The regular and the bold outlines of DejaVu Sans.
const DEJAVU: &str = include_str!("../fonts/DejaVuSans.outlines.txt");

/// The outlines of Hangul, compressed. They are regular only: see [`is_only_regular`].
const HANGUL: &[u8] = include_bytes!("../fonts/Hangul.outlines.txt.gz");

/// A glyph. Lengths are fractions of the font size, with y upwards.
#[derive(Debug, PartialEq)]
pub(crate) struct Glyph {
    /// How far to the right the next glyph begins.
    pub(crate) advance: f32,
    /// The outline: closed contours, or nothing for a space.
    pub(crate) outline: Vec<Step>,
}

/// One step of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    /// Begins a contour.
    Move([f32; 2]),
    /// A straight line to a point.
    Line([f32; 2]),
    /// A quadratic Bézier curve: its control point and its end.
    Quadratic([f32; 2], [f32; 2]),
    /// A cubic Bézier curve: its two control points and its end.
    Cubic([f32; 2], [f32; 2], [f32; 2]),
    /// Ends a contour.
    Close,
}

/// Glyphs by their characters.
type Face = BTreeMap<char, Glyph>;

/// The glyph of a character in the regular or the bold font, if there is one. It is regular in both if
/// [`is_only_regular`] says so.
pub(crate) fn glyph(character: char, bold: bool) -> Option<&'static Glyph> {
    let [regular, bold_face] = dejavu();
    let face = if bold { bold_face } else { regular };
    face.get(&character).or_else(|| hangul().get(&character))
}

/// Whether PNG figures can show a character: whether a built-in font has it.
pub fn is_drawn(character: char) -> bool {
    glyph(character, false).is_some()
}

/// Whether a character has no bold glyph of its own, so that a thicker line has to make it bold.
pub(crate) fn is_only_regular(character: char) -> bool {
    !dejavu()[1].contains_key(&character)
}

fn dejavu() -> &'static [Face; 2] {
    static FACES: OnceLock<[Face; 2]> = OnceLock::new();
    FACES.get_or_init(|| {
        let faces = read_file(DEJAVU).expect("the built-in outlines are well formed");
        faces.map(|face| face.into_iter().collect())
    })
}

/// Read only if a text has such a character.
fn hangul() -> &'static Face {
    static FACE: OnceLock<Face> = OnceLock::new();
    FACE.get_or_init(|| {
        let [regular, _] =
            read_file(&hangul_file()).expect("the built-in outlines are well formed");
        regular.into_iter().collect()
    })
}

fn hangul_file() -> String {
    let mut text = String::new();
    GzDecoder::new(HANGUL)
        .read_to_string(&mut text)
        .expect("the built-in outlines are well formed");
    text
}

/// The regular and the bold glyphs of a file; `None` if it is not well formed.
fn read_file(text: &str) -> Option<[Vec<(char, Glyph)>; 2]> {
    let mut lines = text.lines();
    let units = lines.next()?.strip_prefix("units ")?.split(' ').next()?.parse().ok()?;
    let mut read_face = || {
        let face = lines.by_ref().take_while(|line| !line.is_empty());
        face.map(|line| read_glyph(line, units)).collect::<Option<_>>()
    };
    Some([read_face()?, read_face()?])
}

fn read_glyph(line: &str, units: f32) -> Option<(char, Glyph)> {
    let mut words = line.split(' ');
    let character = char::from_u32(u32::from_str_radix(words.next()?, 16).ok()?)?;
    let advance = words.next()?.parse::<f32>().ok()? / units;
    let mut outline = Vec::new();
    while let Some(letter) = words.next() {
        let mut number = || Some(words.next()?.parse::<f32>().ok()? / units);
        let mut point = || Some([number()?, number()?]);
        outline.push(match letter {
            "M" => Step::Move(point()?),
            "L" => Step::Line(point()?),
            "Q" => Step::Quadratic(point()?, point()?),
            "C" => Step::Cubic(point()?, point()?, point()?),
            "Z" => Step::Close,
            _ => return None,
        });
    }
    Some((character, Glyph { advance, outline }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};
    use std::path::Path;

    /// The characters that figures may use: Latin, Greek, punctuation and mathematical signs.
    const CHARACTERS: [std::ops::RangeInclusive<char>; 27] = [
        ' '..='~',
        '\u{a0}'..='ÿ',
        'Α'..='Ρ',
        'Σ'..='ω',
        'ᵀ'..='ᵀ',
        'ᵗ'..='ᵗ',
        '–'..='—',
        '‘'..='”',
        '•'..='•',
        '…'..='…',
        '′'..='′',
        '⁰'..='ⁱ',
        '⁴'..='₎',
        'ₐ'..='ₜ',
        '←'..='↓',
        '∂'..='∂',
        '∆'..='∈',
        '∋'..='∋',
        '−'..='−',
        '∘'..='√',
        '∝'..='∞',
        '≈'..='≈',
        '≠'..='≠',
        '≤'..='≥',
        '⊕'..='⊕',
        '⊗'..='⊗',
        '⊙'..='⊙',
    ];

    #[test]
    fn the_files_were_made_from_the_fonts_in_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        for file in [DEJAVU, &hangul_file()] {
            let words: Vec<_> = file.lines().next().unwrap().split(' ').skip(2).collect();
            assert!(matches!(words.len(), 2 | 4));
            for font in words.chunks(2) {
                let digest = Sha256::digest(std::fs::read(folder.join(font[0])).unwrap());
                let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(digest, font[1], "{} has changed: run outlines.py", font[0]);
            }
        }
    }

    #[test]
    fn the_files_are_well_formed() {
        for face in [DEJAVU, &hangul_file()].into_iter().flat_map(|file| read_file(file).unwrap()) {
            assert!(face.is_sorted_by(|(a, _), (b, _)| a < b));
            for (character, Glyph { advance, outline }) in face {
                assert!((0.0..=2.0).contains(&advance), "{character:?}");
                assert!(outline.last().is_none_or(|step| *step == Step::Close), "{character:?}");
                for contour in outline.split_inclusive(|step| *step == Step::Close) {
                    assert!(contour.len() > 2, "{character:?}");
                    for (i, step) in contour.iter().enumerate() {
                        assert_eq!(i == 0, matches!(step, Step::Move(_)), "{character:?}");
                        let points = match *step {
                            Step::Move(to) | Step::Line(to) => vec![to],
                            Step::Quadratic(control, to) => vec![control, to],
                            Step::Cubic(control1, control2, to) => vec![control1, control2, to],
                            Step::Close => vec![],
                        };
                        let is_near = |x: &f32| (-2.0..=2.0).contains(x);
                        assert!(points.iter().flatten().all(is_near), "{character:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_promised_character_is_there() {
        for character in CHARACTERS.into_iter().flatten() {
            for bold in [false, true] {
                let glyph = glyph(character, bold).unwrap_or_else(|| panic!("{character:?}"));
                let is_blank = matches!(character, ' ' | '\u{a0}');
                assert_eq!(glyph.outline.is_empty(), is_blank, "{character:?}");
            }
        }
        // The font has the syllables of EUC-KR, from 가 to 힝, and the brackets of titles.
        for character in ['가', '한', '힝', '『'] {
            assert!(
                glyph(character, false).is_some() && is_only_regular(character),
                "{character:?}"
            );
            assert_eq!(glyph(character, true), glyph(character, false));
        }
        assert!(!is_only_regular('a'));
        assert!(is_drawn('힝') && !is_drawn('漢'));
    }

    #[test]
    fn every_kind_of_step_is_read() {
        let file = "units 1000 a.ttf 0\n0020 250\n\nac00 500 M 0 0 L 500 -62.5 \
                    Q 500 1000 250 500 C 125 250 0 250 0 125 Z\n";
        let [regular, bold] = read_file(file).unwrap();
        assert_eq!(regular, [(' ', Glyph { advance: 0.25, outline: vec![] })]);
        let outline = vec![
            Step::Move([0.0, 0.0]),
            Step::Line([0.5, -0.0625]),
            Step::Quadratic([0.5, 1.0], [0.25, 0.5]),
            Step::Cubic([0.125, 0.25], [0.0, 0.25], [0.0, 0.125]),
            Step::Close,
        ];
        assert_eq!(bold, [('가', Glyph { advance: 0.5, outline })]);
        for wrong in ["0020", "0020 x", "d800 5", "0041 5 M 0", "0041 5 M 0 0 A 1 1", "0041 5  Z"] {
            assert_eq!(read_file(&format!("units 1000 a.ttf 0\n{wrong}\n")), None, "{wrong}");
        }
    }
}
