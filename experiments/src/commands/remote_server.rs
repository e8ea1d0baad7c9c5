//! `remote_server`: lets other machines compute on this one.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Parser;
use lab::cli::Tool;
use lab::output::{fail, note, say};
use training::backend::Backend;
use training::remote::front::Limits;
use training::remote::server::{serve, warning};

/// Lets other machines compute on this one
///
/// Runs until Ctrl+C. The connection is not encrypted: use a trusted network, or loopback behind an SSH
/// tunnel. If the environment variable REMOTE_TOKEN is set, only clients in whose environment it has the same
/// value can compute here.
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

    /// How many clients can be connected at once; further ones are refused
    #[arg(long, default_value_t = Limits::default().connections as u16,
        value_parser = clap::value_parser!(u16).range(1..=1000))]
    connections: u16,
}

impl Tool for RemoteServer {
    const CONTINUES: bool = false;

    fn run(self) -> ExitCode {
        let Self { backend, listen, connections } = self;
        let limits = Limits { connections: connections.into(), ..Limits::default() };
        let ready = |address| {
            note(warning(address));
            // A program that started the server waits for this line.
            say(false, format!("{backend} is served at ws://{address}"));
        };
        serve(backend, listen, limits, ready).map_or_else(fail, |()| ExitCode::SUCCESS)
    }
}
