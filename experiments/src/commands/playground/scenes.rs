//! How to see each statement of the lecture happen: what the controls are set to, and what to watch.
//!
//! The tests run every scene at these settings and check that what there is to watch is there.

use language::message;
use playground::settings::InitialWeights::{He, Std, Xavier, Zero};
use playground::site::Show;
use playground::valley::{Descent, Descents};
use playground::{Look, Scene, Settings};

/// A scene: the statement, the drawing to look at, what to watch there, and what is shown.
macro_rules! scene {
    ($id:literal, $look:ident, $watch:expr, $show:expr) => {
        Scene { id: $id, watch: $watch, look: Look::$look, show: || $show }
    };
}

/// Paths of these optimizers, each with its learning rate, from this start on this surface.
fn paths(surface: &str, start: [f64; 2], steps: usize, optimizers: &[(&str, f64)]) -> Show {
    let descent = |&(name, rate): &(&str, f64)| Descent { name: name.into(), rate, momentum: None };
    let optimizers = optimizers.iter().map(descent).collect();
    Show::Valley { valley: Descents { surface: surface.into(), start, steps, optimizers } }
}

/// Networks with these settings, one beside the other.
fn networks(runs: impl IntoIterator<Item = Settings>) -> Show {
    Show::Network { runs: runs.into_iter().collect(), until: None }
}

/// Such networks, which pause after so many iterations; with 0, they are looked at before training.
fn networks_until(until: usize, runs: impl IntoIterator<Item = Settings>) -> Show {
    Show::Network { runs: runs.into_iter().collect(), until: Some(until) }
}

/// Iterations after which the networks of [`few_images`] hardly change any more.
const ENOUGH: usize = 2000;

/// The network of the book's overfitting experiments (section 6.4): 300 images.
fn few_images() -> Settings {
    Settings { hidden: vec![100; 6], images: 300, batch_size: 100, ..Settings::default() }
}

/// Five layers of 100 neurons, as in the book's histograms (section 6.2.2), with this activation function.
fn five_layers(activation: &str) -> Settings {
    Settings { hidden: vec![100; 5], activation: activation.into(), ..Settings::default() }
}

/// The scenes, in the lecture's order.
pub const SCENES: &[Scene] = &[
    scene!(
        "G1",
        Paths,
        message!(
            "The gradient of x² + y² is (2x, 2y), one entry for each variable. Press One step: with η = 0.1, each \
         coordinate changes by −0.1 times its own entry of the gradient."
        ),
        paths("round bowl", [-3.0, 4.0], 20, &[("SGD", 0.1)])
    ),
    scene!(
        "G2",
        Descent,
        message!("Watch the loss: it falls at every step, and the path ends at the minimum."),
        paths("round bowl", [-3.0, 4.0], 60, &[("SGD", 0.1)])
    ),
    scene!(
        "G3",
        Paths,
        message!(
            "Watch the direction of the first steps: they go across the valley, because the function falls most steeply in \
         that direction, and not towards the minimum."
        ),
        paths("valley", [-7.0, 2.0], 30, &[("SGD", 0.1)])
    ),
    scene!(
        "G4",
        Losses,
        message!(
            "Three networks differ in the learning rate only. Tick “logarithmic” and watch the loss: with 0.00001 it \
         hardly changes, with 0.1 it falls, and with 100 it jumps far above its first value."
        ),
        networks([1e-5, 0.1, 100.0].map(|learning_rate| Settings {
            hidden: vec![50],
            learning_rate,
            ..Settings::default()
        }))
    ),
    scene!(
        "B1",
        Gradients,
        message!(
            "This network has 39,760 parameters. Press One step: a single backward pass computes the gradient of all \
         of them. The chart “Size of the gradient, layer by layer” shows how large it is in each layer."
        ),
        networks([Settings {
            hidden: vec![50],
            activation: "sigmoid".into(),
            initial_weights: Std(0.01),
            ..Settings::default()
        }])
    ),
    scene!(
        "B2",
        Paths,
        message!(
            "In the backward pass, z = x + y passes the derivative on unchanged to both inputs. Watch the path: in each \
         step, x and y change by the same amount, wherever you put the start."
        ),
        paths("sum", [2.0, 3.0], 10, &[("SGD", 0.1)])
    ),
    scene!(
        "B3",
        Paths,
        message!(
            "In the backward pass, z = x · y passes the derivative on to each input, multiplied by the other input. Press \
         One step, from (2, 3): x changes by −3η and y by −2η. Drag the starting point to try other values."
        ),
        paths("product", [2.0, 3.0], 3, &[("SGD", 0.1)])
    ),
    scene!(
        "O1",
        Losses,
        message!(
            "Both networks learn from randomly drawn images, one from 100 in each step and the other from 10. Watch the \
         faint lines, the losses of single mini-batches: with 10 images they vary much more from step to step, and \
         the loss still falls."
        ),
        networks([100, 10].map(|batch_size| Settings {
            hidden: vec![50],
            learning_rate: 0.1,
            batch_size,
            ..Settings::default()
        }))
    ),
    scene!(
        "O2",
        Paths,
        message!(
            "Watch the path: at every step it crosses the floor of the valley and moves only a little along it."
        ),
        paths("valley", [-7.0, 2.0], 30, &[("SGD", 0.95)])
    ),
    scene!(
        "O3",
        Paths,
        message!(
            "Watch both paths: Momentum speeds up along the valley, and it crosses the floor less often than SGD."
        ),
        paths("valley", [-7.0, 2.0], 30, &[("SGD", 0.95), ("Momentum", 0.1)])
    ),
    scene!(
        "O4",
        Paths,
        message!(
            "Watch how far the path moves in each step: AdaGrad divides by the root of all squared gradients so far, so \
         its steps become smaller and smaller."
        ),
        paths("valley", [-7.0, 2.0], 30, &[("AdaGrad", 1.5)])
    ),
    scene!(
        "O5",
        Paths,
        message!(
            "Press One step: Adam moves both coordinates by the same distance, η, although one entry of the gradient is \
         almost six times as large as the other. Later it moves with a velocity, as Momentum does."
        ),
        paths("valley", [-7.0, 2.0], 30, &[("Momentum", 0.1), ("AdaGrad", 1.5), ("Adam", 0.3)])
    ),
    scene!(
        "O6",
        Losses,
        message!(
            "Four networks start with the same weights and learn from the same mini-batches. Watch the loss: at the \
         book's learning rates, the loss of SGD falls most slowly."
        ),
        networks([("SGD", 0.01), ("Momentum", 0.01), ("AdaGrad", 0.01), ("Adam", 0.001)].map(
            |(optimizer, learning_rate)| Settings {
                optimizer: optimizer.into(),
                learning_rate,
                ..Settings::default()
            }
        ))
    ),
    scene!(
        "O7",
        Descent,
        message!(
            "AdaGrad lowers the learning rate of each parameter as learning goes on. Watch the loss at each step below \
         the map. The gradient of x + y never changes, so SGD lowers the loss by the same amount in every step, and \
         AdaGrad by less and less."
        ),
        paths("sum", [3.0, 3.0], 20, &[("SGD", 0.2), ("AdaGrad", 0.5)])
    ),
    scene!(
        "I1",
        Accuracies,
        message!(
            "Both networks learn from 300 images. The initial weights of one have a standard deviation of 1. The \
         other has He's initial weights, which are much smaller. Watch the accuracies: both reach 100 % on the \
         training images, but with the larger initial weights the test accuracy is much lower."
        ),
        networks_until(
            ENOUGH,
            [He, Std(1.0)].map(|initial_weights| Settings {
                hidden: vec![100],
                learning_rate: 0.1,
                initial_weights,
                ..few_images()
            })
        )
    ),
    scene!(
        "I2",
        Weights,
        message!(
            "All weights start at 0. Watch the pictures of the first layer: the weights change, but at every moment \
         they are the same for all neurons, so the layer works like a single neuron."
        ),
        networks([Settings {
            hidden: vec![50],
            activation: "sigmoid".into(),
            initial_weights: Zero,
            learning_rate: 0.1,
            ..Settings::default()
        }])
    ),
    scene!(
        "I3",
        Histograms,
        message!(
            "Three networks differ in their initial weights only. Select each of them, and compare the histograms before \
         training: with a standard deviation of 1 the activations are at the ends, with 0.01 in the middle, and with \
         Xavier they are spread out."
        ),
        networks_until(
            0,
            [Std(1.0), Std(0.01), Xavier]
                .map(|initial_weights| Settings { initial_weights, ..five_layers("sigmoid") })
        )
    ),
    scene!(
        "I4",
        Histograms,
        message!(
            "The initial weights have a standard deviation of 1. Watch the histograms: the activations of the sigmoid \
         pile up at 0 and 1, where its slope is almost 0. Then look at the size of the gradient: it is smaller in the \
         layers near the input, but it does not vanish."
        ),
        networks([Settings { initial_weights: Std(1.0), ..five_layers("sigmoid") }])
    ),
    scene!(
        "I5",
        Histograms,
        message!(
            "The initial weights have a standard deviation of 0.01. Watch the histograms of the later layers: all \
         activations are close to 0.5, so all neurons have almost the same output."
        ),
        networks([Settings { initial_weights: Std(0.01), ..five_layers("sigmoid") }])
    ),
    scene!(
        "I6",
        Histograms,
        message!(
            "Select each of the two networks, and compare the histograms before training: with Xavier's initial weights, \
         the activations of tanh are spread out in every layer, and with a standard deviation of 0.01 they shrink to 0."
        ),
        networks_until(
            0,
            [Xavier, Std(0.01)]
                .map(|initial_weights| Settings { initial_weights, ..five_layers("tanh") })
        )
    ),
    scene!(
        "I7",
        Histograms,
        message!(
            "These three networks use ReLU. Select each of them, and compare the standard deviations of the \
         activations before training, layer by layer: they keep their size with He, shrink with Xavier, and are \
         almost 0 with a standard deviation of 0.01."
        ),
        networks_until(
            0,
            [He, Xavier, Std(0.01)]
                .map(|initial_weights| Settings { initial_weights, ..five_layers("ReLU") })
        )
    ),
    scene!(
        "I8",
        Losses,
        message!(
            "Watch the loss: with a standard deviation of 0.01 the network does not learn, and with He it learns faster \
         than with Xavier."
        ),
        networks(
            [Std(0.01), Xavier, He]
                .map(|initial_weights| Settings { initial_weights, ..Settings::default() })
        )
    ),
    scene!(
        "V1",
        Accuracies,
        message!(
            "Both networks learn from 300 images, one with 5 hidden neurons and one with 500. Watch the accuracies: \
         the network with 500 needs fewer iterations to classify all training images correctly. In the end, both \
         networks classify all of them correctly, and the larger network has the higher test accuracy. With these \
         settings, more parameters do not mean more overfitting."
        ),
        networks_until(
            ENOUGH,
            [5, 500].map(|neurons| Settings {
                hidden: vec![neurons],
                learning_rate: 0.1,
                ..few_images()
            })
        )
    ),
    scene!(
        "V2",
        Accuracies,
        message!(
            "One network learns from 300 images, the other from all of them. Watch the gap between training and test \
         accuracy: it is wide with 300 images and narrow with all images."
        ),
        networks_until(
            ENOUGH,
            [300, 60_000].map(|images| Settings { images, learning_rate: 0.1, ..few_images() })
        )
    ),
    scene!(
        "V3",
        Accuracies,
        message!(
            "Both networks learn from 300 images, one with weight decay λ = 0.1. Watch the gap between training and \
         test accuracy: it is narrower with weight decay. However, the test accuracy is lower, too."
        ),
        networks_until(
            ENOUGH,
            [0.0, 0.1].map(|weight_decay| Settings { weight_decay, ..few_images() })
        )
    ),
    scene!(
        "V4",
        Accuracies,
        message!(
            "Both networks learn from 300 images, one with a dropout ratio of 0.2. Watch the accuracy on the training \
         images: with dropout it rises more slowly, and the gap to the test accuracy is narrower."
        ),
        networks_until(ENOUGH, [0.0, 0.2].map(|dropout| Settings { dropout, ..few_images() }))
    ),
    scene!(
        "V5",
        Weights,
        message!(
            "Both networks learn from 300 images, one with weight decay. Select each of them, and compare the largest \
         weight under the pictures of the first layer: weight decay keeps it small."
        ),
        networks_until(
            ENOUGH,
            [0.0, 0.1].map(|weight_decay| Settings { weight_decay, ..few_images() })
        )
    ),
    scene!(
        "H1",
        Losses,
        message!(
            "Four networks learn from the same images. Compared with the first, the second has fewer neurons, the \
         third a smaller batch size, and the fourth a higher learning rate. Training finds the weights and \
         biases, but a person sets such hyperparameters. Watch the loss: with fewer neurons it falls more slowly, \
         with the smaller batch size it varies more from step to step, and with the higher learning rate it falls \
         faster."
        ),
        networks([
            Settings { hidden: vec![100], ..Settings::default() },
            Settings { hidden: vec![10], ..Settings::default() },
            Settings { hidden: vec![100], batch_size: 10, ..Settings::default() },
            Settings { hidden: vec![100], learning_rate: 0.3, ..Settings::default() },
        ])
    ),
    scene!(
        "H2",
        Accuracies,
        message!(
            "Four networks differ in the seed only, so their settings are equally good. Watch the test accuracies in the \
         list of runs: they still differ, and the highest of them makes the settings look better than they \
         are."
        ),
        networks_until(
            ENOUGH,
            [0, 1, 2, 3].map(|seed| Settings {
                hidden: vec![50],
                learning_rate: 0.1,
                seed,
                ..few_images()
            })
        )
    ),
    scene!(
        "H3",
        Accuracies,
        message!(
            "Watch the two accuracies: the network classifies every training image correctly, but not every test image. \
         The training accuracy therefore cannot tell how good the hyperparameters are. They are judged on validation \
         data, which is used neither for training nor for the final test."
        ),
        networks_until(
            ENOUGH,
            [Settings { hidden: vec![100], learning_rate: 0.1, ..few_images() }]
        )
    ),
    scene!(
        "N1",
        Losses,
        message!(
            "The initial weights of both networks have a standard deviation of 0.01. Watch the loss: with batch \
         normalization the network learns, and without it the loss hardly changes."
        ),
        networks([true, false].map(|batch_norm| Settings {
            initial_weights: Std(0.01),
            batch_norm,
            learning_rate: 0.1,
            ..five_layers("ReLU")
        }))
    ),
    scene!(
        "N2",
        Accuracies,
        message!(
            "This is the network of chapters 4 and 5 of the book. Watch both accuracies: they rise together."
        ),
        networks([Settings {
            hidden: vec![50],
            activation: "sigmoid".into(),
            initial_weights: Std(0.01),
            learning_rate: 0.1,
            batch_size: 100,
            ..Settings::default()
        }])
    ),
];

#[cfg(test)]
mod tests;
