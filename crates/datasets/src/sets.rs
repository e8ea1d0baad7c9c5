use std::sync::Arc;

use crate::DataError;
use crate::idx::Images;

/// What training, validation and test sets have in common.
///
/// Take `&impl Samples` where any will do (to measure accuracy, say), and the set's own type where
/// it matters which one it is.
pub trait Samples: Sync {
    /// How many images there are; at least 1.
    fn len(&self) -> usize;

    /// Whether there are none; never so.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows and columns of each image, in pixels.
    fn image_shape(&self) -> (usize, usize);

    /// Rows times columns: the inputs of a network.
    fn pixels_per_image(&self) -> usize {
        self.image_shape().0 * self.image_shape().1
    }

    /// How many classes the labels tell apart: the outputs of a network.
    fn classes(&self) -> usize;

    /// The pixels of image `i`, row by row, 0 black to 255 white.
    ///
    /// # Panics
    /// If there is no such image.
    fn image(&self, i: usize) -> &[u8];

    /// The class of image `i`.
    ///
    /// # Panics
    /// If there is no such image.
    fn label(&self, i: usize) -> u8;

    /// The pixels of these images, one image after the other, from 0 to 1 (the book's
    /// normalization: divided by 255).
    ///
    /// # Panics
    /// If one of the images is not there.
    fn pixels(&self, indices: &[usize]) -> Vec<f32> {
        let mut pixels = Vec::with_capacity(indices.len() * self.pixels_per_image());
        for &i in indices {
            pixels.extend(self.image(i).iter().map(|&pixel| f32::from(pixel) / 255.0));
        }
        pixels
    }
}

/// Images and labels in memory, shared by all sets that are parts of them.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) images: Images,
    pub(crate) labels: Vec<u8>,
    pub(crate) classes: usize,
}

/// A part of a store: which of its images, in which order.
#[derive(Clone, Debug)]
struct Part {
    store: Arc<Store>,
    members: Members,
}

#[derive(Clone, Debug)]
enum Members {
    Range(usize, usize),
    List(Arc<[usize]>),
}

impl Part {
    fn whole(store: Store) -> Self {
        let members = Members::Range(0, store.images.count);
        Self {
            store: Arc::new(store),
            members,
        }
    }

    fn len(&self) -> usize {
        match &self.members {
            Members::Range(from, to) => to - from,
            Members::List(list) => list.len(),
        }
    }

    fn place(&self, i: usize) -> usize {
        match &self.members {
            Members::Range(from, to) => {
                assert!(i < to - from, "image {i} of {}", to - from);
                from + i
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
    /// Data that the parameters learn from. Cloning it, and taking a part of it, copies no pixels.
    TrainingSet
}

set! {
    /// Data that hyperparameters are judged on (H3). Split from a [`TrainingSet`].
    ValidationSet
}

set! {
    /// Data that judges the finished network, once (H2, H3). Only a [`Dataset`](crate::Dataset) has one.
    TestSet
}

impl TestSet {
    pub(crate) fn whole(store: Store) -> Self {
        Self(Part::whole(store))
    }
}

impl TrainingSet {
    pub(crate) fn whole(store: Store) -> Self {
        Self(Part::whole(store))
    }

    /// The first `n` images, as the book's small experiments take them.
    ///
    /// # Errors
    /// If `n` is 0 or more than there are.
    pub fn first(&self, n: usize) -> Result<Self, DataError> {
        self.range(0, n)
    }

    /// The images from `from` up to, but not including, `to`.
    ///
    /// # Errors
    /// If there is none or not all are there.
    pub fn range(&self, from: usize, to: usize) -> Result<Self, DataError> {
        let len = self.len();
        if from >= to || to > len {
            let reason = format!("images {from} up to {to} are wanted, of {len} training images");
            return Err(DataError::Subset { reason });
        }
        let members = match &self.0.members {
            Members::Range(start, _) => Members::Range(start + from, start + to),
            Members::List(list) => Members::List(list[from..to].into()),
        };
        Ok(Self(Part {
            store: Arc::clone(&self.0.store),
            members,
        }))
    }

    /// Splits the set: the images that `order` names first go to validation, `validation` of them,
    /// and the rest stay for training. Together they are the whole, and no image is in both.
    ///
    /// # Errors
    /// If one part would be empty, or `order` is not an order of all the images.
    pub fn split(
        &self,
        validation: usize,
        order: &[usize],
    ) -> Result<(Self, ValidationSet), DataError> {
        let len = self.len();
        if validation == 0 || validation >= len {
            let reason = format!(
                "{validation} of {len} images are wanted for validation; allowed: 1 to {}",
                len - 1
            );
            return Err(DataError::Subset { reason });
        }
        let mut seen = vec![false; len];
        let is_new = |&i: &usize| i < len && !std::mem::replace(&mut seen[i], true);
        if order.len() != len || !order.iter().all(is_new) {
            let reason = format!("the order for a split must name each of {len} images once");
            return Err(DataError::Subset { reason });
        }
        let part = |indices: &[usize]| Part {
            store: Arc::clone(&self.0.store),
            members: Members::List(indices.iter().map(|&i| self.0.place(i)).collect()),
        };
        let (for_validation, for_training) = order.split_at(validation);
        Ok((
            Self(part(for_training)),
            ValidationSet(part(for_validation)),
        ))
    }

    /// The same images as validation data: for data that is held out whole.
    pub fn into_validation(self) -> ValidationSet {
        ValidationSet(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn training(n: usize) -> TrainingSet {
        let images = Images {
            count: n,
            rows: 1,
            columns: 2,
            pixels: (0..2 * n).map(|i| i as u8).collect(),
        };
        let labels = (0..n).map(|i| (i % 3) as u8).collect();
        TrainingSet::whole(Store {
            images,
            labels,
            classes: 3,
        })
    }

    #[test]
    fn parts_are_the_images_they_name() {
        let set = training(10);
        assert_eq!(set.first(4).unwrap().len(), 4);
        let middle = set.range(3, 6).unwrap();
        assert_eq!((middle.image(0), middle.label(2)), (&[6, 7][..], 2));
        assert_eq!(middle.range(1, 3).unwrap().image(0), [8, 9]);
        assert_eq!(
            set.pixels(&[1, 0]),
            [2.0 / 255.0, 3.0 / 255.0, 0.0, 1.0 / 255.0]
        );
    }

    #[test]
    fn impossible_parts_are_refused() {
        let set = training(10);
        assert!(set.first(0).is_err());
        assert!(set.first(11).is_err());
        assert!(set.range(5, 5).is_err());
        let order: Vec<usize> = (0..10).collect();
        assert!(set.split(0, &order).is_err());
        assert!(set.split(10, &order).is_err());
        assert!(set.split(3, &order[..9]).is_err());
        assert!(set.split(3, &[0; 10]).is_err());
        assert!(set.split(3, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 10]).is_err());
    }

    proptest! {
        #[test]
        fn a_split_is_disjoint_and_complete(
            order in Just((0..40usize).collect::<Vec<_>>()).prop_shuffle(),
            validation in 1usize..40,
        ) {
            let set = training(60).range(10, 50).unwrap();
            let (training, held_out) = set.split(validation, &order).unwrap();
            prop_assert_eq!(held_out.len(), validation);
            let mut all: Vec<u8> = (0..training.len()).map(|i| training.image(i)[0]).collect();
            all.extend((0..held_out.len()).map(|i| held_out.image(i)[0]));
            all.sort_unstable();
            prop_assert_eq!(all, (10..50).map(|i| 2 * i as u8).collect::<Vec<_>>());
        }
    }
}
