//! The guides: their code matches the examples, and each example does what its guide says.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use burn::lr_scheduler::LrScheduler;
use burn::module::Module;
use burn::nn::activation::EluConfig;
use burn::nn::loss::CrossEntropyLossConfig;
use burn::optim::SgdConfig;
use burn::tensor::{Int, Tensor};
use datasets::Dataset;
use extensions::initializers::Initializer;
use extensions::random::{Purpose, Stream};
use models::MlpConfig;
use serde_json::Value;
use training::Trainer;
use training::backend::Backend;

#[allow(dead_code)]
#[path = "../../experiments/examples/own_initializer.rs"]
mod own_initializer;

#[allow(dead_code)]
#[path = "../../experiments/examples/own_loss.rs"]
mod own_loss;

#[allow(dead_code)]
#[path = "../../experiments/examples/own_schedule.rs"]
mod own_schedule;

// Their tests run with those of the guides.
#[allow(dead_code)]
#[path = "../../experiments/examples/own_experiment.rs"]
mod own_experiment;
#[allow(dead_code)]
#[path = "../../experiments/examples/own_network.rs"]
mod own_network;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the workspace")
}

/// The guides that explain an example, and their examples.
const GUIDES: [(&str, &[&str]); 9] = [
    ("from_burn", &["from_burn", "own_loss"]),
    ("own_optimizer", &["own_optimizer"]),
    ("own_initializer", &["own_initializer"]),
    ("own_schedule", &["own_schedule"]),
    ("own_loss", &["own_loss"]),
    ("own_network", &["own_network"]),
    ("own_experiment", &["own_experiment"]),
    ("own_data", &["own_data"]),
    ("own_backend", &["own_backend"]),
];

#[test]
fn the_code_in_each_guide_is_that_of_its_example() {
    for (name, examples) in GUIDES {
        let guide = read(&format!("docs/guides/{name}.md"));
        let sources: Vec<_> =
            examples.iter().map(|name| format!("experiments/examples/{name}.rs")).collect();
        let blocks = blocks_of_code(&guide, &sources);
        for example in examples {
            assert!(guide.contains(&format!("--example {example}")), "{name}: no command");
            assert!(guide.contains(&format!("examples/{example}.rs)")), "{name}: no link");
        }

        let is_code = |line: &&str| !line.is_empty() && !line.trim_start().starts_with("//");
        let explained = blocks.iter().flat_map(|block| block.lines()).filter(is_code).count();
        let row = format!("| {explained} |");
        let table = read("docs/guides/README.md");
        let of_this = table.lines().find(|line| line.contains(&format!("({name}.md)")));
        assert!(of_this.is_some_and(|line| line.contains(&row)), "{name}: {row} is so");
    }
}

/// Each call of `add` in the example for parts of Burn is one line of code, but for the composed schedule.
#[test]
fn what_burn_has_takes_one_line() {
    let example = read("experiments/examples/from_burn.rs");
    let added: Vec<_> = example.lines().filter(|line| line.contains(".add(")).collect();
    let (whole, longer): (Vec<&str>, Vec<&str>) =
        added.into_iter().partition(|line| line.ends_with(";"));
    assert_eq!((whole.len(), longer.len()), (7, 1), "{longer:?}");
}

#[test]
fn the_code_in_the_guide_to_the_learner_is_that_of_its_program() {
    let guide = read("docs/guides/learner.md");
    let program =
        ["main", "data", "onnx"].map(|file| read(&format!("docs/learner/src/{file}.rs"))).concat();
    let blocks = rust_blocks(&guide);
    assert!(!blocks.is_empty());
    for block in blocks {
        assert!(program.contains(block), "the guide has drifted from docs/learner:\n{block}");
    }
}

/// It uses nothing but Burn and the data, so that it can be copied into any program.
#[test]
fn plain_burn_is_short_and_learns_mnist() {
    let source = read("experiments/examples/plain_burn.rs");
    assert!(source.lines().count() <= 120);
    for line in source.lines().filter(|line| line.starts_with("use ")) {
        assert!(
            ["burn::", "datasets::", "std::"].iter().any(|of| line[4..].starts_with(of)),
            "{line}"
        );
    }
    let output = example("plain_burn", &root(), &["300"]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        printed.lines().filter(|line| line.starts_with("iteration")).count(),
        3,
        "{printed}"
    );
    let accuracy = printed.trim_end().rsplit("test accuracy: ").next().expect("it is printed last");
    let accuracy: f64 = accuracy.trim_end_matches(" %").parse().expect("a number");
    // It is 94.7 % on flex.
    assert!(accuracy > 90.0, "{printed}");
}

#[test]
fn the_code_in_the_guide_to_an_operation_is_that_of_the_networks() {
    let guide = read("docs/guides/own_operation.md");
    let source = "crates/fast/src/layer/one_operation.rs".to_owned();
    assert_eq!(blocks_of_code(&guide, &[source]).len(), 5);
}

/// A file of the workspace.
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The Rust code blocks in `guide`. Each must occur unchanged in one of the files `sources`.
fn blocks_of_code<'a>(guide: &'a str, sources: &[String]) -> Vec<&'a str> {
    let texts: Vec<_> = sources.iter().map(|source| read(source)).collect();
    let blocks = rust_blocks(guide);
    assert!(!blocks.is_empty(), "no code of {sources:?} is shown");
    for block in &blocks {
        let is_there = texts.iter().any(|text| text.contains(*block));
        assert!(is_there, "a guide has drifted from {sources:?}:\n{block}");
    }
    blocks
}

/// The blocks of Rust in `guide`.
fn rust_blocks(guide: &str) -> Vec<&str> {
    let blocks = guide.split("```rust\n").skip(1);
    blocks.map(|rest| rest.split("```").next().expect("a block ends")).collect()
}

/// Runs an example in `folder`, which must succeed.
fn example(name: &str, folder: &Path, flags: &[&str]) -> Output {
    let output = run(name, folder, flags);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {flags:?}: {said}");
    output
}

/// Runs an example in `folder`. `cargo test` builds all examples together with the tests.
fn run(name: &str, folder: &Path, flags: &[&str]) -> Output {
    let tests = std::env::current_exe().expect("a test is a program");
    let built = tests.parent().and_then(Path::parent).expect("it lies in target").join("examples");
    let program = built.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{name} is not built: cargo build -p experiments --examples");
    let mut command = Command::new(program);
    // In English, whatever the locale of the person who runs the tests.
    let command = command.env("LC_ALL", "C").current_dir(folder).args(flags);
    command.output().expect("it starts")
}

fn record(experiment: &str, folder: &Path) -> Value {
    let path = folder.join("results").join(experiment).join("record.json");
    serde_json::from_slice(&fs::read(path).expect("there is a record")).expect("it is JSON")
}

fn arms(record: &Value) -> Vec<&str> {
    let arms = record["arms"].as_array().expect("a list");
    arms.iter().filter_map(|arm| arm["name"].as_str()).collect()
}

/// The first trial of an arm.
fn trial<'a>(record: &'a Value, name: &str) -> &'a Value {
    let mut arms = record["arms"].as_array().expect("a list").iter();
    &arms.find(|arm| arm["name"] == name).expect("the arm is there")["trials"][0]
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().filter_map(Value::as_f64).collect()
}

/// The largest difference in any coordinate between a recorded path and one computed directly.
fn apart(path: &Value, mut by_hand: impl FnMut(&mut [f64; 2])) -> f64 {
    let mut w = [-7.0, 2.0];
    let mut largest = 0.0f64;
    for (step, point) in path.as_array().expect("a list").iter().enumerate() {
        if step > 0 {
            by_hand(&mut w);
        }
        let point = numbers(point);
        largest = (0..2).fold(largest, |largest, i| largest.max((point[i] - w[i]).abs()));
    }
    largest
}

/// The gradient of x²/20 + y².
fn gradient(w: [f64; 2]) -> [f64; 2] {
    [w[0] / 10.0, 2.0 * w[1]]
}

/// Runs both optimizer experiments of an example, the second with few iterations, and returns their records.
fn optimizer_figures(name: &str, folder: &Path) -> [Value; 2] {
    example(name, folder, &["optimizer_paths"]);
    let small = ["optimizer_comparison", "--iterations", "20", "--hidden", "20", "--seeds", "1"];
    // The best rates are the book's, so that each optimizer has one arm.
    let best = ["--best-rates", "SGD=0.01,Momentum=0.01,AdaGrad=0.01,Adam=0.001"];
    example(name, folder, &[&small[..], &best].concat());
    ["optimizer_paths", "optimizer_comparison"].map(|experiment| record(experiment, folder))
}

const COMPARED: [&str; 4] = ["SGD", "Momentum", "AdaGrad", "Adam"];

/// Every optimizer of Burn that the guide adds is in both figures, and its path is that of its equations.
#[test]
fn burns_optimizers_are_in_both_figures() {
    let folder = tempfile::tempdir().unwrap();
    let [paths, comparison] = optimizer_figures("from_burn", folder.path());
    assert_eq!(arms(&comparison), [&COMPARED[..], &["AMSGrad", "Lion", "Clipped"]].concat());
    for name in ["AMSGrad", "Lion", "Clipped"] {
        let losses = numbers(&trial(&comparison, name)["losses"]);
        assert!(losses.len() == 20 && losses[19] < losses[0], "{name}: {losses:?}");
    }

    // Burn stores β and ε in 32 bits.
    let (b1, b2, e) = (f64::from(0.9f32), f64::from(0.999f32), f64::from(1e-5f32));
    let adam = |is_amsgrad: bool| {
        let (mut t, mut m, mut v, mut most) = (0, [0.0; 2], [0.0; 2], [0.0f64; 2]);
        move |w: &mut [f64; 2]| {
            t += 1;
            let g = gradient(*w);
            for i in 0..2 {
                m[i] = b1 * m[i] + (1.0 - b1) * g[i];
                v[i] = b2 * v[i] + (1.0 - b2) * g[i] * g[i];
                most[i] = if is_amsgrad { most[i].max(v[i]) } else { v[i] };
                let corrected = (m[i] / (1.0 - b1.powi(t)), most[i] / (1.0 - b2.powi(t)));
                w[i] -= 0.3 * corrected.0 / (corrected.1.sqrt() + e);
            }
        }
    };
    let amsgrad = &trial(&paths, "AMSGrad")["path"];
    let (largest, from_adam) = (apart(amsgrad, adam(true)), apart(amsgrad, adam(false)));
    println!("AMSGrad: {largest:.1e} from its equations, {from_adam:.1e} from Adam's");
    // In this valley the largest v is hardly above the current one, so Adam's path is close.
    assert!(largest < 5e-5 && from_adam > 10.0 * largest, "{largest}, {from_adam}");

    // Only over 12 steps: later, a gradient is 0 except for rounding, which then determines its sign.
    let lion = &trial(&paths, "Lion")["path"].as_array().unwrap()[..13];
    let mut mean = [0.0; 2];
    let largest = apart(&lion.into(), |w| {
        let g = gradient(*w);
        for i in 0..2 {
            let c: f64 = 0.9 * mean[i] + 0.1 * g[i];
            w[i] -= 0.3 * c.signum();
            mean[i] = 0.99 * mean[i] + 0.01 * g[i];
        }
    });
    println!("Lion: {largest:.1e}");
    assert!(largest < 1e-5, "{largest}");

    let sgd = |most: f64| {
        move |w: &mut [f64; 2]| {
            let g = gradient(*w);
            let factor = f64::min(1.0, most / g[0].hypot(g[1]));
            (0..2).for_each(|i| w[i] -= 0.95 * factor * g[i]);
        }
    };
    let clipped = &trial(&paths, "Clipped")["path"];
    let (largest, from_sgd) = (apart(clipped, sgd(1.0)), apart(clipped, sgd(f64::INFINITY)));
    println!("Clipped: {largest:.1e} from its equation, {from_sgd:.1e} from SGD's");
    assert!(largest < 1e-5 && from_sgd > 1.0, "{largest}, {from_sgd}");
}

#[test]
fn adabelief_is_in_both_optimizer_figures() {
    let folder = tempfile::tempdir().unwrap();
    let [paths, comparison] = optimizer_figures("own_optimizer", folder.path());
    assert_eq!(arms(&comparison), [&COMPARED[..], &["AdaBelief"]].concat());
    let losses = numbers(&trial(&comparison, "AdaBelief")["losses"]);
    assert!(losses.len() == 20 && losses[19] < losses[0], "{losses:?}");

    let (b1, b2, e) = (0.9f64, 0.999f64, 1e-16);
    let mut t = 0;
    let (mut m, mut s) = ([0.0; 2], [0.0; 2]);
    let largest = apart(&trial(&paths, "AdaBelief")["path"], |w| {
        t += 1;
        let g = gradient(*w);
        for i in 0..2 {
            m[i] = b1 * m[i] + (1.0 - b1) * g[i];
            s[i] = b2 * s[i] + (1.0 - b2) * (g[i] - m[i]) * (g[i] - m[i]) + e;
            let (mean, spread) = (m[i] / (1.0 - b1.powi(t)), s[i] / (1.0 - b2.powi(t)));
            w[i] -= 0.3 * mean / (f64::sqrt(spread) + e);
        }
    });
    println!("AdaBelief: {largest:.1e}");
    assert!(largest < 1e-4, "{largest}");
}

/// The arms of `weight_init_comparison` in an example, with few iterations.
fn initial_weights(name: &str, folder: &Path) -> Value {
    let small = ["weight_init_comparison", "--iterations", "5", "--hidden", "9", "--seeds", "1"];
    example(name, folder, &small);
    record("weight_init_comparison", folder)
}

#[test]
fn burns_initial_weights_are_in_the_figure_and_repeat() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [one, other] = folders.each_ref().map(|folder| initial_weights("from_burn", folder.path()));
    assert_eq!(arms(&one), ["std 0.01", "Xavier", "He", "Glorot", "orthogonal"]);
    for name in ["Glorot", "orthogonal"] {
        assert_eq!(numbers(&trial(&one, name)["losses"]).len(), 5);
        assert_eq!(trial(&one, name), trial(&other, name));
    }
}

#[test]
fn sparse_weights_have_few_connections_and_are_in_the_figure() {
    let sparse = own_initializer::Sparse { connections: 15 };
    let mut squares = Vec::new();
    // How far apart the weights of two neurons, and those of two inputs, are: of a linear layer and of a
    // convolution.
    for (shape, apart) in [(vec![200, 300], (1, 300)), (vec![300, 8, 5, 5], (200, 1))] {
        let w = sparse.weights(&shape, &mut Stream::new(0, Purpose::Weights));
        let mut uses = vec![0; 200];
        for neuron in 0..300usize {
            let of_neuron = (0..200).map(|input| f64::from(w[neuron * apart.0 + input * apart.1]));
            let connected: Vec<(usize, f64)> =
                of_neuron.enumerate().filter(|(_, w)| *w != 0.0).collect();
            assert_eq!(connected.len(), 15);
            connected.iter().for_each(|(input, _)| uses[*input] += 1);
            squares.extend(connected.iter().map(|(_, w)| w * w));
        }
        // Of 300 neurons, 22.5 on average use an input, ± 4.6.
        assert!(uses.iter().all(|uses| (3..=46).contains(uses)), "{uses:?}");
    }
    // The variance is 2/15, to within five standard errors √(2/n).
    let n = squares.len() as f64;
    let ratio = squares.iter().sum::<f64>() / n / (2.0 / 15.0);
    assert!((ratio - 1.0).abs() < 5.0 * (2.0 / n).sqrt(), "{ratio}");
    // A neuron cannot have more connections than inputs.
    let w = sparse.weights(&[4, 6], &mut Stream::new(0, Purpose::Weights));
    assert!(w.iter().all(|w| *w != 0.0));

    let folder = tempfile::tempdir().unwrap();
    let record = initial_weights("own_initializer", folder.path());
    assert_eq!(arms(&record), ["std 0.01", "Xavier", "He", "sparse"]);
}

#[test]
fn an_activation_function_of_burn_is_drawn_and_is_its_equation() {
    let device = Backend::default_compiled().device().unwrap();
    let x = Tensor::<1>::from_floats([-3.0, -0.5, 0.0, 2.0], &device);
    let z: Vec<f64> =
        EluConfig::new().with_alpha(0.5).init().forward(x).into_data().iter().collect();
    let expected = [-3.0f64, -0.5, 0.0, 2.0].map(|x| if x > 0.0 { x } else { 0.5 * x.exp_m1() });
    for (z, expected) in z.into_iter().zip(expected) {
        assert!((z - expected).abs() < 1e-7, "{z} is not {expected}");
    }
    let folder = tempfile::tempdir().unwrap();
    let flags = ["activation_histograms", "--activations", "elu 0.5", "--inputs", "20"];
    example("from_burn", folder.path(), &[&flags[..], &["--seeds", "1"]].concat());
    let record = record("activation_histograms", folder.path());
    assert!(arms(&record).contains(&"ELU 0.5, He"), "{:?}", arms(&record));
    assert!(folder.path().join("results/activation_histograms/elu-0.5.svg").exists());
}

const SMALL_DECAY: [&str; 9] = [
    "learning_rate_decay",
    "--iterations=21",
    "--hidden=5",
    "--images=200",
    "--batch-sizes=5",
    "--learning-rates=0.1,0.1,0.1,0.1,0.1,0.1,0.1",
    "--end=0.2",
    "--seeds",
    "1",
];

/// The factors of a schedule that the figure shows.
fn factors(folder: &Path, schedule: &str) -> Vec<f64> {
    let path = folder.join("results/learning_rate_decay/learning_rate_decay.csv");
    let csv = fs::read_to_string(path).expect("the figure has numbers");
    let of_this = format!("the factor of the first η,\"SGD, {schedule}\",");
    let rows = csv.lines().filter_map(|line| line.strip_prefix(&of_this));
    let y = |row: &str| row.split(',').nth(1).and_then(|y| y.parse().ok());
    rows.map(|row| y(row).unwrap_or_else(|| panic!("{row}"))).collect()
}

fn close_to(found: &[f64], expected: impl Fn(f64) -> f64) {
    assert_eq!(found.len(), 21);
    for (t, found) in found.iter().enumerate() {
        let expected = expected(t as f64);
        assert!((found - expected).abs() < 1e-6, "step {t}: {found} is not {expected}");
    }
}

#[test]
fn burns_schedules_are_in_the_figure_and_train() {
    let folder = tempfile::tempdir().unwrap();
    example("from_burn", folder.path(), &SMALL_DECAY);
    let record = record("learning_rate_decay", folder.path());
    let added = ["SGD, linear, batches of 5", "SGD, warm-up, batches of 5"];
    assert_eq!(arms(&record).len(), 9);
    assert_eq!(arms(&record)[7..], added);

    let linear = |t: f64| 1.0 - 0.8 * t / 20.0;
    close_to(&factors(folder.path(), "linear"), linear);
    close_to(&factors(folder.path(), "warm-up"), |t| {
        let rise = f64::min(1.0, 0.01 + 0.99 * t / 2.0);
        rise * (0.2 + 0.8 * (1.0 + (std::f64::consts::PI * t / 20.0).cos()) / 2.0)
    });

    // At first the linear schedule has the learning rate of the constant one, and then a lower one.
    let losses = |arm: &str| numbers(&trial(&record, arm)["losses"]);
    let (constant, linear) = (losses("SGD, constant, batches of 5"), losses(added[0]));
    assert_eq!((linear.len(), &linear[..2]), (21, &constant[..2]));
    assert_ne!(linear[2], constant[2]);
    // The warm-up begins with a hundredth of it.
    assert_ne!(losses(added[1])[1], constant[1]);

    // With a learning rate for each of the nine, the last ones are theirs.
    let rates = "--learning-rates=0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.2,0.1";
    let flags = [&SMALL_DECAY[..5], &[rates], &SMALL_DECAY[6..]].concat();
    example("from_burn", folder.path(), &flags);
    let other = self::record("learning_rate_decay", folder.path());
    assert_eq!(trial(&other, added[1]), trial(&record, added[1]));
    assert_ne!(trial(&other, added[0]), trial(&record, added[0]));
}

#[test]
fn a_schedule_of_ones_own_is_in_the_figure() {
    let folder = tempfile::tempdir().unwrap();
    example("own_schedule", folder.path(), &SMALL_DECAY);
    let record = record("learning_rate_decay", folder.path());
    assert_eq!(arms(&record).last(), Some(&"SGD, quadratic, batches of 5"));
    let equation = |t: f64| 0.2 + 0.8 * (1.0 - t / 20.0).powi(2);
    close_to(&factors(folder.path(), "quadratic"), equation);

    // Continued from its record, it takes the same steps, and after the last one it stays.
    let mut scheduler = own_schedule::Quadratic { t: 0, last: 20, end: 0.2 };
    for t in 0..8 {
        assert!((scheduler.step() - equation(f64::from(t))).abs() < 1e-12, "step {t}");
    }
    let mut continued = own_schedule::Quadratic { t: 0, last: 20, end: 0.2 };
    continued.load_record(scheduler.to_record());
    for t in 8..25 {
        let expected = equation(f64::from(t).min(20.0));
        assert!((continued.step() - expected).abs() < 1e-12, "step {t}");
    }
}

/// Logits of three images and four classes, and the labels.
fn logits_and_labels() -> ([[f64; 4]; 3], [usize; 3]) {
    ([[0.5, -1.0, 2.0, 0.0], [3.0, 1.0, -2.0, 0.5], [0.1, 0.2, 0.3, -0.4]], [2, 1, 3])
}

#[test]
fn the_losses_of_the_guides_are_their_equations() {
    let (rows, labels) = logits_and_labels();
    let device = Backend::default_compiled().device().unwrap();
    let logits = || Tensor::<2>::from_floats(rows.map(|row| row.map(|x| x as f32)), &device);
    let t = || Tensor::<1, Int>::from_ints(labels.map(|label| label as i32), &device);
    let probabilities = rows.map(|row| {
        let sum: f64 = row.iter().map(|x| x.exp()).sum();
        row.map(|x| x.exp() / sum)
    });
    let mean = |of_image: &dyn Fn(&[f64; 4], usize) -> f64| {
        let losses = probabilities.iter().zip(labels).map(|(p, label)| of_image(p, label));
        losses.sum::<f64>() / 3.0
    };
    let smoothed = CrossEntropyLossConfig::new().with_smoothing(Some(0.1)).init(&device);
    let is = |class: usize, label: usize| f64::from(u8::from(class == label));
    let cases = [
        ("focal", own_loss::focal(logits(), t()), mean(&|p, l| -(1.0 - p[l]).powi(2) * p[l].ln())),
        // Burn's mean is over all entries, here twelve.
        ("squares", own_loss::squares(logits(), t()), {
            mean(&|p, l| (0..4).map(|k| (p[k] - is(k, l)).powi(2)).sum::<f64>() / 4.0)
        }),
        // Of each label, 0.1 is spread over all four classes.
        ("smoothed", smoothed.forward(logits(), t()), {
            mean(&|p, l| -(0..4).map(|k| (0.9 * is(k, l) + 0.025) * p[k].ln()).sum::<f64>())
        }),
    ];
    for (name, loss, expected) in cases {
        assert_eq!(loss.dims(), [1]);
        let loss = f64::from(loss.into_scalar::<f32>());
        println!("{name}: {:.1e}", (loss - expected).abs());
        assert!((loss - expected).abs() < 1e-6, "{name}: {loss} is not {expected}");
    }
}

/// The gradient of the sum of all logits with respect to a bias of the output is the number of images.
#[test]
fn a_trainer_minimizes_the_loss_that_it_is_given() {
    let device = Backend::default_compiled().device().unwrap().autodiff();
    let model = MlpConfig::new(784, vec![], 10).init(&device);
    let mnist = Dataset::mnist().unwrap();
    let mut trainer = Trainer::new(model, SgdConfig::new().init(), 0.25, 4, 0, &device)
        .with_loss(|logits, _| logits.sum() + 3.0);
    assert_eq!(trainer.step(&mnist.training), 3.0);
    let bias = trainer.into_model().valid().output.bias.expect("it has one");
    let bias: Vec<f32> = bias.val().into_data().iter().collect();
    assert_eq!(bias, [-1.0; 10]);
}

#[test]
fn the_program_trains_by_each_loss() {
    let output = example("own_loss", &root(), &["200"]);
    let printed = String::from_utf8_lossy(&output.stdout);
    let results: Vec<(&str, f64)> = printed
        .lines()
        .filter_map(|line| line.trim_end_matches(" %").split_once(": test accuracy "))
        .map(|(name, accuracy)| (name, accuracy.parse().expect("a number")))
        .collect();
    let names: Vec<_> = results.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["cross-entropy", "smoothed", "squares", "focal"]);
    for (i, (name, accuracy)) in results.iter().enumerate() {
        assert!(*accuracy > 60.0, "{printed}");
        assert!(results[..i].iter().all(|(_, other)| other != accuracy), "{name}: {printed}");
    }
}

/// A folder that contains the generated data set in `stripes`.
fn stripes() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let output = example("own_data", folder.path(), &["stripes"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "--data stripes");
    folder
}

#[test]
fn the_made_up_data_set_is_learned() {
    let folder = stripes();
    let flags = ["--data", "stripes", "--iterations", "100", "--hidden", "30", "--seeds", "1"];
    let output = Command::new(env!("CARGO_BIN_EXE_optimizer_comparison"))
        .env("LC_ALL", "C")
        .current_dir(folder.path())
        .args(flags)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let record = record("optimizer_comparison", folder.path());
    assert_eq!(record["provenance"]["data"]["name"], "stripes");
    // With three classes, guessing gives a third.
    let accuracy = trial(&record, "Momentum")["test_accuracy"].as_f64().unwrap();
    assert!(accuracy > 0.8, "{accuracy}");
}

#[test]
fn three_networks_are_compared_in_one_record() {
    let folder = stripes();
    let small = ["own_network", "--iterations", "100", "--batch-size", "20", "--seeds", "1"];
    example("own_network", folder.path(), &[&small[..], &["--data", "stripes"]].concat());
    let record = record("own_network", folder.path());
    assert_eq!(arms(&record), ["perceptron", "convolutional", "residual"]);
    for arm in arms(&record) {
        let trial = trial(&record, arm);
        assert_eq!(numbers(&trial["losses"]).len(), 100);
        assert!(trial["test_accuracy"].as_f64().unwrap() > 0.8, "{arm}");
    }
    assert!(folder.path().join("results/own_network/own_network.svg").exists());
}

/// Each network of the guide is trained and saved by `train`, and made again from its file by `predict` of the same
/// program. The other programs name the network and say what to do.
#[test]
fn networks_of_ones_own_are_trained_saved_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let images = root().join("crates/datasets/data/mnist/t10k-images-idx3-ubyte.gz");
    for network in ["convolutional", "residual"] {
        let path = folder.path().join(format!("{network}.safetensors"));
        let file = path.to_str().unwrap();
        let flags = ["train", "--network", network, "--iterations", "200", "--save", file];
        let output = example("own_network", folder.path(), &flags);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let accuracy = printed.split("test accuracy ").nth(1).expect("it says how it does");
        let accuracy: f64 = accuracy.split(' ').next().unwrap().parse().expect("a number");
        // Guessing gives 10 %.
        assert!(accuracy > 90.0, "{network}: {printed}");
        // The line that it suggests next is for the same program.
        let next = printed.split_once("  next ").expect("it says what to run next").1.trim();
        assert!(next.contains("own_network") && next.contains(" predict --model "), "{next}");

        let flags = ["predict", "--model", file, images.to_str().unwrap(), "--wrong"];
        let output =
            example("own_network", folder.path(), &[&flags[..], &["--format", "json"]].concat());
        let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
        assert_eq!(document["pictures"][0]["class"], 7, "the first test image");
        let wrong = document["wrong"].as_array().unwrap().len() as f64;
        assert!((100.0 - wrong / 100.0 - accuracy).abs() < 0.051, "{wrong} wrong, {accuracy} %");
        for figure in ["predictions.svg", "wrong.svg"] {
            assert!(folder.path().join("results/predict").join(figure).exists(), "{figure}");
        }

        let mut ordinary = Command::new(env!("CARGO_BIN_EXE_predict"));
        let output =
            ordinary.env("LC_ALL", "C").args(["--model", file, "--wrong"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        let expected =
            format!("it holds the network `{network}`, which this program does not know");
        assert!(said.contains(&expected) && said.contains("known: perceptron"), "{said}");
    }
}

/// `networks/pytorch.py` wrote these files, with the logits that PyTorch computes.
#[test]
fn the_networks_of_the_guide_compute_what_pytorch_computes() {
    let folder = tempfile::tempdir().unwrap();
    for network in ["convolutional", "residual"] {
        let file = root().join(format!("tests/guides/networks/{network}.safetensors"));
        let values = read(&format!("tests/guides/networks/{network}.json"));
        let values: Value = serde_json::from_str(&values).unwrap();
        let rows = |name: &str| -> Vec<Vec<f64>> {
            values[name].as_array().unwrap().iter().map(numbers).collect()
        };
        // Five images of 9 rows and 7 columns.
        let header = [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 9, 0, 0, 0, 7];
        let pixels = rows("pixels").concat().into_iter().map(|pixel| pixel as u8);
        let images = folder.path().join("images");
        fs::write(&images, header.into_iter().chain(pixels).collect::<Vec<u8>>()).unwrap();
        let flags = ["predict", "--model", file.to_str().unwrap(), "images"];
        let flags = [&flags[..], &["--index", "0,1,2,3,4", "--format", "json"]].concat();
        let output = example("own_network", folder.path(), &flags);
        let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
        let pictures = document["pictures"].as_array().unwrap();
        let ours: Vec<f64> = pictures.iter().flat_map(|of| numbers(&of["logits"])).collect();
        let theirs = rows("logits").concat();
        assert_eq!((ours.len(), theirs.len()), (15, 15));
        let apart = ours.iter().zip(&theirs).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        println!("{network}: largest difference of the logits {apart:.1e}");
        // Sums of up to 160 terms below 1, after six layers: some roundings of 6e-8.
        assert!(apart < 1e-6, "{network}: {apart}");
    }
}

/// What the flags of `train` and `predict` mean for a network that is no perceptron.
#[test]
fn flags_of_the_perceptron_are_refused_for_other_networks() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |flags: &[&str], code: i32| {
        let output = run("own_network", folder.path(), flags);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{said}");
        said
    };
    let train = ["train", "--network", "residual", "--iterations", "1", "--save", "r.bpk"];
    let said = refused(&[&train[..], &["--hidden", "100"]].concat(), 2);
    assert!(said.contains("--hidden is for the perceptron"), "{said}");
    let said = refused(&["train", "--network", "list", "--save", "r.bpk"], 2);
    assert!(said.contains("allowed: perceptron, convolutional, residual"), "{said}");
    example("own_network", folder.path(), &train);
    for flags in [["--activation", "relu"], ["--normalize", "0.1,0.3"]] {
        let said = refused(&[&["predict", "--model", "r.bpk", "--wrong"], &flags[..]].concat(), 1);
        assert!(said.contains(&format!("{} is for perceptrons", flags[0])), "{said}");
    }
    // Images on which no filter of 5 × 5 pixels fits.
    fs::create_dir(folder.path().join("small")).unwrap();
    for set in ["train", "t10k"] {
        let idx = |name: &str, bytes: Vec<u8>| {
            fs::write(folder.path().join(format!("small/{set}-{name}-ubyte")), bytes).unwrap();
        };
        let pixels = (0..20 * 16u8 as u32).map(|i| (i * 37 % 251) as u8);
        idx(
            "images-idx3",
            [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 4, 0, 0, 0, 4].into_iter().chain(pixels).collect(),
        );
        idx(
            "labels-idx1",
            [0, 0, 8, 1, 0, 0, 0, 20].into_iter().chain((0..20).map(|i| i % 2)).collect(),
        );
    }
    let small = ["--data", "small", "--save", "c.bpk"];
    let said = refused(&[&["train", "--network", "convolutional"], &small[..]].concat(), 2);
    assert!(said.contains("at least 6 × 6") && said.contains("not of 4 × 4"), "{said}");
}

#[test]
fn a_statement_of_ones_own_gets_its_verdict_in_the_report() {
    let folder = stripes();
    let report = || {
        let flags = ["lecture", "--only", "X1", "--data", "stripes"];
        let output = example("own_experiment", folder.path(), &flags);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(report().contains("X1 holds"));
    let results = folder.path().join("results");
    let verdicts = fs::read_to_string(results.join("verdicts.md")).unwrap();
    let row = "| X1 | Larger mini-batches | holds | `batch_noise` |";
    assert!(verdicts.contains(row), "{verdicts}");
    let page = fs::read_to_string(results.join("index.html")).unwrap();
    assert!(page.contains("four times as many images") && page.contains("batch_noise"));
    // Its trials are kept: the same program reuses them and writes the same record.
    let kept = fs::read(results.join("batch_noise/record.json")).unwrap();
    report();
    assert_eq!(fs::read(results.join("batch_noise/record.json")).unwrap(), kept);
    // The `experiments` command lists it in its own chapter.
    let list = example("own_experiment", folder.path(), &[]).stdout;
    assert!(String::from_utf8_lossy(&list).contains("batch_noise"));
}

/// A number with 16 bits of type bfloat16 is one of 32 bits whose last 16 bits are 0.
#[test]
fn the_backend_of_the_guide_computes_in_16_bits() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["optimizer_paths", "--optimizers", "Momentum", "--backend", "bf16"];
    example("own_backend", folder.path(), &flags);
    let record = record("optimizer_paths", folder.path());
    assert_eq!(record["provenance"]["backend"], "bf16");
    let path = &trial(&record, "Momentum")["path"];
    for point in path.as_array().expect("a list") {
        for x in numbers(point) {
            assert_eq!((x as f32).to_bits() << 16, 0, "{x} has more than 16 bits");
        }
    }
    let mut v = [0.0; 2];
    let largest = apart(path, |w| {
        let g = gradient(*w);
        for i in 0..2 {
            v[i] = 0.9 * v[i] - 0.1 * g[i];
            w[i] += v[i];
        }
    });
    // Between 4 and 8, neighbouring numbers are 1/32 apart: 30 steps may add up to 30 such errors.
    assert!(largest < 30.0 / 32.0, "{largest}");
}
