//! A playground that a test started.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use minreq::{Method, Response};
use serde_json::Value;

/// How long a test waits for what should happen at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// A playground, which ends with the test.
pub struct Server {
    program: Child,
    /// Such as `127.0.0.1:7878`.
    pub address: String,
}

impl Server {
    /// A playground on a free port.
    pub fn start(flags: &[&str]) -> Self {
        Self::with(&[&["--no-open", "--listen", "127.0.0.1:0"], flags].concat())
    }

    /// A playground on a free port that runs in this folder.
    pub fn start_in(folder: &Path, flags: &[&str]) -> Self {
        Self::run(folder, &[&["--no-open", "--listen", "127.0.0.1:0"], flags].concat())
    }

    /// A playground with these flags.
    pub fn with(flags: &[&str]) -> Self {
        Self::run(Path::new("."), flags)
    }

    fn run(folder: &Path, flags: &[&str]) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_playground"))
            .args(flags)
            .current_dir(folder)
            .env("LC_ALL", "C")
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut lines = BufReader::new(program.stdout.take().expect("a pipe")).lines();
        let line = lines.find(|line| line.as_ref().is_ok_and(|line| line.contains("http://")));
        let line = line.expect("it says its address").expect("text");
        let address = line.split("http://").nth(1).expect("an address");
        let address = address.trim().trim_end_matches('/').to_owned();
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { program, address }
    }

    /// What it answers to a request with this body.
    pub fn send(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Response {
        let address = format!("http://{}{path}", self.address);
        let request = minreq::Request::new(Method::Custom(method.into()), address)
            .with_header("Content-Type", kind)
            .with_body(body)
            .with_timeout(PATIENCE.as_secs());
        request.send().expect("it answers")
    }

    pub fn get(&self, path: &str) -> Response {
        self.send("GET", path, "application/json", b"")
    }

    pub fn delete(&self, path: &str) -> Response {
        self.send("DELETE", path, "application/json", b"")
    }

    pub fn post(&self, path: &str, body: &Value) -> Response {
        self.send("POST", path, "application/json", body.to_string().as_bytes())
    }

    /// A new run with these settings, as the page is told of it.
    pub fn create(&self, settings: &Value) -> Value {
        let answer = self.post("/api/runs", settings);
        assert_eq!(answer.status_code, 201, "{}", answer.as_str().expect("text"));
        serde_json::from_str(answer.as_str().expect("text")).expect("JSON")
    }

    /// The JSON at this address.
    pub fn json(&self, path: &str) -> Value {
        serde_json::from_str(self.get(path).as_str().expect("text")).expect("JSON")
    }

    /// What it answers to these bytes until it closes the connection or says nothing more.
    pub fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it accepts connections");
        stream.set_read_timeout(Some(Duration::from_secs(2))).expect("a time");
        // It may close the connection before it has read everything.
        let _ = stream.write_all(request.as_bytes());
        let mut answer = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut buffer) {
            answer.extend_from_slice(&buffer[..count]);
            if answer.len() > 1 << 20 {
                break;
            }
        }
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The events of these runs.
    pub fn events(&self, runs: &str) -> Events {
        let mut stream = TcpStream::connect(&self.address).expect("it accepts connections");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time");
        let path = format!("/api/events?runs={runs}");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).expect("it reads");
        Events(BufReader::new(stream))
    }

    /// Sends SIGTERM, and returns the exit code.
    #[cfg(unix)]
    pub fn terminate(&mut self) -> Option<i32> {
        let id = self.program.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().expect("kill is there");
        let start = Instant::now();
        loop {
            if let Some(status) = self.program.try_wait().expect("it can be waited for") {
                return status.code();
            }
            assert!(start.elapsed() < Duration::from_secs(10), "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// The stream of events, whose chunks each have one.
pub struct Events(BufReader<TcpStream>);

impl Events {
    /// The next event.
    pub fn next(&mut self) -> Value {
        let (mut line, start) = (String::new(), Instant::now());
        loop {
            line.clear();
            // A stream in which nothing happens has comments, so that reading it does not time out.
            assert!(start.elapsed() < PATIENCE, "nothing happens");
            assert!(self.0.read_line(&mut line).expect("an event in time") > 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }

    /// The next event for which this is so.
    pub fn until(&mut self, mut is_so: impl FnMut(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let event = self.next();
            if is_so(&event) {
                return event;
            }
            assert!(start.elapsed() < PATIENCE, "it did not happen: {event}");
        }
    }
}
