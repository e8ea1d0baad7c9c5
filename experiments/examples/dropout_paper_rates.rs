//! The choice of the learning rates of `dropout_paper`, on validation images only.
//!
//! `cargo run -p experiments --example dropout_paper_rates` takes some minutes.

use datasets::{Dataset, Samples};
use experiments::dropout_paper::{Arm, DropoutPaper, Settings};
use lab::cli::default_settings;
use training::backend::Backend;
use training::subset::shuffled;
use training::trial::Trial;

/// A seed that no claim uses: those of the claims start at 0.
const SEED: u64 = 100;

fn main() {
    let data = Dataset::mnist().expect("the built-in MNIST");
    let device = Backend::default_compiled().device().expect("flex is compiled in by default");
    let trial = Trial::new(SEED, device).with_data(&data);
    let all = shuffled(&trial);
    let training = all.first(10_000).expect("60,000 images");
    let unseen = all.range(10_000..20_000).expect("60,000 images").into_validation();
    println!("validation error in % after 3 epochs on {} images, by learning rate", training.len());
    for rate in [0.01, 0.03, 0.1, 0.3, 1.0] {
        let settings = Settings {
            epochs: 3,
            logistic_rate: rate,
            relu_rate: rate,
            ..default_settings::<DropoutPaper>()
        };
        let errors = Arm::ALL.map(|arm| {
            let measured = arm.train(&settings, &training, &unseen, &trial);
            format!("{arm} {:.2}", 100.0 * measured.error_at_end())
        });
        println!("η {rate}: {}", errors.join(", "));
    }
}
