//! The estimate of memory against what training takes. This test is a binary of its own because it counts
//! allocations; `--nocapture` shows the numbers.
#![allow(missing_docs)]
#![cfg(feature = "flex")]

use burn::tensor::Device;
use datasets::{Dataset, Samples};
use extensions::initializers::He;
use lab::memory::{Load, estimate};
use models::{ActivationConfig, MlpConfig};
use peak_alloc::PeakAlloc;
use training::classifier::{initial_mlp, shape};
use training::needs::{Needs, NetworkSize};
use training::optimizers::named;
use training::trainer::Trainer;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The most memory that three training steps and an evaluation take, in bytes.
fn measured(network: &MlpConfig, optimizer: &str, batch_size: usize, data: &Dataset) -> f64 {
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let device = Device::flex().autodiff();
    let optimizer = named(optimizer).expect("it is in the list");
    let model = initial_mlp(network, &He, 0, &device);
    let mut trainer =
        Trainer::new(model, optimizer.build(0.0), optimizer.mnist_rate, batch_size, 0, &device);
    for _ in 0..3 {
        trainer.step(&data.training);
    }
    trainer.accuracy(&data.test);
    (ALLOCATOR.peak_usage() - before) as f64
}

/// The estimate for the network alone, in bytes.
fn estimated(network: NetworkSize, data: &Dataset) -> f64 {
    let [pixels, classes] = [data.training.pixels_per_image(), data.training.classes()];
    let load = Load { pixels, classes, jobs: 1, seeds: 1, arms: 1 };
    estimate(&Needs::default().network(network), &load) - estimate(&Needs::default(), &load)
}

#[test]
fn the_estimate_is_right_within_a_factor_of_two() {
    /// What the network has besides its layers, and the same for the estimate.
    type With = (fn(MlpConfig) -> MlpConfig, fn(NetworkSize) -> NetworkSize);
    /// Hidden layers, images in a mini-batch, optimizer.
    type Case<'a> = (&'a [usize], usize, &'a str, With);
    let data = Dataset::mnist().unwrap();
    let plain: With = (|mlp| mlp, |network| network);
    let sigmoid: With =
        (|mlp| mlp.with_activation(ActivationConfig::Sigmoid), NetworkSize::any_activation);
    let dropout: With = (|mlp| mlp.with_dropout(0.5), NetworkSize::dropout);
    let normalized: With = (|mlp| mlp.with_batch_norm(true), NetworkSize::batch_norm);
    let cases: [Case; 16] = [
        (&[100; 4], 128, "SGD", plain),
        (&[100; 4], 128, "Adam", plain),
        (&[50], 100, "SGD", sigmoid),
        (&[100; 6], 10_000, "SGD", plain),
        (&[100; 6], 10_000, "SGD", dropout),
        (&[100; 6], 10_000, "SGD", normalized),
        (&[100; 6], 10_000, "SGD", sigmoid),
        (&[1000; 3], 2000, "SGD", plain),
        (&[1000; 3], 2000, "Adam", dropout),
        (&[1000; 3], 2000, "SGD", normalized),
        (&[2000, 2000], 32, "SGD", plain),
        (&[2000, 2000], 32, "Momentum", plain),
        (&[2000, 2000], 32, "AdaGrad", plain),
        (&[2000, 2000], 32, "Adam", plain),
        (&[5000], 64, "Adam", plain),
        (&[20; 200], 5000, "SGD", plain),
    ];
    let mut wrong = Vec::new();
    // The faster form, and the plain one.
    for ((hidden, batch_size, optimizer, (change, same)), plain) in
        cases.into_iter().flat_map(|case| [(case, false), (case, true)])
    {
        training::form::set_plain(plain);
        let network = change(shape(hidden, &data.training));
        let measured = measured(&network, optimizer, batch_size, &data);
        let network = same(NetworkSize::new(hidden, batch_size));
        let for_each_parameter = match optimizer {
            "SGD" => 0,
            "Adam" => 2,
            _ => 1,
        };
        let estimated = estimated(NetworkSize { for_each_parameter, ..network }, &data);
        let ratio = estimated / measured;
        let [measured, estimated] = [measured, estimated].map(|bytes| bytes / 1e6);
        let form = if plain { ", plain" } else { "" };
        let line = format!(
            "{} layers of {}, batches of {batch_size}, {optimizer}{form}: {measured:.1} MB, estimated \
             {estimated:.1} MB, ratio {ratio:.2}",
            hidden.len(),
            hidden[0],
        );
        println!("{line}");
        if !(0.5..=2.0).contains(&ratio) {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
