//! The figure and the table: what each strategy has found so far, and at the end.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::{interval, mean_of};
use lab::table::{Table, percent};
use training::search::plan::Method;
use training::statistics::{mean, standard_deviation};

use super::arm::{Arm, Domain};
use super::trial::{Measured, SearchStrategies};

type Record = RecordOf<SearchStrategies>;

/// The figures.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    vec![("search_strategies", best_so_far(record).into())]
}

/// What each strategy found, and how it compares with random search.
pub fn table(record: &Record) -> Table {
    let mut table = Table::new([
        "search",
        "trials",
        "epochs",
        "best validation accuracy",
        "test accuracy of the chosen network",
        "standard deviation over seeds",
        "difference from random, 95 % interval",
    ]);
    for Arm(domain, method) in Arm::all() {
        let arm = Arm(domain, method).to_string();
        let random = Arm(domain, Method::Random).to_string();
        let of = |number: fn(&Measured) -> f64| mean(&record.values(&arm, number));
        let test = record.values(&arm, |m| m.test);
        let points = |x: f64| format!("{:+.1}", 100.0 * x);
        let interval = interval(&record.differences(&arm, &random, |m| m.test));
        table.row([
            arm.clone(),
            format!("{:.0}", of(|m| m.trials as f64)),
            format!("{:.0}", of(|m| m.spent.last().copied().unwrap_or(0) as f64)),
            percent(of(|m| m.best.last().copied().unwrap_or(0.0))),
            percent(mean(&test)),
            percent(standard_deviation(&test)),
            match interval {
                _ if method == Method::Random => String::new(),
                None => "too few seeds".into(),
                Some((low, high)) => format!("{} to {}", points(low), points(high)),
            },
        ]);
    }
    table
}

fn best_so_far(record: &Record) -> Figure {
    let budget = record.settings.budget;
    let arms = Arm::all();
    let panels = Domain::ALL.map(|domain| {
        let arms = arms.iter().filter(|arm| arm.0 == domain);
        let curves = arms.map(|arm| {
            // The mean over seeds; a strategy spends the same epochs at each seed.
            let spent = record.arm(&arm.to_string()).next().map_or(&[][..], |m| &m.spent[..]);
            let best = |i: usize| mean(&record.values(&arm.to_string(), |m| m.best[i]));
            let points = spent.iter().enumerate().map(|(i, &x)| [x as f64, best(i)]);
            Mark::line(arm.1.name(), Ink::Series(arm.1 as usize), points.collect())
        });
        Panel::new(domain.name())
            .x(Axis::new("epochs of training spent").range(0.0, budget as f64))
            .y(Axis::new("best validation accuracy so far").range(0.0, 1.0))
            .with_all(curves)
    });
    Figure::new("What each search strategy finds for the same cost")
        .subtitle(mean_of(record.provenance.seeds.len()))
        .alt(
            "The highest validation accuracy so far against the epochs of training spent, with one \
             line for each strategy, in the book's space and in one of eight hyperparameters.",
        )
        .grid(2, 380.0, 300.0)
        .panels(panels)
}
