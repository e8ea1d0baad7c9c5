//! Two claims about a remedy against overfitting: the gap narrows, and test accuracy rises. A remedy may do
//! one without the other. They are made at the book's setting on the book's images, at the same setting on
//! images that each seed draws, and at our own setting, where each seed draws its images too.

use lab::table::{number, percent};
use lab::verdict::{Claim, Open, Verdict, claim};
use language::tr;
use training::epochs::{Curves, ordered};
use training::remedy::{Comparison, Remedy};
use training::statistics::mean;

use super::names::{at, name};
use crate::shared::epochs::Curved;

/// The statement `id` as claims: two on the book's images, two on other images, two at our own setting.
pub fn claims<S>(record: &Curved<S>, id: &str, comparison: &Comparison) -> Vec<Claim> {
    let remedy = &comparison.remedy;
    let [on_the_books_images, on_drawn_images, at_ours] = pairs(comparison);

    let gap = on_the_books_images.narrows(id, remedy).mind(same_images());
    let gap = gap.above(0.0, &on_the_books_images.narrowed(record));
    let mut why_not = on_the_books_images.why_not(record, remedy, gap.verdict);
    why_not.extend(with_less(record, comparison));
    why_not.extend(learned(record, remedy, &at_ours.with));
    let test =
        on_the_books_images.raises(id, remedy).mind(same_images()).otherwise(why_not.join(" "));
    let mut claims = vec![gap, test.above(0.0, &on_the_books_images.raised(record))];
    let gap = on_drawn_images.narrows(id, remedy).at_our_setting();
    let gap = gap.above(0.0, &on_drawn_images.narrowed(record));
    let why_not = on_drawn_images.why_not(record, remedy, gap.verdict);
    let test = on_drawn_images.raises(id, remedy).at_our_setting().otherwise(why_not.join(" "));
    claims.extend([gap, test.above(0.0, &on_drawn_images.raised(record))]);
    // At our own setting the networks fit all of their images with the remedy and without it, so the gap
    // narrows by exactly as much as test accuracy rises: it would be the same claim twice.
    let raised = at_ours.raised(record);
    let mut mind = Vec::from_iter(how_much(mean(&raised)));
    mind.extend(at_ours.how_chosen(record, remedy));
    let why_not = at_ours.why_not(record, remedy, Verdict::Undecided);
    let test = at_ours.raises(id, remedy).at_our_setting();
    let test = test.mind(mind.join(" ")).otherwise(why_not.join(" "));
    claims.push(test.above(0.0, &raised));
    claims
}

/// The pairs of arms that are compared: on the book's images, on drawn ones, and at our own setting.
fn pairs(comparison: &Comparison) -> [Pair; 3] {
    let Comparison { remedy, book, strength, ours, our_strength, .. } = comparison;
    let images = book.images.count();
    let of_the_book = Pair {
        without: remedy.at_book(0.0),
        with: remedy.at_book(*strength),
        setting: tr!(
            "on the book's {images} images at its setting ({strength})",
            images,
            strength = at(remedy, *strength)
        ),
    };
    let on_drawn_images = Pair {
        without: remedy.on_drawn(0.0),
        with: remedy.on_drawn(*strength),
        setting: tr!(
            "at the book's setting ({strength}), but on {images} images that each seed draws",
            strength = at(remedy, *strength),
            images
        ),
    };
    let at_ours = Pair {
        without: remedy.at_ours(0.0),
        with: remedy.at_ours(*our_strength),
        setting: tr!(
            "at our own setting ({images} images that each seed draws, {layers} hidden layers, η {rate}, \
             {iterations} iterations, {strength})",
            images = ours.images.count(),
            layers = ours.hidden.len(),
            rate = ours.learning_rate,
            iterations = ours.iterations,
            strength = at(remedy, *our_strength)
        ),
    };
    [of_the_book, on_drawn_images, at_ours]
}

/// How large a gain in test accuracy is, for a reader who would take a significant one for a large one.
fn how_much(gain: f64) -> Option<String> {
    let points = number(100.0 * gain);
    (gain < 0.01).then(|| tr!("The gain is small: {points} points of accuracy.", points))
}

/// What to be careful about in a claim on the book's images.
fn same_images() -> &'static str {
    tr!(
        "All seeds learn from the same images, the first ones of the training set, so this is a fact about \
         these images: the seeds differ only in initial weights and mini-batches. The claims on other images \
         say whether it is more than that."
    )
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
        let sentence = tr!(
            "{setting}, {remedy} narrows the gap between training and test accuracy (by how much)",
            setting = self.setting,
            remedy = name(remedy)
        );
        claim(id, sentence)
            .because(tr!("0 would mean that the network overfits as much as without it"))
    }

    /// By how much the gap narrows, for each seed.
    fn narrowed<S>(&self, record: &Curved<S>) -> Vec<f64> {
        record.differences(&self.without, &self.with, Curves::gap)
    }

    fn raises(&self, id: &str, remedy: &Remedy) -> Open {
        let sentence = tr!(
            "{setting}, {remedy} raises test accuracy (by how much)",
            setting = self.setting,
            remedy = name(remedy)
        );
        claim(id, sentence).because(tr!(
            "0 would mean that the network classifies new images as well as without it"
        ))
    }

    /// By how much test accuracy rises, for each seed.
    fn raised<S>(&self, record: &Curved<S>) -> Vec<f64> {
        record.differences(&self.with, &self.without, Curves::test_at_end)
    }

    /// Why test accuracy does not rise with the remedy, given the verdict on the gap, in sentences.
    fn why_not<S>(&self, record: &Curved<S>, remedy: &Remedy, narrows: Verdict) -> Vec<String> {
        let both = |number: fn(&Curves) -> f64| {
            [&self.without, &self.with].map(|arm| mean(&record.values(arm, number)))
        };
        let (training, test) = (both(Curves::training_at_end), both(Curves::test_at_end));
        let [from, to] = test.map(percent);
        let mut sentences = vec![tr!("Test accuracy goes from {from} to {to}.", from, to)];
        if training[1] < training[0] {
            let [from, to] = training.map(percent);
            sentences.push(match narrows {
                Verdict::Holds => tr!(
                    "The gap narrows because training accuracy falls, from {from} to {to}; a narrow gap \
                     alone does not make a good network.",
                    from,
                    to
                ),
                _ => tr!("Training accuracy falls as well, from {from} to {to}.", from, to),
            });
            sentences.push(tr!(
                "With this much {remedy} the network does not even learn all of its training images in the \
                 available steps.",
                remedy = name(remedy)
            ));
        }
        sentences
    }

    /// How our own setting was chosen, and whether the gap narrows by the same number as test accuracy rises, in
    /// sentences.
    pub(super) fn how_chosen<S>(&self, record: &Curved<S>, remedy: &Remedy) -> Vec<String> {
        let mut sentences = vec![tr!(
            "The defaults of our own setting were chosen beforehand, without test data. We tried two \
             networks, 300 or 1000 images, and several strengths, and took the combination with the largest \
             rise of validation accuracy with {remedy}, minus two standard errors, at the seeds 100 to 107. \
             No claim uses these seeds, and each of them draws its own images.",
            remedy = name(remedy)
        )];
        let pair = [&self.without, &self.with];
        let fit = pair.map(|arm| record.values(arm, Curves::training_at_end));
        if fit.into_iter().flatten().all(|accuracy| accuracy == 1.0) {
            let exactly = tr!(
                "Both networks classify all of their training images correctly there, so the gap narrows by \
                 exactly as much as test accuracy rises."
            );
            sentences.push(exactly.into());
        }
        sentences
    }
}

/// The smaller strengths in the range at which test accuracy ends higher than without the remedy.
fn with_less<S>(record: &Curved<S>, comparison: &Comparison) -> Option<String> {
    let Comparison { remedy, strength, range, .. } = comparison;
    let test = |strength| mean(&record.values(&remedy.at_book(strength), Curves::test_at_end));
    let less = ordered(range.iter().copied());
    let less = less.into_iter().filter(|x| *x > 0.0 && x < strength);
    let is_higher = |x: &f64| test(*x) > test(0.0) && percent(test(*x)) != percent(test(0.0));
    let higher: Vec<String> = less
        .filter(is_higher)
        .map(|x| {
            let (accuracy, strength) = (percent(test(x)), at(remedy, x));
            tr!("{accuracy} with {strength}", accuracy, strength)
        })
        .collect();
    (!higher.is_empty()).then(|| {
        tr!(
            "With less {remedy} at the same setting, mean test accuracy ends higher than without it, at \
             {accuracies} (no claim tests this).",
            remedy = name(remedy),
            accuracies = higher.join(", ")
        )
    })
}

/// How many of its training images the network of this arm classifies correctly at our own setting.
fn learned<S>(record: &Curved<S>, remedy: &Remedy, arm: &str) -> Option<String> {
    let correct = mean(&record.values(arm, Curves::training_at_end));
    correct.is_finite().then(|| {
        tr!(
            "At our own setting, the network with {remedy} classifies {correct} of its training images \
             correctly.",
            remedy = name(remedy),
            correct = percent(correct)
        )
    })
}
