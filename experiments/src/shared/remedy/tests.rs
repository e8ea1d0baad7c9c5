use super::claims::{Pair, claims};
use crate::shared::epochs::ended;
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};
use training::epochs::{Curves, Plan};
use training::few_images::FewImages;
use training::remedy::{Remedy, Strengths};

const REMEDY: Remedy = Remedy {
    name: "weight decay",
    strength: "λ",
    apply: |plan, weight_decay| Plan { weight_decay, ..plan },
};

fn few_images() -> FewImages {
    FewImages {
        images: 300,
        hidden: vec![100; 6],
        learning_rate: 0.01,
        batch_size: 100,
        evaluate_every: 1,
        our_learning_rate: 0.1,
        our_iterations: 2000,
    }
}

fn strengths() -> Strengths {
    Strengths { epochs: 201, book: 0.1, range: vec![0.1, 0.3, 0.0, 0.01, 0.01], ours: 0.003 }
}

/// The verdicts where both settings end alike, without the remedy and with it.
fn verdicts(without: Curves, with: Curves) -> Vec<Verdict> {
    let arms = ["λ = 0", "λ = 0.1", "ours, λ = 0", "ours, λ = 0.003"];
    let ends = [&without, &with, &without, &with].map(|curves| vec![curves.clone(); 6]);
    let record = Record::made_up((), arms.into_iter().zip(ends));
    let claims = claims(&record, "V3", &REMEDY, &few_images(), &strengths());
    claims.into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn closing_the_gap_and_raising_test_accuracy_are_told_apart() {
    let without = || ended(1.0, 0.8, 10.0);
    let both = |gap, test| [gap, test, gap, test];
    assert_eq!(verdicts(without(), ended(1.0, 0.9, 9.0)), both(Holds, Holds));
    assert_eq!(verdicts(without(), ended(0.8, 0.7, 9.0)), both(Holds, DoesNotHold));
    assert_eq!(verdicts(without(), ended(1.0, 0.7, 9.0)), both(DoesNotHold, DoesNotHold));
    assert_eq!(verdicts(without(), without()), both(DoesNotHold, DoesNotHold));
    let diverged = Curves { diverged_at: Some(1), ..ended(1.0, 0.9, 1.0) };
    assert_eq!(verdicts(without(), diverged), both(Undecided, Undecided));
}

/// The sentence about the gap follows the verdict on it; the one about smaller strengths the range.
#[test]
fn a_reason_says_what_the_record_shows() {
    let with = |test: [f64; 2]| -> Vec<Curves> {
        (0..6).map(|seed| ended(0.95, test[seed % 2], 9.0)).collect()
    };
    let claims = |with: Vec<Curves>| {
        let ends = |test| vec![ended(1.0, test, 10.0); 6];
        let arms = [
            ("λ = 0", ends(0.8)),
            ("λ = 0.1", with),
            ("λ = 0.01", ends(0.85)),
            ("λ = 0.3", ends(0.9)),
            ("ours, λ = 0", ends(0.8)),
            ("ours, λ = 0.003", ends(0.82)),
        ];
        let record = Record::made_up((), arms);
        claims(&record, "V3", &REMEDY, &few_images(), &strengths())
    };
    let narrower = claims(with([0.79, 0.78]));
    let scattered = claims(with([0.79, 0.7]));
    assert_eq!([narrower[0].verdict, scattered[0].verdict], [Holds, Undecided]);
    assert_eq!([narrower[1].verdict, scattered[1].verdict], [DoesNotHold; 2]);
    let [narrower, scattered] = [narrower, scattered].map(|claims| {
        assert!(claims[2].explanation.contains("are the same number"), "{claims:?}");
        claims[1].explanation.clone()
    });
    assert!(narrower.contains("The gap narrows because"), "{narrower}");
    assert!(!scattered.contains("narrow"), "{scattered}");
    assert!(scattered.contains("falls as well, from 100.0 % to 95.0 %"), "{scattered}");
    assert!(scattered.contains("85.0 % with λ = 0.01"), "{scattered}");
    assert!(!scattered.contains("λ = 0.3"), "0.3 is more, not less: {scattered}");
    // Where the training accuracies differ, the two claims are different numbers.
    let learned = vec![ended(0.99, 0.82, 9.0); 6];
    let arms = [("ours, λ = 0", vec![ended(1.0, 0.8, 9.0); 6]), ("ours, λ = 0.003", learned)];
    let [without, with] = [0.0, 0.003].map(|strength| REMEDY.at_ours(strength));
    let pair = Pair { without, with, setting: String::new() };
    let apart = pair.how_chosen(&Record::made_up((), arms), &REMEDY);
    assert!(!apart.contains("same number"), "{apart}");
}
