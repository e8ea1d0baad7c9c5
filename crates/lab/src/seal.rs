//! A checksum inside a JSON object, which tells whether the file is as it was written.

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

/// A SHA-256 in hexadecimal digits.
pub(crate) fn sha256(content: &[u8]) -> String {
    hexadecimal(Sha256::new_with_prefix(content))
}

fn hexadecimal(hash: Sha256) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: u8| [byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)] as char);
    hash.finalize().iter().flat_map(|byte| digits(*byte)).collect()
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
    unsealed(content).is_some()
}

/// What was sealed, without its closing brace, if `content` is a result of [`sealed`], unchanged to the last byte.
pub(crate) fn unsealed(content: &[u8]) -> Option<&[u8]> {
    let [before, after] = SEAL.map(str::as_bytes);
    let (body, checksum) = content.strip_suffix(after)?.split_last_chunk::<64>()?;
    let body = body.strip_suffix(before)?;
    (checksum == sha256(body).as_bytes()).then_some(body)
}

/// [`is_sealed`] of what a file holds, without having it in memory.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn is_sealed_in(mut file: impl Read) -> io::Result<bool> {
    let [before, after] = SEAL;
    let length = before.len() + 64 + after.len();
    let mut hash = Sha256::new();
    // The end so far, which may be the seal.
    let mut end = Vec::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = match file.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        end.extend_from_slice(&piece[..read]);
        if read == 0 {
            return Ok(end == format!("{before}{}{after}", hexadecimal(hash)).as_bytes());
        }
        let body = end.len().saturating_sub(length);
        hash.update(&end[..body]);
        end.drain(..body);
    }
}

/// Writes what [`sealed`] would return of the JSON object that is written to it, without having it in memory.
pub(crate) struct Sealing<W> {
    to: W,
    hash: Sha256,
    /// The last byte so far: the object's closing brace, if no more follows.
    last: Option<u8>,
}

impl<W: Write> Sealing<W> {
    pub(crate) fn new(to: W) -> Self {
        Self { to, hash: Sha256::new(), last: None }
    }

    /// Writes the checksum.
    ///
    /// # Errors
    /// If it cannot be written.
    ///
    /// # Panics
    /// If what was written is not a JSON object.
    pub(crate) fn seal(mut self) -> io::Result<()> {
        assert_eq!(self.last, Some(b'}'), "a JSON object");
        let [before, after] = SEAL;
        write!(self.to, "{before}{}{after}", hexadecimal(self.hash))?;
        self.to.flush()
    }

    fn pass_on(&mut self, content: &[u8]) -> io::Result<()> {
        self.hash.update(content);
        self.to.write_all(content)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, content: &[u8]) -> io::Result<usize> {
        if let Some((&last, before)) = content.split_last() {
            if let Some(earlier) = self.last.replace(last) {
                self.pass_on(&[earlier])?;
            }
            self.pass_on(before)?;
        }
        Ok(content.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the pieces are in which an object is written.
    #[test]
    fn an_object_is_sealed_while_it_is_written_as_it_is_at_once() {
        let object = r#"{"a":{"b":[1,2]},"c":"}"}"#;
        for length in 1..=object.len() {
            let mut bytes = Vec::new();
            let mut sealing = Sealing::new(&mut bytes);
            for piece in object.as_bytes().chunks(length) {
                sealing.write_all(piece).unwrap();
            }
            sealing.seal().unwrap();
            assert_eq!(String::from_utf8(bytes).unwrap(), sealed(object.into()), "{length}");
        }
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), digest, "FIPS 180-4, example B.1");
    }

    /// Also where the pieces that are read end inside the seal.
    #[test]
    fn a_file_is_sealed_if_its_content_is() {
        let whole = |length: usize| sealed(format!("{{\"a\":\"{}\"}}", "x".repeat(length)));
        let in_file = |content: &[u8]| is_sealed_in(content).unwrap();
        for length in (1 << 16) - 200..(1 << 16) + 9 {
            let whole = whole(length).into_bytes();
            assert!(is_sealed(&whole) && in_file(&whole), "{length}");
            for at in [0, length / 2, whole.len() - 70, whole.len() - 1] {
                let mut edited = whole.clone();
                edited[at] ^= 1;
                assert!(!is_sealed(&edited) && !in_file(&edited), "{length}, {at}");
            }
        }
        let short = whole(1).into_bytes();
        for end in 0..short.len() {
            assert!(!is_sealed(&short[..end]) && !in_file(&short[..end]), "{end}");
        }
        assert!(!in_file(b""));
    }
}
