//! Constructors of marks, one call for each.

use std::sync::Arc;

use super::{Band, Bar, Interval, Mark, Marker};
use crate::Ink;

impl Mark {
    /// A solid line.
    pub fn line(label: impl Into<String>, ink: Ink, points: Vec<[f64; 2]>) -> Self {
        Self::Line { label: label.into(), ink, points, dashed: false, marker: None, width: 1.8 }
    }

    /// A solid line through the values at x = 0, 1, 2, ….
    pub fn curve(label: impl Into<String>, ink: Ink, values: &[f64]) -> Self {
        Self::line(label, ink, values.iter().enumerate().map(|(i, &y)| [i as f64, y]).collect())
    }

    /// Makes a line dashed; does nothing to other marks.
    pub fn dashed(mut self) -> Self {
        if let Self::Line { dashed, .. } = &mut self {
            *dashed = true;
        }
        self
    }

    /// Sets markers on the points of a line; does nothing to other marks.
    pub fn marked(mut self, with: Marker) -> Self {
        if let Self::Line { marker, .. } = &mut self {
            *marker = Some(with);
        }
        self
    }

    /// Sets the width of a line in pixels; does nothing to other marks.
    pub fn thick(mut self, pixels: f64) -> Self {
        if let Self::Line { width, .. } = &mut self {
            *width = pixels;
        }
        self
    }

    /// The area between the minimum and the maximum of several curves at x = 0, 1, 2, …, up to the
    /// end of the shortest. NaN is ignored where another curve has a number.
    pub fn band_of(ink: Ink, curves: &[Vec<f64>]) -> Self {
        let n = curves.iter().map(Vec::len).min().unwrap_or(0);
        let step = |i: usize| Band {
            x: i as f64,
            low: curves.iter().map(|curve| curve[i]).fold(f64::INFINITY, f64::min),
            high: curves.iter().map(|curve| curve[i]).fold(f64::NEG_INFINITY, f64::max),
        };
        Self::Band { ink, steps: (0..n).map(step).collect() }
    }

    /// The bars of a histogram with bins of equal width between `from` and `to`.
    pub fn histogram(ink: Ink, from: f64, to: f64, counts: &[f64]) -> Self {
        let width = (to - from) / counts.len().max(1) as f64;
        let bar = |(i, &height): (usize, &f64)| {
            let start = from + width * i as f64;
            Bar { from: start, to: start + width, height, error: None }
        };
        Self::Bars { label: String::new(), ink, bars: counts.iter().enumerate().map(bar).collect() }
    }

    /// Contour lines of a function.
    pub fn contours(
        height: impl Fn(f64, f64) -> f64 + Send + Sync + 'static,
        levels: impl IntoIterator<Item = f64>,
    ) -> Self {
        Self::Contours { height: Arc::new(height), levels: levels.into_iter().collect() }
    }

    /// A horizontal reference line.
    pub fn level(label: impl Into<String>, at: f64) -> Self {
        Self::Rule { label: label.into(), at, stands: false }
    }

    /// A vertical reference line.
    pub fn place(label: impl Into<String>, at: f64) -> Self {
        Self::Rule { label: label.into(), at, stands: true }
    }

    /// Points of one colour.
    pub fn points(
        label: impl Into<String>,
        ink: Ink,
        marker: Marker,
        points: impl IntoIterator<Item = [f64; 2]>,
    ) -> Self {
        Self::Points {
            label: label.into(),
            points: points.into_iter().map(|point| (point, ink)).collect(),
            marker,
        }
    }

    /// Points `[x, y, value]`, coloured by value on the scale of
    /// [`Figure::color_bar`](crate::Figure::color_bar) with the same ends.
    pub fn scatter(points: impl IntoIterator<Item = [f64; 3]>, from: f64, to: f64) -> Self {
        let point = |[x, y, value]: [f64; 3]| ([x, y], Ink::scaled(value, from, to));
        Self::Points {
            label: String::new(),
            points: points.into_iter().map(point).collect(),
            marker: Marker::Dot,
        }
    }

    /// Bars, for example from [`Bar::grouped`].
    pub fn bars(label: impl Into<String>, ink: Ink, bars: impl IntoIterator<Item = Bar>) -> Self {
        Self::Bars { label: label.into(), ink, bars: bars.into_iter().collect() }
    }

    /// Arrows, each from `[x, y]` along `[dx, dy]`.
    pub fn arrows(ink: Ink, arrows: impl IntoIterator<Item = ([f64; 2], [f64; 2])>) -> Self {
        Self::Arrows { ink, arrows: arrows.into_iter().collect() }
    }

    /// Values with their intervals `(value, low, high)` in rows 0, 1, 2, …, to be used with
    /// [`Axis::categories`](crate::Axis::categories) on the y axis.
    pub fn intervals(ink: Ink, rows: impl IntoIterator<Item = (f64, f64, f64)>) -> Self {
        let interval = |(i, (value, low, high)): (usize, (f64, f64, f64))| Interval {
            row: i as f64,
            value,
            low,
            high,
            ink,
        };
        Self::Intervals { intervals: rows.into_iter().enumerate().map(interval).collect() }
    }

    /// Text centred on a point.
    pub fn text(at: [f64; 2], ink: Ink, text: impl Into<String>) -> Self {
        Self::Text { at, text: text.into(), ink }
    }

    /// A greyscale image: its pixels row by row, from 0 (black) to 255 (white).
    pub fn image(columns: usize, pixels: impl Into<Vec<u8>>) -> Self {
        Self::Image { columns, pixels: pixels.into() }
    }
}

impl Bar {
    /// The bar of series number `series` out of `of`, where the bars of all series stand side by
    /// side around position `group` of [`Axis::categories`](crate::Axis::categories).
    pub fn grouped(group: usize, series: usize, of: usize, height: f64) -> Self {
        let width = 0.8 / of.max(1) as f64;
        let from = group as f64 - 0.4 + width * series as f64;
        Self { from, to: from + width, height, error: None }
    }

    /// Adds an error bar from `low` to `high`.
    pub fn error(self, low: f64, high: f64) -> Self {
        Self { error: Some((low, high)), ..self }
    }
}
