//! One try: a command with a value of a flag, and what it ended in.

use std::fmt;
use std::fs;
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::help::PROGRAM;

/// Address space of a run, in KiB. The allocator reserves much more of it than it uses.
const MEMORY: u64 = 6 << 20;

/// How long a run may compute, in seconds of a core, which do not depend on what else the machine does.
const SECONDS: u64 = 20;

/// How long a run may take in all, in case it waits for something that never happens.
const TIME: Duration = Duration::from_secs(300);

/// The commands that serve until they are ended. One that says its address has taken the value.
const SERVERS: [&str; 1] = ["playground"];

/// The longest error, in characters: some list all allowed names.
const LONGEST: usize = 900;

/// A value of a flag of a command, and its other flags.
#[derive(Debug)]
pub struct Attempt {
    pub command: String,
    pub flag: String,
    pub value: String,
    pub others: Vec<String>,
}

/// What a try ended in.
#[derive(Debug)]
pub enum Outcome {
    /// It finished.
    Taken,
    /// The value was refused before any work, and the error names the flag.
    Refused(String),
    /// It failed with a sentence.
    Failed(String),
    /// Anything else.
    Fault(String),
}

impl Outcome {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Refused(_) => "refused",
            Self::Failed(_) => "failed with a sentence",
            Self::Fault(_) => "FAULT",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken => Ok(()),
            Self::Refused(said) | Self::Failed(said) | Self::Fault(said) => {
                f.write_str(&shortened(&said.replace('\n', " "), 400))
            }
        }
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}={:?}", self.command, self.flag, shortened(&self.value, 40))
    }
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}

impl Attempt {
    pub fn run(&self) -> Outcome {
        let folder = tempfile::tempdir().expect("a folder");
        // `sh` sets the limits, and the flags are its arguments, not part of its text.
        let limits = format!("ulimit -v {MEMORY}; ulimit -t {SECONDS}; exec \"$0\" \"$@\"");
        let mut child = Command::new("sh")
            .args(["-c", &limits, PROGRAM])
            .arg(&self.command)
            .args(&self.others)
            .args(SERVERS.contains(&&*self.command).then_some("--no-open"))
            .arg(format!("{}={}", self.flag, self.value))
            .current_dir(folder.path())
            .env("NO_COLOR", "1")
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(fs::File::create(folder.path().join("printed")).expect("a file"))
            .stderr(fs::File::create(folder.path().join("said")).expect("a file"))
            .spawn()
            .expect("sh starts");
        let is_server = SERVERS.contains(&&*self.command);
        // A server says its address, and goes on.
        let printed = folder.path().join("printed");
        let serves =
            || is_server && fs::read_to_string(&printed).is_ok_and(|said| said.contains("http://"));
        let status = wait(&mut child, serves);
        let mut said = Vec::new();
        fs::File::open(folder.path().join("said"))
            .and_then(|mut file| file.read_to_end(&mut said))
            .ok();
        let said = String::from_utf8_lossy(&said).into_owned();
        match status {
            Some(status) => self.judged(status, said),
            None if serves() => Outcome::Taken,
            None => Outcome::Fault(format!("still running after {TIME:?}: {said}")),
        }
    }

    fn judged(&self, status: ExitStatus, said: String) -> Outcome {
        let said = said.trim().to_owned();
        let errors = said.lines().filter(|line| line.starts_with("error: ")).count();
        // A path for which 4000 characters do not suffice.
        let is_cut = said.contains(" characters) …");
        let fault = match status.code() {
            // SIGXCPU is 24; SIGKILL follows a second later.
            None if matches!(status.signal(), Some(9 | 24)) => "computed too long",
            None => "ended by a signal",
            Some(_) if said.contains("panicked") => "panicked",
            Some(0) => return Outcome::Taken,
            // A shard that waits for the others.
            Some(3) if self.flag == "--shard" => return Outcome::Taken,
            Some(code) if !(1..=2).contains(&code) => "exit code",
            Some(_) if errors != 1 => "not one error",
            // The path of a file is named in full, wherever it is from.
            Some(_) if !is_cut && said.replace(&self.value, "").chars().count() > LONGEST => {
                "a long error"
            }
            Some(2) if !said.contains(&self.flag) => "the error does not name the flag",
            Some(2) => return Outcome::Refused(said),
            Some(_) => return Outcome::Failed(said),
        };
        Outcome::Fault(format!("{fault} ({status}): {said}"))
    }
}

/// Waits until it ends; ends it and gives `None` if it serves, or if that takes too long.
fn wait(child: &mut Child, serves: impl Fn() -> bool) -> Option<ExitStatus> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(2);
    while start.elapsed() < TIME {
        if let Some(status) = child.try_wait().expect("its state") {
            return Some(status);
        }
        if serves() {
            break;
        }
        thread::sleep(pause);
        pause = (2 * pause).min(Duration::from_millis(50));
    }
    child.kill().and_then(|()| child.wait()).ok();
    None
}
