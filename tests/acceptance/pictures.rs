//! `predict` on pictures as people have them: drawn large, photographed, on a transparent canvas.

use std::fs;
use std::path::Path;
use std::process::Output;

use datasets::{Dataset, Samples};
use png::{ColorType, Encoder};
use serde_json::Value;

use crate::tools::command;

fn run(program: &str, folder: &Path, flags: &[&str]) -> Output {
    command(program).current_dir(folder).args(flags).output().expect("it starts")
}

/// A small network, trained in seconds.
fn train(folder: &Path) {
    let flags = ["--iterations", "400", "--hidden", "100", "--quiet", "--save", "net.safetensors"];
    let output = run(env!("CARGO_BIN_EXE_train"), folder, &flags);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The document of `predict` with these flags, and what it prints on standard error.
fn predict(folder: &Path, flags: &[&str]) -> (Value, String) {
    let common = ["--model", "net.safetensors", "--format", "json"];
    let output = run(env!("CARGO_BIN_EXE_predict"), folder, &[&common, flags].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    (serde_json::from_slice(&output.stdout).expect("one JSON document"), said)
}

/// What `predict` says when it fails.
fn fail(folder: &Path, flags: &[&str], code: i32) -> String {
    let flags = [&["--model", "net.safetensors"], flags].concat();
    let output = run(env!("CARGO_BIN_EXE_predict"), folder, &flags);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

fn write_png(path: &Path, color: ColorType, width: usize, samples: &[u8]) {
    let mut bytes = Vec::new();
    let height = samples.len() / color.samples() / width;
    let mut encoder = Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(color);
    encoder.write_header().unwrap().write_image_data(samples).unwrap();
    fs::write(path, bytes).unwrap();
}

/// The class that the network chooses for each picture.
fn classes(document: &Value) -> Vec<u64> {
    let pictures = document["pictures"].as_array().expect("a list");
    pictures.iter().filter_map(|picture| picture["class"].as_u64()).collect()
}

/// MNIST's own test digits, enlarged eight times, away from the middle, dark on paper whose light falls off
/// to one side, are read nearly as well as the originals; and so they are on a transparent canvas.
#[test]
fn digits_are_read_as_people_draw_and_photograph_them() {
    const DIGITS: usize = 100;
    const WIDTH: usize = 320;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    train(folder);
    let data = Dataset::mnist().unwrap();
    let mut names = [Vec::new(), Vec::new(), Vec::new()];
    for index in 0..DIGITS {
        let digit = data.test.image(index);
        let stroke = |i: usize| {
            let (x, y) = (i % WIDTH, i / WIDTH);
            let inside = (80..80 + 224).contains(&x) && y < 224;
            if inside { f32::from(digit[y / 8 * 28 + (x - 80) / 8]) / 255.0 } else { 0.0 }
        };
        let pixels = || 0..WIDTH * 240;
        let light = |i: usize| 220.0 - 120.0 * (i % WIDTH) as f32 / WIDTH as f32;
        let paper: Vec<u8> = pixels().map(|i| (light(i) * (1.0 - 0.7 * stroke(i))) as u8).collect();
        let canvas: Vec<u8> =
            pixels().flat_map(|i| [200, 30, 60, (255.0 * stroke(i)) as u8]).collect();
        for (names, (kind, color, width, samples)) in names.iter_mut().zip([
            ("mnist", ColorType::Grayscale, 28, digit),
            ("paper", ColorType::Grayscale, WIDTH, &paper),
            ("canvas", ColorType::Rgba, WIDTH, &canvas),
        ]) {
            let name = format!("{kind}-{index}.png");
            write_png(&folder.join(&name), color, width, samples);
            names.push(name);
        }
    }
    let right = |flags: &[&str], names: &[String]| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (document, _) = predict(folder, &[flags, &names].concat());
        let classes = classes(&document);
        (0..DIGITS).filter(|&i| classes[i] == u64::from(data.test.label(i))).count()
    };
    let as_is = right(&["--as-is"], &names[0]);
    let prepared = names.map(|names| right(&[], &names));
    println!("as they are {as_is}; prepared from 28 × 28, paper, canvas: {prepared:?} of {DIGITS}");
    assert!(as_is >= 88, "{as_is}");
    for right in prepared {
        assert!(right + 8 >= as_is, "{right} instead of {as_is}");
    }
    assert!(folder.join("results/predict/predictions.svg").exists());
}

#[test]
fn notes_say_what_makes_a_prediction_doubtful() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    train(folder);
    write_png(&folder.join("blank.png"), ColorType::Grayscale, 60, &[255; 3600]);
    let bars = |i: usize| {
        let (x, y) = (i % 60, i / 60);
        let bar = (10..16).contains(&x) || (40..46).contains(&x);
        if bar && (10..50).contains(&y) { 0 } else { 255 }
    };
    let two: Vec<u8> = (0..3600).map(bars).collect();
    write_png(&folder.join("two.png"), ColorType::Grayscale, 60, &two);
    let (document, said) = predict(folder, &["blank.png", "two.png"]);
    let notes =
        |i: usize| document["pictures"][i]["notes"].as_array().unwrap()[0].as_str().unwrap();
    assert!(notes(0).contains("nothing is drawn"), "{}", notes(0));
    assert!(
        notes(1).contains("2 digits side by side (columns 10 to 15, 40 to 45)"),
        "{}",
        notes(1)
    );
    assert!(said.contains("note: blank.png: nothing is drawn"), "{said}");
    let (_, said) = predict(folder, &["blank.png", "--quiet"]);
    assert_eq!(said, "");

    fs::write(folder.join("photo.heic"), b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").unwrap();
    let said = fail(folder, &["photo.heic"], 1);
    assert!(said.contains("HEIC picture") && said.contains("export it as a JPEG"), "{said}");
    let said = fail(folder, &["two.png", "--as-is"], 1);
    assert!(said.contains("60 × 60") && said.contains("28 × 28"), "{said}");
    fail(folder, &["two.png", "--invert", "--strokes", "light"], 2);
    fail(folder, &["two.png", "--strokes", "red"], 2);
}

/// The farther the images are moved, the fewer are read, and centred again they are read as before.
#[test]
fn moved_digits_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    train(folder);
    let (document, _) = predict(folder, &["--moved"]);
    let moved = document["moved"].as_array().unwrap();
    let mean = |i: usize, key: &str| {
        let values = moved[i][key].as_array().unwrap().iter().filter_map(Value::as_f64);
        values.sum::<f64>() / 4.0
    };
    assert_eq!(moved.len(), 9);
    assert!(mean(0, "accuracy") > 0.9);
    assert!(mean(4, "accuracy") < 0.5 && mean(6, "accuracy") < 0.3);
    assert!(mean(4, "centered") > mean(0, "accuracy") - 0.05);
    for file in ["moved.svg", "moved.png"] {
        assert!(folder.join("results/predict").join(file).exists(), "{file}");
    }
}

/// Writes the first images of a set as IDX files, without the `margin` columns at either side, and dark on
/// light if `inverted`.
fn write_cut(
    folder: &Path,
    name: &str,
    samples: &impl Samples,
    n: usize,
    margin: usize,
    inverted: bool,
) {
    let (rows, columns) = samples.image_shape();
    let kept = columns - 2 * margin;
    let header = |magic: u32, sizes: &[usize]| {
        let sizes = sizes.iter().flat_map(|&size| (size as u32).to_be_bytes());
        magic.to_be_bytes().into_iter().chain(sizes).collect::<Vec<u8>>()
    };
    let mut images = header(0x803, &[n, rows, kept]);
    let mut labels = header(0x801, &[n]);
    for i in 0..n {
        for row in samples.image(i).chunks(columns) {
            let kept = &row[margin..columns - margin];
            images.extend(kept.iter().map(|&pixel| if inverted { 255 - pixel } else { pixel }));
        }
        labels.push(samples.label(i));
    }
    fs::write(folder.join(format!("{name}-images-idx3-ubyte")), images).unwrap();
    fs::write(folder.join(format!("{name}-labels-idx1-ubyte")), labels).unwrap();
}

/// MNIST's digits lie in the 20 columns in the middle, so a network learns them there as well.
#[test]
fn a_network_for_images_that_are_not_square_reads_such_images() {
    let folder = tempfile::tempdir().unwrap();
    let (folder, mnist) = (folder.path(), Dataset::mnist().unwrap());
    write_cut(folder, "train", &mnist.training, 3000, 4, false);
    write_cut(folder, "t10k", &mnist.test, 100, 4, false);
    let flags = "--data . --iterations 300 --hidden 50 --quiet --save net.safetensors";
    let output = run(env!("CARGO_BIN_EXE_train"), folder, &flags.split(' ').collect::<Vec<_>>());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let indices: Vec<String> = (0..100).map(|i| i.to_string()).collect();
    let (document, _) = predict(folder, &["t10k-images-idx3-ubyte", "--index", &indices.join(",")]);
    let said = classes(&document);
    let right = (0..100).filter(|&i| said[i] == u64::from(mnist.test.label(i))).count();
    assert!(right >= 80, "{right} of 100");

    // A drawing is prepared for the same rows and columns.
    let wide: Vec<u8> = mnist.test.image(0).iter().map(|pixel| 255 - pixel).collect();
    write_png(&folder.join("seven.png"), ColorType::Grayscale, 28, &wide);
    let (document, _) = predict(folder, &["seven.png"]);
    assert_eq!(classes(&document), [7]);
}

/// Digits that are dark on light, which MNIST's preparation turns into light on dark.
#[test]
fn a_network_for_other_data_reads_pictures_that_look_like_these() {
    const DIGITS: usize = 50;
    let folder = tempfile::tempdir().unwrap();
    let (folder, mnist) = (folder.path(), Dataset::mnist().unwrap());
    let data = folder.join("paper");
    fs::create_dir(&data).unwrap();
    write_cut(&data, "train", &mnist.training, 3000, 0, true);
    write_cut(&data, "t10k", &mnist.test, 100, 0, true);
    let flags = "--data paper --iterations 600 --hidden 50 --quiet --save net.safetensors";
    let output = run(env!("CARGO_BIN_EXE_train"), folder, &flags.split(' ').collect::<Vec<_>>());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let names: Vec<String> = (0..DIGITS).map(|i| format!("{i}.png")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for (i, name) in names.iter().enumerate() {
        let pixels: Vec<u8> = mnist.test.image(i).iter().map(|pixel| 255 - pixel).collect();
        write_png(&folder.join(name), ColorType::Grayscale, 28, &pixels);
    }
    let right = |flags: &[&str]| {
        let (document, said) = predict(folder, &[flags, &names].concat());
        let classes = classes(&document);
        let right = |&i: &usize| classes[i] == u64::from(mnist.test.label(i));
        assert!(!said.contains("more light than dark"), "{said}");
        ((0..DIGITS).filter(right).count(), said)
    };
    let (as_is, said) = right(&["--as-is"]);
    assert!(as_is >= 38 && !said.contains("trained on"), "{as_is}: {said}");
    let (unasked, said) = right(&[]);
    assert_eq!(unasked, as_is);
    let expected = "0.png and 49 more: it was not prepared as MNIST's digits were, because the network was \
                    trained on paper, whose images have this size; --prepare";
    assert_eq!(said.matches("trained on").count(), 1, "{said}");
    assert!(said.contains(expected), "{said}");
    let (prepared, said) = right(&["--prepare"]);
    assert!(prepared < 25 && !said.contains("trained on"), "{prepared}: {said}");
    fail(folder, &["0.png", "--prepare", "--as-is"], 2);

    // Of another size, or transparent, it can only be prepared.
    write_png(&folder.join("large.png"), ColorType::Grayscale, 56, &[0; 56 * 56]);
    let canvas: Vec<u8> = mnist.test.image(0).iter().flat_map(|&pixel| [0, pixel]).collect();
    write_png(&folder.join("canvas.png"), ColorType::GrayscaleAlpha, 28, &canvas);
    let expected = "trained on paper, but the picture was prepared as MNIST's digits were; if paper does not \
                    look like that, give a picture that is 28 pixels wide and 28 high";
    let (_, said) = predict(folder, &["large.png", "canvas.png"]);
    assert!(said.contains(&format!("large.png and 1 more: the network was {expected}")), "{said}");
}

/// The file holds no times, and nothing in a random order.
#[test]
fn train_saves_the_same_bytes_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let flags = "--iterations 20 --hidden 10 --batch-norm --quiet --save";
    for ending in ["safetensors", "bpk"] {
        let saved = ["a", "b"].map(|name| {
            let file = format!("{name}.{ending}");
            let flags: Vec<&str> = flags.split(' ').chain([&*file]).collect();
            let output = run(env!("CARGO_BIN_EXE_train"), folder.path(), &flags);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            fs::read(folder.path().join(file)).unwrap()
        });
        assert!(saved[0] == saved[1], "{ending}");
    }
}
