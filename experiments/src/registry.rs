//! The lists of all experiments, each in the lecture's order. A new experiment is one line here.

use lab::cli::Entry;
use training::list::List;

use crate::{
    activation_histograms, backpropagation, batch_norm, condition_number, dropout, dropout_paper,
    gradient_descent, hyperparameter_effects, hyperparameter_search, large_weights,
    learning_rate_decay, learning_rates, mini_batches, optimizer_comparison, optimizer_paths,
    overfitting, test_set_leak, two_layer_net, weight_decay, weight_init_comparison, zero_init,
};

/// The experiments that `lecture` runs, in the lecture's order: one line each.
pub static EXPERIMENTS: List<Entry> = List::of(&[
    Entry::of::<gradient_descent::GradientDescent>(),
    Entry::of::<backpropagation::Backpropagation>(),
    Entry::of::<mini_batches::Batches>(),
    Entry::of::<optimizer_paths::OptimizerPaths>(),
    Entry::of::<condition_number::ConditionNumber>(),
    Entry::of::<optimizer_comparison::OptimizerComparison>(),
    Entry::of::<learning_rate_decay::LearningRateDecay>(),
    Entry::of::<zero_init::ZeroInit>(),
    Entry::of::<activation_histograms::ActivationHistograms>(),
    Entry::of::<weight_init_comparison::WeightInitComparison>(),
    Entry::of::<overfitting::Overfitting>(),
    Entry::of::<weight_decay::WeightDecay>(),
    Entry::of::<dropout::Dropout>(),
    Entry::of::<large_weights::LargeWeights>(),
    Entry::of::<hyperparameter_effects::HyperparameterEffects>(),
    Entry::in_rounds::<hyperparameter_search::HyperparameterSearch>(),
    Entry::of::<test_set_leak::TestSetLeak>(),
    Entry::of::<batch_norm::BatchNorm>(),
    Entry::of::<two_layer_net::TwoLayerNet>(),
]);

/// Experiments that take too long for a run of the whole lecture: one line each.
///
/// `lecture` runs one of them only if `--only` gives its name. If all its trials are kept in `--out`, the
/// report shows it in any case. Whatever goes through all [`EXPERIMENTS`], such as `backend_agreement`,
/// leaves these out.
pub static LONGER: List<Entry> = List::of(&[
    Entry::of::<learning_rates::LearningRates>(),
    Entry::of::<dropout_paper::DropoutPaper>(),
]);

/// The experiment of that name, in either list.
pub fn experiment(name: &str) -> Option<&'static Entry> {
    EXPERIMENTS.iter().chain(LONGER.iter()).find(|entry| entry.name == name)
}

#[cfg(test)]
mod tests;
