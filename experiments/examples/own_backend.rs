//! Adds a backend: the default one in 64 bits. Explained in docs/guides/own_backend.md
//!
//! `cargo run -p experiments --example own_backend -- optimizer_paths --backend wide`

use std::process::ExitCode;
use std::sync::OnceLock;

use burn::tensor::{Device, FloatDType};
use experiments::commands::root;
use training::backend::{BACKENDS, Backend, BackendError};

/// The device of the default backend, configured to create all tensors in 64 bits instead of 32.
fn wide_device() -> Result<Device, String> {
    let mut device = Backend::default_compiled().device().map_err(|error| error.to_string())?;
    device.configure(FloatDType::F64).map_err(|error| format!("64 bits: {error}"))?;
    Ok(device)
}

const WIDE: Backend = Backend {
    name: "wide",
    device: Some(|_| {
        // A device can be configured only once, even if several experiments ask for it.
        static DEVICE: OnceLock<Result<Device, String>> = OnceLock::new();
        let device = DEVICE.get_or_init(wide_device).clone();
        device.map_err(|reason| BackendError::Unavailable(reason.into()))
    }),
};

fn main() -> ExitCode {
    BACKENDS.add(WIDE);
    root::main()
}
