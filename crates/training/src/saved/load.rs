//! Reads a network from a file.

use std::path::Path;

use burn::module::{Param, RunningState};
use burn::nn::{BatchNorm, BatchNormConfig, DropoutConfig, Linear};
use burn::tensor::{Device, Tensor, TensorData};
use models::{ActivationConfig, Hidden, Mlp};

use super::content::{Content, short};
use super::error::{ContentError, SavedError};
use super::facts::{ACTIVATION, Facts, PERCEPTRON, cut};
use super::file::read;
use super::layers::{self, Layers, Normalization, Orientation, layers};
use crate::activations::{self, activation_name};
use crate::flags::InvalidValue;

/// A network of a file.
#[derive(Debug)]
pub struct Saved {
    /// The network.
    pub model: Mlp,
    /// What the file's metadata says about it.
    pub facts: Facts,
    /// What a reader should know about how the file was understood: the order of its layers, unless
    /// [`save`](super::save) wrote them, and biases that are not there.
    pub notes: Vec<String>,
}

impl Saved {
    /// How many inputs it takes: the pixels of an image.
    pub fn inputs(&self) -> usize {
        let first = self.model.hidden.first().map_or(&self.model.output, |hidden| &hidden.linear);
        first.weight.dims()[0]
    }

    /// How many classes it has.
    pub fn classes(&self) -> usize {
        self.model.output.weight.dims()[1]
    }

    /// The rows and the columns of the images that it takes.
    ///
    /// # Errors
    /// As [`Facts::image_shape`].
    pub fn image_shape(&self) -> Result<(usize, usize), InvalidValue> {
        self.facts.image_shape(self.inputs())
    }
}

/// What the caller knows about a network whose file does not say it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Supplement<'a> {
    /// The name of the activation function of the hidden layers.
    pub activation: Option<&'a str>,
    /// The mean and the standard deviation that pixels in [0, 1] were normalized with in training:
    /// PyTorch's `transforms.Normalize`. The first layer is changed so that it takes pixels in [0, 1].
    pub normalize: Option<[f64; 2]>,
}

/// Only the name of the activation function.
impl<'a> From<Option<&'a str>> for Supplement<'a> {
    fn from(activation: Option<&'a str>) -> Self {
        Self { activation, normalize: None }
    }
}

/// The content of the file `path`.
///
/// # Errors
/// If it cannot be read, is cut off or of another format.
pub fn open(path: &Path) -> Result<Content, SavedError> {
    Content::of(read(path)?).map_err(|error| error.of(path))
}

/// The network of linear layers in the file `path`, on `device`.
///
/// # Errors
/// As [`open`], and as [`perceptron`].
pub fn load(path: &Path, supplement: Supplement, device: &Device) -> Result<Saved, SavedError> {
    perceptron(open(path)?, supplement, device).map_err(|error| error.of(path))
}

/// The same from the bytes of a file.
///
/// # Errors
/// As [`load`].
pub fn from_bytes<'a>(
    bytes: Vec<u8>,
    supplement: impl Into<Supplement<'a>>,
    device: &Device,
) -> Result<Saved, ContentError> {
    perceptron(Content::of(bytes)?, supplement.into(), device)
}

/// The network of linear layers that a file holds, on `device`.
///
/// # Errors
/// If it holds something else, or the activation function is said nowhere, or differently in the file and in
/// `supplement`.
pub fn perceptron(
    content: Content,
    supplement: Supplement,
    device: &Device,
) -> Result<Saved, ContentError> {
    // Another network can consist of linear layers too, and would be computed in the wrong way.
    let network = content.facts.network();
    if network != PERCEPTRON {
        return Err(ContentError::OtherNetwork(format!(
            "it holds the network `{}`, not a perceptron",
            cut(network, 40)
        )));
    }
    let layers = layers(&content)?;
    let activation = which_activation(&content.facts, supplement.activation)?;
    let activation = match (layers.linear.len(), activation) {
        (1, _) => ActivationConfig::Identity, // there is no hidden layer that could have one
        (_, Some(activation)) => activation,
        (_, None) => return Err(ContentError::UnknownActivation),
    };
    let model = network_of(&content, &layers, &activation, supplement.normalize, device)?;
    Ok(Saved { model, facts: content.facts, notes: layers.notes })
}

/// The activation function that the file names, or else the caller.
fn which_activation(
    facts: &Facts,
    asked: Option<&str>,
) -> Result<Option<ActivationConfig>, ContentError> {
    let config = |name: &str| match activation_name(name) {
        Ok(name) => Ok((activations::named(&name).expect("a name from the list").config)()),
        Err(reason) => {
            let name = cut(name, 40);
            Err(ContentError::OtherNetwork(format!("activation `{name}`: {reason}")))
        }
    };
    match (facts.get(ACTIVATION), asked) {
        (Some(said), Some(asked)) if !said.trim().eq_ignore_ascii_case(asked.trim()) => {
            Err(ContentError::OtherNetwork(format!(
                "its activation function is {} according to its metadata, not {asked}: leave out \
                 --activation",
                cut(said, 40)
            )))
        }
        (Some(name), _) | (None, Some(name)) => config(name).map(Some),
        (None, None) => Ok(None),
    }
}

/// The network with these layers.
fn network_of(
    content: &Content,
    layers: &Layers,
    activation: &ActivationConfig,
    normalize: Option<[f64; 2]>,
    device: &Device,
) -> Result<Mlp, ContentError> {
    let linear = |i: usize| {
        let normalize = normalize.filter(|_| i == 0);
        linear(content, &layers.linear[i], layers.orientation, normalize, device)
    };
    let last = layers.linear.len() - 1;
    let hidden = layers.linear[..last].iter().enumerate().map(|(i, layer)| {
        let [_, outputs] = layer.sizes(layers.orientation);
        let norm = layer.normalization.as_ref();
        Ok(Hidden {
            linear: linear(i)?,
            batch_norm: norm.map(|norm| batch_norm(content, norm, outputs, device)).transpose()?,
            activation: activation.init(device),
            dropout: DropoutConfig::new(0.0).init(),
        })
    });
    Ok(Mlp { hidden: hidden.collect::<Result<_, ContentError>>()?, output: linear(last)? })
}

fn linear(
    content: &Content,
    layer: &layers::Linear,
    orientation: Orientation,
    normalize: Option<[f64; 2]>,
    device: &Device,
) -> Result<Linear, ContentError> {
    let [inputs, outputs] = layer.sizes(orientation);
    let mut weight = content.values(&layer.weight)?;
    if orientation == Orientation::OutputsFirst {
        weight =
            (0..inputs * outputs).map(|i| weight[i % outputs * inputs + i / outputs]).collect();
    }
    let mut bias = match &layer.bias {
        Some(bias) => content.values(bias)?,
        None => vec![0.0; outputs],
    };
    if let Some([mean, deviation]) = normalize {
        // (x − m)/s W + b = x W/s + (b − m/s ΣW), where ΣW is the sum of each neuron's weights.
        for (j, bias) in bias.iter_mut().enumerate() {
            let sum: f64 = weight.iter().skip(j).step_by(outputs).map(|&w| f64::from(w)).sum();
            *bias = (f64::from(*bias) - mean / deviation * sum) as f32;
        }
        weight.iter_mut().for_each(|w| *w = (f64::from(*w) / deviation) as f32);
    }
    Ok(Linear {
        weight: Param::from_data(TensorData::new(weight, [inputs, outputs]), device),
        bias: Some(Param::from_data(TensorData::new(bias, [outputs]), device)),
    })
}

fn batch_norm(
    content: &Content,
    Normalization { mean, variance, weight, bias, .. }: &Normalization,
    size: usize,
    device: &Device,
) -> Result<BatchNorm, ContentError> {
    let vector = |values: Vec<f32>| TensorData::new(values, [size]);
    let mut norm = BatchNormConfig::new(size).init(device);
    // Without γ and β it keeps Burn's initial 1 and 0.
    if let Some(weight) = weight {
        norm.gamma = Param::from_data(vector(content.values(weight)?), device);
    }
    if let Some(bias) = bias {
        norm.beta = Param::from_data(vector(content.values(bias)?), device);
    }
    let variances = content.values(variance)?;
    if let Some(index) = variances.iter().position(|&variance| variance < 0.0) {
        return Err(ContentError::OtherNetwork(format!(
            "entry {index} of `{}` is {}, but a variance is not negative",
            short(variance),
            variances[index]
        )));
    }
    let means = content.values(mean)?;
    norm.running_mean = RunningState::new(Tensor::from_data(vector(means), device));
    norm.running_var = RunningState::new(Tensor::from_data(vector(variances), device));
    Ok(norm)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::PathBuf;

    use extensions::initializers::Normal;
    use models::{Activation, MlpConfig};
    use safetensors::Dtype;
    use safetensors::tensor::TensorView;

    use super::super::facts::activation_fact;
    use super::super::save::save;
    use super::*;
    use crate::backend::Backend;
    use crate::classifier::initial_mlp;

    fn device() -> Device {
        Backend::default_compiled().device().unwrap()
    }

    /// A network of 4-3-2 with batch normalization.
    fn network() -> Mlp {
        let shape = MlpConfig::new(4, vec![3], 2)
            .with_batch_norm(true)
            .with_activation(ActivationConfig::Tanh);
        initial_mlp(&shape, &Normal { std: 1.0 }, 0, &device())
    }

    fn saved(name: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let facts = BTreeMap::from([activation_fact("tanh")]);
        save(&network(), &facts, &path).unwrap();
        (folder, path)
    }

    fn error(path: &Path) -> String {
        load(path, Supplement::default(), &device()).unwrap_err().to_string()
    }

    #[test]
    fn a_saved_network_is_loaded_to_the_last_bit() {
        let images = || Tensor::<2>::from_floats([[1.0, -2.0, 0.5, 3.0]], &device());
        let logits = |model: &Mlp| model.forward(images()).into_data().iter().collect::<Vec<f32>>();
        for name in ["model.bpk", "model.safetensors"] {
            let (_folder, path) = saved(name);
            let saved = load(&path, Supplement::default(), &device()).unwrap();
            assert_eq!((saved.inputs(), saved.classes(), saved.notes), (4, 2, vec![]));
            let loaded = saved.model;
            assert_eq!(logits(&loaded), logits(&network()), "{name}");
            assert!(matches!(loaded.hidden[0].activation, Activation::Tanh(_)));
        }
    }

    #[test]
    fn every_activation_function_is_saved_and_loaded() {
        let folder = tempfile::tempdir().unwrap();
        for activation in activations::ACTIVATIONS.iter() {
            let shape = MlpConfig::new(4, vec![3], 2).with_activation((activation.config)());
            let network = initial_mlp(&shape, &Normal { std: 1.0 }, 0, &device());
            let facts = BTreeMap::from([activation_fact(activation.name)]);
            let images = || Tensor::<2>::from_floats([[1.0, -2.0, 0.5, 3.0]], &device());
            for name in ["model.bpk", "model.safetensors"] {
                let path = folder.path().join(name);
                save(&network, &facts, &path).unwrap();
                let loaded = load(&path, Supplement::default(), &device()).unwrap().model;
                let [saved, loaded] = [&network, &loaded].map(|mlp| mlp.forward(images()));
                assert_eq!(saved.into_data(), loaded.into_data(), "{} {name}", activation.name);
            }
        }
    }

    #[test]
    fn names_and_shapes_are_those_of_pytorch() {
        let (_folder, path) = saved("model.safetensors");
        let content = Content::of(fs::read(&path).unwrap()).unwrap();
        let named = content.tensors.iter().map(|(name, tensor)| (name.as_str(), &tensor.shape[..]));
        let expected: [(&str, &[usize]); 8] = [
            ("hidden.0.batch_norm.bias", &[3]),
            ("hidden.0.batch_norm.running_mean", &[3]),
            ("hidden.0.batch_norm.running_var", &[3]),
            ("hidden.0.batch_norm.weight", &[3]),
            ("hidden.0.linear.bias", &[3]),
            ("hidden.0.linear.weight", &[3, 4]),
            ("output.bias", &[2]),
            ("output.weight", &[2, 3]),
        ];
        assert_eq!(named.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_file_cut_off_anywhere_is_rejected() {
        for name in ["model.bpk", "model.safetensors"] {
            let (_folder, path) = saved(name);
            let whole = fs::read(&path).unwrap();
            for length in 0..whole.len() {
                fs::write(&path, &whole[..length]).unwrap();
                let said = error(&path);
                assert!(said.contains(name), "{length} bytes: {said}");
            }
        }
    }

    #[test]
    fn the_error_says_what_another_file_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.safetensors");
        assert!(error(&path).contains("cannot read"), "{}", error(&path));
        assert!(error(folder.path()).contains("it is a folder"), "{}", error(folder.path()));
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\nabc"[..], "picture"),
            (b"abcdefghijk", "neither"),
            (b"\x08\0\0\0\0\0\0\0{not json", "cut off or damaged"),
            (b"\x02\0\0\0\0\0\0\0{}", "no linear layer"),
        ] {
            fs::write(&path, bytes).unwrap();
            assert!(error(&path).contains(expected), "{}", error(&path));
        }
        fs::write(folder.path().join("model.onnx"), "abcdefghijk").unwrap();
        assert!(error(&folder.path().join("model.onnx")).contains("ONNX"));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_is_an_error_at_once() {
        assert!(error(Path::new("/dev/zero")).contains("not a regular file"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.bpk");
        let _listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
        assert!(error(&path).contains("not a regular file"));
    }

    type Numbers<'a> = (&'a str, Dtype, &'a [usize], Vec<u8>);

    /// What is said about a safetensors file with these tensors and this activation function.
    fn made_up(tensors: &[Numbers], activation: Option<&str>) -> String {
        let views = tensors.iter().map(|(name, dtype, shape, bytes)| {
            (*name, TensorView::new(*dtype, shape.to_vec(), bytes).unwrap())
        });
        let facts = activation.map(|name| [("activation".to_owned(), name.to_owned())].into());
        let bytes = safetensors::serialize(views, facts).unwrap();
        match from_bytes(bytes, Supplement::default(), &device()) {
            Ok(_) => "loaded".into(),
            Err(error) => error.to_string(),
        }
    }

    fn whole<'a>() -> [Numbers<'a>; 4] {
        [
            ("hidden.0.linear.weight", Dtype::F32, &[3, 4], vec![0; 48]),
            ("hidden.0.linear.bias", Dtype::F32, &[3], vec![0; 12]),
            ("output.weight", Dtype::F32, &[2, 3], vec![0; 24]),
            ("output.bias", Dtype::F32, &[2], vec![0; 8]),
        ]
    }

    #[test]
    fn the_activation_is_in_the_file_or_asked_for() {
        assert_eq!(made_up(&whole(), Some("relu")), "loaded");
        assert!(made_up(&whole(), Some("swish")).contains("allowed: ReLU, sigmoid, tanh"));
        let long = "x".repeat(100_000);
        assert!(made_up(&whole(), Some(&long)).len() < 500);
        let said = made_up(&whole(), None);
        assert!(said.contains("name it with --activation relu"), "{said}");
        // A network without hidden layers has none.
        assert_eq!(made_up(&whole()[2..], None), "loaded");

        let (_folder, path) = saved("model.bpk");
        let load = |name| load(&path, Some(name).into(), &device());
        assert!(matches!(load(" TANH ").unwrap().model.hidden[0].activation, Activation::Tanh(_)));
        let said = load("relu").unwrap_err().to_string();
        assert!(said.contains("is tanh") && said.contains("leave out --activation"), "{said}");
    }

    #[test]
    fn tensors_that_form_no_network_are_rejected() {
        let with = |i: usize, name: &'static str, shape: &'static [usize]| {
            let mut tensors = whole();
            let bytes = vec![0; 4 * shape.iter().product::<usize>()];
            tensors[i] = (name, Dtype::F32, shape, bytes);
            made_up(&tensors, Some("relu"))
        };
        let said = with(2, "output.weight", &[2, 5]);
        assert!(said.contains("takes 5 inputs") && said.contains("3 neurons"), "{said}");
        assert!(with(2, "output.weight", &[6]).contains("one size"));
        assert!(with(1, "hidden.0.linear.bias", &[4]).contains("hidden.0.linear.bias"));
        assert!(with(3, "output.bias2", &[2]).contains("`output.bias2` has no place"));
        let more = |name: &'static str, dtype, bytes| {
            let mut tensors = whole().to_vec();
            tensors.push((name, dtype, &[1], bytes));
            made_up(&tensors, Some("relu"))
        };
        assert!(more("extra", Dtype::F32, vec![0; 4]).contains("`extra` has no place"));
        assert_eq!(more("hidden.0.x.num_batches_tracked", Dtype::I64, vec![0; 8]), "loaded");
    }

    #[test]
    fn numbers_must_be_finite_and_of_a_known_type() {
        let with = |dtype, bytes| {
            let mut tensors = whole();
            tensors[3] = ("output.bias", dtype, &[2], bytes);
            made_up(&tensors, Some("relu"))
        };
        let said = with(Dtype::F32, [1.0f32, f32::NAN].map(f32::to_le_bytes).concat());
        assert!(said.contains("entry 1 of `output.bias` is NaN"), "{said}");
        // Finite in 64 bits, but not in 32.
        let said = with(Dtype::F64, [1e300f64, 1.0].map(f64::to_le_bytes).concat());
        assert!(said.contains("entry 0 of `output.bias` is inf"), "{said}");
        assert_eq!(with(Dtype::F64, vec![0; 16]), "loaded");
        assert_eq!((with(Dtype::F16, vec![0; 4]), with(Dtype::BF16, vec![0; 4])), {
            ("loaded".into(), "loaded".into())
        });
        assert!(with(Dtype::I32, vec![0; 8]).contains("holds I32 numbers; expected F32"));
    }

    #[test]
    fn what_a_header_claims_is_bounded() {
        // A header of 5 MiB, and more tensors than a network has.
        let header = format!("{{{}}}", " ".repeat(5 << 20));
        let bytes = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes()].concat();
        let said = from_bytes(bytes, Supplement::default(), &device()).unwrap_err().to_string();
        assert!(said.contains("header has 5242882 bytes"), "{said}");
        let names: Vec<String> = (0..8001).map(|i| format!("{i}.bias")).collect();
        let many: Vec<Numbers> =
            names.iter().map(|name| (name.as_str(), Dtype::F32, &[1][..], vec![0; 4])).collect();
        assert!(made_up(&many, None).contains("8001 tensors; files of up to 8000"));
        // Two tensors on the same bytes, which Burn's format allows.
        let tensor = |name: &str| {
            let bytes = burn::tensor::Bytes::from_bytes_vec(vec![0; 40_000]);
            burn_pack::Tensor::new(name.into(), burn::tensor::DType::F32, vec![10_000], None, bytes)
        };
        let whole = burn_pack::Writer::new(vec![tensor("a"), tensor("b")]).into_bytes().unwrap();
        // The second tensor is from 40,192, the next multiple of 256, to 80,192.
        let mut overlapping = whole[..whole.len() - 40_192].to_vec();
        for (claimed, instead) in [([0x9d, 0x00], [0, 0]), ([0x01, 0x39], [0, 0x9c])] {
            let at = overlapping.windows(2).position(|pair| pair == claimed).unwrap();
            overlapping[at..at + 2].copy_from_slice(&instead);
            if claimed[0] == 1 {
                overlapping[at + 2] = 0x40; // 40,000
            }
        }
        let said =
            from_bytes(overlapping, Supplement::default(), &device()).unwrap_err().to_string();
        assert!(said.contains("more bytes than the file has"), "{said}");
    }
}
