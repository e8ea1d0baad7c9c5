//! What every request needs: the site, and the runs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use axum::extract::State;
use axum::http::Uri;
use language::Language;

use super::answer::{Failure, parameter};
use crate::guard::Names;
use crate::run::Run;
use crate::site::Site;

/// The largest number of runs at a time.
pub const MOST_RUNS: usize = 8;
/// A run that nobody has looked at for so long is removed.
const REMOVED_AFTER: Duration = Duration::from_secs(600);

/// What every request needs.
pub struct App {
    pub site: Site,
    pub names: Names,
    runs: Mutex<Runs>,
}

/// [`App`], as a request gets it.
pub type Shared = State<Arc<App>>;

/// The runs, by their numbers.
pub struct Runs {
    last: u64,
    pub all: BTreeMap<u64, Entry>,
}

/// A run of the server.
pub struct Entry {
    pub run: Arc<Run>,
    /// Since when nobody looks at it.
    unseen_since: Instant,
}

impl App {
    /// A server of this site that is reached by these names, without runs.
    pub fn new(site: Site, names: Names) -> Self {
        // The numbers begin with the time, so that a page that was open before does not take a run of this server for
        // one of its own.
        let since_1970 = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        let last = u64::try_from(since_1970.as_millis()).unwrap_or(0);
        Self { site, names, runs: Mutex::new(Runs { last, all: BTreeMap::new() }) }
    }

    /// All runs.
    pub fn runs(&self) -> MutexGuard<'_, Runs> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The run of that number.
    pub fn run(&self, id: &str) -> Result<Arc<Run>, Failure> {
        let id: u64 = id.parse().map_err(|_| Failure::no_run())?;
        let runs = self.runs();
        runs.all.get(&id).map(|entry| Arc::clone(&entry.run)).ok_or_else(Failure::no_run)
    }

    /// The language that the address asks for.
    pub fn language(&self, uri: &Uri) -> Language {
        let of = |code: &str| Language::ALL.into_iter().find(|language| language.code() == code);
        parameter(uri, "language").and_then(of).unwrap_or(self.site.language)
    }

    /// Takes note of the runs that somebody looks at now.
    pub fn note_listeners(&self) {
        for entry in self.runs().all.values_mut().filter(|entry| entry.run.is_wanted()) {
            entry.unseen_since = Instant::now();
        }
    }

    /// Removes the runs that nobody has looked at for too long.
    pub fn remove_abandoned(&self) {
        self.note_listeners();
        self.runs().all.retain(|_, entry| entry.unseen_since.elapsed() < REMOVED_AFTER);
    }
}

impl Runs {
    /// Makes room for a run, if need be by removing the one that nobody has looked at for the longest time; `false`
    /// if all are looked at.
    pub fn make_room(&mut self) -> bool {
        if self.all.len() < MOST_RUNS {
            return true;
        }
        let unseen = self.all.iter().filter(|(_, entry)| !entry.run.is_wanted());
        let longest = unseen.min_by_key(|(_, entry)| entry.unseen_since).map(|(id, _)| *id);
        longest.is_some_and(|id| self.all.remove(&id).is_some())
    }

    /// Adds a run, and returns its number.
    pub fn add(&mut self, run: Arc<Run>) -> u64 {
        self.last += 1;
        self.all.insert(self.last, Entry { run, unseen_since: Instant::now() });
        self.last
    }
}
