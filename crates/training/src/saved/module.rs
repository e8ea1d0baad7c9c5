//! Puts the tensors of a file into a module of any type.
//!
//! What the module needs is known before any memory is taken: a parameter of Burn gets its numbers when they are
//! read for the first time, and has a shape before. So [`fill`] compares the names and the shapes of the file with
//! those of the module first, and only then reads the numbers.

use std::collections::BTreeMap;
use std::path::Path;

use burn::module::{Module, ModuleVisitor, Param};
use burn::tensor::{Bytes, DType, Device, Tensor, TensorData};
use burn_store::{
    BurnToPyTorchAdapter, ModuleAdapter, ModuleContext, ModuleSnapshot, PyTorchToBurnAdapter,
};

use super::content::{Content, short};
use super::error::{ContentError, SavedError};
use super::format::Format;
use super::load::open;

/// `module` with the parameters in the file `path`, which must have all that it needs, by its names and in its
/// shapes, and no others.
///
/// # Errors
/// As [`open`], and as [`fill`].
pub fn load_into<M: Module>(module: M, path: &Path) -> Result<M, SavedError> {
    fill(module, &open(path)?).map_err(|error| error.of(path))
}

/// `module` with the tensors of a file: all that it needs, by its names and in its shapes, and no others.
///
/// # Errors
/// If a tensor is missing, has another shape, is left over, or holds a number that is not finite.
pub fn fill<M: Module>(mut module: M, content: &Content) -> Result<M, ContentError> {
    let other = |reason: String| Err(ContentError::OtherNetwork(reason));
    let needed = Needed::by(&module, content.format);
    for (name, expected) in &needed.tensors {
        match content.tensors.get(name) {
            None => {
                let holds = content.listed();
                return other(format!(
                    "no tensor `{name}`, which the network needs; the file holds {holds}"
                ));
            }
            Some(tensor) if tensor.shape != *expected => {
                let shape = &tensor.shape;
                return other(format!(
                    "`{name}` has the shape {shape:?}, but the network needs {expected:?}"
                ));
            }
            Some(_) => {}
        }
    }
    let is_left_over = |name: &&String| is_needed(name) && !needed.tensors.contains_key(*name);
    if let Some(name) = content.tensors.keys().find(is_left_over) {
        return other(format!("`{}` has no place in the network", short(name)));
    }
    let tensor = |(name, shape): (&String, &Vec<usize>)| {
        let data = TensorData::new(content.values(name)?, shape.clone());
        let data = data.convert_dtype(needed.float);
        let (bytes, shape, number) = data.into_parts();
        Ok(burn_pack::Tensor::new(name.clone(), number, shape, None, bytes))
    };
    let tensors = needed.tensors.iter().map(tensor).collect::<Result<_, ContentError>>()?;
    let adapter: Option<Box<dyn ModuleAdapter>> = match content.format {
        Format::Burnpack => None,
        Format::Safetensors => Some(Box::new(PyTorchToBurnAdapter)),
    };
    let applied = module.apply(tensors, None, adapter, false);
    match (applied.errors.first(), applied.missing.first()) {
        (None, None) => Ok(module),
        (Some(error), _) => other(error.to_string()),
        (None, Some((name, _))) => other(format!("no tensor fits `{name}`")),
    }
}

/// PyTorch counts the batches that a batch normalization has seen; nothing here needs that number.
fn is_needed(name: &str) -> bool {
    !name.ends_with("num_batches_tracked")
}

/// The tensors that a module needs, by their names and with their shapes in a file of one format.
struct Needed {
    tensors: BTreeMap<String, Vec<usize>>,
    /// The type of its numbers: that of its device.
    float: DType,
    format: Format,
    /// Where in the module the visitor is: the names of the fields, and the types of what they are in.
    path: Vec<String>,
    containers: Vec<String>,
}

impl Needed {
    fn by(module: &impl Module, format: Format) -> Self {
        let (path, containers) = (Vec::new(), Vec::new());
        let mut needed =
            Self { tensors: BTreeMap::new(), float: DType::F32, format, path, containers };
        module.visit(&mut needed);
        needed
    }
}

impl ModuleVisitor for Needed {
    fn enter_module(&mut self, name: &str, container: &str) {
        self.path.push(name.into());
        self.containers.push(container.into());
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.pop();
        self.containers.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let device: Device = param.lazy_device();
        self.float = device.settings().float_dtype.into();
        // A tensor without numbers, so that Burn itself says what its name and its shape are in the file.
        let (name, nothing) = (self.path.join("."), Bytes::from_bytes_vec(Vec::new()));
        let tensor = burn_pack::Tensor::new(name, DType::F32, param.lazy_shape(), None, nothing);
        let tensor = match self.format {
            Format::Burnpack => tensor,
            Format::Safetensors => {
                BurnToPyTorchAdapter.adapt(tensor, ModuleContext::new(&self.containers))
            }
        };
        self.tensors.insert(tensor.name.clone(), tensor.shape.to_vec());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use burn::nn::conv::{Conv2d, Conv2dConfig};
    use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig};
    use extensions::initializers::{He, initialize};
    use extensions::random::{Purpose, Stream};
    use safetensors::Dtype;

    use super::super::made_up::{Numbers, convolution, file};
    use super::super::save::save;
    use super::*;
    use crate::backend::Backend;

    fn device() -> Device {
        Backend::default_compiled().device().unwrap()
    }

    /// One layer of each kind that a file of PyTorch names or turns in its own way.
    #[derive(Module, Debug)]
    struct Layers {
        conv: Conv2d,
        norm: BatchNorm,
        linear: Vec<Linear>,
    }

    fn empty() -> Layers {
        Layers {
            conv: Conv2dConfig::new([1, 2], [3, 3]).init(&device()),
            norm: BatchNormConfig::new(2).init(&device()),
            linear: vec![LinearConfig::new(3, 2).init(&device())],
        }
    }

    fn layers() -> Layers {
        initialize(empty(), &He, &mut Stream::new(0, Purpose::Weights))
    }

    fn numbers(layers: &Layers) -> Vec<TensorData> {
        let linear = &layers.linear[0];
        let bias = linear.bias.as_ref().unwrap().to_data();
        vec![
            layers.conv.weight.to_data(),
            layers.norm.gamma.to_data(),
            layers.norm.running_var.value().to_data(),
            linear.weight.to_data(),
            bias,
        ]
    }

    #[test]
    fn any_module_is_saved_and_loaded() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["model.bpk", "model.safetensors"] {
            let path = folder.path().join(name);
            save(&layers(), &BTreeMap::from([("x", "y".into())]), &path).unwrap();
            assert_eq!(open(&path).unwrap().facts().get("x"), Some("y"));
            let loaded = load_into(empty(), &path).unwrap();
            assert_eq!(numbers(&loaded), numbers(&layers()), "{name}");
        }
    }

    /// The tensors of these layers in a file of PyTorch, all numbers 0.
    fn whole<'a>() -> Vec<Numbers<'a>> {
        convolution(&[2, 1, 3, 3], ["linear.0.weight", "linear.0.bias"], &[2, 3])
    }

    fn said(tensors: &[Numbers]) -> String {
        let content = Content::of(file(tensors, &[])).unwrap();
        fill(empty(), &content).map_or_else(|error| error.to_string(), |_| "loaded".into())
    }

    #[test]
    fn tensors_of_other_shapes_or_names_are_rejected_before_they_are_read() {
        assert_eq!(said(&whole()), "loaded");
        let with = |i: usize, tensor: Numbers<'static>| {
            let mut tensors = whole();
            tensors[i] = tensor;
            said(&tensors)
        };
        let shaped = |i: usize, shape: &'static [usize]| {
            let bytes = vec![0; 4 * shape.iter().product::<usize>()];
            with(i, (whole()[i].0, Dtype::F32, shape, bytes))
        };
        assert_eq!(
            shaped(6, &[3, 2]),
            "`linear.0.weight` has the shape [3, 2], but the network needs [2, 3]"
        );
        // As many numbers in another rank, and a shape that has no numbers and would take years to go through.
        assert!(shaped(6, &[6]).contains("the shape [6]"));
        assert!(shaped(6, &[1 << 60, 0]).contains("the network needs [2, 3]"));
        assert!(shaped(0, &[18]).contains("the network needs [2, 1, 3, 3]"));
        let missing = said(&whole()[1..]);
        assert!(missing.contains("no tensor `conv.weight`"), "{missing}");
        assert!(missing.contains("the file holds conv.bias [2]"), "{missing}");
        let more = |name: &'static str, dtype| {
            let mut tensors = whole();
            tensors.push((name, dtype, &[1], vec![0; if dtype == Dtype::I64 { 8 } else { 4 }]));
            said(&tensors)
        };
        assert!(more("extra", Dtype::F32).contains("`extra` has no place"));
        assert_eq!(more("norm.num_batches_tracked", Dtype::I64), "loaded");
    }

    #[test]
    fn numbers_of_other_types_are_converted_and_those_that_are_not_finite_rejected() {
        let bias = |dtype, bytes: Vec<u8>| {
            let mut tensors = whole();
            tensors[7] = ("linear.0.bias", dtype, &[2], bytes);
            said(&tensors)
        };
        assert_eq!(bias(Dtype::F64, [1.0f64, 2.0].map(f64::to_le_bytes).concat()), "loaded");
        assert_eq!(bias(Dtype::F16, vec![0; 4]), "loaded");
        let nan = bias(Dtype::F32, [1.0f32, f32::NAN].map(f32::to_le_bytes).concat());
        assert!(nan.contains("entry 1 of `linear.0.bias` is NaN"), "{nan}");
        assert!(bias(Dtype::I32, vec![0; 8]).contains("holds I32 numbers"));
    }
}
