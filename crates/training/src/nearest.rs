//! Which name a mistyped one stands for.

use strsim::damerau_levenshtein;

/// More equally good suggestions than these are none.
const MOST: usize = 3;

/// "did you mean SGD?": the names that are closest to `text`, whatever the case of its letters; `None` if no name
/// is close to it.
///
/// ```
/// use training::nearest::did_you_mean;
///
/// assert_eq!(did_you_mean("SDG", ["SGD", "Adam"]).unwrap(), "did you mean SGD?");
/// assert_eq!(did_you_mean("x", ["SGD", "Adam"]), None);
/// ```
pub fn did_you_mean<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let text = text.trim().to_lowercase();
    let far = 1 + (text.chars().count() / 3).max(1);
    let distances: Vec<(usize, &str)> = names
        .into_iter()
        .map(|name| match name.to_lowercase() {
            // The beginning of a name is closer than any mistake.
            lower if text.len() > 2 && lower.starts_with(&text) => (0, name),
            lower => (damerau_levenshtein(&text, &lower), name),
        })
        .collect();
    let least =
        distances.iter().map(|(distance, _)| *distance).min().filter(|least| *least < far)?;
    let closest = distances.iter().filter(|(distance, _)| *distance == least);
    match closest.map(|(_, name)| *name).collect::<Vec<_>>().as_slice() {
        [one] => Some(format!("did you mean {one}?")),
        [first @ .., last] if first.len() < MOST => {
            Some(format!("did you mean {} or {last}?", first.join(", ")))
        }
        _ => None,
    }
}

/// What is wrong with a name that is none of `names`: which one was probably meant, or which are allowed.
pub fn unknown(text: &str, names: &[&str]) -> String {
    let suggestion = did_you_mean(text, names.iter().copied());
    suggestion.unwrap_or_else(|| format!("allowed: {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_names_are_suggested_and_no_others() {
        let of =
            |text| did_you_mean(text, ["SGD", "Adam", "AdamW", "AdaGrad", "RMSProp", "O1", "O2"]);
        let one = |name: &str| Some(format!("did you mean {name}?"));
        assert_eq!(of("SDG"), one("SGD"));
        assert_eq!(of(" rmsprob "), one("RMSProp"));
        assert_eq!(of("adagard"), one("AdaGrad"));
        assert_eq!(of("ada"), one("Adam, AdamW or AdaGrad"));
        assert_eq!(of("O9"), one("O1 or O2"));
        assert_eq!(["Z9", "", "momentum"].map(of), [None, None, None]);
        assert_eq!(did_you_mean("O9", ["O1", "O2", "O3", "O4"]), None);
    }
}
