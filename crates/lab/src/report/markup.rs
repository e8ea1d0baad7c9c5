//! What the templates put into the page as it is. Everything else, they escape.

use std::collections::BTreeMap;
use std::fmt;

use askama::filters::HtmlSafe;
use figures::Figure;

use crate::equation::equation;
use crate::experiment::Drawing;
use crate::explorer::Explorer;

/// The width of the text on a phone whose screen is 390 pixels wide.
const NARROW_PAGE: f64 = 360.0;

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

    /// A message of ours whose values are escaped already. Only [`message`](super::message::message) calls this.
    pub(super) fn of_message(html: String) -> Self {
        Self(html)
    }

    /// An equation as MathML; `None` of an empty text.
    pub fn equation(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(equation(text)))
    }

    /// A drawing as SVG whose ids begin with `prefix`.
    pub fn drawing(drawing: &Drawing, prefix: &str) -> Self {
        match drawing {
            Drawing::Figure(figure) => Self::figure(figure, prefix),
            Drawing::Diagram(diagram) => Self(diagram.svg_inline(prefix)),
        }
    }

    /// A figure as SVG whose ids begin with `prefix`.
    pub fn figure(figure: &Figure, prefix: &str) -> Self {
        Self(figure.svg_inline(prefix))
    }

    /// A drawing for a page that is too narrow for it; `None` if it is narrow enough itself.
    pub fn narrow(drawing: &Drawing, prefix: &str) -> Option<Self> {
        match drawing {
            Drawing::Figure(figure) => Self::narrow_figure(figure, prefix),
            Drawing::Diagram(diagram) => {
                let narrow = diagram.narrow(NARROW_PAGE)?;
                Some(Self(narrow.svg_inline(&format!("{prefix}-narrow"))))
            }
        }
    }

    /// The same of a figure.
    pub fn narrow_figure(figure: &Figure, prefix: &str) -> Option<Self> {
        let narrow = figure.narrow(NARROW_PAGE)?;
        Some(Self::figure(&narrow, &format!("{prefix}-narrow")))
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
