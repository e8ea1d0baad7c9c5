//! What settings ask for: training images, and memory.
//!
//! An experiment states it from its settings, as counts and sizes. What these are in bytes, and whether the
//! data set and the machine have them, is checked once before the first trial, by the crate `lab`.
//!
//! ```
//! use training::needs::{Needs, NetworkSize};
//!
//! // 300 training images, and a network that learns from them in mini-batches of 100 by Adam.
//! let needs = Needs::default()
//!     .images(&[("--images", 300)])
//!     .network(NetworkSize::new(&[100; 6], 100).adam());
//! assert_eq!(needs.images[0].count, 300);
//! ```

use crate::accuracy::EVALUATION_BATCH;

/// What the settings of an experiment ask for.
#[derive(Clone, Debug, PartialEq)]
pub struct Needs {
    /// Numbers of training images, each with the flags that ask for it; the data set needs the largest.
    pub images: Vec<TrainingImages>,
    /// The networks that are trained, one at a time in each trial.
    pub networks: Vec<NetworkSize>,
    /// How many bytes a number of a tensor takes: 4, or 8 on a backend that computes in 64 bits.
    pub bytes_per_number: usize,
    /// How many images each trial holds as tensors, with a number for each pixel.
    pub images_in_tensors: usize,
    /// How many other numbers each trial holds at once.
    pub numbers: Size,
    /// How many numbers all arms of one seed measure; they stay in memory until the record is written.
    pub kept: Size,
}

impl Default for Needs {
    /// Nothing, in numbers of 32 bits.
    fn default() -> Self {
        Self {
            images: Vec::new(),
            networks: Vec::new(),
            bytes_per_number: 4,
            images_in_tensors: 0,
            numbers: Size::default(),
            kept: Size::default(),
        }
    }
}

/// Training images, and the flags that ask for them.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingImages {
    /// The flags with their values.
    pub flags: String,
    /// How many images.
    pub count: usize,
}

/// How many numbers, and the flag that can lower it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// The flag.
    pub flag: &'static str,
    /// Its value.
    pub value: usize,
    /// How many numbers for each unit of the value.
    pub each: usize,
}

impl Size {
    /// How many numbers in all.
    pub fn count(&self) -> f64 {
        self.value as f64 * self.each as f64
    }
}

impl Needs {
    /// As many training images as these flags ask for together.
    pub fn images(self, flags: &[(&str, usize)]) -> Self {
        let count = flags.iter().fold(0usize, |sum, (_, count)| sum.saturating_add(*count));
        self.images_in_all(flags, count)
    }

    /// So many training images, which follow from the values of these flags.
    pub fn images_in_all(mut self, flags: &[(&str, usize)], count: usize) -> Self {
        let flags: Vec<String> = flags.iter().map(|(name, n)| format!("{name} {n}")).collect();
        let flags = match flags.split_last() {
            Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            _ => flags.concat(),
        };
        self.images.push(TrainingImages { flags, count });
        self
    }

    /// A network that is trained.
    pub fn network(mut self, network: NetworkSize) -> Self {
        self.networks.push(network);
        self
    }

    /// Images that each trial holds as tensors.
    pub fn images_in_tensors(self, images_in_tensors: usize) -> Self {
        Self { images_in_tensors, ..self }
    }

    /// Numbers that each trial holds: `each` for each unit of the flag's value.
    pub fn numbers(self, flag: &'static str, value: usize, each: usize) -> Self {
        Self { numbers: Size { flag, value, each }, ..self }
    }

    /// Numbers that all arms of one seed measure: `each` for each unit of the flag's value.
    pub fn keeps(self, flag: &'static str, value: usize, each: usize) -> Self {
        Self { kept: Size { flag, value, each }, ..self }
    }
}

/// A network in training, by what takes memory.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkSize {
    /// Neurons of each hidden layer.
    pub hidden: Vec<usize>,
    /// Images in a mini-batch.
    pub batch_size: usize,
    /// How many numbers are kept for each parameter, in addition to itself and its gradient: none by SGD,
    /// one by Momentum and AdaGrad, two by Adam.
    pub for_each_parameter: usize,
    /// How many tensors of a hidden layer's shape are kept for the backward pass, in addition to the
    /// layer's activations: one for dropout's mask, some more for batch normalization.
    pub for_each_activation: usize,
    /// How many images are evaluated at once.
    pub evaluated: usize,
    /// The flags of the widths and of the mini-batch.
    pub flags: [&'static str; 2],
}

impl NetworkSize {
    /// A network with these hidden layers, trained by SGD.
    pub fn new(hidden: &[usize], batch_size: usize) -> Self {
        Self {
            hidden: hidden.to_vec(),
            batch_size,
            for_each_parameter: 0,
            for_each_activation: 0,
            evaluated: EVALUATION_BATCH,
            flags: ["--hidden", "--batch-size"],
        }
    }

    /// The same, trained by Adam, or by any optimizer that keeps no more than Adam does.
    pub fn adam(self) -> Self {
        Self { for_each_parameter: 2, ..self }
    }

    /// The same, with another activation function than ReLU, whose derivative needs its weighted sums.
    pub fn any_activation(self) -> Self {
        Self { for_each_activation: self.for_each_activation + 1, ..self }
    }

    /// The same with dropout.
    pub fn dropout(self) -> Self {
        Self { for_each_activation: self.for_each_activation + 2, ..self }
    }

    /// The same with batch normalization.
    pub fn batch_norm(self) -> Self {
        Self { for_each_activation: self.for_each_activation + 2, ..self }
    }

    /// The same, evaluated on so many images at once.
    pub fn evaluated_on(self, evaluated: usize) -> Self {
        Self { evaluated, ..self }
    }

    /// The same with other flags for the widths and for the mini-batch.
    pub fn flags(self, flags: [&'static str; 2]) -> Self {
        Self { flags, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_named_with_their_flags() {
        let needs = Needs::default()
            .images(&[("--images", 300)])
            .images(&[("--a", 1), ("--b", 2), ("--c", 3)])
            .images_in_all(&[("--judges", 5), ("--sets", 4)], 20)
            .images(&[("--a", usize::MAX), ("--b", 1)]);
        let named: Vec<_> = needs.images.iter().map(|i| (i.flags.as_str(), i.count)).collect();
        assert_eq!(named[..2], [("--images 300", 300), ("--a 1, --b 2 and --c 3", 6)]);
        assert_eq!(named[2], ("--judges 5 and --sets 4", 20));
        assert_eq!(named[3].1, usize::MAX);
    }
}
