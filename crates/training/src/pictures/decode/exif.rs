//! The orientation in the Exif block of a photograph.

/// The orientation that a camera noted, 1 (upright) to 8; 1 if there is none. `exif` is a TIFF header
/// with its directory, as a JPEG contains it behind "Exif\0\0".
pub fn orientation(exif: &[u8]) -> u8 {
    find(exif.strip_prefix(b"Exif\0\0").unwrap_or(exif)).unwrap_or(1)
}

/// The tag of the orientation in the first directory.
const ORIENTATION: u16 = 0x0112;

fn find(exif: &[u8]) -> Option<u8> {
    let little = match exif.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let word = |at: usize| {
        let bytes = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes = exif.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) } as usize)
    };
    let directory = long(4)?;
    let entries = word(directory)?;
    for entry in 0..usize::from(entries) {
        // An entry has a tag, a type, a count and a value: 2 + 2 + 4 + 4 bytes.
        let at = directory.checked_add(2 + 12 * entry)?;
        if word(at)? == ORIENTATION {
            return u8::try_from(word(at + 8)?).ok().filter(|value| (1..=8).contains(value));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exif(little: bool, value: u16) -> Vec<u8> {
        let word = |w: u16| if little { w.to_le_bytes() } else { w.to_be_bytes() };
        let long = |w: u32| if little { w.to_le_bytes() } else { w.to_be_bytes() };
        let mut bytes = if little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
        bytes.extend(long(8));
        bytes.extend(word(2));
        // The maker of the camera, then the orientation as a short.
        bytes.extend([word(0x010f), word(2)].concat());
        bytes.extend([long(1), long(0)].concat());
        bytes.extend([word(0x0112), word(3)].concat());
        bytes.extend(long(1));
        bytes.extend([word(value), word(0)].concat());
        bytes
    }

    #[test]
    fn the_orientation_is_found_in_both_byte_orders() {
        for little in [false, true] {
            for value in 1..=8 {
                assert_eq!(orientation(&exif(little, value)), value as u8);
            }
            assert_eq!(orientation(&exif(little, 9)), 1);
        }
        let behind_its_name = [b"Exif\0\0", &exif(true, 6)[..]].concat();
        assert_eq!(orientation(&behind_its_name), 6);
    }

    #[test]
    fn a_cut_block_says_upright() {
        let whole = exif(false, 6);
        for length in 0..whole.len() - 4 {
            assert_eq!(orientation(&whole[..length]), 1, "{length}");
        }
        assert_eq!(orientation(b"II*\0\xff\xff\xff\xff"), 1);
    }
}
