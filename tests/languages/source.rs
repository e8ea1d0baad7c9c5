//! The texts in the source: those in `tr!` and `message!`, in Rust and in templates.

use std::fs;
use std::path::{Path, PathBuf};

use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, strip_shebang, tokenize};

/// The folder of the workspace.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The texts of every file in `folder`, each with its file. Files of tests and templates' comments count too: a
/// text that is only there should not be marked.
pub fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("an entry").path();
        let is_of = |extension| path.extension().is_some_and(|found| found == extension);
        if path.is_dir() && !path.ends_with("tests") && !path.ends_with("crates/language") {
            found.extend(texts(&path));
        } else if is_of("rs") || is_of("html") {
            let text = fs::read_to_string(&path).expect("a text");
            let place = path.strip_prefix(repository()).unwrap_or(&path).display().to_string();
            found.extend(marked(&text).into_iter().map(|text| (text, place.clone())));
        }
    }
    found
}

/// The first argument of every `tr!(…)` and `message!(…)`.
fn marked(code: &str) -> Vec<String> {
    let start = strip_shebang(code).unwrap_or(0);
    let mut at = start;
    let mut tokens = Vec::new();
    for token in tokenize(&code[start..], FrontmatterAllowed::No) {
        let text = &code[at..at + token.len as usize];
        at += token.len as usize;
        let is_space = matches!(
            token.kind,
            TokenKind::Whitespace | TokenKind::LineComment { .. } | TokenKind::BlockComment { .. }
        );
        if !is_space {
            tokens.push((token.kind, text));
        }
    }
    let of = |window: &[(TokenKind, &str)]| match window {
        [
            (TokenKind::Ident, "tr" | "message"),
            (_, "!"),
            (_, "("),
            (TokenKind::Literal { kind, .. }, text),
        ] => matches!(kind, LiteralKind::Str { .. }).then(|| unescaped(text)),
        _ => None,
    };
    tokens.windows(4).filter_map(of).collect()
}

/// The value of a string literal.
fn unescaped(literal: &str) -> String {
    let mut text = String::new();
    let mut rest = literal.trim_matches('"').chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('n') => text.push('\n'),
                Some('\n') => while rest.next_if(|c| c.is_whitespace()).is_some() {},
                Some(c @ ('\\' | '"' | '\'')) => text.push(c),
                other => panic!("an escape that this test does not know: {other:?} in {literal}"),
            },
            c => text.push(c),
        }
    }
    text
}

/// The names in braces.
pub fn placeholders(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
}

#[test]
fn a_marked_text_is_found_as_the_compiler_reads_it() {
    let code = r#"
        // tr!("a comment")
        let a = tr!("one");
        let b = language::tr!(
            "two \"{n}\" \
             lines\n", n = 3);
        let c = message!("three"); let d = other!("four"); let e = "tr!(\"five\")";
    "#;
    assert_eq!(marked(code), ["one", "two \"{n}\" lines\n", "three"]);
}
