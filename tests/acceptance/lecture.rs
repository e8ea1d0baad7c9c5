//! The `lecture` command and its report, of the whole lecture and of parts of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use roxmltree::Node;

use crate::tools::{fail, succeed};

fn report(folder: &Path) -> String {
    fs::read_to_string(folder.join("results/index.html")).expect("there is a report")
}

/// A folder in which `lecture` ran one quick experiment.
fn run_a_part() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let output = succeed("lecture", folder.path(), &["--only", "optimizer_paths"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("O2 holds") && said.contains("index.html"), "{said}");
    folder
}

#[test]
fn the_report_is_well_formed_and_whole() {
    let folder = run_a_part();
    let text = report(folder.path());
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let page = roxmltree::Document::parse_with_options(&text, options).expect("well-formed XML");

    let ids: Vec<&str> = page.descendants().filter_map(|node| node.attribute("id")).collect();
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), distinct.len(), "ids are unique");
    for id in
        "G1 G2 G3 G4 B1 B2 B3 O1 O2 O3 O4 O5 O6 I1 I2 I3 I4 I5 I6 I7 I8 V1 V2 V3 V4 H1 H2 H3 N1 N2"
            .split_whitespace()
    {
        assert!(distinct.contains(id), "{id} has no place");
    }
    for node in page.descendants() {
        let link = node.attribute("href").and_then(|link| link.strip_prefix('#'));
        assert!(link.is_none_or(|id| distinct.contains(id)), "{link:?} leads nowhere");
        for id in node.attribute("aria-labelledby").into_iter().flat_map(str::split_whitespace) {
            assert!(distinct.contains(id), "nothing is called {id}");
        }
    }

    let drawings: Vec<_> = page.descendants().filter(|node| node.has_tag_name(SVG)).collect();
    let is_narrow =
        |svg: &&Node| svg.parent_element().and_then(|p| p.attribute("class")) == Some("narrow");
    let (narrow, wide): (Vec<&Node>, Vec<&Node>) = drawings.iter().partition(is_narrow);
    assert_eq!(wide.len(), 6, "five figures, and one to move");
    assert!(!narrow.is_empty());
    for svg in narrow {
        let width: f64 = svg.attribute("width").unwrap().parse().unwrap();
        assert!(width <= 360.0, "{width}");
    }
    for svg in drawings {
        let title = svg.children().find(|node| node.tag_name().name() == "title");
        assert!(title.and_then(|title| title.text()).is_some_and(|text| !text.is_empty()));
    }
    let math = page.descendants().filter(|node| node.tag_name().name() == "math").count();
    assert!(math > 20, "{math} equations");
}

const SVG: (&str, &str) = ("http://www.w3.org/2000/svg", "svg");

/// Headings never skip a level, so that readers who navigate by headings miss none.
#[test]
fn headings_are_in_order() {
    let folder = run_a_part();
    let text = report(folder.path());
    let levels: Vec<u32> = text
        .match_indices("<h")
        .filter_map(|(at, _)| text[at + 2..].chars().next()?.to_digit(10))
        .collect();
    assert_eq!(levels[0], 1);
    assert_eq!(levels.iter().filter(|&&level| level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

#[test]
fn the_report_loads_nothing_from_elsewhere() {
    let folder = run_a_part();
    let text = report(folder.path());
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let page = roxmltree::Document::parse_with_options(&text, options).unwrap();
    for node in page.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name().name();
        assert!(!["link", "img", "iframe", "object", "embed", "base"].contains(&name), "<{name}>");
        for attribute in node.attributes() {
            let value = attribute.value();
            let leads_out = value.contains("://") || value.starts_with("//");
            // A link loads nothing before a reader follows it.
            let is_link_to_playground = (name, attribute.name()) == ("a", "href")
                && value.starts_with("http://127.0.0.1:7878/");
            assert!(!leads_out || is_link_to_playground, "{} = {value}", attribute.name());
        }
    }
    for loads in ["@import", "url(http", "url(//", "fetch(", "import("] {
        assert!(!text.contains(loads), "{loads}");
    }
    assert!(text.len() < 6_000_000);
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    let folder = run_a_part();
    let verdicts = || fs::read_to_string(folder.path().join("results/verdicts.md")).unwrap();
    let before = (report(folder.path()), verdicts());
    succeed("lecture", folder.path(), &["--only", "O4"]);
    assert!(before == (report(folder.path()), verdicts()));
    assert!(
        verdicts().contains(
            "| O2 | SGD zig-zags | holds | `optimizer_paths` (without `condition_number`) |"
        ),
        "{}",
        verdicts()
    );
}

#[test]
fn an_interrupted_run_goes_on_and_gives_the_same_report() {
    let folder = run_a_part();
    let before = report(folder.path());
    // The state after an interruption: some trials with their times, but no record and no report.
    fs::remove_file(folder.path().join("results/index.html")).unwrap();
    fs::remove_file(folder.path().join("results/optimizer_paths/record.json")).unwrap();
    succeed("lecture", folder.path(), &["--only", "optimizer_paths"]);
    assert!(before == report(folder.path()));
}

#[test]
fn what_is_not_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (unknown, advice) in [
        ("Z9", "(G1–G4, B1–B3, "),
        ("O1,,O2", "N1, N2) or the name of an experiment"),
        ("I7 O6", "separate ids and names by commas: I7,O6"),
        ("optimizer", "did you mean optimizer_paths or optimizer_comparison?"),
        ("optimiser_paths", "did you mean optimizer_paths?"),
    ] {
        let said = fail("lecture", folder.path(), &["--only", unknown], 2);
        assert!(said.contains(advice), "{unknown}: {said}");
    }
    fail("lecture", folder.path(), &["--quick", "--seeds", "3"], 2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no work was started");
}

/// If an experiment fails, it is named, the report is written without it, and the exit code is 1.
#[test]
fn a_failing_experiment_stops_neither_the_others_nor_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let flags =
        ["--only", "optimizer_paths,optimizer_comparison", "--data", "nowhere", "--seeds", "1"];
    let said = fail("lecture", folder.path(), &flags, 1);
    assert!(said.contains("optimizer_comparison") && said.contains("nowhere"), "{said}");
    let text = report(folder.path());
    assert!(text.contains("failed") && text.contains("nowhere"));
    assert!(text.contains("O2 ") || text.contains("holds"));
}
