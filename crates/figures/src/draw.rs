//! From marks to shapes.

use crate::contour::contour;
use crate::font::text_width;
use crate::layout::SMALL;
use crate::panel::Frame;
use crate::scene::{Anchor, Image, Scene, Shape, Stroke, outline};
use crate::{Ink, Mark, Marker, thin};

/// What of a mark is cut off at the panel's border.
pub(crate) fn draw_mark(scene: &mut Scene, mark: &Mark, frame: &Frame) {
    let [left, top, width, height] = frame.area;
    match mark {
        Mark::Line {
            ink,
            points,
            dashed,
            width,
            ..
        } => {
            let stroke = line_stroke(*ink, *dashed, *width);
            scene.path(thin::line(points, frame), false, None, Some(stroke));
        }
        Mark::Band { ink, steps } => {
            scene.path(thin::band(steps, frame), true, Some((*ink, 0.2)), None);
        }
        Mark::Bars { ink, bars, .. } => {
            let mut boxes = Vec::new();
            for bar in bars {
                let ground = top + height;
                let Some([x0, y]) = frame.finite([bar.from, bar.height]) else {
                    continue;
                };
                let Some([x1, _]) = frame.finite([bar.to, bar.height]) else {
                    continue;
                };
                // A hair of space between bars that are wide enough for it.
                let gap = if x1 - x0 > 6.0 { 0.5 } else { 0.0 };
                let base = frame
                    .finite([bar.from, 0.0])
                    .map_or(ground, |[_, y]| y.min(ground));
                boxes.push(vec![
                    [x0 + gap, base],
                    [x0 + gap, y],
                    [x1 - gap, y],
                    [x1 - gap, base],
                ]);
            }
            scene.path(boxes, true, Some((*ink, 1.0)), None);
            for bar in bars {
                let Some((low, high)) = bar.error else {
                    continue;
                };
                let middle = (bar.from + bar.to) / 2.0;
                let ends = (frame.finite([middle, low]), frame.finite([middle, high]));
                if let (Some(low), Some(high)) = ends {
                    scene.line(low, high, Stroke::new(Ink::Text, 1.3));
                }
            }
        }
        Mark::Contours { height: f, levels } => {
            let (x, y) = (frame.x.ends(), frame.y.ends());
            for (i, &level) in levels.iter().enumerate() {
                let lines = contour(|x, y| f(x, y), x, y, level);
                let lines = lines.iter().map(|line| {
                    let curve: Vec<_> = line.iter().map(|&p| frame.at(p)).collect();
                    thin::straighten(&curve)
                });
                // Grey, and the higher the darker: on a dark page too, and the paths stand out.
                let stroke = Stroke {
                    opacity: 0.25 + 0.4 * (i + 1) as f64 / levels.len() as f64,
                    ..Stroke::new(Ink::Muted, 1.0)
                };
                scene.path(lines.collect(), false, None, Some(stroke));
            }
        }
        Mark::Arrows { ink, arrows } => {
            let ends = arrows.iter().filter_map(|([x, y], [dx, dy])| {
                Some((frame.finite([*x, *y])?, frame.finite([x + dx, y + dy])?))
            });
            draw_arrows(scene, ends, *ink);
        }
        Mark::Intervals { intervals } => {
            for interval in intervals {
                let at = |x: f64| frame.finite([x, interval.row]);
                if let (Some(low), Some(high)) = (at(interval.low), at(interval.high)) {
                    scene.line(low, high, Stroke::new(interval.ink, 2.2));
                }
            }
        }
        Mark::Rule { at, stands, .. } => {
            let stroke = Stroke {
                dash: Some([3.0, 3.0]),
                ..Stroke::new(Ink::Muted, 1.2)
            };
            if let Some(x) = frame.across(*at).filter(|_| *stands) {
                scene.line([x, top], [x, top + height], stroke);
            } else if let Some(y) = frame.up(*at).filter(|_| !*stands) {
                scene.line([left, y], [left + width, y], stroke);
            }
        }
        Mark::Image { columns, pixels } => {
            let columns = (*columns).max(1);
            let rows = pixels.len().div_ceil(columns).max(1) as f64;
            let side = (width / columns as f64).min(height / rows);
            let size = [side * columns as f64, side * rows];
            let image = Image {
                at: [left, top],
                size,
                columns,
                pixels: pixels.clone(),
            };
            scene.shapes.push(Shape::Image(image));
        }
        Mark::Points { .. } | Mark::Text { .. } => {}
    }
}

/// What of a mark stands over the lines, whole even on the panel's border: markers and text.
pub(crate) fn draw_over(scene: &mut Scene, mark: &Mark, frame: &Frame) {
    let [left, top, width, _] = frame.area;
    match mark {
        Mark::Line {
            ink,
            points,
            marker: Some(marker),
            ..
        } => {
            let places = thin::line(points, frame);
            for at in places.into_iter().flatten().filter(|at| frame.holds(at)) {
                draw_marker(scene, at, *marker, *ink);
            }
        }
        Mark::Points { points, marker, .. } => {
            for (point, ink) in points {
                if let Some(at) = frame.inside(*point) {
                    draw_marker(scene, at, *marker, *ink);
                }
            }
        }
        Mark::Intervals { intervals } => {
            for interval in intervals {
                if let Some(at) = frame.inside([interval.value, interval.row]) {
                    draw_marker(scene, at, Marker::Dot, interval.ink);
                }
            }
        }
        Mark::Rule { label, at, stands } => {
            if let Some(x) = frame.across(*at).filter(|_| *stands) {
                // To the right of its line where there is room, else to the left.
                let fits = x + 4.0 + text_width(label, SMALL, false) <= left + width;
                let (x, anchor) = match fits {
                    true => (x + 4.0, Anchor::Start),
                    false => (x - 4.0, Anchor::End),
                };
                scene.text([x, top + 12.0], label, SMALL, Ink::Muted, anchor);
            } else if let Some(y) = frame.up(*at).filter(|_| !*stands) {
                let at = [left + width - 4.0, y - 5.0];
                scene.text(at, label, SMALL, Ink::Muted, Anchor::End);
            }
        }
        Mark::Text { at, text, ink } => {
            if let Some([x, y]) = frame.inside(*at) {
                scene.text([x, y + 4.0], text, SMALL, *ink, Anchor::Middle);
            }
        }
        _ => {}
    }
}

pub(crate) fn line_stroke(ink: Ink, dashed: bool, width: f64) -> Stroke {
    Stroke {
        dash: dashed.then_some([6.0, 4.0]),
        ..Stroke::new(ink, width)
    }
}

pub(crate) fn draw_marker(scene: &mut Scene, at: [f64; 2], marker: Marker, ink: Ink) {
    let edge = Some(Stroke::new(Ink::Ground, 0.8));
    let (outline, edge) = match marker {
        Marker::Dot => (outline(at, 4.2, 24, 0.0), edge),
        Marker::SmallDot => (outline(at, 2.4, 16, 0.0), None),
        Marker::Square => (outline(at, 5.0, 4, 0.5), edge),
        Marker::Triangle => (outline(at, 5.2, 3, 0.0), edge),
        Marker::Plus => {
            let [x, y] = at;
            let arms = vec![
                vec![[x - 5.5, y], [x + 5.5, y]],
                vec![[x, y - 5.5], [x, y + 5.5]],
            ];
            scene.path(arms, false, None, Some(Stroke::new(ink, 2.0)));
            return;
        }
    };
    scene.path(vec![outline], true, Some((ink, 1.0)), edge);
}

/// Arrows from point to point, all shafts as one path and all heads as another.
pub(crate) fn draw_arrows(
    scene: &mut Scene,
    ends: impl Iterator<Item = ([f64; 2], [f64; 2])>,
    ink: Ink,
) {
    let (mut shafts, mut heads) = (Vec::new(), Vec::new());
    for (from, to) in ends {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let length = dx.hypot(dy);
        if length < 0.5 {
            continue;
        }
        let (ux, uy) = (dx / length, dy / length);
        let head = (0.45 * length).min(6.5);
        let neck = [to[0] - head * ux, to[1] - head * uy];
        let side = 0.45 * head;
        shafts.push(vec![from, neck]);
        heads.push(vec![
            to,
            [neck[0] - side * uy, neck[1] + side * ux],
            [neck[0] + side * uy, neck[1] - side * ux],
        ]);
    }
    scene.path(shafts, false, None, Some(Stroke::new(ink, 1.3)));
    scene.path(heads, true, Some((ink, 1.0)), None);
}
