//! The tables of verdicts in Markdown, in the current language.

use language::tr;

use super::contents::Report;
use super::words::{numbers, what_and_why};
use crate::foreign::markdown as markdown_text;
use crate::output::{capital, sentence};
use crate::statement::Statement;
use crate::table::{Table, number, one_line};
use crate::title::Title;
use crate::verdict::{Judged, Verdict, probability, size_in_words};

/// The table of all statements with their verdicts, in Markdown.
pub fn markdown(report: &Report) -> String {
    let mut table = Table::new([tr!("id"), tr!("statement"), tr!("verdict"), tr!("measured by")]);
    for Statement { id, title, korean, .. } in report.statements() {
        let (title, verdict) = (Title::of(title, korean).first, report.standing(id).word());
        table.row([*id, title, verdict, &measured_by(report, id)].map(String::from));
    }
    let mut text = table.markdown();
    text += &format!("\n{}{}\n\n", sentence(&report.summary()), before_correction(report));
    for judged in report.statements().flat_map(|statement| report.not_holding(statement.id)) {
        let (what, why) = what_and_why(&judged);
        let claim = judged.claim;
        let (sentence, numbers) = (capital(&claim.sentence), numbers(&judged));
        let item = format!("**{}** {what}: {sentence}: {numbers}. {why}", claim.statement);
        text += &format!("- {}\n", markdown_text(&one_line(&item)));
    }
    text += &over_seeds(report);
    text + &format!("\n{}\n", markdown_text(&sentence(&report.versions())))
}

/// Which statements have another verdict than before the correction for several claims, if any.
fn before_correction(report: &Report) -> String {
    let other = report.statements().filter_map(|statement| {
        let before = report.judgement(statement.id).other_before()?;
        Some(format!("{} {}", statement.id, before.word()))
    });
    match other.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => none,
        other => " ".to_owned() + &tr!("Before the correction for several claims: {other}.", other),
    }
}

/// The claims that rest on seeds, each with its numbers; nothing if there is none.
fn over_seeds(report: &Report) -> String {
    let mut table = Table::new([
        tr!("id"),
        tr!("claim"),
        tr!("verdict"),
        tr!("before"),
        tr!("effect"),
        tr!("95 % interval"),
        "d_z",
        tr!("seeds that agree"),
        "p",
        tr!("adjusted p"),
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
        false => {
            let about = tr!(
                "The claims that rest on seeds. “Before” is the verdict by the claim's own 95 % interval, \
                 where Holm's correction for all claims on the statement changes it; d_z is the effect's \
                 distance from the threshold in standard deviations over the seeds."
            );
            format!("\n{about}\n\n{}", table.markdown())
        }
    }
}

fn row_over_seeds(judged: &Judged, agree: usize, of: usize) -> [String; 10] {
    let claim = judged.claim;
    let interval = claim
        .interval
        .map(|(low, high)| tr!("{low} to {high}", low = number(low), high = number(high)));
    [
        claim.statement.clone(),
        capital(&claim.sentence),
        judged.verdict.word().into(),
        judged.other_before().map_or("", Verdict::word).into(),
        number(claim.effect),
        interval.unwrap_or_default(),
        claim.effect_size.map(size_in_words).unwrap_or_default(),
        tr!("{agree} of {of}", agree, of),
        claim.p.map(probability).unwrap_or_default(),
        judged.p_adjusted.map(probability).unwrap_or_default(),
    ]
}

/// The experiments that measured a statement, and those that would as well.
fn measured_by(report: &Report, id: &str) -> String {
    let names = report.parts_of(id).map(|part| format!("`{}`", part.entry.name));
    let names = names.collect::<Vec<_>>().join(", ");
    match report.missing_for(id) {
        missing if missing.is_empty() => names,
        missing => {
            let missing: Vec<_> = missing.iter().map(|name| format!("`{name}`")).collect();
            tr!("{names} (without {missing})", names, missing = missing.join(", "))
        }
    }
}
