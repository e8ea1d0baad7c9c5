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
//! | `POST /api/runs/ID/{start,pause,step,rewind}` | its commands |
//! | `POST /api/runs/ID/draw` | what its network says of a picture |
//! | `GET /api/runs/ID/{network.safetensors,record.json}` | what came of it |
//!
//! An error is a JSON object with the text `error`, and with `field` if a setting is to blame.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs::File;
use std::io::{self, Read};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive};
use axum::response::{IntoResponse, Response, Sse};
use axum::routing::{delete, get, post};
use datasets::Samples;
use futures_util::stream;
use language::Language;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use training::pictures::{self, Picture, Shape, Strokes, decode, prepare};

use crate::connections::Limited;
use crate::guard::{self, Names};
use crate::numbers::base64;
use crate::page;
use crate::run::{Disobeys, Listener, Run, Snapshot};
use crate::settings::{BadSetting, Settings};
use crate::site::{Site, report_files};
use crate::valley::{self, Descents};

/// The largest number of runs at a time.
const MOST_RUNS: usize = 8;
/// The largest number of connections at a time.
const MOST_CONNECTIONS: usize = 64;
/// The largest body of a request, in bytes: a picture.
const MOST_BYTES: usize = 4 << 20;
/// The most that is read of a report, in bytes.
const LONGEST_REPORT: u64 = 64 << 20;
/// A run that nobody has looked at for so long is removed.
const REMOVED_AFTER: Duration = Duration::from_secs(600);
/// The shortest time between two snapshots.
const FRAME: Duration = Duration::from_millis(40);

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
            let app =
                Arc::new(App { site, names: Names::of(self.address), runs: Mutex::default() });
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

/// What every request needs.
struct App {
    site: Site,
    names: Names,
    runs: Mutex<Runs>,
}

#[derive(Default)]
struct Runs {
    last: u64,
    all: BTreeMap<u64, Entry>,
}

struct Entry {
    run: Arc<Run>,
    /// Since when nobody looks at it.
    unseen_since: Instant,
}

impl App {
    fn runs(&self) -> MutexGuard<'_, Runs> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, id: &str) -> Result<Arc<Run>, Failure> {
        let id: u64 = id.parse().map_err(|_| Failure::no_run())?;
        let runs = self.runs();
        runs.all.get(&id).map(|entry| Arc::clone(&entry.run)).ok_or_else(Failure::no_run)
    }

    /// Takes note of the runs that somebody looks at now.
    fn note_listeners(&self) {
        for entry in self.runs().all.values_mut().filter(|entry| entry.run.has_listeners()) {
            entry.unseen_since = Instant::now();
        }
    }

    fn remove_abandoned(&self) {
        self.note_listeners();
        self.runs().all.retain(|_, entry| entry.unseen_since.elapsed() < REMOVED_AFTER);
    }
}

impl Runs {
    /// Removes the run that nobody has looked at for the longest time; `false` if all are looked at.
    fn remove_longest_unseen(&mut self) -> bool {
        let unseen = self.all.iter().filter(|(_, entry)| !entry.run.has_listeners());
        let longest = unseen.min_by_key(|(_, entry)| entry.unseen_since).map(|(id, _)| *id);
        longest.is_some_and(|id| self.all.remove(&id).is_some())
    }
}

type Shared = State<Arc<App>>;
type Body = Result<Bytes, BytesRejection>;

fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/page/{name}", get(file))
        .route("/report/{name}", get(report))
        .route("/api/start", get(start))
        .route("/api/events", get(events))
        .route("/api/valley", post(paths))
        .route("/api/runs", get(runs).post(new_run))
        .route("/api/runs/{id}", delete(remove))
        .route("/api/runs/{id}/start", post(|app, id| command(app, id, Run::start)))
        .route("/api/runs/{id}/pause", post(|app, id| command(app, id, Run::pause)))
        .route("/api/runs/{id}/step", post(|app, id| command(app, id, Run::step)))
        .route("/api/runs/{id}/rewind", post(|app, id| command(app, id, Run::rewind)))
        .route("/api/runs/{id}/draw", post(draw))
        .route("/api/runs/{id}/network.safetensors", get(network))
        .route("/api/runs/{id}/record.json", get(record))
        .fallback(async || Failure::new(StatusCode::NOT_FOUND, "there is nothing at this address"))
        .method_not_allowed_fallback(async || {
            Failure::new(StatusCode::METHOD_NOT_ALLOWED, "this address is asked for in another way")
        })
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), guarded))
        .with_state(app)
}

/// Refuses what does not come from the page of this server, and tells the browser how to treat an answer.
async fn guarded(State(app): Shared, request: Request, next: Next) -> Response {
    let checked = app.names.check(request.method(), request.headers());
    let mut response = match checked {
        Ok(()) => next.run(request).await,
        Err(refused) => Failure::new(StatusCode::FORBIDDEN, refused).into_response(),
    };
    for (name, value) in guard::headers() {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

/// What the address says for this name, such as `ko` in `?language=ko`.
fn parameter<'a>(uri: &'a Uri, name: &str) -> Option<&'a str> {
    let pairs = uri.query().unwrap_or("").split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next_back()
}

/// The language that the address asks for.
fn language(app: &App, uri: &Uri) -> Language {
    let of = |code: &str| Language::ALL.into_iter().find(|language| language.code() == code);
    parameter(uri, "language").and_then(of).unwrap_or(app.site.language)
}

async fn page(State(app): Shared, uri: Uri) -> Response {
    let html = page::html(language(&app, &uri));
    ([(CONTENT_TYPE, HTML)], html).into_response()
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
    let (_, file) = report_files().find(|(_, file)| *file == name).ok_or_else(missing)?;
    let path = app.site.report.join(file);
    let html = computed(move || read_regular(&path)).await?.map_err(|_| missing())?;
    let mut response = ([(CONTENT_TYPE, HTML)], html).into_response();
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, guard::policy_of_report());
    Ok(response)
}

/// The content of a file, but not of a device or a pipe, which may never end.
fn read_regular(path: &std::path::Path) -> io::Result<Vec<u8>> {
    if !path.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut content = Vec::new();
    File::open(path)?.take(LONGEST_REPORT).read_to_end(&mut content)?;
    Ok(content)
}

async fn start(State(app): Shared, uri: Uri) -> Response {
    let start = app.site.start(language(&app, &uri), MOST_RUNS);
    ([(CONTENT_TYPE, JSON)], start).into_response()
}

async fn paths(State(app): Shared, headers: HeaderMap, body: Body) -> Result<Response, Failure> {
    let descents: Descents = read(&headers, &body?)?;
    let device = app.site.device.clone();
    let paths = computed(move || valley::paths(&descents, &device)).await??;
    Ok(answer(&json!({ "paths": paths })))
}

async fn runs(State(app): Shared) -> Response {
    let runs = app.runs();
    let all = runs.all.iter().map(|(id, entry)| described(&app, *id, &entry.run));
    answer(&all.collect::<Vec<_>>())
}

async fn new_run(State(app): Shared, headers: HeaderMap, body: Body) -> Result<Response, Failure> {
    let settings: Settings = read(&headers, &body?)?;
    settings.check(&app.site.data)?;
    app.note_listeners();
    let mut runs = app.runs();
    if runs.all.len() >= MOST_RUNS && !runs.remove_longest_unseen() {
        let most = format!("there are {MOST_RUNS} runs already; remove one first");
        return Err(Failure::new(StatusCode::TOO_MANY_REQUESTS, most));
    }
    let run = Run::new(settings, Arc::clone(&app.site.data), app.site.device.clone());
    let no_thread = |cause| Failure::new(StatusCode::SERVICE_UNAVAILABLE, cause);
    let run = Arc::new(run.map_err(no_thread)?);
    runs.last += 1;
    let id = runs.last;
    let described = described(&app, id, &run);
    runs.all.insert(id, Entry { run, unseen_since: Instant::now() });
    Ok((StatusCode::CREATED, answer(&described)).into_response())
}

/// Where the page puts the number of steps into a command.
const ITERATION: &str = "{iteration}";

/// A run, as the page is told of it.
fn described(app: &App, id: u64, run: &Run) -> Value {
    json!({
        "id": id.to_string(),
        "settings": run.settings,
        "iteration": run.iteration(),
        "command": (app.site.command)(&run.settings, ITERATION),
    })
}

async fn remove(State(app): Shared, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id: u64 = id.parse().map_err(|_| Failure::no_run())?;
    let removed = app.runs().all.remove(&id);
    removed.map(|_| StatusCode::NO_CONTENT).ok_or_else(Failure::no_run)
}

async fn command(
    State(app): Shared,
    Path(id): Path<String>,
    command: fn(&Run) -> Result<(), Disobeys>,
) -> Result<StatusCode, Failure> {
    command(&*app.run(&id)?)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn events(State(app): Shared, uri: Uri) -> Response {
    let asked = parameter(&uri, "runs").unwrap_or("").split(',').filter(|run| !run.is_empty());
    let streams = asked.take(MOST_RUNS).map(|asked| {
        let (id, known) = asked.split_once(':').unwrap_or((asked, "0"));
        let known = known.parse().unwrap_or(0);
        let listener = app.run(id).ok().map(|run| run.listener(known));
        Box::pin(stream::unfold(Some((id.to_owned(), listener)), told))
    });
    let alive = KeepAlive::new().interval(Duration::from_secs(3));
    Sse::new(stream::select_all(streams)).keep_alive(alive).into_response()
}

/// The next event of a run, and what is needed for the one after it. The last one says that the run is gone.
async fn told(
    run: Option<(String, Option<Listener>)>,
) -> Option<(Result<Event, Infallible>, Option<(String, Option<Listener>)>)> {
    let (id, mut listener) = run?;
    let snapshot = match &mut listener {
        Some(listener) => listener.next().await,
        None => None,
    };
    let Some(snapshot) = snapshot else {
        return Some((Ok(event(&json!({ "id": id, "gone": true }))), None));
    };
    let event = event(&Told { id: &id, snapshot });
    // What happens meanwhile is in the next one.
    tokio::time::sleep(FRAME).await;
    Some((Ok(event), Some((id, listener))))
}

/// A snapshot, and whose it is.
#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    #[serde(flatten)]
    snapshot: Snapshot,
}

fn event(value: &impl Serialize) -> Event {
    Event::default().data(json_text(value))
}

async fn draw(
    State(app): Shared,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let body = body?;
    expect_type(&headers, "image/png")?;
    let run = app.run(&id)?;
    let (rows, columns) = app.site.data.training.image_shape();
    let shape = Shape { rows, columns };
    // As `predict` prepares a drawing.
    let prepared =
        computed(move || decode(&body).map(|raster| prepare(&raster, shape, Strokes::Auto)));
    let prepared = prepared.await?.map_err(|cause| Failure::new(StatusCode::BAD_REQUEST, cause))?;
    let nothing = pictures::Note::NothingDrawn;
    if prepared.notes.contains(&nothing) {
        return Err(Failure::new(StatusCode::BAD_REQUEST, nothing));
    }
    let pixels = base64(&prepared.pixels);
    let picture = Picture { name: "the drawing".into(), columns, pixels: prepared.pixels };
    let said = run.classify(picture).await?;
    let said = said.map_err(|cause| Failure::new(StatusCode::CONFLICT, cause))?;
    let notes = prepared.notes.into_iter().chain(pictures::Note::unsure(&said.probabilities));
    let words = || notes.map(|note| (app.site.note)(&note)).collect();
    let notes: Vec<String> = language::within(language(&app, &uri), words);
    Ok(answer(&json!({
        "probabilities": said.probabilities,
        "prepared": { "rows": rows, "columns": columns, "pixels": pixels },
        "notes": notes,
    })))
}

async fn network(State(app): Shared, Path(id): Path<String>) -> Result<Response, Failure> {
    let file = app.run(&id)?.file().await?;
    let bytes = file.map_err(|cause| Failure::new(StatusCode::CONFLICT, cause))?;
    let name = format!("attachment; filename=\"network-{id}.safetensors\"");
    let kind = "application/octet-stream".to_owned();
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn record(State(app): Shared, Path(id): Path<String>) -> Result<Response, Failure> {
    let run = app.run(&id)?;
    let record = (app.site.record)(&run.settings, run.measured().await?);
    let name = format!("attachment; filename=\"record-{id}.json\"");
    let headers = [(CONTENT_TYPE, JSON.to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, record).into_response())
}

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";

fn answer(value: &impl Serialize) -> Response {
    ([(CONTENT_TYPE, JSON)], json_text(value)).into_response()
}

fn json_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("it has numbers and texts only")
}

/// The JSON in the body of a request.
fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<T, Failure> {
    expect_type(headers, JSON)?;
    serde_json::from_slice(body).map_err(|cause| Failure::new(StatusCode::BAD_REQUEST, cause))
}

/// Other pages can send a body only with the types of a form, unless this server lets them.
fn expect_type(headers: &HeaderMap, expected: &str) -> Result<(), Failure> {
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
async fn computed<T: Send + 'static>(
    compute: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let computed = tokio::task::spawn_blocking(compute).await;
    computed.map_err(|cause| Failure::new(StatusCode::INTERNAL_SERVER_ERROR, cause))
}

/// Why a request fails.
struct Failure {
    status: StatusCode,
    error: String,
    field: Option<&'static str>,
}

impl Failure {
    fn new(status: StatusCode, error: impl ToString) -> Self {
        Self { status, error: error.to_string(), field: None }
    }

    fn no_run() -> Self {
        Self::new(StatusCode::NOT_FOUND, "there is no run of that number; it may have been removed")
    }
}

impl From<BadSetting> for Failure {
    fn from(bad: BadSetting) -> Self {
        let error = bad.to_string();
        Self { status: StatusCode::BAD_REQUEST, error, field: Some(bad.field) }
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
