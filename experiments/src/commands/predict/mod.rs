//! `predict`: classifies images with a saved network.

mod moved;
mod show;

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
use lab::output::{Format, fail, note, print, say};
use lab::write::write_drawing;
use models::Mlp;
use serde_json::{Map, Value};
use training::files::create_folder;
use training::flags::InvalidValue;
use training::moved::moved;
use training::pictures::{How, Note, Shape, Strokes};
use training::predict::{predict, wrong};
use training::{pictures, saved};

use self::moved::{moved_figure, moved_table};
use show::{figure, json, table, wrong_figure};

/// Classifies images with a saved network and shows its mistakes
///
/// An image is a PNG or JPEG of any size: a photograph of a digit on paper, or a drawing, also on a
/// transparent canvas. It is prepared as MNIST's digits were: its strokes are separated from the ground,
/// cropped, scaled into 20 of 28 pixels and moved into the middle. Images in IDX files are taken as they
/// are.
#[derive(Parser)]
#[command(name = "predict", version)]
pub struct Predict {
    /// The saved network: a .bpk or .safetensors file from `train`, or a .safetensors file from PyTorch
    #[arg(long, value_name = "FILE")]
    model: PathBuf,

    /// The images: PNG or JPEG files, or IDX files, raw or .gz
    #[arg(value_name = "PICTURE", required_unless_present_any = ["wrong", "moved"])]
    pictures: Vec<PathBuf>,

    /// Which images of an IDX file: indices from 0, separated by commas
    #[arg(long, value_delimiter = ',', default_value = "0")]
    index: Vec<usize>,

    /// Whether the strokes are darker or lighter than the ground; auto: as the image's border shows, or light
    /// in images that are taken as they are
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
    /// with light strokes on a dark ground
    #[arg(long)]
    as_is: bool,

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
    fn run(self) -> ExitCode {
        run(&self).map_or_else(fail, |()| ExitCode::SUCCESS)
    }
}

fn run(cli: &Predict) -> Result<(), Box<dyn Error>> {
    training::form::set_plain(cli.data.plain);
    let quiet = cli.data.quiet || cli.format == Format::Json;
    let mut document = Map::new();
    let device = cli.data.device()?;
    let model = saved::load(&cli.model, &device)?;
    if !cli.pictures.is_empty() {
        let shape = Shape::square(side(&model)?);
        let strokes = if cli.invert { Strokes::Dark } else { cli.strokes.into() };
        let how = How { strokes, as_is: cli.as_is };
        let mut readings = Vec::new();
        for path in &cli.pictures {
            readings.extend(pictures::read(path, shape, &cli.index, how)?);
        }
        let all = readings.iter().map(|reading| reading.picture.clone()).collect();
        let predictions = predict(&model, all, &device);
        if predictions.iter().flat_map(|p| &p.logits).any(|logit| !logit.is_finite()) {
            let model = cli.model.display();
            return Err(format!("the outputs of {model} are not finite").into());
        }
        for (reading, prediction) in readings.iter_mut().zip(&predictions) {
            // That it is unsure needs no saying where there is nothing to be sure of.
            if !reading.notes.contains(&Note::NothingDrawn) {
                reading.notes.extend(Note::unsure(&prediction.probabilities));
            }
        }
        document.insert("pictures".into(), json(&predictions, &readings));
        say(quiet, table(&predictions));
        for reading in readings.iter().filter(|_| !cli.data.quiet) {
            for text in &reading.notes {
                note(format_args!("note: {}: {text}", reading.picture.name));
            }
        }
        draw(&cli.out, "predictions", figure(&predictions, &readings), quiet)?;
    }
    if cli.wrong {
        let data = cli.data.load()?;
        fits(&model, &data.test, &cli.model)?;
        let wrong = wrong(&model, &data.test, &device);
        let of = data.test.len();
        document.insert("test images".into(), of.into());
        document.insert("wrong".into(), serde_json::json!(wrong));
        say(quiet, format!("  {} of {of} test images are classified incorrectly", wrong.len()));
        draw(&cli.out, "wrong", wrong_figure(&wrong, &data.test), quiet)?;
    }
    if cli.moved {
        let data = cli.data.load()?;
        fits(&model, &data.test, &cli.model)?;
        let moved = moved(&model, &data.test, FARTHEST, &device);
        document.insert("moved".into(), serde_json::json!(moved));
        say(quiet, moved_table(&moved));
        draw(&cli.out, "moved", moved_figure(&moved, &data.test), quiet)?;
    }
    if cli.format == Format::Json {
        print(format!("{:#}\n", Value::Object(document)));
    }
    Ok(())
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

/// The number of rows, and of columns, of the images that the network takes.
fn side(model: &Mlp) -> Result<usize, InvalidValue> {
    let inputs = inputs(model);
    let side = inputs.isqrt();
    match side * side == inputs {
        true => Ok(side),
        false => {
            let reason = format!("the network takes {inputs} pixels, which do not form a square");
            Err(reason.into())
        }
    }
}

fn inputs(model: &Mlp) -> usize {
    model.hidden.first().map_or(&model.output, |hidden| &hidden.linear).weight.dims()[0]
}

/// Checks that the network takes these images and has these classes.
fn fits(model: &Mlp, samples: &impl Samples, path: &Path) -> Result<(), InvalidValue> {
    let (inputs, classes) = (inputs(model), model.output.weight.dims()[1]);
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

fn draw(folder: &Path, name: &str, figure: Figure, quiet: bool) -> Result<(), Box<dyn Error>> {
    create_folder(folder)?;
    write_drawing(folder, name, &Drawing::from(figure))?;
    say(quiet, format!("  figure   {} (and .png)", folder.join(format!("{name}.svg")).display()));
    Ok(())
}
