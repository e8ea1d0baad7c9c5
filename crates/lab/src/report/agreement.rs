//! The report's section on what other backends say.

use figures::Figure;

use super::{Report, code, escape, scroll, table_html};
use crate::output::{capital, sentence};
use crate::table::Table;

/// What a comparison of backends found, as the report shows it.
pub struct Agreement {
    /// How many statements came out the same.
    pub summary: String,
    /// Whether the compared trials are computed by the source code that this program is built from.
    pub is_of_this_code: bool,
    /// How far the losses come apart.
    pub figure: Figure,
    /// For each pair of backends a title and its table.
    pub matrices: Vec<(String, Table)>,
    /// Which verdicts were compared.
    pub about_verdicts: String,
    /// Each statement's verdict on each backend.
    pub verdicts: Table,
    /// Which statements were not compared, if any.
    pub not_compared: Option<String>,
    /// The version of the project that compared.
    pub project: String,
    /// The version of Burn that computed.
    pub burn: String,
    /// Training steps of the compared trials.
    pub iterations: usize,
    /// Images in their mini-batches.
    pub batch_size: usize,
}

/// What was compared, or how to compare.
pub(super) fn on_other_backends(report: &Report) -> String {
    let found = report.agreement.as_ref().map_or_else(how_to, found);
    format!(
        "<section id=\"backends\">\n<h2>On other backends</h2>\n<p>Burn computes on several backends, \
         which are programs of their own. From the same weights, mini-batches and dropout masks they may \
         differ by rounding, and by what training makes of it.</p>\n{found}</section>\n"
    )
}

fn how_to() -> String {
    format!(
        "<p>This report was made on one backend. Another one is compared by:</p>\n{}<p class=\"small\">\
         It builds Burn once more, for several minutes. After that <code>lecture</code> puts what came \
         out here.</p>\n",
        code("cargo run -p experiments --features ndarray --bin backend_agreement")
    )
}

fn found(agreement: &Agreement) -> String {
    let mut html = format!("<p>{}</p>\n", escape(&sentence(&agreement.summary)));
    if !agreement.is_of_this_code {
        html += "<p class=\"note\">It was compared with other source code than this report was made \
                 with.</p>\n";
    }
    let figure = &agreement.figure;
    let drawing = figure.svg_inline("backend-agreement");
    html +=
        &format!("<figure>{}</figure>\n", scroll(&format!("Figure: {}", figure.title()), &drawing));
    for (title, matrix) in &agreement.matrices {
        html += &format!("<p>{}</p>\n", escape(&sentence(title)));
        html += &table_html(matrix, title);
    }
    let verdicts = capital(&agreement.about_verdicts);
    html += &format!("<p>{}</p>\n", escape(&sentence(&verdicts)));
    html += &table_html(&agreement.verdicts, &verdicts);
    if let Some(rest) = &agreement.not_compared {
        html += &format!("<p class=\"small\">{}</p>\n", escape(&sentence(rest)));
    }
    html += &format!(
        "<p class=\"small\">Version {} of this project, Burn {}, {} steps with mini-batches of {}.</p>\n",
        escape(&agreement.project),
        escape(&agreement.burn),
        agreement.iterations,
        agreement.batch_size
    );
    html
}
