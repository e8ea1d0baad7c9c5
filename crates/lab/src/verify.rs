//! `--verify`: runs kept trials again and compares every bit.
//!
//! The checksum of a file tells whether it is as it was written, and so finds damage. It does not tell who
//! wrote it: whoever changes numbers can compute a new checksum. What a trial measures is a pure function of what
//! its key says, so anybody can compute it again. `--verify` does this for trials chosen at random, changes
//! no file, and names every file whose numbers differ.

mod checked;
mod compare;
mod extent;
mod others;
mod record;
mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use training::form;
use training::trial::Trial;

use crate::common::Common;
use crate::experiment::Experiment;
use crate::measure::{check_needs, provenance};
use crate::panics::caught;
use crate::provenance::Provenance;
use crate::record::{ArmRecord, Record, SCHEMA, TrialRecord};
use crate::rounds::{Schedule, fits};
use crate::run_error::RunError;
use crate::trial_key::TrialKeys;
use crate::workers::in_parallel;

pub use checked::{Checked, Difference};
pub use extent::{Choice, Extent, VerifyFlags};
pub use report::{Verified, Verify, verified};

/// A trial that is kept.
struct KeptTrial<'a, M> {
    arm: usize,
    seed: usize,
    name: &'a str,
    file: PathBuf,
    /// What it holds, or what is wrong with its file.
    measured: Result<M, &'static str>,
}

/// Runs the kept trials with these indices again, counted over those that are kept, and compares them with
/// their files. With no indices it only counts what is kept. Nothing is written.
///
/// # Errors
/// If the device or the data is not available.
pub fn verify<E: Experiment, S: Schedule<E>>(
    settings: &E::Settings,
    common: &Common,
    indices: &BTreeSet<usize>,
) -> Result<Checked, RunError> {
    form::set_plain(common.plain);
    let device = common.backend.device_at(common.remote_address.as_deref())?;
    let data = E::ABOUT.needs_data.then(|| common.load()).transpose()?;
    check_needs::<E, S>(settings, &Common { jobs: Some(1), ..common.clone() }, data.as_ref())?;
    let provenance = provenance::<E>(common, data.as_ref());
    let seeds = &provenance.seeds;
    let folder = common.out.join(E::ABOUT.name);
    let trials = folder.join("trials");

    let arms = E::arms(settings);
    let conclusion = S::conclusion(settings);
    let mut names: Vec<String> = arms.iter().map(ToString::to_string).collect();
    names.extend(conclusion.as_ref().map(|(conclusion, _)| conclusion.name.to_owned()));

    let keys = TrialKeys::new::<E>(settings, &provenance, common.plain);
    let mut kept = Vec::new();
    let mut of_this_run = BTreeSet::new();
    for (arm, name) in names.iter().enumerate() {
        for (seed, &number) in seeds.iter().enumerate() {
            let key = keys.of(name, number);
            let file = key.path(&trials);
            of_this_run.insert(file.clone());
            let read = key.read::<E::Measured>(&trials);
            let read = read.checked(|kept| fits::<E, S>(settings, arms.get(arm), kept));
            if let Some(measured) = read.found().transpose() {
                kept.push(KeptTrial { arm, seed, name, file, measured });
            }
        }
    }
    let by_place: BTreeMap<(usize, usize), &E::Measured> = kept
        .iter()
        .filter_map(|trial| Some(((trial.arm, trial.seed), trial.measured.as_ref().ok()?)))
        .collect();
    // What all of the first `arms` measured at a seed, if all of it is kept.
    let earlier = |arms: usize, seed: usize| -> Option<Vec<E::Measured>> {
        (0..arms).map(|arm| by_place.get(&(arm, seed)).map(|m| (*m).clone())).collect()
    };
    let run = |trial: &KeptTrial<E::Measured>| -> Option<E::Measured> {
        let mut input = Trial::new(seeds[trial.seed], device.clone());
        if let Some(data) = &data {
            input = input.with_data(data);
        }
        match (arms.get(trial.arm), &conclusion) {
            (Some(arm), _) => {
                let round = S::round(settings, arm);
                let before = arms.iter().take_while(|other| S::round(settings, other) < round);
                let earlier = earlier(before.count(), trial.seed)?;
                Some(S::trial(settings, arm, &earlier, &input))
            }
            (None, Some((_, conclude))) => {
                Some(conclude(settings, &earlier(arms.len(), trial.seed)?, &input))
            }
            (None, None) => None,
        }
    };

    let chosen: Vec<&KeptTrial<_>> =
        kept.iter().enumerate().filter(|(i, _)| indices.contains(i)).map(|(_, t)| t).collect();
    let checked = Mutex::new(Checked {
        kept: kept.len(),
        others: if indices.is_empty() {
            others::others(&trials, &of_this_run, &provenance)
        } else {
            BTreeMap::new()
        },
        ..Checked::default()
    });
    let check = |trial: &&KeptTrial<E::Measured>| {
        let start = Instant::now();
        let differs = |what: String| {
            let name = format!("{}, seed {}", trial.name, seeds[trial.seed]);
            Some(Difference { file: trial.file.clone(), trial: name, what })
        };
        let (is_incomplete, difference) = match &trial.measured {
            Err(fault) => (false, differs(format!("the file {fault}"))),
            Ok(kept) => match caught(|| run(trial)) {
                Err(reason) => (false, differs(format!("it cannot be run again: {reason}"))),
                Ok(None) => (true, None),
                Ok(Some(again)) => (false, compare::difference(kept, &again).and_then(differs)),
            },
        };
        let mut checked = checked.lock().unwrap_or_else(PoisonError::into_inner);
        checked.seconds += start.elapsed().as_secs_f64();
        checked.incomplete += usize::from(is_incomplete);
        checked.compared += usize::from(!is_incomplete);
        checked.differing.extend(difference);
    };
    let cores = thread::available_parallelism().map_or(1, |n| n.get());
    in_parallel(common.jobs.unwrap_or(cores), &chosen, check);

    let mut checked = checked.into_inner().unwrap_or_else(PoisonError::into_inner);
    checked.of = names.len() * seeds.len();
    if !indices.is_empty() {
        let path = folder.join("record.json");
        let are_all_kept = by_place.len() == checked.of;
        let record = are_all_kept.then(|| record_of::<E>(settings, &provenance, &names, &by_place));
        match record::compare(&path, record.as_ref()) {
            record::Found::Same => {}
            record::Found::Differs(difference) => checked.differing.push(difference),
            record::Found::NotCompared(why) => checked.records_not_compared.push((path, why)),
        }
    }
    checked.differing.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(checked)
}

type RecordOfKept<E> = Record<<E as Experiment>::Settings, <E as Experiment>::Measured>;

fn record_of<E: Experiment>(
    settings: &E::Settings,
    provenance: &Provenance,
    names: &[String],
    measured: &BTreeMap<(usize, usize), &E::Measured>,
) -> RecordOfKept<E> {
    let arm = |(arm, name): (usize, &String)| ArmRecord {
        name: name.clone(),
        trials: (provenance.seeds.iter().enumerate())
            .map(|(seed, &number)| TrialRecord {
                seed: number,
                measured: measured[&(arm, seed)].clone(),
            })
            .collect(),
    };
    Record {
        schema: SCHEMA,
        experiment: E::ABOUT.name.into(),
        statements: E::ABOUT.statements.iter().map(|id| (*id).into()).collect(),
        settings: settings.clone(),
        provenance: provenance.clone(),
        arms: names.iter().enumerate().map(arm).collect(),
    }
}
