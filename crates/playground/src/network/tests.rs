//! A network in training, and what is seen of it.

use std::sync::Arc;

use burn::tensor::Device;
use datasets::{Dataset, Samples};
use training::backend::Backend;

use super::view::PROBED;
use super::*;
use crate::settings::InitialWeights;

fn device() -> Device {
    Backend::default_compiled().device().unwrap()
}

fn network(settings: Settings) -> Network {
    Network::new(settings, Arc::new(Dataset::mnist().unwrap()), device())
}

/// Everything that draws or keeps something: dropout, batch normalization, Momentum.
fn everything() -> Settings {
    Settings {
        hidden: vec![12, 9],
        batch_norm: true,
        dropout: 0.3,
        optimizer: "Momentum".into(),
        weight_decay: 1e-3,
        batch_size: 20,
        images: 500,
        seed: 3,
        ..Settings::default()
    }
}

fn looked_at(network: &Network) {
    let view = network.view();
    view.layers();
    view.accuracy();
    view.weights();
    view.errors().unwrap();
    network.file().unwrap();
}

#[test]
fn looking_changes_nothing() {
    let (mut seen, mut unseen) = (network(everything()), network(everything()));
    for _ in 0..15 {
        looked_at(&seen);
        assert_eq!(seen.step(), unseen.step());
    }
    assert_eq!(seen.file().unwrap(), unseen.file().unwrap());
}

#[test]
fn after_a_rewind_everything_happens_again() {
    let mut network = network(everything());
    let before = network.file().unwrap();
    let losses: Vec<_> = (0..10).map(|_| network.step()).collect();
    let after = network.file().unwrap();
    network.rewind();
    assert_eq!((network.file().unwrap(), network.losses().losses.len()), (before, 0));
    assert_eq!((0..10).map(|_| network.step()).collect::<Vec<_>>(), losses);
    assert_eq!(network.file().unwrap(), after);
}

/// The root mean square of the gradient, from central differences of the loss in 64 bits, for the output layer of
/// a network without hidden layers: L = mean over images of log Σ exp(z) − z of the label, z = xW + b.
#[test]
fn the_gradient_is_that_of_the_loss() {
    let settings = Settings {
        hidden: vec![],
        initial_weights: InitialWeights::Std(0.05),
        ..Settings::default()
    };
    let network = network(settings);
    let measured = network.view().layers().output_gradient.unwrap();
    let training = &network.judged;
    let w: Vec<f32> = network.model().output.weight.val().into_data().iter().collect();
    // ∂L/∂W = Xᵀ (softmax − one-hot) / images, by hand.
    let mut gradient = vec![0.0f64; 7840];
    for i in 0..PROBED {
        let x: Vec<f64> = training.image(i).iter().map(|&p| f64::from(p) / 255.0).collect();
        let mut z = [0.0f64; 10];
        for (j, x) in x.iter().enumerate() {
            (0..10).for_each(|k| z[k] += x * f64::from(w[10 * j + k]));
        }
        let sum: f64 = z.iter().map(|z| z.exp()).sum();
        for (j, x) in x.iter().enumerate() {
            for k in 0..10 {
                let is_label = f64::from(u8::from(usize::from(training.label(i)) == k));
                gradient[10 * j + k] += x * (z[k].exp() / sum - is_label) / PROBED as f64;
            }
        }
    }
    let squares: f64 = gradient.iter().map(|g| g * g).sum();
    let expected = (squares / 7840.0).sqrt();
    assert!((measured / expected - 1.0).abs() < 1e-4, "{measured} {expected}");
}

#[test]
fn a_histogram_counts_every_activation() {
    let sigmoid = Settings { activation: "sigmoid".into(), ..everything() };
    for settings in [everything(), sigmoid] {
        let network = network(settings);
        for layer in network.view().layers().layers {
            let counted: usize = layer.histogram.iter().sum();
            assert_eq!(counted + layer.outside, PROBED * layer.neurons);
        }
    }
}

#[test]
fn a_network_that_diverges_stops_and_is_still_shown() {
    let settings = Settings { learning_rate: 1e30, ..everything() };
    let mut network = network(Settings { batch_norm: false, ..settings });
    while network.step().is_some() {}
    let at = network.losses().diverged_at.unwrap();
    assert!((1..20).contains(&at) && network.step().is_none());
    assert_eq!(network.view().layers().output_gradient, None);
    assert!(network.view().errors().is_err() && network.file().is_err());
    let json = serde_json::to_string(&(network.view().layers(), network.view().weights())).unwrap();
    assert!(json.contains("\"output_gradient\":null"), "{json}");
}
