//! How a request is read and answered.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use language::{tr, within};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::data::Unavailable;
use crate::run::Disobeys;
use crate::settings::BadSetting;

/// The largest body of a request, in bytes: a picture.
pub const MOST_BYTES: usize = 4 << 20;

/// The content types.
pub const JSON: &str = "application/json";
pub const HTML: &str = "text/html; charset=utf-8";

/// The body of a request.
pub type Body = Result<Bytes, BytesRejection>;

/// What the address says for this name, such as `ko` in `?language=ko`.
pub fn parameter<'a>(uri: &'a Uri, name: &str) -> Option<&'a str> {
    let pairs = uri.query().unwrap_or("").split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next_back()
}

/// An answer in JSON.
pub fn answer(value: &impl Serialize) -> Response {
    ([(CONTENT_TYPE, JSON)], json_text(value)).into_response()
}

/// The value as JSON.
pub fn json_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("it has numbers and texts only")
}

/// The JSON in the body of a request.
pub fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<T, Failure> {
    expect_type(headers, JSON)?;
    serde_json::from_slice(body).map_err(|cause| Failure::new(StatusCode::BAD_REQUEST, cause))
}

/// Other pages can send a body only with the types of a form, unless this server lets them.
pub fn expect_type(headers: &HeaderMap, expected: &str) -> Result<(), Failure> {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = given.split(';').next().unwrap_or("").trim();
    match kind.eq_ignore_ascii_case(expected) {
        true => Ok(()),
        false => {
            let what = format!("the content type must be {expected}");
            Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, what))
        }
    }
}

/// Computes on another thread, so that other requests are answered meanwhile.
pub async fn computed<T: Send + 'static>(
    compute: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let language = language::current();
    let computed = tokio::task::spawn_blocking(move || within(language, compute)).await;
    computed.map_err(|cause| Failure::new(StatusCode::INTERNAL_SERVER_ERROR, cause))
}

/// The same as long as the client waits for it. `compute` gets a function that says whether it does.
pub async fn computed_while_wanted<T: Send + 'static>(
    compute: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static,
) -> Result<T, Failure> {
    // If the client leaves, this future is dropped, and with it what shows that somebody waits.
    let waits = Arc::new(());
    let wanted = Arc::downgrade(&waits);
    let answer = computed(move || compute(&|| wanted.strong_count() > 0)).await;
    drop(waits);
    answer
}

/// Why a request fails.
pub struct Failure {
    status: StatusCode,
    error: String,
    field: Option<&'static str>,
}

impl Failure {
    /// An error with this text.
    pub fn new(status: StatusCode, error: impl ToString) -> Self {
        Self { status, error: error.to_string(), field: None }
    }

    /// There is no run of that number.
    pub fn no_run() -> Self {
        let error = tr!("There is no run with that number. It may have been removed.");
        Self::new(StatusCode::NOT_FOUND, error)
    }
}

impl From<BadSetting> for Failure {
    fn from(bad: BadSetting) -> Self {
        let error = bad.to_string();
        Self { status: StatusCode::BAD_REQUEST, error, field: Some(bad.field) }
    }
}

impl From<Unavailable> for Failure {
    fn from(why: Unavailable) -> Self {
        let (status, error) = (StatusCode::SERVICE_UNAVAILABLE, why.to_string());
        Self { status, error, field: Some("data") }
    }
}

impl From<Disobeys> for Failure {
    fn from(why: Disobeys) -> Self {
        Self::new(StatusCode::CONFLICT, why)
    }
}

impl From<BytesRejection> for Failure {
    fn from(rejection: BytesRejection) -> Self {
        let most = MOST_BYTES >> 20;
        Self::new(
            rejection.status(),
            format!("the request cannot be read: it has at most {most} MiB"),
        )
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = match self.field {
            Some(field) => json!({ "error": self.error, "field": field }),
            None => json!({ "error": self.error }),
        };
        (self.status, answer(&body)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::TcpStream;
    use std::sync::mpsc::{Sender, channel};
    use std::time::Duration;

    use axum::Router;
    use axum::extract::State;
    use axum::routing::post;

    use super::*;
    use crate::connections::Limited;

    /// Computes until nobody waits, and says when it begins and when it ends.
    async fn endless(State(said): State<Sender<&'static str>>, _: Bytes) -> Result<(), Failure> {
        let compute = move |is_wanted: &dyn Fn() -> bool| {
            said.send("began").unwrap();
            while is_wanted() {
                std::thread::sleep(Duration::from_millis(1));
            }
            said.send("ended").unwrap();
        };
        computed_while_wanted(compute).await
    }

    #[test]
    fn what_is_computed_for_a_client_ends_when_it_leaves() {
        let (says, said) = channel();
        let app = Router::new().route("/", post(endless)).with_state(says);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(Limited::new(listener, 4), app).await
            })
        });
        let mut client = TcpStream::connect(address).unwrap();
        let request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
        client.write_all(request.as_bytes()).unwrap();
        assert_eq!(said.recv_timeout(Duration::from_secs(60)), Ok("began"));
        // It computes as long as the client is there.
        assert!(said.recv_timeout(Duration::from_millis(300)).is_err());
        drop(client);
        assert_eq!(said.recv_timeout(Duration::from_secs(60)), Ok("ended"));
    }
}
