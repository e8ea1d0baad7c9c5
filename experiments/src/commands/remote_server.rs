//! `remote_server`: computes for other machines.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Parser;
use lab::cli::Tool;
use lab::output::{fail, say};
use training::backend::Backend;
use training::remote::server;

/// Lets other machines compute here
///
/// Runs until Ctrl+C. What it listens on is neither encrypted nor guarded: use a trusted network, or
/// loopback behind an SSH tunnel.
#[derive(Parser)]
#[command(name = "remote_server", version)]
pub struct RemoteServer {
    /// Which of Burn's backends computes, as far as it is compiled in
    #[arg(long, default_value_t = Backend::default_compiled())]
    backend: Backend,

    /// The address and port to listen on; port 0 takes one that is free, 0.0.0.0 lets other
    /// machines in
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
}

impl Tool for RemoteServer {
    fn run(self) -> ExitCode {
        let Self { backend, listen } = self;
        // Whoever started the server waits for this line.
        let ready = |address| say(false, format!("{backend} is served at ws://{address}"));
        server::serve(backend, listen, ready).map_or_else(fail, |()| ExitCode::SUCCESS)
    }
}
