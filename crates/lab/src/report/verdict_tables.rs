//! The tables of verdicts in Markdown, in the current language.

use super::contents::Report;
use super::words::{numbers, what_and_why};
use crate::foreign::markdown as markdown_text;
use crate::output::{capital, sentence};
use crate::statement::Statement;
use crate::table::{Table, number, one_line};
use crate::verdict::{Judged, probability};

/// The table of all statements with their verdicts, in Markdown.
pub fn markdown(report: &Report) -> String {
    let mut table = Table::new(["id", "statement", "verdict", "measured by"]);
    for Statement { id, title, .. } in report.statements() {
        let standing = report.standing(id).to_string();
        table.row([(*id).into(), (*title).into(), standing, measured_by(report, id, "without")]);
    }
    let mut text = table.markdown();
    text += &format!("\n{}{}\n\n", sentence(&report.summary()), before_correction(report));
    for judged in report.statements().flat_map(|statement| report.not_holding(statement.id)) {
        let (what, why) = what_and_why(&judged);
        let claim = judged.claim;
        let (sentence, numbers) = (capital(&claim.sentence), numbers(&judged));
        let item = format!("**{}** {what}: {sentence} ({numbers}). {why}", claim.statement);
        text += &format!("- {}\n", markdown_text(&one_line(&item)));
    }
    text += &over_seeds(report);
    text + &format!("\n{}\n", markdown_text(&sentence(&report.versions())))
}

/// Which statements have another verdict than before the correction for several claims, if any.
fn before_correction(report: &Report) -> String {
    let other = report.statements().filter_map(|statement| {
        let before = report.judgement(statement.id).other_before()?;
        Some(format!("{} {before}", statement.id))
    });
    match other.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => none,
        other => format!(" Before the correction for several claims: {other}."),
    }
}

/// The claims that rest on seeds, each with its numbers; nothing if there is none.
fn over_seeds(report: &Report) -> String {
    let mut table = Table::new([
        "id",
        "claim",
        "verdict",
        "before",
        "effect",
        "95 % interval",
        "d_z",
        "seeds that agree",
        "p",
        "adjusted p",
    ]);
    for statement in report.statements() {
        for judged in report.judgement(statement.id).claims {
            if let Some((agree, of)) = judged.claim.agree {
                table.row(row_over_seeds(&judged, agree, of));
            }
        }
    }
    match table.rows.is_empty() {
        true => String::new(),
        false => format!(
            "\nThe claims that rest on seeds. “Before” is the verdict by the claim's own 95 % interval, where \
             Holm's correction for all claims on the statement changes it; d_z is the effect's distance from \
             the threshold in standard deviations over the seeds.\n\n{}",
            table.markdown()
        ),
    }
}

fn row_over_seeds(judged: &Judged, agree: usize, of: usize) -> [String; 10] {
    let claim = judged.claim;
    let interval = claim.interval.map(|(low, high)| format!("{} to {}", number(low), number(high)));
    [
        claim.statement.clone(),
        capital(&claim.sentence),
        judged.verdict.to_string(),
        judged.other_before().map(|before| before.to_string()).unwrap_or_default(),
        number(claim.effect),
        interval.unwrap_or_default(),
        claim.effect_size.map(|size| format!("{size:.2}")).unwrap_or_default(),
        format!("{agree} of {of}"),
        claim.p.map(probability).unwrap_or_default(),
        judged.p_adjusted.map(probability).unwrap_or_default(),
    ]
}

/// The experiments that measured a statement, and those that would as well, after the word `without`.
fn measured_by(report: &Report, id: &str, without: &str) -> String {
    let names = report.parts_of(id).map(|part| format!("`{}`", part.entry.name));
    let names = names.collect::<Vec<_>>().join(", ");
    match report.missing_for(id) {
        missing if missing.is_empty() => names,
        missing => {
            let missing: Vec<_> = missing.iter().map(|name| format!("`{name}`")).collect();
            format!("{names} ({without} {})", missing.join(", "))
        }
    }
}
