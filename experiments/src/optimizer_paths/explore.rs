//! What the report's reader can move: the path down the valley, by learning rate and momentum.

use lab::experiment::RecordOf;
use lab::explorer::{Control, Explorer};
use lab::table::number;

use super::path::Path;
use super::settings::Settings;
use super::trial::{Arm, Measured, OptimizerPaths};
use super::valley::f;

/// The drawing's width and height, and its pixels per unit: the same in x and y, so that angles are
/// true.
const PAPER: [f64; 2] = [800.0, 320.0];
const SCALE: f64 = 50.0;

/// The explorer of Momentum's paths, if they were run.
pub fn explorers(record: &RecordOf<OptimizerPaths>) -> Vec<Explorer> {
    let range = |measured: &Measured| match measured {
        Measured::Paths(paths) => Some(explorer(&record.settings, paths)),
        Measured::Path(_) => None,
    };
    record.arm(&Arm::Range.to_string()).find_map(range).into_iter().collect()
}

/// The explorer of `paths`, one for each learning rate of the settings and, within that, each momentum.
fn explorer(settings: &Settings, paths: &[Path]) -> Explorer {
    let (rates, momenta) = (&settings.range_of_rates, &settings.range_of_momenta);
    let names = |values: &[f64]| values.iter().map(f64::to_string).collect();
    let sgd = settings.learning_rates.of("SGD");
    let controls = vec![
        Control {
            label: "learning rate η",
            choices: names(rates),
            begins_at: rates.iter().position(|&rate| rate == sgd).unwrap_or(0),
            slides: true,
        },
        Control { label: "momentum α", choices: names(momenta), begins_at: 0, slides: true },
    ];
    let states = Explorer::states(&controls, |at| {
        let path = &paths[at[0] * momenta.len() + at[1]];
        vec![points(path), story(path, momenta[at[1]])]
    });
    let first = &states[Explorer::begins_at(&controls)];
    Explorer {
        id: "paths",
        statement: "O3",
        heading: "the learning rate and the momentum",
        about: "With momentum 0 this is SGD. Find a learning rate at which SGD neither crawls nor \
                zig-zags. Then lower the learning rate, and raise the momentum to make up for it."
            .into(),
        drawing: drawing([settings.start_x, settings.start_y], first),
        controls,
        states,
    }
}

/// What the path did, in words.
fn story(path: &Path, momentum: f64) -> String {
    let name = if momentum == 0.0 { "SGD" } else { "Momentum" };
    let [x, y] = path.0[0];
    let remark = if path.end() > f(x, y) { " It diverges." } else { "" };
    format!(
        "{name}: after {} steps, f = {}. The path crosses the valley floor {} times, and its length up \
         and down the sides is {}.{remark}",
        path.0.len() - 1,
        number(path.end()),
        path.sign_changes(),
        number(path.length_in_y())
    )
}

/// A position in pixels, with the minimum in the middle; coordinates far outside are clamped.
fn on_paper([x, y]: [f64; 2]) -> [f64; 2] {
    let pixel = |x: f64| (x.clamp(-1e4, 1e4) * 10.0).round() / 10.0;
    [pixel(PAPER[0] / 2.0 + SCALE * x), pixel(PAPER[1] / 2.0 - SCALE * y)]
}

fn points(path: &Path) -> String {
    let pair = |place: &[f64; 2]| {
        let [x, y] = on_paper(*place);
        format!("{x},{y}")
    };
    path.0.iter().map(pair).collect::<Vec<_>>().join(" ")
}

fn drawing(start: [f64; 2], slots: &[String]) -> String {
    let contours: String = [0.05, 0.25, 0.75, 1.5, 2.5, 4.0, 6.0, 9.0]
        .iter()
        .map(|level: &f64| {
            // x²/20 + y² = level is an ellipse with these half axes.
            let (rx, ry) = ((20.0 * level).sqrt() * SCALE, level.sqrt() * SCALE);
            format!("<ellipse cx=\"400\" cy=\"160\" rx=\"{rx:.1}\" ry=\"{ry:.1}\"/>")
        })
        .collect();
    let [x, y] = on_paper(start);
    let (points, story) = (&slots[0], &slots[1]);
    format!(
        "<div class=\"scroll\" role=\"group\" aria-label=\"the path\" tabindex=\"0\">\
         <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 320\" width=\"800\" height=\"320\" \
         role=\"img\" aria-labelledby=\"paths-title paths-desc\">\
         <title id=\"paths-title\">The path down the valley</title>\
         <desc id=\"paths-desc\">Contours of f(x, y) = x²/20 + y² and the path from the start. The text \
         below describes the path.</desc>\
         <defs><marker id=\"paths-dot\" viewBox=\"0 0 6 6\" refX=\"3\" refY=\"3\" markerWidth=\"6\" \
         markerHeight=\"6\" markerUnits=\"userSpaceOnUse\"><circle class=\"dot\" cx=\"3\" cy=\"3\" r=\"3\"/></marker>\
         <clipPath id=\"paths-clip\"><rect width=\"800\" height=\"320\"/></clipPath></defs>\
         <g clip-path=\"url(#paths-clip)\"><g class=\"contours\">{contours}</g>\
         <path class=\"cross\" d=\"M394 160h12M400 154v12\"/><text x=\"410\" y=\"178\">minimum</text>\
         <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">start</text>\
         <polyline class=\"path\" data-slot=\"points\" points=\"{points}\" marker-mid=\"url(#paths-dot)\" \
         marker-start=\"url(#paths-dot)\" marker-end=\"url(#paths-dot)\"/></g>\
         <rect class=\"frame\" x=\"0.5\" y=\"0.5\" width=\"799\" height=\"319\"/></svg></div>\n\
         <p class=\"readout\" aria-live=\"polite\" data-slot=\"text\">{story}</p>",
        y - 12.0
    )
}
