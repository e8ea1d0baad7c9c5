//! Made-up numbers for the counterexamples of several experiments.

use extensions::random::Stream;
use training::epochs::Curves;
use training::losses::{LAST, Losses};
use training::run::Run;

/// A draw from the uniform distribution between two numbers.
pub fn between(from: f64, to: f64, stream: &mut Stream) -> f64 {
    from + (to - from) * stream.uniform()
}

/// A draw from the uniform distribution between two numbers on a logarithmic scale.
pub fn log_between(from: f64, to: f64, stream: &mut Stream) -> f64 {
    between(from.ln(), to.ln(), stream).exp()
}

/// The accuracy on this number of images if each is classified correctly with probability `p`.
pub fn accuracy(p: f64, images: usize, stream: &mut Stream) -> f64 {
    let n = images as f64;
    // A binomial count as a rounded normal draw, which is close for as many images as there are here.
    let correct = n * p + (n * p * (1.0 - p)).sqrt() * stream.normal();
    correct.round().clamp(0.0, n) / n
}

/// The curves of a network that ends at these accuracies, with this norm of all weights at the beginning
/// and at the end.
pub fn curves(training: f64, test: f64, norm: [f64; 2]) -> Curves {
    Curves {
        iterations: vec![0, 1],
        training: vec![0.1, training],
        test: vec![0.1, test],
        norm: norm.to_vec(),
        initial_norm: norm[0],
        diverged_at: None,
    }
}

/// The curves of a network that fits most of its images and recognizes most others, by luck: both
/// accuracies and both norms do not depend on anything.
pub fn noisy_curves(stream: &mut Stream) -> Curves {
    let training = (1.0 - 0.005 * stream.normal().abs()).max(0.0);
    let test = accuracy(between(0.7, 0.85, stream), 10_000, stream);
    let norm = [(); 2].map(|()| 30.0 + 3.0 * stream.normal());
    curves(training, test, norm)
}

/// A run whose mini-batches have about this loss, from the beginning to the end.
pub fn run(loss: f64, test_accuracy: f64, stream: &mut Stream) -> Run {
    let losses = (0..LAST).map(|_| (loss * (0.1 * stream.normal()).exp()) as f32).collect();
    Run { losses: Losses { losses, diverged_at: None }, test_accuracy }
}
