//! Reads a hundred thousand damaged NumPy archives, tables and PNG files. None of them may make a
//! reader panic, and none may give images that do not fit their size.
//!
//! The files are random mutations of complete files, with seeded random numbers, as in `fuzz.rs`.
//! `--nocapture` shows how many were accepted and which errors the others gave.
#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use datasets::{DataError, csv, gray_png, npz};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use peak_alloc::PeakAlloc;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// How many damaged files of each format are read, of which there are four. `FUZZ_INPUTS` reads more.
const INPUTS: usize = 25_000;

fn numpy(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/numpy");
    std::fs::read(folder.join(name)).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn png(color: png::ColorType, depth: png::BitDepth, bytes: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 3, 2);
    encoder.set_color(color);
    encoder.set_depth(depth);
    encoder.write_header().unwrap().write_image_data(bytes).unwrap();
    file
}

/// One of the files, changed in one to four places.
fn damaged(files: &[Vec<u8>], words: &[&[u8]], random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = files[random.random_range(0..files.len())].clone();
    for _ in 0..random.random_range(1..=4) {
        let at = random.random_range(0..=bytes.len());
        match random.random_range(0..8) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, random.next_u32() as u8),
            2 => {
                let from = random.random_range(0..=bytes.len());
                let to = (from + random.random_range(0..40)).min(bytes.len());
                let piece = bytes[from..to].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => {
                let to = (at + random.random_range(0..40)).min(bytes.len());
                drop(bytes.drain(at..to));
            }
            4 | 5 => {
                let word = words[random.random_range(0..words.len())];
                bytes.iter_mut().skip(at).zip(word).for_each(|(byte, new)| *byte = *new);
            }
            _ if at < bytes.len() => bytes[at] ^= 1 << random.random_range(0..8),
            _ => {}
        }
    }
    bytes
}

/// The class of an error.
fn class(error: &DataError) -> &'static str {
    match error {
        DataError::WrongKind { .. } => "wrong kind",
        DataError::Truncated { .. } => "truncated",
        DataError::Oversized { .. } => "oversized",
        DataError::Empty { .. } => "empty",
        DataError::TooLarge { .. } => "too large",
        DataError::TooCompressed { .. } => "too compressed",
        DataError::Damaged { .. } => "damaged",
        DataError::Unsuitable { .. } => "unsuitable",
        other => panic!("an error of another class: {other:?}"),
    }
}

/// Reads damaged files, and returns how many gave each class of errors; `accepted` counts as one.
fn count(
    files: &[Vec<u8>],
    words: &[&[u8]],
    allowed: impl Fn(&[u8]) -> usize,
    read: impl Fn(&Path, &[u8]) -> Result<(), DataError>,
) -> BTreeMap<&'static str, usize> {
    let file = Path::new("fuzz");
    for whole in files {
        read(file, whole).expect("a whole file is accepted");
    }
    let inputs = std::env::var("FUZZ_INPUTS").map_or(INPUTS, |n| n.parse().expect("a number"));
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let mut counts = BTreeMap::new();
    for _ in 0..inputs {
        let bytes = damaged(files, words, &mut random);
        ALLOCATOR.reset_peak_usage();
        let before = ALLOCATOR.current_usage();
        let outcome = read(file, &bytes);
        let taken = ALLOCATOR.peak_usage().saturating_sub(before);
        assert!(taken <= allowed(&bytes), "{taken} bytes: {bytes:02x?}");
        let outcome = match &outcome {
            Ok(()) => "accepted",
            Err(error) => {
                assert!(error.to_string().starts_with("fuzz"), "the error names the file: {error}");
                class(error)
            }
        };
        *counts.entry(outcome).or_default() += 1;
    }
    counts
}

fn is_whole(images: &datasets::idx::Images) -> bool {
    images.count * images.rows * images.columns == images.pixels.len() && !images.pixels.is_empty()
}

/// There is only one test of damaged files, because allocations are counted for the whole process.
#[test]
fn damaged_files_of_every_format_are_read_or_rejected() {
    let words: [&[u8]; 8] = [
        &[0xff; 8],
        &[0; 8],
        &[0, 0, 0, 0x80],
        b"PK\x05\x06",
        b"PK\x01\x02",
        b"(65535, 65535, 99999999)",
        b"'<i8'",
        b"'|O'",
    ];
    let archives = ["stored.npz", "compressed.npz", "other_names.npz"].map(numpy);
    let of_npz = count(
        &archives,
        &words,
        // The decompressor, the list of members and the arrays themselves.
        |bytes| 64 * bytes.len() + (256 << 10),
        |file, bytes| {
            let npz::Arrays { training, test, .. } = npz::read(file, bytes)?;
            assert!(is_whole(&training.0) && is_whole(&test.0));
            Ok(())
        },
    );
    println!("npz: {of_npz:?}");
    for class in ["accepted", "damaged", "unsuitable"] {
        assert!(of_npz.get(class).is_some_and(|&n| n > INPUTS / 1000), "{class}: {of_npz:?}");
    }

    let single = [numpy("array.npy"), numpy("one_array.npz")];
    let of_npy = count(
        &single,
        &words,
        |bytes| 64 * bytes.len() + (256 << 10),
        |file, bytes| {
            let images = npz::read_images(file, bytes);
            let labels = npz::read_labels(file, bytes);
            assert!(images.as_ref().map_or(true, is_whole));
            images.map(drop).or_else(|error| labels.map(drop).map_err(|_| error))
        },
    );
    println!("npy: {of_npy:?}");
    for class in ["accepted", "damaged", "unsuitable", "truncated", "oversized"] {
        assert!(of_npy.get(class).is_some_and(|&n| n > INPUTS / 1000), "{class}: {of_npy:?}");
    }

    let text = "label,1x1,1x2\r\n0,255,7\r\n1,0,12\r\n\"2\",3,4.0\r\n";
    let tables =
        [text.as_bytes().to_vec(), text.replace(',', ";").into_bytes(), gzip(text.as_bytes())];
    let words: [&[u8]; 7] = [b"\"", b",,,,", b"\n\n", b"256", b"-1", b"1e300", b"nan"];
    let of_csv = count(
        &tables,
        &words,
        // The longest line and its values, which are reserved at once.
        |bytes| 8 * bytes.len() + (2 << 20),
        |file, bytes| {
            let csv::Rows { images, labels } = csv::read(file, bytes)?;
            assert!(is_whole(&images) && labels.is_none_or(|labels| labels.len() == images.count));
            Ok(())
        },
    );
    println!("csv: {of_csv:?}");
    for class in ["accepted", "damaged", "unsuitable", "empty"] {
        assert!(of_csv.get(class).is_some_and(|&n| n > INPUTS / 1000), "{class}: {of_csv:?}");
    }

    use png::{BitDepth::*, ColorType::*};
    let pictures = [
        png(Grayscale, Eight, &[1, 2, 3, 4, 5, 6]),
        png(Grayscale, One, &[0b1010_0000, 0b0100_0000]),
        png(Grayscale, Sixteen, &[7; 12]),
        png(Rgb, Eight, &[9; 18]),
        png(Rgba, Eight, &[255; 24]),
    ];
    let words: [&[u8]; 5] = [&[0xff; 4], &[0, 0, 0, 0], b"IDAT", b"IEND", &[0, 1, 0, 0]];
    let of_png = count(
        &pictures,
        &words,
        |_| 17 << 20,
        |file, bytes| {
            let image = gray_png::read(file, bytes)?;
            assert!(is_whole(&image) && image.count == 1);
            Ok(())
        },
    );
    println!("png: {of_png:?}");
    for class in ["accepted", "damaged", "wrong kind"] {
        assert!(of_png.get(class).is_some_and(|&n| n > INPUTS / 1000), "{class}: {of_png:?}");
    }

    bombs();
}

/// Files that hold or announce much more than their size.
fn bombs() {
    let taken = |read: &dyn Fn() -> Result<(), DataError>| {
        ALLOCATOR.reset_peak_usage();
        let before = ALLOCATOR.current_usage();
        let error = read().expect_err("a bomb is rejected");
        (class(&error), ALLOCATOR.peak_usage().saturating_sub(before))
    };
    let file = Path::new("fuzz");
    // A line that never ends, and one with a million values.
    for text in ["7".repeat(1 << 24), "7,".repeat(1 << 20), "\"".repeat(1 << 24) + "\n"] {
        let packed = gzip(text.as_bytes());
        for bytes in [text.as_bytes(), &packed] {
            let (class, taken) = taken(&|| csv::read(file, bytes).map(drop));
            assert!(class == "damaged" && taken < 4 << 20, "{class}: {taken}");
        }
    }
    // An archive of NumPy: a header that announces a gigabyte, and 4 MiB of zeros behind it.
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1048576, 32, 32), }";
    let mut array = b"\x93NUMPY\x01\x00".to_vec();
    array.extend((header.len() as u16).to_le_bytes());
    array.extend(header.as_bytes());
    array.resize(array.len() + (1 << 22), 0);
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&array).unwrap();
    let packed = encoder.finish().unwrap();
    let mut archive = Vec::new();
    let mut writer = rawzip::ZipArchiveWriter::new(&mut archive);
    let (mut entry, config) = writer
        .new_file("arr_0.npy")
        .compression_method(rawzip::CompressionMethod::DEFLATE)
        .start()
        .unwrap();
    let mut checked = config.wrap(std::io::sink());
    checked.write_all(&array).unwrap();
    let (_, descriptor) = checked.finish().unwrap();
    entry.write_all(&packed).unwrap();
    entry.finish(descriptor).unwrap();
    writer.finish().unwrap();
    let (class, taken) = taken(&|| npz::read_images(file, &archive).map(drop));
    assert!(class == "too compressed" && taken < 1 << 20, "{class}: {taken}");
}
