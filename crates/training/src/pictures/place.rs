//! Scales a digit into the middle of the picture that the network takes, as MNIST's digits were.

use super::plane::Plane;
use super::shape::Shape;

/// The strokes (0: background, 1: stroke) cropped, scaled into the inner part of `shape` with their
/// proportions kept, and moved so that their centre of mass lies in its middle. The result has values
/// from 0 to 255, with 255 for the brightest.
pub fn place(strokes: &Plane, shape: Shape) -> Vec<u8> {
    let mut picture = vec![0u8; shape.rows * shape.columns];
    let Some(cropped) = crop(strokes) else { return picture };
    let inner = shape.inner();
    let scale = f64::min(
        inner.columns as f64 / cropped.width as f64,
        inner.rows as f64 / cropped.height as f64,
    );
    let scaled = |length: usize, most: usize| {
        ((length as f64 * scale).round() as usize).clamp(1, most.min(length.max(1)))
    };
    let small =
        cropped.shrink(scaled(cropped.width, inner.columns), scaled(cropped.height, inner.rows));
    let most = small.values.iter().copied().fold(0.0, f32::max);
    if most <= 0.0 {
        return picture;
    }
    let (x, y) = centre(&small);
    // MNIST's centres of mass lie in the pixel behind the middle: in column and row 14 of 0 to 27.
    let shift = |length: usize, centre: f32, size: usize| {
        let first = (length as f32 / 2.0 - centre).round();
        first.clamp(0.0, length.saturating_sub(size) as f32) as usize
    };
    let (left, top) = (shift(shape.columns, x, small.width), shift(shape.rows, y, small.height));
    for row in 0..small.height {
        for column in 0..small.width {
            let value = 255.0 * small.at(column, row) / most;
            picture[(top + row) * shape.columns + left + column] = value.round() as u8;
        }
    }
    picture
}

/// The smallest rectangle that contains all strokes.
fn crop(strokes: &Plane) -> Option<Plane> {
    let drawn = |x: usize, y: usize| strokes.at(x, y) > 0.25;
    let columns: Vec<usize> =
        (0..strokes.width).filter(|&x| (0..strokes.height).any(|y| drawn(x, y))).collect();
    let rows: Vec<usize> =
        (0..strokes.height).filter(|&y| (0..strokes.width).any(|x| drawn(x, y))).collect();
    let (&left, &right) = (columns.first()?, columns.last()?);
    let (&top, &bottom) = (rows.first()?, rows.last()?);
    Some(strokes.crop(left, top, right + 1 - left, bottom + 1 - top))
}

/// The column and the row of the centre of mass.
fn centre(plane: &Plane) -> (f32, f32) {
    let mut sums = [0f32; 3];
    for y in 0..plane.height {
        for x in 0..plane.width {
            let value = plane.at(x, y);
            sums[0] += value;
            sums[1] += value * x as f32;
            sums[2] += value * y as f32;
        }
    }
    (sums[1] / sums[0], sums[2] / sums[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_fills_twenty_pixels_and_keeps_its_proportions() {
        // An upright bar of 100 × 400 in a corner.
        let bar = Plane::new(900, 700, |x, y| f32::from(x < 100 && y < 400));
        let picture = place(&bar, Shape::square(28));
        let lit: Vec<(usize, usize)> =
            (0..784).filter(|&i| picture[i] > 0).map(|i| (i % 28, i / 28)).collect();
        assert_eq!(lit.len(), 5 * 20);
        // Column 14, and row 14 as closely as an even number of rows can.
        assert_eq!((lit[0], lit[99]), ((12, 5), (16, 24)));
        assert!(picture.iter().all(|&pixel| pixel == 0 || pixel == 255));
    }

    #[test]
    fn other_shapes_are_filled_in_the_same_proportion() {
        let square = Plane::new(300, 300, |_, _| 1.0);
        for (shape, side) in
            [(Shape::square(8), 6), (Shape::square(56), 40), (Shape { rows: 28, columns: 20 }, 14)]
        {
            let picture = place(&square, shape);
            assert_eq!(picture.iter().filter(|&&pixel| pixel == 255).count(), side * side);
        }
    }

    #[test]
    fn no_strokes_are_a_black_picture() {
        assert_eq!(place(&Plane::new(9, 9, |_, _| 0.0), Shape::square(4)), [0; 16]);
    }
}
