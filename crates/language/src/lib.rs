//! Texts for a reader, in English and in other languages.
//!
//! The English text stays in the source, where it is used, and is the key to its translations, so that the code of
//! an experiment remains readable. The translations into a language are in one [TOML](https://toml.io) file, such as
//! `languages/ko.toml`: lines of the form `"English" = "한국어"`, in sections by the place in the source.
//!
//! ```
//! use language::{Language, tr, within};
//!
//! let crossings = 30;
//! let title = || tr!("SGD crosses the floor of the valley {crossings} times", crossings);
//! assert_eq!(title(), "SGD crosses the floor of the valley 30 times");
//! let korean = within(Language::Korean, title);
//! assert_eq!(korean, "SGD는 골짜기 바닥을 30번 가로지릅니다");
//! ```
//!
//! | | |
//! |---|---|
//! | [`tr!`] | a text in the current language |
//! | [`message!`] and [`translated`] | a constant text, marked where it is written and translated where it is shown |
//! | [`current`], [`speak`], [`within`] | the current language: of the process, and of a closure on this thread |
//! | [`Language::of_environment`] | the language that `LC_ALL`, `LC_MESSAGES` or `LANG` ask for |
//!
//! A text without a translation appears in English. The tests of the workspace (`tests/languages`) find every
//! text in the source that a language lacks, and every translation whose English is no longer in the source.
//!
//! The format is this simple because little is needed: no plural forms (the source chooses the sentence), but texts
//! in two languages within one run. Of the maintained crates with English keys, `rust-i18n` 3 depends on 55 other
//! crates, and `tr` has one language for the whole process, so that two tests would disturb each other.

mod catalogue;
mod code;
mod current;
mod fill;
mod particles;

pub use catalogue::{entries, translated, translation};
pub use code::Language;
pub use current::{current, speak, within};
pub use fill::{fill, names_each};

/// A text in the current language: `tr!("no values")` is a `&'static str`, `tr!("{n} seeds", n)` and
/// `tr!("{n} seeds", n = seeds.len())` are a `String`.
///
/// The placeholders are names in braces without a format: a value that needs one is formatted before it is passed.
/// The macro does not compile if a placeholder has no value, or a value no placeholder.
#[macro_export]
macro_rules! tr {
    ($english:literal $(,)?) => {{
        const { assert!($crate::names_each($english, &[]), "a placeholder without a value") };
        $crate::translated($english)
    }};
    ($english:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {{
        const {
            assert!(
                $crate::names_each($english, &[$(stringify!($name)),+]),
                "each placeholder needs a value, and each value a placeholder"
            )
        };
        $crate::fill($crate::translated($english), &[$((stringify!($name), &$crate::value!($name $(= $value)?))),+])
    }};
}

/// The value of a placeholder: an expression, or the variable of its name.
#[doc(hidden)]
#[macro_export]
macro_rules! value {
    ($name:ident) => {
        $name
    };
    ($name:ident = $value:expr) => {
        $value
    };
}

/// Marks a constant text that is translated where it is shown, by [`translated`]. The macro expands to the text itself.
#[macro_export]
macro_rules! message {
    ($english:literal) => {
        $english
    };
}

// The example of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
