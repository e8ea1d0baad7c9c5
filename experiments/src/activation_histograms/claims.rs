//! I3–I7 as claims.

use super::{ActivationHistograms, Layer, Measured, Settings};
use lab::experiment::RecordOf;
use lab::table::number;
use lab::verdict::{Claim, claim};
use training::statistics::mean;

/// An effective rank below this is hardly more than one neuron.
const HARDLY_MORE_THAN_ONE: f64 = 1.05;

/// The statements as claims.
pub fn claims(record: &RecordOf<ActivationHistograms>) -> Vec<Claim> {
    let std_ratio = |arm: &str| record.values(arm, |m| m.last_over_first(|l| l.std));
    // How far from even, in factors of two on either side: 0 is even, 1 is half or double.
    let unevenness =
        |arm: &str| -> Vec<f64> { std_ratio(arm).iter().map(|r| r.log2().abs()).collect() };
    let contrast: Vec<f64> = record
        .arm("tanh, large std")
        .zip(record.arm("tanh, small std"))
        .map(|(large, small)| large.last().std / small.last().std)
        .collect();
    // Two arms may be one: --large-std 0.1 is Xavier's, and is called the large one.
    let on = |id: &str, arms: &[&str], sentence: &str| {
        claim(id, sentence).lacking(record.missing(arms.iter().copied()))
    };
    let even = "a factor of two over all layers is even";
    let even_of_relu = format!("{even}; 0.01 and 1 change it by far more");
    // What keeps its spread is not good for that alone.
    let std_1_too = |arm: &str| {
        if mean(&unevenness(arm)) < 1.0 {
            let std = record.settings.large_std;
            format!(
                "Std {std} keeps its spread as well, but at the ends (I4): even alone is not enough."
            )
        } else {
            String::new()
        }
    };
    let tanh_bends = "Xavier presumes that the activation is linear. tanh bends, so every layer loses some of the spread; over five layers about half of it. That is close to the edge of what counts as even here: one more layer would be over it. ".to_owned();
    vec![
        on("I3", &["tanh, large std", "tanh, small std"], "tanh's spread in the last layer is more than tenfold larger from std 1 than from std 0.01 (ratio)")
            .because("where the initial weights did not matter the ratio would be 1")
            .above(10.0, &contrast),
        on("I4", &["sigmoid, large std"], "from std 1 most of the sigmoid's last activations lie below 0.05 or above 0.95 (fraction)")
            .because("spread evenly, a tenth would")
            .above(0.5, &record.values("sigmoid, large std", |m| m.last().at_the_ends)),
        on("I4", &["sigmoid, large std"], "where they lie the sigmoid is flat (mean slope a(1 − a) of the last layer)")
            .because("half of ¼, the steepest that it gets")
            .below(0.125, &record.values("sigmoid, large std", |m| m.last().slope)),
        on("I4", &["sigmoid, large std"], "from std 1 the sigmoid's gradient shrinks towards the input (first layer over last)")
            .because("below 1 it shrinks; a tenth over four layers is vanishing")
            .otherwise(gradient_survives(record))
            .below(0.1, &record.values("sigmoid, large std", |m| 1.0 / m.last_over_first(|l| l.gradient))),
        on("I5", &["sigmoid, small std"], "from std 0.01 the sigmoid's last activations crowd around 0.5 (standard deviation)")
            .because("evenly spread ones have 0.29")
            .below(0.05, &record.values("sigmoid, small std", |m| m.last().std)),
        on("I5", &["sigmoid, small std"], "from std 0.01 the sigmoid's last layer is worth hardly more than one neuron (effective rank)")
            .because("the effective rank, tr(M)²/‖M‖² of M = ZᵀZ for activations Z, is 1 where every neuron carries the same and the number of neurons where each carries as much of its own")
            .mind(half_is_shared(record))
            .below(HARDLY_MORE_THAN_ONE, &record.values("sigmoid, small std", |m| m.last().effective_rank)),
        on("I6", &["sigmoid, Xavier"], "Xavier keeps the sigmoid's spread even (how many times it doubles or halves from the first layer to the last)").because(even).mind(std_1_too("sigmoid, large std")).below(1.0, &unevenness("sigmoid, Xavier")),
        on("I6", &["tanh, Xavier"], "Xavier keeps tanh's spread even (how many times it doubles or halves from the first layer to the last)").because(even).mind((tanh_bends + &std_1_too("tanh, large std")).trim_end()).below(1.0, &unevenness("tanh, Xavier")),
        on("I7", &["ReLU, small std"], "from std 0.01 ReLU's spread dies out (last over first)")
            .because("a thousandth is nothing left")
            .below(1e-3, &std_ratio("ReLU, small std")),
        on("I7", &["ReLU, Xavier"], "from Xavier ReLU's spread shrinks (last over first)")
            .because("each layer halves the variance: a quarter after four; even would be above a half")
            .below(0.5, &std_ratio("ReLU, Xavier")),
        on("I7", &["ReLU, He"], "He keeps ReLU's spread even (how many times it doubles or halves from the first layer to the last)").because(even_of_relu).below(1.0, &unevenness("ReLU, He")),
    ]
}

/// Why a gradient goes on through layers whose slopes have all but vanished (I4).
fn gradient_survives(record: &RecordOf<ActivationHistograms>) -> String {
    let reaches = |arm: &str| {
        let first_over_last = |m: &Measured| 1.0 / m.last_over_first(|layer| layer.gradient);
        number(mean(&record.values(arm, first_over_last)))
    };
    let Settings { neurons, large_std, small_std, .. } = &record.settings;
    format!(
        "Going back through a layer, the gradient is multiplied twice: by the slope, which is small, \
         and by the weights, which are large. {neurons} weights of standard deviation {large_std} \
         enlarge it by √{neurons} · {large_std} = {} and so make up for what the slope takes away. The \
         slide's reason is right, its conclusion is not, at this setting. With smaller weights the \
         sigmoid's gradient does vanish: what reaches the first of {} layers is {} of it with \
         Xavier, and {} with std {small_std} (see the figure of the gradient)",
        number((*neurons as f64).sqrt() * large_std),
        record.settings.layers,
        reaches("sigmoid, Xavier"),
        reaches("sigmoid, small std")
    ) + "."
}

/// What the effective rank of the sigmoid's layers does not say (I5).
fn half_is_shared(record: &RecordOf<ActivationHistograms>) -> String {
    let rank = |arm: &str, layer: fn(&Measured) -> &Layer| {
        number(mean(&record.values(arm, |m| layer(m).effective_rank)))
    };
    let in_the_first = |arm: &str| rank(arm, |m| &m.layers[0]);
    let last = record.values("sigmoid, Xavier", |m| m.last().effective_rank);
    let alike = match mean(&last) < HARDLY_MORE_THAN_ONE {
        true => format!("The last layer does not set {} apart. ", record.settings.small_std),
        false => String::new(),
    };
    format!(
        "{alike}A sigmoid's values lie around ½ from any weights, and layer by layer the inputs are told \
         apart less. So deep down Xavier's neurons are worth {} by this measure too. The difference is at \
         the beginning: in the first layer {} with std {}, {} with Xavier, {} with std {}.",
        rank("sigmoid, Xavier", Measured::last),
        in_the_first("sigmoid, small std"),
        record.settings.small_std,
        in_the_first("sigmoid, Xavier"),
        in_the_first("sigmoid, large std"),
        record.settings.large_std
    )
}
