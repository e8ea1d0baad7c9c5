//! Two figures and a table: the best configurations, and all of them in the space.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number, percent};
use training::search::key::Key;
use training::search::space::Space;
use training::search::tuning::Measured;
use training::search::value::Value;
use training::statistics::median;

use super::trial::{CHOSEN, HyperparameterSearch, finalists};

type Record = RecordOf<HyperparameterSearch>;

/// The figures.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    let best = ("best_configurations", best_configurations(record).into());
    let space = search_space(record).map(|figure| ("search_space", figure.into()));
    [best].into_iter().chain(space).collect()
}

/// The five best configurations of the first seed.
pub fn table(record: &Record) -> Table {
    let searched = record.settings.space.searched();
    let rank = format!("the five best, seed {}", record.provenance.seeds[0]);
    let columns = searched.iter().map(|(key, _)| key.label);
    let header = columns.chain(["training", "validation", "test"]).map(String::from);
    let mut table = Table { header: [rank].into_iter().chain(header).collect(), rows: Vec::new() };
    let trials = trials_of_seed(record, 0);
    for (i, trial) in finalists(&trials).into_iter().take(5).enumerate() {
        let test = record.arm(CHOSEN).next().and_then(|chosen| chosen.test);
        let value = |(key, _): &(&Key, _)| match trial.configuration.value(key.name) {
            Value::Number(x) => number(x),
            Value::Name(name) => name,
        };
        // A network that diverged has no accuracies at the end.
        let accuracy = |x| if trial.diverged { "diverged".into() } else { percent(x) };
        let accuracies = [
            accuracy(trial.training.last().copied().unwrap_or(0.0)),
            accuracy(trial.score()),
            test.filter(|_| i == 0).map_or("not judged".into(), percent),
        ];
        let rank = (i + 1).to_string();
        table.row([rank].into_iter().chain(searched.iter().map(value)).chain(accuracies));
    }
    table
}

/// The trials of the search at one seed, without that of the chosen configuration.
pub fn trials_of_seed(record: &Record, seed: usize) -> Vec<Measured> {
    let search = record.arms.iter().filter(|arm| arm.name != CHOSEN);
    search.map(|arm| arm.trials[seed].measured.clone()).collect()
}

/// The trials of the search at all seeds.
pub fn all_trials(record: &Record) -> Vec<Measured> {
    let seeds = 0..record.provenance.seeds.len();
    seeds.flat_map(|seed| trials_of_seed(record, seed)).collect()
}

/// Training and validation accuracy of the best configurations.
fn best_configurations(record: &Record) -> Figure {
    let trials = trials_of_seed(record, 0);
    let epochs = record.settings.plan.epochs as f64;
    let best = finalists(&trials);
    let drawn = best.len().min(20);
    let panels = best.into_iter().take(drawn).enumerate().map(|(i, trial)| {
        Panel::new(format!("{}: {:.0} %", i + 1, 100.0 * trial.score()))
            .x(Axis::new("epoch").range(0.0, epochs))
            .y(Axis::new("accuracy").range(0.0, 1.0))
            .with(Mark::line("training", Ink::Series(1), curve(trial, &trial.training)).dashed())
            .with(Mark::line("validation", Ink::Series(0), curve(trial, &trial.validation)))
    });
    Figure::new(match drawn {
        20 => "The twenty best configurations of one search".into(),
        _ => format!("The {drawn} best configurations of one search"),
    })
    .subtitle(format!(
        "of {} trials at seed {}; above each panel the validation accuracy at the end",
        trials.len(),
        record.provenance.seeds[0]
    ))
    .alt(format!(
        "{drawn} small panels with training and validation accuracy against epoch, beginning with the \
         configuration that has the highest validation accuracy at the end.",
    ))
    .grid(5, 120.0, 90.0)
    .shared_axes()
    .panels(panels)
}

/// The accuracies of a trial as points, each above the epoch after which it was measured.
fn curve(trial: &Measured, accuracies: &[f64]) -> Vec<[f64; 2]> {
    trial.evaluated_after.iter().zip(accuracies).map(|(&epoch, &y)| [epoch as f64, y]).collect()
}

/// All trials in the plane of the first two hyperparameters with a range. If only one has a range, its
/// values are drawn against validation accuracy; if none has, there is no figure.
fn search_space(record: &Record) -> Option<Figure> {
    let searched = record.settings.space.searched();
    let mut ranges = searched.iter().filter_map(|(key, d)| Some((*key, d.range()?)));
    let (x, y) = (ranges.next()?, ranges.next());
    let axis = |(key, (from, to, log)): (&Key, (f64, f64, bool))| {
        let axis = Axis::new(key.label).range(from, to);
        if log { axis.log() } else { axis }
    };
    let at = |m: &Measured, key: &Key| match m.configuration.value(key.name) {
        Value::Number(x) => x,
        Value::Name(_) => f64::NAN,
    };
    let position = |m: &Measured| [at(m, x.0), y.map_or(m.score(), |(key, _)| at(m, key))];
    let seeds = record.provenance.seeds.len();
    let trials = all_trials(record);
    let points = trials.iter().map(|trial| {
        let [x, y] = position(trial);
        [x, y, trial.score()]
    });
    let chosen: Vec<f64> = record.values(CHOSEN, |m| at(m, x.0));
    let panel = Panel::new("")
        .x(axis(x))
        .y(y.map_or(Axis::new("validation accuracy at the end").range(0.0, 1.0), axis))
        .with(Mark::scatter(points, 0.0, 1.0))
        .with(Mark::points(
            "chosen, one per seed",
            Ink::Accent,
            Marker::Plus,
            record.arm(CHOSEN).map(position),
        ));
    let title = match &record.settings.space {
        space if *space == Space::book() => "Which learning rates and weight decays work".into(),
        _ => format!("Which configurations work, by {}", x.0.label),
    };
    Some(
        Figure::new(title)
            .subtitle(match seeds {
                1 => format!("{} trials", trials.len()),
                _ => format!("{} trials at each of {seeds} seeds", trials.len() / seeds),
            })
            .alt(format!(
                "Each trial as a point, {} against {}, coloured by validation accuracy. Crosses mark \
                 the chosen configurations, whose median {} is {}.",
                x.0.label,
                y.map_or("validation accuracy", |(key, _)| key.label),
                x.0.label,
                number(median(&chosen))
            ))
            .color_bar("validation accuracy at the end", 0.0, 1.0)
            .panel(panel),
    )
}
