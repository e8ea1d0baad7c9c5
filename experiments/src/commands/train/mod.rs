//! `train`: trains one network and saves it.

pub mod network;
pub mod record;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory, Parser, ValueHint};
use datasets::Samples;
use lab::cli::{Tool, refuse};
use lab::common::Data;
use lab::foreign::{Foreign, visible};
use lab::memory::Load;
use lab::needs::check_memory;
use lab::output::{fail, say};
use lab::table::{number, percent};
use language::tr;
use training::files::write_whole;
use training::flags::InvalidValue;
use training::saved::{self, save_path};

use super::say::labelled;
use network::{Settings, save};

/// Trains one network and saves it
///
/// The network learns from the training images and is judged once on the test images. The command
/// `predict` uses the saved file; PyTorch can open a .safetensors file too.
#[derive(Parser)]
#[command(name = "train", version)]
pub struct Train {
    /// The file to save it to; its name ends with .bpk (Burn) or .safetensors (PyTorch)
    #[arg(long, value_name = "FILE", value_parser = save_path)]
    save: PathBuf,

    /// Write a record too, to this JSON file: the settings, the loss of every step, the test accuracy, and where they
    /// come from
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    record: Option<PathBuf>,

    #[command(flatten)]
    settings: Settings,

    #[command(flatten)]
    data: Data,
}

impl Tool for Train {
    const CONTINUES: bool = false;

    fn check(&self, matches: &ArgMatches) -> Result<(), InvalidValue> {
        self.settings.check(matches)
    }

    fn run(self) -> ExitCode {
        run(&self).unwrap_or_else(fail)
    }
}

fn run(train: &Train) -> Result<ExitCode, Box<dyn Error>> {
    let Train { save: path, record: record_path, settings, data: common } = train;
    training::form::set_plain(common.plain);
    let quiet = common.quiet;
    let device = common.device()?;
    let data = common.load()?;
    let load = Load {
        pixels: data.training.pixels_per_image(),
        classes: data.training.classes(),
        jobs: 1,
        seeds: 1,
        arms: 1,
    };
    if let Err(reason) = check_memory(&settings.needs(), load, Some(1), common.backend, quiet) {
        return Ok(refuse(Train::command(), reason));
    }
    if let Err(reason) = settings.training(&data) {
        return Ok(refuse(Train::command(), reason));
    }
    let trainer = match settings.trainer(&data, &device) {
        Ok(trainer) => trainer,
        Err(reason) => return Ok(refuse(Train::command(), reason)),
    };
    // Before the training, which would be useless if the network cannot be saved.
    saved::check(path, 4 * trainer.parameters() as u64)?;
    let report = |iteration, loss| {
        let iteration = format!("{iteration:>6}");
        let (of, loss) = (settings.iterations, number(loss));
        say(quiet, format!("  {}", tr!("{iteration} of {of}   loss {loss}", iteration, of, loss)));
    };
    let trained = network::train(trainer, settings, &data, &device, report)?;
    save(&trained, settings, &data, path)?;
    if let Some(record_path) = record_path {
        let record = record::record(settings, trained.run.clone(), &data, common.backend);
        write_whole(record_path, record.as_bytes())?;
    }
    let accuracy = percent(trained.run.test_accuracy);
    say(quiet, format!("\n  {}", tr!("test accuracy {accuracy}", accuracy)));
    say(quiet, labelled(tr!("saved"), Foreign::path(path)));
    if let Some(record_path) = record_path {
        say(quiet, labelled(tr!("record"), Foreign::path(record_path)));
    }
    say(quiet, labelled(tr!("next"), visible(&next(path, common))));
    Ok(ExitCode::SUCCESS)
}

/// The command that uses the network: `predict`, called in the same way as `train` was.
fn next(path: &Path, common: &Data) -> String {
    let program = PathBuf::from(std::env::args_os().next().unwrap_or_default());
    let predict = match program.file_stem().and_then(|name| name.to_str()) {
        Some("train") => "cargo run -p experiments --bin predict --".into(),
        Some("experiments") => "experiments predict".into(),
        // A program with networks of its own, which no other program knows.
        _ => format!("{} predict", program.display()),
    };
    let data = common.data.as_ref();
    let data = data.map_or(String::new(), |folder| format!(" --data {}", folder.display()));
    let data = if common.transpose { data + " --transpose" } else { data };
    format!("{predict} --model {} --wrong{data}", path.display())
}
