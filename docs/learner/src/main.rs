//! The perceptron of the lecture, `models::Mlp`, trained on MNIST by Burn's own `Learner`.
//! The guide: docs/guides/learner.md
//!
//! `cargo run --manifest-path docs/learner/Cargo.toml -- 60000 3` (images, epochs)

mod data;
mod renderer;

use std::error::Error;
use std::path::Path;

use burn::module::Module;
use burn::nn::loss::CrossEntropyLossConfig;
use burn::optim::AdamConfig;
use burn::tensor::Device;
use burn::train::metric::{AccuracyMetric, LossMetric};
use burn::train::{
    ClassificationOutput, EvaluatorBuilder, InferenceStep, Learner, SupervisedTraining,
    TrainOutput, TrainStep,
};
use datasets::Dataset;
use extensions::initializers::{He, initialize};
use extensions::random::{Purpose, Stream};
use models::{Mlp, MlpConfig};

use crate::data::{Batch, loader};
use crate::renderer::EpochLines;

const LEARNING_RATE: f64 = 0.001;
const SEED: u64 = 0;

/// The network as the `Learner` sees it: from a mini-batch to the loss and the logits.
#[derive(Module, Debug)]
struct Classifier {
    mlp: Mlp,
}

impl Classifier {
    fn classify(&self, batch: Batch) -> ClassificationOutput {
        let logits = self.mlp.forward(batch.images); // [batch, classes]
        let cross_entropy = CrossEntropyLossConfig::new().init(&logits.device());
        let loss = cross_entropy.forward(logits.clone(), batch.labels.clone()); // [1]
        ClassificationOutput::new(loss, logits, batch.labels)
    }
}

impl TrainStep for Classifier {
    type Input = Batch;
    type Output = ClassificationOutput;

    fn step(&self, batch: Batch) -> TrainOutput<ClassificationOutput> {
        let output = self.classify(batch);
        TrainOutput::new(self, output.loss.backward(), output)
    }
}

impl InferenceStep for Classifier {
    type Input = Batch;
    type Output = ClassificationOutput;

    fn step(&self, batch: Batch) -> ClassificationOutput {
        self.classify(batch)
    }
}

/// Trains on five sixths of the first `images` images, validates on the others after each epoch, and
/// evaluates the trained network once on the test images. Burn writes its logs to `folder`.
fn train(images: usize, epochs: usize, folder: &Path) -> Result<(), Box<dyn Error>> {
    let device = Device::default().autodiff();
    let mnist = Dataset::mnist()?;
    let training = mnist.training.range(0..images - images / 6)?;
    let validation = mnist.training.range(images - images / 6..images)?.into_validation();

    // Initial weights from a stream of random numbers with a seed, so that the run can be repeated.
    let mlp = MlpConfig::new(784, vec![100; 4], 10).init(&device);
    let mlp = initialize(mlp, &He, &mut Stream::new(SEED, Purpose::Weights));
    let optimizer = AdamConfig::new().init();
    let learner = Learner::new(Classifier { mlp }, optimizer, LEARNING_RATE);

    let result =
        SupervisedTraining::new(folder, loader(training, Some(SEED)), loader(validation, None))
            .metrics((LossMetric::new(), AccuracyMetric::new()))
            .num_epochs(epochs)
            .renderer(Box::new(EpochLines::default()))
            .launch(learner);
    if let Some(error) = result.error {
        return Err(error.to_string().into());
    }

    let result = EvaluatorBuilder::new(folder)
        .metrics((LossMetric::new(), AccuracyMetric::new()))
        .renderer(result.renderer)
        .build(result.model)
        .eval("test", loader(mnist.test, None));
    result.error.map_or(Ok(()), |error| Err(error.to_string().into()))
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let images = arguments.next().map_or(Ok(60_000), |images| images.parse())?;
    let epochs = arguments.next().map_or(Ok(3), |epochs| epochs.parse())?;
    let folder = Path::new("results/learner");
    if folder.exists() {
        std::fs::remove_dir_all(folder)?; // the logs of an earlier run
    }
    train(images, epochs, folder)
}

#[cfg(test)]
mod tests {
    use burn::train::LearnerSummary;

    #[test]
    fn the_learner_trains_the_network() {
        let folder = tempfile::tempdir().unwrap();
        super::train(6000, 2, folder.path()).unwrap();
        let metrics = LearnerSummary::new(folder.path(), &["Accuracy"]).unwrap().metrics;
        for set in [metrics.train, metrics.valid] {
            let accuracies = &set[0].entries;
            assert_eq!(accuracies.len(), 2);
            assert!(accuracies[1].value > 85.0, "{accuracies:?}");
        }
    }
}
