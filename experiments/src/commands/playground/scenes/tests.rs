//! Each scene shows what it says.

use std::sync::Arc;

use burn::tensor::Device;
use datasets::Dataset;
use playground::network::{Layers, Network};
use playground::settings::InitialWeights::{self, Std, Xavier};
use playground::site::Show;
use playground::valley::{Path, paths};
use training::backend::Backend;

use super::{ENOUGH, SCENES};
use crate::lecture::statements;

fn device() -> Device {
    Backend::default_compiled().device().unwrap()
}

/// The paths of a scene.
fn walked(id: &str) -> Vec<Path> {
    match shown(id) {
        Show::Valley { valley } => paths(&valley, &device()).unwrap(),
        Show::Network { .. } => panic!("{id} shows networks"),
    }
}

/// The networks of a scene after so many steps.
fn trained(id: &str, steps: usize) -> Vec<Network> {
    let data = Arc::new(Dataset::mnist().unwrap());
    let Show::Network { runs, .. } = shown(id) else { panic!("{id} shows paths") };
    let train = |settings| {
        let mut network = Network::new(settings, Arc::clone(&data), device());
        for _ in 0..steps {
            network.step();
        }
        network
    };
    runs.into_iter().map(train).collect()
}

fn shown(id: &str) -> Show {
    let scene = SCENES.iter().find(|scene| scene.id == id).expect("there is a scene");
    (scene.show)()
}

/// The mean of the last 20 losses.
fn loss(network: &Network) -> f64 {
    network.losses().last(20)
}

/// How much the losses vary from step to step, after the first 100.
fn roughness(network: &Network) -> f64 {
    let losses = &network.losses().losses[100..];
    losses.windows(2).map(|pair| f64::from(pair[1] - pair[0]).abs()).sum()
}

/// Training accuracy less test accuracy.
fn gap(network: &Network) -> f64 {
    let accuracy = network.view().accuracy();
    accuracy.training - accuracy.test
}

/// How far a path moves in each step.
fn lengths(path: &Path) -> Vec<f64> {
    let moves = path.points.windows(2);
    moves.map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1])).collect()
}

fn crossings(path: &Path) -> usize {
    path.points.windows(2).filter(|pair| pair[0][1] * pair[1][1] < 0.0).count()
}

fn falls(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[1] < pair[0])
}

fn stds(layers: &Layers) -> Vec<f64> {
    layers.layers.iter().map(|layer| layer.std.unwrap()).collect()
}

/// Which fraction of the activations of a layer is in the first or the last three of the 30 bins.
fn at_the_ends(layers: &Layers, layer: usize) -> f64 {
    let histogram = &layers.layers[layer].histogram;
    let ends: usize = histogram[..3].iter().chain(&histogram[27..]).sum();
    ends as f64 / histogram.iter().sum::<usize>() as f64
}

#[test]
fn each_statement_has_a_scene_and_each_scene_a_statement() {
    let statements: Vec<_> = statements().map(|statement| statement.id).collect();
    assert_eq!(SCENES.iter().map(|scene| scene.id).collect::<Vec<_>>(), statements);
}

#[test]
fn every_network_of_a_scene_is_allowed() {
    let data = Dataset::mnist().unwrap();
    for scene in SCENES {
        if let Show::Network { runs, .. } = (scene.show)() {
            assert!(!runs.is_empty() && runs.len() <= 4, "{}", scene.id);
            for settings in runs {
                assert_eq!(settings.check(&data), Ok(()), "{}", scene.id);
            }
        }
    }
}

#[test]
fn chapter_1_the_gradient_and_gradient_descent() {
    let path = &walked("G1")[0];
    for (w, next) in path.points[0].iter().zip(path.points[1]) {
        assert!((next - (w - 0.1 * 2.0 * w)).abs() < 1e-6);
    }
    let path = &walked("G2")[0];
    let losses: Vec<f64> = path.losses.iter().map(|loss| loss.unwrap()).collect();
    assert!(falls(&losses) && losses[losses.len() - 1] < 1e-6, "{losses:?}");

    // The angle between the first step and the way to the minimum is more than 45°.
    let path = &walked("G3")[0];
    let [start, next] = [path.points[0], path.points[1]];
    let step = [next[0] - start[0], next[1] - start[1]];
    let cosine = -(step[0] * start[0] + step[1] * start[1])
        / (step[0].hypot(step[1]) * start[0].hypot(start[1]));
    assert!(cosine < 0.5f64.sqrt(), "{cosine}");

    let [small, good, large] = &trained("G4", 100)[..] else { panic!("three networks") };
    let first = |network: &Network| f64::from(network.losses().losses[0]);
    assert!((loss(small) - first(small)).abs() < 0.1, "{}", loss(small));
    assert!(loss(good) < first(good) - 1.0, "{}", loss(good));
    let largest = large.losses().losses.iter().fold(0.0f32, |largest, loss| largest.max(*loss));
    assert!(f64::from(largest) > 100.0 * first(large), "{largest}");
}

#[test]
fn chapter_2_backpropagation() {
    let network = &trained("B1", 1)[0];
    let layers = network.view().layers();
    assert!(layers.layers[0].gradient.unwrap() > 0.0 && layers.output_gradient.unwrap() > 0.0);
    let file = network.file().unwrap();
    let tensors = safetensors::SafeTensors::deserialize(&file).unwrap();
    let parameters: usize = tensors.iter().map(|(_, tensor)| tensor.data().len() / 4).sum();
    assert_eq!(parameters, 39_760);

    for step in walked("B2")[0].points.windows(2) {
        let moved = [step[1][0] - step[0][0], step[1][1] - step[0][1]];
        assert!(moved.iter().all(|d| (d + 0.1).abs() < 1e-6), "{moved:?}");
    }
    let points = &walked("B3")[0].points;
    assert!((points[1][0] - (2.0 - 0.3)).abs() < 1e-6 && (points[1][1] - (3.0 - 0.2)).abs() < 1e-6);
}

#[test]
fn chapter_3_the_paths_of_the_optimizers() {
    let sgd = &walked("O2")[0];
    assert_eq!(crossings(sgd), 30);
    let [sgd, momentum] = &walked("O3")[..] else { panic!("two paths") };
    assert!(crossings(momentum) < crossings(sgd) / 2);
    // Its first steps along the valley become longer; those of SGD become shorter.
    let along = |path: &Path| -> Vec<f64> {
        path.points.windows(2).map(|pair| pair[1][0] - pair[0][0]).take(6).collect()
    };
    let reversed = |mut values: Vec<f64>| {
        values.reverse();
        values
    };
    assert!(falls(&reversed(along(momentum))) && falls(&along(sgd)));

    assert!(falls(&lengths(&walked("O4")[0])));
    let adam = &walked("O5")[2];
    let moved = [0, 1].map(|i| (adam.points[1][i] - adam.points[0][i]).abs());
    assert!(moved.iter().all(|moved| (moved - 0.3).abs() < 1e-4), "{moved:?}");
    // Its velocity carries it beyond the floor of the valley.
    assert!(crossings(adam) > 0);

    let [sgd, adagrad] = &walked("O7")[..] else { panic!("two paths") };
    let (sgd, adagrad) = (lengths(sgd), lengths(adagrad));
    assert!((sgd[19] / sgd[0] - 1.0).abs() < 1e-3 && falls(&adagrad));
}

#[test]
fn chapter_3_networks() {
    let [many, few] = &trained("O1", 300)[..] else { panic!("two networks") };
    assert!(roughness(few) > 3.0 * roughness(many));
    assert!(few.losses().last(100) < f64::from(few.losses().losses[0]) / 2.0);

    let losses: Vec<f64> = trained("O6", 400).iter().map(loss).collect();
    assert!(losses[1..].iter().all(|&other| other < losses[0]), "{losses:?}");
}

#[test]
fn chapter_4_initial_weights() {
    let file = trained("I2", 400)[0].file().unwrap();
    let tensors = safetensors::SafeTensors::deserialize(&file).unwrap();
    let (_, first) = tensors.iter().find(|(_, tensor)| tensor.shape() == [50, 784]).unwrap();
    let neurons: Vec<_> = first.data().chunks_exact(4 * 784).collect();
    assert!(neurons.iter().all(|weights| weights == &neurons[0]));
    assert!(neurons[0].iter().any(|&byte| byte != 0));

    let before: Vec<Layers> =
        trained("I3", 0).iter().map(|network| network.view().layers()).collect();
    let last: Vec<f64> = before.iter().map(|layers| stds(layers)[4]).collect();
    assert!(last[0] > last[2] && last[2] > 5.0 * last[1], "{last:?}");

    let layers = trained("I4", 0)[0].view().layers();
    assert!((0..5).all(|layer| at_the_ends(&layers, layer) > 0.5));
    let gradients: Vec<f64> = layers.layers.iter().map(|layer| layer.gradient.unwrap()).collect();
    assert!(gradients[0] < gradients[1] && gradients[1] < gradients[2], "{gradients:?}");
    assert!(
        gradients[0] < 0.5 * gradients[4] && gradients[0] > 0.01 * gradients[4],
        "{gradients:?}"
    );
    let layers = trained("I5", 0)[0].view().layers();
    assert!(stds(&layers)[1..].iter().all(|&std| std < 0.05), "{:?}", stds(&layers));

    let [xavier, small] = &trained("I6", 0)[..] else { panic!("two networks") };
    assert!(stds(&xavier.view().layers()).iter().all(|&std| std > 0.1));
    assert!(stds(&small.view().layers())[4] < 0.001);

    let by_rule: Vec<Vec<f64>> =
        trained("I7", 0).iter().map(|network| stds(&network.view().layers())).collect();
    let kept = |stds: &[f64]| stds[4] / stds[0];
    assert!(kept(&by_rule[0]) > 0.5, "{by_rule:?}");
    assert!(kept(&by_rule[1]) < 0.5 * kept(&by_rule[0]) && falls(&by_rule[1]), "{by_rule:?}");
    assert!(by_rule[2][4] < 1e-4, "{by_rule:?}");

    let losses: Vec<f64> = trained("I8", 400).iter().map(loss).collect();
    assert!((losses[0] - 10f64.ln()).abs() < 0.05 && losses[2] < losses[1], "{losses:?}");
}

#[test]
fn chapter_5_overfitting() {
    let test = |network: &Network| network.view().accuracy().test;
    let training = |network: &Network| network.view().accuracy().training;
    let [he, large] = &trained("I1", ENOUGH)[..] else { panic!("two networks") };
    assert_eq!([training(he), training(large)], [1.0, 1.0]);
    assert!(test(large) < test(he) - 0.1, "{} {}", test(large), test(he));

    let [narrow, wide] = &trained("V1", 600)[..] else { panic!("two networks") };
    assert!(training(wide) == 1.0 && training(narrow) < 1.0);
    let [narrow, wide] = &trained("V1", ENOUGH)[..] else { panic!("two networks") };
    assert_eq!([training(wide), training(narrow)], [1.0, 1.0]);
    assert!(test(wide) > test(narrow) + 0.05, "{} {}", test(wide), test(narrow));

    let [few, all] = &trained("V2", 600)[..] else { panic!("two networks") };
    assert!(gap(few) > gap(all) + 0.05, "{} {}", gap(few), gap(all));

    let [without, with] = &trained("V3", 600)[..] else { panic!("two networks") };
    assert!(gap(with) < gap(without), "{} {}", gap(with), gap(without));
    assert!(test(with) < test(without), "{} {}", test(with), test(without));
    let [without, with] = &trained("V4", 600)[..] else { panic!("two networks") };
    assert!(with.view().accuracy().training < without.view().accuracy().training);
    assert!(gap(with) < gap(without), "{} {}", gap(with), gap(without));
    let largest: Vec<f64> = trained("V5", 600)
        .iter()
        .map(|network| network.view().weights().largest.unwrap())
        .collect();
    assert!(largest[1] < 0.8 * largest[0], "{largest:?}");
}

#[test]
fn chapters_6_and_7() {
    let [first, narrow, small_batch, fast] = &trained("H1", 200)[..] else {
        panic!("four networks")
    };
    assert!(loss(narrow) > loss(first) + 0.3, "{}", loss(narrow));
    assert!(roughness(small_batch) > 2.0 * roughness(first));
    assert!(loss(fast) < loss(first) - 0.3, "{}", loss(fast));
    let mut accuracies: Vec<f64> =
        trained("H2", 300).iter().map(|network| network.view().accuracy().test).collect();
    accuracies.sort_by(f64::total_cmp);
    assert!(accuracies[3] - accuracies[0] > 0.002, "{accuracies:?}");
    let judged = trained("H3", 600)[0].view().accuracy();
    assert!(judged.training == 1.0 && judged.test < 0.95, "{judged:?}");

    let [with, without] = &trained("N1", 300)[..] else { panic!("two networks") };
    assert!(loss(with) < 0.7 && (loss(without) - 10f64.ln()).abs() < 0.05, "{}", loss(with));
    let network = &trained("N2", 1500)[0];
    assert!(network.view().accuracy().test > 0.85 && gap(network).abs() < 0.05);
}

/// The scenes name only initial weights that the form of the page has.
#[test]
fn initial_weights_are_written_as_the_page_reads_them() {
    let json = |weights: InitialWeights| serde_json::to_string(&weights).unwrap();
    assert_eq!([json(Xavier), json(Std(0.01))], ["\"Xavier\"", "{\"std\":0.01}"]);
}
