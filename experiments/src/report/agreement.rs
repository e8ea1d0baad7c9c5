//! The report's section on what other backends say.

use super::{Report, code, escape, scroll, table_html};
use crate::backend_agreement::Agreement;
use crate::output::{capital, sentence};

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
    let mut html = format!("<p>{}</p>\n", escape(&sentence(&agreement.summary())));
    if !agreement.is_of_this_code() {
        html += "<p class=\"note\">It was compared with other source code than this report was made \
                 with.</p>\n";
    }
    let figure = agreement.figure();
    let drawing = figure.svg_inline("backend-agreement");
    html +=
        &format!("<figure>{}</figure>\n", scroll(&format!("Figure: {}", figure.title()), &drawing));
    for (title, matrix) in agreement.matrices() {
        html += &format!("<p>{}</p>\n", escape(&sentence(&title)));
        html += &table_html(&matrix, &title);
    }
    let verdicts = capital(&agreement.about_verdicts());
    html += &format!("<p>{}</p>\n", escape(&sentence(&verdicts)));
    html += &table_html(&agreement.verdicts(), &verdicts);
    if let Some(rest) = agreement.not_compared() {
        html += &format!("<p class=\"small\">{}</p>\n", escape(&sentence(&rest)));
    }
    html += &format!(
        "<p class=\"small\">Version {} of this project, Burn {}, {} steps with mini-batches of {}.</p>\n",
        escape(&agreement.project),
        escape(&agreement.burn),
        agreement.settings.iterations,
        agreement.settings.batch_size
    );
    html
}
