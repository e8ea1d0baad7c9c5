//! Lines of source code on the page, with colours.

use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, tokenize};

use crate::excerpt::Excerpt;

/// The lines of one excerpt, and where they stand.
pub struct CodeBox {
    /// The path and the number of the first line: "crates/extensions/src/optimizers/adagrad.rs:58".
    pub place: String,
    /// The code in pieces, each with the class of its colour; an empty class for no colour.
    pub pieces: Vec<(&'static str, String)>,
}

impl CodeBox {
    /// `None` if the file has no such lines.
    pub fn of(excerpt: &Excerpt) -> Option<Self> {
        let found = excerpt.found()?;
        let place = format!("{}:{}", excerpt.path, found.line);
        let owned = |(class, text): (_, &str)| (class, text.to_owned());
        Some(Self { place, pieces: pieces(&found.text).map(owned).collect() })
    }
}

fn pieces(code: &str) -> impl Iterator<Item = (&'static str, &str)> {
    let mut at = 0;
    tokenize(code, FrontmatterAllowed::No).map(move |token| {
        let start = at;
        at += token.len as usize;
        let text = &code[start..at];
        (class(&token.kind, text), text)
    })
}

fn class(kind: &TokenKind, text: &str) -> &'static str {
    const KEYWORDS: [&str; 20] = [
        "as", "break", "const", "else", "fn", "for", "if", "impl", "in", "let", "loop", "match",
        "mut", "pub", "return", "self", "struct", "use", "where", "while",
    ];
    match kind {
        TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => "comment",
        TokenKind::Literal {
            kind: LiteralKind::Int { .. } | LiteralKind::Float { .. }, ..
        } => "number",
        TokenKind::Literal { .. } => "string",
        TokenKind::Ident if KEYWORDS.contains(&text) => "keyword",
        TokenKind::Ident if text.starts_with(char::is_uppercase) => "type",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stays_whole_and_gets_its_classes() {
        let code = "let h = 2.0 * f(\"<\"); // a comment\n    Tensor::new(x) ⊙ '\"";
        let pieces: Vec<_> = pieces(code).collect();
        assert_eq!(pieces.iter().map(|(_, text)| *text).collect::<String>(), code);
        for expected in [
            ("keyword", "let"),
            ("number", "2.0"),
            ("string", "\"<\""),
            ("comment", "// a comment"),
            ("type", "Tensor"),
            ("", "h"),
        ] {
            assert!(pieces.contains(&expected), "{expected:?} in {pieces:?}");
        }
    }
}
