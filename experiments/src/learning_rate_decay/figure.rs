//! The loss on the way, the schedules, the differences to a constant learning rate, and the table.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::curves::{legend, mean_and_band};
use lab::experiment::{Drawing, Experiment, RecordOf};
use lab::statistics::{interval, mean_of};
use lab::table::{Table, number, percent};
use training::losses::{LAST, ending_loss};
use training::statistics::mean;

use super::claims::CONSTANT;
use super::trial::{Arm, LearningRateDecay, Measured, WAYS, Way};

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
    for arm in LearningRateDecay::arms(&record.settings) {
        let name = arm.to_string();
        let of = |value: fn(&Measured) -> f64| mean(&record.values(&name, value));
        table.row([
            name.clone(),
            record.settings.first_rate(arm).to_string(),
            number(of(|run| run.losses.last(LAST))),
            number(of(|run| run.test_loss)),
            percent(of(|run| run.test_accuracy)),
            below_constant(record, arm),
        ]);
    }
    table
}

/// By how much the test loss lies below that of the constant learning rate, with its interval.
fn below_constant(record: &Record, arm: Arm) -> String {
    if arm.way == CONSTANT {
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
    let constant = Arm { way: CONSTANT, ..arm }.to_string();
    record.differences(&constant, &arm.to_string(), |run| run.test_loss)
}

/// For each batch size the losses and the differences at the end, and below them the schedules.
fn figure(record: &Record) -> Figure {
    let settings = &record.settings;
    let schedules = WAYS.iter().enumerate().filter_map(|(i, way)| match way {
        Way::Sgd(schedule) => {
            let factors = schedule.factors(settings.iterations, settings.end);
            Some(Mark::curve(way.to_string(), Ink::Series(i), &factors))
        }
        _ => None,
    });
    let panels = settings
        .batch_sizes
        .iter()
        .flat_map(|&size| [losses_panel(record, size), differences_panel(record, size)]);
    Figure::new(title(record))
        .subtitle(format!(
            "784-{}-10, {} images; each arm begins at its own best η; {}",
            settings.hidden.iter().map(usize::to_string).collect::<Vec<_>>().join("-"),
            settings.images,
            mean_of(record.provenance.seeds.len())
        ))
        .alt(
            "For each size of the mini-batches: the smoothed loss of each mini-batch against the \
             iteration, for each way to lower the learning rate, and by how much the test loss at the end \
             lies below that of SGD with a constant learning rate, with 95 % intervals. Last: the \
             schedules on a logarithmic axis.",
        )
        .grid(2, 400.0, 240.0)
        .panels(panels)
        .panel(
            Panel::new("the factor of the first η")
                .x(Axis::new("iteration"))
                .y(Axis::new("factor, logarithmic").log())
                .with_all(schedules),
        )
}

/// The smoothed losses of the mini-batches of that size.
fn losses_panel(record: &Record, batch_size: usize) -> Panel {
    let losses = WAYS.iter().enumerate().map(|(i, &way)| {
        let name = Arm { batch_size, way }.to_string();
        let of_arm: Vec<Vec<f64>> =
            record.arm(&name).map(|measured| measured.losses.smoothed()).collect();
        let diverged = record.arm(&name).map(|measured| measured.losses.diverged_at);
        let [_, line] = mean_and_band(&legend(&way.to_string(), diverged), Ink::Series(i), &of_arm);
        line
    });
    Panel::new(format!("loss of each mini-batch of {batch_size}"))
        .x(Axis::new("iteration"))
        .y(Axis::new("loss").range(0.0, 1.0))
        .with_all(losses)
}

/// The differences of the test losses to that of a constant learning rate.
fn differences_panel(record: &Record, batch_size: usize) -> Panel {
    let others: Vec<Way> = WAYS.into_iter().filter(|&way| way != CONSTANT).collect();
    let rows = others.iter().map(|&way| {
        let gaps = gaps(record, Arm { batch_size, way });
        let (low, high) = interval(&gaps).unwrap_or((f64::NAN, f64::NAN));
        (mean(&gaps), low, high)
    });
    let count = others.len() as f64;
    Panel::new(format!("batches of {batch_size}: test loss below that of the constant η"))
        .x(Axis::new("difference"))
        .y(Axis::categories(others.iter().map(Way::to_string)).range(count - 0.5, -0.5))
        .with(Mark::place("", 0.0))
        .with(Mark::intervals(Ink::Series(0), rows))
}

/// At which batch sizes all schedules ended lower, on average.
fn title(record: &Record) -> String {
    let falls = |way: &Way| matches!(way, Way::Sgd(_)) && *way != CONSTANT;
    let helps = |&&batch_size: &&usize| {
        let mut ways = WAYS.into_iter().filter(falls);
        ways.all(|way| mean(&gaps(record, Arm { batch_size, way })) > 0.0)
    };
    let sizes = &record.settings.batch_sizes;
    let helped: Vec<String> = sizes.iter().filter(helps).map(usize::to_string).collect();
    match helped.len() {
        0 => "Does SGD end with a lower loss if its learning rate falls?".into(),
        n if n == sizes.len() => "SGD ends with a lower loss if its learning rate falls".into(),
        _ => format!(
            "SGD ends with a lower loss if its learning rate falls, with mini-batches of {}",
            helped.join(" and ")
        ),
    }
}
