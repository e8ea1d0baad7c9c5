//! Signals, and output that cannot be written: each has the same outcome in every command.

use std::fs::{self, OpenOptions};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use experiments::{EXPERIMENTS, LONGER};

use crate::tools::{binary, command, stderr, succeed, write_data};

/// Runs a script in bash, with the binary `experiments` as `$0`.
fn bash(folder: &Path, script: &str) -> Output {
    let mut command = command("bash");
    command.current_dir(folder).args(["-c", script, binary("experiments")]);
    command.output().expect("bash starts")
}

/// Ten trials that take longer than any test waits.
const LONG: &str = "\"$0\" optimizer_comparison --iterations 100000 --seeds 10 --jobs 1";

/// The command is told to end as soon as it computes, and the script prints its exit code.
fn ended_by(signal: &str, start: &str) -> String {
    format!(
        "{start} > out 2> err & pid=$!
         for _ in $(seq 600); do [[ -d results/optimizer_comparison/trials ]] && break; sleep 0.1; done
         sleep 0.3; kill -{signal} $pid; code=0; wait $pid || code=$?; cat err; echo code $code"
    )
}

#[test]
#[cfg(target_os = "linux")]
fn every_signal_that_asks_for_the_end_ends_the_run_with_its_exit_code() {
    for (signal, code) in [("HUP", 129), ("INT", 130), ("TERM", 143)] {
        let folder = tempfile::tempdir().unwrap();
        // As in a terminal: bash without job control starts a job with SIGINT ignored.
        let start = format!("env --default-signal {LONG}");
        let output = bash(folder.path(), &ended_by(signal, &start));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.ends_with(&format!("code {code}\n")), "{signal}: {said}");
        assert!(said.contains("interrupted: finished work is kept"), "{signal}: {said}");
        let trials = folder.path().join("results/optimizer_comparison/trials");
        assert_eq!(fs::read_dir(trials).unwrap().count(), 0, "{signal}: no temporary file is left");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_signal_that_was_ignored_at_the_start_stays_ignored() {
    for (signal, start) in [
        ("INT", format!("trap '' INT; {LONG}")),
        ("HUP", format!("nohup {LONG}")),
        ("TERM", format!("trap '' TERM; {LONG}")),
        // A background job of a shell without job control.
        ("INT", LONG.into()),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let script = format!(
            "{start} > out 2> err & pid=$!
             for _ in $(seq 600); do [[ -d results/optimizer_comparison/trials ]] && break; sleep 0.1; done
             sleep 0.3; kill -{signal} $pid; sleep 1
             kill -0 $pid && echo goes on; kill -KILL $pid"
        );
        let output = bash(folder.path(), &script);
        assert_eq!(String::from_utf8_lossy(&output.stdout), "goes on\n", "{signal}: {start}");
    }
}

/// The first process of a container ignores every signal that it has no handler for.
#[test]
#[cfg(target_os = "linux")]
fn the_first_process_of_a_container_ends_when_it_is_told_to() {
    let can = Command::new("unshare").args(["--pid", "--fork", "--kill-child", "true"]).status();
    if !can.is_ok_and(|status| status.success()) {
        println!("skipped: this machine does not allow process namespaces");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let first = format!(
        "unshare --pid --fork --kill-child bash -c 'exec env --default-signal {LONG}' \"$0\""
    );
    let script = format!(
        "{first} > out 2> err & pid=$!
         for _ in $(seq 600); do [[ -d results/optimizer_comparison/trials ]] && break; sleep 0.1; done
         sleep 0.3; kill -TERM $(pgrep -P $pid); code=0; wait $pid || code=$?; cat err; echo code $code"
    );
    let output = bash(folder.path(), &script);
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
    assert!(said.contains("code 143") && said.contains("interrupted"), "{said}");
}

/// `train` begins anew, so it does not say that it continues. Signal 15, SIGTERM, is bit 14 of those that are caught.
#[test]
#[cfg(target_os = "linux")]
fn a_command_that_begins_anew_does_not_say_that_it_continues() {
    let folder = tempfile::tempdir().unwrap();
    let script =
        "env --default-signal \"$0\" train --save x.bpk --iterations 1000000 > out 2> err & pid=$!
         caught() { awk '/SigCgt/ { print \"0x\" $2 }' /proc/$pid/status; }
         for _ in $(seq 600); do kill -0 $pid || break; (( $(caught) & 1 << 14 )) && break; sleep 0.1; done
         sleep 0.3; kill -TERM $pid; code=0; wait $pid || code=$?; cat err; echo code $code";
    let said = String::from_utf8_lossy(&bash(folder.path(), script).stdout).into_owned();
    assert_eq!(said, "\ninterrupted\ncode 143\n");
}

/// Runs `experiments` with these flags, standard output going there.
fn with_output(folder: &Path, flags: &[&str], out: Stdio) -> Output {
    let mut command = command(binary("experiments"));
    let command = command.current_dir(folder).args(flags).stdout(out).stderr(Stdio::piped());
    command.spawn().unwrap().wait_with_output().unwrap()
}

/// One short run of each kind of command.
fn commands(folder: &Path) -> Vec<Vec<&'static str>> {
    let data = folder.join("data");
    fs::create_dir(&data).unwrap();
    write_data(&data);
    let train = "train --data data --iterations 2 --hidden 4 --batch-size 4 --save x.bpk";
    let predict = "predict --model x.bpk --data data --wrong";
    succeed("experiments", folder, &train.split(' ').collect::<Vec<_>>());
    let mut commands: Vec<String> = [
        "",
        "--help",
        "--version",
        "completions bash",
        "lecture --only O2 --seeds 1",
        "lecture --only O2 --seeds 1 --format json",
        "lecture --only optimizer_paths --verify 1",
        "optimizer_paths",
        "optimizer_paths --format json",
        "optimizer_paths --verify 1",
        train,
        predict,
        "predict --model x.bpk --data data --wrong --format json",
        "predict --model x.bpk data/t10k-images-idx3-ubyte",
    ]
    .map(String::from)
    .into();
    commands.extend(EXPERIMENTS.iter().chain(LONGER.iter()).map(|e| format!("{} --help", e.name)));
    for tool in ["lecture", "train", "predict", "across_data_sets", "backend_agreement"] {
        commands.push(format!("{tool} --help"));
        commands.push(format!("{tool} --version"));
    }
    let words = |line: String| -> Vec<&'static str> { line.leak().split_whitespace().collect() };
    commands.into_iter().map(words).collect()
}

/// A full disk is an error in every command, and a reader that closes the pipe early is none.
#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_printed_is_an_error_in_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for flags in commands(folder.path()) {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = with_output(folder.path(), &flags, full.into());
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{flags:?}: {said}");
        let sentence = "error: cannot write to standard output: No space left on device";
        assert_eq!(said.matches(sentence).count(), 1, "{flags:?}: {said}");
        assert!(!said.contains("panicked"), "{flags:?}: {said}");

        let (gone, closed) = std::io::pipe().unwrap();
        drop(gone);
        let output = with_output(folder.path(), &flags, closed.into());
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{flags:?}: {said}");
        assert!(!said.contains("error") && !said.contains("panicked"), "{flags:?}: {said}");
    }
}

/// Streams that are closed from the start, or of which one is full, stop nothing.
#[test]
#[cfg(target_os = "linux")]
fn closed_streams_stop_no_command() {
    let folder = tempfile::tempdir().unwrap();
    for flags in commands(folder.path()) {
        let flags = flags.join(" ");
        for closed in ["2>&-", ">&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"] {
            let output = bash(folder.path(), &format!("\"$0\" {flags} {closed}"));
            let said = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
            assert_eq!(output.status.code(), Some(0), "{flags} {closed}: {said}");
            assert!(!said.contains("panicked"), "{flags} {closed}: {said}");
        }
    }
    // An error has its exit code though nobody can read it.
    for closed in ["2>&-", "2>/dev/full", ">/dev/full 2>/dev/full"] {
        let code =
            |flags: &str| bash(folder.path(), &format!("\"$0\" {flags} {closed}")).status.code();
        assert_eq!(code("optimizer_paths --no-such-flag"), Some(2), "{closed}");
        assert_eq!(code("optimizer_paths --out /sys/x"), Some(1), "{closed}");
    }
}

/// A file of somebody else is never removed, however old it is and whatever its name ends with.
#[test]
fn only_our_own_temporary_files_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("results/optimizer_paths");
    fs::create_dir_all(place.join("trials")).unwrap();
    let three_days_ago = std::time::SystemTime::now() - Duration::from_secs(3 * 24 * 3600);
    let make = |name: &str| {
        let file = fs::File::create(place.join(name)).unwrap();
        file.set_modified(three_days_ago).unwrap();
    };
    let others = ["notes.tmp", "trials/notes.tmp", ".swp.tmp", "trials/a.lecture-tmp"];
    let ours = ["trials/.SGD-0-0.json.aB3xY9.lecture-tmp", ".record.json.aB3xY9.lecture-tmp"];
    others.iter().chain(&ours).for_each(|name| make(name));
    succeed("optimizer_paths", folder.path(), &[]);
    for name in others {
        assert!(place.join(name).exists(), "{name}");
    }
    for name in ours {
        assert!(!place.join(name).exists(), "{name}");
    }
}
