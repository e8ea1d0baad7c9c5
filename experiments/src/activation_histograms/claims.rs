//! I3–I7 as claims.

use lab::experiment::RecordOf;
use lab::table::number;
use lab::verdict::{Claim, claim};
use training::statistics::mean;

use super::settings::Settings;
use super::trial::{ActivationHistograms, Measured};
use training::activation_statistics::Layer;

/// A layer whose effective rank is below this is worth hardly more than one neuron.
const HARDLY_MORE_THAN_ONE: f64 = 1.05;

/// The statements as claims.
pub fn claims(record: &RecordOf<ActivationHistograms>) -> Vec<Claim> {
    let std_ratio = |arm: &str| record.values(arm, |m| m.last_over_first(|l| l.std));
    // The distance from an even spread in factors of two: 0 is even, 1 is half or double.
    let unevenness =
        |arm: &str| -> Vec<f64> { std_ratio(arm).iter().map(|r| r.log2().abs()).collect() };
    let contrast: Vec<f64> = record
        .arm("tanh, large std")
        .zip(record.arm("tanh, small std"))
        .map(|(large, small)| large.last().std / small.last().std)
        .collect();
    // Two arms may be the same: --large-std 0.1 is Xavier's, and the arm is called "large std".
    let on = |id: &str, arms: &[&str], sentence: &str| {
        claim(id, sentence).lacking(record.missing(arms.iter().copied()))
    };
    let even = "a factor of two over all layers counts as even";
    let even_of_relu = format!("{even}; std 0.01 and std 1 change the spread far more");
    let times = "how many times it doubles or halves from the first layer to the last";
    // An even spread alone is not enough.
    let std_1_too = |arm: &str| {
        if mean(&unevenness(arm)) < 1.0 {
            let std = record.settings.large_std;
            format!(
                "Std {std} keeps the spread even as well, but its activations are close to the ends of \
                 the range (I4). An even spread alone is therefore not enough."
            )
        } else {
            String::new()
        }
    };
    let tanh_bends = "Xavier's derivation assumes a linear activation function. Because tanh flattens \
        away from 0, every layer loses some of the spread; five layers lose about half of it. This is \
        close to the limit of what counts as even here, and one more layer would exceed the limit. "
        .to_owned();
    vec![
        on("I3", &["tanh, large std", "tanh, small std"], "the spread of tanh's last layer is more than ten times larger with std 1 than with std 0.01 (ratio)")
            .because("the ratio would be 1 if the initial weights did not matter")
            .above(10.0, &contrast),
        on("I4", &["sigmoid, large std"], "with std 1, most of the sigmoid's activations in the last layer lie below 0.05 or above 0.95 (fraction)")
            .because("of evenly spread activations, a tenth would lie there")
            .above(0.5, &record.values("sigmoid, large std", |m| m.last().at_the_ends)),
        on("I4", &["sigmoid, large std"], "the sigmoid is flat where these activations lie (mean slope a(1 − a) in the last layer)")
            .because("0.125 is half of ¼, the steepest slope of the sigmoid")
            .below(0.125, &record.values("sigmoid, large std", |m| m.last().slope)),
        on("I4", &["sigmoid, large std"], "with std 1, the sigmoid's gradient shrinks towards the input (first layer divided by last)")
            .because("below 1 it shrinks; a tenth over four layers counts as vanishing")
            .otherwise(gradient_survives(record))
            .below(0.1, &record.values("sigmoid, large std", |m| 1.0 / m.last_over_first(|l| l.gradient))),
        on("I5", &["sigmoid, small std"], "with std 0.01, the sigmoid's activations in the last layer crowd around 0.5 (standard deviation)")
            .because("evenly spread activations have a standard deviation of 0.29")
            .below(0.05, &record.values("sigmoid, small std", |m| m.last().std)),
        on("I5", &["sigmoid, small std"], "with std 0.01, the sigmoid's last layer is worth hardly more than one neuron (effective rank)")
            .because("the effective rank tr(M)²/‖M‖², where M = ZᵀZ for activations Z, is 1 if all neurons carry the same values, and the number of neurons if they all carry different ones equally")
            .mind(half_is_shared(record))
            .below(HARDLY_MORE_THAN_ONE, &record.values("sigmoid, small std", |m| m.last().effective_rank)),
        on("I6", &["sigmoid, Xavier"], &format!("with Xavier, the sigmoid's spread stays even ({times})"))
            .because(even)
            .mind(std_1_too("sigmoid, large std"))
            .below(1.0, &unevenness("sigmoid, Xavier")),
        on("I6", &["tanh, Xavier"], &format!("with Xavier, tanh's spread stays even ({times})"))
            .because(even)
            .mind((tanh_bends + &std_1_too("tanh, large std")).trim_end())
            .below(1.0, &unevenness("tanh, Xavier")),
        on("I7", &["ReLU, small std"], "with std 0.01, ReLU's spread dies out (last layer divided by first)")
            .because("at a thousandth, practically nothing is left")
            .below(1e-3, &std_ratio("ReLU, small std")),
        on("I7", &["ReLU, Xavier"], "with Xavier, ReLU's spread shrinks (last layer divided by first)")
            .because("each layer halves the variance, so a quarter of the spread is left after four; an even spread would stay above a half")
            .below(0.5, &std_ratio("ReLU, Xavier")),
        on("I7", &["ReLU, He"], &format!("with He, ReLU's spread stays even ({times})"))
            .because(even_of_relu)
            .below(1.0, &unevenness("ReLU, He")),
    ]
}

/// Why the gradient passes through layers whose slopes are close to 0 (I4).
fn gradient_survives(record: &RecordOf<ActivationHistograms>) -> String {
    let reaches = |arm: &str| {
        let first_over_last = |m: &Measured| 1.0 / m.last_over_first(|layer| layer.gradient);
        number(mean(&record.values(arm, first_over_last)))
    };
    let Settings { neurons, large_std, small_std, .. } = &record.settings;
    format!(
        "On its way back through a layer, the gradient is multiplied by the slope, which is small, and \
         by the weights, which are large. {neurons} weights of standard deviation {large_std} enlarge \
         it by √{neurons} · {large_std} = {}, which makes up for the small slope. At this setting the \
         slide's reason is right, but its conclusion is not. With smaller weights the sigmoid's \
         gradient does vanish: of {} layers, the first receives {} of it with Xavier, and {} with std \
         {small_std} (see the figure of the gradient).",
        number((*neurons as f64).sqrt() * large_std),
        record.settings.layers,
        reaches("sigmoid, Xavier"),
        reaches("sigmoid, small std")
    )
}

/// What the effective rank of the sigmoid's layers does not show (I5).
fn half_is_shared(record: &RecordOf<ActivationHistograms>) -> String {
    let rank = |arm: &str, layer: fn(&Measured) -> &Layer| {
        number(mean(&record.values(arm, |m| layer(m).effective_rank)))
    };
    let in_the_first = |arm: &str| rank(arm, |m| &m.layers[0]);
    let last = record.values("sigmoid, Xavier", |m| m.last().effective_rank);
    let alike = match mean(&last) < HARDLY_MORE_THAN_ONE {
        true => {
            format!("In the last layer, std {} does not stand out. ", record.settings.small_std)
        }
        false => String::new(),
    };
    format!(
        "{alike}A sigmoid's values lie around ½ whatever the weights are, and with every layer the \
         inputs become more alike. So by this measure Xavier's last layer, too, is worth only {}. The \
         difference shows in the first layer, where the effective rank is {} with std {}, {} with \
         Xavier, and {} with std {}.",
        rank("sigmoid, Xavier", Measured::last),
        in_the_first("sigmoid, small std"),
        record.settings.small_std,
        in_the_first("sigmoid, Xavier"),
        in_the_first("sigmoid, large std"),
        record.settings.large_std
    )
}
