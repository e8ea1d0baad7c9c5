//! Runs the trials that are not there yet, and puts the record together.

use std::path::PathBuf;

use crate::experiment::RecordOf;
use crate::experiment::{Conclusion, Experiment};
use crate::files::{set_aside, sweep};
use crate::record::{ArmRecord, Record, SCHEMA, TrialRecord};
use crate::times::{TimeTaken, Times};
use training::BURN_VERSION;
use training::files::create_folder;

use crate::code::code_of;
use crate::common::Common;
use crate::common::load_data;
use crate::provenance::{DataOrigin, Provenance};
use crate::rounds::Schedule;
use crate::run_error::RunError;
use crate::trial_key::{Kept, TrialKey};
use crate::workers::{Bench, Task, Work, run_tasks};

/// A record, how many trials were run now and how many were there already, and what all took.
pub type Measurements<E> = (RecordOf<E>, (usize, usize), TimeTaken);

/// Runs the trials that are not there yet, and puts the record together.
///
/// # Errors
/// As [`RunError`] says.
pub fn measure<E: Experiment, S: Schedule<E>>(
    settings: &E::Settings,
    common: &Common,
) -> Result<Measurements<E>, RunError> {
    let about = E::ABOUT;
    let device = common.backend.device_at(common.remote_address.as_deref())?;
    let data = if about.needs_data { Some(load_data(common.data.as_deref())?) } else { None };
    if let Some(data) = &data {
        E::check_data(settings, data)?;
    }
    let seeds: Vec<u64> = (0..common.seeds.unwrap_or(about.seeds) as u64)
        .map(|i| common.seed.wrapping_add(i))
        .collect();
    let provenance = Provenance {
        project: env!("CARGO_PKG_VERSION").into(),
        burn: BURN_VERSION.into(),
        backend: common.backend,
        data: data.as_ref().map(|data| DataOrigin {
            name: data.name.clone(),
            fingerprint: data.fingerprint.clone(),
        }),
        code: code_of(about.name),
        seeds: seeds.clone(),
    };
    let trials_folder = common.out.join(about.name).join("trials");
    create_folder(&trials_folder)?;
    sweep(&trials_folder);
    sweep(&common.out.join(about.name));
    let mut times = Times::read(&common.out.join(about.name), common.shard);

    let bench = Bench {
        settings,
        provenance: &provenance,
        device: &device,
        data: data.as_ref(),
        folder: &trials_folder,
        common,
    };
    let arms = E::arms(settings);
    let rounds = arms.chunk_by(|a, b| S::round(settings, a) == S::round(settings, b));
    let rounds: Vec<&[E::Arm]> = rounds.collect();
    let mut files = Vec::new();
    let (mut records, mut ran) = (Vec::new(), 0);
    for (i, round) in rounds.iter().enumerate() {
        let named: Vec<_> =
            round.iter().map(|arm| (arm.to_string(), E::steps(settings, arm))).collect();
        let is_last = i + 1 == rounds.len();
        let (measured, more) = measure_arms::<E, S>(
            &bench,
            &Part { arms: &named, after: records.len(), shared: true, waits: !is_last },
            &mut times,
            &mut files,
            &|task, trial| {
                let (earlier, arm) = (at_seed(&records, task.seed_index), &round[task.arm_index]);
                S::trial(settings, arm, &earlier, trial)
            },
        )?;
        records.extend(measured);
        ran += more;
    }
    if let Some((Conclusion { name, steps }, conclude)) = S::conclusion(settings) {
        let named = [(name.into(), steps)];
        let (concluded, more) = measure_arms::<E, S>(
            &bench,
            // Not shared among shards: the run that finds all other trials computes it.
            &Part { arms: &named, after: records.len(), shared: false, waits: false },
            &mut times,
            &mut files,
            &|task, trial| conclude(settings, &at_seed(&records, task.seed_index), trial),
        )?;
        records.extend(concluded);
        ran += more;
    }
    let kept = records.len() * seeds.len() - ran;
    let record = Record {
        schema: SCHEMA,
        experiment: about.name.into(),
        statements: about.statements.iter().map(|id| (*id).into()).collect(),
        settings: settings.clone(),
        provenance,
        arms: records,
    };
    Ok((record, (ran, kept), times.of(&files)))
}

/// What the arms measured at one seed, in their order.
fn at_seed<M: Clone>(arms: &[ArmRecord<M>], seed_index: usize) -> Vec<M> {
    arms.iter().map(|arm| arm.trials[seed_index].measured.clone()).collect()
}

/// The arms' records, and how many trials were run for them.
type ArmsMeasured<E> = (Vec<ArmRecord<<E as Experiment>::Measured>>, usize);

/// Arms that can run side by side.
struct Part<'a> {
    /// Each arm's name and steps.
    arms: &'a [(String, u64)],
    /// How many arms were there before these.
    after: usize,
    /// Whether `--shard` shares their trials out.
    shared: bool,
    /// Whether a shard has more to do when all of these are there.
    waits: bool,
}

/// The arms' records, and how many trials were run for them because they were not there yet. Adds
/// the trials' files to `files`.
fn measure_arms<E: Experiment, S: Schedule<E>>(
    bench: &Bench<E>,
    part: &Part,
    times: &mut Times,
    files: &mut Vec<PathBuf>,
    work: &Work<E>,
) -> Result<ArmsMeasured<E>, RunError> {
    let Bench { settings, provenance, folder, common, .. } = bench;
    let Part { arms, after, shared, waits } = *part;
    let seeds = &provenance.seeds;
    let mut measured: Vec<Vec<Option<E::Measured>>> = vec![vec![None; seeds.len()]; arms.len()];
    let (mut to_run, mut of_others) = (Vec::new(), Vec::new());
    for (seed_index, &seed) in seeds.iter().enumerate() {
        for (arm_index, (name, steps)) in arms.iter().enumerate() {
            let key = TrialKey::new::<E>(settings, provenance, name, seed);
            let task = Task { arm_index, seed_index, seed, name: name.clone(), steps: *steps, key };
            files.push(task.key.path(folder));
            let number = (after + arm_index) * seeds.len() + seed_index;
            let is_ours = !shared || common.shard.is_none_or(|shard| shard.has(number));
            match task.key.read(folder) {
                Kept::Intact(kept) => measured[arm_index][seed_index] = Some(kept),
                // Another shard may be writing it.
                _ if !is_ours => of_others.push(task),
                Kept::Missing => to_run.push(task),
                Kept::Damaged => {
                    let why = "was cut or edited, so its trial is run again";
                    set_aside(&task.key.path(folder), why)?;
                    to_run.push(task);
                }
            }
        }
    }
    let ran = to_run.len();
    run_tasks::<E, S>(bench, to_run, work, &mut measured, times)?;

    let mut missing = Vec::new();
    for Task { arm_index, seed_index, seed, name, key, .. } in &of_others {
        match key.read(folder) {
            Kept::Intact(kept) => measured[*arm_index][*seed_index] = Some(kept),
            _ => missing.push(format!("{name}, seed {seed}")),
        }
    }
    if let (Some(shard), Some(first)) = (common.shard, missing.first().cloned()) {
        let of =
            (0..arms.len() * seeds.len()).filter(|i| !shard.has(after * seeds.len() + i)).count();
        return Err(RunError::Unfinished { shard, missing: (missing.len(), of), first, waits });
    }

    let records = arms.iter().zip(measured).map(|((name, _), trials)| ArmRecord {
        name: name.clone(),
        trials: seeds
            .iter()
            .zip(trials)
            .map(|(&seed, measured)| TrialRecord {
                seed,
                measured: measured.expect("who misses a trial does not come here"),
            })
            .collect(),
    });
    Ok((records.collect(), ran))
}
