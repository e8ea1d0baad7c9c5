//! Two claims about a remedy against overfitting: the gap narrows, and test accuracy rises. A remedy may do
//! one without the other. They are made at the book's setting on the book's images, at the same setting on
//! images that each seed draws, and at our own setting, where each seed draws its images too.

use lab::table::{number, percent};
use lab::verdict::{Claim, Open, Verdict, claim};
use training::epochs::{Curves, ordered};
use training::remedy::{Comparison, Remedy};
use training::statistics::mean;

use crate::shared::epochs::Curved;

/// The statement `id` as claims: two on the book's images, two on other images, two at our own setting.
pub fn claims<S>(record: &Curved<S>, id: &str, comparison: &Comparison) -> Vec<Claim> {
    let Comparison { remedy, book, strength, ours, our_strength, .. } = comparison;
    let (images, our_images) = (book.images.count(), ours.images.count());
    let strength_of_the_book = remedy.at_book(*strength);
    let on_the_books_images = Pair {
        without: remedy.at_book(0.0),
        with: remedy.at_book(*strength),
        setting: format!("on the book's {images} images at its setting ({strength_of_the_book})"),
    };
    let on_drawn_images = Pair {
        without: remedy.on_drawn(0.0),
        with: remedy.on_drawn(*strength),
        setting: format!(
            "at the book's setting ({strength_of_the_book}), but on {images} images that each seed draws"
        ),
    };
    let at_ours = Pair {
        without: remedy.at_ours(0.0),
        with: remedy.at_ours(*our_strength),
        setting: format!(
            "at our own setting ({our_images} images that each seed draws, {} hidden layers, η {}, {} \
             iterations, {})",
            ours.hidden.len(),
            ours.learning_rate,
            ours.iterations,
            remedy.at_book(*our_strength)
        ),
    };

    let gap = on_the_books_images.narrows(id, remedy).mind(SAME_IMAGES);
    let gap = gap.above(0.0, &on_the_books_images.narrowed(record));
    let why_not = on_the_books_images.why_not(record, remedy, gap.verdict)
        + &with_less(record, comparison)
        + &learned(record, remedy, &at_ours.with);
    let test = on_the_books_images.raises(id, remedy).mind(SAME_IMAGES).otherwise(why_not);
    let mut claims = vec![gap, test.above(0.0, &on_the_books_images.raised(record))];
    let gap = on_drawn_images.narrows(id, remedy).at_our_setting();
    let gap = gap.above(0.0, &on_drawn_images.narrowed(record));
    let why_not = on_drawn_images.why_not(record, remedy, gap.verdict);
    let test = on_drawn_images.raises(id, remedy).at_our_setting().otherwise(why_not);
    claims.extend([gap, test.above(0.0, &on_drawn_images.raised(record))]);
    // At our own setting the networks fit all of their images with the remedy and without it, so the gap
    // narrows by exactly as much as test accuracy rises: it would be the same claim twice.
    let raised = at_ours.raised(record);
    let mind = format!("{} {}", how_much(mean(&raised)), at_ours.how_chosen(record, remedy));
    let why_not = at_ours.why_not(record, remedy, Verdict::Undecided);
    let test = at_ours.raises(id, remedy).at_our_setting().mind(mind.trim()).otherwise(why_not);
    claims.push(test.above(0.0, &raised));
    claims
}

/// How large a gain in test accuracy is, for a reader who would take a significant one for a large one.
fn how_much(gain: f64) -> String {
    match gain < 0.01 {
        true => format!("The gain is small: {} points of accuracy.", number(100.0 * gain)),
        false => String::new(),
    }
}

/// What to be careful about in a claim on the book's images.
const SAME_IMAGES: &str = "All seeds learn from the same images, the first ones of the training set, so \
    this is a fact about these images: the seeds differ only in initial weights and mini-batches. The \
    claims on other images say whether it is more than that.";

/// The two arms that are compared at one setting.
pub(super) struct Pair {
    /// The arm without the remedy.
    pub(super) without: String,
    /// The arm with it.
    pub(super) with: String,
    /// The setting, as it is named in a claim.
    pub(super) setting: String,
}

impl Pair {
    fn narrows(&self, id: &str, remedy: &Remedy) -> Open {
        let Remedy { name, .. } = remedy;
        let sentence = format!(
            "{}, {name} narrows the gap between training and test accuracy (by how much)",
            self.setting
        );
        claim(id, sentence).because("0 would mean that the network overfits as much as without it")
    }

    /// By how much the gap narrows, for each seed.
    fn narrowed<S>(&self, record: &Curved<S>) -> Vec<f64> {
        record.differences(&self.without, &self.with, Curves::gap)
    }

    fn raises(&self, id: &str, remedy: &Remedy) -> Open {
        let sentence =
            format!("{}, {} raises test accuracy (by how much)", self.setting, remedy.name);
        claim(id, sentence)
            .because("0 would mean that the network classifies new images as well as without it")
    }

    /// By how much test accuracy rises, for each seed.
    fn raised<S>(&self, record: &Curved<S>) -> Vec<f64> {
        record.differences(&self.with, &self.without, Curves::test_at_end)
    }

    /// Why test accuracy does not rise with the remedy, given the verdict on the gap.
    fn why_not<S>(&self, record: &Curved<S>, remedy: &Remedy, narrows: Verdict) -> String {
        let both = |number: fn(&Curves) -> f64| {
            [&self.without, &self.with].map(|arm| mean(&record.values(arm, number)))
        };
        let (training, test) = (both(Curves::training_at_end), both(Curves::test_at_end));
        let [from, to] = test.map(percent);
        let mut text = format!("Test accuracy goes from {from} to {to}.");
        if training[1] < training[0] {
            let [from, to] = training.map(percent);
            text += &match narrows {
                Verdict::Holds => format!(
                    " The gap narrows because training accuracy falls, from {from} to {to}; a narrow \
                     gap alone does not make a good network."
                ),
                _ => format!(" Training accuracy falls as well, from {from} to {to}."),
            };
            text += &format!(
                " With this much {} the network does not even learn all of its training images in \
                 the available steps.",
                remedy.name
            );
        }
        text
    }

    /// How our own setting was chosen, and whether the gap narrows by the same number as test accuracy rises.
    pub(super) fn how_chosen<S>(&self, record: &Curved<S>, remedy: &Remedy) -> String {
        let mut text = format!(
            "The defaults of our own setting were chosen beforehand, without test data. We tried two \
             networks, 300 or 1000 images, and several strengths, and took the combination with the \
             largest rise of validation accuracy with {}, minus two standard errors, at the seeds 100 to \
             107. No claim uses these seeds, and each of them draws its own images.",
            remedy.name
        );
        let pair = [&self.without, &self.with];
        let fit = pair.map(|arm| record.values(arm, Curves::training_at_end));
        if fit.into_iter().flatten().all(|accuracy| accuracy == 1.0) {
            text += " Both networks classify all of their training images correctly there, so the gap \
                     narrows by exactly as much as test accuracy rises.";
        }
        text
    }
}

/// The smaller strengths in the range at which test accuracy ends higher than without the remedy.
fn with_less<S>(record: &Curved<S>, comparison: &Comparison) -> String {
    let Comparison { remedy, strength, range, .. } = comparison;
    let test = |strength| mean(&record.values(&remedy.at_book(strength), Curves::test_at_end));
    let less = ordered(range.iter().copied());
    let less = less.into_iter().filter(|x| *x > 0.0 && x < strength);
    let is_higher = |x: &f64| test(*x) > test(0.0) && percent(test(*x)) != percent(test(0.0));
    let higher: Vec<String> = less
        .filter(is_higher)
        .map(|x| format!("{} with {}", percent(test(x)), remedy.at_book(x)))
        .collect();
    match higher.as_slice() {
        [] => String::new(),
        _ => format!(
            " With less {} at the same setting, mean test accuracy ends higher than without it, at {} \
             (no claim tests this).",
            remedy.name,
            higher.join(", ")
        ),
    }
}

/// How many of its training images the network of this arm classifies correctly at our own setting.
fn learned<S>(record: &Curved<S>, remedy: &Remedy, arm: &str) -> String {
    let correct = mean(&record.values(arm, Curves::training_at_end));
    match correct.is_finite() {
        true => format!(
            " At our own setting, the network with {} classifies {} of its training images correctly.",
            remedy.name,
            percent(correct)
        ),
        false => String::new(),
    }
}
