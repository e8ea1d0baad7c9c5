//! `backend_agreement`: the same trials on every backend, and how far they come apart.

use std::process::ExitCode;

use clap::Parser;

use crate::EXPERIMENTS;
use crate::backend_agreement::{Comparison, Settings, compare, path};
use lab::cli::{Entry, Tool};
use lab::common::Common;
use lab::output;
use lab::output::Format;
use lab::statistics::FEWEST;
use training::flags::count;

/// Compares losses and verdicts on every backend that is compiled in
///
/// All that are compiled in take part; --backend says which comes first. With one alone there is
/// nothing to compare: exit code 1, and what to add. What `lecture` has measured in the same folder is
/// taken over, but for weight_decay, dropout and activation_histograms, which run without their curves.
#[derive(Parser)]
#[command(name = "backend_agreement", version)]
pub struct CompareBackends {
    #[command(flatten)]
    settings: Settings,

    /// The experiments whose verdicts are compared, at their default settings, by name, separated by
    /// commas. By default all but hyperparameter_search and test_set_leak, which take as long as the
    /// others together
    #[arg(long, value_parser = experiment, value_delimiter = ',', value_name = "NAME",
          default_value = "gradient_descent,backpropagation,optimizer_paths,optimizer_comparison,\
                           zero_init,activation_histograms,weight_init_comparison,overfitting,\
                           weight_decay,dropout,batch_norm,two_layer_net")]
    verdicts: Vec<String>,

    /// How many seeds a verdict rests on where anything is random; by default the fewest that decide
    /// anything (the lecture has more for some)
    #[arg(long, value_parser = count, default_value_t = FEWEST)]
    verdict_seeds: usize,

    #[command(flatten)]
    common: Common,
}

fn entry(name: &str) -> Option<&'static Entry> {
    EXPERIMENTS.iter().find(|entry| entry.name == name)
}

fn experiment(text: &str) -> Result<String, String> {
    let names: Vec<_> = EXPERIMENTS.iter().map(|entry| entry.name).collect();
    let found = entry(text.trim()).ok_or_else(|| format!("allowed: {}", names.join(", ")))?;
    Ok(found.name.into())
}

impl Tool for CompareBackends {
    fn run(self) -> ExitCode {
        let Self { settings, verdicts, verdict_seeds, common } = self;
        let experiments: Vec<_> = verdicts.iter().filter_map(|name| entry(name)).collect();
        let comparison = Comparison {
            settings: &settings,
            experiments: &experiments,
            verdict_seeds,
            common: &common,
        };
        let record = path(&common.out);
        match compare(&comparison) {
            Err(error) => output::fail(error),
            Ok(agreement) => match common.format {
                Format::Json => {
                    let json = serde_json::to_string_pretty(&agreement);
                    output::print(json.expect("an agreement is JSON") + "\n")
                }
                Format::Table if common.quiet => ExitCode::SUCCESS,
                Format::Table => {
                    output::print(format!("{agreement}  record   {}\n", record.display()))
                }
            },
        }
    }
}
