//! The training, validation and test sets: three types that share one store of images.

use std::ops::Range;
use std::sync::Arc;

use crate::DataError;
use crate::idx::Images;

/// The interface that training, validation and test sets share.
///
/// A function that works with any of them, such as one that measures accuracy, takes
/// `&impl Samples`. A function that must get a particular one takes its type.
pub trait Samples: Sync {
    /// The number of images, which is at least 1.
    fn len(&self) -> usize;

    /// Whether the set has no images, which is never the case.
    fn is_empty(&self) -> bool {
        false
    }

    /// The height and width of each image, in pixels.
    fn image_shape(&self) -> (usize, usize);

    /// Height times width: the number of inputs of a network.
    fn pixels_per_image(&self) -> usize {
        self.image_shape().0 * self.image_shape().1
    }

    /// The number of classes: the number of outputs of a network.
    fn classes(&self) -> usize;

    /// The pixels of image `i`, row by row, from 0 (black) to 255 (white).
    ///
    /// # Panics
    /// If `i` is out of range.
    fn image(&self, i: usize) -> &[u8];

    /// The label of image `i`.
    ///
    /// # Panics
    /// If `i` is out of range.
    fn label(&self, i: usize) -> u8;

    /// The pixels of these images, from 0 to 1 (normalized as in the book, by dividing by 255).
    ///
    /// An index may occur more than once, as in a mini-batch drawn with replacement.
    ///
    /// # Returns
    /// `[indices.len(), pixels_per_image]`, row by row.
    ///
    /// # Panics
    /// If an index is out of range.
    fn pixels(&self, indices: &[usize]) -> Vec<f32> {
        let size = self.pixels_per_image();
        let mut pixels = Vec::with_capacity(indices.len() * size);
        if indices.is_sorted_by(|i, next| i + 1 == *next) {
            // The processor foresees what is read next.
            indices.iter().for_each(|&i| extend_with_pixels(&mut pixels, self.image(i)));
            return pixels;
        }
        // In two passes, a few images at a time: copying the bytes of several images first lets the
        // processor fetch them from memory in parallel.
        const AT_ONCE: usize = 16;
        let mut bytes = Vec::with_capacity(AT_ONCE * size);
        for indices in indices.chunks(AT_ONCE) {
            bytes.clear();
            indices.iter().for_each(|&i| bytes.extend_from_slice(self.image(i)));
            extend_with_pixels(&mut pixels, &bytes);
        }
        pixels
    }

    /// The labels of these images.
    ///
    /// # Returns
    /// `[indices.len()]`.
    ///
    /// # Panics
    /// If an index is out of range.
    fn labels(&self, indices: &[usize]) -> Vec<u8> {
        indices.iter().map(|&i| self.label(i)).collect()
    }
}

/// Appends the bytes to the pixels as numbers from 0 to 1. The loop uses the widest vector instructions
/// that the processor has at run time (`S` is a parameter of the macro: the vector width).
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn extend_with_pixels<S: macerator::Simd>(pixels: &mut Vec<f32>, bytes: &[u8]) {
    pixels.extend(bytes.iter().map(|&pixel| divided_by_255(pixel)));
}

/// `pixel / 255`, with the same rounding as the division but computed by two multiplications, which
/// are faster.
///
/// 1/255 is split into 257/65536, whose product with a pixel is exact, and a remainder. A single
/// multiplication by 1/255 would round about half of the pixel values differently.
#[inline] // into each version of the loop
fn divided_by_255(pixel: u8) -> f32 {
    const FIRST: f32 = 257.0 / 65536.0;
    const REST: f32 = (1.0 / 255.0 - 257.0 / 65536.0) as f32;
    f32::from(pixel) * FIRST + f32::from(pixel) * REST
}

/// Images and labels in memory, shared by all sets that are made of them.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) images: Images,
    pub(crate) labels: Vec<u8>,
    pub(crate) classes: usize,
}

/// A selection of the images in a store, in a certain order.
#[derive(Clone, Debug)]
struct Part {
    store: Arc<Store>,
    members: Members,
}

#[derive(Clone, Debug)]
enum Members {
    Range(Range<usize>),
    List(Arc<[usize]>),
}

impl Part {
    /// The images in `range`.
    fn range(&self, range: Range<usize>) -> Result<Self, DataError> {
        let len = self.len();
        if range.is_empty() || range.end > len {
            let reason = format!(
                "cannot take images {}..{}; expected a range within 0..{len} that is not empty",
                range.start, range.end
            );
            return Err(DataError::Subset { reason });
        }
        let members = match &self.members {
            Members::Range(whole) => {
                Members::Range(whole.start + range.start..whole.start + range.end)
            }
            Members::List(list) => Members::List(list[range].into()),
        };
        Ok(Self { store: Arc::clone(&self.store), members })
    }

    fn whole(store: Store) -> Self {
        let members = Members::Range(0..store.images.count);
        Self { store: Arc::new(store), members }
    }

    fn len(&self) -> usize {
        match &self.members {
            Members::Range(range) => range.len(),
            Members::List(list) => list.len(),
        }
    }

    /// The images with rows and columns exchanged.
    fn transposed(&self) -> Store {
        let Images { rows, columns, .. } = self.store.images;
        let size = rows * columns;
        let count = self.len();
        let mut pixels = Vec::with_capacity(count * size);
        for i in 0..count {
            let start = self.place(i) * size;
            let image = &self.store.images.pixels[start..start + size];
            pixels.extend((0..size).map(|pixel| image[pixel % rows * columns + pixel / rows]));
        }
        let labels = (0..count).map(|i| self.store.labels[self.place(i)]).collect();
        let images = Images { count, rows: columns, columns: rows, pixels };
        Store { images, labels, classes: self.store.classes }
    }

    /// The index in the store of image `i` of this part.
    fn place(&self, i: usize) -> usize {
        match &self.members {
            Members::Range(range) => {
                assert!(i < range.len(), "image {i} of a set of {}", range.len());
                range.start + i
            }
            Members::List(list) => list[i],
        }
    }
}

macro_rules! set {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(Part);

        impl Samples for $name {
            fn len(&self) -> usize {
                self.0.len()
            }

            fn image_shape(&self) -> (usize, usize) {
                let images = &self.0.store.images;
                (images.rows, images.columns)
            }

            fn classes(&self) -> usize {
                self.0.store.classes
            }

            fn image(&self, i: usize) -> &[u8] {
                let size = self.pixels_per_image();
                let start = self.0.place(i) * size;
                &self.0.store.images.pixels[start..start + size]
            }

            fn label(&self, i: usize) -> u8 {
                self.0.store.labels[self.0.place(i)]
            }
        }
    };
}

set! {
    /// The data that the parameters are learned from. Cloning it or taking a part of it does not copy
    /// any pixels.
    TrainingSet
}

set! {
    /// The data that hyperparameters are chosen by (H3). It is split off from a [`TrainingSet`].
    ValidationSet
}

set! {
    /// The data that the finished network is evaluated on, once (H2, H3). Only a
    /// [`Dataset`](crate::Dataset) provides it.
    TestSet
}

impl TestSet {
    pub(crate) fn whole(store: Store) -> Self {
        Self(Part::whole(store))
    }

    /// The first `n` images, for a quick look at a network in training.
    ///
    /// # Errors
    /// If `n` is 0 or greater than the number of images.
    pub fn first(&self, n: usize) -> Result<Self, DataError> {
        self.0.range(0..n).map(Self)
    }

    pub(crate) fn transposed(&self) -> Store {
        self.0.transposed()
    }
}

impl TrainingSet {
    pub(crate) fn whole(store: Store) -> Self {
        Self(Part::whole(store))
    }

    pub(crate) fn transposed(&self) -> Store {
        self.0.transposed()
    }

    /// The first `n` images, which the small experiments of the book use.
    ///
    /// # Errors
    /// If `n` is 0 or greater than the number of images.
    pub fn first(&self, n: usize) -> Result<Self, DataError> {
        self.range(0..n)
    }

    /// The images in `range`. With `first` and `range`, one part can be used for training and another
    /// held out for validation:
    ///
    /// ```
    /// use datasets::{Dataset, Samples};
    ///
    /// let all = Dataset::mnist()?.training;
    /// let training = all.first(300)?;
    /// let held_out = all.range(300..1300)?.into_validation();
    /// assert_eq!((training.len(), held_out.len()), (300, 1000));
    /// # Ok::<(), datasets::DataError>(())
    /// ```
    ///
    /// # Errors
    /// If the range is empty or goes beyond the last image.
    pub fn range(&self, range: Range<usize>) -> Result<Self, DataError> {
        self.0.range(range).map(Self)
    }

    /// The images at `indices`, in that order. An index may occur more than once.
    ///
    /// # Errors
    /// If there are no indices, or one is out of range.
    pub fn select(&self, indices: &[usize]) -> Result<Self, DataError> {
        let len = self.len();
        if let Some(i) = indices.iter().find(|&&i| i >= len) {
            let reason = format!("cannot take image {i} of {len}; the last one is {}", len - 1);
            return Err(DataError::Subset { reason });
        }
        if indices.is_empty() {
            let reason = "cannot take no images at all; expected at least one".into();
            return Err(DataError::Subset { reason });
        }
        let members = Members::List(indices.iter().map(|&i| self.0.place(i)).collect());
        Ok(Self(Part { store: Arc::clone(&self.0.store), members }))
    }

    /// Splits the set: the first `validation` images of `order` become the validation set, and the
    /// others the training set, both in that order. Each image is in exactly one of the two. The set
    /// itself is consumed, so that nothing can be trained on all of it afterwards.
    ///
    /// # Errors
    /// If one of the two would be empty, or `order` is not a permutation of `0..len`.
    pub fn split(
        self,
        validation: usize,
        order: &[usize],
    ) -> Result<(Self, ValidationSet), DataError> {
        let len = self.len();
        if validation == 0 || validation >= len {
            let reason = format!(
                "cannot use {validation} of {len} images for validation; \
                 expected at least one image for validation and one for training"
            );
            return Err(DataError::Subset { reason });
        }
        let mut seen = vec![false; len];
        let is_new = |&i: &usize| i < len && !std::mem::replace(&mut seen[i], true);
        if order.len() != len || !order.iter().all(is_new) {
            let reason = format!(
                "the order of a split lists {} images; expected each of 0 to {} exactly once",
                order.len(),
                len - 1
            );
            return Err(DataError::Subset { reason });
        }
        let part = |indices: &[usize]| Part {
            store: Arc::clone(&self.0.store),
            members: Members::List(indices.iter().map(|&i| self.0.place(i)).collect()),
        };
        let (for_validation, for_training) = order.split_at(validation);
        Ok((Self(part(for_training)), ValidationSet(part(for_validation))))
    }

    /// The same images as a validation set, for a part that is held out entirely.
    pub fn into_validation(self) -> ValidationSet {
        ValidationSet(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn training(n: usize) -> TrainingSet {
        let images =
            Images { count: n, rows: 1, columns: 2, pixels: (0..2 * n).map(|i| i as u8).collect() };
        let labels = (0..n).map(|i| (i % 3) as u8).collect();
        TrainingSet::whole(Store { images, labels, classes: 3 })
    }

    #[test]
    fn parts_contain_the_requested_images() {
        let set = training(10);
        assert_eq!((set.first(4).unwrap().len(), set.is_empty()), (4, false));
        let middle = set.range(3..6).unwrap();
        assert_eq!((middle.image(0), middle.label(2)), (&[6, 7][..], 2));
        assert_eq!(middle.range(1..3).unwrap().image(0), [8, 9]);
        assert_eq!(middle.labels(&[2, 0, 2]), [2, 0, 2]);
        assert_eq!(set.pixels(&[1, 0]), [2, 3, 0, 1].map(|p| p as f32 / 255.0));
        let selected = middle.select(&[2, 0, 2]).unwrap();
        assert_eq!((selected.len(), selected.image(0), selected.label(1)), (3, &[10, 11][..], 0));
        // A part of a part that is stored as a list.
        let (rest, held_out) = set.first(5).unwrap().split(2, &[4, 3, 2, 1, 0]).unwrap();
        assert_eq!(rest.range(1..3).unwrap().pixels(&[1]), rest.pixels(&[2]));
        assert_eq!((held_out.image(0), rest.image(0)), (&[8, 9][..], &[4, 5][..]));
    }

    #[test]
    fn the_first_test_images_are_those_of_the_whole_set() {
        let images = Images { count: 3, rows: 1, columns: 2, pixels: (0..6).collect() };
        let set = TestSet::whole(Store { images, labels: vec![2, 0, 1], classes: 3 });
        let first = set.first(2).unwrap();
        assert_eq!(
            (first.len(), first.labels(&[0, 1]), first.image(1)),
            (2, vec![2, 0], &[2, 3][..])
        );
        for n in [0, 4] {
            assert!(matches!(set.first(n), Err(DataError::Subset { .. })), "{n}");
        }
    }

    #[test]
    fn pixels_are_divided_by_255_exactly() {
        let images = Images { count: 1, rows: 16, columns: 16, pixels: (0..=255).collect() };
        let set = TrainingSet::whole(Store { images, labels: vec![0], classes: 2 });
        let expected: Vec<f32> = (0..=255u8).map(|p| f32::from(p) / 255.0).collect();
        assert_eq!(set.pixels(&[0]), expected);
    }

    #[test]
    fn a_transposed_image_has_rows_and_columns_exchanged() {
        let images = Images { count: 2, rows: 2, columns: 3, pixels: (0..12).collect() };
        let set = TrainingSet::whole(Store { images, labels: vec![1, 0], classes: 2 });
        let turned = TrainingSet::whole(set.transposed());
        assert_eq!((turned.image_shape(), turned.labels(&[0, 1])), ((3, 2), vec![1, 0]));
        assert_eq!(turned.image(0), [0, 3, 1, 4, 2, 5]);
        assert_eq!(turned.image(1), [6, 9, 7, 10, 8, 11]);
        assert_eq!(TrainingSet::whole(turned.transposed()).image(1), set.image(1));
    }

    #[test]
    fn parts_copy_no_pixels() {
        let set = training(10);
        let (part, held_out) =
            set.range(1..9).unwrap().split(1, &[7, 6, 5, 4, 3, 2, 1, 0]).unwrap();
        assert_eq!(held_out.image(0).as_ptr(), set.image(8).as_ptr());
        assert_eq!(part.clone().image(0).as_ptr(), set.image(7).as_ptr());
        assert_eq!(part.into_validation().image(6).as_ptr(), set.image(1).as_ptr());
    }

    #[test]
    fn invalid_parts_are_rejected() {
        let set = training(10);
        let wrong =
            |part: Result<TrainingSet, DataError>| matches!(part, Err(DataError::Subset { .. }));
        assert!(wrong(set.first(0)));
        assert!(wrong(set.first(11)));
        assert!(wrong(set.range(5..5)));
        assert!(wrong(set.range(10..11)));
        assert!(wrong(set.range(usize::MAX - 1..usize::MAX)));
        assert!(wrong(set.select(&[])));
        assert!(wrong(set.select(&[0, 10])));
        let order: Vec<usize> = (0..10).collect();
        let split =
            |validation, order: &[usize]| set.clone().split(validation, order).map(|(set, _)| set);
        assert!(wrong(split(0, &order)));
        assert!(wrong(split(10, &order)));
        assert!(wrong(split(3, &order[..9])));
        assert!(wrong(split(3, &[0; 10])));
        assert!(wrong(split(3, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 10])));
    }

    #[test]
    #[should_panic(expected = "image 3 of a set of 3")]
    fn an_index_beyond_the_end_of_a_part_panics() {
        training(10).first(3).unwrap().image(3);
    }

    proptest! {
        #[test]
        fn a_split_is_disjoint_and_complete(
            order in Just((0..40usize).collect::<Vec<_>>()).prop_shuffle(),
            validation in 1usize..40,
        ) {
            let set = training(60).range(10..50).unwrap();
            let (training, held_out) = set.split(validation, &order).unwrap();
            prop_assert_eq!(held_out.len(), validation);
            let mut all: Vec<u8> = (0..training.len()).map(|i| training.image(i)[0]).collect();
            all.extend((0..held_out.len()).map(|i| held_out.image(i)[0]));
            all.sort_unstable();
            prop_assert_eq!(all, (10..50).map(|i| 2 * i as u8).collect::<Vec<_>>());
        }
    }
}
