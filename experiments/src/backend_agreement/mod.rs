//! Backend agreement: the trials that the command `backend_agreement` runs on every backend.
//!
//! They cover all that trials of the lecture compute with: every optimizer, weight decay, dropout,
//! batch normalization and every activation function. The record of one backend shows nothing by
//! itself; [`commands::backend_agreement`](crate::commands::backend_agreement) compares the records of
//! several, draws what it finds, and keeps it.

mod about;
mod settings;
mod trial;

pub use settings::Settings;
pub use trial::BackendAgreement;

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for BackendAgreement {
    fn figures(_: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        Vec::new()
    }

    fn table(_: &RecordOf<Self>) -> Table {
        Table::default()
    }

    fn claims(_: &RecordOf<Self>) -> Vec<Claim> {
        Vec::new()
    }
}
