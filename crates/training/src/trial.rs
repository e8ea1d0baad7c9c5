//! The input of one trial: its seed, its device and its data.

use std::sync::atomic::{AtomicU64, Ordering};

use burn::tensor::{DType, Device};
use datasets::Dataset;
use extensions::random::{Purpose, Stream};

/// The input of a trial in addition to its settings and its arm.
///
/// ```
/// use burn::tensor::Device;
/// use extensions::random::Purpose;
/// use training::Trial;
///
/// let trial = Trial::new(0, Device::flex());
/// assert_eq!(trial.stream(Purpose::Batches).index(1), 0);
/// ```
pub struct Trial<'a> {
    /// The seed, which all arms share so that differences between arms are paired.
    pub seed: u64,
    device: Device,
    data: Option<&'a Dataset>,
    steps_done: Option<&'a AtomicU64>,
}

impl<'a> Trial<'a> {
    /// A trial with this seed on `device`, a device without autodiff.
    pub fn new(seed: u64, device: Device) -> Self {
        Self { seed, device, data: None, steps_done: None }
    }

    /// The same trial with a data set to read.
    pub fn with_data(self, data: &'a Dataset) -> Self {
        Self { data: Some(data), ..self }
    }

    /// The same trial, which counts its steps in `steps_done`, for a progress display.
    pub fn counting(self, steps_done: &'a AtomicU64) -> Self {
        Self { steps_done: Some(steps_done), ..self }
    }

    /// The device without autodiff, for evaluation.
    pub fn device(&self) -> Device {
        self.device.clone()
    }

    /// The device with autodiff, for training.
    pub fn autodiff(&self) -> Device {
        self.device.clone().autodiff()
    }

    /// The widest floating-point type of the device: 64 bits, or 32 on most GPUs. It is for numbers that
    /// are checked to their last digits: `Tensor::from_data(data, (&device, trial.widest()))`.
    pub fn widest(&self) -> DType {
        if self.device.supports_dtype(DType::F64) { DType::F64 } else { DType::F32 }
    }

    /// The data set.
    ///
    /// # Panics
    /// If there is none, because the experiment does not say that it needs data.
    pub fn data(&self) -> &'a Dataset {
        self.data.expect("the experiment says that it needs data")
    }

    /// The random numbers of this trial's seed for `purpose`.
    pub fn stream(&self, purpose: Purpose) -> Stream {
        Stream::new(self.seed, purpose)
    }

    /// Counts one more step, for the progress display.
    pub fn step_done(&self) {
        if let Some(steps_done) = self.steps_done {
            steps_done.fetch_add(1, Ordering::Relaxed);
        }
    }
}
