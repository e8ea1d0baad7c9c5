//! The device of a server on another machine.

use burn::remote::{ConnectError, RemoteHost};
use burn::tensor::Device;

/// Why the device of another machine is not available.
#[derive(Debug, thiserror::Error)]
pub enum ConnectionError {
    /// No address was given.
    #[error(
        "--backend remote needs --remote-address, such as ws://gpu:3000: the address that the \
         binary remote_server prints on the other machine"
    )]
    NoAddress,
    /// The address is not that of a WebSocket.
    #[error("--remote-address {0}: allowed: ws://HOST:PORT")]
    InvalidAddress(String),
    /// No server answers there, or it cannot be used.
    #[error("cannot use the server at {address}: {cause}")]
    Unreachable {
        /// The address.
        address: String,
        /// Why not.
        #[source]
        cause: ConnectError,
    },
}

/// The first device of the server at `address`, such as `ws://gpu:3000`, once it is connected. The client
/// presents the token in the environment variable [`TOKEN`](super::TOKEN), if there is one.
///
/// # Errors
/// If no address is given, or no server answers there.
pub fn device(address: Option<&str>) -> Result<Device, ConnectionError> {
    let address = address.ok_or(ConnectionError::NoAddress)?;
    if !address.starts_with("ws://") {
        return Err(ConnectionError::InvalidAddress(address.into()));
    }
    let mut host = RemoteHost::websocket(address);
    if let Some(token) = super::token() {
        host = host.with_credential(token);
    }
    let connected = Device::remote_options(&host).init();
    connected.map_err(|cause| ConnectionError::Unreachable { address: address.into(), cause })
}
