//! `--backend`: which of Burn's backends computes.

use std::fmt;
use std::str::FromStr;

use burn::tensor::Device;
use serde::{Deserialize, Serialize};

/// One of Burn's backends. Which are compiled in is decided by the cargo features of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// `burn-flex`: pure Rust on the CPU, the default.
    Flex,
    /// `burn-ndarray`: pure Rust on the CPU, flex's predecessor.
    NdArray,
    /// CubeCL on the CPU, compiled at run time through LLVM.
    Cpu,
    /// LibTorch, which PyTorch runs on.
    Tch,
    /// CubeCL on the GPU through WebGPU.
    Wgpu,
    /// CubeCL on NVIDIA GPUs.
    Cuda,
}

impl Backend {
    /// Every backend that `--backend` knows, compiled in or not.
    pub const ALL: [Self; 6] =
        [Self::Flex, Self::NdArray, Self::Cpu, Self::Tch, Self::Wgpu, Self::Cuda];

    /// The name, which is also the cargo feature's.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flex => "flex",
            Self::NdArray => "ndarray",
            Self::Cpu => "cpu",
            Self::Tch => "tch",
            Self::Wgpu => "wgpu",
            Self::Cuda => "cuda",
        }
    }

    /// The first backend that is compiled in, flex before the others.
    pub fn default_compiled() -> Self {
        let compiled = Self::compiled();
        *compiled.first().unwrap_or(&Self::Flex)
    }

    /// The backends that are compiled in.
    pub fn compiled() -> Vec<Self> {
        let is_compiled = |backend: &Self| match backend {
            Self::Flex => cfg!(feature = "flex"),
            Self::NdArray => cfg!(feature = "ndarray"),
            Self::Cpu => cfg!(feature = "cpu"),
            Self::Tch => cfg!(feature = "tch"),
            Self::Wgpu => cfg!(feature = "wgpu"),
            Self::Cuda => cfg!(feature = "cuda"),
        };
        Self::ALL.into_iter().filter(is_compiled).collect()
    }

    /// The backend's device, without autodiff.
    ///
    /// # Errors
    /// Where the backend is not compiled in, saying which cargo feature to add.
    pub fn device(self) -> Result<Device, String> {
        match self {
            #[cfg(feature = "flex")]
            Self::Flex => Ok(Device::flex()),
            #[cfg(feature = "ndarray")]
            Self::NdArray => Ok(ndarray_device()),
            #[cfg(feature = "cpu")]
            Self::Cpu => Ok(Device::cpu()),
            #[cfg(feature = "tch")]
            Self::Tch => Ok(tch_device()),
            #[cfg(feature = "wgpu")]
            Self::Wgpu => Ok(Device::wgpu(burn::tensor::DeviceKind::DefaultDevice)),
            #[cfg(feature = "cuda")]
            Self::Cuda => Ok(Device::cuda(0)),
            #[allow(unreachable_patterns)] // with every feature on, nothing is left
            missing => Err(missing.not_compiled()),
        }
    }

    #[allow(dead_code)] // with every feature on, nobody asks
    fn not_compiled(self) -> String {
        let compiled: Vec<_> = Self::compiled().iter().map(|b| b.name()).collect();
        format!(
            "backend `{self}` is not compiled in (compiled in: {}); add the feature to cargo: \
             cargo run -p experiments --features {self} --bin …",
            compiled.join(", ")
        )
    }
}

/// Burn 0.22 deprecates ndarray in favour of flex. It stays a choice here for as long as Burn ships
/// it, because two independent CPU backends are what a result can be checked on.
#[cfg(feature = "ndarray")]
#[allow(deprecated)]
fn ndarray_device() -> Device {
    Device::ndarray()
}

/// Deprecated in 0.22 as well; the library that PyTorch runs on is worth comparing with meanwhile.
#[cfg(feature = "tch")]
#[allow(deprecated)]
fn tch_device() -> Device {
    Device::libtorch()
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Backend {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || Self::ALL.map(Self::name).join(", ");
        let backend = Self::ALL
            .into_iter()
            .find(|backend| backend.name() == text)
            .ok_or_else(|| format!("no backend of that name; known: {}", known()))?;
        if !Self::compiled().contains(&backend) {
            return Err(backend.not_compiled());
        }
        Ok(backend)
    }
}
