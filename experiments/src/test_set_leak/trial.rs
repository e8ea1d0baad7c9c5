//! One trial: train many networks, and judge each on every set of images.

use burn::module::Module;
use extensions::initializers::He;
use extensions::random::Purpose;
use lab::experiment::{About, Experiment};
use serde::{Deserialize, Serialize};
use training::classifier::{initial_mlp, shape};
use training::needs::{Needs, NetworkSize};
use training::optimizers::sgd;
use training::statistics::{are_shares, is_share};
use training::trainer::Trainer;
use training::trial::Trial;

use super::arm::Arm;
use super::images::Sets;
use super::settings::Settings;

/// The experiment.
pub struct TestSetLeak;

/// The networks of one seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// In the order in which they were drawn.
    pub networks: Vec<Network>,
}

/// The accuracy of one network on each set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// η
    pub learning_rate: f64,
    /// On each of the sets that take turns as test data and validation data.
    pub sets: Vec<f64>,
    /// On fresh images.
    pub fresh: f64,
}

impl Experiment for TestSetLeak {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn needs(settings: &Settings) -> Needs {
        let Settings { networks, images, judges, sets, fresh, width, batch_size, .. } = *settings;
        Needs::default()
            .images_in_all(
                &[("--images", images), ("--judges", judges), ("--sets", sets), ("--fresh", fresh)],
                settings.all_images(),
            )
            .network(
                NetworkSize::new(&[width], batch_size)
                    .evaluated_on(fresh.max(judges))
                    .flags(["--width", "--batch-size"]),
            )
            .images_in_tensors(judges.saturating_mul(sets).saturating_add(fresh))
            .keeps("--networks", networks, Arm::ALL.len() * (sets + 2))
    }

    fn arms(_: &Settings) -> Vec<Arm> {
        Arm::ALL.to_vec()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.networks as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let images = Sets::draw(settings, trial).expect("check_images has accepted it");
        let device = trial.autodiff();
        let shape = shape(&[settings.width], &images.training);
        let rates = arm.learning_rates();
        let mut search = trial.stream(Purpose::Search);
        let networks = (0..settings.networks as u64).map(|i| {
            let learning_rate = rates.draw(&mut search);
            // Each network has its own weights and mini-batches.
            let seed = trial.seed.wrapping_mul(1 << 32).wrapping_add(i);
            let model = initial_mlp(&shape, &He, seed, &device);
            let batch_size = settings.batch_size;
            let mut trainer =
                Trainer::new(model, sgd(0.0), learning_rate, batch_size, seed, &device);
            for _ in 0..settings.iterations {
                trainer.step(&images.training);
            }
            trial.step_done();
            let network = trainer.model().valid();
            let sets = images.judges.iter().map(|set| set.accuracy(&network)).collect();
            Network { learning_rate, sets, fresh: images.fresh.accuracy(&network) }
        });
        Measured { networks: networks.collect() }
    }

    fn fits(settings: &Settings, _: &Arm, measured: &Measured) -> bool {
        measured.networks.len() == settings.networks
            && measured
                .networks
                .iter()
                .all(|network| are_shares(&network.sets, settings.sets) && is_share(network.fresh))
    }
}
