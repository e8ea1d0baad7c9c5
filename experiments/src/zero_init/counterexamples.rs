//! Neurons that are distinct or alike by luck, and weights for which the opposite is true.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;

use super::settings::Settings;
use super::trial::{Measured, ZeroInit};
use crate::shared::made_up::{accuracy, between};

impl Counterexamples for ZeroInit {
    /// Any number of neurons is distinct, and the network recognizes any share of the images.
    fn noise(settings: &Settings, _: &&'static str, stream: &mut Stream) -> Measured {
        let p = between(0.1, 1.0, stream);
        measured(settings, p, stream, |stream, width| 1 + stream.index(width))
    }

    /// Equal neurons become distinct and learn, while random ones become alike and do not.
    fn opposite(
        _: usize,
        settings: &Settings,
        arm: &&'static str,
        stream: &mut Stream,
    ) -> Measured {
        let p = if *arm == "He" { 0.1 } else { 0.9 };
        measured(settings, p, stream, |_, width| if *arm == "He" { 1 } else { width })
    }
}

fn measured(
    settings: &Settings,
    p: f64,
    stream: &mut Stream,
    distinct: impl Fn(&mut Stream, usize) -> usize,
) -> Measured {
    let of = |stream: &mut Stream| settings.hidden.iter().map(|&n| distinct(stream, n)).collect();
    Measured {
        distinct_before: of(stream),
        distinct_after: of(stream),
        test_accuracy: accuracy(p, 10_000, stream),
        diverged_at: None,
    }
}
