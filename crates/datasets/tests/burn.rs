//! The sets as datasets of Burn: the same images and labels as through `Samples`.
#![allow(missing_docs)]

use std::sync::Arc;

use burn_dataset::Dataset;
use burn_dataset::transform::{PartialDataset, ShuffledDataset};
use datasets::{LabeledImage, Samples};

/// Compares some of the items, the first and the last among them, with the accessors of `Samples`.
fn assert_same_items(set: &(impl Samples + Dataset<LabeledImage>)) {
    let len = Samples::len(set);
    assert_eq!((Dataset::len(set), Dataset::is_empty(set)), (len, false));
    let indices: Vec<usize> = (0..len).step_by(97).chain([len - 1]).collect();
    let items = set.get_many(indices.clone()).unwrap();
    assert_eq!(items.len(), indices.len());
    for (&i, item) in indices.iter().zip(items) {
        assert_eq!(item, set.get(i).unwrap());
        assert_eq!(item.pixels, set.pixels(&[i]));
        assert_eq!(item.label, set.label(i));
    }
}

#[test]
fn items_are_the_images_and_labels_of_the_sets() {
    let mnist = datasets::Dataset::mnist().unwrap();
    assert_same_items(&mnist.training);
    assert_same_items(&mnist.test);
    let order: Vec<usize> = (0..1000).rev().collect();
    let (training, validation) = mnist.training.first(1000).unwrap().split(200, &order).unwrap();
    assert_same_items(&training);
    assert_same_items(&validation);
}

#[test]
fn all_items_are_iterated_in_order() {
    let validation = datasets::Dataset::mnist().unwrap().training.range(5..305).unwrap();
    let validation = validation.into_validation();
    let labels: Vec<u8> = validation.iter().map(|item| item.unwrap().label).collect();
    assert_eq!(labels, validation.labels(&(0..300).collect::<Vec<_>>()));
}

/// Data loaders shuffle a dataset and split it among workers by these.
#[test]
fn burn_can_shuffle_and_split_a_set() {
    let training = Arc::new(datasets::Dataset::mnist().unwrap().training.first(300).unwrap());
    let half = PartialDataset::new(Arc::clone(&training), 100, 250);
    assert_eq!((half.len(), half.get(7).unwrap()), (150, training.get(107).unwrap()));
    let shuffled = ShuffledDataset::new(Arc::clone(&training), 1);
    let labels = |items: &dyn Dataset<LabeledImage>| -> Vec<u8> {
        (0..items.len()).map(|i| items.get(i).unwrap().label).collect()
    };
    let (mut drawn, mut all) = (labels(&shuffled), labels(&*training));
    assert_ne!(drawn, all);
    drawn.sort_unstable();
    all.sort_unstable();
    assert_eq!(drawn, all);
}

#[test]
#[should_panic(expected = "image 3 of a set of 3")]
fn an_index_beyond_the_end_panics() {
    let few = datasets::Dataset::mnist().unwrap().training.first(3).unwrap();
    let _ = few.get(3);
}
