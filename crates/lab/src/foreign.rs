//! Text that somebody else wrote: the names of files and folders, facts in a file, messages of other
//! programs. It can contain what a terminal obeys (escape sequences that retitle the window, recolour or
//! overwrite lines), what turns the direction of writing, and what Markdown takes for markup.
//!
//! Nothing of this reaches a reader raw, because each way out makes it visible:
//!
//! | way out | what happens to it |
//! |---|---|
//! | an error or a note on standard error | [`visible`]: it is one line, so that a line break is made visible too |
//! | a table or a text on standard output, clap's messages | [`visible_lines`]: line breaks and our own colours stay; cells of a [`Table`](crate::table::Table) and paths are [`Foreign`] and have neither |
//! | Markdown | [`markdown`]: it contains no tag, link or character reference |
//! | HTML and SVG | the templates and `figures` escape it; `page` and `figures` leave out what XML forbids and what turns the direction |
//! | JSON | it is a JSON string |
//! | CSV | [`csv`](mod@crate::csv) quotes it; a record has no foreign text but what an experiment measures |

use std::borrow::Cow;
use std::fmt;
use std::path::Path;

/// How many characters of a foreign name are shown, and of a whole message.
const LONGEST_NAME: usize = 300;
const LONGEST_MESSAGE: usize = 4000;

/// Foreign text inside one of our own: on one line, every character visible, at most 300 of them.
#[derive(Clone, Debug)]
pub struct Foreign(String);

impl Foreign {
    /// The path as it is shown.
    pub fn path(path: &Path) -> Self {
        Self(path.display().to_string())
    }

    /// The text as it is shown.
    pub fn text(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&bounded(&shown(&self.0, |_| false), LONGEST_NAME))
    }
}

/// A message of one line: every character that a terminal would obey is shown as `\n` or `\u{1b}`.
pub fn visible(message: &str) -> String {
    bounded(&shown(message, |_| false), LONGEST_MESSAGE).into_owned()
}

/// A text of several lines in our own colours: line breaks, tabs and the sequences for colours stay, and every
/// other character that a terminal would obey is shown.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut lines = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_obeyed) {
        let (before, from) = rest.split_at(at);
        lines.push_str(before);
        let c = from.chars().next().expect("it was found");
        let length = match c {
            '\n' | '\t' => 1,
            _ => colour(from).unwrap_or(0),
        };
        if length > 0 {
            lines.push_str(&from[..length]);
            rest = &from[length..];
        } else {
            lines.extend(c.escape_default());
            rest = &from[c.len_utf8()..];
        }
    }
    Cow::Owned(lines + rest)
}

/// The length of the sequence for a colour (`ESC [ 31 m`) that the text begins with.
fn colour(text: &str) -> Option<usize> {
    let numbers = text.strip_prefix("\u{1b}[")?;
    let end = numbers.find(|c: char| !(c.is_ascii_digit() || c == ';'))?;
    (numbers.as_bytes()[end] == b'm').then_some(end + 3)
}

/// Text in a line of Markdown that is neither a tag, a link, an image nor a character reference, on one line.
/// Emphasis and code are left: they do no harm, and our own sentences have them.
pub fn markdown(text: &str) -> String {
    let text = shown(text, |_| false);
    let mut safe = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        let is_markup = match c {
            '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
            ']' => matches!(next, '(' | '[' | ':'),
            '&' => next.is_ascii_alphanumeric() || next == '#',
            ':' => next == '/',
            _ => false,
        };
        if is_markup {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

fn shown(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_shown = |c: char| is_obeyed(c) && !stays(c);
    if !text.contains(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        if is_shown(c) { visible.extend(c.escape_default()) } else { visible.push(c) }
    }
    Cow::Owned(visible)
}

/// Whether a terminal or a page obeys the character instead of showing it: control characters, line and
/// paragraph separators, what turns the direction of writing, and invisible characters, by which two names can
/// differ that look the same. The joiners and selectors stay, because emoji and some scripts are written with them.
pub fn is_obeyed(c: char) -> bool {
    c.is_control() || turns_direction(c) || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Format characters without a shape of their own: the soft hyphen, spaces without width, byte order marks,
/// invisible operators, annotations and tags.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether the character changes the direction of the text around it, so that it is not read as it is written.
pub fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn bounded(text: &str, most: usize) -> Cow<'_, str> {
    let count = text.chars().count();
    if count <= most {
        return Cow::Borrowed(text);
    }
    // The end often says what to do, so it stays.
    let end = most / 3;
    let chars = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let left_out = count - most;
    let (head, tail) = (&text[..chars(most - end)], &text[chars(count - end)..]);
    Cow::Owned(format!("{head}… ({left_out} characters) …{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Retitles a terminal's window, clears it, goes back over a line, and turns the direction.
    const HOSTILE: &str = "a\u{1b}]0;owned\u{7}b\u{1b}[2Jc\rd\ne\u{202e}f\u{9b}31mg\u{2066}";

    #[test]
    fn a_terminal_obeys_nothing_foreign() {
        let seen = r"a\u{1b}]0;owned\u{7}b\u{1b}[2Jc\rd\ne\u{202e}f\u{9b}31mg\u{2066}";
        assert_eq!(visible(HOSTILE), seen);
        assert_eq!(Foreign::text(HOSTILE).to_string(), seen);
        assert_eq!(Foreign::path(Path::new(HOSTILE)).to_string(), seen);
        assert_eq!(visible_lines(HOSTILE), seen.replace("\\n", "\n"));
        let ordinary = "λ = 0.1, 초깃값, “quoted”, é, 한국어 \\ 🙂";
        assert_eq!(
            (visible(ordinary), visible_lines(ordinary)),
            (ordinary.into(), ordinary.into())
        );
    }

    #[test]
    fn invisible_characters_are_shown_and_emoji_stay() {
        let text = "a\u{ad}b\u{200b}c\u{2060}d\u{2064}e\u{feff}";
        let seen = r"a\u{ad}b\u{200b}c\u{2060}d\u{2064}e\u{feff}";
        assert_eq!(visible(text), seen);
        assert_eq!(Foreign::text(text).to_string(), seen);
        assert_eq!((visible_lines(text), markdown(text)), (seen.into(), seen.into()));
        let family = "👩\u{200d}👧 ❤\u{fe0f} 한국어 \u{1112}\u{1161}\u{11ab} می\u{200c}خواهم";
        assert_eq!(
            (visible(family), visible_lines(family), markdown(family)),
            (family.into(), family.into(), family.into())
        );
    }

    #[test]
    fn our_own_colours_and_lines_stay() {
        let ours = "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m x\n\t\u{1b}[38;5;1my\u{1b}[m\n";
        assert_eq!(visible_lines(ours), ours);
        for other in
            ["\u{1b}[31", "\u{1b}[", "\u{1b}", "\u{1b}[31;1H", "\u{1b}[?25l", "\u{1b}[1\u{1b}"]
        {
            assert_eq!(visible_lines(other), other.replace('\u{1b}', "\\u{1b}"), "{other:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_in_the_middle() {
        let long = "é".repeat(10_000) + "the end";
        let shown = visible(&long);
        assert!(shown.chars().count() < LONGEST_MESSAGE + 30 && shown.ends_with("the end"));
        assert!(shown.contains("… (6007 characters) …"), "{shown}");
        assert!(Foreign::text(long).to_string().chars().count() < LONGEST_NAME + 30);
    }

    #[test]
    fn markdown_has_no_tag_and_no_link() {
        let texts = [
            "<img src=x onerror=alert(1)>",
            "</table><!-- -->",
            "![x](https://a.b)",
            "[x]: https://a.b",
            "&lt;script&gt;&#60;",
            "a\nb\u{202e}",
        ]
        .map(markdown);
        assert_eq!(
            texts,
            [
                r"\<img src=x onerror=alert(1)>",
                r"\</table>\<!-- -->",
                r"![x\](https\://a.b)",
                r"[x\]: https\://a.b",
                r"\&lt;script\&gt;\&#60;",
                r"a\nb\u{202e}",
            ]
        );
        let ours = "p < 0.001, 2 [1, 3], `adam` & *x* at 3:1";
        assert_eq!(markdown(ours), ours);
    }
}
