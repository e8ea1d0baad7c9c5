use super::claims::{Pair, claims};
use super::explore::explorer;
use super::figure;
use crate::shared::epochs::ended;
use lab::record::Record;
use lab::verdict::Claim;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};
use training::epochs::{Curves, Plan};
use training::few_images::{FewImages, Ours};
use training::remedy::{Comparison, Remedy};

const REMEDY: Remedy = Remedy {
    name: "weight decay",
    strength: "λ",
    apply: |plan, weight_decay| Plan { weight_decay, ..plan },
};

/// Without the remedy and with it: on the book's images, on drawn ones, and at our own setting.
const ARMS: [&str; 6] = [
    "λ = 0",
    "λ = 0.1",
    "drawn images, λ = 0",
    "drawn images, λ = 0.1",
    "ours, λ = 0",
    "ours, λ = 0.003",
];

fn comparison() -> Comparison {
    let few_images = FewImages {
        images: 300,
        hidden: vec![100; 6],
        learning_rate: 0.01,
        batch_size: 100,
        evaluate_every: 1,
    };
    let ours = Ours { images: 1000, hidden: &[100; 2], learning_rate: 0.1, iterations: 1000 };
    Comparison {
        remedy: REMEDY,
        epochs: 201,
        book: few_images.book(201),
        strength: 0.1,
        range: vec![0.1, 0.3, 0.0, 0.01, 0.01],
        ours: few_images.ours(&ours),
        our_strength: 0.003,
    }
}

fn of_record(arms: impl IntoIterator<Item = (&'static str, Vec<Curves>)>) -> Vec<Claim> {
    claims(&Record::made_up((), arms), "V3", &comparison())
}

/// The verdicts where all settings end alike, without the remedy and with it.
fn verdicts(without: Curves, with: Curves) -> Vec<Verdict> {
    let ends = [without, with].map(|curves| vec![curves; 10]);
    let arms = ARMS.into_iter().enumerate().map(|(i, arm)| (arm, ends[i % 2].clone()));
    of_record(arms).into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn closing_the_gap_and_raising_test_accuracy_are_told_apart() {
    let without = || ended(1.0, 0.8, 10.0);
    let both = |gap, test| [gap, test, gap, test, test];
    assert_eq!(verdicts(without(), ended(1.0, 0.9, 9.0)), both(Holds, Holds));
    assert_eq!(verdicts(without(), ended(0.8, 0.7, 9.0)), both(Holds, DoesNotHold));
    assert_eq!(verdicts(without(), ended(1.0, 0.7, 9.0)), both(DoesNotHold, DoesNotHold));
    assert_eq!(verdicts(without(), without()), both(DoesNotHold, DoesNotHold));
    let diverged = Curves { diverged_at: Some(1), ..ended(1.0, 0.9, 1.0) };
    assert_eq!(verdicts(without(), diverged), both(Undecided, Undecided));
}

/// What holds on the book's images need not hold on others, and a claim says which images it is about.
#[test]
fn each_pair_of_claims_is_about_its_own_images() {
    let ends = |test| vec![ended(1.0, test, 10.0); 10];
    let tests = [0.7, 0.8, 0.7, 0.6, 0.7, 0.8];
    let claims = of_record(ARMS.into_iter().zip(tests.map(ends)));
    let verdicts: Vec<Verdict> = claims.iter().map(|claim| claim.verdict).collect();
    assert_eq!(verdicts, [Holds, Holds, DoesNotHold, DoesNotHold, Holds]);
    let says = |i: usize, text: &str| assert!(claims[i].sentence.contains(text), "{claims:?}");
    says(0, "on the book's 300 images");
    says(2, "on 300 images that each seed draws");
    says(4, "1000 images that each seed draws");
    assert!(claims[1].explanation.contains("a fact about these images"), "{claims:?}");
}

/// The sentence about the gap follows the verdict on it; the one about smaller strengths the range.
#[test]
fn a_reason_says_what_the_record_shows() {
    let with = |test: [f64; 2]| -> Vec<Curves> {
        (0..10).map(|seed| ended(0.95, test[seed % 2], 9.0)).collect()
    };
    let claims = |with: Vec<Curves>| {
        let ends = |test| vec![ended(1.0, test, 10.0); 10];
        of_record([
            ("λ = 0", ends(0.8)),
            ("λ = 0.1", with),
            ("λ = 0.01", ends(0.85)),
            ("λ = 0.3", ends(0.9)),
            ("ours, λ = 0", ends(0.8)),
            ("ours, λ = 0.003", ends(0.82)),
        ])
    };
    let narrower = claims(with([0.79, 0.78]));
    let scattered = claims(with([0.9, 0.6]));
    assert_eq!([narrower[0].verdict, scattered[0].verdict], [Holds, Undecided]);
    assert_eq!([narrower[1].verdict, scattered[1].verdict], [DoesNotHold, Undecided]);
    assert!(narrower[4].explanation.contains("by exactly as much"), "{narrower:?}");
    let reason = &narrower[1].explanation;
    assert!(reason.contains("The gap narrows because"), "{reason}");
    assert!(reason.contains("85.0 % with λ = 0.01"), "{reason}");
    assert!(!reason.contains("λ = 0.3"), "0.3 is more, not less: {reason}");
    // Where test accuracy falls and the gap is undecided.
    let wider = claims((0..10).map(|seed| ended(0.75 + 0.03 * seed as f64, 0.7, 9.0)).collect());
    assert_eq!([wider[0].verdict, wider[1].verdict], [Undecided, DoesNotHold]);
    assert!(!wider[1].explanation.contains("narrow"), "{wider:?}");
    assert!(wider[1].explanation.contains("falls as well, from 100.0 % to 88.5 %"), "{wider:?}");
    // Where the training accuracies differ, it does not.
    let learned = vec![ended(0.99, 0.82, 9.0); 10];
    let arms = [("ours, λ = 0", vec![ended(1.0, 0.8, 9.0); 10]), ("ours, λ = 0.003", learned)];
    let [without, with] = [0.0, 0.003].map(|strength| REMEDY.at_ours(strength));
    let pair = Pair { without, with, setting: String::new() };
    let apart = pair.how_chosen(&Record::made_up((), arms), &REMEDY).join(" ");
    assert!(!apart.contains("by exactly as much"), "{apart}");
}

/// The title states what the record shows, and nothing if it shows nothing.
#[test]
fn a_title_follows_the_record() {
    let title = |tests: [f64; 6], seeds: usize| {
        let arms = ARMS.into_iter().zip(tests.map(|test| vec![ended(1.0, test, 10.0); seeds]));
        figure::curves(&Record::made_up((), arms), &comparison()).title().to_owned()
    };
    let (mixed, same) = ([0.8, 0.7, 0.8, 0.7, 0.8, 0.82], [0.8; 6]);
    assert_eq!(
        title(mixed, 10),
        "At the book's setting, weight decay lowers test accuracy by 10.0 points; at our own, it raises it by 2.0 \
         points"
    );
    assert!(title([0.8, 0.9, 0.8, 0.9, 0.8, 0.82], 10).starts_with("Weight decay raises"));
    let neutral = "Training and test accuracy with and without weight decay";
    assert_eq!([title(mixed, 1), title(same, 10)], [neutral; 2]);
}

/// Test accuracy with each strength of the range at the book's setting, at so many seeds.
fn of_range(seeds: usize) -> Record<(), Curves> {
    let tests = [("λ = 0", 0.8), ("λ = 0.01", 0.85), ("λ = 0.1", 0.7), ("λ = 0.3", 0.8)];
    Record::made_up((), tests.map(|(arm, test)| (arm, vec![ended(1.0, test, 10.0); seeds])))
}

/// The best is named as the best of those tried, and with one seed nothing is said.
#[test]
fn the_title_of_the_range_follows_the_record() {
    let title = |seeds| figure::range(&of_range(seeds), &comparison()).title().to_owned();
    assert_eq!(
        title(10),
        "At the book's setting, λ = 0.01 has the highest mean test accuracy of those tried; λ = 0.1 lowers it \
         by 10.0 points"
    );
    assert_eq!(title(1), "Accuracies at the end, by strength of weight decay");
}

/// What the reader of the explorer is told about test accuracy.
#[test]
fn an_explorer_says_only_what_the_seeds_decide() {
    let stories = |seeds| -> Vec<String> {
        let record = of_range(seeds);
        let explorer = explorer(&record, &comparison(), ["x", "V3"], ["strength", "λ"]);
        explorer.states.iter().filter_map(|slots| slots.last().cloned()).collect()
    };
    let told = stories(10);
    let says = ["the same as", "5.0 points higher", "10.0 points lower", "the same as"];
    assert!(told.iter().zip(says).all(|(story, says)| story.contains(says)), "{told:?}");
    let told = stories(1);
    let says = ["the same as", "do not decide", "do not decide", "the same as"];
    assert!(told.iter().zip(says).all(|(story, says)| story.contains(says)), "{told:?}");
}
