//! The perceptron of the lecture, `models::Mlp`, trained on MNIST by Burn's own `Learner`.
//! The guide: docs/guides/learner.md
//!
//! `cargo run --manifest-path docs/learner/Cargo.toml -- 60000 3` (images, epochs)

mod comparison;
mod data;
mod onnx;
mod renderer;

use std::error::Error;
use std::io::{IsTerminal, stdout};
use std::path::{Path, PathBuf};

use burn::module::Module;
use burn::nn::loss::CrossEntropyLossConfig;
use burn::optim::AdamConfig;
use burn::tensor::Device;
use burn::train::metric::{AccuracyMetric, LossMetric};
use burn::train::renderer::MetricsRenderer;
use burn::train::{
    ClassificationOutput, EvaluatorBuilder, InferenceStep, Learner, LearnerSummary, LearningResult,
    SupervisedTraining, TrainOutput, TrainStep,
};
use clap::Parser;
use datasets::{Dataset, TrainingSet, ValidationSet};
use extensions::initializers::{He, initialize};
use extensions::random::{Purpose, Stream};
use models::{Mlp, MlpConfig};

use crate::data::{Batch, loader};
use crate::renderer::EpochLines;

const LEARNING_RATE: f64 = 0.001;

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

/// Trains the lecture's network on MNIST with Burn's Learner
#[derive(Parser, Clone)]
struct Settings {
    /// Images to learn from: five sixths to train on, one sixth to validate on
    #[arg(default_value_t = 60_000, value_parser = clap::value_parser!(u32).range(6..=60_000))]
    images: u32,

    /// Epochs
    #[arg(default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: u32,

    /// The seed of the initial weights and of the order of the images
    #[arg(long, default_value_t = 0)]
    seed: u64,

    /// Show Burn's dashboard instead of lines, if standard output is a terminal
    #[arg(long)]
    dashboard: bool,

    /// Export the trained network to this file as ONNX
    #[arg(long, value_name = "FILE", conflicts_with = "compare")]
    onnx: Option<PathBuf>,

    /// Train with the experiments' own loop as well, with this many seeds, and compare the accuracies
    #[arg(long, value_name = "SEEDS", conflicts_with = "dashboard")]
    compare: Option<u64>,
}

impl Settings {
    /// The images to train on, and those to validate on.
    fn images(&self, mnist: &Dataset) -> Result<(TrainingSet, ValidationSet), Box<dyn Error>> {
        let images = self.images as usize;
        let training = mnist.training.range(0..images - images / 6)?;
        let validation = mnist.training.range(images - images / 6..images)?.into_validation();
        Ok((training, validation))
    }

    /// The network before training. Its weights come from a stream of random numbers with a seed, so that
    /// the run can be repeated.
    fn network(&self, device: &Device) -> Mlp {
        let mlp = MlpConfig::new(784, vec![100; 4], 10).init(device);
        initialize(mlp, &He, &mut Stream::new(self.seed, Purpose::Weights))
    }
}

/// Trains the network and validates it after each epoch. Burn writes its logs to `folder`. Without
/// `renderer`, Burn chooses one: its dashboard, if standard output is a terminal.
fn train(
    settings: &Settings,
    mnist: &Dataset,
    folder: &Path,
    renderer: Option<Box<dyn MetricsRenderer>>,
) -> Result<LearningResult<Classifier>, Box<dyn Error>> {
    let device = Device::default().autodiff();
    let (training, validation) = settings.images(mnist)?;
    let training = loader(training, Some(settings.seed));

    let mlp = settings.network(&device);
    let optimizer = AdamConfig::new().init();
    let learner = Learner::new(Classifier { mlp }, optimizer, LEARNING_RATE);

    let training = SupervisedTraining::new(folder, training, loader(validation, None))
        .metrics((LossMetric::new(), AccuracyMetric::new()))
        .num_epochs(settings.epochs as usize);
    let training = match renderer {
        Some(renderer) => training.renderer(renderer),
        None => training,
    };
    let result = training.launch(learner);
    match result.error {
        Some(error) => Err(error.to_string().into()),
        None => Ok(result),
    }
}

/// Trains, and evaluates the trained network once on the test images.
fn run(settings: &Settings, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mnist = Dataset::mnist()?;
    let dashboard = settings.dashboard && stdout().is_terminal();
    if settings.dashboard && !dashboard {
        eprintln!("standard output is not a terminal: lines are printed instead of the dashboard");
    }
    let lines = || Box::new(EpochLines::default()) as Box<dyn MetricsRenderer>;
    let result = train(settings, &mnist, folder, (!dashboard).then(lines))?;

    if let Some(file) = &settings.onnx {
        onnx::export(&result.model.mlp, file)?;
    }

    let mut result = EvaluatorBuilder::new(folder)
        .metrics((LossMetric::new(), AccuracyMetric::new()))
        .renderer(result.renderer)
        .build(result.model)
        .eval("test", loader(mnist.test, None));
    if let Some(error) = &result.error {
        return Err(error.to_string().into());
    }
    if dashboard {
        result.renderer.manual_close(); // stays until a key closes it
        drop(result);
        println!("{}", LearnerSummary::new(folder, &["Loss", "Accuracy"])?);
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let settings = Settings::parse();
    let folder = Path::new("results/learner");
    if folder.exists() {
        std::fs::remove_dir_all(folder)?; // the logs of an earlier run
    }
    match settings.compare {
        Some(seeds) => comparison::print(&settings, seeds, folder),
        None => run(&settings, folder),
    }
}

#[cfg(test)]
mod tests {
    use burn::optim::ModuleOptimizer;
    use burn::tensor::TensorData;
    use burn::train::MetricEarlyStoppingStrategy;
    use burn::train::StoppingCondition;
    use burn::train::metric::store::{Aggregate, Direction, Split};

    use super::*;

    fn settings(images: u32, epochs: u32) -> Settings {
        Settings { images, epochs, seed: 0, dashboard: false, onnx: None, compare: None }
    }

    fn quiet() -> Option<Box<dyn MetricsRenderer>> {
        Some(Box::new(EpochLines::quiet()))
    }

    #[test]
    fn the_learner_trains_the_network() {
        let folder = tempfile::tempdir().unwrap();
        run(&settings(6000, 2), folder.path()).unwrap();
        let metrics = LearnerSummary::new(folder.path(), &["Accuracy"]).unwrap().metrics;
        for set in [metrics.train, metrics.valid] {
            let accuracies = &set[0].entries;
            assert_eq!(accuracies.len(), 2);
            assert!(accuracies[1].value > 85.0, "{accuracies:?}");
        }
    }

    fn weights(mlp: &Mlp) -> TensorData {
        mlp.output.weight.val().into_data()
    }

    /// What the guide says of repeatability: a seed gives the same bits, and another seed gives others.
    #[test]
    fn the_same_seed_gives_the_same_weights() {
        let mnist = Dataset::mnist().unwrap();
        let trained = |seed| {
            let folder = tempfile::tempdir().unwrap();
            let settings = Settings { seed, ..settings(1200, 2) };
            weights(&train(&settings, &mnist, folder.path(), quiet()).unwrap().model.mlp)
        };
        assert_eq!(trained(0), trained(0));
        assert_ne!(trained(0), trained(1));
    }

    /// The training of `settings`, with checkpoints and early stopping.
    fn with_checkpoints(
        settings: &Settings,
        rate: f64,
        folder: &Path,
    ) -> (SupervisedTraining<Classifier>, Learner<Classifier>) {
        let (training, validation) = settings.images(&Dataset::mnist().unwrap()).unwrap();
        let early_stopping = MetricEarlyStoppingStrategy::new(
            &LossMetric::new(),
            Aggregate::Mean,
            Direction::Lowest,
            Split::Valid,
            StoppingCondition::NoImprovementSince { n_epochs: 2 },
        );
        let training = loader(training, Some(settings.seed));
        let training = SupervisedTraining::new(folder, training, loader(validation, None))
            .metrics((LossMetric::new(), AccuracyMetric::new()))
            .num_epochs(settings.epochs as usize)
            .early_stopping(early_stopping)
            .with_default_checkpointers()
            .renderer(Box::new(EpochLines::quiet()));
        let mlp = settings.network(&Device::default().autodiff());
        let optimizer: ModuleOptimizer = AdamConfig::new().init();
        (training, Learner::new(Classifier { mlp }, optimizer, rate))
    }

    #[test]
    fn training_stops_early_when_the_validation_loss_no_longer_falls() {
        let folder = tempfile::tempdir().unwrap();
        // At this rate the loss of 200 images no longer falls after a few epochs.
        let (training, learner) = with_checkpoints(&settings(240, 100), 0.01, folder.path());
        assert!(training.launch(learner).error.is_none());
        let metrics = LearnerSummary::new(folder.path(), &["Loss"]).unwrap().metrics;
        let losses: Vec<f64> = metrics.valid[0].entries.iter().map(|entry| entry.value).collect();
        let epochs = losses.len();
        assert!((3..100).contains(&epochs), "{losses:?}");
        let best = losses.iter().copied().fold(f64::INFINITY, f64::min);
        assert_eq!(losses[epochs - 3], best, "the two last epochs brought nothing: {losses:?}");
    }

    /// A checkpoint has the weights and the optimizer's state, but not the state of the data loader, which
    /// begins again with its first order.
    #[test]
    fn a_continued_run_shuffles_as_in_its_first_epoch() {
        let trained = |parts: &[(u32, Option<usize>)]| {
            let folder = tempfile::tempdir().unwrap();
            let mut models = parts.iter().map(|&(epochs, checkpoint)| {
                let (training, learner) =
                    with_checkpoints(&settings(1200, epochs), LEARNING_RATE, folder.path());
                let training = match checkpoint {
                    Some(epoch) => training.checkpoint(epoch),
                    None => training,
                };
                let result = training.launch(learner);
                assert!(result.error.is_none());
                weights(&result.model.mlp)
            });
            models.by_ref().last().unwrap()
        };
        let one_epoch = trained(&[(1, None)]);
        let whole = trained(&[(2, None)]);
        let continued = trained(&[(1, None), (2, Some(1))]);
        assert_ne!(continued, one_epoch);
        assert_ne!(continued, whole);
    }

    #[test]
    fn both_loops_reach_the_same_accuracy() {
        let folder = tempfile::tempdir().unwrap();
        let mnist = Dataset::mnist().unwrap();
        for seed in 0..2 {
            let settings = Settings { seed, ..settings(12_000, 1) };
            let [learner, trainer] =
                comparison::accuracies(&settings, &mnist, folder.path()).unwrap();
            // Over one seed, either varies by about one point.
            assert!(learner > 0.85 && (learner - trainer).abs() < 0.04, "{learner}, {trainer}");
        }
    }
}
