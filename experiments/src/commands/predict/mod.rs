//! `predict`: what a saved network says of pictures.

mod show;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::commands::predict::show::{figure, json, table, wrong_figure};
use clap::Parser;
use datasets::Samples;
use figures::Figure;
use lab::cli::Tool;
use lab::common::Data;
use lab::experiment::Drawing;
use lab::output::{Format, fail, print, say};
use lab::run_error::RunError;
use lab::write::write_drawing;
use models::Mlp;
use serde_json::{Map, Value};
use training::files::create_folder;
use training::predict::{predict, wrong};
use training::{pictures, saved};

/// Says what pictures show by a saved network, and what it gets wrong
///
/// A picture is a PNG of 28 × 28 pixels, or a whole multiple of that, with light strokes on a dark
/// ground as in MNIST (--invert for dark on light); or an image in an IDX file.
#[derive(Parser)]
#[command(name = "predict", version)]
pub struct Predict {
    /// The network: a .bpk or .safetensors file from the bin train or from PyTorch
    #[arg(long, value_name = "FILE")]
    model: PathBuf,

    /// Pictures: PNG files, or IDX files of images, raw or .gz
    #[arg(value_name = "PICTURE", required_unless_present = "wrong")]
    pictures: Vec<PathBuf>,

    /// Which images of an IDX file, from 0, separated by commas
    #[arg(long, value_delimiter = ',', default_value = "0")]
    index: Vec<usize>,

    /// The pictures have dark strokes on a light ground
    #[arg(long)]
    invert: bool,

    /// Draw the test images that the network gets wrong
    #[arg(long)]
    wrong: bool,

    /// The folder for figures
    #[arg(long, default_value = "results/predict")]
    out: PathBuf,

    /// How it is printed: a table to read, or one JSON document (with the logits) and nothing else
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
        let side = side(&model)?;
        let mut all = Vec::new();
        for path in &cli.pictures {
            all.extend(pictures::read(path, side, &cli.index, cli.invert)?);
        }
        for picture in all.iter().filter(|p| p.is_light() && !cli.data.quiet) {
            let hint = match cli.invert {
                true => "once inverted; --invert is for dark strokes on a light ground alone",
                false => "as it is; --invert is for dark strokes on a light ground",
            };
            eprintln!("note: {} is more light than dark {hint}", picture.name);
        }
        let predictions = predict(&model, all, &device);
        if predictions.iter().flat_map(|p| &p.logits).any(|logit| !logit.is_finite()) {
            return Err(format!("{} gives no finite numbers", cli.model.display()).into());
        }
        document.insert("pictures".into(), json(&predictions));
        say(quiet, table(&predictions));
        draw(&cli.out, "predictions", figure(&predictions), quiet)?;
    }
    if cli.wrong {
        let data = cli.data.load()?;
        fits(&model, &data.test, &cli.model)?;
        let wrong = wrong(&model, &data.test, &device);
        let of = data.test.len();
        document.insert("test images".into(), of.into());
        document.insert("wrong".into(), serde_json::json!(wrong));
        say(quiet, format!("  {} of {of} test images in the wrong class", wrong.len()));
        draw(&cli.out, "wrong", wrong_figure(&wrong, &data.test), quiet)?;
    }
    if cli.format == Format::Json {
        print(format!("{:#}\n", Value::Object(document)));
    }
    Ok(())
}

/// The rows and the columns of the pictures that the network takes.
fn side(model: &Mlp) -> Result<usize, String> {
    let inputs = inputs(model);
    let side = inputs.isqrt();
    match side * side == inputs {
        true => Ok(side),
        false => Err(format!("the network takes {inputs} pixels, which make no square picture")),
    }
}

fn inputs(model: &Mlp) -> usize {
    model.hidden.first().map_or(&model.output, |hidden| &hidden.linear).weight.dims()[0]
}

/// Whether the network is made for these images and classes.
fn fits(model: &Mlp, samples: &impl Samples, path: &Path) -> Result<(), String> {
    let (inputs, classes) = (inputs(model), model.output.weight.dims()[1]);
    let (pixels, expected) = (samples.pixels_per_image(), samples.classes());
    if (inputs, classes) == (pixels, expected) {
        return Ok(());
    }
    Err(format!(
        "{} takes {inputs} pixels and tells {classes} classes apart; the data set has {pixels} pixels \
         and {expected} classes (--data chooses another)",
        path.display()
    ))
}

fn draw(folder: &Path, name: &str, figure: Figure, quiet: bool) -> Result<(), RunError> {
    create_folder(folder)?;
    write_drawing(folder, name, &Drawing::from(figure))?;
    say(quiet, format!("  figure   {} (and .png)", folder.join(format!("{name}.svg")).display()));
    Ok(())
}
