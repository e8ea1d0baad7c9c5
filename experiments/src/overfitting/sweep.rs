//! Four sweeps. Each one varies one property: the number of training images, the width, the depth, or the
//! scale of the initial weights.

use training::epochs::{Images, Plan, ordered};
use training::shown;

use super::settings::Settings;

/// One property, from its smallest value to its largest.
pub(super) struct Sweep {
    /// Each value as it is written, and what is trained with it.
    pub(super) plans: Vec<(String, Plan)>,
}

impl Sweep {
    /// The plan changed by each of the values, in order.
    fn of(base: &Plan, values: Vec<f64>, change: impl Fn(&mut Plan, f64)) -> Self {
        let plan = |value: f64| {
            let mut plan = base.clone();
            change(&mut plan, value);
            (shown::number(value), plan)
        };
        Self { plans: ordered(values).into_iter().map(plan).collect() }
    }

    /// The index of the largest value.
    pub(super) fn last(&self) -> usize {
        self.plans.len() - 1
    }

    /// The value at an index.
    pub(super) fn value(&self, i: usize) -> &str {
        &self.plans[i].0
    }

    /// The name of the arm with the value at an index.
    pub(super) fn arm(&self, i: usize) -> String {
        name(&self.plans[i].1)
    }
}

/// The sweeps of training images, width, depth, and scale.
pub(super) fn sweeps(settings: &Settings) -> [Sweep; 4] {
    let base = base(settings);
    let numbers = |values: &[usize]| values.iter().map(|&n| n as f64).collect();
    let Settings { numbers_of_images, widths, depths, scales, .. } = settings;
    [
        Sweep::of(&base, numbers(numbers_of_images), |plan, n| {
            plan.images = Images::Drawn(n as usize);
        }),
        Sweep::of(&base, numbers(widths), |plan, n| plan.hidden.fill(n as usize)),
        Sweep::of(&base, numbers(depths), |plan, n| plan.hidden = vec![settings.width; n as usize]),
        Sweep::of(&base, scales.clone(), |plan, x| plan.initial_scale = x),
    ]
}

/// The network that each sweep changes in one property.
fn base(settings: &Settings) -> Plan {
    Plan {
        images: Images::Drawn(settings.images),
        hidden: vec![settings.width; settings.depth],
        initial_scale: 1.0,
        learning_rate: settings.learning_rate,
        batch_size: settings.batch_size,
        iterations: settings.iterations,
        // Only the end counts.
        evaluate_every: settings.iterations,
        weight_decay: 0.0,
        dropout: 0.0,
        norm_is_held: false,
    }
}

/// The name of an arm says everything that the sweeps vary, because the sweeps share a network, which is
/// trained once.
pub(super) fn name(plan: &Plan) -> String {
    let Plan { images, hidden, initial_scale, .. } = plan;
    let layers = if hidden.len() == 1 { "layer" } else { "layers" };
    let images = images.count();
    let (depth, width, scale) = (hidden.len(), hidden[0], shown::number(*initial_scale));
    format!("{images} images, {depth} {layers} of {width}, {scale} × He")
}
