//! What the claims on several statements share.

use lab::experiment::RecordOf;
use lab::verdict::{Open, claim};
use language::{message, tr};
use training::activation_statistics::Layer;

use crate::activation_histograms::{ActivationHistograms, Measured};

pub type Found = RecordOf<ActivationHistograms>;

/// Up to this many doublings, the spread counts as even.
pub const EVEN: f64 = 1.0;

/// Of evenly spread activations, so many lie in the lowest and highest twentieth of the range.
pub const AT_THE_ENDS: f64 = 0.1;

/// What [`Measured::unevenness`] counts.
pub const TIMES: &str =
    message!("how many times it doubles or halves from the first layer to the last");

/// Why [`EVEN`].
pub const WHAT_IS_EVEN: &str = message!("a factor of two over all layers counts as even");

/// Opens a claim about these arms. Two may be the same: --large-std 0.1 is Xavier's, and the arm is called
/// "large std".
pub fn on(record: &Found, id: &str, arms: &[&str], sentence: impl Into<String>) -> Open {
    let is_finite = |layer: &Layer| layer.mean.is_finite() && layer.std.is_finite();
    let all_finite = |m: &Measured| {
        m.layers.iter().chain(m.networks.iter().map(|network| &network.last)).all(is_finite)
    };
    let is_infinite = |arm: &&&str| !record.arm(arm).all(all_finite);
    let lacking = match arms.iter().find(is_infinite) {
        Some(arm) => tr!("the activations of {arm} are not finite", arm),
        None => record.missing(arms.iter().copied()),
    };
    claim(id, sentence).lacking(lacking)
}

/// The depths of the record in words: "2, 5, 10 and 20 layers".
pub fn depths(record: &Found) -> String {
    let depths: Vec<String> = record.settings.depths.iter().map(usize::to_string).collect();
    match depths.as_slice() {
        [others @ .., last] if !others.is_empty() => {
            tr!("{others} and {last} layers", others = others.join(", "), last)
        }
        _ => tr!("{depth} layers", depth = depths.concat()),
    }
}
