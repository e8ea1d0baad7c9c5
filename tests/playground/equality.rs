//! What was trained here and by `train` is the same, to the last bit: the network, and the record.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::server::Server;
use super::settings;

#[test]
fn the_command_gives_the_same_network() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &[]);
    for change in [
        json!({}),
        json!({ "batch_norm": true, "dropout": 0.2, "optimizer": "Adam", "learning_rate": 0.001, "hidden": [12, 9] }),
        json!({ "initial_weights": { "std": 0.01 }, "activation": "sigmoid", "weight_decay": 0.001, "seed": 7 }),
        json!({ "initial_weights": "Xavier", "activation": "tanh", "optimizer": "Momentum" }),
        json!({ "initial_weights": "zero", "images": 1, "batch_size": 1, "hidden": [1] }),
        // The largest seed that JavaScript writes without losing a digit.
        json!({ "seed": 9_007_199_254_740_991u64 }),
    ] {
        let record = same_as_train(&server, folder.path(), change);
        assert_eq!(record["provenance"]["data"]["name"], "MNIST");
    }
}

/// Trains a network with a change to the settings on the server, which runs in `folder`, and by the command that the
/// page shows, and compares them. Returns the record.
pub fn same_as_train(server: &Server, folder: &Path, change: Value) -> Value {
    let mut settings = settings();
    settings.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    let run = server.create(&settings);
    let id = run["id"].as_str().unwrap();
    for _ in 0..25 {
        // Few commands may wait at a time.
        while server.post(&format!("/api/runs/{id}/step"), &Value::Null).status_code == 409 {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    let mut events = server.events(&format!("{id}:0"));
    events.until(|seen| seen["iteration"] == 25);
    let file = server.get(&format!("/api/runs/{id}/network.safetensors"));
    let record = server.get(&format!("/api/runs/{id}/record.json"));
    let command = run["command"].as_str().unwrap().replace("{iteration}", "25");
    let flags = command.strip_prefix("cargo run -p experiments --bin train -- ").unwrap();
    let trained = std::process::Command::new(env!("CARGO_BIN_EXE_train"))
        .args(flags.split_whitespace())
        .args(["--record", "record.json"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(trained.status.success(), "{}", String::from_utf8_lossy(&trained.stderr));
    let saved = std::fs::read(folder.join("network.safetensors")).unwrap();
    assert_eq!(tensors(&saved), tensors(file.as_bytes()), "{settings}");
    let written = std::fs::read_to_string(folder.join("record.json")).unwrap();
    assert_eq!(written, record.as_str().unwrap());
    let written: Value = serde_json::from_str(&written).unwrap();
    let losses = written["arms"][0]["trials"][0]["losses"].as_array().unwrap();
    assert_eq!((losses.len(), &written["settings"]["iterations"]), (25, &json!(25)));
    assert_eq!(written["settings"]["seed"], settings["seed"]);
    server.delete(&format!("/api/runs/{id}"));
    written
}

/// The names, shapes and bytes of the tensors in a file.
fn tensors(file: &[u8]) -> Vec<(String, Vec<usize>, Vec<u8>)> {
    let tensors = safetensors::SafeTensors::deserialize(file).unwrap();
    let mut all: Vec<_> = tensors
        .iter()
        .map(|(name, view)| (name.to_owned(), view.shape().to_vec(), view.data().to_vec()))
        .collect();
    all.sort();
    assert!(!all.is_empty());
    all
}
