//! The flag `--only` of commands that run several experiments: names of experiments, and ids of statements.

use lab::cli::Entry;
use training::flags::InvalidValue;
use training::nearest::did_you_mean;

use super::ids::ranges;
use crate::lecture::{LECTURE, statements};
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
    // One value with spaces in it: several ids or names without commas.
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 1 && words.iter().all(|word| id_or_name(word).is_ok()) {
        return Err(format!("separate ids and names by commas: {}", words.join(",")).into());
    }
    let ids: Vec<_> = statements().map(|s| s.id).filter(|id| is_measured(id)).collect();
    let names: Vec<_> = EXPERIMENTS.iter().chain(LONGER.iter()).map(|entry| entry.name).collect();
    if let Some(suggestion) = did_you_mean(text, ids.iter().chain(&names).copied()) {
        return Err(suggestion.into());
    }
    let of_chapters = LECTURE.iter().map(|chapter| {
        let ids = chapter.statements.iter().map(|statement| statement.id);
        ranges(&ids.filter(|id| is_measured(id)).collect::<Vec<_>>())
    });
    Err(format!(
        "allowed: the id of a statement ({}) or the name of an experiment; the command `experiments` lists them",
        of_chapters.filter(|ids| !ids.is_empty()).collect::<Vec<_>>().join(", ")
    )
    .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_id_is_told_which_there_are() {
        let error = |text| id_or_name(text).unwrap_err().to_string();
        let said = error("Z9");
        assert!(said.contains("G1–G4, B1–B3") && said.contains("N1, N2"), "{said}");
        assert_eq!(error("I7 o6"), "separate ids and names by commas: I7,o6");
        assert!(error("I7 Z9").starts_with("allowed"), "{}", error("I7 Z9"));
        assert_eq!(id_or_name(" o6 "), Ok("O6".into()));
    }
}
