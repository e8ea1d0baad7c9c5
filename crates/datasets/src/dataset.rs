//! A data set from its files: reads them, checks that they match, and notes what is unusual about them.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::thread;

use sha2::{Digest, Sha256};

use crate::bounded::{read_file, read_prefix};
use crate::class_folders::{self, Class};
use crate::find::{Found, Layout, find};
use crate::idx::{self, Images};
use crate::known::{self, Known};
use crate::labels::Classes;
use crate::sets::{Samples, Store, TestSet, TrainingSet};
use crate::{DataError, csv, npy, npz};

/// A data set: training and test data from the same source.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// The name of the data set: that of a known one, such as `MNIST`, or what its files or the folder
    /// that it was read from are called.
    pub name: String,
    /// The SHA-256 of the content in hexadecimal: that of the four raw IDX files, concatenated in the
    /// order training images, training labels, test images, test labels. It does not depend on the
    /// format that the data was read from.
    pub fingerprint: String,
    /// The data that the parameters are learned from.
    pub training: TrainingSet,
    /// The data that the finished network is evaluated on.
    pub test: TestSet,
    notes: Vec<String>,
    /// Whether its files are called like those of EMNIST, whose images are stored column by column.
    is_sideways: bool,
}

/// One of the four files: its name and its content, raw or gzip-compressed.
pub(crate) type File<'a> = (PathBuf, Cow<'a, [u8]>);

/// The part of the training images that becomes test images if there are none: one in this many, the
/// share that MNIST's test images have.
const TEST_SHARE: usize = 7;

/// Images with their labels, and the files that they come from.
pub(crate) struct Labeled {
    images: Images,
    labels: Vec<u8>,
    images_file: PathBuf,
    labels_file: PathBuf,
}

/// Both sets, and what a reader should know about how they were read.
type Sets = (Labeled, Labeled, Vec<String>);

impl Dataset {
    /// Reads the data set in a folder, whatever its files are called and whichever folder inside they lie
    /// in: IDX files (raw or `.gz`) as MNIST, Fashion-MNIST, KMNIST, EMNIST and QMNIST are distributed,
    /// NumPy arrays (`.npz`, `.npy`), tables of pixels (`.csv`), or PNG files in a folder for each class.
    /// `path` may also be one of these files. `docs/guides/own_data.md` in the repository lists the
    /// layouts.
    ///
    /// # Errors
    /// If there is no data set, more than one, or a part is missing, damaged or does not match the rest.
    /// [`DataError`] lists the possible faults.
    pub fn from_path(path: &Path) -> Result<Self, DataError> {
        let Found { layout, name, others, unused, .. } = find(path)?;
        let (training, test, mut notes) = match layout {
            Layout::Arrays(files) => read_arrays(&files)?,
            Layout::Npz(file) => read_npz(&file)?,
            Layout::Csv { training, test } => read_tables(&training, test.as_deref())?,
            Layout::Classes { training, test } => read_classes(&training, test.as_deref())?,
        };
        notes.extend(
            others
                .iter()
                .map(|other| format!("{0} was not read; --data \"{0}\" reads it", other.display())),
        );
        notes.extend(unused.iter().map(|path| {
            format!(
                "{} is not used: experiments that need validation images split them off from the training images",
                path.display()
            )
        }));
        let is_sideways = name.to_lowercase().contains("emnist");
        Self::assemble(name, training, test, None).map(|data| Self {
            notes: [notes, data.notes].concat(),
            is_sideways,
            ..data
        })
    }

    /// Reads the data set from these four files, in the order of their names in MNIST.
    pub(crate) fn from_files(
        name: &str,
        [a, b, c, d]: &[File; 4],
        fingerprint: &str,
    ) -> Result<Self, DataError> {
        let read = |images: &File, labels: &File| {
            let (images_file, labels_file) = (images.0.clone(), labels.0.clone());
            let images = idx::read_images(&images_file, &images.1)?;
            let labels = idx::read_labels(&labels_file, &labels.1)?;
            Ok(Labeled { images, labels, images_file, labels_file })
        };
        let (training, test) = both(|| read(a, b), || read(c, d))?;
        Self::assemble(name.into(), training, test, Some(fingerprint))
    }

    /// Checks that the two sets belong together.
    fn assemble(
        name: String,
        training: Labeled,
        test: Labeled,
        fingerprint: Option<&str>,
    ) -> Result<Self, DataError> {
        for Labeled { images, labels, images_file, labels_file } in [&training, &test] {
            if images.count != labels.len() {
                return Err(DataError::Mismatched {
                    first: (images_file.clone(), format!("{} images", images.count)),
                    second: (labels_file.clone(), format!("{} labels", labels.len())),
                });
            }
        }
        let size = |images: &Images| format!("images of {} × {}", images.rows, images.columns);
        let (first, second) = (size(&training.images), size(&test.images));
        if first != second {
            return Err(DataError::Mismatched {
                first: (training.images_file, first),
                second: (test.images_file, second),
            });
        }
        let classes = Classes::of(&training.labels_file, &training.labels)?;
        classes.check(&test.labels_file, &test.labels)?;
        let mut notes = classes.notes(&training.labels);
        notes.extend(note_on_pixels(&training.images.pixels));
        let store =
            |Labeled { images, labels, .. }| Store { images, labels, classes: classes.outputs() };
        let (training, test) = (store(training), store(test));
        let fingerprint =
            fingerprint.map_or_else(|| fingerprint_of(&training, &test), String::from);
        Ok(Self {
            name: known::name(&fingerprint).map_or(name, String::from),
            fingerprint,
            training: TrainingSet::whole(training),
            test: TestSet::whole(test),
            notes,
            is_sideways: false,
        })
    }

    /// The same data with rows and columns of every image exchanged: upright images from EMNIST's files,
    /// which store them column by column. It is another data set, with a fingerprint of its own.
    pub fn transposed(self) -> Self {
        let (training, test) = (self.training.transposed(), self.test.transposed());
        let fingerprint = fingerprint_of(&training, &test);
        let name = known::name(&fingerprint).map(String::from);
        Self {
            name: name.unwrap_or_else(|| format!("{}, transposed", self.name)),
            fingerprint,
            training: TrainingSet::whole(training),
            test: TestSet::whole(test),
            notes: self.notes,
            is_sideways: false,
        }
    }

    /// Whether this is that data set, whatever it is called.
    pub fn is(&self, known: &Known) -> bool {
        self.fingerprint == known.fingerprint
    }

    /// What a reader should know about the data: classes without an image, faint pixels, images that lie
    /// on their side, a test set that was split off. Most data sets have no notes.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        if self.is_sideways {
            let (rows, columns) = self.training.image_shape();
            notes.push(format!(
                "EMNIST stores its images column by column, so these images of {rows} × {columns} pixels lie on \
                 their side, mirrored; --transpose turns them upright"
            ));
        }
        notes
    }
}

/// Reads both sets in parallel, because decompressing the images takes most of the time; one after the
/// other if no thread can be started.
fn both<T: Send>(
    training: impl Fn() -> Result<T, DataError> + Sync,
    test: impl Fn() -> Result<T, DataError> + Sync,
) -> Result<(T, T), DataError> {
    // As large as the first thread's usually is, whatever `RUST_MIN_STACK` says.
    let reader = thread::Builder::new().stack_size(8 << 20);
    let (training, test) = thread::scope(|scope| match reader.spawn_scoped(scope, &test) {
        Ok(other) => (training(), other.join().expect("reading does not panic")),
        Err(_) => (training(), test()),
    });
    Ok((training?, test?))
}

/// Reads images and labels in files of their own.
fn read_arrays(files: &[Vec<PathBuf>; 4]) -> Result<Sets, DataError> {
    let read = |images: &[PathBuf], labels: &[PathBuf]| {
        let images =
            first_whole(images, idx::check_images, |file, bytes| match is_numpy(file, bytes) {
                true => npz::read_images(file, bytes),
                false => idx::read_images(file, bytes),
            })?;
        let labels =
            first_whole(labels, idx::check_labels, |file, bytes| match is_numpy(file, bytes) {
                true => npz::read_labels(file, bytes),
                false => idx::read_labels(file, bytes),
            })?;
        Ok((images, labels))
    };
    let [a, b, c, d] = files;
    let (training, test) = both(|| read(a, b), || read(c, d))?;
    let mut notes = Vec::new();
    let [training, test] = [training, test].map(|(images, labels)| {
        notes.extend(images.note.into_iter().chain(labels.note));
        Labeled {
            images: images.content,
            labels: labels.content,
            images_file: images.file,
            labels_file: labels.file,
        }
    });
    Ok((training, test, notes))
}

fn is_numpy(file: &Path, bytes: &[u8]) -> bool {
    npz::is_archive(file, bytes) || bytes.starts_with(npy::MAGIC)
}

/// Checks a file before it is read: a file that is much longer or shorter than its header says is not read
/// into memory.
fn check(
    file: &Path,
    of_idx: impl Fn(&Path, &[u8], u64) -> Result<(), DataError>,
) -> Result<(), DataError> {
    let (start, length) = read_prefix(file)?;
    match () {
        // Reading a small file checks it, and its messages tell more.
        () if start.len() as u64 == length => Ok(()),
        () if npz::is_archive(file, &start) => npz::check(file, length),
        () if start.starts_with(npy::MAGIC) => npy::check(file, &start, length),
        () => of_idx(file, &start, length),
    }
}

/// One of several files with the same content.
struct Whole<T> {
    file: PathBuf,
    content: T,
    /// If others were skipped.
    note: Option<String>,
}

/// The first of these files that can be read: an incomplete download may lie next to a complete one.
///
/// # Errors
/// That of the first file, if none can be read.
fn first_whole<T>(
    files: &[PathBuf],
    of_idx: impl Fn(&Path, &[u8], u64) -> Result<(), DataError>,
    read: impl Fn(&Path, &[u8]) -> Result<T, DataError>,
) -> Result<Whole<T>, DataError> {
    let mut first = None;
    for file in files {
        let bytes = check(file, &of_idx).and_then(|()| read_file(file));
        match bytes.and_then(|bytes| read(file, &bytes)) {
            Ok(content) => {
                let note = first.map(|error| format!("{error} (read instead: {})", file.display()));
                return Ok(Whole { file: file.clone(), content, note });
            }
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.expect("there is at least one file"))
}

/// Reads an archive with all four arrays.
fn read_npz(file: &Path) -> Result<Sets, DataError> {
    let (_, length) = read_prefix(file)?;
    npz::check(file, length)?;
    let npz::Arrays { training, test, others } = npz::read(file, &read_file(file)?)?;
    let [training, test] = [training, test].map(|(images, labels)| Labeled {
        images,
        labels,
        images_file: file.to_owned(),
        labels_file: file.to_owned(),
    });
    let notes = match others.len() {
        0 => vec![],
        _ => vec![format!("{} also holds {}, not used", file.display(), others.join(", "))],
    };
    Ok((training, test, notes))
}

/// Reads one or two tables.
fn read_tables(training: &Path, test: Option<&Path>) -> Result<Sets, DataError> {
    let labeled = |file: &Path, images, labels| Labeled {
        images,
        labels,
        images_file: file.to_owned(),
        labels_file: file.to_owned(),
    };
    let csv::Rows { images, labels } = csv::read_file(training)?;
    let Some(labels) = labels else {
        return Err(DataError::Unsuitable {
            file: training.to_owned(),
            place: "the columns".into(),
            found: "no labels".into(),
            advice: "expected a column `label` and then one for each pixel",
        });
    };
    let whole = labeled(training, images, labels);
    let mut notes = Vec::new();
    if let Some(test) = test {
        let csv::Rows { images, labels } = csv::read_file(test)?;
        if let Some(labels) = labels {
            return Ok((whole, labeled(test, images, labels), notes));
        }
        notes.push(format!("{} has no labels and is not used", test.display()));
    }
    let (training, test) = whole.split()?;
    notes.push(format!(
        "there are no test images with labels, so the last seventh of the lines ({} of {}) is the test set",
        test.labels.len(),
        test.labels.len() + training.labels.len()
    ));
    Ok((training, test, notes))
}

/// Reads one or two folders with a folder for each class.
fn read_classes(training: &Path, test: Option<&Path>) -> Result<Sets, DataError> {
    let all = class_folders::classes(training)?;
    class_folders::check_numbers(training, &all)?;
    let names: Vec<String> = all.iter().map(|class| class.name.clone()).collect();
    let is_numbered = names.iter().enumerate().all(|(i, name)| name.parse() == Ok(i));
    let mut notes = Vec::new();
    if !is_numbered {
        let numbered = names.iter().enumerate().map(|(i, name)| format!("{i} = {name}"));
        notes.push(format!("the classes are {}", numbered.collect::<Vec<_>>().join(", ")));
    }
    let read = |folder: &Path, classes: &[Class]| {
        let (images, labels) = class_folders::read(folder, classes, &names)?;
        let (images_file, labels_file) = (folder.to_owned(), folder.to_owned());
        Ok(Labeled { images, labels, images_file, labels_file })
    };
    let (training, test) = match test {
        Some(folder) => {
            let others = class_folders::classes(folder)?;
            both(|| read(training, &all), || read(folder, &others))?
        }
        None => {
            let (kept, split) = class_folders::split(all)?;
            let (kept, split) = both(|| read(training, &kept), || read(training, &split))?;
            notes.push(format!(
                "there is no folder of test images, so the last seventh of each class ({} of {} images) is \
                 the test set",
                split.labels.len(),
                split.labels.len() + kept.labels.len()
            ));
            (kept, split)
        }
    };
    let size = |set: &Labeled| (set.images.rows, set.images.columns);
    if size(&training) != size(&test) {
        let (first, second) = (&training.images_file, &test.images_file);
        return Err(class_folders::different_sizes(first, size(&training), second, size(&test)));
    }
    Ok((training, test, notes))
}

impl Labeled {
    /// Splits off the last seventh, at least one image.
    fn split(mut self) -> Result<(Self, Self), DataError> {
        let count = self.images.count.min(self.labels.len());
        let kept = count - (count / TEST_SHARE).max(1);
        if kept == 0 {
            let found = "one image, which cannot be split into training and test images".into();
            return Err(DataError::Empty { file: self.images_file, found });
        }
        let (rows, columns) = (self.images.rows, self.images.columns);
        let pixels = self.images.pixels.split_off(kept * rows * columns);
        self.images.count = kept;
        let test = Self {
            images: Images { count: count - kept, rows, columns, pixels },
            labels: self.labels.split_off(kept),
            images_file: self.images_file.clone(),
            labels_file: self.labels_file.clone(),
        };
        Ok((self, test))
    }
}

/// Whether the pixels are much fainter than white.
fn note_on_pixels(pixels: &[u8]) -> Option<String> {
    match pixels.iter().copied().max().unwrap_or(0) {
        0 => Some("every pixel of the training images is 0".into()),
        brightest @ 1..128 => Some(format!(
            "the brightest pixel of the training images is {brightest}, not 255, so that networks learn \
             slowly from them; multiply the pixels by {} first",
            255 / brightest
        )),
        _ => None,
    }
}

/// The SHA-256 of the four raw files, concatenated. Compressed files have the same fingerprint.
fn fingerprint_of(training: &Store, test: &Store) -> String {
    let mut hash = Sha256::new();
    for Store { images, labels, .. } in [training, test] {
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
    use crate::names::NAMES;
    use std::fs;

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
        Dataset::from_path(folder.path()).unwrap_err()
    }

    fn labels(labels: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        idx::write_labels(&mut bytes, labels).unwrap();
        bytes
    }

    #[test]
    fn the_files_may_have_any_of_their_names() {
        let folder = folder();
        let plain = Dataset::from_path(folder.path()).unwrap();
        assert_eq!((plain.training.len(), plain.test.len(), plain.training.classes()), (3, 2, 3));
        let from = folder.path().join(NAMES[0]);
        fs::rename(from, folder.path().join("train-images.idx3-ubyte")).unwrap();
        let dotted = Dataset::from_path(folder.path()).unwrap();
        assert_eq!(plain.fingerprint, dotted.fingerprint);
    }

    #[test]
    fn missing_files_are_listed() {
        let file = error_of(|folder| fs::remove_file(folder.join(NAMES[3])).unwrap());
        assert!(matches!(file, DataError::Missing { .. }), "{file}");
        for part in ["no file t10k-labels-idx1-ubyte (or .gz)", "it holds", "own_data.md"] {
            assert!(file.to_string().contains(part), "{file}");
        }
        assert!(!file.to_string().contains("no file train"), "{file}");
        let folder = folder();
        let folder = Dataset::from_path(&folder.path().join("nowhere")).unwrap_err();
        assert!(matches!(folder, DataError::NoFolder { .. }), "{folder}");
        assert!(folder.to_string().contains("nowhere: no such folder"), "{folder}");
        assert!(folder.to_string().contains(NAMES[3]), "{folder}");
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
            matches!(error, DataError::LabelOutOfRange { index: 1, label: 9, last: 2, .. }),
            "{error}"
        );
    }

    #[test]
    fn there_are_at_least_two_classes() {
        let folder = folder();
        fs::write(folder.path().join(NAMES[1]), labels(&[0, 0, 0])).unwrap();
        fs::write(folder.path().join(NAMES[3]), labels(&[0, 0])).unwrap();
        let dataset = Dataset::from_path(folder.path()).unwrap();
        assert_eq!((dataset.training.classes(), dataset.test.classes()), (2, 2));
    }
}
