//! The report: one HTML page that needs nothing beside itself, and a table of verdicts in Markdown.
//!
//! The page is well-formed XML as well as HTML. All text goes through [`escape`]. It says nothing
//! of the time of day: the same records give the same bytes.

use std::collections::BTreeMap;

use figures::{Diagram, Figure};
use training::BURN_VERSION;
use training::backend::Backend;

use crate::cli::Entry;
use crate::common::Common;
use crate::equation::equation;
use crate::experiment::Drawing;
use crate::outcome::Outcome;
use crate::output::{capital, sentence};
use crate::statement::{Chapter, Standing, Statement};
use crate::table::Table;
use crate::times::TimeTaken;
use crate::verdict::{Claim, Setting, Verdict};

mod agreement;
mod explore;

pub use agreement::Agreement;

/// An experiment that was run, and what came of it or why nothing did.
pub struct Part {
    /// The experiment.
    pub entry: &'static Entry,
    /// Its outcome, or the reason of its failure.
    pub result: Result<Outcome, String>,
}

/// Everything that a report is made of.
pub struct Report<'a> {
    /// The chapters of the lecture.
    pub chapters: Vec<&'static Chapter>,
    /// All experiments that there are, whether they were run or not.
    pub entries: Vec<&'static Entry>,
    /// The experiments that were run, in the lecture's order.
    pub parts: &'a [Part],
    /// The common flags that they were run with.
    pub common: &'a Common,
    /// Whether it was a quick run, with one seed each.
    pub quick: bool,
    /// Whether only a part of the experiments was asked for.
    pub partial: bool,
    /// How other backends compare, if that was found out.
    pub agreement: Option<Agreement>,
}

impl Report<'_> {
    /// All statements, in the lecture's order.
    pub fn statements(&self) -> impl Iterator<Item = &'static Statement> {
        self.chapters.iter().flat_map(|chapter| chapter.statements)
    }

    fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.parts.iter().filter_map(|part| part.result.as_ref().ok())
    }

    fn parts_of(&self, id: &str) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.entry.statements.contains(&id))
    }

    fn claims_of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Claim> {
        self.outcomes()
            .flat_map(|outcome| &outcome.claims)
            .filter(move |claim| claim.statement == id)
    }

    /// What is known of a statement.
    pub fn standing(&self, id: &str) -> Standing {
        let verdicts = self.claims_of(id).map(|claim| claim.verdict).collect();
        let measured = self.parts_of(id).any(|part| part.result.is_ok());
        let failed = self.parts_of(id).any(|part| part.result.is_err());
        Standing::of(verdicts, measured, failed)
    }

    /// How many statements stand how: "3 hold, 27 not run".
    pub fn summary(&self) -> String {
        let words = [
            (Standing::Judged(Verdict::Holds), "hold"),
            (Standing::Judged(Verdict::HoldsInPart), "hold in part"),
            (Standing::Judged(Verdict::DoesNotHold), "do not hold"),
            (Standing::Judged(Verdict::Undecided), "undecided"),
            (Standing::Failed, "failed"),
            (Standing::NotRun, "not run"),
        ];
        let count = |wanted| self.statements().filter(|s| self.standing(s.id) == wanted).count();
        let counted = words.into_iter().map(|(standing, word)| (count(standing), word));
        let parts = counted.filter(|(n, _)| *n > 0).map(|(n, word)| match (n, word) {
            (1, "hold") => "1 holds".into(),
            (1, "hold in part") => "1 holds in part".into(),
            (1, "do not hold") => "1 does not hold".into(),
            _ => format!("{n} {word}"),
        });
        parts.collect::<Vec<String>>().join(", ")
    }

    /// One line: what computed, and on what.
    pub fn versions(&self) -> String {
        let data: BTreeMap<&str, &str> = self
            .outcomes()
            .filter_map(|outcome| outcome.provenance.data.as_ref())
            .map(|data| (data.name.as_str(), data.fingerprint.as_str()))
            .collect();
        let data = data.iter().map(|(name, print)| {
            format!("; data set {name} (SHA-256 {}…)", print.get(..12).unwrap_or(print))
        });
        format!(
            "version {} of this project, Burn {BURN_VERSION}, backend {}, {} on {}{}",
            env!("CARGO_PKG_VERSION"),
            self.common.backend,
            std::env::consts::ARCH,
            std::env::consts::OS,
            data.collect::<String>()
        )
    }

    /// The flags, beside the experiment's name, that make its part of this report again.
    fn flags(&self, entry: &Entry) -> String {
        let Common { backend, remote_address, seed, seeds, data, .. } = self.common;
        let mut flags = String::new();
        if *backend != Backend::default_compiled() {
            flags += &format!(" --backend {backend}");
        }
        if let Some(address) = remote_address {
            flags += &format!(" --remote-address {address}");
        }
        if *seed != 0 {
            flags += &format!(" --seed {seed}");
        }
        if let Some(seeds) = seeds.filter(|_| entry.seeds > 1) {
            flags += &format!(" --seeds {seeds}");
        }
        if let Some(data) = data {
            flags += &format!(" --data {}", data.display());
        }
        flags
    }

    /// The command that makes one experiment's part of this report.
    fn command(&self, entry: &Entry) -> String {
        let mut flags = self.flags(entry);
        if !flags.is_empty() {
            flags = format!(" --{flags}");
        }
        format!("cargo run -p experiments --bin {}{flags}", entry.name)
    }
}

/// The table of all statements with their verdicts, in Markdown.
pub fn markdown(report: &Report) -> String {
    let mut text = String::from("| id | statement | verdict | measured by |\n|---|---|---|---|\n");
    for Statement { id, title, .. } in report.statements() {
        let by: Vec<_> = report.parts_of(id).map(|part| format!("`{}`", part.entry.name)).collect();
        let standing = report.standing(id);
        text += &format!("| {id} | {title} | {standing} | {} |\n", by.join(", "));
    }
    text += &format!("\n{}\n\n", sentence(&report.summary()));
    for claim in report.statements().flat_map(|statement| not_holding(report, statement.id)) {
        let (what, why) = what_and_why(claim);
        let (sentence, numbers) = (capital(&claim.sentence), numbers(claim));
        text += &format!("- **{}** {what}: {sentence} ({numbers}). {why}\n", claim.statement);
    }
    text + &format!("\n{}\n", sentence(&report.versions()))
}

/// The same table in Korean.
pub fn markdown_korean(report: &Report) -> String {
    let mut text = String::from("| id | 주장 | 판정 | 실험 |\n|---|---|---|---|\n");
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for Statement { id, korean, .. } in report.statements() {
        let by: Vec<_> = report.parts_of(id).map(|part| format!("`{}`", part.entry.name)).collect();
        let standing = report.standing(id).korean();
        text += &format!("| {id} | {korean} | {standing} | {} |\n", by.join(", "));
        match counts.iter_mut().find(|(word, _)| *word == standing) {
            Some((_, count)) => *count += 1,
            None => counts.push((standing, 1)),
        }
    }
    let counts: Vec<_> = counts.iter().map(|(word, count)| format!("{word} {count}")).collect();
    text + &format!("\n{}.\n", counts.join(", "))
}

/// The whole report as an HTML page.
pub fn html(report: &Report) -> String {
    let chapters: String =
        report.chapters.iter().map(|chapter| chapter_html(report, chapter)).collect();
    let mut notes = String::new();
    if report.quick {
        notes += "<p class=\"note\">A quick run: one seed each. What depends on chance is left \
                  undecided; only statements in which nothing is random are decided.</p>\n";
    }
    if report.partial {
        notes += "<p class=\"note\">Only a part was run. <code>cargo run -p experiments --bin \
                  lecture</code> runs all of it, and takes over what is there already.</p>\n";
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <title>Deep Learning Basics 2: every statement, run and judged</title>\n\
         <style>\n{}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#chapter-1\">Skip the overview</a>\n\
         <header>\n<h1>Deep Learning Basics 2 <span lang=\"ko\">딥러닝 기초2</span></h1>\n\
         <p>Every statement of the lecture, run on Burn, drawn and judged: {}.</p>\n{notes}</header>\n\
         <main>\n{}\n{chapters}{}{}</main>\n<footer class=\"small\"><p>{}</p></footer>\n\
         <script>\n/*<![CDATA[*/\n{}/*]]>*/\n</script>\n</body>\n</html>\n",
        include_str!("report/style.css"),
        escape(&report.summary()),
        overview(report),
        agreement::on_other_backends(report),
        about_the_run(report),
        escape(&sentence(&report.versions())),
        include_str!("report/script.js"),
    )
}

fn overview(report: &Report) -> String {
    let chapters = report.chapters.iter().map(|Chapter { number, title, korean, statements }| {
        let rows = statements.iter().map(|Statement { id, title, .. }| {
            format!(
                "<li><a href=\"#{id}\"><span class=\"id\">{id}</span>{}</a> {}</li>\n",
                escape(title),
                badge(report.standing(id))
            )
        });
        format!(
            "<section>\n<h2>{number}. {} <span lang=\"ko\">{korean}</span></h2>\n<ol>\n{}</ol>\n</section>\n",
            escape(title),
            rows.collect::<String>()
        )
    });
    format!(
        "<nav aria-label=\"All statements with their verdicts\" class=\"overview\">\n{}\
         <section><ol><li><a href=\"#backends\">On other backends</a></li>\
         <li><a href=\"#run\">About this run</a></li></ol></section>\n</nav>",
        chapters.collect::<String>()
    )
}

/// A verdict as colour, sign and word.
fn badge(standing: Standing) -> String {
    let (class, sign) = match standing {
        Standing::Judged(Verdict::Holds) => ("holds", "✓"),
        Standing::Judged(Verdict::HoldsInPart) => ("part", "◐"),
        Standing::Judged(Verdict::DoesNotHold) => ("not", "✗"),
        Standing::Judged(Verdict::Undecided) => ("open", "?"),
        Standing::Failed => ("not", "!"),
        Standing::NotRun => ("none", "–"),
    };
    format!(
        "<span class=\"badge {class}\"><span aria-hidden=\"true\">{sign}</span> {standing}</span>"
    )
}

fn chapter_html(report: &Report, chapter: &Chapter) -> String {
    let Chapter { number, title, korean, statements } = chapter;
    let statements: String = statements.iter().map(|s| statement_html(report, s)).collect();
    format!(
        "<section id=\"chapter-{number}\">\n<h2>{number}. {} <span lang=\"ko\">{korean}</span></h2>\n\
         {statements}</section>\n",
        escape(title)
    )
}

fn statement_html(report: &Report, statement: &Statement) -> String {
    let Statement { id, title, korean, sentence, equation: math } = statement;
    let standing = report.standing(id);
    let mut html = format!(
        "<section class=\"statement\" id=\"{id}\">\n<div class=\"head\">\
         <h3><span class=\"id\">{id}</span>{} <span lang=\"ko\">{}</span></h3> {}</div>\n\
         <p class=\"says\">{}</p>\n",
        escape(title),
        escape(korean),
        badge(standing),
        escape(sentence)
    );
    if !math.is_empty() {
        html += &format!("<div class=\"equation\">{}</div>\n", equation(math));
    }
    html += &what_fails(report, id);
    for part in report.parts_of(id) {
        // What an experiment shows stands at the first of its statements.
        let home = part.entry.statements[0];
        match &part.result {
            Err(reason) => {
                html += &format!(
                    "<p class=\"note\"><code>{}</code> failed: {}</p>\n",
                    part.entry.name,
                    escape(reason)
                );
            }
            Ok(outcome) => {
                if home == *id {
                    html += &evidence(report, part.entry, outcome);
                } else {
                    let figures = figures_at(id, outcome);
                    let which = if figures.is_empty() { "The" } else { "More" };
                    html += &format!(
                        "{figures}<p class=\"small\">{which} figures, the table and the command: \
                         <a href=\"#{}\">{}</a>, at {home}.</p>\n",
                        outcome.name,
                        escape(english(outcome.title))
                    );
                }
            }
        }
    }
    html += &claims_html(report, id);
    if standing == Standing::NotRun {
        let by = report.entries.iter().find(|entry| entry.statements.contains(id));
        html += &match by {
            Some(entry) => {
                format!("<p class=\"small\">Run it with:</p>\n{}", code(&report.command(entry)))
            }
            None => "<p class=\"small\">No experiment serves it yet.</p>\n".into(),
        };
    }
    let explorers = report.outcomes().flat_map(|outcome| &outcome.explorers);
    html.extend(explorers.filter(|explorer| explorer.statement == *id).map(explore::html));
    html + "</section>\n"
}

/// The claims of a statement that do not hold, and then those that are undecided; but of a quick run,
/// where all that chance has a part in is undecided, the former alone.
fn not_holding<'a>(report: &'a Report, id: &'a str) -> impl Iterator<Item = &'a Claim> {
    let of = |verdict| report.claims_of(id).filter(move |claim| claim.verdict == verdict);
    let undecided = of(Verdict::Undecided).filter(|_| !report.quick);
    of(Verdict::DoesNotHold).chain(undecided)
}

/// What is said of a claim that does not hold or is undecided, and the reason.
fn what_and_why(claim: &Claim) -> (&'static str, String) {
    match claim.verdict {
        Verdict::Undecided => ("Undecided", sentence(&claim.note)),
        _ => ("What does not hold", claim.explanation.clone()),
    }
}

/// Which claims of a statement do not hold or are undecided, and why, for a reader who wonders at its
/// verdict.
fn what_fails(report: &Report, id: &str) -> String {
    let note = |claim: &Claim| {
        let (what, why) = what_and_why(claim);
        format!(
            "<p class=\"note\"><strong>{what}:</strong> {} ({}). {}</p>\n",
            escape(&capital(&claim.sentence)),
            escape(&numbers(claim)),
            escape(&why)
        )
    };
    not_holding(report, id).map(note).collect()
}

/// What an experiment shows at its first statement: its figures there, its table, and how to make
/// all of it.
fn evidence(report: &Report, entry: &Entry, outcome: &Outcome) -> String {
    let (title, name) = (english(outcome.title), outcome.name);
    format!(
        "<section id=\"{name}\">\n<h4>{}</h4>\n<p>{}</p>\n{}{}\
         <p class=\"small\">This alone, with records and pictures in files:</p>\n{}</section>\n",
        escape(title),
        escape(outcome.about),
        figures_at(entry.statements[0], outcome),
        table_html(&outcome.table, title),
        code(&report.command(entry))
    )
}

/// The figures of an experiment that stand at this statement.
fn figures_at(id: &str, outcome: &Outcome) -> String {
    let here = outcome.drawings.iter().filter(|(figure, _)| (outcome.shown_at)(figure) == id);
    here.map(|(figure, drawing)| {
        let prefix = format!("{}-{figure}", outcome.name);
        let (svg, title) = match drawing {
            Drawing::Figure(figure) => (Figure::svg_inline(figure, &prefix), figure.title()),
            Drawing::Diagram(graph) => (Diagram::svg_inline(graph, &prefix), graph.title()),
        };
        format!("<figure>{}</figure>\n", scroll(&format!("Figure: {title}"), &svg))
    })
    .collect()
}

/// A box that scrolls by itself where its content is wider than the page.
fn scroll(label: &str, content: &str) -> String {
    format!(
        "<div class=\"scroll\" role=\"group\" aria-label=\"{}\" tabindex=\"0\">{content}</div>",
        escape(label)
    )
}

fn table_html(table: &Table, caption: &str) -> String {
    let head: String = table
        .header
        .iter()
        .map(|cell| format!("<th scope=\"col\">{}</th>", escape(cell)))
        .collect();
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().enumerate().map(|(i, cell)| match i {
            0 => format!("<th scope=\"row\">{}</th>", escape(cell)),
            _ => format!("<td>{}</td>", escape(cell)),
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    });
    let table = format!(
        "<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{}</tbody>\n</table>",
        rows.collect::<String>()
    );
    scroll(&format!("Table: {caption}"), &table) + "\n"
}

fn claims_html(report: &Report, id: &str) -> String {
    let claims: String = report.claims_of(id).map(claim_html).collect();
    match claims.is_empty() {
        true => String::new(),
        false => format!("<ul class=\"claims\" aria-label=\"Claims of {id}\">\n{claims}</ul>\n"),
    }
}

fn claim_html(claim: &Claim) -> String {
    let setting = match claim.setting {
        Setting::Book => "the book's setting",
        Setting::Ours => "a setting of ours",
    };
    let mind = match (claim.verdict, claim.explanation.as_str()) {
        (Verdict::Holds, remark) if !remark.is_empty() => {
            format!("<p class=\"mind\">Mind: {}</p>", escape(remark))
        }
        _ => String::new(),
    };
    let decide = match claim.note.as_str() {
        "" => String::new(),
        note => format!("<p class=\"rule\">Undecided: {}.</p>", escape(note)),
    };
    format!(
        "<li>{}<div><p>{}</p><p class=\"numbers\">{} · {setting}</p>\
         <p class=\"rule\">The rule: {}.</p>{decide}{mind}</div></li>\n",
        badge(Standing::Judged(claim.verdict)),
        escape(&capital(&claim.sentence)),
        escape(&numbers(claim)),
        escape(&claim.rule)
    )
}

/// A claim's effect, interval and seeds that agree, in words.
fn numbers(claim: &Claim) -> String {
    let number = crate::table::number;
    if !claim.is_measured() {
        return claim.numbers();
    }
    let mut text = format!("measured {}", number(claim.effect));
    if let Some((low, high)) = claim.interval {
        text += &format!(", 95 % interval {} to {}", number(low), number(high));
    }
    if let Some((agree, of)) = claim.agree {
        text += &format!(", {agree} of {of} seeds agree");
    }
    text
}

fn about_the_run(report: &Report) -> String {
    let mut rows = String::new();
    let mut total = TimeTaken::default();
    for outcome in report.outcomes() {
        let TimeTaken { seconds, trials, unknown } = outcome.taken;
        total.seconds += seconds;
        total.trials += trials;
        total.unknown += unknown;
        rows += &format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{trials}</td><td>{}</td><td><code>{}</code></td></tr>\n",
            outcome.name,
            seeds(outcome),
            time(outcome.taken),
            escape(&outcome.provenance.code)
        );
    }
    let table = format!(
        "<table>\n<thead><tr><th scope=\"col\">experiment</th><th scope=\"col\">seeds</th>\
         <th scope=\"col\">trials</th><th scope=\"col\">seconds, one trial after the other</th>\
         <th scope=\"col\">code</th></tr></thead>\n<tbody>\n{rows}<tr><th scope=\"row\">all</th>\
         <td></td><td>{}</td><td>{}</td><td></td></tr>\n</tbody>\n</table>",
        total.trials,
        time(total)
    );
    let settings: String = report.outcomes().map(settings_html).collect();
    let data: BTreeMap<&str, &str> = report
        .outcomes()
        .filter_map(|outcome| outcome.provenance.data.as_ref())
        .map(|data| (data.name.as_str(), data.fingerprint.as_str()))
        .collect();
    let data: String = data
        .iter()
        .map(|(name, print)| {
            format!("<p>Data set: {} (SHA-256 <code>{}</code>).</p>\n", escape(name), escape(print))
        })
        .collect();
    format!(
        "<section id=\"run\">\n<h2>About this run</h2>\n<p>{}</p>\n{data}\
         <p>A measured claim is decided by the 95 % interval of one number a seed (from the means of all \
         subsets of the seeds, above {} seeds of subsets drawn at random; at least {} seeds), a claim in \
         which nothing is random by the number itself. The interval is exact for draws that are symmetric \
         about their centre, as differences between paired networks are where these behave alike but for \
         a shift; for ratios and shares it is an approximation. Each claim has its own 95 %: of a hundred \
         decided so, a few may be wrong. The rules were in the code before the numbers.</p>\n{}\n\
         <p class=\"small\">Times are of the computer that ran the trials, when it ran them. Code is a \
         hash of the source that the trials depend on.</p>\n<h3>Settings</h3>\n{settings}</section>\n",
        escape(&sentence(&report.versions())),
        crate::statistics::ALL_SUBSETS,
        crate::statistics::FEWEST,
        scroll("Table: seeds and times", &table)
    )
}

/// From which seed to which; a single one says whether claims wanted more.
fn seeds(outcome: &Outcome) -> String {
    let over_seeds = outcome.claims.iter().any(|claim| claim.agree.is_some());
    match outcome.provenance.seeds.as_slice() {
        [] => String::new(),
        [one] if over_seeds => format!("{one} alone"),
        [one] => format!("{one} alone: no claim is over seeds"),
        [first, .., last] => format!("{first} to {last}"),
    }
}

fn time(taken: TimeTaken) -> String {
    let at_least = if taken.unknown > 0 { "at least " } else { "" };
    format!("{at_least}{:.1}", taken.seconds)
}

fn settings_html(outcome: &Outcome) -> String {
    let rows: String = outcome
        .settings
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| {
            format!(
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td></tr>\n",
                escape(&format!("--{}", name.replace('_', "-"))),
                escape(&setting(value))
            )
        })
        .collect();
    format!(
        "<details>\n<summary>{}</summary>\n{}</details>\n",
        escape(english(outcome.title)),
        scroll(
            &format!("Settings of {}", outcome.name),
            &format!("<table class=\"settings\"><tbody>\n{rows}</tbody></table>")
        )
    )
}

/// A setting's value as one would write it for its flag.
fn setting(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(setting).collect::<Vec<_>>().join(","),
        Value::Object(values) => {
            let pair = |(name, value): (&String, &Value)| format!("{name}={}", setting(value));
            values.iter().map(pair).collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}

/// The English part of "English · 한국어".
fn english(title: &str) -> &str {
    title.split(" · ").next().unwrap_or(title)
}

fn code(text: &str) -> String {
    format!("<pre><code>{}</code></pre>\n", escape(text))
}

/// Text for HTML and XML, in elements and in attributes: signs that mean something there, escaped,
/// and what XML does not allow left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            '\n' | '\t' => escaped.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(
            escape("<a href=\"x\">&'\u{0}</a>"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;"
        );
    }

    #[test]
    fn an_undecided_claim_is_named_with_what_would_decide_it() {
        let of = |values: &[f64]| {
            let claim = crate::verdict::claim("X", "").otherwise("Because.").above(0.0, values);
            what_and_why(&claim)
        };
        let undecided = of(&[-1.0, 5.0, 2.0, 2.0, 2.0, 2.0]);
        assert_eq!(undecided, ("Undecided", "About 14 seeds may decide it.".into()));
        assert_eq!(of(&[-1.0; 6]), ("What does not hold", "Because.".into()));
    }

    #[test]
    fn settings_are_written_as_flags() {
        let value = serde_json::json!({"SGD": 0.5, "Adam": 0.1});
        assert_eq!(setting(&value), "Adam=0.1,SGD=0.5");
        assert_eq!(setting(&serde_json::json!([100, 50])), "100,50");
    }
}
