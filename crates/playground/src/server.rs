//! The addresses of the server, and what each answers.
//!
//! | | |
//! |---|---|
//! | `GET /` | the page, in Korean with `?language=ko` |
//! | `GET /page/NAME` | a file of the page |
//! | `GET /report/NAME` | the report that `lecture` wrote, if there is one |
//! | `GET /api/start` | what the page is told when it is opened ([`Site`]) |
//! | `GET /api/events?runs=ID:KNOWN,…` | the snapshots of these runs, as server-sent events in one stream, because a browser opens six connections at most |
//! | `POST /api/valley` | paths on a surface ([`valley`]) |
//! | `GET`, `POST /api/runs` | all runs; a new one with these settings |
//! | `DELETE /api/runs/ID` | removes it |
//! | `POST /api/runs/ID/{start,pause,step,rewind}` | its commands; `start?until=N` pauses after N iterations, if there were fewer |
//! | `POST /api/runs/ID/{keep,release}` | lets it go on although nobody looks, because its page is hidden; takes that back |
//! | `POST /api/runs/ID/draw` | what its network says of a picture |
//! | `GET /api/runs/ID/{network.safetensors,record.json}` | what came of it |
//!
//! An error is a JSON object with the text `error`, and with `field` if a setting is to blame. With `?language=ko`, what
//! can happen to somebody who uses the page is said in Korean.

mod answer;
mod app;
mod events;
mod runs;
mod speaking;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use serde_json::json;
use tokio::net::TcpListener;

use crate::connections::Limited;
use crate::guard::{self, Names};
use crate::page;
use crate::run::Run;
use crate::site::Site;
use crate::valley::{self, Descents};
use answer::{
    Body, Failure, HTML, JSON, MOST_BYTES, answer, computed, computed_while_wanted, read,
};
use app::{App, MOST_RUNS, Shared};
use events::events;
use speaking::Speaking;

/// The largest number of connections at a time.
const MOST_CONNECTIONS: usize = 64;

/// A server that listens, and has not begun to answer.
pub struct Server {
    listener: std::net::TcpListener,
    address: SocketAddr,
}

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address cannot be used.
    #[error("cannot listen on {address}: {cause}; choose another one with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The error of the operating system.
        #[source]
        cause: io::Error,
    },
    /// The server stopped.
    #[error("the server stopped: {0}")]
    Stopped(#[from] io::Error),
}

impl Server {
    /// Listens on `address`, or, with `or_next`, on the first free port from there on.
    ///
    /// # Errors
    /// If no port is free, or the address does not belong to this machine.
    pub fn bind(address: SocketAddr, or_next: bool) -> Result<Self, ServerError> {
        let last = if or_next { address.port().saturating_add(20) } else { address.port() };
        let mut port = address.port();
        loop {
            let tried = SocketAddr::new(address.ip(), port);
            let bound = std::net::TcpListener::bind(tried).and_then(|listener| {
                listener.set_nonblocking(true)?;
                Ok(Self { address: listener.local_addr()?, listener })
            });
            match bound {
                Ok(server) => return Ok(server),
                Err(cause) if cause.kind() == io::ErrorKind::AddrInUse && port < last => port += 1,
                Err(cause) => return Err(ServerError::Listen { address: tried, cause }),
            }
        }
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until the program ends.
    ///
    /// # Errors
    /// If the system does not let it.
    pub fn serve(self, site: Site) -> Result<(), ServerError> {
        // One thread is enough for what is said; what is computed has threads of its own.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let app = Arc::new(App::new(site, Names::of(self.address)));
            let removing = Arc::clone(&app);
            tokio::spawn(async move {
                loop {
                    tokio::time::sleep(Duration::from_secs(5)).await;
                    removing.remove_abandoned();
                }
            });
            let listener = TcpListener::from_std(self.listener)?;
            axum::serve(Limited::new(listener, MOST_CONNECTIONS), router(app)).await
        })?;
        Ok(())
    }
}

fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/page/{name}", get(file))
        .route("/report/{name}", get(report))
        .route("/api/start", get(start))
        .route("/api/events", get(events))
        .route("/api/valley", post(paths))
        .route("/api/runs", get(runs::list).post(runs::create))
        .route("/api/runs/{id}", delete(runs::remove))
        .route("/api/runs/{id}/start", post(runs::start))
        .route("/api/runs/{id}/pause", post(|app, id| runs::command(app, id, Run::pause)))
        .route("/api/runs/{id}/step", post(|app, id| runs::command(app, id, Run::step)))
        .route("/api/runs/{id}/rewind", post(|app, id| runs::command(app, id, Run::rewind)))
        .route("/api/runs/{id}/keep", post(|app, id| runs::command(app, id, Run::keep)))
        .route(
            "/api/runs/{id}/release",
            post(|app, id| {
                runs::command(app, id, |run| {
                    run.release();
                    Ok(())
                })
            }),
        )
        .route("/api/runs/{id}/draw", post(runs::draw))
        .route("/api/runs/{id}/network.safetensors", get(runs::network))
        .route("/api/runs/{id}/record.json", get(runs::record))
        .fallback(async || Failure::new(StatusCode::NOT_FOUND, "there is nothing at this address"))
        .method_not_allowed_fallback(async || {
            Failure::new(StatusCode::METHOD_NOT_ALLOWED, "this address is asked for in another way")
        })
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), guarded))
        .with_state(app)
}

/// Refuses what does not come from the page of this server, answers in the language that the address asks for, and
/// tells the browser how to treat an answer.
async fn guarded(State(app): Shared, request: Request, next: Next) -> Response {
    let checked = app.names.check(request.method(), request.headers());
    let language = app.language(request.uri());
    let mut response = match checked {
        Ok(()) => Speaking::new(language, next.run(request)).await,
        Err(refused) => Failure::new(StatusCode::FORBIDDEN, refused).into_response(),
    };
    // What axum itself refuses is a plain text.
    let status = response.status();
    if status.is_client_error()
        && response.headers().get(CONTENT_TYPE).is_none_or(|kind| kind != JSON)
    {
        response = Failure::new(status, "this address cannot be read").into_response();
    }
    for (name, value) in guard::headers() {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

async fn page() -> Response {
    ([(CONTENT_TYPE, HTML)], page::html(language::current())).into_response()
}

async fn file(Path(name): Path<String>) -> Result<Response, Failure> {
    let file = page::FILES.iter().find(|file| file.name == name);
    let file =
        file.ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "the page has no such file"))?;
    Ok(([(CONTENT_TYPE, file.kind)], file.content).into_response())
}

/// A page of the report. Its style and its script are in the page itself.
async fn report(State(app): Shared, Path(name): Path<String>) -> Result<Response, Failure> {
    let missing =
        || Failure::new(StatusCode::NOT_FOUND, "there is no such report; `lecture` writes one");
    // Only these names are looked for in the folder.
    let file = app.site.report.files().map(|(_, file)| file).find(|file| *file == name);
    let path = app.site.report.folder.join(file.ok_or_else(missing)?);
    let read = app.site.report.read;
    let html = computed(move || read(&path)).await?.map_err(|_| missing())?;
    let mut response = ([(CONTENT_TYPE, HTML)], html).into_response();
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, guard::policy_of_report());
    Ok(response)
}

async fn start(State(app): Shared) -> Response {
    ([(CONTENT_TYPE, JSON)], app.site.start(MOST_RUNS)).into_response()
}

async fn paths(State(app): Shared, headers: HeaderMap, body: Body) -> Result<Response, Failure> {
    let descents: Descents = read(&headers, &body?)?;
    let device = app.site.device.clone();
    let paths =
        computed_while_wanted(move |is_wanted| valley::paths_while(&descents, &device, is_wanted));
    let paths = paths.await??;
    Ok(answer(&json!({ "paths": paths })))
}
