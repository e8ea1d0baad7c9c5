//! The training loop that every network of the lecture shares (O1).

use burn::optim::ModuleOptimizer;
use burn::tensor::{Device, Int, Tensor};
use datasets::Samples;
use extensions::random::{Purpose, Stream};

use crate::accuracy::{accuracy, mean_loss};
use crate::batches::batch;
use crate::classifier::Classifier;
use crate::losses::Losses;
use crate::trial::Trial;

/// The loss of a mini-batch, of shape `[1]`, from logits `[batch, classes]` and labels `[batch]`.
pub type Loss = Box<dyn Fn(Tensor<2>, Tensor<1, Int>) -> Tensor<1> + Send + Sync>;

/// A network in training: the model, its optimizer, its loss, and its streams of mini-batches and dropout masks.
pub struct Trainer<M> {
    /// Always there, except while the optimizer changes it.
    model: Option<M>,
    optimizer: ModuleOptimizer,
    loss: Loss,
    learning_rate: f64,
    batch_size: usize,
    device: Device,
    batches: Stream,
    dropout: Stream,
}

impl<M: Classifier> Trainer<M> {
    /// Prepares the training of `model`, which is on the autodiff device `device`, by the softmax cross-entropy
    /// with mini-batches of `batch_size` images and the streams of `seed`.
    pub fn new(
        model: M,
        optimizer: ModuleOptimizer,
        learning_rate: f64,
        batch_size: usize,
        seed: u64,
        device: &Device,
    ) -> Self {
        Self {
            model: Some(model),
            optimizer,
            // Burn's `CrossEntropyLoss`, or the same bits in less time: see the crate `fast`.
            loss: Box::new(fast::loss::cross_entropy),
            learning_rate,
            batch_size,
            device: device.clone(),
            batches: Stream::new(seed, Purpose::Batches),
            dropout: Stream::new(seed, Purpose::Dropout),
        }
    }

    /// The same with another loss. [`run`](Self::run) then returns that loss;
    /// [`mean_loss`](Self::mean_loss) stays the cross-entropy, so that networks can be compared.
    ///
    /// ```
    /// # use burn::optim::SgdConfig;
    /// # use burn::tensor::Device;
    /// # use models::MlpConfig;
    /// # use training::Trainer;
    /// use burn::nn::loss::CrossEntropyLossConfig;
    ///
    /// # let device = Device::default().autodiff();
    /// # let model = MlpConfig::new(784, vec![50], 10).init(&device);
    /// let smoothed = CrossEntropyLossConfig::new().with_smoothing(Some(0.1)).init(&device);
    /// let trainer = Trainer::new(model, SgdConfig::new().init(), 0.1, 100, 0, &device)
    ///     .with_loss(move |logits, labels| smoothed.forward(logits, labels));
    /// ```
    pub fn with_loss(
        self,
        loss: impl Fn(Tensor<2>, Tensor<1, Int>) -> Tensor<1> + Send + Sync + 'static,
    ) -> Self {
        Self { loss: Box::new(loss), ..self }
    }

    /// The network in its current state, on the autodiff device.
    pub fn model(&self) -> &M {
        self.model.as_ref().expect("every step puts it back")
    }

    /// Changes the network between two steps.
    pub fn change(&mut self, change: impl FnOnce(M) -> M) {
        self.model = self.model.take().map(change);
    }

    /// The trained network, on the autodiff device.
    pub fn into_model(self) -> M {
        self.model.expect("every step puts it back")
    }

    /// One step on a mini-batch drawn from `samples` with replacement. Returns the loss of the mini-batch
    /// before the step, which is infinite or NaN if training diverged.
    pub fn step(&mut self, samples: &impl Samples) -> f32 {
        let indices = self.batches.indices(samples.len(), self.batch_size);
        self.step_on(samples, &indices)
    }

    /// One step on the mini-batch that consists of these images of `samples`. Returns what
    /// [`step`](Self::step) returns.
    pub fn step_on(&mut self, samples: &impl Samples, indices: &[usize]) -> f32 {
        let model = self.model.take().expect("every step puts it back");

        let (images, labels) = batch(samples, indices, &self.device);
        let logits = model.logits_in_training(images, &mut self.dropout); // [batch, classes]
        let loss = (self.loss)(logits, labels); // [1]: the softmax cross-entropy, unless another was chosen
        // The optimizer gets the only copy of the weights, so it can change them in place.
        self.model = Some(model.updated(loss.backward(), &mut self.optimizer, self.learning_rate));
        loss.into_scalar()
    }

    /// Takes `iterations` steps on `samples`, or fewer if training diverges, and counts them in `trial`.
    pub fn run(&mut self, samples: &impl Samples, iterations: usize, trial: &Trial) -> Losses {
        self.run_at(std::iter::repeat_n(self.learning_rate, iterations), samples, trial)
    }

    /// The same with a learning rate for each step, as a schedule prescribes (O7).
    pub fn run_at(
        &mut self,
        rates: impl IntoIterator<Item = f64>,
        samples: &impl Samples,
        trial: &Trial,
    ) -> Losses {
        let mut losses = Losses::default();
        for rate in rates {
            self.learning_rate = rate;
            let loss = self.step(samples);
            trial.step_done();
            if !losses.push(loss) {
                break;
            }
        }
        losses
    }

    /// The fraction of `samples` that the network classifies correctly in its current state.
    pub fn accuracy(&self, samples: &impl Samples) -> f64 {
        accuracy(&self.model().valid(), samples, &self.device.clone().inner())
    }

    /// The mean loss of the network in its current state over `samples`.
    pub fn mean_loss(&self, samples: &impl Samples) -> f64 {
        mean_loss(&self.model().valid(), samples, &self.device.clone().inner())
    }
}

/// The iterations of one epoch: as many whole mini-batches as there are in the data set, and at least one.
/// (The book divides floats. If the batch size does not divide the number of images, its
/// `current_iter % iter_per_epoch == 0` then holds in few epochs or never again.)
pub fn iterations_per_epoch(images: usize, batch_size: usize) -> usize {
    (images / batch_size).max(1)
}
