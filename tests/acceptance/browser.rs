//! The report in a real browser. The tests are skipped if no browser is installed.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::tools::succeed;

/// Chromium, or a browser based on it, on the `PATH`.
fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let mut candidates = folders.iter().flat_map(|folder| names.map(|name| folder.join(name)));
    candidates.find(|path| path.is_file())
}

/// The page at this address after its script has run.
fn loaded(chromium: &Path, address: &str, folder: &Path) -> String {
    let dom = folder.join("dom.html");
    let mut browser = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg("--dump-dom")
        .arg(address)
        .stdout(File::create(&dom).expect("the folder is writable"))
        .stderr(Stdio::null())
        .spawn()
        .expect("the browser starts");
    let start = Instant::now();
    while browser.try_wait().expect("the browser can be waited for").is_none() {
        if start.elapsed() > Duration::from_secs(180) {
            let _ = browser.kill();
            panic!("the browser did not load the report in three minutes");
        }
        thread::sleep(Duration::from_millis(100));
    }
    std::fs::read_to_string(&dom).expect("the browser gives the page back")
}

#[test]
fn a_browser_loads_the_report_and_its_script_runs() {
    let Some(chromium) = chromium() else {
        println!("skipped: no Chromium on the PATH");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    succeed("lecture", folder.path(), &["--only", "optimizer_paths", "--quiet"]);
    let page = folder.path().join("results/index.html");
    let before = std::fs::read_to_string(&page).unwrap();
    let address = format!("file://{}", page.display());
    let after = loaded(&chromium, &address, folder.path());

    // As written to the file: the controls are hidden, and a line explains this to readers without
    // JavaScript.
    assert!(before.contains("class=\"no-script\"") && before.contains("class=\"controls\" hidden"));
    assert!(!before.contains("aria-valuetext=\""));
    // After the script has run.
    assert!(!after.contains("class=\"no-script\""), "the script has run to its end");
    assert!(after.contains("class=\"controls\"") && !after.contains("class=\"controls\" hidden"));
    assert!(after.contains("aria-valuetext=\"0.95\""), "the slider says what it stands for");
    // The address says what is chosen: Momentum at η = 0.1, up to step 5.
    let sent = loaded(&chromium, &format!("{address}?paths=1,3,5,5#paths"), folder.path());
    assert!(sent.contains(">Momentum, η = 0.1, α = 0.9</span>"), "the choice in the address");
    assert!(sent.contains("aria-valuetext=\"5, f = "), "the step in the address");
    // The parser kept every element: none was closed early or dropped.
    for part in ["<math", "<svg", "<section", "<table", "<figure"] {
        assert_eq!(before.matches(part).count(), after.matches(part).count(), "{part}");
    }
}
