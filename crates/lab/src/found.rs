//! What a run found, as text for a reader and as JSON for a program.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::outcome::Outcome;

/// The table, the claims, and where the files are.
pub fn text(outcome: &Outcome) -> String {
    let (ran, kept) = outcome.trials;
    let mut text = format!("{} · {}\n\n{}\n", outcome.name, outcome.title, outcome.table);
    for claim in &outcome.claims {
        text += &format!("  {claim:#}\n");
    }
    let reused = if kept > 0 { format!(", {kept} kept from before") } else { String::new() };
    let _ = writeln!(text, "\n  {ran} trials in {:.1} s{reused}", outcome.seconds);
    let record = outcome.folder.join("record.json");
    text += &format!("  record   {} (and .csv)\n", record.display());
    for (name, _) in &outcome.drawings {
        text +=
            &format!("  figure   {}.svg (and .png, .csv)\n", outcome.folder.join(name).display());
    }
    text
}

/// The same for a program. The cells of the table are the text that a reader would see; the claims have
/// their numbers in full, with `null` for a number that is not finite. It contains no times: the same
/// settings give the same document.
///
/// ```json
/// { "experiment": "optimizer_paths", "title": "…", "statements": ["O1"], "settings": {},
///   "provenance": {}, "table": [{"optimizer": "SGD", "η": "0.95"}],
///   "claims": [{"statement": "O1", "verdict": "holds", "effect": 0.1, "interval": null}],
///   "record": "results/optimizer_paths/record.json",
///   "observations": "results/optimizer_paths/record.csv",
///   "figures": ["results/optimizer_paths/optimizer_paths.svg"] }
/// ```
pub fn json(outcome: &Outcome) -> Value {
    let path = |file: String| outcome.folder.join(file).display().to_string();
    let figures = outcome.drawings.iter().map(|(name, _)| path(format!("{name}.svg")));
    json!({
        "experiment": outcome.name,
        "title": outcome.title,
        "statements": outcome.statements,
        "settings": outcome.settings,
        "provenance": outcome.provenance,
        "table": outcome.table,
        "claims": outcome.claims,
        "record": path("record.json".into()),
        "observations": path("record.csv".into()),
        "figures": figures.collect::<Vec<_>>(),
    })
}
