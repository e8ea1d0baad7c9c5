//! The languages.

use std::fmt;
use std::str::FromStr;

/// A language in which texts are shown.
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

    /// The code of the language in HTML, in file names and on the command line: "en", "ko".
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// The name of the language in the language itself.
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
    /// not empty; English if that names none of [`Language::ALL`].
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

    /// The content of the language's file; nothing for English.
    pub(crate) const fn file(self) -> Option<&'static str> {
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
        let found =
            Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(text));
        found.ok_or_else(|| "allowed: en (English), ko (한국어)".into())
    }
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
        assert_eq!("KO".parse(), Ok(Language::Korean));
        // The value itself is shown, and made visible, by the command line.
        let error = "fr".parse::<Language>().unwrap_err();
        assert!(!error.contains("fr") && error.contains("ko"), "{error}");
    }
}
