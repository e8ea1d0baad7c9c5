//! The networks that are compared, and how each of them is trained.

use std::fmt;

use extensions::random::Stream;
use training::epochs::{Images, Plan};
use training::shown;

use super::settings::Settings;

/// A network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Arm {
    /// Number i of those whose learning rate, weight decay and initial scale are drawn.
    Drawn(usize),
    /// Number i of those whose learning rate and weight decay are drawn, the same as those of
    /// `Drawn(i)`, and whose initial weights are He's.
    DrawnFromHe(usize),
    /// One whose norm is held at this multiple of He's initial norm.
    Held(f64),
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&match self {
            Self::Drawn(i) => format!("drawn {}", i + 1),
            Self::DrawnFromHe(i) => format!("drawn from He {}", i + 1),
            Self::Held(norm) => format!("held at {}", shown::number(*norm)),
        })
    }
}

impl Arm {
    /// How it is trained. `stream` is that of the seed's hyperparameters.
    pub fn plan(self, settings: &Settings, mut stream: Stream) -> Plan {
        let held = Plan {
            images: Images::Drawn(settings.images),
            hidden: settings.hidden.clone(),
            initial_scale: 1.0,
            learning_rate: settings.learning_rate,
            batch_size: settings.batch_size,
            iterations: settings.iterations,
            // Only the end counts.
            evaluate_every: settings.iterations,
            weight_decay: 0.0,
            dropout: 0.0,
            norm_is_held: true,
        };
        let mut drawn = |i: usize| {
            let Settings { scales, learning_rates, weight_decays, .. } = settings;
            // The draws of the networks before it come first.
            let draws = (0..=i).map(|_| {
                [scales, learning_rates, weight_decays]
                    .map(|values| log_uniform(values, &mut stream))
            });
            let [initial_scale, learning_rate, weight_decay] = draws.last().expect("i + 1 draws");
            let norm_is_held = false;
            Plan { initial_scale, learning_rate, weight_decay, norm_is_held, ..held.clone() }
        };
        match self {
            Self::Drawn(i) => drawn(i),
            Self::DrawnFromHe(i) => Plan { initial_scale: 1.0, ..drawn(i) },
            Self::Held(norm) => Plan { initial_scale: norm, ..held },
        }
    }
}

/// A draw on a log scale from the smallest to the largest of the values.
fn log_uniform(values: &[f64], stream: &mut Stream) -> f64 {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min).ln();
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max).ln();
    libm::exp(low + stream.uniform() * (high - low))
}
