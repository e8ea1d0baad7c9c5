//! The drawing of the explorer: the gradients of mini-batches in the plane of each of them and the exact one.

use std::fmt::Write;

use language::tr;

use crate::mini_batches::noise::Gradients;

/// The width and height of the plot, and the space around it.
const PLOT: [f64; 2] = [800.0, 340.0];
const MARGIN: f64 = 14.0;

/// The radius of a mini-batch's dot and that of the dot of their mean.
const RADIUS: f64 = 4.5;
const OF_MEAN: f64 = 10.0;

/// The plane in pixels. The scale is the same in both directions, so that angles are true.
struct Plane {
    /// The place of the point that all gradients start from.
    origin: [f64; 2],
    /// The length of the exact gradient.
    unit: f64,
}

impl Plane {
    /// The plane that shows all these parts along the exact gradient and across it.
    fn of(parts: impl Iterator<Item = (f64, f64)>) -> Self {
        let finite = parts.filter(|(along, across)| along.is_finite() && across.is_finite());
        let reach = |[left, right, top]: [f64; 3], (along, across): (f64, f64)| {
            [left.min(along), right.max(along), top.max(across)]
        };
        let [left, right, top] = finite.fold([0.0, 1.0, 0.1], reach);
        let unit = (PLOT[0] / (right - left)).min(PLOT[1] / top);
        // In the middle where the height is what limits the scale.
        let before = (PLOT[0] - unit * (right - left)) / 2.0;
        Self { origin: [MARGIN + before - unit * left, MARGIN + PLOT[1]], unit }
    }

    /// The place of a gradient's end, if it is finite.
    fn place(&self, (along, across): (f64, f64)) -> Option<[f64; 2]> {
        let [x, y] = self.origin;
        let place = [x + self.unit * along, y - self.unit * across];
        place.iter().all(|x| x.is_finite()).then_some(place)
    }

    /// A line to the end of each gradient.
    fn lines(&self, gradients: &Gradients) -> String {
        let [x, y] = self.origin;
        let mut path = String::new();
        for [to_x, to_y] in gradients.parts().filter_map(|parts| self.place(parts)) {
            let _ = write!(path, "M{x:.1} {y:.1}L{to_x:.1} {to_y:.1}");
        }
        path
    }

    /// A dot at the end of each gradient.
    fn dots(&self, gradients: &Gradients) -> String {
        gradients.parts().filter_map(|parts| self.place(parts)).map(|at| dot(at, RADIUS)).collect()
    }

    /// The exact gradient, as an arrow that is no longer than it, with a head that fits into it.
    fn arrow(&self) -> String {
        let ([x, y], head) = (self.origin, (self.unit / 2.0).min(24.0));
        let shaft = self.unit - head;
        let (wide, thin) = (head / 2.0, head / 8.0);
        let flank = wide - thin;
        format!(
            "M{x:.1} {top:.1}h{shaft:.1}v-{flank:.1}l{head:.1} {wide:.1}l-{head:.1} {wide:.1}v-{flank:.1}h-{shaft:.1}z",
            top = y - thin
        )
    }
}

/// A filled circle as the data of an SVG path.
fn dot([x, y]: [f64; 2], r: f64) -> String {
    format!("M{:.1} {y:.1}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0z", x - r, d = 2.0 * r)
}

/// What fills the slots for one size, zoomed so that all gradients fit: lines, exact gradient, dots, the dot of
/// the mean, and `story` below them.
pub fn slots(gradients: &Gradients, story: String) -> Vec<String> {
    let mean = gradients.mean();
    let plane = Plane::of(gradients.parts().chain([mean]));
    let of_mean = plane.place(mean).map_or_else(String::new, |at| dot(at, OF_MEAN));
    vec![plane.lines(gradients), plane.arrow(), plane.dots(gradients), of_mean, story]
}

/// The drawing with the slots filled.
pub fn drawing(slots: &[String]) -> String {
    let [lines, arrow, dots, mean, story] = slots else { unreachable!("five slots") };
    let [width, height] = PLOT.map(|size| size + 2.0 * MARGIN);
    let (heading, about) = (
        tr!("The gradients of random mini-batches"),
        tr!(
            "Arrows from one point, and among them the exact gradient. The text below describes them."
        ),
    );
    format!(
        "<svg class=\"fits\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"noise-title noise-desc\"><title id=\"noise-title\">{heading}</title>\
         <desc id=\"noise-desc\">{about}</desc>\
         <path class=\"contours\" data-slot=\"d\" d=\"{lines}\"/>\
         <path fill=\"currentColor\" data-slot=\"d\" d=\"{arrow}\"/>\
         <path class=\"dot\" data-slot=\"d\" d=\"{dots}\"/>\
         <path class=\"bars\" data-slot=\"d\" d=\"{mean}\"/></svg>\n\
         <p class=\"readout\" aria-live=\"polite\" data-slot=\"text\">{story}</p>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gradients(along: Vec<f64>, across: Vec<f64>) -> Gradients {
        Gradients { size: 1, along, across, of_mean: 0.0 }
    }

    /// The plane is 4 lengths wide, so 1 is 200 pixels. The gradients' mean is exact: at (1, 0).
    #[test]
    fn lengths_and_angles_are_true() {
        let slots = slots(&gradients(vec![-1.0, 3.0], vec![0.0, 1.5]), "what happened".into());
        assert_eq!(slots[0], "M214.0 354.0L14.0 354.0M214.0 354.0L814.0 54.0");
        assert_eq!(slots[1], "M214.0 351.0h176.0v-9.0l24.0 12.0l-24.0 12.0v-9.0h-176.0z");
        assert_eq!(slots[3], "M404.0 354.0a10 10 0 1 0 20 0a10 10 0 1 0-20 0z");
        let drawing = drawing(&slots);
        assert_eq!(drawing.matches("data-slot").count(), slots.len());
        assert!(drawing.contains(">what happened</p>"));
    }

    #[test]
    fn what_has_no_number_is_left_out() {
        let slots = slots(&gradients(vec![f64::NAN], vec![f64::INFINITY]), String::new());
        assert_eq!([&slots[0], &slots[2], &slots[3]], ["", "", ""]);
    }
}
