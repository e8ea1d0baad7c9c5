//! Trained networks in files, in Burn's own format (`.bpk`) and as safetensors.
//!
//! A file of either format holds the parameters by name, and a few facts in its metadata:
//!
//! | name in `.safetensors` (as PyTorch has it) | shape | name and shape in `.bpk` (as Burn has it) |
//! |---|---|---|
//! | `hidden.0.linear.weight` | `[out, in]` | the same, `[in, out]` |
//! | `hidden.0.linear.bias` | `[out]` | the same |
//! | `hidden.0.batch_norm.weight`, `.bias` | `[out]` | `.gamma`, `.beta` |
//! | `hidden.0.batch_norm.running_mean`, `.running_var` | `[out]` | the same |
//! | … | | |
//! | `output.weight`, `output.bias` | `[classes, in]`, `[classes]` | `[in, classes]`, the same |
//!
//! The shapes of the tensors are the shape of the network. The activation cannot be read from a tensor,
//! so it is in the metadata, under `activation`: a name of the list
//! [`ACTIVATIONS`](crate::activations::ACTIVATIONS) in lower case, such as `relu`, `sigmoid` or `tanh`, and
//! ReLU if it is missing. Therefore a state dict that PyTorch saved can be read as it is:
//!
//! ```python
//! class Hidden(torch.nn.Module):
//!     def __init__(self, inputs, outputs):
//!         super().__init__()
//!         self.linear = torch.nn.Linear(inputs, outputs)
//!
//! class Mlp(torch.nn.Module):
//!     def __init__(self, sizes):  # [784, 100, 10]
//!         super().__init__()
//!         self.hidden = torch.nn.ModuleList(Hidden(i, o) for i, o in zip(sizes, sizes[1:-1]))
//!         self.output = torch.nn.Linear(sizes[-2], sizes[-1])
//!
//! model.load_state_dict(safetensors.torch.load_file("mnist.safetensors"))
//! safetensors.torch.save_file(model.state_dict(), "mnist.safetensors")
//! ```
//!
//! [`save`] takes any Burn module; [`load`] reads the lecture's [`Mlp`](models::Mlp), and [`load_into`] any module
//! of the right shape.

mod content;
mod error;
mod facts;
mod format;
mod load;
mod save;

pub use error::{ContentError, SavedError};
pub use facts::activation_fact;
pub use format::{Format, save_path};
pub use load::{load, load_into};
pub use save::save;
