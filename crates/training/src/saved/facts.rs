//! What a file's metadata says about the network.

use models::Activation;

use crate::flags::InvalidValue;

const ACTIVATIONS: [(&str, Activation); 3] =
    [("relu", Activation::Relu), ("sigmoid", Activation::Sigmoid), ("tanh", Activation::Tanh)];

/// The key and the value of the only fact about an [`Mlp`](models::Mlp) that its tensors do not contain.
pub fn activation_fact(activation: Activation) -> (&'static str, String) {
    let name = ACTIVATIONS.iter().find(|(_, known)| *known == activation).map(|(name, _)| *name);
    ("activation", name.unwrap_or_default().into())
}

/// An activation by its name, as a flag's value and as a fact in a file.
///
/// # Errors
/// If no activation has that name; the message lists the names.
pub fn activation(name: &str) -> Result<Activation, InvalidValue> {
    let found = ACTIVATIONS.iter().find(|(known, _)| *known == name);
    found.map(|(_, activation)| *activation).ok_or_else(|| {
        format!("allowed: {}", ACTIVATIONS.map(|(known, _)| known).join(", ")).into()
    })
}
