//! Hyperparameter search · 하이퍼파라미터 탐색: H1, and H3 as it is done.
//!
//! A person sets the learning rate and the weight decay, or a search does (H1). Training data learns
//! the parameters, validation data judges the hyperparameters, and test data judges the chosen
//! network once (H3): who chooses by a number should not believe it (H2; `test_set_leak` measures it).
//!
//! The book draws both at random. [`search`](training::search) has other spaces and other ways; none of
//! them is given test data, because [`Bench`] has no place for it.

use std::fmt;

use clap::Args;
use datasets::{DataError, Dataset};
use extensions::random::Purpose;
use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use serde::{Deserialize, Serialize};

use lab::experiment::RecordOf;
use lab::experiment::{About, Conclusion, Drawing, Experiment, Rounds, View};
use lab::table::{Table, number, percent};
use lab::verdict::{Claim, claim};
use training::flags::{InvalidValue, count, fraction};
use training::search::dimension::Point;
use training::search::key::Key;
use training::search::plan::Plan;
use training::search::space::Space;
use training::search::strategy::{Slot, Tried, best_first};
use training::search::tuning::{Bench, Finished, Measured};
use training::search::value::Value;
use training::statistics::{correlation, median};
use training::trial::Trial;

/// The experiment.
pub struct HyperparameterSearch;

/// The book's settings (section 6.5.3).
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// How the search goes on.
    #[command(flatten)]
    #[serde(flatten)]
    pub plan: Plan,

    /// Images to search with, the first of the training set, in random order (H3)
    #[arg(long, value_parser = count, default_value = "500")]
    pub images: usize,

    /// The fraction of them that is validation data; the network learns from the others (H3)
    #[arg(long, value_parser = fraction, default_value = "0.2")]
    pub validation_share: f64,

    /// What is searched.
    #[command(flatten)]
    pub space: Space,
}

impl Settings {
    fn validation_images(&self) -> usize {
        (self.images as f64 * self.validation_share).round() as usize
    }

    /// What a search may see: data to learn from, and data to judge hyperparameters on (H3).
    fn bench(&self, trial: &Trial) -> Result<Bench, DataError> {
        let all = trial.data().training.first(self.images)?;
        let order = trial.stream(Purpose::Split).permutation(self.images);
        let (training, validation) = all.split(self.validation_images(), &order)?;
        Ok(Bench { training, validation, seed: trial.seed, device: trial.autodiff() })
    }
}

/// One trial of the search: its slot in the strategy, and which one it is.
#[derive(Clone, Debug)]
pub struct Arm(usize, Slot);

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.1.name)
    }
}

/// The last arm: the best configuration, trained once more and judged on test data.
const CHOSEN: &str = "chosen";

/// Trials of one seed that were trained to the end, the one with the highest promise first.
fn finalists(trials: &[Measured]) -> Vec<&Measured> {
    let longest = trials.iter().map(|trial| trial.epochs).max();
    let full: Vec<&Measured> = trials.iter().filter(|t| Some(t.epochs) == longest).collect();
    let best = best_first(full.iter().map(|trial| trial.score()));
    best.into_iter().map(|i| full[i]).collect()
}

/// How far the best of k equally good networks is above the middle one by luck alone, at most, when
/// each is judged on n images: an accuracy on n images has a standard deviation of at most ½/√n, and
/// the largest of k normal draws is expected at most √(2 ln k) standard deviations up.
fn luck(k: usize, settings: &Settings) -> f64 {
    let n = settings.validation_images() as f64;
    (2.0 * (k as f64).ln()).sqrt() * 0.5 / n.sqrt()
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "hyperparameter_search",
    title: "Hyperparameter search · 하이퍼파라미터 탐색",
    about: "A hundred random learning rates and weight decays, judged on validation data; the best is \
     judged once on test data.",
    shows: "a random search that cannot see the test set",
    statements: &["H1"],
    seeds: 6,
    needs_data: true,
};

impl Experiment for HyperparameterSearch {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        let Settings { images, validation_share, space, .. } = settings;
        let n = settings.validation_images();
        if n == 0 || n == *images {
            return Err(InvalidValue::from(format!(
                "--validation-share {validation_share} of --images {images} makes {n} images for \
                 validation: at least one is needed for it, and one to learn from"
            )));
        }
        if space.searched().is_empty() {
            return Err("every hyperparameter has one value, so there is nothing to search: give \
                        at least one of them a range or a choice"
                .into());
        }
        settings.plan.strategy(space).map(drop)
    }

    fn check_data(settings: &Settings, data: &Dataset) -> Result<(), DataError> {
        data.training.first(settings.images).map(drop)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let strategy = settings.plan.strategy(&settings.space).expect("check has looked");
        strategy.slots().iter().cloned().enumerate().map(|(i, slot)| Arm(i, slot)).collect()
    }

    fn steps(_: &Settings, arm: &Arm) -> u64 {
        arm.1.epochs as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        Self::trial_after(settings, arm, &[], trial)
    }
}

impl Rounds for HyperparameterSearch {
    fn round(_: &Settings, arm: &Arm) -> usize {
        arm.1.round
    }

    fn trial_after(
        settings: &Settings,
        Arm(index, slot): &Arm,
        earlier: &[Measured],
        trial: &Trial,
    ) -> Measured {
        let (space, stream) = (&settings.space, trial.stream(Purpose::Search));
        let strategy = settings.plan.strategy(space).expect("check has looked");
        let tried = |m: &Measured| Tried { point: m.point.clone(), score: m.score() };
        let tried: Vec<Tried> = earlier.iter().map(tried).collect();
        let point = strategy.propose(&space.dimensions(), *index, &tried, stream);
        search_step(settings, point, slot.epochs, trial).1
    }

    fn score(measured: &Measured) -> f64 {
        measured.score()
    }

    fn conclusion(settings: &Settings) -> Conclusion {
        Conclusion { name: CHOSEN, steps: settings.plan.epochs as u64 }
    }

    fn conclude(settings: &Settings, measured: &[Measured], trial: &Trial) -> Measured {
        let chosen = finalists(measured)[0];
        let (network, measured) = search_step(settings, chosen.point.clone(), chosen.epochs, trial);
        Measured { test: Some(network.judge(&trial.data().test)), ..measured }
    }
}

impl View for HyperparameterSearch {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let best = ("best_configurations", best_configurations(record).into());
        let space = search_space(record).map(|figure| ("search_space", figure.into()));
        [best].into_iter().chain(space).collect()
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let searched = record.settings.space.searched();
        let rank = format!("the five best, seed {}", record.provenance.seeds[0]);
        let columns = searched.iter().map(|(key, _)| key.label);
        let header = columns.chain(["training", "validation", "test"]).map(String::from);
        let mut table =
            Table { header: [rank].into_iter().chain(header).collect(), rows: Vec::new() };
        let trials = of_seed(record, 0);
        for (i, trial) in finalists(&trials).into_iter().take(5).enumerate() {
            let test = record.arm(CHOSEN).next().and_then(|chosen| chosen.test);
            let value = |(key, _): &(&Key, _)| match trial.configuration.value(key.name) {
                Value::Number(x) => number(x),
                Value::Name(name) => name,
            };
            let accuracies = [
                percent(trial.training.last().copied().unwrap_or(0.0)),
                percent(trial.score()),
                test.filter(|_| i == 0).map_or("not judged".into(), percent),
            ];
            let rank = (i + 1).to_string();
            table.row([rank].into_iter().chain(searched.iter().map(value)).chain(accuracies));
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let Settings { plan, space, .. } = &record.settings;
        // Those that were chosen without knowing anything, and trained alike.
        let strategy = plan.strategy(space).expect("it was when the record was made");
        let first = strategy.slots().iter().filter(|slot| slot.round == 0).count();
        let best_above_median = (0..record.provenance.seeds.len()).map(|seed| {
            let trials = of_seed(record, seed);
            let promises: Vec<f64> = trials[..first].iter().map(Measured::score).collect();
            promises.iter().copied().fold(f64::NAN, f64::max) - median(&promises)
        });
        vec![
            claim("H1", "hyperparameters matter (validation accuracy, the best less the median)")
                .because(format!("choosing among equally good networks gives no more, by luck: ½/√n · √(2 ln k) with n = {} validation images and k = {first} trials", record.settings.validation_images()))
                .mind(format!("{}The chosen network's test accuracy, in the table, is lower than what validation promised for two reasons: it was chosen by that promise (H2), and the book's first 500 training images are not the test images. A network that nobody chose loses most of it as well (--trials 1 --learning-rate uniform:0.009..0.01 --seeds 40). test_set_leak tells the two apart, with sets drawn from one pool.", which_decide(record)))
                .lacking(if first < 2 { "one configuration alone was tried" } else { "" })
                .above(luck(first, &record.settings), &best_above_median.collect::<Vec<_>>()),
        ]
    }
}

/// Which of the hyperparameters that are numbers decide, by how far accuracy goes with each.
fn which_decide(record: &RecordOf<HyperparameterSearch>) -> String {
    let seeds = 0..record.provenance.seeds.len();
    let trials: Vec<Measured> = seeds.flat_map(|seed| of_seed(record, seed)).collect();
    let promises: Vec<f64> = trials.iter().map(Measured::score).collect();
    let searched = record.settings.space.searched();
    let ranges = searched.iter().filter_map(|(key, d)| Some((key, d.range()?.2)));
    let correlations = ranges.filter_map(|(key, is_log)| {
        let values = trials.iter().map(|trial| match trial.configuration.value(key.name) {
            Value::Number(x) if is_log => x.ln(),
            Value::Number(x) => x,
            Value::Name(_) => f64::NAN,
        });
        let found = correlation(&values.collect::<Vec<_>>(), &promises);
        found.is_finite().then(|| format!("{} {found:.2}", key.label))
    });
    match correlations.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => none,
        all => format!(
            "How much each decides, as its correlation with validation accuracy over all {} trials \
             (of its logarithm where it was drawn on a logarithmic scale): {all}. ",
            trials.len()
        ),
    }
}

/// Tries one place of the space with the trial's own split, seed and device.
fn search_step(
    settings: &Settings,
    point: Point,
    epochs: usize,
    trial: &Trial,
) -> (Finished, Measured) {
    let bench = settings.bench(trial).expect("check and check_data have looked");
    let configuration = settings.space.configuration(&point);
    let (network, measured) = bench.tune(&configuration, epochs, || trial.step_done());
    (network, Measured { point, ..measured })
}

/// The search's trials at one seed, without the chosen one's.
fn of_seed(record: &RecordOf<HyperparameterSearch>, seed: usize) -> Vec<Measured> {
    let search = record.arms.iter().filter(|arm| arm.name != CHOSEN);
    search.map(|arm| arm.trials[seed].measured.clone()).collect()
}

fn best_configurations(record: &RecordOf<HyperparameterSearch>) -> Figure {
    let trials = of_seed(record, 0);
    let epochs = record.settings.plan.epochs as f64;
    let best = finalists(&trials);
    let drawn = best.len().min(20);
    let panels = best.into_iter().take(drawn).enumerate().map(|(i, trial)| {
        Panel::new(format!("{}: {:.0} %", i + 1, 100.0 * trial.score()))
            .x(Axis::new("epoch").range(0.0, epochs))
            .y(Axis::new("accuracy").range(0.0, 1.0))
            .with(Mark::line("training", Ink::Series(1), after_epochs(&trial.training)).dashed())
            .with(Mark::line("validation", Ink::Series(0), after_epochs(&trial.validation)))
    });
    Figure::new(match drawn {
        20 => "The twenty best configurations of one search".into(),
        _ => format!("The {drawn} best configurations of one search"),
    })
    .subtitle(format!(
        "of {} at seed {}; above each panel its validation accuracy at the end",
        trials.len(),
        record.provenance.seeds[0]
    ))
    .alt(format!(
        "{drawn} small panels with training and validation accuracy against epoch, from the \
         configuration with the highest validation accuracy at the end downwards.",
    ))
    .grid(5, 120.0, 90.0)
    .shared_axes()
    .panels(panels)
}

/// What was measured after epoch 1, 2, 3, …
fn after_epochs(accuracies: &[f64]) -> Vec<[f64; 2]> {
    accuracies.iter().enumerate().map(|(i, &accuracy)| [i as f64 + 1.0, accuracy]).collect()
}

/// All trials in the plane of the first two hyperparameters that are numbers; over the only one, with
/// the accuracy; nothing where there is none.
fn search_space(record: &RecordOf<HyperparameterSearch>) -> Option<Figure> {
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
    let place = |m: &Measured| [at(m, x.0), y.map_or(m.score(), |(key, _)| at(m, key))];
    let seeds = record.provenance.seeds.len();
    let trials: Vec<Measured> = (0..seeds).flat_map(|seed| of_seed(record, seed)).collect();
    let points = trials.iter().map(|trial| {
        let [x, y] = place(trial);
        [x, y, trial.score()]
    });
    let chosen: Vec<f64> = record.values(CHOSEN, |m| at(m, x.0));
    let panel = Panel::new("")
        .x(axis(x))
        .y(y.map_or(Axis::new("validation accuracy at the end").range(0.0, 1.0), axis))
        .with(Mark::scatter(points, 0.0, 1.0))
        .with(Mark::points(
            "chosen, one a seed",
            Ink::Accent,
            Marker::Plus,
            record.arm(CHOSEN).map(place),
        ));
    let title = match &record.settings.space {
        space if *space == Space::book() => "Which learning rates and weight decays work".into(),
        _ => format!("Where in the space it works, by {}", x.0.label),
    };
    Some(
        Figure::new(title)
            .subtitle(match seeds {
                1 => format!("{} trials", trials.len()),
                _ => format!("{} trials at each of {seeds} seeds", trials.len() / seeds),
            })
            .alt(format!(
                "Each trial as a point, {} against {}, coloured by validation accuracy. Crosses mark \
                 the chosen ones; their {} is {} in the median.",
                x.0.label,
                y.map_or("validation accuracy", |(key, _)| key.label),
                x.0.label,
                number(median(&chosen))
            ))
            .color_bar("validation accuracy at the end", 0.0, 1.0)
            .panel(panel),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab::cli::default_settings;
    use lab::record::Record;
    use lab::verdict::Verdict;
    use lab::verdict::Verdict::{DoesNotHold, Holds, Undecided};
    use training::search::dimension::Dimension;

    fn trial(validation: f64, test: Option<f64>) -> Measured {
        let point = vec![0.01, 1e-5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        Measured {
            configuration: Space::book().configuration(&point),
            point,
            epochs: 50,
            training: vec![1.0],
            validation: vec![validation],
            diverged: false,
            test,
        }
    }

    /// What the claims say where most configurations end at `median`, and one at `best`.
    fn verdicts(median: f64, best: f64) -> Vec<Verdict> {
        let six = |validation: f64| -> Vec<Measured> {
            (0..6).map(|seed| trial(validation + 0.0001 * f64::from(seed), None)).collect()
        };
        let mut arms = vec![("best".to_owned(), six(best))];
        arms.extend((0..99).map(|i| (format!("trial {i}"), six(median))));
        arms.push((CHOSEN.into(), six(best)));
        let record = Record::made_up(default_settings::<HyperparameterSearch>(), arms);
        HyperparameterSearch::claims(&record).iter().map(|claim| claim.verdict).collect()
    }

    #[test]
    fn the_rules_tell_true_from_false() {
        assert_eq!(verdicts(0.2, 0.8), [Holds]);
        // All alike but for luck.
        assert_eq!(verdicts(0.7, 0.8), [DoesNotHold]);
    }

    #[test]
    fn one_configuration_alone_says_nothing_of_the_others() {
        let mut settings = default_settings::<HyperparameterSearch>();
        settings.plan.trials = 1;
        let arms = ["only", CHOSEN].map(|arm| (arm, vec![trial(0.8, None); 6]));
        let claims = HyperparameterSearch::claims(&Record::made_up(settings, arms));
        assert_eq!((claims[0].verdict, claims[0].is_measured()), (Undecided, false));
    }

    #[test]
    fn what_diverged_or_was_stopped_early_is_never_chosen() {
        let diverged = Measured { diverged: true, ..trial(0.9, None) };
        let stopped = Measured { epochs: 2, ..trial(0.8, None) };
        let trials = [diverged, stopped, trial(0.3, None), trial(0.5, None), trial(0.5, Some(0.1))];
        let best: Vec<f64> = finalists(&trials).iter().map(|trial| trial.score()).collect();
        assert_eq!(best, [0.5, 0.5, 0.3, 0.0]);
        assert_eq!(finalists(&trials)[0].test, None, "of equal ones the earlier");
    }

    #[test]
    fn what_cannot_be_searched_is_refused() {
        let settings = default_settings::<HyperparameterSearch>();
        assert_eq!(HyperparameterSearch::check(&settings), Ok(()));
        let refused = |change: &dyn Fn(&mut Settings)| {
            let mut settings = settings.clone();
            change(&mut settings);
            HyperparameterSearch::check(&settings).unwrap_err().to_string()
        };
        let fixed = "learning_rate = 0.1\nweight_decay = 0";
        assert!(
            refused(&|s| s.space = Space::from_toml(fixed).unwrap()).contains("nothing to search")
        );
        assert!(refused(&|s| s.validation_share = 0.0001).contains("--validation-share"));
        let hyperband = refused(&|s| {
            s.plan.strategy = training::search::plan::Method::Hyperband;
            s.plan.trials = 10;
        });
        assert!(hyperband.contains("--trials is 10"), "{hyperband}");
    }

    /// More trials keep the first ones, and each dimension draws in its turn.
    #[test]
    fn a_longer_search_begins_like_a_shorter_one() {
        let space = Space::book();
        let stream = || extensions::random::Stream::new(1, Purpose::Search);
        let places = |trials: usize| -> Vec<Point> {
            let plan = Plan { trials, ..default_settings::<HyperparameterSearch>().plan };
            let strategy = plan.strategy(&space).unwrap();
            let slots = 0..strategy.slots().len();
            slots.map(|slot| strategy.propose(&space.dimensions(), slot, &[], stream())).collect()
        };
        let mut one_stream = stream();
        let by_hand: Vec<Point> = (0..5)
            .map(|_| {
                space.dimensions().iter().map(|d: &Dimension| d.draw(&mut one_stream)).collect()
            })
            .collect();
        assert_eq!(places(8)[..5], places(5));
        assert_eq!(places(5), by_hand);
    }
}
