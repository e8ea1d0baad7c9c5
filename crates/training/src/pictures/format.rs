//! What a file is, by its first bytes.

/// A format that is not read.
#[derive(Debug, PartialEq, Eq)]
pub struct Format {
    /// Its name, with an article.
    pub name: &'static str,
    /// What to do with such a file.
    pub advice: &'static str,
}

/// The formats that are recognized, but not read: where their bytes are, which, and the format.
const OTHERS: &[(usize, &[u8], Format)] = &[
    (4, b"ftypheic", HEIC),
    (4, b"ftypheix", HEIC),
    (4, b"ftyphevc", HEIC),
    (4, b"ftyphevx", HEIC),
    (4, b"ftypheim", HEIC),
    (4, b"ftypheis", HEIC),
    (4, b"ftypmif1", HEIC),
    (4, b"ftypmsf1", HEIC),
    (4, b"ftypavif", other("an AVIF picture")),
    (4, b"ftyp", other("a video")),
    (8, b"WEBP", other("a WebP picture")),
    (0, b"GIF8", other("a GIF picture")),
    (0, b"BM", other("a BMP picture")),
    (0, b"II*\0", other("a TIFF picture or a camera's raw file")),
    (0, b"MM\0*", other("a TIFF picture or a camera's raw file")),
    (0, b"\0\0\x01\0", other("an icon (ICO)")),
    (0, b"\0\0\0\x0cJXL ", other("a JPEG XL picture")),
    (0, b"\xff\x0a", other("a JPEG XL picture")),
    (0, b"\0\0\0\x0cjP  ", other("a JPEG 2000 picture")),
    (0, b"\xff\x4f\xff\x51", other("a JPEG 2000 picture")),
    (0, b"8BPS", other("a Photoshop document")),
    (0, b"gimp xcf", other("a GIMP document")),
    (0, b"qoif", other("a QOI picture")),
    (0, b"P1", NETPBM),
    (0, b"P2", NETPBM),
    (0, b"P3", NETPBM),
    (0, b"P4", NETPBM),
    (0, b"P5", NETPBM),
    (0, b"P6", NETPBM),
    (
        0,
        b"%PDF",
        Format {
            name: "a PDF document",
            advice: "save the page as a PNG or JPEG, for example by a screenshot",
        },
    ),
    (0, b"<svg", Format { name: "an SVG drawing", advice: "export it as a PNG" }),
    (
        0,
        b"<?xml",
        Format { name: "an XML file, perhaps an SVG drawing", advice: "export it as a PNG" },
    ),
    (
        0,
        b"<",
        Format {
            name: "a web page",
            advice: "download the picture itself instead of the page that shows it",
        },
    ),
    (
        0,
        b"PK\x03\x04",
        Format {
            name: "a zip archive (or .npz, .docx, .pptx)",
            advice: "unpack it, and give the pictures in it as PNG or JPEG",
        },
    ),
    (
        0,
        b"\x93NUMPY",
        Format {
            name: "a NumPy array",
            advice: "write its images as PNG files, for example with matplotlib.pyplot.imsave",
        },
    ),
    (
        0,
        b"version https://git-lfs",
        Format { name: "a Git LFS pointer", advice: "run `git lfs pull` to get the file itself" },
    ),
];

const fn other(name: &'static str) -> Format {
    Format { name, advice: "save or export it as a PNG or JPEG (any picture program does)" }
}

const HEIC: Format = Format {
    name: "a HEIC picture, as iPhones take them",
    advice: "export it as a JPEG or PNG, or set Settings > Camera > Formats > Most Compatible",
};

const NETPBM: Format = other("a Netpbm picture");

/// Which of the formats that are not read these bytes begin like.
pub fn other_format(bytes: &[u8]) -> Option<&'static Format> {
    let begins = |at: usize, magic: &[u8]| {
        bytes.get(at..).is_some_and(|rest| rest.starts_with(magic))
            && (at != 8 || bytes.starts_with(b"RIFF"))
    };
    OTHERS.iter().find(|(at, magic, _)| begins(*at, magic)).map(|(_, _, format)| format)
}

/// Whether the bytes begin like a PNG.
pub fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG")
}

/// Whether the bytes begin like a JPEG.
pub fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xd8\xff")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_is_named_with_what_to_do() {
        for (bytes, name) in [
            (&b"\0\0\0\x18ftypheic\0\0\0\0"[..], "HEIC"),
            (b"\0\0\0\x1cftypmif1", "HEIC"),
            (b"\0\0\0\x1cftypavif", "AVIF"),
            (b"\0\0\0\x1cftypisom", "video"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
            (b"GIF89a", "GIF"),
            (b"BM\x36\0", "BMP"),
            (b"%PDF-1.7", "PDF"),
            (b"II*\0\x08", "TIFF"),
            (b"<svg xmlns=", "SVG"),
            (b"<!DOCTYPE html>", "web page"),
            (b"PK\x03\x04", "zip"),
            (b"P5 28 28 255", "Netpbm"),
            (b"version https://git-lfs.github.com/spec/v1", "Git LFS"),
        ] {
            let format = other_format(bytes).unwrap();
            assert!(format.name.contains(name), "{name}: {}", format.name);
            assert!(format.advice.len() > 15, "{name}");
        }
        for bytes in [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff\xe0", b"\0\0\x08\x03", b""] {
            assert_eq!(other_format(bytes), None, "{bytes:?}");
        }
        // A sound file is a RIFF too, and a WEBP without its frame is nothing.
        assert_eq!(other_format(b"RIFF\x10\0\0\0WAVE"), None);
        assert_eq!(other_format(b"abcdefghWEBP"), None);
    }
}
