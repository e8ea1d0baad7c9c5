//! Training and test accuracy with and without a remedy, and over a range of its strength.

use figures::{Figure, Panel};
use lab::curves::over_seeds;
use lab::output::capital;
use lab::table::{number, percent, signed};
use language::tr;
use training::epochs::{Curves, ordered};
use training::remedy::{Comparison, Remedy};
use training::shown;
use training::statistics::mean;

use super::names::{at, name, strength};
use crate::shared::epochs::{Curved, accuracy_panel, gain_over_epochs, gain_panel, gap_panel};
use crate::shared::finding::{Direction, direction, points};

/// Losses of more points than this are cut off, so that small gains are large enough to see.
const LOWEST_GAIN: f64 = -8.0;

/// At the book's setting both accuracies over the epochs, with and without the remedy; at our own, where the
/// training accuracies coincide and a small gain would be lost on an axis from 0, the gain in test accuracy.
pub fn curves<S>(record: &Curved<S>, comparison: &Comparison) -> Figure {
    let Comparison { remedy, strength, our_strength, .. } = comparison;
    let gain = |without: &str, with: &str| record.differences(with, without, Curves::test_at_end);
    let book = gain(&remedy.at_book(0.0), &remedy.at_book(*strength));
    let ours = gain(&remedy.at_ours(0.0), &remedy.at_ours(*our_strength));
    let (a, b, remedy) = (points(mean(&book)), points(mean(&ours)), name(remedy));
    let title = match (direction(&book), direction(&ours)) {
        (Direction::Down, Direction::Up) => tr!(
            "At the book's setting, {remedy} lowers test accuracy by {a} points; at our own, it raises it by {b} \
             points",
            remedy,
            a,
            b
        ),
        (Direction::Up, Direction::Up) => tr!(
            "{remedy} raises test accuracy: by {a} points at the book's setting, and by {b} points at our own",
            remedy = capital(remedy),
            a,
            b
        ),
        _ => tr!("Training and test accuracy with and without {remedy}", remedy),
    };
    let seeds = over_seeds(record);
    Figure::new(title)
        .subtitle(tr!(
            "the gain is the difference of the test accuracies of the two networks of a seed; {seeds}",
            seeds
        ))
        .alt(alt_of_curves(record, comparison))
        .grid(2, 330.0, 260.0)
        .panels([at_book(record, comparison), at_ours(record, comparison)])
}

fn alt_of_curves<S>(record: &Curved<S>, comparison: &Comparison) -> String {
    let Comparison { remedy, strength, our_strength, .. } = comparison;
    let test = |arm: String| percent(mean(&record.values(&arm, Curves::test_at_end)));
    tr!(
        "Training and test accuracy over the epochs at the book's setting, with and without {remedy}, and the gain \
         in test accuracy at our own setting. At the book's setting, test accuracy ends at {with} with it and at \
         {without} without it; at our own setting, at {our_with} and at {our_without}.",
        remedy = name(remedy),
        with = test(remedy.at_book(*strength)),
        without = test(remedy.at_book(0.0)),
        our_with = test(remedy.at_ours(*our_strength)),
        our_without = test(remedy.at_ours(0.0))
    )
}

/// Both accuracies at the book's setting.
fn at_book<S>(record: &Curved<S>, comparison: &Comparison) -> Panel {
    let Comparison { remedy, book, strength, .. } = comparison;
    let arms = [
        (remedy.at_book(0.0), tr!("without it").to_owned()),
        (remedy.at_book(*strength), tr!("with {remedy}", remedy = name(remedy))),
    ];
    let title = tr!(
        "book's setting: the first {images} training images, η = {rate}, {strength}",
        images = book.images.count(),
        rate = shown::number(book.learning_rate),
        strength = at(remedy, *strength)
    );
    accuracy_panel(record, title, book.per_epoch(), &arms)
}

/// The gain in test accuracy at our own setting.
fn at_ours<S>(record: &Curved<S>, comparison: &Comparison) -> Panel {
    let Comparison { remedy, ours, our_strength, .. } = comparison;
    let title = tr!(
        "our own setting: {images} images drawn anew for each seed, η = {rate}, {strength}",
        images = ours.images.count(),
        rate = shown::number(ours.learning_rate),
        strength = at(remedy, *our_strength)
    );
    let arms = [remedy.at_ours(0.0), remedy.at_ours(*our_strength)];
    gain_over_epochs(record, title, ours.per_epoch(), arms.each_ref().map(String::as_str))
}

/// Both accuracies and the gap between them at the end of training, and the gain in test accuracy, against
/// the strength of the remedy at the book's setting.
pub fn range<S>(record: &Curved<S>, comparison: &Comparison) -> Figure {
    let Comparison { remedy, epochs, book, strength: of_the_book, .. } = comparison;
    let arms = arms_of_range(comparison);
    let gain = |x: f64| {
        let arms = [x, 0.0].map(|x| remedy.at_book(x));
        record.differences(&arms[0], &arms[1], Curves::test_at_end)
    };
    let label = format!("{}: {}", name(remedy), strength(remedy));
    let seeds = over_seeds(record);
    Figure::new(title_of_range(comparison, gain))
        .subtitle(tr!(
            "the book's network after {epochs} epochs on the first {images} training images; gains are \
             magnified, and cut off at {lowest} points; {seeds}",
            epochs,
            images = book.images.count(),
            lowest = signed(LOWEST_GAIN),
            seeds
        ))
        .alt(alt_of_range(remedy, *of_the_book, gain))
        .grid(2, 330.0, 260.0)
        .panel(gap_panel(record, &label, &arms))
        .panel(gain_panel(record, &label, &arms, &remedy.at_book(0.0), LOWEST_GAIN))
}

/// The arms at the book's setting, each with its strength, from none to the strongest.
pub(super) fn arms_of_range(comparison: &Comparison) -> Vec<(String, String)> {
    let Comparison { remedy, strength, range, .. } = comparison;
    let all = ordered(range.iter().copied().chain([0.0, *strength]));
    all.into_iter().map(|x| (remedy.at_book(x), x.to_string())).collect()
}

/// At which strength test accuracy ends highest, and what the book's strength does, if the record shows it.
fn title_of_range(comparison: &Comparison, gain: impl Fn(f64) -> Vec<f64>) -> String {
    let Comparison { remedy, strength, range, .. } = comparison;
    let mean_gain = |x: f64| mean(&gain(x));
    let all = range.iter().copied().chain([*strength]).filter(|&x| x > 0.0);
    let best = all.max_by(|&a, &b| mean_gain(a).total_cmp(&mean_gain(b))).unwrap_or(*strength);
    let (raised, lowered) = (direction(&gain(best)), direction(&gain(*strength)));
    // The best is chosen and judged at the same seeds, so the title does not say by how much it is better.
    let best = at(remedy, best);
    match (raised, lowered) {
        (Direction::Up, Direction::Down) => tr!(
            "At the book's setting, {best} has the highest mean test accuracy of those tried; {strength} lowers it \
             by {loss} points",
            best,
            strength = at(remedy, *strength),
            loss = points(mean_gain(*strength))
        ),
        (Direction::Up, _) => tr!(
            "At the book's setting, {best} has the highest mean test accuracy of those tried",
            best
        ),
        _ => tr!("Accuracies at the end, by strength of {remedy}", remedy = name(remedy)),
    }
}

fn alt_of_range(remedy: &Remedy, of_the_book: f64, gain: impl Fn(f64) -> Vec<f64>) -> String {
    tr!(
        "Training accuracy, test accuracy and the gap between them against the strength of {remedy}, and the \
         gain in test accuracy compared with none. With {strength}, the mean gain is {gain} points.",
        remedy = name(remedy),
        strength = at(remedy, of_the_book),
        gain = number(100.0 * mean(&gain(of_the_book)))
    )
}
