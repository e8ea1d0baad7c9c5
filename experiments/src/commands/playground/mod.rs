//! `playground`: the lecture's optimizers and networks, live in a page of the browser.

mod scenes;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;

use clap::{Parser, ValueHint};
use lab::cli::Tool;
use lab::common::Data;
use lab::output::{fail, finish, say};
use language::{current, tr};
use playground::{Server, Settings, Site};
use training::backend::Backend;
use training::flags::InvalidValue;
use training::run::Run;
use training::saved::PERCEPTRON;

use super::predict::words::words;
use super::say::{labelled, title as statement_title};
use super::train::network;
use super::train::record::record;
use crate::lecture::statements;

/// Trains networks live in a page of your browser
///
/// Serves a page in which optimizers move down a valley and networks learn while you look, with settings that you
/// change, and which reads the digits that you draw. Runs until Ctrl+C.
#[derive(Parser)]
#[command(name = "playground", version)]
pub struct Playground {
    /// The address and port to listen on (default: the first free port from 127.0.0.1:7878 on); port 0 chooses a
    /// free one. Whoever reaches the address can train networks on this machine
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = address)]
    listen: Option<SocketAddr>,

    /// Print the address, and do not open it in the browser
    #[arg(long)]
    no_open: bool,

    /// The folder of the report that `lecture` wrote, to which the page links
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, default_value = "results")]
    report: PathBuf,

    #[command(flatten)]
    data: Data,
}

impl Tool for Playground {
    const CONTINUES: bool = false;

    fn run(self) -> ExitCode {
        serve(&self).unwrap_or_else(fail)
    }
}

/// An IP address and a port.
fn address(text: &str) -> Result<SocketAddr, InvalidValue> {
    let allowed = "allowed: an IP address and a port, such as 127.0.0.1:7878";
    text.parse().map_err(|_| allowed.into())
}

/// Where the server listens if nobody says otherwise.
const DEFAULT: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 7878);

/// The address of a scene there, before the id of its statement. The report links to it.
pub const SCENE: &str = "http://127.0.0.1:7878/?scene=";

fn serve(
    Playground { listen, no_open, report, data: common }: &Playground,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    training::form::set_plain(common.plain);
    let device = common.device()?;
    let data = Arc::new(common.load()?);
    let server = Server::bind(listen.unwrap_or(DEFAULT), listen.is_none())?;
    let address = format!("http://{}/", server.address());
    say(common.quiet, labelled(tr!("open"), &address));
    say(common.quiet, labelled(tr!("stop"), tr!("press Ctrl+C")));
    // Nobody would know where it is.
    if finish(ExitCode::SUCCESS) != ExitCode::SUCCESS {
        return Ok(ExitCode::FAILURE);
    }
    if !no_open {
        open(&address);
    }
    let scenes = scenes::SCENES;
    let (backend, of_record) = (common.backend, Arc::clone(&data));
    let record = move |settings: &Settings, run: Run| {
        record(&of_train(settings, run.losses.losses.len()), run, &of_record, backend)
    };
    let same_data = same_data(common);
    let command =
        move |settings: &Settings, iterations: &str| command(settings, iterations) + &same_data;
    let site = Site {
        record: Box::new(record),
        data,
        device,
        scenes,
        title,
        note: words,
        report: report.clone(),
        command: Box::new(command),
        language: current(),
    };
    server.serve(site)?;
    Ok(ExitCode::SUCCESS)
}

/// The same settings as those of `train`, after so many steps.
fn of_train(settings: &Settings, iterations: usize) -> network::Settings {
    network::Settings {
        network: PERCEPTRON.into(),
        iterations,
        batch_size: settings.batch_size,
        hidden: settings.hidden.clone(),
        activation: settings.activation.clone(),
        initial_weights: Some(settings.initial_weights),
        batch_norm: settings.batch_norm,
        dropout: settings.dropout,
        weight_decay: settings.weight_decay,
        optimizer: settings.optimizer.clone(),
        learning_rate: Some(settings.learning_rate),
        images: Some(settings.images),
        seed: settings.seed,
    }
}

/// A word as a shell reads it. User-defined names and paths may have spaces.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./,".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.into(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// The flags with which `train` reads the same data on the same backend.
fn same_data(common: &Data) -> String {
    let mut flags = String::new();
    if common.backend != Backend::default_compiled() {
        flags += &format!(" --backend {}", common.backend);
    }
    if let Some(path) = &common.data {
        flags += &format!(" --data {}", quoted(&path.display().to_string()));
    }
    if common.transpose {
        flags += " --transpose";
    }
    flags
}

/// The title of a statement, in the current language.
fn title(id: &str) -> &'static str {
    statements().find(|statement| statement.id == id).map_or("", statement_title)
}

/// Opens the address in the browser. Where there is none, the printed address is all that is needed.
fn open(address: &str) {
    let (program, arguments): (_, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    let command = command.args(arguments).arg(address);
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Ok(mut child) = command.spawn() {
        std::thread::spawn(move || child.wait());
    }
}

/// The command that trains the network of these settings for so many steps, and saves it.
fn command(settings: &Settings, iterations: &str) -> String {
    let hidden: Vec<String> = settings.hidden.iter().map(usize::to_string).collect();
    let batch_norm = if settings.batch_norm { " --batch-norm" } else { "" };
    format!(
        "cargo run -p experiments --bin train -- --save network.safetensors --iterations {} --hidden {} \
         --activation {} --initial-weights {} --optimizer {} --learning-rate {} --batch-size {} \
         --weight-decay {} --dropout {}{batch_norm} --images {} --seed {}",
        iterations,
        hidden.join(","),
        quoted(&settings.activation),
        settings.initial_weights,
        quoted(&settings.optimizer),
        settings.learning_rate,
        settings.batch_size,
        settings.weight_decay,
        settings.dropout,
        settings.images,
        settings.seed,
    )
}
