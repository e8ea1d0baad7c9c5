//! Prepares a picture as MNIST's digits were prepared.

use super::grey::{grey, reduced};
use super::ground::{Strokes, ink, quantile, split};
use super::note::Note;
use super::parts::{Frame, Part, digits, drawn, parts};
use super::place::place;
use super::plane::Plane;
use super::raster::Raster;
use super::shape::Shape;
use super::sheet::sheet;
use super::strokes::{thicken, thickness};

/// A picture that is prepared, and what was seen on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// The pixels for the network, row by row: 0 (background) to 255 (stroke).
    pub pixels: Vec<u8>,
    /// What makes the prediction doubtful.
    pub notes: Vec<Note>,
}

/// The least difference between strokes and background, of 255 levels.
const LEAST_CONTRAST: f32 = 10.0;

/// Below this difference the strokes are called faint.
const FAINT: f32 = 32.0;

/// How large a digit must be at least, as a share of the shorter side of the picture.
const SMALLEST: f32 = 0.03;

/// How long the strokes of a digit may be, as a multiple of its longer side.
const LONGEST_STROKE: f32 = 12.0;

/// The strokes are measured and drawn with at least so many pixels along their longer side.
const FINE: usize = 200;

/// The thickness of strokes as a share of the digit's longer side: thinner strokes are made this thick. Of
/// MNIST's digits, 15 % are thinner.
const THINNEST: f32 = 0.10;

/// Thicker strokes are made this thick. Of MNIST's digits, 10 % are thicker.
const THICKEST: f32 = 0.17;

/// Prepares a picture of any size for a network that takes images of `shape`:
///
/// 1. If a photograph shows the table around the sheet, it is cropped to the sheet.
/// 2. Its strokes are separated from the background (`strokes` says which of them is darker, or that the border
///    shall decide), also in uneven light, and specks and what reaches in from the border are left out.
/// 3. They are cropped, and made about as thick as MNIST's.
/// 4. They are scaled to fit into 20 of 28 pixels (or that share of `shape`), keeping their proportions, and
///    moved so that their centre of mass lies in the middle.
///
/// Steps 3 (but for the thickness) and 4 are how [MNIST](http://yann.lecun.com/exdb/mnist/) was made.
pub fn prepare(raster: &Raster, shape: Shape, strokes: Strokes) -> Prepared {
    let nothing = || Prepared {
        pixels: vec![0; shape.rows * shape.columns],
        notes: vec![Note::NothingDrawn],
    };
    if raster.pixels().is_empty() {
        return nothing();
    }
    let mut grey = grey(raster);
    // Columns of the picture as it was given, for one of the reduced one.
    let reduced_width = grey.width;
    let mut before = 0;
    if let Some(sheet) = (strokes != Strokes::Light).then(|| sheet(&grey)).flatten() {
        before = sheet.left;
        grey = grey.crop(sheet.left, sheet.top, sheet.width(), sheet.height());
    }
    let (ink, _) = ink(&grey, strokes);
    let Some(found) = find(&ink) else { return nothing() };
    let Some(strokes) = like_mnist(&found.strokes) else { return nothing() };
    let mut notes = Vec::new();
    let groups = digits(&found.kept);
    if groups.len() > 1 {
        let column = |x: usize| ((before + x) * raster.width()).div_ceil(reduced_width);
        let places = groups.iter().map(|group| (column(group.left), column(group.right)));
        notes.push(Note::SeveralDigits(places.collect()));
    }
    let frame = found.frame;
    let touches = [frame.left, frame.top].contains(&0)
        || frame.right == ink.width
        || frame.bottom == ink.height;
    if touches {
        notes.push(Note::CutOff);
    }
    if found.contrast < FAINT {
        notes.push(Note::Faint(found.contrast as u8));
    }
    Prepared { pixels: place(&strokes, shape), notes }
}

/// The strokes of a picture.
struct Found {
    /// The parts that belong to what is drawn.
    kept: Vec<Part>,
    /// The rectangle around them.
    frame: Frame,
    /// How much they differ from the background, of 255 levels.
    contrast: f32,
    /// The strokes within the rectangle: 0.5 at their edge, 0 far outside, 1 inside.
    strokes: Plane,
}

/// Finds the strokes in what differs from the background.
fn find(ink: &Plane) -> Option<Found> {
    let split = split(ink);
    let contrast = split.high - split.low;
    if contrast < LEAST_CONTRAST {
        return None;
    }
    let mask: Vec<bool> = ink.values.iter().map(|&value| value > split.threshold).collect();
    let (all, numbers) = parts(&mask, ink.width);
    let drawn = drawn(&all, ink.width, ink.height);
    let kept: Vec<Part> =
        all.iter().zip(&drawn).filter(|(_, drawn)| **drawn).map(|(part, _)| *part).collect();
    let frame = kept.iter().map(|part| part.frame).reduce(|a, b| a.with(&b))?;
    let shorter = ink.width.min(ink.height) as f32;
    let area: usize = kept.iter().map(|part| part.area).sum();
    // In a picture of nothing but grain, the largest grain is no digit.
    let specks = all.iter().zip(&drawn).filter(|(part, drawn)| !**drawn && part.area < area);
    let grain: usize = specks.map(|(part, _)| part.area).sum();
    if (frame.longest() as f32) < SMALLEST * shorter || grain > 4 * area {
        return None;
    }
    let (width, height) = (frame.width(), frame.height());
    let dropped = |x: usize, y: usize| {
        let number = numbers[y * ink.width + x] as usize;
        number > 0 && !drawn[number - 1]
    };
    let high = quantile((0..mask.len()).filter(|&i| mask[i]).map(|i| ink.values[i]).collect(), 0.5);
    let strokes = Plane::new(width, height, |x, y| {
        let (x, y) = (frame.left + x, frame.top + y);
        let value = ink.at(x, y);
        if dropped(x, y) {
            0.0
        } else if value <= split.threshold {
            0.5 * value / split.threshold
        } else {
            0.5 + 0.5 * (value - split.threshold) / (high - split.threshold).max(1.0)
        }
        .min(1.0)
    });
    Some(Found { kept, frame, contrast, strokes })
}

/// The strokes with the thickness of MNIST's; `None` if they are too long for a digit, as in grain and
/// fabric.
fn like_mnist(strokes: &Plane) -> Option<Plane> {
    let longest = strokes.width.max(strokes.height);
    let fine = strokes.enlarge(FINE.div_ceil(longest).max(1));
    let mask = fine.map(|value| f32::from(value >= 0.5));
    let (thickness, longest) = (thickness(&mask), mask.width.max(mask.height) as f32);
    let area: f32 = mask.values.iter().sum();
    if area / thickness > LONGEST_STROKE * longest {
        return None;
    }
    let share = thickness / longest;
    let target = share.clamp(THINNEST, THICKEST);
    // The picture grows with the strokes: (thickness + 2 by) / (longest + 2 by) = target.
    let by = (target * longest - thickness) / (2.0 * (1.0 - target));
    Some(thicken(&mask, by))
}

/// The picture as a reader sees it, small enough for a figure: at most `longest` pixels in each
/// direction, in grey, with transparent pixels as they are read.
pub fn thumbnail(raster: &Raster, longest: usize) -> (usize, Vec<u8>) {
    if raster.pixels().is_empty() {
        return (1, vec![0]);
    }
    let grey = grey(raster);
    let (width, height) = reduced(grey.width, grey.height, longest);
    let small = grey.shrink(width, height);
    (width, small.values.iter().map(|value| value.round().clamp(0.0, 255.0) as u8).collect())
}
