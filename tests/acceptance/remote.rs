//! `--backend remote` with a real server process on the loopback interface. Needs `--features remote`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::tools::{SMALL, command, fail, numbers, record, succeed, trials};

/// A server in a separate process, which ends with the test.
struct Server {
    process: Child,
    address: String,
    warning: String,
}

impl Server {
    fn start() -> Self {
        Self::with(&[], None)
    }

    fn with(flags: &[&str], token: Option<&str>) -> Self {
        let mut command = command(env!("CARGO_BIN_EXE_remote_server"));
        command
            .args(["--listen", "127.0.0.1:0"])
            .args(flags)
            .env_remove("REMOTE_TOKEN")
            .env("RUST_LOG", "off");
        command.envs(token.map(|token| ("REMOTE_TOKEN", token)));
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let first = |output: &mut dyn Read| {
            let mut line = String::new();
            BufReader::with_capacity(1, output).read_line(&mut line).expect("it says something");
            line.trim().to_owned()
        };
        let warning = first(process.stderr.as_mut().expect("it is piped"));
        let line = first(process.stdout.as_mut().expect("it is piped"));
        let address = line.rsplit(' ').next().expect("an address").to_owned();
        assert!(address.starts_with("ws://127.0.0.1:"), "{line}");
        Self { process, address, warning }
    }

    fn connect(&self) -> TcpStream {
        let client = TcpStream::connect(self.address.trim_start_matches("ws://")).unwrap();
        client.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        client
    }

    /// Connected as a client of a WebSocket.
    fn session(&self) -> TcpStream {
        let mut client = self.connect();
        client
            .write_all(
                b"GET /session HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                  Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            )
            .unwrap();
        let mut answer = [0; 12];
        client.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 101");
        client
    }

    /// The most memory that the process has held so far, in MiB.
    fn peak_memory(&self) -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() >> 10
    }

    /// Fails unless the server still computes.
    fn computes(&self) {
        let folder = tempfile::tempdir().unwrap();
        let remote = ["--backend", "remote", "--remote-address", &self.address];
        succeed("optimizer_paths", folder.path(), &remote);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn what_a_server_computes_is_what_this_machine_computes() {
    let server = Server::start();
    let [here, there] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let remote = ["--backend", "remote", "--remote-address", &server.address];
    for (name, flags) in [("optimizer_paths", &[][..]), ("optimizer_comparison", &SMALL[..])] {
        succeed(name, here.path(), flags);
        succeed(name, there.path(), &[flags, &remote].concat());
        let (here, there) = (record(name, here.path()), record(name, there.path()));
        assert_eq!(there["provenance"]["backend"], "remote");
        // The server computes on the same backend, so the bits are the same.
        assert_eq!(here["arms"], there["arms"], "{name}");
    }
    let losses =
        numbers(&trials(&record("optimizer_comparison", there.path()), "Adam")[0]["losses"]);
    assert!(losses.len() == 20 && losses[19] < losses[0]);
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let said = fail("optimizer_paths", folder.path(), &["--backend", "remote"], 1);
    assert!(said.contains("--remote-address"), "{said}");
    let nowhere = ["--backend", "remote", "--remote-address", "ws://127.0.0.1:1"];
    let said = fail("optimizer_paths", folder.path(), &nowhere, 1);
    assert!(said.contains("ws://127.0.0.1:1"), "{said}");
    let odd = ["--backend", "remote", "--remote-address", "gpu"];
    assert!(fail("optimizer_paths", folder.path(), &odd, 1).contains("ws://HOST:PORT"));
}

#[test]
fn the_start_says_that_there_is_neither_encryption_nor_authentication() {
    let server = Server::start();
    assert!(server.warning.contains("not encrypted"), "{}", server.warning);
    assert!(server.warning.contains("no authentication"), "{}", server.warning);
}

#[test]
fn only_clients_with_the_token_compute() {
    let server = Server::with(&[], Some("one two three"));
    assert!(!server.warning.contains("no authentication"), "{}", server.warning);
    let remote = ["--backend", "remote", "--remote-address", &server.address];
    for (token, is_right) in [(None, false), (Some("one"), false), (Some("one two three"), true)] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = command(env!("CARGO_BIN_EXE_optimizer_paths"));
        command.arg("--quiet").arg("--out").arg(folder.path()).args(remote);
        command.env_remove("REMOTE_TOKEN").envs(token.map(|token| ("REMOTE_TOKEN", token)));
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.success(), is_right, "{token:?}: {said}");
        assert!(is_right || said.contains(&server.address), "{said}");
    }
}

#[test]
fn garbage_ends_a_connection_and_not_the_server() {
    let server = Server::start();
    let mut numbers = 1u64;
    let mut garbage = |n: usize| -> Vec<u8> {
        let next = |_| {
            numbers = numbers.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (numbers >> 56) as u8
        };
        (0..n).map(next).collect()
    };
    for n in [1, 10, 1000, 100_000] {
        // Instead of a request, instead of a frame, and as the content of a frame with a mask of zeros.
        let mut client = server.connect();
        let _ = client.write_all(&garbage(n));
        let _ = client.read_to_end(&mut Vec::new());
        let mut client = server.session();
        let _ = client.write_all(&garbage(n));
        let _ = client.shutdown(Shutdown::Write);
        let _ = client.read_to_end(&mut Vec::new());
        let mut client = server.session();
        let header = [&[0x82, 0xff][..], &(n as u64).to_be_bytes(), &[0; 4]].concat();
        let _ = client.write_all(&[header, garbage(n)].concat());
        let _ = client.shutdown(Shutdown::Write);
        let _ = client.read_to_end(&mut Vec::new());
    }
    server.computes();
}

#[test]
fn a_thousand_connections_and_half_open_ones_are_limited() {
    let server = Server::with(&["--connections", "8"], None);
    server.computes();
    let before = server.peak_memory();
    // Half of them say nothing, half of them open a WebSocket and then say nothing.
    let start = Instant::now();
    let silent: Vec<TcpStream> =
        (0..8).map(|i| if i % 2 == 0 { server.connect() } else { server.session() }).collect();
    let mut refused = 0;
    for _ in 0..1000 {
        let mut answer = Vec::new();
        let _ = server.connect().read_to_end(&mut answer);
        refused += usize::from(answer.starts_with(b"HTTP/1.1 503 "));
    }
    // Those that say nothing lose their places after ten seconds, perhaps before the last of a thousand.
    let is_late = start.elapsed() > Duration::from_secs(9);
    assert!(refused == 1000 || is_late && refused > 0, "{refused} were refused");
    for mut client in silent {
        let _ = client.read_to_end(&mut Vec::new());
    }
    let grown = server.peak_memory() - before;
    assert!(grown < 64, "{grown} MiB");
    server.computes();
    println!("{refused} of 1000 refused at once; peak memory {before} MiB, then {grown} MiB more");
}

#[test]
fn a_message_of_a_gibibyte_is_refused_when_it_is_announced() {
    let server = Server::start();
    server.computes();
    let before = server.peak_memory();
    let mut client = server.session();
    client.write_all(&[&[0x82, 0xff][..], &(1u64 << 30).to_be_bytes(), &[0; 4]].concat()).unwrap();
    let piece = vec![0; 1 << 20];
    let sent = (0..1024).take_while(|_| client.write_all(&piece).is_ok()).count();
    assert!(sent < 1024, "all of it was taken");
    let grown = server.peak_memory() - before;
    assert!(grown < 64, "{grown} MiB");
    server.computes();
}
