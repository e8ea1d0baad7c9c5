//! The flag `--only` of commands that run several experiments: names of experiments, and ids of statements.

use lab::cli::Entry;
use training::flags::InvalidValue;

use crate::lecture::statements;
use crate::registry::EXPERIMENTS;

/// The experiments that `--only` asks for: all of them if it is empty.
pub fn asked(only: &[String]) -> impl Iterator<Item = &'static Entry> {
    let is_asked =
        |entry: &&Entry| only.is_empty() || only.iter().any(|wanted| measures(entry, wanted));
    EXPERIMENTS.iter().filter(is_asked)
}

/// Whether the experiment has this name or measures the statement with this id.
pub fn measures(entry: &Entry, wanted: &str) -> bool {
    entry.name == wanted || entry.statements.contains(&wanted)
}

/// The id of a statement that an experiment measures, or the name of an experiment.
///
/// # Errors
/// If there is neither; the error lists what is allowed.
pub fn id_or_name(text: &str) -> Result<String, InvalidValue> {
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    for wanted in [text, &upper] {
        if EXPERIMENTS.iter().any(|entry| measures(entry, wanted)) {
            return Ok(wanted.to_owned());
        }
    }
    let is_measured = |id: &str| EXPERIMENTS.iter().any(|entry| entry.statements.contains(&id));
    let ids: Vec<_> = statements().map(|s| s.id).filter(|id| is_measured(id)).collect();
    let names: Vec<_> = EXPERIMENTS.iter().map(|entry| entry.name).collect();
    let allowed = format!("allowed: the ids {}; the names {}", ids.join(", "), names.join(", "));
    Err(allowed.into())
}
