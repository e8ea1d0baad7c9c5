//! Runs the trials that are missing, and combines all of them into the record.

use burn::tensor::Device;
use datasets::{Dataset, Samples};
use training::BURN_VERSION;
use training::files::create_folder;
use training::form;
use training::instructions::instruction_set;

use crate::arms::{Arms, Share};
use crate::code::code_of;
use crate::common::Common;
use crate::experiment::{Conclusion, Experiment, RecordOf};
use crate::files::sweep;
use crate::memory::Load;
use crate::needs::{check_images, check_memory};
use crate::provenance::{DataOrigin, Provenance};
use crate::record::{ArmRecord, Record, SCHEMA};
use crate::rounds::{Schedule, fits};
use crate::run_error::RunError;
use crate::times::{TimeTaken, Times};
use crate::workers::{Bench, Work};

/// A record, how many trials were run now and how many were kept from before, and the time of all.
pub type Measurements<E> = (RecordOf<E>, (usize, usize), TimeTaken);

/// Runs the trials that are missing, and combines all of them into the record.
///
/// # Errors
/// As [`RunError`] says.
pub fn measure<E: Experiment, S: Schedule<E>>(
    settings: &E::Settings,
    common: &Common,
) -> Result<Measurements<E>, RunError> {
    form::set_plain(common.plain);
    let device = || common.backend.device_at(common.remote_address.as_deref());
    // To read what is kept, no device is needed.
    let device: Option<Device> = (!common.kept_only).then(device).transpose()?;
    let data = E::ABOUT.needs_data.then(|| common.load()).transpose()?;
    let common = &check_needs::<E, S>(settings, common, data.as_ref())?;
    let provenance = provenance::<E>(common, data.as_ref());
    let folder = common.out.join(E::ABOUT.name);
    let trials = folder.join("trials");
    create_folder(&trials)?;
    sweep(&trials);
    sweep(&folder);

    let bench = Bench {
        settings,
        provenance: &provenance,
        device: device.as_ref(),
        data: data.as_ref(),
        folder: &trials,
        common,
    };
    let mut arms = Arms::new(bench, Times::read(&folder, common.shard));
    let records = in_rounds::<E, S>(settings, &mut arms)?;
    let kept = records.len() * provenance.seeds.len() - arms.ran();
    let (ran, taken) = (arms.ran(), arms.time_taken());
    let record = Record {
        schema: SCHEMA,
        experiment: E::ABOUT.name.into(),
        statements: E::ABOUT.statements.iter().map(|id| (*id).into()).collect(),
        settings: settings.clone(),
        provenance,
        arms: records,
    };
    Ok((record, (ran, kept), taken))
}

/// Checks that the data set and the machine have what the settings ask for. Returns the flags with the number
/// of jobs that run in parallel.
pub(crate) fn check_needs<E: Experiment, S: Schedule<E>>(
    settings: &E::Settings,
    common: &Common,
    data: Option<&Dataset>,
) -> Result<Common, RunError> {
    let needs = E::needs(settings);
    if let Some(data) = data {
        check_images(&needs, data).map_err(RunError::Needs)?;
    }
    if common.kept_only {
        return Ok(common.clone());
    }
    let load = Load {
        pixels: data.map_or(0, |data| data.training.pixels_per_image()),
        classes: data.map_or(0, |data| data.training.classes()),
        jobs: 1,
        seeds: common.seeds.unwrap_or(E::ABOUT.seeds),
        arms: E::arms(settings).len() + usize::from(S::conclusion(settings).is_some()),
    };
    let jobs = check_memory(&needs, load, common.jobs, common.backend, common.quiet);
    Ok(Common { jobs: Some(jobs.map_err(RunError::Needs)?), ..common.clone() })
}

/// Where the numbers of a run with these flags come from.
pub(crate) fn provenance<E: Experiment>(common: &Common, data: Option<&Dataset>) -> Provenance {
    let first = common.seed.unwrap_or(E::FIRST_SEED);
    let seeds = 0..common.seeds.unwrap_or(E::ABOUT.seeds) as u64;
    Provenance {
        project: env!("CARGO_PKG_VERSION").into(),
        burn: BURN_VERSION.clone(),
        backend: common.backend,
        instructions: instruction_set().into(),
        data: data.map(|data| DataOrigin {
            name: data.name.clone(),
            fingerprint: data.fingerprint.clone(),
        }),
        code: code_of(E::ABOUT.name),
        seeds: seeds.map(|i| first + i).collect(),
    }
}

/// Measures all arms, one round after another, and then the conclusion if there is one.
fn in_rounds<E: Experiment, S: Schedule<E>>(
    settings: &E::Settings,
    arms: &mut Arms<E>,
) -> Result<Vec<ArmRecord<E::Measured>>, RunError> {
    let all = E::arms(settings);
    let rounds = all.chunk_by(|a, b| S::round(settings, a) == S::round(settings, b));
    let rounds: Vec<&[E::Arm]> = rounds.collect();
    let mut records = Vec::new();
    for (i, round) in rounds.iter().enumerate() {
        let named: Vec<_> =
            round.iter().map(|arm| (arm.to_string(), E::steps(settings, arm))).collect();
        let is_last = i + 1 == rounds.len();
        let share = Share::Shards { first: records.len(), waits: !is_last };
        let work = Work {
            compute: &|task, trial| {
                let earlier = at_seed(&records, task.seed_index);
                S::trial(settings, &round[task.arm_index], &earlier, trial)
            },
            fits: &|arm, measured| fits::<E, S>(settings, Some(&round[arm]), measured),
        };
        let measured = arms.measure::<S>(&named, share, &work)?;
        records.extend(measured);
    }
    if let Some((Conclusion { name, steps }, conclude)) = S::conclusion(settings) {
        let named = [(name.into(), steps)];
        let work = Work {
            compute: &|task, trial| conclude(settings, &at_seed(&records, task.seed_index), trial),
            fits: &|_, measured| fits::<E, S>(settings, None, measured),
        };
        let concluded = arms.measure::<S>(&named, Share::Undivided, &work)?;
        records.extend(concluded);
    }
    Ok(records)
}

/// What the arms measured at one seed, in their order.
fn at_seed<M: Clone>(arms: &[ArmRecord<M>], seed_index: usize) -> Vec<M> {
    arms.iter().map(|arm| arm.trials[seed_index].measured.clone()).collect()
}
