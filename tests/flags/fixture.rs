//! What the commands read: a small data set, and a network that learned it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::help::PROGRAM;

/// The folder of a data set of 200 training and 50 test images of 8 × 8 pixels, in ten classes.
pub fn data() -> PathBuf {
    folder().join("data")
}

/// The file of a network for these images.
pub fn network() -> PathBuf {
    folder().join("network.bpk")
}

fn folder() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER.get_or_init(made).path()
}

fn made() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("a folder");
    for (name, count) in [("train", 200u32), ("t10k", 50)] {
        let images = idx(&[count, 8, 8], |i| (i * 37 % 251) as u8);
        fs::write(data.join(format!("{name}-images-idx3-ubyte")), images).expect("a file");
        let labels = idx(&[count], |i| (i % 10) as u8);
        fs::write(data.join(format!("{name}-labels-idx1-ubyte")), labels).expect("a file");
    }
    let trained = Command::new(PROGRAM)
        .args(["train", "--save=network.bpk", "--data=data", "--iterations=2", "--hidden=3"])
        .env("LC_ALL", "C")
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .status();
    assert!(trained.expect("it starts").success());
    folder
}

/// An IDX file of bytes with these dimensions.
fn idx(dimensions: &[u32], byte: impl Fn(u32) -> u8) -> Vec<u8> {
    let mut file = vec![0, 0, 8, dimensions.len() as u8];
    file.extend(dimensions.iter().flat_map(|n| n.to_be_bytes()));
    file.extend((0..dimensions.iter().product()).map(byte));
    file
}
