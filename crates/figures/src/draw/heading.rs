//! The title and the subtitle.

use crate::Ink;
use crate::font::wrap;
use crate::scene::{Anchor, Scene, Text};
use crate::sizes::{BODY, MARGIN, TITLE};

/// Draws the title and the subtitle, each in as many lines as it needs. Returns where they end.
pub(crate) fn draw_heading(scene: &mut Scene, title: &str, subtitle: &str, top: f64) -> f64 {
    let mut top = top;
    let width = scene.width - 2.0 * MARGIN;
    for (text, size, bold, ink) in
        [(title, TITLE, true, Ink::Text), (subtitle, BODY, false, Ink::Muted)]
    {
        if !bold && !text.is_empty() {
            top += 3.0;
        }
        for text in wrap(text, size, bold, width) {
            top += size + 4.0;
            scene.push_text(Text {
                at: [MARGIN, top - 5.0],
                text,
                size,
                bold,
                ink,
                anchor: Anchor::Start,
                upright: false,
            });
        }
    }
    top
}
