//! I3: a larger standard deviation of the weights spreads the activations more widely.

use lab::verdict::Claim;
use language::{message, tr, translated};
use training::shown;

use super::open::{Found, depths, on};
use crate::activation_histograms::arm::arm;
use crate::activation_histograms::figure::names;

const NO_EFFECT: &str =
    message!("1 is ten times as wide; it would be 0 if the initial weights did not matter");

pub fn claims(record: &Found) -> Vec<Claim> {
    let [large_std, small_std] =
        [record.settings.large_std, record.settings.small_std].map(shown::number);
    let contrast: Vec<f64> = record
        .arm("tanh, large std")
        .zip(record.arm("tanh, small std"))
        .map(|(large, small)| (large.last().std / small.last().std).log10())
        .collect();
    let sentence = tr!(
        "the spread of tanh's last layer is more than ten times larger with std {large_std} than with std \
         {small_std} (ratio, as a power of ten)",
        large_std,
        small_std
    );
    let book = on(record, "I3", &["tanh, large std", "tanh, small std"], sentence)
        .because(translated(NO_EFFECT))
        .above(1.0, &contrast);
    let at_every_depth = |activation: &str| {
        let [large, small] = ["large std", "small std"].map(|scale| arm(activation, scale));
        let ratios = record.arm(&large).zip(record.arm(&small)).map(|(large, small)| {
            let of_depths = large.networks.iter().zip(&small.networks);
            let of_depths = of_depths.map(|(a, b)| (a.last.std / b.last.std).log10());
            of_depths.fold(f64::INFINITY, f64::min)
        });
        let ratios: Vec<f64> = ratios.collect();
        let sentence = tr!(
            "the spread of {function}'s last layer is more than ten times larger with std {large_std} than with \
             std {small_std} in networks of {depths} (smallest ratio, as a power of ten)",
            function = names::function(activation),
            large_std = &large_std,
            small_std = &small_std,
            depths = depths(record)
        );
        on(record, "I3", &[&large, &small], sentence)
            .at_our_setting()
            .because(translated(NO_EFFECT))
            .above(1.0, &ratios)
    };
    // ReLU's ratio is the ratio of the weights to the power of the depth, whatever they are: f(ca) = c f(a).
    let bounded = ["sigmoid", "tanh"].map(at_every_depth);
    std::iter::once(book).chain(bounded).collect()
}
