//! `train`: trains one network and saves it.

pub mod network;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use lab::cli::Tool;
use lab::common::Data;
use lab::output::{fail, say};
use lab::table::{number, percent};
use training::saved::{self, MOST_LAYERS, save_path};

use network::{Settings, save, train};

/// Trains one network and saves it
///
/// The network learns from all training images and is judged once on the test images. The command
/// `predict` uses the saved file; PyTorch can open a .safetensors file too.
#[derive(Parser)]
#[command(name = "train", version)]
pub struct Train {
    /// The file to save it to; its name ends with .bpk (Burn) or .safetensors (PyTorch)
    #[arg(long, value_name = "FILE", value_parser = save_path)]
    save: PathBuf,

    #[command(flatten)]
    settings: Settings,

    #[command(flatten)]
    data: Data,
}

impl Tool for Train {
    fn run(self) -> ExitCode {
        if self.settings.hidden.len() >= MOST_LAYERS {
            let most = MOST_LAYERS - 1;
            let reason =
                format!("--hidden: allowed: up to {most} layers, as many as `predict` reads");
            Self::command().error(ErrorKind::TooManyValues, reason).exit();
        }
        run(&self).map_or_else(fail, |()| ExitCode::SUCCESS)
    }
}

fn run(Train { save: path, settings, data: common }: &Train) -> Result<(), Box<dyn Error>> {
    training::form::set_plain(common.plain);
    let quiet = common.quiet;
    let device = common.device()?;
    let data = common.load()?;
    // Before the training, which would be useless if the network cannot be saved.
    saved::check(path, settings.bytes(&data))?;
    let report = |iteration, loss| {
        say(quiet, format!("  {iteration:>6} of {}   loss {}", settings.iterations, number(loss)));
    };
    let trained = train(settings, &data, &device, report)?;
    save(&trained, settings, &data, path)?;
    let accuracy = percent(trained.test_accuracy);
    say(quiet, format!("\n  test accuracy {accuracy}\n  saved    {}", path.display()));
    say(quiet, format!("  next     {}", next(path, common)));
    Ok(())
}

/// The command that uses the network: `predict`, called in the same way as `train` was.
fn next(path: &Path, common: &Data) -> String {
    let program = std::env::current_exe().unwrap_or_default();
    let predict = match program.file_stem().is_some_and(|name| name == "train") {
        true => "cargo run -p experiments --bin predict --",
        false => "experiments predict",
    };
    let data = common.data.as_ref();
    let data = data.map_or(String::new(), |folder| format!(" --data {}", folder.display()));
    format!("{predict} --model {} --wrong{data}", path.display())
}
