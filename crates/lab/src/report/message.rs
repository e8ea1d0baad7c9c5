//! Messages of this project that contain code and links.

use std::fmt::Display;

use super::markup::Markup;

/// A message as [`Markup`], translated into the current language: `markup!(message!("see `x`"))`. Values are given by
/// the names of their placeholders: `markup!(message!("see `{x}`"), x = "y")`.
macro_rules! markup {
    ($english:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::report::message::message($english, &[$((stringify!($name), &$value)),*])
    };
}
pub(super) use markup;

/// Translates a message into the current language and makes markup of it. Text in backticks becomes code, and
/// `[text](#id)` becomes a link to a place on the page. Everything else stays text, and so do the values, whatever
/// they contain.
pub fn message(english: &'static str, values: &[(&str, &dyn Display)]) -> Markup {
    let values: Vec<(&str, String)> =
        values.iter().map(|(name, value)| (*name, escaped(&value.to_string()))).collect();
    let values: Vec<(&str, &dyn Display)> =
        values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
    let template = with_links(&with_code(&escaped(language::translated(english))));
    Markup::of_message(language::fill(&template, &values))
}

/// The text with references for the characters that mean something in HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            c => escaped.push(c),
        }
    }
    escaped
}

fn with_code(text: &str) -> String {
    let mut parts = text.split('`');
    let mut marked = parts.next().unwrap_or_default().to_owned();
    while let Some(code) = parts.next() {
        marked += &format!("<code>{code}</code>{}", parts.next().unwrap_or_default());
    }
    marked
}

fn with_links(text: &str) -> String {
    let link = |text: &str| {
        let (before, rest) = text.split_once('[')?;
        let (name, rest) = rest.split_once("](#")?;
        let (id, after) = rest.split_once(')')?;
        Some(format!("{before}<a href=\"#{id}\">{name}</a>{}", with_links(after)))
    };
    link(text).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_code_and_links_and_its_values_have_neither() {
        let text = message(
            "`{code}` is in [{title}](#{id}) & <b>there</b>, {x}",
            &[("code", &"a<b"), ("title", &"`T` [u](#v)"), ("id", &"run\""), ("x", &"{x}")],
        );
        assert_eq!(
            text.to_string(),
            "<code>a&lt;b</code> is in <a href=\"#run&quot;\">`T` [u](#v)</a> &amp; \
             &lt;b&gt;there&lt;/b&gt;, {x}"
        );
    }
}
