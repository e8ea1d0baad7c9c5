//! Figures and diagrams as SVG and PNG.

use crate::png::{self, PngError};
use crate::svg::{self, Place};
use crate::{Diagram, Figure, layout};

impl Figure {
    /// The figure as an SVG file, on a white background.
    pub fn svg(&self) -> String {
        svg::write(&layout::scene(self), Place::File)
    }

    /// The figure as an SVG element for an HTML page.
    ///
    /// It has no background of its own, is never wider than the page, and its ids begin with
    /// `prefix`. The page may change its colours through the CSS variables `--figure-text`,
    /// `--figure-muted`, `--figure-grid`, `--figure-ground`, `--figure-accent` and
    /// `--figure-series-0` to `-7`; [`Ink::dark_css`](crate::Ink::dark_css) sets them for a dark
    /// page.
    pub fn svg_inline(&self, prefix: &str) -> String {
        svg::write(&layout::scene(self), Place::Page(prefix))
    }

    /// The same figure for a page that is only `width` pixels wide, such as a phone's: with fewer columns and
    /// narrower panels. `None` if the figure fits as it is.
    pub fn narrow(&self, width: f64) -> Option<Self> {
        layout::narrow(self, width)
    }

    /// The figure as a PNG image with `scale` pixels for each pixel of the SVG.
    ///
    /// # Errors
    /// If the image does not fit into memory.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, PngError> {
        png::paint(&layout::scene(self), scale)
    }
}

impl Diagram {
    /// The graph as an SVG file, like [`Figure::svg`](crate::Figure::svg).
    pub fn svg(&self) -> String {
        svg::write(&self.scene(), Place::File)
    }

    /// The graph as an SVG element for an HTML page, like
    /// [`Figure::svg_inline`](crate::Figure::svg_inline).
    pub fn svg_inline(&self, prefix: &str) -> String {
        svg::write(&self.scene(), Place::Page(prefix))
    }

    /// The graph as a PNG image, like [`Figure::png`](crate::Figure::png).
    ///
    /// # Errors
    /// If the image does not fit into memory.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, PngError> {
        png::paint(&self.scene(), scale)
    }
}
