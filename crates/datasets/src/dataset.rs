//! A data set from its four files: finds them, reads them in parallel and checks that they match.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use sha2::{Digest, Sha256};

use crate::DataError;
use crate::idx::{self, Images};
use crate::sets::{Store, TestSet, TrainingSet};

/// A data set: training and test data from the same source.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// The name of the data set: `MNIST`, or the name of the folder that it was read from.
    pub name: String,
    /// The SHA-256 of the content in hexadecimal: that of the four raw files, concatenated in the
    /// order training images, training labels, test images, test labels.
    pub fingerprint: String,
    /// The data that the parameters are learned from.
    pub training: TrainingSet,
    /// The data that the finished network is evaluated on.
    pub test: TestSet,
}

/// One of the four files: its name and its content, raw or gzip-compressed.
pub(crate) type File<'a> = (PathBuf, Cow<'a, [u8]>);

/// The names of the four files, which are the same for every data set.
pub(crate) const NAMES: [&str; 4] = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
];

impl Dataset {
    /// Reads any data set in IDX format (Fashion-MNIST, KMNIST, ...): four files in `folder` that
    /// are named like those of MNIST, with or without `.gz`. The spelling
    /// `train-images.idx3-ubyte` is accepted too.
    ///
    /// # Errors
    /// If a file is missing or damaged, or does not match the others.
    /// [`DataError`] lists the possible faults.
    pub fn from_dir(folder: &Path) -> Result<Self, DataError> {
        let name = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let name =
            name.file_name().map_or("data".into(), |name| name.to_string_lossy().into_owned());
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

    /// Reads the data set from these four files, in the order of [`NAMES`].
    pub(crate) fn read(
        name: String,
        files: &[File; 4],
        fingerprint: impl FnOnce(&Images, &[u8], &Images, &[u8]) -> String,
    ) -> Result<Self, DataError> {
        let [training_images, training_labels, test_images, test_labels] = files;
        // Decompressing the images takes most of the time, so the two sets are read in parallel.
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
        let classes = training.1.iter().max().map_or(0, |&label| usize::from(label) + 1).max(2);
        if let Some(index) = test.1.iter().position(|&label| usize::from(label) >= classes) {
            let (file, label) = (test_labels.0.clone(), test.1[index]);
            return Err(DataError::LabelOutOfRange { file, index, label, classes });
        }
        let fingerprint = fingerprint(&training.0, &training.1, &test.0, &test.1);
        let store = |(images, labels)| Store { images, labels, classes };
        Ok(Self {
            name,
            fingerprint,
            training: TrainingSet::whole(store(training)),
            test: TestSet::whole(store(test)),
        })
    }
}

/// The file, under the first of its possible names that exists.
fn find(folder: &Path, name: &str) -> Result<File<'static>, DataError> {
    let dotted = name.replace("-idx", ".idx");
    let names = [name.to_owned(), format!("{name}.gz"), dotted.clone(), format!("{dotted}.gz")];
    for name in &names {
        let file = folder.join(name);
        match fs::read(&file) {
            Ok(content) => return Ok((file, content.into())),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(DataError::Unreadable { file, cause }),
        }
    }
    Err(DataError::Missing { folder: folder.to_owned(), names: names.to_vec() })
}

/// Reads images and their labels.
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

/// The SHA-256 of the four raw files, concatenated. Compressed files have the same fingerprint.
fn fingerprint(
    training_images: &Images,
    training_labels: &[u8],
    test_images: &Images,
    test_labels: &[u8],
) -> String {
    let mut hash = Sha256::new();
    for (images, labels) in [(training_images, training_labels), (test_images, test_labels)] {
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

    /// A folder with a tiny data set: three training and two test images of 2 × 2 pixels.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, count) in [("train", 3), ("t10k", 2)] {
            let mut bytes = Vec::new();
            idx::write_images(&mut bytes, 2, 2, &vec![5; 4 * count]).unwrap();
            fs::write(folder.path().join(format!("{name}-images-idx3-ubyte")), bytes).unwrap();
            let mut bytes = Vec::new();
            idx::write_labels(&mut bytes, &[0, 2, 1][..count]).unwrap();
            fs::write(folder.path().join(format!("{name}-labels-idx1-ubyte")), bytes).unwrap();
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
    fn the_files_may_have_any_of_their_names() {
        let folder = folder();
        let plain = Dataset::from_dir(folder.path()).unwrap();
        assert_eq!((plain.training.len(), plain.test.len(), plain.training.classes()), (3, 2, 3));
        let from = folder.path().join(NAMES[0]);
        fs::rename(from, folder.path().join("train-images.idx3-ubyte")).unwrap();
        let dotted = Dataset::from_dir(folder.path()).unwrap();
        assert_eq!(plain.fingerprint, dotted.fingerprint);
    }

    #[test]
    fn missing_files_are_listed() {
        let file = error_of(|folder| fs::remove_file(folder.join(NAMES[3])).unwrap());
        assert!(matches!(file, DataError::Missing { .. }), "{file}");
        for name in
            ["t10k-labels-idx1-ubyte,", "t10k-labels-idx1-ubyte.gz", "t10k-labels.idx1-ubyte"]
        {
            assert!(file.to_string().contains(name), "{file}");
        }
        let folder = folder();
        let folder = Dataset::from_dir(&folder.path().join("nowhere")).unwrap_err();
        assert!(matches!(folder, DataError::NoFolder { .. }), "{folder}");
        assert!(folder.to_string().contains("nowhere: no such folder"), "{folder}");
        assert!(folder.to_string().contains(NAMES[3]), "{folder}");
    }

    #[test]
    fn a_folder_in_place_of_a_file_is_unreadable() {
        let error = error_of(|folder| {
            fs::remove_file(folder.join(NAMES[0])).unwrap();
            fs::create_dir(folder.join(NAMES[0])).unwrap();
        });
        assert!(matches!(error, DataError::Unreadable { .. }), "{error}");
    }

    #[test]
    fn an_error_names_its_file() {
        for name in NAMES {
            let error = error_of(|folder| {
                let bytes = fs::read(folder.join(name)).unwrap();
                fs::write(folder.join(name), &bytes[..bytes.len() - 1]).unwrap();
            });
            assert!(matches!(error, DataError::Truncated { .. }), "{error}");
            assert!(error.to_string().contains(name), "{error}");
        }
    }

    #[test]
    fn each_image_must_have_a_label() {
        let error = error_of(|folder| fs::write(folder.join(NAMES[1]), labels(&[0, 1])).unwrap());
        assert!(matches!(error, DataError::Mismatched { .. }), "{error}");
        assert!(error.to_string().contains("3 images"), "{error}");
        assert!(error.to_string().contains("2 labels"), "{error}");
    }

    #[test]
    fn training_and_test_images_must_have_the_same_size() {
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
            matches!(error, DataError::LabelOutOfRange { index: 1, label: 9, classes: 3, .. }),
            "{error}"
        );
    }

    #[test]
    fn there_are_at_least_two_classes() {
        let folder = folder();
        fs::write(folder.path().join(NAMES[1]), labels(&[0, 0, 0])).unwrap();
        fs::write(folder.path().join(NAMES[3]), labels(&[1, 0])).unwrap();
        let dataset = Dataset::from_dir(folder.path()).unwrap();
        assert_eq!((dataset.training.classes(), dataset.test.classes()), (2, 2));
    }
}
