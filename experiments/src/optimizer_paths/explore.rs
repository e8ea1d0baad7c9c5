//! What the report's reader can move: the path down the valley, by optimizer, learning rate and momentum.

mod drawing;

use lab::experiment::RecordOf;
use lab::explorer::{Control, Explorer};
use lab::table::number;
use language::tr;
use training::shown::number as in_short;

use super::figure::{paths, rate, shown};
use super::path::Path;
use super::trial::{Arm, Measured, OptimizerPaths};
use super::valley::f;

type Record = RecordOf<OptimizerPaths>;

/// What can be chosen as an optimizer.
enum Choice<'a> {
    /// SGD, at every learning rate of the slider: the paths of Momentum at the momentum in this place, which
    /// is 0.
    Sgd(usize),
    /// Momentum, at every learning rate and momentum of the sliders.
    Momentum,
    /// Another optimizer, at its learning rate in the figure.
    Only(&'a str, &'a Path),
}

/// The explorer of the paths, if those of Momentum at all learning rates and momenta were run.
pub fn explorers(record: &Record) -> Vec<Explorer> {
    let range = |measured: &Measured| match measured {
        Measured::Paths(paths) => Some(explorer(record, paths)),
        Measured::Path(_) => None,
    };
    record.arm(&Arm::Range.to_string()).find_map(range).into_iter().collect()
}

/// The explorer of `range`, Momentum's paths at each learning rate of the settings and, within that, each
/// momentum, and of the paths of all other optimizers.
fn explorer(record: &Record, range: &[Path]) -> Explorer {
    let settings = &record.settings;
    let (rates, momenta) = (&settings.range_of_rates, &settings.range_of_momenta);
    let choices = choices(record);
    let controls = controls(record, &choices);
    let states = Explorer::states(&controls, |at| {
        let of_range = |momentum: usize| &range[at[1] * momenta.len() + momentum];
        let (name, path) = match choices[at[0]] {
            Choice::Sgd(momentum) => (at_rate("SGD", rates[at[1]]), of_range(momentum)),
            Choice::Momentum => {
                let (rate, alpha) = (in_short(rates[at[1]]), in_short(momenta[at[2]]));
                (format!("{}, η = {rate}, α = {alpha}", shown("Momentum")), of_range(at[2]))
            }
            Choice::Only(arm, path) => (at_rate(&shown(arm), rate(record, arm)), path),
        };
        let story = story(&name, path);
        vec![values(path), drawing::points(path), name, story]
    });
    let first = &states[Explorer::begins_at(&controls)];
    Explorer {
        id: "paths",
        statement: "O5",
        heading: tr!("each optimizer on its way down"),
        about: tr!(
            "First find a learning rate at which SGD neither crawls nor zig-zags. Then choose Momentum, lower \
             the learning rate, and let the momentum make up for it: at momentum 0 it is SGD. The other \
             optimizers run at the learning rate of the figure. The path that you looked at before stays as \
             a dashed line."
        )
        .into(),
        drawing: drawing::drawing([settings.start_x, settings.start_y], settings.steps, first),
        controls,
        states,
    }
}

/// SGD and Momentum, and the single paths of the others.
fn choices(record: &Record) -> Vec<Choice<'_>> {
    let none = record.settings.range_of_momenta.iter().position(|&momentum| momentum == 0.0);
    let others = paths(record).filter(|(arm, _)| *arm != "Momentum");
    let others = others.filter(|(arm, _)| none.is_none() || *arm != "SGD");
    let others = others.map(|(arm, path)| Choice::Only(arm, path));
    none.map(Choice::Sgd).into_iter().chain([Choice::Momentum]).chain(others).collect()
}

fn controls(record: &Record, choices: &[Choice]) -> Vec<Control> {
    let (rates, momenta) = (&record.settings.range_of_rates, &record.settings.range_of_momenta);
    let names = |values: &[f64]| values.iter().map(|&value| in_short(value)).collect();
    let place = |values: &[f64], of: f64| values.iter().position(|&value| value == of);
    let optimizers = choices.iter().map(|choice| match choice {
        Choice::Sgd(_) => "SGD".to_owned(),
        Choice::Momentum => shown("Momentum"),
        Choice::Only(arm, _) => shown(arm),
    });
    vec![
        Control {
            label: tr!("optimizer"),
            choices: optimizers.collect(),
            begins_at: 0,
            slides: false,
        },
        Control {
            label: tr!("learning rate η"),
            choices: names(rates),
            begins_at: place(rates, rate(record, "SGD")).unwrap_or(0),
            slides: true,
        },
        Control {
            label: tr!("momentum α"),
            choices: names(momenta),
            // The book's.
            begins_at: place(momenta, 0.9).unwrap_or(0),
            slides: true,
        },
    ]
}

fn at_rate(optimizer: &str, rate: f64) -> String {
    format!("{optimizer}, η = {}", in_short(rate))
}

/// f at the start and after each step.
fn values(path: &Path) -> String {
    let values: Vec<String> = path.0.iter().map(|&[x, y]| number(f(x, y))).collect();
    values.join("|")
}

/// What the path did, in words.
fn story(name: &str, path: &Path) -> String {
    let [x, y] = path.0[0];
    let story = tr!(
        "{name}: after {steps} steps, f = {end}. The path crosses the valley floor {crossings} times, and its \
         length up and down the sides is {length}.",
        name,
        steps = path.0.len() - 1,
        end = number(path.end()),
        crossings = path.sign_changes(),
        length = number(path.length_in_y())
    );
    match path.end() > f(x, y) {
        true => story + " " + tr!("It diverges."),
        false => story,
    }
}
