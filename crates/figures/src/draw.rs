//! Draws the parts of a figure as shapes of a scene.

pub(crate) mod axes;
pub(crate) mod heading;
pub(crate) mod legend;
pub(crate) mod marks;
pub(crate) mod panel;
pub(crate) mod symbols;
