//! Trains the network of the lecture by several losses: two of Burn and one that Burn does not have, the focal
//! loss. Explained in docs/guides/from_burn.md and docs/guides/own_loss.md
//!
//! `cargo run -p experiments --example own_loss` (an argument sets the number of iterations)

use std::error::Error;

use burn::nn::loss::{CrossEntropyLossConfig, MseLoss, Reduction};
use burn::optim::SgdConfig;
use burn::tensor::activation::{log_softmax, softmax};
use burn::tensor::{Int, Tensor};
use datasets::Dataset;
use extensions::initializers::He;
use models::Mlp;
use training::Trainer;
use training::backend::Backend;
use training::classifier::{initial_mlp, shape};

/// The focal loss (Lin et al. 2017, [arXiv 1708.02002](https://arxiv.org/abs/1708.02002), equation 4) with γ = 2:
/// −(1/N) Σ (1 − p)² ln p, where p is the probability of the right class. Images that are classified well
/// count less than in the cross-entropy.
///
/// # Shapes
/// - `logits`: `[batch, classes]`
/// - `labels`: `[batch]`
/// - output: `[1]`
pub fn focal(logits: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<1> {
    let ln_p = log_softmax(logits, 1).gather(1, labels.unsqueeze_dim::<2>(1)); // [batch, 1]
    let p = ln_p.clone().exp();
    -((-p + 1.0).square() * ln_p).mean()
}

/// The mean squared error of the probabilities.
///
/// # Shapes
/// Those of [`focal`].
pub fn squares(logits: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<1> {
    let classes = logits.dims()[1];
    MseLoss::new().forward(softmax(logits, 1), labels.one_hot(classes).float(), Reduction::Mean)
}

fn main() -> Result<(), Box<dyn Error>> {
    let iterations: usize = std::env::args().nth(1).map_or(Ok(500), |n| n.parse())?;
    let mnist = Dataset::mnist()?;
    let device = Backend::default_compiled().device()?.autodiff();
    let trainer = || {
        let model = initial_mlp(&shape(&[100], &mnist.training), &He, 0, &device);
        Trainer::new(model, SgdConfig::new().init(), 0.5, 100, 0, &device)
    };
    let train = |name: &str, mut trainer: Trainer<Mlp>| {
        for _ in 0..iterations {
            trainer.step(&mnist.training);
        }
        let accuracy = 100.0 * trainer.accuracy(&mnist.test);
        println!("{name}: test accuracy {accuracy:.2} %");
    };

    train("cross-entropy", trainer());

    let smoothed = CrossEntropyLossConfig::new().with_smoothing(Some(0.1)).init(&device);
    train("smoothed", trainer().with_loss(move |logits, t| smoothed.forward(logits, t)));

    train("squares", trainer().with_loss(squares));

    train("focal", trainer().with_loss(focal));
    Ok(())
}
