//! PNG, by the crate `png`: all colour types and bit depths, interlaced or not. Of an animation the
//! first picture.

use std::io::Cursor;

use png::{Decoder, DecodingError, Limits, Transformations};

use super::size::check_size;
use crate::pictures::error::DecodeError;
use crate::pictures::raster::Raster;

/// The memory that the decoder may take besides the pixels, in MiB.
const MEBIBYTES: usize = 64;

/// The pixels of a PNG.
///
/// # Errors
/// If it is cut off or damaged, or exceeds a limit.
pub fn decode(bytes: &[u8]) -> Result<Raster, DecodeError> {
    let limits = Limits { bytes: MEBIBYTES << 20 };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    // Nothing here needs the text and the colour profile, so they are not even unpacked.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let header = decoder.read_header_info().map_err(error)?;
    check_size(header.width as usize, header.height as usize)?;
    let mut reader = decoder.read_info().map_err(error)?;
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    let size = reader.output_buffer_size().ok_or(DecodeError::Pixels { width, height })?;
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples).map_err(error)?;
    if (frame.width as usize, frame.height as usize) != (width, height) {
        let reason = "its first picture does not fill it".into();
        return Err(DecodeError::Unsupported { format: "PNG", reason });
    }
    let samples = &samples[..frame.buffer_size()];
    let pixels = match frame.color_type.samples() {
        1 => samples.iter().map(|&grey| [grey, grey, grey, 255]).collect(),
        2 => samples.as_chunks().0.iter().map(|&[grey, a]| [grey, grey, grey, a]).collect(),
        3 => samples.as_chunks().0.iter().map(|&[r, g, b]| [r, g, b, 255]).collect(),
        _ => samples.as_chunks().0.to_vec(),
    };
    Ok(Raster::new(width, pixels))
}

fn error(error: DecodingError) -> DecodeError {
    match error {
        DecodingError::LimitsExceeded => {
            DecodeError::Memory { format: "PNG", mebibytes: MEBIBYTES }
        }
        other => DecodeError::Damaged { format: "PNG", reason: other.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::decode::decode;
    use crate::pictures::limits::MOST_PIXELS;
    use png::{BitDepth, ColorType, Encoder};

    fn png(color: ColorType, depth: BitDepth, size: [u32; 2], samples: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, size[0], size[1]);
        encoder.set_color(color);
        encoder.set_depth(depth);
        if color == ColorType::Indexed {
            encoder.set_palette(&[10, 20, 30, 40, 50, 60][..]);
            encoder.set_trns(&[255, 7][..]);
        }
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(samples).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn every_colour_type_and_depth_becomes_eight_bits() {
        use BitDepth::*;
        use ColorType::*;
        for (color, depth, samples, expected) in [
            (Grayscale, One, &[0b1000_0000][..], [[255, 255, 255, 255], [0, 0, 0, 255]]),
            (Grayscale, Four, &[0x5f], [[0x55, 0x55, 0x55, 255], [255; 4]]),
            (Grayscale, Eight, &[3, 4], [[3, 3, 3, 255], [4, 4, 4, 255]]),
            (Grayscale, Sixteen, &[3, 9, 4, 200], [[3, 3, 3, 255], [4, 4, 4, 255]]),
            (GrayscaleAlpha, Eight, &[3, 0, 4, 9], [[3, 3, 3, 0], [4, 4, 4, 9]]),
            (Rgb, Eight, &[1, 2, 3, 4, 5, 6], [[1, 2, 3, 255], [4, 5, 6, 255]]),
            (Rgba, Eight, &[1, 2, 3, 4, 5, 6, 7, 8], [[1, 2, 3, 4], [5, 6, 7, 8]]),
            (Indexed, One, &[0b0100_0000], [[10, 20, 30, 255], [40, 50, 60, 7]]),
            (Indexed, Eight, &[1, 0], [[40, 50, 60, 7], [10, 20, 30, 255]]),
        ] {
            let decoded = decode(&png(color, depth, [2, 1], samples)).unwrap();
            assert_eq!(decoded, Raster::new(2, expected.to_vec()), "{color:?} {depth:?}");
        }
    }

    #[test]
    fn a_cut_file_is_damaged() {
        let whole = png(ColorType::Grayscale, BitDepth::Eight, [2, 2], &[1, 2, 3, 4]);
        // All but the last chunk, which only marks the end.
        for length in 4..whole.len() - 12 {
            let said = decode(&whole[..length]).unwrap_err();
            assert!(matches!(said, DecodeError::Damaged { .. }), "{length}: {said}");
        }
    }

    #[test]
    fn too_many_pixels_are_a_limit_not_damage() {
        let mut bytes = png(ColorType::Grayscale, BitDepth::Eight, [1, 1], &[0]);
        // The header: 8 bytes of signature, 8 of length and name, then the width and the height.
        for (width, height) in
            [(MOST_PIXELS as u32 + 1, 1), (100_000, 100_000), (1u32 << 30, 1u32 << 30)]
        {
            bytes[16..20].copy_from_slice(&width.to_be_bytes());
            bytes[20..24].copy_from_slice(&height.to_be_bytes());
            let checksum = crc(&bytes[12..29]);
            bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
            let said = decode(&bytes).unwrap_err();
            assert!(matches!(said, DecodeError::Pixels { .. }), "{said}");
            assert!(said.to_string().contains("at most 50 million pixels"), "{said}");
        }
    }

    /// The checksum of a PNG chunk, as the specification defines it.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, &byte| {
            (0..8).fold(crc ^ u32::from(byte), |crc, _| {
                if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 }
            })
        })
    }

    /// A chunk that the decoder must keep, but which no small picture has, exceeds the limit on memory;
    /// long text and a large profile, which it need not keep, do not.
    #[test]
    fn large_chunks_are_passed_over_or_named_as_a_limit() {
        let small = png(ColorType::Grayscale, BitDepth::Eight, [1, 1], &[9]);
        let with = |name: &[u8; 4], content: &[u8]| {
            let mut chunk = (content.len() as u32).to_be_bytes().to_vec();
            chunk.extend(name);
            chunk.extend(content);
            chunk.extend(crc(&chunk[4..]).to_be_bytes());
            let mut bytes = small.clone();
            bytes.splice(33..33, chunk);
            bytes
        };
        for name in [b"tEXt", b"zTXt", b"iTXt", b"iCCP"] {
            let decoded = decode(&with(name, &vec![b'a'; 70 << 20])).unwrap();
            assert_eq!(decoded, Raster::grey(1, &[9]));
        }
        let said = decode(&with(b"eXIf", &vec![b'a'; 70 << 20])).unwrap_err();
        assert!(matches!(said, DecodeError::Memory { .. }), "{said}");
        assert!(said.to_string().contains("limit on memory"), "{said}");
    }

    /// Text that unpacks to a thousand times its size is not unpacked.
    #[test]
    fn text_is_not_unpacked() {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 1, 1);
        encoder.add_ztxt_chunk("Comment".into(), "a".repeat(100 << 20)).unwrap();
        encoder.write_header().unwrap().write_image_data(&[7]).unwrap();
        assert!(bytes.len() < 1 << 20);
        assert_eq!(decode(&bytes).unwrap(), Raster::grey(1, &[7]));
    }
}
