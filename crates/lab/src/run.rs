//! Runs an experiment, from its settings to its record, figures and verdicts.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write};
use std::time::Instant;

use language::Language;
use training::files::write_whole_by;

use crate::common::Common;
use crate::experiment::{Drawing, RecordOf, View};
use crate::files::set_aside;
use crate::measure::{Measurements, measure};
use crate::observations;
use crate::outcome::{Outcome, Views};
use crate::panics::caught;
use crate::rounds::Schedule;
use crate::run_error::RunError;
use crate::verify::verify;
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
    let ((record, trials, taken), views) = shown::<E, S>(settings, common)?;
    let folder = common.out.join(E::ABOUT.name);
    write_record(&folder.join("record.json"), &record)?;
    write_whole_by(&folder.join("record.csv"), |file| {
        let mut file = BufWriter::new(file);
        observations::write_csv(&record, &mut file)?;
        file.flush()
    })?;
    let made_in_english = match views.language {
        Language::English => None,
        _ => Some(language::within(Language::English, || E::figures(&record))),
    };
    let drawings = &views.drawings;
    let in_english = made_in_english.as_ref().unwrap_or(drawings);
    for ((name, drawing), (_, in_english)) in drawings.iter().zip(in_english) {
        write_drawing(&folder, name, drawing, in_english)?;
    }
    Ok(Outcome {
        name: E::ABOUT.name,
        title: E::ABOUT.title,
        about: E::ABOUT.about,
        statements: E::ABOUT.statements,
        settings: serde_json::json!(record.settings),
        provenance: record.provenance.clone(),
        views,
        views_again: Box::new(move || Views::of::<E>(&record)),
        shown_at: E::shown_at,
        folder,
        seconds: start.elapsed().as_secs_f64(),
        trials,
        taken,
    })
}

/// Makes everything of a record. The error is what a panic said: a record of trials that this program did not
/// compute may have fewer numbers than its figures read.
fn views_of<E: View>(record: &RecordOf<E>) -> Result<Views, String> {
    caught(|| {
        let views = Views::of::<E>(record);
        // Drawing reads the figures to the end.
        for (_, drawing) in &views.drawings {
            let _ = match drawing {
                Drawing::Figure(figure) => figure.svg(),
                Drawing::Diagram(diagram) => diagram.svg(),
            };
        }
        views
    })
}

/// Measures, and makes everything of the record. If that fails with trials that were kept, these are run again,
/// and those that differ are set aside.
fn shown<E: View, S: Schedule<E>>(
    settings: &E::Settings,
    common: &Common,
) -> Result<(Measurements<E>, Views), RunError> {
    let unreadable = |reason| RunError::Unreadable { experiment: E::ABOUT.name, reason };
    let measurements = measure::<E, S>(settings, common)?;
    let reason = match views_of::<E>(&measurements.0) {
        Ok(views) => return Ok((measurements, views)),
        Err(reason) => reason,
    };
    let (_, kept) = measurements.1;
    if kept == 0 || common.kept_only || set_aside_differing::<E, S>(settings, common)? == 0 {
        return Err(unreadable(reason));
    }
    let measurements = measure::<E, S>(settings, common)?;
    let views = views_of::<E>(&measurements.0).map_err(unreadable)?;
    Ok((measurements, views))
}

/// Runs all kept trials again, sets aside the files of those that differ, and returns how many these are.
fn set_aside_differing<E: View, S: Schedule<E>>(
    settings: &E::Settings,
    common: &Common,
) -> Result<usize, RunError> {
    let kept = verify::<E, S>(settings, common, &BTreeSet::new())?.kept;
    let checked = verify::<E, S>(settings, common, &(0..kept).collect())?;
    let trials = common.out.join(E::ABOUT.name).join("trials");
    let differing = checked.differing.iter().filter(|found| found.file.starts_with(&trials));
    let mut count = 0;
    for found in differing {
        let why = format!(
            "is not what its trial measures ({}), and no figure can be made from it, so the trial is run again",
            found.what
        );
        set_aside(&found.file, &why)?;
        count += 1;
    }
    Ok(count)
}
