//! Numbers, settings and titles as the report writes them.

use crate::outcome::Outcome;
use crate::output::sentence;
use crate::table::number;
use crate::times::TimeTaken;
use crate::verdict::{Claim, Verdict};

/// The heading and the reason for a claim that does not hold or is undecided.
pub fn what_and_why(claim: &Claim) -> (&'static str, String) {
    match claim.verdict {
        Verdict::Undecided => ("Undecided", sentence(&claim.note)),
        _ => ("What does not hold", claim.explanation.clone()),
    }
}

/// A claim's effect, its interval and how many seeds agree, in words.
pub fn numbers(claim: &Claim) -> String {
    if !claim.is_measured() {
        return claim.numbers();
    }
    let mut text = format!("measured {}", number(claim.effect));
    if let Some((low, high)) = claim.interval {
        text += &format!(", 95 % interval {} to {}", number(low), number(high));
    }
    if let Some((agree, of)) = claim.agree {
        text += &format!(", {agree} of {of} seeds agree");
    }
    text
}

/// The range of seeds. A single seed comes with a word on whether the claims need more.
pub fn seeds(outcome: &Outcome) -> String {
    let over_seeds = outcome.claims.iter().any(|claim| claim.agree.is_some());
    match outcome.provenance.seeds.as_slice() {
        [] => String::new(),
        [one] if over_seeds => format!("{one} only"),
        [one] => format!("{one} (one is enough)"),
        [first, .., last] => format!("{first} to {last}"),
    }
}

/// The seconds that trials took; a lower bound if the time of some is not known.
pub fn time(taken: TimeTaken) -> String {
    let at_least = if taken.unknown > 0 { "at least " } else { "" };
    format!("{at_least}{:.1}", taken.seconds)
}

/// A setting's value as one would write it for its flag.
pub fn setting(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(setting).collect::<Vec<_>>().join(","),
        Value::Object(values) => {
            let pair = |(name, value): (&String, &Value)| format!("{name}={}", setting(value));
            values.iter().map(pair).collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}

/// The English part of "English · 한국어".
pub fn english(title: &str) -> &str {
    title.split(" · ").next().unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_undecided_claim_is_named_with_what_would_decide_it() {
        let of = |values: &[f64]| {
            let claim = crate::verdict::claim("X", "").otherwise("Because.").above(0.0, values);
            what_and_why(&claim)
        };
        let undecided = of(&[-1.0, 5.0, 2.0, 2.0, 2.0, 2.0]);
        assert_eq!(undecided, ("Undecided", "About 14 seeds may decide it.".into()));
        assert_eq!(of(&[-1.0; 6]), ("What does not hold", "Because.".into()));
    }

    #[test]
    fn settings_are_written_as_flags() {
        let value = serde_json::json!({"SGD": 0.5, "Adam": 0.1});
        assert_eq!(setting(&value), "Adam=0.1,SGD=0.5");
        assert_eq!(setting(&serde_json::json!([100, 50])), "100,50");
    }
}
