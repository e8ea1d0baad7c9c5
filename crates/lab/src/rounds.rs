//! The order in which an experiment's trials run: all at once, or in rounds.

use training::trial::Trial;

use crate::experiment::{Conclusion, Experiment, Rounds};
use crate::panics::caught;

/// The order in which the trials of `E` run, and what each reads in addition to its settings and its arm.
pub trait Schedule<E: Experiment>: Send + Sync + 'static {
    /// The round that an arm runs in, from 0.
    fn round(settings: &E::Settings, arm: &E::Arm) -> usize;

    /// One trial, which may read what all arms of earlier rounds measured at the same seed.
    fn trial(
        settings: &E::Settings,
        arm: &E::Arm,
        earlier: &[E::Measured],
        trial: &Trial,
    ) -> E::Measured;

    /// The last arm and the function that computes it, if there is one.
    fn conclusion(settings: &E::Settings) -> Option<(Conclusion, Conclude<E>)>;

    /// Whether this has the form of what a trial of this arm measures; no arm stands for the conclusion.
    fn fits(settings: &E::Settings, arm: Option<&E::Arm>, measured: &E::Measured) -> bool;

    /// What the trials try to maximize, if anything, for the progress display.
    fn score(measured: &E::Measured) -> Option<f64>;
}

/// [`Schedule::fits`], where a panic at numbers that nobody foresaw means that they do not fit.
pub(crate) fn fits<E: Experiment, S: Schedule<E>>(
    settings: &E::Settings,
    arm: Option<&E::Arm>,
    measured: &E::Measured,
) -> bool {
    caught(|| S::fits(settings, arm, measured)).unwrap_or(false)
}

/// Computes a trial of the last arm from what all other arms measured at the same seed.
pub type Conclude<E> = fn(
    &<E as Experiment>::Settings,
    &[<E as Experiment>::Measured],
    &Trial,
) -> <E as Experiment>::Measured;

/// All trials run in one round.
pub struct AtOnce;

impl<E: Experiment> Schedule<E> for AtOnce {
    fn round(_: &E::Settings, _: &E::Arm) -> usize {
        0
    }

    fn trial(
        settings: &E::Settings,
        arm: &E::Arm,
        _: &[E::Measured],
        trial: &Trial,
    ) -> E::Measured {
        E::trial(settings, arm, trial)
    }

    fn conclusion(_: &E::Settings) -> Option<(Conclusion, Conclude<E>)> {
        None
    }

    fn fits(settings: &E::Settings, arm: Option<&E::Arm>, measured: &E::Measured) -> bool {
        arm.is_some_and(|arm| E::fits(settings, arm, measured))
    }

    fn score(_: &E::Measured) -> Option<f64> {
        None
    }
}

/// Trials run in the rounds of an experiment that implements [`Rounds`].
pub struct InRounds;

impl<E: Rounds> Schedule<E> for InRounds {
    fn round(settings: &E::Settings, arm: &E::Arm) -> usize {
        E::round(settings, arm)
    }

    fn trial(
        settings: &E::Settings,
        arm: &E::Arm,
        earlier: &[E::Measured],
        trial: &Trial,
    ) -> E::Measured {
        E::trial_after(settings, arm, earlier, trial)
    }

    fn conclusion(settings: &E::Settings) -> Option<(Conclusion, Conclude<E>)> {
        Some((E::conclusion(settings), E::conclude))
    }

    fn fits(settings: &E::Settings, arm: Option<&E::Arm>, measured: &E::Measured) -> bool {
        match arm {
            Some(arm) => E::fits(settings, arm, measured),
            None => E::conclusion_fits(settings, measured),
        }
    }

    fn score(measured: &E::Measured) -> Option<f64> {
        Some(E::score(measured))
    }
}
