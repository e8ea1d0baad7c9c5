//! Sizes that several parts of a figure share, in pixels.

/// The space between the border of a figure and what is in it.
pub(crate) const MARGIN: f64 = 16.0;

/// The font sizes of the title, of other text, and of notes and tick labels.
pub(crate) const TITLE: f64 = 17.0;
pub(crate) const BODY: f64 = 12.5;
pub(crate) const SMALL: f64 = 11.5;

/// The distances between the lines of a panel's title and between those of a tick label.
pub(crate) const TITLE_LINE: f64 = 15.0;
pub(crate) const TICK_LINE: f64 = 13.0;

/// The approximate distance between ticks: larger along x, where labels stand side by side.
pub(crate) const X_TICK: f64 = 58.0;
pub(crate) const Y_TICK: f64 = 42.0;
