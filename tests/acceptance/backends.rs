//! The backends agree: independent implementations of the same arithmetic, and the same in 64 bits.

use std::fs;

use burn::tensor::{Tensor, TensorData};
use extensions::random::{Purpose, Stream};
use serde_json::Value;
use training::backend::Backend;

use crate::tools::{BACKENDS, binary, command, fail, numbers, stderr, succeed};
#[cfg(feature = "wgpu")]
use crate::tools::{record, trials};

/// Flags that are small enough for a test: the comparison on a small network, and only verdicts that
/// involve no randomness.
const SMALL: [&str; 8] = [
    "--iterations",
    "20",
    "--hidden",
    "30,30",
    "--seeds",
    "2",
    "--verdicts",
    "gradient_descent,optimizer_paths",
];

/// The relative rounding error of 32-bit numbers is 2⁻²⁴ = 6e-8. The first loss comes from one forward
/// pass, which makes at most 20 such errors. Ten steps may amplify them a hundredfold; any real mistake
/// of a backend has a larger effect.
#[test]
fn the_first_steps_agree_to_rounding_in_every_kind_of_trial() {
    let folder = tempfile::tempdir().unwrap();
    let output = succeed("backend_agreement", folder.path(), &SMALL);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for part in ["flex against flex64", "Adam", "dropout", "batch normalization", "O2", "yes"] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    println!("{said}");

    let path = folder.path().join("results/backend_agreement/record.json");
    let bytes = fs::read(&path).unwrap();
    let record: Value = serde_json::from_slice(&bytes).unwrap();
    // A backend without its driver is left out, which standard error says.
    assert_eq!(record["backends"], serde_json::json!(BACKENDS), "{}", stderr(&output));
    let pairs = record["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), BACKENDS.len() * (BACKENDS.len() - 1) / 2);
    for pair in pairs {
        let trials = pair["trials"].as_array().unwrap();
        assert!(trials.len() >= 12, "{}", trials.len());
        for trial in trials {
            let apart = |steps: f64| {
                let at = numbers(&trial["steps"]).iter().position(|&n| n == steps).unwrap();
                trial["largest"][at].as_f64().expect("it does not diverge")
            };
            let (one, ten) = (apart(1.0), apart(10.0));
            let of = format!("{}: {}", pair["backends"], trial["name"]);
            assert!(one < 20.0 * 6e-8, "{of}: {one:.1e} in the first loss");
            assert!(ten < 1e-4, "{of}: {ten:.1e} in ten steps");
        }
        // If two backends never differed, the comparison would be comparing one with itself.
        let differ = |trial: &Value| numbers(&trial["largest"]).iter().any(|&x| x > 0.0);
        assert!(trials.iter().any(differ), "{}", pair["backends"]);
    }
    let statements = record["statements"].as_array().unwrap();
    assert_eq!(statements.len(), 9, "G1 to G4 and O1 to O5");
    for statement in statements {
        let verdicts = statement["verdicts"].as_array().unwrap();
        assert!(verdicts.iter().all(|one| one == &verdicts[0]), "{statement}");
    }

    // A second comparison reuses the existing results, and the report shows them.
    succeed("backend_agreement", folder.path(), &SMALL);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    let output = succeed("lecture", folder.path(), &["--only", "O4", "--seeds", "2"]);
    assert!(!stderr(&output).contains("rejected"));
    let page = fs::read_to_string(folder.path().join("results/index.html")).unwrap();
    let all =
        format!("9 of 9 statements came out the same on all backends ({})", BACKENDS.join(", "));
    assert!(page.contains(&all));
    roxmltree::Document::parse_with_options(
        &page,
        roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() },
    )
    .expect("well-formed XML");
}

/// The first process runs no trial itself; if it is told to end, the one that does so ends with it.
#[test]
#[cfg(target_os = "linux")]
fn no_process_goes_on_when_the_command_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let script = "\"$0\" --iterations 1000000 --jobs 1 > out 2> err & pid=$!
         for _ in $(seq 600); do [[ -d results/backend_agreement/trials ]] && break; sleep 0.1; done
         other=$(pgrep -P $pid) && kill -TERM $pid; code=0; wait $pid || code=$?
         for _ in $(seq 600); do kill -0 $other 2> /dev/null || break; sleep 0.1; done
         kill -0 $other && echo goes on; grep -c interrupted err; echo code $code";
    let mut command = command("bash");
    command.current_dir(folder.path()).args(["-c", script, binary("backend_agreement")]);
    let output = command.output().expect("bash starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1\ncode 143\n", "{}", stderr(&output));
}

/// The first loss differs by rounding; then AdaGrad, which divides a gradient by its own size, makes a whole step of
/// a rounding error, as on every other backend. What the networks have learned in 100 steps is as good.
#[test]
#[cfg(feature = "wgpu")]
fn the_optimizers_learn_on_wgpu_what_they_learn_on_flex() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["--iterations", "100", "--seeds", "1"];
    let [flex, wgpu] = ["flex", "wgpu"].map(|backend| {
        succeed(
            "optimizer_comparison",
            folder.path(),
            &[&["--backend", backend], &flags[..]].concat(),
        );
        record("optimizer_comparison", folder.path())
    });
    for arm in flex["arms"].as_array().unwrap().iter().map(|arm| arm["name"].as_str().unwrap()) {
        for (a, b) in trials(&flex, arm).iter().zip(trials(&wgpu, arm)) {
            let losses = |trial: &Value| numbers(&trial["losses"]);
            let apart = |n: usize| {
                let pairs = losses(a).into_iter().zip(losses(b)).take(n);
                pairs.map(|(a, b)| (a - b).abs() / a.max(b)).fold(0.0, f64::max)
            };
            let accuracy = |trial: &Value| trial["test_accuracy"].as_f64().unwrap();
            let accuracies = [accuracy(a), accuracy(b)];
            let [one, ten, hundred] = [1, 10, 100].map(apart);
            println!(
                "{arm}: {one:.1e} in 1 step, {ten:.1e} in 10, {hundred:.1e} in 100; {accuracies:?}"
            );
            assert!(one < 20.0 * 6e-8, "{arm}: {one:.1e} in the first loss");
            assert!(ten < 0.02, "{arm}: {ten:.1e} in ten steps");
            let [a, b] = accuracies;
            assert!((a - b).abs() < 0.03, "{arm}: {a} and {b} after 100 steps");
        }
    }
}

/// Products of the shapes that occur in training, also with one of the matrices transposed, against sums in 64 bits.
/// A sum of 784 terms rounds at most 784 times by 2⁻²⁴ of the sum of their sizes, and usually far less.
#[test]
fn products_of_matrices_are_those_of_64_bits() {
    // This process computes with flex, and so cannot with flex64.
    for name in BACKENDS.iter().filter(|name| **name != "flex64") {
        let device = name.parse::<Backend>().unwrap().device().unwrap();
        for [m, k, n] in [[1, 784, 10], [128, 784, 100], [128, 100, 10], [1000, 784, 50]] {
            let mut stream = Stream::new(0, Purpose::Weights);
            let (a, b) = (stream.normals(m * k), stream.normals(k * n));
            let matrix = |entries: &[f32], [rows, columns]: [usize; 2], transposed: bool| {
                let tensor = |entries, shape| {
                    Tensor::<2>::from_data(TensorData::new(entries, shape), &device)
                };
                if !transposed {
                    return tensor(entries.to_vec(), [rows, columns]);
                }
                let turned = (0..rows * columns).map(|i| entries[i % rows * columns + i / rows]);
                tensor(turned.collect(), [columns, rows]).transpose()
            };
            for [of_a, of_b] in [[false, false], [true, false], [false, true]] {
                let product = matrix(&a, [m, k], of_a).matmul(matrix(&b, [k, n], of_b));
                let product: Vec<f64> = product.into_data().iter().collect();
                // Every 13th entry is enough to meet every row and every tile.
                for (at, product) in product.into_iter().enumerate().step_by(13) {
                    let (i, j) = (at / n, at % n);
                    let term = |l| f64::from(a[i * k + l]) * f64::from(b[l * n + j]);
                    let (sum, size) = (0..k)
                        .map(term)
                        .fold((0.0, 0.0), |(sum, size), x| (sum + x, size + x.abs()));
                    let apart = (product - sum).abs();
                    assert!(
                        apart < 1e-5 * size,
                        "{name}: [{i}, {j}] of {m}x{k}x{n}: {product}, {sum}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_report_without_a_comparison_says_how_to_make_one() {
    let folder = tempfile::tempdir().unwrap();
    succeed("lecture", folder.path(), &["--only", "O4"]);
    let page = fs::read_to_string(folder.path().join("results/index.html")).unwrap();
    assert!(page.contains("On other backends"));
    assert!(page.contains("cargo run -p experiments --bin backend_agreement"));
}

#[test]
fn verdicts_of_what_is_not_there_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let said = fail("backend_agreement", folder.path(), &["--verdicts", "O2"], 2);
    assert!(said.contains("optimizer_paths"), "{said}");
}
