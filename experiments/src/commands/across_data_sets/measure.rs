//! Runs the experiments on every data set, and keeps what came out.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Instant;

use datasets::Samples;
use lab::cli::Entry;
use lab::code::code_of;
use lab::common::Common;
use lab::panics::caught;
use lab::record::SCHEMA;
use lab::run_error::RunError;
use lab::table::spaces;
use lab::verdict::Claim;
use lab::write::write_record;
use language::{Language, tr};
use training::BURN_VERSION;
use training::files::{create_folder, write_whole};
use training::instructions::instruction_set;

use super::matrix::{DataSet, Found, Matrix, NAME, claims, markdown_path, path, statements};
use crate::commands::say::{Say, verdicts};

/// Runs the experiments on every data set, each given by its name and its path, and keeps the comparison.
/// With `transpose`, rows and columns of the images are exchanged, except those of the built-in MNIST.
///
/// # Errors
/// If a data set cannot be read, or as [`RunError`] says. An experiment that cannot be run on one of the data
/// sets is not an error: the comparison names it with the reason.
pub fn measure(
    sets: &[(String, Option<PathBuf>)],
    transpose: bool,
    entries: &[&'static Entry],
    common: &Common,
    say: &Say,
) -> Result<Matrix, RunError> {
    // Read before anything is run, so that a wrong folder is not found hours later.
    let on = |path: &Option<PathBuf>| Common {
        data: path.clone(),
        transpose: transpose && path.is_some(),
        ..common.clone()
    };
    let data = sets.iter().map(|(name, path)| {
        let data = on(path).load()?;
        Ok(DataSet {
            name: name.clone(),
            fingerprint: data.fingerprint,
            training: data.training.len(),
            test: data.test.len(),
            image: data.training.image_shape(),
            classes: data.training.classes(),
        })
    });
    let data: Vec<DataSet> = data.collect::<Result<_, RunError>>()?;

    let found = |entry: &&'static Entry| Found {
        experiment: entry.name.into(),
        statements: entry.statements.iter().map(|id| (*id).into()).collect(),
        on: Vec::new(),
    };
    let mut results: Vec<Found> = entries.iter().map(found).collect();
    let all = sets.len() * entries.len();
    for (i, (name, path)) in sets.iter().enumerate() {
        for (j, entry) in entries.iter().enumerate() {
            let began = Instant::now();
            // The record is in English, whatever is spoken here.
            let result = language::within(Language::English, || claims_on(entry, &on(path)))?;
            let place = format!("{:>3}/{all} {name}, {}", i * entries.len() + j + 1, entry.name);
            let outcome = match &result {
                Ok(claims) => verdicts(claims),
                Err(reason) => tr!("not measured: {reason}", reason),
            };
            let space = spaces(&place, 40);
            say.line(format!("{place}{space} {:>6.1} s  {outcome}", began.elapsed().as_secs_f64()));
            results[j].on.push(result);
        }
    }

    let matrix = Matrix {
        schema: SCHEMA,
        project: env!("CARGO_PKG_VERSION").into(),
        burn: BURN_VERSION.clone(),
        backend: common.backend,
        instructions: instruction_set().into(),
        code: entries.iter().map(|entry| (entry.name.into(), code_of(entry.name))).collect(),
        data,
        seed: common.seed,
        seeds: common.seeds,
        statements: statements(&results),
        claims: language::within(Language::English, || claims(&results)),
    };
    create_folder(&common.out.join(NAME))?;
    write_record(&path(&common.out), &matrix)?;
    for language in Language::ALL {
        let markdown = language::within(language, || matrix.markdown());
        write_whole(&markdown_path(&common.out, language), markdown.as_bytes())?;
    }
    Ok(matrix)
}

/// The experiment's claims on one data set, or why it could not be run there: the data lacks what it needs,
/// its trials failed, or it panicked. Everything else, such as a full disk, stops the comparison.
fn claims_on(entry: &Entry, common: &Common) -> Result<Result<Vec<Claim>, String>, RunError> {
    let mut common = entry.seeded(common);
    // Progress is shown on a terminal; elsewhere the line at the end is enough.
    common.quiet |= !io::stderr().is_terminal();
    match caught(|| (entry.claims)(&common)) {
        Ok(Ok(claims)) => Ok(Ok(claims)),
        Ok(Err(reason @ (RunError::Data(_) | RunError::Needs(_) | RunError::Trials { .. }))) => {
            Ok(Err(reason.to_string()))
        }
        Ok(Err(error)) => Err(error),
        Err(panic) => Ok(Err(panic)),
    }
}
