//! Puts a network into a file.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use burn::module::Module;
use burn_store::{BurnToPyTorchAdapter, BurnpackStore, ModuleSnapshot, SafetensorsStore};

use super::error::{ContentError, SavedError};
use super::format::Format;
use crate::files::write_whole;

/// Saves the parameters of `module` and the `facts` about it, in the format that the ending of the
/// path stands for. The file is written completely or not at all. The module must be without autodiff:
/// `model.valid()`.
///
/// # Errors
/// If the ending stands for no format or the file cannot be written.
pub fn save<M: Module>(
    module: &M,
    facts: &BTreeMap<&str, String>,
    path: &Path,
) -> Result<(), SavedError> {
    let format = Format::of(path).map_err(|error| ContentError::from(error).of(path))?;
    let bytes = match format {
        Format::Burnpack => burnpack(module, facts),
        Format::Safetensors => safetensors(module, facts),
    };
    let bytes = bytes.map_err(|cause| ContentError::Burn(cause).of(path))?;
    Ok(write_whole(path, &bytes)?)
}

type Bytes = Result<Vec<u8>, Box<dyn Error + Send + Sync>>;

fn burnpack<M: Module>(module: &M, facts: &BTreeMap<&str, String>) -> Bytes {
    let mut store = BurnpackStore::from_bytes(None);
    for (key, value) in facts {
        store = store.metadata(*key, value);
    }
    module.save_into(&mut store)?;
    Ok(store.get_bytes()?.to_vec())
}

fn safetensors<M: Module>(module: &M, facts: &BTreeMap<&str, String>) -> Bytes {
    let mut store = SafetensorsStore::from_bytes(None).with_to_adapter(BurnToPyTorchAdapter);
    for (key, value) in facts {
        store = store.metadata(*key, value);
    }
    module.save_into(&mut store)?;
    Ok(store.get_bytes()?)
}
