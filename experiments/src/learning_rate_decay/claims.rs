//! O7 as measurable claims.

use lab::experiment::RecordOf;
use lab::table::number;
use lab::verdict::{Claim, claim};
use language::{message, tr, translated};
use training::schedule;
use training::statistics::mean;

use super::trial::{Arm, LearningRateDecay, Way};

type Record = RecordOf<LearningRateDecay>;

/// The way that the others are compared with.
pub const CONSTANT: Way = Way::Sgd(schedule::CONSTANT);

/// The schedules that are compared with a constant learning rate.
const FALLING: [&str; 4] = ["step", "exponential", "1/t", "cosine"];

/// A way in the current language.
pub fn shown(way: Way) -> String {
    match way {
        CONSTANT => tr!("SGD, constant").into(),
        Way::Sgd("step") => tr!("SGD, step").into(),
        Way::Sgd("exponential") => tr!("SGD, exponential").into(),
        Way::Sgd("cosine") => tr!("SGD, cosine").into(),
        other => other.to_string(),
    }
}

/// O7: each schedule ends with a lower loss than a constant learning rate.
pub fn claims(record: &Record) -> Vec<Claim> {
    let lower = |batch_size: usize, schedule: &'static str| {
        let name = |way| Arm { batch_size, way }.to_string();
        let (constant, falling) = (name(CONSTANT), name(Way::Sgd(schedule)));
        let sentence = tr!(
            "with mini-batches of {batch_size}, SGD ends with a lower test loss if its learning rate falls \
             ({schedule}) than if it is constant (difference)",
            batch_size,
            schedule = shown(Way::Sgd(schedule)).trim_start_matches("SGD, ")
        );
        claim("O7", sentence)
            .at_our_setting()
            .because(tr!("0 would mean that the best constant learning rate is just as good"))
            .mind(against_adagrad(record, batch_size))
            .otherwise(translated(STILL_FALLING))
            .lacking(record.missing([constant.as_str(), falling.as_str()]))
            .above(0.0, &record.differences(&constant, &falling, |run| run.test_loss))
    };
    let sizes = record.settings.batch_sizes.iter();
    sizes.flat_map(|&size| FALLING.map(|schedule| lower(size, schedule))).collect()
}

/// Why a schedule can end higher.
const STILL_FALLING: &str = message!(
    "Each arm begins at its own best learning rate. A learning rate that falls makes the steps smaller, but \
     training also progresses more slowly. The training is short: at its end, the loss with a constant rate still falls, while a rate that has become \
     small hardly lowers it any more. A schedule may do better if its last learning rate is higher (--end) or if \
     training is longer (--iterations)."
);

/// What AdaGrad, which lowers the learning rate of each parameter by itself, ends at.
fn against_adagrad(record: &Record, batch_size: usize) -> String {
    let loss = |way: Way| {
        let name = Arm { batch_size, way }.to_string();
        number(mean(&record.values(&name, |run| run.test_loss)))
    };
    tr!(
        "Each arm begins at its own best learning rate, chosen on validation images of other seeds. \
         AdaGrad, which lowers the learning rate of each parameter by itself, ends at a test loss of \
         {adagrad}, and at {both} if its η falls like 1/t in addition. SGD ends at {constant} with a constant \
         learning rate and at {cosine} with the cosine.",
        adagrad = loss(Way::AdaGrad),
        both = loss(Way::AdaGradInverseTime),
        constant = loss(CONSTANT),
        cosine = loss(Way::Sgd("cosine"))
    )
}
