//! The drawing of the explorer: the valley from above with axes, the path, and the path before it.
//!
//! It shrinks with the page, so the style sheet makes its text larger on a narrow one.

use lab::explorer::player;
use language::tr;

use super::super::path::Path;

/// The plot's left upper corner and its size, and the pixels per unit: the same in x and y, so that angles are
/// true.
const CORNER: [f64; 2] = [52.0, 8.0];
const PLOT: [f64; 2] = [800.0, 320.0];
const SCALE: f64 = 50.0;

/// A path as the points of a polyline.
pub fn points(path: &Path) -> String {
    let pair = |place: &[f64; 2]| {
        let [x, y] = on_paper(*place);
        format!("{x},{y}")
    };
    path.0.iter().map(pair).collect::<Vec<_>>().join(" ")
}

/// A position in pixels, with the minimum in the middle of the plot; coordinates far outside are clamped.
fn on_paper([x, y]: [f64; 2]) -> [f64; 2] {
    let pixel = |x: f64| (x.clamp(-1e4, 1e4) * 10.0).round() / 10.0;
    let middle = [0, 1].map(|i| CORNER[i] + PLOT[i] / 2.0);
    [pixel(middle[0] + SCALE * x), pixel(middle[1] - SCALE * y)]
}

/// The drawing with its player, filled with `slots`: values of f, points, name and what happened.
pub fn drawing(start: [f64; 2], steps: usize, slots: &[String]) -> String {
    let [_, points, name, story] = slots else { unreachable!("four slots") };
    let ([left, top], [width, height]) = (CORNER, PLOT);
    let [cross_x, cross_y] = on_paper([0.0, 0.0]);
    let [x, y] = on_paper(start);
    let (heading, about) = (
        tr!("The path down the valley"),
        tr!(
            "Contours of f(x, y) = x²/20 + y² and the path from the start. The text below describes the path."
        ),
    );
    let (at_start, at_minimum, before) = (tr!("start"), tr!("minimum"), tr!("before:"));
    format!(
        "{player}<svg class=\"fits\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 864 372\" role=\"img\" \
         aria-labelledby=\"paths-title paths-desc\">\
         <title id=\"paths-title\">{heading}</title><desc id=\"paths-desc\">{about}</desc>\
         <defs>{marker}<clipPath id=\"paths-clip\"><rect x=\"{left}\" y=\"{top}\" width=\"{width}\" \
         height=\"{height}\"/></clipPath></defs>\
         <g clip-path=\"url(#paths-clip)\"><g class=\"contours\">{contours}</g></g>{axes}\
         <g clip-path=\"url(#paths-clip)\">\
         <path class=\"cross\" d=\"M{cross_left} {cross_y}h12M{cross_x} {cross_top}v12\"/>\
         <polyline class=\"ghost\" data-ghost=\"1\" points=\"\"/>\
         <polyline class=\"path\" data-slot=\"points\" points=\"{points}\" marker-mid=\"url(#paths-dot)\" \
         marker-start=\"url(#paths-dot)\" marker-end=\"url(#paths-dot)\"/>\
         <text class=\"halo\" x=\"{beside}\" y=\"{below}\">{at_minimum}</text>\
         <text class=\"halo\" x=\"{x}\" y=\"{above}\" text-anchor=\"middle\">{at_start}</text></g></svg>\n\
         <p class=\"legend\"><span class=\"swatch now\"></span> <span data-slot=\"text\">{name}</span> \
         <span class=\"then\" hidden=\"\"><span class=\"swatch before\"></span> {before} \
         <span data-ghost=\"2\"></span></span></p>\n\
         <p class=\"readout\" aria-live=\"polite\" data-slot=\"text\">{story}</p>",
        player = player("paths", steps, "{step}, f = {value}"),
        marker = "<marker id=\"paths-dot\" viewBox=\"0 0 12 12\" refX=\"6\" refY=\"6\" markerWidth=\"14\" \
                  markerHeight=\"14\" markerUnits=\"userSpaceOnUse\"><circle class=\"dot\" cx=\"6\" cy=\"6\" \
                  r=\"3\"/></marker>",
        axes = axes(),
        contours = contours(),
        cross_left = cross_x - 6.0,
        cross_top = cross_y - 6.0,
        beside = cross_x + 10.0,
        below = cross_y + 34.0,
        above = y - 12.0,
    )
}

/// Ellipses at which f has the same value.
fn contours() -> String {
    let [x, y] = on_paper([0.0, 0.0]);
    let ellipse = |level: &f64| {
        // x²/20 + y² = level is an ellipse with these half axes.
        let (rx, ry) = ((20.0 * level).sqrt() * SCALE, level.sqrt() * SCALE);
        format!("<ellipse cx=\"{x}\" cy=\"{y}\" rx=\"{rx:.1}\" ry=\"{ry:.1}\"/>")
    };
    [0.05, 0.25, 0.75, 1.5, 2.5, 4.0, 6.0, 9.0].iter().map(ellipse).collect()
}

/// The frame, ticks at even numbers with their labels, and the names of the axes.
fn axes() -> String {
    let ([left, top], [width, height]) = (CORNER, PLOT);
    let bottom = top + height;
    let sign = |tick: i32| tick.to_string().replace('-', "−");
    let below = (-8..=8).step_by(2).map(|tick| {
        let [x, _] = on_paper([f64::from(tick), 0.0]);
        format!(
            "<path d=\"M{x} {bottom}v6\"/><text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" \
             dominant-baseline=\"hanging\">{}</text>",
            bottom + 12.0,
            sign(tick)
        )
    });
    let beside = (-2..=2).step_by(2).map(|tick| {
        let [_, y] = on_paper([0.0, f64::from(tick)]);
        format!(
            "<path d=\"M{left} {y}h-6\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\" \
             dominant-baseline=\"middle\">{}</text>",
            left - 10.0,
            y + 1.0,
            sign(tick)
        )
    });
    let ticks: String = below.chain(beside).collect();
    format!(
        "<g class=\"axes\"><rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"/>{ticks}\
         <text class=\"name\" x=\"{}\" y=\"{}\" text-anchor=\"end\">x</text>\
         <text class=\"name\" x=\"{}\" y=\"{}\" text-anchor=\"end\" dominant-baseline=\"hanging\">y</text></g>",
        left + width - 10.0,
        bottom - 10.0,
        left - 10.0,
        top
    )
}
