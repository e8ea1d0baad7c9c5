//! Reads a network from a file.

use std::fs;
use std::path::Path;

use burn::module::Module;
use burn::tensor::{Bytes, Device};
use burn_store::{
    ApplyResult, BurnpackStore, ModuleSnapshot, PyTorchToBurnAdapter, SafetensorsStore,
};
use models::{ActivationConfig, Mlp, MlpConfig};

use super::content::Content;
use super::error::{ContentError, SavedError};
use super::format::Format;
use crate::activations::{self, activation_name};
use crate::files::named;

/// The network of the lecture in the file `path`, on `device`.
///
/// # Errors
/// If the file cannot be read, is cut off or of another format, or does not hold such a network.
pub fn load(path: &Path, device: &Device) -> Result<Mlp, SavedError> {
    let bytes = named("read", path, fs::read(path))?;
    let network = || {
        let content = Content::of(bytes)?;
        let network = shape(&content)?.init(device);
        apply(content, network)
    };
    network().map_err(|error| error.of(path))
}

/// `module` with the parameters in the file `path`.
///
/// # Errors
/// As [`load`].
pub fn load_into<M: Module>(module: M, path: &Path) -> Result<M, SavedError> {
    let bytes = named("read", path, fs::read(path))?;
    Content::of(bytes).and_then(|content| apply(content, module)).map_err(|error| error.of(path))
}

/// The shape of the network that these tensors belong to.
fn shape(content: &Content) -> Result<MlpConfig, ContentError> {
    let mut sizes: Vec<usize> = Vec::new(); // from the input on
    let mut layer = |name: &str, [inputs, outputs]: [usize; 2]| match sizes.last() {
        Some(&before) if before != inputs => Err(ContentError::OtherNetwork(format!(
            "`{name}` takes {inputs} inputs, but the layer before it has {before} neurons"
        ))),
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
    for name in hidden.take_while(|name| content.tensors.contains_key(name)) {
        layer(&name, inputs_and_outputs(content, &name)?)?;
    }
    layer("output.weight", inputs_and_outputs(content, "output.weight")?)?;
    let (inputs, hidden) = sizes.split_first().expect("the output has two sizes");
    let (outputs, hidden) = hidden.split_last().expect("the output has two sizes");
    let activation = match content.facts.get("activation") {
        Some(name) => {
            let name = activation_name(name)
                .map_err(|e| ContentError::OtherNetwork(format!("activation `{name}`: {e}")))?;
            (activations::named(&name).expect("a name from the list").config)()
        }
        None => ActivationConfig::Relu,
    };
    Ok(MlpConfig::new(*inputs, hidden.to_vec(), *outputs)
        .with_activation(activation)
        .with_batch_norm(content.tensors.contains_key("hidden.0.batch_norm.running_mean")))
}

fn inputs_and_outputs(content: &Content, weight: &str) -> Result<[usize; 2], ContentError> {
    let tensor = content.tensors.get(weight).ok_or_else(|| {
        let names: Vec<_> = content.tensors.keys().take(8).cloned().collect();
        ContentError::OtherNetwork(format!(
            "no tensor `{weight}`; expected hidden.0.linear.weight, …, output.weight, \
             output.bias; found {}",
            names.join(", ")
        ))
    })?;
    match (content.format, &tensor.shape[..]) {
        (_, shape @ ([0, _] | [_, 0] | [] | [_] | [_, _, _, ..])) => {
            Err(ContentError::OtherNetwork(format!(
                "`{weight}` has the shape {shape:?}; expected two sizes above 0"
            )))
        }
        (Format::Burnpack, &[inputs, outputs]) | (Format::Safetensors, &[outputs, inputs]) => {
            Ok([inputs, outputs])
        }
    }
}

/// `module` with the tensors of the file: all that it needs, and no others.
fn apply<M: Module>(content: Content, mut module: M) -> Result<M, ContentError> {
    let other = |reason: String| Err(ContentError::OtherNetwork(reason));
    // PyTorch counts the batches that a batch normalization has seen; nothing here needs that number.
    let is_needed = |name: &str| !name.ends_with(".num_batches_tracked");
    for (name, tensor) in &content.tensors {
        if is_needed(name) && tensor.number != "F32" {
            return other(format!("`{name}` holds {} numbers; expected F32", tensor.number));
        }
    }
    let ApplyResult { errors, missing, unused, .. } = match content.format {
        Format::Burnpack => {
            let mut store = BurnpackStore::from_bytes(Some(Bytes::from_bytes_vec(content.bytes)))
                .allow_partial(true)
                .validate(false);
            module.load_from(&mut store).map_err(|error| ContentError::Burn(error.into()))?
        }
        Format::Safetensors => {
            let mut store = SafetensorsStore::from_bytes(Some(content.bytes))
                .with_from_adapter(PyTorchToBurnAdapter)
                .allow_partial(true)
                .validate(false);
            module.load_from(&mut store).map_err(|error| ContentError::Burn(error.into()))?
        }
    };
    if let Some(error) = errors.first() {
        return other(error.to_string());
    }
    if let Some((name, _)) = missing.first() {
        return other(format!("no tensor `{name}`, which the network needs"));
    }
    if let Some(name) = unused.iter().find(|name| is_needed(name)) {
        return other(format!("`{name}` has no place in the network"));
    }
    Ok(module)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use burn::tensor::Tensor;
    use extensions::initializers::Normal;
    use models::Activation;

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
        load(path, &device()).unwrap_err().to_string()
    }

    #[test]
    fn a_saved_network_is_loaded_to_the_last_bit() {
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
            let network = initial_mlp(&shape, &Normal { std: 1.0 }, 0, &device());
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
        for (bytes, expected) in [
            (&b"PK\x03\x04archive"[..], "torch.save"),
            (b"\x89PNG\r\n\x1a\nabc", "neither"),
            (b"\x08\0\0\0\0\0\0\0{not json", "cut off or damaged"),
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
    fn tensors_that_form_no_network_are_rejected() {
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
