//! Optimizers in the lecture's form (section 3, O1–O6), one file each.
//!
//! Each implements Burn's [`Optimizer`](burn::optim::Optimizer), which takes one parameter, its gradient
//! and its state, and returns the new parameter and state.
//! [`ModuleOptimizer::from`](burn::optim::ModuleOptimizer) turns it into an optimizer for a whole module.
//! The crate `fast` has faster forms of the same updates.
//!
//! ```
//! use burn::nn::LinearConfig;
//! use burn::optim::{GradientsParams, ModuleOptimizer};
//! use burn::tensor::{Device, Tensor};
//! use extensions::optimizers::AdaGrad;
//!
//! let device = Device::flex().autodiff();
//! let model = LinearConfig::new(3, 1).init(&device);
//! let mut optimizer = ModuleOptimizer::from(AdaGrad::default());
//!
//! let loss = model.forward(Tensor::<2>::ones([8, 3], &device)).mean();
//! let gradients = GradientsParams::from_grads(loss.backward(), &model);
//! let model = optimizer.step(0.01, model, gradients);
//! ```
//!
//! | in this crate | in Burn, under the same name |
//! |---|---|
//! | [`Momentum`]: v ← αv − ηg | dampening 0.1 by default; η multiplies the velocity, so changing η rescales past gradients as well |
//! | [`Nesterov`]: the form of arXiv 1212.0901 | `nesterov` in `MomentumConfig` looks ahead with the dampened velocity |
//! | [`AdaGrad`]: ε = 1e-7, the accumulator starts at a chosen value | ε = 1e-5 by default, the accumulator starts at 0 |
//! | [`Adam`]: ε = 1e-7, added to the uncorrected root | ε = 1e-5 by default, added to the corrected root |

mod adagrad;
mod adam;
mod momentum;
mod nesterov;
mod weight_decay;

pub use adagrad::{AdaGrad, AdaGradState};
pub use adam::{Adam, AdamState};
pub use momentum::{Momentum, MomentumState};
pub use nesterov::{Nesterov, NesterovState};
pub use weight_decay::WeightDecay;
