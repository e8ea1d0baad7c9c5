//! Training and test accuracy with and without a remedy, and over a range of its strength.

use figures::{Figure, Panel};
use lab::curves::over_seeds;
use training::epochs::ordered;
use training::few_images::FewImages;
use training::remedy::{Remedy, Strengths};

use crate::shared::epochs::{Curved, accuracy_panel, gap_panel, norm_panel};

/// Both accuracies over the epochs with and without the remedy: a panel for the book's setting and one
/// for our own.
pub fn curves<S>(
    record: &Curved<S>,
    remedy: &Remedy,
    few_images: &FewImages,
    strengths: &Strengths,
) -> Figure {
    let panel = |name: &dyn Fn(f64) -> String, strength: f64, setting: String| -> Panel {
        // Both panels use the same labels, because the lines look the same; the title has the strength.
        let (without, with) = ("without it".into(), format!("with {}", remedy.name));
        let arms = [(name(0.0), without), (name(strength), with)];
        let title = format!("{setting}, {}", remedy.at_book(strength));
        accuracy_panel(record, title, few_images.per_epoch(), &arms)
    };
    let book = format!("book's setting: η = {}", few_images.learning_rate);
    let ours = format!("our own setting: η = {}", few_images.our_learning_rate);
    Figure::new(format!("Training and test accuracy with and without {}", remedy.name))
        .subtitle(format!("{} training images; {}", few_images.images, over_seeds(record)))
        .grid(2, 330.0, 260.0)
        .panel(panel(&|x| remedy.at_book(x), strengths.book, book))
        .panel(panel(&|x| remedy.at_ours(x), strengths.ours, ours))
}

/// Both accuracies, the gap between them and the norm of the weights at the end of training, against
/// the strength of the remedy at the book's setting.
pub fn range<S>(record: &Curved<S>, remedy: &Remedy, strengths: &Strengths) -> Figure {
    let all = strengths.range.iter().copied().chain([0.0, strengths.book]);
    let arms: Vec<_> =
        ordered(all).into_iter().map(|x| (remedy.at_book(x), x.to_string())).collect();
    let label = format!("{}: {}", remedy.name, remedy.strength);
    Figure::new(format!("Accuracies and weight norm at the end, by strength of {}", remedy.name))
        .subtitle(format!(
            "the book's network after {} epochs; {}",
            strengths.epochs,
            over_seeds(record)
        ))
        .grid(2, 330.0, 260.0)
        .panels([gap_panel(record, &label, &arms), norm_panel(record, &label, &arms)])
}
