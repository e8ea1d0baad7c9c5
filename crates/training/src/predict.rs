//! Classifies pictures with a trained network.

use burn::tensor::{Device, Tensor, TensorData, activation::softmax};
use datasets::Samples;

use serde::Serialize;

use crate::batches::images;
use crate::classifier::AnyClassifier;
use crate::pictures::Picture;

/// The rows of a matrix, such as the logits of each image.
pub(crate) fn rows(matrix: Tensor<2>) -> Vec<Vec<f64>> {
    let classes = matrix.dims()[1];
    let values: Vec<f32> = matrix.into_data().iter().collect();
    values.chunks(classes).map(|row| row.iter().map(|&p| f64::from(p)).collect()).collect()
}

/// The class with the largest probability, or with the largest logit; the first one if several are equally
/// large.
pub fn most_likely(probabilities: &[f64]) -> usize {
    let larger =
        |best: usize, i: usize| if probabilities[i] > probabilities[best] { i } else { best };
    (0..probabilities.len()).fold(0, larger)
}

/// A picture with the probability of each class.
#[derive(Clone, Debug)]
pub struct Prediction {
    /// The picture.
    pub picture: Picture,
    /// The network's logits.
    pub logits: Vec<f64>,
    /// The probability of each class: the softmax of the logits.
    pub probabilities: Vec<f64>,
}

/// A network's output that is no finite number, so that no class follows from it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error(
    "the network cannot be judged: its output for class {class} is {value} for {image}; its weights are too \
     large, as after training that diverged"
)]
pub struct NotFinite {
    /// For which image.
    pub image: String,
    /// For which class.
    pub class: usize,
    /// The output.
    pub value: f64,
}

/// The first output that is no finite number, as an error. `name` gives the name of an image.
pub(crate) fn finite(logits: &[Vec<f64>], name: impl Fn(usize) -> String) -> Result<(), NotFinite> {
    for (i, row) in logits.iter().enumerate() {
        if let Some(class) = row.iter().position(|logit| !logit.is_finite()) {
            return Err(NotFinite { image: name(i), class, value: row[class] });
        }
    }
    Ok(())
}

/// Classifies these pictures with any network: the lecture's, or a module of one's own that implements
/// [`Classifier`](crate::Classifier).
///
/// # Errors
/// If an output is not finite.
pub fn predict(
    model: &dyn AnyClassifier,
    pictures: Vec<Picture>,
    device: &Device,
) -> Result<Vec<Prediction>, NotFinite> {
    let pixels = pictures.first().map_or(0, |picture| picture.pixels.len());
    let values: Vec<f32> =
        pictures.iter().flat_map(|p| &p.pixels).map(|&pixel| f32::from(pixel) / 255.0).collect();
    let shape = [pictures.len(), pixels];
    let logits = model.logits(Tensor::from_data(TensorData::new(values, shape), device)); // [pictures, classes]
    let probabilities = rows(softmax(logits.clone(), 1));
    let logits = rows(logits);
    finite(&logits, |i| pictures[i].name.clone())?;
    let all = logits.into_iter().zip(probabilities);
    let predictions = pictures.into_iter().zip(all);
    let prediction =
        |(picture, (logits, probabilities))| Prediction { picture, logits, probabilities };
    Ok(predictions.map(prediction).collect())
}

/// An image of a data set that the network classifies incorrectly.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Wrong {
    /// Which image.
    pub index: usize,
    /// Its label.
    pub label: usize,
    /// The class that the network chooses.
    pub said: usize,
    /// The probability that it gives to that class.
    pub probability: f64,
}

/// The images of `samples` that the network classifies incorrectly, beginning with the most confident
/// error.
///
/// # Errors
/// If an output is not finite.
pub fn wrong(
    model: &dyn AnyClassifier,
    samples: &impl Samples,
    device: &Device,
) -> Result<Vec<Wrong>, NotFinite> {
    let indices: Vec<usize> = (0..samples.len()).collect();
    let mut all = Vec::new();
    for chunk in indices.chunks(1000) {
        let logits = model.logits(images(samples, chunk, device)); // [chunk, classes]
        let probabilities = rows(softmax(logits.clone(), 1));
        let logits = rows(logits);
        finite(&logits, |i| format!("image {} of the data set", chunk[i]))?;
        for ((&index, logits), probabilities) in chunk.iter().zip(logits).zip(probabilities) {
            // From the logits, as the accuracy is: two probabilities can be rounded to the same number.
            let (said, label) = (most_likely(&logits), usize::from(samples.label(index)));
            if said != label {
                all.push(Wrong { index, label, said, probability: probabilities[said] });
            }
        }
    }
    all.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Backend;
    use crate::classifier::shape;
    use datasets::Dataset;
    use models::Mlp;

    fn device() -> Device {
        Backend::default_compiled().device().unwrap()
    }

    /// A network without hidden layers that classifies everything as a 3, with this logit.
    fn always_three(data: &Dataset, logit: f32) -> Mlp {
        let mut model = shape(&[], &data.test).init(&device());
        let mut bias = [0.0f32; 10];
        bias[3] = logit;
        let bias = Tensor::<1>::from_floats(bias, &device());
        model.output.bias = model.output.bias.map(|param| param.map(|_| bias.clone()));
        model
    }

    #[test]
    fn what_is_not_a_three_is_wrong() {
        let data = Dataset::mnist().unwrap();
        let threes = (0..data.test.len()).filter(|&i| data.test.label(i) == 3).count();
        let wrong = wrong(&always_three(&data, 2.0), &data.test, &device()).unwrap();
        assert_eq!(wrong.len() + threes, data.test.len());
        let expected = 2f64.exp() / (2f64.exp() + 9.0);
        assert!(wrong.iter().all(|w| w.said == 3 && w.label != 3));
        assert!(wrong.iter().all(|w| (w.probability - expected).abs() < 1e-6));
    }

    #[test]
    fn probabilities_are_those_of_the_softmax() {
        let data = Dataset::mnist().unwrap();
        let picture =
            Picture { name: "seven".into(), columns: 28, pixels: data.test.image(0).to_vec() };
        let said = predict(&always_three(&data, 0.0), vec![picture], &device()).unwrap();
        assert!(said[0].probabilities.iter().all(|p| (p - 0.1).abs() < 1e-7));
        // All are equally likely, so it is the first.
        assert_eq!(most_likely(&said[0].probabilities), 0);
        assert_eq!(most_likely(&[0.2, 0.5, 0.3]), 1);
    }

    #[test]
    fn a_network_without_finite_outputs_is_not_judged() {
        let data = Dataset::mnist().unwrap();
        for logit in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let model = always_three(&data, logit);
            let name = "a picture".to_owned();
            let pictures = vec![Picture { name, columns: 28, pixels: vec![0; 784] }];
            let said = predict(&model, pictures, &device()).unwrap_err().to_string();
            assert!(said.contains(&format!("class 3 is {logit} for a picture")), "{said}");
            let said = wrong(&model, &data.test, &device()).unwrap_err();
            assert_eq!((said.image.as_str(), said.class), ("image 0 of the data set", 3));
        }
    }
}
