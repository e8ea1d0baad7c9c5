//! The files of the report, and the same results as JSON.

use lab::common::Common;
use lab::files::sweep;
use lab::found;
use lab::report::{Part, Report, file_name, html, markdown};
use lab::statement::Standing;
use serde_json::{Value, json};
use training::files::{FileError, create_folder, write_whole};

use crate::lecture::statements;

/// Writes the report in the current language: a page, and the verdicts as Markdown.
///
/// # Errors
/// If a file cannot be written.
pub fn write(report: &Report) -> Result<(), FileError> {
    let out = &report.common.out;
    create_folder(out)?;
    sweep(out);
    let language = language::current();
    write_whole(&out.join(file_name(language)), html(report).as_bytes())?;
    write_whole(&out.join(format!("verdicts{}.md", language.suffix())), markdown(report).as_bytes())
}

/// The path of the report's page in the current language.
pub fn page(common: &Common) -> String {
    common.out.join(file_name(language::current())).display().to_string()
}

/// The results as JSON: each statement's standing, and each experiment's outcome or the reason of its
/// failure.
pub fn json(report: &Report) -> Value {
    let by = |id: &str| -> Vec<&str> {
        let serving = report.parts.iter().filter(|part| part.entry.statements.contains(&id));
        serving.map(|part| part.entry.name).collect()
    };
    let statement = |id: &'static str, title: &'static str| {
        let standing = report.standing(id);
        let before = match standing {
            Standing::Judged(_) => report.judgement(id).before.to_string(),
            _ => standing.to_string(),
        };
        json!({
            "id": id,
            "title": title,
            "verdict": standing.to_string(),
            "verdict_before_correction": before,
            "measured_by": by(id),
            "claims": report.judgement(id).claims,
        })
    };
    let part = |part: &Part| match &part.result {
        Ok(outcome) => found::json(outcome),
        Err(reason) => json!({ "experiment": part.entry.name, "error": reason.to_string() }),
    };
    json!({
        "report": page(report.common),
        "statements": statements().map(|s| statement(s.id, s.title)).collect::<Vec<_>>(),
        "experiments": report.parts.iter().map(part).collect::<Vec<_>>(),
    })
}
