//! Whether two measurements have the same bits, and where they do not.

use serde::Serialize;
use serde_json::Value;

/// Where a kept measurement differs from the one that was computed again, in words; `None` if every bit is the
/// same.
pub fn difference<M: Serialize>(kept: &M, again: &M) -> Option<String> {
    let text = |measured: &M| serde_json::to_string(measured).unwrap_or_default();
    let (kept, again) = (text(kept), text(again));
    if kept == again {
        return None;
    }
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let mut places = Vec::new();
    compare(&value(&kept), &value(&again), String::new(), &mut places);
    let first = places.first().cloned().unwrap_or_default();
    Some(match places.len() {
        0 | 1 => first,
        n => format!("{first}; {n} values differ"),
    })
}

fn compare(kept: &Value, again: &Value, place: String, places: &mut Vec<String>) {
    match (kept, again) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            let dot = if place.is_empty() { "" } else { "." };
            for (key, kept) in a {
                compare(kept, &b[key], format!("{place}{dot}{key}"), places);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() != b.len() => {
            places.push(format!(
                "{place} has {} values, and {} when computed again",
                a.len(),
                b.len()
            ));
        }
        (Value::Array(a), Value::Array(b)) => {
            for (i, (kept, again)) in a.iter().zip(b).enumerate() {
                compare(kept, again, format!("{place}[{i}]"), places);
            }
        }
        _ => {
            // As texts, because -0 and 0 are equal as numbers.
            let (kept, again) = (kept.to_string(), again.to_string());
            if kept != again {
                places.push(format!("{place} is {kept}, and {again} when computed again"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named_and_all_are_counted() {
        let of = |losses: &[f64], at: Option<u8>| serde_json::json!({"losses": losses, "at": at});
        let one = of(&[0.1, 0.2], None);
        assert_eq!(difference(&one, &one), None);
        let said = |other: &Value| difference(&one, other).unwrap();
        assert_eq!(said(&of(&[0.1, 0.3], None)), "losses[1] is 0.2, and 0.3 when computed again");
        assert_eq!(said(&of(&[0.1], None)), "losses has 2 values, and 1 when computed again");
        assert_eq!(
            said(&of(&[0.1, 0.2f64.next_up()], Some(3))),
            "at is null, and 3 when computed again; 2 values differ"
        );
        assert!(difference(&0.0, &-0.0).is_some());
    }
}
