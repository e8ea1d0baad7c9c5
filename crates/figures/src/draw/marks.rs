//! Draws each kind of mark.

use super::symbols::{draw_arrows, draw_marker, line_stroke};
use crate::contour::contour;
use crate::font::text_width;
use crate::frame::Frame;
use crate::scene::{Anchor, Image, Scene, Shape, Stroke};
use crate::sizes::SMALL;
use crate::{Ink, Mark, Marker, simplify};

/// Draws the parts of a mark that are clipped at the border of the panel.
pub(crate) fn draw_mark(scene: &mut Scene, mark: &Mark, frame: &Frame) {
    let [left, top, width, height] = frame.area;
    match mark {
        Mark::Line { ink, points, dashed, width, .. } => {
            let stroke = line_stroke(*ink, *dashed, *width);
            scene.path(simplify::line(points, frame), false, None, Some(stroke));
        }
        Mark::Band { ink, steps } => {
            scene.path(simplify::band(steps, frame), true, Some((*ink, 0.2)), None);
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
                // A small gap between bars that are wide enough for it.
                let gap = if x1 - x0 > 6.0 { 0.5 } else { 0.0 };
                let base = frame.finite([bar.from, 0.0]).map_or(ground, |[_, y]| y.min(ground));
                boxes.push(vec![[x0 + gap, base], [x0 + gap, y], [x1 - gap, y], [x1 - gap, base]]);
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
                    simplify::straighten(&curve)
                });
                // Grey, so that paths stand out, and more opaque the higher the level.
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
            let stroke = Stroke { dash: Some([3.0, 3.0]), ..Stroke::new(Ink::Muted, 1.2) };
            if let Some(x) = frame.across(*at).filter(|_| *stands) {
                scene.line([x, top], [x, top + height], stroke);
            } else if let Some(y) = frame.up(*at).filter(|_| !*stands) {
                scene.line([left, y], [left + width, y], stroke);
            }
        }
        Mark::Image { columns, pixels } => {
            let (columns, size) = image_size(*columns, pixels, frame);
            let image = Image { at: [left, top], size, columns, pixels: pixels.clone() };
            scene.shapes.push(Shape::Image(image));
        }
        Mark::Points { .. } | Mark::Text { .. } => {}
    }
}

/// How many columns an image has, and its width and height: as large as fits.
fn image_size(columns: usize, pixels: &[u8], frame: &Frame) -> (usize, [f64; 2]) {
    let [_, _, width, height] = frame.area;
    let columns = columns.max(1);
    let rows = pixels.len().div_ceil(columns).max(1) as f64;
    let side = (width / columns as f64).min(height / rows);
    (columns, [side * columns as f64, side * rows])
}

/// Draws a thin frame around an image.
pub(crate) fn draw_frame(scene: &mut Scene, mark: &Mark, frame: &Frame) {
    if let Mark::Image { columns, pixels } = mark {
        let [x, y, ..] = frame.area;
        let (_, [w, h]) = image_size(*columns, pixels, frame);
        let corners = vec![[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
        scene.path(vec![corners], true, None, Some(Stroke::new(Ink::Muted, 0.7)));
    }
}

/// Draws the parts of a mark that lie above all lines and are not clipped: markers and text.
pub(crate) fn draw_over(scene: &mut Scene, mark: &Mark, frame: &Frame) {
    let [left, top, width, _] = frame.area;
    match mark {
        Mark::Line { ink, points, marker: Some(marker), .. } => {
            let places = simplify::line(points, frame);
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
                // To the right of its line if there is space, and otherwise to the left.
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
