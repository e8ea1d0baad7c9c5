//! The tables of verdicts in Markdown, in English and Korean.

use super::contents::Report;
use super::words::{numbers, what_and_why};
use crate::output::{capital, sentence};
use crate::statement::Statement;
use crate::table::{Table, one_line};

/// The table of all statements with their verdicts, in Markdown.
pub fn markdown(report: &Report) -> String {
    let mut table = Table::new(["id", "statement", "verdict", "measured by"]);
    for Statement { id, title, .. } in report.statements() {
        let standing = report.standing(id).to_string();
        table.row([(*id).into(), (*title).into(), standing, measured_by(report, id)]);
    }
    let mut text = table.markdown();
    text += &format!("\n{}\n\n", sentence(&report.summary()));
    for claim in report.statements().flat_map(|statement| report.not_holding(statement.id)) {
        let (what, why) = what_and_why(claim);
        let (sentence, numbers) = (capital(&claim.sentence), numbers(claim));
        let item = format!("**{}** {what}: {sentence} ({numbers}). {why}", claim.statement);
        text += &format!("- {}\n", one_line(&item));
    }
    text + &format!("\n{}\n", sentence(&report.versions()))
}

/// The same table in Korean.
pub fn markdown_korean(report: &Report) -> String {
    let mut table = Table::new(["id", "주장", "판정", "실험"]);
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for Statement { id, korean, .. } in report.statements() {
        let standing = report.standing(id).korean();
        table.row([(*id).into(), (*korean).into(), standing.into(), measured_by(report, id)]);
        match counts.iter_mut().find(|(word, _)| *word == standing) {
            Some((_, count)) => *count += 1,
            None => counts.push((standing, 1)),
        }
    }
    let counts: Vec<_> = counts.iter().map(|(word, count)| format!("{word} {count}")).collect();
    table.markdown() + &format!("\n{}.\n", counts.join(", "))
}

/// The experiments that measured a statement.
fn measured_by(report: &Report, id: &str) -> String {
    let names = report.parts_of(id).map(|part| format!("`{}`", part.entry.name));
    names.collect::<Vec<_>>().join(", ")
}
