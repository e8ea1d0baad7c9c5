//! `--backend`: which of Burn's backends computes.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use burn::tensor::Device;
#[cfg(feature = "flex")]
use burn::tensor::FloatDType;
use serde::{Deserialize, Serialize};

use crate::flags::InvalidValue;
use crate::list::{List, Listed};

/// The backend of that name, with its device if the feature is on. The feature has the same name unless
/// another one is given.
macro_rules! backend {
    ($feature:literal, $device:expr) => {
        backend!($feature, $feature, $device)
    };
    ($name:literal, $feature:literal, $device:expr) => {{
        #[cfg(feature = $feature)]
        let device: Option<DeviceOf> = Some($device);
        #[cfg(not(feature = $feature))]
        let device: Option<DeviceOf> = None;
        Backend { name: $name, device }
    }};
}

/// The name of flex in 64 bits.
pub const FLEX64: &str = "flex64";

/// Every backend that `--backend` accepts: one line each, with the cargo feature that compiles it in
/// and its device, without autodiff.
///
/// | name | what it is |
/// |---|---|
/// | flex | `burn-flex`: pure Rust on the CPU, the default |
/// | flex64 | the same with numbers of 64 bits instead of 32 |
/// | ndarray | `burn-ndarray`: pure Rust on the CPU, flex's predecessor |
/// | cpu | CubeCL on the CPU, compiled at run time through LLVM |
/// | tch | LibTorch, which PyTorch runs on |
/// | wgpu | CubeCL on the GPU through WebGPU |
/// | cuda | CubeCL on NVIDIA GPUs |
/// | remote | the device of another machine, where the binary `remote_server` runs |
pub static BACKENDS: List<Backend> = List::of(BUILT_IN);

const BUILT_IN: &[Backend] = &[
    backend!("flex", |_| flex(FloatDType::F32)),
    backend!("flex64", "flex", |_| flex(FloatDType::F64)),
    backend!("ndarray", |_| Ok(ndarray_device())),
    backend!("cpu", |_| Ok(Device::cpu())),
    backend!("tch", |_| Ok(tch_device())),
    backend!("wgpu", |_| {
        let device = Device::wgpu(burn::tensor::DeviceKind::DefaultDevice);
        let found = Device::enumerate(burn::tensor::DeviceType::Wgpu);
        if_found(
            device,
            found.len(),
            "wgpu finds no graphics card and no driver; docs/backends.md says what it needs",
        )
    }),
    backend!("cuda", |_| {
        let found = Device::enumerate(burn::tensor::DeviceType::Cuda);
        if_found(Device::cuda(0), found.len(), "cuda finds no NVIDIA GPU, or no driver for it")
    }),
    backend!("remote", |address| {
        let device = crate::remote::client::device(address);
        device.map_err(|error| BackendError::Unavailable(error.into()))
    }),
];

/// Returns a backend's device. Its argument is the value of `--remote-address`.
pub type DeviceOf = fn(Option<&str>) -> Result<Device, BackendError>;

/// Why a backend's device is not available.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// The backend is not compiled in.
    #[error(
        "backend `{name}` is not compiled in (compiled in: {compiled}); add the feature to cargo: \
         cargo run -p experiments --features {feature} --bin …"
    )]
    NotCompiled {
        /// The backend's name.
        name: &'static str,
        /// The cargo feature that compiles it in.
        feature: &'static str,
        /// The names of the backends that are compiled in.
        compiled: String,
    },
    /// The device cannot be used: a remote address is missing, say, or no server answers there.
    #[error(transparent)]
    Unavailable(Box<dyn Error + Send + Sync>),
}

/// A backend, identified by its name: an entry of the list [`BACKENDS`], built in or user-defined.
#[derive(Clone, Copy, Debug)]
pub struct Backend {
    /// The name, in flags and records. A built-in backend has a cargo feature of the same name, except for
    /// flex64, which comes with flex.
    pub name: &'static str,
    /// Its device, without autodiff; `None` if it is not compiled in.
    pub device: Option<DeviceOf>,
}

impl Listed for Backend {
    fn name(&self) -> String {
        self.name.into()
    }
}

impl Backend {
    /// The first backend that is compiled in, flex before the others.
    pub fn default_compiled() -> Self {
        let first = BACKENDS.iter().next().expect("the list is not empty");
        *Self::compiled().first().unwrap_or(first)
    }

    /// The backends that are compiled in.
    pub fn compiled() -> Vec<Self> {
        BACKENDS.iter().filter(|backend| backend.device.is_some()).copied().collect()
    }

    /// The backend's device, without autodiff.
    ///
    /// # Errors
    /// As [`device_at`](Self::device_at), which the remote backend needs.
    pub fn device(self) -> Result<Device, BackendError> {
        self.device_at(None)
    }

    /// The backend's device, without autodiff. Only the remote backend reads `remote_address`.
    ///
    /// # Errors
    /// If the backend is not compiled in (the error names the cargo feature to add), or if its device
    /// is not available.
    pub fn device_at(self, remote_address: Option<&str>) -> Result<Device, BackendError> {
        self.device.ok_or_else(|| self.not_compiled())?(remote_address)
    }

    /// Whether the backend may read `--remote-address`: `remote` does, and one that a program adds may.
    pub fn reads_address(self) -> bool {
        self.name == "remote" || !BUILT_IN.contains(&self)
    }

    /// How many bytes a floating-point number of the backend takes; unless it is known, as many as by default.
    pub fn bytes_per_number(self) -> usize {
        if self.name == FLEX64 { 8 } else { 4 }
    }

    fn not_compiled(self) -> BackendError {
        let compiled: Vec<_> = Self::compiled().iter().map(|backend| backend.name).collect();
        let feature = if self.name == FLEX64 { "flex" } else { self.name };
        BackendError::NotCompiled { name: self.name, feature, compiled: compiled.join(", ") }
    }
}

/// flex with floating-point numbers of this type. Burn sets the type of a device once in a process, before the
/// first tensor, so a process can compute with flex or with flex64, but not with both.
#[cfg(feature = "flex")]
fn flex(numbers: FloatDType) -> Result<Device, BackendError> {
    let mut device = Device::flex();
    // Fails if the type is set already, which matters only if it is another one.
    let _ = device.configure(numbers);
    match device.settings().float_dtype {
        set if set == numbers => Ok(device),
        set => Err(BackendError::Unavailable(
            format!(
                "flex already computes with {set:?} in this process, so it cannot with {numbers:?}"
            )
            .into(),
        )),
    }
}

/// The device, if Burn has found any of its kind.
#[cfg(any(feature = "wgpu", feature = "cuda"))]
fn if_found(device: Device, found: usize, otherwise: &str) -> Result<Device, BackendError> {
    match found {
        0 => Err(BackendError::Unavailable(otherwise.into())),
        _ => Ok(device),
    }
}

/// Burn 0.22 deprecates ndarray in favour of flex. It stays available here as long as Burn ships it,
/// because a result can be checked on two independent CPU backends.
#[cfg(feature = "ndarray")]
#[allow(deprecated)]
fn ndarray_device() -> Device {
    Device::ndarray()
}

/// Deprecated in 0.22 as well, but the library that PyTorch runs on is worth comparing with.
#[cfg(feature = "tch")]
#[allow(deprecated)]
fn tch_device() -> Device {
    Device::libtorch()
}

impl PartialEq for Backend {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Backend {}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}

impl FromStr for Backend {
    type Err = InvalidValue;

    /// The backend of that name, if it is compiled in.
    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let known = || BACKENDS.iter().map(|backend| backend.name).collect::<Vec<_>>().join(", ");
        let backend = BACKENDS
            .iter()
            .find(|backend| backend.name == text)
            .ok_or_else(|| format!("no backend of that name; known: {}", known()))?;
        backend.device.map(|_| *backend).ok_or_else(|| backend.not_compiled().to_string().into())
    }
}

impl Serialize for Backend {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

impl<'de> Deserialize<'de> for Backend {
    /// The backend of that name, compiled in or not: a record may be from another build.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let found = BACKENDS.iter().find(|backend| backend.name == name);
        found.copied().ok_or_else(|| serde::de::Error::custom(format!("no backend `{name}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_computes_with_flex_cannot_compute_with_flex64() {
        let device = |name: &str| name.parse::<Backend>().expect("it is compiled in").device();
        assert_eq!(device("flex").unwrap().settings().float_dtype, FloatDType::F32);
        let said = device(FLEX64).unwrap_err().to_string();
        assert!(said.contains("F32") && said.contains("F64"), "{said}");
        assert!(device("flex").is_ok(), "the refusal has changed nothing");
    }

    #[test]
    fn flex64_comes_with_the_feature_flex() {
        let missing = |name| Backend { name, device: None }.device().unwrap_err().to_string();
        assert!(missing(FLEX64).contains("--features flex --bin"), "{}", missing(FLEX64));
        assert!(missing("cuda").contains("--features cuda --bin"), "{}", missing("cuda"));
    }
}
