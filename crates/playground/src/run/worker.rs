//! The thread that trains the network of a run.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use training::losses::Losses;
use training::pictures::Picture;
use training::predict::{NotFinite, Prediction};
use training::run::Run as Measured;
use training::saved::ContentError;

use super::curve::Curve;
use super::seen::Shared;
use crate::network::Network;
use crate::settings::MOST_ITERATIONS;

/// How long the thread trains between two looks at its commands.
const FRAME: Duration = Duration::from_millis(40);
/// How much of the time may be spent on what is shown instead of on training.
const SHARE: f64 = 0.08;
/// A run that nobody looks at is paused after so long.
const PAUSED_AFTER: Duration = Duration::from_secs(10);

/// What a run is told to do.
pub enum Command {
    /// Trains, up to so many iterations.
    Start(Option<usize>),
    Pause,
    Step,
    Rewind,
    Classify(Picture, oneshot::Sender<Result<Prediction, NotFinite>>),
    File(oneshot::Sender<Result<Vec<u8>, ContentError>>),
    Measured(oneshot::Sender<Measured>),
}

/// The thread of a run.
pub struct Worker {
    network: Network,
    commands: Receiver<Command>,
    shared: Arc<Shared>,
    is_running: bool,
    /// After how many iterations it pauses by itself.
    until: usize,
    /// Since when nobody wants it.
    unseen_since: Option<Instant>,
    /// What is shown, each with the time that it took the last time and when it is due.
    turns: [Turn; 3],
}

/// Something that is measured only to be shown. It takes its turn when the training since the last time has
/// lasted long enough for its share of the time.
#[derive(Clone, Copy)]
struct Turn {
    due: Instant,
    /// The shortest time between two turns.
    pause: Duration,
}

impl Turn {
    fn every(milliseconds: u64) -> Self {
        Self { due: Instant::now(), pause: Duration::from_millis(milliseconds) }
    }

    /// Does it if it is due, or if `now` says so.
    fn take<T>(&mut self, now: bool, measure: impl FnOnce() -> T) -> Option<T> {
        let start = Instant::now();
        if !now && start < self.due {
            return None;
        }
        let measured = measure();
        let rest = start.elapsed().div_f64(SHARE / 3.0);
        self.due = Instant::now() + rest.max(self.pause);
        Some(measured)
    }
}

/// Whether a step is 10, 20, 50, 100, 200, 500 and so on. Accuracies are measured there however fast the steps are, so
/// that the beginning of a curve has them too.
fn is_round(step: usize) -> bool {
    let unit = 10usize.pow(step.checked_ilog10().unwrap_or(0));
    step >= 10 && [unit, 2 * unit, 5 * unit].contains(&step)
}

impl Worker {
    /// A thread that has not begun to train.
    pub fn new(network: Network, commands: Receiver<Command>, shared: Arc<Shared>) -> Self {
        let turns = [Turn::every(40), Turn::every(500), Turn::every(1000)];
        let until = MOST_ITERATIONS;
        Self { network, commands, shared, is_running: false, until, unseen_since: None, turns }
    }

    /// Obeys until the run is removed.
    pub fn work(mut self) {
        self.show(true, 0.0);
        // A run that was removed does not obey the commands that wait.
        while !self.shared.seen().has_ended {
            let command = match self.is_running {
                true => match self.commands.try_recv() {
                    Ok(command) => Some(command),
                    Err(TryRecvError::Empty) => None,
                    Err(TryRecvError::Disconnected) => return,
                },
                false => match self.commands.recv_timeout(Duration::from_secs(1)) {
                    Ok(command) => Some(command),
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => return,
                },
            };
            match command {
                Some(command) => self.obey(command),
                None => self.train(),
            }
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Start(until) => {
                self.is_running = true;
                let until = until.filter(|&until| until > self.network.losses().losses.len());
                self.until = until.unwrap_or(MOST_ITERATIONS).min(MOST_ITERATIONS);
                self.unseen_since = None;
            }
            Command::Pause => self.is_running = false,
            Command::Step => {
                self.is_running = false;
                if self.network.losses().losses.len() < MOST_ITERATIONS {
                    self.network.step();
                }
            }
            Command::Rewind => {
                self.is_running = false;
                self.network.rewind();
                let mut seen = self.shared.seen();
                seen.rewound += 1;
                // Before what is shown is measured anew, somebody may look.
                seen.is_running = false;
                (seen.losses, seen.accuracies) = (Losses::default(), Curve::default());
            }
            // If nobody waits for the answer any more, it is not needed.
            Command::Classify(picture, answer) => {
                let _ = answer.send(self.network.classify(picture));
                return;
            }
            Command::File(answer) => {
                let _ = answer.send(self.network.file());
                return;
            }
            Command::Measured(answer) => {
                let _ = answer.send(self.network.measured());
                return;
            }
        }
        self.show(true, 0.0);
    }

    /// Trains for the length of a frame, and shows what came of it.
    fn train(&mut self) {
        let start = Instant::now();
        let mut steps = 0;
        while start.elapsed() < FRAME {
            let ends = self.network.losses().losses.len() >= self.until;
            if ends || self.network.step().is_none() {
                self.is_running = false;
                break;
            }
            steps += 1;
            if is_round(self.network.losses().losses.len()) {
                let accuracy = self.network.view().accuracy();
                self.shared.seen().accuracies.add(accuracy);
            }
        }
        let speed = f64::from(steps) / start.elapsed().as_secs_f64();
        let unseen = match self.shared.is_wanted() {
            true => None,
            false => Some(*self.unseen_since.get_or_insert(start)),
        };
        self.unseen_since = unseen;
        if unseen.is_some_and(|since| since.elapsed() >= PAUSED_AFTER) {
            self.is_running = false;
        }
        self.show(!self.is_running, speed);
    }

    /// Puts what there is to see where the listeners find it. With `whole`, everything is measured anew.
    fn show(&mut self, whole: bool, steps_per_second: f64) {
        let view = self.network.view();
        let layers = self.turns[0].take(whole, || view.layers());
        let accuracy = self.turns[1].take(whole, || view.accuracy());
        let pictures = self.turns[2].take(whole, || (view.weights(), view.errors().ok()));
        let mut seen = self.shared.seen();
        let known = seen.losses.losses.len();
        let losses = self.network.losses();
        match losses.losses.get(known..) {
            Some(later) if known > 0 => seen.losses.losses.extend(later),
            _ => seen.losses.losses.clone_from(&losses.losses),
        }
        seen.losses.diverged_at = losses.diverged_at;
        seen.is_running = self.is_running;
        seen.steps_per_second = steps_per_second;
        seen.layers = layers.or(seen.layers.take());
        if let Some(accuracy) = accuracy {
            seen.accuracies.add(accuracy);
        }
        if let Some((weights, errors)) = pictures {
            seen.weights = Some(weights);
            seen.errors = errors;
        }
        drop(seen);
        self.shared.changed();
    }
}
