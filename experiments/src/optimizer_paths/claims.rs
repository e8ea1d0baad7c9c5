//! O1–O5 as measurable claims.

use lab::experiment::RecordOf;
use lab::table::number;
use lab::verdict::{Claim, Open, claim};
use language::tr;
use training::statistics::largest;

use super::figure::{named, shown, without_momentum};
use super::path::Path;
use super::settings::Settings;
use super::trial::{OptimizerPaths, WITHOUT_CORRECTION};

type Record = RecordOf<OptimizerPaths>;

/// The claims on each statement, in the lecture's order.
pub fn claims(record: &Record) -> Vec<Claim> {
    let mut claims = vec![sgd_takes_gradient_steps(record), sgd_zig_zags(record)];
    claims.push(momentum_accelerates(record));
    claims.extend(adagrad_lowers_its_rates(record));
    claims.extend(adam_corrects_its_bias(record));
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
        tr!("each SGD step leads to W − η ∂L/∂W, as computed by hand (largest difference)"),
    )
    .because(tr!(
        "32-bit numbers have a relative rounding error of 6e-8, and each step rounds a few times"
    ))
    .mind(tr!(
        "Nothing is random here: the gradient is that of the whole function. What random drawing \
             saves is measured on MNIST (mini_batches)."
    ))
    .equals(0.0, 7e-7 * size, largest(off))
}

/// O2: SGD jumps from side to side, also at the learning rate that suits it best.
fn sgd_zig_zags(record: &Record) -> Claim {
    let best = sgd_at_its_best(record);
    let missing = match best {
        Some(_) => String::new(),
        None => tr!(
            "no path at momentum 0 was run to its end ({arm})",
            arm = tr!("Momentum, over learning rates and momenta")
        ),
    };
    let (rate, path) = best.unwrap_or((f64::NAN, &NOTHING));
    let share = path.sign_changes() as f64 / record.settings.steps as f64;
    let sentence = tr!(
        "at the learning rate that leads SGD to the lowest f, it crosses the valley floor in at least nine of ten \
         steps (fraction of the steps)"
    );
    claim("O2", sentence)
        .because(tr!(
            "a path that only descends never crosses it, and one that moves at random in every second step"
        ))
        .mind(why_it_zig_zags(record, rate))
        .lacking(missing)
        .is(tr!("at least 0.9"), share, share >= 0.9)
}

/// Of the paths at momentum 0, the one with the lowest f at its end, with its learning rate.
fn sgd_at_its_best(record: &Record) -> Option<(f64, &Path)> {
    let arrived = |(_, path): &(f64, &Path)| path.diverged_at(&record.settings).is_none();
    without_momentum(record).filter(arrived).min_by(|(_, a), (_, b)| a.end().total_cmp(&b.end()))
}

/// O3: gradients that agree from step to step add up to speed.
fn momentum_accelerates(record: &Record) -> Claim {
    let steps = path(record, "Momentum").steps(0);
    let rising = steps.iter().take(5).zip(steps.iter().skip(1)).filter(|(a, b)| b > a).count();
    let sentence = tr!(
        "Momentum's steps along the valley grow while the gradient keeps its direction (how many of the first \
         5 grow)"
    );
    open(record, "O3", &["Momentum"], sentence)
        .because(tr!("x keeps its sign for more than 5 steps, so every step adds to the velocity"))
        .is(tr!("all 5"), rising as f64, rising == steps.len().saturating_sub(1).min(5))
}

/// O4: each parameter has its own learning rate, which falls.
fn adagrad_lowers_its_rates(record: &Record) -> [Claim; 3] {
    let adagrad = path(record, "AdaGrad");
    let (in_x, in_y) = (adagrad.rates(0), adagrad.rates(1));
    let open = |sentence: &str| open(record, "O4", &["AdaGrad"], sentence);

    let rate = record.settings.learning_rates.of("AdaGrad");
    let off = [(0, &in_x), (1, &in_y)].map(|(coordinate, measured)| {
        let expected = adagrad.adagrad_rates(coordinate, rate);
        let off = measured.iter().zip(expected).map(|(a, b)| (a / b - 1.0).abs());
        largest(off)
    });

    let rises = |rates: &[f64]| rates.windows(2).filter(|pair| pair[1] > pair[0] * 1.001).count();
    let rises = rises(&in_x) + rises(&in_y);
    let left = |rates: &[f64]| rates.last().zip(rates.first()).map_or(f64::NAN, |(z, a)| z / a);
    let most_left = largest([left(&in_x), left(&in_y)]);

    let ratio = in_x.first().zip(in_y.first()).map_or(f64::NAN, |(x, y)| x / y);
    let Settings { start_x, start_y, .. } = record.settings;
    let expected = (2.0 * start_y / (start_x / 10.0)).abs();
    [
        open(tr!("each AdaGrad step multiplies the gradient by η/√h, as computed by hand (largest relative difference in x and y)"))
            .because(tr!("0.1 % is allowed for the rounding of 32-bit numbers"))
            .equals(0.0, 1e-3, largest(off)),
        open(tr!("AdaGrad's learning rate falls in x and in y, and never rises (the last learning rate divided by the first, the larger of the two ratios)"))
            .because(tr!("h only grows; 0.1 % is allowed for rounding, and 1 would mean that it has not fallen"))
            .is(tr!("below 1, and no rise on the way"), most_left, most_left < 1.0 && rises == 0),
        open(tr!("AdaGrad's first learning rate is larger where the slope is smaller (in x over in y)"))
            .because(tr!("each parameter has its own learning rate, η over the size of its first gradient; a shared one would give 1"))
            .equals(expected, 1e-3 * expected, ratio),
    ]
}

/// O5: Adam corrects both running means for having started at zero.
fn adam_corrects_its_bias(record: &Record) -> [Claim; 2] {
    let first_step = |name| path(record, name).steps(0).first().copied().unwrap_or(f64::NAN);
    let (with, without) = (first_step("Adam"), first_step(WITHOUT_CORRECTION));
    let rate = record.settings.learning_rates.of("Adam");
    let with_correction =
        tr!("with bias correction, Adam's first step is as long as its learning rate");
    // m = 0.1 g and v = 0.001 g², so the step is η · 0.1/√0.001.
    let without_correction = tr!(
        "without bias correction, the first step is (1 − β₁)/√(1 − β₂) = 3.162 times as long (ratio)"
    );
    [
        open(record, "O5", &["Adam"], with_correction)
            .because(tr!("at the first step, m̂/√v̂ is the sign of the gradient"))
            .equals(rate, 1e-4 * rate, with),
        open(record, "O5", &["Adam", WITHOUT_CORRECTION], without_correction)
            .because(tr!("m and v start at 0, and v is biased more strongly towards 0 than m"))
            .equals(3.1623, 1e-3, without / with),
    ]
}

/// Opens a claim that needs the paths of these arms: one that was not run or diverged decides nothing.
fn open(record: &Record, id: &str, names: &[&str], sentence: &str) -> Open {
    let diverged = |name: &&&str| named(record, name).is_some() && arrived(record, name).is_none();
    let missing = match names.iter().find(diverged) {
        None => record.missing(names.iter().copied()),
        Some(name) => tr!("{name} diverged", name = shown(name)),
    };
    claim(id, sentence).lacking(missing)
}

static NOTHING: Path = Path(Vec::new());

/// The path of that name; an empty one if it was not run or diverged.
fn path<'a>(record: &'a Record, name: &str) -> &'a Path {
    arrived(record, name).unwrap_or(&NOTHING)
}

/// The path of that name, if it was run and did not diverge.
fn arrived<'a>(record: &'a Record, name: &str) -> Option<&'a Path> {
    named(record, name).filter(|path| path.diverged_at(&record.settings).is_none())
}

/// What makes SGD zig-zag at its best learning rate, and what the book's learning rate does (O2).
fn why_it_zig_zags(record: &Record, best: f64) -> String {
    let book = record.settings.learning_rates.of("SGD");
    let mut text = tr!(
        "Of the learning rates of the slider, {best} leads SGD to the lowest f. Across the valley a step \
         takes y to (1 − 2η) y, which changes sign if η is above ½. With a smaller η SGD does not zig-zag, \
         but it hardly moves along the valley. In a round bowl the best η is ½, and there is no zig-zag \
         (condition_number).",
        best
    );
    let Some(sgd) = arrived(record, "SGD") else {
        return text;
    };
    text += " ";
    text += &tr!(
        "At η = {book}, as in the figure, SGD crosses the floor {crossings} times and f ends at {end}.",
        book,
        crossings = sgd.sign_changes(),
        end = number(sgd.end())
    );
    let higher = ["Momentum", "Adam"].into_iter().filter_map(|name| {
        let end = arrived(record, name)?.end();
        (end > sgd.end()).then(|| (shown(name), number(end)))
    });
    let higher: Vec<_> = higher.collect();
    let lower = match higher.as_slice() {
        [(name, end)] => tr!(
            "That is lower than {name}'s {end} after as many steps at the book's learning rates.",
            name,
            end
        ),
        [(a, end_a), (b, end_b)] => tr!(
            "That is lower than {a}'s {end_a} and {b}'s {end_b} after as many steps at the book's learning rates.",
            a,
            end_a,
            b,
            end_b
        ),
        _ => return text,
    };
    text + " " + &lower
}
