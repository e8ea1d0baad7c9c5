//! O1–O5 as measurable claims.

use lab::experiment::RecordOf;
use lab::table::number;
use lab::verdict::{Claim, Open, claim};
use training::statistics::largest;

use super::figure::paths;
use super::path::Path;
use super::trial::{OptimizerPaths, WITHOUT_CORRECTION};

type Record = RecordOf<OptimizerPaths>;

/// What a comparison with SGD does not say.
const AT_THESE_RATES: &str = "Each optimizer runs at the learning rate that the book gives it, and \
    SGD's is several times that of Momentum and Adam. At 0.1 (--learning-rates SGD=0.1) SGD does not \
    cross the floor at all, and its path up and down the sides is the shorter one.";

/// The claims on each statement, in the lecture's order.
pub fn claims(record: &Record) -> Vec<Claim> {
    let mut claims = vec![sgd_takes_gradient_steps(record), sgd_zig_zags(record)];
    claims.push(moves_less_in_y_than_sgd("O3", "Momentum", record));
    claims.push(momentum_accelerates(record));
    claims.extend(adagrad_lowers_its_rates(record));
    claims.extend(adam_corrects_its_bias(record));
    claims.push(moves_less_in_y_than_sgd("O5", "Adam", record));
    claims
}

/// O1: W ← W − η ∂L/∂W
fn sgd_takes_gradient_steps(record: &Record) -> Claim {
    let (settings, rate) = (&record.settings, record.settings.learning_rates.of("SGD"));
    let sgd = path(record, "SGD");
    let off = sgd.0.windows(2).map(|pair| {
        let ([x, y], [next_x, next_y]) = (pair[0], pair[1]);
        let (expected_x, expected_y) = (x - rate * x / 10.0, y - rate * 2.0 * y);
        (next_x - expected_x).abs().max((next_y - expected_y).abs())
    });
    let coordinates = sgd.0.iter().flatten().chain([&settings.start_x, &settings.start_y]);
    let size = largest(coordinates.map(|x| x.abs()));
    open(
        record,
        "O1",
        &["SGD"],
        "each SGD step leads to W − η ∂L/∂W, as computed by hand (largest difference)",
    )
    .because(
        "32-bit numbers have a relative rounding error of 6e-8, and each step rounds a few times",
    )
    .mind(
        "Nothing is random here: the gradient is that of the whole function. O6 covers SGD with \
             randomly drawn mini-batches.",
    )
    .equals(0.0, 7e-7 * size, largest(off))
}

/// O2: SGD jumps from side to side.
fn sgd_zig_zags(record: &Record) -> Claim {
    let crossings = path(record, "SGD").sign_changes();
    let half = record.settings.steps.div_ceil(2);
    let sentence = "SGD crosses the valley floor at least every second step (crossings)";
    open(record, "O2", &["SGD"], sentence)
        .because(
            "a path that only descends never crosses it; crossing in half of the steps is a zig-zag",
        )
        .mind(why_it_zig_zags(record))
        .is(format!("at least {half}"), crossings as f64, crossings >= half)
}

/// O3 and O5: the zig-zag is weaker than SGD's.
fn moves_less_in_y_than_sgd(id: &str, name: &'static str, record: &Record) -> Claim {
    let ratio = path(record, name).length_in_y() / path(record, "SGD").length_in_y();
    let sentence = format!(
        "{name}'s path up and down the sides is shorter than SGD's (ratio of lengths in y)"
    );
    open(record, id, &["SGD", name], &sentence)
        .because("1 would mean a zig-zag as strong as SGD's")
        .mind(AT_THESE_RATES)
        .is("below 1", ratio, ratio < 1.0)
}

/// O3: gradients that agree from step to step add up to speed.
fn momentum_accelerates(record: &Record) -> Claim {
    let steps = path(record, "Momentum").steps(0);
    let rising = steps.iter().take(5).zip(steps.iter().skip(1)).filter(|(a, b)| b > a).count();
    let sentence = "Momentum's steps along the valley grow while the gradient keeps its direction \
                    (how many of the first 5 grow)";
    open(record, "O3", &["Momentum"], sentence)
        .because("x keeps its sign for more than 5 steps, so every step adds to the velocity")
        .is("all 5", rising as f64, rising == steps.len().saturating_sub(1).min(5))
}

/// O4: each parameter has its own learning rate, which falls.
fn adagrad_lowers_its_rates(record: &Record) -> [Claim; 3] {
    let adagrad = path(record, "AdaGrad");
    let (in_x, in_y) = (adagrad.rates(0), adagrad.rates(1));
    let open = |sentence: &str| open(record, "O4", &["AdaGrad"], sentence);

    let rises = |rates: &[f64]| rates.windows(2).filter(|pair| pair[1] > pair[0] * 1.001).count();
    let rises = rises(&in_x) + rises(&in_y);

    let left = |rates: &[f64]| rates.last().zip(rates.first()).map_or(f64::NAN, |(z, a)| z / a);
    let (left_in_x, left_in_y) = (left(&in_x), left(&in_y));
    let most_left = largest([left_in_x, left_in_y]);
    let where_more = if left_in_y > left_in_x { "y" } else { "x" };

    let ratio = in_x.first().zip(in_y.first()).map_or(f64::NAN, |(x, y)| x / y);
    [
        open("AdaGrad's learning rate never rises, in x or in y (number of rises)")
            .because("h only grows; 0.1 % is allowed for rounding")
            .is("0", rises as f64, rises == 0),
        open(&format!(
            "AdaGrad's learning rate falls, in x and in y (the fraction that is left in {where_more}, \
             where more is left)"
        ))
        .because("1 would mean that it has not fallen")
        .is("below 1", most_left, most_left < 1.0),
        open("AdaGrad's first learning rate is larger where the slope is smaller (in x over in y)")
            .because("each parameter has its own learning rate; a shared one would give 1")
            .is("above 1.5", ratio, ratio > 1.5),
    ]
}

/// O5: Adam corrects both running means for having started at zero.
fn adam_corrects_its_bias(record: &Record) -> [Claim; 2] {
    let first_step = |name| path(record, name).steps(0).first().copied().unwrap_or(f64::NAN);
    let (with, without) = (first_step("Adam"), first_step(WITHOUT_CORRECTION));
    let rate = record.settings.learning_rates.of("Adam");
    let with_correction = "with bias correction, Adam's first step is as long as its learning rate";
    // m = 0.1 g and v = 0.001 g², so the step is η · 0.1/√0.001.
    let without_correction = "without bias correction, the first step is (1 − β₁)/√(1 − β₂) = 3.162 times as long (ratio)";
    [
        open(record, "O5", &["Adam"], with_correction)
            .because("at the first step, m̂/√v̂ is the sign of the gradient")
            .equals(rate, 1e-4 * rate, with),
        open(record, "O5", &["Adam", WITHOUT_CORRECTION], without_correction)
            .because("m and v start at 0, and v is biased more strongly towards 0 than m")
            .equals(3.1623, 1e-3, without / with),
    ]
}

/// Opens a claim that needs the paths of these arms: one that was not run or diverged decides nothing.
fn open(record: &Record, id: &str, names: &[&str], sentence: &str) -> Open {
    let diverged = |name: &&&str| found(record, name).is_some() && arrived(record, name).is_none();
    let missing = match names.iter().find(diverged) {
        None => record.missing(names.iter().copied()),
        Some(name) => format!("{name} diverged"),
    };
    claim(id, sentence).lacking(missing)
}

/// The path of that name; an empty one if it was not run or diverged.
fn path<'a>(record: &'a Record, name: &str) -> &'a Path {
    static NOTHING: Path = Path(Vec::new());
    arrived(record, name).unwrap_or(&NOTHING)
}

/// The path of that name, if it was run and did not diverge.
fn arrived<'a>(record: &'a Record, name: &str) -> Option<&'a Path> {
    found(record, name).filter(|path| path.diverged_at(&record.settings).is_none())
}

/// The path of that name, if it was run.
fn found<'a>(record: &'a Record, name: &str) -> Option<&'a Path> {
    paths(record).find(|(arm, _)| *arm == name).map(|(_, path)| path)
}

/// What makes SGD zig-zag, and what that costs (O2).
fn why_it_zig_zags(record: &Record) -> String {
    const BOOK: f64 = 0.95;
    let rate = record.settings.learning_rates.of("SGD");
    let here = if rate == BOOK { String::new() } else { format!("; here it is {rate}") };
    let mut text = format!(
        "The learning rate makes SGD jump: across the valley a step takes y to (1 − 2η) y, which \
         changes sign if η is above ½. The book's η is {BOOK}{here}. With a small η, SGD does not \
         zig-zag, but it hardly moves along the valley."
    );
    let Some(sgd) = arrived(record, "SGD") else {
        return text;
    };
    let higher = ["Momentum", "Adam"].into_iter().filter_map(|name| {
        let end = arrived(record, name)?.end();
        (end > sgd.end()).then(|| format!("{name}'s {}", number(end)))
    });
    let higher: Vec<String> = higher.collect();
    if !higher.is_empty() {
        text += &format!(
            " SGD still comes close to the minimum: f ends at {}, lower than {}. Only its path is \
             inefficient, with {} changes of direction.",
            number(sgd.end()),
            higher.join(" and "),
            sgd.sign_changes()
        );
    }
    text
}
