//! The two optimizer experiments, compared with numbers that do not come from their code.

use crate::tools::{BACKENDS, SMALL, numbers, record, succeed, trials};

/// The paths computed from the book's equations, in 64 bits and without a framework.
fn path_by_hand(optimizer: &str) -> Vec<[f64; 2]> {
    let mut w = [-7.0f64, 2.0];
    let (mut v, mut h, mut m) = ([0.0f64; 2], [0.0f64; 2], [0.0f64; 2]);
    let mut path = vec![w];
    for t in 1..=30 {
        let g = [w[0] / 10.0, 2.0 * w[1]];
        for i in 0..2 {
            match optimizer {
                "SGD" => w[i] -= 0.95 * g[i],
                "Momentum" => {
                    v[i] = 0.9 * v[i] - 0.1 * g[i];
                    w[i] += v[i];
                }
                "Nesterov" => {
                    w[i] += 0.81 * v[i] - 1.9 * 0.1 * g[i];
                    v[i] = 0.9 * v[i] - 0.1 * g[i];
                }
                "AdaGrad" => {
                    h[i] += g[i] * g[i];
                    w[i] -= 1.5 * g[i] / (h[i].sqrt() + 1e-7);
                }
                "RMSprop" => {
                    h[i] = 0.99 * h[i] + 0.01 * g[i] * g[i];
                    w[i] -= 0.3 * g[i] / (h[i].sqrt() + 1e-7);
                }
                "Adam" => {
                    m[i] += 0.1 * (g[i] - m[i]);
                    h[i] += 0.001 * (g[i] * g[i] - h[i]);
                    let rate = 0.3 * (1.0 - 0.999f64.powi(t)).sqrt() / (1.0 - 0.9f64.powi(t));
                    w[i] -= rate * m[i] / (h[i].sqrt() + 1e-7);
                }
                other => panic!("no equations for {other}"),
            }
        }
        path.push(w);
    }
    path
}

#[test]
fn the_paths_are_those_of_the_equations_on_every_backend() {
    for &backend in BACKENDS {
        let folder = tempfile::tempdir().unwrap();
        let output = succeed("optimizer_paths", folder.path(), &["--backend", backend]);
        let table = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(table.contains("Momentum") && table.contains("record.json"), "{table}");

        let record = record("optimizer_paths", folder.path());
        assert_eq!(record["provenance"]["backend"], backend);
        // The path is recorded in 32 bits, which rounds a number up to 7 by less than 2.4e-7. Burn's RMSprop
        // rounds to 32 bits in between (tests/golden/README.md).
        let tolerance = |name| match (backend, name) {
            ("flex64", "SGD" | "Momentum" | "AdaGrad" | "Adam" | "Nesterov") => 2.4e-7,
            _ => 1e-5,
        };
        let mut largest = 0.0f64;
        for name in ["SGD", "Momentum", "AdaGrad", "Adam", "Nesterov", "RMSprop"] {
            let path = trials(&record, name)[0]["path"].as_array().unwrap();
            assert_eq!(path.len(), 31, "{name}");
            for (point, by_hand) in path.iter().zip(path_by_hand(name)) {
                for (ours, by_hand) in numbers(point).into_iter().zip(by_hand) {
                    let apart = (ours - by_hand).abs();
                    largest = largest.max(apart);
                    assert!(apart < tolerance(name), "{backend}: {name}: {ours} against {by_hand}");
                }
            }
        }
        println!("{backend}: largest difference to the independent paths: {largest:.2e}");
        for file in ["optimizer_paths.svg", "optimizer_paths.png", "step_sizes.svg"] {
            assert!(folder.path().join("results/optimizer_paths").join(file).exists(), "{file}");
        }
    }
}

#[test]
fn the_comparison_records_losses_and_test_accuracies() {
    let folder = tempfile::tempdir().unwrap();
    let all = "SGD,Momentum,AdaGrad,Adam,Nesterov,RMSprop";
    let flags = [&SMALL[..], &["--iterations", "60", "--optimizers", all, "--quiet"]].concat();
    let flags: Vec<&str> = flags[2..].to_vec();
    let output = succeed("optimizer_comparison", folder.path(), &flags);
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "quiet is quiet");

    let record = record("optimizer_comparison", folder.path());
    assert_eq!(record["settings"]["iterations"], 60);
    assert_eq!(record["provenance"]["seeds"], serde_json::json!([0, 1]));
    assert_eq!(record["provenance"]["data"]["name"], "MNIST");
    for name in all.split(',') {
        for trial in trials(&record, name) {
            let losses = numbers(&trial["losses"]);
            assert_eq!(losses.len(), 60);
            // With ten classes and random weights, the loss of an untrained network is about ln 10.
            assert!((losses[0] - 10f64.ln()).abs() < 0.8, "{name} begins at {}", losses[0]);
            assert!(losses[59] < losses[0], "{name} does not learn");
            assert!(trial["test_accuracy"].as_f64().unwrap() > 0.2, "{name}");
        }
    }
    // Arms are paired: at one seed, all arms start with the same weights and the same mini-batch.
    for seed in 0..2 {
        let first = |name| numbers(&trials(&record, name)[seed]["losses"])[0];
        assert!(all.split(',').all(|name| first(name) == first("SGD")));
    }
}
