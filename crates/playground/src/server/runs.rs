//! The requests about runs.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use datasets::{FASHION_MNIST, Samples};
use language::tr;
use serde_json::{Value, json};
use training::pictures::{self, Picture, Shape, Strokes, decode, prepare};
use training::predict::NotFinite;

use super::answer::{Body, Failure, JSON, answer, computed, expect_type, parameter, read};
use super::app::{App, MOST_RUNS, Shared};
use crate::numbers::base64;
use crate::run::{Disobeys, Run};
use crate::settings::Settings;

/// All runs.
pub async fn list(State(app): Shared) -> Response {
    let runs = app.runs();
    let all = runs.all.iter().map(|(id, entry)| described(&app, *id, &entry.run));
    answer(&all.collect::<Vec<_>>())
}

/// A new run with these settings.
pub async fn create(
    State(app): Shared,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let mut settings: Settings = read(&headers, &body?)?;
    let set = app.site.data.named(settings.data.as_deref())?;
    settings.data = Some(set.about.name.clone());
    let data = computed(move || set.get()).await??;
    settings.check(&data.data)?;
    app.note_listeners();
    let mut runs = app.runs();
    if !runs.make_room() {
        let full = tr!(
            "There are already {most} runs, in this tab and others. Remove one first.",
            most = MOST_RUNS
        );
        return Err(Failure::new(StatusCode::TOO_MANY_REQUESTS, full));
    }
    let run = Run::new(settings, data, app.site.device.clone());
    let no_thread = |cause| Failure::new(StatusCode::SERVICE_UNAVAILABLE, cause);
    let run = Arc::new(run.map_err(no_thread)?);
    let id = runs.add(Arc::clone(&run));
    Ok((StatusCode::CREATED, answer(&described(&app, id, &run))).into_response())
}

/// Where the page puts the number of steps into a command.
const ITERATION: &str = "{iteration}";

/// A run, as the page is told of it.
fn described(app: &App, id: u64, run: &Run) -> Value {
    json!({
        "id": id.to_string(),
        "settings": run.settings,
        "iteration": run.iteration(),
        "command": (app.site.command)(&run.settings, &run.data, ITERATION),
    })
}

/// Removes a run.
pub async fn remove(State(app): Shared, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id: u64 = id.parse().map_err(|_| Failure::no_run())?;
    let removed = app.runs().all.remove(&id);
    removed.map(|_| StatusCode::NO_CONTENT).ok_or_else(Failure::no_run)
}

/// Starts a run, up to as many iterations as the address says, if it does.
pub async fn start(
    State(app): Shared,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<StatusCode, Failure> {
    let until = parameter(&uri, "until").map(str::parse).transpose();
    let no_number = tr!("`until` must be a number of iterations.");
    let until = until.map_err(|_| Failure::new(StatusCode::BAD_REQUEST, no_number))?;
    app.run(&id)?.start(until)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Another command of a run.
pub async fn command(
    State(app): Shared,
    Path(id): Path<String>,
    command: fn(&Run) -> Result<(), Disobeys>,
) -> Result<StatusCode, Failure> {
    command(&*app.run(&id)?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the network of a run says of a picture.
pub async fn draw(
    State(app): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let body = body?;
    expect_type(&headers, "image/png")?;
    let run = app.run(&id)?;
    let (rows, columns) = run.data.data.training.image_shape();
    let shape = Shape { rows, columns };
    // As `predict` prepares a drawing.
    let prepared =
        computed(move || decode(&body).map(|raster| prepare(&raster, shape, Strokes::Auto)));
    let prepared = prepared.await?.map_err(|cause| Failure::new(StatusCode::BAD_REQUEST, cause))?;
    let nothing = pictures::Note::NothingDrawn;
    if prepared.notes.contains(&nothing) {
        return Err(Failure::new(StatusCode::BAD_REQUEST, (app.site.note)(&nothing)));
    }
    let pixels = base64(&prepared.pixels);
    let picture = Picture { name: "the drawing".into(), columns, pixels: prepared.pixels };
    let said = run.classify(picture).await?;
    let said = said.map_err(|_: NotFinite| {
        let error = tr!("This network has diverged: an output of it is not a finite number.");
        Failure::new(StatusCode::CONFLICT, error)
    })?;
    // This note calls the classes by their numbers, and clothes have names.
    let is_numbered = !run.data.data.is(&FASHION_MNIST);
    let unsure = pictures::Note::unsure(&said.probabilities).filter(|_| is_numbered);
    let notes = prepared.notes.into_iter().chain(unsure);
    let notes: Vec<String> = notes.map(|note| (app.site.note)(&note)).collect();
    Ok(answer(&json!({
        "probabilities": said.probabilities,
        "prepared": { "rows": rows, "columns": columns, "pixels": pixels },
        "notes": notes,
    })))
}

/// The network of a run as a file.
pub async fn network(State(app): Shared, Path(id): Path<String>) -> Result<Response, Failure> {
    let file = app.run(&id)?.file().await?;
    let bytes = file.map_err(|cause| Failure::new(StatusCode::CONFLICT, cause))?;
    let name = format!("attachment; filename=\"network-{id}.safetensors\"");
    let kind = "application/octet-stream".to_owned();
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// The record of a run.
pub async fn record(State(app): Shared, Path(id): Path<String>) -> Result<Response, Failure> {
    let run = app.run(&id)?;
    let record = (app.site.record)(&run.settings, &run.data, run.measured().await?);
    let name = format!("attachment; filename=\"record-{id}.json\"");
    let headers = [(CONTENT_TYPE, JSON.to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, record).into_response())
}
