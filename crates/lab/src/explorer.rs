//! Drawings that the report's reader moves: the learning rate of a path, the scale of weights.
//!
//! Everything that can be chosen was measured by trials and is in the record. An explorer holds it as
//! ready pieces of text and SVG, one set for each choice; the page's script only swaps them. Without
//! a script, and on paper, the page shows the first choice. What is chosen is kept in the address of the page
//! as `?id=1,3`, so that it can be sent.

use language::tr;

/// A box with controls, and a drawing that they change.
#[derive(Clone, Debug, PartialEq)]
pub struct Explorer {
    /// Its id in the page.
    pub id: &'static str,
    /// The id of the statement at which it stands.
    pub statement: &'static str,
    /// What is explored, as a heading.
    pub heading: &'static str,
    /// What to try and to look at, in a few sentences.
    pub about: String,
    /// What can be moved.
    pub controls: Vec<Control>,
    /// For each choice, the last control moving fastest, what fills the drawing's slots in order.
    pub states: Vec<Vec<String>>,
    /// The drawing in HTML, its slots filled for the choice that it begins with. A slot is an element
    /// with the attribute `data-slot`, which says what is filled: `text`, an attribute's name, or `by-step`.
    /// With a [`player`], `points` are shown up to the chosen step, and of the values of `by-step`, which `|`
    /// separates, the one of that step. An element with the attribute `data-ghost` shows what was in the slot of
    /// that number, counted from 0, before the last change.
    pub drawing: String,
}

/// A slider, or a list to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// What it changes.
    pub label: &'static str,
    /// The choices, in order.
    pub choices: Vec<String>,
    /// The one that it begins with.
    pub begins_at: usize,
    /// Whether it is a slider: where the choices are steps of one thing.
    pub slides: bool,
}

impl Explorer {
    /// The states of all choices, from the content of the slots for the chosen places of `controls`.
    pub fn states(
        controls: &[Control],
        fill: impl Fn(&[usize]) -> Vec<String>,
    ) -> Vec<Vec<String>> {
        let count: usize = controls.iter().map(|control| control.choices.len()).product();
        let chosen = |mut at: usize| {
            let mut places = vec![0; controls.len()];
            for (place, control) in places.iter_mut().zip(controls).rev() {
                *place = at % control.choices.len();
                at /= control.choices.len();
            }
            places
        };
        (0..count).map(|at| fill(&chosen(at))).collect()
    }

    /// How far apart in the list of states two neighbouring choices of each control are.
    pub fn strides(controls: &[Control]) -> Vec<usize> {
        let after = |i: usize| controls[i + 1..].iter().map(|control| control.choices.len());
        (0..controls.len()).map(|i| after(i).product()).collect()
    }

    /// Whether moving that control changes anything while the others stay where they begin. The page shows
    /// only the controls that do: without momentum there is no slider for it.
    pub fn matters(&self, control: usize) -> bool {
        let stride = Self::strides(&self.controls)[control];
        let Control { begins_at, choices, .. } = &self.controls[control];
        let first = Self::begins_at(&self.controls) - begins_at * stride;
        (1..choices.len()).any(|i| self.states[first + i * stride] != self.states[first])
    }

    /// The place, in the list of states, of the choice that everything begins with.
    pub fn begins_at(controls: &[Control]) -> usize {
        let strides = Self::strides(controls);
        controls.iter().zip(strides).map(|(control, stride)| control.begins_at * stride).sum()
    }
}

/// A slider for the steps of the drawing of this explorer and a button that plays them, to be put into its
/// drawing. Its output is a slot with the content `by-step`; `text` is what it says, with `{step}` and
/// `{value}` in it.
pub fn player(explorer: &str, steps: usize, text: &str) -> String {
    let (label, play, pause) = (tr!("step"), tr!("Play"), tr!("Pause"));
    format!(
        "<div class=\"player\" hidden=\"\"><label for=\"{explorer}-step\">{label}</label> \
         <output for=\"{explorer}-step\" aria-live=\"off\" data-slot=\"by-step\" data-text=\"{text}\"></output>\
         <button type=\"button\" data-play=\"{play}\" data-pause=\"{pause}\">{play}</button>\
         <input id=\"{explorer}-step\" type=\"range\" min=\"0\" max=\"{steps}\" step=\"1\" value=\"{steps}\"/></div>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_control_moves_fastest() {
        let control = |choices: &[&str], begins_at| Control {
            label: "",
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
            begins_at,
            slides: true,
        };
        let controls = [control(&["a", "b"], 1), control(&["x", "y", "z"], 2)];
        let name = |at: &[usize]| {
            let name = |(control, &i): (&Control, &usize)| control.choices[i].clone();
            vec![controls.iter().zip(at).map(name).collect()]
        };
        let states = Explorer::states(&controls, name);
        assert_eq!(states.concat(), ["ax", "ay", "az", "bx", "by", "bz"]);
        assert_eq!(Explorer::strides(&controls), [3, 1]);
        assert_eq!(states[Explorer::begins_at(&controls)], ["bz"]);
    }

    #[test]
    fn a_control_that_changes_nothing_is_found() {
        let control = |begins_at| Control {
            label: "",
            choices: vec!["0".into(), "1".into()],
            begins_at,
            slides: true,
        };
        let explorer = |begins_at| {
            let controls = vec![control(begins_at), control(1)];
            // The second one changes something only if the first is at 1.
            let states = Explorer::states(&controls, |at| vec![(at[0] * (1 + at[1])).to_string()]);
            let [id, statement, heading] = [""; 3];
            let (about, drawing) = (String::new(), String::new());
            Explorer { id, statement, heading, about, drawing, controls, states }
        };
        assert_eq!([0, 1].map(|control| explorer(0).matters(control)), [true, false]);
        assert_eq!([0, 1].map(|control| explorer(1).matters(control)), [true, true]);
    }
}
