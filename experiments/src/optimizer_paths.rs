//! Optimizer paths · 매개변수 최적화: O1–O5 on f(x, y) = x²/20 + y².
//!
//! The function is a valley, twenty times steeper in y than in x. SGD zig-zags across it (O2),
//! Momentum rolls along it (O3), AdaGrad's steps shrink (O4), Adam does both (O5).

use std::fmt;

use burn::module::{Module, Param};
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor};
use clap::Args;
use extensions::optimizers::Adam;
use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use serde::{Deserialize, Serialize};

use crate::experiment::{Drawing, Experiment, Trial};
use crate::optimizers::{LearningRates, named, optimizer_name};
use crate::record::{ArmRecord, RecordOf};
use crate::settings::{count, finite};
use crate::table::{Table, number};
use crate::verdict::{Claim, claim};

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
          default_value = "SGD,Momentum,AdaGrad,Adam,Nesterov,RMSprop")]
    pub optimizers: Vec<String>,

    /// Learning rates η, per optimizer: SGD=0.95,Momentum=0.1,AdaGrad=1.5,Adam=0.3 are the book's,
    /// Nesterov=0.1,RMSprop=0.3 ours; those not named keep theirs (O1-O5)
    #[arg(long, value_parser = rates, default_value = "", hide_default_value = true)]
    pub learning_rates: LearningRates,
}

fn rates(text: &str) -> Result<LearningRates, String> {
    LearningRates::parse(text, |named| named.path_rate)
}

/// f(x, y) = x²/20 + y²
pub fn f(x: f64, y: f64) -> f64 {
    x * x / 20.0 + y * y
}

/// One curve: an optimizer of the list, or Adam without its bias correction (O5).
#[derive(Clone)]
pub struct Arm {
    name: String,
    bias_correction: bool,
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, bias_correction } = self;
        if *bias_correction { write!(f, "{name}") } else { write!(f, "{WITHOUT_CORRECTION}") }
    }
}

const WITHOUT_CORRECTION: &str = "Adam without bias correction";

/// Where an optimizer went.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// `[x, y]` at the start and after each step.
    pub path: Vec<[f64; 2]>,
}

impl Measured {
    fn ys(&self) -> Vec<f64> {
        self.path.iter().map(|point| point[1]).collect()
    }

    /// How often y changes its sign: crossings of the valley's floor.
    fn sign_changes(&self) -> usize {
        self.ys().windows(2).filter(|pair| pair[0] * pair[1] < 0.0).count()
    }

    /// Σ |Δy|: how far the path goes up and down the valley's sides.
    fn length_in_y(&self) -> f64 {
        self.ys().windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum()
    }

    /// f where the path ends.
    fn end(&self) -> f64 {
        let [x, y] = *self.path.last().expect("a path has its start");
        f(x, y)
    }

    /// The steps' sizes in one coordinate.
    fn steps(&self, coordinate: usize) -> Vec<f64> {
        self.path.windows(2).map(|pair| (pair[1][coordinate] - pair[0][coordinate]).abs()).collect()
    }
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

impl Experiment for OptimizerPaths {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const NAME: &'static str = "optimizer_paths";
    const TITLE: &'static str = "Optimizer paths · 매개변수 최적화";
    const ABOUT: &'static str =
        "The paths of six optimizers down the valley f(x, y) = x²/20 + y²: who zig-zags, and why.";
    const SHOWS: &'static str = "the paths of six optimizers down a valley";
    const STATEMENTS: &'static [&'static str] = &["O1", "O2", "O3", "O4", "O5"];
    const SEEDS: usize = 1;
    const NEEDS_DATA: bool = false;

    fn arms(settings: &Settings) -> Vec<Arm> {
        let arm = |name: &String| Arm { name: name.clone(), bias_correction: true };
        let mut arms: Vec<Arm> = settings.optimizers.iter().map(arm).collect();
        if settings.optimizers.iter().any(|name| name == "Adam") {
            arms.push(Arm { name: "Adam".into(), bias_correction: false });
        }
        arms
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.steps as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let mut optimizer = match arm.bias_correction {
            true => (named(&arm.name).expect("a name from the list").build)(0.0),
            false => ModuleOptimizer::from(Adam { bias_correction: false, ..Adam::default() }),
        };
        let rate = settings.learning_rates.of(&arm.name);
        let mut point = Point::at([settings.start_x, settings.start_y], &trial.autodiff());

        let mut path = vec![[settings.start_x, settings.start_y]];
        for _ in 0..settings.steps {
            let gradients = GradientsParams::from_grads(point.f().backward(), &point);
            point = optimizer.step(rate, point, gradients);
            path.push(point.position());
            trial.step_done();
        }
        Measured { path }
    }

    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let levels = [0.05, 0.25, 0.75, 1.5, 2.5, 4.0, 6.0, 9.0];
        let panels = record.arms.iter().map(|arm| {
            let path = arm.trials[0].measured.path.clone();
            let start = Mark::Points {
                label: "start".into(),
                points: vec![(path[0], Ink::Text)],
                marker: Marker::Square,
            };
            let minimum = Mark::Points {
                label: "minimum".into(),
                points: vec![([0.0, 0.0], Ink::Text)],
                marker: Marker::Plus,
            };
            let rate = record.settings.learning_rates.of(arm.name.split(' ').next().unwrap_or(""));
            Panel::new(format!("{}, η = {rate}", arm.name))
                .x(Axis::new("x").range(-8.5, 4.5))
                .y(Axis::new("y").range(-3.2, 3.2))
                .with(Mark::contours(f, levels))
                .with(
                    Mark::line("path, a dot a step", Ink::Series(5), path).marked(Marker::SmallDot),
                )
                .with_all([start, minimum])
        });
        let paths = Figure::new("How six optimizers find the lowest point of a valley")
            .subtitle(format!("f(x, y) = x²/20 + y², {} steps", record.settings.steps))
            .alt("For each optimizer its path over the contours of f: SGD zig-zags across the valley, \
                  Momentum swings along it, AdaGrad and Adam bend towards the minimum.")
            .grid(3, 270.0, 180.0)
            .shared_axes()
            .panels(panels);

        let sizes = |title: &str, coordinate: usize| {
            let line = |(i, arm): (usize, &ArmRecord<Measured>)| {
                let steps = arm.trials[0].measured.steps(coordinate);
                let points =
                    steps.iter().enumerate().map(|(t, &size)| [t as f64 + 1.0, size.max(1e-6)]);
                let line = Mark::line(arm.name.clone(), Ink::Series(i), points.collect());
                if i >= 4 { line.dashed() } else { line }
            };
            Panel::new(title)
                .x(Axis::new("step"))
                .y(Axis::new("size of the step").range(1e-5, 10.0).log())
                .with_all(record.arms.iter().enumerate().map(line))
        };
        let steps = Figure::new("How large each step is, in each direction")
            .subtitle("AdaGrad gives each coordinate its own learning rate, which falls as it goes")
            .alt("Step sizes in x and in y on a logarithmic scale, for each optimizer.")
            .grid(2, 400.0, 260.0)
            .panels([sizes("along the valley: |Δx|", 0), sizes("across the valley: |Δy|", 1)]);
        vec![("optimizer_paths", paths.into()), ("step_sizes", steps.into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table =
            Table::new(["optimizer", "f at the end", "sign changes of y", "path length in y"]);
        for arm in &record.arms {
            let path = &arm.trials[0].measured;
            table.row([
                arm.name.clone(),
                number(path.end()),
                path.sign_changes().to_string(),
                number(path.length_in_y()),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let path = |name: &str| record.arm(name).next();
        let mut claims = Vec::new();
        if let Some(sgd) = path("SGD") {
            let rate = record.settings.learning_rates.of("SGD");
            let by_hand = sgd.path.windows(2).map(|pair| {
                let ([x, y], [next_x, next_y]) = (pair[0], pair[1]);
                let (expected_x, expected_y) = (x - rate * x / 10.0, y - rate * 2.0 * y);
                (next_x - expected_x).abs().max((next_y - expected_y).abs())
            });
            claims.push(
                claim("O1", "each step of SGD is W − η ∂L/∂W worked by hand (largest difference)")
                    .because("32-bit numbers round at 1e-7 of the largest coordinate, 7")
                    .equals(0.0, 5e-6, by_hand.fold(0.0, f64::max)),
            );
            let crossings = sgd.sign_changes();
            claims.push(
                claim(
                    "O2",
                    "SGD crosses the valley's floor at least every second step (crossings)",
                )
                .because("a path that only descends never crosses it; half the steps is a zig-zag")
                .is(
                    format!("at least {}", sgd.path.len() / 2),
                    crossings as f64,
                    crossings >= sgd.path.len() / 2,
                ),
            );
        }
        if let (Some(sgd), Some(momentum)) = (path("SGD"), path("Momentum")) {
            let ratio = momentum.length_in_y() / sgd.length_in_y();
            claims.push(
                claim("O3", "Momentum's way up and down the sides is shorter than SGD's (ratio)")
                    .because("below 1 the zig-zag shrank")
                    .is("below 1", ratio, ratio < 1.0),
            );
            let steps = momentum.steps(0);
            let rising =
                steps.iter().take(5).zip(steps.iter().skip(1)).filter(|(a, b)| b > a).count();
            claims.push(
                claim("O3", "Momentum's steps along the valley grow while the gradient keeps its direction (of the first 5)")
                    .because("x keeps its sign for longer than 5 steps, so every step adds to the velocity")
                    .is("all 5", rising as f64, rising == steps.len().saturating_sub(1).min(5)),
            );
        }
        if let Some(adagrad) = path("AdaGrad") {
            // What AdaGrad multiplies each gradient by: Δ / gradient, from the path alone.
            let rates = |coordinate: usize, slope: f64| -> Vec<f64> {
                let moves =
                    adagrad.path.windows(2).map(|pair| (pair[0][coordinate], pair[1][coordinate]));
                moves.filter(|(a, _)| a.abs() > 1e-3).map(|(a, b)| (a - b) / (slope * a)).collect()
            };
            let (in_x, in_y) = (rates(0, 0.1), rates(1, 2.0));
            let rises =
                |rates: &[f64]| rates.windows(2).filter(|pair| pair[1] > pair[0] * 1.001).count();
            let total = rises(&in_x) + rises(&in_y);
            claims.push(
                claim("O4", "AdaGrad's learning rate never rises, in x or in y (times it rose)")
                    .because("h only grows; 0.1 % is left for rounding")
                    .is("0", total as f64, total == 0),
            );
            let ratio = in_x.first().zip(in_y.first()).map_or(f64::NAN, |(x, y)| x / y);
            claims.push(
                claim("O4", "AdaGrad's first learning rate is larger where the slope is smaller (in x over in y)")
                    .because("each parameter has its own: where both were alike this would be 1")
                    .is("above 1.5", ratio, ratio > 1.5),
            );
        }
        if let (Some(adam), Some(without)) = (path("Adam"), path(WITHOUT_CORRECTION)) {
            let first = |m: &Measured| m.steps(0).first().copied().unwrap_or(f64::NAN);
            let rate = record.settings.learning_rates.of("Adam");
            claims.push(
                claim(
                    "O5",
                    "with bias correction Adam's first step is as long as its learning rate",
                )
                .because("then m̂/√v̂ is the gradient's sign")
                .equals(rate, 1e-4 * rate, first(adam)),
            );
            // m = 0.1 g and v = 0.001 g², so the step is η · 0.1/√0.001.
            claims.push(
                claim(
                    "O5",
                    "without it the first step is off by (1 − β₁)/√(1 − β₂), 3.162 (ratio)",
                )
                .because("m and v start at 0, v further from its mean than m")
                .equals(3.1623, 1e-3, first(without) / first(adam)),
            );
        }
        if let (Some(sgd), Some(adam)) = (path("SGD"), path("Adam")) {
            let ratio = adam.length_in_y() / sgd.length_in_y();
            claims.push(
                claim("O5", "Adam's way up and down the sides is shorter than SGD's (ratio)")
                    .because("below 1 the zig-zag shrank")
                    .is("below 1", ratio, ratio < 1.0),
            );
        }
        claims
    }
}
