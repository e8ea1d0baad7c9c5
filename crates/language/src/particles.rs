//! Korean particles, whose form depends on the sound before them.

/// How the word before a particle ends.
#[derive(Clone, Copy, PartialEq)]
enum Ending {
    Vowel,
    /// ㄹ, after which 으로 becomes 로, as after a vowel.
    Rieul,
    Consonant,
}

/// The particle that fits `before`, of a pair such as `은/는` or `으로/로`: the form after a consonant first. `None`
/// if `pair` is not a pair of Hangul.
pub fn particle<'a>(pair: &'a str, before: &str) -> Option<&'a str> {
    let (after_consonant, after_vowel) = pair.split_once('/')?;
    let is_hangul =
        |text: &str| !text.is_empty() && text.chars().all(|c| ('가'..='힣').contains(&c));
    if !is_hangul(after_consonant) || !is_hangul(after_vowel) {
        return None;
    }
    Some(match ending(before) {
        Ending::Consonant => after_consonant,
        Ending::Rieul if !after_consonant.starts_with('으') => after_consonant,
        Ending::Rieul | Ending::Vowel => after_vowel,
    })
}

/// How the last letter or digit of the text sounds when it is read aloud.
fn ending(text: &str) -> Ending {
    // What is in parentheses is not read aloud if something precedes it.
    let text = match text.trim_end().strip_suffix(')').and_then(|inside| inside.rsplit_once('(')) {
        Some((before, _)) if before.chars().any(char::is_alphanumeric) => before,
        _ => text,
    };
    let last = text.chars().rev().find(|c| c.is_alphanumeric() || *c == '%');
    match last {
        Some(c @ '가'..='힣') => match (c as u32 - '가' as u32) % 28 {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        },
        // 영, 일, 삼, 육, 칠, 팔; the others end in a vowel.
        Some('0' | '3' | '6') => Ending::Consonant,
        Some('1' | '7' | '8') => Ending::Rieul,
        // 아담, 모멘텀, 엠, 엔; 엘. Latin letters and words are read in many ways: these are the frequent ones.
        Some('m' | 'M' | 'n' | 'N') => Ending::Consonant,
        Some('l' | 'L') => Ending::Rieul,
        _ => Ending::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_follows_the_sound() {
        let topic = |before| particle("은/는", before).unwrap();
        for (before, expected) in [
            ("모멘텀", "은"),
            ("기울기", "는"),
            ("SGD", "는"),
            ("Adam", "은"),
            ("AdaGrad", "는"),
            ("10", "은"),
            ("0.95", "는"),
            ("12.3 %", "는"),
            ("0.7", "은"),
            ("모멘텀(α = 0.9)", "은"),
            ("`기울기`", "는"),
            ("", "는"),
        ] {
            assert_eq!(topic(before), expected, "{before}");
        }
        let by =
            ["학습률", "값", "바이어스", "1"].map(|before| particle("으로/로", before).unwrap());
        assert_eq!(by, ["로", "으로", "로", "로"]);
    }

    #[test]
    fn anything_else_is_no_particle() {
        assert_eq!(["n", "a/b", "은/", "/는", "은는"].map(|pair| particle(pair, "값")), [None; 5]);
    }
}
