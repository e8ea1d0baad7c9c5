//! The flags that every command takes, and the data set and the device that they stand for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use burn::tensor::Device;
use clap::{Args, ValueHint};
use datasets::{DataError, Dataset};
use language::Language;
use serde::{Deserialize, Serialize};

use crate::output::{Format, note};
use crate::shard::Shard;
use training::backend::{Backend, BackendError};
use training::flags;

/// The flags that every experiment takes.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Common flags")]
pub struct Common {
    /// Which of Burn's backends computes: flex, flex64 (flex in 64 bits), ndarray, cpu, tch, wgpu, cuda or
    /// remote, if compiled in (cargo feature of the same name)
    #[arg(long, default_value_t = Backend::default_compiled())]
    pub backend: Backend,

    /// The address of the server of `--backend remote`, such as ws://gpu:3000
    #[arg(long, value_name = "ADDRESS")]
    pub remote_address: Option<String>,

    /// Compute with the plain form of every equation, which is slower and gives the same numbers
    #[arg(long)]
    #[serde(skip)]
    pub plain: bool,

    /// The first seed; the others follow it (default: each experiment's own, which is 0 for most)
    #[arg(long, value_parser = flags::first_seed)]
    pub seed: Option<u64>,

    /// How many seeds, which is the number of trials of each arm (default: each experiment's own)
    #[arg(long, value_parser = flags::seeds)]
    pub seeds: Option<usize>,

    /// How many trials run in parallel, each on one thread (default: the number of cores, or
    /// fewer if they do not fit into memory)
    #[arg(long, value_parser = flags::jobs)]
    pub jobs: Option<usize>,

    /// The folder for records and figures
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, default_value = "results")]
    pub out: PathBuf,

    /// Another data set: a folder that contains it (IDX files as of Fashion-MNIST, KMNIST or EMNIST, raw or
    /// .gz; .npz; .csv; PNG files in a folder for each class), or its .npz or .csv file (default: the
    /// built-in MNIST)
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub data: Option<PathBuf>,

    /// Exchange rows and columns of the images, which EMNIST stores the other way round
    #[arg(long)]
    #[serde(default)]
    pub transpose: bool,

    /// Output format: a table to read, or one JSON document and nothing else
    #[arg(
        long,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        value_name = "table|json"
    )]
    pub format: Format,

    /// The language of what is printed and drawn: en (English) or ko (한국어) (default: the language of the
    /// environment variables LC_ALL, LC_MESSAGES or LANG, or English)
    #[arg(long, value_name = "en|ko")]
    #[serde(skip)]
    pub language: Option<Language>,

    /// Print nothing but errors and the document of --format json
    #[arg(long)]
    pub quiet: bool,

    /// Which part of the trials is run; all by default. A flag of single experiments only.
    #[arg(skip)]
    #[serde(skip)]
    pub shard: Option<Shard>,

    /// Whether no trial may be run, so that one that is not kept is an error. Not a flag:
    /// [`Entry::kept`](crate::cli::Entry::kept) sets it.
    #[arg(skip)]
    #[serde(skip)]
    pub kept_only: bool,
}

/// The end of every command's help.
pub const EXIT_CODES: &str = "Exit codes: 0 finished, whatever the verdicts; 1 failed; 2 invalid \
     arguments, or more images or memory than available; 3 a --shard that has to be run again; 129, 130 or \
     143 ended by a hangup, Ctrl-C or SIGTERM (finished work is kept).";

/// The flags of the commands that work with one network: `train` and `predict`.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Common flags")]
pub struct Data {
    /// Which of Burn's backends computes, if compiled in (cargo feature of the same name)
    #[arg(long, default_value_t = Backend::default_compiled())]
    pub backend: Backend,

    /// The address of the server of `--backend remote`, such as ws://gpu:3000
    #[arg(long, value_name = "ADDRESS")]
    pub remote_address: Option<String>,

    /// Compute with the plain form of every equation, which is slower and gives the same numbers
    #[arg(long)]
    pub plain: bool,

    /// Another data set: a folder that contains it (IDX files as of Fashion-MNIST, KMNIST or EMNIST, raw or
    /// .gz; .npz; .csv; PNG files in a folder for each class), or its .npz or .csv file (default: the
    /// built-in MNIST)
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub data: Option<PathBuf>,

    /// Exchange rows and columns of the images, which EMNIST stores the other way round
    #[arg(long)]
    pub transpose: bool,

    /// The language of what is printed and drawn: en (English) or ko (한국어) (default: the language of the
    /// environment variables LC_ALL, LC_MESSAGES or LANG, or English)
    #[arg(long, value_name = "en|ko")]
    pub language: Option<Language>,

    /// Print nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

impl Data {
    /// The backend's device, without autodiff.
    ///
    /// # Errors
    /// If it is not available.
    pub fn device(&self) -> Result<Device, BackendError> {
        self.backend.device_at(self.remote_address.as_deref())
    }

    /// The data set. Notes on what is unusual about it go to standard error, unless `--quiet`.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn load(&self) -> Result<Dataset, DataError> {
        let data = load_data(self.data.as_deref(), self.transpose)?;
        note_oddities(&data, self.quiet);
        Ok(data)
    }
}

impl Common {
    /// The data set. Notes on what is unusual about it go to standard error, unless `--quiet`.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn load(&self) -> Result<Dataset, DataError> {
        let data = load_data(self.data.as_deref(), self.transpose)?;
        note_oddities(&data, self.quiet);
        Ok(data)
    }
}

/// The data set of `--data`, or MNIST if there is none, with its images as `--transpose` says.
///
/// # Errors
/// If it cannot be read.
pub fn load_data(path: Option<&Path>, transpose: bool) -> Result<Dataset, DataError> {
    let data = match path {
        Some(path) => Dataset::from_path(path)?,
        None => Dataset::mnist()?,
    };
    Ok(if transpose { data.transposed() } else { data })
}

/// Prints the notes on a data set, each once: a command may read the same data set for every experiment.
fn note_oddities(data: &Dataset, quiet: bool) {
    static PRINTED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    for text in data.notes().into_iter().filter(|_| !quiet) {
        let line = format!("note: {}: {text}", data.name);
        if PRINTED.lock().is_ok_and(|mut printed| printed.insert(line.clone())) {
            note(line);
        }
    }
}
