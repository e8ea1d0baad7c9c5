//! What the report's reader moves: the strength of a remedy, while watching both accuracies.

use lab::explorer::{Control, Explorer};
use lab::table::{number, percent};
use language::tr;
use training::epochs::Curves;
use training::remedy::Comparison;
use training::statistics::mean;

use super::figure::arms_of_range;
use super::names::{at, name};
use crate::shared::accuracy_explorer::{drawing, slots};
use crate::shared::epochs::Curved;
use crate::shared::finding::{Direction, direction, points};

/// The explorer of the strengths that were run at the book's setting. `heading` is what is moved, and `label` the
/// name of its slider.
pub fn explorer<S>(
    record: &Curved<S>,
    comparison: &Comparison,
    [id, statement]: [&'static str; 2],
    [heading, label]: [&'static str; 2],
) -> Explorer {
    let Comparison { remedy, epochs, book, .. } = comparison;
    let arms = arms_of_range(comparison);
    let controls = vec![Control {
        label,
        choices: arms.iter().map(|(_, strength)| strength.clone()).collect(),
        begins_at: 0,
        slides: true,
    }];
    let states = Explorer::states(&controls, |chosen| {
        let (arm, strength) = &arms[chosen[0]];
        slots(record, arm, &story(record, comparison, arm, strength))
    });
    Explorer {
        id,
        statement,
        heading,
        about: tr!(
            "The book's network learns the first {images} training images for {epochs} epochs, with {remedy} of \
             different strength. Find the strength with the highest test accuracy, and the one with the \
             narrowest gap: are they the same? A full bar is an accuracy of 100 %; thin lines are single \
             seeds.",
            images = book.images.count(),
            epochs,
            remedy = name(remedy)
        ),
        drawing: drawing(id, &states[0]),
        controls,
        states,
    }
}

/// What was measured at this strength, in a sentence.
fn story<S>(record: &Curved<S>, comparison: &Comparison, arm: &str, strength: &str) -> String {
    let remedy = &comparison.remedy;
    let at_end = |number: fn(&Curves) -> f64| mean(&record.values(arm, number));
    let strength = at(remedy, strength.parse().unwrap_or(f64::NAN));
    let (gap, norm) = (percent(at_end(Curves::gap)), number(at_end(Curves::norm_at_end)));
    let gains = record.differences(arm, &remedy.at_book(0.0), Curves::test_at_end);
    let gain = mean(&gains);
    let points = points(gain);
    match direction(&gains) {
        _ if !gain.is_finite() => tr!("{strength}: training diverged.", strength),
        _ if gains.iter().all(|&gain| gain == 0.0) => tr!(
            "{strength}: the gap is {gap}, and test accuracy is the same as without {remedy}. The norm of all \
             weights is {norm}.",
            strength,
            gap,
            remedy = name(remedy),
            norm
        ),
        Direction::Up => tr!(
            "{strength}: the gap is {gap}, and test accuracy is {points} points higher than without {remedy}. The \
             norm of all weights is {norm}.",
            strength,
            gap,
            points,
            remedy = name(remedy),
            norm
        ),
        Direction::Down => tr!(
            "{strength}: the gap is {gap}, and test accuracy is {points} points lower than without {remedy}. The \
             norm of all weights is {norm}.",
            strength,
            gap,
            points,
            remedy = name(remedy),
            norm
        ),
        Direction::Unclear => tr!(
            "{strength}: the gap is {gap}. Whether test accuracy is higher or lower than without {remedy}, these \
             seeds do not decide. The norm of all weights is {norm}.",
            strength,
            gap,
            remedy = name(remedy),
            norm
        ),
    }
}
