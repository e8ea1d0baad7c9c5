//! What the name of a file, a folder or an array says about its content.
//!
//! The same file goes by many names: `train-images-idx3-ubyte.gz`, `train-images.idx3-ubyte`,
//! `emnist-letters-train-images-idx3-ubyte`, `TRAIN_IMAGES.gz`, `train-images-idx3-ubyte (1).gz`,
//! `qmnist-test-labels-idx2-int`, `x_train.npy`, `kmnist-train-imgs.npz`. Names are therefore split into
//! words, words for formats and copies are dropped from the end, and what remains is compared.

use std::fmt;

/// Which set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Set {
    Training,
    Test,
}

/// One of the four arrays of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    TrainingImages,
    TrainingLabels,
    TestImages,
    TestLabels,
}

/// The four arrays, in the order of MNIST's file names.
pub(crate) const ROLES: [Role; 4] =
    [Role::TrainingImages, Role::TrainingLabels, Role::TestImages, Role::TestLabels];

/// The names of the four files of MNIST, in the order of [`ROLES`].
pub(crate) const NAMES: [&str; 4] = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
];

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TrainingImages => "training images (x_train)",
            Self::TrainingLabels => "training labels (y_train)",
            Self::TestImages => "test images (x_test)",
            Self::TestLabels => "test labels (y_test)",
        })
    }
}

/// A name that says which array it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// What comes before: `emnist-letters`, or nothing.
    pub(crate) prefix: String,
    /// The array.
    pub(crate) role: Role,
}

/// Words at the end of a name that say nothing about which array it is.
const ENDINGS: [&str; 22] = [
    "gz",
    "idx",
    "idx1",
    "idx2",
    "idx3",
    "ubyte",
    "ubytes",
    "idx1ubyte",
    "idx3ubyte",
    "uint8",
    "int",
    "byte",
    "bytes",
    "bin",
    "dat",
    "raw",
    "npy",
    "npz",
    "csv",
    "copy",
    "복사본",
    "kopie",
];
const TRAINING: [&str; 3] = ["train", "training", "trn"];
const TEST: [&str; 4] = ["test", "t10k", "testing", "tst"];
const IMAGES: [&str; 5] = ["images", "image", "imgs", "img", "x"];
const LABELS: [&str; 5] = ["labels", "label", "lbls", "lbl", "y"];

/// The words of a name in lower case, without those at its end that name formats or copies.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = name
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let is_ending = |word: &String| {
        ENDINGS.contains(&&**word) || (word.len() < 4 && word.bytes().all(|b| b.is_ascii_digit()))
    };
    while words.len() > 1 && words.last().is_some_and(is_ending) {
        words.pop();
    }
    words
}

/// Which array a file, a folder or a member of an archive is, judging by its name.
pub(crate) fn role(name: &str) -> Option<Named> {
    let words = words(name);
    for count in [2, 1] {
        let Some(start) = words.len().checked_sub(count) else { continue };
        if let Some(role) = combined(&words[start..].concat()) {
            return Some(Named { prefix: words[..start].join("-"), role });
        }
    }
    None
}

/// Which array `trainimages`, `ytest` and the like are.
fn combined(word: &str) -> Option<Role> {
    let is = |sets: &[&str], contents: &[&str]| {
        let mut pairs = sets.iter().flat_map(|set| contents.iter().map(move |what| (set, what)));
        pairs.any(|(set, what)| {
            let rest = |first: &str, second: &str| word.strip_prefix(first) == Some(second);
            rest(set, what) || rest(what, set)
        })
    };
    match () {
        () if is(&TRAINING, &IMAGES) => Some(Role::TrainingImages),
        () if is(&TRAINING, &LABELS) => Some(Role::TrainingLabels),
        () if is(&TEST, &IMAGES) => Some(Role::TestImages),
        () if is(&TEST, &LABELS) => Some(Role::TestLabels),
        () => None,
    }
}

/// Which set a table or a folder is, with what comes before: `mnist_train.csv`, `training`.
pub(crate) fn set(name: &str) -> Option<(String, Set)> {
    let words = words(name);
    let (last, before) = words.split_last()?;
    let set = match &**last {
        word if TRAINING.contains(&word) => Set::Training,
        // `trainingSet` is what some archives on Kaggle call it.
        "trainingset" | "trainset" => Set::Training,
        word if TEST.contains(&word) => Set::Test,
        "testset" | "testingset" => Set::Test,
        _ => return None,
    };
    Some((before.join("-"), set))
}

/// Whether a file or a folder is called like one of validation data.
pub(crate) fn is_validation(name: &str) -> bool {
    words(name).iter().any(|word| ["val", "valid", "validation"].contains(&&**word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Role::*;

    #[test]
    fn every_spelling_is_recognized() {
        for (name, prefix, expected) in [
            ("train-images-idx3-ubyte", "", TrainingImages),
            ("train-images-idx3-ubyte.gz", "", TrainingImages),
            ("train-images.idx3-ubyte", "", TrainingImages),
            ("t10k-labels.idx1-ubyte", "", TestLabels),
            ("TRAIN-LABELS-IDX1-UBYTE.GZ", "", TrainingLabels),
            ("train images idx3 ubyte", "", TrainingImages),
            ("train_images_idx3_ubyte", "", TrainingImages),
            ("train-images-idx3-ubyte (1).gz", "", TrainingImages),
            ("train-images-idx3-ubyte(2)", "", TrainingImages),
            ("train-images-idx3-ubyte.gz (1)", "", TrainingImages),
            ("train-images-idx3-ubyte - Copy.gz", "", TrainingImages),
            ("train-images-idx3-ubyte - 복사본", "", TrainingImages),
            ("train-images-idx3-ubyte 2", "", TrainingImages),
            ("test-images-idx3-ubyte", "", TestImages),
            ("emnist-letters-train-images-idx3-ubyte", "emnist-letters", TrainingImages),
            ("emnist-byclass-test-labels-idx1-ubyte.gz", "emnist-byclass", TestLabels),
            ("qmnist-train-labels-idx2-int.gz", "qmnist", TrainingLabels),
            ("qmnist-test-images-idx3-ubyte", "qmnist", TestImages),
            ("kmnist-train-imgs.npz", "kmnist", TrainingImages),
            ("k49-test-labels.npz", "k49", TestLabels),
            ("x_train", "", TrainingImages),
            ("y_test.npy", "", TestLabels),
            ("X_train.npy", "", TrainingImages),
            ("train_images", "", TrainingImages),
            ("trainLabels", "", TrainingLabels),
            ("images_test.npy", "", TestImages),
        ] {
            assert_eq!(role(name), Some(Named { prefix: prefix.into(), role: expected }), "{name}");
        }
    }

    #[test]
    fn other_names_are_not_taken_for_arrays() {
        for name in [
            "train-images-idx3-ubyte.gz.part",
            "train-images-idx3-ubyte.md5",
            "train-images-idx3-ubyte.gz.crdownload",
            "emnist-letters-mapping.txt",
            "latest-labels-of-mine.txt",
            "latestimages",
            "train",
            "train.csv",
            "val_images",
            "index.html",
            "1",
            "",
            "README",
        ] {
            assert_eq!(role(name), None, "{name}");
        }
    }

    #[test]
    fn tables_and_folders_name_a_set() {
        for (name, prefix, expected) in [
            ("train.csv", "", Set::Training),
            ("train.csv.gz", "", Set::Training),
            ("mnist_train.csv", "mnist", Set::Training),
            ("fashion-mnist_test.csv", "fashion-mnist", Set::Test),
            ("emnist-letters-test.csv", "emnist-letters", Set::Test),
            ("training", "", Set::Training),
            ("testing", "", Set::Test),
            ("trainingSet", "", Set::Training),
        ] {
            assert_eq!(set(name), Some((prefix.into(), expected)), "{name}");
        }
        for name in ["sample_submission.csv", "digits.csv", "", "train-images"] {
            assert_eq!(set(name), None, "{name}");
        }
    }
}
