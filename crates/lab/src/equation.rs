//! Equations in a short notation, set as MathML.

/// An equation as MathML, or nothing of an empty text.
///
/// Tokens stand apart by spaces. `{a|b}` is a fraction, `√x` and `√[a + b]` are roots, `x_i^2` has a
/// sub- and a superscript, ` ,, ` is a comma with room after it, and ` ; ` begins a new line, or a
/// new row of a matrix (which has a `⋱`).
///
/// No fraction goes under a root: where no mathematical font is installed, browsers draw the root
/// as high as one line, and √(2/n) would read as √2/n.
pub fn equation(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let body = match text.split_once("= ( ").filter(|_| text.contains("⋱")) {
        Some((left, matrix)) => {
            row(&format!("{left}=")) + &table(matrix.trim_end_matches(" )"), true)
        }
        None if text.contains(" ; ") => table(text, false),
        None => row(text),
    };
    format!("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\">{body}</math>")
}

fn table(text: &str, matrix: bool) -> String {
    let cell = |text: &str| format!("<mtd>{}</mtd>", row(text));
    let rows = text.split(" ; ").map(|line| match matrix {
        true => pieces(line).into_iter().map(cell).collect(),
        false => cell(line),
    });
    let rows: String = rows.map(|cells: String| format!("<mtr>{cells}</mtr>")).collect();
    match matrix {
        true => format!(
            "<mrow><mo>(</mo><mtable displaystyle=\"true\">{rows}</mtable><mo>)</mo></mrow>"
        ),
        false => format!("<mtable displaystyle=\"true\">{rows}</mtable>"),
    }
}

/// The tokens of a text: parted by spaces that are not inside braces or brackets.
fn pieces(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ' ' if depth == 0 => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found.retain(|piece| !piece.is_empty());
    found
}

fn row(text: &str) -> String {
    format!("<mrow>{}</mrow>", pieces(text).into_iter().map(piece).collect::<String>())
}

fn piece(text: &str) -> String {
    if let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        let (above, below) = split_fraction(inner);
        return format!("<mfrac>{}{}</mfrac>", row(above), row(below));
    }
    if let Some(inner) = text.strip_prefix('√') {
        return format!("<msqrt>{}</msqrt>", row(inner.trim_matches(['[', ']'])));
    }
    if let Some((base, power)) = text.rsplit_once('^').filter(|(base, _)| !base.is_empty()) {
        return match base.split_once('_') {
            Some((base, index)) => {
                format!("<msubsup>{}{}{}</msubsup>", leaf(base), script(index), script(power))
            }
            None => format!("<msup>{}{}</msup>", leaf(base), script(power)),
        };
    }
    match text.split_once('_') {
        Some((base, index)) => format!("<msub>{}{}</msub>", leaf(base), script(index)),
        None if is_word(text) => format!("<mtext>&#160;{text}&#160;</mtext>"),
        None => leaf(text),
    }
}

/// Numerator and denominator, at the `|` that is not inside another fraction.
fn split_fraction(inner: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            '|' if depth == 0 => return (&inner[..at], &inner[at + 1..]),
            _ => {}
        }
    }
    (inner, "")
}

/// What stands above or below the line: words as they are, others letter by letter.
fn script(text: &str) -> String {
    if text.len() > 3 && text.chars().all(char::is_alphabetic) {
        return leaf(text);
    }
    let leaves: String = text.chars().map(|c| leaf(c.encode_utf8(&mut [0; 4]))).collect();
    format!("<mrow>{leaves}</mrow>")
}

/// Whether it is a word between the signs: one of these, or one in Korean.
fn is_word(text: &str) -> bool {
    ["for", "all", "with", "probability", "else"].contains(&text)
        || text.starts_with(|c| ('가'..='힣').contains(&c))
}

fn leaf(text: &str) -> String {
    // A bracketed base: (1−2η).
    if text.starts_with('(') && text.chars().count() > 1 {
        return script(text);
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    match text.chars().next() {
        Some('(') => "<mo form=\"prefix\" stretchy=\"false\">(</mo>".into(),
        Some(')') => "<mo form=\"postfix\" stretchy=\"false\">)</mo>".into(),
        _ if text == ",," => "<mo>,</mo><mspace width=\"0.8em\"/>".into(),
        Some('∂' | '∇' | '∞') => format!("<mi>{escaped}</mi>"),
        Some(c) if c.is_alphabetic() => format!("<mi>{escaped}</mi>"),
        Some(c) if c.is_ascii_digit() => format!("<mn>{escaped}</mn>"),
        _ => format!("<mo>{escaped}</mo>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_apart_from_the_signs_in_every_language() {
        for word in ["for", "이면"] {
            let mathml = equation(&format!("a {word} b"));
            assert!(mathml.contains(&format!("<mtext>&#160;{word}&#160;</mtext>")), "{mathml}");
        }
        assert!(equation("정확도_훈련").contains("<msub><mi>정확도</mi><mi>훈련</mi></msub>"));
    }
}
