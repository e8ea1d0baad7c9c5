//! The claim of H1: hyperparameters matter.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use training::search::tuning::Measured;
use training::search::value::Value;
use training::statistics::{correlation, median};

use super::figure::{all_trials, trials_of_seed};
use super::settings::Settings;
use super::trial::HyperparameterSearch;

/// The claims.
pub fn claims(record: &RecordOf<HyperparameterSearch>) -> Vec<Claim> {
    let Settings { plan, space, .. } = &record.settings;
    // Configurations of the first round were chosen without any scores, and trained equally long.
    let strategy = plan.strategy(space).expect("the record was made with it");
    let first = strategy.slots().iter().filter(|slot| slot.round == 0).count();
    let best_above_median = (0..record.provenance.seeds.len()).map(|seed| {
        let trials = trials_of_seed(record, seed);
        let scores: Vec<f64> = trials[..first].iter().map(Measured::score).collect();
        scores.iter().copied().fold(f64::NAN, f64::max) - median(&scores)
    });
    let n = record.settings.validation_images();
    vec![
        claim("H1", "hyperparameters matter (validation accuracy of the best configuration minus the median)")
            .because(format!(
                "among equally good networks, luck alone would put the best one ahead by at most this much: \
                 ½/√n · √(2 ln k) with n = {n} validation images and k = {first} trials"
            ))
            .mind(format!(
                "{}The test accuracy of the chosen network, in the table, is lower than its validation \
                 accuracy for two reasons: it was chosen by that accuracy (H2), and the test images \
                 differ from the book's first 500 training images. A network that was not chosen shows \
                 most of this drop as well (--trials 1 --learning-rate uniform:0.009..0.01 --seeds 40). \
                 test_set_leak separates the two reasons with sets drawn from one pool.",
                influences(record)
            ))
            .lacking(if first < 2 { "only one configuration was tried" } else { "" })
            .above(luck(first, n), &best_above_median.collect::<Vec<_>>()),
    ]
}

/// The most that the best of `k` equally good networks is expected to be ahead of the middle one by
/// luck, when each is judged on `n` images: an accuracy on n images has a standard deviation of at most
/// ½/√n, and the largest of k normal draws is expected at most √(2 ln k) standard deviations above the
/// mean.
fn luck(k: usize, n: usize) -> f64 {
    (2.0 * (k as f64).ln()).sqrt() * 0.5 / (n as f64).sqrt()
}

/// How strongly each hyperparameter with a range is correlated with accuracy.
fn influences(record: &RecordOf<HyperparameterSearch>) -> String {
    let trials = all_trials(record);
    let scores: Vec<f64> = trials.iter().map(Measured::score).collect();
    let searched = record.settings.space.searched();
    let ranges = searched.iter().filter_map(|(key, d)| Some((key, d.range()?.2)));
    let correlations = ranges.filter_map(|(key, is_log)| {
        let values = trials.iter().map(|trial| match trial.configuration.value(key.name) {
            Value::Number(x) if is_log => x.ln(),
            Value::Number(x) => x,
            Value::Name(_) => f64::NAN,
        });
        let found = correlation(&values.collect::<Vec<_>>(), &scores);
        found.is_finite().then(|| format!("{} {found:.2}", key.label))
    });
    match correlations.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => none,
        all => format!(
            "Correlation of each hyperparameter (of its logarithm if it was drawn on a logarithmic \
             scale) with validation accuracy, over all {} trials: {all}. ",
            trials.len()
        ),
    }
}
