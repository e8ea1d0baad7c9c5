//! G1: the gradient is all partial derivatives, in the shape of what it is taken by.

use burn::tensor::{Device, Int, Tensor, TensorData};
use extensions::gradients::numerical_gradient;
use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use serde::{Deserialize, Serialize};

use super::learning_rate::BOWL;
use lab::verdict::{Claim, claim};
use training::loss::cross_entropy;

/// The parabola whose slopes the book draws: f(x) = 0.01x² + 0.1x
fn parabola(x: f64) -> f64 {
    0.01 * x * x + 0.1 * x
}

/// The book's input, weights and class (4.4.2), and the gradient that it prints for them.
const INPUT: [f64; 2] = [0.6, 0.9];
const WEIGHTS: [f64; 6] = [0.47355232, 0.9977393, 0.84668094, 0.85557411, 0.03563661, 0.69422093];
const CLASS: usize = 2;
pub(super) const BOOK_GRADIENT: [f64; 6] =
    [0.21924763, 0.14356247, -0.36281009, 0.32887144, 0.2153437, -0.54421514];

/// The network of one layer: L(W) = −ln softmax(x W)[class].
///
/// # Shapes
/// - `w`: `[2, 3]`, row by row
fn network_loss(w: &[f64]) -> f64 {
    let logits = [0, 1, 2].map(|k| INPUT[0] * w[k] + INPUT[1] * w[3 + k]);
    logits.map(f64::exp).iter().sum::<f64>().ln() - logits[CLASS]
}

/// How far a weight is moved to see how far the loss moves with it (ours).
const NUDGE: f64 = 0.01;

/// The same derivatives by central differences and automatically.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Both {
    /// By central differences, in 64 bits.
    pub numerical: Vec<f64>,
    /// By Burn's backpropagation, in 32 bits.
    pub automatic: Vec<f64>,
}

impl Both {
    fn largest_difference(&self) -> f64 {
        largest_difference(&self.numerical, &self.automatic)
    }
}

/// Gradients, both ways.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Gradients {
    /// The places of the field, `[x₀, x₁]`.
    pub places: Vec<[f64; 2]>,
    /// The bowl's gradient there, ∂f/∂x₀ and ∂f/∂x₁ in turn.
    pub field: Both,
    /// The network's gradient ∂L/∂W, `[2, 3]`, row by row.
    pub weights: Both,
    /// How far the loss moves per distance when that weight alone moves by [`NUDGE`].
    pub nudged: Vec<f64>,
    /// The parabola's slopes at 5 and 10.
    pub slopes: Both,
}

/// The derivatives of the scalar `f` by Burn, at the tensor that `data` holds.
fn automatic<const D: usize>(
    data: TensorData,
    device: &Device,
    f: impl Fn(Tensor<D>) -> Tensor<1>,
) -> Vec<f64> {
    let x = Tensor::<D>::from_data(data, device).require_grad();
    let gradients = f(x.clone()).backward();
    x.grad(&gradients).expect("f depends on x").into_data().iter().collect()
}

/// The gradients at the book's places, by central differences of step `h` and by Burn on the autodiff
/// device `device`.
pub fn gradients(h: f64, device: &Device) -> Gradients {
    // [−2, 2]² every 0.25
    let place = |i: usize| -2.0 + 0.25 * i as f64;
    let places: Vec<[f64; 2]> = (0..17 * 17).map(|i| [place(i % 17), place(i / 17)]).collect();
    let numerical =
        |x: &[f64; 2]| numerical_gradient(|x| (BOWL.f)([x[0], x[1]]), &mut x.clone(), h);
    let all = TensorData::new(places.concat(), [places.len(), 2]);
    let field = Both {
        numerical: places.iter().flat_map(numerical).collect(),
        automatic: automatic::<2>(all, device, |x| x.square().sum()),
    };

    let label = Tensor::<1, Int>::from_data([CLASS as i32], device);
    let input = Tensor::<2>::from_data(TensorData::new(INPUT.to_vec(), [1, 2]), device);
    let w = TensorData::new(WEIGHTS.to_vec(), [2, 3]);
    let weights = Both {
        numerical: numerical_gradient(network_loss, &mut WEIGHTS.clone(), h),
        automatic: automatic::<2>(w, device, |w| {
            cross_entropy(input.clone().matmul(w), label.clone())
        }),
    };
    let nudged = |i: usize| {
        let mut w = WEIGHTS;
        w[i] += NUDGE;
        (network_loss(&w) - network_loss(&WEIGHTS)) / NUDGE
    };

    let slopes = Both {
        numerical: [5.0, 10.0]
            .map(|x| numerical_gradient(|x| parabola(x[0]), &mut [x], h)[0])
            .to_vec(),
        automatic: automatic::<1>(TensorData::from([5.0, 10.0]), device, |x| {
            (x.clone().square() * 0.01 + x * 0.1).sum()
        }),
    };
    Gradients { places, field, weights, nudged: (0..6).map(nudged).collect(), slopes }
}

fn largest_difference(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// G1 as claims.
pub fn claims(gradients: &Gradients) -> Vec<Claim> {
    let Gradients { places, field, weights, nudged, slopes } = gradients;
    let exact: Vec<f64> = places.iter().flat_map(|&place| (BOWL.gradient)(place)).collect();
    let rounding = "Burn's 32-bit numbers round at 2e-7 of the largest entry, 4";
    let off = largest_difference(&exact, &field.automatic).max(field.largest_difference());
    vec![
        claim(
            "G1",
            "the gradient of x₀² + x₁² is (2x₀, 2x₁) all over the field, by central \
                         differences and automatically (largest difference)",
        )
        .because(rounding)
        .equals(0.0, 1e-6, off),
        claim(
            "G1",
            "the slopes of 0.01x² + 0.1x at 5 and 10 are 0.2 and 0.3, both ways \
                         (largest difference)",
        )
        .because(rounding)
        .equals(
            0.0,
            1e-6,
            largest_difference(&slopes.automatic, &[0.2, 0.3]).max(slopes.largest_difference()),
        ),
        claim(
            "G1",
            "the gradient of a 2 × 3 weight matrix has its six entries, the book's, \
                         both ways (largest difference)",
        )
        .because("the book prints eight decimals, and 32 bits hold seven")
        .equals(
            0.0,
            1e-6,
            largest_difference(&weights.automatic, &BOOK_GRADIENT)
                .max(weights.largest_difference()),
        ),
        claim(
            "G1",
            "moving one weight by 0.01 moves the loss by its entry times 0.01 \
                         (largest difference, per distance)",
        )
        .because("the loss bends by at most ¼ · 0.9², of which half of 0.01 is 0.001")
        .equals(0.0, 1.1e-3, largest_difference(&weights.automatic, nudged)),
    ]
}

/// The field of gradients, and slopes as tangents.
pub fn figures(gradients: &Gradients) -> [(&'static str, Figure); 2] {
    [("gradient_field", field(gradients)), ("tangents", tangents(gradients))]
}

fn field(gradients: &Gradients) -> Figure {
    let vectors = gradients.field.automatic.chunks(2).map(|g| [-0.05 * g[0], -0.05 * g[1]]);
    Figure::new("The negative gradient points downhill, further where it is steeper")
        .subtitle("f(x₀, x₁) = x₀² + x₁²; each arrow is −0.05 times the gradient")
        .alt("A field of arrows over circular contours; all point at the middle, and they are longer \
              the further away they start.")
        .grid(1, 420.0, 420.0)
        .panel(
            Panel::new("")
                .x(Axis::new("x₀").range(-2.15, 2.15))
                .y(Axis::new("x₁").range(-2.15, 2.15))
                .with(Mark::contours(|x, y| (BOWL.f)([x, y]), [0.25, 1.0, 2.25, 4.0, 6.25]))
                .with(Mark::arrows(Ink::Series(0), gradients.places.iter().copied().zip(vectors))),
        )
}

fn tangents(gradients: &Gradients) -> Figure {
    let curve = (0..=100).map(|i| 0.2 * f64::from(i)).map(|x| [x, parabola(x)]).collect();
    let places = [5.0, 10.0];
    let touches =
        places.into_iter().zip(&gradients.slopes.automatic).zip(1..).map(|((at, slope), ink)| {
            let tangent = [0.0, 20.0].map(|x| [x, parabola(at) + slope * (x - at)]);
            Mark::line(format!("slope {slope:.1} at x = {at}"), Ink::Series(ink), tangent.to_vec())
                .dashed()
        });
    let points = Mark::points("", Ink::Text, Marker::Dot, places.map(|x| [x, parabola(x)]));
    Figure::new("A derivative is the slope of the tangent")
        .subtitle("f(x) = 0.01x² + 0.1x")
        .alt("A parabola with its tangents at 5, of slope 0.2, and at 10, of slope 0.3.")
        .panel(
            Panel::new("")
                .x(Axis::new("x").range(0.0, 20.0))
                .y(Axis::new("f(x)").range(-1.2, 6.2))
                .with(Mark::line("f", Ink::Series(0), curve))
                .with_all(touches)
                .with(points),
        )
}
