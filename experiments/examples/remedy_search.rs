//! The search for this project's own settings of weight decay and dropout. It uses validation images only,
//! before any evaluation on test images.
//!
//! `cargo run -p experiments --example remedy_search -- weight-decay` (or `dropout`) takes some minutes.

use datasets::{Dataset, ValidationSet};
use training::backend::Backend;
use training::epochs::{Curves, Plan};
use training::statistics::mean;
use training::trial::Trial;

/// Seeds that no claim uses: those of the claims start at 0.
const SEEDS: [u64; 3] = [100, 101, 102];

/// The number of images and of hidden layers, in the order of the rows.
const NETWORKS: [(usize, usize); 4] = [(300, 2), (300, 6), (1000, 2), (1000, 6)];

fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    let (strengths, apply): ([f64; 5], fn(Plan, f64) -> Plan) = match name.as_str() {
        "weight-decay" => {
            ([0.0, 0.001, 0.003, 0.01, 0.03], |plan, weight_decay| Plan { weight_decay, ..plan })
        }
        "dropout" => ([0.0, 0.1, 0.2, 0.3, 0.5], |plan, dropout| Plan { dropout, ..plan }),
        _ => {
            eprintln!("expected: weight-decay or dropout");
            std::process::exit(2)
        }
    };
    let data = Dataset::mnist().expect("the built-in MNIST");
    let held_out = data.training.range(10_000..20_000).expect("60,000 images").into_validation();
    println!("validation accuracy in % at {strengths:?}, and the rise over 0 in points");
    for (images, depth) in NETWORKS {
        let accuracies = strengths.map(|strength| {
            let plan = apply(plan(images, depth), strength);
            100.0 * mean(&SEEDS.map(|seed| validation_accuracy(&plan, seed, &data, &held_out)))
        });
        let cells = accuracies.map(|x| format!("{x:.2} ({:+.2})", x - accuracies[0]));
        println!("{images} images, 784-100×{depth}-10: {}", cells.join("  "));
    }
}

fn plan(images: usize, depth: usize) -> Plan {
    Plan {
        images,
        hidden: vec![100; depth],
        initial_scale: 1.0,
        learning_rate: 0.1,
        batch_size: 100,
        iterations: 2000,
        evaluate_every: 2000,
        weight_decay: 0.0,
        dropout: 0.0,
    }
}

fn validation_accuracy(plan: &Plan, seed: u64, data: &Dataset, held_out: &ValidationSet) -> f64 {
    let device = Backend::default_compiled().device().expect("flex is compiled in by default");
    let trial = Trial::new(seed, device).with_data(data);
    // `Curves` calls the images that it does not learn from test images; here, these are validation images.
    Curves::test_at_end(&plan.train(held_out, &trial))
}
