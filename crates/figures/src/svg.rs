//! A scene as SVG text.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::Ink;
use crate::scene::{Anchor, Image, Path, Scene, Shape, Stroke, Text};

/// Where the SVG is used.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    /// In a file of its own, on white and in fixed colours.
    File,
    /// Inside a page, which may set the colours with CSS variables. Ids begin with this prefix.
    Page(&'a str),
}

const FONT: &str = "'DejaVu Sans', Verdana, 'Noto Sans KR', 'Malgun Gothic', sans-serif";

pub(crate) fn write(scene: &Scene, place: Place) -> String {
    let Scene { width, height, .. } = scene;
    let prefix = escape(match place {
        Place::Page(prefix) => prefix,
        Place::File => "figure",
    });
    // In a page it shrinks with the page, and never grows.
    let shrink = match place {
        Place::File => "",
        Place::Page(_) => " style=\"max-width:100%;height:auto\"",
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\"{shrink} role=\"img\" aria-labelledby=\"{prefix}-title {prefix}-desc\" font-family=\"{FONT}\">\n\
         <title id=\"{prefix}-title\">{}</title>\n<desc id=\"{prefix}-desc\">{}</desc>\n",
        escape(&scene.title),
        escape(&scene.alt)
    );
    if matches!(place, Place::File) {
        svg += &format!("<rect width=\"{width:.0}\" height=\"{height:.0}\" fill=\"#ffffff\"/>\n");
    }
    let mut clips = 0;
    for shape in &scene.shapes {
        match shape {
            Shape::Path(path) => write_path(&mut svg, path, place),
            Shape::Text(text) => write_text(&mut svg, text, place),
            Shape::Image(image) => write_image(&mut svg, image),
            Shape::Clip([x, y, w, h]) => {
                clips += 1;
                svg += &format!(
                    "<clipPath id=\"{prefix}-clip{clips}\"><rect x=\"{x:.2}\" y=\"{y:.2}\" \
                     width=\"{w:.2}\" height=\"{h:.2}\"/></clipPath>\n\
                     <g clip-path=\"url(#{prefix}-clip{clips})\">\n"
                );
            }
            Shape::EndClip => svg += "</g>\n",
        }
    }
    svg + "</svg>\n"
}

fn write_path(svg: &mut String, path: &Path, place: Place) {
    svg.push_str("<path d=\"");
    for piece in &path.pieces {
        write_piece(svg, piece);
        if path.closed {
            svg.push('Z');
        }
    }
    svg.push('"');
    let fill = path.fill.map_or("none".into(), |(ink, _)| colour(ink, place));
    let mut style = format!("fill:{fill}");
    if let Some((_, opacity)) = path.fill.filter(|&(_, opacity)| opacity < 1.0) {
        style += &format!(";fill-opacity:{}", short(opacity));
    }
    if let Some(Stroke { ink, width, opacity, dash }) = path.stroke {
        style += &format!(
            ";stroke:{};stroke-width:{};stroke-linejoin:round;stroke-linecap:round",
            colour(ink, place),
            short(width)
        );
        if opacity < 1.0 {
            style += &format!(";stroke-opacity:{}", short(opacity));
        }
        if let Some([on, off]) = dash {
            style += &format!(";stroke-dasharray:{} {}", short(on), short(off));
        }
    }
    svg.push_str(&format!(" style=\"{style}\"/>\n"));
}

/// Writes one piece: its first point, then relative steps, which are shorter than coordinates.
/// Points are rounded to hundredths first, so that rounding errors do not add up.
fn write_piece(svg: &mut String, piece: &[[f64; 2]]) {
    let hundredths = |point: [f64; 2]| point.map(|x| (100.0 * x).round() as i64);
    let mut last = [0, 0];
    for (i, point) in piece.iter().copied().map(hundredths).enumerate() {
        svg.push_str(match i {
            0 => "M",
            1 => "l",
            _ => " ",
        });
        write_hundredths(svg, point[0] - last[0]);
        if point[1] >= last[1] {
            svg.push(' ');
        }
        write_hundredths(svg, point[1] - last[1]);
        last = point;
    }
    if piece.len() == 1 {
        // A single point: a line to itself, whose round ends make a dot.
        svg.push_str("h0");
    }
}

fn write_hundredths(svg: &mut String, n: i64) {
    let sign = if n < 0 { "-" } else { "" };
    let (whole, part) = (n.abs() / 100, n.abs() % 100);
    // Writing to a string cannot fail.
    let _ = match (whole, part) {
        (whole, 0) => write!(svg, "{sign}{whole}"),
        (0, part) if part % 10 == 0 => write!(svg, "{sign}.{}", part / 10),
        (0, part) => write!(svg, "{sign}.{part:02}"),
        (whole, part) if part % 10 == 0 => write!(svg, "{sign}{whole}.{}", part / 10),
        (whole, part) => write!(svg, "{sign}{whole}.{part:02}"),
    };
}

/// Writes an image as rectangles: runs of equal pixels in a row are one rectangle, and all
/// rectangles of one grey are one path. It is not an embedded bitmap, because some viewers do not
/// show those.
fn write_image(svg: &mut String, image: &Image) {
    let columns = image.columns;
    let rows = image.pixels.len().div_ceil(columns).max(1);
    let mut greys: BTreeMap<u8, String> = BTreeMap::new();
    for (y, row) in image.pixels.chunks(columns).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let n = run.len();
            let path = greys.entry(run[0]).or_default();
            let _ = write!(path, "M{x} {y}h{n}v1h-{n}z");
            x += n;
        }
    }
    let _ = writeln!(
        svg,
        "<g transform=\"translate({} {}) scale({} {})\" shape-rendering=\"crispEdges\">",
        short(image.at[0]),
        short(image.at[1]),
        image.size[0] / columns as f64,
        image.size[1] / rows as f64,
    );
    for (grey, path) in greys {
        let _ = writeln!(svg, "<path fill=\"#{grey:02x}{grey:02x}{grey:02x}\" d=\"{path}\"/>");
    }
    svg.push_str("</g>\n");
}

fn write_text(svg: &mut String, text: &Text, place: Place) {
    let [x, y] = text.at;
    let anchor = match text.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let weight = if text.bold { " font-weight=\"bold\"" } else { "" };
    let turned = match text.upright {
        true => format!(" transform=\"rotate(-90 {} {})\"", short(x), short(y)),
        false => String::new(),
    };
    svg.push_str(&format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{anchor}\"{weight}{turned} \
         style=\"fill:{}\">{}</text>\n",
        short(x),
        short(y),
        short(text.size),
        colour(text.ink, place),
        escape(&text.text)
    ));
}

fn colour(ink: Ink, place: Place) -> String {
    let [r, g, b] = ink.rgb();
    let fixed = format!("#{r:02x}{g:02x}{b:02x}");
    match (place, ink.css_name()) {
        (Place::Page(_), Some(name)) => format!("var(--{name},{fixed})"),
        _ => fixed,
    }
}

/// A number with at most two decimals.
fn short(x: f64) -> String {
    let text = format!("{x:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

fn escape(text: &str) -> String {
    text.chars()
        // XML does not allow these, even escaped; what turns the direction of writing would let a name read
        // as another.
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .filter(|c| {
            !matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .map(|c| match c {
            '&' => "&amp;".into(),
            '<' => "&lt;".into(),
            '>' => "&gt;".into(),
            '"' => "&quot;".into(),
            c => c.to_string(),
        })
        .collect()
}
