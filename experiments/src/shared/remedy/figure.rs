//! Training and test accuracy with and without a remedy, and over a range of its strength.

use figures::{Figure, Panel};
use lab::curves::over_seeds;
use training::epochs::{Plan, ordered};
use training::remedy::Comparison;
use training::shown;

use crate::shared::epochs::{Curved, accuracy_panel, gap_panel, norm_panel};

/// Both accuracies over the epochs with and without the remedy: a panel for the book's setting and one
/// for our own.
pub fn curves<S>(record: &Curved<S>, comparison: &Comparison) -> Figure {
    let Comparison { remedy, book, strength, ours, our_strength, .. } = comparison;
    let panel = |name: &dyn Fn(f64) -> String, strength: f64, plan: &Plan, setting| -> Panel {
        // Both panels use the same labels, because the lines look the same; the title has the strength.
        let (without, with) = ("without it".into(), format!("with {}", remedy.name));
        let arms = [(name(0.0), without), (name(strength), with)];
        let rate = shown::number(plan.learning_rate);
        let title = format!("{setting}: η = {rate}, {}", remedy.at_book(strength));
        accuracy_panel(record, title, plan.per_epoch(), &arms)
    };
    Figure::new(format!("Training and test accuracy with and without {}", remedy.name))
        .subtitle(format!(
            "left: the first {} training images, right: {} drawn anew for each seed; {}",
            book.images.count(),
            ours.images.count(),
            over_seeds(record)
        ))
        .grid(2, 330.0, 260.0)
        .panel(panel(&|x| remedy.at_book(x), *strength, book, "book's setting"))
        .panel(panel(&|x| remedy.at_ours(x), *our_strength, ours, "our own setting"))
}

/// Both accuracies, the gap between them and the norm of the weights at the end of training, against
/// the strength of the remedy at the book's setting.
pub fn range<S>(record: &Curved<S>, comparison: &Comparison) -> Figure {
    let Comparison { remedy, epochs, book, strength, range, .. } = comparison;
    let all = range.iter().copied().chain([0.0, *strength]);
    let arms: Vec<_> =
        ordered(all).into_iter().map(|x| (remedy.at_book(x), x.to_string())).collect();
    let label = format!("{}: {}", remedy.name, remedy.strength);
    Figure::new(format!("Accuracies and weight norm at the end, by strength of {}", remedy.name))
        .subtitle(format!(
            "the book's network after {epochs} epochs on the first {} training images; {}",
            book.images.count(),
            over_seeds(record)
        ))
        .grid(2, 330.0, 260.0)
        .panels([gap_panel(record, &label, &arms), norm_panel(record, &label, &arms)])
}
