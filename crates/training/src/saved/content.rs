//! What a file holds: its tensors by name, and the facts in its metadata.

use std::collections::BTreeMap;

use burn::tensor::{Bytes, bf16, f16};
use safetensors::SafeTensors;

use super::error::ContentError;
use super::facts::{Facts, cut};
use super::format::Format;
use super::other_formats;

/// How large the part of a file can be that lists its tensors: 4 MiB, some 40,000 of them.
pub const MOST_HEADER_BYTES: u64 = 4 << 20;

/// How many tensors a file can hold.
pub const MOST_TENSORS: usize = 8_000;

/// A tensor of a file.
pub(super) struct Stored {
    pub(super) shape: Vec<usize>,
    /// The type of its numbers, such as `F32`.
    pub(super) number: String,
    /// Its numbers, little-endian.
    bytes: Bytes,
}

/// What a file holds: its tensors by name, and its facts. Its header was compared with the length of the file;
/// whether the tensors are those of a network is not checked yet.
pub struct Content {
    pub(super) format: Format,
    pub(super) bytes: Bytes,
    pub(super) tensors: BTreeMap<String, Stored>,
    pub(super) facts: Facts,
}

impl Content {
    /// The content of a file with these bytes.
    ///
    /// # Errors
    /// If they have another format, are cut off, or exceed a limit.
    pub fn of(bytes: Vec<u8>) -> Result<Self, ContentError> {
        let format = sniff(&bytes, None)?;
        check_header(format, &bytes)?;
        let length = bytes.len();
        // Shared, so that a tensor's bytes are a part of these and no copy.
        let bytes = Bytes::from_bytes_vec(bytes).shared();
        let (tensors, facts) = match format {
            Format::Burnpack => burnpack(bytes.clone())?,
            Format::Safetensors => safetensors(&bytes)?,
        };
        if tensors.len() > MOST_TENSORS {
            let count = tensors.len();
            return Err(ContentError::TooLarge(format!(
                "it holds {count} tensors; files of up to {MOST_TENSORS} are read"
            )));
        }
        // In Burn's format two tensors can lie on the same bytes, so a small file could fill the memory.
        if tensors.values().map(|tensor| tensor.bytes.len()).sum::<usize>() > length {
            let cause = "its tensors take more bytes than the file has".into();
            return Err(ContentError::Damaged { format: "Burn", cause });
        }
        Ok(Self { format, bytes, tensors, facts })
    }

    /// What the metadata says about the network.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The numbers of a tensor, rounded to 32 bits.
    ///
    /// # Errors
    /// If they are no floating-point numbers of 16, 32 or 64 bits, or one of them is not finite.
    pub(super) fn values(&self, name: &str) -> Result<Vec<f32>, ContentError> {
        let tensor = self.tensors.get(name).expect("a name of this content");
        let values: Vec<f32> = match tensor.number.as_str() {
            "F32" => numbers(&tensor.bytes, f32::from_le_bytes),
            "F64" => numbers(&tensor.bytes, |bytes| f64::from_le_bytes(bytes) as f32),
            "F16" => numbers(&tensor.bytes, |bytes| f16::from_le_bytes(bytes).to_f32()),
            "BF16" => numbers(&tensor.bytes, |bytes| bf16::from_le_bytes(bytes).to_f32()),
            other => {
                return Err(ContentError::OtherNetwork(format!(
                    "`{}` holds {other} numbers; expected F32, F16, BF16 or F64",
                    short(name)
                )));
            }
        };
        match values.iter().position(|value| !value.is_finite()) {
            None => Ok(values),
            Some(index) => {
                Err(ContentError::NotFinite { tensor: short(name), index, value: values[index] })
            }
        }
    }

    /// The tensors, as an error lists them: the first of them with their shapes.
    pub(super) fn listed(&self) -> String {
        const LISTED: usize = 12;
        let mut names: Vec<&String> = self.tensors.keys().collect();
        names.sort_by(|a, b| super::natural::natural(a, b));
        let listed = names.iter().take(LISTED).map(|&name| {
            let shape = &self.tensors[name].shape;
            match shape.len() > 8 {
                true => format!("{} ({} sizes)", short(name), shape.len()),
                false => format!("{} {shape:?}", short(name)),
            }
        });
        let listed = listed.collect::<Vec<_>>().join(", ");
        match names.len() {
            0 => "nothing".into(),
            n if n > LISTED => format!("{listed}, and {} more", n - LISTED),
            _ => listed,
        }
    }
}

/// A name from a file, for a sentence.
pub(super) fn short(name: &str) -> String {
    cut(name, 80)
}

fn numbers<const N: usize>(bytes: &[u8], number: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    let (chunks, _) = bytes.as_chunks::<N>();
    chunks.iter().map(|&chunk| number(chunk)).collect()
}

/// The format of a file that begins with these bytes.
///
/// # Errors
/// If it has another format, which is recognized by these bytes, or else by the ending of the file's name.
pub(super) fn sniff(bytes: &[u8], ending: Option<&str>) -> Result<Format, ContentError> {
    // Burn's magic number, little-endian; safetensors begins with the length of its JSON header.
    match bytes {
        [b'N', b'R', b'U', b'B', ..] => Ok(Format::Burnpack),
        [_, _, _, _, 0, 0, 0, 0, b'{', ..] => Ok(Format::Safetensors),
        _ => Err(ContentError::OtherFormat(other_formats::advice(bytes, ending))),
    }
}

/// Checks the length of the part that lists the tensors, before memory is taken for what it claims.
fn check_header(format: Format, bytes: &[u8]) -> Result<(), ContentError> {
    let length = match format {
        Format::Burnpack => bytes
            .get(6..10)
            .map(|length| u64::from(u32::from_le_bytes(length.try_into().expect("four bytes")))),
        Format::Safetensors => {
            bytes.get(..8).map(|length| u64::from_le_bytes(length.try_into().expect("eight bytes")))
        }
    };
    match length {
        // Longer than the file: it is damaged, and the reader says so.
        Some(length) if length > MOST_HEADER_BYTES && length <= bytes.len() as u64 => {
            Err(ContentError::TooLarge(format!(
                "its header has {length} bytes; headers of up to {MOST_HEADER_BYTES} bytes are read"
            )))
        }
        _ => Ok(()),
    }
}

type TensorsAndFacts = (BTreeMap<String, Stored>, Facts);

fn burnpack(bytes: Bytes) -> Result<TensorsAndFacts, ContentError> {
    let damaged =
        |error: burn_pack::Error| ContentError::Damaged { format: "Burn", cause: error.into() };
    let reader = burn_pack::Reader::from_bytes(bytes).map_err(damaged)?;
    let facts = Facts::of(reader.metadata().clone());
    let tensors = reader.into_tensors().map_err(damaged)?.into_iter().map(|tensor| {
        let (name, number, shape, _, bytes) = tensor.into_parts().map_err(damaged)?;
        Ok((name, Stored { shape: shape.to_vec(), number: format!("{number:?}"), bytes }))
    });
    Ok((tensors.collect::<Result<_, ContentError>>()?, facts))
}

fn safetensors(bytes: &Bytes) -> Result<TensorsAndFacts, ContentError> {
    let damaged = |error: safetensors::SafeTensorError| ContentError::Damaged {
        format: "safetensors",
        cause: error.into(),
    };
    let (header, metadata) = SafeTensors::read_metadata(bytes).map_err(damaged)?;
    let tensors = metadata.tensors().into_iter().map(|(name, info)| {
        let (start, end) = info.data_offsets;
        let begin = 8 + header;
        let bytes = bytes.view(begin + start, begin + end).map_err(|_| {
            let cause = "a tensor lies beyond its end".into();
            ContentError::Damaged { format: "safetensors", cause }
        })?;
        Ok((name, Stored { shape: info.shape.clone(), number: info.dtype.to_string(), bytes }))
    });
    let tensors = tensors.collect::<Result<_, ContentError>>()?;
    let facts: BTreeMap<_, _> =
        metadata.metadata().clone().unwrap_or_default().into_iter().collect();
    Ok((tensors, Facts::of(facts)))
}
