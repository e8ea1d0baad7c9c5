//! The ids of statements in words.

/// `I3–I7` for `I3, I4, I5, I6, I7`: three or more consecutive ids become a range.
pub fn ranges(ids: &[&str]) -> String {
    let number = |id: &str| id.get(1..).and_then(|digits| digits.parse::<u32>().ok());
    let follows = |pair: &[&str]| {
        pair[0][..1] == pair[1][..1] && number(pair[0]).map(|n| n + 1) == number(pair[1])
    };
    match ids {
        [first, .., last] if ids.len() > 2 && ids.windows(2).all(follows) => {
            format!("{first}–{last}")
        }
        _ => ids.join(", "),
    }
}
