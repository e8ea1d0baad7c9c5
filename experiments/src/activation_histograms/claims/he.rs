//! I7: He keeps ReLU's spread even.

use lab::verdict::Claim;
use language::{tr, translated};
use training::shown;

use super::open::{EVEN, Found, TIMES, WHAT_IS_EVEN, depths, on};
use crate::activation_histograms::arm::{arm, times_xavier};
use crate::activation_histograms::{Measured, Network};

const HE: &str = "ReLU, He";

pub fn claims(record: &Found) -> Vec<Claim> {
    let std_ratio = |arm: &str| record.values(arm, |m| m.last_over_first(|l| l.std));
    let std = shown::number(record.settings.small_std);
    let dies_out = tr!("with std {std}, ReLU's spread dies out (last layer divided by first)", std);
    let shrinks = tr!("with Xavier, ReLU's spread shrinks (last layer divided by first)");
    let times = translated(TIMES);
    let even = tr!("with He, ReLU's spread stays even ({times})", times);
    let even_deeper = tr!(
        "with He, ReLU's spread stays even in networks of {depths} ({times}, at the worst depth)",
        depths = depths(record),
        times
    );
    vec![
        on(record, "I7", &["ReLU, small std"], dies_out)
            .because(tr!("at a thousandth, practically nothing is left"))
            .below(1e-3, &std_ratio("ReLU, small std")),
        on(record, "I7", &["ReLU, Xavier"], shrinks)
            .because(tr!(
                "each layer halves the variance, so a quarter of the spread is left after four; an even \
                 spread would stay above a half"
            ))
            .below(0.5, &std_ratio("ReLU, Xavier")),
        on(record, "I7", &[HE], even)
            .because(tr!(
                "a factor of two over all layers counts as even; std 0.01 and std 1 change the spread far more"
            ))
            .below(EVEN, &record.values(HE, |m| m.unevenness(m.last()))),
        on(record, "I7", &[HE], even_deeper)
            .at_our_setting()
            .because(translated(WHAT_IS_EVEN))
            .below(EVEN, &record.values(HE, |m| m.largest(|n| m.unevenness(&n.last)))),
        than(record, "small std", &tr!("std {std}", std)),
        than(record, "Xavier", "Xavier"),
        than(record, &times_xavier(2.0), tr!("twice Xavier's standard deviation")),
    ]
}

/// Against another scale, which is called `weights`.
fn than(record: &Found, scale: &str, weights: &str) -> Claim {
    let unevenness = |m: &Measured| {
        let of_network = |n: &Network| m.unevenness(&n.last);
        m.mean(of_network)
    };
    let other = arm("ReLU", scale);
    let sentence = tr!(
        "ReLU's spread is more even with He than with {weights} (how many times fewer it doubles or \
         halves from the first layer to the last, mean of {depths})",
        weights,
        depths = depths(record)
    );
    on(record, "I7", &[HE, &other], sentence)
        .at_our_setting()
        .because(tr!("at 0 both would be equally even"))
        .above(0.0, &record.differences(&other, HE, unevenness))
}
