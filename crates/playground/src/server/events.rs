//! The snapshots of runs, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::Uri;
use axum::response::sse::{Event, KeepAlive};
use axum::response::{IntoResponse, Response, Sse};
use futures_util::stream;
use serde::Serialize;
use serde_json::json;

use super::answer::{json_text, parameter};
use super::app::{MOST_RUNS, Shared};
use crate::run::{Listener, Snapshot};

/// The shortest time between two snapshots.
const FRAME: Duration = Duration::from_millis(40);

/// The snapshots of the runs that the address names, in one stream.
pub async fn events(State(app): Shared, uri: Uri) -> Response {
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
