//! From the coordinates of a panel to those of the scene.

use crate::scale::Scale;

/// The area of a panel in the scene, with the scales of its axes.
pub(crate) struct Frame<'a> {
    pub(crate) x: &'a Scale,
    pub(crate) y: &'a Scale,
    /// Left, top, width, height.
    pub(crate) area: [f64; 4],
}

impl Frame<'_> {
    /// The position of a point in the scene.
    pub(crate) fn at(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [left, top, width, height] = self.area;
        [left + width * self.x.share(x), top + height * (1.0 - self.y.share(y))]
    }

    /// The position of a value of the x axis, if it is in the range.
    pub(crate) fn across(&self, x: f64) -> Option<f64> {
        let share = self.x.share(x);
        (0.0..=1.0).contains(&share).then(|| self.area[0] + self.area[2] * share)
    }

    /// The position of a value of the y axis, if it is in the range.
    pub(crate) fn up(&self, y: f64) -> Option<f64> {
        let share = self.y.share(y);
        (0.0..=1.0).contains(&share).then(|| self.area[1] + self.area[3] * (1.0 - share))
    }

    /// The position of a point, if it lies within the panel or on its border.
    pub(crate) fn inside(&self, point: [f64; 2]) -> Option<[f64; 2]> {
        Some(self.at(point)).filter(|at| self.holds(at))
    }

    /// Whether a point of the scene lies within the panel or on its border.
    pub(crate) fn holds(&self, [x, y]: &[f64; 2]) -> bool {
        let [left, top, width, height] = self.area;
        let within = |value: f64, from: f64, length: f64| {
            (from - 0.5..=from + length + 0.5).contains(&value)
        };
        within(*x, left, width) && within(*y, top, height)
    }

    /// The position of a point, if it is finite. Distant points are moved near the panel, because
    /// they would slow down painting.
    pub(crate) fn finite(&self, point: [f64; 2]) -> Option<[f64; 2]> {
        let [x, y] = self.at(point);
        let near = |value: f64, from: f64, length: f64| {
            value.clamp(from - 20.0 * length, from + 21.0 * length)
        };
        let [left, top, width, height] = self.area;
        (x.is_finite() && y.is_finite()).then(|| [near(x, left, width), near(y, top, height)])
    }
}
