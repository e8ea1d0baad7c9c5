//! An [`Explorer`] on the page: controls, the drawing, and the states that the page's script swaps.

use language::tr;

use super::markup::Markup;
use crate::explorer::{Control, Explorer};

/// The box of one explorer.
pub struct ExploreBox<'a> {
    pub id: &'a str,
    /// "Try it: the learning rate"
    pub heading: String,
    pub about: &'a str,
    pub controls: Vec<Input<'a>>,
    pub drawing: Markup,
    pub states: Markup,
    /// What is shown where nothing can be moved.
    pub without_script: String,
}

/// One control of a box.
pub struct Input<'a> {
    pub id: String,
    pub control: &'a Control,
    /// How far apart in the list of states two neighbouring choices are.
    pub stride: usize,
    /// The choice that it begins with.
    pub chosen: &'a str,
    /// Whether moving it changes anything at first.
    pub matters: bool,
    /// The place of the last choice.
    pub last: usize,
    /// The names of all choices, as JSON for the script.
    pub names: String,
}

impl<'a> ExploreBox<'a> {
    pub fn of(explorer: &'a Explorer) -> Self {
        let strides = Explorer::strides(&explorer.controls);
        let controls = explorer.controls.iter().zip(strides).enumerate();
        let controls: Vec<_> = controls
            .map(|(i, (control, stride))| Input {
                id: format!("{}-{i}", explorer.id),
                control,
                stride,
                matters: explorer.matters(i),
                chosen: control.choices.get(control.begins_at).map_or("", String::as_str),
                last: control.choices.len().saturating_sub(1),
                names: serde_json::json!(control.choices).to_string(),
            })
            .collect();
        let first: Vec<_> = controls
            .iter()
            .filter(|input| input.matters)
            .map(|input| format!("{} {}", input.control.label, input.chosen))
            .collect();
        Self {
            drawing: Markup::explorer(explorer),
            states: Markup::states(explorer),
            heading: tr!("Try it: {heading}", heading = explorer.heading),
            without_script: tr!(
                "(Changing the values needs JavaScript. Shown here: {choice}.)",
                choice = first.join(", ")
            ),
            id: explorer.id,
            about: &explorer.about,
            controls,
        }
    }
}
