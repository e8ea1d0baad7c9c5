//! I4: with std 1, the sigmoid saturates and the gradient vanishes.

use lab::table::number;
use lab::verdict::Claim;
use language::tr;
use training::shown;
use training::statistics::mean;

use super::open::{Found, on};
use crate::activation_histograms::arm::arm;
use crate::activation_histograms::{Measured, Settings};

pub fn claims(record: &Found) -> Vec<Claim> {
    let std = shown::number(record.settings.large_std);
    let large = ["sigmoid, large std"];
    let deepest = record.settings.depths.iter().copied().max().unwrap_or(0);
    let of_deepest = record.values(large[0], |m| m.at(deepest).map_or(f64::NAN, |n| n.gradient));
    let at_the_ends = tr!(
        "with std {std}, most of the sigmoid's activations in the last layer lie below 0.05 or above 0.95 \
         (fraction)",
        std
    );
    let flat = tr!(
        "the sigmoid is flat where these activations lie (mean slope a(1 − a) in the last layer)"
    );
    let vanishes = tr!(
        "with std {std}, the sigmoid's gradient vanishes towards the input (first layer divided by last)",
        std
    );
    let vanishes_deeper = tr!(
        "with std {std}, the sigmoid's gradient vanishes over {deepest} layers (first layer divided by last)",
        std,
        deepest
    );
    vec![
        on(record, "I4", &large, at_the_ends)
            .because(tr!("of evenly spread activations, a tenth would lie there"))
            .above(0.5, &record.values(large[0], |m| m.last().at_the_ends)),
        on(record, "I4", &large, flat)
            .because(tr!("0.125 is half of ¼, the steepest slope of the sigmoid"))
            .below(0.125, &record.values(large[0], |m| m.last().slope)),
        on(record, "I4", &large, vanishes)
            .because(tr!("a tenth over four layers counts as vanishing"))
            .otherwise(gradient_survives(record))
            .below(0.1, &record.values(large[0], |m| 1.0 / m.last_over_first(|l| l.gradient))),
        on(record, "I4", &large, vanishes_deeper)
            .at_our_setting()
            .because(tr!("as for the book's network, a tenth counts as vanishing"))
            .below(0.1, &of_deepest),
    ]
}

/// Why the gradient passes through layers whose slopes are close to 0.
fn gradient_survives(record: &Found) -> String {
    let reaches = |scale: &str| {
        let first_over_last = |m: &Measured| 1.0 / m.last_over_first(|layer| layer.gradient);
        number(mean(&record.values(&arm("sigmoid", scale), first_over_last)))
    };
    let at_depth = |depth: &usize| {
        let gradient = |m: &Measured| m.at(*depth).map_or(f64::NAN, |n| n.gradient);
        let share = number(mean(&record.values("sigmoid, large std", gradient)));
        tr!("{share} at {depth}", share, depth)
    };
    let at_depths: Vec<String> = record.settings.depths.iter().map(at_depth).collect();
    let Settings { neurons, large_std, small_std, layers, .. } = &record.settings;
    tr!(
        "On its way back through a layer, the gradient is multiplied by the slope, which is small, and \
         by the weights, which are large. {neurons} weights of standard deviation {large_std} enlarge \
         it by √{neurons} · {large_std} = {gain}, which makes up for the small slope. At this setting the \
         slide's reason is right, but its conclusion is not. With smaller weights the sigmoid's \
         gradient does vanish: of {layers} layers, the first receives {xavier} of it with Xavier, and {small} \
         with std {small_std} (see the figure of the gradient). By number of layers, with std {large_std}: \
         {depths}.",
        neurons,
        large_std,
        gain = number((*neurons as f64).sqrt() * large_std),
        layers,
        xavier = reaches("Xavier"),
        small = reaches("small std"),
        small_std,
        depths = at_depths.join(", ")
    )
}
