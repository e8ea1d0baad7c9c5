//! What Burn does not cover, in the form the lecture teaches it.
//!
//! | room | what is in it | lecture |
//! |---|---|---|
//! | [`optimizers`] | [`AdaGrad`](optimizers::AdaGrad), [`Momentum`](optimizers::Momentum), [`Nesterov`](optimizers::Nesterov), [`Adam`](optimizers::Adam) as implementations of Burn's [`Optimizer`](burn::optim::Optimizer) trait; [`WeightDecay`](optimizers::WeightDecay) around any of them | O1–O6, V3 |
//! | [`initializers`] | [`Normal`](initializers::Normal), [`Xavier`](initializers::Xavier), [`He`](initializers::He), [`Constant`](initializers::Constant), laid over any Burn module | I1–I8 |
//! | [`random`] | [`Stream`](random::Stream): repeatable random numbers, drawn on the host | all |
//! | [`gradients`] | [`numerical_gradient`](gradients::numerical_gradient): central differences | G1, B1 |
//!
//! Everything here works with any Burn module and on any Burn backend. What Burn already does in
//! the lecture's way is not here: plain SGD is [`burn::optim::SgdConfig`], and the book's RMSprop
//! is [`burn::optim::RmsPropConfig`] without momentum (a test holds both to the equations).

pub mod gradients;
pub mod initializers;
pub mod optimizers;
pub mod random;

// Burn's `derive(RecordState)` looks for these three in the root of the crate that uses it.
#[allow(unused_imports)]
use burn::optim::{RecordState, StateSink, StateSource};
