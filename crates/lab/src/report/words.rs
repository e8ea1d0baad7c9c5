//! Numbers, settings and titles as the report writes them.

use crate::outcome::Outcome;
use crate::output::sentence;
use crate::table::number;
use crate::times::TimeTaken;
use crate::verdict::{Judged, Verdict, probability};

/// The heading and the reason for a claim that does not hold or is undecided.
pub fn what_and_why(judged: &Judged) -> (&'static str, String) {
    match judged.verdict {
        Verdict::Undecided => ("Undecided", sentence(&judged.note)),
        _ => ("What does not hold", judged.explanation().into()),
    }
}

/// A claim's effect, its interval, the effect size, how many seeds agree, and p before and after the
/// correction, in words.
pub fn numbers(judged: &Judged) -> String {
    let claim = judged.claim;
    if !claim.is_measured() {
        return judged.numbers();
    }
    let mut text = format!("measured {}", number(claim.effect));
    if let Some((low, high)) = claim.interval {
        let (low, high) = (number(low), number(high));
        text += &format!(", 95 % interval {low} to {high}, {}", judged.size());
    }
    if let Some((agree, of)) = claim.agree {
        text += &format!(", {agree} of {of} seeds agree");
    }
    if let Some((p, adjusted)) = claim.p.zip(judged.p_adjusted) {
        text += &format!(", p {}, adjusted {}", probability(p), probability(adjusted));
    }
    text
}

/// The range of seeds. A single seed comes with a word on whether the claims need more.
pub fn seeds(outcome: &Outcome) -> String {
    let over_seeds = outcome.views.claims.iter().any(|claim| claim.agree.is_some());
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
    use crate::verdict::Judgement;

    #[test]
    fn an_undecided_claim_is_named_with_what_would_decide_it() {
        let of = |values: &[f64]| {
            let claim = crate::verdict::claim("X", "").otherwise("Because.").above(0.0, values);
            what_and_why(&Judgement::of("X", [&claim]).claims[0])
        };
        let (heading, why) = of(&[-1.0, 5.0, 2.0, 2.0, 2.0, 2.0]);
        assert!(
            heading == "Undecided" && why.contains("--seeds 28") && why.ends_with('.'),
            "{why}"
        );
        assert_eq!(of(&[-1.0; 6]), ("What does not hold", "Because.".into()));
    }

    #[test]
    fn settings_are_written_as_flags() {
        let value = serde_json::json!({"SGD": 0.5, "Adam": 0.1});
        assert_eq!(setting(&value), "Adam=0.1,SGD=0.5");
        assert_eq!(setting(&serde_json::json!([100, 50])), "100,50");
    }
}
