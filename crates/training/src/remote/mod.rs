//! `--backend remote`: another machine computes, through Burn's remote backend (feature `remote`).
//!
//! That machine runs the binary `remote_server`, which calls [`server::serve`]; this machine connects
//! to it with [`client::device`]. Tensors live on the server; operations, mini-batches and results
//! travel over a WebSocket, which is neither encrypted nor authenticated: let the server listen on a
//! trusted network, or on loopback behind an SSH tunnel.

pub mod client;
pub mod server;
