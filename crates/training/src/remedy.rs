//! A remedy against overfitting and its strength: weight decay with λ (V3), dropout with its ratio
//! (V4). Both are compared with the same training without them.

use crate::epochs::{Arm, Plan, ordered};
use crate::few_images::FewImages;

/// A remedy against overfitting.
pub struct Remedy {
    /// Its name, as it is used within a sentence.
    pub name: &'static str,
    /// The name of its strength: λ, ratio.
    pub strength: &'static str,
    /// The plan with the remedy at a given strength; strength 0 leaves the plan as it is.
    pub apply: fn(Plan, f64) -> Plan,
}

/// The strengths at which a remedy is measured, and for how long the book trains.
pub struct Strengths {
    /// The number of epochs at the book's setting.
    pub epochs: usize,
    /// The book's strength.
    pub book: f64,
    /// Further strengths at the book's setting.
    pub range: Vec<f64>,
    /// The strength at our own setting.
    pub ours: f64,
}

impl Remedy {
    /// The name of the arm with this strength at the book's setting.
    pub fn at_book(&self, strength: f64) -> String {
        format!("{} = {strength}", self.strength)
    }

    /// The name of the arm with this strength at our own setting.
    pub fn at_ours(&self, strength: f64) -> String {
        format!("ours, {}", self.at_book(strength))
    }

    /// The arms: at the book's setting without the remedy, at the book's strength and over the range;
    /// at our own setting without it and at the strength chosen there.
    pub fn arms(&self, few_images: &FewImages, strengths: &Strengths) -> Vec<Arm> {
        let of_the_book = [0.0, strengths.book];
        let others = strengths.range.iter().copied().filter(|other| !of_the_book.contains(other));
        let (book, ours) = (few_images.book(strengths.epochs), few_images.ours());
        // The curves over the range are not drawn.
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
            our_learning_rate: 0.1,
            our_iterations: 2000,
        };
        let range = vec![0.1, 0.3, 0.0, 0.01, 0.01];
        let strengths = Strengths { epochs: 201, book: 0.1, range, ours: 0.003 };
        let arms = remedy.arms(&few_images, &strengths);
        let names: Vec<String> = arms.into_iter().map(|arm| arm.name).collect();
        assert_eq!(
            names,
            ["λ = 0", "λ = 0.1", "λ = 0.01", "λ = 0.3", "ours, λ = 0", "ours, λ = 0.003"]
        );
    }
}
