//! V3 as claims.

use lab::experiment::RecordOf;
use lab::table::percent;
use lab::verdict::{Claim, claim};
use training::epochs::Curves;
use training::statistics::mean;

use super::settings::Settings;
use super::trial::{REMEDY, WeightDecay};
use crate::shared::remedy;

/// The statement as claims.
pub fn claims(record: &RecordOf<WeightDecay>) -> Vec<Claim> {
    let Settings { few_images, weight_decay, .. } = &record.settings;
    let strengths = record.settings.strengths();
    let mut claims = remedy::claims::claims(record, "V3", &REMEDY, few_images, &strengths);
    // "Overfitting often comes with large weights."
    let (without, with) = (REMEDY.at_book(0.0), REMEDY.at_book(*weight_decay));
    claims.push(
        claim(
            "V3",
            "the norm of all weights ends larger without weight decay than with it (difference)",
        )
        .because("0 would mean that weight decay penalized nothing")
        .above(0.0, &record.differences(&without, &with, Curves::norm_at_end)),
    );
    claims.push(
        claim("V3", "without weight decay, the norm of all weights grows while the network begins to overfit (by how much)")
            .because("0 would mean that overfitting comes without larger weights")
            .mind(format!(
                "That is {} of the initial norm. The claim is about one network during training, not \
                 about differences between networks. The table at V1 has both the gap and the norm of \
                 several networks, and shows whether a larger norm goes with a wider gap.",
                percent(mean(&record.values(&without, relative_growth)))
            ))
            .above(0.0, &record.values(&without, Curves::norm_growth)),
    );
    claims
}

/// By how much the norm of all weights grew, relative to the initial norm.
fn relative_growth(curves: &Curves) -> f64 {
    curves.norm_growth() / (curves.norm_at_end() - curves.norm_growth())
}
