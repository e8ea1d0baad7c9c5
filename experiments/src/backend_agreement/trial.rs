//! One trial: train one kind of network with one optimizer, and keep every loss.

use std::fmt;

use extensions::initializers::He;
use lab::experiment::{About, Experiment};
use models::{ActivationConfig, MlpConfig};
use training::classifier::{initial_mlp, shape};
use training::losses::Losses;
use training::needs::{Needs, NetworkSize};
use training::optimizers::{Named, OPTIMIZERS, named};
use training::trainer::Trainer;
use training::trial::Trial;

use super::settings::Settings;

/// The trials whose losses are compared, on one backend.
pub struct BackendAgreement;

/// One kind of trial: an optimizer, and what the network has in addition to its layers.
pub struct Arm {
    name: String,
    optimizer: &'static Named,
    weight_decay: f64,
    network: fn(MlpConfig) -> MlpConfig,
}

impl Clone for Arm {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), ..*self }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

impl Arm {
    /// The plain network, trained by an optimizer.
    fn plain(optimizer: &'static Named) -> Self {
        Self { name: optimizer.name.into(), optimizer, weight_decay: 0.0, network: |mlp| mlp }
    }

    /// The network with something more.
    fn with(
        optimizer: &'static Named,
        more: &str,
        weight_decay: f64,
        network: fn(MlpConfig) -> MlpConfig,
    ) -> Self {
        Self { name: format!("{}, {more}", optimizer.name), optimizer, weight_decay, network }
    }
}

impl Experiment for BackendAgreement {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Losses;

    const ABOUT: About = super::about::ABOUT;

    fn needs(settings: &Settings) -> Needs {
        let Settings { hidden, batch_size, iterations, .. } = settings;
        Needs::default()
            .network(NetworkSize::new(hidden, *batch_size).adam().dropout().batch_norm())
            .keeps("--iterations", *iterations, Self::arms(settings).len())
    }

    /// Every optimizer on the plain network, and then everything else that a network of the lecture can
    /// have.
    fn arms(_: &Settings) -> Vec<Arm> {
        let sgd = named("SGD").expect("SGD is in the list");
        let adam = named("Adam").expect("Adam is in the list");
        let plain = OPTIMIZERS.iter().map(Arm::plain);
        let others = [
            Arm::with(sgd, "weight decay", 0.1, |mlp| mlp),
            Arm::with(sgd, "dropout", 0.0, |mlp| mlp.with_dropout(0.2)),
            Arm::with(sgd, "batch normalization", 0.0, |mlp| mlp.with_batch_norm(true)),
            Arm::with(adam, "both of these", 0.0, |mlp| {
                mlp.with_dropout(0.2).with_batch_norm(true)
            }),
            Arm::with(sgd, "sigmoid", 0.0, |mlp| mlp.with_activation(ActivationConfig::Sigmoid)),
            Arm::with(sgd, "tanh", 0.0, |mlp| mlp.with_activation(ActivationConfig::Tanh)),
        ];
        plain.chain(others).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Losses {
        let training = &trial.data().training;
        let device = trial.autodiff();
        let network = (arm.network)(shape(&settings.hidden, training));
        let model = initial_mlp(&network, &He, trial.seed, &device);
        let optimizer = arm.optimizer.build(arm.weight_decay);
        let (rate, size) = (arm.optimizer.mnist_rate, settings.batch_size);
        let mut trainer = Trainer::new(model, optimizer, rate, size, trial.seed, &device);
        trainer.run(training, settings.iterations, trial)
    }

    fn fits(settings: &Settings, _: &Arm, measured: &Losses) -> bool {
        measured.fits(settings.iterations)
    }
}
