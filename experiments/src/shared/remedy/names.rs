//! The names of a remedy, its strength and its arms in the current language. Records have the English ones.

use language::tr;
use training::remedy::Remedy;
use training::shown;

/// The remedy's name within a sentence.
pub fn name(remedy: &Remedy) -> &'static str {
    match remedy.name {
        "dropout" => tr!("dropout"),
        "weight decay" => tr!("weight decay"),
        other => other,
    }
}

/// The name of its strength.
pub fn strength(remedy: &Remedy) -> &'static str {
    match remedy.strength {
        "ratio" => tr!("ratio"),
        other => other,
    }
}

/// The remedy with this strength: "λ = 0.1".
pub fn at(remedy: &Remedy, x: f64) -> String {
    format!("{} = {}", strength(remedy), shown::number(x))
}

/// An arm of the record as it is shown.
pub fn arm(remedy: &Remedy, arm: &str) -> String {
    let one = |text: &str| match text.strip_prefix(remedy.strength) {
        Some(rest) => format!("{}{rest}", strength(remedy)),
        None => text.to_owned(),
    };
    let both = |text: &str| match text.split_once(" and ") {
        Some((a, b)) => tr!("{a} and {b}", a = one(a), b = one(b)),
        None => one(text),
    };
    match arm.split_once(", ") {
        Some(("drawn images", rest)) => tr!("drawn images, {strength}", strength = both(rest)),
        Some(("ours", rest)) => tr!("ours, {strength}", strength = both(rest)),
        _ => both(arm),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use language::{Language, within};

    #[test]
    fn an_arm_is_shown_by_its_name_and_translated_in_all_its_parts() {
        let remedy = Remedy { name: "dropout", strength: "ratio", apply: |plan, _| plan };
        let arms = ["ratio = 0.2", "drawn images, ratio = 0", "ours, ratio = 0.05 and λ = 0.003"];
        assert_eq!(arms.map(|name| arm(&remedy, name)), arms);
        let korean = within(Language::Korean, || arms.map(|name| arm(&remedy, name)));
        assert!(
            korean.iter().all(|name| !name.contains(|c: char| c.is_ascii_alphabetic())),
            "{korean:?}"
        );
    }
}
