//! Records are the same for the same settings, are saved trial by trial, and are checked before they
//! are reused.

use std::fs;
use std::path::{Path, PathBuf};

use crate::tools::{SMALL, fail, stderr, succeed};

fn record_bytes(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("results/optimizer_comparison/record.json")).unwrap()
}

fn trial_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("results/optimizer_comparison/trials")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// A folder in which the comparison ran with the small settings and these flags.
fn compared(flags: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    succeed("optimizer_comparison", folder.path(), &[&SMALL[..], flags].concat());
    folder
}

#[test]
fn the_same_bits_for_any_jobs_and_for_a_second_run() {
    let one = compared(&["--jobs", "1"]);
    let four = compared(&["--jobs", "4"]);
    let again = compared(&["--jobs", "4"]);
    assert_eq!(record_bytes(one.path()), record_bytes(four.path()));
    assert_eq!(record_bytes(one.path()), record_bytes(again.path()));
}

/// `--plain` runs its trials again, and the record has the same bytes.
#[test]
fn the_plain_form_gives_the_same_record() {
    let folder = compared(&[]);
    let (record, trials) = (record_bytes(folder.path()), trial_files(folder.path()).len());
    succeed("optimizer_comparison", folder.path(), &[&SMALL[..], &["--plain"]].concat());
    assert_eq!(record_bytes(folder.path()), record);
    assert_eq!(trial_files(folder.path()).len(), 2 * trials);
    let record = crate::tools::record("optimizer_comparison", folder.path());
    let set = training::instructions::instruction_set();
    assert_eq!(record["provenance"]["instructions"], set);
}

/// The same for everything else that a trial can depend on: dropout masks, running statistics, generated
/// input, and a last arm that is chosen from the results of the others.
#[test]
fn the_same_bits_in_every_kind_of_experiment() {
    let few = ["--seeds", "2", "--epochs", "2"];
    let kinds: [(&str, &[&str]); 5] = [
        ("dropout", &["--hidden", "9,9", "--our-hidden", "9,9", "--our-iterations", "5"]),
        ("weight_decay", &["--hidden", "9,9", "--our-hidden", "9,9", "--our-iterations", "5"]),
        ("batch_norm", &["--hidden", "9,9", "--scales", "2"]),
        ("hyperparameter_search", &["--trials", "5", "--width", "9", "--depth", "2"]),
        ("activation_histograms", &["--inputs", "50", "--neurons", "20", "--seeds", "2"]),
    ];
    for (name, flags) in kinds {
        let of_all: &[&str] = if name == "activation_histograms" { &[] } else { &few };
        let record = |jobs: &str, backwards: bool| {
            let folder = tempfile::tempdir().unwrap();
            let flags = [of_all, flags, &["--jobs", jobs]].concat();
            if backwards {
                // The second seed was run before the first, without any other trial.
                let alone = [&flags[..], &["--seed", "1", "--seeds", "1"]].concat();
                let once: Vec<&str> = without_pair(&alone, "--seeds", "2");
                succeed(name, folder.path(), &once);
            }
            succeed(name, folder.path(), &flags);
            fs::read(folder.path().join("results").join(name).join("record.json")).unwrap()
        };
        let one = record("1", false);
        assert_eq!(one, record("3", false), "{name}: any --jobs");
        assert_eq!(one, record("2", true), "{name}: in another order");
    }
}

fn without_pair<'a>(flags: &[&'a str], flag: &str, value: &str) -> Vec<&'a str> {
    let at = flags.windows(2).position(|pair| pair == [flag, value]).expect("the pair is there");
    [&flags[..at], &flags[at + 2..]].concat()
}

#[test]
fn a_seed_gives_the_same_trial_whatever_runs_beside_it() {
    let alone = compared(&["--seed", "1"]);
    let both = compared(&[]);
    let named = |files: Vec<PathBuf>| -> Vec<_> {
        files.iter().filter(|file| file.to_string_lossy().contains("Adam-1-")).cloned().collect()
    };
    let (a, b) = (named(trial_files(alone.path())), named(trial_files(both.path())));
    assert_eq!((a.len(), b.len()), (1, 1));
    assert_eq!(fs::read(&a[0]).unwrap(), fs::read(&b[0]).unwrap());
}

#[test]
fn what_is_there_is_taken_and_what_is_missing_is_run() {
    let folder = compared(&[]);
    let whole = record_bytes(folder.path());
    let files = trial_files(folder.path());
    assert_eq!(files.len(), 8, "four arms of two seeds");
    for file in &files[..3] {
        fs::remove_file(file).unwrap();
    }
    fs::remove_file(folder.path().join("results/optimizer_comparison/record.json")).unwrap();
    let output = succeed("optimizer_comparison", folder.path(), &SMALL);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("3 trials in") && said.contains("5 kept from before"), "{said}");
    assert_eq!(record_bytes(folder.path()), whole);
}

#[test]
fn an_edited_or_cut_trial_is_set_aside_and_run_again() {
    let folder = compared(&[]);
    let whole = record_bytes(folder.path());
    let files = trial_files(folder.path());
    let edited = fs::read_to_string(&files[0]).unwrap().replacen("0.", "1.", 1);
    fs::write(&files[0], &edited).unwrap();
    let cut = fs::read(&files[1]).unwrap();
    fs::write(&files[1], &cut[..cut.len() / 2]).unwrap();

    let output = succeed("optimizer_comparison", folder.path(), &SMALL);
    assert_eq!(stderr(&output).matches("was cut off or edited").count(), 2, "{}", stderr(&output));
    assert_eq!(record_bytes(folder.path()), whole);
    let aside = PathBuf::from(format!("{}.rejected", files[0].display()));
    assert_eq!(fs::read_to_string(aside).unwrap(), edited, "nothing is lost");
}

#[test]
fn other_settings_are_other_trials() {
    let folder = compared(&[]);
    let flags = [&SMALL[..], &["--batch-size", "64"]].concat();
    let output = succeed("optimizer_comparison", folder.path(), &flags);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("8 trials in") && !said.contains("kept"), "{said}");
}

#[test]
fn a_run_that_diverges_is_recorded_as_such_and_stops_no_other() {
    let rates = ["--learning-rates", "SGD=1e30", "--optimizers", "SGD,Adam"];
    let folder = compared(&rates);
    let record = crate::tools::record("optimizer_comparison", folder.path());
    let [sgd, adam] = ["SGD", "Adam"].map(|arm| crate::tools::trials(&record, arm)[0].clone());
    let at = sgd["diverged_at"].as_u64().expect("it diverged") as usize;
    assert_eq!(sgd["losses"].as_array().unwrap().len(), at);
    assert!(adam["diverged_at"].is_null());
    assert_eq!(adam["losses"].as_array().unwrap().len(), 20);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("taken"), "a file").unwrap();
    let said = fail("optimizer_paths", folder.path(), &["--out", "taken"], 1);
    assert!(said.contains("taken") && said.contains("cannot create the folder"), "{said}");
}
