//! `playground`: the lecture's optimizers and networks, live in a page of the browser.

mod command_line;
mod data;
mod scenes;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use clap::{Parser, ValueHint};
use lab::cli::Tool;
use lab::common::Data;
use lab::files::read_regular;
use lab::output::{fail, finish, say};
use lab::report::file_name;
use language::{current, tr};
use playground::data::Loaded;
use playground::{Report, Server, Settings, Site};
use training::flags::InvalidValue;
use training::run::Run;
use training::saved::PERCEPTRON;

use super::predict::words::words;
use super::say::{labelled, title as statement_title};
use super::train::network;
use super::train::record::record;
use crate::lecture::statements;
use command_line::command;

/// Trains networks live in a page of your browser
///
/// Serves a page in which optimizers move down a valley and networks learn while you look, with settings that you
/// change, and which reads the digits that you draw. Runs until Ctrl+C.
#[derive(Parser)]
#[command(name = "playground", version)]
pub struct Playground {
    /// The IP address and port to listen on; with port 0, the system chooses a free port. Anyone who can reach this
    /// address can train networks on this machine (default: 127.0.0.1:7878, which only this machine can reach, or the
    /// next free port)
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
    let data = data::data_sets(common)?;
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
    let backend = common.backend;
    let record = move |settings: &Settings, of: &Loaded, run: Run| {
        record(&of_train(settings, run.losses.losses.len()), run, &of.data, backend)
    };
    let command = move |settings: &Settings, of: &Loaded, iterations: &str| {
        command(settings, backend, iterations) + &of.flags
    };
    let site = Site {
        record: Box::new(record),
        data,
        device,
        scenes,
        title,
        note: words,
        report: Report { folder: report.clone(), file_name, read: read_regular },
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
