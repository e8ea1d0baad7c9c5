//! The shape that every experiment has.

use std::fmt::{Debug, Display};
use std::sync::atomic::{AtomicU64, Ordering};

use burn::tensor::{DType, Device};
use clap::Args;
use datasets::{DataError, Dataset};
use extensions::random::{Purpose, Stream};
use figures::{Diagram, Figure};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::explorer::Explorer;
use crate::record::RecordOf;
use crate::table::Table;
use crate::verdict::Claim;

/// One result of the lecture: settings → trials → records → figures and verdicts.
///
/// An experiment is one file that implements this, read from top to bottom as its slide, and one
/// line in [`EXPERIMENTS`](crate::EXPERIMENTS).
pub trait Experiment: Send + Sync + 'static {
    /// Everything a person may choose, as flags and in the record. The defaults are the book's.
    type Settings: Args + Clone + Debug + Serialize + DeserializeOwned + Send + Sync;
    /// One curve of the figure; its name is what it displays as.
    type Arm: Clone + Display + Send + Sync;
    /// What one trial measures.
    type Measured: Clone + Serialize + DeserializeOwned + Send + Sync;

    /// The bin's name, which is also the folder's under `--out`.
    const NAME: &'static str;
    /// The title, in English.
    const TITLE: &'static str;
    /// What it shows, in one sentence.
    const ABOUT: &'static str;
    /// The same in one short line, for lists of experiments.
    const SHOWS: &'static str = Self::ABOUT;
    /// The ids of the statements it serves.
    const STATEMENTS: &'static [&'static str];
    /// How many seeds by default; 1 where nothing is random.
    const SEEDS: usize;
    /// Whether trials read a data set.
    const NEEDS_DATA: bool;

    /// What no flag alone can check: which settings do not go together.
    ///
    /// # Errors
    /// A sentence naming the flags, their values and what is allowed.
    fn check(_: &Self::Settings) -> Result<(), String> {
        Ok(())
    }

    /// The same settings without what claims do not read: arms and evaluations that are only drawn. For
    /// who wants the claims alone, which come out the same and sooner.
    fn for_claims(settings: &Self::Settings) -> Self::Settings {
        settings.clone()
    }

    /// What the data must have for these settings, where trials take a part of it.
    ///
    /// # Errors
    /// If the data does not have that part.
    fn check_data(_: &Self::Settings, _: &Dataset) -> Result<(), DataError> {
        Ok(())
    }

    /// The arms, in the order of the figure's legend.
    fn arms(settings: &Self::Settings) -> Vec<Self::Arm>;

    /// How many steps a trial of this arm reports with [`Trial::step_done`].
    fn steps(settings: &Self::Settings, arm: &Self::Arm) -> u64;

    /// One trial: a pure function of the settings, the arm, and the trial's seed, device and data.
    fn trial(settings: &Self::Settings, arm: &Self::Arm, trial: &Trial) -> Self::Measured;

    /// The round that an arm runs in, from 0. An arm of a later round may go by what those of earlier
    /// ones measured, and comes after them in [`arms`](Self::arms). All are in one round unless said.
    fn round(_: &Self::Settings, _: &Self::Arm) -> usize {
        0
    }

    /// One trial of a later round: like [`trial`](Self::trial), and a pure function too, as what all
    /// arms of earlier rounds measured at the same seed (`earlier`, in the order of the arms) is one.
    fn trial_after(
        settings: &Self::Settings,
        arm: &Self::Arm,
        earlier: &[Self::Measured],
        trial: &Trial,
    ) -> Self::Measured {
        let _ = earlier;
        Self::trial(settings, arm, trial)
    }

    /// What a trial is after, for the progress display, where the highest so far is worth watching.
    fn score(_: &Self::Measured) -> Option<f64> {
        None
    }

    /// A last arm that runs after all others, by [`conclude`](Self::conclude): none unless said.
    fn conclusion(_: &Self::Settings) -> Option<Conclusion> {
        None
    }

    /// One trial of the last arm: like [`trial`](Self::trial), and a pure function too, as what the
    /// other arms measured at the same seed (`measured`, in the order of the arms) is one.
    ///
    /// # Panics
    /// If there is no [`conclusion`](Self::conclusion).
    fn conclude(_: &Self::Settings, measured: &[Self::Measured], _: &Trial) -> Self::Measured {
        let _ = measured;
        unreachable!("an experiment with a conclusion says how to conclude")
    }

    /// The figures, each with the name of its files.
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)>;

    /// The statement at which the report shows the figure of that name: the experiment's first,
    /// unless said.
    fn shown_at(_figure: &str) -> &'static str {
        Self::STATEMENTS[0]
    }

    /// What the reader of the report may move: none unless said.
    fn explorers(_: &RecordOf<Self>) -> Vec<Explorer> {
        Vec::new()
    }

    /// What was found, as the few numbers a reader wants first.
    fn table(record: &RecordOf<Self>) -> Table;

    /// The statements as measurable claims, decided on the record.
    fn claims(record: &RecordOf<Self>) -> Vec<Claim>;
}

/// The last arm of an experiment, which knows what the others measured.
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

/// What a trial is given beside its settings and its arm.
pub struct Trial<'a> {
    /// The seed, shared by all arms, so that differences between arms are paired.
    pub seed: u64,
    device: Device,
    data: Option<&'a Dataset>,
    steps_done: &'a AtomicU64,
}

impl<'a> Trial<'a> {
    /// A trial with this seed on `device` (without autodiff); counts its steps in `steps_done`.
    pub fn new(
        seed: u64,
        device: Device,
        data: Option<&'a Dataset>,
        steps_done: &'a AtomicU64,
    ) -> Self {
        Self { seed, device, data, steps_done }
    }

    /// The device, without autodiff: for evaluating.
    pub fn device(&self) -> Device {
        self.device.clone()
    }

    /// The device with autodiff: for training.
    pub fn autodiff(&self) -> Device {
        self.device.clone().autodiff()
    }

    /// The widest numbers that the device has: 64 bits, or 32 on most GPUs. For what is checked to
    /// the last digits; `Tensor::from_data(data, (&device, trial.widest()))`.
    pub fn widest(&self) -> DType {
        if self.device.supports_dtype(DType::F64) { DType::F64 } else { DType::F32 }
    }

    /// The data set.
    ///
    /// # Panics
    /// If the experiment says that it needs none.
    pub fn data(&self) -> &'a Dataset {
        self.data.expect("an experiment that reads data says so in NEEDS_DATA")
    }

    /// The stream of this trial's seed for `purpose`.
    pub fn stream(&self, purpose: Purpose) -> Stream {
        Stream::new(self.seed, purpose)
    }

    /// Tells the progress display that one more step is done.
    pub fn step_done(&self) {
        self.steps_done.fetch_add(1, Ordering::Relaxed);
    }
}
