//! The tokens of Rust code that are needed to find paths: comments and literals are left out.

/// A word or a punctuation mark, with its line number.
#[derive(Clone, Debug)]
pub struct Token {
    /// A word, `::`, or a single punctuation character.
    pub text: String,
    pub line: usize,
}

impl Token {
    pub fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

pub fn tokens(code: &str) -> Vec<Token> {
    let code: Vec<char> = code.chars().collect();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let starts =
        |at: usize, text: &str| text.chars().enumerate().all(|(i, c)| code.get(at + i) == Some(&c));
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < code.len() {
        let start = at;
        if starts(at, "//") {
            at += code[at..].iter().take_while(|&&c| c != '\n').count();
        } else if starts(at, "/*") {
            at = end_of_comment(&code, at);
        } else if let Some(end) = end_of_literal(&code, at) {
            at = end;
        } else if is_word(code[at]) {
            // A raw identifier counts as the word after `r#`.
            let from = if starts(at, "r#") { at + 2 } else { at };
            at = from + code[from..].iter().take_while(|&&c| is_word(c)).count();
            tokens.push(Token { text: code[from..at].iter().collect(), line });
        } else {
            at += if starts(at, "::") { 2 } else { 1 };
            if !code[start].is_whitespace() {
                tokens.push(Token { text: code[start..at].iter().collect(), line });
            }
        }
        line += code[start..at].iter().filter(|&&c| c == '\n').count();
    }
    tokens
}

/// The end of the comment that begins at `start`. Comments may be nested.
fn end_of_comment(code: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < code.len() {
        match code[at..].get(..2) {
            Some(['/', '*']) => (at, depth) = (at + 2, depth + 1),
            Some(['*', '/']) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The end of the string, character or lifetime that begins at `start`, if there is one.
fn end_of_literal(code: &[char], start: usize) -> Option<usize> {
    // Prefixes of strings: b"", c"", r"", br"", cr"", with `#` after an r.
    let mut at = start;
    if matches!(code[at], 'b' | 'c') {
        at += 1;
    }
    let is_raw = code.get(at) == Some(&'r');
    at += usize::from(is_raw);
    let hashes = code[at..].iter().take_while(|&&c| is_raw && c == '#').count();
    at += hashes;
    match code.get(at)? {
        '"' if is_raw => {
            let closes = |i: &usize| {
                code[*i] == '"' && code[i + 1..].iter().take_while(|&&c| c == '#').count() >= hashes
            };
            Some((at + 1..code.len()).find(closes).map_or(code.len(), |end| end + 1 + hashes))
        }
        '"' => Some(end_of_quoted(code, at, '"')),
        '\'' if hashes == 0 && !is_raw => match (code.get(at + 1)?, code.get(at + 2)) {
            ('\\', _) | (_, Some('\'')) => Some(end_of_quoted(code, at, '\'')),
            // A lifetime.
            _ => Some(
                at + 1
                    + code[at + 1..]
                        .iter()
                        .take_while(|c| c.is_alphanumeric() || **c == '_')
                        .count(),
            ),
        },
        _ => None,
    }
}

fn end_of_quoted(code: &[char], start: usize, quote: char) -> usize {
    let mut at = start + 1;
    while at < code.len() && code[at] != quote {
        at += if code[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(code.len())
}
