//! A checksum inside a JSON object, which tells whether the file is as it was written.

use sha2::{Digest, Sha256};

/// A SHA-256 in hexadecimal digits.
pub(crate) fn sha256(content: &[u8]) -> String {
    let bytes = Sha256::digest(content);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What surrounds the checksum. [`sealed`] replaces the object's closing brace with it.
pub(crate) const SEAL: [&str; 2] = [",\"checksum\":\"", "\"}\n"];

/// The JSON object in `text` with one more field: the checksum of everything before it.
///
/// # Panics
/// If `text` is not a JSON object.
pub fn sealed(text: String) -> String {
    let body = text.strip_suffix('}').expect("a JSON object");
    let [before, after] = SEAL;
    format!("{body}{before}{}{after}", sha256(body.as_bytes()))
}

/// Whether `content` is a result of [`sealed`], unchanged to the last byte.
pub fn is_sealed(content: &[u8]) -> bool {
    let [before, after] = SEAL.map(str::as_bytes);
    let seal = |content: &[u8]| -> Option<bool> {
        let (body, checksum) = content.strip_suffix(after)?.split_last_chunk::<64>()?;
        let body = body.strip_suffix(before)?;
        Some(checksum == sha256(body).as_bytes())
    };
    seal(content) == Some(true)
}
