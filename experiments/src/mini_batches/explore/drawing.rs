//! The drawing of the explorer: the gradients of mini-batches in the plane of each of them and the exact one.

use std::fmt::Write;

use language::tr;

use crate::mini_batches::noise::Gradients;

/// The largest width and height of the plot, and the space around it.
const PLOT: [f64; 2] = [800.0, 400.0];
const MARGIN: f64 = 12.0;

/// The space for the text below the plot.
const BELOW: f64 = 40.0;

/// The radius of a dot.
const RADIUS: f64 = 4.0;

/// The plane in pixels: the same scale for all sizes and in both directions, so that lengths can be compared
/// and angles are true.
pub struct Plane {
    /// The place of the point that all gradients start from.
    origin: [f64; 2],
    /// The length of the exact gradient.
    unit: f64,
}

impl Plane {
    /// The plane that shows all these parts along the exact gradient and across it.
    pub fn of(parts: impl Iterator<Item = (f64, f64)>) -> Self {
        let finite = parts.filter(|(along, across)| along.is_finite() && across.is_finite());
        let reach = |[left, right, top]: [f64; 3], (along, across): (f64, f64)| {
            [left.min(along), right.max(along), top.max(across)]
        };
        let [left, right, top] = finite.fold([0.0, 1.0, 0.5], reach);
        let unit = (PLOT[0] / (right - left)).min(PLOT[1] / top);
        // In the middle where the height is what limits the scale.
        let before = (PLOT[0] - unit * (right - left)) / 2.0;
        Self { origin: [MARGIN + before - unit * left, MARGIN + unit * top], unit }
    }

    /// The place of a gradient's end, if it is finite.
    fn place(&self, (along, across): (f64, f64)) -> Option<[f64; 2]> {
        let [x, y] = self.origin;
        let place = [x + self.unit * along, y - self.unit * across];
        place.iter().all(|x| x.is_finite()).then_some(place)
    }

    /// A line to the end of each gradient, as the data of an SVG path.
    pub fn lines(&self, gradients: &Gradients) -> String {
        let [x, y] = self.origin;
        let mut path = String::new();
        for [to_x, to_y] in gradients.parts().filter_map(|parts| self.place(parts)) {
            let _ = write!(path, "M{x:.0} {y:.0}L{to_x:.1} {to_y:.1}");
        }
        path
    }

    /// A dot at the end of each gradient, as the data of an SVG path.
    pub fn dots(&self, gradients: &Gradients) -> String {
        let (r, d) = (RADIUS, 2.0 * RADIUS);
        let mut path = String::new();
        for [x, y] in gradients.parts().filter_map(|parts| self.place(parts)) {
            let _ = write!(path, "M{:.1} {y:.1}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0z", x - r);
        }
        path
    }

    /// The drawing with the slots filled: lines, dots and what happened.
    pub fn drawing(&self, slots: &[String]) -> String {
        let [lines, dots, story] = slots else { unreachable!("three slots") };
        let ([x, y], unit) = (self.origin, self.unit);
        let (width, height) = (PLOT[0] + 2.0 * MARGIN, y + BELOW);
        let (tip, text) = (x + unit, y + 32.0);
        let (heading, about, exact) = (
            tr!("The gradients of random mini-batches"),
            tr!(
                "Arrows from one point, and among them the exact gradient. The text below describes them."
            ),
            tr!("gradient on all images"),
        );
        format!(
            "<svg class=\"fits\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
             role=\"img\" aria-labelledby=\"noise-title noise-desc\"><title id=\"noise-title\">{heading}</title>\
             <desc id=\"noise-desc\">{about}</desc>\
             <path class=\"contours\" data-slot=\"d\" d=\"{lines}\"/>\
             <path class=\"dot\" data-slot=\"d\" d=\"{dots}\"/>\
             <path class=\"cross\" d=\"M{x:.1} {y:.1}H{tip:.1}m-12 -8l12 8l-12 8\" fill=\"none\" \
             stroke-width=\"4\"/>\
             <text class=\"halo\" x=\"{x:.1}\" y=\"{text:.1}\">{exact}</text></svg>\n\
             <p class=\"readout\" aria-live=\"polite\" data-slot=\"text\">{story}</p>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gradients(along: Vec<f64>, across: Vec<f64>) -> Gradients {
        Gradients { size: 1, along, across, of_mean: 0.0 }
    }

    /// The plane is 4 lengths wide, so 1 is 200 pixels.
    #[test]
    fn lengths_and_angles_are_true() {
        let all = gradients(vec![-1.0, 3.0], vec![0.0, 1.5]);
        let plane = Plane::of(all.parts());
        assert_eq!(plane.lines(&all), "M212 312L12.0 312.0M212 312L812.0 12.0");
        let drawing = plane.drawing(&[plane.lines(&all), plane.dots(&all), "what happened".into()]);
        assert!(drawing.contains("M212.0 312.0H412.0"), "{drawing}");
        assert_eq!(drawing.matches("data-slot").count(), 3);
        assert!(drawing.contains(">what happened</p>"));
    }

    #[test]
    fn what_has_no_number_is_left_out() {
        let none = gradients(vec![f64::NAN], vec![f64::INFINITY]);
        let plane = Plane::of(none.parts());
        assert_eq!((plane.lines(&none), plane.dots(&none)), (String::new(), String::new()));
    }
}
