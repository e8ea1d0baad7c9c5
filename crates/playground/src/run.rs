//! A run: a network that a thread of its own trains, and what is known of it.
//!
//! The thread owns the [`Network`] and takes [`Command`]s. What there is to see is put into [`Seen`], from which
//! any number of [`Listener`]s read; nothing that they do slows the training down.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TryRecvError, TrySendError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use burn::tensor::Device;
use datasets::Dataset;
use serde::Serialize;
use tokio::sync::{oneshot, watch};
use training::losses::Losses;
use training::pictures::Picture;
use training::predict::{NotFinite, Prediction};
use training::run::Run as Measured;
use training::saved::ContentError;

use crate::network::{Accuracy, Error, Layers, Network, Weights};
use crate::settings::{MOST_ITERATIONS, Settings};

/// How long the thread trains between two looks at its commands.
const FRAME: Duration = Duration::from_millis(40);
/// How much of the time may be spent on what is shown instead of on training.
const SHARE: f64 = 0.08;
/// How many commands may wait.
const MOST_COMMANDS: usize = 16;
/// A run that nobody looks at is paused after so long.
const PAUSED_AFTER: Duration = Duration::from_secs(10);

/// What a run is told to do.
enum Command {
    Start,
    Pause,
    Step,
    Rewind,
    Classify(Picture, oneshot::Sender<Result<Prediction, NotFinite>>),
    File(oneshot::Sender<Result<Vec<u8>, ContentError>>),
    Measured(oneshot::Sender<Measured>),
}

/// A run, as the server knows it. If it is dropped, the thread ends.
pub struct Run {
    /// The settings.
    pub settings: Settings,
    commands: SyncSender<Command>,
    shared: Arc<Shared>,
}

struct Shared {
    seen: Mutex<Seen>,
    /// Counts the changes of `seen`.
    changes: watch::Sender<u64>,
    listeners: AtomicUsize,
}

/// What is known of a run.
#[derive(Default)]
struct Seen {
    losses: Losses,
    /// Increases when the losses begin anew.
    rewound: u64,
    is_running: bool,
    /// Whether the run was removed.
    has_ended: bool,
    steps_per_second: f64,
    accuracy: Option<Accuracy>,
    layers: Option<Layers>,
    weights: Option<Weights>,
    errors: Option<Vec<Error>>,
}

/// What a listener gets: everything, with the losses that are new to it.
#[derive(Serialize)]
pub struct Snapshot {
    iteration: usize,
    running: bool,
    diverged_at: Option<usize>,
    /// Of which step the first of the losses is, counted from 0.
    from: usize,
    losses: Vec<f32>,
    steps_per_second: f64,
    accuracy: Option<Accuracy>,
    #[serde(flatten)]
    layers: Option<Layers>,
    weights: Option<Weights>,
    wrong: Option<Vec<Error>>,
}

/// Somebody who looks at a run. The run is paused some time after the last one has gone.
pub struct Listener {
    shared: Arc<Shared>,
    changes: watch::Receiver<u64>,
    /// How often the run had been rewound when the listener last looked, and how many losses it knows since then.
    known: (u64, usize),
}

/// Why a run does not obey.
#[derive(Debug, thiserror::Error)]
pub enum Disobeys {
    /// Its thread is gone.
    #[error("the run has ended")]
    Ended,
    /// It has not yet obeyed the commands before.
    #[error("the run is busy; try again")]
    Busy,
}

impl Run {
    /// A run that has not started. Its network is made by its own thread.
    ///
    /// # Errors
    /// If the system has no thread for it.
    pub fn new(settings: Settings, data: Arc<Dataset>, device: Device) -> std::io::Result<Self> {
        let (commands, received) = mpsc::sync_channel(MOST_COMMANDS);
        let shared = Arc::new(Shared {
            seen: Mutex::default(),
            changes: watch::Sender::new(0),
            listeners: AtomicUsize::new(0),
        });
        let of_thread = (settings.clone(), Arc::clone(&shared));
        thread::Builder::new().name("run".into()).spawn(move || {
            let (settings, shared) = of_thread;
            let _ends = EndsOnDrop(Arc::clone(&shared));
            if shared.seen().has_ended {
                return;
            }
            Worker::new(Network::new(settings, data, device), received, shared).work();
        })?;
        Ok(Self { settings, commands, shared })
    }

    /// Trains until it is paused.
    ///
    /// # Errors
    /// If the thread is gone or busy, as for the other commands.
    pub fn start(&self) -> Result<(), Disobeys> {
        self.send(Command::Start)
    }

    /// Stops training for now.
    ///
    /// # Errors
    /// See [`start`](Self::start).
    pub fn pause(&self) -> Result<(), Disobeys> {
        self.send(Command::Pause)
    }

    /// Takes one step, and pauses.
    ///
    /// # Errors
    /// See [`start`](Self::start).
    pub fn step(&self) -> Result<(), Disobeys> {
        self.send(Command::Step)
    }

    /// Goes back to the initial weights, and pauses.
    ///
    /// # Errors
    /// See [`start`](Self::start).
    pub fn rewind(&self) -> Result<(), Disobeys> {
        self.send(Command::Rewind)
    }

    /// What the network says now of a picture that was prepared for it.
    ///
    /// # Errors
    /// See [`start`](Self::start).
    pub async fn classify(
        &self,
        picture: Picture,
    ) -> Result<Result<Prediction, NotFinite>, Disobeys> {
        self.ask(|answer| Command::Classify(picture, answer)).await
    }

    /// The network now, as a `.safetensors` file.
    ///
    /// # Errors
    /// See [`start`](Self::start).
    pub async fn file(&self) -> Result<Result<Vec<u8>, ContentError>, Disobeys> {
        self.ask(Command::File).await
    }

    /// The loss of every step so far, and the accuracy on all test images now.
    ///
    /// # Errors
    /// See [`start`](Self::start).
    pub async fn measured(&self) -> Result<Measured, Disobeys> {
        self.ask(Command::Measured).await
    }

    /// A new listener, who knows the first `known` losses, as far as there are so many.
    pub fn listener(&self, known: usize) -> Listener {
        self.shared.listeners.fetch_add(1, Ordering::Relaxed);
        let mut changes = self.shared.changes.subscribe();
        changes.mark_changed();
        let seen = self.shared.seen();
        let known = (seen.rewound, known.min(seen.losses.losses.len()));
        drop(seen);
        Listener { shared: Arc::clone(&self.shared), changes, known }
    }

    /// How many steps it has taken.
    pub fn iteration(&self) -> usize {
        self.shared.seen().losses.losses.len()
    }

    /// Whether somebody looks at it.
    pub fn has_listeners(&self) -> bool {
        self.shared.listeners.load(Ordering::Relaxed) > 0
    }

    fn send(&self, command: Command) -> Result<(), Disobeys> {
        self.commands.try_send(command).map_err(|error| match error {
            TrySendError::Full(_) => Disobeys::Busy,
            TrySendError::Disconnected(_) => Disobeys::Ended,
        })
    }

    async fn ask<A>(
        &self,
        command: impl FnOnce(oneshot::Sender<A>) -> Command,
    ) -> Result<A, Disobeys> {
        let (answer, answered) = oneshot::channel();
        self.send(command(answer))?;
        answered.await.map_err(|_| Disobeys::Ended)
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.shared.end();
    }
}

/// Tells the listeners if the thread of a run ends by itself: an optimizer of a user may panic.
struct EndsOnDrop(Arc<Shared>);

impl Drop for EndsOnDrop {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Shared {
    /// No more will be seen of the run.
    fn end(&self) {
        let mut seen = self.seen();
        seen.has_ended = true;
        seen.is_running = false;
        drop(seen);
        self.changed();
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// A thread that panicked while it held the lock leaves something that can still be shown.
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener {
    /// The next snapshot, as soon as there is something new; `None` if the run has ended.
    pub async fn next(&mut self) -> Option<Snapshot> {
        self.changes.changed().await.ok()?;
        let seen = self.shared.seen();
        if seen.has_ended {
            return None;
        }
        let from = if self.known.0 == seen.rewound { self.known.1 } else { 0 };
        let losses = &seen.losses.losses;
        self.known = (seen.rewound, losses.len());
        Some(Snapshot {
            iteration: losses.len(),
            running: seen.is_running,
            diverged_at: seen.losses.diverged_at,
            from,
            losses: losses[from..].to_vec(),
            steps_per_second: seen.steps_per_second,
            accuracy: seen.accuracy.clone(),
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

/// The thread of a run.
struct Worker {
    network: Network,
    commands: Receiver<Command>,
    shared: Arc<Shared>,
    is_running: bool,
    /// Since when nobody looks.
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

impl Worker {
    fn new(network: Network, commands: Receiver<Command>, shared: Arc<Shared>) -> Self {
        let turns = [Turn::every(40), Turn::every(500), Turn::every(1000)];
        Self { network, commands, shared, is_running: false, unseen_since: None, turns }
    }

    fn work(mut self) {
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
            Command::Start => {
                self.is_running = true;
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
                seen.losses = Losses::default();
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
            let ends = self.network.losses().losses.len() >= MOST_ITERATIONS;
            if ends || self.network.step().is_none() {
                self.is_running = false;
                break;
            }
            steps += 1;
        }
        let speed = f64::from(steps) / start.elapsed().as_secs_f64();
        let has_listeners = self.shared.listeners.load(Ordering::Relaxed) > 0;
        let unseen = match has_listeners {
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
        let network = &self.network;
        let layers = self.turns[0].take(whole, || network.layers());
        let accuracy = self.turns[1].take(whole, || network.accuracy());
        let pictures = self.turns[2].take(whole, || (network.weights(), network.errors().ok()));
        let mut seen = self.shared.seen();
        let known = seen.losses.losses.len();
        let losses = network.losses();
        match losses.losses.get(known..) {
            Some(later) if known > 0 => seen.losses.losses.extend(later),
            _ => seen.losses.losses.clone_from(&losses.losses),
        }
        seen.losses.diverged_at = losses.diverged_at;
        seen.is_running = self.is_running;
        seen.steps_per_second = steps_per_second;
        seen.layers = layers.or(seen.layers.take());
        seen.accuracy = accuracy.or(seen.accuracy.take());
        if let Some((weights, errors)) = pictures {
            seen.weights = Some(weights);
            seen.errors = errors;
        }
        drop(seen);
        self.shared.changed();
    }
}
