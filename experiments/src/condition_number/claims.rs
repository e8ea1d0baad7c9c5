//! O2, O3 and O5 as measurable claims.

use lab::experiment::RecordOf;
use lab::table::number;
use lab::verdict::{Claim, Open, claim};
use language::{message, tr, translated};
use training::shown;
use training::statistics::mean;

use super::measured::{Descent, GROWTH_FROM, Measured};
use super::trial::{Arm, ConditionNumber};
use crate::shared::optimizers;

type Record = RecordOf<ConditionNumber>;

/// The condition numbers of the round bowl and of the book's function.
const ROUND: f64 = 1.0;
const BOOK: f64 = 20.0;

/// How the learning rates were chosen, which every claim rests on.
const CHOSEN: &str = message!(
    "For each κ every optimizer runs at the learning rate at which it takes the fewest steps. The starting points \
     that choose it are not those that are measured."
);

fn chosen() -> &'static str {
    translated(CHOSEN)
}

/// The claims on each statement, in the lecture's order.
pub fn claims(record: &Record) -> Vec<Claim> {
    vec![
        sgd_gets_slower(record),
        sgd_zig_zags(record),
        grows_more_slowly("O3", "Momentum", false, record),
        zig_zags_less("O3", "Momentum", record),
        zig_zags_less_everywhere("O3", "Momentum", record),
        grows_more_slowly("O5", "Adam", false, record),
        grows_more_slowly("O5", "Adam", true, record),
        zig_zags_less("O5", "Adam", record),
    ]
}

/// O2: the number of steps grows with κ.
fn sgd_gets_slower(record: &Record) -> Claim {
    let sentence =
        tr!("SGD's number of steps grows with the condition number κ (p, if it grows like κ^p)");
    growing(record, "O2", &["SGD".into()], sentence)
        .because(tr!("0 would mean that SGD is as fast in a valley as in a round bowl"))
        .mind(format!("{} {}", chosen(), tr!("The theory of gradient descent gives p = 1.")))
        .above(0.0, &record.values("SGD", Measured::growth))
}

/// O2: SGD jumps from side to side although its learning rate is the best.
fn sgd_zig_zags(record: &Record) -> Claim {
    let share = |measured: &Measured, kappa| {
        measured.at(kappa).map_or(f64::NAN, Descent::share_that_crosses)
    };
    let more = record.values("SGD", |measured| share(measured, BOOK) - share(measured, ROUND));
    let sentence = tr!(
        "SGD crosses the floor of the book's valley (κ = 20) in more of its steps than it crosses the axis of a \
         round bowl (difference of the fractions)"
    );
    at_kappa(record, "O2", &["SGD"], &[ROUND, BOOK], sentence)
        .because(tr!(
            "0 would mean that the zig-zag comes from the learning rate and not from the valley"
        ))
        .mind(format!(
            "{} {}",
            chosen(),
            tr!(
                "In a round bowl the best learning rate leads straight to the minimum. In the valley a learning \
                 rate at which SGD does not cross the floor is too small for the flat direction."
            )
        ))
        .above(0.0, &more)
}

/// O3 and O5: the number of steps grows more slowly than SGD's.
fn grows_more_slowly(id: &str, name: &str, is_turned: bool, record: &Record) -> Claim {
    let arm = |name: &str| match is_turned {
        true => Arm::Turned(name.into()).to_string(),
        false => Arm::Along(name.into()).to_string(),
    };
    let (sgd, other) = (arm("SGD"), arm(name));
    let slower = record.differences(&sgd, &other, Measured::growth);
    let sentence = match is_turned {
        true => tr!(
            "in valleys that run along no axis of the parameters, {name}'s number of steps grows more slowly \
             with κ than SGD's (difference of the p in κ^p)",
            name = shown_name(name)
        ),
        false => tr!(
            "{name}'s number of steps grows more slowly with κ than SGD's (difference of the p in κ^p)",
            name = shown_name(name)
        ),
    };
    let sgd_and_other = [sgd, other];
    growing(record, id, &sgd_and_other, &sentence)
        .because(tr!("0 would mean that a valley slows both down equally"))
        .mind(format!("{}{}", chosen(), steps_in_the_books_valley(record, &sgd_and_other)))
        .above(0.0, &slower)
}

/// An arm in the current language.
pub fn shown_name(arm: &str) -> String {
    match arm.strip_suffix(", turned valley") {
        Some(name) => tr!("{name}, turned valley", name = optimizers::shown(name)),
        None if arm == Arm::MomentumChosen.to_string() => tr!("Momentum, α chosen too").into(),
        None => optimizers::shown(arm),
    }
}

/// Growing more slowly does not mean needing fewer steps: what both need at κ = 20.
fn steps_in_the_books_valley(record: &Record, arms: &[String; 2]) -> String {
    let steps = |arm: &String| {
        mean(&record.values(arm, |m| m.at(BOOK).map_or(f64::NAN, |descent| descent.steps)))
    };
    let [sgd, other] = [0, 1].map(|i| steps(&arms[i]));
    if !(sgd.is_finite() && other.is_finite()) {
        return String::new();
    }
    let [of_sgd, of_other] = [0, 1].map(|i| shown_name(&arms[i]));
    let remark = tr!(
        "Growing more slowly is not the same as being faster everywhere: at κ = {kappa} the numbers of steps are \
         {sgd} ({of_sgd}) and {other} ({of_other}).",
        kappa = BOOK,
        sgd = number(sgd),
        of_sgd,
        other = number(other),
        of_other
    );
    format!(" {remark}")
}

/// O3 and O5: the way up and down the sides is shorter than SGD's.
fn zig_zags_less(id: &str, name: &str, record: &Record) -> Claim {
    let sentence = tr!(
        "in the book's valley (κ = 20) {name}'s path up and down the sides is shorter than SGD's (ln of \
         the ratio of lengths in y, SGD's over {name}'s)",
        name = shown_name(name)
    );
    at_kappa(record, id, &["SGD", name], &[BOOK], &sentence)
        .because(tr!("0 would mean a zig-zag as long as SGD's"))
        .mind(chosen())
        .above(0.0, &shortened(record, name, BOOK))
}

/// For each seed, the ln of the ratio of the lengths of the paths across the valley, SGD's over the other's.
fn shortened(record: &Record, name: &str, kappa: f64) -> Vec<f64> {
    record.differences("SGD", name, |measured| {
        measured.at(kappa).map_or(f64::NAN, |descent| descent.length_across.ln())
    })
}

/// O3: the same over all valleys that are as narrow as the book's or narrower.
fn zig_zags_less_everywhere(id: &str, name: &str, record: &Record) -> Claim {
    let kappas: Vec<f64> =
        record.settings.condition_numbers.iter().copied().filter(|&kappa| kappa >= BOOK).collect();
    // For each seed, the valley in which the path is shortened least.
    let of_kappas = kappas.iter().map(|&kappa| shortened(record, name, kappa));
    let least = of_kappas.reduce(|a, b| a.iter().zip(&b).map(|(a, b)| a.min(*b)).collect());
    let means: Vec<String> = kappas
        .iter()
        .map(|&kappa| {
            let times = number(mean(&shortened(record, name, kappa)).exp());
            tr!("{times} at κ = {kappa}", times, kappa = shown::number(kappa))
        })
        .collect();
    let sentence = tr!(
        "in every valley from κ = {kappa} on, {name}'s path up and down the sides is shorter than SGD's \
         (the smallest ln of the ratio of lengths in y, SGD's over {name}'s)",
        kappa = BOOK,
        name = shown_name(name)
    );
    at_kappa(record, id, &["SGD", name], &[BOOK], &sentence)
        .because(tr!("0 would mean that there is a valley with a zig-zag as long as SGD's"))
        .otherwise(tr!(
            "In narrow valleys, the learning rate at which {name} takes the fewest steps is so high that it \
             swings widely from side to side, while SGD's path across has the same length at each κ. \
             Ratio of the lengths, SGD's over {name}'s: {ratios}. What {name} gains is the number of steps.",
            name = shown_name(name),
            ratios = means.join(", ")
        ))
        .above(0.0, &least.unwrap_or_default())
}

/// Opens a claim on the growth of these arms.
fn growing(record: &Record, id: &str, arms: &[String], sentence: &str) -> Open {
    let kappas = &record.settings.condition_numbers;
    let missing = match kappas.iter().filter(|&&kappa| kappa >= GROWTH_FROM).count() {
        0 | 1 => {
            tr!("fewer than two condition numbers from {from} up were run", from = GROWTH_FROM)
        }
        _ => record.missing(arms.iter().map(String::as_str)),
    };
    claim(id, sentence).at_our_setting().lacking(missing)
}

/// Opens a claim on the descents of these arms at these condition numbers.
fn at_kappa(record: &Record, id: &str, arms: &[&str], kappas: &[f64], sentence: &str) -> Open {
    let was_run = |kappa: &&f64| record.settings.condition_numbers.contains(kappa);
    let missing = match kappas.iter().find(|kappa| !was_run(kappa)) {
        Some(kappa) => tr!("κ = {kappa} was not run", kappa),
        None => record.missing(arms.iter().copied()),
    };
    claim(id, sentence).at_our_setting().lacking(missing)
}
