//! Differences, verdicts and the record of a comparison, on made-up numbers.

use std::fs;

use lab::record::SCHEMA;
use lab::verdict::Verdict;
use lab::write::write_record;
use training::backend::{BACKENDS, Backend};
use training::losses::Losses;

use super::agreement::{Agreement, path};
use super::drift::{Apart, Pair, relative_difference};
use crate::backend_agreement::Settings;
use crate::commands::side_by_side::{Cell, SideBySide};

fn backend(name: &str) -> Backend {
    *BACKENDS.iter().find(|backend| backend.name == name).expect("a name from the list")
}

fn losses(losses: &[f32]) -> Losses {
    Losses { losses: losses.to_vec(), diverged_at: None }
}

#[test]
fn the_largest_difference_of_any_step_and_seed_counts() {
    let [a, b] = [[1.0; 12], [1.0; 12]].map(|same| losses(&same));
    let mut later = a.clone();
    later.losses[4] = 0.5;
    later.losses[11] = 4.0;
    let apart = Apart::of("x", 12, &[(&a, &b), (&a, &later)]);
    assert_eq!(apart.steps, [1, 2, 5, 10]);
    assert_eq!(apart.largest, [Some(0.0), Some(0.0), Some(0.5), Some(0.5)]);
    assert_eq!([1, 10, 100].map(|n| apart.within(n)), ["0", "5.0e-1", "not run"]);
    // The difference does not depend on the order.
    assert_eq!(relative_difference(1.0, 4.0), relative_difference(4.0, 1.0));
    assert_eq!(relative_difference(0.0, 0.0), 0.0);
}

#[test]
fn a_trial_that_diverged_on_one_backend_alone_has_no_difference() {
    let whole = losses(&[1.0; 5]);
    let diverged = Losses { losses: vec![1.0; 3], diverged_at: Some(3) };
    let apart = Apart::of("x", 5, &[(&whole, &diverged)]);
    assert_eq!(apart.largest, [Some(0.0), Some(0.0), None]);
    assert_eq!(apart.within(1), "0");
    // If both diverge at the same step, they agree.
    assert_eq!(Apart::of("x", 5, &[(&diverged, &diverged)]).largest, [Some(0.0); 3]);
}

#[test]
fn only_records_written_by_this_program_are_read() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Agreement::read(folder.path()), None);
    let agreement = Agreement {
        schema: SCHEMA,
        project: String::new(),
        burn: String::new(),
        code: "another".into(),
        settings: Settings { iterations: 2, batch_size: 1, hidden: vec![3] },
        seeds: vec![0, 1],
        backends: vec![backend("flex"), backend("ndarray")],
        pairs: vec![Pair {
            backends: [backend("flex"), backend("ndarray")],
            trials: vec![Apart { name: "SGD".into(), steps: vec![1], largest: vec![Some(1e-7)] }],
        }],
        experiments: vec!["optimizer_paths".into()],
        verdict_seeds: 6,
        statements: vec![SideBySide {
            id: "O2".into(),
            verdicts: [Verdict::Holds, Verdict::Undecided].map(Cell::Judged).to_vec(),
            claims: (0, 1),
        }],
    };
    fs::create_dir(folder.path().join("backend_agreement")).unwrap();
    let content = serde_json::to_string(&agreement).unwrap();
    write_record(&path(folder.path()), &agreement).unwrap();
    assert_eq!(Agreement::read(folder.path()).as_ref(), Some(&agreement));
    assert!(!agreement.is_of_this_code());
    let text = agreement.to_string();
    for part in [
        "flex against ndarray",
        "1.0e-7",
        "not run",
        "undecided",
        "6 seeds",
        "0 of 1 statements",
        "not compared: G1, ",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let markdown = agreement.markdown();
    for part in ["| SGD | 1.0e-7 | not run |", "| O2 | holds | undecided | 0 of 1 | no |"] {
        assert!(markdown.contains(part), "{part} is not in {markdown}");
    }
    fs::write(path(folder.path()), content).unwrap();
    assert_eq!(Agreement::read(folder.path()), None);
}
