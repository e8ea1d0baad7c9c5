//! `predict`: classifies images with a saved network.

mod moved;
mod show;
pub mod words;

use std::error::Error;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use datasets::Samples;
use figures::Figure;
use lab::cli::Tool;
use lab::common::Data;
use lab::experiment::Drawing;
use lab::foreign::Foreign;
use lab::output::{Format, fail, note, print, say};
use lab::write::write_drawing;
use language::{Language, tr};
use serde_json::{Map, Value};
use training::activations::activation_name;
use training::files::create_folder;
use training::flags::{InvalidValue, finite, positive};
use training::moved::moved;
use training::networks::Loaded;
use training::pictures::{How, Note, Preparation, Shape, Strokes};
use training::predict::{NotFinite, predict, wrong};
use training::saved::Supplement;
use training::{networks, pictures};

use self::moved::{moved_figure, moved_table};
use super::say::labelled;
use show::{figure, json, notes, table, wrong_figure};

/// Classifies images with a saved network and shows its mistakes
///
/// An image is a PNG or JPEG of any size: a photograph of a digit on paper, or a drawing, also on a
/// transparent canvas. It is prepared as MNIST's digits were: its strokes are separated from the
/// background, cropped, scaled to fit into 20 × 20 of the 28 × 28 pixels, and centred. Images in IDX files are
/// taken as they are, and so are PNG and JPEG files of exactly the network's size if it was trained on other
/// data than MNIST.
#[derive(Parser)]
#[command(name = "predict", version)]
pub struct Predict {
    /// The saved network: a .bpk or .safetensors file from `train`, or the state dict of linear layers in a
    /// .safetensors file from PyTorch
    #[arg(long, value_name = "FILE")]
    model: PathBuf,

    /// The activation function of the network's hidden layers, if its file does not name it: relu,
    /// sigmoid, tanh, gelu...
    #[arg(long, value_name = "NAME", value_parser = activation_name)]
    activation: Option<String>,

    /// The mean and the standard deviation that the pixels were normalized with in training
    /// (transforms.Normalize in PyTorch), such as 0.1307,0.3081
    #[arg(long, value_name = "MEAN,STD", value_parser = normalization)]
    normalize: Option<[f64; 2]>,

    /// The images: PNG or JPEG files, or IDX files, raw or .gz
    #[arg(value_name = "PICTURE", required_unless_present_any = ["wrong", "moved"])]
    pictures: Vec<PathBuf>,

    /// Which images of an IDX file: indices from 0, separated by commas
    #[arg(long, value_delimiter = ',', default_value = "0")]
    index: Vec<usize>,

    /// Whether the strokes are darker or lighter than the background; auto: as the image's border shows, or
    /// light in images that are taken as they are
    #[arg(
        long,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        value_name = "auto|dark|light"
    )]
    strokes: StrokesFlag,

    /// The same as --strokes dark
    #[arg(long, conflicts_with = "strokes")]
    invert: bool,

    /// Take PNG and JPEG files as they are: of the network's size (28 × 28 for MNIST) or a whole multiple,
    /// with light strokes on a dark background
    #[arg(long)]
    as_is: bool,

    /// Prepare PNG and JPEG files as MNIST's digits were, also if the network was trained on other data and they
    /// have the size of its images
    #[arg(long, conflicts_with = "as_is")]
    prepare: bool,

    /// Draw the test images that the network classifies incorrectly
    #[arg(long)]
    wrong: bool,

    /// Classify the test images moved by 0 to 8 pixels, and draw how the accuracy falls
    #[arg(long)]
    moved: bool,

    /// The folder for figures
    #[arg(long, default_value = "results/predict")]
    out: PathBuf,

    /// Output format: a table, or one JSON document (with the logits) and nothing else
    #[arg(
        long,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        value_name = "table|json"
    )]
    format: Format,

    #[command(flatten)]
    data: Data,
}

impl Tool for Predict {
    const CONTINUES: bool = false;

    fn run(self) -> ExitCode {
        run(&self).map_or_else(fail, |()| ExitCode::SUCCESS)
    }
}

fn run(cli: &Predict) -> Result<(), Box<dyn Error>> {
    training::form::set_plain(cli.data.plain);
    let quiet = cli.data.quiet || cli.format == Format::Json;
    let mut document = Map::new();
    let device = cli.data.device()?;
    let supplement = Supplement { activation: cli.activation.as_deref(), normalize: cli.normalize };
    let saved = networks::load(&cli.model, supplement, &device)?;
    for said in saved.notes.iter().filter(|_| !cli.data.quiet) {
        note(tr!("note: {what}: {said}", what = cli.model.display(), said));
    }
    let model = &*saved.network;
    let judged = |error: NotFinite| format!("{}: {error}", cli.model.display());
    if !cli.pictures.is_empty() {
        let (rows, columns) = saved.image_shape()?;
        let shape = Shape { rows, columns };
        let strokes = if cli.invert { Strokes::Dark } else { cli.strokes.into() };
        let preparation = match (cli.prepare, cli.as_is) {
            (true, _) => Preparation::Prepare,
            (_, true) => Preparation::AsIs,
            _ => Preparation::Auto,
        };
        let trained_on = saved.facts.other_data();
        let how = How { strokes, preparation, trained_on: trained_on.as_deref() };
        let mut readings = Vec::new();
        for path in &cli.pictures {
            readings.extend(pictures::read(path, shape, &cli.index, how)?);
        }
        let all = readings.iter().map(|reading| reading.picture.clone()).collect();
        let predictions = predict(model, all, &device).map_err(judged)?;
        for (reading, prediction) in readings.iter_mut().zip(&predictions) {
            // That it is unsure needs no saying where there is nothing to be sure of.
            if !reading.notes.contains(&Note::NothingDrawn) {
                reading.notes.extend(Note::unsure(&prediction.probabilities));
            }
        }
        document.insert("pictures".into(), json(&predictions, &readings));
        say(quiet, table(&predictions));
        if !cli.data.quiet {
            notes(&readings).iter().for_each(note);
        }
        draw(&cli.out, "predictions", || figure(&predictions, &readings), quiet)?;
    }
    if cli.wrong {
        let data = cli.data.load()?;
        fits(&saved, &data.test, &cli.model)?;
        let wrong = wrong(model, &data.test, &device).map_err(judged)?;
        let of = data.test.len();
        document.insert("test images".into(), of.into());
        document.insert("wrong".into(), serde_json::json!(wrong));
        let n = wrong.len();
        let count = tr!("{n} of {of} test images are classified incorrectly", n, of);
        say(quiet, format!("  {count}"));
        draw(&cli.out, "wrong", || wrong_figure(&wrong, &data.test), quiet)?;
    }
    if cli.moved {
        let data = cli.data.load()?;
        fits(&saved, &data.test, &cli.model)?;
        let moved = moved(model, &data.test, FARTHEST, &device).map_err(judged)?;
        document.insert("moved".into(), serde_json::json!(moved));
        say(quiet, moved_table(&moved));
        draw(&cli.out, "moved", || moved_figure(&moved, &data.test), quiet)?;
    }
    if cli.format == Format::Json {
        print(format!("{:#}\n", Value::Object(document)));
    }
    Ok(())
}

/// A mean and a standard deviation, as a flag's value.
fn normalization(text: &str) -> Result<[f64; 2], InvalidValue> {
    let allowed =
        || InvalidValue::from("allowed: a finite number and one above 0, as in 0.1307,0.3081");
    let (mean, deviation) = text.split_once(',').ok_or_else(allowed)?;
    match (finite(mean), positive(deviation)) {
        (Ok(mean), Ok(deviation)) => Ok([mean, deviation]),
        _ => Err(allowed()),
    }
}

/// `--strokes`: see [`Strokes`].
#[derive(Clone, Copy, Default, ValueEnum)]
enum StrokesFlag {
    #[default]
    Auto,
    Dark,
    Light,
}

impl From<StrokesFlag> for Strokes {
    fn from(flag: StrokesFlag) -> Self {
        match flag {
            StrokesFlag::Auto => Self::Auto,
            StrokesFlag::Dark => Self::Dark,
            StrokesFlag::Light => Self::Light,
        }
    }
}

/// By how many pixels `--moved` moves the test images.
const FARTHEST: RangeInclusive<usize> = 0..=8;

/// Checks that the network takes these images and has these classes.
fn fits(saved: &Loaded, samples: &impl Samples, path: &Path) -> Result<(), InvalidValue> {
    let (inputs, classes) = (saved.inputs, saved.classes);
    let (pixels, expected) = (samples.pixels_per_image(), samples.classes());
    if (inputs, classes) == (pixels, expected) {
        return Ok(());
    }
    Err(InvalidValue::from(format!(
        "{} takes {inputs} pixels and has {classes} classes, but the data set has {pixels} pixels and \
         {expected} classes (--data chooses another one)",
        path.display()
    )))
}

fn draw(
    folder: &Path,
    name: &str,
    figure: impl Fn() -> Figure,
    quiet: bool,
) -> Result<(), Box<dyn Error>> {
    create_folder(folder)?;
    let drawing = || Drawing::from(figure());
    write_drawing(folder, name, &drawing(), &language::within(Language::English, drawing))?;
    let path = folder.join(format!("{name}.svg"));
    let files = tr!("{path} (and .png)", path = Foreign::path(&path));
    say(quiet, labelled(tr!("figure"), files));
    Ok(())
}
