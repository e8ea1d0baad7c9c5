//! The axes of a panel: grid lines, ticks and labels.

use crate::font::{text_width, wrap};
use crate::frame::Frame;
use crate::scale::Scale;
use crate::scene::{Anchor, Scene, Stroke, Text};
use crate::sizes::{BODY, SMALL, TICK_LINE, X_TICK, Y_TICK};
use crate::{Axis, Ink, Panel};

/// The values at which an axis has ticks, with their labels.
pub(crate) fn ticks(axis: &Axis, scale: &Scale, wanted: f64) -> Vec<(f64, String)> {
    if axis.without_ticks {
        return Vec::new();
    }
    if !axis.names.is_empty() {
        return axis.names.iter().cloned().enumerate().map(|(i, name)| (i as f64, name)).collect();
    }
    // Where there is room for one label, two at the ends of the axis do not touch, but three would.
    let at_the_ends = scale.ticks(1);
    if wanted < CROWDED && at_the_ends.len() == 2 {
        return at_the_ends;
    }
    scale.ticks((wanted.round() as usize).clamp(2, 8))
}

/// An axis with room for fewer labels than this has only those at its ends, if both are round.
const CROWDED: f64 = 1.2;

/// The lines of a tick label on the x axis: the names of categories share the length of the axis.
pub(crate) fn x_tick_lines(axis: &Axis, label: &str, width: f64) -> Vec<String> {
    match axis.names.len() {
        0 => vec![label.into()],
        n => wrap(label, SMALL, false, width / n as f64 - 6.0),
    }
}

/// The labels outside of a panel.
pub(crate) struct Beside<'a> {
    /// Whether the ticks of the x axis and of the y axis have labels.
    pub(crate) ticks: [bool; 2],
    /// The labels of the x axis and of the y axis; empty for none.
    pub(crate) labels: [&'a str; 2],
    /// The distance from the panel to the left edge of the y axis label.
    pub(crate) gutter: f64,
    /// The distance from the panel down to the baseline of the x axis label.
    pub(crate) depth: f64,
}

pub(crate) fn draw_axes(scene: &mut Scene, panel: &Panel, frame: &Frame, beside: &Beside) {
    let [left, top, width, height] = frame.area;
    let grid = Stroke::new(Ink::Grid, 1.0);
    let inside = |share: f64| (-1e-6..=1.0 + 1e-6).contains(&share);
    let [label_x, label_y] = beside.ticks;
    for (value, label) in ticks(&panel.x, frame.x, width / X_TICK) {
        let share = frame.x.share(value);
        if !inside(share) {
            continue;
        }
        let x = left + width * share;
        if panel.x.names.is_empty() {
            scene.line([x, top], [x, top + height], grid);
        }
        if label_x {
            for (i, line) in x_tick_lines(&panel.x, &label, width).iter().enumerate() {
                let at = [x, top + height + 16.0 + TICK_LINE * i as f64];
                scene.text(at, line, SMALL, Ink::Muted, Anchor::Middle);
            }
        }
    }
    for (value, label) in ticks(&panel.y, frame.y, height / Y_TICK) {
        let share = frame.y.share(value);
        if !inside(share) {
            continue;
        }
        let y = top + height * (1.0 - share);
        scene.line([left, y], [left + width, y], grid);
        if label_y {
            scene.text([left - 7.0, y + 4.0], &label, SMALL, Ink::Muted, Anchor::End);
        }
    }
    let [x_label, y_label] = beside.labels;
    draw_x_label(scene, x_label, [left, width], top + height + beside.depth);
    draw_y_label(scene, y_label, left - beside.gutter, [top, height]);
}

/// Draws the label of the x axis, centred on `width`.
pub(crate) fn draw_x_label(scene: &mut Scene, label: &str, [left, width]: [f64; 2], y: f64) {
    let at = [left + width / 2.0, y];
    scene.text(at, label, BODY, Ink::Text, Anchor::Middle);
}

/// Draws the label of the y axis, rotated and centred on `height`, in smaller type if it is too
/// long.
pub(crate) fn draw_y_label(scene: &mut Scene, label: &str, left: f64, [top, height]: [f64; 2]) {
    let room = (height + 16.0) / text_width(label, BODY, false).max(1.0);
    scene.push_text(Text {
        at: [left + 12.0, top + height / 2.0],
        text: label.into(),
        size: BODY * room.clamp(0.7, 1.0),
        bold: false,
        ink: Ink::Text,
        anchor: Anchor::Middle,
        upright: true,
    });
}
