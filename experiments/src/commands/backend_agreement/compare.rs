//! Compares what the trials and the claims came to on every backend, and keeps it.

use lab::cli::Entry;
use lab::code::code_of;
use lab::common::Common;
use lab::measure::measure;
use lab::record::SCHEMA;
use lab::rounds::AtOnce;
use lab::run_error::RunError;
use lab::verdict::Claim;
use lab::write::{write_drawing, write_record};
use language::Language;
use training::BURN_VERSION;
use training::backend::{Backend, BackendError};
use training::files::write_whole;

use super::agreement::{Agreement, NAME, path};
use super::drift::pairs;
use super::figure::figure;
use crate::backend_agreement::{BackendAgreement, Settings};
use crate::commands::side_by_side::{Side, SideBySide};
use crate::lecture::statements;

/// What to compare.
pub struct Comparison<'a> {
    /// The settings of the compared trials.
    pub settings: &'a Settings,
    /// The experiments whose verdicts are compared, at their default settings.
    pub experiments: &'a [&'static Entry],
    /// Seeds of each experiment in which anything is random.
    pub verdict_seeds: usize,
    /// Seeds, jobs, folder, data.
    pub common: &'a Common,
}

impl Comparison<'_> {
    /// The flags of the compared trials on a backend.
    pub(super) fn on(&self, backend: Backend) -> Common {
        Common { backend, ..self.common.clone() }
    }

    /// The flags of the experiments whose verdicts are compared, on a backend.
    pub(super) fn for_verdicts(&self, backend: Backend) -> Common {
        Common { seeds: Some(self.verdict_seeds), ..self.on(backend) }
    }
}

/// Compares what the trials of these backends measured, and keeps the comparison and its figure. Runs no trial:
/// [`alone`](super::alone) does, one backend after another.
///
/// # Errors
/// As [`RunError`] says.
pub fn compare(comparison: &Comparison, backends: Vec<Backend>) -> Result<Agreement, RunError> {
    let Comparison { settings, experiments, verdict_seeds, common } = *comparison;
    // The processes that ran the trials have said what there is to say about the data.
    let kept = |common: Common| Common { kept_only: true, quiet: true, ..common };
    let mut records = Vec::new();
    for &backend in &backends {
        let common = kept(comparison.on(backend));
        records.push(measure::<BackendAgreement, AtOnce>(settings, &common)?.0);
    }
    let mut claims: Vec<Vec<Claim>> = vec![Vec::new(); backends.len()];
    for entry in experiments {
        for (&backend, claims) in backends.iter().zip(&mut claims) {
            let common = kept(entry.seeded(&comparison.for_verdicts(backend)));
            claims.extend((entry.claims)(&common)?);
        }
    }

    let is_claimed = |id: &str| claims.iter().flatten().any(|claim| claim.statement == id);
    let of = |id: &str| -> Vec<Side> {
        let of_it = |claim: &&Claim| claim.statement == id;
        claims.iter().map(|claims| Ok(claims.iter().filter(of_it).collect())).collect()
    };
    let agreement = Agreement {
        schema: SCHEMA,
        project: env!("CARGO_PKG_VERSION").into(),
        burn: BURN_VERSION.clone(),
        code: code_of(NAME),
        settings: settings.clone(),
        seeds: records[0].provenance.seeds.clone(),
        pairs: pairs(&records),
        statements: statements()
            .filter(|statement| is_claimed(statement.id))
            .map(|statement| SideBySide::of(statement.id, &of(statement.id)))
            .collect(),
        experiments: experiments.iter().map(|entry| entry.name.into()).collect(),
        verdict_seeds,
        backends,
    };
    write_record(&path(&common.out), &agreement)?;
    let folder = common.out.join(NAME);
    for language in Language::ALL {
        let markdown = language::within(language, || agreement.markdown());
        let path = folder.join(format!("agreement{}.md", language.suffix()));
        write_whole(&path, markdown.as_bytes())?;
    }
    let drawing = || figure(&agreement).into();
    write_drawing(&folder, NAME, &drawing(), &language::within(Language::English, drawing))?;
    Ok(agreement)
}

/// The backends that are compiled in, at least two; `first` comes first.
///
/// # Errors
/// If there is only one: how another is added.
pub fn compiled(first: Backend) -> Result<Vec<Backend>, BackendError> {
    let mut backends = Backend::compiled();
    backends.sort_by_key(|backend| *backend != first);
    at_least_two(&backends, "compiled in").map(|()| backends)
}

/// Checks that there is something to compare with.
///
/// # Errors
/// If there is only one backend: how another is added.
pub fn at_least_two(backends: &[Backend], are: &str) -> Result<(), BackendError> {
    if backends.len() >= 2 {
        return Ok(());
    }
    let one = backends.first().map_or("no backend".into(), |backend| format!("only `{backend}`"));
    let reason = format!(
        "{one} is {are}, so there is nothing to compare it with; add two on the CPU: \
         cargo run -p experiments --features flex --bin backend_agreement"
    );
    Err(BackendError::Unavailable(reason.into()))
}
