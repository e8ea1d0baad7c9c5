//! Optimizer paths · 매개변수 최적화: O1–O5 on f(x, y) = x²/20 + y².
//!
//! The function is a valley, twenty times steeper in y than in x. SGD zig-zags across it (O2),
//! Momentum rolls along it (O3), AdaGrad's steps shrink (O4), Adam does both (O5).

use std::fmt;

use burn::module::{Module, Param};
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor};
use clap::Args;
use extensions::optimizers::{Adam, Momentum};
use serde::{Deserialize, Serialize};

use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::explorer::Explorer;
use lab::table::{Table, number};
use lab::verdict::Claim;
use training::flags::{count, finite, fraction, positive};
use training::optimizers::{LearningRates, all_names, named, optimizer_name};
use training::trial::Trial;

mod claims;
mod draw;
mod explore;
mod path;
#[cfg(test)]
mod tests;

pub use path::Path;

/// The experiment.
pub struct OptimizerPaths;

/// The book's settings (section 6.1.7); Nesterov's and RMSprop's learning rates are ours.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// The x to start from (O1-O5)
    #[arg(long, value_parser = finite, default_value = "-7", allow_negative_numbers = true)]
    pub start_x: f64,

    /// The y to start from (O1-O5)
    #[arg(long, value_parser = finite, default_value = "2", allow_negative_numbers = true)]
    pub start_y: f64,

    /// How many steps each optimizer takes (O1-O5)
    #[arg(long, value_parser = count, default_value = "30")]
    pub steps: usize,

    /// Which optimizers, by name, separated by commas (O1-O5)
    #[arg(long, value_parser = optimizer_name, value_delimiter = ',',
          default_value = all_names())]
    pub optimizers: Vec<String>,

    /// Learning rates η, per optimizer: SGD=0.95,Momentum=0.1,AdaGrad=1.5,Adam=0.3 are the book's,
    /// Nesterov=0.1,RMSprop=0.3 ours; those not named keep theirs (O1-O5)
    #[arg(long, value_parser = rates, default_value = "", hide_default_value = true)]
    pub learning_rates: LearningRates,

    /// Learning rates, ours, that the report's reader can move through, separated by commas (O2, O3)
    #[arg(long, value_parser = positive, value_delimiter = ',',
          default_value = "0.01,0.03,0.05,0.1,0.2,0.3,0.5,0.7,0.8,0.9,0.95,1,1.05")]
    pub range_of_rates: Vec<f64>,

    /// Momenta α, ours, that the report's reader can move through, separated by commas; 0 is SGD (O3)
    #[arg(long, value_parser = fraction, value_delimiter = ',',
          default_value = "0,0.3,0.5,0.7,0.8,0.9,0.95,0.99")]
    pub range_of_momenta: Vec<f64>,
}

fn rates(text: &str) -> Result<LearningRates, training::flags::InvalidValue> {
    LearningRates::parse(text, |named| named.path_rate)
}

/// f(x, y) = x²/20 + y²
pub fn f(x: f64, y: f64) -> f64 {
    x * x / 20.0 + y * y
}

/// One curve: an optimizer of the list, or Adam without its bias correction (O5). Or all curves that
/// the reader can move through.
#[derive(Clone)]
#[allow(missing_docs)] // each is named by what it displays as
pub enum Arm {
    Optimizer(String),
    AdamWithoutCorrection,
    Range,
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Optimizer(name) => name,
            Self::AdamWithoutCorrection => WITHOUT_CORRECTION,
            Self::Range => "Momentum, over learning rates and momenta",
        })
    }
}

const WITHOUT_CORRECTION: &str = "Adam without bias correction";

/// What a trial measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Where an optimizer went.
    Path(Path),
    /// Where Momentum went at each learning rate of the range and, within, each momentum.
    Paths(Vec<Path>),
}

/// The point that an optimizer moves, as a Burn module.
#[derive(Module, Debug)]
struct Point {
    /// `[2]`: x and y
    xy: Param<Tensor<1>>,
}

impl Point {
    fn at(start: [f64; 2], device: &Device) -> Self {
        Self { xy: Param::from_tensor(Tensor::from_floats(start.map(|x| x as f32), device)) }
    }

    /// f(x, y) = x²/20 + y², as a tensor: `[1]`.
    fn f(&self) -> Tensor<1> {
        let scale = Tensor::from_floats([1.0 / 20.0, 1.0], &self.xy.device());
        (self.xy.val().square() * scale).sum()
    }

    fn position(&self) -> [f64; 2] {
        let values: Vec<f32> = self.xy.val().into_data().iter().collect();
        [f64::from(values[0]), f64::from(values[1])]
    }
}

/// Where the optimizer goes from the start at this learning rate.
fn walk(mut optimizer: ModuleOptimizer, rate: f64, settings: &Settings, trial: &Trial) -> Path {
    let start = [settings.start_x, settings.start_y];
    let mut point = Point::at(start, &trial.autodiff());
    let mut path = vec![start];
    for _ in 0..settings.steps {
        let gradients = GradientsParams::from_grads(point.f().backward(), &point);
        point = optimizer.step(rate, point, gradients);
        trial.step_done();
        let place = point.position();
        if !place.iter().all(|x| x.is_finite()) {
            break;
        }
        path.push(place);
    }
    Path(path)
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "optimizer_paths",
    title: "Optimizer paths · 매개변수 최적화",
    about: "The paths of six optimizers, and of Adam without its bias correction, down the valley \
     f(x, y) = x²/20 + y²: who zig-zags, and why.",
    shows: "the paths of six optimizers down a valley",
    statements: &["O1", "O2", "O3", "O4", "O5"],
    seeds: 1,
    needs_data: false,
};

impl Experiment for OptimizerPaths {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = ABOUT;

    fn arms(settings: &Settings) -> Vec<Arm> {
        let mut arms: Vec<Arm> = settings.optimizers.iter().cloned().map(Arm::Optimizer).collect();
        if settings.optimizers.iter().any(|name| name == "Adam") {
            arms.push(Arm::AdamWithoutCorrection);
        }
        arms.push(Arm::Range);
        arms
    }

    fn steps(settings: &Settings, arm: &Arm) -> u64 {
        let paths = match arm {
            Arm::Range => settings.range_of_rates.len() * settings.range_of_momenta.len(),
            _ => 1,
        };
        (paths * settings.steps) as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let rate = |name: &str| settings.learning_rates.of(name);
        let path = |optimizer, rate| walk(optimizer, rate, settings, trial);
        match arm {
            Arm::Optimizer(name) => {
                let build = named(name).expect("a name from the list").build;
                Measured::Path(path(build(0.0), rate(name)))
            }
            Arm::AdamWithoutCorrection => {
                let adam = Adam { bias_correction: false, ..Adam::default() };
                Measured::Path(path(ModuleOptimizer::from(adam), rate("Adam")))
            }
            Arm::Range => {
                let momenta = &settings.range_of_momenta;
                let pairs = settings.range_of_rates.iter().flat_map(|&rate| {
                    momenta.iter().map(move |&momentum| (rate, Momentum { momentum }))
                });
                let paths = pairs.map(|(rate, optimizer)| path(optimizer.into(), rate));
                Measured::Paths(paths.collect())
            }
        }
    }
}

impl View for OptimizerPaths {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let mut figures = vec![
            ("optimizer_paths", draw::paths(record).into()),
            ("step_sizes", draw::step_sizes(record).into()),
        ];
        figures.extend(draw::adagrad_rates(record).map(|figure| ("adagrad_rates", figure.into())));
        figures
    }

    fn shown_at(figure: &str) -> &'static str {
        match figure {
            "step_sizes" => "O3",
            "adagrad_rates" => "O4",
            _ => "O1",
        }
    }

    fn explorers(record: &RecordOf<Self>) -> Vec<Explorer> {
        let range = |measured: &Measured| match measured {
            Measured::Paths(paths) => Some(explore::paths(&record.settings, paths)),
            Measured::Path(_) => None,
        };
        record.arm(&Arm::Range.to_string()).find_map(range).into_iter().collect()
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table =
            Table::new(["optimizer", "f at the end", "sign changes of y", "path length in y"]);
        for (name, path) in paths(record) {
            table.row([
                name.into(),
                match path.diverged_at(&record.settings) {
                    Some(_) => "diverged".into(),
                    None => number(path.end()),
                },
                path.sign_changes().to_string(),
                number(path.length_in_y()),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        claims::claims(record)
    }
}

/// The single paths, each with its arm's name.
fn paths(record: &RecordOf<OptimizerPaths>) -> impl Iterator<Item = (&str, &Path)> {
    record.arms.iter().filter_map(|arm| match &arm.trials.first()?.measured {
        Measured::Path(path) => Some((arm.name.as_str(), path)),
        Measured::Paths(_) => None,
    })
}
