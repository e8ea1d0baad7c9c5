//! Measures arms whose trials can run in parallel: reads the trials that are kept, runs those that are
//! missing, and leaves the trials of other shards to them.

use crate::experiment::Experiment;
use crate::files::set_aside;
use crate::record::{ArmRecord, TrialRecord};
use crate::rounds::Schedule;
use crate::run_error::RunError;
use crate::times::{TimeTaken, Times};
use crate::trial_key::TrialKeys;
use crate::workers::{Bench, Task, Work, run_tasks};

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
        for (seed_index, &seed) in seeds.iter().enumerate() {
            for (arm_index, (name, steps)) in arms.iter().enumerate() {
                let key = keys.of(name, seed);
                let file = key.path(folder);
                let kept = key.read(folder).checked(|kept| (work.fits)(arm_index, kept));
                let task =
                    || Task { arm_index, seed_index, seed, name: name.clone(), steps: *steps, key };
                match kept.found() {
                    Ok(Some(kept)) => {
                        found.measured[arm_index][seed_index] = Some(kept);
                        self.taken = self.taken.and(self.times.seconds(&file));
                    }
                    // Another shard may be writing it just now.
                    _ if !self.is_of_this_shard(share, arm_index, seed_index) => {
                        found.of_other_shards.push(task());
                    }
                    Ok(None) => found.to_run.push(task()),
                    Err(fault) => {
                        set_aside(&file, &format!("{fault}, so its trial is run again"))?;
                        found.to_run.push(task());
                    }
                }
            }
        }
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
