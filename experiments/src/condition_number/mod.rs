//! Steep and flat directions · 비등방성 함수: O2, O3 and O5 over condition numbers.
//!
//! "SGD is inefficient if a function is much steeper in one direction than in another" compares two
//! situations: such a function, and one without the difference. So this experiment descends into
//! f(x, y) = x²/κ + y² for κ from 1 (a round bowl) over 20 (the book's valley) to 1000, and counts steps to
//! the minimum. The condition number κ is the ratio of the largest to the smallest eigenvalue of the
//! matrix of second derivatives, diag(2/κ, 2).
//!
//! For each κ every optimizer runs at its own best learning rate of a logarithmic grid: the one at which
//! the last of several starting points arrives after the fewest steps. Other starting points are then
//! measured. All are equally far from the minimum, in random directions, and every seed draws new ones.
//!
//! # What the theory says
//! Gradient descent is the fastest at η = κ/(κ + 1), where each step shrinks the distance by
//! (κ − 1)/(κ + 1); so the number of steps grows like κ, and y changes its sign with every step. Momentum
//! with the best α for each κ shrinks it by (√κ − 1)/(√κ + 1), so its number of steps grows like √κ
//! (Polyak 1964). With α = 0.9, as in the book, Momentum shrinks it by √0.9 as long as κ is below 1442
//! and η fits. The tests of `training::valley` check both.
//!
//! AdaGrad and Adam divide each gradient by a mean of its own size, so in a valley along an axis κ drops
//! out of their equations, except for ε. It does not if the valley is turned against the axes. Therefore
//! each optimizer also descends into valleys that are turned by random angles.
//!
//! # What would count against the statements
//! O2: SGD's number of steps does not grow with κ, or it crosses the axis of a round bowl as often as the
//! floor of the valley. O3 and O5: the number of steps of Momentum and Adam grows as fast as SGD's, or
//! their way up and down the sides is as long.

mod about;
mod measured;
mod settings;
mod trial;

mod claims;
mod counterexamples;
mod figure;
#[cfg(test)]
mod tests;

pub use measured::{Descent, Measured};
pub use settings::Settings;
pub use trial::{Arm, ConditionNumber};

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for ConditionNumber {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        figure::figures(record)
    }

    fn table(record: &RecordOf<Self>) -> Table {
        figure::table(record)
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        claims::claims(record)
    }
}
