//! Figures and diagrams as SVG and PNG.

use crate::png::{self, PngError};
use crate::svg::{self, Place};
use crate::{Diagram, Figure, layout};

impl Figure {
    /// As an SVG file: on white.
    pub fn svg(&self) -> String {
        svg::write(&layout::scene(self), Place::File)
    }

    /// As SVG within a page: on the page's own ground, no wider than the page, with ids that begin
    /// with `prefix`, and in colours that the page may change by the CSS variables `--figure-text`, `--figure-muted`,
    /// `--figure-grid`, `--figure-ground`, `--figure-accent` and `--figure-series-0` to `-7`;
    /// [`Ink::dark_css`](crate::Ink::dark_css) has them for a dark page.
    pub fn svg_inline(&self, prefix: &str) -> String {
        svg::write(&layout::scene(self), Place::Page(prefix))
    }

    /// As a PNG picture, `scale` pixels for each pixel of the SVG.
    ///
    /// # Errors
    /// If the picture does not fit memory.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, PngError> {
        png::paint(&layout::scene(self), scale)
    }
}

impl Diagram {
    /// As an SVG file, like [`Figure::svg`](crate::Figure::svg).
    pub fn svg(&self) -> String {
        svg::write(&self.scene(), Place::File)
    }

    /// As SVG within a page, like [`Figure::svg_inline`](crate::Figure::svg_inline).
    pub fn svg_inline(&self, prefix: &str) -> String {
        svg::write(&self.scene(), Place::Page(prefix))
    }

    /// As a PNG picture, like [`Figure::png`](crate::Figure::png).
    ///
    /// # Errors
    /// If the picture does not fit memory.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, PngError> {
        png::paint(&self.scene(), scale)
    }
}
