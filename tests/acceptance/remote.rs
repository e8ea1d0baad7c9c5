//! `--backend remote` with a real server process on the loopback interface. Needs `--features remote`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::tools::{SMALL, fail, numbers, record, succeed, trials};

/// A server in a separate process, which ends with the test.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_remote_server"))
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let output = process.stdout.take().expect("it is piped");
        BufReader::new(output).read_line(&mut line).expect("it says where it is");
        let address = line.trim().rsplit(' ').next().expect("an address").to_owned();
        assert!(address.starts_with("ws://127.0.0.1:"), "{line}");
        Self { process, address }
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
