//! The legend, and the bar of a colour scale.

use super::symbols::{draw_marker, line_stroke};
use crate::font::text_width;
use crate::scale::Scale;
use crate::scene::{Anchor, Scene};
use crate::sizes::{BODY, MARGIN, SMALL};
use crate::{Axis, Figure, Ink, Mark};

/// The labels of a figure without repetitions, each with the first mark that has it.
pub(crate) fn entries(figure: &Figure) -> Vec<(&str, &Mark)> {
    let mut entries: Vec<(&str, &Mark)> = Vec::new();
    for mark in figure.panels.iter().flat_map(|panel| &panel.marks) {
        if let Mark::Line { label, .. } | Mark::Points { label, .. } | Mark::Bars { label, .. } =
            mark
            && !label.is_empty()
            && entries.iter().all(|(known, _)| known != label)
        {
            entries.push((label, mark));
        }
    }
    entries
}

/// Draws the legend in rows below the title. Returns where the panels may begin.
pub(crate) fn draw_legend(
    scene: &mut Scene,
    entries: &[(&str, &Mark)],
    top: f64,
    width: f64,
) -> f64 {
    if entries.is_empty() {
        return top;
    }
    let (mut x, mut y) = (MARGIN, top + 10.0);
    for (label, mark) in entries {
        let key_width = if matches!(mark, Mark::Line { .. }) { 28.0 } else { 13.0 };
        let needed = key_width + 6.0 + text_width(label, BODY, false);
        if x > MARGIN && x + needed > width - MARGIN {
            (x, y) = (MARGIN, y + 19.0);
        }
        let middle = [x + key_width / 2.0, y - 4.5];
        match mark {
            Mark::Line { ink, dashed, marker, width, .. } => {
                let (from, to) = ([x + 1.0, y - 4.5], [x + key_width - 1.0, y - 4.5]);
                scene.line(from, to, line_stroke(*ink, *dashed, *width));
                if let Some(marker) = marker {
                    draw_marker(scene, middle, *marker, *ink);
                }
            }
            Mark::Points { points, marker, .. } => {
                let ink = points.first().map_or(Ink::Text, |(_, ink)| *ink);
                draw_marker(scene, middle, *marker, ink);
            }
            Mark::Bars { ink, .. } => {
                scene.rectangle([x, y - 10.0, key_width, 11.0], (*ink, 1.0));
            }
            _ => {}
        }
        scene.text([x + key_width + 6.0, y], label, BODY, Ink::Text, Anchor::Start);
        x += needed + 18.0;
    }
    y + 8.0
}

/// Draws the colour bar in `area`, with the lower end of the scale at the bottom.
pub(crate) fn draw_color_bar(
    scene: &mut Scene,
    label: &str,
    (from, to): (f64, f64),
    area: [f64; 4],
) {
    const STEPS: u32 = 96;
    let [left, top, width, height] = area;
    // Each rectangle reaches down to the bottom, and the next one covers its lower part: this leaves
    // no seams between the colours.
    for i in (0..STEPS).rev() {
        let (share, below) = (f64::from(i + 1) / f64::from(STEPS), f64::from(i));
        let ink = Ink::Scale(below / f64::from(STEPS - 1));
        scene.rectangle([left, top + height * (1.0 - share), width, height * share], (ink, 1.0));
    }
    let axis = Axis::new(label).range(from, to);
    let scale = Scale::of(&axis, false, std::iter::empty());
    for (value, text) in scale.ticks(5) {
        let share = scale.share(value);
        if (0.0..=1.0 + 1e-9).contains(&share) {
            let at = [left + width + 5.0, top + height * (1.0 - share) + 4.0];
            scene.text(at, &text, SMALL, Ink::Muted, Anchor::Start);
        }
    }
    scene.text([left, top - 11.0], label, SMALL, Ink::Text, Anchor::Start);
}
