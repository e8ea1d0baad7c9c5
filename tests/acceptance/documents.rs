//! The documents are correct: the binaries, links, anchors and commands that they name exist, the site has every
//! page, and a document has the same content in both languages.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use experiments::commands::{ids, root};
use experiments::lecture::statements;
use experiments::{EXPERIMENTS, LONGER};
use lab::statement::Standing;
use lab::verdict::Verdict;
use language::Language;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the workspace")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every Markdown file of the project, with its path.
fn documents() -> Vec<(PathBuf, String)> {
    // Of the folders directly in the workspace; `docs/results` is a part of it.
    let left_out = ["results", "shared"].map(|name| root().join(name));
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let is_ours = !name.starts_with('.') && name != "target" && !left_out.contains(&path);
            if path.is_dir() && is_ours {
                folders.push(path);
            } else if name.ends_with(".md") {
                found.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(found.len() > 5, "{found:?}");
    found
}

/// The word after each `before` in `text`. A word consists of letters, digits, `_` and `-`.
fn words_after<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-');
    text.match_indices(before)
        .map(|(at, _)| &text[at + before.len()..])
        .map(|rest| &rest[..rest.find(is_end).unwrap_or(rest.len())])
        .collect()
}

/// The names of the Rust files directly in a folder, without their extension.
fn stems(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
    entries.filter_map(|e| Some(e.path().file_stem()?.to_str()?.to_owned())).collect()
}

#[test]
fn every_bin_and_example_that_is_named_exists() {
    let bins = stems("experiments/src/bin");
    let folders = [
        "experiments",
        "crates/models",
        "crates/extensions",
        "crates/fast",
        "crates/datasets",
        "crates/figures",
    ];
    let examples: BTreeSet<String> =
        folders.iter().flat_map(|folder| stems(&format!("{folder}/examples"))).collect();
    for (path, text) in documents() {
        for (flag, there) in [("--bin ", &bins), ("--example ", &examples)] {
            for name in
                words_after(&text, flag).into_iter().filter(|name| !["", "NAME"].contains(name))
            {
                assert!(there.contains(name), "{}: {flag}{name}", path.display());
            }
        }
    }
}

/// The links of a Markdown text: the text in the square brackets, and the target.
fn links(text: &str) -> Vec<(&str, &str)> {
    text.match_indices("](")
        .filter_map(|(at, _)| {
            let name = &text[text[..at].rfind('[')? + 1..at];
            let rest = &text[at + 2..];
            Some((name, &rest[..rest.find(')')?]))
        })
        .collect()
}

/// The anchors of a Markdown text: its headings in lower case, with `-` for spaces and without punctuation, as
/// GitHub and mdBook make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let kept = |c: &char| c.is_alphanumeric() || [' ', '-', '_'].contains(c);
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let headings = headings.map(|line| line.trim_start_matches('#').trim().to_lowercase());
    headings.map(|line| line.chars().filter(kept).collect::<String>().replace(' ', "-")).collect()
}

#[test]
fn every_anchor_is_a_heading() {
    let mut followed = 0;
    for (path, text) in documents() {
        for (_, link) in links(&text) {
            let Some((target, anchor)) = link.split_once('#').filter(|_| !link.contains("://"))
            else {
                continue;
            };
            let other = path.parent().unwrap().join(target);
            let there =
                if target.is_empty() { text.clone() } else { fs::read_to_string(other).unwrap() };
            assert!(anchors(&there).contains(anchor), "{}: {link}", path.display());
            followed += 1;
        }
    }
    assert!(followed > 10, "{followed}");
}

/// The site has every page of the documentation once, and every README.
#[test]
fn the_site_has_every_document() {
    let summary = read("docs/SUMMARY.md");
    let docs = root().join("docs");
    let place = |target: &str| docs.join(target).canonicalize().unwrap();
    let mut chapters: Vec<PathBuf> =
        links(&summary).iter().map(|(_, target)| place(target)).collect();
    let mut documents: Vec<PathBuf> = documents().into_iter().map(|(path, _)| path).collect();
    documents.retain(|path| !path.ends_with("docs/SUMMARY.md"));
    chapters.sort();
    documents.sort();
    assert_eq!(chapters, documents);
}

#[test]
fn every_relative_link_leads_somewhere() {
    for (path, text) in documents() {
        for (name, target) in links(&text) {
            let target = target.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let there = path.parent().unwrap().join(target);
            assert!(there.exists(), "{}: {target} leads nowhere", path.display());
            // [`Name`](file.rs): the file must contain that name.
            let item = name.strip_prefix('`').and_then(|name| name.strip_suffix('`'));
            if let Some(item) = item.filter(|_| target.ends_with(".rs")) {
                let item = item.rsplit("::").next().unwrap();
                let source = fs::read_to_string(&there).unwrap();
                assert!(source.contains(item), "{}: no {item} in {target}", path.display());
            }
        }
    }
}

/// A path in CONTRIBUTING.md exists; of one with a placeholder (`<name>`), the folder that it is in.
#[test]
fn every_file_that_contributing_names_exists() {
    let text = read("CONTRIBUTING.md");
    let prose: String = text.split("```").step_by(2).collect();
    let mut followed = 0;
    for path in codes(&prose).into_iter().filter(|code| code.contains('/')) {
        let real = path.split_once('<').map_or(path, |(before, _)| before);
        // Written by `lecture` or by the build of the site, and not part of the repository.
        if real.starts_with("results/") || real.starts_with("target/") {
            continue;
        }
        assert!(root().join(real).exists(), "CONTRIBUTING.md names {path}");
        followed += 1;
    }
    assert!(followed > 15, "{followed}");
}

/// The commands in the shell code blocks of a document, without comments.
fn commands(text: &str) -> Vec<&str> {
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines = blocks.flat_map(str::lines).map(|line| line.split(" #").next().unwrap_or(line));
    lines.map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// Every command line that runs an experiment or another command is accepted by the program.
#[test]
fn every_command_that_is_shown_is_understood() {
    let mut understood = 0;
    for (path, text) in documents() {
        for command in commands(&text) {
            let command = command.split(['|', '>']).next().unwrap();
            let words: Vec<&str> = command.split_whitespace().collect();
            let after = |word: &str| words.iter().position(|w| *w == word).map(|at| at + 1);
            let flags = || after("--").map_or(&[][..], |at| &words[at..]);
            let line: Vec<&str> = match (words.first(), after("--bin")) {
                // The value of `--backend` is only accepted by a build with that backend.
                _ if command.contains("--features") => continue,
                (Some(&"experiments"), _) => words.clone(),
                (Some(&"cargo"), Some(at)) if words[1] == "run" && words[at] == "experiments" => {
                    [&["experiments"], flags()].concat()
                }
                (Some(&"cargo"), Some(at)) if words[1] == "run" => {
                    [&["experiments", words[at]], flags()].concat()
                }
                (Some(&"cargo"), None)
                    if command.starts_with("cargo run -p experiments --example") =>
                {
                    continue;
                }
                (Some(&"cargo"), None) if command.starts_with("cargo run -p experiments") => {
                    [&["experiments"], flags()].concat()
                }
                _ => continue,
            };
            let parsed = root::command().try_get_matches_from(&line);
            assert!(parsed.is_ok(), "{}: {command}\n{}", path.display(), parsed.unwrap_err());
            understood += 1;
        }
    }
    assert!(understood > 5, "{understood} commands");
}

/// The rows of all tables in a document. Each row is a list of cells.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().filter(|line| line.starts_with("| ") && !line.contains("!["));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn the_readme_lists_the_experiments_and_the_statements() {
    let text = read("README.md");
    for entry in EXPERIMENTS.iter() {
        let row =
            format!("| `{}` | {} | {} |", entry.name, ids::ranges(entry.statements), entry.shows);
        assert!(text.contains(&row), "README.md lacks {row}");
    }
    let rows = rows(&text);
    let mut counts = [("holds", 0), ("holds in part", 0), ("does not hold", 0), ("undecided", 0)];
    for statement in statements() {
        let row = rows.iter().find(|row| row[0] == statement.id).expect(statement.id);
        assert_eq!(row[1], statement.title);
        let by = |name: &&str| {
            let mut all = EXPERIMENTS.iter().chain(LONGER.iter());
            let entry = all.find(|entry| format!("`{}`", entry.name) == **name);
            entry.is_some_and(|entry| entry.statements.contains(&statement.id))
        };
        assert!(row[3].split(", ").all(|name| by(&name)), "{}: {}", statement.id, row[3]);
        counts.iter_mut().find(|(word, _)| *word == row[2]).expect(row[2]).1 += 1;
    }
    for ((_, count), word) in counts.into_iter().zip(["hold", "hold in part", "do", "undecided"]) {
        let said = text.contains(&format!("{count} {word}"));
        assert!(said || count == 0 || count == 1, "README.md does not say {count} {word}");
    }
}

/// The code spans of a cell.
fn codes(cell: &str) -> BTreeSet<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Asserts that a document `name`.md and its translation `name`.ko.md have the same commands, links, pictures
/// and headings, and tables with the same code. Returns both texts.
fn in_step(name: &str) -> (String, String) {
    let (english, korean) = (read(&format!("{name}.md")), read(&format!("{name}.ko.md")));
    assert_eq!(commands(&korean), commands(&english));

    let file = name.rsplit('/').next().unwrap();
    let of_the_other = [format!("{file}.md"), format!("{file}.ko.md")];
    // Headings are translated, and with them the links to headings; a Korean document links to Korean ones.
    let targets = |text: &str| -> Vec<String> {
        let targets = links(text).into_iter().map(|(_, link)| link.split('#').next().unwrap());
        let targets = targets.filter(|t| !t.is_empty() && !of_the_other.contains(&(*t).to_owned()));
        targets.map(|target| target.replace(".ko.", ".")).collect()
    };
    let sorted = |mut targets: Vec<String>| {
        targets.sort();
        targets
    };
    assert_eq!(sorted(targets(&korean)), sorted(targets(&english)));
    assert!(korean.contains(&format!("]({})", of_the_other[0])));
    assert!(english.contains(&format!("]({})", of_the_other[1])));

    let headings = |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
    assert_eq!(headings(&korean), headings(&english));

    let (korean_rows, english_rows) = (rows(&korean), rows(&english));
    assert_eq!(korean_rows.len(), english_rows.len());
    for (korean, english) in korean_rows.iter().zip(&english_rows) {
        assert_eq!(korean.len(), english.len());
        // Code is the same in both languages; prose is translated.
        for (korean, english) in korean.iter().zip(english) {
            assert_eq!(codes(korean), codes(english), "{korean} | {english}");
        }
    }
    (english, korean)
}

/// Both have the same content.
#[test]
fn the_korean_documents_are_in_step() {
    for name in ["exercises", "from-the-book", "glossary", "large-sweeps", "verdicts"] {
        in_step(&format!("docs/{name}"));
    }
    let (english, korean) = in_step("README");
    for (korean, english) in rows(&korean).iter().zip(&rows(&english)) {
        let Some(statement) = statements().find(|statement| statement.id == english[0]) else {
            continue;
        };
        let verdicts =
            [Verdict::Holds, Verdict::HoldsInPart, Verdict::DoesNotHold, Verdict::Undecided];
        let verdict = verdicts.into_iter().find(|verdict| verdict.to_string() == english[2]);
        let standing = Standing::Judged(verdict.expect(english[2]));
        let verdict = language::within(Language::Korean, || standing.word());
        assert_eq!(korean[..3], [statement.id, statement.korean, verdict]);
    }
}
