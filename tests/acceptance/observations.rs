//! `record.csv` and the CSV files of figures, as a program reads them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::tools::{SMALL, numbers, record, succeed, trials};

/// The rows of a CSV file without quoted cells, each by the names of its columns.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(text.ends_with('\n') && !text.contains(['"', '\r']), "{}", path.display());
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), columns.len(), "{line}");
        columns.iter().zip(cells).map(|(name, cell)| (name.to_string(), cell.into())).collect()
    };
    lines.map(row).collect()
}

#[test]
fn the_observations_are_the_numbers_of_the_record() {
    let folder = tempfile::tempdir().unwrap();
    succeed("optimizer_comparison", folder.path(), &SMALL);
    let results = folder.path().join("results/optimizer_comparison");
    let rows = rows(&results.join("record.csv"));
    let record = record("optimizer_comparison", folder.path());
    for arm in ["SGD", "Momentum", "AdaGrad", "Adam"] {
        for (seed, trial) in trials(&record, arm).iter().enumerate() {
            let of = |measure: &str| -> Vec<(String, String)> {
                let here = rows.iter().filter(|row| {
                    row["experiment"] == "optimizer_comparison"
                        && row["arm"] == arm
                        && row["seed"] == seed.to_string()
                        && row["measure"] == measure
                });
                here.map(|row| (row["step"].clone(), row["value"].clone())).collect()
            };
            let losses = of("losses");
            let steps: Vec<String> = (0..20).map(|step| step.to_string()).collect();
            assert_eq!(losses.iter().map(|(step, _)| step.clone()).collect::<Vec<_>>(), steps);
            let values: Vec<f64> = losses.iter().map(|(_, value)| value.parse().unwrap()).collect();
            assert_eq!(values, numbers(&trial["losses"]), "{arm}, {seed}");
            assert_eq!(of("diverged_at"), [(String::new(), String::new())]);
        }
    }
    let before = fs::read(results.join("record.csv")).unwrap();
    succeed("optimizer_comparison", folder.path(), &[&SMALL[..], &["--jobs", "1"]].concat());
    assert!(before == fs::read(results.join("record.csv")).unwrap());
}

#[test]
fn every_figure_has_its_numbers_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    succeed("optimizer_paths", folder.path(), &["--quiet"]);
    succeed("gradient_descent", folder.path(), &["--quiet"]);
    let mut figures = 0;
    for name in ["optimizer_paths", "gradient_descent"] {
        for entry in fs::read_dir(folder.path().join("results").join(name)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "svg") {
                let csv = fs::read_to_string(path.with_extension("csv")).unwrap();
                assert!(csv.starts_with("panel,series,x,y,low,high"), "{}", path.display());
                figures += 1;
            }
        }
    }
    assert!(figures > 3, "{figures}");

    // The path in the figure is the path in the record.
    let results = folder.path().join("results/optimizer_paths");
    let shown = fs::read_to_string(results.join("optimizer_paths.csv")).unwrap();
    let record = record("optimizer_paths", folder.path());
    for point in trials(&record, "SGD")[0]["path"].as_array().unwrap() {
        let [x, y] = numbers(point)[..] else { panic!("two coordinates") };
        assert!(shown.contains(&format!(",{x:?},{y:?},")), "{x}, {y}");
    }
}

/// Whatever an experiment measures, its observations can be put below those of another.
#[test]
fn all_records_have_the_same_columns() {
    let folder = tempfile::tempdir().unwrap();
    let few: [(&str, &[&str]); 3] = [
        ("activation_histograms", &["--inputs", "50", "--neurons", "20", "--seeds", "1"]),
        ("backpropagation", &[]),
        (
            "hyperparameter_search",
            &[
                "--trials", "4", "--epochs", "2", "--images", "50", "--width", "8", "--depth", "1",
                "--seeds", "1",
            ],
        ),
    ];
    let mut headers = BTreeSet::new();
    for (name, flags) in few {
        succeed(name, folder.path(), &[flags, &["--quiet"]].concat());
        let path = folder.path().join("results").join(name).join("record.csv");
        let text = fs::read_to_string(path).unwrap();
        headers.insert(text.lines().next().unwrap().to_owned());
        assert!(text.lines().count() > 10, "{name}");
    }
    assert_eq!(headers, BTreeSet::from(["experiment,arm,seed,step,measure,value".into()]));
}
