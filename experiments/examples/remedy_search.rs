//! The search for this project's own settings of weight decay (V3) and dropout (V4). It uses validation
//! images only, at seeds that no claim uses, and each seed draws its own training images and its own
//! validation images, which are disjoint.
//!
//! The rule, fixed before the search: of the networks and numbers of images at which the network without
//! the remedy classifies at least 99 % of its training images correctly (otherwise there is no overfitting
//! that a remedy could reduce), and of the strengths, the choice is the one at which the rise of validation
//! accuracy, minus two standard errors of it, is largest. With so many candidates, the largest mean alone
//! would favour a lucky one. If no candidate has a rise above two standard errors, the search says so.
//!
//! `cargo run -p experiments --example remedy_search` prints both tables. It takes about five minutes of
//! one core.

use datasets::{Dataset, TrainingSet};
use training::backend::Backend;
use training::epochs::{Curves, Images, Plan};
use training::statistics::{mean, standard_error};
use training::subset::shuffled;
use training::trial::Trial;

/// Seeds that no claim uses: those of the claims start at 0.
const SEEDS: std::ops::Range<u64> = 100..108;

/// The number of images and of hidden layers.
const NETWORKS: [(usize, usize); 4] = [(300, 2), (300, 6), (1000, 2), (1000, 6)];

/// How many images are held out, from the end of each seed's order of the training images.
const VALIDATION: usize = 10_000;

/// A network without a remedy that classifies fewer of its training images correctly does not overfit.
const FITS: f64 = 0.99;

/// A remedy: its name, the name of its strength, the strengths, and a plan with one of them.
type Remedy = (&'static str, &'static str, [f64; 4], fn(Plan, f64) -> Plan);

const REMEDIES: [Remedy; 2] = [
    ("weight decay", "λ", [0.001, 0.003, 0.01, 0.03], |plan, weight_decay| Plan {
        weight_decay,
        ..plan
    }),
    ("dropout", "ratio", [0.05, 0.1, 0.2, 0.3], |plan, dropout| Plan { dropout, ..plan }),
];

/// One candidate of a remedy, and the rise of validation accuracy over the same without it.
struct Candidate {
    name: String,
    rise: f64,
    standard_error: f64,
}

impl Candidate {
    fn score(&self) -> f64 {
        self.rise - 2.0 * self.standard_error
    }
}

fn main() {
    let data = Dataset::mnist().expect("the built-in MNIST");
    let mut rows: [Vec<String>; 2] = Default::default();
    let mut candidates: [Vec<Candidate>; 2] = Default::default();
    for (images, depth) in NETWORKS {
        let network = format!("{images} images, 784-100×{depth}-10");
        let without = ends(&plan(images, depth), &data);
        let fit = mean(&without.iter().map(|end| end.training).collect::<Vec<_>>());
        let base = mean(&without.iter().map(|end| end.validation).collect::<Vec<_>>());
        for (i, (_, strength, values, apply)) in REMEDIES.iter().enumerate() {
            let mut row = format!("| {network} | {:.1} | {:.2} |", 100.0 * fit, 100.0 * base);
            for value in values {
                let with = ends(&apply(plan(images, depth), *value), &data);
                let pairs = with.iter().zip(&without);
                let rises: Vec<f64> =
                    pairs.map(|(a, b)| 100.0 * (a.validation - b.validation)).collect();
                let (rise, standard_error) = (mean(&rises), standard_error(&rises));
                row += &format!(" {rise:+.2} ± {standard_error:.2} |");
                if fit >= FITS {
                    let name = format!("{network}, {strength} {value}");
                    candidates[i].push(Candidate { name, rise, standard_error });
                }
            }
            eprintln!("{row}");
            rows[i].push(row);
        }
    }
    for ((name, strength, values, _), (rows, candidates)) in
        REMEDIES.iter().zip(rows.iter().zip(&candidates))
    {
        println!(
            "\nThe rise of validation accuracy with {name}, in points, ± its standard error:\n"
        );
        let columns: Vec<String> = values.iter().map(|x| format!("{strength} {x}")).collect();
        println!("| | training | validation | {} |", columns.join(" | "));
        println!("|---|---|---|{}", "---|".repeat(values.len()));
        println!("{}", rows.join("\n"));
        let best = candidates.iter().max_by(|a, b| a.score().total_cmp(&b.score()));
        match best {
            Some(best) if best.score() > 0.0 => println!(
                "\nThe choice: {}, {:+.2} ± {:.2} points",
                best.name, best.rise, best.standard_error
            ),
            Some(best) => println!(
                "\nNo rise is above two standard errors. The best: {}, {:+.2} ± {:.2} points",
                best.name, best.rise, best.standard_error
            ),
            None => println!("\nNo network fits its training images without {name}."),
        }
    }
}

/// The training at the settings that all candidates share. The images are drawn by the seed.
fn plan(images: usize, depth: usize) -> Plan {
    Plan {
        images: Images::Drawn(images),
        hidden: vec![100; depth],
        initial_scale: 1.0,
        learning_rate: 0.1,
        batch_size: 100,
        iterations: 1000,
        evaluate_every: 1000,
        weight_decay: 0.0,
        dropout: 0.0,
        norm_is_held: false,
    }
}

/// The accuracies at the end of one training.
struct End {
    training: f64,
    validation: f64,
}

/// The ends of the plan's trainings, one for each seed.
fn ends(plan: &Plan, data: &Dataset) -> Vec<End> {
    let end = |seed| {
        let device = Backend::default_compiled().device().expect("flex is compiled in by default");
        let trial = Trial::new(seed, device).with_data(data);
        let curves = plan.train(&held_out(&trial).into_validation(), &trial);
        // `Curves` calls the images that it does not learn from test images; these are validation images.
        End { training: curves.training_at_end(), validation: Curves::test_at_end(&curves) }
    };
    SEEDS.map(end).collect()
}

/// The last training images in the order that the seed draws. A plan learns from the first ones.
fn held_out(trial: &Trial) -> TrainingSet {
    shuffled(trial).range(60_000 - VALIDATION..60_000).expect("60,000 images")
}
