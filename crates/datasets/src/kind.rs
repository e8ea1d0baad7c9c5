//! What a file seems to be, judging by its first bytes, and what can be done with it.

use std::borrow::Cow;

/// What a file seems to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// Its format, with an article: `a PNG image`.
    pub(crate) name: Cow<'static, str>,
    /// What to do about it.
    pub(crate) advice: &'static str,
}

/// The advice where the format is not known.
const CHECK: &str = "check that it is the right file";
const UNPACK: &str = "unpack it first";
const DOWNLOAD: &str = "download the file itself again";
const TO_PNG: &str = "convert the images to grey PNG files, in one folder for each class: train/0, train/1, … \
                      and test/0, test/1, … (ImageMagick: mogrify -format png -colorspace Gray *)";
const TO_NPZ: &str = "read it in Python and save the arrays with \
                      numpy.savez(\"data.npz\", x_train=…, y_train=…, x_test=…, y_test=…)";
const PICKLE: &str = "reading a pickle can execute any code that it contains, so this program does not; if you \
                      trust its source, read it in Python and save the arrays with \
                      numpy.savez(\"data.npz\", x_train=…, y_train=…, x_test=…, y_test=…)";
const AS_BYTES: &str = "write the pixels as unsigned bytes from 0 to 255 (type 0x08; multiply values from 0 \
                        to 1 by 255)";

/// How many bytes are needed to recognize every format.
pub(crate) const START: usize = 1024;

impl Kind {
    /// The kind of a file with these first bytes, if it is one that is known.
    pub(crate) fn known(start: &[u8]) -> Option<Self> {
        let kind = |name, advice| Some(Self { name: Cow::Borrowed(name), advice });
        let has = |text: &[u8]| start.windows(text.len()).any(|window| window == text);
        match start {
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4) {
                Some(b"heic" | b"heix" | b"hevc" | b"mif1" | b"msf1") => {
                    kind("a HEIC photograph", TO_PNG)
                }
                Some(b"avif") => kind("an AVIF image", TO_PNG),
                _ => kind("a video", CHECK),
            },
            [0, 0, 8, 3, ..] => kind("images, not labels", CHECK),
            [0, 0, 8, 1, ..] => kind("labels, not images", CHECK),
            [3 | 1, 8, 0, 0, ..] => kind(
                "an IDX file with a little-endian header",
                "IDX headers are big-endian: swap the bytes of each number in the header \
                 (numpy: dtype \">i4\")",
            ),
            [0, 0, kind @ (8 | 9 | 11..=14), dimensions, ..] => Some(Self {
                name: idx(*kind, *dimensions).into(),
                advice: match kind {
                    8 => "images have 3 dimensions (count, rows, columns) and labels have 1",
                    _ => AS_BYTES,
                },
            }),
            [0, 0, a, b, ..] => Some(Self {
                name: format!("another kind of IDX file (0x0000{a:02x}{b:02x})").into(),
                advice: CHECK,
            }),
            [0x89, b'P', b'N', b'G', ..] => kind(
                "a PNG image",
                "put the images into one folder for each class: train/0, train/1, … and test/0, test/1, …",
            ),
            [0xff, 0xd8, 0xff, ..] => kind("a JPEG image", TO_PNG),
            [b'G', b'I', b'F', b'8', ..] => kind("a GIF image", TO_PNG),
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => kind("a TIFF image", TO_PNG),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
                kind("a WebP image", TO_PNG)
            }
            [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => kind("a BMP image", TO_PNG),
            [b'P', b'K', 3, 4, ..] if has(b"/data.pkl") => kind("a PyTorch file", PICKLE),
            [b'P', b'K', 3, 4, ..] if has(b".npy") => kind(
                "a NumPy archive (npz)",
                "a data set in one archive has the arrays x_train, y_train, x_test and y_test",
            ),
            [b'P', b'K', 3..=8, ..] => kind("a zip archive", UNPACK),
            [b'P', b'K', ..] => kind("a zip archive", UNPACK),
            [0x1f, 0x8b, ..] => kind("gzip data inside gzip data", UNPACK),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => kind("xz data", "unpack it first, with xz -d"),
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => {
                kind("bzip2 data", "unpack it first, with bzip2 -d")
            }
            [0x28, 0xb5, 0x2f, 0xfd, ..] => kind("Zstandard data", "unpack it first, with zstd -d"),
            [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => kind("a 7z archive", UNPACK),
            [b'R', b'a', b'r', b'!', ..] => kind("a RAR archive", UNPACK),
            [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => kind(
                "a NumPy array (npy)",
                "name it like its content, such as x_train.npy or train-images.npy",
            ),
            [0x80, 2..=5, ..] => kind("a Python pickle", PICKLE),
            [b'(', b'd' | b'l' | b't' | b'c' | b'I', ..] => kind("a Python pickle", PICKLE),
            [b'P', b'A', b'R', b'1', ..] => kind("a Parquet file", TO_NPZ),
            [b'A', b'R', b'R', b'O', b'W', b'1', ..] => kind("an Arrow file", TO_NPZ),
            [b'M', b'A', b'T', b'L', b'A', b'B', b' ', ..] => kind("a MATLAB file (.mat)", TO_NPZ),
            [0x89, b'H', b'D', b'F', ..] => kind("an HDF5 file", TO_NPZ),
            [b'S', b'Q', b'L', b'i', b't', b'e', ..] => kind("an SQLite database", TO_NPZ),
            [b'%', b'P', b'D', b'F', ..] => kind("a PDF document", CHECK),
            _ if start.starts_with(b"version https://git-lfs") => {
                kind("a Git LFS pointer, not the file itself", "fetch the file with git lfs pull")
            }
            _ if start.starts_with(b"/annex/objects/") => kind(
                "a git-annex pointer, not the file itself",
                "fetch the file with git annex get",
            ),
            _ if start.get(257..262) == Some(b"ustar") => kind("a tar archive", UNPACK),
            _ => text(start),
        }
    }

    /// The kind of a file with these first bytes.
    pub(crate) fn of(start: &[u8]) -> Self {
        let other = |name: String, advice| Self { name: name.into(), advice };
        match start {
            [] => other("an empty file".into(), DOWNLOAD),
            _ if start.len() < 4 => {
                other(format!("{} bytes, too few for any header: {start:02x?}", start.len()), CHECK)
            }
            _ => Self::known(start).unwrap_or_else(|| {
                let word: String = start[..4].iter().map(|byte| format!("{byte:02x}")).collect();
                other(format!("data that begins with 0x{word}"), CHECK)
            }),
        }
    }
}

/// Kinds of text.
fn text(start: &[u8]) -> Option<Kind> {
    let kind = |name, advice| Some(Kind { name: Cow::Borrowed(name), advice });
    let word: Vec<u8> =
        start.trim_ascii_start().iter().take(9).map(u8::to_ascii_lowercase).collect();
    match &word[..] {
        [b'<', ..] if start.windows(4).any(|window| window == b"<svg") => {
            kind("an SVG drawing", TO_PNG)
        }
        [b'<', ..] => kind("a web page or XML", DOWNLOAD),
        [b'{' | b'[', ..] => kind("JSON", TO_NPZ),
        [b'@', b'r', b'e', b'l', b'a', ..] => kind("an ARFF file", TO_NPZ),
        [b'%', ..] if start.iter().all(|b| !b.is_ascii_control() || b.is_ascii_whitespace()) => {
            kind("an ARFF file or other text", TO_NPZ)
        }
        _ => None,
    }
}

/// An IDX file of another type or with other dimensions.
fn idx(kind: u8, dimensions: u8) -> String {
    let of = match kind {
        8 => "unsigned bytes",
        9 => "signed bytes",
        11 => "16-bit integers",
        12 => "32-bit integers",
        13 => "32-bit floating-point numbers",
        _ => "64-bit floating-point numbers",
    };
    format!("an IDX file of {of} with {dimensions} dimensions (0x0000{kind:02x}{dimensions:02x})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_recognized_and_each_has_a_way_out() {
        let mut tar = vec![b'a'; 512];
        tar[257..262].copy_from_slice(b"ustar");
        for (start, name, advice) in [
            (&b"\x89PNG\r\n"[..], "a PNG image", "folder for each class"),
            (b"\xff\xd8\xff\xe0", "a JPEG image", "PNG"),
            (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC photograph", "PNG"),
            (b"\0\0\0\x1cftypavif", "an AVIF image", "PNG"),
            (b"\x80\x03}q\0", "a Python pickle", "execute any code"),
            (b"(dp0\n", "a Python pickle", "execute any code"),
            (b"PK\x03\x04\x00\0\0\0archive/data.pkl", "a PyTorch file", "execute any code"),
            (b"PAR1\x15\0", "a Parquet file", "numpy.savez"),
            (b"MATLAB 5.0 MAT-file", "a MATLAB file", "numpy.savez"),
            (b"\x89HDF\r\n\x1a\n", "an HDF5 file", "numpy.savez"),
            (b"\x03\x08\0\0\x60\xea\0\0", "little-endian", "big-endian"),
            (b"\0\0\x0d\x03", "32-bit floating-point numbers with 3 dimensions", "unsigned bytes"),
            (b"\0\0\x08\x02", "unsigned bytes with 2 dimensions", "3 dimensions"),
            (b"\xfd7zXZ\0", "xz data", "xz -d"),
            (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack"),
            (b"<!DOCTYPE html>", "a web page", "download"),
            (b"<?xml version=\"1.0\"?><svg width=\"28\">", "an SVG drawing", "grey PNG"),
            (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS", "git lfs pull"),
            (b"@RELATION mnist", "ARFF", "numpy.savez"),
            (&tar, "a tar archive", "unpack"),
            (b"\x08\x09\x0a\x0b", "0x08090a0b", "right file"),
            (b"", "an empty file", "download"),
            (b"ab", "[61, 62]", "right file"),
        ] {
            let kind = Kind::of(start);
            assert!(kind.name.contains(name), "{kind:?} for {name}");
            assert!(kind.advice.contains(advice), "{kind:?} for {name}");
        }
    }
}
