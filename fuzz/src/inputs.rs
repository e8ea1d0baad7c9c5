//! One function for each format that this project reads from files of others: it reads `bytes` as that format,
//! and panics if what is read breaks what the reader promises. The fuzz targets call them with bytes of their
//! own making, and `tests/corpus` of the main workspace with the files of `corpus`.

use std::path::Path;

use burn::tensor::Device;
use datasets::idx::Images;
use datasets::{csv, gray_png, idx, npz};
use extensions::random::{Purpose, Stream};
use lab::record::Record;
use lab::seal::{is_sealed, sealed};
use serde_json::Value;
use training::pictures::{Shape, Strokes, as_is, decode, prepare};
use training::saved::from_bytes;
use training::search::space::Space;

/// A format: its name, which is that of its folder in `corpus`, and what reads it.
pub type Input = (&'static str, fn(&[u8]));

/// All formats.
pub const INPUTS: [Input; 8] = [
    ("idx", idx),
    ("npz", npz),
    ("csv", csv),
    ("gray_png", gray_png),
    ("picture", picture),
    ("model", model),
    ("record", record),
    ("space", space),
];

/// The name of a file, for error messages.
fn file() -> &'static Path {
    Path::new("fuzz")
}

/// That the pixels are those of the images.
fn check(images: &Images) {
    assert_eq!(images.pixels.len(), images.count * images.rows * images.columns);
}

/// IDX files of images and of labels, raw or compressed with gzip.
pub fn idx(bytes: &[u8]) {
    if let Ok(images) = idx::read_images(file(), bytes) {
        check(&images);
        let mut written = Vec::new();
        let (rows, columns) = (images.rows as u32, images.columns as u32);
        idx::write_images(&mut written, rows, columns, &images.pixels).expect("memory");
        assert_eq!(idx::read_images(file(), &written).expect("what was written"), images);
    }
    if let Ok(labels) = idx::read_labels(file(), bytes) {
        let mut written = Vec::new();
        idx::write_labels(&mut written, &labels).expect("memory");
        assert_eq!(idx::read_labels(file(), &written).expect("what was written"), labels);
    }
}

/// Archives of NumPy arrays, with both sets or with one array.
pub fn npz(bytes: &[u8]) {
    if let Ok(arrays) = npz::read(file(), bytes) {
        check(&arrays.training.0);
        check(&arrays.test.0);
    }
    if let Ok(images) = npz::read_images(file(), bytes) {
        check(&images);
    }
    let _ = npz::read_labels(file(), bytes);
}

/// Tables of labels and pixels.
pub fn csv(bytes: &[u8]) {
    if let Ok(rows) = csv::read(file(), bytes) {
        check(&rows.images);
        assert!(rows.labels.is_none_or(|labels| labels.len() == rows.images.count));
    }
}

/// One image of a data set as a PNG file.
pub fn gray_png(bytes: &[u8]) {
    if let Ok(images) = gray_png::read(file(), bytes) {
        check(&images);
    }
}

/// Pictures as people have them, PNG or JPEG, and as they are prepared for a network.
pub fn picture(bytes: &[u8]) {
    if let Ok(raster) = decode(bytes) {
        assert_eq!(raster.pixels().len(), raster.width() * raster.height());
        let shape = Shape::square(28);
        for strokes in [Strokes::Auto, Strokes::Dark, Strokes::Light] {
            assert_eq!(prepare(&raster, shape, strokes).pixels.len(), 28 * 28);
        }
        if let Ok(pixels) = as_is(&raster, shape) {
            assert_eq!(pixels.len(), 28 * 28);
        }
    }
}

/// Networks, as safetensors and as Burn's own format.
pub fn model(bytes: &[u8]) {
    for activation in [None, Some("relu")] {
        if let Ok(saved) = from_bytes(bytes.to_vec(), activation, &Device::flex()) {
            let weights = saved.model.output.weight.val().into_data();
            let weights = weights.as_slice::<f32>().expect("a network computes in f32");
            assert!(weights.iter().all(|weight| weight.is_finite()));
            assert_eq!(weights.len() % saved.classes(), 0);
            let _ = saved.image_shape();
        }
    }
}

/// Records: a file as it is, and with a seal that fits, as a forger would write it.
pub fn record(bytes: &[u8]) {
    type Any = Record<Value, Value>;
    if is_sealed(bytes) {
        let _ = serde_json::from_slice::<Any>(bytes);
    }
    let object = std::str::from_utf8(bytes).ok().filter(|text| text.ends_with('}'));
    if let Some(object) = object {
        let sealed = sealed(object.to_owned());
        assert!(is_sealed(sealed.as_bytes()));
        assert!(!is_sealed(&sealed.as_bytes()[1..]));
        if let Ok(record) = serde_json::from_str::<Any>(&sealed) {
            let written = serde_json::to_string(&record).expect("JSON");
            assert_eq!(serde_json::from_str::<Any>(&written).expect("what was written"), record);
        }
    }
}

/// The space of a hyperparameter search.
pub fn space(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(space) = Space::from_toml(text) {
        let written = serde_json::to_string(&space).expect("JSON");
        assert_eq!(serde_json::from_str::<Space>(&written).expect("what was written"), space);
        let dimensions = space.dimensions();
        for i in 0..3 {
            let nth = |points: Vec<f64>| points[i % points.len()];
            space.configuration(&dimensions.iter().map(|all| nth(all.spaced(3))).collect());
            let mut stream = Stream::new(i as u64, Purpose::Search);
            space.configuration(&dimensions.iter().map(|all| all.draw(&mut stream)).collect());
        }
    }
}
