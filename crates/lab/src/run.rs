//! Runs an experiment, from its settings to its record, figures and verdicts.

use std::time::Instant;

use training::files::write_whole;

use crate::common::Common;
use crate::experiment::View;
use crate::measure::measure;
use crate::observations;
use crate::outcome::Outcome;
use crate::rounds::Schedule;
use crate::run_error::RunError;
use crate::write::{write_drawing, write_record};

/// Runs an experiment.
///
/// # Errors
/// As [`RunError`] says. Finished trials are kept, and the next run goes on from there.
pub fn run<E: View, S: Schedule<E>>(
    settings: &E::Settings,
    common: &Common,
) -> Result<Outcome, RunError> {
    let start = Instant::now();
    let (record, trials, taken) = measure::<E, S>(settings, common)?;
    let folder = common.out.join(E::ABOUT.name);
    let content = serde_json::to_string(&record).expect("a record is JSON");
    let observations = observations::csv(&content);
    write_record(&folder.join("record.json"), content)?;
    write_whole(&folder.join("record.csv"), observations.as_bytes())?;

    let drawings = E::figures(&record);
    for (name, drawing) in &drawings {
        write_drawing(&folder, name, drawing)?;
    }
    Ok(Outcome {
        name: E::ABOUT.name,
        title: E::ABOUT.title,
        about: E::ABOUT.about,
        statements: E::ABOUT.statements,
        settings: serde_json::json!(record.settings),
        table: E::table(&record),
        claims: E::claims(&record),
        explorers: E::explorers(&record),
        shown_at: E::shown_at,
        provenance: record.provenance,
        drawings,
        folder,
        seconds: start.elapsed().as_secs_f64(),
        trials,
        taken,
    })
}
