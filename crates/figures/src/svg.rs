//! A scene as SVG text.

use std::fmt::Write;

use crate::Ink;
use crate::scene::{Anchor, Path, Scene, Shape, Stroke, Text};

/// Where the SVG will be shown.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    /// In a file of its own: on white, in fixed colours.
    File,
    /// Inside a page, which may set the colours with CSS variables; ids begin with this prefix.
    Page(&'a str),
}

const FONT: &str = "'DejaVu Sans', Verdana, 'Noto Sans KR', 'Malgun Gothic', sans-serif";

pub(crate) fn write(scene: &Scene, place: Place) -> String {
    let Scene { width, height, .. } = scene;
    let prefix = if let Place::Page(prefix) = place {
        prefix
    } else {
        "figure"
    };
    let size = match place {
        Place::File => format!(" width=\"{width:.0}\" height=\"{height:.0}\""),
        Place::Page(_) => String::new(),
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\"{size} \
         role=\"img\" aria-labelledby=\"{prefix}-title {prefix}-desc\" font-family=\"{FONT}\">\n\
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
            Shape::Image(image) => {
                let rows = image.pixels.len() / image.columns.max(1);
                let (w, h) = (
                    image.size[0] / image.columns.max(1) as f64,
                    image.size[1] / rows.max(1) as f64,
                );
                let [x, y] = image.at;
                svg += &format!(
                    "<g shape-rendering=\"crispEdges\"><path fill=\"#000\" d=\"M{x:.2} {y:.2}h{:.2}v{:.2}h{:.2}z\"/>",
                    image.size[0], image.size[1], -image.size[0]
                );
                for (i, &pixel) in image
                    .pixels
                    .iter()
                    .enumerate()
                    .filter(|&(_, &pixel)| pixel > 8)
                {
                    let (column, row) = ((i % image.columns) as f64, (i / image.columns) as f64);
                    let _ = write!(
                        svg,
                        "<path fill=\"#{0:02x}{0:02x}{0:02x}\" d=\"M{1:.2} {2:.2}h{3:.2}v{4:.2}h-{3:.2}z\"/>",
                        pixel,
                        x + column * w,
                        y + row * h,
                        w,
                        h
                    );
                }
                svg += "</g>\n";
            }
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
        for (i, [x, y]) in piece.iter().enumerate() {
            let command = match i {
                0 => "M",
                1 => "L",
                _ => " ",
            };
            // Writing to a string cannot fail.
            let _ = write!(svg, "{command}{} {}", tenth(*x), tenth(*y));
        }
        if path.closed {
            svg.push('Z');
        }
    }
    svg.push('"');
    let fill = path
        .fill
        .map_or("none".into(), |(ink, _)| colour(ink, place));
    let mut style = format!("fill:{fill}");
    if let Some((_, opacity)) = path.fill.filter(|&(_, opacity)| opacity < 1.0) {
        style += &format!(";fill-opacity:{}", short(opacity));
    }
    if let Some(Stroke {
        ink,
        width,
        opacity,
        dash,
    }) = path.stroke
    {
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

fn write_text(svg: &mut String, text: &Text, place: Place) {
    let [x, y] = text.at;
    let anchor = match text.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let weight = if text.bold {
        " font-weight=\"bold\""
    } else {
        ""
    };
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

/// A number with one decimal at most: places on a path, to a tenth of a pixel.
fn tenth(x: f64) -> String {
    trim(format!("{x:.1}"))
}

/// A number with two decimals at most.
fn short(x: f64) -> String {
    trim(format!("{x:.2}"))
}

fn trim(text: String) -> String {
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".into()
    } else {
        text.into()
    }
}

fn escape(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .map(|c| match c {
            '&' => "&amp;".into(),
            '<' => "&lt;".into(),
            '>' => "&gt;".into(),
            '"' => "&quot;".into(),
            c => c.to_string(),
        })
        .collect()
}
