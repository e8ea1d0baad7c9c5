//! The question before a statement.

use language::translated;

use crate::statement::Question;

/// A question, and what the page answers to each choice. It needs no script: each answer folds
/// open. On paper, the answers are a list with the right one and its reason behind it.
pub struct QuestionBox<'a> {
    pub asks: &'a str,
    pub answers: Vec<Answer<'a>>,
    /// The right answer.
    pub right: &'a str,
    /// Why it is right.
    pub because: &'a str,
}

/// One of the answers.
pub struct Answer<'a> {
    pub text: &'a str,
    pub is_right: bool,
}

impl<'a> QuestionBox<'a> {
    pub fn of(question: &'a Question) -> Self {
        let Question { asks, answers, right, because } = question;
        let answer =
            |(i, text): (usize, &&'a str)| Answer { text: translated(text), is_right: i == *right };
        Self {
            asks: translated(asks),
            answers: answers.iter().enumerate().map(answer).collect(),
            right: translated(answers[*right]),
            because: translated(because),
        }
    }
}
