//! The shapes and texts of a figure, from which SVG and PNG are made. Lengths are in CSS pixels,
//! with y downwards.

use crate::Ink;

/// Shapes in the order in which they are painted.
pub(crate) struct Scene {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) title: String,
    pub(crate) alt: String,
    pub(crate) shapes: Vec<Shape>,
}

pub(crate) enum Shape {
    Path(Path),
    Text(Text),
    Image(Image),
    /// Everything up to the matching `EndClip` is clipped to this rectangle: left, top, width,
    /// height.
    Clip([f64; 4]),
    EndClip,
}

/// Polylines, which are filled, or stroked, or both.
pub(crate) struct Path {
    pub(crate) pieces: Vec<Vec<[f64; 2]>>,
    pub(crate) closed: bool,
    pub(crate) fill: Option<(Ink, f64)>,
    pub(crate) stroke: Option<Stroke>,
}

#[derive(Clone, Copy)]
pub(crate) struct Stroke {
    pub(crate) ink: Ink,
    pub(crate) width: f64,
    pub(crate) opacity: f64,
    /// The lengths of a dash and of a gap; `None` for a solid line.
    pub(crate) dash: Option<[f64; 2]>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

pub(crate) struct Text {
    pub(crate) at: [f64; 2],
    pub(crate) text: String,
    pub(crate) size: f64,
    pub(crate) bold: bool,
    pub(crate) ink: Ink,
    pub(crate) anchor: Anchor,
    /// Rotated by 90° so that it reads from bottom to top.
    pub(crate) upright: bool,
}

/// A greyscale image: its pixels row by row, from 0 (black) to 255 (white).
pub(crate) struct Image {
    pub(crate) at: [f64; 2],
    pub(crate) size: [f64; 2],
    /// At least 1.
    pub(crate) columns: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Shape {
    pub(crate) fn move_down(&mut self, by: f64) {
        match self {
            Self::Path(path) => path.pieces.iter_mut().flatten().for_each(|[_, y]| *y += by),
            Self::Text(text) => text.at[1] += by,
            Self::Image(image) => image.at[1] += by,
            Self::Clip(area) => area[1] += by,
            Self::EndClip => {}
        }
    }
}

impl Stroke {
    pub(crate) fn new(ink: Ink, width: f64) -> Self {
        Self { ink, width, opacity: 1.0, dash: None }
    }
}

impl Scene {
    pub(crate) fn path(
        &mut self,
        pieces: Vec<Vec<[f64; 2]>>,
        closed: bool,
        fill: Option<(Ink, f64)>,
        stroke: Option<Stroke>,
    ) {
        if pieces.iter().any(|piece| !piece.is_empty()) {
            self.shapes.push(Shape::Path(Path { pieces, closed, fill, stroke }));
        }
    }

    pub(crate) fn line(&mut self, from: [f64; 2], to: [f64; 2], stroke: Stroke) {
        self.path(vec![vec![from, to]], false, None, Some(stroke));
    }

    pub(crate) fn rectangle(&mut self, [x, y, w, h]: [f64; 4], fill: (Ink, f64)) {
        let corners = vec![[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
        self.path(vec![corners], true, Some(fill), None);
    }

    pub(crate) fn text(&mut self, at: [f64; 2], text: &str, size: f64, ink: Ink, anchor: Anchor) {
        self.push_text(Text {
            at,
            text: text.into(),
            size,
            bold: false,
            ink,
            anchor,
            upright: false,
        });
    }

    pub(crate) fn push_text(&mut self, text: Text) {
        if !text.text.is_empty() {
            self.shapes.push(Shape::Text(text));
        }
    }
}

/// A regular polygon around a point; with many corners it looks like a circle.
pub(crate) fn outline([x, y]: [f64; 2], radius: f64, corners: usize, turn: f64) -> Vec<[f64; 2]> {
    (0..corners)
        .map(|i| {
            let angle = std::f64::consts::TAU * (i as f64 + turn) / corners as f64;
            [x + radius * angle.sin(), y - radius * angle.cos()]
        })
        .collect()
}
