//! Numbers and settings as the report writes them.

use std::fmt::Display;

use language::tr;

use crate::outcome::Outcome;
use crate::output::sentence;
use crate::table::number;
use crate::times::TimeTaken;
use crate::verdict::{Judged, Verdict, probability};

/// The heading and the reason for a claim that does not hold or is undecided.
pub fn what_and_why(judged: &Judged) -> (&'static str, String) {
    match judged.verdict {
        Verdict::Undecided => (tr!("Undecided"), sentence(&judged.note)),
        _ => (tr!("What does not hold"), judged.explanation().into()),
    }
}

/// A claim's effect and its interval, in words.
pub fn measured(judged: &Judged) -> String {
    let claim = judged.claim;
    if !claim.is_measured() {
        return judged.numbers();
    }
    let effect = tr!("measured {effect}", effect = number(claim.effect));
    match claim.interval {
        None => effect,
        Some((low, high)) => {
            let (low, high) = (number(low), number(high));
            effect + ", " + &tr!("95 % interval {low} to {high}", low, high)
        }
    }
}

/// How many seeds agree with a claim, and its p before and after the correction, in words; `None` where nothing is
/// random or measured.
pub fn chances(judged: &Judged) -> Option<String> {
    let claim = judged.claim;
    let agree = claim.agree.filter(|_| claim.is_measured());
    let agree = agree.map(|(agree, of)| tr!("{agree} of {of} seeds agree", agree, of));
    let p = claim.p.zip(judged.p_adjusted).filter(|_| claim.is_measured()).map(|(p, adjusted)| {
        let (p, adjusted) = (probability(p), probability(adjusted));
        tr!("p {p}, adjusted {adjusted}", p, adjusted)
    });
    let parts: Vec<String> = [agree, p].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// All numbers of a claim: its effect, its interval, the effect size, how many seeds agree, and p before and after
/// the correction, in words.
pub fn numbers(judged: &Judged) -> String {
    let size = judged.claim.interval.map(|_| judged.size());
    let parts = [Some(measured(judged)), size, chances(judged)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The range of seeds. A single seed comes with a word on whether the claims need more.
pub fn seeds(outcome: &Outcome) -> String {
    let over_seeds = outcome.views.claims.iter().any(|claim| claim.agree.is_some());
    match outcome.provenance.seeds.as_slice() {
        [] => String::new(),
        [one] if over_seeds => tr!("{one} only", one),
        [one] => tr!("{one} (one is enough)", one),
        [first, .., last] => tr!("{first} to {last}", first, last),
    }
}

/// The seconds that trials took; a lower bound if the time of some is not known.
pub fn time(taken: TimeTaken) -> String {
    let seconds = format!("{:.1}", taken.seconds);
    if taken.unknown > 0 { tr!("at least {seconds}", seconds) } else { seconds }
}

/// What a figure is called for those who do not see it.
pub fn figure_label(title: impl Display) -> String {
    tr!("Figure: {title}", title)
}

/// What a table is called for those who do not see it.
pub fn table_label(caption: impl Display) -> String {
    tr!("Table: {caption}", caption)
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
