//! Checks the labels of the training set, which decide what the classes are, and those of the test set.

use std::path::Path;

use crate::DataError;

/// The classes of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Classes {
    /// The lowest label of a training image, which is 0 or 1.
    first: u8,
    /// The highest label of a training image. Every label from `first` to `last` occurs.
    last: u8,
}

impl Classes {
    /// The classes that these training labels number. `file` is named in errors.
    ///
    /// # Errors
    /// If there is a gap, except that 0 may be missing: a single wrong label would otherwise give the
    /// network outputs for classes that no image belongs to.
    pub(crate) fn of(file: &Path, labels: &[u8]) -> Result<Self, DataError> {
        let mut present = [false; 256];
        labels.iter().for_each(|&label| present[usize::from(label)] = true);
        let last = labels.iter().copied().max().unwrap_or(0);
        let is_missing = |label: &u8| !present[usize::from(*label)];
        let Some(gap) = (1..last).find(is_missing) else {
            return Ok(Self { first: u8::from(!present[0] && last > 0), last });
        };
        let end = (gap..last).take_while(is_missing).last().unwrap_or(gap);
        let index = labels.iter().position(|&label| label > end).unwrap_or(0);
        let missing = match gap == end {
            true => gap.to_string(),
            false => format!("{gap} to {end}"),
        };
        let hint = match labels {
            _ if labels.iter().all(|label| label.is_ascii_digit()) => {
                "; these are the digits 0 to 9 in ASCII, 48 to 57: subtract 48 from each"
            }
            _ if labels.iter().all(|&label| label == last) => {
                "; all labels are the same: check that the file is the right one"
            }
            _ if labels.iter().all(|label| label.is_ascii_alphabetic()) => {
                "; these are letters in ASCII: number them from 0"
            }
            _ if last == 255 => {
                "; 255 often stands for -1, an image without a label: remove these images"
            }
            _ => {
                "; correct this label, add images of the missing classes, or number the classes without a gap"
            }
        };
        let file = file.to_owned();
        Err(DataError::LabelGap { file, index, label: labels[index], missing, hint })
    }

    /// The number of outputs of a network: one more than the highest label, and at least 2.
    pub(crate) fn outputs(self) -> usize {
        (usize::from(self.last) + 1).max(2)
    }

    /// Checks that each test label is one of these classes.
    ///
    /// # Errors
    /// The first that is not.
    pub(crate) fn check(self, file: &Path, labels: &[u8]) -> Result<(), DataError> {
        let Self { first, last } = self;
        match labels.iter().position(|label| !(first..=last).contains(label)) {
            None => Ok(()),
            Some(index) => {
                let (file, label) = (file.to_owned(), labels[index]);
                Err(DataError::LabelOutOfRange { file, index, label, first, last })
            }
        }
    }

    /// What a reader should know about these labels.
    pub(crate) fn notes(self, labels: &[u8]) -> Vec<String> {
        let mut notes = Vec::new();
        if self.first == 1 {
            let outputs = self.outputs();
            notes.push(format!(
                "no image has the label 0, because the labels begin at 1 (as those of EMNIST's letters do): \
                 the network has {outputs} outputs, of which the first is never the right one"
            ));
        }
        if self.first == self.last {
            notes.push(format!("every training image has the label {}", self.last));
        } else if labels.is_sorted() {
            notes.push(
                "the training images are sorted by class: experiments that take the first images see only \
                 the first classes; shuffle the images (and their labels in the same way)"
                    .into(),
            );
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn classes(labels: &[u8]) -> Result<Classes, DataError> {
        Classes::of(Path::new("labels"), labels)
    }

    /// The position, the label and the missing classes that the error names, and its text.
    fn gap(labels: &[u8]) -> (usize, u8, String, String) {
        match classes(labels).unwrap_err() {
            error @ DataError::LabelGap { index, label, .. } => {
                let text = error.to_string();
                let DataError::LabelGap { missing, .. } = error else { unreachable!() };
                (index, label, missing, text)
            }
            error => panic!("{error}"),
        }
    }

    #[test]
    fn classes_without_a_gap_are_accepted() {
        let of = |labels: &[u8]| classes(labels).map(|c| (c.first, c.last, c.outputs())).unwrap();
        assert_eq!(of(&[2, 0, 1, 1]), (0, 2, 3));
        assert_eq!(of(&[0, 0]), (0, 0, 2));
        let letters: Vec<u8> = (1..=26).rev().collect();
        assert_eq!(of(&letters), (1, 26, 27));
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(of(&all), (0, 255, 256));
    }

    #[test]
    fn one_wrong_label_is_refused_with_its_place() {
        let mut labels: Vec<u8> = (0..200).map(|i| i % 10).collect();
        labels[123] = 77;
        let (index, label, missing, text) = gap(&labels);
        assert_eq!((index, label, &*missing), (123, 77, "10 to 76"));
        for part in ["labels: ", "index 123 is 77", "10 to 76"] {
            assert!(text.contains(part), "{text}");
        }
        labels[123] = 255;
        let (index, label, _, text) = gap(&labels);
        assert_eq!((index, label), (123, 255));
        assert!(text.contains("stands for -1"), "{text}");
        // A single class that is missing in the middle.
        assert_eq!(gap(&[0, 1, 3, 2, 5]).2, "4");
        // Sign language MNIST has no J, which moves, and 25 classes in all.
        assert_eq!(gap(&(0..25).filter(|&c| c != 9).collect::<Vec<u8>>()).1, 10);
    }

    #[test]
    fn labels_that_are_all_77_or_ascii_digits_are_refused() {
        let (index, label, missing, text) = gap(&[77; 50]);
        assert_eq!((index, label, &*missing), (0, 77, "1 to 76"));
        assert!(text.contains("all labels are the same"), "{text}");
        assert!(gap(b"HELLO").3.contains("letters in ASCII"));
        let (index, _, missing, text) = gap(b"5041921314");
        assert_eq!((index, &*missing), (0, "1 to 47"));
        assert!(text.contains("subtract 48"), "{text}");
    }

    #[test]
    fn a_test_label_is_a_class_of_the_training_labels() {
        let file = Path::new("test labels");
        let digits = classes(&[0, 1, 2]).unwrap();
        assert!(digits.check(file, &[2, 2, 0]).is_ok());
        let error = digits.check(file, &[0, 3]).unwrap_err();
        assert!(
            matches!(
                error,
                DataError::LabelOutOfRange { index: 1, label: 3, first: 0, last: 2, .. }
            ),
            "{error}"
        );
        let letters = classes(&[1, 2, 3]).unwrap();
        let error = letters.check(file, &[1, 0]).unwrap_err();
        assert!(error.to_string().contains("index 1 is 0; expected"), "{error}");
    }

    #[test]
    fn odd_labels_are_noted() {
        let notes = |labels: &[u8]| classes(labels).unwrap().notes(labels).join("\n");
        assert_eq!(notes(&[1, 0, 2]), "");
        assert!(notes(&[2, 1, 3]).contains("the network has 4 outputs"));
        assert!(notes(&[0, 0, 1, 2]).contains("sorted by class"));
        assert!(notes(&[0, 0]).contains("every training image has the label 0"));
    }

    proptest! {
        /// Accepted labels are exactly those that number the classes without a gap, but for 0.
        #[test]
        fn a_gap_is_never_accepted(labels in prop::collection::vec(0u8..8, 1..12)) {
            let max = *labels.iter().max().unwrap();
            let complete = (1..=max).all(|class| labels.contains(&class));
            prop_assert_eq!(classes(&labels).is_ok(), complete);
        }
    }
}
