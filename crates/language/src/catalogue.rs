//! The languages, and what their files contain.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use crate::current::current;

/// A language that texts are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// The language of the source.
    English,
    /// 한국어
    Korean,
}

impl Language {
    /// All languages, English first.
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// Its code in HTML, in file names and on the command line: "en", "ko".
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// Its name in itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Korean => "한국어",
        }
    }

    /// What is added to the name of a file before its extension: nothing for English, ".ko" for Korean.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::English => "",
            Self::Korean => ".ko",
        }
    }

    /// The language that the environment asks for, by the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is
    /// not empty; English if that is none of ours.
    pub fn of_environment() -> Self {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable);
        Self::of_locale(&locale.unwrap_or_default())
    }

    /// The language of a POSIX locale, such as `ko_KR.UTF-8`.
    fn of_locale(locale: &str) -> Self {
        let code = locale.split(['_', '.', '-', '@']).next().unwrap_or("");
        Self::ALL.into_iter().find(|language| language.code() == code).unwrap_or(Self::English)
    }

    /// The content of its file; nothing for English.
    const fn file(self) -> Option<&'static str> {
        match self {
            Self::English => None,
            Self::Korean => Some(include_str!("../languages/ko.toml")),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|language| language.code() == text);
        found.ok_or_else(|| {
            format!("`{text}` is not a language of this program: en (English), ko (한국어)")
        })
    }
}

/// A translation: the section, the English text and its translation.
pub type Entry = (String, String, String);

/// Everything that the file of a language says, in alphabetical order of the sections and texts. Empty for
/// English.
///
/// # Errors
/// What is wrong with the file, and where.
pub fn entries(language: Language) -> Result<Vec<Entry>, String> {
    let Some(file) = language.file() else { return Ok(Vec::new()) };
    let table: toml::Table = file.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let mut entries = Vec::new();
    for (section, texts) in &table {
        let not_a_text = || format!("[{section}] is not a section of texts");
        for (english, text) in texts.as_table().ok_or_else(not_a_text)? {
            let text = text.as_str().ok_or_else(not_a_text)?;
            entries.push((section.clone(), english.clone(), text.to_owned()));
        }
    }
    Ok(entries)
}

/// `english` in the current language, or as it is if there is no translation.
pub fn translated(english: &str) -> &str {
    translation(english).unwrap_or(english)
}

/// The translation of `english` into the current language, if there is one.
pub fn translation(english: &str) -> Option<&'static str> {
    static KOREAN: LazyLock<HashMap<String, String>> = LazyLock::new(|| texts(Language::Korean));
    let texts = match current() {
        Language::English => return None,
        Language::Korean => &*KOREAN,
    };
    texts.get(english).map(String::as_str)
}

fn texts(language: Language) -> HashMap<String, String> {
    let entries = entries(language).expect("a test reads the file of every language");
    entries.into_iter().map(|(_, english, text)| (english, text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language_first() {
        let languages =
            ["ko_KR.UTF-8", "ko", "en_US.UTF-8", "kok_IN", "C", ""].map(Language::of_locale);
        let (en, ko) = (Language::English, Language::Korean);
        assert_eq!(languages, [ko, ko, en, en, en, en]);
    }

    #[test]
    fn a_language_is_named_by_its_code() {
        for language in Language::ALL {
            assert_eq!(language.to_string().parse(), Ok(language));
        }
        let error = "fr".parse::<Language>().unwrap_err();
        assert!(error.contains("`fr`") && error.contains("ko"), "{error}");
    }

    #[test]
    fn a_text_without_a_translation_stays_english() {
        let text = crate::within(Language::Korean, || translated("not in any file").to_owned());
        assert_eq!(text, "not in any file");
    }
}
