//! Golden values: results that PyTorch, JAX with optax, and NumPy computed from the same inputs.
//!
//! Each group has three files: `group.py` writes `group.json`, and `group.rs` compares this project with
//! it. The tests need no Python; `README.md` explains how the values were made. To print how close each
//! group is to its values, run `cargo test -p experiments --test golden -- --nocapture`.

mod extremes;
mod networks;
mod optimizers;
mod smoothing;
mod streams;
mod tools;
mod training;
