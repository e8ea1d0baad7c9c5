//! The flags that every command takes, and the data set and device that they name.

use std::path::{Path, PathBuf};

use burn::tensor::Device;
use clap::{Args, ValueHint};
use datasets::{DataError, Dataset};
use serde::{Deserialize, Serialize};

use crate::output::Format;
use crate::shard::Shard;
use training::backend::{Backend, BackendError};
use training::flags;

/// The flags that every experiment takes.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Common flags")]
pub struct Common {
    /// Which of Burn's backends computes: flex, ndarray, cpu, tch, wgpu, cuda or remote, as far as
    /// it is compiled in (cargo feature of the same name)
    #[arg(long, default_value_t = Backend::default_compiled())]
    pub backend: Backend,

    /// Where the server of `--backend remote` is, such as ws://gpu:3000
    #[arg(long, value_name = "ADDRESS")]
    pub remote_address: Option<String>,

    /// The first seed; the others follow it
    #[arg(long, default_value_t = 0)]
    pub seed: u64,

    /// How many seeds: trials of each arm (default: each experiment's own)
    #[arg(long, value_parser = flags::count)]
    pub seeds: Option<usize>,

    /// How many trials run side by side, one thread each (default: one for each core)
    #[arg(long, value_parser = flags::count)]
    pub jobs: Option<usize>,

    /// The folder for records and figures
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, default_value = "results")]
    pub out: PathBuf,

    /// A folder with another data set in IDX form, under MNIST's four file names, raw or .gz
    /// (default: the MNIST that is built in)
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,

    /// How what was found is printed: a table to read, or one JSON document and nothing else
    #[arg(
        long,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        value_name = "table|json"
    )]
    pub format: Format,

    /// Say nothing but errors, and what --format json asks for
    #[arg(long)]
    pub quiet: bool,

    /// Which part of the trials is run; all unless said. A flag of single experiments.
    #[arg(skip)]
    #[serde(skip)]
    pub shard: Option<Shard>,
}

/// What every command's help ends with.
pub const EXIT_CODES: &str = "Exit codes: 0 the work was done, whatever the verdicts; \
     1 it could not be done; 2 the command line was off; 3 a --shard \
     that is to be run again; 130 interrupted with Ctrl-C (what was \
     finished is kept).";

/// The flags of what works with one network: the bins `train` and `predict`.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Common flags")]
pub struct Data {
    /// Which of Burn's backends computes, as far as it is compiled in (cargo feature of the same
    /// name)
    #[arg(long, default_value_t = Backend::default_compiled())]
    pub backend: Backend,

    /// Where the server of `--backend remote` is, such as ws://gpu:3000
    #[arg(long, value_name = "ADDRESS")]
    pub remote_address: Option<String>,

    /// A folder with another data set in IDX form, under MNIST's four file names, raw or .gz
    /// (default: the MNIST that is built in)
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,

    /// Say nothing but errors
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

    /// The data set.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn load(&self) -> Result<Dataset, DataError> {
        load_data(self.data.as_deref())
    }
}

/// The data set in the folder that `--data` names, or else MNIST.
///
/// # Errors
/// If it cannot be read.
pub fn load_data(folder: Option<&Path>) -> Result<Dataset, DataError> {
    match folder {
        Some(folder) => Dataset::from_dir(folder),
        None => Dataset::mnist(),
    }
}
