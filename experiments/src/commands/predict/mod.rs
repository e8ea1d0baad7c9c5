//! `predict`: classifies images with a saved network.

mod show;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use datasets::Samples;
use figures::Figure;
use lab::cli::Tool;
use lab::common::Data;
use lab::experiment::Drawing;
use lab::foreign::Foreign;
use lab::output::{Format, fail, note, print, say};
use lab::write::write_drawing;
use models::Mlp;
use serde_json::{Map, Value};
use training::files::create_folder;
use training::flags::InvalidValue;
use training::predict::{predict, wrong};
use training::{pictures, saved};

use show::{figure, json, table, wrong_figure};

/// Classifies images with a saved network and shows its mistakes
///
/// An image is a PNG of 28 × 28 pixels, or a whole multiple of that, with light strokes on a dark
/// background as in MNIST (--invert for dark on light), or an image in an IDX file.
#[derive(Parser)]
#[command(name = "predict", version)]
pub struct Predict {
    /// The saved network: a .bpk or .safetensors file from `train`, or a .safetensors file from PyTorch
    #[arg(long, value_name = "FILE")]
    model: PathBuf,

    /// The images: PNG files, or IDX files, raw or .gz
    #[arg(value_name = "PICTURE", required_unless_present = "wrong")]
    pictures: Vec<PathBuf>,

    /// Which images of an IDX file: indices from 0, separated by commas
    #[arg(long, value_delimiter = ',', default_value = "0")]
    index: Vec<usize>,

    /// The images have dark strokes on a light background
    #[arg(long)]
    invert: bool,

    /// Draw the test images that the network classifies incorrectly
    #[arg(long)]
    wrong: bool,

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
    let model = saved::load(&cli.model, &device)?;
    if !cli.pictures.is_empty() {
        let side = side(&model)?;
        let mut all = Vec::new();
        for path in &cli.pictures {
            all.extend(pictures::read(path, side, &cli.index, cli.invert)?);
        }
        for picture in all.iter().filter(|p| p.is_light() && !cli.data.quiet) {
            let hint = match cli.invert {
                true => "once inverted; --invert is only for dark strokes on a light background",
                false => "as it is; --invert is for dark strokes on a light background",
            };
            note(format_args!("note: {} is more light than dark {hint}", picture.name));
        }
        let predictions = predict(&model, all, &device);
        if predictions.iter().flat_map(|p| &p.logits).any(|logit| !logit.is_finite()) {
            let model = cli.model.display();
            return Err(format!("the outputs of {model} are not finite").into());
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
        say(quiet, format!("  {} of {of} test images are classified incorrectly", wrong.len()));
        draw(&cli.out, "wrong", wrong_figure(&wrong, &data.test), quiet)?;
    }
    if cli.format == Format::Json {
        print(format!("{:#}\n", Value::Object(document)));
    }
    Ok(())
}

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
    let path = folder.join(format!("{name}.svg"));
    say(quiet, format!("  figure   {} (and .png)", Foreign::path(&path)));
    Ok(())
}
