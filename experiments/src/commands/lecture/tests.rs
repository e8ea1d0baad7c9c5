//! What `--only` accepts, and what the report shows without running it.

use super::*;
use crate::registry::experiment;

#[test]
fn longer_experiments_are_named_and_an_id_does_not_stand_for_them() {
    for entry in LONGER.iter() {
        assert_eq!(id_or_name(entry.name).unwrap(), entry.name);
        for id in entry.statements {
            let is_measured = EXPERIMENTS.iter().any(|entry| entry.statements.contains(id));
            assert_eq!(id_or_name(id).is_ok(), is_measured, "{id}");
        }
    }
    assert_eq!((id_or_name("o6").unwrap().as_str(), id_or_name("X1").is_ok()), ("O6", false));
}

#[test]
fn what_is_kept_is_shown_and_what_is_missing_is_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let flags = ["lecture", "--quiet", "--out", out.to_str().unwrap()];
    let common = Lecture::parse_from(flags).common;
    let entry = experiment("optimizer_paths").unwrap();
    assert!(kept(entry, &common).is_none());
    assert!(!out.exists(), "no folder was made");

    let measured = super::run(entry, &common).unwrap();
    let shown = kept(entry, &common).expect("its trials are kept");
    assert_eq!((shown.trials.0, shown.views.claims), (0, measured.views.claims));
    // Another seed has not been run.
    let other = Common { seed: Some(1), ..common.clone() };
    assert!(kept(entry, &other).is_none());
    let file = std::fs::read_dir(out.join("optimizer_paths/trials")).unwrap().next().unwrap();
    std::fs::remove_file(file.unwrap().path()).unwrap();
    assert!(kept(entry, &common).is_none());
}
