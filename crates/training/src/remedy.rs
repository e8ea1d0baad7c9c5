//! A remedy against overfitting and its strength: weight decay with λ (V3), dropout with its ratio
//! (V4). Both are compared with the same training without them.

use crate::epochs::{Arm, Images, Plan, ordered};
use crate::shown;

/// A remedy against overfitting.
#[derive(Clone, Copy)]
pub struct Remedy {
    /// Its name, as it is used within a sentence.
    pub name: &'static str,
    /// The name of its strength: λ, ratio.
    pub strength: &'static str,
    /// The plan with the remedy at a given strength; strength 0 leaves the plan as it is.
    pub apply: fn(Plan, f64) -> Plan,
}

/// A remedy and the trainings in which it is compared with none.
pub struct Comparison {
    /// The remedy.
    pub remedy: Remedy,
    /// The number of epochs at the book's setting.
    pub epochs: usize,
    /// The training at the book's setting, without the remedy.
    pub book: Plan,
    /// The book's strength.
    pub strength: f64,
    /// Further strengths at the book's setting.
    pub range: Vec<f64>,
    /// The training at our own setting, without the remedy.
    pub ours: Plan,
    /// The strength at our own setting.
    pub our_strength: f64,
}

impl Remedy {
    /// The name of the arm with this strength at the book's setting, on the book's images.
    pub fn at_book(&self, strength: f64) -> String {
        format!("{} = {}", self.strength, shown::number(strength))
    }

    /// The name of the arm with this strength at the book's setting, on images that each seed draws.
    pub fn on_drawn(&self, strength: f64) -> String {
        format!("drawn images, {}", self.at_book(strength))
    }

    /// The name of the arm with this strength at our own setting.
    pub fn at_ours(&self, strength: f64) -> String {
        format!("ours, {}", self.at_book(strength))
    }
}

impl Comparison {
    /// The arms: at the book's setting without the remedy, at the book's strength and over the range; the
    /// first two on drawn images; at our own setting without it and at the strength chosen there.
    pub fn arms(&self) -> Vec<Arm> {
        let Self { remedy, book, strength, .. } = self;
        let arm = |name: String, plan: &Plan, strength| Arm {
            name,
            plan: (remedy.apply)(plan.clone(), strength),
        };
        let of_the_book = [0.0, *strength];
        let pair = of_the_book.into_iter().map(|x| arm(remedy.at_book(x), book, x));
        // Of these, no curves are drawn.
        let ends = book.clone().without_curve();
        let others = self.range.iter().copied().filter(|other| !of_the_book.contains(other));
        let range = ordered(others).into_iter().map(|x| arm(remedy.at_book(x), &ends, x));
        let drawn = Plan { images: Images::Drawn(ends.images.count()), ..ends.clone() };
        let drawn_pair = of_the_book.into_iter().map(|x| arm(remedy.on_drawn(x), &drawn, x));
        let ours = [0.0, self.our_strength];
        let our_pair = ours.into_iter().map(|x| arm(remedy.at_ours(x), &self.ours, x));
        pair.chain(range).chain(drawn_pair).chain(our_pair).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::few_images::{FewImages, Ours};

    #[test]
    fn a_strength_that_is_given_twice_is_trained_once() {
        let remedy = Remedy {
            name: "weight decay",
            strength: "λ",
            apply: |plan, weight_decay| Plan { weight_decay, ..plan },
        };
        let few_images = FewImages {
            images: 300,
            hidden: vec![100; 6],
            learning_rate: 0.01,
            batch_size: 100,
            evaluate_every: 1,
        };
        let ours = Ours { images: 300, hidden: &[100], learning_rate: 0.1, iterations: 1000 };
        let comparison = Comparison {
            remedy,
            epochs: 201,
            book: few_images.book(201),
            strength: 0.1,
            range: vec![0.1, 0.3, 0.0, 0.01, 0.01],
            ours: few_images.ours(&ours),
            our_strength: 0.003,
        };
        let arms = comparison.arms();
        let names: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "λ = 0",
                "λ = 0.1",
                "λ = 0.01",
                "λ = 0.3",
                "drawn images, λ = 0",
                "drawn images, λ = 0.1",
                "ours, λ = 0",
                "ours, λ = 0.003"
            ]
        );
        // The book's arms learn from its own images, all others from drawn ones.
        let books = |arm: &&Arm| matches!(arm.plan.images, Images::First(300));
        assert_eq!(arms.iter().filter(books).count(), 4);
        assert!(arms[..4].iter().all(|arm| books(&arm)));
    }
}
