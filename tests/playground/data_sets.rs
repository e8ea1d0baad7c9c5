//! The data set is a setting of a run.

use std::fs;
use std::path::Path;

use datasets::idx;
use serde_json::{Value, json};

use super::equality::same_as_train;
use super::server::Server;
use super::settings;

/// Where Debian's package has the files of Fashion-MNIST.
const FASHION: &str = "/usr/share/datasets/fashion-mnist";

/// Writes a data set of three classes into a folder: 300 training and 60 test images of 6 × 5 pixels.
fn write_own(folder: &Path) {
    fs::create_dir(folder).unwrap();
    for (name, count) in [("train", 300), ("t10k", 60)] {
        let labels: Vec<u8> = (0..count).map(|i| (i * 7 % 3) as u8).collect();
        let pixel =
            |i: usize, p: usize| (80 * usize::from(labels[i]) + (i * 31 + p * 17) % 60) as u8;
        let pixels: Vec<u8> = (0..count)
            .flat_map(|i| (0..30).map(move |p| (i, p)))
            .map(|(i, p)| pixel(i, p))
            .collect();
        let mut bytes = Vec::new();
        idx::write_images(&mut bytes, 6, 5, &pixels).unwrap();
        fs::write(folder.join(format!("{name}-images-idx3-ubyte")), bytes).unwrap();
        let mut bytes = Vec::new();
        idx::write_labels(&mut bytes, &labels).unwrap();
        fs::write(folder.join(format!("{name}-labels-idx1-ubyte")), bytes).unwrap();
    }
}

/// A folder with the data set `letters`, and a folder in it to run the programs in.
fn folders() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("work");
    fs::create_dir(&inside).unwrap();
    write_own(&folder.path().join("letters"));
    (folder, inside)
}

fn names(server: &Server) -> Vec<String> {
    let start = server.json("/api/start");
    let name = |set: &Value| set["name"].as_str().unwrap().to_owned();
    start["data"].as_array().unwrap().iter().map(name).collect()
}

/// Settings with this data set.
fn with(name: &str) -> Value {
    let mut settings = settings();
    settings["data"] = json!(name);
    settings["images"] = json!(300);
    settings
}

/// Each data set of a server is learned as `train` learns it: the one of `--data`, which settings without a name
/// mean, and those that are read when they are first used.
#[test]
fn the_command_gives_the_same_network_on_every_data_set() {
    let (folder, work) = folders();
    let server = Server::start_in(&work, &["--data", "../letters"]);
    assert_eq!(names(&server), ["letters", "MNIST", "Fashion-MNIST"]);
    let start = server.json("/api/start");
    assert_eq!(start["data"][0]["classes"], json!(["0", "1", "2"]));
    assert_eq!(
        (&start["defaults"]["data"], &start["defaults"]["images"]),
        (&json!("letters"), &json!(300))
    );
    let mut sets = vec![(json!({}), "letters"), (json!({ "data": "letters" }), "letters")];
    sets.push((json!({ "data": "MNIST" }), "MNIST"));
    if Path::new(FASHION).is_dir() {
        sets.push((json!({ "data": "Fashion-MNIST" }), "Fashion-MNIST"));
    }
    for (mut change, name) in sets {
        change["images"] = json!(300);
        let record = same_as_train(&server, &work, change);
        assert_eq!(record["provenance"]["data"]["name"], name);
    }
    drop(folder);
}

#[test]
fn a_run_says_its_data_set_and_its_images_are_of_its_size() {
    let (_folder, work) = folders();
    let server = Server::start_in(&work, &["--data", "../letters"]);
    for (name, asked, shape, flag) in [
        ("letters", settings(), (6, 5), Some("--data ../letters")),
        ("MNIST", with("MNIST"), (28, 28), None),
    ] {
        let mut asked = asked;
        asked["images"] = json!(300);
        let run = server.create(&asked);
        assert_eq!(run["settings"]["data"], name);
        let command = run["command"].as_str().unwrap();
        match flag {
            Some(flag) => assert!(command.ends_with(flag), "{command}"),
            None => assert!(!command.contains("--data"), "{command}"),
        }
        let id = run["id"].as_str().unwrap();
        let seen = server.events(&format!("{id}:0")).until(|seen| seen["weights"].is_object());
        assert_eq!(
            (&seen["weights"]["rows"], &seen["weights"]["columns"]),
            (&json!(shape.0), &json!(shape.1))
        );
    }
    // There are 300 images.
    let mut settings = settings();
    settings["images"] = json!(301);
    let refused: Value =
        serde_json::from_str(server.post("/api/runs", &settings).as_str().unwrap()).unwrap();
    assert_eq!(refused["field"], "images");
}

#[test]
fn the_classes_have_the_names_of_the_clothes_in_the_language_of_the_page() {
    let server = Server::start(&[]);
    assert_eq!(names(&server), ["MNIST", "Fashion-MNIST"]);
    for (language, boot) in [("en", "Ankle boot"), ("ko", "앵클부츠")] {
        let start = server.json(&format!("/api/start?language={language}"));
        assert_eq!(
            (&start["data"][0]["classes"][9], &start["data"][1]["classes"][9]),
            (&json!("9"), &json!(boot))
        );
    }
}

/// The files are looked for each time, so that they can be put there while the server runs.
#[test]
fn without_its_files_a_data_set_is_an_error_that_says_where_they_should_be() {
    if Path::new(FASHION).is_dir() {
        return;
    }
    let (folder, work) = folders();
    let server = Server::start_in(&work, &[]);
    let said = |language: &str| {
        let address = format!("/api/runs?language={language}");
        let answer = server.post(&address, &with("Fashion-MNIST"));
        let error: Value = serde_json::from_str(answer.as_str().unwrap()).unwrap();
        assert_eq!((answer.status_code, &error["field"]), (503, &json!("data")), "{error}");
        error["error"].as_str().unwrap().to_owned()
    };
    for (language, sentence) in [("en", "not on this machine"), ("ko", "이 컴퓨터에")] {
        let missing = said(language);
        let told = ["Fashion-MNIST", "../fashion", FASHION, "docs/across-data-sets.md", "--data"];
        for part in told.into_iter().chain([sentence]) {
            assert!(missing.contains(part), "{missing}");
        }
    }
    fs::rename(folder.path().join("letters"), folder.path().join("fashion")).unwrap();
    assert!(said("en").contains("../fashion holds other data"), "{}", said("en"));
    // The others can be used all the same.
    server.create(&with("MNIST"));
    assert_eq!(server.json("/api/runs").as_array().unwrap().len(), 1);
}

#[test]
fn a_client_names_no_path() {
    let (folder, work) = folders();
    let server = Server::start_in(&work, &[]);
    let path = folder.path().join("letters").display().to_string();
    for name in [
        "",
        "..",
        "../letters",
        "./../letters",
        &path,
        "/etc/passwd",
        "mnist",
        "MNIST ",
        "MNIST\0",
        "file:///etc",
    ] {
        let answer = server.post("/api/runs", &with(name));
        let error: Value = serde_json::from_str(answer.as_str().unwrap()).unwrap();
        assert_eq!((answer.status_code, &error["field"]), (400, &json!("data")), "{name}");
        assert_eq!(error["error"], "data: one of MNIST, Fashion-MNIST", "{name}");
    }
    for bad in [json!(0), json!(["MNIST"]), json!({ "path": path })] {
        let mut settings = settings();
        settings["data"] = bad;
        assert_eq!(server.post("/api/runs", &settings).status_code, 400);
    }
    let long = "x".repeat(1 << 20);
    let answer = server.post("/api/runs", &with(&long));
    assert!(answer.status_code == 400 && answer.as_bytes().len() < 1000);
    assert_eq!(server.json("/api/runs"), json!([]));
}
