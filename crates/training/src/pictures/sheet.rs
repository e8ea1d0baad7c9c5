//! Finds the sheet of paper in a photograph that shows the table around it too.

use super::ground::split;
use super::parts::{Frame, parts};
use super::plane::Plane;

/// How much darker the surroundings must be than the sheet: the share of its brightness. A shadow on
/// paper leaves more.
const SURROUNDINGS: f32 = 0.55;

/// What share of its rectangle a sheet fills at least, as it does if it is not turned far.
const FILLED: f32 = 0.72;

/// What share of the picture a sheet covers at least. Digits cover less.
const LEAST_AREA: f32 = 0.3;

/// How much is cut off on each side, so that the edge of the sheet is not taken for a stroke.
const MARGIN: usize = 30;

/// The rectangle of the light sheet in a picture, without its edge, or `None` if the picture shows nothing
/// around it.
pub fn sheet(grey: &Plane) -> Option<Frame> {
    let split = split(grey);
    if split.low > SURROUNDINGS * split.high || split.high - split.low < 60.0 {
        return None;
    }
    let light: Vec<bool> = grey.values.iter().map(|&value| value > split.threshold).collect();
    let (parts, _) = parts(&light, grey.width);
    let largest = parts.iter().max_by_key(|part| part.area)?;
    // A stroke from edge to edge cuts paper in two; a sheet is in one piece.
    let others: usize = parts.iter().map(|part| part.area).sum::<usize>() - largest.area;
    if 10 * others > largest.area {
        return None;
    }
    let frame = largest.frame;
    let rectangle = (frame.width() * frame.height()) as f32;
    let picture = (grey.width * grey.height) as f32;
    if (largest.area as f32) < FILLED * rectangle || (largest.area as f32) < LEAST_AREA * picture {
        return None;
    }
    let (across, down) = (frame.width() / MARGIN + 1, frame.height() / MARGIN + 1);
    let inset = |ends: bool, by: usize| if ends { by } else { 0 };
    let ends =
        [frame.left > 0, frame.top > 0, frame.right < grey.width, frame.bottom < grey.height];
    if ends == [false; 4] {
        return None;
    }
    let cropped = Frame {
        left: frame.left + inset(ends[0], across),
        top: frame.top + inset(ends[1], down),
        right: frame.right - inset(ends[2], across),
        bottom: frame.bottom - inset(ends[3], down),
    };
    (cropped.left + 1 < cropped.right && cropped.top + 1 < cropped.bottom).then_some(cropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(value: impl Fn(usize, usize) -> u8) -> Plane {
        Plane::new(400, 300, |x, y| f32::from(value(x, y)))
    }

    #[test]
    fn a_sheet_on_a_table_is_found_without_its_edge() {
        let on_table = picture(|x, y| match (x, y) {
            (100..350, 40..260) => 210,
            _ => 50,
        });
        let found = sheet(&on_table).unwrap();
        assert_eq!(found, Frame { left: 109, top: 48, right: 341, bottom: 252 });
        let table_at_one_side = picture(|x, _| if x < 60 { 50 } else { 210 });
        let found = sheet(&table_at_one_side).unwrap();
        assert_eq!(found, Frame { left: 72, top: 0, right: 400, bottom: 300 });
    }

    #[test]
    fn paper_alone_a_shadow_and_a_light_digit_are_no_sheet() {
        for (what, picture) in [
            ("paper with a stroke", picture(|x, _| if (190..210).contains(&x) { 20 } else { 210 })),
            ("a shadow", picture(|x, _| if x < 200 { 140 } else { 210 })),
            ("a light 1", picture(|x, y| if (170..230).contains(&x) && y > 30 { 255 } else { 0 })),
            ("one grey", picture(|_, _| 100)),
        ] {
            assert_eq!(sheet(&picture), None, "{what}");
        }
    }
}
