//! What a file holds: its tensors by name, and the facts in its metadata.

use std::collections::BTreeMap;

use burn::tensor::Bytes;
use safetensors::SafeTensors;

use super::error::ContentError;
use super::format::Format;

/// A tensor of a file.
pub(super) struct Described {
    pub(super) shape: Vec<usize>,
    /// The type of its numbers, such as `F32`.
    pub(super) number: String,
}

/// What a file holds.
pub(super) struct Content {
    pub(super) format: Format,
    pub(super) bytes: Vec<u8>,
    pub(super) tensors: BTreeMap<String, Described>,
    pub(super) facts: BTreeMap<String, String>,
}

impl Content {
    /// The content of a file with these bytes.
    pub(super) fn of(bytes: Vec<u8>) -> Result<Self, ContentError> {
        let format = sniff(&bytes)?;
        let (tensors, facts) = match format {
            Format::Burnpack => burnpack(&bytes)?,
            Format::Safetensors => safetensors(&bytes)?,
        };
        Ok(Self { format, bytes, tensors, facts })
    }
}

/// The format of these bytes.
fn sniff(bytes: &[u8]) -> Result<Format, ContentError> {
    // Burn's magic number, little-endian; safetensors begins with the length of its JSON header.
    match bytes {
        [b'N', b'R', b'U', b'B', ..] => Ok(Format::Burnpack),
        [_, _, _, _, _, _, _, _, b'{', ..] => Ok(Format::Safetensors),
        [] => Err(ContentError::OtherFormat("it is empty")),
        [0x80, ..] | [b'P', b'K', ..] => Err(ContentError::OtherFormat(
            "it looks like a file of torch.save (a pickle); save the network with \
             safetensors.torch.save_file(model.state_dict(), …)",
        )),
        _ => Err(ContentError::OtherFormat(
            "it is neither a Burn file (.bpk) nor a safetensors file",
        )),
    }
}

type TensorsAndFacts = (BTreeMap<String, Described>, BTreeMap<String, String>);

fn burnpack(bytes: &[u8]) -> Result<TensorsAndFacts, ContentError> {
    let damaged =
        |error: burn_pack::Error| ContentError::Damaged { format: "Burn", cause: error.into() };
    let bytes = Bytes::from_bytes_vec(bytes.to_vec());
    let reader = burn_pack::Reader::from_bytes(bytes).map_err(damaged)?;
    let facts = reader.metadata().clone();
    let tensors = reader.into_tensors().map_err(damaged)?.into_iter().map(|tensor| {
        let number = format!("{:?}", tensor.dtype);
        (tensor.name, Described { shape: tensor.shape.to_vec(), number })
    });
    Ok((tensors.collect(), facts))
}

fn safetensors(bytes: &[u8]) -> Result<TensorsAndFacts, ContentError> {
    let damaged = |error: safetensors::SafeTensorError| ContentError::Damaged {
        format: "safetensors",
        cause: error.into(),
    };
    let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(damaged)?;
    let tensors = SafeTensors::deserialize(bytes).map_err(damaged)?;
    let tensors = tensors.iter().map(|(name, tensor)| {
        let number = tensor.dtype().to_string();
        (name.to_owned(), Described { shape: tensor.shape().to_vec(), number })
    });
    let facts = metadata.metadata().clone().unwrap_or_default();
    Ok((tensors.collect(), facts.into_iter().collect()))
}
