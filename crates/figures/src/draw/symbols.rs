//! Markers, arrows and strokes that marks, legends and diagrams share.

use crate::scene::{Scene, Stroke, outline};
use crate::{Ink, Marker};

pub(crate) fn line_stroke(ink: Ink, dashed: bool, width: f64) -> Stroke {
    Stroke { dash: dashed.then_some([6.0, 4.0]), ..Stroke::new(ink, width) }
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
            let arms = vec![vec![[x - 5.5, y], [x + 5.5, y]], vec![[x, y - 5.5], [x, y + 5.5]]];
            scene.path(arms, false, None, Some(Stroke::new(ink, 2.0)));
            return;
        }
    };
    scene.path(vec![outline], true, Some((ink, 1.0)), edge);
}

/// Draws arrows from point to point: all shafts as one path, and all heads as another.
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
