//! The figure and the table.

use std::f64::consts::LN_10;

use figures::Mark;
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number, percent};
use language::tr;
use training::losses::LAST;
use training::run::Run;
use training::statistics::mean;

use super::claims::{GUESSING, LEARNED, shown};
use super::trial::{Arm, WeightInitComparison};
use crate::shared::finding::{is_above, is_below};
use crate::shared::losses::{ending_loss, ends, loss_figure};

type Found = RecordOf<WeightInitComparison>;

/// The loss over the iterations, a curve for each kind of initial weights.
pub fn figures(record: &Found) -> Vec<(&'static str, Drawing)> {
    let levels = [
        Mark::level(tr!("guessing: ln 10"), LN_10),
        Mark::level(tr!("half of ln 10: has learned"), LEARNED),
    ];
    let mut named = record.clone();
    for arm in &mut named.arms {
        arm.name = shown(&arm.name);
    }
    let figure = loss_figure(&title(record), &named, 2.6, levels).alt(tr!(
        "Loss against iteration for different initial weights. The loss ends for {ends}. One \
         line marks ln 10, the loss of guessing, another marks half of it. Mean iterations until the \
         loss is below that: {times}.",
        ends = ends(&named),
        times = times(record)
    ));
    vec![("weight_init_comparison", figure.into())]
}

/// What was found, if the network learns with Xavier and He but not with the small standard deviation.
fn title(record: &Found) -> String {
    let std = record.settings.std;
    let small = Arm::Std(std).to_string();
    let from_guessing = record.values(&small, |run| (run.losses.last(LAST) - LN_10).abs());
    let does_not_learn = is_below(&from_guessing, GUESSING);
    let he_leads = is_above(&record.differences("Xavier", "He", iterations), 0.0);
    let all = record.settings.iterations as f64;
    let xavier_learns = is_below(&record.values("Xavier", iterations), all);
    let [xavier, he] = ["Xavier", "He"].map(|arm| mean(&record.values(arm, iterations)));
    match does_not_learn && he_leads && xavier_learns {
        true => tr!(
            "With std {std} the network does not learn; He needs {share} fewer iterations than Xavier",
            std,
            share = format!("{:.0}\u{a0}%", 100.0 * (1.0 - he / xavier))
        ),
        false => tr!("How a network learns from different initial weights").into(),
    }
}

/// How many iterations it takes to learn.
fn iterations(run: &Run) -> f64 {
    run.losses.iterations_to(LEARNED)
}

/// The mean time to learn of every arm in words: "Xavier 600, He 300".
fn times(record: &Found) -> String {
    let time = |name: &str| format!("{} {}", shown(name), time(record, name));
    let times = record.arms.iter().map(|arm| time(&arm.name));
    times.collect::<Vec<_>>().join(", ")
}

/// The mean number of iterations until the network has learned, or in how many runs it did not.
fn time(record: &Found, arm: &str) -> String {
    let times = record.values(arm, iterations);
    let late = times.iter().filter(|&&time| time >= record.settings.iterations as f64).count();
    match late {
        0 => format!("{:.0}", mean(&times)),
        late => tr!("not reached by {late} of {runs}", late, runs = times.len()),
    }
}

/// How fast and how far the network learns from each kind of initial weights.
pub fn table(record: &Found) -> Table {
    let mut table = Table::new([
        tr!("initial weights"),
        tr!("iterations to half of ln 10"),
        tr!("mean loss"),
        &ending_loss(record.settings.iterations),
        tr!("test accuracy"),
    ]);
    for arm in &record.arms {
        let of_seeds = |value: fn(&Run) -> f64| mean(&record.values(&arm.name, value));
        table.row([
            shown(&arm.name),
            time(record, &arm.name),
            number(of_seeds(|run| run.losses.mean())),
            number(of_seeds(|run| run.losses.last(LAST))),
            percent(of_seeds(|run| run.test_accuracy)),
        ]);
    }
    table
}
