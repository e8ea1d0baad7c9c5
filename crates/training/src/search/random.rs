//! Random search (Bergstra and Bengio 2012): independent draws, as in the book.

use extensions::random::Stream;

use super::dimension::{Dimension, Point};
use super::strategy::{Slot, Strategy, Tried, numbered};

/// Independent draws.
pub struct Random(Vec<Slot>);

impl Random {
    /// `trials` draws, each trained for `epochs` epochs.
    pub fn new(trials: usize, epochs: usize) -> Self {
        Self((0..trials).map(|i| Slot { name: numbered(i), round: 0, epochs }).collect())
    }
}

impl Strategy for Random {
    fn slots(&self) -> &[Slot] {
        &self.0
    }

    fn propose(&self, dimensions: &[Dimension], slot: usize, _: &[Tried], stream: Stream) -> Point {
        nth_draw(dimensions, slot, stream)
    }
}

/// The `n`-th draw, from 0. A longer search begins with the draws of a shorter one.
pub fn nth_draw(dimensions: &[Dimension], n: usize, mut stream: Stream) -> Point {
    let mut draw = || dimensions.iter().map(|dimension| dimension.draw(&mut stream)).collect();
    for _ in 0..n {
        let _: Point = draw();
    }
    draw()
}
