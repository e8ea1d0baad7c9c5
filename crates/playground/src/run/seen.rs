//! What is known of a run, and who looks at it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde::Serialize;
use tokio::sync::watch;
use training::losses::Losses;

use super::curve::Curve;
use crate::network::{Accuracy, Error, Layers, Weights};

/// What a run shares with its listeners.
pub struct Shared {
    seen: Mutex<Seen>,
    /// Counts the changes of `seen`.
    changes: watch::Sender<u64>,
    listeners: AtomicUsize,
}

/// What is known of a run.
#[derive(Default)]
pub struct Seen {
    pub losses: Losses,
    /// Increases when the losses begin anew.
    pub rewound: u64,
    pub is_running: bool,
    /// Whether the run was removed.
    pub has_ended: bool,
    /// Until when a page that is hidden keeps it.
    pub kept_until: Option<Instant>,
    pub steps_per_second: f64,
    pub accuracies: Curve,
    pub layers: Option<Layers>,
    pub weights: Option<Weights>,
    pub errors: Option<Vec<Error>>,
}

/// What a listener gets: everything, with the losses and accuracies that are new to it.
#[derive(Serialize)]
pub struct Snapshot {
    iteration: usize,
    running: bool,
    diverged_at: Option<usize>,
    /// Of which step the first of the losses is, counted from 0.
    from: usize,
    losses: Vec<f32>,
    steps_per_second: f64,
    /// The curve from its beginning, if nothing of it is known yet.
    accuracies: Vec<Accuracy>,
    #[serde(flatten)]
    layers: Option<Layers>,
    weights: Option<Weights>,
    wrong: Option<Vec<Error>>,
}

/// Somebody who looks at a run. The run is paused some time after the last one has gone.
pub struct Listener {
    shared: Arc<Shared>,
    changes: watch::Receiver<u64>,
    /// How often the run had been rewound when the listener last looked.
    rewound: u64,
    /// How many losses it knows since then.
    losses: usize,
    /// After which step the last accuracy that it knows was measured.
    accuracy: Option<usize>,
}

impl Shared {
    /// Nothing is known yet, and nobody looks.
    pub fn new() -> Self {
        let changes = watch::Sender::new(0);
        Self { seen: Mutex::default(), changes, listeners: AtomicUsize::new(0) }
    }

    /// No more will be seen of the run.
    pub fn end(&self) {
        let mut seen = self.seen();
        seen.has_ended = true;
        seen.is_running = false;
        drop(seen);
        self.changed();
    }

    /// Tells the listeners.
    pub fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// A thread that panicked while it held the lock leaves something that can still be shown.
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether somebody looks at the run, or has asked to keep it.
    pub fn is_wanted(&self) -> bool {
        let is_kept = || self.seen().kept_until.is_some_and(|until| Instant::now() < until);
        self.listeners.load(Ordering::Relaxed) > 0 || is_kept()
    }
}

impl Listener {
    /// Somebody who knows the first `known` losses, as far as there are so many, and no accuracy.
    pub fn new(shared: &Arc<Shared>, known: usize) -> Self {
        shared.listeners.fetch_add(1, Ordering::Relaxed);
        let mut changes = shared.changes.subscribe();
        changes.mark_changed();
        let seen = shared.seen();
        let (rewound, losses) = (seen.rewound, known.min(seen.losses.losses.len()));
        drop(seen);
        Self { shared: Arc::clone(shared), changes, rewound, losses, accuracy: None }
    }

    /// The next snapshot, as soon as there is something new; `None` if the run has ended.
    pub async fn next(&mut self) -> Option<Snapshot> {
        self.changes.changed().await.ok()?;
        let seen = self.shared.seen();
        if seen.has_ended {
            return None;
        }
        if self.rewound != seen.rewound {
            (self.rewound, self.losses, self.accuracy) = (seen.rewound, 0, None);
        }
        let from = self.losses;
        let losses = &seen.losses.losses;
        self.losses = losses.len();
        let accuracies = seen.accuracies.after(self.accuracy).to_vec();
        self.accuracy = accuracies.last().map(|last| last.iteration).or(self.accuracy);
        Some(Snapshot {
            iteration: losses.len(),
            running: seen.is_running,
            diverged_at: seen.losses.diverged_at,
            from,
            losses: losses[from..].to_vec(),
            steps_per_second: seen.steps_per_second,
            accuracies,
            layers: seen.layers.clone(),
            weights: seen.weights.clone(),
            wrong: seen.errors.clone(),
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.shared.listeners.fetch_sub(1, Ordering::Relaxed);
    }
}
