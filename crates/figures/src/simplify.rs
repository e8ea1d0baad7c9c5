//! From values to points of the scene: lines are broken where a number is not finite, cut off
//! outside the panel, and reduced to the points that make a visible difference.

use crate::Band;
use crate::frame::Frame;

/// The pieces of a line: interrupted where a point is not finite, and without the parts far from the
/// panel.
///
/// If more than four points fall into one pixel column, only the first, the lowest, the highest and
/// the last are kept: the line looks the same, and the SVG stays small.
pub(crate) fn line(points: &[[f64; 2]], frame: &Frame) -> Vec<Vec<[f64; 2]>> {
    let [left, top, width, height] = frame.area;
    let sides = [[left - width, left + 2.0 * width], [top - height, top + 2.0 * height]];
    let exact =
        |&point: &[f64; 2]| Some(frame.at(point)).filter(|at| at.iter().all(|x| x.is_finite()));
    let pieces = pieces(points.iter().map(exact));
    let near = pieces.iter().flat_map(|piece| cut(piece, sides));
    near.map(|piece| thin_line(&piece)).collect()
}

/// The outlines of a band: interrupted where one of its ends is not finite.
///
/// Of the steps that fall into one pixel column, only the highest upper end and the lowest lower end
/// are kept.
pub(crate) fn band(steps: &[Band], frame: &Frame) -> Vec<Vec<[f64; 2]>> {
    let ends = |step: &Band| {
        let low = frame.finite([step.x, step.low])?;
        Some([low, frame.finite([step.x, step.high])?])
    };
    let pieces = pieces(steps.iter().map(ends));
    pieces.iter().map(|piece| thin_band(piece)).collect()
}

/// The runs of items that are not `None`.
fn pieces<T>(items: impl Iterator<Item = Option<T>>) -> Vec<Vec<T>> {
    let mut pieces = vec![vec![]];
    for item in items {
        match item {
            Some(item) => pieces.last_mut().expect("the list is never empty").push(item),
            None => pieces.push(vec![]),
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The parts of a line between the sides. The line is cut where it crosses a side. Moving distant
/// points nearer instead would change the direction of the line, and thus that of a path that
/// diverges.
fn cut(points: &[[f64; 2]], sides: [[f64; 2]; 2]) -> Vec<Vec<[f64; 2]>> {
    let is_between =
        |point: &[f64; 2]| (0..2).all(|k| sides[k][0] <= point[k] && point[k] <= sides[k][1]);
    if points.iter().all(is_between) {
        return vec![points.to_vec()];
    }
    let mut parts: Vec<Vec<[f64; 2]>> = Vec::new();
    let mut goes_on = false;
    for (a, b) in points.iter().zip(&points[1..]) {
        let Some([from, to]) = cut_step(*a, *b, sides) else {
            goes_on = false;
            continue;
        };
        match parts.last_mut().filter(|_| goes_on) {
            Some(part) => part.push(to),
            None => parts.push(vec![from, to]),
        }
        goes_on = to == *b;
    }
    parts
}

/// The part of one line segment between the sides.
fn cut_step(a: [f64; 2], b: [f64; 2], sides: [[f64; 2]; 2]) -> Option<[[f64; 2]; 2]> {
    // A segment whose nearer end is further away than this is left out: rounding errors decide where
    // it would pass.
    const TOO_FAR: f64 = 1e9;
    let far = |[x, y]: [f64; 2]| x.abs().max(y.abs());
    if far(b) < far(a) {
        // Computed from the nearer end, which is more precise.
        return cut_step(b, a, sides).map(|[from, to]| [to, from]);
    }
    // The fractions of the segment at which it enters and leaves the area between the sides.
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for k in 0..2 {
        let way = b[k] - a[k];
        if way == 0.0 && !(sides[k][0]..=sides[k][1]).contains(&a[k]) {
            return None;
        }
        if way != 0.0 {
            let [one, other] = sides[k].map(|side| (side - a[k]) / way);
            (from, to) = (from.max(one.min(other)), to.min(one.max(other)));
        }
    }
    let at = |share: f64| match share {
        0.0 => a,
        1.0 => b,
        _ => [0, 1].map(|k| a[k] + share * (b[k] - a[k])),
    };
    (from <= to && far(a) <= TOO_FAR).then(|| [at(from), at(to)])
}

fn thin_line(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut kept = Vec::with_capacity(points.len().min(4000));
    for column in points.chunk_by(|a, b| a[0].floor() == b[0].floor()) {
        if column.len() <= 4 {
            kept.extend(column);
            continue;
        }
        let by_y = |&a: &usize, &b: &usize| column[a][1].total_cmp(&column[b][1]);
        let lowest = (0..column.len()).min_by(by_y).unwrap_or(0);
        let highest = (0..column.len()).max_by(by_y).unwrap_or(0);
        let mut indices = vec![0, lowest, highest, column.len() - 1];
        indices.sort_unstable();
        indices.dedup();
        kept.extend(indices.into_iter().map(|i| column[i]));
    }
    kept
}

/// The outline of a band: forward along its upper side and back along its lower side. Each step is
/// `[low, high]`, with y downwards.
fn thin_band(steps: &[[[f64; 2]; 2]]) -> Vec<[f64; 2]> {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for column in steps.chunk_by(|a, b| a[0][0].floor() == b[0][0].floor()) {
        let lows = column.iter().map(|step| step[0]);
        let highs = column.iter().map(|step| step[1]);
        below.extend(lows.max_by(|a, b| a[1].total_cmp(&b[1])));
        above.extend(highs.min_by(|a, b| a[1].total_cmp(&b[1])));
    }
    // The outline keeps its full length if the outermost columns have more than one step.
    if let (Some(first), Some(last)) = (steps.first(), steps.last()) {
        for (edge, i) in [(&mut below, 0), (&mut above, 1)] {
            let (begin, end) = (first[i][0], last[i][0]);
            if let Some(point) = edge.first_mut() {
                point[0] = begin;
            }
            if let Some(point) = edge.last_mut() {
                point[0] = end;
            }
        }
    }
    below.reverse();
    above.extend(below);
    above
}

/// A curve without the points that lie within a twentieth of a pixel of the straight lines between
/// the remaining points (the Ramer–Douglas–Peucker algorithm).
pub(crate) fn straighten(curve: &[[f64; 2]]) -> Vec<[f64; 2]> {
    const OFF: f64 = 0.05;
    let mut keep = vec![false; curve.len()];
    let mut spans = Vec::new();
    if let Some(last) = curve.len().checked_sub(1) {
        (keep[0], keep[last]) = (true, true);
        // The middle is kept as well, because the two ends of a closed curve are the same point.
        keep[last / 2] = true;
        spans.extend([(0, last / 2), (last / 2, last)]);
    }
    while let Some((from, to)) = spans.pop() {
        let ([x0, y0], [x1, y1]) = (curve[from], curve[to]);
        let length = (x1 - x0).hypot(y1 - y0).max(1e-9);
        let off = |i: usize| {
            let [x, y] = curve[i];
            ((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)).abs() / length
        };
        let farthest = (from + 1..to).max_by(|&a, &b| off(a).total_cmp(&off(b)));
        if let Some(i) = farthest.filter(|&i| off(i) > OFF) {
            keep[i] = true;
            spans.extend([(from, i), (i, to)]);
        }
    }
    let kept = curve.iter().zip(keep).filter(|(_, keep)| *keep);
    kept.map(|(point, _)| *point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thinned_line_keeps_the_ends_and_the_extremes_of_each_pixel_column() {
        let noisy: Vec<[f64; 2]> =
            (0..1000).map(|i| [f64::from(i) / 100.0, f64::from(i * 7919 % 101)]).collect();
        let thinned = thin_line(&noisy);
        assert!(thinned.len() <= 40);
        let extremes = |points: &[[f64; 2]], column: f64| {
            let inside = points.iter().filter(|p| p[0].floor() == column);
            let ys: Vec<f64> = inside.map(|p| p[1]).collect();
            (ys.iter().copied().fold(f64::MAX, f64::min), ys.iter().copied().fold(0.0, f64::max))
        };
        for column in 0..10 {
            let column = f64::from(column);
            assert_eq!(extremes(&thinned, column), extremes(&noisy, column));
        }
        assert_eq!((thinned[0], thinned.last()), (noisy[0], noisy.last()));
    }

    #[test]
    fn a_thinned_band_covers_the_whole_band() {
        let steps: Vec<_> = (0..100)
            .map(|i| {
                let (x, y) = (f64::from(i) / 10.0, f64::from(i * 31 % 17));
                [[x, y + 5.0], [x, y - 5.0]]
            })
            .collect();
        let outline = thin_band(&steps);
        assert_eq!(outline.len(), 20);
        assert_eq!((outline[0][0], outline[9][0]), (0.0, 9.9));
        let top = |points: &mut dyn Iterator<Item = f64>| points.fold(f64::MAX, f64::min);
        assert_eq!(top(&mut outline.iter().map(|p| p[1])), top(&mut steps.iter().map(|s| s[1][1])));
    }

    #[test]
    fn a_line_is_cut_where_it_leaves_the_area() {
        let sides = [[0.0, 10.0], [0.0, 10.0]];
        let inside = [[1.0, 1.0], [2.0, 9.0]];
        assert_eq!(cut(&inside, sides), [inside.to_vec()]);
        // It leaves to the upper right and comes back from the other side.
        let far = [[4.0, 4.0], [4e6, 4e6], [5.0, -9.0], [5.0, 5.0], [6.0, 5.0]];
        let parts = cut(&far, sides);
        assert_eq!(parts.len(), 2);
        let [[x, y], [end_x, end_y]] = parts[0][..] else {
            panic!("{parts:?}");
        };
        assert_eq!([x, y], [4.0, 4.0]);
        assert!((end_x - 10.0).abs() < 1e-6 && (end_y - 10.0).abs() < 1e-6);
        assert_eq!(parts[1], [[5.0, 0.0], [5.0, 5.0], [6.0, 5.0]]);
        // Past a corner, and parallel to a side.
        assert!(cut(&[[-5.0, 6.0], [6.0, 17.0]], sides).is_empty());
        assert!(cut(&[[-1.0, 2.0], [-1.0, 8.0]], sides).is_empty());
        assert!(cut(&[[f64::MAX, 0.0]], sides).is_empty());
    }

    #[test]
    fn a_straightened_circle_is_still_one() {
        let circle: Vec<[f64; 2]> = (0..=1000)
            .map(|i| f64::from(i) * std::f64::consts::TAU / 1000.0)
            .map(|angle| [100.0 * angle.cos(), 100.0 * angle.sin()])
            .collect();
        let short = straighten(&circle);
        assert!((30..200).contains(&short.len()), "{}", short.len());
        for pair in short.windows(2) {
            let middle = (pair[0][0] + pair[1][0]).hypot(pair[0][1] + pair[1][1]) / 2.0;
            assert!((middle - 100.0).abs() < 0.06);
        }
        assert_eq!(
            straighten(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0], [4.0, 0.0]]).len(),
            3
        );
        assert!(straighten(&[]).is_empty());
    }
}
