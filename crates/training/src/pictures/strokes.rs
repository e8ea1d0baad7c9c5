//! How thick strokes are, and strokes made thicker or thinner.

use super::plane::Plane;

/// The distance of each pixel to the nearest one for which `is_far` is true, from centre to centre
/// (Felzenszwalb and Huttenlocher 2012: one pass over the columns, one over the rows).
fn distances(width: usize, height: usize, is_far: impl Fn(usize) -> bool) -> Vec<f32> {
    let infinity = ((width + height) * (width + height)) as f32;
    let mut squares: Vec<f32> =
        (0..width * height).map(|i| if is_far(i) { 0.0 } else { infinity }).collect();
    let mut line = vec![0.0; width.max(height)];
    for x in 0..width {
        (0..height).for_each(|y| line[y] = squares[y * width + x]);
        let lower = envelope(&line[..height]);
        (0..height).for_each(|y| squares[y * width + x] = lower[y]);
    }
    for row in squares.chunks_exact_mut(width.max(1)) {
        let lower = envelope(row);
        row.copy_from_slice(&lower);
    }
    squares.iter().map(|square| square.sqrt()).collect()
}

/// For each place, the smallest of `values[i]` plus the square of the distance to `i`.
fn envelope(values: &[f32]) -> Vec<f32> {
    // The parabolas that are lowest somewhere, and where each begins to be.
    let mut lowest: Vec<(usize, f32)> = Vec::new();
    for (i, &value) in values.iter().enumerate() {
        let height = |i: usize, value: f32| value + (i * i) as f32;
        let mut start = f32::NEG_INFINITY;
        while let Some(&(last, begins)) = lowest.last() {
            start = (height(i, value) - height(last, values[last])) / (2 * (i - last)) as f32;
            if start > begins {
                break;
            }
            lowest.pop();
            start = f32::NEG_INFINITY;
        }
        lowest.push((i, start));
    }
    let mut at = 0;
    let one = |x: usize| {
        while at + 1 < lowest.len() && lowest[at + 1].1 < x as f32 {
            at += 1;
        }
        let i = lowest[at].0;
        values[i] + (x.abs_diff(i) * x.abs_diff(i)) as f32
    };
    (0..values.len()).map(one).collect()
}

/// The usual thickness of the strokes in pixels: four times the mean distance of their pixels to their
/// edge, which is exact for a straight line.
pub fn thickness(mask: &Plane) -> f32 {
    // A frame of ground, so that strokes end at the edge of the picture.
    let framed = framed(mask, 1);
    let inside = |i: usize| framed.values[i] >= 0.5;
    let distances = distances(framed.width, framed.height, |i| !inside(i));
    let (sum, count) = (0..distances.len())
        .filter(|&i| inside(i))
        .fold((0.0, 0), |(sum, count), i| (sum + distances[i] - 0.5, count + 1));
    4.0 * sum / count.max(1) as f32
}

/// The strokes made thicker by `by` pixels on each side, or thinner if it is negative: 1 in the strokes,
/// 0 outside. The picture grows by the same on each side.
pub fn thicken(mask: &Plane, by: f32) -> Plane {
    let framed = framed(mask, by.max(0.0).ceil() as usize + 1);
    let inside = |i: usize| framed.values[i] >= 0.5;
    let (width, height) = (framed.width, framed.height);
    let distances = match by >= 0.0 {
        true => distances(width, height, inside),
        false => distances(width, height, |i| !inside(i)),
    };
    // The edge lies half a pixel before the centre of the first pixel behind it. A pixel that it crosses
    // counts in part.
    let share = |distance: f32| match by >= 0.0 {
        true if distance == 0.0 => 1.0,
        true => (by + 1.0 - distance).clamp(0.0, 1.0),
        false => (distance + by).clamp(0.0, 1.0),
    };
    let values = distances.into_iter().map(share).collect();
    Plane { width, height, values }
}

/// The plane with a frame of zeros.
fn framed(plane: &Plane, by: usize) -> Plane {
    Plane::new(plane.width + 2 * by, plane.height + 2 * by, |x, y| {
        let inside = x >= by && y >= by && x < by + plane.width && y < by + plane.height;
        if inside { plane.at(x - by, y - by) } else { 0.0 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thickness_of_a_line_is_its_width() {
        for width in [2, 4, 8, 16] {
            let line = Plane::new(100, 600, |x, _| f32::from((40..40 + width).contains(&x)));
            let found = thickness(&line);
            assert!((found - width as f32).abs() < 0.05 * width as f32, "{width}: {found}");
        }
    }

    #[test]
    fn a_line_becomes_thicker_and_thinner_by_what_is_asked() {
        let line = Plane::new(60, 400, |x, _| f32::from((25..35).contains(&x)));
        for by in [3.0, 1.5, 0.0, -1.5, -3.0] {
            let found = thicken(&line, by);
            let middle = found.height / 2;
            let across: f32 = (0..found.width).map(|x| found.at(x, middle)).sum();
            assert!((across - 10.0 - 2.0 * by).abs() < 0.01, "{by}: {across}");
        }
    }

    #[test]
    fn distances_are_those_of_the_definition() {
        let far = |i: usize| i % 37 == 5 || i == 100;
        let (width, height) = (17, 13);
        let all: Vec<usize> = (0..width * height).filter(|&i| far(i)).collect();
        for (i, distance) in distances(width, height, far).into_iter().enumerate() {
            let square = |j: &usize| {
                let (x, y) = ((i % width).abs_diff(j % width), (i / width).abs_diff(j / width));
                x * x + y * y
            };
            let nearest = all.iter().map(square).min().unwrap();
            assert!((distance - (nearest as f32).sqrt()).abs() < 1e-4);
        }
    }
}
