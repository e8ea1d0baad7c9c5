//! The loss on the way, the schedules, the differences to a constant learning rate, and the table.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::curves::{legend, mean_and_band};
use lab::experiment::{Drawing, Experiment, RecordOf};
use lab::statistics::{interval, mean_of};
use lab::table::{Table, number, percent};
use language::tr;
use training::losses::LAST;
use training::schedule;
use training::statistics::mean;

use super::claims::{CONSTANT, shown};
use super::trial::{Arm, LearningRateDecay, Measured, WAYS, Way, ways};
use crate::shared::finding::{Direction, direction};
use crate::shared::losses::ending_loss;

type Record = RecordOf<LearningRateDecay>;

/// The figure, with the name of its files.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    vec![("learning_rate_decay", figure(record).into())]
}

/// Losses and accuracy at the end, and the difference to a constant learning rate.
pub fn table(record: &Record) -> Table {
    let ending = ending_loss(record.settings.iterations);
    let mut table = Table::new([
        tr!("learning rate"),
        tr!("first η"),
        &ending,
        tr!("test loss"),
        tr!("test accuracy"),
        tr!("test loss below that of the constant η"),
    ]);
    for arm in LearningRateDecay::arms(&record.settings) {
        let name = arm.to_string();
        let of = |value: fn(&Measured) -> f64| mean(&record.values(&name, value));
        table.row([
            shown_arm(arm),
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
    let schedules = ways().into_iter().enumerate().filter_map(|(i, way)| {
        let Way::Sgd(schedule) = way else { return None };
        let factors = schedule::named(schedule)?.factors(settings.iterations, settings.end).ok()?;
        Some(Mark::curve(shown(way), Ink::Series(i), &factors))
    });
    let panels = settings
        .batch_sizes
        .iter()
        .flat_map(|&size| [losses_panel(record, size), differences_panel(record, size)]);
    Figure::new(title(record))
        .subtitle(subtitle(record))
        .alt(tr!(
            "For each size of the mini-batches: the smoothed loss of each mini-batch against the \
             iteration, for each way to lower the learning rate, and by how much the test loss at the end \
             lies below that of SGD with a constant learning rate, with 95 % intervals. Last: the \
             schedules on a logarithmic axis."
        ))
        .grid(2, 400.0, 240.0)
        .panels(panels)
        .panel(
            Panel::new(tr!("the factor of the first η"))
                .x(Axis::new(tr!("iteration")))
                .y(Axis::new(tr!("factor, logarithmic")).log())
                .with_all(schedules),
        )
}

/// The network, the images, and where the schedules begin.
fn subtitle(record: &Record) -> String {
    let settings = &record.settings;
    let hidden = settings.hidden.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
    let (images, seeds) = (settings.images, mean_of(record.provenance.seeds.len()));
    match ways().len() == WAYS.len() {
        true => tr!(
            "784-{hidden}-10, {images} images; each arm begins at its own best η; {seeds}",
            hidden,
            images,
            seeds
        ),
        // The best η of a schedule that the program has added is not known.
        false => tr!("784-{hidden}-10, {images} images; {seeds}", hidden, images, seeds),
    }
}

/// The smoothed losses of the mini-batches of that size.
fn losses_panel(record: &Record, batch_size: usize) -> Panel {
    let losses = ways().into_iter().enumerate().map(|(i, way)| {
        let name = Arm { batch_size, way }.to_string();
        let of_arm: Vec<Vec<f64>> =
            record.arm(&name).map(|measured| measured.losses.smoothed()).collect();
        let diverged = record.arm(&name).map(|measured| measured.losses.diverged_at);
        let [_, line] = mean_and_band(&legend(&shown(way), diverged), Ink::Series(i), &of_arm);
        line
    });
    Panel::new(tr!("loss of each mini-batch of {batch_size}", batch_size))
        .x(Axis::new(tr!("iteration")))
        .y(Axis::new(tr!("loss")).range(0.0, 1.0))
        .with_all(losses)
}

/// The differences of the test losses to that of a constant learning rate.
fn differences_panel(record: &Record, batch_size: usize) -> Panel {
    let others: Vec<Way> = ways().into_iter().filter(|&way| way != CONSTANT).collect();
    let rows = others.iter().map(|&way| {
        let gaps = gaps(record, Arm { batch_size, way });
        let (low, high) = interval(&gaps).unwrap_or((f64::NAN, f64::NAN));
        (mean(&gaps), low, high)
    });
    let count = others.len() as f64;
    Panel::new(tr!("mini-batches of {batch_size}: difference to the constant η", batch_size))
        .x(Axis::new(tr!("test loss below that of the constant η; right is better")))
        .y(Axis::categories(others.iter().map(|&way| shown(way))).range(count - 0.5, -0.5))
        .with(Mark::place("", 0.0))
        .with(Mark::intervals(Ink::Series(0), rows))
}

/// Which of the lecture's schedules of SGD clearly ended below the constant learning rate.
fn title(record: &Record) -> String {
    let falling = |way: &Way| matches!(way, Way::Sgd(_)) && *way != CONSTANT;
    let sizes = &record.settings.batch_sizes;
    let at = |&batch_size: &usize| {
        WAYS.into_iter().filter(falling).map(move |way| Arm { batch_size, way })
    };
    let side = |arm: &Arm| direction(&gaps(record, *arm));
    let arms: Vec<Arm> = sizes.iter().flat_map(at).collect();
    let lower: Vec<&Arm> = arms.iter().filter(|arm| side(arm) == Direction::Up).collect();
    let higher = arms.iter().filter(|arm| side(arm) == Direction::Down).count();
    let helped: Vec<String> = sizes
        .iter()
        .filter(|size| at(size).all(|arm| side(&arm) == Direction::Up))
        .map(usize::to_string)
        .collect();
    match lower.as_slice() {
        [] if higher == arms.len() => tr!(
            "None of SGD's schedules ends with a lower loss than the best constant learning rate"
        )
        .into(),
        all if all.len() == arms.len() => {
            tr!("SGD ends with a lower loss if its learning rate falls").into()
        }
        [arm] => tr!(
            "Of SGD's schedules, only one ends clearly below the best constant learning rate: {schedule}, \
             batches of {size}",
            schedule = shown(arm.way).trim_start_matches("SGD, "),
            size = arm.batch_size
        ),
        [_, ..] if !helped.is_empty() => tr!(
            "SGD ends with a lower loss if its learning rate falls, with mini-batches of {sizes}",
            sizes = helped.join(", ")
        ),
        _ if higher > 0 => {
            tr!("Not every falling learning rate ends with a lower loss than a constant one").into()
        }
        _ => tr!("Does SGD end with a lower loss if its learning rate falls?").into(),
    }
}

/// An arm in the current language.
fn shown_arm(arm: Arm) -> String {
    tr!("{way}, batches of {size}", way = shown(arm.way), size = arm.batch_size)
}
