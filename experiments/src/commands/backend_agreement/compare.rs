//! Runs the trials and the claims on every backend, and keeps what came out.

use lab::cli::Entry;
use lab::code::code_of;
use lab::common::Common;
use lab::measure::measure;
use lab::output::note;
use lab::record::SCHEMA;
use lab::rounds::AtOnce;
use lab::run_error::RunError;
use lab::verdict::Claim;
use lab::write::{write_drawing, write_record};
use language::{Language, tr};
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
    /// Seeds, jobs, folder, data. Its backend comes first; all that are compiled in are compared.
    pub common: &'a Common,
}

/// Compares the backends that are compiled in, and keeps the comparison and its figure.
///
/// # Errors
/// If only one backend is available, or as [`RunError`] says.
pub fn compare(comparison: &Comparison) -> Result<Agreement, RunError> {
    let Comparison { settings, experiments, verdict_seeds, common } = *comparison;
    let backends = available(common)?;
    let on = |backend| Common { backend, ..common.clone() };
    let mut records = Vec::new();
    for &backend in &backends {
        records.push(measure::<BackendAgreement, AtOnce>(settings, &on(backend))?.0);
    }
    let mut claims: Vec<Vec<Claim>> = vec![Vec::new(); backends.len()];
    for entry in experiments {
        for (&backend, claims) in backends.iter().zip(&mut claims) {
            let common = Common { seeds: Some(verdict_seeds), ..on(backend) };
            claims.extend((entry.claims)(&entry.seeded(&common))?);
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
    let content = serde_json::to_string(&agreement).expect("an agreement is JSON");
    write_record(&path(&common.out), content)?;
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

/// The backends that are compiled in and available, at least two; that of `common` comes first.
fn available(common: &Common) -> Result<Vec<Backend>, RunError> {
    let mut backends = Backend::compiled();
    backends.sort_by_key(|backend| *backend != common.backend);
    // A backend that is compiled in may lack its graphics card, or the address of another machine.
    backends.retain(|backend| match backend.device_at(common.remote_address.as_deref()) {
        Ok(_) => true,
        Err(reason) => {
            note(tr!("note: {backend} is left out: {reason}", backend, reason));
            false
        }
    });
    if backends.len() < 2 {
        let one = backends.first().map_or("no backend", |backend| backend.name);
        let other = if one == "ndarray" { "flex" } else { "ndarray" };
        let reason = format!(
            "only `{one}` is compiled in, so there is nothing to compare it with; add another: \
             cargo run -p experiments --features {other} --bin backend_agreement"
        );
        return Err(BackendError::Unavailable(reason.into()).into());
    }
    Ok(backends)
}
