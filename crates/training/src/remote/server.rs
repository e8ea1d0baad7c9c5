//! Computes for other machines.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use burn::server::{RemoteServer, ServeError, TokenAuthorizer, WebSocketTransport};

use super::front::{self, Limits};
use super::{TOKEN, token};
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

/// Serves the device of `backend` on `address` until Ctrl+C or SIGTERM, to clients within `limits`. Calls
/// `ready` with the actual address once clients can connect. If the environment variable [`TOKEN`] is set,
/// only clients with the same token are served.
///
/// # Errors
/// If the address is in use or the backend cannot be served.
pub fn serve(
    backend: Backend,
    address: SocketAddr,
    limits: Limits,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServerError> {
    let device = backend.device()?;
    let cannot_listen = |cause| ServerError::Listen { address, cause };
    let listener = TcpListener::bind(address).map_err(cannot_listen)?;
    let actual = listener.local_addr().map_err(cannot_listen)?;
    // Burn's server, which only the front needs to reach.
    let inner = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(cannot_listen)?;
    let inner_address = inner.local_addr().map_err(cannot_listen)?;
    front::start(listener, inner_address, limits).map_err(cannot_listen)?;
    ready(actual);
    let mut server = RemoteServer::new([device]);
    if let Some(token) = token() {
        server =
            server.with_authorizer(TokenAuthorizer::new(token).expect("a token that is not empty"));
    }
    let transport = WebSocketTransport::from_listener(inner);
    server.serve(transport).map_err(|cause| ServerError::Serve { backend, cause })
}

/// What whoever starts a server on `address` should know about who can use it.
pub fn warning(address: SocketAddr) -> String {
    let who = match (token().is_some(), address.ip().is_loopback()) {
        (true, _) => format!(
            "only clients with the token in {TOKEN} can compute here, but whoever can read the traffic can \
             read the token"
        ),
        (false, true) => format!(
            "there is no authentication, because {TOKEN} is not set: every user of this machine can compute \
             here"
        ),
        (false, false) => format!(
            "there is no authentication, because {TOKEN} is not set: every machine that reaches {address} \
             can compute here"
        ),
    };
    format!("the connection is not encrypted; {who}")
}
