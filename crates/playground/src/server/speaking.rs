//! Answers a request in its language.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use language::{Language, within};

/// A future whose texts are in this language. While it waits, others on the same thread have theirs.
pub struct Speaking<F> {
    language: Language,
    future: Pin<Box<F>>,
}

impl<F> Speaking<F> {
    /// `future` in this language.
    pub fn new(language: Language, future: F) -> Self {
        Self { language, future: Box::pin(future) }
    }
}

impl<F: Future> Future for Speaking<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        within(self.language, || self.future.as_mut().poll(context))
    }
}
