//! Surfaces, and paths on them.

use super::*;
use training::backend::Backend;
use training::optimizers::OPTIMIZERS;

fn device() -> Device {
    Backend::default_compiled().device().unwrap()
}

fn descents(surface: &str, start: [f64; 2], optimizers: Vec<Descent>) -> Descents {
    Descents { surface: surface.into(), start, steps: 30, optimizers }
}

fn descent(name: &str, rate: f64, momentum: Option<f64>) -> Descent {
    Descent { name: name.into(), rate, momentum }
}

/// SGD moves by −η times the gradient, which central differences of the height give in 64 bits.
#[test]
fn the_gradient_of_each_surface_is_that_of_its_height() {
    for surface in SURFACES {
        for start in [[0.7, -0.4], [-1.3, 1.1], [2.0, 0.5]] {
            let rate = 1e-3;
            let asked = descents(surface.name, start, vec![descent("SGD", rate, None)]);
            let path = &paths(&asked, &device()).unwrap()[0];
            let moved = [0, 1].map(|i| (start[i] - path.points[1][i]) / rate);
            let h = 1e-5;
            let [x, y] = start;
            let by_differences = [
                ((surface.height)(x + h, y) - (surface.height)(x - h, y)) / (2.0 * h),
                ((surface.height)(x, y + h) - (surface.height)(x, y - h)) / (2.0 * h),
            ];
            for (moved, gradient) in moved.iter().zip(by_differences) {
                // A position in 32 bits is known to 1e-7, so a gradient to 1e-4.
                let off = (moved - gradient).abs() / gradient.abs().max(1.0);
                assert!(off < 1e-3, "{}: {moved}, {gradient}", surface.name);
            }
        }
    }
}

#[test]
fn the_gradient_is_0_at_the_minimum_and_the_start_is_drawn() {
    for surface in SURFACES {
        if let Some(minimum) = surface.minimum {
            let optimizers = vec![descent("SGD", 1e-3, None)];
            let path = &paths(&descents(surface.name, minimum, optimizers), &device()).unwrap()[0];
            let off = path.points[30].iter().zip(minimum).map(|(a, b)| (a - b).abs());
            assert!(off.fold(0.0, f64::max) < 1e-6, "{}: {:?}", surface.name, path.points);
        }
        let [x, y] = surface.start;
        assert!(surface.x.contains(&x) && surface.y.contains(&y), "{}", surface.name);
        let drawn = surface.drawn();
        assert_eq!(drawn.heights.len(), drawn.rows * drawn.columns);
        assert!(drawn.heights.iter().all(|height| height.is_finite()), "{}", surface.name);
        // The last row is that of the largest y.
        let corner = (surface.height)(*surface.x.end(), *surface.y.end());
        assert!(
            (drawn.heights[drawn.heights.len() - 1] - corner).abs() < 1e-9 * corner.abs().max(1.0)
        );
    }
}

/// v ← αv − ηg, W ← W + v, computed in 64 bits on x² + y².
#[test]
fn the_momentum_is_the_one_that_is_asked_for() {
    let asked = descents("round bowl", [-3.0, 4.0], vec![descent("Momentum", 0.1, Some(0.5))]);
    let path = &paths(&asked, &device()).unwrap()[0];
    let (mut w, mut v) = ([-3.0, 4.0], [0.0; 2]);
    for point in &path.points[1..] {
        for i in 0..2 {
            v[i] = 0.5 * v[i] - 0.1 * 2.0 * w[i];
            w[i] += v[i];
            assert!((point[i] - w[i]).abs() < 1e-5, "{point:?} {w:?}");
        }
    }
    // The default is the optimizer of the list.
    for name in ["Momentum", "Nesterov"] {
        let both = vec![descent(name, 0.1, None), descent(name, 0.1, momentum_of(name))];
        let both = paths(&descents("valley", [-7.0, 2.0], both), &device()).unwrap();
        assert_eq!(both[0], both[1]);
    }
}

#[test]
fn every_optimizer_of_the_list_has_a_path_and_a_path_that_diverges_ends() {
    let all = OPTIMIZERS.iter().map(|named| descent(named.name, named.path_rate, None));
    let all = paths(&descents("valley", [-7.0, 2.0], all.collect()), &device()).unwrap();
    for path in all {
        assert_eq!((path.points.len(), path.diverged_at), (31, None), "{}", path.name);
        assert!(path.losses[30] < path.losses[0], "{}", path.name);
    }
    let far = descents("Rosenbrock", [1.5, 2.0], vec![descent("SGD", 1.0, None)]);
    let far = &paths(&far, &device()).unwrap()[0];
    assert_eq!(far.diverged_at, Some(far.points.len()));
    assert!(far.points.len() < 20 && far.points.iter().flatten().all(|x| x.is_finite()));
}

#[test]
fn what_is_not_allowed_is_an_error_that_names_the_field() {
    let sgd = || vec![descent("SGD", 0.1, None)];
    let field = |asked: Descents| paths(&asked, &device()).unwrap_err().field;
    assert_eq!(field(descents("hill", [0.0; 2], sgd())), "surface");
    assert_eq!(field(descents("valley", [f64::NAN, 0.0], sgd())), "start");
    assert_eq!(field(descents("valley", [1e300, 0.0], sgd())), "start");
    assert_eq!(field(Descents { steps: 1001, ..descents("valley", [0.0; 2], sgd()) }), "steps");
    let many = vec![descent("SGD", 0.1, None); 21];
    assert_eq!(field(descents("valley", [0.0; 2], many)), "optimizers");
    for (bad, name) in [
        (descent("Lion", 0.1, None), "optimizers"),
        (descent("SGD", 0.0, None), "rate"),
        (descent("SGD", f64::INFINITY, None), "rate"),
        (descent("SGD", 0.1, Some(0.9)), "momentum"),
        (descent("Momentum", 0.1, Some(1.0)), "momentum"),
    ] {
        assert_eq!(field(descents("valley", [0.0; 2], vec![bad])), name);
    }
}

/// Nobody waits any more after the third step of the first path.
#[test]
fn paths_that_nobody_waits_for_end() {
    let all = vec![descent("SGD", 0.1, None), descent("Adam", 0.1, None)];
    let asked = std::cell::Cell::new(0);
    let is_wanted = || asked.replace(asked.get() + 1) < 3;
    let both = paths_while(&descents("valley", [-7.0, 2.0], all), &device(), &is_wanted).unwrap();
    assert_eq!(both.iter().map(|path| path.points.len()).collect::<Vec<_>>(), [4, 1]);
    assert_eq!(asked.get(), 5);
}
