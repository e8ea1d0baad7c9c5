//! A run: a network that a thread of its own trains, and what is known of it.
//!
//! The thread owns the [`Network`] and takes commands. What there is to see is put where any number of [`Listener`]s
//! read it; nothing that they do slows the training down.

mod curve;
mod seen;
mod worker;

use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender, TrySendError};
use std::thread;
use std::time::{Duration, Instant};

use burn::tensor::Device;
use language::tr;
use tokio::sync::oneshot;
use training::pictures::Picture;
use training::predict::{NotFinite, Prediction};
use training::run::Run as Measured;
use training::saved::ContentError;

use crate::data::Loaded;
use crate::network::Network;
use crate::settings::Settings;
use seen::Shared;
pub use seen::{Listener, Snapshot};
use worker::{Command, Worker};

/// How many commands may wait.
const MOST_COMMANDS: usize = 16;
/// How long a hidden page keeps a run by asking for it once: browsers let such a page act only once a minute.
const KEPT: Duration = Duration::from_secs(90);

/// A run, as the server knows it. If it is dropped, the thread ends.
pub struct Run {
    /// The settings.
    pub settings: Settings,
    /// The data set that it learns.
    pub data: Loaded,
    commands: SyncSender<Command>,
    shared: Arc<Shared>,
}

/// Why a run does not obey.
#[derive(Debug, thiserror::Error)]
pub enum Disobeys {
    /// Its thread is gone.
    #[error("{}", tr!("The run has ended."))]
    Ended,
    /// It has not yet obeyed the commands before.
    #[error("{}", tr!("The run is busy. Try again."))]
    Busy,
}

impl Run {
    /// A run that has not started. Its network is made by its own thread.
    ///
    /// # Errors
    /// If the system has no thread for it.
    pub fn new(settings: Settings, data: Loaded, device: Device) -> std::io::Result<Self> {
        let (commands, received) = mpsc::sync_channel(MOST_COMMANDS);
        let shared = Arc::new(Shared::new());
        let of_thread = (settings.clone(), Arc::clone(&data.data), Arc::clone(&shared));
        thread::Builder::new().name("run".into()).spawn(move || {
            let (settings, data, shared) = of_thread;
            let _ends = EndsOnDrop(Arc::clone(&shared));
            if shared.seen().has_ended {
                return;
            }
            Worker::new(Network::new(settings, data, device), received, shared).work();
        })?;
        Ok(Self { settings, data, commands, shared })
    }

    /// Trains until it is paused, or pauses by itself after so many iterations, if there were not as many before.
    ///
    /// # Errors
    /// If the thread is gone or busy, as for the other commands.
    pub fn start(&self, until: Option<usize>) -> Result<(), Disobeys> {
        self.send(Command::Start(until))
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
        Listener::new(&self.shared, known)
    }

    /// How many steps it has taken.
    pub fn iteration(&self) -> usize {
        self.shared.seen().losses.losses.len()
    }

    /// Lets it go on for a while although nobody looks at it: its page is hidden, and asks for it now and then.
    ///
    /// # Errors
    /// If the thread is gone.
    pub fn keep(&self) -> Result<(), Disobeys> {
        let mut seen = self.shared.seen();
        seen.kept_until = Some(Instant::now() + KEPT);
        if seen.has_ended { Err(Disobeys::Ended) } else { Ok(()) }
    }

    /// Takes back [`keep`](Self::keep), because its page is closed.
    pub fn release(&self) {
        self.shared.seen().kept_until = None;
    }

    /// Whether somebody looks at it, or has asked to keep it.
    pub fn is_wanted(&self) -> bool {
        self.shared.is_wanted()
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
