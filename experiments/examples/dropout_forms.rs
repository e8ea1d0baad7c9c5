//! Compares two forms of dropout at the book's setting: inverted dropout, which Burn, PyTorch and this
//! project use, and the book's form, which scales at test time.
//!
//! `cargo run -p experiments --example dropout_forms` takes half a minute.

use burn::module::Module;
use burn::tensor::{Tensor, TensorData};
use datasets::{Dataset, TrainingSet};
use extensions::initializers::He;
use extensions::random::Stream;
use models::Mlp;
use training::classifier::{Classifier, initial_mlp, shape};
use training::optimizers::sgd;
use training::trainer::Trainer;
use training::trial::Trial;

/// The book's ratio and number of iterations (300 epochs of three iterations, and one more), and the
/// seeds, which this project chose.
const RATIO: f64 = 0.2;
const ITERATIONS: usize = 901;
const SEEDS: std::ops::Range<u64> = 0..6;

/// A network with the book's dropout. In training, neurons are dropped and nothing is scaled; at test
/// time, the activations of each layer are scaled by 1 − ratio.
#[derive(Module, Debug)]
struct BookDropout {
    mlp: Mlp,
}

impl Classifier for BookDropout {
    fn logits(&self, images: Tensor<2>) -> Tensor<2> {
        let device = images.device();
        let scale = |shape, ratio| Some(Tensor::full(shape, 1.0 - ratio, &device));
        self.mlp.forward_with_masks(images, scale)
    }

    fn logits_in_training(&self, images: Tensor<2>, stream: &mut Stream) -> Tensor<2> {
        let device = images.device();
        self.mlp.forward_with_masks(images, |shape, ratio| {
            let kept = stream.dropout_mask(shape[0] * shape[1], ratio); // 0 or 1 / (1 − ratio)
            let mask = Tensor::<2>::from_data(TensorData::new(kept, shape), &device);
            Some(mask * (1.0 - ratio)) // 0 or 1
        })
    }
}

fn main() {
    let data = Dataset::mnist().expect("the built-in MNIST");
    let few = data.training.first(300).expect("60,000 images");
    println!("784-100×6-10, 300 images, ratio {RATIO}: training and test accuracy in %");
    for seed in SEEDS {
        let device = training::backend::Backend::default_compiled().device();
        let device = device.expect("a backend is compiled in");
        let trial = Trial::new(seed, device).with_data(&data);
        let network = shape(&[100; 6], &few).with_dropout(RATIO);
        let mlp = initial_mlp(&network, &He, seed, &trial.autodiff());
        let inverted = accuracies(mlp.clone(), &few, &trial);
        let book = accuracies(BookDropout { mlp }, &few, &trial);
        println!("seed {seed}: inverted {inverted}, the book's form {book}");
    }
}

/// The training and test accuracy as text, such as "97.0 and 73.1". At one seed, each network is trained
/// from the same weights, on the same batches and with the same masks.
fn accuracies<M: Classifier>(model: M, few: &TrainingSet, trial: &Trial) -> String {
    let mut trainer = Trainer::new(model, sgd(0.0), 0.01, 100, trial.seed, &trial.autodiff());
    trainer.run(few, ITERATIONS, trial);
    let test = trainer.accuracy(&trial.data().test);
    format!("{:.1} and {:.1}", 100.0 * trainer.accuracy(few), 100.0 * test)
}
