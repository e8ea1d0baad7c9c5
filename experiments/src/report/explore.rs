//! The two places of the report where the reader moves something.
//!
//! Everything that can be chosen is computed beforehand, in 64 bits from the equations, and put
//! into the page as ready pieces of text and SVG; the page's script only swaps them. Without a
//! script the page shows the first choice. No verdict rests on these.

use std::fmt::Write;

use extensions::random::{Purpose, Stream};
use serde_json::json;

use super::escape;
use crate::optimizer_paths::f;
use crate::statistics::{mean, standard_deviation};
use crate::table::number;

/// A control: its label, its choices and the one to begin with.
struct Control {
    label: &'static str,
    choices: Vec<String>,
    begins_at: usize,
    /// A slider, or a list to choose from.
    slides: bool,
}

/// A box with controls and a drawing. `draw` gives, for the chosen indices, the content of the
/// drawing's slots in order; `scene` is the drawing around the slots of the first choice.
fn explorer(
    id: &str,
    heading: &str,
    about: &str,
    controls: &[Control],
    draw: impl Fn(&[usize]) -> Vec<String>,
    scene: impl Fn(&[String]) -> String,
) -> String {
    let count: usize = controls.iter().map(|control| control.choices.len()).product();
    let mut states = Vec::with_capacity(count);
    for mut at in 0..count {
        // The last control moves fastest.
        let mut chosen = vec![0; controls.len()];
        for (place, control) in chosen.iter_mut().zip(controls).rev() {
            *place = at % control.choices.len();
            at /= control.choices.len();
        }
        states.push(draw(&chosen));
    }
    let mut stride = count;
    let mut begins_at = 0;
    let mut inputs = String::new();
    for (i, control) in controls.iter().enumerate() {
        let Control { label, choices, begins_at: begin, slides } = control;
        stride /= choices.len();
        begins_at += begin * stride;
        let _ = match slides {
            true => writeln!(
                inputs,
                "<div><label for=\"{id}-{i}\">{label}</label> <output for=\"{id}-{i}\">{}</output>\
                 <input id=\"{id}-{i}\" type=\"range\" min=\"0\" max=\"{}\" step=\"1\" value=\"{begin}\" \
                 data-stride=\"{stride}\" data-names=\"{}\"/></div>",
                choices[*begin],
                choices.len() - 1,
                escape(&choices.join("|")),
            ),
            false => {
                let options: String = choices
                    .iter()
                    .enumerate()
                    .map(|(j, name)| format!("<option value=\"{j}\">{name}</option>"))
                    .collect();
                writeln!(
                    inputs,
                    "<div><label for=\"{id}-{i}\">{label}</label> \
                     <select id=\"{id}-{i}\" data-stride=\"{stride}\">{options}</select></div>"
                )
            }
        };
    }
    // `<` would end the element in HTML; there is none in these texts, and JSON has an escape for it.
    let data = json!(states).to_string().replace('<', "\\u003c").replace('&', "\\u0026");
    format!(
        "<div class=\"explore\" id=\"{id}\" data-states=\"{id}-states\" role=\"group\" aria-labelledby=\"{id}-heading\">\n\
         <h4 id=\"{id}-heading\">Try it: {heading}</h4>\n<p>{about}</p>\n\
         <p class=\"no-script\">(Moving it needs a script; this is the first choice.)</p>\n\
         <div class=\"controls\" hidden=\"\">{inputs}</div>\n{}\n\
         <script type=\"application/json\" id=\"{id}-states\">{data}</script>\n</div>\n",
        scene(&states[begins_at])
    )
}

/// SGD's and Momentum's path down the valley at several learning rates and momenta.
pub fn paths() -> String {
    let rates = [0.01, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0, 1.05];
    let momenta = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99];
    let controls = [
        Control {
            label: "learning rate η",
            choices: rates.map(|x| x.to_string()).to_vec(),
            begins_at: 10,
            slides: true,
        },
        Control {
            label: "momentum α",
            choices: momenta.map(|x| x.to_string()).to_vec(),
            begins_at: 0,
            slides: true,
        },
    ];
    let draw = |chosen: &[usize]| {
        let (rate, momentum) = (rates[chosen[0]], momenta[chosen[1]]);
        let path = momentum_path(rate, momentum);
        let points: Vec<String> = path.iter().map(|point| on_paper(*point)).collect();
        let [x, y] = path[path.len() - 1];
        let crossings = path.windows(2).filter(|pair| pair[0][1] * pair[1][1] < 0.0).count();
        let length: f64 = path.windows(2).map(|pair| (pair[1][1] - pair[0][1]).abs()).sum();
        let name = if momentum == 0.0 { "SGD" } else { "Momentum" };
        let end = f(x, y);
        let remark = if end > f(START[0], START[1]) { " It runs away." } else { "" };
        vec![
            points.join(" "),
            format!(
                "{name}: after {STEPS} steps f = {}; it crossed the floor {crossings} times, and went {} up and down the sides.{remark}",
                number(end),
                number(length)
            ),
        ]
    };
    let scene = |slots: &[String]| {
        let contours: String = [0.05, 0.25, 0.75, 1.5, 2.5, 4.0, 6.0, 9.0]
            .iter()
            .map(|level: &f64| {
                // x²/20 + y² = level is an ellipse with these half axes.
                let (rx, ry) = ((20.0 * level).sqrt() * SCALE, level.sqrt() * SCALE);
                format!("<ellipse cx=\"400\" cy=\"160\" rx=\"{rx:.1}\" ry=\"{ry:.1}\"/>")
            })
            .collect();
        let [start_x, start_y] = [400.0 + SCALE * START[0], 160.0 - SCALE * START[1]];
        format!(
            "<div class=\"scroll\" role=\"group\" aria-label=\"the path\" tabindex=\"0\"><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 320\" width=\"800\" height=\"320\" role=\"img\" aria-labelledby=\"paths-title paths-desc\">\
             <title id=\"paths-title\">The path down the valley</title>\
             <desc id=\"paths-desc\">Contours of f(x, y) = x²/20 + y² and the path from (−7, 2); the text below says where it went.</desc>\
             <defs><marker id=\"paths-dot\" viewBox=\"0 0 6 6\" refX=\"3\" refY=\"3\" markerWidth=\"6\" markerHeight=\"6\" markerUnits=\"userSpaceOnUse\"><circle class=\"dot\" cx=\"3\" cy=\"3\" r=\"3\"/></marker>\
             <clipPath id=\"paths-clip\"><rect width=\"800\" height=\"320\"/></clipPath></defs>\
             <g clip-path=\"url(#paths-clip)\"><g class=\"contours\">{contours}</g>\
             <path class=\"cross\" d=\"M394 160h12M400 154v12\"/><text x=\"410\" y=\"178\">minimum</text>\
             <text x=\"{start_x}\" y=\"{:.0}\" text-anchor=\"middle\">start</text>\
             <polyline class=\"path\" data-slot=\"points\" points=\"{}\" marker-mid=\"url(#paths-dot)\" marker-start=\"url(#paths-dot)\" marker-end=\"url(#paths-dot)\"/></g>\
             <rect class=\"frame\" x=\"0.5\" y=\"0.5\" width=\"799\" height=\"319\"/></svg></div>\n\
             <p class=\"readout\" aria-live=\"polite\" data-slot=\"text\">{}</p>",
            start_y - 12.0,
            slots[0],
            slots[1]
        )
    };
    explorer(
        "paths",
        "the learning rate and the momentum",
        "With momentum 0 this is SGD. Find a learning rate at which SGD neither crawls nor zig-zags; \
         then lower it and let momentum make up for it.",
        &controls,
        draw,
        scene,
    )
}

const START: [f64; 2] = [-7.0, 2.0];
const STEPS: usize = 30;
/// Pixels for 1, alike in x and y, so that directions are true.
const SCALE: f64 = 50.0;

/// v ← αv − η ∂f/∂w, w ← w + v on f(x, y) = x²/20 + y².
fn momentum_path(rate: f64, momentum: f64) -> Vec<[f64; 2]> {
    let (mut w, mut v) = (START, [0.0; 2]);
    let mut path = vec![w];
    for _ in 0..STEPS {
        let gradient = [w[0] / 10.0, 2.0 * w[1]];
        for i in 0..2 {
            v[i] = momentum * v[i] - rate * gradient[i];
            w[i] += v[i];
        }
        path.push(w);
    }
    path
}

/// A point in pixels; what is far outside is cut to a place outside.
fn on_paper([x, y]: [f64; 2]) -> String {
    let pixel = |x: f64| (x.clamp(-1e4, 1e4) * 10.0).round() / 10.0;
    format!("{},{}", pixel(400.0 + SCALE * x), pixel(160.0 - SCALE * y))
}

const UNITS: usize = 100;
const INPUTS: usize = 200;
const LAYERS: usize = 5;
const BINS: usize = 30;
/// Bars are cut at this share, so that those of an even spread can be seen beside it.
const HIGHEST: f64 = 0.2;

/// An activation function, its name, and the range that its histogram shows.
type Activation = (&'static str, fn(f64) -> f64, [f64; 2]);

const ACTIVATIONS: [Activation; 3] = [
    ("sigmoid", |a| 1.0 / (1.0 + (-a).exp()), [0.0, 1.0]),
    ("tanh", f64::tanh, [-1.0, 1.0]),
    ("ReLU", |a| a.max(0.0), [0.0, 1.0]),
];

/// Histograms of the activations of five layers at several scales of the initial weights.
pub fn histograms() -> String {
    let scales: [(f64, &str); 9] = [
        (0.01, "0.01"),
        (0.03, "0.03"),
        (0.05, "0.05"),
        (0.1, "0.1 (Xavier: 1/√100)"),
        ((2.0 / UNITS as f64).sqrt(), "0.141 (He: √(2/100))"),
        (0.2, "0.2"),
        (0.3, "0.3"),
        (0.5, "0.5"),
        (1.0, "1"),
    ];
    let controls = [
        Control {
            label: "activation",
            choices: ACTIVATIONS.map(|(name, ..)| name.into()).to_vec(),
            begins_at: 0,
            slides: false,
        },
        Control {
            label: "standard deviation of the weights",
            choices: scales.map(|(_, name)| name.into()).to_vec(),
            begins_at: 3,
            slides: true,
        },
    ];
    // One draw for all scales: only the scale changes when the slider moves.
    let mut stream = Stream::new(0, Purpose::Data);
    let inputs: Vec<f64> = (0..INPUTS * UNITS).map(|_| stream.normal()).collect();
    let mut stream = Stream::new(0, Purpose::Weights);
    let weights: Vec<Vec<f64>> =
        (0..LAYERS).map(|_| (0..UNITS * UNITS).map(|_| stream.normal()).collect()).collect();

    let draw = |chosen: &[usize]| {
        let (_, activation, range) = ACTIVATIONS[chosen[0]];
        let scale = scales[chosen[1]].0;
        let mut slots = Vec::new();
        let mut h = inputs.clone();
        for z in &weights {
            h = layer(&h, z, scale, activation);
            let (bars, cut) = bars(&h, range);
            let mean = format!("mean {}", number(mean(&h)));
            let spread = format!("std {}", number(standard_deviation(&h)));
            slots.extend([bars, cut, mean, spread]);
        }
        slots.extend([number(range[0]), number(range[1])]);
        slots
    };
    let scene = |slots: &[String]| {
        let panels: String = (0..LAYERS)
            .map(|i| {
                let slot = &slots[4 * i..4 * i + 4];
                format!(
                    "<g transform=\"translate({} 40)\"><text class=\"name\" x=\"75\" y=\"-22\" text-anchor=\"middle\">layer {}</text>\
                     <path class=\"bars\" data-slot=\"d\" d=\"{}\"/><path class=\"axis\" d=\"M0 150h150\"/><path class=\"axis dotted\" d=\"M0 0h150\"/>\
                     <text class=\"cut\" x=\"75\" y=\"-5\" text-anchor=\"middle\" data-slot=\"text\">{}</text>\
                     <text class=\"muted\" x=\"75\" y=\"184\" text-anchor=\"middle\" data-slot=\"text\">{}</text>\
                     <text class=\"muted\" x=\"75\" y=\"201\" text-anchor=\"middle\" data-slot=\"text\">{}</text></g>",
                    10 + 170 * i, i + 1, slot[0], slot[1], slot[2], slot[3]
                )
            })
            .collect();
        let ends = &slots[4 * LAYERS..];
        format!(
            "<div class=\"scroll\" role=\"group\" aria-label=\"the histograms\" tabindex=\"0\"><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 850 250\" width=\"850\" height=\"250\" role=\"img\" aria-labelledby=\"histograms-title histograms-desc\">\
             <title id=\"histograms-title\">Activations of five layers</title>\
             <desc id=\"histograms-desc\">A histogram of the activations for each layer, with their mean and standard deviation below it.</desc>\
             {panels}<text class=\"muted\" x=\"10\" y=\"207\" data-slot=\"text\">{}</text>\
             <text class=\"muted\" x=\"160\" y=\"207\" text-anchor=\"end\" data-slot=\"text\">{}</text></svg></div>",
            ends[0], ends[1]
        )
    };
    explorer(
        "histograms",
        "the scale of the initial weights",
        "200 random inputs go through five layers of 100 units. The same random weights are only \
         scaled. Bars show the share of activations, cut at 20 % (dotted); where one was cut, the \
         number above says how high it is.",
        &controls,
        draw,
        scene,
    )
}

/// h ← φ(h W) with W = scale · z.
fn layer(h: &[f64], z: &[f64], scale: f64, activation: fn(f64) -> f64) -> Vec<f64> {
    let mut next = vec![0.0; h.len()];
    for (input, output) in h.chunks(UNITS).zip(next.chunks_mut(UNITS)) {
        for (x, weights) in input.iter().zip(z.chunks(UNITS)) {
            for (sum, w) in output.iter_mut().zip(weights) {
                *sum += x * w;
            }
        }
        for a in output {
            *a = activation(*a * scale);
        }
    }
    next
}

/// Bars as the data of an SVG path, 150 pixels wide and high, and what to write where one was cut.
fn bars(values: &[f64], [from, to]: [f64; 2]) -> (String, String) {
    let mut counts = [0usize; BINS];
    let mut above = 0;
    for &x in values {
        if x > to {
            above += 1;
            continue;
        }
        let bin = (x - from) / (to - from) * BINS as f64;
        counts[(bin as usize).min(BINS - 1)] += 1;
    }
    let share = |count: usize| count as f64 / values.len() as f64;
    let mut path = String::new();
    for (i, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let height = (150.0 * share(count) / HIGHEST).min(150.0);
        let _ = write!(path, "M{} 150v-{height:.1}h5v{height:.1}z", 5 * i);
    }
    let highest = share(counts.iter().copied().max().unwrap_or(0));
    let mut notes = Vec::new();
    if highest > HIGHEST {
        notes.push(format!("↑ {:.0} %", 100.0 * highest));
    }
    if above > 0 {
        notes.push(format!("{:.0} % above {to}", 100.0 * share(above)));
    }
    (path, notes.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_at_the_books_setting_is_sgds() {
        let path = momentum_path(0.95, 0.0);
        // x ← x (1 − 0.095), y ← y (1 − 1.9), thirty times.
        let expected = [-7.0 * 0.905f64.powi(30), 2.0 * 0.9f64.powi(30)];
        assert!(
            path[30].iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12),
            "{:?}",
            path[30]
        );
    }

    #[test]
    fn a_layer_is_a_product_and_an_activation() {
        let mut h = vec![0.0; UNITS];
        h[3] = 2.0;
        let mut z = vec![0.0; UNITS * UNITS];
        z[3 * UNITS + 7] = -5.0;
        let next = layer(&h, &z, 0.1, |a| a);
        assert_eq!((next[7], next[8]), (-1.0, 0.0));
    }

    #[test]
    fn bars_are_cut_and_say_so() {
        let (path, cut) = bars(&[0.5, 0.5, 0.51, 7.0], [0.0, 1.0]);
        assert_eq!(
            (path.as_str(), cut.as_str()),
            ("M75 150v-150.0h5v150.0z", "↑ 75 %, 25 % above 1")
        );
    }
}
