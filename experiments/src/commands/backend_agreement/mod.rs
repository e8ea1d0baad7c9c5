//! `backend_agreement`: runs the same trials on every backend, and compares losses and verdicts.
//!
//! Burn's backends are independent implementations of the same arithmetic. Starting from the same
//! weights, mini-batches and dropout masks (all drawn on the host), their losses may differ by the
//! rounding of 32-bit numbers, and by what training makes of it; a larger difference is an error in one
//! of them. flex64 is no other implementation, but computes in 64 bits, so the difference from it is
//! the rounding of the other backend. What counts in the end is whether each verdict of the lecture is the same.
//!
//! | module | what is in it |
//! |---|---|
//! | [`alone`] | runs the trials of each backend, in a process of its own |
//! | [`mod@compare`] | compares what came out |
//! | [`drift`] | how far the losses of two backends drift apart |
//! | [`side_by_side`](super::side_by_side) | a statement's verdicts on all backends |
//! | [`agreement`] | the record of a comparison |
//! | `tables`, `figure` | what is shown of it |
//!
//! The trials of each backend are kept like those of any experiment, so an interrupted comparison
//! continues where it stopped. Verdicts reuse what `lecture` has measured in the same folder, except
//! for `weight_decay` and `dropout`, which run without the parts that are only drawn. They use fewer seeds than `lecture`, because a person waits for them.

pub mod agreement;
pub mod alone;
pub mod compare;
pub mod drift;

mod figure;
mod tables;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use lab::cli::{Entry, Tool, refuse};
use lab::common::Common;
use lab::foreign::Foreign;
use lab::output;
use lab::output::Format;
use lab::run_error::RunError;
use lab::statistics::ENOUGH;
use language::tr;
use training::backend::Backend;
use training::flags::{InvalidValue, seeds};

use super::say::labelled;
use crate::backend_agreement::Settings;
use crate::registry::EXPERIMENTS;
use agreement::{Agreement, path};
use alone::Ended;
use compare::{Comparison, at_least_two, compare, compiled};

/// Compares losses and verdicts on every backend that is compiled in
///
/// All backends that are compiled in take part: by default flex in 32 and in 64 bits. --backend says which comes
/// first. One that is not available on this machine, for example for lack of a graphics card, is left out. If only
/// one remains, the command exits with code 1. Results of `lecture` in the same folder are reused, except for
/// weight_decay and dropout, which run without the parts that are only drawn.
#[derive(Parser)]
#[command(name = "backend_agreement", version)]
pub struct CompareBackends {
    #[command(flatten)]
    settings: Settings,

    /// The experiments whose verdicts are compared at their default settings: names, separated by
    /// commas. By default all except hyperparameter_effects, hyperparameter_search and test_set_leak, which
    /// take long
    #[arg(long, value_parser = experiment, value_delimiter = ',', value_name = "NAME",
          default_value = "gradient_descent,backpropagation,optimizer_paths,optimizer_comparison,\
                           zero_init,activation_histograms,weight_init_comparison,overfitting,\
                           weight_decay,dropout,batch_norm,two_layer_net")]
    verdicts: Vec<String>,

    /// Seeds for each verdict in which anything is random; by default the fewest that leave room for
    /// several claims on a statement (lecture uses more for some)
    #[arg(long, value_parser = seeds, default_value_t = ENOUGH)]
    verdict_seeds: usize,

    #[command(flatten)]
    common: Common,

    /// Run the trials of this backend and compare nothing. The command starts itself so for each backend.
    #[arg(long, hide = true, value_name = "NAME")]
    alone: Option<Backend>,
}

fn entry(name: &str) -> Option<&'static Entry> {
    EXPERIMENTS.iter().find(|entry| entry.name == name)
}

fn experiment(text: &str) -> Result<String, InvalidValue> {
    let names: Vec<_> = EXPERIMENTS.iter().map(|entry| entry.name).collect();
    let found = entry(text.trim()).ok_or_else(|| format!("allowed: {}", names.join(", ")))?;
    Ok(found.name.into())
}

impl Tool for CompareBackends {
    fn run(self) -> ExitCode {
        let experiments: Vec<_> = self.verdicts.iter().filter_map(|name| entry(name)).collect();
        let comparison = Comparison {
            settings: &self.settings,
            experiments: &experiments,
            verdict_seeds: self.verdict_seeds,
            common: &self.common,
        };
        if let Some(backend) = self.alone {
            return alone::run(&comparison, backend).map_or_else(failed, alone::exit_code);
        }
        let backends = match measured(self.common.backend) {
            Ok(backends) => backends,
            Err(code) => return code,
        };
        compare(&comparison, backends).map_or_else(failed, |agreement| self.show(&agreement))
    }
}

/// Runs the trials of every backend that is compiled in. Returns those that are available, at least two; or the
/// exit code, after an error was printed.
fn measured(first: Backend) -> Result<Vec<Backend>, ExitCode> {
    let mut measured = Vec::new();
    for backend in compiled(first).map_err(output::fail)? {
        match alone::start(backend) {
            Ok(Ended::Measured) => measured.push(backend),
            Ok(Ended::LeftOut) => {}
            Ok(Ended::Failed(code)) => return Err(code),
            Err(error) => {
                let of = format!("cannot start a process for the trials on {backend}: {error}");
                return Err(output::fail(of));
            }
        }
    }
    at_least_two(&measured, "available").map_err(output::fail)?;
    Ok(measured)
}

fn failed(error: RunError) -> ExitCode {
    match error {
        RunError::Needs(reason) => refuse(CompareBackends::command(), reason),
        error => output::fail(error),
    }
}

impl CompareBackends {
    fn show(&self, agreement: &Agreement) -> ExitCode {
        match self.common.format {
            Format::Json => {
                let json = serde_json::to_string_pretty(agreement);
                output::print(json.expect("an agreement is JSON") + "\n")
            }
            Format::Table if self.common.quiet => ExitCode::SUCCESS,
            Format::Table => {
                let record = labelled(tr!("record"), Foreign::path(&path(&self.common.out)));
                output::print(format!("{agreement}{record}\n"))
            }
        }
    }
}
