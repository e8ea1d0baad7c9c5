//! `--backend remote`: another machine computes, through Burn's remote backend (feature `remote`).
//!
//! That machine runs the binary `remote_server`, which calls `server::serve`; this machine connects
//! to it with `client::device`. Tensors live on the server; operations, mini-batches and results
//! travel over a WebSocket, which is not encrypted: let the server listen on a trusted network, or on
//! loopback behind an SSH tunnel. A [`front`] stands before the server and limits what clients can make it
//! hold.

pub mod front;

#[cfg(feature = "remote")]
pub mod client;
#[cfg(feature = "remote")]
pub mod server;

mod messages;

/// The environment variable with the token that a server asks its clients for, and that a client presents.
pub const TOKEN: &str = "REMOTE_TOKEN";

/// The token of this process, if it has one.
#[cfg(feature = "remote")]
fn token() -> Option<String> {
    std::env::var(TOKEN).ok().filter(|token| !token.is_empty())
}
