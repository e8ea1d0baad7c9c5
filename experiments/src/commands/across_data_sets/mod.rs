//! `across_data_sets`: runs the experiments that read data on several data sets, and compares the verdicts.
//!
//! The lecture shows everything on MNIST. A statement about learning should hold on other images too; one
//! that holds on MNIST alone is a fact about MNIST.
//!
//! | module | what is in it |
//! |---|---|
//! | [`flags`] | the data sets of `--data` |
//! | [`mod@measure`] | runs the experiments on every data set |
//! | [`matrix`] | the record: statements and claims by data set |
//! | [`side_by_side`](super::side_by_side) | a statement's verdicts on all data sets |
//! | `tables` | what is shown of it |
//!
//! Every trial is kept under the fingerprint of its data, so an interrupted comparison continues where it
//! stopped, all data sets share one folder, and on MNIST it reuses what `lecture` has measured there, except
//! where an experiment leaves out what is only drawn.

pub mod flags;
pub mod matrix;
pub mod measure;

mod tables;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, ValueHint};
use lab::cli::{Entry, Tool};
use lab::common::Common;
use lab::foreign::{Foreign, visible};
use lab::output;
use lab::output::Format;
use language::{Language, tr};
use training::backend::Backend;
use training::flags::{first_seed, jobs, seeds};

use super::only::{asked, id_or_name, measures};
use super::say::{Say, labelled};
use flags::NamedFolder;
use matrix::{markdown_path, path};
use measure::measure;

/// Compares the verdicts on MNIST and on other data sets
///
/// Runs every experiment that reads data, at its default settings and seeds, on the built-in MNIST and on
/// each data set of --data: which statements hold on all of them, and which on MNIST only? The table is
/// printed and written to OUT/across_data_sets/, as JSON and as Markdown.
///
/// This takes long: each data set needs almost as much time as `lecture`. You can interrupt it at any time; the next
/// run reuses the trials that are finished, and on MNIST also those of `lecture` in the same folder. An
/// experiment for which a data set is too small is skipped there, with the reason.
#[derive(Parser)]
#[command(name = "across_data_sets", version)]
pub struct AcrossDataSets {
    /// A data set to compare with MNIST, repeated for more: a folder that contains it, or its file, as for
    /// --data of an experiment. NAME, which is optional, is what the results call it; without one they use
    /// the name of the folder
    #[arg(long, required = true, value_name = "[NAME=]PATH", value_hint = ValueHint::AnyPath)]
    data: Vec<NamedFolder>,

    /// Exchange rows and columns of the images of these data sets, which EMNIST stores the other way round
    #[arg(long)]
    transpose: bool,

    /// Run only these experiments: names, or ids of statements, separated by commas. The longer experiments
    /// run only by name
    #[arg(long, value_delimiter = ',', value_parser = id_or_name, value_name = "ID|NAME")]
    only: Vec<String>,

    #[command(flatten)]
    shared: Shared,
}

/// The common flags, without the one data set that other commands take.
#[derive(Args)]
#[command(next_help_heading = "Common flags")]
struct Shared {
    /// Which of Burn's backends computes, if it is compiled in (cargo feature of the same name)
    #[arg(long, default_value_t = Backend::default_compiled())]
    backend: Backend,

    /// The address of the server of `--backend remote`, such as ws://gpu:3000
    #[arg(long, value_name = "ADDRESS")]
    remote_address: Option<String>,

    /// Compute with the plain form of every equation, which is slower and gives the same numbers
    #[arg(long)]
    plain: bool,

    /// The first seed; the others follow it (default: each experiment's own)
    #[arg(long, value_parser = first_seed)]
    seed: Option<u64>,

    /// How many seeds, which is the number of trials of each arm (default: each experiment's own)
    #[arg(long, value_parser = seeds)]
    seeds: Option<usize>,

    /// How many trials run in parallel, each on one thread (default: the number of cores, or
    /// fewer if they do not fit into memory)
    #[arg(long, value_parser = jobs)]
    jobs: Option<usize>,

    /// The folder for trials and for the results
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, default_value = "results")]
    out: PathBuf,

    /// Output format: tables to read, or one JSON document and nothing else
    #[arg(
        long,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        value_name = "table|json"
    )]
    format: Format,

    /// The language of what is printed and drawn: en (English) or ko (한국어) (default: the language of the
    /// environment variables LC_ALL, LC_MESSAGES or LANG, or English)
    #[arg(long, value_name = "en|ko")]
    language: Option<Language>,

    /// Print nothing but errors and the document of --format json
    #[arg(long)]
    quiet: bool,
}

impl Shared {
    /// The flags of an experiment on MNIST.
    fn on_mnist(self) -> Common {
        let Self {
            backend,
            remote_address,
            plain,
            seed,
            seeds,
            jobs,
            out,
            format,
            language,
            quiet,
        } = self;
        let (data, transpose, shard, kept_only) = (None, false, None, false);
        Common {
            backend,
            remote_address,
            plain,
            seed,
            seeds,
            jobs,
            out,
            data,
            transpose,
            format,
            language,
            quiet,
            shard,
            kept_only,
        }
    }
}

/// The experiments that `--only` asks for and that read data.
///
/// # Errors
/// If it asks for something that no experiment with data measures.
fn experiments(only: &[String]) -> Result<Vec<&'static Entry>, String> {
    let entries: Vec<_> = asked(only).filter(|entry| entry.needs_data).collect();
    let is_there = |wanted: &&String| entries.iter().any(|entry| measures(entry, wanted));
    match only.iter().find(|wanted| !is_there(wanted)) {
        None => Ok(entries),
        Some(wanted) => {
            let names: Vec<_> =
                asked(&[]).filter(|entry| entry.needs_data).map(|entry| entry.name).collect();
            Err(format!(
                "--only {wanted}: this reads no data, so it is the same on every data set; these \
                 experiments read data: {}",
                names.join(", ")
            ))
        }
    }
}

impl Tool for AcrossDataSets {
    fn run(self) -> ExitCode {
        let Self { data, transpose, only, shared } = self;
        let (sets, entries) = match (flags::with_mnist(data), experiments(&only)) {
            (Ok(sets), Ok(entries)) => (sets, entries),
            (Err(reason), _) | (_, Err(reason)) => {
                return output::usage(
                    Self::command().error(ErrorKind::ValueValidation, visible(&reason.to_string())),
                );
            }
        };
        let common = shared.on_mnist();
        let matrix = match measure(&sets, transpose, &entries, &common, &Say::new(&common)) {
            Err(error) => return output::fail(error),
            Ok(matrix) => matrix,
        };
        match common.format {
            Format::Json => {
                let json = serde_json::to_string_pretty(&matrix).expect("a matrix is JSON");
                output::print(json + "\n")
            }
            Format::Table if common.quiet => ExitCode::SUCCESS,
            Format::Table => {
                let record = path(&common.out);
                let markdown = markdown_path(&common.out, language::current());
                let record = labelled(tr!("record"), Foreign::path(&record));
                let markdown = labelled(tr!("table"), Foreign::path(&markdown));
                output::print(format!("\n{matrix}\n{record}\n{markdown}\n"))
            }
        }
    }
}
