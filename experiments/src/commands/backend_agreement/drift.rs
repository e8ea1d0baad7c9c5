//! How far the losses of two backends drift apart.

use lab::experiment::RecordOf;
use language::tr;
use serde::{Deserialize, Serialize};
use training::backend::Backend;
use training::losses::Losses;

use crate::backend_agreement::BackendAgreement;
use crate::shared::optimizers::shown;

/// The numbers of steps within which the largest difference is kept.
const STEPS: [usize; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/// Two backends, and how far their losses drift apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The two backends.
    pub backends: [Backend; 2],
    /// Each kind of trial.
    pub trials: Vec<Apart>,
}

/// How far the losses of one kind of trial drift apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Apart {
    /// The kind of trial.
    pub name: String,
    /// Within this many steps …
    pub steps: Vec<usize>,
    /// … the largest relative difference of any loss at any seed; none if a trial diverged on only one
    /// of the two backends.
    pub largest: Vec<Option<f64>>,
}

/// All pairs of backends, from the record of each backend.
pub fn pairs(records: &[RecordOf<BackendAgreement>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (i, a) in records.iter().enumerate() {
        for b in &records[i + 1..] {
            let apart = |name: &String| {
                let seeds: Vec<_> = a.arm(name).zip(b.arm(name)).collect();
                Apart::of(name, a.settings.iterations, &seeds)
            };
            pairs.push(Pair {
                backends: [a.provenance.backend, b.provenance.backend],
                trials: a.arms.iter().map(|arm| apart(&arm.name)).collect(),
            });
        }
    }
    pairs
}

impl Apart {
    /// The difference of the losses at each seed on two backends.
    pub fn of(name: &str, iterations: usize, seeds: &[(&Losses, &Losses)]) -> Self {
        let steps: Vec<usize> = STEPS.into_iter().filter(|&n| n <= iterations).collect();
        let within = |&n: &usize| {
            let mut largest = 0.0f64;
            for (a, b) in seeds {
                let (a, b) = (first(a, n), first(b, n));
                if a.len() != b.len() {
                    return None;
                }
                let apart = a.iter().zip(b).map(|(&a, &b)| relative_difference(a, b));
                largest = apart.fold(largest, f64::max);
            }
            Some(largest)
        };
        Self { name: name.into(), largest: steps.iter().map(within).collect(), steps }
    }

    /// The kind of trial in the current language: an optimizer, and what the network has in addition.
    pub fn shown(&self) -> String {
        let Some((optimizer, more)) = self.name.split_once(", ") else { return shown(&self.name) };
        let optimizer = shown(optimizer);
        match more {
            "weight decay" => tr!("{optimizer}, weight decay", optimizer),
            "dropout" => tr!("{optimizer}, dropout", optimizer),
            "batch normalization" => tr!("{optimizer}, batch normalization", optimizer),
            "both of these" => tr!("{optimizer}, dropout and batch normalization", optimizer),
            _ => shown(&self.name),
        }
    }

    /// The largest difference within exactly `n` steps, as a table shows it.
    pub fn within(&self, n: usize) -> String {
        match self.steps.iter().position(|&steps| steps == n) {
            None => tr!("not run").into(),
            Some(i) => match self.largest[i] {
                None => tr!("one diverged").into(),
                Some(0.0) => "0".into(),
                Some(x) => format!("{x:.1e}"),
            },
        }
    }
}

fn first(losses: &Losses, n: usize) -> &[f32] {
    &losses.losses[..n.min(losses.losses.len())]
}

/// |a − b| divided by the larger of |a| and |b|, or 0 if a = b.
pub fn relative_difference(a: f32, b: f32) -> f64 {
    let (a, b) = (f64::from(a), f64::from(b));
    if a == b { 0.0 } else { (a - b).abs() / a.abs().max(b.abs()) }
}
