//! Reads a million damaged files. None of them may make the reader panic, accept an invalid file, or
//! allocate more memory than the content of the file needs.
//!
//! The files are random mutations of complete files. The random numbers are seeded, so every run
//! tries the same files. This test is a binary of its own because it counts allocations.
//! `--nocapture` shows the counts, and `FUZZ_INPUTS=100000000` tries more files.
#![allow(missing_docs)]

use std::io::{Read, Write};
use std::path::Path;

use datasets::DataError;
use datasets::idx::{self, IMAGES_MAGIC, LABELS_MAGIC};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use peak_alloc::PeakAlloc;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const INPUTS: usize = 1_000_000;

/// The memory that the decompressor needs for its window and its tables, whatever it reads.
const DECOMPRESSOR: usize = 128 << 10;

/// The memory that an error needs for the name of a file, a sentence and the first bytes of the file.
const ERROR: usize = 4 << 10;

/// Compressed data may claim this many times its size before it is read once without keeping it.
const USUAL_RATIO: usize = 64;

/// The array in a raw file if the file follows the format exactly.
fn strictly_read(raw: &[u8], magic: u32, dimensions: usize) -> Option<&[u8]> {
    let header = raw.get(..4 + 4 * dimensions)?;
    let mut words = header.chunks(4).map(|word| u32::from_be_bytes(word.try_into().unwrap()));
    let is_magic = words.next() == Some(magic);
    let size = words.map(u128::from).product::<u128>();
    let body = &raw[header.len()..];
    (is_magic && size > 0 && size == body.len() as u128).then_some(body)
}

/// The content of a file, decompressed if it is gzip data, and the number of bytes up to its end, a
/// fault or the limit of `most` bytes.
fn unpacked(bytes: &[u8], most: u64) -> (Option<Vec<u8>>, usize) {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return (Some(bytes.to_vec()), bytes.len());
    }
    let mut content = Vec::new();
    let outcome = MultiGzDecoder::new(bytes).take(most).read_to_end(&mut content);
    let held = content.len();
    (outcome.is_ok().then_some(content), held)
}

fn gzip(bytes: &[u8], level: u32) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Complete files of both kinds: raw, compressed, stored without compression, in two members.
fn complete_files() -> Vec<Vec<u8>> {
    let mut images = Vec::new();
    idx::write_images(&mut images, 2, 3, &[7, 0, 255, 1, 2, 3, 9, 9, 9, 9, 9, 9]).unwrap();
    let mut labels = Vec::new();
    idx::write_labels(&mut labels, &[3, 1, 4, 1, 5, 9, 2, 6]).unwrap();
    let mut files = Vec::new();
    for raw in [images, labels] {
        files.extend([gzip(&raw, 0), gzip(&raw, 9)]);
        files.push([gzip(&raw[..9], 1), gzip(&raw[9..], 1)].concat());
        files.push(raw);
    }
    files
}

/// Words that are likely to cause errors in headers and lengths.
const WORDS: [u32; 10] =
    [0, 1, 2, 0x7fff_ffff, 0x8000_0000, u32::MAX, IMAGES_MAGIC, LABELS_MAGIC, 1 << 16, 12];

/// One of the complete files, changed in up to four places, before or after compression.
fn damaged(files: &[Vec<u8>], random: &mut ChaCha8Rng) -> Vec<u8> {
    let pick = |random: &mut ChaCha8Rng| files[random.random_range(0..files.len())].clone();
    let mut bytes = pick(random);
    for _ in 0..random.random_range(1..=4) {
        let at = random.random_range(0..=bytes.len());
        match random.random_range(0..8) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, random.next_u32() as u8),
            2 => bytes.extend(std::iter::repeat_n(0, random.random_range(1..40))),
            3 if at < bytes.len() => drop(bytes.remove(at)),
            4 => {
                let other = pick(random);
                let from = random.random_range(0..=other.len());
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
            5 | 6 => {
                // In half of the cases, a word of the header.
                let at = if random.random() { at } else { 4 * random.random_range(0..4) };
                let word = WORDS[random.random_range(0..WORDS.len())].to_be_bytes();
                bytes.iter_mut().skip(at).zip(word).for_each(|(byte, new)| *byte = new);
            }
            _ if at < bytes.len() => bytes[at] ^= 1 << random.random_range(0..8),
            _ => {}
        }
    }
    // Compression after the damage makes the checksum valid. It is slow, so it is done rarely.
    if random.random_range(0..50) == 0 { gzip(&bytes, 1) } else { bytes }
}

/// Reads `bytes` as both kinds, compares the outcome with a strict reading of the format, and returns
/// whether one of them was accepted.
fn try_both(bytes: &[u8]) -> bool {
    let file = Path::new("fuzz");
    let (content, held) = unpacked(bytes, 1 << 20);
    let is_gzip = bytes.starts_with(&[0x1f, 0x8b]);
    let allowed = match is_gzip {
        true => held.max(USUAL_RATIO * bytes.len()) + DECOMPRESSOR,
        false => bytes.len(),
    } + ERROR;
    let measured = |read: &dyn Fn() -> Result<Vec<u8>, DataError>| {
        ALLOCATOR.reset_peak_usage();
        let before = ALLOCATOR.current_usage();
        let outcome = read();
        let allocated = ALLOCATOR.peak_usage().saturating_sub(before);
        assert!(allocated <= allowed, "{allocated} of {allowed} bytes: {bytes:02x?}");
        outcome
    };
    let images = measured(&|| {
        idx::read_images(file, bytes).map(|images| {
            assert_eq!(images.count * images.rows * images.columns, images.pixels.len());
            images.pixels
        })
    });
    let labels = measured(&|| idx::read_labels(file, bytes));
    let expected = |magic, dimensions| {
        content.as_deref().and_then(|content| strictly_read(content, magic, dimensions))
    };
    assert_eq!(images.as_deref().ok(), expected(IMAGES_MAGIC, 3), "{images:?}: {bytes:02x?}");
    assert_eq!(labels.as_deref().ok(), expected(LABELS_MAGIC, 1), "{labels:?}: {bytes:02x?}");
    for error in [images.as_ref().err(), labels.as_ref().err()].into_iter().flatten() {
        assert!(error.to_string().starts_with("fuzz"), "the error names the file: {error}");
    }
    images.is_ok() || labels.is_ok()
}

/// There is only one test, because allocations are counted for the whole process.
#[test]
fn a_million_damaged_files_are_read_or_rejected() {
    let inputs = std::env::var("FUZZ_INPUTS").map_or(INPUTS, |n| n.parse().expect("a number"));
    let files = complete_files();
    for file in &files {
        assert!(try_both(file), "a complete file is accepted");
    }
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let accepted = (0..inputs).filter(|_| try_both(&damaged(&files, &mut random))).count();
    // Some files are accepted and most are not, so the inputs cover both sides.
    assert!(accepted > inputs / 1000 && accepted < inputs / 2, "{accepted}");

    // Files whose header announces more data than follows, and a decompression bomb: a few kilobytes
    // of gzip data that expand to megabytes.
    let mut announced = IMAGES_MAGIC.to_be_bytes().to_vec();
    announced.extend([1u32 << 16, 1 << 15, 1 << 15].map(u32::to_be_bytes).concat());
    let bomb = [&files[3][..], &vec![0; 1 << 24]].concat();
    // A megabyte that claims a gigabyte, which deflate can hold, and is damaged at its end.
    let mut claimed = IMAGES_MAGIC.to_be_bytes().to_vec();
    claimed.extend([1u32 << 20, 32, 32].map(u32::to_be_bytes).concat());
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&claimed).unwrap();
    (0..1 << 10).for_each(|_| encoder.write_all(&[0; 1 << 20]).unwrap());
    let mut claimed = encoder.finish().unwrap();
    assert!(claimed.len() < 1 << 21);
    *claimed.last_mut().unwrap() ^= 1;
    for (name, bytes, allowed) in [
        ("a header without data", announced.clone(), ERROR + 16),
        ("a compressed header without data", gzip(&announced, 1), ERROR + DECOMPRESSOR),
        ("a decompression bomb", gzip(&bomb, 9), ERROR + DECOMPRESSOR),
        ("a damaged gigabyte of zeros", claimed, ERROR + DECOMPRESSOR),
    ] {
        ALLOCATOR.reset_peak_usage();
        let before = ALLOCATOR.current_usage();
        assert!(idx::read_images(Path::new("fuzz"), &bytes).is_err(), "{name}");
        let allocated = ALLOCATOR.peak_usage() - before;
        assert!(allocated <= allowed, "{name}: {allocated} of {allowed} bytes");
        println!("{name} of {} bytes: {allocated} bytes allocated", bytes.len());
    }
    println!("{inputs} damaged files: {accepted} accepted, the others rejected");
}
