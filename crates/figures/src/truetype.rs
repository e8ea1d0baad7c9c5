//! A reader for TrueType fonts: which glyph a character has, how wide it is, and its outline.
//!
//! It reads the tables that this needs (`head`, `maxp`, `hhea`, `hmtx`, `cmap`, `loca`, `glyf`) from
//! any font with TrueType outlines. Hinting, kerning and variations are ignored. The numbers in the
//! names below are those of the OpenType specification.

/// A font in memory.
pub(crate) struct Font {
    units_per_em: u16,
    /// How many glyphs have an advance of their own in `hmtx`; the others repeat the last one.
    advances: u16,
    glyphs: u16,
    has_long_offsets: bool,
    hmtx: &'static [u8],
    /// The subtable of `cmap` that is used.
    characters: &'static [u8],
    loca: &'static [u8],
    glyf: &'static [u8],
}

/// One step of an outline, in font units with y upwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Segment {
    /// Begins a contour.
    Move([f32; 2]),
    /// A straight line to a point.
    Line([f32; 2]),
    /// A quadratic Bézier curve: its control point and its end.
    Curve([f32; 2], [f32; 2]),
    /// Ends a contour.
    Close,
}

/// An affine map: `x' = xx·x + xy·y + dx`, and `y'` likewise.
#[derive(Clone, Copy)]
struct Affine {
    xx: f32,
    xy: f32,
    yx: f32,
    yy: f32,
    dx: f32,
    dy: f32,
}

impl Font {
    /// Reads the tables of a font file; `None` if one is missing or too short.
    pub(crate) fn parse(data: &'static [u8]) -> Option<Self> {
        let (head, maxp, hhea) =
            (table(data, b"head")?, table(data, b"maxp")?, table(data, b"hhea")?);
        Some(Self {
            units_per_em: u16_at(head, 18)?,
            has_long_offsets: u16_at(head, 50)? != 0,
            glyphs: u16_at(maxp, 4)?,
            advances: u16_at(hhea, 34)?,
            hmtx: table(data, b"hmtx")?,
            characters: unicode_subtable(table(data, b"cmap")?)?,
            loca: table(data, b"loca")?,
            glyf: table(data, b"glyf")?,
        })
    }

    /// How many font units the font size is.
    pub(crate) fn units_per_em(&self) -> u16 {
        self.units_per_em
    }

    /// The glyph of a character, if the font has one.
    pub(crate) fn glyph(&self, character: char) -> Option<u16> {
        let code = u32::from(character);
        let glyph = match u16_at(self.characters, 0)? {
            4 => glyph_by_format_4(self.characters, code)?,
            _ => glyph_by_format_12(self.characters, code)?,
        };
        (1..self.glyphs).contains(&glyph).then_some(glyph)
    }

    /// How far the next glyph begins to the right of this one, in font units.
    pub(crate) fn advance(&self, glyph: u16) -> Option<u16> {
        let entry = usize::from(glyph.min(self.advances.checked_sub(1)?));
        u16_at(self.hmtx, 4 * entry)
    }

    /// The outline of a glyph: empty for a space.
    pub(crate) fn outline(&self, glyph: u16) -> Vec<Segment> {
        let mut segments = Vec::new();
        let identity = Affine { xx: 1.0, xy: 0.0, yx: 0.0, yy: 1.0, dx: 0.0, dy: 0.0 };
        self.add_outline(glyph, identity, 0, &mut segments);
        segments
    }

    /// Appends a glyph's outline, mapped by `affine`; stops where the data end too early.
    fn add_outline(
        &self,
        glyph: u16,
        affine: Affine,
        depth: usize,
        segments: &mut Vec<Segment>,
    ) -> Option<()> {
        // A composite glyph may have composite parts; one that contains itself must still end.
        const DEEPEST: usize = 8;
        let data = self.glyph_data(glyph)?;
        let contours = i16_at(data, 0)?;
        match usize::try_from(contours) {
            Ok(contours) => add_contours(data, contours, affine, segments),
            Err(_) if depth < DEEPEST => self.add_parts(data, affine, depth, segments),
            Err(_) => None,
        }
    }

    fn glyph_data(&self, glyph: u16) -> Option<&'static [u8]> {
        let offset = |entry: usize| match self.has_long_offsets {
            true => u32_at(self.loca, 4 * entry).map(|offset| offset as usize),
            false => u16_at(self.loca, 2 * entry).map(|half| 2 * usize::from(half)),
        };
        let entry = usize::from(glyph);
        self.glyf.get(offset(entry)?..offset(entry + 1)?)
    }

    /// Appends the parts of a composite glyph, such as the letter and the accent of `é`.
    fn add_parts(
        &self,
        data: &[u8],
        affine: Affine,
        depth: usize,
        segments: &mut Vec<Segment>,
    ) -> Option<()> {
        const ARGUMENTS_ARE_WORDS: u16 = 0x1;
        const ARGUMENTS_ARE_DISTANCES: u16 = 0x2;
        const HAS_SCALE: u16 = 0x8;
        const HAS_MORE_PARTS: u16 = 0x20;
        const HAS_TWO_SCALES: u16 = 0x40;
        const HAS_MATRIX: u16 = 0x80;
        let mut at = 10;
        loop {
            let (flags, part) = (u16_at(data, at)?, u16_at(data, at + 2)?);
            let has = |flag| flags & flag != 0;
            at += 4;
            let distance = if has(ARGUMENTS_ARE_WORDS) {
                at += 4;
                [i16_at(data, at - 4)?, i16_at(data, at - 2)?]
            } else {
                at += 2;
                [i8_at(data, at - 2)?, i8_at(data, at - 1)?]
            };
            // Otherwise they are numbers of points to be aligned, which no present font uses.
            let [dx, dy] = match has(ARGUMENTS_ARE_DISTANCES) {
                true => distance.map(f32::from),
                false => [0.0; 2],
            };
            let mut fraction = || {
                at += 2;
                i16_at(data, at - 2).map(|x| f32::from(x) / 16384.0)
            };
            let [xx, yx, xy, yy] = if has(HAS_SCALE) {
                let scale = fraction()?;
                [scale, 0.0, 0.0, scale]
            } else if has(HAS_TWO_SCALES) {
                [fraction()?, 0.0, 0.0, fraction()?]
            } else if has(HAS_MATRIX) {
                [fraction()?, fraction()?, fraction()?, fraction()?]
            } else {
                [1.0, 0.0, 0.0, 1.0]
            };
            let of_part = affine.after(Affine { xx, xy, yx, yy, dx, dy });
            self.add_outline(part, of_part, depth + 1, segments);
            if !has(HAS_MORE_PARTS) {
                return Some(());
            }
        }
    }
}

impl Affine {
    fn map(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [self.xx * x + self.xy * y + self.dx, self.yx * x + self.yy * y + self.dy]
    }

    /// First `inner`, then `self`.
    fn after(&self, inner: Self) -> Self {
        let [dx, dy] = self.map([inner.dx, inner.dy]);
        Self {
            xx: self.xx * inner.xx + self.xy * inner.yx,
            xy: self.xx * inner.xy + self.xy * inner.yy,
            yx: self.yx * inner.xx + self.yy * inner.yx,
            yy: self.yx * inner.xy + self.yy * inner.yy,
            dx,
            dy,
        }
    }
}

/// Appends the contours of a simple glyph.
fn add_contours(
    data: &[u8],
    contours: usize,
    affine: Affine,
    segments: &mut Vec<Segment>,
) -> Option<()> {
    const IS_ON_CURVE: u8 = 0x1;
    const X_IS_BYTE: u8 = 0x2;
    const Y_IS_BYTE: u8 = 0x4;
    const REPEATS: u8 = 0x8;
    /// For a byte: it is positive. For a word: it is left out, for the coordinate is the last one's.
    const X_IS_SAME_OR_POSITIVE: u8 = 0x10;
    const Y_IS_SAME_OR_POSITIVE: u8 = 0x20;
    let ends: Vec<usize> = (0..contours)
        .map(|i| Some(usize::from(u16_at(data, 10 + 2 * i)?) + 1))
        .collect::<Option<_>>()?;
    let points = *ends.last()?;
    let instructions = usize::from(u16_at(data, 10 + 2 * contours)?);
    let mut at = 12 + 2 * contours + instructions;

    let mut flags = Vec::with_capacity(points);
    while flags.len() < points {
        let flag = *data.get(at)?;
        let repeats = if flag & REPEATS != 0 { usize::from(*data.get(at + 1)?) } else { 0 };
        at += if flag & REPEATS != 0 { 2 } else { 1 };
        flags.extend(std::iter::repeat_n(flag, 1 + repeats));
    }
    flags.truncate(points);

    let mut coordinates = |is_byte: u8, is_same_or_positive: u8| -> Option<Vec<f32>> {
        let mut last = 0i16;
        let next = flags.iter().map(|flag| {
            let step = match (flag & is_byte != 0, flag & is_same_or_positive != 0) {
                (true, positive) => {
                    at += 1;
                    let byte = i16::from(*data.get(at - 1)?);
                    if positive { byte } else { -byte }
                }
                (false, true) => 0,
                (false, false) => {
                    at += 2;
                    i16_at(data, at - 2)?
                }
            };
            last = last.wrapping_add(step);
            Some(f32::from(last))
        });
        next.collect()
    };
    let xs = coordinates(X_IS_BYTE, X_IS_SAME_OR_POSITIVE)?;
    let ys = coordinates(Y_IS_BYTE, Y_IS_SAME_OR_POSITIVE)?;
    let points: Vec<Point> = (flags.iter().zip(xs).zip(ys))
        .map(|((flag, x), y)| Point {
            at: affine.map([x, y]),
            is_on_curve: flag & IS_ON_CURVE != 0,
        })
        .collect();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    for (start, &end) in starts.zip(&ends) {
        add_contour(points.get(start..end)?, segments);
    }
    Some(())
}

/// A point of a contour: on the curve, or the control point of a quadratic Bézier curve.
#[derive(Clone, Copy)]
struct Point {
    at: [f32; 2],
    is_on_curve: bool,
}

/// Appends one contour. Between two control points in a row, the point halfway is on the curve. A
/// straight line back to the first point is not written: `Close` draws it.
fn add_contour(points: &[Point], segments: &mut Vec<Segment>) {
    let halfway = |a: [f32; 2], b: [f32; 2]| [0, 1].map(|k| a[k] + 0.5 * (b[k] - a[k]));
    let [first, .., last] = points else {
        // A single point marks a place for hinting.
        return;
    };
    // The contour begins at its first point on the curve and goes round back to it.
    let first_on_curve = points.iter().position(|point| point.is_on_curve);
    let (start, before, after) = match first_on_curve {
        Some(i) => (points[i].at, &points[..i], &points[i + 1..]),
        None => (halfway(last.at, first.at), &points[..0], points),
    };
    segments.push(Segment::Move(start));
    let mut control = None;
    for point in after.iter().chain(before) {
        match (control, point.is_on_curve) {
            (None, true) => segments.push(Segment::Line(point.at)),
            (Some(control), true) => segments.push(Segment::Curve(control, point.at)),
            (None, false) => {}
            (Some(control), false) => {
                segments.push(Segment::Curve(control, halfway(control, point.at)));
            }
        }
        control = (!point.is_on_curve).then_some(point.at);
    }
    if let Some(control) = control {
        segments.push(Segment::Curve(control, start));
    }
    segments.push(Segment::Close);
}

/// A table of the font, by its tag.
fn table(data: &'static [u8], tag: &[u8; 4]) -> Option<&'static [u8]> {
    let tables = usize::from(u16_at(data, 4)?);
    let entry = (0..tables)
        .map(|i| 12 + 16 * i)
        .find(|&entry| data.get(entry..entry + 4) == Some(tag.as_slice()))?;
    let (start, length) = (u32_at(data, entry + 8)? as usize, u32_at(data, entry + 12)? as usize);
    data.get(start..start.checked_add(length)?)
}

/// The subtable of `cmap` for Unicode: one of all characters (format 12) if there is one, or else
/// one of the first 65 536 (format 4).
fn unicode_subtable(cmap: &'static [u8]) -> Option<&'static [u8]> {
    const UNICODE: u16 = 0;
    const WINDOWS: u16 = 3;
    let subtables = (0..usize::from(u16_at(cmap, 2)?)).filter_map(|i| {
        let entry = 4 + 8 * i;
        let (platform, encoding) = (u16_at(cmap, entry)?, u16_at(cmap, entry + 2)?);
        let is_unicode = platform == UNICODE || platform == WINDOWS && matches!(encoding, 1 | 10);
        let subtable = cmap.get(u32_at(cmap, entry + 4)? as usize..)?;
        let format = u16_at(subtable, 0)?;
        (is_unicode && matches!(format, 4 | 12)).then_some((format, subtable))
    });
    subtables.max_by_key(|(format, _)| *format).map(|(_, subtable)| subtable)
}

fn glyph_by_format_4(subtable: &[u8], code: u32) -> Option<u16> {
    let code = u16::try_from(code).ok()?;
    // Four arrays with an entry for each segment of characters: end, start, delta, range offset.
    let length = usize::from(u16_at(subtable, 6)?);
    let [ends, starts, deltas, offsets] = [14, 16 + length, 16 + 2 * length, 16 + 3 * length];
    let entry = (0..length)
        .step_by(2)
        .find(|&entry| u16_at(subtable, ends + entry).is_some_and(|end| code <= end))?;
    let start = u16_at(subtable, starts + entry)?;
    let delta = u16_at(subtable, deltas + entry)?;
    let within = code.checked_sub(start)?;
    match u16_at(subtable, offsets + entry)? {
        0 => Some(code.wrapping_add(delta)),
        // It is counted from its own place in the table.
        offset => {
            let at = offsets + entry + usize::from(offset) + 2 * usize::from(within);
            u16_at(subtable, at).filter(|&glyph| glyph != 0).map(|glyph| glyph.wrapping_add(delta))
        }
    }
}

fn glyph_by_format_12(subtable: &[u8], code: u32) -> Option<u16> {
    let groups = u32_at(subtable, 12)? as usize;
    let group = (0..groups)
        .map(|i| 16 + 12 * i)
        .find(|&group| u32_at(subtable, group + 4).is_none_or(|end| code <= end))?;
    let within = code.checked_sub(u32_at(subtable, group)?)?;
    u16::try_from(u32_at(subtable, group + 8)?.checked_add(within)?).ok()
}

fn bytes_at<const N: usize>(data: &[u8], at: usize) -> Option<[u8; N]> {
    data.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn i8_at(data: &[u8], at: usize) -> Option<i16> {
    bytes_at(data, at).map(|bytes| i16::from(i8::from_be_bytes(bytes)))
}

fn i16_at(data: &[u8], at: usize) -> Option<i16> {
    bytes_at(data, at).map(i16::from_be_bytes)
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    bytes_at(data, at).map(u16::from_be_bytes)
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    bytes_at(data, at).map(u32::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONTS: [(&str, &[u8]); 2] = [
        ("DejaVuSans.subset.ttf", include_bytes!("../fonts/DejaVuSans.subset.ttf")),
        ("DejaVuSans-Bold.subset.ttf", include_bytes!("../fonts/DejaVuSans-Bold.subset.ttf")),
    ];

    /// The steps of an outline as `fonts/outlines.py` writes them.
    fn steps(outline: &[Segment]) -> Vec<String> {
        let step = |segment: &Segment| {
            let (letter, points) = match *segment {
                Segment::Move(to) => ("M", vec![to]),
                Segment::Line(to) => ("L", vec![to]),
                Segment::Curve(control, to) => ("Q", vec![control, to]),
                Segment::Close => ("Z", vec![]),
            };
            let numbers = points.iter().flatten().map(|x| format!(" {}", 2.0 * x));
            letter.to_string() + &numbers.collect::<String>()
        };
        outline.iter().map(step).collect()
    }

    fn fnv(text: &str) -> u32 {
        text.bytes()
            .fold(0x811c_9dc5, |state, byte| (state ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    #[test]
    fn glyphs_are_those_that_fonttools_reads() {
        let expected = include_str!("../fonts/outlines.txt");
        let mut actual = vec![expected.lines().next().unwrap().to_string()];
        let mut names = FONTS;
        names.sort();
        for (name, data) in names {
            let font = Font::parse(data).unwrap();
            for character in '\0'..=char::MAX {
                let Some(glyph) = font.glyph(character) else {
                    continue;
                };
                let (advance, steps) = (font.advance(glyph).unwrap(), steps(&font.outline(glyph)));
                let (code, hash) = (u32::from(character), fnv(&steps.join(" ")));
                actual.push(format!("{name} {code:04x} {advance} {} {hash:08x}", steps.len()));
            }
        }
        for (actual, expected) in actual.iter().zip(expected.lines()) {
            assert_eq!(actual, expected);
        }
        assert_eq!(actual.len(), expected.lines().count());
    }

    #[test]
    fn a_damaged_font_never_panics() {
        for (_, data) in FONTS {
            assert!(Font::parse(&data[..data.len() / 2]).is_none());
            for seed in 0..200usize {
                let mut damaged = data.to_vec();
                let length = damaged.len();
                for i in 0..40 {
                    damaged[(7919 * (seed + 1) * (i + 1)) % length] ^= (31 * i + seed) as u8;
                }
                let Some(font) = Font::parse(damaged.leak()) else {
                    continue;
                };
                for glyph in (' '..='\u{3ff}').filter_map(|c| font.glyph(c)) {
                    font.advance(glyph);
                    font.outline(glyph);
                }
            }
        }
    }

    #[test]
    fn a_contour_without_points_on_the_curve_begins_halfway_between_two() {
        let corners = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]];
        let points = corners.map(|at| Point { at, is_on_curve: false });
        let mut outline = Vec::new();
        add_contour(&points, &mut outline);
        assert_eq!(
            outline,
            [
                Segment::Move([0.0, 1.0]),
                Segment::Curve([0.0, 0.0], [1.0, 0.0]),
                Segment::Curve([2.0, 0.0], [2.0, 1.0]),
                Segment::Curve([2.0, 2.0], [1.0, 2.0]),
                Segment::Curve([0.0, 2.0], [0.0, 1.0]),
                Segment::Close,
            ]
        );
    }

    #[test]
    fn characters_beyond_the_first_65536_are_found() {
        // Format 12 with two groups: U+41 to U+42 from glyph 5, U+1F600 to U+1F601 from glyph 9.
        let words = [12 << 16, 40, 0, 2, 0x41, 0x42, 5, 0x1f600, 0x1f601, 9u32];
        let subtable: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        let glyph = |code| glyph_by_format_12(&subtable, code);
        assert_eq!([glyph(0x42), glyph(0x43), glyph(0x1f601)], [Some(6), None, Some(10)]);
        assert_eq!(glyph(0x1f602), None);
    }
}
