//! The drawing of the explorer: for each layer a histogram, and below it the size of the gradient.

use std::fmt::Write;

use lab::table::number;
use language::tr;
use training::activation_statistics::Layer;

use crate::activation_histograms::figure::names::{power_of_ten, rough};

/// Bars are cut off at this share, so that the bars of an even spread are high enough to see.
const HIGHEST: f64 = 0.2;

/// The width and height of a histogram, and the width of the bar of the gradient.
const SIZE: f64 = 150.0;

/// How many slots the panel of a layer has.
const SLOTS: usize = 8;

/// What is drawn of one layer.
pub struct Panel<'a> {
    pub layer: &'a Layer,
    /// Its gradient, divided by that of the last layer.
    pub gradient: f64,
    /// How many activations it has.
    pub activations: usize,
    /// Where the histogram begins and ends.
    pub ends: (f64, f64),
    /// See [`powers`].
    pub powers: [i32; 2],
}

impl Panel<'_> {
    /// What fills the slots of the drawing, in order.
    pub fn slots(&self) -> [String; SLOTS] {
        let Self { layer, gradient, activations, ends: (from, to), powers } = self;
        let (bars, cut) = bars(&layer.histogram, *activations, *to);
        [
            cut,
            bars,
            number(*from),
            number(*to),
            tr!("mean {value}", value = number(layer.mean)),
            tr!("std {std}", std = number(layer.std)),
            tr!("gradient {value}", value = rough(*gradient)),
            gradient_bar(*gradient, *powers),
        ]
    }
}

/// The bars as the data of an SVG path, and the note if one is cut off.
fn bars(counts: &[usize], all: usize, to: f64) -> (String, String) {
    let share = |count: usize| count as f64 / all as f64;
    let width = SIZE / counts.len() as f64;
    let mut path = String::new();
    for (i, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let height = (SIZE * share(count) / HIGHEST).min(SIZE);
        let _ = write!(path, "M{} {SIZE}v-{height:.1}h{width}v{height:.1}z", i as f64 * width);
    }
    let highest = share(counts.iter().copied().max().unwrap_or(0));
    let whole = |share: f64| format!("{:.0} %", 100.0 * share);
    let mut notes = Vec::new();
    if highest > HIGHEST {
        notes.push(format!("↑ {}", whole(highest)));
    }
    let above = share(all - counts.iter().sum::<usize>());
    if above > 0.0 {
        notes.push(tr!("{share} above {value}", share = whole(above), value = to));
    }
    (path, notes.join(", "))
}

/// The powers of ten at which the axis of all gradients begins and ends; 1 lies between them.
pub fn powers(gradients: impl Iterator<Item = f64>) -> [i32; 2] {
    let finite = gradients.filter(|x| x.is_finite() && *x > 0.0).map(f64::log10);
    finite.fold([-1, 1], |[low, high], x| [low.min(x.floor() as i32), high.max(x.ceil() as i32)])
}

/// The place of a gradient on the axis.
fn place(gradient: f64, [low, high]: [i32; 2]) -> f64 {
    let share = (gradient.log10() - f64::from(low)) / f64::from(high - low);
    SIZE * if share.is_nan() { 1.0 } else { share.clamp(0.0, 1.0) }
}

/// The bar of a gradient as the data of an SVG path: from the place of 1 to its own.
fn gradient_bar(gradient: f64, powers: [i32; 2]) -> String {
    let (one, end) = (place(1.0, powers), place(gradient, powers));
    format!("M{one:.1} 0H{end:.1}V12H{one:.1}z")
}

/// The drawing of all layers, which wrap where the page is narrow.
pub fn drawing(powers: [i32; 2], slots: &[String]) -> String {
    let one = place(1.0, powers);
    let [low, high] = powers.map(power_of_ten);
    let panel = |(i, slots): (usize, &[String])| {
        let layer = tr!("layer {number}", number = i + 1);
        let what =
            tr!("layer {number}: histogram of the activations, and the gradient", number = i + 1);
        let text = |class: &str, x: f64, y: f64, anchor: &str, slot: usize| {
            format!(
                "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" data-slot=\"text\">{}</text>",
                slots[slot]
            )
        };
        let tick = |x: f64, anchor: &str, label: &str| {
            format!(
                "<text class=\"muted\" x=\"{x:.1}\" y=\"29\" text-anchor=\"{anchor}\">{label}</text>"
            )
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-5 0 160 310\" width=\"160\" height=\"310\" \
             role=\"img\" aria-label=\"{what}\"><text class=\"name\" x=\"75\" y=\"16\" \
             text-anchor=\"middle\">{layer}</text>{}<g transform=\"translate(0 40)\">\
             <path class=\"bars\" data-slot=\"d\" d=\"{}\"/><path class=\"axis\" d=\"M0 150h150\"/>\
             <path class=\"axis dotted\" d=\"M0 0h150\"/></g>{}{}{}{}{}<g transform=\"translate(0 268)\">\
             <path class=\"dot\" data-slot=\"d\" d=\"{}\"/><path class=\"axis\" d=\"M0 15h150\"/>\
             <path class=\"axis\" d=\"M{one:.1} -3V18\"/>{}{}{}</g></svg>",
            text("cut", 75.0, 34.0, "middle", 0),
            slots[1],
            text("muted", 0.0, 206.0, "start", 2),
            text("muted", 150.0, 206.0, "end", 3),
            text("muted", 75.0, 206.0, "middle", 4),
            text("muted", 75.0, 223.0, "middle", 5),
            text("", 75.0, 256.0, "middle", 6),
            slots[7],
            tick(0.0, "start", &low),
            tick(one, "middle", "1"),
            tick(SIZE, "end", &high),
        )
    };
    let panels: String = slots.chunks_exact(SLOTS).enumerate().map(panel).collect();
    format!("<div style=\"display: flex; flex-wrap: wrap; gap: 8px 12px\">{panels}</div>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_that_are_cut_off_have_a_note() {
        let mut counts = vec![0; 30];
        counts[15] = 3;
        let (path, cut) = bars(&counts, 4, 1.0);
        assert_eq!(
            (path.as_str(), cut.as_str()),
            ("M75 150v-150.0h5v150.0z", "↑ 75 %, 25 % above 1")
        );
    }

    #[test]
    fn the_bar_of_a_gradient_begins_at_one() {
        let powers = powers([0.05, 1.0, 30.0, 0.0, f64::INFINITY].into_iter());
        assert_eq!(powers, [-2, 2]);
        assert_eq!(gradient_bar(0.1, powers), "M75.0 0H37.5V12H75.0z");
        // What has vanished or exploded ends at the end of the axis.
        assert_eq!([0.0, f64::INFINITY].map(|x| place(x, powers)), [0.0, SIZE]);
    }
}
