//! The gradient noise: by hand, on real images, and its claims on made-up records.

use burn::tensor::{Device, Tensor};
use datasets::{Dataset, Samples, TrainingSet};
use extensions::initializers::He;
use lab::cli::default_settings;
use lab::experiment::{Experiment, View};
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};
use models::Mlp;
use training::classifier::{initial_mlp, shape};
use training::trial::Trial;

use super::COSTS;
use crate::mini_batches::counterexamples::deviations;
use crate::mini_batches::noise::{MINI_BATCHES, compared, gradient, measure};
use crate::mini_batches::trial::NOISE;
use crate::mini_batches::{Arm, Batches, Measured, Settings};

/// g is (3, 4). The others are g itself, twice g, and g turned by a right angle; their mean is (5/3, 5).
#[test]
fn the_parts_of_three_gradients_by_hand() {
    let list = |entries: [f32; 2]| Tensor::<1>::from_floats(entries, &Device::flex());
    let gradients = [[3.0, 4.0], [6.0, 8.0], [-4.0, 3.0]].map(list);
    let found = compared(7, gradients.into_iter(), &list([3.0, 4.0]));
    let close = |found: &[f64], expected: &[f64]| {
        let off = found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(found.len() == expected.len() && off < 1e-6, "{found:?} against {expected:?}");
    };
    close(&found.along, &[1.0, 2.0, 0.0]);
    close(&found.across, &[0.0, 0.0, 1.0]);
    close(&found.deviations(), &[0.0, 1.0, 2f64.sqrt()]);
    close(&found.angles(), &[0.0, 0.0, 90.0]);
    close(&[found.mean_square(), found.of_mean], &[1.0, 1.0 / 3.0]);
    let (along, across) = found.mean();
    close(&[along, across], &[1.0, 1.0 / 3.0]);
    assert_eq!(found.size, 7);
}

fn network(hidden: &[usize], samples: &TrainingSet) -> Mlp {
    initial_mlp(&shape(hidden, samples), &He, 0, &Device::flex().autodiff())
}

fn gradient_on(images: &[usize], model: &Mlp, samples: &TrainingSet) -> Tensor<1> {
    gradient(model, samples, images, &Device::flex().autodiff())
}

/// Without a hidden layer, ∂L/∂W is the mean of x (y − t), in 64 bits, with the class probabilities y and 1
/// for the label in t; ∂L/∂b is the mean of y − t.
#[test]
fn a_gradient_is_that_by_hand() {
    let data = Dataset::mnist().unwrap();
    let samples = data.training.first(5).unwrap();
    let model = network(&[], &samples);
    let weights: Vec<f64> = model.output.weight.val().into_data().iter().collect();
    let images = [0, 3, 4];
    let mut expected = vec![0.0; 785 * 10];
    for &image in &images {
        // A last input of 1 stands for the bias, which is 0 at the beginning.
        let x: Vec<f64> =
            samples.pixels(&[image]).into_iter().map(f64::from).chain([1.0]).collect();
        let logit = |class: usize| -> f64 {
            x.iter().zip(weights.chunks(10)).map(|(x, row)| x * row[class]).sum()
        };
        let powers: Vec<f64> = (0..10).map(|class| logit(class).exp()).collect();
        let sum: f64 = powers.iter().sum();
        for (i, entry) in expected.iter_mut().enumerate() {
            let (input, class) = (i / 10, i % 10);
            let target = f64::from(u8::from(usize::from(samples.label(image)) == class));
            *entry += x[input] * (powers[class] / sum - target) / images.len() as f64;
        }
    }
    let found: Vec<f64> = gradient_on(&images, &model, &samples).into_data().iter().collect();
    assert_eq!(found.len(), expected.len());
    let off = found.iter().zip(&expected).map(|(a, b)| (a - b).abs());
    assert!(off.fold(0.0, f64::max) < 1e-6);
}

/// The gradient on all images deviates by nothing, and is the mean of the gradients of the single images.
#[test]
fn the_exact_gradient_is_the_mean_of_all() {
    let data = Dataset::mnist().unwrap();
    let samples = data.training.first(30).unwrap();
    let model = network(&[7], &samples);
    let everything: Vec<usize> = (0..30).collect();
    let exact = gradient_on(&everything, &model, &samples);
    assert_eq!(exact.dims(), [784 * 7 + 7 + 7 * 10 + 10]);
    let all = compared(30, std::iter::once(exact.clone()), &exact);
    assert_eq!((all.mean_square(), all.of_mean), (0.0, 0.0));
    let single = (0..30).map(|image| gradient_on(&[image], &model, &samples));
    let single = compared(1, single, &exact);
    assert!(single.of_mean < 1e-5 && single.mean_square() > 0.1, "{}", single.of_mean);
    let along: f64 = single.along.iter().sum::<f64>() / 30.0;
    assert!((along - 1.0).abs() < 1e-5, "{along}");
}

#[test]
fn a_trial_measures_each_size_and_fits() {
    let data = Dataset::mnist().unwrap();
    let samples = data.training.first(40).unwrap();
    let trial = Trial::new(3, Device::flex()).with_data(&data);
    let model = network(&[5], &samples);
    let found = measure(&[1, 10], &model, &samples, &trial);
    assert_eq!(found, measure(&[1, 10], &model, &samples, &trial));
    assert_eq!(found[..1], measure(&[1], &model, &samples, &trial));
    assert!(found[0].mean_square() > 5.0 * found[1].mean_square());
    assert_eq!([found[0].fits(1), found[1].fits(10), found[1].fits(1)], [true, true, false]);

    let sizes = vec![10, 1];
    let settings = Settings { batch_sizes: sizes, ..default_settings::<Batches>() };
    assert_eq!(settings.noise_sizes(), [1, 10]);
    let fits = |noise| Batches::fits(&settings, &Arm::Noise, &Measured::Noise { noise });
    assert!(fits(found.clone()));
    assert!(!fits(found[..1].to_vec()));
    let mut shorter = found.clone();
    shorter[1].across.pop();
    assert!(!fits(shorter));
    let mut negative = found.clone();
    negative[0].of_mean = -0.1;
    assert!(!fits(negative));
    let learned = Arm::Learning(settings.drawings()[0]);
    assert!(!Batches::fits(&settings, &learned, &Measured::Noise { noise: found }));
}

/// The verdicts on the noise, if a mini-batch of a size and the mean of all deviate by so much at a seed.
fn verdicts(of: impl Fn(f64, f64) -> [f64; 2]) -> Vec<Verdict> {
    let settings = default_settings::<Batches>();
    let trial = |seed: u32| deviations(&settings, |size| of(size as f64, f64::from(seed)));
    let trials: Vec<_> = (0..10).map(trial).collect();
    let claims = Batches::claims(&Record::made_up(settings, [(NOISE, trials)]));
    claims[COSTS..].iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_rules_tell_noise_that_averages_out_from_another() {
    let scatter = |seed: f64| 1.0 + 0.01 * (seed - 4.5);
    let by_chance = (MINI_BATCHES as f64).sqrt();
    let as_in_theory = |size: f64, seed: f64| {
        let each = 3.0 * scatter(seed * size % 10.0) / size.sqrt();
        [each, each / by_chance * scatter(seed)]
    };
    assert_eq!(verdicts(as_in_theory), [Holds; 4]);
    assert_eq!(verdicts(|_, seed| [scatter(seed); 2]), [DoesNotHold; 4]);
    // It falls as 1/size, faster than it can.
    let too_fast = |size: f64, _| [1.0 / size, 1.0 / size / by_chance];
    assert_eq!(verdicts(too_fast), [DoesNotHold, DoesNotHold, DoesNotHold, Holds]);
    // All mini-batches share an error that is a fifth of their deviation.
    let biased = |size: f64, _| [1.0 / size.sqrt(), 0.2 / size.sqrt()];
    assert_eq!(verdicts(biased), [Holds, Holds, Holds, DoesNotHold]);
}

#[test]
fn noise_that_was_not_measured_decides_nothing() {
    let none: [(&str, Vec<Measured>); 0] = [];
    let claims = Batches::claims(&Record::made_up(default_settings::<Batches>(), none));
    for claim in &claims[COSTS..] {
        assert_eq!(claim.verdict, Undecided);
        assert!(claim.note.contains("gradient noise was not run"), "{}", claim.note);
    }
}
