//! Files of gigabytes that hold no data set are refused before they are read into memory. They are sparse:
//! they take no space on the disk.
#![allow(missing_docs)]

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use datasets::{DataError, Dataset, Samples, idx};
use flate2::Compression;
use flate2::write::GzEncoder;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Held by each test: the memory of another would be counted too.
static ALONE: Mutex<()> = Mutex::new(());

const LENGTH: u64 = 3 << 30;

/// The most memory that refusing a file may take.
const MOST: usize = 4 << 20;

fn images() -> Vec<u8> {
    let mut bytes = Vec::new();
    idx::write_images(&mut bytes, 28, 28, &[7; 40 * 784]).unwrap();
    bytes
}

fn labels() -> Vec<u8> {
    let mut bytes = Vec::new();
    idx::write_labels(&mut bytes, &[0, 1, 2, 3].repeat(10)).unwrap();
    bytes
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn npy(shape: &str) -> Vec<u8> {
    let header = format!("{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}\n");
    let length = (header.len() as u16).to_le_bytes();
    [b"\x93NUMPY\x01\0", &length[..], header.as_bytes()].concat()
}

fn numpy(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/numpy").join(name)).unwrap()
}

#[test]
fn a_large_file_without_a_data_set_takes_no_memory() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    type IsExpected = fn(&DataError) -> bool;
    let oversized: IsExpected = |error| matches!(error, DataError::Oversized { .. });
    let wrong_kind: IsExpected = |error| matches!(error, DataError::WrongKind { .. });
    let damaged: IsExpected = |error| matches!(error, DataError::Damaged { .. });
    let truncated: IsExpected = |error| matches!(error, DataError::Truncated { .. });
    let of_idx = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"];
    let start_of_table = "label,1x1,1x2\n0,1,2\n1,2,3\n".as_bytes();
    for (name, start, is_expected) in [
        (of_idx[0], images(), oversized),
        (of_idx[1], labels(), oversized),
        (of_idx[0], [&images()[..4], &[0xff; 12]].concat(), |error| {
            matches!(error, DataError::TooLarge { .. } | DataError::Truncated { .. })
        }),
        (of_idx[0], [&images()[..4], &[0, 1, 0, 0, 0, 0, 0, 255, 0, 0, 1, 0]].concat(), truncated),
        (of_idx[0], vec![], wrong_kind),
        (of_idx[0], b"<html>".into(), wrong_kind),
        (of_idx[0], b"\x89PNG".into(), wrong_kind),
        (of_idx[0], gzip(&images()), oversized),
        (of_idx[0], gzip(&images())[..30].into(), oversized),
        (of_idx[0], b"\x1f\x8b\x08\0\0\0\0\0\0\0".into(), |error| {
            matches!(error, DataError::Corrupt { .. } | DataError::WrongKind { .. })
        }),
        ("train-images.npy", npy("(40, 28, 28)"), oversized),
        ("train-images.npy", npy("(4000000000, 28, 28)"), truncated),
        ("mnist.npz", b"PK\x03\x04".into(), damaged),
        ("mnist.npz", numpy("stored.npz"), damaged),
        ("train.csv", vec![], wrong_kind),
        ("train.csv", start_of_table.into(), damaged),
        ("train.csv.gz", gzip(start_of_table), damaged),
    ] {
        let folder = tempfile::tempdir().unwrap();
        if !name.ends_with(".npz") && !name.contains(".csv") {
            for (other, bytes) in [
                ("train-images-idx3-ubyte", images()),
                ("train-labels-idx1-ubyte", labels()),
                ("t10k-images-idx3-ubyte", images()),
                ("t10k-labels-idx1-ubyte", labels()),
            ] {
                let is_same_array = name[..10] == other[..10];
                if !is_same_array {
                    fs::write(folder.path().join(other), bytes).unwrap();
                }
            }
        }
        let path = folder.path().join(name);
        fs::write(&path, &start).unwrap();
        File::options().write(true).open(&path).unwrap().set_len(LENGTH).unwrap();
        ALLOCATOR.reset_peak_usage();
        let before = ALLOCATOR.current_usage();
        let error = Dataset::from_path(folder.path()).expect_err(name);
        let taken = ALLOCATOR.peak_usage().saturating_sub(before);
        println!("{name}: {taken} bytes: {error}");
        assert!(is_expected(&error), "{name}: {error:?}");
        assert!(error.to_string().contains(name), "{error}");
        assert!(taken <= MOST, "{name}: {taken} bytes: {error}");
    }
}

/// Files of more than the first bytes that are looked at, in each format.
#[test]
fn whole_files_are_read() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let pixels: Vec<u8> = (0..200 * 784).map(|i| (i * 31 % 251) as u8).collect();
    let mut raw = Vec::new();
    idx::write_images(&mut raw, 28, 28, &pixels).unwrap();
    let mut labels = Vec::new();
    idx::write_labels(&mut labels, &[0, 1, 2, 3].repeat(50)).unwrap();
    let stored = GzEncoder::new(Vec::new(), Compression::none());
    let stored = [stored].map(|mut encoder| {
        encoder.write_all(&raw).unwrap();
        encoder.finish().unwrap()
    });
    let npy = [npy("(200, 28, 28)"), pixels.clone()].concat();
    let table: Vec<String> = pixels
        .chunks(784)
        .enumerate()
        .map(|(i, image)| {
            let pixels: Vec<String> = image.iter().map(u8::to_string).collect();
            format!("{},{}", i % 4, pixels.join(","))
        })
        .collect();
    let table = table.join("\n").into_bytes();
    for (name, content) in [
        ("train-images-idx3-ubyte", &raw),
        ("train-images-idx3-ubyte.gz", &gzip(&raw)),
        ("train-images-idx3-ubyte.gz", &stored[0]),
        ("train-images.npy", &npy),
        ("train.csv", &table),
        ("train.csv.gz", &gzip(&table)),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), content).unwrap();
        match name.contains("csv") {
            true => fs::write(folder.path().join(name.replace("train", "test")), content).unwrap(),
            false => {
                fs::write(folder.path().join("train-labels-idx1-ubyte"), &labels).unwrap();
                fs::write(folder.path().join("t10k-images-idx3-ubyte"), &raw).unwrap();
                fs::write(folder.path().join("t10k-labels-idx1-ubyte"), &labels).unwrap();
            }
        }
        let data = Dataset::from_path(folder.path()).unwrap();
        assert_eq!((data.training.len(), data.training.label(199)), (200, 3), "{name}");
        assert_eq!(data.training.image(199), &pixels[199 * 784..], "{name}");
        assert_eq!(data.test.image(199), &pixels[199 * 784..], "{name}");
    }
}

/// A folder of PNG files. One of them has 3 GB.
#[test]
fn a_large_png_file_is_refused() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("train/0/0.png");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, b"\x89PNG\r\n\x1a\n").unwrap();
    fs::write(path.with_file_name("1.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    File::options().write(true).open(&path).unwrap().set_len(LENGTH).unwrap();
    let error = Dataset::from_path(folder.path()).unwrap_err();
    assert!(matches!(error, DataError::TooLarge { .. }), "{error}");
}
