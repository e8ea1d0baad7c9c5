//! Gradient descent · 경사법: G1–G4.
//!
//! The gradient is a vector of all partial derivatives, or a matrix for a matrix of weights (G1).
//! Going against it leads to the minimum (G2) at a learning rate that is neither too large nor too
//! small (G4), though not straight: it is the steepest way down from here, no more (G3).

use burn::tensor::{Device, Int, Tensor, TensorData};
use clap::Args;
use extensions::gradients::{BOOK_STEP, numerical_gradient};
use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use serde::{Deserialize, Serialize};

use crate::experiment::{Drawing, Experiment, Trial};
use crate::record::RecordOf;
use crate::settings::{count, finite, positive};
use crate::table::{Table, number};
use crate::training::cross_entropy;
use crate::verdict::{Claim, claim};

/// The experiment.
pub struct GradientDescent;

/// The book's settings (chapter 4.3 and 4.4); the descent down the valley is ours.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// The x₀ to descend from, in the bowl (G2, G4)
    #[arg(long, value_parser = finite, default_value = "-3", allow_negative_numbers = true)]
    pub start_x0: f64,

    /// The x₁ to descend from, in the bowl (G2, G4)
    #[arg(long, value_parser = finite, default_value = "4", allow_negative_numbers = true)]
    pub start_x1: f64,

    /// The learning rate η, in the bowl and in the valley (G2, G3)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub learning_rate: f64,

    /// Steps at that learning rate, in the bowl (G2)
    #[arg(long, value_parser = count, default_value = "20")]
    pub steps: usize,

    /// A learning rate that is too large (G4)
    #[arg(long, value_parser = positive, default_value = "10")]
    pub too_large: f64,

    /// A learning rate that is too small (G4)
    #[arg(long, value_parser = positive, default_value = "1e-10")]
    pub too_small: f64,

    /// Steps at the learning rates that are too large and too small (G4)
    #[arg(long, value_parser = count, default_value = "100")]
    pub more_steps: usize,

    /// Steps from (−7, 2) down the valley x²/20 + y² (ours) (G3)
    #[arg(long, value_parser = count, default_value = "30")]
    pub valley_steps: usize,

    /// The step h of the central difference (G1)
    #[arg(long, value_parser = positive, default_value_t = BOOK_STEP)]
    pub h: f64,
}

/// The bowl: f(x₀, x₁) = x₀² + x₁²
fn bowl(x: &[f64]) -> f64 {
    x[0] * x[0] + x[1] * x[1]
}

/// The valley: f(x, y) = x²/20 + y²
fn valley(x: &[f64]) -> f64 {
    x[0] * x[0] / 20.0 + x[1] * x[1]
}

/// Their gradients, for the descents: exact where x has grown to 1e128 and h is lost beside it.
/// (The book's central difference ends near 1e13 there, from rounding alone.)
fn bowl_gradient([x0, x1]: [f64; 2]) -> [f64; 2] {
    [2.0 * x0, 2.0 * x1]
}

fn valley_gradient([x, y]: [f64; 2]) -> [f64; 2] {
    [x / 10.0, 2.0 * y]
}

/// The parabola whose slopes the book draws: f(x) = 0.01x² + 0.1x
fn parabola(x: f64) -> f64 {
    0.01 * x * x + 0.1 * x
}

/// The book's input, weights and class (4.4.2), and the gradient that it prints for them.
const INPUT: [f64; 2] = [0.6, 0.9];
const WEIGHTS: [f64; 6] = [0.47355232, 0.9977393, 0.84668094, 0.85557411, 0.03563661, 0.69422093];
const CLASS: usize = 2;
const BOOK_GRADIENT: [f64; 6] =
    [0.21924763, 0.14356247, -0.36281009, 0.32887144, 0.2153437, -0.54421514];

/// The network of one layer: L(W) = −ln softmax(x W)[class].
///
/// # Shapes
/// - `w`: `[2, 3]`, row by row
fn network_loss(w: &[f64]) -> f64 {
    let logits = [0, 1, 2].map(|k| INPUT[0] * w[k] + INPUT[1] * w[3 + k]);
    logits.map(f64::exp).iter().sum::<f64>().ln() - logits[CLASS]
}

/// How far a weight is moved to see how far the loss moves with it (ours).
const NUDGE: f64 = 0.01;

/// Where the descent down the valley starts: the start of the optimizer paths.
const VALLEY_START: [f64; 2] = [-7.0, 2.0];

/// How long the steps are whose directions are compared, the last one as far as the minimum.
const LENGTHS: [f64; 4] = [0.01, 1.0, 3.0, 7.28];

/// What is worked out: gradients in three places, or one descent.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // each is named by what it displays as
pub enum Arm {
    Gradients,
    Learning,
    TooLarge,
    TooSmall,
    Valley,
}

impl std::fmt::Display for Arm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Gradients => "gradients",
            Self::Learning => "bowl",
            Self::TooLarge => "bowl, η too large",
            Self::TooSmall => "bowl, η too small",
            Self::Valley => "valley",
        })
    }
}

/// What a trial measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Gradients, both ways.
    Gradients(Gradients),
    /// A descent.
    Descent(Descent),
}

/// The same derivatives by central differences and automatically.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Both {
    /// By central differences, in 64 bits.
    pub numerical: Vec<f64>,
    /// By Burn's backpropagation, in 32 bits.
    pub automatic: Vec<f64>,
}

impl Both {
    fn largest_difference(&self) -> f64 {
        largest_difference(&self.numerical, &self.automatic)
    }
}

/// Gradients, both ways.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Gradients {
    /// The places of the field, `[x₀, x₁]`.
    pub places: Vec<[f64; 2]>,
    /// The bowl's gradient there, ∂f/∂x₀ and ∂f/∂x₁ in turn.
    pub field: Both,
    /// The network's gradient ∂L/∂W, `[2, 3]`, row by row.
    pub weights: Both,
    /// How far the loss moves per distance when that weight alone moves by [`NUDGE`].
    pub nudged: Vec<f64>,
    /// The parabola's slopes at 5 and 10.
    pub slopes: Both,
}

/// A descent, and what is to be seen from its places.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Descent {
    /// The start and the place after each step, up to the last one that is finite.
    pub path: Vec<[f64; 2]>,
    /// At each place the angle between the negative gradient and the way to the minimum, in degrees.
    pub angles: Vec<f64>,
    /// At each place the angle between the negative gradient and the direction, of 360, in which a
    /// step of 1e-4 lowers the value most, in degrees.
    pub off_steepest: Vec<f64>,
    /// From the start, for each of [`LENGTHS`] and each of 360 directions: the change of the value
    /// per length of the step.
    pub changes: Vec<Vec<f64>>,
}

impl Descent {
    fn distances(&self) -> Vec<f64> {
        self.path.iter().map(|[x, y]| x.hypot(*y)).collect()
    }

    /// The distance to the minimum at the end, in distances at the start.
    fn left(&self) -> f64 {
        self.distances()[self.path.len() - 1] / self.distances()[0]
    }
}

/// The angle between two directions, in degrees; 0 where one of them is none.
fn angle(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (cross, dot) = (a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]);
    cross.abs().atan2(dot).to_degrees()
}

/// For each whole degree, the change of `f` from `x` by a step of `length` that way, per length.
fn changes(f: fn(&[f64]) -> f64, [x, y]: [f64; 2], length: f64) -> Vec<f64> {
    let change = |degree: i32| {
        let (sin, cos) = f64::from(degree).to_radians().sin_cos();
        (f(&[x + length * cos, y + length * sin]) - f(&[x, y])) / length
    };
    (0..360).map(change).collect()
}

/// The direction of the lowest of 360 values.
fn lowest(changes: &[f64]) -> [f64; 2] {
    let lowest = (0..changes.len()).min_by(|&a, &b| changes[a].total_cmp(&changes[b]));
    let (sin, cos) = (lowest.unwrap_or(0) as f64).to_radians().sin_cos();
    [cos, sin]
}

/// Gradient descent: x ← x − η ∂f/∂x, as far as the numbers are finite.
fn descend(
    f: fn(&[f64]) -> f64,
    gradient: fn([f64; 2]) -> [f64; 2],
    start: [f64; 2],
    (rate, steps): (f64, usize),
    trial: &Trial,
) -> Descent {
    let mut path = vec![start];
    let mut x = start;
    for _ in 0..steps {
        let g = gradient(x);
        x = [x[0] - rate * g[0], x[1] - rate * g[1]];
        trial.step_done();
        // The value squares them: beyond this it is infinite.
        if x.iter().all(|x| x.abs() < 1e150) {
            path.push(x);
        } else {
            break;
        }
    }
    let downhill = |&x: &[f64; 2]| gradient(x).map(|g| -g);
    let to_minimum = |x: &[f64; 2]| x.map(|x| -x);
    Descent {
        angles: path.iter().map(|x| angle(downhill(x), to_minimum(x))).collect(),
        off_steepest: path
            .iter()
            .map(|x| angle(downhill(x), lowest(&changes(f, *x, 1e-4))))
            .collect(),
        changes: LENGTHS.iter().map(|&length| changes(f, start, length)).collect(),
        path,
    }
}

/// The derivatives of the scalar `f` by Burn, at the tensor that `data` holds.
fn automatic<const D: usize>(
    data: TensorData,
    device: &Device,
    f: impl Fn(Tensor<D>) -> Tensor<1>,
) -> Vec<f64> {
    let x = Tensor::<D>::from_data(data, device).require_grad();
    let gradients = f(x.clone()).backward();
    x.grad(&gradients).expect("f depends on x").into_data().iter().collect()
}

fn gradients(h: f64, device: &Device) -> Gradients {
    // [−2, 2]² every 0.25
    let place = |i: usize| -2.0 + 0.25 * i as f64;
    let places: Vec<[f64; 2]> = (0..17 * 17).map(|i| [place(i % 17), place(i / 17)]).collect();
    let numerical = |x: &[f64; 2]| numerical_gradient(bowl, &mut x.clone(), h);
    let all = TensorData::new(places.concat(), [places.len(), 2]);
    let field = Both {
        numerical: places.iter().flat_map(numerical).collect(),
        automatic: automatic::<2>(all, device, |x| x.square().sum()),
    };

    let label = Tensor::<1, Int>::from_data([CLASS as i32], device);
    let input = Tensor::<2>::from_data(TensorData::new(INPUT.to_vec(), [1, 2]), device);
    let w = TensorData::new(WEIGHTS.to_vec(), [2, 3]);
    let weights = Both {
        numerical: numerical_gradient(network_loss, &mut WEIGHTS.clone(), h),
        automatic: automatic::<2>(w, device, |w| {
            cross_entropy(input.clone().matmul(w), label.clone())
        }),
    };
    let nudged = |i: usize| {
        let mut w = WEIGHTS;
        w[i] += NUDGE;
        (network_loss(&w) - network_loss(&WEIGHTS)) / NUDGE
    };

    let slopes = Both {
        numerical: [5.0, 10.0]
            .map(|x| numerical_gradient(|x| parabola(x[0]), &mut [x], h)[0])
            .to_vec(),
        automatic: automatic::<1>(TensorData::from([5.0, 10.0]), device, |x| {
            (x.clone().square() * 0.01 + x * 0.1).sum()
        }),
    };
    Gradients { places, field, weights, nudged: (0..6).map(nudged).collect(), slopes }
}

fn largest_difference(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

fn gradients_of(record: &RecordOf<GradientDescent>) -> Option<&Gradients> {
    record.arm("gradients").find_map(|measured| match measured {
        Measured::Gradients(gradients) => Some(gradients),
        Measured::Descent(_) => None,
    })
}

fn descent_of(record: &RecordOf<GradientDescent>, arm: Arm) -> Option<&Descent> {
    record.arm(&arm.to_string()).find_map(|measured| match measured {
        Measured::Descent(descent) => Some(descent),
        Measured::Gradients(_) => None,
    })
}

impl Experiment for GradientDescent {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const NAME: &'static str = "gradient_descent";
    const TITLE: &'static str = "Gradient descent · 경사법";
    const ABOUT: &'static str = "What a gradient is, where following it leads, at which learning \
                                 rates, and that it does not always point at the minimum.";
    const SHOWS: &'static str = "gradients, where following them leads, and at which rates";
    const STATEMENTS: &'static [&'static str] = &["G1", "G2", "G3", "G4"];
    const SEEDS: usize = 1;
    const NEEDS_DATA: bool = false;

    fn arms(_: &Settings) -> Vec<Arm> {
        vec![Arm::Gradients, Arm::Learning, Arm::TooLarge, Arm::TooSmall, Arm::Valley]
    }

    fn steps(settings: &Settings, arm: &Arm) -> u64 {
        match arm {
            Arm::Gradients => 0,
            _ => descent(settings, *arm).1 as u64,
        }
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let start = [settings.start_x0, settings.start_x1];
        let how = descent(settings, *arm);
        match arm {
            Arm::Gradients => Measured::Gradients(gradients(settings.h, &trial.autodiff())),
            Arm::Valley => {
                Measured::Descent(descend(valley, valley_gradient, VALLEY_START, how, trial))
            }
            _ => Measured::Descent(descend(bowl, bowl_gradient, start, how, trial)),
        }
    }

    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let mut figures = Vec::new();
        if let Some(gradients) = gradients_of(record) {
            figures.push(("gradient_field", gradient_field(gradients).into()));
            figures.push(("tangents", tangents(gradients).into()));
        }
        figures.push(("learning_rates", learning_rates(record).into()));
        if let Some(descent) = descent_of(record, Arm::Valley) {
            figures.push(("not_at_the_minimum", not_at_the_minimum(descent).into()));
            figures.push(("steepest_direction", steepest_direction(descent).into()));
        }
        figures
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table =
            Table::new(["descent", "η", "steps", "distance at the start", "distance at the end"]);
        for arm in [Arm::Learning, Arm::TooLarge, Arm::TooSmall, Arm::Valley] {
            let Some(found) = descent_of(record, arm) else {
                continue;
            };
            let distances = found.distances();
            table.row([
                arm.to_string(),
                number(descent(&record.settings, arm).0),
                (distances.len() - 1).to_string(),
                number(distances[0]),
                number(distances[distances.len() - 1]),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let mut claims = Vec::new();
        if let Some(gradients) = gradients_of(record) {
            let Gradients { places, field, weights, nudged, slopes } = gradients;
            let exact: Vec<f64> = places.iter().flat_map(|&place| bowl_gradient(place)).collect();
            let rounding = "Burn's 32-bit numbers round at 2e-7 of the largest entry, 4";
            let off = largest_difference(&exact, &field.automatic).max(field.largest_difference());
            claims.extend([
                claim(
                    "G1",
                    "the gradient of x₀² + x₁² is (2x₀, 2x₁) all over the field, by central \
                             differences and automatically (largest difference)",
                )
                .because(rounding)
                .equals(0.0, 1e-6, off),
                claim(
                    "G1",
                    "the slopes of 0.01x² + 0.1x at 5 and 10 are 0.2 and 0.3, both ways \
                             (largest difference)",
                )
                .because(rounding)
                .equals(
                    0.0,
                    1e-6,
                    largest_difference(&slopes.automatic, &[0.2, 0.3])
                        .max(slopes.largest_difference()),
                ),
                claim(
                    "G1",
                    "the gradient of a 2 × 3 weight matrix has its six entries, the book's, \
                             both ways (largest difference)",
                )
                .because("the book prints eight decimals, and 32 bits hold seven")
                .equals(
                    0.0,
                    1e-6,
                    largest_difference(&weights.automatic, &BOOK_GRADIENT)
                        .max(weights.largest_difference()),
                ),
                claim(
                    "G1",
                    "moving one weight by 0.01 moves the loss by its entry times 0.01 \
                             (largest difference, per distance)",
                )
                .because("the loss bends by at most ¼ · 0.9², of which half of 0.01 is 0.001")
                .equals(
                    0.0,
                    1.1e-3,
                    largest_difference(&weights.automatic, nudged),
                ),
            ]);
        }
        if let Some(descent) = descent_of(record, Arm::Learning) {
            let values: Vec<f64> = descent.path.iter().map(|x| bowl(x)).collect();
            let falls = values.windows(2).filter(|pair| pair[1] < pair[0]).count();
            claims.extend([
                claim("G2", "every step against the gradient lowers the value (steps that do)")
                    .because("at a fitting learning rate none may raise it")
                    .is(
                        format!("all {}", values.len() - 1),
                        falls as f64,
                        falls == values.len() - 1,
                    ),
                claim(
                    "G2",
                    "gradient descent arrives at the minimum (what is left of the distance)",
                )
                .because("20 steps at η = 0.1 leave 0.8²⁰ = 1.2 %; 2 % is no longer to be seen")
                .is("below 0.02", descent.left(), descent.left() < 0.02),
            ]);
        }
        if let Some(descent) = descent_of(record, Arm::Valley) {
            let largest = |angles: &[f64]| angles.iter().copied().fold(0.0, f64::max);
            let lowest = |changes: &[f64]| changes.iter().copied().fold(f64::INFINITY, f64::min);
            let (off, straight) = (largest(&descent.angles), to_minimum(&descent.changes[0]));
            let share = straight / lowest(&descent.changes[0]);
            claims.extend([
                claim(
                    "G3",
                    "in a valley the negative gradient misses the minimum (largest angle on \
                             the way, in degrees)",
                )
                .because("a third of a right angle is plain to see")
                .at_our_setting()
                .is("above 30", off, off > 30.0),
                claim(
                    "G3",
                    "a small step towards the minimum lowers the value less than one along \
                             the negative gradient (ratio of what they lower)",
                )
                .because("at 1 both would be as steep")
                .at_our_setting()
                .is("below 1", share, share < 1.0),
                claim(
                    "G3",
                    "of all directions the negative gradient is the steepest for a small \
                             step, all along the way (largest angle between them, in degrees)",
                )
                .because("the directions tried are a degree apart")
                .at_our_setting()
                .is(
                    "at most 1",
                    largest(&descent.off_steepest),
                    largest(&descent.off_steepest) <= 1.0,
                ),
            ]);
        }
        if let Some(descent) = descent_of(record, Arm::TooLarge) {
            claims.push(
                claim(
                    "G4",
                    format!(
                        "η = {} diverges (distance at the end, in distances at the start)",
                        record.settings.too_large
                    ),
                )
                .because("above 1 it has moved away")
                .is("above 1", descent.left(), descent.left() > 1.0),
            );
        }
        if let Some(descent) = descent_of(record, Arm::TooSmall) {
            let gone = 1.0 - descent.left();
            claims.push(
                claim(
                    "G4",
                    format!(
                        "η = {} barely moves (share of the way that it has gone)",
                        record.settings.too_small
                    ),
                )
                .because("a hundredth of the way is hardly a move")
                .is("below 0.01", gone, gone < 0.01),
            );
        }
        claims
    }
}

/// The learning rate of a descent, and how many steps it takes.
fn descent(settings: &Settings, arm: Arm) -> (f64, usize) {
    match arm {
        Arm::TooLarge => (settings.too_large, settings.more_steps),
        Arm::TooSmall => (settings.too_small, settings.more_steps),
        Arm::Valley => (settings.learning_rate, settings.valley_steps),
        Arm::Learning | Arm::Gradients => (settings.learning_rate, settings.steps),
    }
}

/// What a step from the valley's start towards its minimum changes, of 360 directions.
fn to_minimum(changes: &[f64]) -> f64 {
    let [x, y] = VALLEY_START;
    let degree = (-y).atan2(-x).to_degrees().round() as i64;
    changes[degree.rem_euclid(360) as usize]
}

fn gradient_field(gradients: &Gradients) -> Figure {
    let vectors = gradients.field.automatic.chunks(2).map(|g| [-0.05 * g[0], -0.05 * g[1]]);
    Figure::new("The negative gradient points downhill, further where it is steeper")
        .subtitle("f(x₀, x₁) = x₀² + x₁²; each arrow is −0.05 times the gradient")
        .alt("A field of arrows over circular contours; all point at the middle, and they are longer \
              the further away they start.")
        .grid(1, 420.0, 420.0)
        .panel(
            Panel::new("")
                .x(Axis::new("x₀").range(-2.15, 2.15))
                .y(Axis::new("x₁").range(-2.15, 2.15))
                .with(Mark::contours(|x, y| bowl(&[x, y]), [0.25, 1.0, 2.25, 4.0, 6.25]))
                .with(Mark::arrows(Ink::Series(0), gradients.places.iter().copied().zip(vectors))),
        )
}

fn tangents(gradients: &Gradients) -> Figure {
    let curve = (0..=100).map(|i| 0.2 * f64::from(i)).map(|x| [x, parabola(x)]).collect();
    let places = [5.0, 10.0];
    let touches =
        places.into_iter().zip(&gradients.slopes.automatic).zip(1..).map(|((at, slope), ink)| {
            let tangent = [0.0, 20.0].map(|x| [x, parabola(at) + slope * (x - at)]);
            Mark::line(format!("slope {slope:.1} at x = {at}"), Ink::Series(ink), tangent.to_vec())
                .dashed()
        });
    let points = Mark::points("", Ink::Text, Marker::Dot, places.map(|x| [x, parabola(x)]));
    Figure::new("A derivative is the slope of the tangent")
        .subtitle("f(x) = 0.01x² + 0.1x")
        .alt("A parabola with its tangents at 5, of slope 0.2, and at 10, of slope 0.3.")
        .panel(
            Panel::new("")
                .x(Axis::new("x").range(0.0, 20.0))
                .y(Axis::new("f(x)").range(-1.2, 6.2))
                .with(Mark::line("f", Ink::Series(0), curve))
                .with_all(touches)
                .with(points),
        )
}

fn learning_rates(record: &RecordOf<GradientDescent>) -> Figure {
    let path = descent_of(record, Arm::Learning).map(|descent| descent.path.clone());
    let map = Panel::new(format!("the way at η = {}", record.settings.learning_rate))
        .x(Axis::new("x₀").range(-5.0, 5.0))
        .y(Axis::new("x₁").range(-5.0, 5.0))
        .with(Mark::contours(|x, y| bowl(&[x, y]), [1.0, 4.0, 9.0, 16.0, 25.0, 36.0]))
        .with(
            Mark::line("a dot a step", Ink::Series(0), path.unwrap_or_default())
                .marked(Marker::SmallDot),
        )
        .with(Mark::points("minimum", Ink::Text, Marker::Plus, [[0.0, 0.0]]));
    let distances = [Arm::TooLarge, Arm::TooSmall, Arm::Learning].into_iter().enumerate();
    let lines = distances.filter_map(|(i, arm)| {
        let ink = Ink::Series([5, 1, 0][i]);
        let distances = descent_of(record, arm)?.distances();
        // From where the line leaves the picture on, there is nothing to see.
        let shown = distances.iter().position(|d| *d > 1e9).map_or(distances.len(), |end| end + 1);
        Some(Mark::curve(
            format!("η = {}", number(descent(&record.settings, arm).0)),
            ink,
            &distances[..shown],
        ))
    });
    Figure::new("Too large a learning rate diverges, too small a one stays where it is")
        .subtitle("f(x₀, x₁) = x₀² + x₁²")
        .alt("Left, a straight path of ever shorter steps to the middle of circular contours. Right, \
              the distance to the minimum: at the large learning rate it leaves the picture within \
              a few steps, at the small one it stays, at the fitting one it falls.")
        .grid(2, 340.0, 340.0)
        .panel(map)
        .panel(
            Panel::new("how far from the minimum")
                .x(Axis::new("step").range(0.0, record.settings.more_steps as f64))
                .y(Axis::new("distance").range(1e-2, 1e6).log())
                .with_all(lines),
        )
}

fn not_at_the_minimum(descent: &Descent) -> Figure {
    let arrows =
        descent.path.iter().step_by(3).take(4).map(|&x| (x, valley_gradient(x).map(|g| -0.5 * g)));
    let [x, y] = VALLEY_START;
    let map = Panel::new("")
        .x(Axis::new("x").range(-8.0, 2.0))
        .y(Axis::new("y").range(-1.5, 2.5))
        .with(Mark::contours(|x, y| valley(&[x, y]), [0.1, 0.5, 1.0, 2.0, 3.0, 4.5, 6.5, 9.0]))
        .with(Mark::line("straight to the minimum", Ink::Muted, vec![[x, y], [0.0, 0.0]]).dashed())
        .with(
            Mark::line("descent, a dot a step", Ink::Series(0), descent.path.clone())
                .marked(Marker::SmallDot),
        )
        .with(Mark::arrows(Ink::Series(5), arrows))
        .with(Mark::points("minimum", Ink::Text, Marker::Plus, [[0.0, 0.0]]));
    let angles = Panel::new("angle between the negative gradient and the way to the minimum")
        .x(Axis::new("step"))
        .y(Axis::new("angle, degrees").range(0.0, 90.0))
        .with(Mark::curve("", Ink::Series(5), &descent.angles));
    Figure::new("The negative gradient does not point at the minimum")
        .subtitle("f(x, y) = x²/20 + y²; arrows are half the negative gradient")
        .alt("Over the contours of a long valley the arrows point across it, while the minimum lies \
              far along it; below, the angle between the two, more than sixty degrees at the start.")
        .grid(1, 620.0, 248.0)
        .panels([map, angles])
}

fn steepest_direction(descent: &Descent) -> Figure {
    let degrees = |[x, y]: [f64; 2]| y.atan2(x).to_degrees();
    let downhill = degrees(valley_gradient(VALLEY_START).map(|g| -g));
    let minimum = degrees(VALLEY_START.map(|x| -x));
    let lines = descent.changes.iter().zip(LENGTHS).enumerate().map(|(i, (changes, length))| {
        let turned = (-90..=120).map(|turn| {
            let degree = (downhill.round() as i32 + turn).rem_euclid(360);
            [degree, turn].map(f64::from)
        });
        let points = turned.map(|[degree, turn]| [turn, changes[degree as usize]]).collect();
        Mark::line(format!("step of length {length}"), Ink::Series(i), points)
    });
    Figure::new("For a small step the negative gradient is the best direction, not for a large one")
        .subtitle("f(x, y) = x²/20 + y², steps from (−7, 2) in every direction")
        .alt("The change of the value against the direction of the step. The smallest step's curve \
              is lowest at the negative gradient, the largest one's at the direction of the minimum.")
        .panel(
            Panel::new("")
                .x(Axis::new("direction: degrees from the negative gradient").range(-90.0, 120.0))
                .y(Axis::new("change of f per length").range(-4.5, 5.0))
                .with_all(lines)
                .with(Mark::place("negative gradient", 0.0))
                .with(Mark::place("minimum", minimum - downhill)),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::default_settings;
    use crate::verdict::Verdict;

    /// A record as it would be if gradients were `off` and descents followed `path`.
    fn made_up(off: f64, path: Vec<[f64; 2]>, angle: f64) -> RecordOf<GradientDescent> {
        let around = |values: Vec<f64>| Both {
            automatic: values.iter().map(|x| x + off).collect(),
            numerical: values,
        };
        let gradients = Gradients {
            places: vec![[1.0, -2.0]],
            field: around(vec![2.0, -4.0]),
            weights: around(BOOK_GRADIENT.to_vec()),
            nudged: BOOK_GRADIENT.to_vec(),
            slopes: around(vec![0.2, 0.3]),
        };
        let descent = Measured::Descent(Descent {
            angles: vec![angle; path.len()],
            off_steepest: vec![100.0 - angle; path.len()],
            changes: vec![
                (0..360).map(|i| if i == 344 { -1.0 - off } else { -1.0 - angle / 90.0 }).collect(),
            ],
            path,
        });
        let arms =
            [Arm::Learning, Arm::TooLarge, Arm::TooSmall, Arm::Valley].map(|arm| arm.to_string());
        let [learning, large, small, valley] =
            arms.each_ref().map(|name| (name.as_str(), vec![descent.clone()]));
        let first = ("gradients", vec![Measured::Gradients(gradients)]);
        RecordOf::<GradientDescent>::made_up(
            default_settings::<GradientDescent>(),
            [first, learning, large, small, valley],
        )
    }

    fn verdicts(record: &RecordOf<GradientDescent>, id: &str) -> Vec<Verdict> {
        let claims = GradientDescent::claims(record);
        claims.iter().filter(|claim| claim.statement == id).map(|claim| claim.verdict).collect()
    }

    #[test]
    fn what_is_false_does_not_hold() {
        use Verdict::{DoesNotHold, Holds};
        let arrives = made_up(0.0, vec![[3.0, 4.0], [0.03, 0.04]], 99.5);
        assert_eq!(verdicts(&arrives, "G1"), [Holds; 4]);
        assert_eq!(verdicts(&arrives, "G2"), [Holds; 2]);
        assert_eq!(verdicts(&arrives, "G3"), [Holds; 3]);
        assert_eq!(verdicts(&arrives, "G4"), [DoesNotHold; 2]);
        let leaves = made_up(0.01, vec![[3.0, 4.0], [30.0, 40.0]], 0.0);
        assert_eq!(verdicts(&leaves, "G1"), [DoesNotHold; 4]);
        assert_eq!(verdicts(&leaves, "G2"), [DoesNotHold; 2]);
        assert_eq!(verdicts(&leaves, "G3"), [DoesNotHold; 3]);
        assert_eq!(verdicts(&leaves, "G4")[0], Holds);
        let stays = made_up(0.0, vec![[3.0, 4.0], [2.999, 4.0]], 0.0);
        assert_eq!(verdicts(&stays, "G2")[1], DoesNotHold);
        assert_eq!(verdicts(&stays, "G4"), [DoesNotHold, Holds]);
    }
}
