//! Trained networks in files, in Burn's own format (`.bpk`) and as safetensors.
//!
//! A file of either format holds the parameters by name and a few facts in its metadata:
//!
//! | name in `.safetensors` (as PyTorch has it) | shape | name and shape in `.bpk` (as Burn has it) |
//! |---|---|---|
//! | `hidden.0.linear.weight` | `[out, in]` | the same, `[in, out]` |
//! | `hidden.0.linear.bias` | `[out]` | the same |
//! | `hidden.0.batch_norm.weight`, `.bias` | `[out]` | `.gamma`, `.beta` |
//! | `hidden.0.batch_norm.running_mean`, `.running_var` | `[out]` | the same |
//! | … | | |
//! | `output.weight`, `output.bias` | `[classes, in]`, `[classes]` | `[in, classes]`, the same |
//!
//! The shape of the network is that of its tensors. What no tensor tells, the activation, is the
//! fact `activation`: a name of the list [`ACTIVATIONS`](crate::activations::ACTIVATIONS) in lower case,
//! such as `relu`, `sigmoid` or `tanh`, and ReLU where it is missing. So a state dict that PyTorch saved
//! needs nothing added:
//!
//! ```python
//! class Hidden(torch.nn.Module):
//!     def __init__(self, inputs, outputs):
//!         super().__init__()
//!         self.linear = torch.nn.Linear(inputs, outputs)
//!
//! class Mlp(torch.nn.Module):
//!     def __init__(self, sizes):  # [784, 100, 10]
//!         super().__init__()
//!         self.hidden = torch.nn.ModuleList(Hidden(i, o) for i, o in zip(sizes, sizes[1:-1]))
//!         self.output = torch.nn.Linear(sizes[-2], sizes[-1])
//!
//! model.load_state_dict(safetensors.torch.load_file("mnist.safetensors"))
//! safetensors.torch.save_file(model.state_dict(), "mnist.safetensors")
//! ```
//!
//! [`save`] takes any Burn module; [`load`] reads the lecture's [`Mlp`], and [`load_into`] any module
//! of the right shape.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use burn::module::Module;
use burn::tensor::{Bytes, Device};
use burn_store::{
    ApplyResult, BurnToPyTorchAdapter, BurnpackStore, ModuleSnapshot, PyTorchToBurnAdapter,
    SafetensorsStore,
};
use models::{ActivationConfig, Mlp, MlpConfig};
use safetensors::SafeTensors;

use crate::activations::{self, activation_name};
use crate::files::{FileError, write_whole};

/// A format of files that hold a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Burn's own, `.bpk`.
    Burnpack,
    /// What PyTorch and others read, `.safetensors`.
    Safetensors,
}

impl Format {
    /// The format that a path's ending names.
    ///
    /// # Errors
    /// Where it names none; the sentence says which there are.
    pub fn of(path: &Path) -> Result<Self, String> {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("bpk") => Ok(Self::Burnpack),
            Some("safetensors") => Ok(Self::Safetensors),
            _ => Err("allowed: a name that ends with .bpk (Burn) or .safetensors (PyTorch)".into()),
        }
    }
}

/// A path to save to, as a flag's value.
///
/// # Errors
/// Where its ending names no format.
pub fn save_path(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    Format::of(&path).map(|_| path)
}

/// Why a network could not be saved or loaded.
#[derive(Debug)]
pub enum SavedError {
    /// The file cannot be read or written.
    File(FileError),
    /// The file is not what it should be, or the network cannot be put into one.
    Content {
        /// Which file.
        path: PathBuf,
        /// What is wrong, and what is expected.
        reason: String,
    },
}

impl fmt::Display for SavedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => write!(f, "{error}"),
            Self::Content { path, reason } => write!(f, "{}: {reason}", path.display()),
        }
    }
}

impl std::error::Error for SavedError {}

/// Saves the parameters of `module` and the `facts` about it, in the format that the path's ending
/// names; whole or not at all. Give it a module without autodiff: `model.valid()`.
///
/// # Errors
/// If the ending names no format or the file cannot be written.
pub fn save<M: Module>(
    module: &M,
    facts: &BTreeMap<&str, String>,
    path: &Path,
) -> Result<(), SavedError> {
    let wrong = |reason: String| SavedError::Content { path: path.to_owned(), reason };
    let bytes: Vec<u8> = match Format::of(path).map_err(wrong)? {
        Format::Burnpack => {
            let mut store = BurnpackStore::from_bytes(None);
            for (key, value) in facts {
                store = store.metadata(*key, value);
            }
            let saved = module.save_into(&mut store).and_then(|()| store.get_bytes());
            saved.map_err(|error| wrong(error.to_string()))?.to_vec()
        }
        Format::Safetensors => {
            let mut store =
                SafetensorsStore::from_bytes(None).with_to_adapter(BurnToPyTorchAdapter);
            for (key, value) in facts {
                store = store.metadata(*key, value);
            }
            let saved = module.save_into(&mut store).and_then(|()| store.get_bytes());
            saved.map_err(|error| wrong(error.to_string()))?
        }
    };
    write_whole(path, &bytes).map_err(SavedError::File)
}

/// The fact that no tensor of an [`Mlp`] tells: the name of its activation function.
pub fn activation_fact(name: &str) -> (&'static str, String) {
    ("activation", name.to_lowercase())
}

/// The network of the lecture in the file `path`, on `device`.
///
/// # Errors
/// If the file cannot be read, is cut or of another format, or does not hold such a network.
pub fn load(path: &Path, device: &Device) -> Result<Mlp, SavedError> {
    let content = Content::read(path)?;
    let network = content.network().map_err(|reason| content.wrong(reason))?;
    content.load_into(network.init(device))
}

/// `module` with the parameters in the file `path`.
///
/// # Errors
/// As [`load`].
pub fn load_into<M: Module>(module: M, path: &Path) -> Result<M, SavedError> {
    Content::read(path)?.load_into(module)
}

/// What a file holds.
struct Content<'a> {
    path: &'a Path,
    format: Format,
    bytes: Vec<u8>,
    /// The shape and the number type of each tensor, by name.
    tensors: BTreeMap<String, (Vec<usize>, String)>,
    facts: BTreeMap<String, String>,
}

impl<'a> Content<'a> {
    fn read(path: &'a Path) -> Result<Self, SavedError> {
        let bytes = fs::read(path).map_err(|cause| {
            SavedError::File(FileError { action: "read", path: path.to_owned(), cause })
        })?;
        let wrong = |reason: String| SavedError::Content { path: path.to_owned(), reason };
        let format = sniff(&bytes).map_err(wrong)?;
        let (tensors, facts) = match format {
            Format::Burnpack => burnpack(&bytes),
            Format::Safetensors => safetensors(&bytes),
        }
        .map_err(wrong)?;
        Ok(Self { path, format, bytes, tensors, facts })
    }

    fn wrong(&self, reason: String) -> SavedError {
        SavedError::Content { path: self.path.to_owned(), reason }
    }

    /// The shape of the network whose tensors these are.
    fn network(&self) -> Result<MlpConfig, String> {
        let mut sizes: Vec<usize> = Vec::new(); // from the input on
        let mut layer = |name: &str, [inputs, outputs]: [usize; 2]| match sizes.last() {
            Some(&before) if before != inputs => Err(format!(
                "`{name}` takes {inputs} inputs, but the layer below it has {before} neurons"
            )),
            Some(_) => {
                sizes.push(outputs);
                Ok(())
            }
            None => {
                sizes.extend([inputs, outputs]);
                Ok(())
            }
        };
        let hidden = (0..).map(|i| format!("hidden.{i}.linear.weight"));
        for name in hidden.take_while(|name| self.tensors.contains_key(name)) {
            layer(&name, self.inputs_and_outputs(&name)?)?;
        }
        layer("output.weight", self.inputs_and_outputs("output.weight")?)?;
        let (inputs, hidden) = sizes.split_first().expect("the output has two sizes");
        let (outputs, hidden) = hidden.split_last().expect("the output has two sizes");
        let activation = match self.facts.get("activation") {
            Some(name) => {
                activation_name(name).map_err(|e| format!("activation `{name}`: {e}"))?;
                let found = activations::named(name).expect("its name was found just now");
                (found.config)()
            }
            None => ActivationConfig::Relu,
        };
        Ok(MlpConfig::new(*inputs, hidden.to_vec(), *outputs)
            .with_activation(activation)
            .with_batch_norm(self.tensors.contains_key("hidden.0.batch_norm.running_mean")))
    }

    fn inputs_and_outputs(&self, weight: &str) -> Result<[usize; 2], String> {
        let (shape, _) = self.tensors.get(weight).ok_or_else(|| {
            let names: Vec<_> = self.tensors.keys().take(8).cloned().collect();
            format!(
                "no tensor `{weight}`; expected hidden.0.linear.weight, …, output.weight, \
                 output.bias; found {}",
                names.join(", ")
            )
        })?;
        match (self.format, &shape[..]) {
            (_, [0, _] | [_, 0]) | (_, [] | [_] | [_, _, _, ..]) => {
                Err(format!("`{weight}` has the shape {shape:?}; expected two sizes above 0"))
            }
            (Format::Burnpack, &[inputs, outputs]) | (Format::Safetensors, &[outputs, inputs]) => {
                Ok([inputs, outputs])
            }
        }
    }

    fn load_into<M: Module>(self, mut module: M) -> Result<M, SavedError> {
        // PyTorch counts the batches that a batch normalization has seen; nothing here does.
        let of_use = |name: &str| !name.ends_with(".num_batches_tracked");
        for (name, (_, number)) in &self.tensors {
            if of_use(name) && number != "F32" {
                return Err(self.wrong(format!("`{name}` holds {number} numbers; expected F32")));
            }
        }
        let bytes = self.bytes.clone();
        let applied: Result<ApplyResult, String> = match self.format {
            Format::Burnpack => {
                let mut store = BurnpackStore::from_bytes(Some(Bytes::from_bytes_vec(bytes)))
                    .allow_partial(true)
                    .validate(false);
                module.load_from(&mut store).map_err(|error| error.to_string())
            }
            Format::Safetensors => {
                let mut store = SafetensorsStore::from_bytes(Some(bytes))
                    .with_from_adapter(PyTorchToBurnAdapter)
                    .allow_partial(true)
                    .validate(false);
                module.load_from(&mut store).map_err(|error| error.to_string())
            }
        };
        let ApplyResult { errors, missing, unused, .. } =
            applied.map_err(|reason| self.wrong(reason))?;
        let unused: Vec<_> = unused.into_iter().filter(|name| of_use(name)).collect();
        if let Some(error) = errors.first() {
            return Err(self.wrong(error.to_string()));
        }
        if let Some((name, _)) = missing.first() {
            return Err(self.wrong(format!("no tensor `{name}`, which the network needs")));
        }
        if let Some(name) = unused.first() {
            return Err(self.wrong(format!("`{name}` has no place in the network")));
        }
        Ok(module)
    }
}

/// The format of these bytes.
fn sniff(bytes: &[u8]) -> Result<Format, String> {
    // Burn's magic number, little-endian; safetensors begins with the length of its JSON header.
    match bytes {
        [b'N', b'R', b'U', b'B', ..] => Ok(Format::Burnpack),
        [_, _, _, _, _, _, _, _, b'{', ..] => Ok(Format::Safetensors),
        [] => Err("it is empty".into()),
        [0x80, ..] | [b'P', b'K', ..] => {
            Err("it looks like what torch.save writes (a pickle); save it with \
             safetensors.torch.save_file(model.state_dict(), …)"
                .into())
        }
        _ => Err("it is neither a Burn file (.bpk) nor a safetensors file".into()),
    }
}

type TensorsAndFacts = (BTreeMap<String, (Vec<usize>, String)>, BTreeMap<String, String>);

fn burnpack(bytes: &[u8]) -> Result<TensorsAndFacts, String> {
    let damaged = |error: burn_pack::Error| format!("the Burn file is cut or damaged: {error}");
    let bytes = Bytes::from_bytes_vec(bytes.to_vec());
    let reader = burn_pack::Reader::from_bytes(bytes).map_err(damaged)?;
    let facts = reader.metadata().clone();
    let tensors = reader.into_tensors().map_err(damaged)?.into_iter();
    let described =
        tensors.map(|tensor| (tensor.name, (tensor.shape.to_vec(), format!("{:?}", tensor.dtype))));
    Ok((described.collect(), facts))
}

fn safetensors(bytes: &[u8]) -> Result<TensorsAndFacts, String> {
    let damaged = |error| format!("the safetensors file is cut or damaged: {error}");
    let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(damaged)?;
    let tensors = SafeTensors::deserialize(bytes).map_err(damaged)?;
    let described = tensors.iter().map(|(name, tensor)| {
        (name.to_owned(), (tensor.shape().to_vec(), tensor.dtype().to_string()))
    });
    Ok((described.collect(), metadata.metadata().clone().unwrap_or_default().into_iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Backend;
    use burn::tensor::Tensor;
    use extensions::initializers::Normal;
    use models::Activation;

    fn device() -> Device {
        Backend::default_compiled().device().unwrap()
    }

    /// A network of 4-3-2 with batch normalization.
    fn network() -> Mlp {
        let shape = MlpConfig::new(4, vec![3], 2)
            .with_batch_norm(true)
            .with_activation(ActivationConfig::Tanh);
        crate::classifier::initial_mlp(&shape, &Normal { std: 1.0 }, 0, &device())
    }

    fn saved(name: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let facts = BTreeMap::from([activation_fact("tanh")]);
        save(&network(), &facts, &path).unwrap();
        (folder, path)
    }

    fn error(path: &Path) -> String {
        load(path, &device()).unwrap_err().to_string()
    }

    #[test]
    fn what_is_saved_is_loaded_to_the_last_bit() {
        let images = || Tensor::<2>::from_floats([[1.0, -2.0, 0.5, 3.0]], &device());
        let logits = |model: &Mlp| model.forward(images()).into_data().iter().collect::<Vec<f32>>();
        for name in ["model.bpk", "model.safetensors"] {
            let (_folder, path) = saved(name);
            let loaded = load(&path, &device()).unwrap();
            assert_eq!(logits(&loaded), logits(&network()), "{name}");
            assert!(matches!(loaded.hidden[0].activation, Activation::Tanh(_)));
        }
    }

    #[test]
    fn every_activation_function_is_saved_and_loaded() {
        let folder = tempfile::tempdir().unwrap();
        for activation in activations::ACTIVATIONS.iter() {
            let shape = MlpConfig::new(4, vec![3], 2).with_activation((activation.config)());
            let network = crate::training::initial_mlp(&shape, &Normal { std: 1.0 }, 0, &device());
            let facts = BTreeMap::from([activation_fact(activation.name)]);
            let images = || Tensor::<2>::from_floats([[1.0, -2.0, 0.5, 3.0]], &device());
            for name in ["model.bpk", "model.safetensors"] {
                let path = folder.path().join(name);
                save(&network, &facts, &path).unwrap();
                let loaded = load(&path, &device()).unwrap();
                let [saved, loaded] = [&network, &loaded].map(|mlp| mlp.forward(images()));
                assert_eq!(saved.into_data(), loaded.into_data(), "{} {name}", activation.name);
            }
        }
    }

    #[test]
    fn the_names_and_shapes_are_those_of_pytorch() {
        let (_folder, path) = saved("model.safetensors");
        let content = Content::read(&path).unwrap();
        let named: Vec<_> =
            content.tensors.iter().map(|(name, (shape, _))| (name.as_str(), &shape[..])).collect();
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
        assert_eq!(named, expected);
    }

    #[test]
    fn a_cut_file_is_refused_wherever_it_is_cut() {
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
    fn a_foreign_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.safetensors");
        assert!(error(&path).contains("cannot read"), "{}", error(&path));
        for (bytes, expected) in [
            (&b"PK\x03\x04archive"[..], "torch.save"),
            (b"\x89PNG\r\n\x1a\nabc", "neither"),
            (b"\x08\0\0\0\0\0\0\0{not json", "cut or damaged"),
            (b"\x02\0\0\0\0\0\0\0{}", "no tensor `output.weight`"),
        ] {
            fs::write(&path, bytes).unwrap();
            assert!(error(&path).contains(expected), "{}", error(&path));
        }
    }

    /// A safetensors file with these tensors, all numbers 0, and a fact.
    fn made_up(tensors: &[(&str, &[usize])], activation: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.safetensors");
        let zeros = vec![0u8; 4 * 64];
        let views = tensors.iter().map(|(name, shape)| {
            let size: usize = shape.iter().product();
            let data = &zeros[..4 * size];
            let view =
                safetensors::tensor::TensorView::new(safetensors::Dtype::F32, shape.to_vec(), data);
            (*name, view.unwrap())
        });
        let facts = [("activation".to_owned(), activation.to_owned())].into();
        fs::write(&path, safetensors::serialize(views, Some(facts)).unwrap()).unwrap();
        load(&path, &device()).map_or_else(|error| error.to_string(), |_| "loaded".into())
    }

    #[test]
    fn tensors_that_make_no_network_are_refused() {
        let whole: [(&str, &[usize]); 4] = [
            ("hidden.0.linear.weight", &[3, 4]),
            ("hidden.0.linear.bias", &[3]),
            ("output.weight", &[2, 3]),
            ("output.bias", &[2]),
        ];
        assert_eq!(made_up(&whole, "relu"), "loaded");
        let with = |i: usize, name: &'static str, shape: &'static [usize]| {
            let mut tensors = whole;
            tensors[i] = (name, shape);
            made_up(&tensors, "relu")
        };
        let said = with(2, "output.weight", &[2, 5]);
        assert!(said.contains("takes 5 inputs") && said.contains("3 neurons"), "{said}");
        assert!(with(2, "output.weight", &[6]).contains("two sizes"));
        assert!(with(1, "hidden.0.linear.bias", &[4]).contains("hidden.0.linear.bias"));
        assert!(with(3, "output.bias2", &[2]).contains("no tensor `output.bias`"));
        let more = [&whole[..], &[("extra", &[1][..])]].concat();
        assert!(made_up(&more, "relu").contains("`extra` has no place"));
        let counted = [&whole[..], &[("hidden.0.x.num_batches_tracked", &[1][..])]].concat();
        assert_eq!(made_up(&counted, "relu"), "loaded");
        assert!(made_up(&whole, "swish").contains("allowed: ReLU, sigmoid, tanh"));
    }
}
