//! Golden values: what PyTorch, JAX with optax, and NumPy make of the same numbers.
//!
//! Each group is three files: `group.py` makes `group.json`, `group.rs` holds this project to it.
//! No Python is needed here; `README.md` says how the values were made. To see how close each
//! group comes: `cargo test -p experiments --test golden -- --nocapture`.

mod networks;
mod optimizers;
mod smoothing;
mod streams;
mod tools;
mod training;
