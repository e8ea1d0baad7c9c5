//! Text that somebody else wrote reaches no reader raw: names of files, facts in a file.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::tools::{run, stderr, write_data};

/// Retitles the terminal's window, overwrites the line, begins another, and turns the direction of writing.
const HOSTILE: &str = "a\u{1b}]0;owned\u{7}\r\u{1b}[2Kb\nerror: c\u{202e}d<img src=x onerror=e>";

/// Whether a terminal would obey something in what was printed.
fn is_raw(text: &str) -> bool {
    let is_control = |c: char| c.is_control() && c != '\n';
    text.contains(is_control) || text.contains('\u{202e}') || text.contains("\nerror: c")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(output)
}

/// A safetensors file without tensors and with this fact.
fn model_with(folder: &Path, name: &str, value: &str) -> String {
    let facts = HashMap::from([(name, value)]);
    let header = serde_json::json!({ "__metadata__": facts }).to_string();
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    let path = folder.join("model.safetensors");
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().into()
}

#[test]
fn no_message_has_foreign_text_that_a_terminal_obeys() {
    let folder = tempfile::tempdir().unwrap();
    let activation = model_with(folder.path(), "activation", HOSTILE);
    let data = folder.path().join(HOSTILE);
    fs::create_dir(&data).unwrap();
    fs::write(data.join("train-images-idx3-ubyte"), "no images").unwrap();
    let data = data.to_str().unwrap();
    for flags in [
        &["predict", "--model", &activation, "--wrong"][..],
        &["predict", "--model", HOSTILE, "--wrong"],
        &["predict", "--model", &activation, HOSTILE],
        &["train", "--save", "x.bpk", "--data", data],
        &["train", "--save", HOSTILE],
        &["train", "--save", "x.bpk", "--optimizer", HOSTILE],
        &["two_layer_net", "--data", data],
        &["two_layer_net", "--data", HOSTILE],
        &["two_layer_net", "--out", "/sys/\u{1b}]0;owned\u{7}\u{202e}"],
        &["optimizer_paths", "--data", HOSTILE],
        &["lecture", "--data", data, "--only", "O6"],
        &["lecture", "--only", HOSTILE],
        &["across_data_sets", "--data", data, "--only", "O6"],
        &["completions", "bash", HOSTILE],
        &[HOSTILE],
    ] {
        let output = run("experiments", folder.path(), flags);
        assert!(!output.status.success(), "{flags:?}");
        let said = said(&output);
        assert!(!is_raw(&said), "{flags:?}: {said:?}");
    }
}

/// A run that succeeds prints the names of its folders, and writes that of the data set into the report.
#[test]
fn the_names_of_folders_are_made_visible() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join(HOSTILE);
    fs::create_dir(&data).unwrap();
    write_data(&data);
    let data = data.to_str().unwrap();
    let out = "out\u{1b}]0;owned\u{7}\nerror: c";
    let small = ["--iterations", "2", "--hidden", "4", "--batch-size", "4"];
    let train = [&["train", "--save", "x\u{7}\nerror: c.bpk", "--data", data], &small[..]].concat();
    let predict =
        ["predict", "--model", "x\u{7}\nerror: c.bpk", "--data", data, "--wrong", "--out", out];
    let lecture = ["lecture", "--only", "O2", "--seeds", "1", "--data", data, "--out", out];
    for flags in [&train[..], &predict, &["optimizer_paths", "--out", out], &lecture] {
        let output = run("experiments", folder.path(), flags);
        let said = said(&output);
        assert!(!is_raw(&said), "{flags:?}: {said:?}");
    }
    assert!(folder.path().join(out).join("verdicts.md").exists());
    for file in ["index.html", "verdicts.md", "verdicts.ko.md"] {
        let text = fs::read_to_string(folder.path().join(out).join(file)).unwrap();
        // A line break means nothing in a page: the command that it shows has the folder's name in quotes.
        let text = if file == "index.html" { text.replace('\n', " ") } else { text };
        assert!(!text.contains("<img src=x") && !is_raw(&text), "{file}");
    }
}
