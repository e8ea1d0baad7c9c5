//! The loss on the way, the schedules, the differences to a constant learning rate, and the table.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::curves::{legend, mean_and_band};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::{interval, mean_of};
use lab::table::{Table, number, percent};
use training::losses::{LAST, ending_loss};
use training::statistics::mean;

use super::claims::CONSTANT;
use super::trial::{ARMS, Arm, LearningRateDecay, Measured};

type Record = RecordOf<LearningRateDecay>;

/// The figure, with the name of its files.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    vec![("learning_rate_decay", figure(record).into())]
}

/// Losses and accuracy at the end, and the difference to a constant learning rate.
pub fn table(record: &Record) -> Table {
    let ending = ending_loss(record.settings.iterations);
    let mut table = Table::new([
        "learning rate",
        "first η",
        &ending,
        "test loss",
        "test accuracy",
        "test loss below that of the constant η",
    ]);
    for (arm, rate) in ARMS.iter().zip(&record.settings.learning_rates) {
        let name = arm.to_string();
        let of = |value: fn(&Measured) -> f64| mean(&record.values(&name, value));
        table.row([
            name.clone(),
            rate.to_string(),
            number(of(|run| run.losses.last(LAST))),
            number(of(|run| run.test_loss)),
            percent(of(|run| run.test_accuracy)),
            below_constant(record, *arm),
        ]);
    }
    table
}

/// By how much the test loss lies below that of the constant learning rate, with its interval.
fn below_constant(record: &Record, arm: Arm) -> String {
    if arm == CONSTANT {
        return "–".into();
    }
    let gaps = gaps(record, arm);
    match interval(&gaps) {
        Some((low, high)) => format!("{} [{}, {}]", number(mean(&gaps)), number(low), number(high)),
        None => number(mean(&gaps)),
    }
}

/// For each seed, the test loss of the constant learning rate minus that of the arm.
fn gaps(record: &Record, arm: Arm) -> Vec<f64> {
    record.differences(&CONSTANT.to_string(), &arm.to_string(), |run| run.test_loss)
}

/// The losses, the schedules and the differences at the end.
fn figure(record: &Record) -> Figure {
    let settings = &record.settings;
    let losses = ARMS.iter().enumerate().flat_map(|(i, arm)| {
        let name = arm.to_string();
        let of_arm: Vec<Vec<f64>> =
            record.arm(&name).map(|measured| measured.losses.smoothed()).collect();
        let label = legend(&name, record.arm(&name).map(|measured| measured.losses.diverged_at));
        let [_, line] = mean_and_band(&label, Ink::Series(i), &of_arm);
        [line]
    });
    let schedules = ARMS.iter().enumerate().filter_map(|(i, arm)| match arm {
        Arm::Sgd(schedule) => {
            let factors = schedule.factors(settings.iterations, settings.end);
            Some(Mark::curve("", Ink::Series(i), &factors))
        }
        _ => None,
    });
    let others: Vec<Arm> = ARMS.iter().copied().filter(|&arm| arm != CONSTANT).collect();
    let rows = others.iter().map(|&arm| {
        let gaps = gaps(record, arm);
        let (low, high) = interval(&gaps).unwrap_or((f64::NAN, f64::NAN));
        (mean(&gaps), low, high)
    });
    let count = others.len() as f64;
    let title = match all_schedules_are_lower(record) {
        true => "SGD ends with a lower loss if its learning rate falls",
        false => "Constant and falling learning rates",
    };
    Figure::new(title)
        .subtitle(format!(
            "784-{}-10, {} images; each arm begins at its own best η; {}",
            settings.hidden.iter().map(usize::to_string).collect::<Vec<_>>().join("-"),
            settings.images,
            mean_of(record.provenance.seeds.len())
        ))
        .alt(
            "Left: the smoothed loss of each mini-batch against the iteration, for each way to lower the \
             learning rate. Middle: the schedules on a logarithmic axis. Right: by how much the test loss \
             at the end lies below that of SGD with a constant learning rate, with 95 % intervals.",
        )
        .grid(3, 300.0, 260.0)
        .panel(
            Panel::new("loss of each mini-batch")
                .x(Axis::new("iteration"))
                .y(Axis::new("loss").range(0.0, 0.6))
                .with_all(losses),
        )
        .panel(
            Panel::new("the factor of the first η")
                .x(Axis::new("iteration"))
                .y(Axis::new("factor, logarithmic").log())
                .with_all(schedules),
        )
        .panel(
            Panel::new("test loss below that of the constant η")
                .x(Axis::new("difference"))
                .y(Axis::categories(others.iter().map(Arm::to_string)).range(count - 0.5, -0.5))
                .with(Mark::place("", 0.0))
                .with(Mark::intervals(Ink::Series(0), rows)),
        )
}

/// Whether each of the schedules ended lower, on average.
fn all_schedules_are_lower(record: &Record) -> bool {
    let schedules = ARMS.iter().filter(|&&arm| matches!(arm, Arm::Sgd(_)) && arm != CONSTANT);
    schedules.copied().all(|arm| mean(&gaps(record, arm)) > 0.0)
}
