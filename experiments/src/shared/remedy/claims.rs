//! Two claims about a remedy against overfitting, at the book's setting and at our own: the gap
//! narrows, and test accuracy rises. A remedy may do one without the other.

use lab::table::percent;
use lab::verdict::{Claim, Open, Verdict, claim};
use training::epochs::{Curves, ordered};
use training::few_images::FewImages;
use training::remedy::{Remedy, Strengths};
use training::statistics::mean;

use crate::shared::epochs::Curved;

/// The statement `id` as claims: two at the book's setting, then two at our own.
pub fn claims<S>(
    record: &Curved<S>,
    id: &str,
    remedy: &Remedy,
    few_images: &FewImages,
    strengths: &Strengths,
) -> Vec<Claim> {
    let book = Pair {
        without: remedy.at_book(0.0),
        with: remedy.at_book(strengths.book),
        setting: format!("at the book's setting ({})", remedy.at_book(strengths.book)),
    };
    let ours = Pair {
        without: remedy.at_ours(0.0),
        with: remedy.at_ours(strengths.ours),
        setting: format!(
            "at our own setting (η {}, {} iterations, {})",
            few_images.our_learning_rate,
            few_images.our_iterations,
            remedy.at_book(strengths.ours)
        ),
    };

    let gap_at_book = book.narrows(id, remedy).above(0.0, &book.narrowed(record));
    let why_not = book.why_not(record, remedy, gap_at_book.verdict)
        + &with_less(record, remedy, strengths)
        + &learned(record, remedy, &ours.with);
    let test_at_book = book.raises(id, remedy).otherwise(why_not).above(0.0, &book.raised(record));

    let gap_at_ours = ours
        .narrows(id, remedy)
        .at_our_setting()
        .mind(ours.how_chosen(record, remedy))
        .above(0.0, &ours.narrowed(record));
    let test_at_ours = ours
        .raises(id, remedy)
        .at_our_setting()
        .otherwise(ours.why_not(record, remedy, gap_at_ours.verdict))
        .above(0.0, &ours.raised(record));
    vec![gap_at_book, test_at_book, gap_at_ours, test_at_ours]
}

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

    /// How our own setting was chosen, and where its two claims are the same number.
    pub(super) fn how_chosen<S>(&self, record: &Curved<S>, remedy: &Remedy) -> String {
        let mut text = format!(
            "The defaults of our own setting were chosen beforehand, without test data. We tried two \
             networks, 300 or 1000 images, and several strengths, and took the combination with which \
             {} raised the accuracy on 10,000 validation images most, at seeds 100, 101 and 102. No \
             claim uses these seeds.",
            remedy.name
        );
        let pair = [&self.without, &self.with];
        let fit = pair.map(|arm| record.values(arm, Curves::training_at_end));
        if fit.into_iter().flatten().all(|accuracy| accuracy == 1.0) {
            text += " Both networks classify all of their training images correctly there, so the gap \
                     narrows by exactly as much as test accuracy rises: this claim and the next are \
                     the same number.";
        }
        text
    }
}

/// The smaller strengths in the range at which test accuracy ends higher than without the remedy.
fn with_less<S>(record: &Curved<S>, remedy: &Remedy, strengths: &Strengths) -> String {
    let test = |strength| mean(&record.values(&remedy.at_book(strength), Curves::test_at_end));
    let less = ordered(strengths.range.iter().copied());
    let less = less.into_iter().filter(|&x| x > 0.0 && x < strengths.book);
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
