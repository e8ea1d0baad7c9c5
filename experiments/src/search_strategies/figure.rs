//! The figure and the table: what each strategy has found so far, and at the end.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::{interval, mean_of};
use lab::table::{Table, percent};
use language::tr;
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
        tr!("search"),
        tr!("trials"),
        tr!("epochs"),
        tr!("best validation accuracy"),
        tr!("test accuracy of the chosen network"),
        tr!("standard deviation over seeds"),
        tr!("difference from random in points, 95 % interval"),
    ]);
    for Arm(domain, method) in Arm::all() {
        let arm = Arm(domain, method).to_string();
        let of = |number: fn(&Measured) -> f64| mean(&record.values(&arm, number));
        let test = record.values(&arm, |m| m.test);
        let points = |x: f64| format!("{:+.1}", 100.0 * x);
        table.row([
            tr!("{space}, {search}", space = name(domain), search = search(method)),
            format!("{:.0}", of(|m| m.trials as f64)),
            format!("{:.0}", of(|m| m.spent.last().copied().unwrap_or(0) as f64)),
            percent(of(|m| m.best.last().copied().unwrap_or(0.0))),
            percent(mean(&test)),
            percent(standard_deviation(&test)),
            match better_than_random(record, domain, method) {
                _ if method == Method::Random => String::new(),
                None => tr!("too few seeds").into(),
                Some((low, high)) => {
                    tr!("{low} to {high}", low = points(low), high = points(high))
                }
            },
        ]);
    }
    table
}

/// The space in figures and tables.
fn name(domain: Domain) -> &'static str {
    match domain {
        Domain::Book => tr!("the book's space"),
        Domain::Eight => tr!("eight hyperparameters"),
    }
}

/// The strategy in figures and tables.
fn search(method: Method) -> &'static str {
    match method {
        Method::Grid => tr!("grid"),
        Method::Random => tr!("random"),
        Method::Halving => tr!("successive halving"),
        Method::Hyperband => "Hyperband",
        Method::Tpe => "TPE",
    }
}

/// The 95 % interval of the test accuracy minus that of random search, if there are enough seeds.
fn better_than_random(record: &Record, domain: Domain, method: Method) -> Option<(f64, f64)> {
    let [this, random] = [method, Method::Random].map(|method| Arm(domain, method).to_string());
    interval(&record.differences(&this, &random, |m| m.test))
}

/// Which strategies find more than random search, if the seeds decide it.
fn title(record: &Record) -> String {
    let others = Arm::all().into_iter().filter(|arm| arm.1 != Method::Random);
    let compared = others.map(|Arm(domain, method)| {
        Some((domain, method, better_than_random(record, domain, method)?.0))
    });
    let Some(compared) = compared.collect::<Option<Vec<_>>>() else {
        return tr!("What each search strategy finds for the same cost").into();
    };
    let better = compared.into_iter().filter(|(.., low)| *low > 0.0).map(|(domain, method, _)| {
        tr!("{search} ({space})", space = name(domain), search = search(method))
    });
    match &better.collect::<Vec<_>>()[..] {
        [] => tr!("At the same cost, no strategy clearly beats the test accuracy of random search")
            .into(),
        better => tr!(
            "At the same cost, these reach a higher test accuracy than random search: {better}",
            better = better.join(", ")
        ),
    }
}

/// The highest validation accuracy so far, against the cost.
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
            Mark::line(search(arm.1), Ink::Series(arm.1 as usize), points.collect())
        });
        Panel::new(name(domain))
            .x(Axis::new(tr!("epochs of training spent")).range(0.0, budget as f64))
            .y(Axis::new(tr!("best validation accuracy so far")).range(0.0, 1.0))
            .with_all(curves)
    });
    Figure::new(title(record))
        .subtitle(mean_of(record.provenance.seeds.len()))
        .alt(tr!(
            "The highest validation accuracy so far against the epochs of training spent, with one \
             line for each strategy, in the book's space and in one of eight hyperparameters."
        ))
        .grid(2, 380.0, 300.0)
        .panels(panels)
}
