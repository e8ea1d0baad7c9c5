//! What the report's reader moves: the scale of the initial weights, while watching the histograms.

use std::fmt::Write;

use lab::experiment::RecordOf;
use lab::explorer::{Control, Explorer};
use lab::table::number;

use super::arm::{Scale, activations, arm, range, scales};
use super::trial::ActivationHistograms;
use training::activation_statistics::Layer;

/// Bars are cut off at this share, so that the bars of an even spread are high enough to see.
const HIGHEST: f64 = 0.2;

/// The width and height of a histogram, and the distance from one to the next, in pixels.
const SIZE: f64 = 150.0;
const NEXT: usize = 170;

/// The explorer of the first seed's histograms.
pub fn histograms(record: &RecordOf<ActivationHistograms>) -> Option<Explorer> {
    let settings = &record.settings;
    let scales = scales(settings);
    let names: Vec<&str> = activations(settings).iter().map(|a| a.name).collect();
    let size = |scale: &Scale| match scale.name.as_str() {
        "Xavier" => format!("{} (Xavier: 1/√{})", number(scale.std), settings.neurons),
        "He" => format!("{} (He: √(2/{}))", number(scale.std), settings.neurons),
        _ => number(scale.std),
    };
    let controls = vec![
        Control {
            label: "activation",
            choices: names.iter().map(|&name| name.into()).collect(),
            begins_at: 0,
            slides: false,
        },
        Control {
            label: "standard deviation of the weights",
            choices: scales.iter().map(size).collect(),
            begins_at: scales.iter().position(|scale| scale.name == "Xavier").unwrap_or(0),
            slides: true,
        },
    ];
    let layers = |activation: usize, scale: usize| {
        let trial = record.arm(&arm(names[activation], &scales[scale].name)).next();
        trial.map(|trial| &trial.layers)
    };
    layers(0, 0)?;
    let activations = settings.inputs * settings.neurons;
    let states = Explorer::states(&controls, |at| {
        let ends = range(names[at[0]]);
        let found = layers(at[0], at[1]).into_iter().flatten();
        let mut slots: Vec<String> =
            found.flat_map(|layer| slots_of(layer, activations, ends)).collect();
        slots.extend([number(ends.0), number(ends.1)]);
        slots
    });
    let first = &states[Explorer::begins_at(&controls)];
    Some(Explorer {
        id: "histograms",
        statement: "I3",
        heading: "the scale of the initial weights",
        about: format!(
            "{} random inputs pass through {} layers of {} neurons. The random weights stay the same \
             except for their scale. Bars show the share of activations and are cut off at 20 % \
             (dotted line); the number above a bar that is cut off says how high it is.",
            settings.inputs, settings.layers, settings.neurons
        ),
        drawing: drawing(settings.layers, first),
        controls,
        states,
    })
}

/// The bars of one layer, a note on those cut off, its mean and its standard deviation.
fn slots_of(layer: &Layer, activations: usize, ends: (f64, f64)) -> [String; 4] {
    let (bars, cut) = bars(&layer.histogram, activations, ends.1);
    let (mean, spread) = (number(layer.mean), number(layer.std));
    [bars, cut, format!("mean {mean}"), format!("std {spread}")]
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
    let mut notes = Vec::new();
    if highest > HIGHEST {
        notes.push(format!("↑ {:.0} %", 100.0 * highest));
    }
    let above = share(all - counts.iter().sum::<usize>());
    if above > 0.0 {
        notes.push(format!("{:.0} % above {to}", 100.0 * above));
    }
    (path, notes.join(", "))
}

fn drawing(layers: usize, slots: &[String]) -> String {
    let panel = |(i, slot): (usize, &[String])| {
        format!(
            "<g transform=\"translate({} 40)\"><text class=\"name\" x=\"75\" y=\"-22\" text-anchor=\"middle\">layer {}</text>\
             <path class=\"bars\" data-slot=\"d\" d=\"{}\"/><path class=\"axis\" d=\"M0 150h150\"/><path class=\"axis dotted\" d=\"M0 0h150\"/>\
             <text class=\"cut\" x=\"75\" y=\"-5\" text-anchor=\"middle\" data-slot=\"text\">{}</text>\
             <text class=\"muted\" x=\"75\" y=\"184\" text-anchor=\"middle\" data-slot=\"text\">{}</text>\
             <text class=\"muted\" x=\"75\" y=\"201\" text-anchor=\"middle\" data-slot=\"text\">{}</text></g>",
            10 + NEXT * i,
            i + 1,
            slot[0],
            slot[1],
            slot[2],
            slot[3]
        )
    };
    let panels: String = slots.chunks_exact(4).take(layers).enumerate().map(panel).collect();
    let [from, to] = [&slots[4 * layers], &slots[4 * layers + 1]];
    let width = NEXT * layers;
    format!(
        "<div class=\"scroll\" role=\"group\" aria-label=\"the histograms\" tabindex=\"0\">\
         <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} 250\" width=\"{width}\" \
         height=\"250\" role=\"img\" aria-labelledby=\"histograms-title histograms-desc\">\
         <title id=\"histograms-title\">Activations of {layers} layers</title>\
         <desc id=\"histograms-desc\">A histogram of the activations for each layer, with their mean and \
         standard deviation below it.</desc>\
         {panels}<text class=\"muted\" x=\"10\" y=\"207\" data-slot=\"text\">{from}</text>\
         <text class=\"muted\" x=\"160\" y=\"207\" text-anchor=\"end\" data-slot=\"text\">{to}</text></svg></div>"
    )
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
}
