//! O1–O5 as claims.

use super::{OptimizerPaths, Path, Settings, WITHOUT_CORRECTION, paths};
use lab::experiment::RecordOf;
use lab::table::number;
use lab::verdict::{Claim, claim};

/// What a comparison with SGD does not say.
const AT_THESE_RATES: &str = "Each optimizer has the book's learning rate for it, and SGD's is by \
    far the largest. With SGD's lowered to 0.1 (--learning-rates SGD=0.1) SGD does not cross the \
    floor at all, and its way up and down is the shorter one.";

/// The statements as claims.
pub fn claims(record: &RecordOf<OptimizerPaths>) -> Vec<Claim> {
    static NOTHING: Path = Path(Vec::new());
    let path = |name: &str| arrived(record, name).unwrap_or(&NOTHING);
    let open = |id: &str, names: &[&str], sentence: &str| {
        let diverged =
            |name: &&&str| found(record, name).is_some() && arrived(record, name).is_none();
        let missing = match names.iter().find(diverged) {
            None => record.missing(names.iter().copied()),
            Some(name) => format!("{name} diverged"),
        };
        claim(id, sentence).lacking(missing)
    };
    let [sgd, momentum, adagrad, adam, without] =
        ["SGD", "Momentum", "AdaGrad", "Adam", WITHOUT_CORRECTION].map(path);
    let mut claims = Vec::new();
    let rate = record.settings.learning_rates.of("SGD");
    let by_hand = sgd.0.windows(2).map(|pair| {
        let ([x, y], [next_x, next_y]) = (pair[0], pair[1]);
        let (expected_x, expected_y) = (x - rate * x / 10.0, y - rate * 2.0 * y);
        (next_x - expected_x).abs().max((next_y - expected_y).abs())
    });
    let Settings { start_x, start_y, steps, .. } = record.settings;
    let places = sgd.0.iter().flatten().chain([&start_x, &start_y]);
    let largest = places.fold(0.0f64, |largest, x| largest.max(x.abs()));
    claims.push(
        open("O1", &["SGD"], "each step of SGD is W − η ∂L/∂W worked by hand (largest difference)")
            .because("32-bit numbers round at 6e-8, a few times a step, of the largest coordinate")
            .mind("Nothing is drawn here: the gradient is that of the whole function. SGD with mini-batches, which are drawn, is in O6.")
            .equals(0.0, 7e-7 * largest, by_hand.fold(0.0, f64::max)),
    );
    let crossings = sgd.sign_changes();
    claims.push(
        open(
            "O2",
            &["SGD"],
            "SGD crosses the valley's floor at least every second step (crossings)",
        )
        .because("a path that only descends never crosses it; half the steps is a zig-zag")
        .mind(why_it_zig_zags(record))
        .is(
            format!("at least {}", steps.div_ceil(2)),
            crossings as f64,
            crossings >= steps.div_ceil(2),
        ),
    );

    let ratio = momentum.length_in_y() / sgd.length_in_y();
    claims.push(
        open(
            "O3",
            &["SGD", "Momentum"],
            "Momentum's way up and down the sides is shorter than SGD's (ratio)",
        )
        .because("below 1 the zig-zag shrank")
        .mind(AT_THESE_RATES)
        .is("below 1", ratio, ratio < 1.0),
    );
    let steps = momentum.steps(0);
    let rising = steps.iter().take(5).zip(steps.iter().skip(1)).filter(|(a, b)| b > a).count();
    claims.push(
        open("O3", &["Momentum"], "Momentum's steps along the valley grow while the gradient keeps its direction (of the first 5)")
            .because("x keeps its sign for longer than 5 steps, so every step adds to the velocity")
            .is("all 5", rising as f64, rising == steps.len().saturating_sub(1).min(5)),
    );

    let (in_x, in_y) = (adagrad.rates(0), adagrad.rates(1));
    let rises = |rates: &[f64]| rates.windows(2).filter(|pair| pair[1] > pair[0] * 1.001).count();
    let total = rises(&in_x) + rises(&in_y);
    claims.push(
        open(
            "O4",
            &["AdaGrad"],
            "AdaGrad's learning rate never rises, in x or in y (times it rose)",
        )
        .because("h only grows; 0.1 % is left for rounding")
        .is("0", total as f64, total == 0),
    );
    let left = |rates: &[f64]| rates.last().zip(rates.first()).map_or(f64::NAN, |(z, a)| z / a);
    let (left_in_x, left_in_y) = (left(&in_x), left(&in_y));
    let most_left = left_in_x.max(left_in_y);
    let where_more = if left_in_y > left_in_x { "y" } else { "x" };
    claims.push(
        open(
            "O4",
            &["AdaGrad"],
            &format!(
                "AdaGrad's learning rate falls, in x and in y (what is left of it in {where_more}, \
                 where more is left)"
            ),
        )
        .because("at 1 it stays as it is")
        .is("below 1", most_left, most_left < 1.0),
    );
    let ratio = in_x.first().zip(in_y.first()).map_or(f64::NAN, |(x, y)| x / y);
    claims.push(
        open(
            "O4",
            &["AdaGrad"],
            "AdaGrad's first learning rate is larger where the slope is smaller (in x over in y)",
        )
        .because("each parameter has its own: where both were alike this would be 1")
        .is("above 1.5", ratio, ratio > 1.5),
    );

    let first = |path: &Path| path.steps(0).first().copied().unwrap_or(f64::NAN);
    let rate = record.settings.learning_rates.of("Adam");
    claims.push(
        open(
            "O5",
            &["Adam"],
            "with bias correction Adam's first step is as long as its learning rate",
        )
        .because("then m̂/√v̂ is the gradient's sign")
        .equals(rate, 1e-4 * rate, first(adam)),
    );
    // m = 0.1 g and v = 0.001 g², so the step is η · 0.1/√0.001.
    claims.push(
        open(
            "O5",
            &["Adam", WITHOUT_CORRECTION],
            "without it the first step is off by (1 − β₁)/√(1 − β₂), 3.162 (ratio)",
        )
        .because("m and v start at 0, v further from its mean than m")
        .equals(3.1623, 1e-3, first(without) / first(adam)),
    );

    let ratio = adam.length_in_y() / sgd.length_in_y();
    claims.push(
        open(
            "O5",
            &["SGD", "Adam"],
            "Adam's way up and down the sides is shorter than SGD's (ratio)",
        )
        .because("below 1 the zig-zag shrank")
        .mind(AT_THESE_RATES)
        .is("below 1", ratio, ratio < 1.0),
    );
    claims
}

/// The path of that name, if it was run.
fn found<'a>(record: &'a RecordOf<OptimizerPaths>, name: &str) -> Option<&'a Path> {
    paths(record).find(|(arm, _)| *arm == name).map(|(_, path)| path)
}

/// The path of that name, if it was run and did not diverge: another decides nothing.
fn arrived<'a>(record: &'a RecordOf<OptimizerPaths>, name: &str) -> Option<&'a Path> {
    found(record, name).filter(|path| path.diverged_at(&record.settings).is_none())
}

/// What makes SGD zig-zag, and what that costs (O2).
fn why_it_zig_zags(record: &RecordOf<OptimizerPaths>) -> String {
    const BOOK: f64 = 0.95;
    let rate = record.settings.learning_rates.of("SGD");
    let here = if rate == BOOK { String::new() } else { format!(", here it is {rate}") };
    let mut text = format!(
        "It is the learning rate that makes it jump: across the valley a step takes y to (1 − 2η) y, \
         which changes sign above η = ½. The book's η is {BOOK}{here}. With a small η SGD does not \
         zig-zag, but then it hardly moves along the valley."
    );
    if let Some(sgd) = arrived(record, "SGD") {
        let higher = ["Momentum", "Adam"].into_iter().filter_map(|name| {
            let end = arrived(record, name)?.end();
            (end > sgd.end()).then(|| format!("{name}'s {}", number(end)))
        });
        let higher: Vec<String> = higher.collect();
        if !higher.is_empty() {
            text += &format!(
                " It arrives all the same: f ends at {}, lower than {}. What is inefficient is the \
                 way, with {} changes of direction.",
                number(sgd.end()),
                higher.join(" and "),
                sgd.sign_changes()
            );
        }
    }
    text
}
