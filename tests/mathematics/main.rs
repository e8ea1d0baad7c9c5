//! What must hold by mathematics, held in 64 bits: gradients against central differences, and
//! properties of all inputs. To see the errors that the gradient checks find:
//! `cargo test -p experiments --test mathematics -- --nocapture`.

mod gradients;
mod properties;
mod tools;
