//! Counting the neurons of a layer that differ from each other.

use models::{Hidden, Mlp};

/// For each hidden layer, the number of neurons that differ in their incoming weights or bias.
pub fn distinct_neurons(mlp: &Mlp) -> Vec<usize> {
    mlp.hidden.iter().map(distinct_in).collect()
}

/// Rounding does not count as a difference: a kernel may sum neighbouring columns in different orders.
/// So weights are rounded to 1e-4 of the layer's largest, and neighbouring values are the same.
fn distinct_in(layer: &Hidden) -> usize {
    let weight: Vec<f32> = layer.linear.weight.val().into_data().iter().collect();
    let bias = layer.linear.bias.as_ref().map(|bias| bias.val().into_data().iter().collect());
    let bias: Vec<f32> = bias.unwrap_or_default();
    let largest = weight.iter().chain(&bias).fold(0.0f32, |a, w| a.max(w.abs()));
    let unit = if largest > 0.0 { 1e-4 * largest } else { 1.0 };
    let neuron = |j: usize| -> Vec<i64> {
        let incoming = weight.iter().skip(j).step_by(layer.outputs()).chain(bias.get(j));
        incoming.map(|w| (w / unit).round() as i64).collect()
    };
    let mut distinct: Vec<Vec<i64>> = Vec::new();
    for neuron in (0..layer.outputs()).map(neuron) {
        let same = |other: &Vec<i64>| other.iter().zip(&neuron).all(|(a, b)| (a - b).abs() <= 1);
        if !distinct.iter().any(same) {
            distinct.push(neuron);
        }
    }
    distinct.len()
}
