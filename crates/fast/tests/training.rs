//! A network that is trained with the faster forms has the same weights as one that is trained without.
#![allow(missing_docs)]
#![cfg(feature = "flex")]

use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::{GradientsParams, ModuleOptimizer, SgdConfig};
use burn::tensor::{Device, Int, Tensor, TensorData};
use extensions::initializers::{He, initialize};
use extensions::optimizers::{AdaGrad, Adam, Momentum, Nesterov, WeightDecay};
use extensions::random::{Purpose, Stream};
use fast::optimizers::fast;
use models::{ActivationConfig, Mlp, MlpConfig};

const PIXELS: usize = 23;
const CLASSES: usize = 10;
const BATCH: usize = 37;

/// The losses of 30 steps, and every bit of the network afterwards and of the logits that it gives.
fn trained(
    shape: &MlpConfig,
    mut optimizer: ModuleOptimizer,
    is_fast: bool,
) -> (Vec<u32>, Vec<u32>) {
    fast::switch(is_fast);
    let device = Device::flex().autodiff();
    let mut mlp = initialize(shape.init(&device), &He, &mut Stream::new(1, Purpose::Weights));
    let mut data = Stream::new(1, Purpose::Data);
    let mut dropout = Stream::new(1, Purpose::Dropout);
    let mut losses = Vec::new();
    for _ in 0..30 {
        let pixels: Vec<f32> = (0..BATCH * PIXELS).map(|_| data.normal() as f32).collect();
        let images = Tensor::from_data(TensorData::new(pixels, [BATCH, PIXELS]), &device);
        let labels: Vec<i32> = data.indices(CLASSES, BATCH).iter().map(|&i| i as i32).collect();
        let labels = Tensor::<1, Int>::from_data(TensorData::new(labels, [BATCH]), &device);
        let logits = fast::mlp::forward_with_masks(&mlp, images, |shape, ratio| {
            (ratio > 0.0).then(|| {
                let mask = dropout.dropout_mask(shape[0] * shape[1], ratio);
                Tensor::from_data(TensorData::new(mask, shape), &device)
            })
        });
        let loss = fast::loss::cross_entropy(logits, labels);
        let gradients = GradientsParams::from_grads(loss.backward(), &mlp);
        mlp = optimizer.step(0.01, mlp, gradients);
        losses.push(loss.into_scalar::<f32>().to_bits());
    }
    let images = Tensor::ones([BATCH, PIXELS], &device.clone().inner());
    let logits = fast::mlp::forward(&mlp.valid(), images).into_data();
    let logits = logits.as_slice::<f32>().expect("f32").iter().map(|x| x.to_bits());
    (losses, bits(&mlp).into_iter().chain(logits).collect())
}

/// Every bit of the parameters and of the running means of batch normalization.
fn bits(mlp: &Mlp) -> Vec<u32> {
    struct Bits(Vec<u32>);
    impl ModuleVisitor for Bits {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let data = param.val().into_data();
            self.0.extend(data.as_slice::<f32>().expect("f32").iter().map(|x| x.to_bits()));
        }
    }
    let mut bits = Bits(Vec::new());
    mlp.visit(&mut bits);
    bits.0
}

// One test, because the switch is one for the whole process.
#[test]
fn the_switch_changes_no_bit() {
    let plain = MlpConfig::new(PIXELS, vec![19, 16], CLASSES);
    let shapes = [
        plain.clone(),
        plain.clone().with_dropout(0.3),
        plain.clone().with_dropout(0.3).with_batch_norm(true),
        plain.clone().with_dropout(0.3).with_activation(ActivationConfig::Sigmoid),
        plain.with_dropout(0.3).with_activation(ActivationConfig::Gelu),
    ];
    let optimizers: [fn() -> ModuleOptimizer; 6] = [
        || SgdConfig::new().init(),
        || fast(Momentum::default()).into(),
        || fast(Nesterov::default()).into(),
        || fast(AdaGrad::default()).into(),
        || fast(Adam::default()).into(),
        || WeightDecay::new(fast(Adam::default()), 0.1).into(),
    ];
    for shape in &shapes {
        for (i, optimizer) in optimizers.iter().enumerate() {
            let with = trained(shape, optimizer(), true);
            let without = trained(shape, optimizer(), false);
            assert!(with == without, "optimizer {i}, {shape}");
            assert_ne!(with.0[0], with.0[29], "it learns");
        }
    }
    fast::switch(true);
    assert!(fast::is_on());
}
