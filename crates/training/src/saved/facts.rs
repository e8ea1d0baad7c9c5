//! What a file's metadata says about the network.

/// The key and the value of the only fact about an [`Mlp`](models::Mlp) that its tensors do not contain:
/// the name of its activation function.
pub fn activation_fact(name: &str) -> (&'static str, String) {
    ("activation", name.to_lowercase())
}
