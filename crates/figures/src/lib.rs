//! Figures as values, drawn by pure functions.
//!
//! | type | what it holds |
//! |---|---|
//! | [`Figure`], [`Panel`] | a title and rows of panels; a panel is a pair of axes with marks |
//! | [`Mark`] | what is drawn in a panel: lines, bands, points, bars, contours, arrows, intervals, images |
//! | [`Axis`] | a label, a range, linear, logarithmic or categories |
//! | [`Diagram`] | a computation graph: nodes, and edges with values forward and derivatives backward |
//! | [`Ink`] | colours, named by their role |
//! | [`Numbers`] | the numbers that a figure shows, as a table for other programs |
//!
//! Drawing has two steps. A [`Figure`] (by `layout` and `draw`) or a [`Diagram`] becomes a list of
//! shapes and text (`scene`), and that list is written as SVG (`svg`) or painted as PNG (`png`). The
//! same value always gives the same bytes. No system fonts or libraries are used: text in PNG is set
//! in built-in subsets of DejaVu Sans (Latin, Greek and mathematical signs) and NanumGothic (Hangul). Characters
//! that they lack ([`is_drawn`]) are left out of PNG and kept in SVG.
//!
//! Numbers that are not finite never cause a panic: lines are broken there, and other marks leave
//! them out.
//!
//! ```
//! use figures::{Axis, Figure, Ink, Mark, Panel};
//!
//! let points = (0..50).map(|i| [f64::from(i), (f64::from(i) / 5.0).sin()]).collect();
//! let panel = Panel::new("a wave")
//!     .x(Axis::new("step"))
//!     .y(Axis::new("height"))
//!     .with(Mark::line("sin", Ink::Series(0), points));
//! let svg = Figure::new("Waves").alt("A sine wave").panel(panel).svg();
//! assert!(svg.starts_with("<svg"));
//! ```

mod axis;
mod contour;
mod diagram;
mod draw;
mod figure;
mod font;
mod frame;
mod ink;
mod layout;
mod mark;
mod numbers;
mod outlines;
mod output;
mod png;
mod scale;
mod scene;
mod simplify;
mod sizes;
mod svg;

pub use axis::Axis;
pub use diagram::Diagram;
pub use figure::{Figure, Panel};
pub use ink::Ink;
pub use mark::{Band, Bar, Interval, Mark, Marker};
pub use numbers::Numbers;
pub use outlines::is_drawn;
pub use png::PngError;
pub use scale::superscript;

// The example of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
