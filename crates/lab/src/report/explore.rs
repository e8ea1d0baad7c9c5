//! An [`Explorer`] as HTML: controls, the drawing, and the states that the page's script swaps.

use std::fmt::Write;

use serde_json::json;

use super::escape;
use crate::explorer::{Control, Explorer};

/// The box of one explorer.
pub fn html(explorer: &Explorer) -> String {
    let Explorer { id, heading, about, controls, states, drawing, .. } = explorer;
    let mut inputs = String::new();
    for (i, (control, stride)) in controls.iter().zip(Explorer::strides(controls)).enumerate() {
        inputs += &input(&format!("{id}-{i}"), control, stride);
    }
    // `<` would end the element in HTML; there is none in these texts, and JSON has an escape for it.
    let data = json!(states).to_string().replace('<', "\\u003c").replace('&', "\\u0026");
    format!(
        "<div class=\"explore\" id=\"{id}\" data-states=\"{id}-states\" role=\"group\" aria-labelledby=\"{id}-heading\">\n\
         <h4 id=\"{id}-heading\">Try it: {}</h4>\n<p>{}</p>\n\
         <p class=\"no-script\">(Moving it needs a script; this is the first choice{}.)</p>\n\
         <div class=\"controls\" hidden=\"\">{inputs}</div>\n{drawing}\n\
         <script type=\"application/json\" id=\"{id}-states\">{data}</script>\n</div>\n",
        escape(heading),
        escape(about),
        escape(&first_choice(controls))
    )
}

/// ": learning rate η 0.95, momentum α 0": what is shown where nothing can be moved.
fn first_choice(controls: &[Control]) -> String {
    let choice = |control: &Control| {
        let Control { label, choices, begins_at, .. } = control;
        format!("{label} {}", choices.get(*begins_at).map_or("", String::as_str))
    };
    format!(": {}", controls.iter().map(choice).collect::<Vec<_>>().join(", "))
}

fn input(id: &str, control: &Control, stride: usize) -> String {
    let Control { label, choices, begins_at, slides } = control;
    if *slides {
        return format!(
            "<div><label for=\"{id}\">{}</label> <output for=\"{id}\">{}</output>\
             <input id=\"{id}\" type=\"range\" min=\"0\" max=\"{}\" step=\"1\" value=\"{begins_at}\" \
             data-stride=\"{stride}\" data-names=\"{}\"/></div>\n",
            escape(label),
            escape(choices.get(*begins_at).map_or("", String::as_str)),
            choices.len().saturating_sub(1),
            escape(&choices.join("|")),
        );
    }
    let mut options = String::new();
    for (i, choice) in choices.iter().enumerate() {
        let selected = if i == *begins_at { " selected=\"\"" } else { "" };
        let _ = write!(options, "<option value=\"{i}\"{selected}>{}</option>", escape(choice));
    }
    format!(
        "<div><label for=\"{id}\">{}</label> \
         <select id=\"{id}\" data-stride=\"{stride}\">{options}</select></div>\n",
        escape(label)
    )
}
