//! A scene as a PNG image.

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Mask, Paint, PathBuilder, Pixmap, Rect, StrokeDash,
    Transform,
};

use crate::Ink;
use crate::outlines::{Step, glyph, is_only_regular};
use crate::scene::{Anchor, Path, Scene, Shape, Text};

/// The error returned if a PNG image cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PngError(String);

pub(crate) fn paint(scene: &Scene, scale: f32) -> Result<Vec<u8>, PngError> {
    let pixels = |length: f64| (length as f32 * scale).round().max(1.0) as u32;
    let (width, height) = (pixels(scene.width), pixels(scene.height));
    let too_large =
        || PngError(format!("an image of {width} × {height} pixels does not fit into memory"));
    let mut picture = Pixmap::new(width, height).ok_or_else(too_large)?;
    picture.fill(Color::WHITE);
    let transform = Transform::from_scale(scale, scale);
    let mut clip = None;
    for shape in &scene.shapes {
        match shape {
            Shape::Path(path) => paint_path(&mut picture, path, transform, clip.as_ref()),
            Shape::Text(text) => paint_text(&mut picture, text, transform),
            Shape::Image(image) => {
                let rows = image.pixels.len().div_ceil(image.columns);
                let w = image.size[0] / image.columns as f64;
                let h = image.size[1] / rows.max(1) as f64;
                for (i, &pixel) in image.pixels.iter().enumerate() {
                    let x = image.at[0] + (i % image.columns) as f64 * w;
                    let y = image.at[1] + (i / image.columns) as f64 * h;
                    let mut paint = Paint { anti_alias: false, ..Paint::default() };
                    paint.set_color_rgba8(pixel, pixel, pixel, 255);
                    if let Some(rect) = Rect::from_xywh(x as f32, y as f32, w as f32, h as f32) {
                        picture.fill_rect(rect, &paint, transform, None);
                    }
                }
            }
            Shape::Clip([x, y, w, h]) => {
                clip = Mask::new(width, height);
                let rect = Rect::from_xywh(*x as f32, *y as f32, *w as f32, *h as f32);
                if let (Some(mask), Some(rect)) = (&mut clip, rect) {
                    mask.fill_path(
                        &PathBuilder::from_rect(rect),
                        FillRule::Winding,
                        true,
                        transform,
                    );
                }
            }
            Shape::EndClip => clip = None,
        }
    }
    picture.encode_png().map_err(|error| PngError(error.to_string()))
}

fn paint_of(ink: Ink, opacity: f64) -> Paint<'static> {
    let [r, g, b] = ink.rgb();
    let mut paint = Paint::default();
    paint.set_color_rgba8(r, g, b, (255.0 * opacity).round() as u8);
    paint
}

fn paint_path(picture: &mut Pixmap, path: &Path, transform: Transform, clip: Option<&Mask>) {
    let mut builder = PathBuilder::new();
    for piece in &path.pieces {
        for (i, [x, y]) in piece.iter().enumerate() {
            match i {
                0 => builder.move_to(*x as f32, *y as f32),
                _ => builder.line_to(*x as f32, *y as f32),
            }
        }
        if path.closed {
            builder.close();
        } else if let [[x, y]] = piece[..] {
            // A single point: a line to itself, whose round ends make a dot.
            builder.line_to(x as f32, y as f32);
        }
    }
    let Some(outline) = builder.finish() else {
        return;
    };
    if let Some((ink, opacity)) = path.fill {
        picture.fill_path(&outline, &paint_of(ink, opacity), FillRule::Winding, transform, clip);
    }
    if let Some(stroke) = path.stroke {
        let dash =
            stroke.dash.and_then(|[on, off]| StrokeDash::new(vec![on as f32, off as f32], 0.0));
        let pen = tiny_skia::Stroke {
            width: stroke.width as f32,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            dash,
            ..tiny_skia::Stroke::default()
        };
        picture.stroke_path(&outline, &paint_of(stroke.ink, stroke.opacity), &pen, transform, clip);
    }
}

/// How wide the line is that makes a regular glyph bold, as a fraction of the font size.
const THICKER: f32 = 0.045;

fn paint_text(picture: &mut Pixmap, text: &Text, transform: Transform) {
    let size = text.size as f32;
    let glyphs = text.text.chars().filter_map(|c| Some((c, glyph(c, text.bold)?)));
    let glyphs: Vec<_> = glyphs.collect();
    let width: f32 = glyphs.iter().map(|(_, glyph)| glyph.advance * size).sum();
    let mut left = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => -width / 2.0,
        Anchor::End => -width,
    };
    // The glyphs side by side on the line y = 0.
    let mut builder = PathBuilder::new();
    let mut thickened = PathBuilder::new();
    for (character, glyph) in glyphs {
        let is_thickened = text.bold && is_only_regular(character);
        let builder = if is_thickened { &mut thickened } else { &mut builder };
        let place = |[x, y]: [f32; 2]| [left + x * size, -y * size];
        for &step in &glyph.outline {
            match step {
                Step::Move(to) => {
                    let [x, y] = place(to);
                    builder.move_to(x, y);
                }
                Step::Line(to) => {
                    let [x, y] = place(to);
                    builder.line_to(x, y);
                }
                Step::Quadratic(control, to) => {
                    let ([x1, y1], [x, y]) = (place(control), place(to));
                    builder.quad_to(x1, y1, x, y);
                }
                Step::Cubic(control1, control2, to) => {
                    let ([x1, y1], [x2, y2], [x, y]) =
                        (place(control1), place(control2), place(to));
                    builder.cubic_to(x1, y1, x2, y2, x, y);
                }
                Step::Close => builder.close(),
            }
        }
        left += glyph.advance * size;
    }
    let at = Transform::from_translate(text.at[0] as f32, text.at[1] as f32);
    let at = if text.upright { at.pre_concat(Transform::from_rotate(-90.0)) } else { at };
    let (paint, transform) = (paint_of(text.ink, 1.0), transform.pre_concat(at));
    let thickened = thickened.finish();
    for path in builder.finish().iter().chain(&thickened) {
        picture.fill_path(path, &paint, FillRule::Winding, transform, None);
    }
    if let Some(path) = thickened {
        let pen = tiny_skia::Stroke { width: THICKER * size, ..tiny_skia::Stroke::default() };
        picture.stroke_path(&path, &paint, &pen, transform, None);
    }
}
