//! The playground's server, as an ordinary HTTP client and a hostile one meet it.
#![allow(missing_docs)]

mod data_sets;
mod equality;
mod server;

use std::io::Read;
use std::time::Duration;

use serde_json::{Value, json};
use server::Server;

/// A small network that learns.
fn settings() -> Value {
    json!({
        "hidden": [20], "activation": "ReLU", "initial_weights": "He", "optimizer": "SGD", "learning_rate": 0.1,
        "batch_size": 32, "weight_decay": 0.0, "dropout": 0.0, "batch_norm": false, "images": 1000, "seed": 0,
    })
}

/// The value of a header of an answer.
fn header<'a>(response: &'a minreq::Response, name: &str) -> &'a str {
    let found = response.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
    &found.expect("the header is there").1
}

#[test]
fn the_page_and_what_it_is_told() {
    let server = Server::start(&[]);
    let page = server.get("/");
    assert_eq!(page.status_code, 200);
    assert!(page.as_str().unwrap().contains("<html lang=\"en\">"));
    assert!(server.get("/?language=ko").as_str().unwrap().contains("<html lang=\"ko\">"));
    let policy = header(&page, "content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let script = server.get("/page/main.js");
    assert!(header(&script, "content-type").starts_with("text/javascript"));

    let start = server.json("/api/start?language=ko");
    assert_eq!((&start["language"], &start["data"][0]["training"]), (&json!("ko"), &json!(60_000)));
    assert_eq!(start["texts"]["Initial weights"], "가중치 초깃값");
    assert_eq!(start["scenes"].as_array().unwrap().len(), 32);
    let names: Vec<_> =
        start["optimizers"].as_array().unwrap().iter().map(|o| &o["name"]).collect();
    assert_eq!(names, ["SGD", "Momentum", "AdaGrad", "Adam", "Nesterov", "RMSprop"]);
}

#[test]
fn a_network_is_trained_paused_rewound_and_removed() {
    let server = Server::start(&[]);
    let run = server.create(&settings());
    let id = run["id"].as_str().unwrap();
    let mut events = server.events(&format!("{id}:0"));
    let first = events.until(|seen| seen["layers"].is_array());
    assert_eq!(first["accuracies"][0]["iteration"], 0);
    assert_eq!(
        (&first["id"], &first["iteration"], &first["running"]),
        (&json!(id), &json!(0), &json!(false))
    );
    assert_eq!(first["layers"][0]["neurons"], 20);
    assert_eq!(first["weights"]["neurons"], 16);

    let command =
        |what: &str| server.post(&format!("/api/runs/{id}/{what}"), &Value::Null).status_code;
    assert_eq!(command("step"), 204);
    let one = events.until(|seen| seen["iteration"] == 1);
    assert_eq!((&one["from"], one["losses"].as_array().unwrap().len()), (&json!(0), 1));
    let initial = one["losses"][0].as_f64().unwrap();

    assert_eq!(command("start"), 204);
    let mut losses = vec![initial];
    let mut accuracies = Vec::new();
    let trained = events.until(|seen| {
        accuracies.extend(seen["accuracies"].as_array().unwrap().clone());
        // Each event has exactly the losses that are new.
        assert_eq!(seen["from"], losses.len());
        losses.extend(seen["losses"].as_array().unwrap().iter().filter_map(Value::as_f64));
        assert_eq!(seen["iteration"], losses.len());
        losses.len() > 600
    });
    assert!(trained["running"].as_bool().unwrap());
    assert_eq!(command("pause"), 204);
    let paused = events.until(|seen| {
        accuracies.extend(seen["accuracies"].as_array().unwrap().clone());
        seen["running"] == false
    });
    let last = accuracies.last().unwrap();
    assert_eq!(last["iteration"], paused["iteration"]);
    assert!(last["test"].as_f64().unwrap() > 0.8, "{last}");
    assert!(!paused["wrong"].as_array().unwrap().is_empty());

    // Who comes later gets the same curve, from the beginning, and every accuracy once.
    let later = server.events(&format!("{id}:0")).until(|seen| seen["layers"].is_array());
    let curve = later["accuracies"].as_array().unwrap();
    let step = |accuracy: &Value| accuracy["iteration"].as_u64().unwrap();
    assert!(curve.len() > 2 && step(&curve[0]) == 0);
    assert!(curve.windows(2).all(|pair| step(&pair[0]) < step(&pair[1])), "{curve:?}");
    assert!(accuracies.iter().all(|accuracy| curve.contains(accuracy)), "{accuracies:?} {curve:?}");

    assert_eq!(command("rewind"), 204);
    let rewound = events.until(|seen| seen["iteration"] == 0);
    assert_eq!((&rewound["from"], &rewound["losses"]), (&json!(0), &json!([])));
    let steps = |seen: &Value| -> Vec<u64> {
        seen["accuracies"].as_array().unwrap().iter().map(step).collect()
    };
    assert_eq!(steps(&rewound), [0]);
    assert_eq!(command("step"), 204);
    assert_eq!(events.until(|seen| seen["iteration"] == 1)["losses"][0].as_f64(), Some(initial));

    // A run that is rewound does not run, from the first moment on.
    assert_eq!(command("start"), 204);
    events.until(|seen| seen["iteration"].as_u64() > Some(10));
    assert_eq!(command("rewind"), 204);
    assert_eq!(events.until(|seen| seen["iteration"] == 0)["running"], false);

    assert_eq!(server.delete(&format!("/api/runs/{id}")).status_code, 204);
    assert_eq!(events.until(|seen| seen["gone"] == true)["id"], id);
    assert_eq!(command("start"), 404);
    assert_eq!(server.json("/api/runs"), json!([]));
}

#[test]
fn the_valley_is_that_of_the_experiment() {
    let server = Server::start(&[]);
    let sgd = json!({ "name": "SGD", "rate": 0.95 });
    let asked = json!({ "surface": "valley", "start": [-7, 2], "steps": 3, "optimizers": [sgd] });
    let answer = server.post("/api/valley", &asked);
    let answer: Value = serde_json::from_str(answer.as_str().unwrap()).unwrap();
    let points = answer["paths"][0]["points"].as_array().unwrap();
    // x ← (1 − 0.95 · 0.1) x, y ← (1 − 0.95 · 2) y
    let (mut x, mut y) = (-7.0, 2.0);
    for point in points {
        assert!((point[0].as_f64().unwrap() - x).abs() < 1e-5);
        assert!((point[1].as_f64().unwrap() - y).abs() < 1e-5);
        (x, y) = (0.905 * x, -0.9 * y);
    }
    assert_eq!(points.len(), 4);
}

/// A test image of a 7, as a browser sends what was drawn.
#[test]
fn a_drawn_seven_is_a_seven() {
    let server = Server::start(&[]);
    let mut settings = settings();
    settings["hidden"] = json!([100]);
    settings["images"] = json!(60_000);
    let run: Value =
        serde_json::from_str(server.post("/api/runs", &settings).as_str().unwrap()).unwrap();
    let id = run["id"].as_str().unwrap();
    let mut events = server.events(&format!("{id}:0"));
    server.post(&format!("/api/runs/{id}/start"), &Value::Null);
    events.until(|seen| seen["iteration"].as_u64() > Some(1000));

    let address = format!("/api/runs/{id}/draw");
    let said = server.send("POST", &address, "image/png", &seven());
    assert_eq!(said.status_code, 200, "{}", said.as_str().unwrap());
    let said: Value = serde_json::from_str(said.as_str().unwrap()).unwrap();
    let probabilities: Vec<f64> =
        said["probabilities"].as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-5);
    assert!(probabilities[7] > 0.5, "{probabilities:?}");
    assert_eq!(said["prepared"]["rows"], 28);

    let blank = png(&vec![255; 280 * 280]);
    let said = server.send("POST", &address, "image/png", &blank);
    assert_eq!(said.status_code, 400);
    assert!(said.as_str().unwrap().contains("error"));
}

/// Dark strokes on white: a 7 of two lines, 20 pixels thick.
fn seven() -> Vec<u8> {
    let mut pixels = vec![255u8; 280 * 280];
    for y in 0..280 {
        for x in 0..280 {
            let is_top = (60..80).contains(&y) && (80..200).contains(&x);
            // From (200, 70) to (120, 230).
            let at = 200.0 - (y as f64 - 70.0) / 2.0;
            let is_stem = (70..230).contains(&y) && (x as f64 - at).abs() < 12.0;
            if is_top || is_stem {
                pixels[y * 280 + x] = 0;
            }
        }
    }
    png(&pixels)
}

/// A grey picture of 280 × 280 pixels.
fn png(pixels: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 280, 280);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
    bytes
}

#[test]
fn a_bad_setting_is_an_error_that_names_it() {
    let server = Server::start(&[]);
    for (name, value) in [
        ("hidden", json!([])),
        ("hidden", json!([0])),
        ("hidden", json!([501])),
        ("hidden", json!(vec![10; 11])),
        ("activation", json!("swish")),
        ("optimizer", json!("Lion")),
        ("learning_rate", json!(0)),
        ("batch_size", json!(1_000_000)),
        ("images", json!(60_001)),
        ("dropout", json!(1)),
        ("weight_decay", json!(-1)),
        ("initial_weights", json!({ "std": -1 })),
        // The next number is another one in 64 bits, but the same one in JavaScript.
        ("seed", json!(9_007_199_254_740_992u64)),
        ("data", json!("KMNIST")),
    ] {
        let mut settings = settings();
        settings[name] = value;
        let answer = server.post("/api/runs", &settings);
        let error: Value = serde_json::from_str(answer.as_str().unwrap()).unwrap();
        assert_eq!((answer.status_code, &error["field"]), (400, &json!(name)), "{error}");
    }
    for bad in ["", "{", "[]", "null", "{\"hidden\": 1e999}", "{\"hidden\": [1], \"x\": 1}"] {
        let answer = server.send("POST", "/api/runs", "application/json", bad.as_bytes());
        assert_eq!(answer.status_code, 400, "{bad}");
    }
    assert_eq!(server.json("/api/runs"), json!([]));
}

#[test]
fn what_does_not_come_from_the_page_is_refused() {
    let server = Server::start(&[]);
    let body = settings().to_string();
    let with = |headers: &str| {
        server.raw(&format!(
            "POST /api/runs HTTP/1.1\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ))
    };
    let host = format!("Host: {}\r\n", server.address);
    let json = "Content-Type: application/json\r\n";
    for refused in [
        format!("Host: attacker.example\r\n{json}"),
        format!("{host}{json}Origin: http://attacker.example\r\n"),
        format!("{host}{json}Origin: null\r\n"),
        format!("{host}{json}Sec-Fetch-Site: cross-site\r\n"),
        format!("{host}{json}Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\n"),
    ] {
        assert!(with(&refused).starts_with("HTTP/1.1 403"), "{refused}");
    }
    // What a form in another page can send without asking.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let answer = with(&format!("{host}Content-Type: {kind}\r\n"));
        assert!(answer.starts_with("HTTP/1.1 415"), "{kind}: {answer}");
    }
    assert_eq!(server.json("/api/runs"), json!([]));
    assert!(with(&format!("{host}{json}Origin: http://{}\r\n", server.address)).contains(" 201 "));
}

#[test]
fn hostile_requests_are_answered_or_refused_and_the_server_lives() {
    let server = Server::start(&[]);
    let run = server.create(&settings());
    let run = format!("/api/runs/{}", run["id"].as_str().unwrap());
    let mut bomb = Vec::new();
    let header = png::Encoder::new(&mut bomb, 30_000, 30_000).write_header();
    drop(header);
    assert_eq!(server.send("POST", &format!("{run}/draw"), "image/png", &bomb).status_code, 400);
    let host = &server.address;
    for request in [
        "GARBAGE\r\n\r\n".to_owned(),
        "\0\0\0\0".to_owned(),
        format!(
            "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nX: {}\r\n\r\n",
            "x".repeat(1 << 20)
        ),
        format!(
            "GET /{} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
            "x".repeat(1 << 16)
        ),
        format!(
            "GET /page/../../../etc/passwd HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ),
        format!(
            "GET /page/..%2f..%2fCargo.toml HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ),
        format!(
            "POST /api/runs HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n"
        ),
        format!(
            "POST /api/runs HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"
        ),
        format!(
            "POST {run}/draw HTTP/1.1\r\nHost: {host}\r\nContent-Type: image/png\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\x7fPNG"
        ),
        format!(
            "GET /api/events?runs={} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
            "9:9,".repeat(1000)
        ),
        format!(
            "GET /api/events?runs=-1:-1,x,: HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ),
    ] {
        let answer = server.raw(&request);
        assert!(!answer.contains("root:") && !answer.contains("[workspace]"));
        assert!(!answer.contains(" 500 "), "{answer}");
    }
    for (method, address, expected) in [
        ("PUT", "/", 405),
        ("DELETE", "/api/start", 405),
        ("GET", &format!("{run}/start"), 405),
        ("POST", "/api/start", 405),
        ("GET", "/nothing", 404),
        ("POST", "/api/runs/1/start", 404),
        ("POST", "/api/runs/x/start", 404),
        ("DELETE", "/api/runs/18446744073709551616", 404),
        ("GET", "/page/nothing.js", 404),
        ("GET", "/page/%ff", 400),
        ("POST", "/api/runs/%ff/keep", 400),
    ] {
        let answer = server.send(method, address, "application/json", b"");
        assert_eq!(answer.status_code, expected, "{method} {address}");
        let error: Value = serde_json::from_str(answer.as_str().unwrap()).expect("JSON");
        assert!(error["error"].is_string(), "{method} {address}");
    }
    // The server answers before it has read everything.
    let (most, large) = (5 << 20, "[".repeat(5 << 20));
    let large = server.raw(&format!(
        "POST /api/runs HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {most}\r\n\r\n{large}"
    ));
    assert!(large.is_empty() || large.contains(" 413 "), "{large}");
    let deep = "[".repeat(100_000);
    assert_eq!(
        server.send("POST", "/api/runs", "application/json", deep.as_bytes()).status_code,
        400
    );

    // More connections than there may be, which say nothing: the others are closed at once.
    let mut many: Vec<_> =
        (0..100).filter_map(|_| std::net::TcpStream::connect(host).ok()).collect();
    std::thread::sleep(Duration::from_secs(1));
    let is_open = |stream: &mut std::net::TcpStream| {
        stream.set_nonblocking(true).unwrap();
        stream.read(&mut [0]).is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
    };
    let open = many.iter_mut().filter_map(|stream| is_open(stream).then_some(())).count();
    assert!((1..=64).contains(&open), "{open}");
    drop(many);
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(server.get("/").status_code, 200);
}

#[test]
fn there_are_no_more_runs_than_allowed() {
    let server = Server::start(&[]);
    let most = server.json("/api/start")["limits"]["runs"].as_u64().unwrap();
    let new = || server.post("/api/runs", &settings()).status_code;
    let ids = || -> Vec<u64> {
        let runs = server.json("/api/runs");
        let id = |run: &Value| run["id"].as_str().unwrap().parse().unwrap();
        runs.as_array().unwrap().iter().map(id).collect()
    };
    for _ in 0..most {
        assert_eq!(new(), 201);
    }
    let before = ids();
    // Nobody looks at the first one, so it makes room.
    assert_eq!(new(), 201);
    let last = before[before.len() - 1];
    assert_eq!(ids(), [&before[1..], &[last + 1]].concat());
    let all: Vec<String> = ids().iter().map(|id| format!("{id}:0")).collect();
    let mut events = server.events(&all.join(","));
    events.until(|seen| seen["layers"].is_array());
    let refused = server.post("/api/runs", &settings());
    assert_eq!(refused.status_code, 429);
    assert!(refused.as_str().unwrap().contains("Remove one"));
    let refused = server.post("/api/runs?language=ko", &settings());
    assert!(refused.as_str().unwrap().contains("제거하세요"), "{}", refused.as_str().unwrap());
}

#[test]
fn a_run_that_nobody_looks_at_is_paused_unless_its_page_keeps_it() {
    let server = Server::start(&[]);
    // Slow enough for not being finished meanwhile.
    let mut settings = settings();
    settings["hidden"] = json!([200, 200, 200]);
    settings["batch_size"] = json!(128);
    let ids = [(); 2].map(|()| server.create(&settings)["id"].as_str().unwrap().to_owned());
    let command = |run: usize, what: &str| {
        let answer = server.post(&format!("/api/runs/{}/{what}", ids[run]), &Value::Null);
        assert_eq!(answer.status_code, 204);
    };
    let iterations =
        || [0, 1].map(|run| server.json("/api/runs")[run]["iteration"].as_u64().unwrap());
    command(0, "start");
    command(1, "start");
    command(1, "keep");
    command(0, "keep");
    command(0, "release");
    std::thread::sleep(Duration::from_secs(2));
    let early = iterations();
    std::thread::sleep(Duration::from_secs(2));
    let mut before = iterations();
    assert!(before[0] > early[0] && early[0] > 0, "it trains for some seconds: {early:?}");
    for _ in 0..30 {
        std::thread::sleep(Duration::from_secs(1));
        let now = iterations();
        assert!(now[1] > before[1], "the kept one goes on: {before:?} {now:?}");
        if now[0] == before[0] {
            return;
        }
        before = now;
    }
    panic!("it still trains after half a minute");
}

/// So a page that was open before does not take another's run for one of its own.
#[test]
fn two_servers_number_their_runs_differently() {
    let id = || Server::start(&[]).create(&settings())["id"].as_str().unwrap().to_owned();
    assert_ne!(id(), id());
}

/// However fast a network is, the beginning of its curve has accuracies.
#[test]
fn the_accuracies_at_round_steps_are_known() {
    let server = Server::start(&[]);
    let run = server.create(&settings());
    let id = run["id"].as_str().unwrap();
    server.post(&format!("/api/runs/{id}/start"), &Value::Null);
    server.events(&format!("{id}:0")).until(|seen| seen["iteration"].as_u64() > Some(200));
    let seen = server.events(&format!("{id}:0")).next();
    let steps = seen["accuracies"].as_array().unwrap().iter().map(|a| a["iteration"].as_u64());
    let steps: Vec<_> = steps.flatten().collect();
    for step in [0, 10, 20, 50, 100, 200] {
        assert!(steps.contains(&step), "{step}: {steps:?}");
    }
}

/// A scene ends where there is something to see, and not somewhat later.
#[test]
fn a_run_pauses_by_itself_after_the_iterations_that_the_start_names() {
    let server = Server::start(&[]);
    let run = server.create(&settings());
    let id = run["id"].as_str().unwrap();
    let start = |until: &str| server.post(&format!("/api/runs/{id}/start{until}"), &Value::Null);
    let mut events = server.events(&format!("{id}:0"));
    let ended_at = |seen: &Value| seen["running"] == false && seen["iteration"] == 37;
    assert_eq!(start("?until=37").status_code, 204);
    events.until(ended_at);
    // There were as many before, so it goes on.
    assert_eq!(start("?until=37").status_code, 204);
    events.until(|seen| seen["iteration"].as_u64() > Some(100));
    for wrong in ["?until=x", "?until=-1", "?until=1.5", "?until="] {
        let answer = start(wrong);
        assert_eq!(answer.status_code, 400, "{wrong}");
        assert!(answer.as_str().unwrap().contains("until"), "{wrong}");
    }
}

#[test]
fn a_port_in_use_is_an_error_or_the_next_one_is_taken() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_playground"))
        .args(["--no-open", "--listen", &address])
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains(&address) && said.contains("--listen"), "{said}");
    // Without --listen, two at once each have a port of their own.
    let (one, other) = (Server::with(&["--no-open"]), Server::with(&["--no-open"]));
    assert_ne!(one.address, other.address);
    assert!(one.get("/").status_code == 200 && other.get("/").status_code == 200);
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it() {
    let mut server = Server::start(&[]);
    let run = server.create(&settings());
    let id = run["id"].as_str().unwrap();
    let mut events = server.events(&format!("{id}:0"));
    server.post(&format!("/api/runs/{id}/start"), &Value::Null);
    events.until(|seen| seen["iteration"].as_u64() > Some(10));
    assert_eq!(server.terminate(), Some(143));
}
