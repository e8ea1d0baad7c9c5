//! The exercises: every command on the two pages is run, in both languages, and its output contains what the
//! pages promise.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use experiments::lecture::LECTURE;

/// How far a number may be from the one on the page, as a fraction: another CPU changes the last bits, and
/// training magnifies them.
const TOLERANCE: f64 = 0.05;

/// A command on a page, and the lines of its output that follow it there.
struct Run<'a> {
    command: &'a str,
    lines: Vec<&'a str>,
}

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The code blocks of a page, with their language.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let fenced = page.split("```").skip(1).step_by(2);
    fenced.map(|block| block.split_once('\n').expect("a language, then code")).collect()
}

/// The commands of a page: each block of shell is one command, and a block of text with its output follows.
fn runs(page: &str) -> Vec<Run<'_>> {
    let blocks = blocks(page);
    let pairs = blocks.chunks(2).map(|pair| match pair {
        [("sh", command), ("text", lines)] => {
            Run { command: command.trim(), lines: lines.lines().collect() }
        }
        _ => panic!("not a command and its output: {pair:?}"),
    });
    pairs.collect()
}

/// Runs a command of a page, with its results in `folder`, and returns what it prints.
fn output(command: &str, folder: &Path, language: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    let ["cargo", "run", "-p", "experiments", "--bin", name, "--", flags @ ..] = &words[..] else {
        panic!("{command}: not a command that the test can run")
    };
    let program = PathBuf::from(env!("CARGO_BIN_EXE_experiments"));
    let program = program.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let output = Command::new(&program)
        .current_dir(folder)
        .args(flags)
        .args(["--jobs", "1", "--out", "results", "--language", language])
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {error}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Whether a printed word is the one on the page: the same, or nearly the same number.
fn agrees(word: &str, printed: &str) -> bool {
    let number = |word: &str| word.replace(',', "").parse::<f64>().ok();
    match (number(word), number(printed)) {
        (Some(a), Some(b)) => (a - b).abs() <= TOLERANCE * a.abs(),
        _ => word == printed,
    }
}

/// Whether the words of a printed line are those of a line on the page, where `…` stands for any words or none.
fn matches(line: &[&str], printed: &[&str]) -> bool {
    match (line, printed) {
        ([], _) => printed.is_empty(),
        (["…", rest @ ..], _) => (0..=printed.len()).any(|left| matches(rest, &printed[left..])),
        ([word, rest @ ..], [first, others @ ..]) => agrees(word, first) && matches(rest, others),
        _ => false,
    }
}

/// Whether a printed line is the one on the page.
fn is_line(line: &str, printed: &str) -> bool {
    let words = |line| str::split_whitespace(line).collect::<Vec<_>>();
    matches(&words(line), &words(printed))
}

/// Runs one exercise in English and then, from the trials of the first run, in Korean. Returns what is wrong.
fn check(english: &Run, korean: &Run) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut wrong = Vec::new();
    for (run, language) in [(english, "en"), (korean, "ko")] {
        let printed = output(run.command, folder.path(), language);
        for line in &run.lines {
            if !printed.lines().any(|printed| is_line(line, printed)) {
                let command = run.command;
                wrong.push(format!(
                    "{command} --language {language}: no line\n{line}\nin\n{printed}"
                ));
            }
        }
    }
    wrong
}

#[test]
fn every_exercise_shows_what_it_promises() {
    let (english, korean) = (page("exercises.md"), page("exercises.ko.md"));
    let (english, korean) = (runs(&english), runs(&korean));
    let commands = |runs: &[Run]| runs.iter().map(|run| run.command.to_owned()).collect::<Vec<_>>();
    assert_eq!(commands(&korean), commands(&english));

    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        while let Some(i) =
            Some(next.fetch_add(1, Ordering::Relaxed)).filter(|i| *i < english.len())
        {
            wrong.extend(check(&english[i], &korean[i]));
        }
        wrong
    };
    let wrong: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no panic")).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Every chapter of the lecture has two or three exercises, each about statements of that chapter, and the two
/// pages have the same ones.
#[test]
fn every_chapter_has_exercises() {
    let (english, korean) = (page("exercises.md"), page("exercises.ko.md"));
    let numbers = |page: &str| -> Vec<String> {
        let headings = page.lines().filter(|line| line.starts_with("##"));
        headings.map(|line| line.split_whitespace().nth(1).unwrap().to_owned()).collect()
    };
    assert_eq!(numbers(&korean), numbers(&english));

    for chapter in LECTURE.iter() {
        let heading = |title| format!("\n## {}. {title}\n", chapter.number);
        assert!(english.contains(&heading(chapter.title)), "{}", chapter.title);
        assert!(korean.contains(&heading(chapter.korean)), "{}", chapter.korean);
        let start = format!("### {}.", chapter.number);
        let exercises: Vec<&str> =
            english.lines().filter(|line| line.starts_with(&start)).collect();
        assert!((2..=3).contains(&exercises.len()), "chapter {}: {exercises:?}", chapter.number);
        for exercise in exercises {
            let (_, ids) = exercise.trim_end_matches(')').rsplit_once('(').expect("(ids)");
            for id in ids.split(", ") {
                assert!(chapter.statements.iter().any(|s| s.id == id), "{exercise}");
            }
        }
    }
}

#[test]
fn a_line_matches_up_to_dots_and_the_last_digits() {
    assert!(is_line("SGD … 0.100", "  SGD   0.95  30   0.102"));
    assert!(!is_line("SGD … 0.100", "  SGD   0.95  30   0.202"));
    assert!(!is_line("SGD", "SGD 0.1"));
    assert!(is_line("SGD …", "SGD"));
}
