//! One trial: the network learns MNIST by SGD and is evaluated on the way.

use datasets::Samples;
use extensions::initializers::Normal;
use lab::experiment::{About, Experiment};
use models::ActivationConfig;
use serde::{Deserialize, Serialize};
use training::classifier::{initial_mlp, shape};
use training::losses::Losses;
use training::needs::{Needs, NetworkSize};
use training::optimizers::sgd;
use training::statistics::are_shares;
use training::trainer::{Trainer, iterations_per_epoch};
use training::trial::Trial;

use super::settings::Settings;

/// The experiment.
pub struct TwoLayerNet;

/// The only arm.
pub(super) const NETWORK: &str = "two-layer network";

/// What a trial measures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The loss of each mini-batch.
    #[serde(flatten)]
    pub losses: Losses,
    /// The iterations at which the network was evaluated: before every so many epochs, and at the end.
    pub judged_at: Vec<usize>,
    /// The accuracy on all training images there.
    pub training: Vec<f64>,
    /// The accuracy on all test images there.
    pub test: Vec<f64>,
}

impl Measured {
    /// Whether this can be a training of so many iterations: evaluated before it, then at equal distances, and
    /// at its end or after it diverged.
    fn fits(&self, iterations: usize) -> bool {
        let Self { losses, judged_at, training, test } = self;
        let count = judged_at.len();
        let end = match losses.diverged_at {
            Some(at) => at + 1..=iterations,
            None => iterations..=iterations,
        };
        let distance = judged_at.get(1).copied().unwrap_or(0);
        let mut distances = judged_at.windows(2).map(|pair| pair[1].saturating_sub(pair[0]));
        losses.fits(iterations)
            && judged_at.first() == Some(&0)
            && judged_at.last().is_some_and(|last| end.contains(last))
            && distances.by_ref().take(count.saturating_sub(2)).all(|d| d == distance)
            && distances.all(|d| (1..=distance).contains(&d))
            && are_shares(training, count)
            && are_shares(test, count)
    }

    /// Training accuracy at the end; NaN where training diverged.
    pub(super) fn training_end(&self) -> f64 {
        self.end_of(&self.training)
    }

    /// Test accuracy at the end; NaN where training diverged.
    pub(super) fn test_end(&self) -> f64 {
        self.end_of(&self.test)
    }

    fn end_of(&self, accuracies: &[f64]) -> f64 {
        match self.losses.diverged_at {
            Some(_) => f64::NAN,
            None => accuracies.last().copied().unwrap_or(f64::NAN),
        }
    }
}

impl Experiment for TwoLayerNet {
    type Settings = Settings;
    type Arm = &'static str;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn needs(settings: &Settings) -> Needs {
        let Settings { hidden, batch_size, iterations, .. } = *settings;
        Needs::default().network(NetworkSize::new(&[hidden], batch_size).any_activation()).keeps(
            "--iterations",
            iterations,
            1,
        )
    }

    fn arms(_: &Settings) -> Vec<&'static str> {
        vec![NETWORK]
    }

    fn steps(settings: &Settings, _: &&'static str) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, _: &&'static str, trial: &Trial) -> Measured {
        let data = trial.data();
        let device = trial.autodiff();
        let network =
            shape(&[settings.hidden], &data.training).with_activation(ActivationConfig::Sigmoid);
        let model = initial_mlp(&network, &Normal { std: settings.std }, trial.seed, &device);
        let (rate, batch_size) = (settings.learning_rate, settings.batch_size);
        let mut trainer = Trainer::new(model, sgd(0.0), rate, batch_size, trial.seed, &device);

        let epoch = iterations_per_epoch(data.training.len(), batch_size);
        let between = epoch.saturating_mul(settings.evaluate_every);
        let mut measured = Measured::default();
        let mut done = 0;
        loop {
            measured.judged_at.push(done);
            measured.training.push(trainer.accuracy(&data.training));
            measured.test.push(trainer.accuracy(&data.test));
            let next = between.min(settings.iterations - done);
            if next == 0 || measured.losses.diverged_at.is_some() {
                return measured;
            }
            measured.losses.append(trainer.run(&data.training, next, trial));
            done += next;
        }
    }

    fn fits(settings: &Settings, _: &&'static str, measured: &Measured) -> bool {
        measured.fits(settings.iterations)
    }
}
