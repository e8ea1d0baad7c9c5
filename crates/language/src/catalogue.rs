//! The translations in the file of a language.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::code::Language;
use crate::current::current;

/// A translation: the section, the English text and its translation.
pub type Entry = (String, String, String);

/// All translations in the file of a language, in alphabetical order of the sections and texts; none for English.
///
/// # Errors
/// If the file cannot be read: what is wrong with it, and where.
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

/// `english` in the current language, or unchanged if there is no translation.
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
    fn a_text_without_a_translation_stays_english() {
        let text = crate::within(Language::Korean, || translated("not in any file").to_owned());
        assert_eq!(text, "not in any file");
    }
}
