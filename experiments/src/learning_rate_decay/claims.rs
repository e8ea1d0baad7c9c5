//! O7 as measurable claims.

use lab::experiment::RecordOf;
use lab::table::number;
use lab::verdict::{Claim, claim};
use training::schedule::Schedule;
use training::statistics::mean;

use super::trial::{Arm, LearningRateDecay};

type Record = RecordOf<LearningRateDecay>;

/// The arm that the others are compared with.
pub const CONSTANT: Arm = Arm::Sgd(Schedule::Constant);

/// O7: each schedule ends with a lower loss than a constant learning rate.
pub fn claims(record: &Record) -> Vec<Claim> {
    let lower = |schedule: Schedule| {
        let (constant, falling) = (CONSTANT.to_string(), Arm::Sgd(schedule).to_string());
        let sentence = format!(
            "SGD ends with a lower test loss if its learning rate falls ({schedule}) than if it is \
             constant (difference)"
        );
        claim("O7", sentence)
            .at_our_setting()
            .because("0 would mean that the best constant learning rate is as good")
            .mind(if schedule == Schedule::Step { against_adagrad(record) } else { String::new() })
            .lacking(record.missing([constant.as_str(), falling.as_str()]))
            .above(0.0, &record.differences(&constant, &falling, |run| run.test_loss))
    };
    [Schedule::Step, Schedule::Exponential, Schedule::InverseTime, Schedule::Cosine]
        .map(lower)
        .to_vec()
}

/// What AdaGrad, which lowers the learning rate of each parameter by itself, ends at.
fn against_adagrad(record: &Record) -> String {
    let loss = |arm: Arm| number(mean(&record.values(&arm.to_string(), |run| run.test_loss)));
    format!(
        "Each arm begins at its own best learning rate, chosen on validation images of other seeds. \
         AdaGrad, which lowers the learning rate of each parameter by itself, ends at a test loss of {}, \
         and at {} if its η falls like 1/t in addition. SGD ends at {} with a constant learning rate and at \
         {} with the cosine.",
        loss(Arm::AdaGrad),
        loss(Arm::AdaGradInverseTime),
        loss(CONSTANT),
        loss(Arm::Sgd(Schedule::Cosine))
    )
}
