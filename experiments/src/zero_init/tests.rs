//! The claims on made-up records.

use super::*;
use lab::record::Record;
use lab::verdict::Verdict;

fn made_up(alike: usize, random: usize, accuracies: [f64; 2]) -> RecordOf<ZeroInit> {
    let settings = Settings {
        equal: 0.01,
        hidden: vec![10],
        learning_rate: 0.1,
        iterations: 1,
        batch_size: 1,
    };
    let measured = |distinct: usize, test_accuracy: f64| {
        vec![
            Measured {
                distinct_before: vec![1],
                distinct_after: vec![distinct],
                test_accuracy,
                diverged_at: None,
            };
            10
        ]
    };
    let arms = [
        ("all zero", measured(alike, accuracies[0])),
        ("all equal", measured(alike, accuracies[0])),
        ("He", measured(random, accuracies[1])),
    ];
    Record::made_up(settings, arms)
}

#[test]
fn the_claims_can_come_out_either_way() {
    let verdicts =
        |record| -> Vec<Verdict> { ZeroInit::claims(&record).iter().map(|c| c.verdict).collect() };
    assert_eq!(verdicts(made_up(1, 10, [0.2, 0.9])), [Verdict::Holds; 4]);
    assert_eq!(verdicts(made_up(2, 6, [0.9, 0.2])), [Verdict::DoesNotHold; 4]);
}

#[test]
fn a_network_that_diverged_decides_nothing() {
    let mut record = made_up(1, 10, [0.2, 0.9]);
    record.arms[2].trials[3].measured.diverged_at = Some(0);
    let claims = ZeroInit::claims(&record);
    assert_eq!(claims.len(), 4);
    for claim in claims {
        assert_eq!((claim.verdict, claim.note.as_str()), (Verdict::Undecided, "He diverged"));
    }
    assert_eq!(ZeroInit::table(&record).rows[2][0], "He (1 of 10 diverged)");
}

#[test]
fn the_title_states_what_was_found() {
    let title = |record| match ZeroInit::figures(&record).remove(0).1 {
        Drawing::Figure(figure) => figure.title().to_owned(),
        Drawing::Diagram(_) => unreachable!("it has axes"),
    };
    assert_eq!(
        title(made_up(1, 10, [0.2, 0.9])),
        "Neurons that start alike stay alike: a layer of 10 is worth one"
    );
    let neutral = "How many neurons become distinct from three kinds of initial weights";
    assert_eq!(title(made_up(2, 10, [0.2, 0.9])), neutral);
    assert_eq!(title(made_up(1, 1, [0.2, 0.9])), neutral);
}
