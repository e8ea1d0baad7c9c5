//! External faults: a run that is killed, a full disk, a read-only folder, two runs at once, a closed
//! output. Each has one clear outcome, and no finished trial is lost. `tests/faults.sh` goes further: it
//! kills `lecture` at fifty random moments and fills a real disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::tools::{SMALL, binary, command, fail, record, run, stderr, succeed};

const NAME: &str = "optimizer_comparison";

fn results(folder: &Path) -> PathBuf {
    folder.join("results").join(NAME)
}

fn record_bytes(folder: &Path) -> Vec<u8> {
    fs::read(results(folder).join("record.json")).unwrap()
}

fn trials(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(results(folder).join("trials")).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

/// The record of an undisturbed run at the small settings.
fn undisturbed() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    succeed(NAME, folder.path(), &SMALL);
    record_bytes(folder.path())
}

/// The number of trials whose time is recorded.
fn times(folder: &Path) -> usize {
    let times = fs::read_to_string(results(folder).join("times.txt")).unwrap();
    let known = trials(folder);
    let name = |file: &PathBuf| file.file_name().unwrap().to_string_lossy().into_owned();
    known.iter().filter(|file| times.contains(&name(file))).count()
}

#[test]
fn a_run_that_was_killed_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let start = || {
        let mut command = command(binary(NAME));
        command.current_dir(folder.path()).args(SMALL).args(["--jobs", "1", "--quiet"]);
        command.spawn().unwrap()
    };
    // Three times, the run is killed as soon as one more trial is finished.
    for wanted in 1..=3 {
        let mut run = start();
        let begin = Instant::now();
        while trials(folder.path()).len() < wanted && begin.elapsed() < Duration::from_secs(120) {
            std::thread::sleep(Duration::from_millis(2));
        }
        run.kill().unwrap();
        run.wait().unwrap();
        assert!(trials(folder.path()).len() >= wanted);
    }
    let kept = trials(folder.path()).len();
    let output = succeed(NAME, folder.path(), &SMALL);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(kept == 8 || said.contains(&format!("{kept} kept from before")), "{said}");
    assert_eq!(record_bytes(folder.path()), undisturbed());
    assert_eq!((trials(folder.path()).len(), times(folder.path())), (8, 8));
}

#[test]
fn two_runs_in_one_folder_disturb_each_other_not() {
    let folder = tempfile::tempdir().unwrap();
    let start = |_| {
        let mut command = command(binary(NAME));
        command.current_dir(folder.path()).args(SMALL).stdout(Stdio::null());
        command.stderr(Stdio::piped()).spawn().unwrap()
    };
    for run in [0, 1, 2].map(start) {
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(!stderr(&output).contains("rejected"), "{}", stderr(&output));
    }
    assert_eq!(record_bytes(folder.path()), undisturbed());
    assert_eq!((trials(folder.path()).len(), times(folder.path())), (8, 8));
    let left = fs::read_dir(results(folder.path()).join("trials")).unwrap().count();
    assert_eq!(left, 8, "no copy is left");
}

/// Files cannot grow beyond a kilobyte or two, as on a full disk. The run reports it, and finished
/// trials are kept.
#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_written_whole_is_named_and_what_is_done_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    // Two blocks of 1024 bytes: the record and the figures are larger, but a trial is not.
    let limited = command("bash")
        .current_dir(folder.path())
        .args(["-c", "ulimit -f 2; exec \"$0\" \"$@\"", binary(NAME)])
        .args(SMALL)
        .output()
        .unwrap();
    let said = stderr(&limited);
    assert_eq!(limited.status.code(), Some(1), "{said}");
    assert!(said.contains("record.json") && said.contains("File too large"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(!results(folder.path()).join("record.json").exists(), "whole or not at all");
    assert!(temporary(&results(folder.path())).is_empty(), "no temporary file is left");
    assert_eq!(trials(folder.path()).len(), 8);

    let output = succeed(NAME, folder.path(), &SMALL);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("0 trials in") && said.contains("8 kept from before"), "{said}");
    assert_eq!(record_bytes(folder.path()), undisturbed());
}

/// The temporary files in the folder.
#[cfg(unix)]
fn temporary(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|file| file.to_string_lossy().ends_with("-tmp")).collect()
}

/// The model's file is larger than 20 blocks of 512 or 1024 bytes.
#[test]
#[cfg(unix)]
fn a_model_that_is_larger_than_a_file_may_be_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let limited = command("sh")
        .current_dir(folder.path())
        .args(["-c", "ulimit -f 20; exec \"$0\" \"$@\"", binary("experiments")])
        .args(["train", "--iterations", "2", "--quiet", "--save", "model.bpk"])
        .output()
        .unwrap();
    let said = stderr(&limited);
    assert_eq!(limited.status.code(), Some(1), "{said}");
    assert!(said.contains("model.bpk") && said.contains("File too large"), "{said}");
    assert!(temporary(folder.path()).is_empty(), "no temporary file is left");
}

/// The stack of a trial's thread does not depend on the environment.
#[test]
fn a_small_stack_for_new_threads_ends_no_run() {
    let folder = tempfile::tempdir().unwrap();
    let verify = [&SMALL[..], &["--verify", "100%"]].concat();
    for flags in [&SMALL[..], &verify[..]] {
        let mut command = command(binary(NAME));
        command.current_dir(folder.path()).env("RUST_MIN_STACK", "16384");
        let output = command.args(flags).args(["--jobs", "2"]).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    }
    assert_eq!(record_bytes(folder.path()), undisturbed());
}

/// A pipe would be waited for without end, and a file of a terabyte would take all memory. Like any other file that
/// is not a record, they are kept under another name.
#[test]
#[cfg(target_os = "linux")]
fn a_pipe_or_a_huge_file_in_the_place_of_a_file_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    succeed(NAME, folder.path(), &SMALL);
    let whole = record_bytes(folder.path());
    let place = results(folder.path());
    let trial = trials(folder.path()).remove(0);
    let pipe = |path: &Path| {
        fs::remove_file(path).unwrap();
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    };
    let huge = |path: &Path| fs::File::create(path).unwrap().set_len(1 << 40).unwrap();
    for make in [&pipe as &dyn Fn(&Path), &huge] {
        for path in [&trial, &place.join("record.json"), &place.join("times.txt")] {
            make(path);
        }
        let other = trial.with_file_name("other.json");
        let _ = fs::remove_file(&other);
        fs::write(&other, "").unwrap();
        make(&other);
        let verify = [&SMALL[..], &["--verify", "100%"]].concat();
        let said = fail(NAME, folder.path(), &verify, 1);
        assert!(said.contains("2 of the files compared are not"), "{said}");
        let said = stderr(&succeed(NAME, folder.path(), &SMALL));
        let why = "is not a regular file of at most 1 GiB";
        assert_eq!(said.matches(why).count(), 3, "{said}");
        assert_eq!(record_bytes(folder.path()), whole);
    }
}

/// Nobody can create a folder in `/sys`, not even root.
#[test]
#[cfg(target_os = "linux")]
fn a_place_that_may_not_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let said = fail("optimizer_paths", folder.path(), &["--out", "/sys/results"], 1);
    assert!(said.contains("/sys/results") && said.contains("another folder with --out"), "{said}");
}

/// Output that cannot be written (`2>&1 | head`, or a log on a full disk) does not stop the run.
#[test]
#[cfg(target_os = "linux")]
fn a_run_that_nobody_listens_to_goes_on() {
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let (gone, closed) = std::io::pipe().unwrap();
    drop(gone);
    let (_, another) = std::io::pipe().unwrap();
    for (name, out, err, code) in [
        ("both closed", Stdio::from(another), Stdio::from(closed), 0),
        ("standard error full", Stdio::null(), Stdio::from(full()), 0),
        // The results could not be printed, which is a failure, but only at the end of the run.
        ("standard output full", Stdio::from(full()), Stdio::null(), 1),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = command(binary("optimizer_paths"));
        let status = command.current_dir(folder.path()).stdout(out).stderr(err).status().unwrap();
        assert_eq!(status.code(), Some(code), "{name}");
        assert_eq!(record("optimizer_paths", folder.path())["schema"], 1, "{name}");
    }
}

#[test]
fn a_record_that_was_edited_or_is_of_another_version_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    succeed(NAME, folder.path(), &SMALL);
    let whole = record_bytes(folder.path());
    let path = results(folder.path()).join("record.json");
    let edited = String::from_utf8(whole.clone()).unwrap().replacen("0.", "1.", 1);
    let of_a_version_without_checksum = "{\"schema\":0,\"experiment\":\"optimizer_comparison\"}\n";
    for (content, aside) in [
        (edited.as_str(), "record.json.rejected"),
        (of_a_version_without_checksum, "record.json.rejected-2"),
    ] {
        fs::write(&path, content).unwrap();
        let said = stderr(&run(NAME, folder.path(), &SMALL));
        assert!(said.contains("cut off or edited, or is of another version"), "{said}");
        assert!(said.contains(aside), "{said}");
        assert_eq!(fs::read_to_string(path.with_file_name(aside)).unwrap(), content);
        assert_eq!(record_bytes(folder.path()), whole);
    }
    // A record with other settings was written by this program, so it is replaced without a message.
    let other = run(NAME, folder.path(), &[&SMALL[..], &["--batch-size", "64"]].concat());
    assert!(!stderr(&other).contains("rejected"), "{}", stderr(&other));
}

/// A trial of another version of the code has another file name: it is neither reused nor changed.
#[test]
fn trials_of_another_version_stay_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    succeed(NAME, folder.path(), &SMALL);
    let whole = record_bytes(folder.path());
    let file = trials(folder.path()).remove(0);
    let content = fs::read(&file).unwrap();
    let other = file.with_file_name("Adam-0-0123456789abcdef.json");
    fs::write(&other, "of another version").unwrap();
    // A file with the name of a trial but the content of another is not mistaken for that trial.
    let of_other_settings =
        String::from_utf8(content).unwrap().replacen("\"batch_size\":128", "\"batch_size\":129", 1);
    fs::write(&file, &of_other_settings).unwrap();

    let said = stderr(&succeed(NAME, folder.path(), &SMALL));
    assert_eq!(said.matches("is kept as").count(), 1, "{said}");
    assert_eq!(fs::read_to_string(other).unwrap(), "of another version");
    assert_eq!(record_bytes(folder.path()), whole);
}

/// Whether a trial of the record names the step at which it diverged, contains a number that is not
/// finite, or has a path with fewer than 31 points.
fn says_diverged(text: &str) -> bool {
    let step = |field: &str| {
        text.split(field).skip(1).any(|after| after.starts_with(|c: char| c.is_ascii_digit()))
    };
    let record: serde_json::Value = serde_json::from_str(text).unwrap();
    let trials = record["arms"].as_array().unwrap().iter().map(|arm| &arm["trials"][0]);
    let is_short =
        |trial: &serde_json::Value| trial["path"].as_array().is_some_and(|p| p.len() < 31);
    step("\"diverged_at\":")
        || step("\"diverged_in\":")
        || text.contains("\"NaN\"")
        || text.contains("\"inf\"")
        || trials.into_iter().any(is_short)
}

/// For each experiment that trains, settings at which trials diverge in at least some arms, and what the
/// figure then says.
const DIVERGING: [(&str, &[&str], &str, &str); 9] = [
    ("optimizer_paths", &["--learning-rates", "SGD=1e30"], "optimizer_paths", "diverges at 2"),
    (
        "optimizer_comparison",
        &["--learning-rates", "SGD=1e30", "--iterations", "5", "--hidden", "9", "--seeds", "2"],
        "optimizer_comparison",
        "SGD (diverged)",
    ),
    (
        "weight_init_comparison",
        &["--learning-rate", "1e30", "--iterations", "5", "--hidden", "9", "--seeds", "2"],
        "weight_init_comparison",
        "He (diverged)",
    ),
    (
        "zero_init",
        &["--learning-rate", "1e30", "--iterations", "5", "--hidden", "9", "--seeds", "2"],
        "zero_init",
        "He (diverged)",
    ),
    (
        "weight_decay",
        &[
            "--our-learning-rate",
            "1e30",
            "--our-iterations",
            "5",
            "--epochs",
            "2",
            "--hidden",
            "9,9",
            "--our-hidden",
            "9,9",
            "--seeds",
            "2",
            "--range",
            "0.3",
        ],
        "weight_decay",
        "(diverged)",
    ),
    (
        "dropout",
        &[
            "--our-learning-rate",
            "1e30",
            "--our-iterations",
            "5",
            "--epochs",
            "2",
            "--hidden",
            "9,9",
            "--our-hidden",
            "9,9",
            "--seeds",
            "2",
            "--range",
            "0.3",
        ],
        "dropout",
        "(diverged)",
    ),
    (
        "batch_norm",
        &[
            "--learning-rate",
            "1e30",
            "--epochs",
            "2",
            "--hidden",
            "9,9",
            "--seeds",
            "2",
            "--scales",
            "2",
        ],
        "batch_norm",
        "plain: diverges",
    ),
    (
        "two_layer_net",
        &[
            "--learning-rate",
            "1e38",
            "--std",
            "1e30",
            "--iterations",
            "5",
            "--hidden",
            "9",
            "--seeds",
            "2",
        ],
        "two_layer_net",
        "(diverged)",
    ),
    (
        "activation_histograms",
        &[
            "--layers",
            "50",
            "--neurons",
            "20",
            "--inputs",
            "20",
            "--seeds",
            "2",
            "--large-std",
            "100",
        ],
        "relu",
        "ReLU",
    ),
];

#[test]
fn a_trial_that_diverges_is_recorded_and_drawn_as_such_in_every_experiment() {
    for (name, flags, figure, says) in DIVERGING {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("results").join(name);
        succeed(name, folder.path(), flags);
        let record = fs::read(place.join("record.json")).unwrap();
        assert!(says_diverged(&String::from_utf8(record.clone()).unwrap()), "{name}");
        let svg = fs::read_to_string(place.join(figure).with_extension("svg")).unwrap();
        assert!(svg.contains(says), "{name}: {says}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");

        // The record can be read again and gives the same bytes.
        let output = succeed(name, folder.path(), flags);
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
        assert!(said.contains("\n  0 trials in") && !said.contains("rejected"), "{name}: {said}");
        assert_eq!(fs::read(place.join("record.json")).unwrap(), record, "{name}");
    }
}
