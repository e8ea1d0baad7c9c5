//! One panel: its title, its axes and its marks.

use super::axes::{Beside, draw_axes};
use super::marks::{draw_frame, draw_mark, draw_over};
use crate::frame::Frame;
use crate::scene::{Anchor, Scene, Shape, Stroke, Text};
use crate::sizes::{BODY, TITLE_LINE};
use crate::{Ink, Panel};

/// Draws the title, the axes with their grid, and the marks.
pub(crate) fn draw_panel(
    scene: &mut Scene,
    panel: &Panel,
    frame: &Frame,
    title: Vec<String>,
    beside: &Beside,
) {
    let [left, top, width, height] = frame.area;
    for (line, text) in title.into_iter().rev().enumerate() {
        scene.push_text(Text {
            at: [left, top - 7.0 - TITLE_LINE * line as f64],
            text,
            size: BODY,
            bold: true,
            ink: Ink::Text,
            anchor: Anchor::Start,
            upright: false,
        });
    }
    if !panel.bare {
        draw_axes(scene, panel, frame, beside);
    }
    scene.shapes.push(Shape::Clip([left - 1.0, top - 1.0, width + 2.0, height + 2.0]));
    for mark in &panel.marks {
        draw_mark(scene, mark, frame);
    }
    scene.shapes.push(Shape::EndClip);
    if !panel.bare {
        let frame_stroke = Stroke::new(Ink::Muted, 1.0);
        scene.line([left, top + height], [left + width, top + height], frame_stroke);
        scene.line([left, top], [left, top + height], frame_stroke);
    }
    if panel.framed {
        panel.marks.iter().for_each(|mark| draw_frame(scene, mark, frame));
    }
    for mark in &panel.marks {
        draw_over(scene, mark, frame);
    }
}
