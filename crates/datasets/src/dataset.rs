use std::fs;
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
type File<'a> = (PathBuf, std::borrow::Cow<'a, [u8]>);

const NAMES: [&str; 4] = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
];

/// The four files of MNIST, as `data/mnist/README.md` describes them.
const MNIST: [&[u8]; 4] = [
    include_bytes!("../data/mnist/train-images-idx3-ubyte.gz"),
    include_bytes!("../data/mnist/train-labels-idx1-ubyte.gz"),
    include_bytes!("../data/mnist/t10k-images-idx3-ubyte.gz"),
    include_bytes!("../data/mnist/t10k-labels-idx1-ubyte.gz"),
];

/// What [`fingerprint`] gives for MNIST. Known beforehand, so that starting costs no hashing; a test
/// proves it.
const MNIST_FINGERPRINT: &str = "b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a";

impl Dataset {
    /// MNIST: 60,000 training and 10,000 test images of 28 × 28 pixels, ten classes. It is built
    /// into the binary, so it is there wherever the binary runs.
    ///
    /// Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0.
    ///
    /// # Errors
    /// None, unless the binary itself is damaged.
    pub fn mnist() -> Result<Self, DataError> {
        let files = [0, 1, 2, 3].map(|i| (PathBuf::from(NAMES[i]), MNIST[i].into()));
        Self::read("MNIST".into(), &files, |_, _, _, _| {
            MNIST_FINGERPRINT.into()
        })
    }

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
        let mut files = Vec::with_capacity(4);
        for name in NAMES {
            files.push(find(folder, name)?);
        }
        let files: [File; 4] = files.try_into().expect("four names give four files");
        Self::read(name, &files, fingerprint)
    }

    fn read(
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
        if file.exists() {
            let content = fs::read(&file).map_err(|cause| DataError::Unreadable {
                file: file.clone(),
                cause,
            })?;
            return Ok((file, content.into()));
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
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Samples;
    use std::io::Read;

    fn hex(bytes: &[u8]) -> String {
        Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// The raw files' SHA-256s, as `data/mnist/README.md` gives them.
    #[test]
    fn mnist_is_the_original() {
        let published = [
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ];
        let mut all = Vec::new();
        for (packed, published) in MNIST.iter().zip(published) {
            let mut raw = Vec::new();
            flate2::read::GzDecoder::new(*packed)
                .read_to_end(&mut raw)
                .unwrap();
            assert_eq!(hex(&raw), published);
            all.extend(raw);
        }
        assert_eq!(
            hex(&all),
            MNIST_FINGERPRINT,
            "the fingerprint is that of the four raw files"
        );
    }

    #[test]
    fn mnist_has_its_digits() {
        let mnist = Dataset::mnist().unwrap();
        assert_eq!((mnist.training.len(), mnist.test.len()), (60_000, 10_000));
        assert_eq!(
            (mnist.training.image_shape(), mnist.training.classes()),
            ((28, 28), 10)
        );
        // The first labels, as every description of MNIST gives them.
        let first: Vec<u8> = (0..5).map(|i| mnist.training.label(i)).collect();
        assert_eq!(first, [5, 0, 4, 1, 9]);
        assert_eq!(mnist.test.label(0), 7);
    }

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
    fn what_does_not_belong_together_is_refused() {
        let missing = error_of(|folder| fs::remove_file(folder.join(NAMES[3])).unwrap());
        assert!(
            matches!(&missing, DataError::Missing { names, .. } if names.len() == 4),
            "{missing}"
        );
        let no_folder = Dataset::from_dir(Path::new("/nowhere")).unwrap_err();
        assert!(no_folder.to_string().contains("/nowhere"), "{no_folder}");

        let fewer = error_of(|folder| fs::write(folder.join(NAMES[1]), labels(&[0, 1])).unwrap());
        assert!(fewer.to_string().contains("3 images") && fewer.to_string().contains("2 labels"));
        let foreign = error_of(|folder| fs::write(folder.join(NAMES[3]), labels(&[0, 9])).unwrap());
        assert!(matches!(
            foreign,
            DataError::LabelOutOfRange {
                index: 1,
                label: 9,
                classes: 3,
                ..
            }
        ));
        let other_size = error_of(|folder| {
            let mut bytes = Vec::new();
            idx::write_images(&mut bytes, 1, 4, &[0; 8]).unwrap();
            fs::write(folder.join(NAMES[2]), bytes).unwrap();
        });
        assert!(
            matches!(other_size, DataError::Mismatched { .. }),
            "{other_size}"
        );
        let unreadable = error_of(|folder| {
            fs::remove_file(folder.join(NAMES[0])).unwrap();
            fs::create_dir(folder.join(NAMES[0])).unwrap();
        });
        assert!(
            matches!(unreadable, DataError::Unreadable { .. }),
            "{unreadable}"
        );
    }
}
