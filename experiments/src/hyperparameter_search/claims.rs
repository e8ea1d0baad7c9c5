//! The claims of H1: each of the hyperparameters that are searched matters.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use language::{message, tr, translated};
use training::search::key::Key;
use training::search::tuning::Measured;
use training::search::value::Value;
use training::statistics::rank_correlation;

use super::settings::Settings;
use super::trial::{CHOSEN, HyperparameterSearch};

/// The fewest configurations from which a share of a tenth can be told from chance, which gives 1/(k − 1) on
/// average for k of them.
pub(super) const FEWEST: usize = 30;

/// The share above which a hyperparameter matters.
pub(super) const A_TENTH: f64 = 0.1;

/// One claim for each hyperparameter that is searched in a range.
pub fn claims(record: &RecordOf<HyperparameterSearch>) -> Vec<Claim> {
    let settings = &record.settings;
    let first = chosen_without_scores(settings);
    let lacking = match first {
        FEWEST.. => String::new(),
        k => tr!(
            "only {k} configurations were chosen without knowing any scores, {needed} are needed",
            k,
            needed = FEWEST
        ),
    };
    let searched = settings.space.searched();
    let in_a_range = searched.iter().filter(|(_, dimension)| dimension.range().is_some());
    let claim_of = |(i, (key, _)): (usize, &(&Key, _))| {
        let sentence = tr!(
            "the {name} matters on these images: over the searched range it accounts for more than a tenth \
             of the differences in validation accuracy (squared rank correlation, {first} configurations)",
            name = label(key),
            first
        );
        claim("H1", sentence)
            .because(tr!(
                "if accuracy did not depend on it, the share would be 1/(k − 1) on average, {chance} for \
                 {first} configurations; below a tenth, other values would hardly change what is found. \
                 The share counts what rises or falls throughout the range",
                chance = format!("{:.3}", 1.0 / (first as f64 - 1.0)),
                first
            ))
            .otherwise(translated(TOO_SMALL))
            .mind(if i == 0 { translated(CHOSEN_NETWORK) } else { "" })
            .lacking(lacking.clone())
            .above(A_TENTH, &shares(record, key))
    };
    in_a_range.enumerate().map(claim_of).collect()
}

/// What a learner is told about a hyperparameter that does not matter.
const TOO_SMALL: &str = message!(
    "A hyperparameter matters over some range of values, not by itself. In the book's range the weight decay \
     is too small to change anything: at λ = 0.0001 and η = 0.01, 200 steps shrink the weights by 0.02 %. \
     hyperparameter_effects measures a wider range."
);

/// What the test accuracy in the table means.
const CHOSEN_NETWORK: &str = message!(
    "The test accuracy of the chosen network, in the table, is lower than its validation accuracy for two \
     reasons: it was chosen by that accuracy (H2), and the test images come from another set than the \
     validation images, which are among the book's first 500 training images. A network that was not chosen shows most of this drop as well (--trials 1 \
     --learning-rate uniform:0.009..0.01 --seeds 40). test_set_leak separates the two reasons with sets drawn \
     from one pool."
);

/// For each seed, the share of the differences in validation accuracy that a hyperparameter accounts for,
/// among the configurations that were chosen without any scores.
pub(super) fn shares(record: &RecordOf<HyperparameterSearch>, key: &Key) -> Vec<f64> {
    let first = chosen_without_scores(&record.settings);
    let seeds = 0..record.provenance.seeds.len();
    seeds.map(|seed| share(key, &trials_of_seed(record, seed)[..first])).collect()
}

/// The trials of the search at one seed, without that of the chosen configuration.
pub(super) fn trials_of_seed(
    record: &RecordOf<HyperparameterSearch>,
    seed: usize,
) -> Vec<Measured> {
    let search = record.arms.iter().filter(|arm| arm.name != CHOSEN);
    search.map(|arm| arm.trials[seed].measured.clone()).collect()
}

/// The name of a hyperparameter, in sentences, next to an axis and above a column.
pub(super) fn label(key: &Key) -> &'static str {
    match key.name {
        "learning_rate" => tr!("learning rate η"),
        "weight_decay" => tr!("weight decay λ"),
        "dropout" => tr!("dropout ratio"),
        "width" => tr!("neurons per layer"),
        "depth" => tr!("hidden layers"),
        "batch_size" => tr!("images per mini-batch"),
        "optimizer" => tr!("optimizer"),
        "initializer" => tr!("initial weights"),
        "activation" => tr!("activation"),
        _ => key.label,
    }
}

/// How many configurations were chosen without any scores. They were all trained equally long.
fn chosen_without_scores(settings: &Settings) -> usize {
    let strategy = settings.plan.strategy(&settings.space).expect("the record was made with it");
    strategy.slots().iter().filter(|slot| slot.round == 0).count()
}

/// The share of the differences in validation accuracy that the values of a hyperparameter account for: the
/// square of their rank correlation. It is 0 if all accuracies are the same.
fn share(key: &Key, trials: &[Measured]) -> f64 {
    let value = |trial: &Measured| match trial.configuration.value(key.name) {
        Value::Number(x) => x,
        Value::Name(_) => f64::NAN,
    };
    let values: Vec<f64> = trials.iter().map(value).collect();
    let scores: Vec<f64> = trials.iter().map(Measured::score).collect();
    if scores.iter().all(|&score| score == scores[0]) {
        return 0.0;
    }
    rank_correlation(&values, &scores).powi(2)
}
