//! `remote_server`: lets other machines compute on this one.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Parser;
use lab::cli::Tool;
use lab::output::{fail, say};
use training::backend::Backend;
use training::remote::server;

/// Lets other machines compute on this one
///
/// Runs until Ctrl+C. The connection is neither encrypted nor protected by a password: use a trusted
/// network, or loopback behind an SSH tunnel.
#[derive(Parser)]
#[command(name = "remote_server", version)]
pub struct RemoteServer {
    /// Which of Burn's backends computes, if it is compiled in
    #[arg(long, default_value_t = Backend::default_compiled())]
    backend: Backend,

    /// The address and port to listen on; port 0 chooses a free one, and 0.0.0.0 accepts connections
    /// from other machines
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
}

impl Tool for RemoteServer {
    const CONTINUES: bool = false;

    fn run(self) -> ExitCode {
        let Self { backend, listen } = self;
        // A program that started the server waits for this line.
        let ready = |address| say(false, format!("{backend} is served at ws://{address}"));
        server::serve(backend, listen, ready).map_or_else(fail, |()| ExitCode::SUCCESS)
    }
}
