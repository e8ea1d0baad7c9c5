//! What an experiment is: settings → trials → records → figures and verdicts.
//!
//! Three traits, each for one part of the way. [`Experiment`] is the core: what a trial computes.
//! [`View`] is what is made of the finished record: figures, a table, claims. [`Rounds`] is only for
//! experiments whose later trials depend on what earlier ones measured, such as a search.

use std::fmt::{Debug, Display};

use clap::Args;
use figures::{Diagram, Figure};
use serde::Serialize;
use serde::de::DeserializeOwned;
use training::flags::InvalidValue;
pub use training::needs::Needs;
use training::trial::Trial;

use crate::explorer::Explorer;
use crate::record::Record;
use crate::table::Table;
use crate::verdict::Claim;

/// What an experiment is about, for its help, for lists of experiments and for the report.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The name of its binary, which is also the name of its folder under `--out`.
    pub name: &'static str,
    /// The title, in English and Korean: "English · 한국어".
    pub title: &'static str,
    /// What it shows, in one sentence.
    pub about: &'static str,
    /// The same in one short line, for lists of experiments.
    pub shows: &'static str,
    /// The ids of the statements that it measures.
    pub statements: &'static [&'static str],
    /// How many seeds it runs by default; 1 where nothing is random.
    pub seeds: usize,
    /// Whether its trials read a data set.
    pub needs_data: bool,
}

/// The core of an experiment: its settings, its arms, and what one trial computes.
///
/// A record is kept under a hash of the code that can change it, which includes the file with this
/// implementation and none of the files that only draw or judge.
pub trait Experiment: Send + Sync + 'static {
    /// Everything a person may choose, as flags and in the record. The defaults are the book's.
    type Settings: Args + Clone + Debug + Serialize + DeserializeOwned + Send + Sync;
    /// One curve of the figure; it displays as its name.
    type Arm: Clone + Display + Send + Sync;
    /// What one trial measures.
    type Measured: Clone + Serialize + DeserializeOwned + Send + Sync;

    /// What the experiment is about.
    const ABOUT: About;

    /// The first seed if `--seed` gives none. An experiment that chooses settings for others begins at
    /// 100, so that theirs are never judged on seeds that chose them.
    const FIRST_SEED: u64 = 0;

    /// Checks what no flag can check by itself: which settings do not go together.
    ///
    /// # Errors
    /// A sentence naming the flags, their values and what is allowed.
    fn check(_: &Self::Settings) -> Result<(), InvalidValue> {
        Ok(())
    }

    /// What these settings ask for: training images, and memory. It is checked once, before the first
    /// trial. By default they ask for no more than any data set and any machine have.
    fn needs(_: &Self::Settings) -> Needs {
        Needs::default()
    }

    /// The arms, in the order of the figure's legend.
    fn arms(settings: &Self::Settings) -> Vec<Self::Arm>;

    /// How many steps a trial of this arm reports with [`Trial::step_done`].
    fn steps(settings: &Self::Settings, arm: &Self::Arm) -> u64;

    /// One trial: a pure function of the settings, the arm, and the trial's seed, device and data.
    fn trial(settings: &Self::Settings, arm: &Self::Arm, trial: &Trial) -> Self::Measured;

    /// Whether this has the form of what a trial of this arm measures: lists of these lengths, shares from 0
    /// to 1. A file with another form was not written by [`trial`](Self::trial), whatever its checksum says:
    /// it is set aside, and its trial is run again. What the trial returns must always fit, also where training
    /// diverged.
    fn fits(settings: &Self::Settings, arm: &Self::Arm, measured: &Self::Measured) -> bool;
}

/// What is made of an experiment's record: pure functions, which never run a trial.
pub trait View: Experiment {
    /// The figures, each with the name of its files.
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)>;

    /// What was found, as the few numbers that a reader wants first.
    fn table(record: &RecordOf<Self>) -> Table;

    /// The statements as measurable claims, decided on the record.
    fn claims(record: &RecordOf<Self>) -> Vec<Claim>;

    /// The statement at which the report shows the figure of that name: by default the experiment's first
    /// one.
    fn shown_at(_figure: &str) -> &'static str {
        Self::ABOUT.statements[0]
    }

    /// What the reader of the report can change: nothing by default.
    fn explorers(_: &RecordOf<Self>) -> Vec<Explorer> {
        Vec::new()
    }

    /// The same settings without the arms and evaluations that no claim reads, because they are only
    /// drawn. The claims come out the same, and sooner.
    fn for_claims(settings: &Self::Settings) -> Self::Settings {
        settings.clone()
    }
}

/// An experiment whose trials run in rounds: later trials depend on what earlier ones measured.
pub trait Rounds: Experiment {
    /// The round that an arm runs in, from 0. Arms of later rounds come after those of earlier ones in
    /// [`arms`](Experiment::arms).
    fn round(settings: &Self::Settings, arm: &Self::Arm) -> usize;

    /// One trial of any round: a pure function, like [`Experiment::trial`], which also reads what all
    /// arms of earlier rounds measured at the same seed (`earlier`, in the order of the arms).
    fn trial_after(
        settings: &Self::Settings,
        arm: &Self::Arm,
        earlier: &[Self::Measured],
        trial: &Trial,
    ) -> Self::Measured;

    /// The last arm, which runs after all others, by [`conclude`](Self::conclude).
    fn conclusion(settings: &Self::Settings) -> Conclusion;

    /// One trial of the last arm: a pure function, which also reads what all other arms measured at the
    /// same seed (`measured`, in the order of the arms).
    fn conclude(
        settings: &Self::Settings,
        measured: &[Self::Measured],
        trial: &Trial,
    ) -> Self::Measured;

    /// Whether this has the form of what [`conclude`](Self::conclude) measures, as [`Experiment::fits`] says it
    /// of the other arms.
    fn conclusion_fits(settings: &Self::Settings, measured: &Self::Measured) -> bool;

    /// What the trials try to maximize, for the progress display.
    fn score(measured: &Self::Measured) -> f64;
}

/// The last arm of an experiment with rounds.
pub struct Conclusion {
    /// The arm's name.
    pub name: &'static str,
    /// How many steps a trial of it reports with [`Trial::step_done`].
    pub steps: u64,
}

/// What an experiment draws.
pub enum Drawing {
    /// Panels with axes.
    Figure(Figure),
    /// A computation graph.
    Diagram(Diagram),
}

impl From<Figure> for Drawing {
    fn from(figure: Figure) -> Self {
        Self::Figure(figure)
    }
}

impl From<Diagram> for Drawing {
    fn from(diagram: Diagram) -> Self {
        Self::Diagram(diagram)
    }
}

/// The record of the experiment `E`.
pub type RecordOf<E> = Record<<E as Experiment>::Settings, <E as Experiment>::Measured>;
