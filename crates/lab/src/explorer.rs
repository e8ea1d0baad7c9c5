//! Drawings that the report's reader moves: the learning rate of a path, the scale of weights.
//!
//! Everything that can be chosen was measured by trials and is in the record. An explorer holds it as
//! ready pieces of text and SVG, one set for each choice; the page's script only swaps them. Without
//! a script, and on paper, the page shows the first choice.

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
    /// with the attribute `data-slot`, which says what is filled: `text`, or an attribute's name.
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

    /// The place, in the list of states, of the choice that everything begins with.
    pub fn begins_at(controls: &[Control]) -> usize {
        let strides = Self::strides(controls);
        controls.iter().zip(strides).map(|(control, stride)| control.begins_at * stride).sum()
    }
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
}
