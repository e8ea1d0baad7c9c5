//! Adds a network, a small convolutional one in plain Burn, and trains it with the training loop of the
//! experiments. Explained in docs/guides/own_network.md
//!
//! `cargo run -p experiments --example own_network -- --iterations 500`
//!
//! `cargo run -p experiments --example own_network -- save conv.safetensors`
//!
//! `cargo run -p experiments --example own_network -- predict conv.safetensors 7.png`

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{Linear, LinearConfig};
use burn::tensor::{Device, Tensor, activation::relu};
use clap::Args;
use datasets::{Dataset, Samples};
use experiments::shared::losses::loss_figure;
use extensions::initializers::{He, initialize};
use extensions::random::{Purpose, Stream};
use lab::cli;
use lab::experiment::{About, Drawing, Experiment, RecordOf, View};
use lab::output::fail;
use lab::table::{Table, percent};
use lab::verdict::{Claim, claim};
use serde::{Deserialize, Serialize};
use training::classifier::{Classifier, initial_mlp, shape};
use training::flags::{batch_size, steps};
use training::optimizers::named;
use training::pictures::{self, How, Shape};
use training::predict::{most_likely, predict};
use training::run::Run;
use training::saved::{self, image_facts};
use training::statistics::mean;
use training::trainer::Trainer;
use training::trial::Trial;

/// Eight 5 × 5 filters, ReLU, 2 × 2 max pooling, and a linear layer.
#[derive(Module, Debug)]
struct ConvNet {
    conv: Conv2d,
    pool: MaxPool2d,
    output: Linear,
    #[module(skip)]
    image: [usize; 2],
}

impl ConvNet {
    fn new((rows, columns): (usize, usize), classes: usize, device: &Device) -> Self {
        let pooled = 8 * ((rows - 4) / 2) * ((columns - 4) / 2);
        Self {
            conv: Conv2dConfig::new([1, 8], [5, 5]).init(device),
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            output: LinearConfig::new(pooled, classes).init(device),
            image: [rows, columns],
        }
    }
}

impl Classifier for ConvNet {
    fn logits(&self, images: Tensor<2>) -> Tensor<2> {
        let [batch, _] = images.dims();
        let [rows, columns] = self.image;
        let x = images.reshape([batch, 1, rows, columns]);
        let x = self.pool.forward(relu(self.conv.forward(x))); // [batch, 8, rows', columns']
        self.output.forward(x.flatten(1, 3)) // [batch, classes]
    }
}

/// Compares the convolutional network with a multi-layer perceptron, both trained by Adam.
struct OwnNetwork;

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
struct Settings {
    /// Training steps
    #[arg(long, value_parser = steps, default_value = "500")]
    iterations: usize,

    /// Images in a mini-batch, drawn with replacement
    #[arg(long, value_parser = batch_size, default_value = "100")]
    batch_size: usize,
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "own_network",
    title: "A convolutional network",
    about: "A small convolutional network and a perceptron learn the same images.",
    shows: "A small convolutional network and a perceptron learn the same images.",
    statements: &[],
    seeds: 6,
    needs_data: true,
};

impl Experiment for OwnNetwork {
    type Settings = Settings;
    type Arm = &'static str;
    type Measured = Run;

    const ABOUT: About = ABOUT;

    fn arms(_: &Settings) -> Vec<&'static str> {
        vec!["convolutional", "perceptron"]
    }

    fn steps(settings: &Settings, _: &&'static str) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &&'static str, trial: &Trial) -> Run {
        let (device, samples) = (trial.autodiff(), &trial.data().training);
        match *arm {
            "convolutional" => {
                let mut weights = trial.stream(Purpose::Weights);
                let network = ConvNet::new(samples.image_shape(), samples.classes(), &device);
                run(initialize(network, &He, &mut weights), settings, trial)
            }
            _ => {
                run(initial_mlp(&shape(&[100], samples), &He, trial.seed, &device), settings, trial)
            }
        }
    }

    fn fits(settings: &Settings, _: &&'static str, measured: &Run) -> bool {
        measured.fits(settings.iterations)
    }
}

impl View for OwnNetwork {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let title = format!("How fast two networks learn {}", record.data_name());
        let figure = loss_figure(&title, record, 1.0, []);
        vec![("own_network", figure.alt("Loss against iteration for both networks.").into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new(["network", "test accuracy"]);
        for arm in &record.arms {
            let accuracies = record.values(&arm.name, |run| run.test_accuracy);
            table.row([arm.name.clone(), percent(mean(&accuracies))]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let [conv, mlp] = ["convolutional", "perceptron"];
        let gap = record.differences(conv, mlp, |run| run.test_accuracy);
        vec![
            claim("X2", "the convolutional network does better on test images (difference)")
                .because("at 0 both do equally well")
                .at_our_setting()
                .above(0.0, &gap),
        ]
    }
}

fn run<M: Classifier>(model: M, settings: &Settings, trial: &Trial) -> Run {
    let adam = named("Adam").expect("it is in the list");
    let (rate, size) = (adam.mnist_rate, settings.batch_size);
    let trainer = Trainer::new(model, adam.build(0.0), rate, size, trial.seed, &trial.autodiff());
    Run::of(trainer, settings.iterations, trial)
}

/// Trains the convolutional network on MNIST and saves it, with what is needed to make the same module again.
fn save(path: &Path) -> Result<(), Box<dyn Error>> {
    let (Dataset { training, test, .. }, device) = (Dataset::mnist()?, Device::flex());
    let autodiff = device.clone().autodiff();
    let network = ConvNet::new(training.image_shape(), training.classes(), &autodiff);
    let network = initialize(network, &He, &mut Stream::new(0, Purpose::Weights));
    let adam = named("Adam").expect("it is in the list");
    let (rate, size) = (adam.mnist_rate, 100);
    let mut trainer = Trainer::new(network, adam.build(0.0), rate, size, 0, &autodiff);
    for _ in 0..300 {
        trainer.step(&training);
    }
    println!("test accuracy {}", percent(trainer.accuracy(&test)));
    let mut facts = BTreeMap::from(image_facts(&training));
    facts.insert("classes", training.classes().to_string());
    saved::save(&trainer.into_model().valid(), &facts, path)?;
    Ok(())
}

/// Classifies pictures with the saved network, as the command `predict` does with perceptrons.
fn classify(path: &Path, files: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let (facts, device) = (saved::facts(path)?, Device::flex());
    let image = facts.rows_and_columns()?.ok_or("the file does not say the size of its images")?;
    let classes = facts.get("classes").ok_or("the file does not say its classes")?.parse()?;
    let network = saved::load_into(ConvNet::new(image, classes, &device), path)?;
    for file in files {
        let shape = Shape { rows: image.0, columns: image.1 };
        let readings = pictures::read(file, shape, &[0], How::default())?;
        let pictures = readings.into_iter().map(|reading| reading.picture).collect();
        for said in predict(&network, pictures, &device)? {
            let class = most_likely(&said.probabilities);
            let probability = percent(said.probabilities[class]);
            println!("{}: class {class}, {probability}", said.picture.name);
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let done = match &arguments[..] {
        [command, path] if command == Path::new("save") => save(path),
        [command, path, files @ ..] if command == Path::new("predict") => classify(path, files),
        _ => return cli::main::<OwnNetwork>(),
    };
    done.map_or_else(fail, |()| ExitCode::SUCCESS)
}
