//! The smoothing of a loss curve, compared with NumPy and SciPy.

use serde::Deserialize;
use training::smoothing::smooth;

use crate::tools::{apart, largest, read};

#[derive(Deserialize)]
struct Golden {
    /// The Kaiser window of length 11 and β 2.
    window: Vec<f64>,
    curves: Vec<Curve>,
}

#[derive(Deserialize)]
struct Curve {
    curve: Vec<f64>,
    smoothed: Vec<f64>,
}

/// The tolerance for a weighted mean of eleven numbers: eleven products and their sum, times two.
const TOLERANCE: f64 = 22.0 * f64::EPSILON;

#[test]
fn the_window_is_numpys() {
    let golden: Golden = read(include_str!("smoothing.json"));
    // Smoothing a single nonzero point gives the window.
    let mut point = vec![0.0; 31];
    point[15] = golden.window.iter().sum();
    let apart = apart(&smooth(&point)[10..21], &golden.window, 1.0);
    println!("Kaiser window: largest difference {apart:.1e}, tolerance {TOLERANCE:.1e}");
    assert!(apart < TOLERANCE, "{apart:.2e}");
}

#[test]
fn curves_are_smoothed_as_numpy_does_it() {
    let golden: Golden = read(include_str!("smoothing.json"));
    for Curve { curve, smoothed } in &golden.curves {
        let apart = apart(&smooth(curve), smoothed, largest(smoothed));
        let n = curve.len();
        println!("curve of {n}: largest difference {apart:.1e}, tolerance {TOLERANCE:.1e}");
        assert!(apart < TOLERANCE, "{n} points: {apart:.2e}");
    }
}
