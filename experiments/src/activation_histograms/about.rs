//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "activation_histograms",
    title: "Activation histograms · 은닉층의 활성화값 분포",
    about: "How the activations of five layers, and of fewer and more, are spread for each initializer, how \
            much of the gradient reaches the first layer, and how many neurons differ.",
    shows: "activations, gradients and distinct neurons, layer by layer",
    statements: &["I3", "I4", "I5", "I6", "I7"],
    seeds: 10,
    needs_data: false,
};
