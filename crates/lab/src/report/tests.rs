//! No text can break the page: each text that a report holds is found again, as text.

use std::path::PathBuf;
use std::process::ExitCode;

use figures::{Axis, Diagram, Figure, Ink, Mark, Panel};
use language::{Language, within};
use roxmltree::{Document, Node, ParsingOptions};
use serde_json::json;
use training::backend::Backend;

use super::*;
use crate::cli::Entry;
use crate::common::Common;
use crate::excerpt::Excerpt;
use crate::experiment::Drawing;
use crate::explorer::{Control, Explorer};
use crate::outcome::{Outcome, Views};
use crate::output::Format;
use crate::provenance::{DataOrigin, Provenance};
use crate::run_error::RunError;
use crate::statement::{Chapter, Question, Statement};
use crate::table::Table;
use crate::times::TimeTaken;
use crate::verdict::{Claim, claim};

/// Everything that means something in HTML, XML, JSON or JavaScript, and characters that XML does not
/// allow.
macro_rules! hostile {
    ($name:literal) => {
        concat!(
            $name,
            " <b>&amp;\"'|\\ ]]> </script><!-- -->{{ x }}{% y %} \u{0}\u{b}\u{1f}\u{7f}\u{85}\u{fffe}\u{ffff} 끝"
        )
    };
}

/// A hostile text as it is found in the page.
fn shown(text: &str) -> String {
    let is_shown =
        |c: &char| !(c.is_control() || ['\u{fffe}', '\u{ffff}'].contains(c)) || *c == '\n';
    text.chars().filter(is_shown).collect()
}

static STATEMENTS: [Statement; 3] = [
    Statement {
        id: "G1",
        title: hostile!("statement"),
        korean: hostile!("주장"),
        sentence: hostile!("sentence"),
        equation: "a < b & c > {d<|&e} && >= x<_y&^z< ]]> <script>",
        question: Some(Question {
            asks: hostile!("question"),
            answers: &[hostile!("right answer"), hostile!("wrong answer")],
            right: 0,
            because: hostile!("reason"),
        }),
        code: &[Excerpt {
            path: hostile!("path"),
            source: concat!("first\n", hostile!("code line"), "\nlast"),
            first: "first",
            last: "last",
        }],
    },
    bare("G2"),
    bare("G3"),
];

const fn bare(id: &'static str) -> Statement {
    Statement { id, title: "", korean: "", sentence: "", equation: "", question: None, code: &[] }
}

static CHAPTER: Chapter = Chapter {
    number: 1,
    title: hostile!("chapter"),
    korean: hostile!("장"),
    statements: &STATEMENTS,
};

const fn entry(name: &'static str, statements: &'static [&'static str]) -> Entry {
    Entry {
        name,
        title: hostile!("title"),
        about: hostile!("about"),
        shows: "",
        statements,
        seeds: 6,
        needs_data: true,
        run: |_| unreachable!("the report runs nothing"),
        command: clap::Command::default,
        main: |_| ExitCode::SUCCESS,
        run_with: |_| unreachable!("the report runs nothing"),
        claims: |_| Ok(Vec::new()),
        verify: |_, _| unreachable!("the report runs nothing"),
        tested_claims: Vec::new,
    }
}

static SHOWN: Entry = entry("shown", &["G1", "G2"]);
static FAILED: Entry = entry("failed", &["G1"]);
static PANICKED: Entry = entry("panicked", &["G1"]);
static MISSING: Entry = entry("missing", &["G3"]);

fn table(name: &str) -> Table {
    let mut table = Table::default();
    table.header.extend([name.to_owned() + hostile!("first column"), name.into()]);
    table.row([name.to_owned() + hostile!("row"), name.to_owned() + hostile!("cell")]);
    table
}

fn claims() -> Vec<Claim> {
    let open = |name: &str| {
        claim("G1", name.to_owned() + hostile!("claim"))
            .because(hostile!("because"))
            .mind(hostile!("mind"))
            .otherwise(hostile!("otherwise"))
    };
    vec![
        open("a").is(hostile!("rule"), 1.0, true),
        open("b").is("rule", 1.0, false),
        open("c").lacking(hostile!("note")).is("rule", 1.0, false),
        open("e").is("rule", 2.0, false),
        open("d").at_our_setting().above(0.0, &[1.0; 6]),
    ]
}

fn explorer() -> Explorer {
    let control = |slides, label, choices: [&str; 2]| Control {
        label,
        choices: choices.map(String::from).to_vec(),
        begins_at: 1,
        slides,
    };
    let controls = vec![
        control(true, hostile!("slider"), ["one|two", hostile!("position")]),
        control(false, hostile!("list"), ["1", hostile!("option")]),
    ];
    Explorer {
        id: "explorer",
        statement: "G1",
        heading: hostile!("explorer"),
        about: hostile!("what to try").into(),
        states: Explorer::states(&controls, |_| vec![hostile!("state").into()]),
        controls,
        drawing: "<p data-slot=\"text\">drawing</p>".into(),
    }
}

fn views() -> Views {
    Views {
        language: language::current(),
        table: table("measured "),
        claims: claims(),
        drawings: vec![
            ("figure", Drawing::Figure(figure(hostile!("figure")))),
            ("diagram", Drawing::Diagram(diagram())),
        ],
        explorers: vec![explorer()],
    }
}

fn outcome() -> Outcome {
    Outcome {
        name: SHOWN.name,
        title: SHOWN.title,
        about: SHOWN.about,
        statements: SHOWN.statements,
        settings: json!({
            hostile!("flag"): hostile!("value"),
            "list": [hostile!("element"), 1],
            "map": { hostile!("key"): 0.5 },
        }),
        provenance: Provenance {
            project: String::new(),
            burn: String::new(),
            backend: Backend::default_compiled(),
            data: Some(DataOrigin {
                name: hostile!("data set").into(),
                fingerprint: hostile!("fingerprint").into(),
            }),
            code: hostile!("code").into(),
            instructions: hostile!("instructions").into(),
            seeds: vec![0],
        },
        views: views(),
        views_again: Box::new(views),
        shown_at: |figure| if figure == "figure" { "G1" } else { "G2" },
        folder: PathBuf::new(),
        seconds: 0.0,
        trials: (0, 0),
        taken: TimeTaken::default(),
    }
}

fn figure(title: &str) -> Figure {
    Figure::new(title).subtitle(hostile!("subtitle")).alt(hostile!("alternative")).panel(
        Panel::new(hostile!("panel")).x(Axis::new(hostile!("axis"))).with(Mark::line(
            hostile!("line"),
            Ink::Series(0),
            vec![[0.0, 0.0], [1.0, 1.0]],
        )),
    )
}

fn diagram() -> Diagram {
    let mut diagram = Diagram::new(hostile!("diagram")).alt(hostile!("about the diagram"));
    diagram.name(0.0, 0.0, hostile!("node"));
    diagram
}

fn agreement() -> Agreement {
    Agreement {
        summary: hostile!("Summary").into(),
        is_of_this_code: false,
        figure: figure(hostile!("agreement")),
        matrices: vec![(hostile!("Matrix").into(), table("compared "))],
        about_verdicts: hostile!("Verdicts").into(),
        verdicts: table("verdict "),
        not_compared: Some(hostile!("Rest").into()),
        project: hostile!("project").into(),
        burn: hostile!("burn").into(),
        iterations: 10,
        batch_size: 100,
    }
}

fn data_sets() -> DataSets {
    DataSets {
        is_of_this_code: false,
        data_sets: table("data "),
        about: hostile!("Experiments").into(),
        verdicts: table("on data "),
        summary: vec![hostile!("Where").into()],
        claims: table("claimed "),
        versions: hostile!("Versions").into(),
    }
}

fn parts() -> Vec<Part> {
    let first = hostile!("trial").into();
    let message = hostile!("panic").into();
    vec![
        Part { entry: &SHOWN, result: Ok(outcome()) },
        Part { entry: &FAILED, result: Err(RunError::Trials { failed: 1, of: 1, first }.into()) },
        Part { entry: &PANICKED, result: Err(Failure::Panic { message }) },
    ]
}

fn with_report<T>(then: impl FnOnce(&Report) -> T) -> T {
    with_changed_report(|_| (), then)
}

/// Calls `then` with the report after `change`.
pub(super) fn with_changed_report<T>(
    change: impl FnOnce(&mut Report),
    then: impl FnOnce(&Report) -> T,
) -> T {
    let common = Common {
        backend: Backend::default_compiled(),
        remote_address: None,
        seed: None,
        seeds: None,
        jobs: None,
        out: PathBuf::new(),
        data: Some(hostile!("folder").into()),
        format: Format::Table,
        transpose: false,
        language: None,
        quiet: false,
        plain: false,
        shard: None,
        kept_only: false,
    };
    let parts = parts();
    let mut report = Report {
        title: hostile!("lecture"),
        korean: hostile!("강의"),
        chapters: vec![&CHAPTER],
        entries: vec![&SHOWN, &FAILED, &PANICKED, &MISSING],
        longer: Vec::new(),
        parts: &parts,
        common: &common,
        quick: false,
        partial: true,
        playground: Some("http://127.0.0.1:7878/?scene="),
        agreement: Some(agreement()),
        data_sets: Some(data_sets()),
    };
    change(&mut report);
    then(&report)
}

/// All text and all attribute values.
fn all_text(page: Node) -> String {
    let mut all = String::new();
    for node in page.descendants() {
        all += node.text().filter(|_| node.is_text()).unwrap_or_default();
        all.extend(node.attributes().map(|attribute| format!("\n{}\n", attribute.value())));
    }
    all
}

const EVERY_TEXT: [&str; 63] = [
    hostile!("question"),
    hostile!("right answer"),
    hostile!("wrong answer"),
    hostile!("reason"),
    hostile!("path"),
    hostile!("lecture"),
    hostile!("강의"),
    hostile!("chapter"),
    hostile!("장"),
    hostile!("statement"),
    hostile!("주장"),
    hostile!("sentence"),
    hostile!("title"),
    hostile!("about"),
    hostile!("laim"),
    hostile!("because"),
    hostile!("mind"),
    hostile!("otherwise"),
    hostile!("rule"),
    hostile!("note"),
    hostile!("measured first column"),
    hostile!("measured row"),
    hostile!("measured cell"),
    hostile!("flag"),
    hostile!("value"),
    hostile!("element"),
    hostile!("key"),
    hostile!("data set"),
    hostile!("fingerprint"),
    hostile!("code"),
    hostile!("trial"),
    hostile!("panic"),
    hostile!("explorer"),
    hostile!("what to try"),
    hostile!("slider"),
    hostile!("position"),
    hostile!("list"),
    hostile!("option"),
    hostile!("figure"),
    hostile!("subtitle"),
    hostile!("alternative"),
    hostile!("panel"),
    hostile!("axis"),
    hostile!("diagram"),
    hostile!("about the diagram"),
    hostile!("node"),
    hostile!("Summary"),
    hostile!("agreement"),
    hostile!("Matrix"),
    hostile!("compared first column"),
    hostile!("compared cell"),
    hostile!("Verdicts"),
    hostile!("verdict row"),
    hostile!("Rest"),
    hostile!("project"),
    hostile!("burn"),
    hostile!("data first column"),
    hostile!("data cell"),
    hostile!("Experiments"),
    hostile!("on data row"),
    hostile!("Where"),
    hostile!("claimed cell"),
    hostile!("Versions"),
];

#[test]
fn every_text_is_found_again_as_text() {
    for language in Language::ALL {
        within(language, every_text_is_on_the_page);
    }
}

fn every_text_is_on_the_page() {
    let html = with_report(html);
    let options = ParsingOptions { allow_dtd: true, ..Default::default() };
    let page = Document::parse_with_options(&html, options).expect("well-formed XML");
    let all = all_text(page.root());
    // Figures break long texts into lines.
    let without_spaces = |text: &str| text.replace(' ', "");
    let all_in_one = without_spaces(&all);
    for text in EVERY_TEXT.map(shown) {
        assert!(all_in_one.contains(&without_spaces(&text)), "not found: {text:?}");
    }
    let quoted = shown(hostile!("folder")).replace('\'', "'\\''");
    assert!(all.contains(&format!("--data '{quoted}'")), "the folder in the command");
    assert!(all.contains("a<b&c>"), "an equation");

    // Nothing became an element.
    let has = |name| page.descendants().any(|node| node.has_tag_name(name));
    assert!(!has("b"), "{html}");
    assert_eq!(page.descendants().filter(|node| node.has_tag_name("script")).count(), 3);
    assert!(page.descendants().all(|node| !node.is_comment()));
}

/// The reason that claims share is there once, and what is undecided does not look like what does not hold.
#[test]
fn claims_that_fail_for_one_reason_are_one_note() {
    let html = with_report(html);
    let notes: Vec<&str> = html.split("<div class=\"note").skip(1).collect();
    let notes: Vec<&str> = notes.iter().filter_map(|note| note.split("</div>").next()).collect();
    assert_eq!(notes.len(), 2, "{notes:#?}");
    let [failing, open] = notes[..] else { panic!("{notes:#?}") };
    assert_eq!((failing.matches("<li>").count(), failing.matches("otherwise ").count()), (2, 1));
    assert!(failing.starts_with("\">") && open.starts_with(" open\">"), "{notes:#?}");
}

#[test]
fn the_figures_of_a_statement_are_those_shown_there() {
    let outcome = outcome();
    let any = ["G1", "G2", "G3"].map(|id| evidence::Picture::any(&outcome, id));
    assert_eq!(any, [true, true, false]);
}

/// HTML ends an element with raw text at the first `</`, whatever XML says.
#[test]
fn the_states_of_an_explorer_are_the_same_in_html_and_in_xml() {
    let html = with_report(html);
    let start = html.find("id=\"explorer-states\">").expect("the states") + 21;
    let raw = &html[start..start + html[start..].find("</").expect("an end")];
    assert!(!raw.contains(['<', '>', '&']), "{raw}");
    let json: serde_json::Value = serde_json::from_str(raw).expect("JSON");
    // All four states have the same text, so it is there once.
    assert_eq!(json["states"], json!([[0], [0], [0], [0]]));
    let texts: Vec<String> = serde_json::from_value(json["texts"].clone()).expect("texts");
    let texts: Vec<String> = texts.iter().map(|text| shown(text)).collect();
    assert_eq!(texts, [shown(hostile!("state"))]);
}

#[test]
fn the_names_of_a_sliders_positions_may_hold_anything() {
    let html = with_report(html);
    let options = ParsingOptions { allow_dtd: true, ..Default::default() };
    let page = Document::parse_with_options(&html, options).expect("well-formed XML");
    let names = page.descendants().find_map(|node| node.attribute("data-names")).expect("names");
    let names: Vec<String> = serde_json::from_str(names).expect("JSON");
    let names: Vec<String> = names.iter().map(|name| shown(name)).collect();
    assert_eq!(names, ["one|two".into(), shown(hostile!("position"))]);
}

/// `Markup` is the one way past the escaping.
#[test]
fn no_template_turns_escaping_off() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
    for entry in std::fs::read_dir(folder).expect("the templates") {
        let path = entry.expect("a template").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        let text: String = text.split_whitespace().collect();
        assert!(!text.contains("|safe") && !text.contains("|escape"), "{}", path.display());
    }
}

#[test]
fn every_statement_is_one_row_of_the_markdown_tables() {
    let in_korean = || within(Language::Korean, || with_report(markdown));
    for text in [with_report(markdown), in_korean()] {
        let rows: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
        assert_eq!(rows.len(), 2 + STATEMENTS.len(), "{text}");
        for row in rows {
            let bars = row.replace(r"\\", "").replace(r"\|", "").matches('|').count();
            assert_eq!(bars, 5, "{row}");
        }
        // What is foreign in it has become no element.
        assert!(!text.replace("\\<", "").contains("<b"), "{text}");
    }
}
