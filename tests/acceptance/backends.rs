//! Two backends, which implement the same arithmetic independently, agree.

use std::fs;

use crate::tools::{fail, succeed};

/// Flags that are small enough for a test: the comparison on a small network, and only verdicts that
/// involve no randomness.
const SMALL: [&str; 8] = [
    "--iterations",
    "100",
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
#[cfg(feature = "ndarray")]
fn the_first_steps_agree_to_rounding_in_every_kind_of_trial() {
    use crate::tools::{numbers, stderr};

    let folder = tempfile::tempdir().unwrap();
    let output = succeed("backend_agreement", folder.path(), &SMALL);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for part in ["flex against ndarray", "Adam", "dropout", "batch normalization", "O2", "yes"] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    println!("{said}");

    let path = folder.path().join("results/backend_agreement/record.json");
    let bytes = fs::read(&path).unwrap();
    let record: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let pair = &record["pairs"][0];
    assert_eq!(pair["backends"], serde_json::json!(["flex", "ndarray"]));
    let trials = pair["trials"].as_array().unwrap();
    assert!(trials.len() >= 12, "{}", trials.len());
    for trial in trials {
        let apart = |steps: f64| {
            let at = numbers(&trial["steps"]).iter().position(|&n| n == steps).unwrap();
            trial["largest"][at].as_f64().expect("it does not diverge")
        };
        assert!(
            apart(1.0) < 20.0 * 6e-8,
            "{}: {:.1e} in the first loss",
            trial["name"],
            apart(1.0)
        );
        assert!(apart(10.0) < 1e-4, "{}: {:.1e} in ten steps", trial["name"], apart(10.0));
    }
    // If the two backends never differed, the comparison would be comparing one with itself.
    assert!(trials.iter().any(|trial| numbers(&trial["largest"]).iter().any(|&x| x > 0.0)));
    let statements = record["statements"].as_array().unwrap();
    assert_eq!(statements.len(), 9, "G1 to G4 and O1 to O5");
    for statement in statements {
        let verdicts = statement["verdicts"].as_array().unwrap();
        assert_eq!(verdicts[0], verdicts[1], "{}", statement["id"]);
    }

    // A second comparison reuses the existing results, and the report shows them.
    succeed("backend_agreement", folder.path(), &SMALL);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    let output = succeed("lecture", folder.path(), &["--only", "O4", "--seeds", "2"]);
    assert!(!stderr(&output).contains("rejected"));
    let page = fs::read_to_string(folder.path().join("results/index.html")).unwrap();
    assert!(page.contains("9 of 9 statements came out the same on all backends (flex, ndarray)"));
    roxmltree::Document::parse_with_options(
        &page,
        roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() },
    )
    .expect("well-formed XML");
}

#[test]
#[cfg(not(feature = "ndarray"))]
fn one_backend_alone_is_told_how_to_add_another() {
    let folder = tempfile::tempdir().unwrap();
    let said = fail("backend_agreement", folder.path(), &SMALL, 1);
    assert!(said.contains("only `flex`") && said.contains("--features ndarray"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no work was started");
    // The report contains the same table.
    succeed("lecture", folder.path(), &["--only", "O4"]);
    let page = fs::read_to_string(folder.path().join("results/index.html")).unwrap();
    assert!(page.contains("On other backends"));
    assert!(page.contains("--features ndarray --bin backend_agreement"));
}

#[test]
fn verdicts_of_what_is_not_there_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let said = fail("backend_agreement", folder.path(), &["--verdicts", "O2"], 2);
    assert!(said.contains("optimizer_paths"), "{said}");
}
