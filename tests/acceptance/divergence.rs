//! Numbers without a limit in the settings: a trial that diverges is measured and kept like any other. The run
//! succeeds, its figures are drawn, and it says what diverged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::Value;

use crate::tools::succeed;

/// A command for each experiment and each way in which its numbers can become infinite.
const DIVERGING: &[&str] = &[
    "gradient_descent --h=1e308",
    "gradient_descent --start-x0=1e300",
    "gradient_descent --learning-rate=1e308",
    "backpropagation --h=1e308 --hidden=2",
    "backpropagation --weight-std=1e308 --hidden=2",
    "mini_batches --learning-rates=1e30,1e30,1e30 --batch-sizes=5 --ordered=5 --images=20 \
     --hidden=3 --passes=3",
    "optimizer_paths --start-x=1e300",
    "optimizer_paths --learning-rates=SGD=1e308,Momentum=1e308",
    "condition_number --smallest-rate=1e30 --largest-rate=1e300 --rates=2 --limit=9",
    "condition_number --distance=1e300 --rates=2 --limit=9",
    "optimizer_comparison --learning-rates=SGD=1e30,Adam=1e30 --iterations=3 --hidden=3 \
     --batch-size=5",
    "optimizer_comparison --weight-decay=1e308 --iterations=3 --hidden=3 --batch-size=5",
    "learning_rate_decay --learning-rates=1e30,1e30,1e30,1e30,1e30,1e30,1e30 --batch-sizes=5 \
     --images=50 --iterations=20 --hidden=3",
    "zero_init --learning-rate=1e30 --iterations=3 --hidden=3 --batch-size=5",
    "zero_init --equal=1e308 --iterations=3 --hidden=3 --batch-size=5",
    "activation_histograms --large-std=1e308 --inputs=10 --neurons=4",
    "activation_histograms --factors=1e-300,1e300 --inputs=10 --neurons=4",
    "weight_init_comparison --std=1e308 --iterations=3 --hidden=3 --batch-size=5",
    "overfitting --scales=1e-300,1e308 --images=20 --iterations=3 --batch-size=5 \
     --numbers-of-images=20 --widths=2 --depths=1 --width=2 --depth=1",
    "weight_decay --weight-decay=1e308 --our-weight-decay=1e300 --images=20 --hidden=3 \
     --epochs=2 --our-images=20 --our-hidden=3 --our-iterations=3",
    "dropout --learning-rate=1e30 --our-learning-rate=1e30 --images=20 --hidden=3 --epochs=2 \
     --our-images=20 --our-hidden=3 --our-iterations=3",
    "large_weights --scales=1e300,1e308 --norms=1e-300,1e308 --images=20 --hidden=3 \
     --batch-size=5 --iterations=3 --networks=2",
    "hyperparameter_effects --compare-learning-rates=1e30,1e308 --compare-weight-decays=1e308 \
     --compare-units=2 --compare-batch-sizes=5 --units=2 --depth=1 --epochs=2 \
     --training-images=20 --validation-images=20",
    "hyperparameter_search --weight-decay=log-uniform:1e30..1e308 --initializer=1e308 \
     --epochs=2 --images=20 --trials=4 --width=2 --depth=1",
    "batch_norm --learning-rate=1e300 --smallest-scale=1e-300 --scales=2 --images=20 \
     --epochs=2 --batch-size=5 --hidden=3",
    "two_layer_net --std=1e308 --iterations=3 --batch-size=5 --hidden=3",
    "learning_rates --learning-rates=1e30 --validation-images=59900 --iterations=3 --hidden=3 \
     --batch-size=5",
    "dropout_paper --learning-rate=1e30 --epochs=1 --batch-size=5000 --standard=2 --hidden=2",
];

/// Experiments of whose numbers no setting can become infinite: they have no learning rate to set.
const FINITE: [&str; 1] = ["test_set_leak"];

#[test]
fn what_diverges_is_recorded_in_every_experiment() {
    for entry in experiments::EXPERIMENTS.iter().chain(experiments::LONGER.iter()) {
        let is_tried =
            DIVERGING.iter().any(|command| command.split(' ').next() == Some(entry.name));
        assert!(is_tried != FINITE.contains(&entry.name), "{}", entry.name);
    }
    for command in DIVERGING {
        let command: Vec<&str> = command.split(' ').collect();
        let folder = tempfile::tempdir().unwrap();
        let common = ["--seeds=2", "--jobs=2", "--quiet", "--format=json"];
        let output = succeed("experiments", folder.path(), &[&command, &common[..]].concat());
        let printed: Value = serde_json::from_slice(&output.stdout).expect("one document");

        let results = folder.path().join("results").join(command[0]);
        assert!(results.join("record.json").exists(), "{command:?}");
        let drawings = fs::read_dir(&results).unwrap().flatten();
        assert!(drawings.filter(|file| is_drawing(&file.path())).count() > 0, "{command:?}");

        // The reader is told.
        let (table, claims) = (printed["table"].to_string(), printed["claims"].to_string());
        let is_named = table.contains("diverged") || claims.contains("diverged");
        assert!(is_named, "{command:?}: {table} {claims}");
        // What was kept is read again, and no trial runs twice.
        let written = || -> BTreeMap<PathBuf, SystemTime> {
            let trials = fs::read_dir(results.join("trials")).unwrap().flatten();
            trials.map(|file| (file.path(), file.metadata().unwrap().modified().unwrap())).collect()
        };
        let before = written();
        let again = succeed("experiments", folder.path(), &[&command, &common[..]].concat());
        assert!(again.stdout == output.stdout, "{command:?}");
        assert!(before == written(), "{command:?}");
    }
}

fn is_drawing(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "svg")
        && path.with_extension("png").exists()
}
