//! MNIST, built into the binary.

use std::path::PathBuf;

use crate::known::MNIST;
use crate::names::NAMES;
use crate::{DataError, Dataset};

/// The four files, in the order of [`NAMES`], as `data/mnist/README.md` describes them.
const FILES: [&[u8]; 4] = [
    include_bytes!("../data/mnist/train-images-idx3-ubyte.gz"),
    include_bytes!("../data/mnist/train-labels-idx1-ubyte.gz"),
    include_bytes!("../data/mnist/t10k-images-idx3-ubyte.gz"),
    include_bytes!("../data/mnist/t10k-labels-idx1-ubyte.gz"),
];

impl Dataset {
    /// MNIST: 60,000 training and 10,000 test images of 28 × 28 pixels in ten classes. The data is
    /// built into the binary, so nothing has to be downloaded. Decompressing it takes about a tenth
    /// of a second.
    ///
    /// Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0.
    ///
    /// # Errors
    /// Only if the binary itself is damaged.
    pub fn mnist() -> Result<Self, DataError> {
        let files = [0, 1, 2, 3].map(|i| (PathBuf::from(NAMES[i]), FILES[i].into()));
        Self::from_files(MNIST.name, &files, MNIST.fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Samples;
    use crate::dataset::hex;
    use crate::known::FASHION_MNIST;
    use flate2::read::GzDecoder;
    use sha2::{Digest, Sha256};
    use std::io::Read;
    use std::path::Path;

    /// The SHA-256 of each raw file, as listed in `data/mnist/README.md`.
    #[test]
    fn mnist_is_the_original() {
        let published = [
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ];
        let mut all = Sha256::new();
        for (packed, published) in FILES.iter().zip(published) {
            let mut raw = Vec::new();
            GzDecoder::new(*packed).read_to_end(&mut raw).unwrap();
            assert_eq!(hex(&Sha256::digest(&raw)), published);
            all.update(raw);
        }
        assert_eq!(hex(&all.finalize()), MNIST.fingerprint);
    }

    /// The fingerprint depends only on the data, not on where it was read from.
    #[test]
    fn from_a_folder_mnist_has_the_same_fingerprint() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mnist");
        let read = Dataset::from_path(&folder).unwrap();
        assert_eq!((&*read.name, read.is(&MNIST)), (MNIST.name, true));
        assert!(Dataset::mnist().unwrap().is(&MNIST) && !read.is(&FASHION_MNIST));
        assert_eq!(read.notes(), Vec::<String>::new());
    }

    #[test]
    fn mnist_has_the_expected_images_and_labels() {
        let Dataset { training, test, .. } = Dataset::mnist().unwrap();
        assert_eq!((training.len(), test.len()), (60_000, 10_000));
        assert_eq!((training.image_shape(), training.classes()), ((28, 28), 10));
        // What is known of it before it is read.
        assert_eq!((training.len(), test.len()), (MNIST.training, MNIST.test));
        assert_eq!(
            (training.image_shape(), training.classes()),
            (MNIST.image_shape, MNIST.classes)
        );
        // The first labels, as descriptions of MNIST list them.
        assert_eq!(training.labels(&[0, 1, 2, 3, 4]), [5, 0, 4, 1, 9]);
        assert_eq!(test.label(0), 7);
    }
}
