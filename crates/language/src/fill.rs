//! Replaces placeholders by values.

use std::fmt::{Display, Write as _};

use crate::particles::particle;

/// `template` with each `{name}` replaced by its value. A pair of Korean particles, such as `{은/는}`, becomes the
/// one that fits the text before it. Braces around anything else stay as they are.
pub fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, braced)) = rest.split_once('{') {
        text += before;
        let Some((name, after)) = braced.split_once('}') else {
            return text + "{" + braced;
        };
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => {
                let _ = write!(text, "{value}");
            }
            None => match particle(name, &text) {
                Some(particle) => text += particle,
                None => {
                    let _ = write!(text, "{{{name}}}");
                }
            },
        }
        rest = after;
    }
    text + rest
}

/// Whether the placeholders of `template` are exactly `names`, each at least once.
pub const fn names_each(template: &str, names: &[&str]) -> bool {
    let bytes = template.as_bytes();
    let mut used = 0_u64;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'{' {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'}' {
                end += 1;
            }
            match place(bytes, at + 1, end, names) {
                Some(place) => used |= 1 << place,
                None => return false,
            }
            at = end;
        }
        at += 1;
    }
    used.count_ones() as usize == names.len()
}

/// The index of `bytes[from..to]` among the names.
const fn place(bytes: &[u8], from: usize, to: usize, names: &[&str]) -> Option<usize> {
    let mut place = 0;
    while place < names.len() {
        let name = names[place].as_bytes();
        let mut at = 0;
        while at < name.len() && from + at < to && name[at] == bytes[from + at] {
            at += 1;
        }
        if at == name.len() && from + at == to {
            return Some(place);
        }
        place += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_the_place_of_their_names() {
        let text = fill("{n} of {all} seeds, {n}", &[("n", &3), ("all", &"ten")]);
        assert_eq!(text, "3 of ten seeds, 3");
        // A value that looks like a placeholder is not one.
        assert_eq!(fill("{a}{b}", &[("a", &"{b}"), ("b", &1)]), "{b}1");
        assert_eq!(fill("{unknown} and {", &[]), "{unknown} and {");
    }

    #[test]
    fn a_particle_fits_the_value_before_it() {
        let of = |value: &str| fill("{x}{은/는} {x}{으로/로}", &[("x", &value)]);
        assert_eq!(of("학습률"), "학습률은 학습률로");
        assert_eq!(of("가중치"), "가중치는 가중치로");
        assert_eq!(of("0.3"), "0.3은 0.3으로");
    }

    #[test]
    fn placeholders_and_values_must_match() {
        assert!(names_each("a {b} {c} {b}", &["b", "c"]));
        assert!(names_each("nothing", &[]));
        assert!(!names_each("{b}", &[]), "a placeholder without a value");
        assert!(!names_each("{b}", &["b", "c"]), "a value without a placeholder");
        assert!(!names_each("{bc}", &["b"]) && !names_each("{b}", &["bc"]));
        assert!(!names_each("{b:.2}", &["b"]), "a format");
    }
}
