//! A network in training, and what the page shows of it.

mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use burn::module::Module;
use burn::tensor::Device;
use datasets::{Dataset, Samples, TestSet, TrainingSet};
use models::Mlp;
use training::BURN_VERSION;
use training::accuracy::accuracy;
use training::losses::Losses;
use training::networks::Recipe;
use training::pictures::Picture;
use training::predict::{NotFinite, Prediction, predict};
use training::run::Run;
use training::saved::{self, ContentError, activation_fact, data_fact, image_facts};
use training::trainer::Trainer;

use crate::settings::Settings;
pub use view::{Accuracy, Error, Layer, Layers, View, Weights};

/// How many images the two accuracies are measured on, and the errors are looked for in.
const JUDGED: usize = 1000;

/// A network, the step that it is at, and the data that it learns from.
///
/// Its steps are those of [`Trainer`], and nothing that is looked at draws a random number. So the network after n
/// steps is, to the last bit, that of `train --iterations n` at the same settings.
pub struct Network {
    settings: Settings,
    data: Arc<Dataset>,
    device: Device,
    training: TrainingSet,
    /// The first of the training images, on which it is judged.
    judged: TrainingSet,
    /// The first of the test images, on which it is judged.
    test: TestSet,
    trainer: Trainer<Mlp>,
    losses: Losses,
}

impl Network {
    /// The network with its initial weights.
    ///
    /// # Panics
    /// If the settings are not those that [`Settings::check`] allows.
    pub fn new(settings: Settings, data: Arc<Dataset>, device: Device) -> Self {
        let training = data.training.first(settings.images).expect("as many images as there are");
        let judged = training.first(training.len().min(JUDGED));
        let judged = judged.expect("as many images as there are");
        let test = data.test.first(data.test.len().min(JUDGED));
        let test = test.expect("as many images as there are");
        let trainer = trainer(&settings, &data, &device);
        let losses = Losses::default();
        Self { settings, data, device, training, judged, test, trainer, losses }
    }

    /// Back to the initial weights, which are the same as before.
    pub fn rewind(&mut self) {
        self.trainer = trainer(&self.settings, &self.data, &self.device);
        self.losses = Losses::default();
    }

    /// One step of training. Returns the loss of its mini-batch, or `None` if training has diverged.
    pub fn step(&mut self) -> Option<f32> {
        if self.losses.diverged_at.is_some() {
            return None;
        }
        let loss = self.trainer.step(&self.training);
        self.losses.push(loss).then_some(loss)
    }

    /// The loss of every step so far.
    pub fn losses(&self) -> &Losses {
        &self.losses
    }

    /// The network without autodiff, as it is now.
    fn model(&self) -> Mlp {
        self.trainer.model().valid()
    }

    /// The network as it is now, to be looked at.
    pub fn view(&self) -> View<'_> {
        View {
            model: self.model(),
            activation: self.settings.activation(),
            iteration: self.losses.losses.len(),
            training: &self.judged,
            test: &self.test,
            device: &self.device,
        }
    }

    /// The loss of every step so far, and the accuracy on all test images now.
    pub fn measured(&self) -> Run {
        let test_accuracy = accuracy(&self.model(), &self.data.test, &self.device);
        Run { losses: self.losses.clone(), test_accuracy }
    }

    /// What the network says of a picture that was prepared for it.
    ///
    /// # Errors
    /// If an output of the network is not finite.
    pub fn classify(&self, picture: Picture) -> Result<Prediction, NotFinite> {
        let predictions = predict(&self.model(), vec![picture], &self.device)?;
        Ok(predictions.into_iter().next().expect("one prediction for one picture"))
    }

    /// The network as a `.safetensors` file, with the facts that `train --save` writes except the accuracy.
    ///
    /// # Errors
    /// If a parameter is not finite.
    pub fn file(&self) -> Result<Vec<u8>, ContentError> {
        let [rows, columns] = image_facts(&self.data.training);
        let settings = serde_json::to_string(&self.settings).expect("settings are JSON");
        let facts = BTreeMap::from([
            activation_fact(&self.settings.activation),
            rows,
            columns,
            ("settings", settings),
            ("iterations", self.losses.losses.len().to_string()),
            data_fact(&self.data),
            ("burn", BURN_VERSION.clone()),
        ]);
        saved::to_bytes(&self.model(), &facts, saved::Format::Safetensors)
    }
}

/// What trains the network of these settings, from its initial weights on: as `train` does.
fn trainer(settings: &Settings, data: &Dataset, device: &Device) -> Trainer<Mlp> {
    let recipe = Recipe {
        samples: &data.training,
        shape: settings.shape(data),
        initializer: &*settings.initial_weights.initializer(),
        optimizer: settings.optimizer(),
        weight_decay: settings.weight_decay,
        learning_rate: settings.learning_rate,
        batch_size: settings.batch_size,
        seed: settings.seed,
        device: device.clone().autodiff(),
    };
    recipe.perceptron()
}

#[cfg(test)]
mod tests;
