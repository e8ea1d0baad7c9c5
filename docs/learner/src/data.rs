//! From the sets of `datasets` to mini-batches of tensors.

use std::sync::Arc;

use burn::data::dataloader::batcher::Batcher;
use burn::data::dataloader::{DataLoader, DataLoaderBuilder};
use burn::data::dataset::Dataset;
use burn::tensor::{Device, Int, Tensor, TensorData};
use datasets::LabeledImage;

/// Images in a mini-batch.
pub const BATCH_SIZE: usize = 128;

/// A mini-batch.
#[derive(Clone, Debug)]
pub struct Batch {
    /// `[batch, pixels]`, from 0 to 1.
    pub images: Tensor<2>,
    /// `[batch]`
    pub labels: Tensor<1, Int>,
}

/// Makes mini-batches of the images that a data loader reads.
struct ImageBatcher;

impl Batcher<LabeledImage, Batch> for ImageBatcher {
    fn batch(&self, items: Vec<LabeledImage>, device: &Device) -> Batch {
        let labels: Vec<u8> = items.iter().map(|item| item.label).collect();
        let pixels: Vec<f32> = items.into_iter().flat_map(|item| item.pixels).collect();
        let shape = [labels.len(), pixels.len() / labels.len()];
        Batch {
            labels: Tensor::from_data(TensorData::new(labels, [shape[0]]), device),
            images: Tensor::from_data(TensorData::new(pixels, shape), device),
        }
    }
}

/// Mini-batches of a set, shuffled before each epoch if there is a seed.
pub fn loader(
    set: impl Dataset<LabeledImage> + 'static,
    seed: Option<u64>,
) -> Arc<dyn DataLoader<Batch>> {
    let builder = DataLoaderBuilder::new(ImageBatcher).batch_size(BATCH_SIZE);
    match seed {
        Some(seed) => builder.shuffle(seed).build(set),
        None => builder.build(set),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use datasets::Samples;

    #[test]
    fn the_loader_delivers_the_images_and_labels_of_the_set() {
        let set = datasets::Dataset::mnist().unwrap().training.first(300).unwrap();
        let batches: Vec<Batch> = loader(set.clone(), None).iter().map(Result::unwrap).collect();
        let sizes: Vec<usize> = batches.iter().map(|batch| batch.labels.dims()[0]).collect();
        assert_eq!(sizes, [128, 128, 44]);
        for (i, batch) in batches.into_iter().enumerate() {
            let indices: Vec<usize> = (128 * i..128 * i + sizes[i]).collect();
            assert_eq!(batch.images.dims(), [sizes[i], 784]);
            assert_eq!(batch.images.into_data().try_to_vec::<f32>().unwrap(), set.pixels(&indices));
            let labels: Vec<u8> = batch.labels.into_data().iter::<u8>().collect();
            assert_eq!(labels, set.labels(&indices));
        }
    }
}
