//! Contour lines by marching squares.

/// The lines within the rectangle on which `f` equals `level`. They end where `f` is not finite.
pub(crate) fn contour(
    f: impl Fn(f64, f64) -> f64,
    (x0, x1): (f64, f64),
    (y0, y1): (f64, f64),
    level: f64,
) -> Vec<Vec<[f64; 2]>> {
    const CELLS: usize = 160;
    let x = |i: usize| x0 + (x1 - x0) * i as f64 / CELLS as f64;
    let y = |j: usize| y0 + (y1 - y0) * j as f64 / CELLS as f64;
    let heights: Vec<f64> = (0..=CELLS)
        .flat_map(|j| (0..=CELLS).map(move |i| (i, j)))
        .map(|(i, j)| f(x(i), y(j)) - level)
        .collect();
    let height = |i: usize, j: usize| heights[j * (CELLS + 1) + i];

    let mut pieces = Vec::new();
    for j in 0..CELLS {
        for i in 0..CELLS {
            // The corners of a cell in order. The contour crosses an edge if the sign changes along
            // it.
            let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
            let mut crossings: Vec<[f64; 2]> = (0..4)
                .filter_map(|k| {
                    // Both cells at an edge compute it in the same direction, so that their pieces
                    // meet exactly.
                    let (one, other) = (corners[k], corners[(k + 1) % 4]);
                    let ((ai, aj), (bi, bj)) = (one.min(other), one.max(other));
                    let (a, b) = (height(ai, aj), height(bi, bj));
                    let share = a / (a - b);
                    let crosses = a.is_finite() && b.is_finite() && (a < 0.0) != (b < 0.0);
                    crosses
                        .then(|| [x(ai) + share * (x(bi) - x(ai)), y(aj) + share * (y(bj) - y(aj))])
                })
                .collect();
            // In a saddle cell, the bilinear surface through the corners decides which two corners
            // the lines separate from its centre.
            let [a, b, c, d] = corners.map(|(i, j)| height(i, j));
            if crossings.len() == 4 && a * c < b * d {
                crossings.rotate_left(1);
            }
            pieces.extend(crossings.chunks_exact(2).map(<[_]>::to_vec));
        }
    }
    join(pieces)
}

/// Joins pieces whose ends meet into longer lines.
fn join(pieces: Vec<Vec<[f64; 2]>>) -> Vec<Vec<[f64; 2]>> {
    use std::collections::HashMap;
    let key = |[x, y]: [f64; 2]| (x.to_bits(), y.to_bits());
    let mut at: HashMap<(u64, u64), Vec<usize>> = HashMap::new();
    for (i, piece) in pieces.iter().enumerate() {
        at.entry(key(piece[0])).or_default().push(i);
        at.entry(key(piece[1])).or_default().push(i);
    }
    let mut used = vec![false; pieces.len()];
    let mut lines = Vec::new();
    for start in 0..pieces.len() {
        if std::mem::replace(&mut used[start], true) {
            continue;
        }
        let mut line: std::collections::VecDeque<_> = pieces[start].iter().copied().collect();
        for forwards in [true, false] {
            loop {
                let end = if forwards { line[line.len() - 1] } else { line[0] };
                let next = at[&key(end)].iter().copied().find(|&i| !used[i]);
                let Some(next) = next else { break };
                used[next] = true;
                let piece = &pieces[next];
                let far = if key(piece[0]) == key(end) { piece[1] } else { piece[0] };
                if forwards { line.push_back(far) } else { line.push_front(far) }
            }
        }
        lines.push(line.into());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contour_of_a_bowl_is_a_circle() {
        let lines = contour(|x, y| x * x + y * y, (-2.0, 2.0), (-2.0, 2.0), 1.0);
        assert_eq!(lines.len(), 1, "one closed line");
        assert_eq!(lines[0].first(), lines[0].last());
        for [x, y] in &lines[0] {
            assert!((x.hypot(*y) - 1.0).abs() < 1e-3);
        }
    }

    #[test]
    fn on_a_saddle_each_line_stays_in_its_quarter() {
        // The centre of the saddle lies inside a cell whose corners have both signs.
        let saddle = |x: f64, y: f64| (x - 0.003) * (y - 0.004);
        for level in [-1e-6, 1e-6] {
            let lines = contour(saddle, (-1.0, 1.0), (-1.0, 1.0), level);
            assert_eq!(lines.len(), 2);
            for line in &lines {
                let side = |p: &[f64; 2]| (p[0] > 0.003, p[1] > 0.004);
                let (first, last) = (side(&line[0]), side(&line[line.len() - 1]));
                assert_eq!(first, last, "{level}");
            }
        }
    }

    #[test]
    fn contours_end_where_the_function_is_not_finite() {
        let half = |x: f64, y: f64| if x < 0.0 { f64::NAN } else { x * x + y * y };
        let lines = contour(half, (-2.0, 2.0), (-2.0, 2.0), 1.0);
        assert_eq!(lines.len(), 1, "half a circle");
        assert!(lines[0].iter().all(|[x, y]| (x.hypot(*y) - 1.0).abs() < 1e-3));
    }

    #[test]
    fn a_level_that_is_never_reached_has_no_contour() {
        assert!(contour(|_, _| 0.0, (0.0, 1.0), (0.0, 1.0), 5.0).is_empty());
        assert!(contour(|_, _| f64::NAN, (0.0, 1.0), (0.0, 1.0), 5.0).is_empty());
    }
}
