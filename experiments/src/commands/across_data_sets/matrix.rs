//! The record of a comparison: statements and claims by data set.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lab::code::code_of;
use lab::files::read_regular;
use lab::record::SCHEMA;
use lab::seal::is_sealed;
use lab::verdict::{Claim, Judged, Setting, Verdict, judged};
use language::Language;
use serde::{Deserialize, Serialize};
use training::any_number;
use training::backend::Backend;

use crate::commands::side_by_side::{Side, SideBySide};
use crate::lecture;

/// The name of the binary, and of the folder with the record.
pub const NAME: &str = "across_data_sets";

/// What a comparison found: the record that the report reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// The version of the record's form.
    pub schema: u32,
    /// This project's version.
    pub project: String,
    /// Burn's version.
    pub burn: String,
    /// The backend that computed.
    pub backend: Backend,
    /// The instruction set of the CPU.
    pub instructions: String,
    /// The experiments, each with a hash of the source code that its trials depend on.
    pub code: BTreeMap<String, String>,
    /// The data sets, MNIST first.
    pub data: Vec<DataSet>,
    /// The first seed, if it was not each experiment's own.
    pub seed: Option<u64>,
    /// How many seeds each experiment used, if it was not its own number.
    pub seeds: Option<usize>,
    /// Each statement that was measured on data, in the lecture's order.
    pub statements: Vec<SideBySide>,
    /// Each of their claims.
    pub claims: Vec<ClaimRow>,
}

/// A data set of the comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataSet {
    /// What it is called.
    pub name: String,
    /// A SHA-256 of its content.
    pub fingerprint: String,
    /// How many training images it has.
    pub training: usize,
    /// How many test images it has.
    pub test: usize,
    /// The height and the width of its images, in pixels.
    pub image: (usize, usize),
    /// How many classes it has.
    pub classes: usize,
}

/// A claim on all data sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimRow {
    /// The id of its statement.
    pub statement: String,
    /// The experiment that makes it.
    pub experiment: String,
    /// What would be seen if it were true, in English.
    pub sentence: String,
    /// Whose settings it was measured at.
    pub setting: Setting,
    /// What was measured on each data set; none where the experiment could not be run.
    pub on: Vec<Option<Measured>>,
}

impl ClaimRow {
    /// Whether the numbers are the same on all data sets, to the last bit.
    pub fn is_identical(&self) -> bool {
        let bits = |on: &Option<Measured>| on.as_ref().map(|on| (on.effect.to_bits(), on.interval));
        self.on.iter().all(|on| on.is_some() && bits(on) == bits(&self.on[0]))
    }
}

/// A claim on one data set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Whether it holds there, corrected for the other claims on its statement.
    pub verdict: Verdict,
    /// The effect.
    #[serde(with = "any_number")]
    pub effect: f64,
    /// The 95 % interval of the effect, if it is one over seeds.
    pub interval: Option<(f64, f64)>,
    /// The same numbers, and how many seeds agree, in one line of English.
    pub numbers: String,
}

impl Measured {
    fn of(judged: &Judged) -> Self {
        let Claim { effect, interval, .. } = *judged.claim;
        Self { verdict: judged.verdict, effect, interval, numbers: judged.numbers() }
    }
}

/// What one experiment found on each data set.
pub struct Found {
    /// The experiment's name.
    pub experiment: String,
    /// The ids of the statements that it measures.
    pub statements: Vec<String>,
    /// Its claims on each data set, or why it could not be run there.
    pub on: Vec<Result<Vec<Claim>, String>>,
}

/// Each statement that these experiments measure, in the lecture's order. Its verdict on a data set rests on
/// the claims of all of them; if one of them could not be run there, the statement was not measured there.
pub fn statements(results: &[Found]) -> Vec<SideBySide> {
    let sides = results.iter().map(|found| found.on.len()).max().unwrap_or(0);
    let measured_by = |id: &str| -> Vec<&Found> {
        results.iter().filter(|found| found.statements.iter().any(|other| other == id)).collect()
    };
    let side = |id: &str, i: usize| -> Side {
        let mut claims = Vec::new();
        for found in measured_by(id) {
            match &found.on[i] {
                Ok(all) => claims.extend(all.iter().filter(|claim| claim.statement == id)),
                Err(reason) => return Err(format!("{}: {reason}", found.experiment)),
            }
        }
        Ok(claims)
    };
    let row = |id: &str| {
        let sides: Vec<Side> = (0..sides).map(|i| side(id, i)).collect();
        SideBySide::of(id, &sides)
    };
    let ids = lecture::statements().map(|statement| statement.id);
    ids.filter(|id| !measured_by(id).is_empty()).map(row).collect()
}

/// Each claim of these experiments, in the order of their statements.
pub fn claims(results: &[Found]) -> Vec<ClaimRow> {
    let sides = results.iter().map(|found| found.on.len()).max().unwrap_or(0);
    let on_sides: Vec<Vec<Option<Vec<Measured>>>> =
        (0..sides).map(|i| measured_on(results, i)).collect();
    let mut rows = Vec::new();
    for (e, found) in results.iter().enumerate() {
        // The settings are the same on every data set, and so are the claims.
        let Some(first) = found.on.iter().flatten().next() else { continue };
        for (i, claim) in first.iter().enumerate() {
            let on = on_sides.iter().map(|side| side[e].as_ref()?.get(i).cloned());
            rows.push(ClaimRow {
                statement: claim.statement.clone(),
                experiment: found.experiment.clone(),
                sentence: claim.sentence.clone(),
                setting: claim.setting,
                on: on.collect(),
            });
        }
    }
    let place = |row: &ClaimRow| lecture::statements().position(|s| s.id == row.statement);
    rows.sort_by_key(place);
    rows
}

/// What was measured on the data set with index `side`, for each experiment and claim; none where an
/// experiment could not be run. All claims of the data set are judged together.
fn measured_on(results: &[Found], side: usize) -> Vec<Option<Vec<Measured>>> {
    let all: Vec<Claim> = results
        .iter()
        .filter_map(|found| found.on[side].as_ref().ok())
        .flatten()
        .cloned()
        .collect();
    let mut measured = judged(&all).iter().map(Measured::of).collect::<Vec<_>>().into_iter();
    let of_experiment = |found: &Found| {
        let claims = found.on[side].as_ref().ok()?;
        Some(measured.by_ref().take(claims.len()).collect())
    };
    results.iter().map(of_experiment).collect()
}

impl Matrix {
    /// The comparison kept in the folder `out`, if there is one that this program wrote.
    pub fn read(out: &Path) -> Option<Self> {
        let content = read_regular(&path(out)).ok().filter(|content| is_sealed(content))?;
        serde_json::from_slice(&content).ok().filter(|found: &Self| found.schema == SCHEMA)
    }

    /// Whether this program is built from the source code that computed the trials.
    pub fn is_of_this_code(&self) -> bool {
        self.code.iter().all(|(experiment, code)| *code == code_of(experiment))
    }
}

/// Where the comparison in the folder `out` is kept.
pub fn path(out: &Path) -> PathBuf {
    out.join(NAME).join("record.json")
}

/// Where its tables in a language are kept as Markdown.
pub fn markdown_path(out: &Path, language: Language) -> PathBuf {
    out.join(NAME).join(format!("matrix{}.md", language.suffix()))
}
