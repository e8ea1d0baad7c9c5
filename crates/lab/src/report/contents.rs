//! Everything that a report is made of, and what follows from it.

use std::collections::{BTreeMap, BTreeSet};

use language::tr;
use training::BURN_VERSION;
use training::backend::Backend;

use super::agreement::Agreement;
use super::data_sets::DataSets;
use super::part::Part;
use crate::cli::Entry;
use crate::common::Common;
use crate::outcome::Outcome;
use crate::shell::quoted;
use crate::statement::{Chapter, Standing, Statement};
use crate::verdict::{Judged, Judgement, Verdict};

/// Everything that a report is made of.
pub struct Report<'a> {
    /// The lecture's title, in English.
    pub title: &'static str,
    /// The lecture's title, in Korean.
    pub korean: &'static str,
    /// The chapters of the lecture.
    pub chapters: Vec<&'static Chapter>,
    /// All experiments, whether they were run or not.
    pub entries: Vec<&'static Entry>,
    /// The names of those among them that are run only if they are named.
    pub longer: Vec<&'static str>,
    /// The experiments that were run, in the lecture's order.
    pub parts: &'a [Part],
    /// The common flags of the run.
    pub common: &'a Common,
    /// Whether it was a quick run, with one seed per experiment.
    pub quick: bool,
    /// Whether only some of the experiments were run.
    pub partial: bool,
    /// The address at which a reader can see a statement happen, before the id, if there is one.
    pub playground: Option<&'static str>,
    /// The comparison of backends, if there is one.
    pub agreement: Option<Agreement>,
    /// The comparison of data sets, if there is one.
    pub data_sets: Option<DataSets>,
}

impl Report<'_> {
    /// All statements, in the lecture's order.
    pub fn statements(&self) -> impl Iterator<Item = &'static Statement> {
        self.chapters.iter().flat_map(|chapter| chapter.statements)
    }

    pub(super) fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.parts.iter().filter_map(|part| part.result.as_ref().ok())
    }

    pub(super) fn parts_of(&self, id: &str) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.entry.statements.contains(&id))
    }

    /// The experiments that measure a statement as well, and that gave nothing because they were not run or
    /// failed, although another one did. The verdict could be another one with them. Longer experiments are
    /// not meant, which `lecture` runs only if they are named.
    pub fn missing_for(&self, id: &str) -> Vec<&'static str> {
        let measured = |entry: &Entry| {
            self.parts.iter().any(|part| part.entry.name == entry.name && part.result.is_ok())
        };
        if !self.parts_of(id).any(|part| part.result.is_ok()) {
            return Vec::new();
        }
        let entries = self.entries.iter().filter(|entry| entry.statements.contains(&id));
        let missing =
            entries.filter(|entry| !self.longer.contains(&entry.name) && !measured(entry));
        missing.map(|entry| entry.name).collect()
    }

    /// The claims on a statement, from all experiments, judged together.
    pub fn judgement(&self, id: &str) -> Judgement<'_> {
        Judgement::of(id, self.outcomes().flat_map(|outcome| &outcome.views.claims))
    }

    /// What is known of a statement.
    pub fn standing(&self, id: &str) -> Standing {
        let measured = self.parts_of(id).any(|part| part.result.is_ok());
        let failed = self.parts_of(id).any(|part| part.result.is_err());
        Standing::of(&self.judgement(id), measured, failed)
    }

    /// The number of statements with each standing: "3 hold, 27 not run".
    pub fn summary(&self) -> String {
        let standings = [
            Standing::Judged(Verdict::Holds),
            Standing::Judged(Verdict::HoldsInPart),
            Standing::Judged(Verdict::DoesNotHold),
            Standing::Judged(Verdict::Undecided),
            Standing::Failed,
            Standing::NotRun,
        ];
        let count = |wanted| self.statements().filter(|s| self.standing(s.id) == wanted).count();
        let counted = standings.into_iter().map(|standing| (count(standing), standing));
        let parts =
            counted.filter(|(n, _)| *n > 0).map(|(n, standing)| counted_in_words(n, standing));
        parts.collect::<Vec<String>>().join(", ")
    }

    /// One line: the versions, the backend, the platform and the data sets.
    pub fn versions(&self) -> String {
        let instructions: BTreeSet<&str> =
            self.outcomes().map(|outcome| &*outcome.provenance.instructions).collect();
        let instructions = instructions.into_iter().collect::<Vec<_>>().join(", ");
        let processor = match instructions.as_str() {
            "" => std::env::consts::ARCH.to_owned(),
            _ => tr!("{arch} with {instructions}", arch = std::env::consts::ARCH, instructions),
        };
        let versions = tr!(
            "version {project} of this project, Burn {burn}, backend {backend}, {processor} on {system}",
            project = env!("CARGO_PKG_VERSION"),
            burn = *BURN_VERSION,
            backend = self.common.backend,
            processor,
            system = std::env::consts::OS
        );
        let data = self.data_sets().into_iter().map(|(name, print)| {
            tr!(
                "; data set {name} (SHA-256 {print}…)",
                name,
                print = print.get(..12).unwrap_or(print)
            )
        });
        versions + &data.collect::<String>()
    }

    /// The data sets that were read: name and fingerprint.
    pub(super) fn data_sets(&self) -> BTreeMap<&str, &str> {
        let data = self.outcomes().filter_map(|outcome| outcome.provenance.data.as_ref());
        data.map(|data| (data.name.as_str(), data.fingerprint.as_str())).collect()
    }

    /// The flags that reproduce an experiment's part of this report.
    fn flags(&self, entry: &Entry) -> String {
        let Common { backend, remote_address, seed, seeds, data, transpose, .. } = self.common;
        let mut flags = String::new();
        if *backend != Backend::default_compiled() {
            flags += &format!(" --backend {backend}");
        }
        if let Some(address) = remote_address {
            flags += &format!(" --remote-address {}", quoted(address));
        }
        if let Some(seed) = seed {
            flags += &format!(" --seed {seed}");
        }
        if let Some(seeds) = seeds.filter(|_| entry.seeds > 1) {
            flags += &format!(" --seeds {seeds}");
        }
        if let Some(data) = data {
            flags += &format!(" --data {}", quoted(&data.display().to_string()));
        }
        if *transpose && entry.needs_data {
            flags += " --transpose";
        }
        flags
    }

    /// The command that reproduces an experiment's part of this report.
    pub(super) fn command(&self, entry: &Entry) -> String {
        let mut flags = self.flags(entry);
        if !flags.is_empty() {
            flags = format!(" --{flags}");
        }
        format!("cargo run -p experiments --bin {}{flags}", entry.name)
    }

    /// The claims of a statement that do not hold, followed by the undecided ones. In a quick run,
    /// where every claim about something random is undecided, only those that do not hold.
    pub(super) fn not_holding(&self, id: &str) -> Vec<Judged<'_>> {
        let claims = self.judgement(id).claims;
        let of = |verdict| claims.iter().filter(move |judged| judged.verdict == verdict);
        let undecided = of(Verdict::Undecided).filter(|_| !self.quick);
        of(Verdict::DoesNotHold).chain(undecided).cloned().collect()
    }
}

/// "3 hold": how many statements have that standing.
fn counted_in_words(n: usize, standing: Standing) -> String {
    match (standing, n) {
        (Standing::Judged(Verdict::Holds), 1) => tr!("1 holds").into(),
        (Standing::Judged(Verdict::Holds), _) => tr!("{n} hold", n),
        (Standing::Judged(Verdict::HoldsInPart), 1) => tr!("1 holds in part").into(),
        (Standing::Judged(Verdict::HoldsInPart), _) => tr!("{n} hold in part", n),
        (Standing::Judged(Verdict::DoesNotHold), 1) => tr!("1 does not hold").into(),
        (Standing::Judged(Verdict::DoesNotHold), _) => tr!("{n} do not hold", n),
        (Standing::Judged(Verdict::Undecided), _) => tr!("{n} undecided", n),
        (Standing::Failed, _) => tr!("{n} failed", n),
        (Standing::NotRun, _) => tr!("{n} not run", n),
    }
}
