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
    keys: TrialKeys,
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

/// The index of a trial's seed, and that of its arm.
type Place = (usize, usize);

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
    of_other_shards: Vec<Place>,
}

impl<'a, E: Experiment> Arms<'a, E> {
    pub(crate) fn new(bench: Bench<'a, E>, times: Times) -> Self {
        let Bench { settings, provenance, common, .. } = bench;
        let keys = TrialKeys::new::<E>(settings, provenance, common.plain);
        Self { bench, keys, times, taken: TimeTaken::default(), ran: 0 }
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
        self.take_over(&of_other_shards, arms, share, work, &mut measured)?;

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
        let Bench { provenance, folder, .. } = self.bench;
        let seeds = &provenance.seeds;
        let mut found = Found {
            measured: vec![vec![None; seeds.len()]; arms.len()],
            to_run: Vec::new(),
            of_other_shards: Vec::new(),
        };
        let places = (0..seeds.len()).flat_map(|seed| (0..arms.len()).map(move |arm| (seed, arm)));
        let places: Vec<Place> = places.collect();
        for block in places.chunks(BLOCK) {
            for (place, trial) in self.look(block, arms, work) {
                let (seed_index, arm_index) = place;
                let (key, fault) = match trial {
                    Looked::Kept(kept, seconds) => {
                        found.measured[arm_index][seed_index] = Some(kept);
                        self.taken = self.taken.and(seconds);
                        continue;
                    }
                    Looked::Missing(key, fault) => (key, fault),
                };
                // Another shard may be writing it just now.
                if !self.is_of_this_shard(share, arm_index, seed_index) {
                    found.of_other_shards.push(place);
                    continue;
                }
                if let Some(fault) = fault {
                    set_aside(&key.path(folder), &format!("{fault}, so its trial is run again"))?;
                }
                let (name, steps) = arms[arm_index].clone();
                let seed = seeds[seed_index];
                found.to_run.push(Task { arm_index, seed_index, seed, name, steps, key });
            }
        }
        Ok(found)
    }

    /// Reads the trials at these places, as far as they are kept.
    fn look(
        &self,
        places: &[Place],
        arms: &[(String, u64)],
        work: &Work<E>,
    ) -> BTreeMap<Place, Looked<E::Measured>> {
        let Bench { provenance, folder, .. } = self.bench;
        let looked = Mutex::new(BTreeMap::new());
        in_parallel(READERS, places, |&(seed_index, arm_index)| {
            let key = self.keys.of(&arms[arm_index].0, provenance.seeds[seed_index]);
            let kept = key.read(folder).checked(|kept| (work.fits)(arm_index, kept));
            let trial = match kept.found() {
                Ok(Some(kept)) => Looked::Kept(kept, self.times.seconds(&key.path(folder))),
                Ok(None) => Looked::Missing(key, None),
                Err(fault) => Looked::Missing(key, Some(fault)),
            };
            let mut looked = looked.lock().unwrap_or_else(PoisonError::into_inner);
            looked.insert((seed_index, arm_index), trial);
        });
        looked.into_inner().unwrap_or_else(PoisonError::into_inner)
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
        of_other_shards: &[Place],
        arms: &[(String, u64)],
        share: Share,
        work: &Work<E>,
        measured: &mut Measured<E>,
    ) -> Result<(), RunError> {
        let seeds = &self.bench.provenance.seeds;
        let (mut missing, mut first) = (0, None);
        for block in of_other_shards.chunks(BLOCK) {
            for ((seed_index, arm_index), trial) in self.look(block, arms, work) {
                match trial {
                    Looked::Kept(kept, seconds) => {
                        measured[arm_index][seed_index] = Some(kept);
                        self.taken = self.taken.and(seconds);
                    }
                    Looked::Missing(..) => {
                        missing += 1;
                        first.get_or_insert((arm_index, seed_index));
                    }
                }
            }
        }
        let (Some(shard), Share::Shards { waits, .. }, Some((arm, seed))) =
            (self.bench.common.shard, share, first)
        else {
            return Ok(());
        };
        let first = format!("{}, seed {}", arms[arm].0, seeds[seed]);
        let all = (0..arms.len()).flat_map(|arm| (0..seeds.len()).map(move |seed| (arm, seed)));
        let of = all.filter(|&(arm, seed)| !self.is_of_this_shard(share, arm, seed)).count();
        Err(RunError::Unfinished { shard, missing: (missing, of), first, waits })
    }
}
