//! Trained networks in files, in Burn's own format (`.bpk`) and as safetensors.
//!
//! A file of either format holds the parameters by name, and a few facts in its metadata. [`save`] writes:
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
//! [`load`] reads these, and the state dict of any other network of linear layers: pairs of a weight and a
//! bias, whatever their names are, such as `0.weight`, `fc1.weight`, `module.net.0.weight` or the book's `W1`
//! and `b1`. How the layers are found and put in order is described in `layers.rs`. Numbers can have 16, 32
//! or 64 bits; networks compute in 32.
//!
//! Neither the activation function nor the rows and columns of the images can be read from a tensor, so they
//! are [`Facts`] in the metadata:
//!
//! | key | value |
//! |---|---|
//! | `activation` | a name of the list [`ACTIVATIONS`](crate::activations::ACTIVATIONS) in lower case, such as `relu`, `sigmoid` or `tanh` |
//! | `image_rows`, `image_columns` | whole numbers, whose product is the number of inputs |
//!
//! A file without the activation needs it from the caller (`predict --activation`). Images without the two
//! numbers are square.
//!
//! A network of `train` in PyTorch, and back:
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
//! safetensors.torch.save_file(model.state_dict(), "mnist.safetensors", metadata={"activation": "relu"})
//! ```
//!
//! [`save`] takes any Burn module; [`load`] reads the lecture's [`Mlp`](models::Mlp), and [`load_into`] any module
//! of the right shape. Neither writes or reads a number that is not finite.
//!
//! A file of another network has three more facts, from which [`networks`](crate::networks) makes the same module
//! again: `network`, its name in the list [`NETWORKS`](crate::networks::NETWORKS), `classes`, and the size of its
//! images, `image_rows` and `image_columns`. Without the fact `network` a file holds a perceptron.
//!
//! What is read is bounded, because a file can claim anything: [`MOST_BYTES`], [`MOST_HEADER_BYTES`],
//! [`MOST_LAYERS`]. Every size that a header claims is compared with the file's length, and every shape with that
//! of the module, before memory is taken.

mod content;
mod error;
mod facts;
mod file;
mod format;
mod layers;
mod load;
#[cfg(test)]
pub(crate) mod made_up;
mod module;
mod natural;
mod other_formats;
mod save;

pub use content::{Content, MOST_HEADER_BYTES, MOST_TENSORS};
pub use error::{ContentError, SavedError};
pub(crate) use facts::cut;
pub use facts::{Facts, PERCEPTRON, activation_fact, data_fact, image_facts, network_facts};
pub use file::MOST_BYTES;
pub use format::{Format, save_path};
pub use layers::MOST_LAYERS;
pub use load::{Saved, Supplement, from_bytes, load, open, perceptron};
pub use module::{fill, load_into};
pub use save::{check, save, to_bytes};
