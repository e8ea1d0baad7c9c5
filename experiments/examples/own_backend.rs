//! Adds a backend: flex with numbers of 16 bits. Explained in docs/guides/own_backend.md
//!
//! `cargo run -p experiments --example own_backend -- optimizer_paths --backend bf16`

use std::process::ExitCode;

use burn::tensor::{Device, FloatDType};
use experiments::commands::root;
use training::backend::{BACKENDS, Backend, BackendError};

/// The device of flex, configured to create all tensors with 16 bits a number instead of 32.
fn bf16_device() -> Result<Device, BackendError> {
    let mut device = Device::flex();
    // A device can be configured only once, but several experiments may ask for it.
    let _ = device.configure(FloatDType::BF16);
    match device.settings().float_dtype {
        FloatDType::BF16 => Ok(device),
        other => Err(BackendError::Unavailable(format!("flex computes with {other:?}").into())),
    }
}

const BF16: Backend = Backend { name: "bf16", device: Some(|_| bf16_device()) };

fn main() -> ExitCode {
    BACKENDS.add(BF16);
    root::main()
}
