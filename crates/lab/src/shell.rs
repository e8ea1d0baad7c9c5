//! Words of a command line that a person pastes into a shell.

/// A word as a POSIX shell takes it: in quotes where it has a character that could mean something else.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/.:_-+,@%=".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.into(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_special_characters_is_quoted_for_the_shell() {
        let words = ["data/mnist", "ws://gpu:3000", "my data", "it's", "~/x", ""].map(quoted);
        assert_eq!(
            words,
            ["data/mnist", "ws://gpu:3000", "'my data'", r"'it'\''s'", "'~/x'", "''"]
        );
    }

    #[test]
    fn a_path_is_one_word_for_a_shell() {
        for (word, shown) in [
            ("../fashion", "../fashion"),
            ("my data", "'my data'"),
            ("it's", r"'it'\''s'"),
            ("$(rm x)", "'$(rm x)'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(word), shown);
        }
    }
}
