//! The networks, one entry each in [`NETWORKS`]: what `--network` of `train` can choose from, and what `predict`
//! finds again by the name in a file.
//!
//! A program of your own adds its network with one line. [`Network`] says what is needed for that: a name, and how
//! to make the network for images of a given size and a number of classes.
//!
//! ```
//! use burn::module::Module;
//! use burn::nn::{Linear, LinearConfig};
//! use burn::tensor::{Device, Tensor};
//! use training::Classifier;
//! use training::networks::{NETWORKS, Network, NetworkEntry, named};
//!
//! #[derive(Module, Debug)]
//! struct OneLayer {
//!     layer: Linear,
//! }
//!
//! impl Classifier for OneLayer {
//!     fn logits(&self, images: Tensor<2>) -> Tensor<2> {
//!         self.layer.forward(images) // [batch, pixels] to [batch, classes]
//!     }
//! }
//!
//! impl Network for OneLayer {
//!     const NAME: &'static str = "one layer";
//!
//!     fn untrained((rows, columns): (usize, usize), classes: usize, device: &Device) -> Self {
//!         Self { layer: LinearConfig::new(rows * columns, classes).init(device) }
//!     }
//! }
//!
//! NETWORKS.add(NetworkEntry::of::<OneLayer>());
//! assert!(named("one layer").is_some());
//! ```
//!
//! # How a list can hold networks of different types
//!
//! `OneLayer` and [`Mlp`] are different types, and code that trains or loads one is compiled for its type. A list
//! has entries of one type. [`NetworkEntry::of`] therefore is a generic function that stores pointers to two
//! functions compiled for `M`. What they return hides the type behind a trait that can be an object:
//! [`AnyTrainer`] in training, [`AnyClassifier`] afterwards.

use std::collections::BTreeMap;
use std::path::Path;

use burn::tensor::Device;
use datasets::{Samples, TrainingSet};
use extensions::initializers::{He, Initializer, initialize};
use extensions::random::{Purpose, Stream};
use models::{Mlp, MlpConfig};

use crate::classifier::{AnyClassifier, Classifier, initial_mlp};
use crate::flags::InvalidValue;
use crate::list::{List, Listed};
use crate::nearest::unknown;
use crate::optimizers;
use crate::saved::{self, Content, ContentError, Facts, PERCEPTRON, SavedError, Supplement};
use crate::trainer::Trainer;

/// The lecture's perceptron, then the networks that a program adds.
pub static NETWORKS: List<NetworkEntry> = List::of(&[NetworkEntry {
    name: PERCEPTRON,
    trainer: |recipe| Ok(Box::new(recipe.perceptron())),
    load: |content, supplement, device| {
        saved::perceptron(content, supplement, device).map(Loaded::from)
    },
}]);

/// A network that can be made for any data set, and made again for its file.
pub trait Network: Classifier + 'static {
    /// The name, in flags and in files.
    const NAME: &'static str;

    /// The fewest rows and columns of the images that it can be made for.
    const SMALLEST_IMAGE: (usize, usize) = (1, 1);

    /// The rule of its initial weights, which are drawn from the seed. (Burn's own draw from a generator that the
    /// whole process shares.) He's suit ReLU.
    const INITIALIZER: &'static (dyn Initializer + Sync) = &He;

    /// The network before training, for images of these rows and columns.
    ///
    /// # Shapes
    /// The weights and biases must follow from the arguments alone, because `predict` compares them with those of a
    /// file. Neither function is called for images below [`SMALLEST_IMAGE`](Self::SMALLEST_IMAGE) or above
    /// [`MOST_PIXELS`].
    fn untrained(image: (usize, usize), classes: usize, device: &Device) -> Self;
}

/// How many pixels the images of a network in [`NETWORKS`] have at most. A file of a few bytes can claim any size,
/// and the memory that a convolution takes grows with it.
pub const MOST_PIXELS: usize = 1 << 20;

/// How many classes a network has at most: labels are bytes.
pub const MOST_CLASSES: usize = 256;

/// The network `M` for the images and classes of `samples`, with the initial weights of `seed`, on the autodiff
/// device `device`.
///
/// # Errors
/// If it cannot be made for images of this size.
pub fn initial<M: Network>(
    samples: &impl Samples,
    seed: u64,
    device: &Device,
) -> Result<M, InvalidValue> {
    let (image, classes) = (samples.image_shape(), samples.classes());
    check::<M>(image, classes)?;
    let mut weights = Stream::new(seed, Purpose::Weights);
    Ok(initialize(M::untrained(image, classes, device), M::INITIALIZER, &mut weights))
}

/// Checks that `M` can be made for images of this size and so many classes.
fn check<M: Network>((rows, columns): (usize, usize), classes: usize) -> Result<(), InvalidValue> {
    let (fewest_rows, fewest_columns) = M::SMALLEST_IMAGE;
    let is_large_enough = rows >= fewest_rows.max(1) && columns >= fewest_columns.max(1);
    let pixels = rows.checked_mul(columns).filter(|&pixels| pixels <= MOST_PIXELS);
    if !is_large_enough || pixels.is_none() {
        return Err(InvalidValue::from(format!(
            "the network `{}` takes images of at least {fewest_rows} × {fewest_columns} and at most {MOST_PIXELS} \
             pixels, not of {rows} × {columns}",
            M::NAME
        )));
    }
    match classes {
        1..=MOST_CLASSES => Ok(()),
        _ => Err(format!("a network has from 1 to {MOST_CLASSES} classes, not {classes}").into()),
    }
}

/// A network without its type, for the list [`NETWORKS`].
pub struct NetworkEntry {
    /// The name, in flags and in files.
    pub name: &'static str,
    /// The network before training, with what trains it.
    pub trainer: fn(Recipe) -> Result<Box<dyn AnyTrainer>, InvalidValue>,
    /// The trained network that a file holds.
    pub load: fn(Content, Supplement, &Device) -> Result<Loaded, ContentError>,
}

impl Listed for NetworkEntry {
    fn name(&self) -> String {
        self.name.into()
    }
}

impl NetworkEntry {
    /// The entry of `M`.
    pub const fn of<M: Network>() -> Self {
        Self { name: M::NAME, trainer: trainer_of::<M>, load: load_as::<M> }
    }
}

/// The network of that name, in upper or lower case.
pub fn named(name: &str) -> Option<&'static NetworkEntry> {
    NETWORKS.iter().find(|network| network.name.eq_ignore_ascii_case(name))
}

/// A network's name, as a flag's value.
///
/// # Errors
/// If no network has that name; the message says which one was probably meant, or lists the names.
pub fn network_name(text: &str) -> Result<String, InvalidValue> {
    let names: Vec<_> = NETWORKS.iter().map(|network| network.name).collect();
    let found = named(text.trim()).ok_or_else(|| unknown(text, &names))?;
    Ok(found.name.into())
}

/// What a network is made for, and how it is trained.
pub struct Recipe<'a> {
    /// Images of the size and with the classes that it is made for.
    pub samples: &'a TrainingSet,
    /// The shape of the perceptron. Other networks have their own, and do not read it.
    pub shape: MlpConfig,
    /// The initial weights of the perceptron, like `shape`.
    pub initializer: &'a dyn Initializer,
    /// The optimizer.
    pub optimizer: &'a optimizers::Named,
    /// Weight decay λ.
    pub weight_decay: f64,
    /// The learning rate η.
    pub learning_rate: f64,
    /// Images in a mini-batch.
    pub batch_size: usize,
    /// The seed of weights, mini-batches and dropout.
    pub seed: u64,
    /// The autodiff device.
    pub device: Device,
}

impl Recipe<'_> {
    /// `model` with a trainer as these numbers say.
    fn train<M: Classifier>(&self, model: M) -> Trainer<M> {
        let optimizer = self.optimizer.build(self.weight_decay);
        let (rate, size) = (self.learning_rate, self.batch_size);
        Trainer::new(model, optimizer, rate, size, self.seed, &self.device)
    }

    /// The perceptron of this shape with its initial weights, and what trains it.
    pub fn perceptron(&self) -> Trainer<Mlp> {
        self.train(initial_mlp(&self.shape, self.initializer, self.seed, &self.device))
    }
}

fn trainer_of<M: Network>(recipe: Recipe) -> Result<Box<dyn AnyTrainer>, InvalidValue> {
    let model = initial::<M>(recipe.samples, recipe.seed, &recipe.device)?;
    Ok(Box::new(recipe.train(model)))
}

/// A [`Trainer`] without the type of its network.
pub trait AnyTrainer {
    /// One step on a mini-batch, as [`Trainer::step`].
    fn step(&mut self, samples: &TrainingSet) -> f32;

    /// How many numbers the network consists of, as Burn counts them.
    fn parameters(&self) -> usize;

    /// The network in its current state, without autodiff.
    fn network(&self) -> Box<dyn AnyClassifier>;

    /// Saves the network in its current state, as [`saved::save`].
    ///
    /// # Errors
    /// As [`saved::save`].
    fn save(&self, facts: &BTreeMap<&str, String>, path: &Path) -> Result<(), SavedError>;
}

impl<M: Classifier + 'static> AnyTrainer for Trainer<M> {
    fn step(&mut self, samples: &TrainingSet) -> f32 {
        Trainer::step(self, samples)
    }

    fn parameters(&self) -> usize {
        self.model().num_params()
    }

    fn network(&self) -> Box<dyn AnyClassifier> {
        Box::new(self.model().valid())
    }

    fn save(&self, facts: &BTreeMap<&str, String>, path: &Path) -> Result<(), SavedError> {
        saved::save(&self.model().valid(), facts, path)
    }
}

/// The network of a file, of whatever type it is.
pub struct Loaded {
    /// The network.
    pub network: Box<dyn AnyClassifier>,
    /// How many inputs it takes: the pixels of an image.
    pub inputs: usize,
    /// How many classes it has.
    pub classes: usize,
    /// What the file's metadata says about it.
    pub facts: Facts,
    /// What a reader should know about how the file was understood.
    pub notes: Vec<String>,
}

impl Loaded {
    /// The rows and the columns of the images that it takes.
    ///
    /// # Errors
    /// As [`Facts::image_shape`].
    pub fn image_shape(&self) -> Result<(usize, usize), InvalidValue> {
        self.facts.image_shape(self.inputs)
    }
}

impl From<saved::Saved> for Loaded {
    fn from(saved: saved::Saved) -> Self {
        let (inputs, classes) = (saved.inputs(), saved.classes());
        let saved::Saved { model, facts, notes } = saved;
        Self { network: Box::new(model), inputs, classes, facts, notes }
    }
}

/// The network in the file `path`, on `device`: one of [`NETWORKS`], or a perceptron if the file names none.
///
/// # Errors
/// If the file cannot be read, names a network that is not in the list, or does not hold what that network needs.
pub fn load(path: &Path, supplement: Supplement, device: &Device) -> Result<Loaded, SavedError> {
    of_content(saved::open(path)?, supplement, device).map_err(|error| error.of(path))
}

/// The same from the bytes of a file.
///
/// # Errors
/// As [`load`].
pub fn from_bytes(
    bytes: Vec<u8>,
    supplement: Supplement,
    device: &Device,
) -> Result<Loaded, ContentError> {
    of_content(Content::of(bytes)?, supplement, device)
}

fn of_content(
    content: Content,
    supplement: Supplement,
    device: &Device,
) -> Result<Loaded, ContentError> {
    let name = content.facts().network();
    let entry = named(name).ok_or_else(|| {
        let known: Vec<_> = NETWORKS.iter().map(|network| network.name).collect();
        ContentError::OtherNetwork(format!(
            "it holds the network `{}`, which this program does not know (known: {}): use the program that \
             trained it, or add the network to this one (docs/guides/own_network.md)",
            saved::cut(name, 40),
            known.join(", ")
        ))
    })?;
    (entry.load)(content, supplement, device)
}

fn load_as<M: Network>(
    content: Content,
    supplement: Supplement,
    device: &Device,
) -> Result<Loaded, ContentError> {
    let other = |reason: String| ContentError::OtherNetwork(reason);
    let Supplement { activation, normalize } = supplement;
    if let Some((flag, _)) =
        [("--activation", activation.is_some()), ("--normalize", normalize.is_some())]
            .into_iter()
            .find(|(_, is_given)| *is_given)
    {
        return Err(other(format!(
            "it holds the network `{}`, and {flag} is for perceptrons: leave it out",
            M::NAME
        )));
    }
    let facts = content.facts();
    let missing = |what: &str| other(format!("its metadata does not say {what}"));
    let invalid = |error: InvalidValue| other(error.to_string());
    let image = facts.rows_and_columns().map_err(invalid)?;
    let image = image.ok_or_else(|| missing("the image_rows and image_columns of its images"))?;
    let classes = facts.classes().map_err(invalid)?;
    let classes = classes.ok_or_else(|| missing("how many classes it has"))?;
    check::<M>(image, classes).map_err(invalid)?;
    let network = saved::fill(M::untrained(image, classes, device), &content)?;
    Ok(Loaded {
        network: Box::new(network),
        inputs: image.0 * image.1,
        classes,
        facts: content.facts().clone(),
        notes: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use burn::module::Module;
    use burn::nn::conv::{Conv2d, Conv2dConfig};
    use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig};
    use burn::tensor::Tensor;
    use datasets::Dataset;

    use super::*;
    use crate::backend::Backend;
    use crate::predict::wrong;
    use crate::saved::made_up::{self, convolution};

    fn device() -> Device {
        Backend::default_compiled().device().unwrap()
    }

    /// A convolution, a normalization and a linear layer, in a network that counts how often it is made.
    #[derive(Module, Debug)]
    struct Filters {
        conv: Conv2d,
        norm: BatchNorm,
        output: Linear,
        #[module(skip)]
        image: [usize; 2],
    }

    impl Classifier for Filters {
        fn logits(&self, images: Tensor<2>) -> Tensor<2> {
            let ([batch, _], [rows, columns]) = (images.dims(), self.image);
            let x = self.conv.forward(images.reshape([batch, 1, rows, columns]));
            self.output.forward(self.norm.forward(x).flatten(1, 3))
        }
    }

    impl Network for Filters {
        const NAME: &'static str = "filters";
        const SMALLEST_IMAGE: (usize, usize) = (4, 4);

        fn untrained((rows, columns): (usize, usize), classes: usize, device: &Device) -> Self {
            Self {
                conv: Conv2dConfig::new([1, 2], [4, 4]).with_stride([4, 4]).init(device),
                norm: BatchNormConfig::new(2).init(device),
                output: LinearConfig::new(2 * (rows / 4) * (columns / 4), classes).init(device),
                image: [rows, columns],
            }
        }
    }

    static FILTERS: NetworkEntry = NetworkEntry::of::<Filters>();

    fn recipe<'a>(data: &'a Dataset, optimizer: &'a optimizers::Named) -> Recipe<'a> {
        Recipe {
            samples: &data.training,
            shape: MlpConfig::new(784, vec![5], 10),
            initializer: &He,
            optimizer,
            weight_decay: 0.0,
            learning_rate: 0.01,
            batch_size: 20,
            seed: 3,
            device: device().autodiff(),
        }
    }

    /// The entry's trainer takes the steps of a [`Trainer`] that knows the type, and the file gives its outputs.
    #[test]
    fn without_its_type_a_network_is_trained_saved_and_loaded_to_the_last_bit() {
        let (data, adam) = (Dataset::mnist().unwrap(), optimizers::named("Adam").unwrap());
        let by_type = {
            let recipe = recipe(&data, adam);
            let model = initial::<Filters>(&data.training, 3, &recipe.device).unwrap();
            let mut trainer = recipe.train(model);
            let losses: Vec<f32> = (0..5).map(|_| trainer.step(&data.training)).collect();
            (losses, wrong(&trainer.model().valid(), &data.test, &device()).unwrap())
        };
        let mut trainer = (FILTERS.trainer)(recipe(&data, adam)).unwrap();
        let losses: Vec<f32> = (0..5).map(|_| trainer.step(&data.training)).collect();
        assert!(losses[4] < losses[0], "{losses:?}");
        // Two filters of 4 × 4 pixels, γ, β, two means and two variances, and 7 × 7 × 2 inputs of ten classes.
        assert_eq!(trainer.parameters(), 2 * 16 + 2 + 8 + 98 * 10 + 10);
        let folder = tempfile::tempdir().unwrap();
        for file in ["a.bpk", "a.safetensors"] {
            let path = folder.path().join(file);
            let facts = saved::image_facts(&data.training).into_iter();
            let facts = facts.chain(saved::network_facts("filters", &data.training)).collect();
            trainer.save(&facts, &path).unwrap();
            let content = saved::open(&path).unwrap();
            let loaded = (FILTERS.load)(content, Supplement::default(), &device()).unwrap();
            assert_eq!((loaded.inputs, loaded.classes), (784, 10));
            let of_file = wrong(&*loaded.network, &data.test, &device()).unwrap();
            assert_eq!((losses.clone(), of_file), by_type, "{file}");
        }
    }

    #[test]
    fn the_perceptron_is_the_one_that_its_shape_says() {
        let (data, adam) = (Dataset::mnist().unwrap(), optimizers::named("Adam").unwrap());
        let mut trainer = (named("Perceptron").unwrap().trainer)(recipe(&data, adam)).unwrap();
        let autodiff = device().autodiff();
        let shape = MlpConfig::new(784, vec![5], 10);
        let model = initial_mlp(&shape, &He, 3, &autodiff);
        let mut by_type = Trainer::new(model, adam.build(0.0), 0.01, 20, 3, &autodiff);
        for _ in 0..3 {
            let losses = [trainer.step(&data.training), by_type.step(&data.training)];
            assert_eq!(losses[0].to_bits(), losses[1].to_bits());
        }
        assert_eq!(trainer.parameters(), 784 * 5 + 5 + 50 + 10);
    }

    type Facts<'a> = &'a [(&'a str, &'a str)];

    const FITTING: Facts = &[("image_rows", "8"), ("image_columns", "4"), ("classes", "3")];

    /// The bytes of a file with the tensors of [`Filters`] for images of 8 × 4 pixels and three classes.
    fn file(facts: Facts) -> Vec<u8> {
        let tensors = convolution(&[2, 1, 4, 4], ["output.weight", "output.bias"], &[3, 4]);
        made_up::file(&tensors, facts)
    }

    /// What is said about such a file.
    fn said(facts: Facts) -> String {
        let content = Content::of(file(facts)).unwrap();
        let loaded = (FILTERS.load)(content, Supplement::default(), &device());
        loaded.map_or_else(|error| error.to_string(), |_| "loaded".into())
    }

    #[test]
    fn sizes_that_a_file_claims_are_checked_before_the_network_is_made() {
        assert_eq!(said(FITTING), "loaded");
        let with = |key: &str, value: &str| {
            let changed = FITTING.iter().map(|&(k, v)| (k, if k == key { value } else { v }));
            said(&changed.collect::<Vec<_>>())
        };
        let most = usize::MAX.to_string();
        for (key, value, expected) in [
            ("image_rows", "0", "images of at least 4 × 4"),
            ("image_rows", "3", "not of 3 × 4"),
            ("image_columns", "3", "not of 8 × 3"),
            ("image_rows", "262145", "at most 1048576 pixels"),
            ("image_rows", &most, "at most 1048576 pixels"),
            ("image_rows", "-1", "`-1` is not a whole number"),
            ("classes", "0", "from 1 to 256 classes, not 0"),
            ("classes", "257", "from 1 to 256 classes, not 257"),
            ("classes", &most, "from 1 to 256 classes"),
            ("classes", "x", "`x` is not a whole number"),
            // Within the limits, but not what the tensors have: these are compared, and not made.
            (
                "image_rows",
                "262144",
                "`output.weight` has the shape [3, 4], but the network needs [3, 131072]",
            ),
            ("classes", "256", "`output.bias` has the shape [3], but the network needs [256]"),
        ] {
            let said = with(key, value);
            assert!(said.contains(expected), "{key} {value}: {said}");
        }
        for (i, expected) in [(0, "only one of"), (2, "how many classes")] {
            let left: Vec<_> = FITTING.iter().enumerate().filter(|(j, _)| *j != i).collect();
            let said = said(&left.into_iter().map(|(_, fact)| *fact).collect::<Vec<_>>());
            assert!(said.contains(expected), "{said}");
        }
        assert!(said(&FITTING[2..]).contains("does not say the image_rows and image_columns"));
    }

    #[test]
    fn a_network_that_is_not_in_the_list_is_named() {
        let named = |name| [&[("network", name)], FITTING].concat();
        let error = |facts: Facts| {
            let loaded = from_bytes(file(facts), Supplement::default(), &device());
            loaded.err().expect("it is no network that is known").to_string()
        };
        let unknown = error(&named("resnet"));
        assert!(unknown.contains("`resnet`, which this program does not know"), "{unknown}");
        assert!(unknown.contains("known: perceptron"), "{unknown}");
        let long = "x".repeat(9000);
        assert!(error(&named(&long)).len() < 400);
        // Without a name it is a perceptron, which has no convolution.
        for facts in [FITTING.to_vec(), named("perceptron")] {
            assert!(error(&facts).contains("as the weight of a convolution has"));
        }
        // The reader of perceptrons takes no other network, even one of linear layers only.
        let said = saved::from_bytes(file(&named("resnet")), None, &device()).unwrap_err();
        assert_eq!(said.to_string(), "it holds the network `resnet`, not a perceptron");
    }

    #[test]
    fn what_only_a_perceptron_needs_is_refused() {
        for (supplement, flag) in [
            (Supplement { activation: Some("relu"), normalize: None }, "--activation"),
            (Supplement { activation: None, normalize: Some([0.0, 1.0]) }, "--normalize"),
        ] {
            let content = Content::of(file(FITTING)).unwrap();
            let error = (FILTERS.load)(content, supplement, &device()).err().unwrap().to_string();
            assert!(error.contains(&format!("{flag} is for perceptrons")), "{error}");
        }
    }

    /// Every file that is cut off, or has one byte changed, gives a network or an error.
    #[test]
    fn a_damaged_file_of_an_added_network_is_no_panic() {
        let (data, adam) = (Dataset::mnist().unwrap(), optimizers::named("SGD").unwrap());
        let trainer = (FILTERS.trainer)(recipe(&data, adam)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.bpk");
        let facts = saved::image_facts(&data.training).into_iter();
        let facts = facts.chain(saved::network_facts("filters", &data.training)).collect();
        trainer.save(&facts, &path).unwrap();
        let load = |bytes: Vec<u8>| {
            let content = Content::of(bytes)?;
            (FILTERS.load)(content, Supplement::default(), &device())
        };
        for whole in [file(FITTING), fs::read(&path).unwrap()] {
            assert!(load(whole.clone()).is_ok());
            for length in 0..whole.len().min(1500) {
                assert!(load(whole[..length].to_vec()).is_err(), "{length}");
            }
            for at in 0..whole.len().min(1500) {
                for byte in [0, 1, 0x39, 0x7f, 0xff] {
                    let mut damaged = whole.clone();
                    damaged[at] = byte;
                    let _ = load(damaged);
                }
            }
        }
    }
}
