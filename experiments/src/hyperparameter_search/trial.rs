//! One trial: train one configuration, and judge it on validation data.

use std::fmt;

use datasets::DataError;
use extensions::random::Purpose;
use lab::experiment::{About, Conclusion, Experiment, Rounds};
use training::flags::InvalidValue;
use training::needs::{Needs, NetworkSize};
use training::search::dimension::Point;
use training::search::strategy::{Slot, Tried, best_first};
use training::search::tuning::{Bench, Finished, Measured};
use training::statistics::is_share;
use training::trial::Trial;

use super::settings::Settings;

/// The experiment.
pub struct HyperparameterSearch;

/// One trial of the search: its index, and its slot in the strategy.
#[derive(Clone, Debug)]
pub struct Arm(usize, Slot);

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.1.name)
    }
}

/// The name of the last arm: the best configuration, trained once more and judged on test data.
pub const CHOSEN: &str = "chosen";

impl Experiment for HyperparameterSearch {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        let Settings { images, validation_share, space, .. } = settings;
        let n = settings.validation_images();
        if n == 0 || n == *images {
            return Err(InvalidValue::from(format!(
                "--validation-share {validation_share} of --images {images} gives {n} validation \
                 images: at least one image is needed for validation, and one for training"
            )));
        }
        if space.searched().is_empty() {
            return Err(
                "every hyperparameter has a single value, so there is nothing to search: give \
                        at least one of them a range or a choice"
                    .into(),
            );
        }
        settings.plan.strategy(space).map(drop)
    }

    fn needs(settings: &Settings) -> Needs {
        let Settings { plan, space, images, evaluate_every, .. } = settings;
        let [width, depth, batch_size] =
            ["width", "depth", "batch_size"].map(|name| space.largest(name));
        let evaluations = plan.epochs / evaluate_every + 1;
        Needs::default()
            .images(&[("--images", *images)])
            .network(
                NetworkSize::new(&vec![width; depth], batch_size)
                    .adam()
                    .any_activation()
                    .dropout()
                    .flags(["--width", "--batch-size"]),
            )
            .keeps("--trials", plan.trials, 3 * evaluations)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let strategy = settings.plan.strategy(&settings.space).expect("check has accepted it");
        strategy.slots().iter().cloned().enumerate().map(|(i, slot)| Arm(i, slot)).collect()
    }

    fn steps(_: &Settings, arm: &Arm) -> u64 {
        arm.1.epochs as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        Self::trial_after(settings, arm, &[], trial)
    }

    fn fits(settings: &Settings, Arm(_, slot): &Arm, measured: &Measured) -> bool {
        measured.fits(&settings.space, slot.epochs, settings.evaluate_every)
            && measured.test.is_none()
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
        let strategy = settings.plan.strategy(space).expect("check has accepted it");
        let tried = |m: &Measured| Tried { point: m.point.clone(), score: m.score() };
        let tried: Vec<Tried> = earlier.iter().map(tried).collect();
        let point = strategy.propose(&space.dimensions(), *index, &tried, stream);
        tune(settings, point, slot.epochs, trial).1
    }

    fn score(measured: &Measured) -> f64 {
        measured.score()
    }

    fn conclusion(settings: &Settings) -> Conclusion {
        Conclusion { name: CHOSEN, steps: settings.plan.epochs as u64 }
    }

    fn conclude(settings: &Settings, measured: &[Measured], trial: &Trial) -> Measured {
        let chosen = finalists(measured)[0];
        let (network, measured) = tune(settings, chosen.point.clone(), chosen.epochs, trial);
        Measured { test: Some(network.judge(&trial.data().test)), ..measured }
    }

    fn conclusion_fits(settings: &Settings, measured: &Measured) -> bool {
        let longest = Self::arms(settings).into_iter().map(|Arm(_, slot)| slot.epochs).max();
        measured.fits(&settings.space, longest.unwrap_or(0), settings.evaluate_every)
            && measured.test.is_some_and(is_share)
    }
}

/// Trains the configuration at a point of the space, and judges it on validation data.
fn tune(settings: &Settings, point: Point, epochs: usize, trial: &Trial) -> (Finished, Measured) {
    let bench = bench(settings, trial).expect("both checks have accepted it");
    let configuration = settings.space.configuration(&point);
    let (network, measured) = bench.tune(&configuration, epochs, || trial.step_done());
    (network, Measured { point, ..measured })
}

/// All that a search may see: images to learn from, and images to judge hyperparameters on (H3).
fn bench(settings: &Settings, trial: &Trial) -> Result<Bench, DataError> {
    let all = trial.data().training.first(settings.images)?;
    let order = trial.stream(Purpose::Split).permutation(settings.images);
    let (training, validation) = all.split(settings.validation_images(), &order)?;
    let evaluate_every = settings.evaluate_every;
    Ok(Bench { training, validation, evaluate_every, seed: trial.seed, device: trial.autodiff() })
}

/// The trials of one seed that were trained for the most epochs, the one with the best score first.
pub fn finalists(trials: &[Measured]) -> Vec<&Measured> {
    let longest = trials.iter().map(|trial| trial.epochs).max();
    let full: Vec<&Measured> = trials.iter().filter(|t| Some(t.epochs) == longest).collect();
    let best = best_first(full.iter().map(|trial| trial.score()));
    best.into_iter().map(|i| full[i]).collect()
}
