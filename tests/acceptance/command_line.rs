//! The command line: the `experiments` command, completions, what is printed where, colours, Ctrl-C.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use experiments::{EXPERIMENTS, LONGER};
use serde_json::Value;

use crate::tools::{SMALL, binary, command, fail, run, stderr, succeed};

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

#[test]
fn the_root_command_lists_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let list = stdout(&succeed("experiments", folder.path(), &[]));
    for entry in EXPERIMENTS.iter().chain(LONGER.iter()) {
        let line = list.lines().find(|line| line.trim_start().starts_with(entry.name));
        assert!(line.is_some_and(|line| line.contains(entry.shows)), "{}: {list}", entry.name);
    }
    assert!(list.contains("  lecture "), "{list}");
    assert!(list.lines().all(|line| line.chars().count() <= 100), "{list}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no work was started");
}

#[test]
fn the_root_command_runs_what_the_binary_runs() {
    let [by_name, by_bin] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let flags = ["--steps", "3", "--optimizers", "Adam"];
    succeed("experiments", by_name.path(), &[&["optimizer_paths"], &flags[..]].concat());
    succeed("optimizer_paths", by_bin.path(), &flags);
    let record = |folder: &Path| fs::read(folder.join("results/optimizer_paths/record.json"));
    assert!(record(by_name.path()).unwrap() == record(by_bin.path()).unwrap());

    let said = fail("experiments", by_name.path(), &["optimizer_path"], 2);
    assert!(said.contains("optimizer_paths"), "{said}");
    fail("experiments", by_name.path(), &["optimizer_paths", "--no-such-flag"], 2);
}

#[test]
fn completions_are_there_for_every_shell_and_command() {
    let folder = tempfile::tempdir().unwrap();
    let script = |flags: &[&str]| {
        stdout(&succeed("experiments", folder.path(), &[&["completions"], flags].concat()))
    };
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(script(&[shell]).contains("optimizer_comparison"), "{shell}");
        assert!(script(&[shell, "lecture"]).contains("quick"), "{shell}");
    }
    for entry in EXPERIMENTS.iter().chain(LONGER.iter()) {
        assert!(script(&["bash", entry.name]).contains("--backend"), "{}", entry.name);
    }
    fail("experiments", folder.path(), &["completions"], 2);
    let said = fail("experiments", folder.path(), &["completions", "bash", "nothing"], 2);
    assert!(said.contains("lecture"), "{said}");
}

/// The completions that bash offers for a partial command line, one per line.
#[cfg(unix)]
fn offers(folder: &Path, words: &str, word: usize) -> String {
    let ask = format!(
        "source ./script && COMP_WORDS=({words}) COMP_CWORD={word} && \
         _experiments experiments \"${{COMP_WORDS[{word}]}}\" \"${{COMP_WORDS[{}]}}\" && \
         printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        word - 1
    );
    let bash = Command::new("bash").current_dir(folder).args(["-c", &ask]).output();
    stdout(&bash.expect("bash starts"))
}

#[test]
#[cfg(unix)]
fn bash_completes_names_and_flags() {
    let folder = tempfile::tempdir().unwrap();
    let output = succeed("experiments", folder.path(), &["completions", "bash"]);
    fs::write(folder.path().join("script"), output.stdout).unwrap();
    assert_eq!(
        offers(folder.path(), "experiments opt", 1),
        "optimizer_paths\noptimizer_comparison\n"
    );
    assert_eq!(offers(folder.path(), "experiments optimizer_paths --ste", 2), "--steps\n");
}

#[test]
fn json_is_all_there_is_on_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let flags = [&SMALL[..], &["--format", "json"]].concat();
    let output = succeed("optimizer_comparison", folder.path(), &flags);
    let json: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    let rows = json["table"].as_array().expect("a list of rows");
    let names: Vec<_> = rows.iter().map(|row| row["optimizer"].as_str().unwrap()).collect();
    assert_eq!(names, ["SGD", "Momentum", "AdaGrad", "Adam"]);
    assert_eq!(json["settings"]["iterations"], 20);
    let claim = &json["claims"][0];
    assert_eq!((&claim["statement"], &claim["verdict"]), (&"O6".into(), &"undecided".into()));
    assert!(claim["effect"].is_f64() && claim["agree"][1] == 2, "{claim}");
    assert!(folder.path().join(json["record"].as_str().unwrap()).is_file());

    let again =
        succeed("optimizer_comparison", folder.path(), &[&flags[..], &["--quiet"]].concat());
    assert_eq!(stdout(&again), stdout(&output), "the same document, though nothing was run");
    assert_eq!(stderr(&again), "");
}

#[test]
fn the_lecture_speaks_json_too() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["--only", "optimizer_paths", "--format", "json"];
    let output = succeed("lecture", folder.path(), &flags);
    let json: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    let statements = json["statements"].as_array().unwrap();
    let standing = |id: &str| statements.iter().find(|s| s["id"] == id).unwrap()["verdict"].clone();
    assert_eq!((standing("O2"), standing("V4")), ("holds".into(), "not run".into()));
    assert_eq!(json["experiments"][0]["experiment"], "optimizer_paths");
    assert!(folder.path().join(json["report"].as_str().unwrap()).is_file());
}

#[test]
fn colours_are_for_terminals_and_whoever_asks() {
    let folder = tempfile::tempdir().unwrap();
    let coloured = |name: &str, variables: &[(&str, &str)]| {
        let mut command = command(binary(name));
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        let output =
            command.current_dir(folder.path()).envs(variables.iter().copied()).output().unwrap();
        stdout(&output).contains('\u{1b}')
    };
    for name in ["optimizer_paths", "experiments"] {
        assert!(!coloured(name, &[]), "{name} into a pipe");
        assert!(coloured(name, &[("CLICOLOR_FORCE", "1")]), "{name}, asked for");
        assert!(!coloured(name, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), "{name}, refused");
    }
}

/// Interrupts a run after its first trial: the exit code is 130, the trial is kept, and the next run
/// continues from it.
#[test]
#[cfg(target_os = "linux")]
fn an_interrupt_keeps_what_was_finished() {
    use std::process::Stdio;
    use std::thread::sleep;
    use std::time::Duration;

    let folder = tempfile::tempdir().unwrap();
    let flags = ["--iterations", "150", "--hidden", "30,30", "--seeds", "10", "--jobs", "1"];
    // Also where the tests themselves run with SIGINT ignored, as a background job does.
    let mut child = command("env");
    let child = child.arg("--default-signal=INT").arg(binary("optimizer_comparison"));
    let child = child.current_dir(folder.path()).args(flags).stdout(Stdio::null());
    let child = child.stderr(Stdio::piped()).spawn().unwrap();
    let trials = folder.path().join("results/optimizer_comparison/trials");
    let kept = || fs::read_dir(&trials).map_or(0, |files| files.flatten().filter(is_trial).count());
    while kept() == 0 {
        sleep(Duration::from_millis(20));
    }
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(stderr(&output).contains("is kept"), "{}", stderr(&output));

    let kept = kept();
    assert!((1..40).contains(&kept), "{kept} trials");
    let output = run("optimizer_comparison", folder.path(), &flags);
    assert!(stdout(&output).contains(&format!("{kept} kept from before")), "{}", stdout(&output));
}

#[cfg(target_os = "linux")]
fn is_trial(file: &fs::DirEntry) -> bool {
    file.path().extension().is_some_and(|extension| extension == "json")
}
