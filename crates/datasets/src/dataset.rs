//! A data set from its four files: found, read side by side, and checked against each other.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use sha2::{Digest, Sha256};

use crate::DataError;
use crate::idx::{self, Images};
use crate::sets::{Store, TestSet, TrainingSet};

/// A data set: training and test data that belong together.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Its name: `MNIST`, or the folder's.
    pub name: String,
    /// A SHA-256 of its content, in hex: the four raw files, one after the other, in the order
    /// training images, training labels, test images, test labels.
    pub fingerprint: String,
    /// The data to learn from.
    pub training: TrainingSet,
    /// The data that judges the finished network.
    pub test: TestSet,
}

/// One of the four files: its name and its content, raw or gzip-compressed.
pub(crate) type File<'a> = (PathBuf, Cow<'a, [u8]>);

/// What the four files are called, whichever data set they hold.
pub(crate) const NAMES: [&str; 4] = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
];

impl Dataset {
    /// Any data set in IDX form (Fashion-MNIST, KMNIST, ...): the four files in `folder` under
    /// MNIST's names, with or without `.gz`; `train-images.idx3-ubyte` and the like pass too.
    ///
    /// # Errors
    /// If a file is missing, damaged or does not belong to the others, as [`DataError`] says.
    pub fn from_dir(folder: &Path) -> Result<Self, DataError> {
        let name = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let name = name
            .file_name()
            .map_or("data".into(), |name| name.to_string_lossy().into_owned());
        if !folder.exists() {
            return Err(DataError::NoFolder {
                folder: folder.to_owned(),
                names: NAMES.map(String::from).to_vec(),
            });
        }
        let mut files = Vec::with_capacity(4);
        for name in NAMES {
            files.push(find(folder, name)?);
        }
        let files: [File; 4] = files.try_into().expect("four names give four files");
        Self::read(name, &files, fingerprint)
    }

    /// The data set in these four files, in the order of [`NAMES`].
    pub(crate) fn read(
        name: String,
        files: &[File; 4],
        fingerprint: impl FnOnce(&Images, &[u8], &Images, &[u8]) -> String,
    ) -> Result<Self, DataError> {
        let [training_images, training_labels, test_images, test_labels] = files;
        // Decompressing the images is what takes time; the two sets are read side by side.
        let (training, test) = thread::scope(|scope| {
            let test = scope.spawn(|| pair(test_images, test_labels));
            (pair(training_images, training_labels), test.join())
        });
        let (training, test) = (training?, test.expect("reading does not panic")?);
        if (training.0.rows, training.0.columns) != (test.0.rows, test.0.columns) {
            let size = |images: &Images| format!("images of {} × {}", images.rows, images.columns);
            return Err(DataError::Mismatched {
                first: (training_images.0.clone(), size(&training.0)),
                second: (test_images.0.clone(), size(&test.0)),
            });
        }
        let classes = training
            .1
            .iter()
            .max()
            .map_or(0, |&label| usize::from(label) + 1)
            .max(2);
        if let Some(index) = test
            .1
            .iter()
            .position(|&label| usize::from(label) >= classes)
        {
            let (file, label) = (test_labels.0.clone(), test.1[index]);
            return Err(DataError::LabelOutOfRange {
                file,
                index,
                label,
                classes,
            });
        }
        let fingerprint = fingerprint(&training.0, &training.1, &test.0, &test.1);
        let store = |(images, labels)| Store {
            images,
            labels,
            classes,
        };
        Ok(Self {
            name,
            fingerprint,
            training: TrainingSet::whole(store(training)),
            test: TestSet::whole(store(test)),
        })
    }
}

/// The first of the file's possible names that is there.
fn find(folder: &Path, name: &str) -> Result<File<'static>, DataError> {
    let dotted = name.replace("-idx", ".idx");
    let names = [
        name.to_owned(),
        format!("{name}.gz"),
        dotted.clone(),
        format!("{dotted}.gz"),
    ];
    for name in &names {
        let file = folder.join(name);
        match fs::read(&file) {
            Ok(content) => return Ok((file, content.into())),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(DataError::Unreadable { file, cause }),
        }
    }
    Err(DataError::Missing {
        folder: folder.to_owned(),
        names: names.to_vec(),
    })
}

/// Images with their labels.
fn pair(images: &File, labels: &File) -> Result<(Images, Vec<u8>), DataError> {
    let (images_file, labels_file) = (&images.0, &labels.0);
    let images = idx::read_images(images_file, &images.1)?;
    let labels = idx::read_labels(labels_file, &labels.1)?;
    if images.count != labels.len() {
        return Err(DataError::Mismatched {
            first: (images_file.clone(), format!("{} images", images.count)),
            second: (labels_file.clone(), format!("{} labels", labels.len())),
        });
    }
    Ok((images, labels))
}

/// The SHA-256 of the four raw files, one after the other: compressed or not, it is the same.
fn fingerprint(
    training_images: &Images,
    training_labels: &[u8],
    test_images: &Images,
    test_labels: &[u8],
) -> String {
    let mut hash = Sha256::new();
    for (images, labels) in [
        (training_images, training_labels),
        (test_images, test_labels),
    ] {
        let sizes = [images.count, images.rows, images.columns].map(|size| size as u32);
        let header = std::iter::once(idx::IMAGES_MAGIC).chain(sizes);
        hash.update(header.flat_map(u32::to_be_bytes).collect::<Vec<_>>());
        hash.update(&images.pixels);
        let header = [idx::LABELS_MAGIC, labels.len() as u32].map(u32::to_be_bytes);
        hash.update(header.concat());
        hash.update(labels);
    }
    hex(&hash.finalize())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Samples;

    /// A folder with a tiny data set: 3 training and 2 test images of 2 × 2 pixels.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, count) in [("train", 3), ("t10k", 2)] {
            let mut bytes = Vec::new();
            idx::write_images(&mut bytes, 2, 2, &vec![5; 4 * count]).unwrap();
            fs::write(
                folder.path().join(format!("{name}-images-idx3-ubyte")),
                bytes,
            )
            .unwrap();
            let mut bytes = Vec::new();
            idx::write_labels(&mut bytes, &[0, 2, 1][..count]).unwrap();
            fs::write(
                folder.path().join(format!("{name}-labels-idx1-ubyte")),
                bytes,
            )
            .unwrap();
        }
        folder
    }

    fn error_of(change: impl FnOnce(&Path)) -> DataError {
        let folder = folder();
        change(folder.path());
        Dataset::from_dir(folder.path()).unwrap_err()
    }

    fn labels(labels: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        idx::write_labels(&mut bytes, labels).unwrap();
        bytes
    }

    #[test]
    fn a_folder_is_read_under_any_of_the_names() {
        let folder = folder();
        let plain = Dataset::from_dir(folder.path()).unwrap();
        assert_eq!(
            (
                plain.training.len(),
                plain.test.len(),
                plain.training.classes()
            ),
            (3, 2, 3)
        );
        let from = folder.path().join(NAMES[0]);
        fs::rename(from, folder.path().join("train-images.idx3-ubyte")).unwrap();
        let dotted = Dataset::from_dir(folder.path()).unwrap();
        assert_eq!(plain.fingerprint, dotted.fingerprint);
    }

    #[test]
    fn what_is_missing_is_listed() {
        let file = error_of(|folder| fs::remove_file(folder.join(NAMES[3])).unwrap());
        assert!(matches!(file, DataError::Missing { .. }), "{file}");
        for name in [
            "t10k-labels-idx1-ubyte,",
            "t10k-labels-idx1-ubyte.gz",
            "t10k-labels.idx1-ubyte",
        ] {
            assert!(file.to_string().contains(name), "{file}");
        }
        let folder = folder();
        let folder = Dataset::from_dir(&folder.path().join("nowhere")).unwrap_err();
        assert!(matches!(folder, DataError::NoFolder { .. }), "{folder}");
        assert!(
            folder.to_string().contains("nowhere: there is no"),
            "{folder}"
        );
        assert!(folder.to_string().contains(NAMES[3]), "{folder}");
    }

    #[test]
    fn what_is_no_file_is_unreadable() {
        let error = error_of(|folder| {
            fs::remove_file(folder.join(NAMES[0])).unwrap();
            fs::create_dir(folder.join(NAMES[0])).unwrap();
        });
        assert!(matches!(error, DataError::Unreadable { .. }), "{error}");
    }

    #[test]
    fn a_fault_names_its_file() {
        for name in NAMES {
            let error = error_of(|folder| {
                let bytes = fs::read(folder.join(name)).unwrap();
                fs::write(folder.join(name), &bytes[..bytes.len() - 1]).unwrap();
            });
            assert!(matches!(error, DataError::Cut { .. }), "{error}");
            assert!(error.to_string().contains(name), "{error}");
        }
    }

    #[test]
    fn images_and_labels_must_be_as_many() {
        let error = error_of(|folder| fs::write(folder.join(NAMES[1]), labels(&[0, 1])).unwrap());
        assert!(matches!(error, DataError::Mismatched { .. }), "{error}");
        assert!(error.to_string().contains("3 images"), "{error}");
        assert!(error.to_string().contains("2 labels"), "{error}");
    }

    #[test]
    fn training_and_test_images_must_be_of_one_size() {
        let error = error_of(|folder| {
            let mut bytes = Vec::new();
            idx::write_images(&mut bytes, 1, 4, &[0; 8]).unwrap();
            fs::write(folder.join(NAMES[2]), bytes).unwrap();
        });
        assert!(matches!(error, DataError::Mismatched { .. }), "{error}");
        assert!(error.to_string().contains("2 × 2"), "{error}");
    }

    #[test]
    fn a_test_label_must_be_a_training_class() {
        let error = error_of(|folder| fs::write(folder.join(NAMES[3]), labels(&[0, 9])).unwrap());
        assert!(
            matches!(
                error,
                DataError::LabelOutOfRange {
                    index: 1,
                    label: 9,
                    classes: 3,
                    ..
                }
            ),
            "{error}"
        );
    }

    #[test]
    fn there_are_two_classes_at_least() {
        let folder = folder();
        fs::write(folder.path().join(NAMES[1]), labels(&[0, 0, 0])).unwrap();
        fs::write(folder.path().join(NAMES[3]), labels(&[1, 0])).unwrap();
        let dataset = Dataset::from_dir(folder.path()).unwrap();
        assert_eq!((dataset.training.classes(), dataset.test.classes()), (2, 2));
    }
}
