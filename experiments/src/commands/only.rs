//! The flag `--only` of commands that run several experiments: names of experiments, and ids of statements.

use lab::cli::Entry;
use training::flags::InvalidValue;
use training::nearest::did_you_mean;

use crate::lecture::statements;
use crate::registry::{EXPERIMENTS, LONGER, experiment};

/// The experiments that `--only` asks for: all that `lecture` runs if it is empty, and the longer ones that it
/// names.
pub fn asked(only: &[String]) -> impl Iterator<Item = &'static Entry> {
    let named = |entry: &&Entry| only.iter().any(|wanted| wanted == entry.name);
    EXPERIMENTS.iter().filter(|entry| is_asked(only, entry)).chain(LONGER.iter().filter(named))
}

/// Whether `--only` asks for the experiment, by its name or by the id of a statement, or is empty.
pub fn is_asked(only: &[String], entry: &Entry) -> bool {
    only.is_empty() || only.iter().any(|wanted| measures(entry, wanted))
}

/// Whether the experiment has this name or measures the statement with this id.
pub fn measures(entry: &Entry, wanted: &str) -> bool {
    entry.name == wanted || entry.statements.contains(&wanted)
}

/// The id of a statement that an experiment measures, or the name of an experiment. An id does not stand
/// for the longer experiments: they run only by name.
///
/// # Errors
/// If there is neither; the error says which one was probably meant, or what is allowed.
pub fn id_or_name(text: &str) -> Result<String, InvalidValue> {
    let is_measured = |id: &str| EXPERIMENTS.iter().any(|entry| entry.statements.contains(&id));
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    for wanted in [text, &upper] {
        if experiment(wanted).is_some() || is_measured(wanted) {
            return Ok(wanted.to_owned());
        }
    }
    let ids: Vec<_> = statements().map(|s| s.id).filter(|id| is_measured(id)).collect();
    let names: Vec<_> = EXPERIMENTS.iter().chain(LONGER.iter()).map(|entry| entry.name).collect();
    if let Some(suggestion) = did_you_mean(text, ids.iter().chain(&names).copied()) {
        return Err(suggestion.into());
    }
    let (first, last) = (ids.first().unwrap_or(&""), ids.last().unwrap_or(&""));
    Err(format!(
        "allowed: the id of a statement, from {first} to {last}, or the name of an experiment; the command \
         `experiments` lists them"
    )
    .into())
}
