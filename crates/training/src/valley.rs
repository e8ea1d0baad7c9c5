//! The valley f(x, y) = x²/κ + y², and how many steps an optimizer takes to its minimum (O2, O3, O5).

use std::f64::consts::TAU;

use burn::module::{Module, Param};
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, TensorData};
use extensions::random::Stream;

/// A valley f(x, y) = x²/κ + y², in which x runs along the valley and y across it.
///
/// Its matrix of second derivatives is diag(2/κ, 2), so κ ≥ 1 is its condition number: the ratio of the
/// largest to the smallest eigenvalue. With κ = 1 it is a round bowl, and with κ = 20 it is the book's
/// function (section 6.1.3).
#[derive(Clone, Debug)]
pub struct Valley {
    /// κ
    pub condition_number: f64,
    /// Where descents start, at least one.
    pub starts: Vec<Start>,
}

/// A starting point, and the orientation of the valley for the descent from there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    /// `[x, y]`
    pub position: [f64; 2],
    /// The angle in radians between the valley's axes and those of the two parameters that an optimizer
    /// changes. At 0, x is the first parameter and y the second.
    pub turned_by: f64,
}

impl Start {
    /// A start in a random direction from the minimum. If `is_turned`, the valley is turned by a random
    /// angle as well. Either way the same draws are taken, so the direction is the same.
    pub fn at_random(stream: &mut Stream, distance: f64, is_turned: bool) -> Self {
        let [direction, angle] = [TAU * stream.uniform(), TAU * stream.uniform()];
        Self {
            position: [distance * direction.cos(), distance * direction.sin()],
            turned_by: if is_turned { angle } else { 0.0 },
        }
    }

    /// The two parameters at `[x, y]`: that position, turned by the angle.
    fn parameters(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let (sin, cos) = self.turned_by.sin_cos();
        [cos * x - sin * y, sin * x + cos * y]
    }

    fn distance(&self) -> f64 {
        self.position[0].hypot(self.position[1])
    }
}

/// When a descent has arrived, and when it is stopped.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// A descent has arrived when its distance from the minimum is at most this fraction of the distance
    /// at which it started, and stays so for [`STAY`] more steps.
    pub tolerance: f64,
    /// The largest number of steps until the arrival.
    pub limit: usize,
}

/// For how many steps a descent must stay close to the minimum. An optimizer with a velocity can pass by
/// close to it and leave again.
pub const STAY: usize = 100;

/// A descent that arrived.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// The number of steps until it arrived.
    pub steps: usize,
    /// How often y changed its sign until then: how often it crossed the floor of the valley.
    pub crossings: usize,
    /// Σ|Δy| until then, in units of the distance at which it started.
    pub length_across: f64,
}

/// The learning rate that is the fastest.
#[derive(Clone, Debug, PartialEq)]
pub struct Fastest {
    /// η
    pub rate: f64,
    /// The descents at this learning rate, in the order of the starts.
    pub arrivals: Vec<Arrival>,
}

/// Follows the optimizer from all starts of the valley at each of these learning rates, and returns the
/// learning rate at which the last descent arrives after the fewest steps (if several are equal, the first);
/// `None` if at every learning rate some descent does not arrive. `device` is without autodiff: the
/// gradient of a valley has a simple formula.
///
/// All descents are rows of one tensor, at all learning rates at once. That needs an optimizer whose step
/// is η times a function of the gradients so far, as with every optimizer of the lecture. Then
/// the parameters divided by η move as the parameters would at η = 1, and every row can have its own η.
pub fn fastest(
    mut optimizer: ModuleOptimizer,
    rates: &[f64],
    valley: &Valley,
    goal: Goal,
    device: &Device,
) -> Option<Fastest> {
    let pairs = rates.iter().flat_map(|&rate| valley.starts.iter().map(move |&s| (rate, s)));
    let mut ways: Vec<Way> = pairs.map(|(rate, start)| Way::new(rate, start, goal)).collect();
    let tensor = |row: &dyn Fn(&Way) -> [f64; 2]| -> Tensor<2> {
        let numbers: Vec<f32> = ways.iter().flat_map(row).map(|x| x as f32).collect();
        Tensor::from_data(TensorData::new(numbers, [ways.len(), 2]), device)
    };
    let start = tensor(&|way| way.start.parameters(way.start.position).map(|w| w / way.rate));
    let diagonal = tensor(&|way| way.hessian(valley.condition_number)[0]);
    let off_diagonal = tensor(&|way| way.hessian(valley.condition_number)[1]);

    let mut points = Points::at(start);
    for step in 1..=goal.limit + STAY {
        let w = points.positions.val().inner(); // [ways, 2], divided by η
        let mut gradients = GradientsParams::new();
        let gradient = w.clone() * diagonal.clone() + w.flip([1]) * off_diagonal.clone();
        gradients.register(points.positions.id, gradient);
        points = optimizer.step(1.0, points, gradients);

        let positions: Vec<f64> = points.positions.val().inner().into_data().iter().collect();
        for (way, position) in ways.iter_mut().zip(positions.chunks_exact(2)) {
            way.follow(step, [position[0], position[1]]);
        }
        let of_rates = ways.chunks_exact(valley.starts.len());
        let arrived = |ways: &[Way]| ways.iter().map(|way| way.arrived_by(step)).collect();
        let found = of_rates.zip(rates).find_map(|(ways, &rate)| {
            let arrivals: Option<Vec<Arrival>> = arrived(ways);
            arrivals.map(|arrivals| Fastest { rate, arrivals })
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The parameters of all descents, as a Burn module.
#[derive(Module, Debug)]
struct Points {
    /// `[ways, 2]`
    positions: Param<Tensor<2>>,
}

impl Points {
    /// Points at `positions`, which are without autodiff. An optimizer changes only parameters that are
    /// tracked by autodiff, although here nothing else is.
    fn at(positions: Tensor<2>) -> Self {
        Self { positions: Param::from_tensor(Tensor::from_inner(positions)) }
    }
}

/// One descent, from one start at one learning rate.
struct Way {
    rate: f64,
    start: Start,
    /// The sine and the cosine of the angle by which the valley is turned.
    turned: (f64, f64),
    /// The largest distance from the minimum that counts as arrived.
    close: f64,
    /// y after the last step.
    y: f64,
    /// What it has done so far.
    so_far: Arrival,
    /// The arrival, as long as it has not left again.
    arrival: Option<Arrival>,
}

impl Way {
    fn new(rate: f64, start: Start, goal: Goal) -> Self {
        let so_far = Arrival { steps: 0, crossings: 0, length_across: 0.0 };
        let (turned, close) = (start.turned_by.sin_cos(), goal.tolerance * start.distance());
        Self { rate, start, turned, close, y: start.position[1], so_far, arrival: None }
    }

    /// What the parameters divided by η, and what the same with the two swapped, must be multiplied by so
    /// that the sum is the gradient: η times the diagonal of the matrix of second derivatives, and η
    /// times its other two entries, which are equal.
    fn hessian(&self, condition_number: f64) -> [[f64; 2]; 2] {
        let (sin, cos) = self.turned;
        let (along, across) = (2.0 / condition_number, 2.0);
        let first = along * cos * cos + across * sin * sin;
        let second = along * sin * sin + across * cos * cos;
        let both = (along - across) * cos * sin;
        [[first, second], [both, both]].map(|row| row.map(|entry| self.rate * entry))
    }

    /// Takes note of the parameters, divided by η, after a step.
    fn follow(&mut self, step: usize, parameters: [f64; 2]) {
        let (sin, cos) = self.turned;
        let [first, second] = parameters.map(|w| w * self.rate);
        let (x, y) = (cos * first + sin * second, cos * second - sin * first);
        self.so_far = Arrival {
            steps: step,
            crossings: self.so_far.crossings + usize::from(y * self.y < 0.0),
            length_across: self.so_far.length_across + (y - self.y).abs() / self.start.distance(),
        };
        self.y = y;
        let is_close = (x * x + y * y).sqrt() <= self.close;
        self.arrival = is_close.then(|| self.arrival.unwrap_or(self.so_far));
    }

    /// The arrival, if at that step it is certain.
    fn arrived_by(&self, step: usize) -> Option<Arrival> {
        self.arrival.filter(|arrival| arrival.steps + STAY <= step)
    }
}

#[cfg(test)]
#[cfg(feature = "flex")]
mod tests {
    use super::*;
    use crate::optimizers::{OPTIMIZERS, named};
    use burn::optim::SgdConfig;
    use extensions::optimizers::Momentum;
    use extensions::random::Purpose;

    const GOAL: Goal = Goal { tolerance: 1e-4, limit: 20_000 };

    fn valley(condition_number: f64, is_turned: bool) -> Valley {
        let mut stream = Stream::new(1, Purpose::Data);
        let start = |_| Start::at_random(&mut stream, 7.28, is_turned);
        Valley { condition_number, starts: (0..4).map(start).collect() }
    }

    fn sgd() -> ModuleOptimizer {
        SgdConfig::new().build().into()
    }

    fn steps(fastest: Option<Fastest>) -> Vec<usize> {
        let arrivals = fastest.expect("it arrives").arrivals;
        arrivals.iter().map(|arrival| arrival.steps).collect()
    }

    /// Gradient descent on a quadratic function with eigenvalues λ₁ and λ₂ is the fastest at
    /// η = 2/(λ₁ + λ₂). Then each step shrinks the distance by (κ − 1)/(κ + 1) in every direction
    /// (Polyak 1987, section 1.4). In the round bowl one step is enough.
    #[test]
    fn the_steps_of_gradient_descent_are_those_of_the_theory() {
        let device = Device::flex();
        for is_turned in [false, true] {
            for kappa in [1.0, 2.0, 20.0, 300.0] {
                let best = 2.0 / (2.0 / kappa + 2.0);
                let contraction: f64 = (kappa - 1.0) / (kappa + 1.0);
                let expected = (GOAL.tolerance.ln() / contraction.ln()).ceil().max(1.0) as usize;
                let valley = valley(kappa, is_turned);
                let at_best = steps(fastest(sgd(), &[best], &valley, GOAL, &device));
                let off = at_best.iter().map(|steps| steps.abs_diff(expected)).max();
                assert!(off <= Some(1 + expected / 1000), "κ = {kappa}: {at_best:?}, {expected}");
                // It is the fastest of several, and the order does not matter.
                let rates = [0.7 * best, best, 1.2 * best];
                assert_eq!(fastest(sgd(), &rates, &valley, GOAL, &device).unwrap().rate, best);
                let backwards = [1.2 * best, best, 0.7 * best];
                assert_eq!(fastest(sgd(), &backwards, &valley, GOAL, &device).unwrap().rate, best);
            }
        }
    }

    /// At its best η, y changes its sign with every step: 1 − 2η = −(κ − 1)/(κ + 1). In the round bowl it
    /// never does, and the path is straight.
    #[test]
    fn gradient_descent_crosses_the_floor_of_a_valley_only() {
        let at_best = |kappa: f64| {
            let rate = kappa / (kappa + 1.0);
            fastest(sgd(), &[rate], &valley(kappa, false), GOAL, &Device::flex()).unwrap().arrivals
        };
        for (arrival, start) in at_best(20.0).iter().zip(valley(20.0, false).starts) {
            assert_eq!(arrival.crossings, arrival.steps);
            // y₀ (1 + q) Σ qᵗ = y₀ (1 + q)/(1 − q) = κ y₀
            let expected = 20.0 * start.position[1].abs() / start.distance();
            assert!((arrival.length_across / expected - 1.0).abs() < 1e-3, "{arrival:?}");
        }
        for (arrival, start) in at_best(1.0).iter().zip(valley(1.0, false).starts) {
            let expected = start.position[1].abs() / start.distance();
            assert_eq!((arrival.crossings, arrival.steps), (0, 1));
            assert!((arrival.length_across - expected).abs() < 1e-6);
        }
    }

    /// For Momentum with α ≥ (1 − √(ηλ))² each step shrinks the distance by √α on average (Polyak 1964).
    /// So at α = ((√κ − 1)/(√κ + 1))² the number of steps grows with √κ. Without a margin for the
    /// polynomial factor it would be ln(tolerance)/ln √α.
    #[test]
    fn the_steps_of_momentum_grow_with_the_root_of_the_condition_number() {
        let of = |kappa: f64| {
            let root = kappa.sqrt();
            let momentum = ((root - 1.0) / (root + 1.0)).powi(2);
            let rate = (1.0 + momentum.sqrt()).powi(2) / 2.0;
            let found = fastest(
                Momentum { momentum }.into(),
                &[rate],
                &valley(kappa, false),
                GOAL,
                &Device::flex(),
            );
            let least = GOAL.tolerance.ln() / momentum.sqrt().ln();
            steps(found).into_iter().map(|steps| steps as f64 / least).fold(0.0, f64::max)
        };
        for kappa in [20.0, 100.0, 1000.0] {
            let over_least = of(kappa);
            assert!((0.9..2.0).contains(&over_least), "κ = {kappa}: {over_least}");
        }
    }

    /// Dividing the parameters by η and stepping at η = 1 gives the steps of the optimizer at η, for every
    /// optimizer in the list.
    #[test]
    fn a_row_moves_as_the_optimizer_does_at_its_rate() {
        let (device, kappa) = (Device::flex(), 20.0);
        for optimizer in OPTIMIZERS.iter() {
            for is_turned in [false, true] {
                let mut valley = valley(kappa, is_turned);
                valley.starts.truncate(1);
                let start = valley.starts[0];
                let rate = optimizer.path_rate;
                let goal = Goal { tolerance: 0.05, limit: 5000 };
                let found = fastest(optimizer.build(0.0), &[rate], &valley, goal, &device);

                let [a, b] = start.parameters(start.position);
                let at = Tensor::<2>::from_floats([[a as f32, b as f32]], &device);
                let mut points = Points::at(at);
                let mut stepping = optimizer.build(0.0);
                let mut way = Way::new(1.0, start, goal);
                let [[first, second], [both, _]] = way.hessian(kappa);
                let mut at_rate = None;
                for step in 1..=goal.limit + STAY {
                    let w: Vec<f64> = points.positions.val().inner().into_data().iter().collect();
                    let gradient = [first * w[0] + both * w[1], both * w[0] + second * w[1]];
                    let mut gradients = GradientsParams::new();
                    let gradient = gradient.map(|g| g as f32);
                    let gradient = Tensor::<2>::from_floats([gradient], &device);
                    gradients.register(points.positions.id, gradient);
                    points = stepping.step(rate, points, gradients);
                    let w: Vec<f64> = points.positions.val().inner().into_data().iter().collect();
                    way.follow(step, [w[0], w[1]]);
                    at_rate = at_rate.or(way.arrived_by(step));
                }
                let found = found.map(|fastest| fastest.arrivals[0]);
                let close = |a: Arrival, b: Arrival| {
                    a.steps.abs_diff(b.steps) <= 1 + b.steps / 100
                        && (a.length_across / b.length_across - 1.0).abs() < 0.01
                };
                let agree = match (found, at_rate) {
                    (Some(a), Some(b)) => close(a, b),
                    (a, b) => a.is_none() && b.is_none(),
                };
                assert!(agree, "{} {is_turned}: {found:?}, {at_rate:?}", optimizer.name);
            }
        }
    }

    /// The gradient by its formula is the one that central differences give.
    #[test]
    fn the_gradient_of_a_turned_valley_is_that_of_its_function() {
        let start = Start { position: [3.0, -1.0], turned_by: 0.7 };
        let kappa = 20.0;
        let f = |[u, v]: [f64; 2]| {
            let (sin, cos) = start.turned_by.sin_cos();
            let (x, y) = (cos * u + sin * v, cos * v - sin * u);
            x * x / kappa + y * y
        };
        let [u, v] = start.parameters(start.position);
        assert!((f([u, v]) - (9.0 / kappa + 1.0)).abs() < 1e-12);
        let h = 1e-4;
        let differences = [
            (f([u + h, v]) - f([u - h, v])) / (2.0 * h),
            (f([u, v + h]) - f([u, v - h])) / (2.0 * h),
        ];
        let [[first, second], [both, _]] = Way::new(1.0, start, GOAL).hessian(kappa);
        let gradient = [first * u + both * v, both * u + second * v];
        for (a, b) in gradient.iter().zip(differences) {
            assert!((a - b).abs() < 1e-8, "{a} {b}");
        }
    }

    #[test]
    fn what_diverges_or_passes_by_has_not_arrived() {
        let valley = valley(20.0, false);
        assert_eq!(fastest(sgd(), &[1.1, 5.0], &valley, GOAL, &Device::flex()), None);
        assert_eq!(
            fastest(sgd(), &[0.5], &valley, Goal { limit: 5, ..GOAL }, &Device::flex()),
            None
        );
        // In the round bowl at η = ½, the first step leads to the minimum, and the velocity leads away.
        let bowl = self::valley(1.0, false);
        let momentum = named("Momentum").unwrap();
        let found = fastest(momentum.build(0.0), &[0.5], &bowl, GOAL, &Device::flex());
        assert!(steps(found).into_iter().all(|steps| steps > 50));
    }
}
