//! The layouts in which people have data sets: each is built in a folder and read, or refused with advice.
//!
//! All of them hold the same images, so all have the same fingerprint. The NumPy files were written by
//! NumPy itself: `numpy/make.py`. `--nocapture` shows the layouts and what was said about those that are
//! refused.
#![allow(missing_docs)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use datasets::{DataError, Dataset, Samples, idx};
use flate2::Compression;
use flate2::write::GzEncoder;

const ROWS: usize = 4;
const COLUMNS: usize = 3;
const LABELS: [u8; 7] = [0, 2, 1, 1, 0, 2, 2];
const TEST: usize = 4;

const TRAINING_IMAGES: &str = "train-images-idx3-ubyte";
const TRAINING_LABELS: &str = "train-labels-idx1-ubyte";
const TEST_IMAGES: &str = "t10k-images-idx3-ubyte";
const TEST_LABELS: &str = "t10k-labels-idx1-ubyte";
const NAMES: [&str; 4] = [TRAINING_IMAGES, TRAINING_LABELS, TEST_IMAGES, TEST_LABELS];

/// As in `numpy/make.py`.
fn pixels(count: usize) -> Vec<u8> {
    (0..count * ROWS * COLUMNS).map(|i| (i * 37 % 256) as u8).collect()
}

fn images(count: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    idx::write_images(&mut bytes, ROWS as u32, COLUMNS as u32, &pixels(count)).unwrap();
    bytes
}

fn labels(labels: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    idx::write_labels(&mut bytes, labels).unwrap();
    bytes
}

/// The content of the four raw files.
fn contents() -> [Vec<u8>; 4] {
    [images(7), labels(&LABELS), images(TEST), labels(&LABELS[..TEST])]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn write(path: PathBuf, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Writes the four files under these names, compressed where the name contains `.gz`.
fn four(folder: &Path, names: [&str; 4]) {
    for (name, bytes) in names.iter().zip(contents()) {
        let bytes = if name.to_lowercase().contains(".gz") { gzip(&bytes) } else { bytes };
        write(folder.join(name), bytes);
    }
}

/// The four names, each changed.
fn renamed(change: impl Fn(&str) -> String) -> impl Fn(&Path) {
    move |folder| {
        let names = NAMES.map(&change);
        four(folder, [&names[0], &names[1], &names[2], &names[3]]);
    }
}

/// The four raw files under their original names.
fn original() -> impl Fn(&Path) {
    renamed(|name| name.to_owned())
}

fn numpy(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/numpy").join(name)).unwrap()
}

/// A table with a header that says how wide the images are.
fn table(count: usize, separator: &str, with_labels: bool) -> String {
    let names = (1..=ROWS).flat_map(|row| (1..=COLUMNS).map(move |c| format!("{row}x{c}")));
    let mut names: Vec<String> = names.collect();
    if with_labels {
        names.insert(0, "label".into());
    }
    let mut text = names.join(separator) + "\n";
    for (pixels, label) in pixels(count).chunks(ROWS * COLUMNS).zip(LABELS) {
        let mut values: Vec<String> = pixels.iter().map(u8::to_string).collect();
        if with_labels {
            values.insert(0, label.to_string());
        }
        text += &(values.join(separator) + "\n");
    }
    text
}

fn png(pixels: &[u8], color: png::ColorType, rows: usize, columns: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, columns as u32, rows as u32);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
    bytes
}

/// PNG files `training/CLASS/INDEX.png`, with the classes' names.
fn png_folders(folder: &Path, names: [&str; 3], sets: [(&str, usize); 2]) {
    for (set, count) in sets {
        for (i, (pixels, label)) in pixels(count).chunks(12).zip(LABELS).enumerate() {
            let file = folder.join(set).join(names[usize::from(label)]).join(format!("{i}.png"));
            write(file, png(pixels, png::ColorType::Grayscale, ROWS, COLUMNS));
        }
    }
}

type Build = Box<dyn Fn(&Path)>;

/// What the layouts are called, what is given to `--data`, and how they are built. All hold the same data.
fn same_data() -> Vec<(&'static str, &'static str, Build)> {
    fn build(with: impl Fn(&Path) + 'static) -> Build {
        Box::new(with)
    }
    vec![
        ("the original names, raw", "", build(original())),
        ("the original names, .gz", "", build(renamed(|n| format!("{n}.gz")))),
        ("Kaggle: a dot in the name", "", build(renamed(|n| n.replace("-idx", ".idx")))),
        (
            "Kaggle: a folder for each file, and the file beside it",
            "",
            build(|folder| {
                renamed(|n| n.replace("-idx", ".idx"))(folder);
                renamed(|n| format!("{n}/{n}"))(folder);
            }),
        ),
        ("only a folder for each file", "", build(renamed(|n| format!("{n}/{n}")))),
        (
            "a folder for each file, called .gz (unpacked on Windows)",
            "",
            build(renamed(|n| format!("{n}.gz/{n}"))),
        ),
        ("torchvision: MNIST/raw", "", build(renamed(|n| format!("MNIST/raw/{n}")))),
        ("torchvision: MNIST", "MNIST", build(renamed(|n| format!("MNIST/raw/{n}")))),
        (
            "torchvision: MNIST/raw itself",
            "MNIST/raw",
            build(renamed(|n| format!("MNIST/raw/{n}"))),
        ),
        (
            "torchvision: raw and .gz side by side",
            "",
            build(|folder| {
                renamed(|n| format!("FashionMNIST/raw/{n}"))(folder);
                renamed(|n| format!("FashionMNIST/raw/{n}.gz"))(folder);
            }),
        ),
        (
            "a raw file that was cut off beside a whole .gz",
            "",
            build(|folder| {
                renamed(|n| format!("{n}.gz"))(folder);
                write(folder.join(TRAINING_IMAGES), &images(7)[..50]);
            }),
        ),
        ("upper case", "", build(renamed(|n| n.to_uppercase() + ".GZ"))),
        ("blanks instead of hyphens", "", build(renamed(|n| n.replace('-', " ")))),
        ("underscores instead of hyphens", "", build(renamed(|n| n.replace('-', "_")))),
        ("downloaded twice: (1) before .gz", "", build(renamed(|n| format!("{n} (1).gz")))),
        (
            "downloaded twice: both copies",
            "",
            build(|folder| {
                renamed(|n| format!("{n}.gz"))(folder);
                renamed(|n| format!("{n} (1).gz"))(folder);
            }),
        ),
        (
            "unpacked by the browser, but still called .gz",
            "",
            build(|folder| {
                for (name, bytes) in NAMES.iter().zip(contents()) {
                    write(folder.join(format!("{name}.gz")), bytes);
                }
            }),
        ),
        ("test instead of t10k", "", build(renamed(|n| n.replace("t10k", "test")))),
        (
            "train and test in folders of their own",
            "",
            build(|folder| {
                four(
                    folder,
                    [
                        "train/images-idx3-ubyte",
                        "train/labels-idx1-ubyte",
                        "test/images-idx3-ubyte",
                        "test/labels-idx1-ubyte",
                    ],
                );
            }),
        ),
        (
            "EMNIST's names",
            "gzip",
            build(renamed(|n| format!("gzip/emnist-letters-{}.gz", n.replace("t10k", "test")))),
        ),
        (
            "EMNIST: one of six sets, chosen by a file",
            "gzip/emnist-letters-train-images-idx3-ubyte.gz",
            build(|folder| {
                for set in ["letters", "digits", "balanced", "byclass", "bymerge", "mnist"] {
                    renamed(|n| format!("gzip/emnist-{set}-{n}.gz"))(folder);
                }
            }),
        ),
        (
            "QMNIST: labels of eight numbers",
            "",
            build(|folder| {
                for (set, count) in [("train", 7), ("test", TEST)] {
                    let name = format!("qmnist-{set}-images-idx3-ubyte.gz");
                    write(folder.join("QMNIST/raw").join(name), gzip(&images(count)));
                    let mut bytes = vec![0, 0, 0x0c, 2, 0, 0, 0, count as u8, 0, 0, 0, 8];
                    for &label in &LABELS[..count] {
                        let row = [i32::from(label), 4, 2532, 0, 53, 0, 0, 0];
                        bytes.extend(row.into_iter().flat_map(i32::to_be_bytes));
                    }
                    let name = format!("qmnist-{set}-labels-idx2-int.gz");
                    write(folder.join("QMNIST/raw").join(name), gzip(&bytes));
                }
            }),
        ),
        (
            "Keras: mnist.npz in a folder",
            "",
            build(|f| write(f.join("mnist.npz"), numpy("stored.npz"))),
        ),
        (
            "Keras: the file mnist.npz",
            "mnist.npz",
            build(|f| write(f.join("mnist.npz"), numpy("compressed.npz"))),
        ),
        (
            "MedMNIST: other names, validation images, labels in a column",
            "pneumoniamnist.npz",
            build(|f| write(f.join("pneumoniamnist.npz"), numpy("other_names.npz"))),
        ),
        (
            "KMNIST: an archive for each array",
            "",
            build(|folder| {
                // The labels are IDX: each file is read by its content.
                four(
                    folder,
                    [
                        "unused",
                        "kmnist-train-labels.npz",
                        "kmnist-test-imgs.npz",
                        "kmnist-test-labels.npz",
                    ],
                );
                write(folder.join("kmnist-train-imgs.npz"), numpy("one_array.npz"));
            }),
        ),
        (
            "arrays of NumPy: y_train.npy",
            "",
            build(|folder| {
                four(folder, ["x_train.npy", "unused", "x_test.npy", "y_test.npy"]);
                write(folder.join("y_train.npy"), numpy("array.npy"));
            }),
        ),
        (
            "tables: mnist_train.csv and mnist_test.csv",
            "",
            build(|folder| {
                write(folder.join("mnist_train.csv"), table(7, ",", true));
                write(folder.join("mnist_test.csv"), table(TEST, ",", true));
            }),
        ),
        (
            "tables with semicolons, a byte order mark and \\r\\n, compressed",
            "x_train.csv.gz",
            build(|folder| {
                let text = |n| format!("\u{feff}{}", table(n, ";", true).replace('\n', "\r\n"));
                write(folder.join("x_train.csv.gz"), gzip(text(7).as_bytes()));
                write(folder.join("x_test.csv.gz"), gzip(text(TEST).as_bytes()));
            }),
        ),
        (
            "Kaggle: tables beside IDX files",
            "",
            build(|folder| {
                original()(folder);
                write(folder.join("fashion-mnist_train.csv"), table(7, ",", true));
                write(folder.join("fashion-mnist_test.csv"), table(TEST, ",", true));
            }),
        ),
        (
            "PNG files by class: training/0/0.png",
            "",
            build(|f| {
                png_folders(
                    f,
                    ["0", "1", "2"],
                    [("mnist_png/training", 7), ("mnist_png/testing", 4)],
                )
            }),
        ),
        (
            "PNG files by class with names: train/coat/0.png",
            "",
            build(|f| png_folders(f, ["bag", "coat", "dress"], [("train", 7), ("test", TEST)])),
        ),
        (
            "beside a pickle, a checksum and a partial download",
            "",
            build(|folder| {
                renamed(|n| format!("{n}.gz"))(folder);
                write(folder.join("mnist.pkl"), b"\x80\x04\x95");
                write(
                    folder.join("train-images-idx3-ubyte.gz.md5"),
                    "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                );
                write(folder.join("t10k-images-idx3-ubyte.gz.part"), "");
                write(folder.join("__MACOSX/._train-images-idx3-ubyte"), "");
            }),
        ),
    ]
}

#[test]
fn every_layout_with_the_same_data_has_the_same_fingerprint() {
    let layouts = same_data();
    let mut expected = None;
    for (name, path, build) in &layouts {
        let folder = tempfile::tempdir().unwrap();
        build(folder.path());
        let data = Dataset::from_path(&folder.path().join(path))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((data.training.len(), data.test.len()), (7, TEST), "{name}");
        assert_eq!(data.training.image_shape(), (ROWS, COLUMNS), "{name}");
        assert_eq!(data.training.labels(&[0, 1, 2, 3, 4, 5, 6]), LABELS, "{name}");
        assert_eq!(data.training.image(6), &pixels(7)[6 * 12..], "{name}");
        let expected = expected.get_or_insert(data.fingerprint.clone());
        assert_eq!(data.fingerprint, *expected, "{name}");
        println!("read: {name}: called {}; notes: {:?}", data.name, data.notes());
    }
    println!("{} layouts read", layouts.len());
}

/// The name comes from the content if it is known, otherwise from the files, otherwise from the folder.
#[test]
fn a_data_set_is_called_after_its_files_or_its_folder() {
    for (layout, expected) in [
        ("torchvision: MNIST/raw", "MNIST"),
        ("torchvision: raw and .gz side by side", "FashionMNIST"),
        ("EMNIST's names", "emnist-letters"),
        ("QMNIST: labels of eight numbers", "qmnist"),
        ("KMNIST: an archive for each array", "kmnist"),
        ("Keras: the file mnist.npz", "mnist"),
        ("tables: mnist_train.csv and mnist_test.csv", "mnist"),
        ("PNG files by class: training/0/0.png", "mnist_png"),
    ] {
        let layouts = same_data();
        let (_, path, build) = layouts.iter().find(|(name, ..)| *name == layout).unwrap();
        let folder = tempfile::tempdir().unwrap();
        build(folder.path());
        let data = Dataset::from_path(&folder.path().join(path)).unwrap();
        assert_eq!(data.name, expected);
    }
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("shapes");
    original()(&inside);
    assert_eq!(Dataset::from_path(&inside).unwrap().name, "shapes");
    assert_eq!(datasets::folder_name(&inside.join(".")), "shapes");
    // A folder that only says which set it is does not name the data.
    for set in ["train", "Test", "training", "testing"] {
        png_folders(&folder.path().join("letters"), ["0", "1", "2"], [(set, 7), ("other", 0)]);
        let data = Dataset::from_path(&folder.path().join("letters").join(set)).unwrap();
        assert_eq!(data.name, "letters");
    }
}

/// Notes: what is said about data that can be read, but is odd.
#[test]
fn odd_data_is_read_with_a_note() {
    let notes = |build: &dyn Fn(&Path)| {
        let folder = tempfile::tempdir().unwrap();
        build(folder.path());
        Dataset::from_path(folder.path()).unwrap().notes().join("\n")
    };
    assert_eq!(notes(&|folder| original()(folder)), "");
    let faint = |folder: &Path| {
        original()(folder);
        let mut bytes = images(7);
        bytes[16..].iter_mut().for_each(|pixel| *pixel = (*pixel / 15).min(16));
        write(folder.join(TRAINING_IMAGES), bytes);
    };
    assert!(notes(&faint).contains("the brightest pixel of the training images is 16"));
    assert!(notes(&faint).contains("multiply the pixels by 15"));
    let from_one = |folder: &Path| {
        original()(folder);
        write(folder.join(TRAINING_LABELS), labels(&LABELS.map(|label| label + 1)));
        write(folder.join(TEST_LABELS), labels(&[1, 3, 2, 2]));
    };
    assert!(notes(&from_one).contains("no image has the label 0"), "{}", notes(&from_one));
    let cut = |folder: &Path| {
        renamed(|n| format!("{n}.gz"))(folder);
        write(folder.join(TEST_IMAGES), &images(TEST)[..50]);
    };
    assert!(notes(&cut).contains("has 50"), "{}", notes(&cut));
    let emnist = |folder: &Path| renamed(|n| format!("emnist-digits-{n}"))(folder);
    assert!(notes(&emnist).contains("--transpose"));
    let unlabeled = |folder: &Path| {
        write(folder.join("train.csv"), table(7, ",", true));
        write(folder.join("test.csv"), table(TEST, ",", false));
        write(folder.join("sample_submission.csv"), "ImageId,Label\n1,0\n");
    };
    for part in ["test.csv has no labels", "the last seventh of the lines (1 of 7)"] {
        assert!(notes(&unlabeled).contains(part), "{}", notes(&unlabeled));
    }
    let one_folder = |folder: &Path| png_folders(folder, ["0", "1", "2"], [("", 7), ("", 4)]);
    assert!(notes(&one_folder).contains("last seventh of each class (3 of 7 images)"));
    let letters = |f: &Path| png_folders(f, ["b", "10", "2"], [("train", 7), ("test", 4)]);
    assert!(notes(&letters).contains("the classes are 0 = 10, 1 = 2, 2 = b"));
    let validation = |f: &Path| {
        png_folders(f, ["0", "1", "2"], [("train", 7), ("test", 4)]);
        png_folders(f, ["0", "1", "2"], [("validation", 7), ("val", 4)]);
    };
    for part in ["/val is not used", "/validation is not used", "split them off"] {
        assert!(notes(&validation).contains(part), "{}", notes(&validation));
    }
    let validation = |folder: &Path| {
        original()(folder);
        write(folder.join("val/images-idx3-ubyte"), images(7));
    };
    assert!(notes(&validation).contains("/val is not used"), "{}", notes(&validation));
    let both = |folder: &Path| {
        original()(folder);
        write(folder.join("mnist.npz"), numpy("stored.npz"));
    };
    assert!(notes(&both).contains("mnist.npz was not read"), "{}", notes(&both));
}

#[test]
fn transposed_images_are_another_data_set() {
    let folder = tempfile::tempdir().unwrap();
    renamed(|n| format!("emnist-letters-{n}"))(folder.path());
    let stored = Dataset::from_path(folder.path()).unwrap();
    let upright = stored.clone().transposed();
    assert_eq!(upright.training.image_shape(), (COLUMNS, ROWS));
    for (row, column) in [(0, 0), (1, 0), (2, 3), (0, 2)] {
        let pixel = upright.test.image(2)[row * ROWS + column];
        assert_eq!(pixel, stored.test.image(2)[column * COLUMNS + row]);
    }
    assert_ne!(upright.fingerprint, stored.fingerprint);
    assert_eq!(upright.name, "emnist-letters, transposed");
    assert_eq!((stored.notes().len(), upright.notes().len()), (1, 0));
    assert_eq!(upright.transposed().fingerprint, stored.fingerprint);
}

/// Classes whose names are numbers have the order of the numbers, as many as there are.
#[test]
fn numbered_classes_are_sorted_by_number() {
    let folder = tempfile::tempdir().unwrap();
    for set in ["train", "test"] {
        for class in 0..12u8 {
            let file = folder.path().join(format!("{set}/{class}/image-{class}.png"));
            write(file, png(&[class; 12], png::ColorType::Grayscale, 4, 3));
        }
    }
    let data = Dataset::from_path(folder.path()).unwrap();
    for i in 0..12 {
        assert_eq!(data.training.image(i)[0], data.training.label(i));
    }
    assert_eq!(data.training.classes(), 12);
}

/// If the files are not numbered through, the classes take turns: the first images are not of one class.
#[test]
fn the_first_images_of_folders_are_of_all_classes() {
    let folder = tempfile::tempdir().unwrap();
    for set in ["train", "test"] {
        for (class, count) in [("a", 3), ("b", 1), ("c", 2)] {
            for i in 0..count {
                let file = folder.path().join(format!("{set}/{class}/{i}.png"));
                write(file, png(&[i; 12], png::ColorType::Grayscale, 4, 3));
            }
        }
    }
    let data = Dataset::from_path(folder.path()).unwrap();
    assert_eq!(data.training.labels(&[0, 1, 2, 3, 4, 5]), [0, 1, 2, 0, 2, 0]);
}

type Refused = (&'static str, &'static str, Build, fn(&DataError) -> bool, &'static [&'static str]);

/// What cannot be read: the layout, what is given to `--data`, the class of the error, and what it says.
fn refused() -> Vec<Refused> {
    fn build(with: impl Fn(&Path) + 'static) -> Build {
        Box::new(with)
    }
    fn one(name: &'static str, bytes: impl AsRef<[u8]> + 'static) -> Build {
        build(move |folder| write(folder.join(name), bytes.as_ref()))
    }
    fn with(name: &'static str, bytes: Vec<u8>) -> Build {
        build(move |folder| {
            original()(folder);
            write(folder.join(name), &bytes);
        })
    }
    /// Arrays. One of them has this header.
    fn npy(header: &'static str) -> Build {
        build(move |folder| {
            four(folder, ["x_train.npy", "unused", "x_test.npy", "y_test.npy"]);
            let length = (header.len() as u16).to_le_bytes();
            let start = [b"\x93NUMPY\x01\0", &length[..], header.as_bytes()].concat();
            write(folder.join("y_train.npy"), [&start[..], &LABELS].concat());
        })
    }
    let missing = |error: &DataError| matches!(error, DataError::Missing { .. });
    let ambiguous = |error: &DataError| matches!(error, DataError::Ambiguous { .. });
    let unsuitable = |error: &DataError| matches!(error, DataError::Unsuitable { .. });
    let wrong_kind = |error: &DataError| matches!(error, DataError::WrongKind { .. });
    let damaged = |error: &DataError| matches!(error, DataError::Damaged { .. });
    let no_set = |error: &DataError| matches!(error, DataError::NotADataSet { .. });
    let empty = |error: &DataError| matches!(error, DataError::Empty { .. });
    vec![
        ("an empty folder", "", build(|_| {}), missing, &["holds nothing", "own_data.md"]),
        (
            "a path that is not there",
            "nowhere",
            build(|_| {}),
            |error| matches!(error, DataError::NoFolder { .. }),
            &["no such folder", TRAINING_IMAGES],
        ),
        (
            "other files",
            "",
            build(|folder| (0..40).for_each(|i| write(folder.join(format!("{i:02}.txt")), "text"))),
            missing,
            &["no data set", "00.txt, 01.txt", "and 28 more"],
        ),
        (
            "one file is missing",
            "",
            build(|folder| {
                renamed(|n| format!("MNIST/raw/{n}"))(folder);
                fs::remove_file(folder.join("MNIST/raw").join(TEST_LABELS)).unwrap();
            }),
            missing,
            &["no file t10k-labels-idx1-ubyte (or .gz)", "holds MNIST/; docs"],
        ),
        (
            "EMNIST: six sets in one folder",
            "",
            build(|folder| {
                for set in ["letters", "digits", "balanced"] {
                    renamed(|n| format!("gzip/emnist-{set}-{n}.gz"))(folder);
                }
            }),
            ambiguous,
            &["emnist-letters-train-images-idx3-ubyte.gz", "emnist-digits", "--data"],
        ),
        (
            "torchvision: two data sets",
            "",
            build(|folder| {
                renamed(|n| format!("MNIST/raw/{n}"))(folder);
                renamed(|n| format!("FashionMNIST/raw/{n}"))(folder);
            }),
            ambiguous,
            &["FashionMNIST/raw\"", "MNIST/raw\""],
        ),
        (
            "two archives of NumPy",
            "",
            build(|folder| {
                write(folder.join("mnist.npz"), numpy("stored.npz"));
                write(folder.join("fashion.npz"), numpy("compressed.npz"));
            }),
            ambiguous,
            &["fashion.npz", "mnist.npz"],
        ),
        (
            "mnist.pkl",
            "",
            one("mnist.pkl", b"\x80\x04\x95\0"),
            missing,
            &["pickle", "execute", "savez"],
        ),
        (
            "mnist.pkl.gz",
            "mnist.pkl.gz",
            build(|folder| write(folder.join("mnist.pkl.gz"), gzip(b"\x80\x02}q\x01."))),
            no_set,
            &["a Python pickle", "execute any code"],
        ),
        (
            "Parquet",
            "",
            one("train-00000-of-00001.parquet", b"PAR1\x15\x04"),
            missing,
            &["Parquet", "savez"],
        ),
        (
            "MATLAB",
            "mnist-original.mat",
            one("mnist-original.mat", b"MATLAB 5.0 MAT-file"),
            no_set,
            &["MATLAB", "savez"],
        ),
        ("HDF5", "mnist.h5", one("mnist.h5", b"\x89HDF\r\n\x1a\n"), no_set, &["HDF5", "savez"]),
        ("ARFF", "", one("mnist_784.arff", "@RELATION mnist_784\n"), missing, &["ARFF", "savez"]),
        (
            "a JPEG",
            "7.jpg",
            one("7.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
            no_set,
            &["a JPEG image", "PNG"],
        ),
        (
            "a HEIC photograph",
            "7.heic",
            one("7.heic", b"\0\0\0\x18ftypheic\0\0\0\0"),
            no_set,
            &["HEIC", "PNG"],
        ),
        (
            "a HEIC photograph under the name of an IDX file",
            "",
            with(TRAINING_IMAGES, b"\0\0\0\x18ftypheic\0\0\0\0".into()),
            wrong_kind,
            &["HEIC"],
        ),
        (
            "a PNG file",
            "7.png",
            build(|f| write(f.join("7.png"), png(&[0; 12], png::ColorType::Grayscale, 4, 3))),
            no_set,
            &["a PNG image", "folder for each class"],
        ),
        (
            "a zip archive",
            "archive.zip",
            one("archive.zip", b"PK\x03\x04\x14\0\0\0\0\0"),
            no_set,
            &["a zip archive", "unpack it", "the folder that contains"],
        ),
        (
            "IDX of floating-point numbers",
            "",
            with(TRAINING_IMAGES, [&[0, 0, 0x0d, 3][..], &images(7)[4..]].concat()),
            wrong_kind,
            &["32-bit floating-point", "unsigned bytes from 0 to 255"],
        ),
        (
            "IDX with a little-endian header",
            "",
            with(TRAINING_IMAGES, [&[3, 8, 0, 0, 7, 0, 0, 0][..], &images(7)[8..]].concat()),
            wrong_kind,
            &["little-endian", "big-endian"],
        ),
        (
            "IDX in xz",
            "",
            with(TRAINING_IMAGES, b"\xfd7zXZ\0\0\x04".into()),
            wrong_kind,
            &["xz data", "xz -d"],
        ),
        (
            "floats in npz",
            "a.npz",
            one("a.npz", numpy("floats.npz")),
            unsuitable,
            &["x_train", "255 * x"],
        ),
        (
            "objects in npz",
            "a.npz",
            one("a.npz", numpy("objects.npz")),
            unsuitable,
            &["y_train", "pickle"],
        ),
        (
            "Fortran's order in npz",
            "a.npz",
            one("a.npz", numpy("fortran.npz")),
            unsuitable,
            &["ascontiguousarray"],
        ),
        (
            "colours in npz",
            "a.npz",
            one("a.npz", numpy("colours.npz")),
            unsuitable,
            &["colour", "grey"],
        ),
        (
            "one-hot labels in npz",
            "a.npz",
            one("a.npz", numpy("one_hot.npz")),
            unsuitable,
            &["argmax"],
        ),
        (
            "negative labels in npz",
            "a.npz",
            one("a.npz", numpy("negative.npz")),
            unsuitable,
            &["element 0 is -1"],
        ),
        (
            "an npz without test data",
            "a.npz",
            one("a.npz", numpy("incomplete.npz")),
            unsuitable,
            &["arrays x_train, y_train", "no array of test images"],
        ),
        (
            "a table of pixels from 0 to 1",
            "train.csv",
            one("train.csv", "label,1x1,1x2\n0,0.5,1\n"),
            unsuitable,
            &["line 2", "`0.5`", "multiply"],
        ),
        (
            "a table with a line that is too short",
            "train.csv",
            one("train.csv", "label,1x1,1x2\n0,5,1\n1,2\n"),
            damaged,
            &["line 3", "2 values", "has 3"],
        ),
        (
            "a table whose pixels are no square",
            "train.csv",
            one("train.csv", "id,label,a,b\n1,0,5,1\n"),
            unsuitable,
            &["3 pixels", "square"],
        ),
        (
            "a table without lines",
            "train.csv",
            one("train.csv", "label,1x1\n"),
            empty,
            &["no images"],
        ),
        (
            "a table without labels",
            "test.csv",
            build(|f| write(f.join("test.csv"), table(TEST, ",", false))),
            unsuitable,
            &["no labels"],
        ),
        (
            "coloured PNG files",
            "",
            build(|folder| {
                png_folders(folder, ["0", "1", "2"], [("train", 7), ("test", TEST)]);
                let colours: Vec<u8> = (0..36).collect();
                write(folder.join("train/1/9.png"), png(&colours, png::ColorType::Rgb, 4, 3));
            }),
            unsuitable,
            &["9.png", "colours", "Gray"],
        ),
        (
            "PNG files of different sizes",
            "",
            build(|folder| {
                png_folders(folder, ["0", "1", "2"], [("train", 7), ("test", TEST)]);
                write(folder.join("train/1/9.png"), png(&[1; 12], png::ColorType::Grayscale, 3, 4));
            }),
            unsuitable,
            &["4 × 3 pixels", "has 3 × 4", "9.png", "one size first", "mogrify -resize 28x28!"],
        ),
        (
            "PNG files for testing of another size than those for training",
            "",
            build(|folder| {
                png_folders(folder, ["0", "1", "2"], [("train", 7), ("nothing", 0)]);
                for class in 0..3 {
                    let image = png(&[1; 12], png::ColorType::Grayscale, 3, 4);
                    write(folder.join(format!("test/{class}/9.png")), image);
                }
            }),
            unsuitable,
            &["test: ", "4 × 3 pixels", "train has 3 × 4", "mogrify -resize"],
        ),
        (
            "JPEG files by class",
            "",
            build(|folder| {
                png_folders(folder, ["0", "1", "2"], [("train", 7), ("test", TEST)]);
                write(folder.join("train/2/7.JPG"), b"\xff\xd8\xff");
            }),
            unsuitable,
            &["7.JPG", "mogrify"],
        ),
        (
            "folders whose numbers leave out a class",
            "",
            build(|f| png_folders(f, ["0", "1", "3"], [("train", 7), ("test", TEST)])),
            unsuitable,
            &["train/3", "class 3, although there is no class 2"],
        ),
        (
            "folders whose numbers begin at 77",
            "",
            build(|f| png_folders(f, ["77", "78", "79"], [("train", 7), ("test", TEST)])),
            unsuitable,
            &["class 77, although there is no class 1"],
        ),
        (
            "a class that only test images have",
            "",
            build(|folder| {
                png_folders(folder, ["0", "1", "2"], [("train", 7), ("test", TEST)]);
                write(folder.join("test/3/9.png"), png(&[1; 12], png::ColorType::Grayscale, 4, 3));
            }),
            unsuitable,
            &["no training image has this class"],
        ),
        (
            "a class without an image",
            "",
            build(|folder| {
                png_folders(folder, ["0", "1", "2"], [("train", 7), ("test", TEST)]);
                fs::create_dir(folder.join("train/3")).unwrap();
            }),
            unsuitable,
            &["train/3", "the folder of this class has no PNG image; remove it or add some"],
        ),
        (
            "Keras: half of mnist.npz, in a folder",
            "",
            build(|folder| {
                let whole = numpy("compressed.npz");
                write(folder.join("mnist.npz"), &whole[..whole.len() / 2]);
            }),
            damaged,
            &["mnist.npz: ", "cut off or damaged", "download"],
        ),
        (
            "Keras: half of mnist.npz, the file",
            "mnist.npz",
            build(|folder| {
                let whole = numpy("compressed.npz");
                write(folder.join("mnist.npz"), &whole[..whole.len() / 2]);
            }),
            damaged,
            &["mnist.npz: ", "cut off or damaged", "download"],
        ),
        (
            "mnist.npz without its last 30 bytes, some folders down",
            "",
            build(|folder| {
                let whole = numpy("stored.npz");
                write(folder.join("a/b/mnist.npz"), &whole[..whole.len() - 30]);
                write(folder.join("7.png"), b"\x89PNG");
            }),
            damaged,
            &["b/mnist.npz: ", "cut off or damaged", "download"],
        ),
        (
            "mnist.npz: only the signature, in a folder",
            "",
            one("mnist.npz", [&b"PK\x03\x04"[..], &[0; 5000]].concat()),
            damaged,
            &["mnist.npz: ", "cut off or damaged", "download"],
        ),
        (
            "mnist.npz: only the signature, the file",
            "mnist.npz",
            one("mnist.npz", [&b"PK\x03\x04"[..], &[0; 5000]].concat()),
            damaged,
            &["mnist.npz: ", "cut off or damaged", "download"],
        ),
        (
            "one array of KMNIST that is only a signature",
            "",
            build(|folder| {
                four(
                    folder,
                    ["unused", "k-train-labels.npz", "k-test-imgs.npz", "k-test-labels.npz"],
                );
                write(folder.join("k-train-imgs.npz"), [&b"PK\x03\x04"[..], &[0; 50]].concat());
            }),
            damaged,
            &["k-train-imgs.npz: ", "cut off or damaged"],
        ),
        (
            "a table of pandas with its index, with a header",
            "train.csv",
            one("train.csv", ",label,a,b,c,d\n0,1,5,6,7,8\n"),
            unsuitable,
            &["5 pixels", "index=False"],
        ),
        (
            "a table of pandas that was read and written again",
            "train.csv",
            one("train.csv", "Unnamed: 0,label,1x1,1x2\n0,1,5,6\n"),
            unsuitable,
            &["3 pixels", "index=False"],
        ),
        (
            "a table of pandas with its index, without a header",
            "train.csv",
            one("train.csv", vec!["0"; 786].join(",")),
            unsuitable,
            &["785 pixels", "index=False"],
        ),
        (
            "hundreds of PNG and SVG files in one folder",
            "",
            build(|folder| {
                for i in 0..300 {
                    write(folder.join(format!("{i:03}.png")), b"\x89PNG\r\n");
                    write(folder.join(format!("{i:03}.svg")), "<svg width=\"28\"/>");
                }
                write(folder.join("mnist.pkl"), b"\x80\x04\x95\0");
            }),
            missing,
            &[
                "300 files, 000.png and others, are each a PNG image: put",
                "300 files, 000.svg and others, are each an SVG drawing: convert",
                "mnist.pkl is a Python pickle: ",
            ],
        ),
        ("an empty file", "", with(TRAINING_IMAGES, vec![]), empty, &[TRAINING_IMAGES, "0 bytes"]),
        ("an empty table", "train.csv", one("train.csv", ""), empty, &["train.csv", "0 bytes"]),
        (
            "an order in an npy file that is neither",
            "",
            npy("{'descr': '|u1', 'fortran_order': maybe, 'shape': (7,), }"),
            damaged,
            &["y_train.npy", "not one that NumPy writes"],
        ),
        (
            "two types in an npy file",
            "",
            npy("{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (7,), }"),
            damaged,
            &["y_train.npy", "not one that NumPy writes"],
        ),
        (
            "an unknown key in an npy file",
            "",
            npy("{'descr': '|u1', 'order': 1, 'fortran_order': False, 'shape': (7,), }"),
            damaged,
            &["y_train.npy", "not one that NumPy writes"],
        ),
        (
            "one wrong label",
            "",
            with(TRAINING_LABELS, labels(&[0, 2, 1, 77, 0, 2, 2])),
            |error| matches!(error, DataError::LabelGap { index: 3, label: 77, .. }),
            &[TRAINING_LABELS, "3 to 76"],
        ),
        (
            "labels in ASCII, in a table",
            "train.csv",
            one("train.csv", "label,1x1\n48,1\n49,2\n50,3\n"),
            |error| matches!(error, DataError::LabelGap { index: 0, label: 48, .. }),
            &["train.csv", "subtract 48"],
        ),
        (
            "a test label that no training image has",
            "",
            with(TEST_LABELS, labels(&[0, 1, 2, 3])),
            |error| matches!(error, DataError::LabelOutOfRange { index: 3, label: 3, .. }),
            &[TEST_LABELS, "0 to 2"],
        ),
    ]
}

#[test]
fn what_cannot_be_read_is_named_with_a_way_out() {
    let layouts = refused();
    for (name, path, build, is_expected, says) in &layouts {
        let folder = tempfile::tempdir().unwrap();
        build(folder.path());
        let error = Dataset::from_path(&folder.path().join(path)).expect_err(name);
        assert!(is_expected(&error), "{name}: {error:?}");
        let text = error.to_string();
        for part in *says {
            assert!(text.contains(part), "{name}: {part} is not in: {text}");
        }
        let text = text.replace(&folder.path().display().to_string(), "DIR");
        println!("refused: {name}: {text}");
    }
    println!("{} layouts refused", layouts.len());
}

#[cfg(unix)]
#[test]
fn links_that_go_round_in_circles_are_harmless() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("MNIST/raw");
    original()(&raw);
    symlink(folder.path(), folder.path().join("MNIST/up")).unwrap();
    symlink(folder.path(), folder.path().join("again")).unwrap();
    symlink("nowhere", folder.path().join("broken")).unwrap();
    // The same folder by another name is not a second data set.
    symlink(&raw, folder.path().join("zzz")).unwrap();
    let data = Dataset::from_path(folder.path()).unwrap();
    assert_eq!(data.training.len(), 7);
    // Only links.
    let links = tempfile::tempdir().unwrap();
    symlink(links.path(), links.path().join("a")).unwrap();
    assert!(matches!(Dataset::from_path(links.path()), Err(DataError::Missing { .. })));
}

#[cfg(unix)]
#[test]
fn a_device_or_a_pipe_is_not_read() {
    let error = Dataset::from_path(Path::new("/dev/zero")).unwrap_err();
    assert!(matches!(error, DataError::Unreadable { .. }), "{error}");
    let folder = tempfile::tempdir().unwrap();
    original()(folder.path());
    fs::remove_file(folder.path().join(TEST_LABELS)).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.path().join(TEST_LABELS)).unwrap();
    let error = Dataset::from_path(folder.path()).unwrap_err();
    assert!(matches!(error, DataError::Missing { .. }), "{error}");
    let named = format!("{TEST_LABELS} (which is not a regular file)");
    assert!(error.to_string().contains(&named), "{error}");
    // Only a socket.
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("mnist.npz");
    let _socket = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let error = Dataset::from_path(folder.path()).unwrap_err();
    assert!(error.to_string().contains("holds mnist.npz (which is not a regular file)"), "{error}");
    let error = Dataset::from_path(&socket).unwrap_err();
    assert!(error.to_string().contains("not a regular file, but a pipe, a socket"), "{error}");
}

/// A folder that holds a whole disk is not searched to its end.
#[test]
fn a_search_has_an_end() {
    let folder = tempfile::tempdir().unwrap();
    // Five levels down is too deep.
    renamed(|n| format!("a/b/c/d/e/{n}"))(folder.path());
    let error = Dataset::from_path(folder.path()).unwrap_err();
    assert!(matches!(error, DataError::Missing { .. }), "{error}");
    assert!(Dataset::from_path(&folder.path().join("a")).is_ok());
}
