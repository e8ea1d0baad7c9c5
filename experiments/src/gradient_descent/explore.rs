//! What the report's reader can move: the step h of the central difference, in 64 and in 32 bits (G1).

use extensions::gradients::numerical_gradient;
use extensions::random::{Purpose, Stream};
use lab::experiment::RecordOf;
use lab::explorer::{Control, Explorer};
use lab::table::signed;
use language::tr;
use training::by_hand::Network;
use training::statistics::largest;

use super::figure::gradients_of;
use super::trial::GradientDescent;

/// The network whose gradient is taken: its inputs, hidden neurons and outputs, and one example.
const SHAPE: [usize; 3] = [2, 3, 3];
const INPUT: [f64; 2] = [0.6, 0.9];
const CLASS: usize = 2;

/// The smallest h as a power of ten; the largest is 1.
const SMALLEST: i32 = -15;

/// The ends of the axis of the errors, as powers of ten.
const ERRORS: [f64; 2] = [-12.0, 1.0];

/// The left and the upper end of the diagram, its width and its height, in pixels: it fits a phone.
const AREA: [f64; 4] = [50.0, 28.0, 270.0, 200.0];

/// The explorer, if gradients were computed.
pub fn explorers(record: &RecordOf<GradientDescent>) -> Vec<Explorer> {
    gradients_of(record).map(|_| explorer(record.settings.h)).into_iter().collect()
}

/// The numerical gradient with each step: what is seen where the reader chooses it.
struct Errors {
    /// The largest error of a derivative, for each step from the smallest on.
    of_steps: Vec<f64>,
    /// Whether all derivatives came out as 0.
    vanished: Vec<bool>,
}

impl Errors {
    /// The errors if weights and losses are rounded by `round`.
    fn of(round: fn(f64) -> f64) -> Self {
        let mut network = Network { shape: SHAPE, x: &INPUT, labels: &[CLASS], multiplications: 0 };
        let mut stream = Stream::new(0, Purpose::Weights);
        let mut weights: Vec<f64> =
            (0..network.ends()[3]).map(|_| round(stream.normal())).collect();
        let exact = network.gradient(&weights);
        let mut errors = Self { of_steps: Vec::new(), vanished: Vec::new() };
        for h in steps() {
            let loss = |weights: &[f64]| {
                let rounded: Vec<f64> = weights.iter().map(|&w| round(w)).collect();
                round(network.loss(&rounded))
            };
            let gradient = numerical_gradient(loss, &mut weights, h);
            let off = gradient.iter().zip(&exact).map(|(a, b)| (a - b).abs());
            errors.of_steps.push(largest(off));
            errors.vanished.push(gradient.iter().all(|g| *g == 0.0));
        }
        errors
    }

    /// The place of the step with the smallest error.
    fn best(&self) -> usize {
        let places = 0..self.of_steps.len();
        places.min_by(|&a, &b| self.of_steps[a].total_cmp(&self.of_steps[b])).unwrap_or(0)
    }

    /// What is seen at a step, in words.
    fn story(&self, at: usize) -> String {
        let [h, error] = [steps()[at], self.of_steps[at]].map(signed);
        let found = tr!("With h = {h}, the largest error of a derivative is {error}.", h, error);
        let why = match at.cmp(&self.best()) {
            std::cmp::Ordering::Equal => {
                tr!("This is the best of these steps: both kinds of error are small.")
            }
            std::cmp::Ordering::Greater => tr!(
                "The loss bends between the two points, so the slope between them is not that of the \
                 tangent. This error is proportional to h²."
            ),
            std::cmp::Ordering::Less if self.vanished[at] => tr!(
                "h is so small that rounding makes both losses the same number: every derivative comes out \
                 as 0."
            ),
            std::cmp::Ordering::Less => tr!(
                "The two losses are so close that rounding falsifies their difference. This error is \
                 proportional to 1/h."
            ),
        };
        format!("{found} {why}")
    }
}

/// The steps that can be chosen, in ascending order.
fn steps() -> Vec<f64> {
    (SMALLEST..=0).map(|power| 10f64.powi(power)).collect()
}

fn explorer(h: f64) -> Explorer {
    let steps = steps();
    let nearest = f64::from(-SMALLEST) + h.log10().round();
    let controls = vec![
        Control {
            label: tr!("precision"),
            choices: vec![tr!("64 bits").into(), tr!("32 bits").into()],
            begins_at: 0,
            slides: false,
        },
        Control {
            label: tr!("step h"),
            choices: steps.iter().copied().map(signed).collect(),
            begins_at: (nearest.max(0.0) as usize).min(steps.len() - 1),
            slides: true,
        },
    ];
    let errors = [Errors::of(|x| x), Errors::of(|x| f64::from(x as f32))];
    let states = Explorer::states(&controls, |at| {
        let errors = &errors[at[0]];
        vec![line(&errors.of_steps), dot(at[1], errors.of_steps[at[1]]), errors.story(at[1])]
    });
    let first = &states[Explorer::begins_at(&controls)];
    Explorer {
        id: "numerical-gradient",
        statement: "G1",
        heading: tr!("the step h of numerical differentiation"),
        about: tr!(
            "The derivatives of the loss of a small network (2-3-3) by central differences, compared with \
             those by backpropagation. Find the h with the smallest error. Then round weights and \
             loss to 32 bits, as most networks compute, and find it again."
        )
        .into(),
        drawing: drawing(first),
        controls,
        states,
    }
}

/// Where a step and its error are in the diagram, both on logarithmic axes. Errors beyond the axis are drawn
/// at its end.
fn place(step: usize, error: f64) -> [f64; 2] {
    let [left, top, width, height] = AREA;
    let [low, high] = ERRORS;
    let share = (error.log10().clamp(low, high) - low) / (high - low);
    let x = left + width * step as f64 / f64::from(-SMALLEST);
    [x, top + height * (1.0 - share)].map(|pixel| (10.0 * pixel).round() / 10.0)
}

fn line(errors: &[f64]) -> String {
    let pair = |(step, &error): (usize, &f64)| {
        let [x, y] = place(step, error);
        format!("{x},{y}")
    };
    errors.iter().enumerate().map(pair).collect::<Vec<_>>().join(" ")
}

/// The outline of a dot.
fn dot(step: usize, error: f64) -> String {
    let [x, y] = place(step, error);
    format!("M{} {y}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z", x - 6.0)
}

/// The axes with powers of ten.
fn axes() -> String {
    let [left, top, width, height] = AREA;
    let power = |power: i32| match power {
        0 => "1".into(),
        _ => format!("10<tspan dy=\"-5\" font-size=\"10\">−{}</tspan>", -power),
    };
    let x_ticks = [-15, -10, -5, 0].map(|tick| {
        let [x, _] = place((tick - SMALLEST) as usize, 1.0);
        let y = top + height;
        format!(
            "<path class=\"axis\" d=\"M{x} {y}v4\"/><text class=\"muted\" x=\"{x}\" y=\"{}\" \
             text-anchor=\"middle\">{}</text>",
            y + 20.0,
            power(tick)
        )
    });
    let y_ticks = [-12, -8, -4, 0].map(|tick| {
        let [_, y] = place(0, 10f64.powi(tick));
        format!(
            "<path class=\"axis dotted\" d=\"M{left} {y}h{width}\"/><text class=\"muted\" x=\"{}\" y=\"{}\" \
             text-anchor=\"end\">{}</text>",
            left - 6.0,
            y + 4.0,
            power(tick)
        )
    });
    let lines =
        format!("<path class=\"axis\" d=\"M{left} {top}v{height}h{width}\" fill=\"none\"/>");
    y_ticks.concat() + &lines + &x_ticks.concat()
}

fn drawing(slots: &[String]) -> String {
    let [left, top, width, height] = AREA;
    let (line, dot, story) = (&slots[0], &slots[1], &slots[2]);
    let (middle, below) = (left + width / 2.0, top + height + 42.0);
    let title = tr!("The error of the numerical gradient by its step");
    let describes = tr!(
        "The largest error against h, both on logarithmic axes: a valley between rounding on the left and \
         curvature on the right. The text below says where the chosen h is."
    );
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 330 280\" width=\"330\" height=\"280\" role=\"img\" \
         aria-labelledby=\"numerical-gradient-title numerical-gradient-desc\">\
         <title id=\"numerical-gradient-title\">{title}</title>\
         <desc id=\"numerical-gradient-desc\">{describes}</desc>{}\
         <text x=\"{left}\" y=\"{}\">{}</text><text x=\"{middle}\" y=\"{below}\" text-anchor=\"middle\">{}</text>\
         <polyline class=\"path\" data-slot=\"points\" points=\"{line}\"/>\
         <path class=\"dot\" data-slot=\"d\" d=\"{dot}\"/></svg>\n\
         <p class=\"readout\" aria-live=\"polite\" data-slot=\"text\">{story}</p>",
        axes(),
        top - 12.0,
        tr!("largest error of a derivative"),
        tr!("step h")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With 64 bits the book's step is near the best one, and with 32 bits it is too small.
    #[test]
    fn the_best_step_depends_on_the_precision() {
        let [exact, coarse] = [Errors::of(|x| x), Errors::of(|x| f64::from(x as f32))];
        let best = |errors: &Errors| steps()[errors.best()];
        assert!((1e-6..=1e-4).contains(&best(&exact)), "{}", best(&exact));
        assert!((1e-3..=1e-1).contains(&best(&coarse)), "{}", best(&coarse));
        assert!(exact.of_steps[exact.best()] < 1e-9 && coarse.of_steps[coarse.best()] > 1e-6);
        assert!(coarse.vanished[0] && !exact.vanished[exact.best()]);
    }
}
