//! The order of names in which 2 comes before 10.

use std::cmp::Ordering;

/// Compares two names: runs of digits by their value, everything else by its bytes.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let parts = parts(a).into_iter().map(key).cmp(parts(b).into_iter().map(key));
    parts.then_with(|| a.cmp(b))
}

/// A run of digits without leading zeros (shorter ones are smaller), or another text. Digits come first.
fn key(part: &str) -> (bool, usize, &str) {
    match part.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        true => {
            let digits = part.trim_start_matches('0');
            (false, digits.len(), digits)
        }
        false => (true, 0, part),
    }
}

/// The text as runs of digits and of other characters.
fn parts(text: &str) -> Vec<&str> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| is_digit(c) != is_digit(first)).unwrap_or(rest.len());
        parts.push(&rest[..end]);
        rest = &rest[end..];
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_value() {
        let sorted = [
            "",
            "0",
            "2",
            "10",
            "99999999999999999999998",
            "99999999999999999999999",
            "W2",
            "W10",
            "dense",
            "dense_1",
            "dense_10",
            "net.2.linear",
            "net.10.linear",
            "é1",
        ];
        for (i, a) in sorted.iter().enumerate() {
            for (j, b) in sorted.iter().enumerate() {
                assert_eq!(natural(a, b), i.cmp(&j), "{a} {b}");
            }
        }
        // Leading zeros do not change the value, and different names are never equal.
        assert_eq!(natural("l02", "l10"), Ordering::Less);
        assert_ne!(natural("l2", "l02"), Ordering::Equal);
    }
}
