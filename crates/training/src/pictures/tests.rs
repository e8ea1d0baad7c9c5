//! Pictures drawn in code, and MNIST's digits as people would have drawn or photographed them.

use std::collections::BTreeMap;

use super::*;
use datasets::{Dataset, Samples};
use proptest::prelude::*;

const MNIST: Shape = Shape { rows: 28, columns: 28 };

fn prepared(raster: &Raster) -> Prepared {
    prepare(raster, MNIST, Strokes::Auto)
}

/// The mean difference of two pictures, as a share of the ink in the first.
fn difference(a: &[u8], b: &[u8]) -> f64 {
    let apart: u64 = a.iter().zip(b).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let ink: u64 = a.iter().map(|&pixel| u64::from(pixel)).sum();
    apart as f64 / ink.max(1) as f64
}

/// A digit of `columns` columns, `times` as large, with its corner at `at` in a picture of `size`: how much
/// of a stroke lies at each pixel, from 0 to 1.
fn enlarged(
    digit: &[u8],
    times: usize,
    at: (usize, usize),
    size: (usize, usize),
) -> impl Fn(usize) -> f32 {
    // As a scanner would: smooth between the pixels.
    let values = digit.iter().map(|&pixel| f32::from(pixel) / 255.0).collect();
    let large = plane::Plane { width: 28, height: 28, values }.enlarge(times);
    move |i: usize| {
        let (x, y) = (i % size.0, i / size.0);
        let inside = x >= at.0 && y >= at.1 && x < at.0 + large.width && y < at.1 + large.height;
        if inside { large.at(x - at.0, y - at.1) } else { 0.0 }
    }
}

/// Numbers without order from 0 to 1, the same in every run.
fn noise(i: usize) -> f32 {
    let mixed = (i as u64 ^ 0x9e37_79b9).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 40) as f32 / 16_777_216.0
}

#[test]
fn digits_of_mnist_stay_as_they_are() {
    let data = Dataset::mnist().unwrap();
    let differences: Vec<f64> = (0..300)
        .map(|i| {
            let digit = data.test.image(i);
            difference(digit, &prepared(&Raster::grey(28, digit)).pixels)
        })
        .collect();
    let mean = differences.iter().sum::<f64>() / 300.0;
    // Moved by one pixel, they would differ by far more.
    let moved = crate::moved::shift(data.test.image(0), 28, 1, 0);
    assert!(mean < 0.4, "{mean}");
    assert!(difference(data.test.image(0), &moved) > 0.5);
}

/// The same digit on a canvas, on paper in uneven light, on a blackboard, turned and not: the network gets
/// the same, in the mean of 20 digits. A move by one pixel differs by more than 0.5.
#[test]
fn one_digit_drawn_in_many_ways_becomes_the_same_picture() {
    let data = Dataset::mnist().unwrap();
    let mut sums = BTreeMap::<&str, (f64, f64)>::new();
    for index in 0..20 {
        let digit = data.test.image(index);
        let size = (500, 420);
        let stroke = enlarged(digit, 10, (150, 40), size);
        let all = |pixel: &dyn Fn(usize) -> [u8; 4]| {
            Raster::new(size.0, (0..size.0 * size.1).map(pixel).collect())
        };
        let grey = |value: f32| {
            let value = value.round().clamp(0.0, 255.0) as u8;
            [value, value, value, 255]
        };
        let plain = prepared(&all(&|i| grey(255.0 * stroke(i))));
        assert_eq!(plain.notes, []);
        let opacity = |i: usize| (255.0 * stroke(i)).round() as u8;
        let light = |i: usize| {
            // From 210 at the top left to 110 at the bottom right.
            210.0 - 60.0 * (i % size.0) as f32 / 500.0 - 40.0 * (i / size.0) as f32 / 420.0
        };
        let paper = |i: usize| grey(light(i) * (1.0 - 0.7 * stroke(i)) + 12.0 * (noise(i) - 0.5));
        let turned = all(&paper).oriented(3).oriented(3);
        for (way, raster, most) in [
            ("dark on light", all(&|i| grey(255.0 - 255.0 * stroke(i))), 0.01),
            ("a clear canvas, black", all(&|i| [0, 0, 0, opacity(i)]), 0.01),
            ("a clear canvas, white", all(&|i| [255, 255, 255, opacity(i)]), 0.01),
            ("a clear canvas, orange", all(&|i| [250, 150, 20, opacity(i)]), 0.01),
            (
                "blue on yellow",
                all(&|i| {
                    let at = stroke(i);
                    let mix = |from: f32, to: f32| (from + at * (to - from)).round() as u8;
                    [mix(250.0, 20.0), mix(240.0, 30.0), mix(90.0, 120.0), 255]
                }),
                0.2,
            ),
            ("paper in uneven light", all(&paper), 0.2),
            ("turned twice", turned, 0.2),
            (
                "a blackboard",
                all(&|i| grey(0.3 * light(i) + 150.0 * stroke(i) + 12.0 * (noise(i) - 0.5))),
                0.2,
            ),
        ] {
            let found = prepared(&raster);
            assert_eq!(found.notes, [], "{index}, {way}");
            sums.entry(way).or_insert((0.0, most)).0 += difference(&plain.pixels, &found.pixels);
        }
    }
    for (way, (sum, most)) in sums {
        println!("{way}: {:.4}", sum / 20.0);
        assert!(sum / 20.0 < most, "{way}: {}", sum / 20.0);
    }
}

/// A bar of `width` × `height` at a place, as dark as `level`, on white.
fn bars(size: (usize, usize), level: u8, bars: &[[usize; 4]]) -> Raster {
    let pixel = |i: usize| {
        let (x, y) = (i % size.0, i / size.0);
        let on = |&[left, top, width, height]: &[usize; 4]| {
            (left..left + width).contains(&x) && (top..top + height).contains(&y)
        };
        if bars.iter().any(on) { level } else { 255 }
    };
    Raster::grey(size.0, &(0..size.0 * size.1).map(pixel).collect::<Vec<_>>())
}

#[test]
fn nothing_drawn_is_noted() {
    let blank = |pixel: &dyn Fn(usize) -> [u8; 4]| {
        prepared(&Raster::new(300, (0..300 * 200).map(pixel).collect()))
    };
    for (way, found) in [
        ("white", blank(&|_| [255; 4])),
        ("black", blank(&|_| [0, 0, 0, 255])),
        ("clear", blank(&|_| [0; 4])),
        ("grain", blank(&|i| [(150.0 + 60.0 * noise(i)) as u8; 4].map(|v| v | 1))),
        ("a slope", blank(&|i| [100 + (i % 300 / 3) as u8, 90, 80, 255])),
        ("no pixels", prepared(&Raster::new(0, Vec::new()))),
    ] {
        if way == "grain" {
            // Its opacity is grain too.
            continue;
        }
        assert_eq!(found.notes, [Note::NothingDrawn], "{way}");
        assert_eq!(found.pixels, [0; 784], "{way}");
    }
    let grain = Raster::grey(
        300,
        &(0..60_000).map(|i| (150.0 + 60.0 * noise(i)) as u8).collect::<Vec<_>>(),
    );
    assert_eq!(prepared(&grain).notes, [Note::NothingDrawn]);
}

#[test]
fn several_digits_are_noted_with_their_places_and_parts_of_one_are_not() {
    // Two upright bars; then a 5 whose upper bar is apart from its body, with a speck.
    let two = prepared(&bars((400, 300), 0, &[[80, 50, 20, 180], [250, 60, 20, 170]]));
    assert_eq!(two.notes, [Note::SeveralDigits(vec![(80, 100), (250, 270)])]);
    let one = prepared(&bars(
        (400, 300),
        0,
        &[
            [150, 60, 80, 15],
            [150, 85, 15, 60],
            [165, 130, 70, 15],
            [220, 145, 15, 90],
            [30, 30, 3, 3],
        ],
    ));
    assert_eq!(one.notes, []);
}

#[test]
fn strokes_at_the_edge_and_faint_strokes_are_noted() {
    let cut = prepared(&bars((300, 300), 0, &[[120, 0, 30, 200]]));
    assert_eq!(cut.notes, [Note::CutOff]);
    let faint = prepared(&bars((300, 300), 235, &[[120, 50, 30, 200]]));
    assert_eq!(faint.notes, [Note::Faint(20)]);
    assert!(
        difference(&faint.pixels, &prepared(&bars((300, 300), 0, &[[120, 50, 30, 200]])).pixels)
            < 1e-9
    );
}

#[test]
fn the_ground_can_be_said() {
    // Three dark stripes with two light ones between them: most of the border is dark.
    let stripes = bars((100, 100), 0, &[[0, 0, 20, 100], [40, 0, 20, 100], [80, 0, 20, 100]]);
    let light = prepare(&stripes, MNIST, Strokes::Light).pixels;
    let dark = prepare(&stripes, MNIST, Strokes::Dark).pixels;
    assert_eq!(prepare(&stripes, MNIST, Strokes::Auto).pixels, light);
    // In the middle of the picture is the dark stripe.
    assert!(light[14 * 28 + 14] < 50 && dark[14 * 28 + 14] > 200);
}

#[test]
fn a_thin_stroke_in_a_huge_picture_is_not_lost() {
    // One pixel in 4,000 wide.
    let thin = prepared(&bars((4000, 3000), 0, &[[1000, 500, 1, 2000], [1000, 2500, 900, 1]]));
    assert_eq!(thin.notes, []);
    let lit = thin.pixels.iter().filter(|&&pixel| pixel > 128).count();
    assert!((30..90).contains(&lit), "{lit}");
}

#[test]
fn the_file_s_content_decides_and_other_formats_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read(&path, MNIST, &[0], How::default()).unwrap_err().to_string()
    };
    assert!(error("digit.png", b"\0\0\0\x18ftypheic").contains("HEIC picture"));
    assert!(error("digit.jpg", b"RIFF....WEBPVP8 ").contains("WebP picture"));
    assert!(error("digit.png", b"\x89PNG\r\n\x1a\n").contains("cut off or damaged"));
    assert!(error("digit.jpg", b"\xff\xd8\xff\xe0").contains("cut off or damaged"));
    assert!(error("digit.txt", b"a seven").contains("a picture is a PNG, a JPEG or an IDX file"));
    assert!(error("empty.png", b"").contains("a picture is a PNG"));
    let said = read(folder.path(), MNIST, &[0], How::default()).unwrap_err().to_string();
    assert!(said.contains("not a regular file"), "{said}");
}

#[test]
fn pictures_of_an_idx_file_are_chosen_by_index_and_taken_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("images");
    let mut bytes = Vec::new();
    datasets::idx::write_images(&mut bytes, 2, 2, &[0, 1, 2, 3, 4, 5, 6, 7]).unwrap();
    std::fs::write(&path, bytes).unwrap();
    let dark = How { strokes: Strokes::Dark, ..How::default() };
    let readings = read(&path, Shape::square(2), &[1, 0], dark).unwrap();
    assert_eq!(readings[0].picture.pixels, [251, 250, 249, 248]);
    assert_eq!(readings[1].picture.pixels, [255, 254, 253, 252]);
    assert_eq!(readings[0].notes, [Note::LightGround]);
    // Whether other data are light on dark is not known.
    let other = How { trained_on: Some("shapes"), ..dark };
    assert_eq!(read(&path, Shape::square(2), &[0], other).unwrap()[0].notes, []);
    let readings = read(&path, Shape::square(2), &[0], How::default()).unwrap();
    assert_eq!(
        (readings[0].picture.pixels.as_slice(), readings[0].notes.len()),
        (&[0, 1, 2, 3][..], 0)
    );
    let error = |side, index| {
        read(&path, Shape::square(side), &[index], How::default()).unwrap_err().to_string()
    };
    assert!(error(2, 2).contains("0 to 1"));
    assert!(error(3, 0).contains("2 × 2"));
}

#[cfg(unix)]
#[test]
fn what_never_ends_is_not_read() {
    let said = read(std::path::Path::new("/dev/zero"), MNIST, &[0], How::default()).unwrap_err();
    assert!(said.to_string().contains("/dev/zero is not a regular file"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Any pixels of any size give a picture of the size that the network takes.
    #[test]
    fn any_picture_is_prepared(
        width in 1usize..40,
        pixels in prop::collection::vec(any::<[u8; 4]>(), 0..400),
        rows in 1usize..40,
        columns in 1usize..40,
    ) {
        let raster = Raster::new(width, pixels);
        for strokes in [Strokes::Auto, Strokes::Dark, Strokes::Light] {
            let found = prepare(&raster, Shape { rows, columns }, strokes);
            prop_assert_eq!(found.pixels.len(), rows * columns);
            prop_assert_eq!(found.pixels.iter().all(|&pixel| pixel == 0), found.notes == [Note::NothingDrawn]);
        }
    }

    /// A damaged file is an error or a picture, never a panic.
    #[test]
    fn any_bytes_are_decoded_or_rejected(
        start in prop::sample::select(vec![&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], b"\xff\xd8\xff\xe0\0\x10JFIF\0", b""]),
        rest in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let _ = decode(&[start, &rest[..]].concat());
    }
}
