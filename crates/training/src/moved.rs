//! The images of a data set, moved: what a fully connected network does not know.
//!
//! To such a network an image is a list of pixels without neighbours. What it learns about one pixel says
//! nothing about the next, so the same digit two pixels farther is another input.

use burn::tensor::{Device, Tensor, TensorData};
use datasets::Samples;
use serde::Serialize;

use crate::classifier::AnyClassifier;
use crate::predict::{NotFinite, finite, most_likely, rows};

/// The directions in which images are moved: columns to the right and rows down for one step.
pub const DIRECTIONS: [(&str, i32, i32); 4] =
    [("left", -1, 0), ("right", 1, 0), ("up", 0, -1), ("down", 0, 1)];

/// How well a network classifies images that are moved by some pixels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// By how many pixels they are moved.
    pub pixels: usize,
    /// The accuracy for each of [`DIRECTIONS`], from 0 to 1.
    pub accuracy: [f64; 4],
    /// The accuracy for each of [`DIRECTIONS`] if the centre of mass is moved back to the middle before.
    pub centered: [f64; 4],
    /// The share of the images' ink that is still inside the image, over all directions.
    pub inside: f64,
}

impl Moved {
    /// The accuracy over all directions.
    pub fn mean(&self) -> f64 {
        self.accuracy.iter().sum::<f64>() / 4.0
    }

    /// The accuracy over all directions if the images are centred before.
    pub fn mean_centered(&self) -> f64 {
        self.centered.iter().sum::<f64>() / 4.0
    }
}

/// Classifies the images of `samples` moved by each of `distances` pixels in each direction. What leaves
/// the image is lost, and what is new is black.
///
/// # Errors
/// If an output is not finite.
pub fn moved(
    model: &dyn AnyClassifier,
    samples: &impl Samples,
    distances: impl IntoIterator<Item = usize>,
    device: &Device,
) -> Result<Vec<Moved>, NotFinite> {
    let (_, columns) = samples.image_shape();
    let ink = |image: &[u8]| image.iter().map(|&pixel| u64::from(pixel)).sum::<u64>() as f64;
    let all: f64 = (0..samples.len()).map(|i| ink(samples.image(i))).sum();
    let one = |pixels: usize| {
        let by = i32::try_from(pixels).unwrap_or(i32::MAX);
        let moved_by = |(_, right, down): (&str, i32, i32)| {
            (0..samples.len())
                .map(|i| shift(samples.image(i), columns, right * by, down * by))
                .collect::<Vec<_>>()
        };
        let images = DIRECTIONS.map(moved_by);
        let inside: f64 = images.iter().flatten().map(|image| ink(image)).sum();
        let accuracy = |images: &Vec<Vec<u8>>| accuracy(model, samples, images, device);
        let centered =
            |images: &Vec<Vec<u8>>| images.iter().map(|image| center(image, columns)).collect();
        let mut of = Moved {
            pixels,
            accuracy: [0.0; 4],
            centered: [0.0; 4],
            inside: inside / (4.0 * all.max(1.0)),
        };
        for (i, images) in images.iter().enumerate() {
            of.accuracy[i] = accuracy(images)?;
            of.centered[i] = accuracy(&centered(images))?;
        }
        Ok(of)
    };
    distances.into_iter().map(one).collect()
}

fn accuracy(
    model: &dyn AnyClassifier,
    samples: &impl Samples,
    images: &[Vec<u8>],
    device: &Device,
) -> Result<f64, NotFinite> {
    let mut right = 0;
    for (chunk, images) in images.chunks(1000).enumerate() {
        let values: Vec<f32> =
            images.iter().flatten().map(|&pixel| f32::from(pixel) / 255.0).collect();
        let data = TensorData::new(values, [images.len(), images[0].len()]);
        let logits = rows(model.logits(Tensor::from_data(data, device)));
        finite(&logits, |i| format!("image {} of the data set, moved", 1000 * chunk + i))?;
        let labels = (0..images.len()).map(|i| usize::from(samples.label(1000 * chunk + i)));
        right +=
            logits.iter().zip(labels).filter(|(row, label)| most_likely(row) == *label).count();
    }
    Ok(right as f64 / samples.len().max(1) as f64)
}

/// The image of `columns` columns, moved to the right and down by so many pixels.
pub fn shift(image: &[u8], columns: usize, right: i32, down: i32) -> Vec<u8> {
    let rows = image.len().checked_div(columns).unwrap_or(0);
    let source = |at: usize, by: i32, length: usize| {
        let source = i64::try_from(at).ok()? - i64::from(by);
        usize::try_from(source).ok().filter(|&source| source < length)
    };
    let pixel = |i: usize| {
        let (row, column) =
            (source(i / columns, down, rows)?, source(i % columns, right, columns)?);
        Some(image[row * columns + column])
    };
    (0..image.len()).map(|i| pixel(i).unwrap_or(0)).collect()
}

/// The image moved so that its centre of mass lies in the middle, as in MNIST.
pub fn center(image: &[u8], columns: usize) -> Vec<u8> {
    let rows = image.len().checked_div(columns).unwrap_or(0);
    let mut sums = [0f64; 3];
    for (i, &pixel) in image.iter().enumerate() {
        let value = f64::from(pixel);
        sums[0] += value;
        sums[1] += value * (i % columns) as f64;
        sums[2] += value * (i / columns) as f64;
    }
    if sums[0] == 0.0 {
        return image.to_vec();
    }
    let by = |length: usize, sum: f64| (length as f64 / 2.0 - sum / sums[0]).round() as i32;
    shift(image, columns, by(columns, sums[1]), by(rows, sums[2]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Backend;
    use crate::classifier::shape;
    use datasets::Dataset;

    #[test]
    fn what_leaves_the_image_is_lost_and_what_is_new_is_black() {
        let image = [1, 2, 3, 4, 5, 6];
        assert_eq!(shift(&image, 3, 0, 0), image);
        assert_eq!(shift(&image, 3, 1, 0), [0, 1, 2, 0, 4, 5]);
        assert_eq!(shift(&image, 3, -2, 1), [0, 0, 0, 3, 0, 0]);
        assert_eq!(shift(&image, 3, 0, -2), [0; 6]);
        assert_eq!(shift(&image, 3, i32::MAX, i32::MIN), [0; 6]);
    }

    /// MNIST's images are centred by mass already, to the pixel, so centring undoes a shift unless ink
    /// was lost.
    #[test]
    fn centring_undoes_a_shift() {
        let data = Dataset::mnist().unwrap();
        let images = (0..500).map(|i| data.test.image(i));
        let same = images
            .filter(|image| {
                assert!(image[..28 * 28].iter().any(|&pixel| pixel > 0));
                center(&shift(image, 28, 2, -1), 28) == center(image, 28)
            })
            .count();
        assert!(same >= 480, "{same} of 500");
        let already = (0..500).filter(|&i| center(data.test.image(i), 28) == data.test.image(i));
        assert!(already.count() >= 480);
        assert_eq!(center(&[0; 9], 3), [0; 9]);
    }

    /// A network that classifies everything as a 0 is right for the zeros, wherever they lie.
    #[test]
    fn a_network_that_sees_nothing_is_equally_right_everywhere() {
        let device = Backend::default_compiled().device().unwrap();
        let data = Dataset::mnist().unwrap();
        let mut model = shape(&[], &data.test).init(&device);
        let zero = Tensor::<2>::zeros([784, 10], &device);
        model.output.weight = model.output.weight.map(|_| zero.clone());
        let zeros = (0..data.test.len()).filter(|&i| data.test.label(i) == 0).count();
        let share = zeros as f64 / data.test.len() as f64;
        let found = moved(&model, &data.test, [0, 28], &device).unwrap();
        assert_eq!(found[0].accuracy, [share; 4]);
        assert_eq!(found[1].centered, [share; 4]);
        assert_eq!((found[0].inside, found[1].inside), (1.0, 0.0));
    }
}
