//! `--backend remote`: another machine computes, over Burn's remote backend (feature `remote`).
//!
//! That machine runs the bin `remote_server`, which is [`serve`]; this one connects to it with
//! [`device`]. Tensors live there; operations, mini-batches and results travel over a WebSocket,
//! which is neither encrypted nor guarded: let the server listen on a trusted network, or on
//! loopback behind an SSH tunnel.

use std::net::{SocketAddr, TcpListener};

use burn::remote::RemoteHost;
use burn::server::{RemoteServer, WebSocketTransport};
use burn::tensor::Device;

use crate::backend::Backend;

/// The first device of the server at `address`, such as `ws://gpu:3000`; it is connected when this
/// returns.
///
/// # Errors
/// Where no address is given, or no server answers there.
pub fn device(address: Option<&str>) -> Result<Device, String> {
    let address = address.ok_or(
        "--backend remote needs --remote-address, such as ws://gpu:3000: the address that the \
         bin remote_server says on the other machine",
    )?;
    if !address.starts_with("ws://") {
        return Err(format!("--remote-address {address}: allowed: ws://HOST:PORT"));
    }
    Device::remote_options(&RemoteHost::websocket(address))
        .init()
        .map_err(|error| format!("cannot use the server at {address}: {error}"))
}

/// Serves the device of `backend` on `listen` until Ctrl+C or SIGTERM; calls `ready` with the
/// address once clients can connect.
///
/// # Errors
/// Where the address is taken or the backend cannot be served.
pub fn serve(
    backend: Backend,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), String> {
    let device = backend.device()?;
    let cannot = |error: std::io::Error| format!("cannot listen on {listen}: {error}");
    let listener = TcpListener::bind(listen).map_err(cannot)?;
    ready(listener.local_addr().map_err(cannot)?);
    let transport = WebSocketTransport::from_listener(listener);
    RemoteServer::new([device])
        .serve(transport)
        .map_err(|error| format!("cannot serve {backend}: {error}"))
}
