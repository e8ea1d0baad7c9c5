//! Figures as values, drawn by pure functions.
//!
//! | room | what is in it |
//! |---|---|
//! | [`Figure`], [`Panel`] | a title and panels in rows; a panel is a pair of axes with marks |
//! | [`Mark`] | what is drawn in a panel: lines, bands, points, bars, contours, arrows, intervals, images |
//! | [`Axis`] | a label, a range, linear, logarithmic or categories |
//! | [`Diagram`] | a computation graph: nodes, and edges with values forward and derivatives backward |
//! | [`Ink`] | colours, by what they mean |
//!
//! Both [`Figure`] and [`Diagram`] first become a list of shapes and text (`scene`), which one file
//! writes as SVG and another paints as PNG. The same value gives the same bytes. No font or library
//! of the system is used: text in PNG is set in DejaVu Sans, a part of which is built in (Latin,
//! Greek, mathematical signs; what it lacks, Korean for instance, is left out of PNG and kept in SVG).
//!
//! Numbers that are not finite never panic: a line is broken there, other marks leave them out.
//!
//! ```
//! use figures::{Axis, Figure, Ink, Mark, Panel};
//!
//! let points: Vec<[f64; 2]> = (0..50).map(|i| [f64::from(i), (f64::from(i) / 5.0).sin()]).collect();
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
mod output;
mod png;
mod scale;
mod scene;
mod simplify;
mod sizes;
mod svg;
mod truetype;

pub use axis::Axis;
pub use diagram::Diagram;
pub use figure::{Figure, Panel};
pub use ink::Ink;
pub use mark::{Band, Bar, Interval, Mark, Marker};
pub use png::PngError;
