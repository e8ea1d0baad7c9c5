//! Numbers and texts that somebody else chose, in a length that fits a name, a cell of a table or an error.

use std::borrow::Cow;

/// A number of more characters than this is written in scientific notation.
const LONGEST_NUMBER: usize = 20;

/// A word of more characters than this is cut.
const LONGEST_WORD: usize = 60;

/// The number, such that it reads as the same number again: in full if that is short, otherwise in scientific
/// notation. So two numbers never look alike, and 1e-300 does not have 302 characters.
///
/// ```
/// use training::shown::number;
///
/// assert_eq!(["0.0003", "100", "-7"].map(|text| number(text.parse().unwrap())), ["0.0003", "100", "-7"]);
/// assert_eq!([1e-300, 1e30, f64::INFINITY].map(number), ["1e-300", "1e30", "inf"]);
/// ```
pub fn number(x: f64) -> String {
    let full = x.to_string();
    if full.len() <= LONGEST_NUMBER { full } else { format!("{x:e}") }
}

/// The text with the middle of every very long word left out, such as that of a number of 300 digits.
///
/// ```
/// assert_eq!(training::shown::text("not `short`"), "not `short`");
/// let long = format!("not `{}`", "7".repeat(300));
/// assert_eq!(training::shown::text(&long), format!("not `{}…{}`", "7".repeat(29), "7".repeat(19)));
/// ```
pub fn text(text: &str) -> Cow<'_, str> {
    let is_long = |word: &str| word.chars().nth(LONGEST_WORD).is_some();
    if !text.split(' ').any(is_long) {
        return text.into();
    }
    let shortened = |word: &str| -> String {
        if !is_long(word) {
            return word.into();
        }
        let letters: Vec<char> = word.chars().collect();
        let (start, end) = (&letters[..30], &letters[letters.len() - 20..]);
        start.iter().chain(&['…']).chain(end).collect()
    };
    text.split(' ').map(shortened).collect::<Vec<_>>().join(" ").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_is_short_and_reads_as_the_same(bits in any::<u64>()) {
            let x = f64::from_bits(bits);
            let text = number(x);
            prop_assert!(text.len() <= 24, "{}", text);
            let read: f64 = text.parse().unwrap();
            prop_assert!(read.to_bits() == bits || x.is_nan() && read.is_nan(), "{}", text);
        }

        #[test]
        fn any_text_becomes_short_words(words in "[a-zψ7` ]{0,300}") {
            let shown = text(&words);
            prop_assert!(shown.split(' ').all(|word| word.chars().count() <= LONGEST_WORD));
            prop_assert_eq!(shown.split(' ').count(), words.split(' ').count());
        }
    }
}
