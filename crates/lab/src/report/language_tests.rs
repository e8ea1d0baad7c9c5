//! Tests that none of the English texts of this project is left on the Korean page.

use language::{Language, within};
use roxmltree::{Document, Node, ParsingOptions};

use super::tests::with_changed_report;
use super::{Report, html};

/// Names in the made-up report: of experiments, a language and columns of tables.
const NAMES: [&str; 11] = [
    "shown", "failed", "panicked", "missing", "English", "measured", "compared", "verdict", "data",
    "on data", "claimed",
];

/// Whether the texts in this element are those of a language: no code, no figure, which experiments make, and
/// nothing that is marked as English.
fn is_of_the_language(element: &Node) -> bool {
    let name = element.tag_name().name();
    let class = element.attribute("class").unwrap_or_default();
    !["script", "style", "code", "pre", "math", "svg"].contains(&name)
        && element.attribute("lang") != Some("en")
        // What is in it is made by the experiments, and its frame has a test of its own.
        && class != "explore"
}

/// Whether a text has an English word, and no Hangul. The made-up texts of the report have Hangul in them.
fn is_english(text: &str) -> bool {
    let is_hangul = |c: char| ('가'..='힣').contains(&c);
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    !text.contains(is_hangul) && words.any(|word| word.len() > 2) && !NAMES.contains(&text.trim())
}

fn english_texts(page: Node, found: &mut Vec<String>) {
    for node in page.children() {
        if node.is_text() {
            found.extend(node.text().filter(|text| is_english(text)).map(String::from));
        } else if is_of_the_language(&node) {
            let labels = ["aria-label", "title", "alt"].map(|name| node.attribute(name));
            found.extend(
                labels.into_iter().flatten().filter(|text| is_english(text)).map(String::from),
            );
            english_texts(node, found);
        }
    }
}

#[test]
fn no_english_is_left_on_the_korean_page() {
    let changes: [fn(&mut Report); 3] = [
        |_| (),
        |report| report.quick = true,
        |report| (report.agreement, report.data_sets, report.partial) = (None, None, false),
    ];
    for change in changes {
        let html = within(Language::Korean, || with_changed_report(change, html));
        let options = ParsingOptions { allow_dtd: true, ..Default::default() };
        let page = Document::parse_with_options(&html, options).expect("well-formed XML");
        assert_eq!(page.root_element().attribute("lang"), Some("ko"));
        let mut found = Vec::new();
        english_texts(page.root(), &mut found);
        assert!(found.is_empty(), "{found:#?}");
    }
}

/// A page without a script links to the other one, and each says which language its parts are in.
#[test]
fn the_pages_link_to_each_other() {
    for (language, other, file) in
        [(Language::English, "ko", "index.ko.html"), (Language::Korean, "en", "index.html")]
    {
        let html = within(language, || with_changed_report(|_| (), html));
        let options = ParsingOptions { allow_dtd: true, ..Default::default() };
        let page = Document::parse_with_options(&html, options).expect("well-formed XML");
        let has_language = |node: &Node| node.attribute("hreflang") == Some(other);
        let link = page.descendants().find(has_language).expect("a link");
        assert_eq!((link.attribute("lang"), link.attribute("href")), (Some(other), Some(file)));
        let heading = page.descendants().find(|node| node.has_tag_name("h1")).expect("a heading");
        // Neither leads to the other one by itself, which may not be there.
        assert!(!html.contains("location.replace") && !html.contains("localStorage"));
        let of_other = heading.children().find_map(|node| node.attribute("lang"));
        assert_eq!(of_other, Some(other));
    }
}
