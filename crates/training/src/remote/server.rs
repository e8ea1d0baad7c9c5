//! Computes for other machines.

use std::io;
use std::net::{SocketAddr, TcpListener};

use burn::server::{RemoteServer, ServeError, WebSocketTransport};

use crate::backend::{Backend, BackendError};

/// Why a device cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The backend is not available.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// The address is in use, or belongs to another machine.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The error of the operating system.
        #[source]
        cause: io::Error,
    },
    /// The server stopped.
    #[error("cannot serve {backend}: {cause}")]
    Serve {
        /// The backend.
        backend: Backend,
        /// Why.
        #[source]
        cause: ServeError,
    },
}

/// Serves the device of `backend` on `address` until Ctrl+C or SIGTERM. Calls `ready` with the actual
/// address once clients can connect.
///
/// # Errors
/// If the address is in use or the backend cannot be served.
pub fn serve(
    backend: Backend,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServerError> {
    let device = backend.device()?;
    let cannot_listen = |cause| ServerError::Listen { address, cause };
    let listener = TcpListener::bind(address).map_err(cannot_listen)?;
    ready(listener.local_addr().map_err(cannot_listen)?);
    let transport = WebSocketTransport::from_listener(listener);
    RemoteServer::new([device])
        .serve(transport)
        .map_err(|cause| ServerError::Serve { backend, cause })
}
