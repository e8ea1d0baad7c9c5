//! What a run found, as text for a reader and as JSON for a program.

use std::fmt::Write as _;

use language::{Language, tr};
use serde_json::{Value, json};

use crate::foreign::Foreign;
use crate::outcome::Outcome;
use crate::table::spaces;
use crate::title::Title;
use crate::verdict::{Judged, judged};

/// The table, the claims, and where the files are.
pub fn text(outcome: &Outcome) -> String {
    let (ran, kept) = outcome.trials;
    let title = match language::current() {
        Language::English => outcome.title,
        Language::Korean => Title::of_both(outcome.title).first,
    };
    let mut text = format!("{} · {title}\n\n{}\n", outcome.name, outcome.views.table);
    for judged in judged(&outcome.views.claims) {
        text += &claim_text(&judged);
    }
    let seconds = format!("{:.1}", outcome.seconds);
    let time = match kept {
        0 => tr!("{ran} trials in {seconds} s", ran, seconds),
        _ => {
            tr!("{ran} trials in {seconds} s, {kept} kept from before", ran, seconds, kept)
        }
    };
    let _ = writeln!(text, "\n  {time}");
    let file = outcome.folder.join("record.json");
    let _ = writeln!(text, "  {}", tr!("record   {file} (and .csv)", file = Foreign::path(&file)));
    for (name, _) in &outcome.views.drawings {
        let file = outcome.folder.join(format!("{name}.svg"));
        let file = Foreign::path(&file);
        let _ = writeln!(text, "  {}", tr!("figure   {file} (and .png, .csv)", file));
    }
    text
}

/// A claim in two or three lines: the verdict and what is claimed, then the numbers over the seeds, then what
/// an undecided claim lacks. One number without randomness follows in the first line.
fn claim_text(judged: &Judged) -> String {
    const INDENT: usize = 20;
    let Judged { claim, verdict, note, .. } = judged;
    const WIDTH: usize = 13;
    let (style, word) = (verdict.style(), verdict.word());
    let space = spaces(word, WIDTH);
    let mut text =
        format!("  {:<3} {style}{word}{space}{style:#} {}", claim.statement, claim.sentence);
    match claim.agree {
        Some(_) => text += &format!("\n{:INDENT$}{}", "", judged.numbers()),
        None => text += &format!(": {}", judged.numbers()),
    }
    if !note.is_empty() {
        text += &format!("\n{:INDENT$}({note})", "");
    }
    text + "\n"
}

/// The same for a program. The cells of the table are the text that a reader would see; the claims have
/// their numbers in full, with `null` for a number that is not finite, and are judged together with the
/// other claims of this experiment on the same statement. It contains no times: the same settings give the
/// same document.
///
/// ```json
/// { "experiment": "optimizer_paths", "title": "…", "statements": ["O1"], "settings": {},
///   "provenance": {}, "table": [{"optimizer": "SGD", "η": "0.95"}],
///   "claims": [{"statement": "O1", "verdict": "holds", "verdict_before_correction": "holds",
///               "effect": 0.1, "interval": null, "effect_size": null, "p": null, "p_adjusted": null}],
///   "record": "results/optimizer_paths/record.json",
///   "observations": "results/optimizer_paths/record.csv",
///   "figures": ["results/optimizer_paths/optimizer_paths.svg"] }
/// ```
pub fn json(outcome: &Outcome) -> Value {
    let path = |file: String| outcome.folder.join(file).display().to_string();
    let figures = outcome.views.drawings.iter().map(|(name, _)| path(format!("{name}.svg")));
    json!({
        "experiment": outcome.name,
        "title": outcome.title,
        "statements": outcome.statements,
        "settings": outcome.settings,
        "provenance": outcome.provenance,
        "table": outcome.views.table,
        "claims": judged(&outcome.views.claims),
        "record": path("record.json".into()),
        "observations": path("record.csv".into()),
        "figures": figures.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::*;
    use crate::verdict::claim;

    #[test]
    fn numbers_and_notes_are_aligned_below_what_is_claimed() {
        let seeds = claim("O6", "a is larger").above(0.0, &[1.0, 2.0, 3.0, 1.0, 2.0, 3.0]);
        let exact = claim("B3", "it is so").is("odd", 3.0, true);
        let missing = claim("G1", "it is so").lacking("X was not run").is("odd", 3.0, true);
        let few = claim("V1", "b is larger").above(0.0, &[2.0, 4.0]);
        let claims = [seeds, exact, missing, few];
        let text: String = judged(&claims).iter().map(claim_text).collect();
        assert_eq!(
            strip_str(&text).to_string(),
            "  O6  holds         a is larger
                    2 [1, 3], d_z 2.24, 6 of 6 seeds agree, adjusted p 0.0312
  B3  holds         it is so: 3
  G1  undecided     it is so: not measured
                    (X was not run)
  V1  undecided     b is larger
                    3, 2 of 2 seeds agree, adjusted p 0.500
                    (fewer than 6 seeds decide nothing: run with --seeds 10 or more)
"
        );
    }
}
