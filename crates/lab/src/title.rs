//! Titles, which the source has in English and in Korean.

use language::Language;

/// A title in the current language, and in the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title<'a> {
    /// The title in the current language, or the only one.
    pub first: &'a str,
    /// The title in the other language; empty if there is none.
    pub other: &'a str,
    /// The other language.
    pub other_language: Language,
}

impl<'a> Title<'a> {
    /// Of a title in both languages. Either may be empty.
    pub fn of(english: &'a str, korean: &'a str) -> Self {
        let (first, other, other_language) = match language::current() {
            Language::English => (english, korean, Language::Korean),
            Language::Korean => (korean, english, Language::English),
        };
        match first.is_empty() {
            true => Self { first: other, other: first, other_language },
            false => Self { first, other, other_language },
        }
    }

    /// Of a title in the form "English · 한국어", or one in English only.
    pub fn of_both(title: &'a str) -> Self {
        let (english, korean) = title.split_once(" · ").unwrap_or((title, ""));
        Self::of(english, korean)
    }
}

#[cfg(test)]
mod tests {
    use language::within;

    use super::*;

    #[test]
    fn the_title_of_the_current_language_comes_first() {
        let titles = |title| {
            let of = |language| within(language, || Title::of_both(title));
            Language::ALL.map(of).map(|title| (title.first, title.other))
        };
        assert_eq!(
            titles("Dropout · 드롭아웃"),
            [("Dropout", "드롭아웃"), ("드롭아웃", "Dropout")]
        );
        assert_eq!(titles("Backends"), [("Backends", ""); 2]);
    }
}
