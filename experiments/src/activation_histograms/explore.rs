//! What the report's reader moves: the scale of the initial weights, while watching the histograms and the
//! gradient.

mod drawing;

use lab::experiment::RecordOf;
use lab::explorer::{Control, Explorer};
use lab::table::number;
use language::tr;
use training::activation_statistics::Layer;

use super::arm::{Scale, activations, arm, range, scales};
use super::figure::names;
use super::trial::ActivationHistograms;
use drawing::{Panel, drawing};

/// The explorer of the first seed's histograms and gradients.
pub fn histograms(record: &RecordOf<ActivationHistograms>) -> Option<Explorer> {
    let settings = &record.settings;
    let scales = scales(settings);
    let functions: Vec<&str> = activations(settings).iter().map(|a| a.name).collect();
    let size = |scale: &Scale| match scale.name.as_str() {
        "Xavier" => format!("{} (Xavier: 1/√{})", number(scale.std), settings.neurons),
        "He" => format!("{} (He: √(2/{}))", number(scale.std), settings.neurons),
        _ => number(scale.std),
    };
    let controls = vec![
        Control {
            label: tr!("activation function"),
            choices: functions.iter().map(|name| names::function(name).into()).collect(),
            begins_at: 0,
            slides: false,
        },
        Control {
            label: tr!("standard deviation of the weights"),
            choices: scales.iter().map(size).collect(),
            begins_at: scales.iter().position(|scale| scale.name == "Xavier").unwrap_or(0),
            slides: true,
        },
    ];
    let layers = |function: usize, scale: usize| -> &[Layer] {
        let trial = record.arm(&arm(functions[function], &scales[scale].name)).next();
        trial.map_or(&[], |trial| &trial.layers)
    };
    layers(0, 0).first()?;
    let all = (0..functions.len()).flat_map(|f| (0..scales.len()).flat_map(move |s| layers(f, s)));
    let powers = drawing::powers(all.map(|layer| layer.gradient));
    let activations = settings.inputs * settings.neurons;
    let states = Explorer::states(&controls, |at| {
        let ends = range(functions[at[0]]);
        let layers = layers(at[0], at[1]);
        let last = layers.last().map_or(f64::NAN, |layer| layer.gradient);
        let panel = |layer: &Layer| {
            let gradient = layer.gradient / last;
            Panel { layer, gradient, activations, ends, powers }.slots()
        };
        layers.iter().flat_map(panel).collect()
    });
    let first = &states[Explorer::begins_at(&controls)];
    Some(Explorer {
        id: "histograms",
        statement: "I3",
        heading: tr!("the scale of the initial weights"),
        about: tr!(
            "{inputs} random inputs pass through {layers} layers of {neurons} neurons, and a random gradient \
             passes back from the last layer. The random weights stay the same except for their scale. Blue bars \
             show the share of activations and are cut off at 20 % (dotted line); the number above a bar that \
             is cut off says how high it is. The orange bar below shows how large the gradient is compared with \
             that of the last layer, on a logarithmic axis: to the left of the middle line it is smaller, to the \
             right larger.",
            inputs = settings.inputs,
            layers = settings.layers,
            neurons = settings.neurons
        ),
        drawing: drawing(powers, first),
        controls,
        states,
    })
}
