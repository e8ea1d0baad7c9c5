//! Dropout of the inputs, in addition to that of the hidden layers.

use burn::module::Module;
use burn::tensor::{Tensor, TensorData};
use extensions::random::Stream;
use models::Mlp;

use crate::classifier::Classifier;

/// A network whose inputs are dropped too while it is trained: each pixel is 0 with probability `ratio`,
/// and the others are divided by 1 − `ratio`.
///
/// Source: Srivastava et al. (2014), "Dropout: A Simple Way to Prevent Neural Networks from Overfitting",
/// JMLR 15, which keeps 80 % of the inputs.
#[derive(Module, Debug)]
pub struct InputDropout {
    /// The network.
    pub network: Mlp,
    /// The fraction of the inputs that is dropped, in [0, 1).
    #[module(skip)]
    pub ratio: f64,
}

impl Classifier for InputDropout {
    fn logits(&self, images: Tensor<2>) -> Tensor<2> {
        self.network.logits(images)
    }

    fn logits_in_training(&self, images: Tensor<2>, stream: &mut Stream) -> Tensor<2> {
        let images = match self.ratio > 0.0 {
            true => {
                let ([batch, pixels], device) = (images.dims(), images.device());
                let mask = stream.dropout_mask(batch * pixels, self.ratio);
                images * Tensor::from_data(TensorData::new(mask, [batch, pixels]), &device)
            }
            false => images,
        };
        self.network.logits_in_training(images, stream)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Device;
    use extensions::random::Purpose;
    use models::MlpConfig;

    /// A network that sums its inputs: its logit is the sum of what dropout left of them.
    fn sum() -> InputDropout {
        let device = Device::flex();
        let mut network = MlpConfig::new(1000, vec![], 1).init(&device);
        network.output.weight = network.output.weight.map(|weight| weight.ones_like());
        InputDropout { network, ratio: 0.2 }
    }

    #[test]
    fn inputs_are_dropped_in_training_only() {
        let ones = Tensor::<2>::ones([4, 1000], &Device::flex());
        let mut stream = Stream::new(0, Purpose::Dropout);
        let in_training: Vec<f32> =
            sum().logits_in_training(ones.clone(), &mut stream).into_data().try_to_vec().unwrap();
        for logit in in_training {
            // 1000 inputs, each 0 or 1.25: the standard deviation of the sum is √(1000 · 0.25) = 15.8.
            assert!(logit != 1000.0 && (logit - 1000.0).abs() < 80.0, "{logit}");
            let kept = logit / 1.25;
            assert!((kept - kept.round()).abs() < 1e-3, "{logit} is no multiple of 1.25");
        }
        let after: Vec<f32> = sum().logits(ones).into_data().try_to_vec().unwrap();
        assert_eq!(after, [1000.0; 4]);
    }
}
