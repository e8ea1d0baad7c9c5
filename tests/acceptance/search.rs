//! The hyperparameter search: its spaces, and trials that are split into shards and combined again.

use std::fs;
use std::path::Path;
use std::thread::{self, sleep};
use std::time::Duration;

use crate::tools::{binary, command, fail, record, run, stderr, succeed};

const NAME: &str = "hyperparameter_search";

/// Settings small enough for a test: 8 trials of 2 seeds, the longest of them 4 epochs.
const SMALL: [&str; 14] = [
    "--trials",
    "8",
    "--epochs",
    "4",
    "--images",
    "50",
    "--width",
    "8",
    "--depth",
    "1",
    "--reduction",
    "2",
    "--seeds",
    "2",
];

fn flags<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&SMALL[..], more].concat()
}

fn record_bytes(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("results").join(NAME).join("record.json")).unwrap()
}

/// The printed results, without the times.
fn table(stdout: &[u8]) -> String {
    let text = String::from_utf8_lossy(stdout).into_owned();
    text.split_once("\n\n").unwrap().1.split_once("\n\n  ").unwrap().0.to_owned()
}

#[test]
fn shards_in_one_folder_make_the_record_of_one_run() {
    let (whole, parts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let at_once = succeed(NAME, whole.path(), &SMALL);
    for shard in ["2/3", "1/3"] {
        let output = succeed(NAME, parts.path(), &flags(&["--shard", shard]));
        let said = stderr(&output);
        assert!(
            said.contains(&format!("shard {shard} is done")) && said.contains("trial"),
            "{said}"
        );
        assert!(!parts.path().join("results").join(NAME).join("record.json").exists());
    }
    // The state after a shard was killed: one of its trials is truncated, and one is missing.
    let trials = parts.path().join("results").join(NAME).join("trials");
    let mut files: Vec<_> = fs::read_dir(&trials).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 11, "two thirds of 16");
    fs::write(&files[0], "{").unwrap();
    fs::remove_file(&files[1]).unwrap();
    for shard in ["3/3", "1/3", "2/3"] {
        succeed(NAME, parts.path(), &flags(&["--shard", shard]));
    }
    assert!(record_bytes(whole.path()) == record_bytes(parts.path()));
    let again = succeed(NAME, parts.path(), &SMALL);
    assert_eq!(table(&again.stdout), table(&at_once.stdout));
    assert!(String::from_utf8_lossy(&again.stdout).contains("0 trials in"));
}

/// Four processes run at once, as a Slurm array or GNU parallel starts them. One is killed while it
/// works and is started again.
#[test]
fn four_shards_side_by_side_one_of_them_killed() {
    let (whole, parts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let search = ["--trials", "32", "--epochs", "12", "--strategy", "halving"];
    let search = [&SMALL[4..], &search].concat();
    let at_once = succeed(NAME, whole.path(), &search);

    let start = |shard: &str| {
        let mut command = command(binary(NAME));
        command.current_dir(parts.path()).args(&search).args(["--jobs", "1", "--quiet"]);
        command.args(["--shard", shard]).spawn().unwrap()
    };
    // Exit code 3 means: run again when the other shards have finished more trials.
    let to_the_end = |shard: &str| {
        while start(shard).wait().unwrap().code() == Some(3) {
            sleep(Duration::from_millis(20));
        }
    };
    let its_times = parts.path().join("results").join(NAME).join("times.1-of-4.txt");
    let kept = || fs::read_to_string(&its_times).map_or(0, |times| times.lines().count());
    thread::scope(|scope| {
        let mut victim = start("1/4");
        for shard in ["2/4", "3/4", "4/4"] {
            scope.spawn(move || to_the_end(shard));
        }
        while kept() < 2 && victim.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(2));
        }
        victim.kill().unwrap();
        assert_eq!(victim.wait().unwrap().code(), None, "it was killed before it was done");
        to_the_end("1/4");
    });
    assert!(record_bytes(whole.path()) == record_bytes(parts.path()));
    let again = succeed(NAME, parts.path(), &search);
    assert_eq!(table(&again.stdout), table(&at_once.stdout));
    assert!(String::from_utf8_lossy(&again.stdout).contains("0 trials in"));
}

#[test]
fn shards_of_several_folders_are_put_together_by_copying() {
    let (whole, merged) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    succeed(NAME, whole.path(), &SMALL);
    let into = merged.path().join("results").join(NAME).join("trials");
    fs::create_dir_all(&into).unwrap();
    for shard in ["1/2", "2/2"] {
        let machine = tempfile::tempdir().unwrap();
        succeed(NAME, machine.path(), &flags(&["--shard", shard]));
        for entry in fs::read_dir(machine.path().join("results").join(NAME).join("trials")).unwrap()
        {
            let file = entry.unwrap().path();
            fs::copy(&file, into.join(file.file_name().unwrap())).unwrap();
        }
    }
    let output = succeed(NAME, merged.path(), &SMALL);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("2 trials in") && said.contains("16 kept"), "{said}");
    assert!(record_bytes(whole.path()) == record_bytes(merged.path()));
}

/// In a strategy with rounds, a shard that needs trials of others exits with 3 and names one of them.
#[test]
fn shards_of_a_search_with_rounds_take_turns() {
    for strategy in ["halving", "tpe"] {
        let (whole, parts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let more = ["--trials", "16", "--strategy", strategy, "--at-once", "2"];
        let way = [&SMALL[2..], &more].concat();
        succeed(NAME, whole.path(), &[&way[..], &["--jobs", "1"]].concat());

        let turn = |shard| run(NAME, parts.path(), &[&way[..], &["--shard", shard]].concat());
        let first = turn("1/2");
        assert_eq!(first.status.code(), Some(3), "{}", stderr(&first));
        let said = stderr(&first);
        assert!(said.contains("shard 1/2 waits") && said.contains("run this again"), "{said}");
        let waits = |shard| turn(shard).status.code() == Some(3);
        let turns = (0..20).take_while(|_| waits("2/2") | waits("1/2")).count();
        assert!(turns < 20, "it comes to an end");
        assert!(record_bytes(whole.path()) == record_bytes(parts.path()), "{strategy}");
    }
}

#[test]
fn halving_trains_few_to_the_end() {
    let folder = tempfile::tempdir().unwrap();
    succeed(NAME, folder.path(), &flags(&["--strategy", "halving"]));
    let record = record(NAME, folder.path());
    let epochs: Vec<u64> = record["arms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|arm| arm["trials"][0]["epochs"].as_u64().unwrap())
        .collect();
    // Eight trials of one epoch, four of two, two of four, and the chosen network.
    assert_eq!(epochs, [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4]);
    for arm in &record["arms"].as_array().unwrap()[..14] {
        assert!(arm["trials"][0]["test"].is_null(), "only the chosen one is judged on test data");
    }
    assert!(record["arms"][14]["trials"][0]["test"].is_number());
}

#[test]
fn a_space_of_all_hyperparameters_is_searched_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let space = "learning_rate = \"log-uniform:1e-3..1\"\nweight_decay = \"uniform:0..0.01\"\n\
                 dropout = \"uniform:0..0.5\"\nwidth = \"integer:4..9\"\ndepth = [1, 2]\n\
                 batch_size = [10, 20]\noptimizer = [\"SGD\", \"Adam\"]\n\
                 initializer = [\"He\", \"Xavier\", 0.01]\nactivation = [\"ReLU\", \"tanh\"]";
    fs::write(folder.path().join("space.toml"), space).unwrap();
    let small = [
        "--space",
        "space.toml",
        "--trials",
        "12",
        "--epochs",
        "1",
        "--images",
        "40",
        "--seeds",
        "1",
    ];
    succeed(NAME, folder.path(), &small);
    let record = record(NAME, folder.path());
    assert_eq!(record["settings"]["space"]["width"], "integer:4..9");
    let trials: Vec<_> =
        record["arms"].as_array().unwrap().iter().map(|arm| &arm["trials"][0]).collect();
    for key in ["optimizer", "activation", "initializer", "depth", "batch_size"] {
        let first = &trials[0][key];
        assert!(trials.iter().any(|trial| trial[key] != *first), "{key} is always {first}");
    }
}

#[test]
fn impossible_spaces_are_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("space.toml"), "dropout = \"uniform:0..1\"").unwrap();
    let cases: [(&[&str], &[&str]); 6] = [
        (&["--learning-rate", "log-uniform:0..1"], &["--learning-rate", "0..1", "above 0"]),
        (&["--optimizer", "choice:SGD,Adma"], &["--optimizer", "Adma", "did you mean Adam?"]),
        (&["--space", "space.toml"], &["--space", "dropout", "not including, 1"]),
        (&["--space", "nowhere.toml"], &["nowhere.toml", "cannot read it"]),
        (&["--learning-rate", "0.1", "--weight-decay", "0"], &["nothing to search"]),
        (&["--strategy", "grid", "--trials", "3"], &["at least 4 trials", "--trials is 3"]),
    ];
    for (flags, expected) in cases {
        let said = fail(NAME, folder.path(), flags, 2);
        assert!(expected.iter().all(|part| said.contains(part)), "{flags:?}: {said}");
    }
    let said = fail(NAME, folder.path(), &["--shard", "5/4"], 2);
    assert!(said.contains("--shard") && said.contains("K from 1 to N"), "{said}");
}
