//! The record of one network's training, in the form of every record: one arm, whose only trial has the seed of the
//! settings.

use datasets::Dataset;
use lab::code::code_of;
use lab::provenance::{DataOrigin, Provenance};
use lab::record::{ArmRecord, Record, SCHEMA, TrialRecord};
use lab::seal::sealed;
use training::BURN_VERSION;
use training::backend::Backend;
use training::instructions::instruction_set;
use training::run::Run;

use super::network::Settings;

/// The record, as it is written to a file.
pub fn record(settings: &Settings, run: Run, data: &Dataset, backend: Backend) -> String {
    let provenance = Provenance {
        project: env!("CARGO_PKG_VERSION").into(),
        burn: BURN_VERSION.clone(),
        backend,
        instructions: instruction_set().into(),
        data: Some(DataOrigin { name: data.name.clone(), fingerprint: data.fingerprint.clone() }),
        code: code_of("train"),
        seeds: vec![settings.seed],
    };
    let trials = vec![TrialRecord { seed: settings.seed, measured: run }];
    let record = Record {
        schema: SCHEMA,
        experiment: "train".into(),
        statements: Vec::new(),
        settings,
        provenance,
        arms: vec![ArmRecord { name: settings.network.clone(), trials }],
    };
    sealed(serde_json::to_string(&record).expect("a record is JSON"))
}
