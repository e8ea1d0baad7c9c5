//! Hyperparameter search · 하이퍼파라미터 탐색: H1–H3.
//!
//! A person sets the learning rate and the weight decay, or a search does (H1). Training data learns
//! the parameters, validation data judges the hyperparameters, and test data judges the chosen
//! network once (H3): who chooses by a number should not believe it (H2).

use std::fmt;
use std::str::FromStr;

use burn::tensor::Device;
use clap::Args;
use datasets::{DataError, Dataset, Samples, TrainingSet, ValidationSet};
use extensions::initializers::He;
use extensions::random::{Purpose, Stream};
use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use models::Mlp;
use serde::{Deserialize, Serialize};

use crate::experiment::{Conclusion, Drawing, Experiment, Trial};
use crate::optimizers::sgd;
use crate::record::RecordOf;
use crate::settings::{batch_size, count, fraction, positive, width};
use crate::statistics::median;
use crate::table::{Table, number, percent};
use crate::training::{Trainer, initial_mlp, iterations_per_epoch, shape};
use crate::verdict::{Claim, claim};

/// The experiment.
pub struct HyperparameterSearch;

/// The book's settings (section 6.5.3).
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// How many configurations are drawn and tried (H1-H3)
    #[arg(long, value_parser = count, default_value = "100")]
    pub trials: usize,

    /// From where to where learning rates η are drawn, evenly on a log scale (H1)
    #[arg(long, value_name = "FROM..TO", default_value = "1e-6..1e-2")]
    pub learning_rate: LogRange,

    /// From where to where weight decays λ are drawn, evenly on a log scale (H1)
    #[arg(long, value_name = "FROM..TO", default_value = "1e-8..1e-4")]
    pub weight_decay: LogRange,

    /// Images to search with, the first of the training set, in random order (H3)
    #[arg(long, value_parser = count, default_value = "500")]
    pub images: usize,

    /// The fraction of them that is validation data; the network learns from the others (H3)
    #[arg(long, value_parser = fraction, default_value = "0.2")]
    pub validation_share: f64,

    /// Epochs of each trial (H1-H3)
    #[arg(long, value_parser = count, default_value = "50")]
    pub epochs: usize,

    /// Images in a mini-batch, drawn with replacement (H1-H3)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub batch_size: usize,

    /// Neurons of each hidden layer, separated by commas (H1-H3)
    #[arg(long, value_parser = width, value_delimiter = ',',
          default_value = "100,100,100,100,100,100")]
    pub hidden: Vec<usize>,
}

/// A range of positive numbers, in which draws are even on a log scale: `1e-6..1e-2`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogRange {
    /// Its lower end.
    pub from: f64,
    /// Its upper end.
    pub to: f64,
}

impl FromStr for LogRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let allowed = "allowed: FROM..TO, two finite numbers above 0, the first the smaller one";
        let (from, to) = text.split_once("..").ok_or(allowed)?;
        let end = |text| positive(text).map_err(|_| allowed.to_owned());
        match (end(from)?, end(to)?) {
            (from, to) if from < to => Ok(Self { from, to }),
            _ => Err(allowed.into()),
        }
    }
}

impl LogRange {
    /// 10^U(log₁₀ from, log₁₀ to)
    fn draw(self, stream: &mut Stream) -> f64 {
        let (low, high) = (self.from.log10(), self.to.log10());
        10f64.powf(low + (high - low) * stream.uniform())
    }
}

/// The hyperparameters that are searched.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Configuration {
    /// η
    pub learning_rate: f64,
    /// λ
    pub weight_decay: f64,
}

impl Settings {
    /// The configurations that a seed tries.
    fn configurations(&self, mut stream: Stream) -> Vec<Configuration> {
        let draw = |_| Configuration {
            learning_rate: self.learning_rate.draw(&mut stream),
            weight_decay: self.weight_decay.draw(&mut stream),
        };
        (0..self.trials).map(draw).collect()
    }

    fn validation_images(&self) -> usize {
        (self.images as f64 * self.validation_share).round() as usize
    }

    /// What a search may see: data to learn from, and data to judge hyperparameters on (H3).
    fn split(
        &self,
        all: &TrainingSet,
        mut order: Stream,
    ) -> Result<(TrainingSet, ValidationSet), DataError> {
        all.first(self.images)?.split(self.validation_images(), &order.permutation(self.images))
    }

    fn steps(&self) -> u64 {
        let learned_from = self.images - self.validation_images();
        (self.epochs * iterations_per_epoch(learned_from, self.batch_size)) as u64
    }
}

/// One configuration of the search, counted from 0.
#[derive(Clone, Copy, Debug)]
pub struct Arm(usize);

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "trial {:03}", self.0 + 1)
    }
}

/// The last arm: the best configuration, trained once more and judged on test data.
const CHOSEN: &str = "chosen";

/// What became of one configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The hyperparameters.
    #[serde(flatten)]
    pub configuration: Configuration,
    /// Accuracy on the data that it learned from, after each epoch; shorter where it diverged.
    pub training: Vec<f64>,
    /// Accuracy on validation data, after each epoch; shorter where it diverged.
    pub validation: Vec<f64>,
    /// Whether its loss became infinite or not a number.
    pub diverged: bool,
    /// Accuracy on test data: of the chosen configuration alone.
    pub test: Option<f64>,
}

impl Measured {
    /// What the search goes by: validation accuracy at the end; nothing where training diverged.
    fn promise(&self) -> f64 {
        if self.diverged { 0.0 } else { self.validation.last().copied().unwrap_or(0.0) }
    }
}

/// Trains with one configuration, and judges it after each epoch. All that a search is given: the
/// images to learn from and the ones to judge by. Test data does not fit in their place:
///
/// ```compile_fail
/// # use burn::tensor::Device;
/// # use datasets::{TestSet, TrainingSet};
/// # use experiments::hyperparameter_search::{Configuration, Settings, tune};
/// fn peek(settings: &Settings, c: Configuration, learn: &TrainingSet, judge: &TestSet, on: &Device) {
///     tune(settings, c, learn, judge, 0, on, || ());
/// }
/// ```
///
/// where validation data does:
///
/// ```
/// # use burn::tensor::Device;
/// # use datasets::{TrainingSet, ValidationSet};
/// # use experiments::hyperparameter_search::{Configuration, Settings, tune};
/// fn try_it(settings: &Settings, c: Configuration, learn: &TrainingSet, judge: &ValidationSet, on: &Device) {
///     tune(settings, c, learn, judge, 0, on, || ());
/// }
/// ```
pub fn tune(
    settings: &Settings,
    configuration: Configuration,
    training: &TrainingSet,
    validation: &ValidationSet,
    seed: u64,
    device: &Device,
    step_done: impl Fn(),
) -> (Trainer<Mlp>, Measured) {
    let Configuration { learning_rate, weight_decay } = configuration;
    let model = initial_mlp(&shape(&settings.hidden, training), &He, seed, device);
    let optimizer = sgd(weight_decay);
    let mut trainer =
        Trainer::new(model, optimizer, learning_rate, settings.batch_size, seed, device);

    let mut measured = Measured {
        configuration,
        training: Vec::new(),
        validation: Vec::new(),
        diverged: false,
        test: None,
    };
    for _ in 0..settings.epochs {
        for _ in 0..iterations_per_epoch(training.len(), settings.batch_size) {
            measured.diverged |= !trainer.step(training).is_finite();
            step_done();
        }
        if measured.diverged {
            break;
        }
        measured.training.push(trainer.accuracy(training));
        measured.validation.push(trainer.accuracy(validation));
    }
    (trainer, measured)
}

/// The trials of one seed, the one with the highest promise first; of equal ones the earlier.
fn best_first(trials: &[Measured]) -> Vec<&Measured> {
    let mut best: Vec<&Measured> = trials.iter().collect();
    best.sort_by(|a, b| b.promise().total_cmp(&a.promise()));
    best
}

/// How far the best of k equally good networks is above the middle one by luck alone, at most, when
/// each is judged on n images: an accuracy on n images has a standard deviation of at most ½/√n, and
/// the largest of k normal draws is expected at most √(2 ln k) standard deviations up.
fn luck(settings: &Settings) -> f64 {
    let (k, n) = (settings.trials as f64, settings.validation_images() as f64);
    (2.0 * k.ln()).sqrt() * 0.5 / n.sqrt()
}

impl Experiment for HyperparameterSearch {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const NAME: &'static str = "hyperparameter_search";
    const TITLE: &'static str = "Hyperparameter search · 하이퍼파라미터 탐색";
    const ABOUT: &'static str = "A hundred random learning rates and weight decays, judged on validation data; the best is \
         judged once on test data.";
    const SHOWS: &'static str = "a random search that cannot see the test set";
    const STATEMENTS: &'static [&'static str] = &["H1", "H2", "H3"];
    const SEEDS: usize = 6;
    const NEEDS_DATA: bool = true;

    fn check(settings: &Settings) -> Result<(), String> {
        let Settings { images, validation_share, .. } = settings;
        match settings.validation_images() {
            n if n > 0 && n < *images => Ok(()),
            n => Err(format!(
                "--validation-share {validation_share} of --images {images} makes {n} images for \
                 validation: at least one is needed for it, and one to learn from"
            )),
        }
    }

    fn check_data(settings: &Settings, data: &Dataset) -> Result<(), DataError> {
        data.training.first(settings.images).map(drop)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        (0..settings.trials).map(Arm).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.steps()
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let configuration = settings.configurations(trial.stream(Purpose::Search))[arm.0];
        search_step(settings, configuration, trial).1
    }

    fn conclusion(settings: &Settings) -> Option<Conclusion> {
        Some(Conclusion { name: CHOSEN, steps: settings.steps() })
    }

    fn conclude(settings: &Settings, measured: &[Measured], trial: &Trial) -> Measured {
        let chosen = best_first(measured)[0].configuration;
        let (network, measured) = search_step(settings, chosen, trial);
        Measured { test: Some(network.accuracy(&trial.data().test)), ..measured }
    }

    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        vec![
            ("best_configurations", best_configurations(record).into()),
            ("search_space", search_space(record).into()),
        ]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let rank = format!("the five best, seed {}", record.provenance.seeds[0]);
        let mut table = Table::new([
            &rank,
            "learning rate η",
            "weight decay λ",
            "training",
            "validation",
            "test",
        ]);
        let trials = of_seed(record, 0);
        for (i, trial) in best_first(&trials).into_iter().take(5).enumerate() {
            let test = record.arm(CHOSEN).next().and_then(|chosen| chosen.test);
            table.row([
                (i + 1).to_string(),
                number(trial.configuration.learning_rate),
                number(trial.configuration.weight_decay),
                percent(trial.training.last().copied().unwrap_or(0.0)),
                percent(trial.promise()),
                test.filter(|_| i == 0).map_or("not judged".into(), percent),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let seeds = 0..record.provenance.seeds.len();
        let best_above_median = seeds.map(|seed| {
            let promises: Vec<f64> = of_seed(record, seed).iter().map(Measured::promise).collect();
            promises.iter().copied().fold(f64::NAN, f64::max) - median(&promises)
        });
        let broken =
            record.values(CHOSEN, |chosen| chosen.promise() - chosen.test.unwrap_or(f64::NAN));
        let luck = luck(&record.settings);
        vec![
            claim("H1", "hyperparameters matter (validation accuracy, the best less the median)")
                .because("choosing among equally good networks gives no more, by luck: ½/√n · √(2 ln k)")
                .above(luck, &best_above_median.collect::<Vec<_>>()),
            claim("H2", "the chosen network does worse on other data than the data that chose it promised (validation accuracy less test accuracy)")
                .because("at 0 what was promised is kept")
                .above(0.0, &broken),
            claim("H3", "validation data judges well enough to choose by (validation accuracy less test accuracy, of the chosen network)")
                .because("luck in choosing gives no more, ½/√n · √(2 ln k); images that were learned from would")
                .below(luck, &broken),
        ]
    }
}

/// [`tune`] with the trial's own split, seed and device.
fn search_step(
    settings: &Settings,
    configuration: Configuration,
    trial: &Trial,
) -> (Trainer<Mlp>, Measured) {
    let (training, validation) = settings
        .split(&trial.data().training, trial.stream(Purpose::Split))
        .expect("check and check_data have looked");
    let device = trial.autodiff();
    tune(settings, configuration, &training, &validation, trial.seed, &device, || trial.step_done())
}

/// The search's trials at one seed, without the chosen one's.
fn of_seed(record: &RecordOf<HyperparameterSearch>, seed: usize) -> Vec<Measured> {
    let search = record.arms.iter().filter(|arm| arm.name != CHOSEN);
    search.map(|arm| arm.trials[seed].measured.clone()).collect()
}

fn best_configurations(record: &RecordOf<HyperparameterSearch>) -> Figure {
    let trials = of_seed(record, 0);
    let epochs = record.settings.epochs as f64;
    let panels = best_first(&trials).into_iter().take(20).enumerate().map(|(i, trial)| {
        Panel::new(format!("{}: {:.0} %", i + 1, 100.0 * trial.promise()))
            .x(Axis::new("epoch").range(0.0, epochs))
            .y(Axis::new("accuracy").range(0.0, 1.0))
            .with(Mark::curve("training", Ink::Series(1), &trial.training).dashed())
            .with(Mark::curve("validation", Ink::Series(0), &trial.validation))
    });
    Figure::new("The twenty best configurations of one search")
        .subtitle(format!(
            "of {} at seed {}; above each panel its validation accuracy at the end",
            record.settings.trials, record.provenance.seeds[0]
        ))
        .alt(
            "Twenty small panels with training and validation accuracy against epoch, from the \
             configuration with the highest validation accuracy at the end to the twentieth.",
        )
        .grid(5, 120.0, 90.0)
        .shared_axes()
        .panels(panels)
}

fn search_space(record: &RecordOf<HyperparameterSearch>) -> Figure {
    let place = |m: &Measured| [m.configuration.learning_rate, m.configuration.weight_decay];
    let seeds = 0..record.provenance.seeds.len();
    let trials = seeds.flat_map(|seed| of_seed(record, seed)).map(|trial| {
        let [x, y] = place(&trial);
        [x, y, trial.promise()]
    });
    let chosen = record.arm(CHOSEN).map(place);
    let Settings { learning_rate, weight_decay, .. } = record.settings;
    let rates: Vec<f64> = record.values(CHOSEN, |m| m.configuration.learning_rate);
    Figure::new("Which learning rates and weight decays work")
        .subtitle(format!(
            "{} configurations at each of {} seeds",
            record.settings.trials,
            record.provenance.seeds.len()
        ))
        .alt(format!(
            "Each configuration as a point, learning rate against weight decay on logarithmic axes, \
             coloured by validation accuracy. Crosses mark the chosen ones; their learning rate is \
             {} in the median.",
            number(median(&rates))
        ))
        .color_bar("validation accuracy at the end", 0.0, 1.0)
        .panel(
            Panel::new("")
                .x(Axis::new("learning rate η").range(learning_rate.from, learning_rate.to).log())
                .y(Axis::new("weight decay λ").range(weight_decay.from, weight_decay.to).log())
                .with(Mark::scatter(trials, 0.0, 1.0))
                .with(Mark::points("chosen, one a seed", Ink::Accent, Marker::Plus, chosen)),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::default_settings;
    use crate::record::Record;
    use crate::verdict::Verdict::{self, DoesNotHold, Holds};

    fn trial(validation: f64, test: Option<f64>) -> Measured {
        Measured {
            configuration: Configuration { learning_rate: 0.01, weight_decay: 1e-5 },
            training: vec![1.0],
            validation: vec![validation],
            diverged: false,
            test,
        }
    }

    /// What the claims say where most configurations end at `median`, one at `best`, and that one
    /// has `test` on test data.
    fn verdicts(median: f64, best: f64, test: f64) -> Vec<Verdict> {
        let six = |validation: f64, test: Option<f64>| -> Vec<Measured> {
            (0..6).map(|seed| trial(validation + 0.0001 * f64::from(seed), test)).collect()
        };
        let mut arms = vec![("best".to_owned(), six(best, None))];
        arms.extend((0..99).map(|i| (format!("trial {i}"), six(median, None))));
        arms.push((CHOSEN.into(), six(best, Some(test))));
        let record = Record::made_up(default_settings::<HyperparameterSearch>(), arms);
        HyperparameterSearch::claims(&record).iter().map(|claim| claim.verdict).collect()
    }

    #[test]
    fn the_rules_tell_true_from_false() {
        assert_eq!(verdicts(0.2, 0.8, 0.75), [Holds, Holds, Holds]);
        // All alike but for luck, and the promise is kept.
        assert_eq!(verdicts(0.7, 0.8, 0.85), [DoesNotHold, DoesNotHold, Holds]);
        // Validation images that were learned from.
        assert_eq!(verdicts(0.2, 0.999, 0.75), [Holds, Holds, DoesNotHold]);
    }

    #[test]
    fn a_diverged_configuration_is_never_chosen() {
        let diverged = Measured { diverged: true, ..trial(0.9, None) };
        let trials = [diverged, trial(0.3, None), trial(0.5, None), trial(0.5, Some(0.1))];
        let best: Vec<f64> = best_first(&trials).iter().map(|trial| trial.promise()).collect();
        assert_eq!(best, [0.5, 0.5, 0.3, 0.0]);
        assert_eq!(best_first(&trials)[0].test, None, "of equal ones the earlier");
    }

    #[test]
    fn impossible_ranges_are_refused() {
        for bad in ["", "1", "1..", "2..1", "1..1", "0..1", "-1..1", "1..inf", "x..y"] {
            assert!(bad.parse::<LogRange>().is_err(), "{bad}");
        }
        assert_eq!("1e-6..1e-2".parse(), Ok(LogRange { from: 1e-6, to: 1e-2 }));
    }

    #[test]
    fn draws_are_even_on_a_log_scale_and_more_trials_keep_the_first() {
        let settings = Settings { trials: 2000, ..default_settings::<HyperparameterSearch>() };
        let draw = |settings: &Settings| settings.configurations(Stream::new(1, Purpose::Search));
        let all = draw(&settings);
        let below = all.iter().filter(|c| c.learning_rate < 1e-4).count();
        // A standard deviation is √(2000/4) = 22; five of them.
        assert!(below.abs_diff(1000) < 112, "{below}");
        assert!(all.iter().all(|c| (1e-8..1e-4).contains(&c.weight_decay)));
        assert_eq!(draw(&Settings { trials: 5, ..settings })[..], all[..5]);
    }
}
