//! Two figures and a table: the best configurations, and all of them in the space.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::interval;
use lab::table::{Table, number, percent};
use language::tr;
use training::search::key::Key;
use training::search::tuning::Measured;
use training::search::value::Value;
use training::statistics::median;

use super::claims::{A_TENTH, label, shares, trials_of_seed};
use super::trial::{CHOSEN, HyperparameterSearch, finalists};
use crate::shared::optimizers;

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
    let rank = tr!("the five best, seed {seed}", seed = record.provenance.seeds[0]);
    let columns = searched.iter().map(|(key, _)| label(key));
    let header = columns.chain([tr!("training"), tr!("validation"), tr!("test")]).map(String::from);
    let mut table = Table { header: [rank].into_iter().chain(header).collect(), rows: Vec::new() };
    let trials = trials_of_seed(record, 0);
    for (i, trial) in finalists(&trials).into_iter().take(BEST).enumerate() {
        let test = record.arm(CHOSEN).next().and_then(|chosen| chosen.test);
        let value = |(key, _): &(&Key, _)| match trial.configuration.value(key.name) {
            Value::Number(x) => number(x),
            Value::Name(name) => optimizers::shown(&name),
        };
        // A network that diverged has no accuracies at the end.
        let accuracy = |x| if trial.diverged { tr!("diverged").into() } else { percent(x) };
        let accuracies = [
            accuracy(trial.training.last().copied().unwrap_or(0.0)),
            accuracy(trial.score()),
            test.filter(|_| i == 0).map_or(tr!("not judged").into(), percent),
        ];
        let rank = (i + 1).to_string();
        table.row([rank].into_iter().chain(searched.iter().map(value)).chain(accuracies));
    }
    table
}

/// How many of the best configurations the table shows, and the title is about.
const BEST: usize = 5;

/// How many of them are drawn at most.
const DRAWN: usize = 10;

/// The trials of the search at all seeds.
pub fn all_trials(record: &Record) -> Vec<Measured> {
    let seeds = 0..record.provenance.seeds.len();
    seeds.flat_map(|seed| trials_of_seed(record, seed)).collect()
}

/// The hyperparameters that are searched in a range, each with its ends and whether it is logarithmic.
fn ranges(record: &Record) -> impl Iterator<Item = (&'static Key, (f64, f64, bool))> {
    let searched = record.settings.space.searched();
    searched.into_iter().filter_map(|(key, dimension)| Some((key, dimension.range()?)))
}

/// A trial's value of a hyperparameter that is a number.
fn value_of(trial: &Measured, key: &Key) -> f64 {
    match trial.configuration.value(key.name) {
        Value::Number(x) => x,
        Value::Name(_) => f64::NAN,
    }
}

/// Training and validation accuracy of the best configurations, each with its value of the first
/// hyperparameter that is searched in a range.
fn best_configurations(record: &Record) -> Figure {
    let trials = trials_of_seed(record, 0);
    let epochs = record.settings.plan.epochs as f64;
    let best = finalists(&trials);
    let drawn = best.len().min(DRAWN);
    let first = ranges(record).next();
    let panels = best.iter().take(drawn).enumerate().map(|(i, trial)| {
        let rank = format!("{}: {:.0} %", i + 1, 100.0 * trial.score());
        let title = match first {
            Some((key, _)) => format!("{rank}, {} {}", symbol(key), short(value_of(trial, key))),
            None => rank,
        };
        Panel::new(title)
            .x(Axis::new(tr!("epoch")).range(0.0, epochs))
            .y(Axis::new(tr!("accuracy")).range(0.0, 1.0))
            .with(
                Mark::line(tr!("training"), Ink::Series(1), curve(trial, &trial.training)).dashed(),
            )
            .with(Mark::line(tr!("validation"), Ink::Series(0), curve(trial, &trial.validation)))
    });
    let (n, seed) = (trials.len(), record.provenance.seeds[0]);
    let subtitle = match first {
        Some((key, _)) => tr!(
            "the {drawn} best of {n} trials at seed {seed}; above each panel the rank, the validation accuracy \
             at the end, and the {name}",
            drawn,
            n,
            seed,
            name = label(key)
        ),
        None => tr!(
            "the {drawn} best of {n} trials at seed {seed}; above each panel the rank and the validation \
             accuracy at the end",
            drawn,
            n,
            seed
        ),
    };
    Figure::new(where_the_best_are(record, &best))
        .subtitle(subtitle)
        .alt(tr!(
            "{drawn} small panels with training and validation accuracy against epoch, beginning with the \
             configuration that has the highest validation accuracy at the end.",
            drawn
        ))
        .grid(5, 136.0, 90.0)
        .shared_axes()
        .panels(panels)
}

/// In which part of the range of the first hyperparameter the best configurations lie, if that part is small.
fn where_the_best_are(record: &Record, best: &[&Measured]) -> String {
    let neutral = || tr!("The best configurations of one search").into();
    let Some((key, (from, to, is_log))) = ranges(record).next() else { return neutral() };
    let best = best.iter().take(BEST).map(|trial| value_of(trial, key));
    let (low, high) = best.clone().fold((to, from), |(low, high), x| (low.min(x), high.max(x)));
    let place = |x: f64| if is_log { x.ln() } else { x };
    let is_narrow = 3.0 * (place(high) - place(low)) <= place(to) - place(from);
    match best.len() == BEST && is_narrow {
        true => tr!(
            "The {name} of the five best configurations lies between {low} and {high}, in a range from {from} \
             to {to}",
            name = label(key),
            low = short(low),
            high = short(high),
            from = number(from),
            to = number(to)
        ),
        false => neutral(),
    }
}

/// A hyperparameter's name in a narrow place.
fn symbol(key: &Key) -> &'static str {
    match key.name {
        "learning_rate" => "η",
        "weight_decay" => "λ",
        _ => label(key),
    }
}

/// A number with two digits.
fn short(x: f64) -> String {
    number(format!("{x:.1e}").parse().unwrap_or(x))
}

/// The accuracies of a trial as points, each above the epoch after which it was measured.
fn curve(trial: &Measured, accuracies: &[f64]) -> Vec<[f64; 2]> {
    trial.evaluated_after.iter().zip(accuracies).map(|(&epoch, &y)| [epoch as f64, y]).collect()
}

/// All trials in the plane of the first two hyperparameters with a range. If only one has a range, its
/// values are drawn against validation accuracy; if none has, there is no figure.
fn search_space(record: &Record) -> Option<Figure> {
    let mut ranges = ranges(record);
    let (x, y) = (ranges.next()?, ranges.next());
    let axis = |(key, (from, to, log)): (&Key, (f64, f64, bool))| {
        let axis = Axis::new(label(key)).range(from, to);
        if log { axis.log() } else { axis }
    };
    let position =
        |m: &Measured| [value_of(m, x.0), y.map_or(m.score(), |(key, _)| value_of(m, key))];
    let trials = all_trials(record);
    let points = trials.iter().map(|trial| {
        let [x, y] = position(trial);
        [x, y, trial.score()]
    });
    let chosen: Vec<f64> = record.values(CHOSEN, |m| value_of(m, x.0));
    let panel = Panel::new("")
        .x(axis(x))
        .y(y.map_or(Axis::new(tr!("validation accuracy at the end")).range(0.0, 1.0), axis))
        .with(Mark::scatter(points, 0.0, 1.0))
        .with(Mark::points(
            tr!("chosen, one per seed"),
            Ink::Accent,
            Marker::Plus,
            record.arm(CHOSEN).map(position),
        ));
    let seeds = record.provenance.seeds.len();
    let alt = tr!(
        "Each trial as a point, {x} against {y}, coloured by validation accuracy. Crosses mark the chosen \
         configurations; the median of their {x} is {median}.",
        x = label(x.0),
        y = y.map_or(tr!("validation accuracy"), |(key, _)| label(key)),
        median = number(median(&chosen))
    );
    Some(
        Figure::new(what_accuracy_depends_on(record, x.0, y.map(|(key, _)| key)))
            .subtitle(match seeds {
                1 => tr!(
                    "each of {n} trials as a point; its colour is the validation accuracy at the end",
                    n = trials.len()
                ),
                _ => tr!(
                    "{n} trials at each of {seeds} seeds, each as a point; its colour is the validation accuracy \
                     at the end",
                    n = trials.len() / seeds,
                    seeds
                ),
            })
            .alt(alt)
            .color_bar(tr!("accuracy"), 0.0, 1.0)
            .panel(panel),
    )
}

/// Which of the two hyperparameters accuracy depends on, if the seeds show it by the rule of the claims.
fn what_accuracy_depends_on(record: &Record, x: &Key, y: Option<&Key>) -> String {
    let matters = |key: &Key| match interval(&shares(record, key))? {
        (low, _) if low > A_TENTH => Some(true),
        (_, high) if high <= A_TENTH => Some(false),
        _ => None,
    };
    let neutral = || tr!("Which configurations work, by {x}", x = label(x));
    let Some(y) = y else { return neutral() };
    let one = |x: &Key, y: &Key| {
        tr!("Accuracy depends on the {x}, and hardly on the {y}", x = label(x), y = label(y))
    };
    match (matters(x), matters(y)) {
        (Some(true), Some(false)) => one(x, y),
        (Some(false), Some(true)) => one(y, x),
        (Some(true), Some(true)) => {
            tr!("Accuracy depends on the {x} and on the {y}", x = label(x), y = label(y))
        }
        _ => neutral(),
    }
}
