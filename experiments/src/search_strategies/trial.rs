//! One trial: a whole search, one configuration after another.

use datasets::DataError;
use extensions::random::Purpose;
use lab::experiment::{About, Experiment};
use serde::{Deserialize, Serialize};
use training::flags::InvalidValue;
use training::needs::{Needs, NetworkSize};
use training::search::strategy::{Tried, best_first};
use training::search::tuning::Bench;
use training::statistics::{are_shares, is_share};
use training::subset::shuffled;
use training::trial::Trial;

use super::arm::{Arm, Domain};
use super::settings::Settings;

/// The experiment.
pub struct SearchStrategies;

/// What a search found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The number of trials.
    pub trials: usize,
    /// The epochs spent by the end of each trial.
    pub spent: Vec<usize>,
    /// The highest validation accuracy by the end of each trial.
    pub best: Vec<f64>,
    /// The test accuracy of the network that was chosen.
    pub test: f64,
}

impl Experiment for SearchStrategies {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        for Arm(domain, method) in Arm::all() {
            if settings.plan(&domain.space(), method).is_none() {
                return Err(InvalidValue::from(format!(
                    "--budget {} is too small for {} with --epochs {}: allow a larger budget, or \
                     fewer epochs per trial",
                    settings.budget,
                    method.name(),
                    settings.epochs
                )));
            }
        }
        Ok(())
    }

    fn needs(settings: &Settings) -> Needs {
        let Settings { training_images, validation_images, budget, .. } = *settings;
        // The largest network and mini-batch of the two spaces.
        let network = Domain::ALL.map(|domain| {
            let space = domain.space();
            let [width, depth, batch_size] =
                ["width", "depth", "batch_size"].map(|name| space.largest(name));
            NetworkSize::new(&vec![width; depth], batch_size).adam().any_activation().dropout()
        });
        let needs = Needs::default()
            .images(&[
                ("--training-images", training_images),
                ("--validation-images", validation_images),
            ])
            .keeps("--budget", budget, 2 * Arm::all().len());
        network.into_iter().fold(needs, Needs::network)
    }

    fn arms(_: &Settings) -> Vec<Arm> {
        Arm::all()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.budget as u64
    }

    fn trial(settings: &Settings, Arm(domain, method): &Arm, trial: &Trial) -> Measured {
        let space = domain.space();
        let plan = settings.plan(&space, *method).expect("check has accepted it");
        let strategy = plan.strategy(&space).expect("the budget allows it");
        let bench = bench(settings, trial).expect("check_images has accepted it");

        let dimensions = space.dimensions();
        let slots = strategy.slots();
        let mut tried: Vec<Tried> = Vec::new();
        let (mut spent, mut best) = (Vec::new(), Vec::new());
        for (i, slot) in slots.iter().enumerate() {
            let earlier = slots.iter().filter(|earlier| earlier.round < slot.round).count();
            let stream = trial.stream(Purpose::Search);
            let point = strategy.propose(&dimensions, i, &tried[..earlier], stream);
            let configuration = space.configuration(&point);
            let (_, measured) = bench.tune(&configuration, slot.epochs, || trial.step_done());
            let score = measured.score();
            tried.push(Tried { point, score });
            spent.push(spent.last().unwrap_or(&0) + slot.epochs);
            best.push(score.max(best.last().copied().unwrap_or(0.0)));
        }
        // Only configurations that were trained for all epochs can be chosen.
        let full = |i: &usize| slots[*i].epochs == settings.epochs;
        let ranked = best_first(tried.iter().map(|tried| tried.score));
        let chosen = ranked.into_iter().find(full).expect("some were trained for all epochs");
        let configuration = space.configuration(&tried[chosen].point);
        let (network, _) = bench.tune(&configuration, settings.epochs, || ());
        let test = network.judge(&trial.data().test);
        Measured { trials: slots.len(), spent, best, test }
    }

    fn fits(settings: &Settings, &Arm(domain, method): &Arm, measured: &Measured) -> bool {
        let space = domain.space();
        let Some(Ok(strategy)) = settings.plan(&space, method).map(|plan| plan.strategy(&space))
        else {
            return false;
        };
        let slots = strategy.slots();
        let spent = slots.iter().scan(0, |spent, slot| {
            *spent += slot.epochs;
            Some(*spent)
        });
        measured.trials == slots.len()
            && spent.eq(measured.spent.iter().copied())
            && are_shares(&measured.best, slots.len())
            && is_share(measured.test)
    }
}

/// The images that a search may see: each seed draws its own.
fn bench(settings: &Settings, trial: &Trial) -> Result<Bench, DataError> {
    let (learn, judge) = (settings.training_images, settings.validation_images);
    let images = shuffled(trial);
    Ok(Bench {
        training: images.first(learn)?,
        validation: images.range(learn..learn + judge)?.into_validation(),
        // Only the accuracy at the end counts.
        evaluate_every: settings.epochs,
        seed: trial.seed,
        device: trial.autodiff(),
    })
}
