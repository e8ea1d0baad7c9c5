//! Measures arms whose trials can run in parallel: reads the trials that are kept, runs those that are
//! missing, and leaves the trials of other shards to them.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::experiment::Experiment;
use crate::files::set_aside;
use crate::record::{ArmRecord, TrialRecord};
use crate::rounds::Schedule;
use crate::run_error::RunError;
use crate::times::{TimeTaken, Times};
use crate::trial_key::{TrialKey, TrialKeys};
use crate::workers::{Bench, Task, Work, in_parallel, run_tasks};

/// How many trials are read at once. Reading waits for the disk more than it computes: a disk that is asked for many
/// files gives them several times as fast as one after another, and a server even more so.
const READERS: usize = 16;

/// How many trials are read before what they measured is put into its place.
const BLOCK: usize = 1 << 12;

/// Measures arms, and counts what it took.
pub(crate) struct Arms<'a, E: Experiment> {
    bench: Bench<'a, E>,
    times: Times,
    taken: TimeTaken,
    /// How many trials were run now.
    ran: usize,
}

/// Who runs the trials when there are shards.
#[derive(Clone, Copy)]
pub(crate) enum Share {
    /// Each shard runs its part.
    Shards {
        /// How many arms come before these: shards count the trials of all arms.
        first: usize,
        /// Whether a shard has more to do after these.
        waits: bool,
    },
    /// A shard that finds all other trials runs them all.
    Undivided,
}

/// What was measured, by arm and seed; nothing yet where a trial is missing.
type Measured<E> = Vec<Vec<Option<<E as Experiment>::Measured>>>;

/// A trial that was looked for.
enum Looked<M> {
    /// It is kept, and the seconds that it took, if they are known.
    Kept(M, Option<f64>),
    /// It is not, or what is wrong with its file.
    Missing(TrialKey, Option<&'static str>),
}

/// The trials of some arms before any of them is run.
struct Found<E: Experiment> {
    measured: Measured<E>,
    to_run: Vec<Task>,
    of_other_shards: Vec<Task>,
}

impl<'a, E: Experiment> Arms<'a, E> {
    pub(crate) fn new(bench: Bench<'a, E>, times: Times) -> Self {
        Self { bench, times, taken: TimeTaken::default(), ran: 0 }
    }

    /// How many trials were run, because they were missing.
    pub(crate) fn ran(&self) -> usize {
        self.ran
    }

    /// How long all trials took, now or before.
    pub(crate) fn time_taken(&self) -> TimeTaken {
        self.taken
    }

    /// The records of these arms, each given by its name and steps.
    pub(crate) fn measure<S: Schedule<E>>(
        &mut self,
        arms: &[(String, u64)],
        share: Share,
        work: &Work<E>,
    ) -> Result<Vec<ArmRecord<E::Measured>>, RunError> {
        let Found { mut measured, to_run, of_other_shards } = self.find(arms, share, work)?;
        if self.bench.common.kept_only && !to_run.is_empty() {
            return Err(RunError::NotKept { missing: to_run.len() });
        }
        self.ran += to_run.len();
        run_tasks::<E, S>(&self.bench, &to_run, work, &mut measured, &mut self.times)?;
        for task in &to_run {
            self.taken = self.taken.and(self.times.seconds(&task.key.path(self.bench.folder)));
        }
        self.take_over(&of_other_shards, arms.len(), share, work, &mut measured)?;

        let seeds = &self.bench.provenance.seeds;
        let records = arms.iter().zip(measured).map(|((name, _), trials)| ArmRecord {
            name: name.clone(),
            trials: seeds
                .iter()
                .zip(trials)
                .map(|(&seed, measured)| TrialRecord {
                    seed,
                    measured: measured.expect("a missing trial is an error before"),
                })
                .collect(),
        });
        Ok(records.collect())
    }

    /// Reads the trials that are kept, and sorts the others by who runs them.
    fn find(
        &mut self,
        arms: &[(String, u64)],
        share: Share,
        work: &Work<E>,
    ) -> Result<Found<E>, RunError> {
        let Bench { settings, provenance, folder, common, .. } = self.bench;
        let seeds = &provenance.seeds;
        let keys = TrialKeys::new::<E>(settings, provenance, common.plain);
        let mut found = Found {
            measured: vec![vec![None; seeds.len()]; arms.len()],
            to_run: Vec::new(),
            of_other_shards: Vec::new(),
        };
        let look = |&(seed_index, arm_index): &(usize, usize)| {
            let key = keys.of(&arms[arm_index].0, seeds[seed_index]);
            let kept = key.read(folder).checked(|kept| (work.fits)(arm_index, kept));
            match kept.found() {
                Ok(Some(kept)) => Looked::Kept(kept, self.times.seconds(&key.path(folder))),
                Ok(None) => Looked::Missing(key, None),
                Err(fault) => Looked::Missing(key, Some(fault)),
            }
        };
        let places = (0..seeds.len()).flat_map(|seed| (0..arms.len()).map(move |arm| (seed, arm)));
        let places: Vec<(usize, usize)> = places.collect();
        let mut taken = self.taken;
        for block in places.chunks(BLOCK) {
            let looked = Mutex::new(BTreeMap::new());
            in_parallel(READERS, block, |place| {
                let trial = look(place);
                looked.lock().unwrap_or_else(PoisonError::into_inner).insert(*place, trial);
            });
            let looked = looked.into_inner().unwrap_or_else(PoisonError::into_inner);
            for ((seed_index, arm_index), trial) in looked {
                let (key, fault) = match trial {
                    Looked::Kept(kept, seconds) => {
                        found.measured[arm_index][seed_index] = Some(kept);
                        taken = taken.and(seconds);
                        continue;
                    }
                    Looked::Missing(key, fault) => (key, fault),
                };
                // Another shard may be writing it just now.
                let is_of_another = !self.is_of_this_shard(share, arm_index, seed_index);
                if let (false, Some(fault)) = (is_of_another, fault) {
                    set_aside(&key.path(folder), &format!("{fault}, so its trial is run again"))?;
                }
                let (name, steps) = arms[arm_index].clone();
                let task =
                    Task { arm_index, seed_index, seed: seeds[seed_index], name, steps, key };
                match is_of_another {
                    true => found.of_other_shards.push(task),
                    false => found.to_run.push(task),
                }
            }
        }
        self.taken = taken;
        Ok(found)
    }

    fn is_of_this_shard(&self, share: Share, arm_index: usize, seed_index: usize) -> bool {
        match (self.bench.common.shard, share) {
            (Some(shard), Share::Shards { first, .. }) => {
                let seeds = self.bench.provenance.seeds.len();
                shard.has((first + arm_index) * seeds + seed_index)
            }
            _ => true,
        }
    }

    /// Reads the trials that other shards have run meanwhile.
    fn take_over(
        &mut self,
        of_other_shards: &[Task],
        arms: usize,
        share: Share,
        work: &Work<E>,
        measured: &mut Measured<E>,
    ) -> Result<(), RunError> {
        let mut missing = Vec::new();
        for Task { arm_index, seed_index, seed, name, key, .. } in of_other_shards {
            let kept = key.read(self.bench.folder).checked(|kept| (work.fits)(*arm_index, kept));
            match kept.found() {
                Ok(Some(kept)) => {
                    measured[*arm_index][*seed_index] = Some(kept);
                    let file = key.path(self.bench.folder);
                    self.taken = self.taken.and(self.times.seconds(&file));
                }
                _ => missing.push(format!("{name}, seed {seed}")),
            }
        }
        let (Some(shard), Share::Shards { waits, .. }, Some(first)) =
            (self.bench.common.shard, share, missing.first().cloned())
        else {
            return Ok(());
        };
        let seeds = self.bench.provenance.seeds.len();
        let all = (0..arms).flat_map(|arm| (0..seeds).map(move |seed| (arm, seed)));
        let of = all.filter(|&(arm, seed)| !self.is_of_this_shard(share, arm, seed)).count();
        Err(RunError::Unfinished { shard, missing: (missing.len(), of), first, waits })
    }
}
