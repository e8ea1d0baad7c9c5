//! What the templates put into the page as it is. Everything else, they escape.

use std::collections::BTreeMap;
use std::fmt;

use askama::filters::HtmlSafe;
use figures::{Diagram, Figure};

use crate::equation::equation;
use crate::explorer::Explorer;

/// Text that already is markup, because code of this project made it: MathML, SVG, the style, the
/// scripts, our own messages, and the drawing and the states of an explorer. No template marks anything else as
/// safe.
pub struct Markup(String);

impl HtmlSafe for Markup {}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Markup {
    /// The page's style sheet.
    pub fn style() -> Self {
        Self(include_str!("../../templates/style.css").into())
    }

    /// The page's script.
    pub fn script() -> Self {
        Self(include_str!("../../templates/script.js").into())
    }

    /// The script of the switch between the languages.
    pub fn language_script() -> Self {
        Self(include_str!("../../templates/language.js").into())
    }

    /// The HTML of a message of this project. Only [`message`](super::message::message) calls this, which escapes it.
    pub(super) fn of_message(html: String) -> Self {
        Self(html)
    }

    /// An equation as MathML; `None` of an empty text.
    pub fn equation(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(equation(text)))
    }

    /// A figure as SVG whose ids begin with `prefix`.
    pub fn figure(figure: &Figure, prefix: &str) -> Self {
        Self(figure.svg_inline(prefix))
    }

    /// A diagram as SVG whose ids begin with `prefix`.
    pub fn diagram(diagram: &Diagram, prefix: &str) -> Self {
        Self(diagram.svg_inline(prefix))
    }

    /// The drawing of an explorer.
    pub fn explorer(explorer: &Explorer) -> Self {
        Self(explorer.drawing.clone())
    }

    /// The states of an explorer as JSON for a `<script>`, which HTML reads without resolving entities
    /// and XML with: so JSON's own escapes stand for what could end the element in either of them. Each text is
    /// there once, and the states are lists of places among the texts, because many states share them.
    pub fn states(explorer: &Explorer) -> Self {
        let mut places = BTreeMap::new();
        let mut texts: Vec<&str> = Vec::new();
        let mut states = Vec::new();
        for state in &explorer.states {
            let of_slots = state.iter().map(|text| {
                *places.entry(text.as_str()).or_insert_with(|| {
                    texts.push(text);
                    texts.len() - 1
                })
            });
            states.push(of_slots.collect::<Vec<usize>>());
        }
        let json = serde_json::json!({ "texts": texts, "states": states }).to_string();
        Self(json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
    }
}
