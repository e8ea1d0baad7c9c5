//! Puts a network into a file.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path};

use burn::module::Module;
use burn_pack::Writer;
use burn_store::{BurnToPyTorchAdapter, BurnpackStore, ModuleSnapshot, SafetensorsStore};
use safetensors::SafeTensors;
use serde_json::Value;

use super::content::Content;
use super::error::{ContentError, SavedError};
use super::format::Format;
use crate::files::{create_folder, write_whole};

/// Saves the parameters of `module` and the `facts` about it, in the format that the ending of the
/// path stands for. The folder is created if it is missing, and the file is written completely or not at
/// all. The module must be without autodiff: `model.valid()`.
///
/// # Errors
/// If the ending stands for no format, a parameter is not finite, or the file cannot be written.
pub fn save<M: Module>(
    module: &M,
    facts: &BTreeMap<&str, String>,
    path: &Path,
) -> Result<(), SavedError> {
    let content = |cause: ContentError| cause.of(path);
    let format = Format::of(path).map_err(|error| content(error.into()))?;
    let bytes = to_bytes(module, facts, format).map_err(content)?;
    let write = || {
        if let Some(folder) = folder(path) {
            create_folder(folder)?;
        }
        write_whole(path, &bytes)
    };
    write().map_err(|error| unwritable(path, error.cause))
}

/// What [`save`] writes.
///
/// # Errors
/// If a parameter is not finite.
pub fn to_bytes<M: Module>(
    module: &M,
    facts: &BTreeMap<&str, String>,
    format: Format,
) -> Result<Vec<u8>, ContentError> {
    let bytes = match format {
        Format::Burnpack => burnpack(module, facts),
        Format::Safetensors => safetensors(module, facts),
    };
    // As it will be read: within the limits, and without a number that is not finite.
    let whole = Content::of(bytes.map_err(ContentError::Burn)?)?;
    for name in whole.tensors.keys() {
        whole.values(name)?;
    }
    Ok(whole.bytes.to_vec())
}

/// Checks, before the work, that a network of `bytes` bytes can be saved to `path`, and leaves nothing behind:
/// the name can be a file's and is no folder's, and the folder, or the one in which it will be created, can
/// be written to and has room.
///
/// # Errors
/// If it cannot; the error says what to do.
pub fn check(path: &Path, bytes: u64) -> Result<(), SavedError> {
    Format::of(path).map_err(|error| ContentError::from(error).of(path))?;
    check_place(path, bytes).map_err(|cause| unwritable(path, cause))
}

fn check_place(path: &Path, bytes: u64) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(existing) if existing.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        // The file would take the place of a device or a pipe.
        Ok(existing) if !existing.is_file() => {
            return Err(io::Error::other("it exists, but it is not a regular file"));
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let folder = folder(path).unwrap_or(Path::new("."));
    let there = folder
        .ancestors()
        .find(|ancestor| !ancestor.as_os_str().is_empty() && ancestor.symlink_metadata().is_ok());
    let there = there.unwrap_or(Path::new("."));
    if !fs::metadata(there)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    // Whether a name is too long is known only by trying.
    for name in path.components().filter(|part| matches!(part, Component::Normal(_))) {
        match there.join(name).symlink_metadata() {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    // A file without a name, or one that is deleted at once.
    let mut file = tempfile::tempfile_in(there)?;
    let zeros = [0; 1 << 16];
    let mut left = bytes;
    while left > 0 {
        let now = left.min(zeros.len() as u64);
        file.write_all(&zeros[..now as usize])?;
        left -= now;
    }
    file.flush()
}

/// The folder that a path names, unless it is the current one.
fn folder(path: &Path) -> Option<&Path> {
    path.parent().filter(|folder| !folder.as_os_str().is_empty())
}

/// The error of the operating system, with what to do about it.
fn unwritable(path: &Path, cause: io::Error) -> SavedError {
    use io::ErrorKind::{
        IsADirectory, NotADirectory, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem,
        StorageFull,
    };
    let advice = match cause.kind() {
        StorageFull | QuotaExceeded => {
            "free some space, or name a file on another disk with --save, and train again"
        }
        PermissionDenied | ReadOnlyFilesystem => {
            "name a file in a folder that you can write to with --save"
        }
        IsADirectory => "name a file in it, such as model.bpk, with --save",
        NotADirectory => "a part of the path is a file; name another folder with --save",
        _ => "name another file with --save",
    };
    SavedError::Unwritable { path: path.to_owned(), cause, advice }
}

type Bytes = Result<Vec<u8>, Box<dyn Error + Send + Sync>>;

fn burnpack<M: Module>(module: &M, facts: &BTreeMap<&str, String>) -> Bytes {
    let mut tensors = module.collect(None, None, false);
    // Burn identifies every parameter by a random number, for the states of optimizers, which are not saved
    // here. Without it, the same network always has the same bytes.
    tensors.iter_mut().for_each(|tensor| tensor.param_id = None);
    let mut writer = Writer::new(tensors);
    for (key, value) in BurnpackStore::default_metadata() {
        writer = writer.with_metadata(&key, &value);
    }
    for (key, value) in facts {
        writer = writer.with_metadata(key, value);
    }
    Ok(writer.into_bytes()?.to_vec())
}

fn safetensors<M: Module>(module: &M, facts: &BTreeMap<&str, String>) -> Bytes {
    let mut store = SafetensorsStore::from_bytes(None).with_to_adapter(BurnToPyTorchAdapter);
    for (key, value) in facts {
        store = store.metadata(*key, value);
    }
    module.save_into(&mut store)?;
    sorted(store.get_bytes()?)
}

/// The same safetensors file with the names in its header in their order, so that the same network always has
/// the same bytes: the metadata is written in a random order. The header keeps its length, and is filled
/// with spaces at its end, as the format allows.
fn sorted(mut bytes: Vec<u8>) -> Bytes {
    let (length, _) = SafeTensors::read_metadata(&bytes)?;
    let header = &mut bytes[8..8 + length];
    let names: BTreeMap<String, BTreeMap<String, Value>> = serde_json::from_slice(header)?;
    let text = serde_json::to_vec(&names)?;
    let (front, rest) = header.split_at_mut_checked(text.len()).ok_or("its header grew")?;
    front.copy_from_slice(&text);
    rest.fill(b' ');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use extensions::initializers::Normal;
    use models::MlpConfig;

    use super::*;
    use crate::backend::Backend;
    use crate::classifier::initial_mlp;

    #[test]
    fn a_place_is_checked_without_a_trace() {
        let folder = tempfile::tempdir().unwrap();
        let within = |name: &str| folder.path().join(name);
        fs::create_dir(within("folder.bpk")).unwrap();
        fs::write(within("file"), "").unwrap();
        let long = format!("{}.bpk", "x".repeat(300));
        for (name, expected) in [
            ("a.bpk", None),
            ("new/and/deeper/a.safetensors", None),
            ("a.pt", Some(".safetensors")),
            ("folder.bpk", Some("name a file in it")),
            ("file/a.bpk", Some("part of the path is a file")),
            ("file/deeper/a.bpk", Some("part of the path is a file")),
            (&long, Some("too long")),
            (&format!("new/{long}"), Some("too long")),
        ] {
            let said = check(&within(name), 100_000).err().map(|error| error.to_string());
            match expected {
                None => assert_eq!(said, None, "{name}"),
                Some(expected) => {
                    let said = said.expect(name);
                    assert!(said.contains(expected), "{said}");
                }
            }
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_no_place_and_a_full_disk_has_advice() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("full.bpk");
        std::os::unix::fs::symlink("/dev/full", &path).unwrap();
        let said = check(&path, 0).unwrap_err().to_string();
        assert!(said.contains("not a regular file"), "{said}");
        let full = io::ErrorKind::StorageFull.into();
        assert!(unwritable(&path, full).to_string().contains("free some space"));
    }

    /// The same numbers in another module, whose parameters have other identifiers.
    #[test]
    fn the_same_network_is_saved_as_the_same_bytes() {
        let device = Backend::default_compiled().device().unwrap();
        let shape = MlpConfig::new(4, vec![3], 2).with_batch_norm(true);
        let network = || initial_mlp(&shape, &Normal { std: 1.0 }, 0, &device);
        let keys = ["a", "image_rows", "image_columns", "data", "é \"quoted\"", "settings", "z"];
        let facts: BTreeMap<&str, String> =
            keys.into_iter().map(|key| (key, format!("{{\"{key}\": 0.1}}"))).collect();
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.bpk", "a.safetensors"] {
            let path = folder.path().join(name);
            let saved = || {
                save(&network(), &facts, &path).unwrap();
                fs::read(&path).unwrap()
            };
            let first = saved();
            (0..5).for_each(|_| assert!(saved() == first, "{name}"));
            let read = Content::of(first).unwrap().facts;
            for (key, value) in &facts {
                assert_eq!(read.get(key), Some(&**value));
            }
        }
    }

    #[test]
    fn a_network_of_nan_is_not_saved() {
        let device = Backend::default_compiled().device().unwrap();
        let mut network = MlpConfig::new(2, vec![], 2).init(&device);
        network.output.weight = network.output.weight.map(|w| w * f32::NAN);
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.bpk", "a.safetensors"] {
            let path = folder.path().join(name);
            let said = save(&network, &BTreeMap::new(), &path).unwrap_err().to_string();
            assert!(said.contains("`output.weight` is NaN"), "{said}");
            assert!(!path.exists());
        }
    }
}
