//! The language of what is printed: by flag, by locale, and always English for programs.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::tools::{binary, fail, succeed};

const SHORT: [&str; 2] = ["--steps", "3"];

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// What `optimizer_paths` prints where `LANG` is this.
fn in_locale(lang: &str, folder: &Path, flags: &[&str]) -> String {
    let mut command = Command::new(binary("optimizer_paths"));
    let command = command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", lang);
    let output = command.current_dir(folder).args(SHORT).args(flags).output();
    stdout(&output.expect("it starts"))
}

#[test]
fn the_flag_or_else_the_locale_chooses_the_language() {
    let folder = tempfile::tempdir().unwrap();
    let is_korean = |said: &str| {
        let words = [said.contains("시행"), said.contains("기록"), !said.contains(" trials in ")];
        assert!(words.iter().all(|word| *word == words[0]), "{said}");
        words[0]
    };
    let by_flag = |flags: &[&str]| {
        stdout(&succeed("optimizer_paths", folder.path(), &[&SHORT, flags].concat()))
    };
    assert!(is_korean(&by_flag(&["--language", "ko"])));
    assert!(!is_korean(&by_flag(&[])));
    let by_locale = |lang, flags: &[&str]| in_locale(lang, folder.path(), flags);
    assert!(is_korean(&by_locale("ko_KR.UTF-8", &[])));
    assert!(!is_korean(&by_locale("ko_KR.UTF-8", &["--language=en"])));
    assert!(!is_korean(&by_locale("de_DE.UTF-8", &[])));
}

#[test]
fn a_language_is_named_in_any_case_and_a_wrong_one_is_shown_once() {
    let folder = tempfile::tempdir().unwrap();
    let korean =
        succeed("optimizer_paths", folder.path(), &[&SHORT[..], &["--language", "KO"]].concat());
    assert!(stdout(&korean).contains("시행"));
    for value in ["fr\u{1b}[2J".to_owned(), "x".repeat(300)] {
        let said = fail("optimizer_paths", folder.path(), &["--language", &value], 2);
        assert!(said.contains("allowed: en (English), ko (한국어)"), "{said}");
        assert!(said.len() < 400 && !said.contains("\u{1b}[2J"), "{said}");
    }
}

/// Errors are in English in every language, so that they can be searched for.
#[test]
fn what_verify_has_to_complain_about_is_in_english() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["--steps", "3", "--language", "ko", "--verify"];
    let said = fail("optimizer_paths", folder.path(), &flags, 1);
    assert!(said.contains("error: no trial of this program"), "{said}");
    assert!(!said.contains(|c| ('가'..='힣').contains(&c)), "{said}");
}

#[test]
fn of_a_mistyped_command_only_the_most_similar_name_is_suggested() {
    let folder = tempfile::tempdir().unwrap();
    let said = fail("experiments", folder.path(), &["overfiting"], 2);
    assert!(said.contains("overfitting"), "{said}");
    assert!(!said.contains("some similar"), "{said}");
}

#[test]
fn a_program_reads_the_same_document_in_every_language() {
    let folder = tempfile::tempdir().unwrap();
    let document = |flags: &[&str]| {
        let flags = [&SHORT, &["--format", "json"], flags].concat();
        stdout(&succeed("optimizer_paths", folder.path(), &flags))
    };
    assert!(document(&[]) == document(&["--language", "ko"]));
    let of_lecture = |flags: &[&str]| {
        let flags = [&["--only", "optimizer_paths", "--format", "json"], flags].concat();
        let text = stdout(&succeed("lecture", folder.path(), &flags));
        text.replace("index.ko.html", "index.html")
    };
    assert!(of_lecture(&[]) == of_lecture(&["--language", "ko"]));
}

#[test]
fn the_help_is_translated() {
    let folder = tempfile::tempdir().unwrap();
    let help = stdout(&succeed("optimizer_paths", folder.path(), &["--help", "--language", "ko"]));
    for text in ["공통 플래그", "도움말", "기록과 그림을 저장할 폴더", "종료 코드"]
    {
        assert!(help.contains(text), "{text}: {help}");
    }
    assert!(!help.contains("Common flags"), "{help}");
}

/// Each page of the report is in its language and links to the other one, whichever language was asked for.
#[test]
fn the_report_is_written_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    succeed("lecture", folder.path(), &["--only", "optimizer_paths", "--quiet"]);
    let read = |name: &str| fs::read_to_string(folder.path().join("results").join(name)).unwrap();
    let (english, korean) = (read("index.html"), read("index.ko.html"));
    assert!(english.contains("<html lang=\"en\">") && korean.contains("<html lang=\"ko\">"));
    assert!(english.contains("hreflang=\"ko\" href=\"index.ko.html\""));
    assert!(korean.contains("hreflang=\"en\" href=\"index.html\""));
    let [verdicts, in_korean] = ["verdicts.md", "verdicts.ko.md"].map(read);
    assert!(verdicts.contains("| O2 | SGD zig-zags | holds |"), "{verdicts}");
    assert!(in_korean.contains("| O2 | SGD의 단점 | 성립 |"), "{in_korean}");
}
