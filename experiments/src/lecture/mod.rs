//! The map of the lecture: its chapters, one file each, and their statements in this project's words.
//!
//! A statement has an id (`O6`), which experiments, claims, flags and the report refer to. Equations are
//! written in a short notation, from which [`equation`](lab::equation::equation) makes MathML, so that
//! the report needs neither a script nor a font to typeset them.

/// Lines of a source file, by their path from the root of the repository and the beginnings of the first and
/// of the last line.
macro_rules! code {
    ($path:literal, $first:literal, $last:literal) => {
        lab::excerpt::Excerpt {
            path: $path,
            source: include_str!(concat!("../../../", $path)),
            first: $first,
            last: $last,
        }
    };
}

mod backpropagation;
mod beyond;
mod gradient_descent;
mod hyperparameters;
mod initial_weights;
mod optimization;
mod overfitting;

#[cfg(test)]
mod tests;

use lab::statement::{Chapter, Statement};
use training::list::List;

/// The whole lecture.
pub static LECTURE: List<Chapter> = List::of(&[
    gradient_descent::CHAPTER,
    backpropagation::CHAPTER,
    optimization::CHAPTER,
    initial_weights::CHAPTER,
    overfitting::CHAPTER,
    hyperparameters::CHAPTER,
    beyond::CHAPTER,
]);

/// All statements, in the lecture's order.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    LECTURE.iter().flat_map(|chapter| chapter.statements)
}
