//! What weight decay (V3) and dropout (V4) share: the book's 300 images and its network, a remedy
//! against overfitting with a strength, and two ways to say that it held overfitting down.

use clap::Args;
use figures::{Figure, Panel};
use serde::{Deserialize, Serialize};

use crate::shared::epochs::{Curved, accuracy_panel, gap_panel, norm_panel};
use lab::curves::over_seeds;
use lab::table::percent;
use lab::verdict::{Claim, Open, Verdict, claim};
use training::epochs::{Arm, Curves, Plan, ordered};
use training::flags::{batch_size, count, positive, width};
use training::statistics::mean;
use training::trainer::iterations_per_epoch;

/// The book's network and images of section 6.4, as flags, and where our setting departs from them.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct FewImages {
    /// How many of the training images, from the first (V3, V4)
    #[arg(long, value_parser = count, default_value = "300")]
    pub images: usize,

    /// Neurons of each hidden layer, separated by commas (V3, V4)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100,100,100")]
    pub hidden: Vec<usize>,

    /// Learning rate η of SGD (V3, V4)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub learning_rate: f64,

    /// Images in a mini-batch, drawn with replacement (V3, V4)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub batch_size: usize,

    /// Epochs from one measurement of both accuracies to the next; at our setting 30 at least (V3, V4)
    #[arg(long, value_parser = count, default_value = "1")]
    pub evaluate_every: usize,

    /// Learning rate η of SGD at our setting (V3, V4)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub our_learning_rate: f64,

    /// Training steps at our setting (V3, V4)
    #[arg(long, value_parser = count, default_value = "2000")]
    pub our_iterations: usize,
}

impl FewImages {
    /// The book's run of so many epochs. As the book counts, it is evaluated after one iteration,
    /// then after every epoch (by default), and last after 1 + (epochs − 1) · iterations per epoch.
    pub fn book(&self, epochs: usize) -> Plan {
        Plan {
            images: self.images,
            hidden: self.hidden.clone(),
            initial_scale: 1.0,
            learning_rate: self.learning_rate,
            batch_size: self.batch_size,
            iterations: (epochs - 1) * self.per_epoch() + 1,
            evaluate_every: self.evaluate_every * self.per_epoch(),
            weight_decay: 0.0,
            dropout: 0.0,
        }
    }

    /// Our run: the same network and images at another learning rate, for so long that the network
    /// knows every training image, evaluated no more often than every 30 epochs.
    pub fn ours(&self) -> Plan {
        Plan {
            learning_rate: self.our_learning_rate,
            iterations: self.our_iterations,
            evaluate_every: self.evaluate_every.max(30) * self.per_epoch(),
            ..self.book(1)
        }
    }

    /// The same, evaluated at the beginning and the end alone: all that claims read.
    pub fn without_curves(&self, epochs: usize) -> Self {
        let ours = self.our_iterations.div_ceil(self.per_epoch());
        Self { evaluate_every: epochs.max(ours), ..self.clone() }
    }

    /// How many iterations make an epoch.
    pub fn per_epoch(&self) -> usize {
        iterations_per_epoch(self.images, self.batch_size)
    }
}

/// A remedy against overfitting.
pub struct Remedy {
    /// What it is called, in sentences.
    pub name: &'static str,
    /// What its strength is called: λ, ratio.
    pub strength: &'static str,
    /// The plan with so much of it; 0 is none.
    pub apply: fn(Plan, f64) -> Plan,
}

/// How strong the remedy is, and for how long the book trains.
pub struct Strengths {
    /// The book's epochs.
    pub epochs: usize,
    /// The book's strength.
    pub book: f64,
    /// Others at the book's setting.
    pub range: Vec<f64>,
    /// The strength at our setting.
    pub ours: f64,
}

impl Remedy {
    /// The arm of this strength at the book's setting.
    pub fn at_book(&self, strength: f64) -> String {
        format!("{} = {strength}", self.strength)
    }

    /// The arm of this strength at our setting.
    pub fn at_ours(&self, strength: f64) -> String {
        format!("ours, {}", self.at_book(strength))
    }

    /// At the book's setting none of it, the book's strength, and the range; at ours none and ours.
    pub fn arms(&self, few: &FewImages, strengths: &Strengths) -> Vec<Arm> {
        let of_the_book = [0.0, strengths.book];
        let others = strengths.range.iter().copied().filter(|other| !of_the_book.contains(other));
        let (book, ours) = (few.book(strengths.epochs), few.ours());
        // The curves of the range are not drawn.
        let ends = book.clone().without_curve();
        let arm = |name: String, plan: &Plan, strength| Arm {
            name,
            plan: (self.apply)(plan.clone(), strength),
        };
        let pair = of_the_book.into_iter().map(|x| arm(self.at_book(x), &book, x));
        let range = ordered(others).into_iter().map(|x| arm(self.at_book(x), &ends, x));
        let our_pair = [0.0, strengths.ours].into_iter().map(|x| arm(self.at_ours(x), &ours, x));
        pair.chain(range).chain(our_pair).collect()
    }

    /// Both accuracies over the epochs with and without it, at the book's setting and at ours.
    pub fn curves<S>(&self, record: &Curved<S>, few: &FewImages, strengths: &Strengths) -> Figure {
        let panel = |name: &dyn Fn(f64) -> String, strength: f64, setting: String| -> Panel {
            // Named alike in both panels, because they look alike; how strong it is the title says.
            let (without, with) = ("without it".into(), format!("with {}", self.name));
            let arms = [(name(0.0), without), (name(strength), with)];
            let title = format!("{setting}, {}", self.at_book(strength));
            accuracy_panel(record, title, few.per_epoch(), &arms)
        };
        let book = format!("the book's: η = {}", few.learning_rate);
        let ours = format!("ours: η = {}", few.our_learning_rate);
        Figure::new(format!("Training and test accuracy with and without {}", self.name))
            .subtitle(format!("{} training images; {}", few.images, over_seeds(record)))
            .grid(2, 330.0, 260.0)
            .panel(panel(&|x| self.at_book(x), strengths.book, book))
            .panel(panel(&|x| self.at_ours(x), strengths.ours, ours))
    }

    /// Both accuracies, the gap and the norm of the weights over the range, at the book's setting.
    pub fn range<S>(&self, record: &Curved<S>, strengths: &Strengths) -> Figure {
        let all = strengths.range.iter().copied().chain([0.0, strengths.book]);
        let arms: Vec<_> =
            ordered(all).into_iter().map(|x| (self.at_book(x), x.to_string())).collect();
        let label = format!("{}: {}", self.name, self.strength);
        Figure::new(format!("Where the book's network ends, against the strength of {}", self.name))
            .subtitle(format!("{} epochs; {}", strengths.epochs, over_seeds(record)))
            .grid(2, 330.0, 260.0)
            .panels([gap_panel(record, &label, &arms), norm_panel(record, &label, &arms)])
    }

    /// Its statement as claims, at the book's setting and at ours: the gap narrows, and test accuracy
    /// rises. A remedy may well do the one and not the other.
    pub fn claims<S>(
        &self,
        record: &Curved<S>,
        id: &str,
        few: &FewImages,
        strengths: &Strengths,
    ) -> Vec<Claim> {
        let pair = |[without, with]: [String; 2],
                    at: String,
                    setting: fn(Open) -> Open,
                    mind: String,
                    otherwise: &dyn Fn(&Claim) -> String| {
            let name = self.name;
            let narrowed = record.differences(&without, &with, Curves::gap);
            let risen = record.differences(&with, &without, Curves::test_at_end);
            let narrows =
                format!("{at}, {name} narrows the gap of training to test accuracy (by how much)");
            let narrows = setting(claim(id, narrows))
                .because("at 0 the network overfits as much as without it")
                .mind(mind)
                .above(0.0, &narrowed);
            let raises = format!("{at}, {name} raises test accuracy (by how much)");
            let raises = setting(claim(id, raises))
                .because("at 0 the network knows unseen images as well as without it")
                .otherwise(otherwise(&narrows))
                .above(0.0, &risen);
            [narrows, raises]
        };
        let (book, ours) = (strengths.book, strengths.ours);
        let at_book = format!("at the book's setting ({})", self.at_book(book));
        let at_ours = format!(
            "at ours (η {}, {} iterations, {})",
            few.our_learning_rate,
            few.our_iterations,
            self.at_book(ours)
        );
        let [book, ours] =
            [[0.0, book].map(|x| self.at_book(x)), [0.0, ours].map(|x| self.at_ours(x))];
        let mind = self.about_ours(record, &ours);
        let why_not = |of: &[String; 2], narrows: &Claim| self.why_not(record, of, narrows.verdict);
        let at_the_book = |narrows: &Claim| {
            let [of_the_book, less, at_ours] = [
                why_not(&book, narrows),
                self.with_less(record, strengths),
                self.learned(record, &ours[1]),
            ];
            of_the_book + &less + &at_ours
        };
        let at_ours_not = |narrows: &Claim| why_not(&ours, narrows);
        let of_book = pair(book.clone(), at_book, |open| open, String::new(), &at_the_book);
        let of_ours = pair(ours.clone(), at_ours, Open::at_our_setting, mind, &at_ours_not);
        of_book.into_iter().chain(of_ours).collect()
    }

    /// Why test accuracy does not rise with it, given what is known of the gap.
    fn why_not<S>(
        &self,
        record: &Curved<S>,
        [without, with]: &[String; 2],
        narrows: Verdict,
    ) -> String {
        let both = |number: fn(&Curves) -> f64| {
            [without, with].map(|arm| mean(&record.values(arm, number)))
        };
        let (training, test) = (both(Curves::training_at_end), both(Curves::test_at_end));
        let [from, to] = test.map(percent);
        let mut text = format!("Test accuracy goes from {from} to {to}.");
        if training[1] < training[0] {
            let [from, to] = training.map(percent);
            text += &match narrows {
                Verdict::Holds => format!(
                    " The gap narrows because training accuracy falls, from {from} to {to}; a narrow \
                     gap alone is no good network."
                ),
                _ => format!(" Training accuracy falls as well, from {from} to {to}."),
            };
            text += &format!(
                " With so much {} the network does not learn even all the images that it is shown, in \
                 the steps that it is given.",
                self.name
            );
        }
        text
    }

    /// Where in the range, with less of it than the book's, test accuracy ends higher than without it.
    fn with_less<S>(&self, record: &Curved<S>, strengths: &Strengths) -> String {
        let test = |strength| mean(&record.values(&self.at_book(strength), Curves::test_at_end));
        let less = ordered(strengths.range.iter().copied());
        let less = less.into_iter().filter(|&x| x > 0.0 && x < strengths.book);
        let is_higher = |x: &f64| test(*x) > test(0.0) && percent(test(*x)) != percent(test(0.0));
        let higher: Vec<String> = less
            .filter(is_higher)
            .map(|x| format!("{} with {}", percent(test(x)), self.at_book(x)))
            .collect();
        match higher.as_slice() {
            [] => String::new(),
            _ => format!(
                " With less of it, at the same setting, test accuracy ends higher than without: at {} \
                 (in the mean; no claim).",
                higher.join(", ")
            ),
        }
    }

    /// How much of its training images the network of this arm, at our setting, knows.
    fn learned<S>(&self, record: &Curved<S>, arm: &str) -> String {
        let known = mean(&record.values(arm, Curves::training_at_end));
        match known.is_finite() {
            true => format!(
                " At the setting of ours the network with {} knows {} of its training images.",
                self.name,
                percent(known)
            ),
            false => String::new(),
        }
    }

    /// How our setting was chosen, and where its two claims are one.
    fn about_ours<S>(&self, record: &Curved<S>, pair: &[String; 2]) -> String {
        let mut text = format!(
            "Our default setting was chosen beforehand, without test data: of two networks, 300 and \
             1000 images, and several strengths, the one with which {} raised accuracy on 10,000 \
             validation images most, at seeds 100, 101 and 102, which no claim uses.",
            self.name
        );
        let known = pair.iter().map(|arm| record.values(arm, Curves::training_at_end));
        if known.flatten().all(|accuracy| accuracy == 1.0) {
            text += " Both networks know all their training images there, so the gap narrows by just \
                     what test accuracy gains: this claim and the next are one number.";
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::epochs::ended;
    use lab::record::Record;
    use lab::verdict::Verdict;
    use lab::verdict::Verdict::{DoesNotHold, Holds, Undecided};

    const REMEDY: Remedy = Remedy {
        name: "it",
        strength: "λ",
        apply: |plan, weight_decay| Plan { weight_decay, ..plan },
    };

    fn few_images() -> FewImages {
        FewImages {
            images: 300,
            hidden: vec![100; 6],
            learning_rate: 0.01,
            batch_size: 100,
            evaluate_every: 1,
            our_learning_rate: 0.1,
            our_iterations: 2000,
        }
    }

    fn strengths() -> Strengths {
        Strengths { epochs: 201, book: 0.1, range: vec![0.1, 0.3, 0.0, 0.01, 0.01], ours: 0.003 }
    }

    /// At the book's setting as at ours, without it and with it.
    fn verdicts(without: Curves, with: Curves) -> Vec<Verdict> {
        let arms = ["λ = 0", "λ = 0.1", "ours, λ = 0", "ours, λ = 0.003"];
        let ends = [&without, &with, &without, &with].map(|curves| vec![curves.clone(); 6]);
        let record = Record::made_up((), arms.into_iter().zip(ends));
        let claims = REMEDY.claims(&record, "V3", &few_images(), &strengths());
        claims.into_iter().map(|claim| claim.verdict).collect()
    }

    #[test]
    fn closing_the_gap_and_raising_test_accuracy_are_told_apart() {
        let without = || ended(1.0, 0.8, 10.0);
        let both = |gap, test| [gap, test, gap, test];
        assert_eq!(verdicts(without(), ended(1.0, 0.9, 9.0)), both(Holds, Holds));
        assert_eq!(verdicts(without(), ended(0.8, 0.7, 9.0)), both(Holds, DoesNotHold));
        assert_eq!(verdicts(without(), ended(1.0, 0.7, 9.0)), both(DoesNotHold, DoesNotHold));
        assert_eq!(verdicts(without(), without()), both(DoesNotHold, DoesNotHold));
        let diverged = Curves { diverged_at: Some(1), ..ended(1.0, 0.9, 1.0) };
        assert_eq!(verdicts(without(), diverged), both(Undecided, Undecided));
    }

    /// What is said of the gap follows its own claim, what is said of less of it the range.
    #[test]
    fn a_reason_says_what_the_record_shows() {
        let with = |test: [f64; 2]| -> Vec<Curves> {
            (0..6).map(|seed| ended(0.95, test[seed % 2], 9.0)).collect()
        };
        let claims = |with: Vec<Curves>| {
            let ends = |test| vec![ended(1.0, test, 10.0); 6];
            let arms = [
                ("λ = 0", ends(0.8)),
                ("λ = 0.1", with),
                ("λ = 0.01", ends(0.85)),
                ("λ = 0.3", ends(0.9)),
                ("ours, λ = 0", ends(0.8)),
                ("ours, λ = 0.003", ends(0.82)),
            ];
            let record = Record::made_up((), arms);
            REMEDY.claims(&record, "V3", &few_images(), &strengths())
        };
        let narrower = claims(with([0.79, 0.78]));
        let scattered = claims(with([0.79, 0.7]));
        assert_eq!([narrower[0].verdict, scattered[0].verdict], [Holds, Undecided]);
        assert_eq!([narrower[1].verdict, scattered[1].verdict], [DoesNotHold; 2]);
        let [narrower, scattered] = [narrower, scattered].map(|claims| {
            assert!(claims[2].explanation.contains("are one number"), "{claims:?}");
            claims[1].explanation.clone()
        });
        assert!(narrower.contains("The gap narrows because"), "{narrower}");
        assert!(!scattered.contains("narrow"), "{scattered}");
        assert!(scattered.contains("falls as well, from 100.0 % to 95.0 %"), "{scattered}");
        assert!(scattered.contains("85.0 % with λ = 0.01"), "{scattered}");
        assert!(!scattered.contains("λ = 0.3"), "more of it is not less: {scattered}");
        // Where training accuracy is not the same in both, neither are the two numbers.
        let learned = vec![ended(0.99, 0.82, 9.0); 6];
        let arms = [("ours, λ = 0", vec![ended(1.0, 0.8, 9.0); 6]), ("ours, λ = 0.003", learned)];
        let apart = REMEDY.about_ours(
            &Record::made_up((), arms),
            &[0.0, 0.003].map(|strength| REMEDY.at_ours(strength)),
        );
        assert!(!apart.contains("one number"), "{apart}");
    }

    #[test]
    fn evaluations_come_as_often_as_in_the_book() {
        let plan = few_images().book(201);
        // After iterations 0, 3, …, 600: 201 times.
        assert_eq!((plan.iterations, plan.evaluate_every), (601, 3));
        // Without curves, after the first and the last.
        let few = few_images().without_curves(201);
        for plan in [few.book(201), few.ours()] {
            assert!(plan.evaluate_every >= plan.iterations, "{plan:?}");
        }
    }

    #[test]
    fn a_strength_that_comes_twice_is_trained_once() {
        let arms = REMEDY.arms(&few_images(), &strengths());
        let names: Vec<String> = arms.into_iter().map(|arm| arm.name).collect();
        assert_eq!(
            names,
            ["λ = 0", "λ = 0.1", "λ = 0.01", "λ = 0.3", "ours, λ = 0", "ours, λ = 0.003"]
        );
    }
}
