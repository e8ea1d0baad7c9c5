use super::settings::Settings;
use super::trial::Overfitting;
use lab::cli::default_settings;
use lab::experiment::{Drawing, Experiment, RecordOf};
use lab::record::Record;
use lab::verdict::Claim;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};
use training::epochs::{Curves, Plan};

/// A record of ten seeds in which the gap of an arm is about what `gap` returns for its plan.
fn record(settings: Settings, gap: impl Fn(&Plan) -> f64) -> RecordOf<Overfitting> {
    let curves = |plan: &Plan, seed: usize| Curves {
        training: vec![1.0],
        test: vec![1.0 - gap(plan) - 0.001 * seed as f64],
        ..Curves::default()
    };
    let arms = Overfitting::arms(&settings).into_iter().map(|arm| {
        let trials = (0..10).map(|seed| curves(&arm.plan, seed)).collect();
        (arm.name, trials)
    });
    let arms: Vec<_> = arms.collect();
    Record::made_up(settings, arms)
}

fn claims(settings: Settings, gap: impl Fn(&Plan) -> f64) -> Vec<Claim> {
    super::claims::claims(&record(settings, gap))
}

/// The titles of the figures about size, images and initial weights.
fn titles(settings: Settings, gap: impl Fn(&Plan) -> f64) -> Vec<String> {
    let figures = super::figure::figures(&record(settings, gap));
    let title = |(_, drawing): (_, Drawing)| match drawing {
        Drawing::Figure(figure) => figure.title().to_owned(),
        Drawing::Diagram(_) => String::new(),
    };
    figures.into_iter().map(title).collect()
}

fn overfits_more(plan: &Plan) -> f64 {
    let size = plan.hidden[0] as f64 * plan.hidden.len() as f64;
    0.1 + 1e-4 * size + 0.01 * plan.initial_scale - 1e-6 * plan.images.count() as f64
}

#[test]
fn the_rules_tell_true_from_false() {
    let of = |id: &str, gap: &dyn Fn(&Plan) -> f64| -> Vec<Verdict> {
        let claims = claims(default_settings::<Overfitting>(), gap);
        claims
            .into_iter()
            .filter(|claim| claim.statement == id)
            .map(|claim| claim.verdict)
            .collect()
    };
    for (id, claims) in [("V1", 3), ("V2", 2), ("I1", 2)] {
        assert_eq!(of(id, &overfits_more), vec![Holds; claims], "{id}");
        assert_eq!(of(id, &|plan| 0.5 - overfits_more(plan)), vec![DoesNotHold; claims], "{id}");
        assert_eq!(of(id, &|_| 0.2), vec![DoesNotHold; claims], "{id}");
        assert_eq!(of(id, &|_| f64::NAN), vec![Undecided; claims], "{id}");
    }
}

/// A title states what the record shows, and nothing if it shows nothing.
#[test]
fn a_title_follows_the_record() {
    let settings = default_settings::<Overfitting>;
    assert_eq!(
        titles(settings(), overfits_more),
        [
            "The gap is widest with the most neurons per layer: 300. From 1 to 6 hidden layers it grows by 5.0 points",
            "More training images narrow the gap: from 13.4 points with 100 to 12.5 with 10,000",
            "The smaller the initial weights, the narrower the gap",
        ]
    );
    // Ten neurons and He's weights are special.
    let in_between = |plan: &Plan| match (plan.hidden[0], plan.initial_scale) {
        (10, _) => 0.4,
        (_, 1.0) => 0.2,
        _ => 0.3,
    };
    let found = titles(settings(), in_between);
    assert!(found[0].starts_with("The gap is widest with 10 neurons per layer"), "{found:?}");
    assert_eq!(found[2], "Initial weights larger than He's widen the gap, and so do smaller ones");
    // Smaller initial weights change nothing, which is not the same as no effect.
    let larger = |plan: &Plan| if plan.initial_scale > 1.0 { 0.3 } else { 0.2 };
    assert_eq!(titles(settings(), larger)[2], "Initial weights larger than He's widen the gap");
    assert!(titles(settings(), |_| 0.2).iter().all(|title| title.starts_with("How far")));
}

/// Each statement has a figure.
#[test]
fn the_figures_belong_to_the_statements_in_order() {
    let figures = super::figure::figures(&record(default_settings::<Overfitting>(), overfits_more));
    let at: Vec<_> = figures.iter().map(|(name, _)| super::figure::shown_at(name)).collect();
    assert_eq!(at, Overfitting::ABOUT.statements);
}

/// Where the settings leave nothing to compare, a claim is undecided and says why.
#[test]
fn a_sweep_of_one_value_decides_nothing() {
    let settings = Settings {
        numbers_of_images: vec![300],
        widths: vec![100],
        depths: vec![2],
        scales: vec![0.1],
        ..default_settings::<Overfitting>()
    };
    let claims = claims(settings, overfits_more);
    assert!(claims.iter().all(|claim| claim.verdict == Undecided), "{claims:?}");
    let notes: Vec<&str> = claims.iter().map(|claim| claim.note.as_str()).collect();
    assert_eq!(
        notes,
        [
            "neurons per layer: only 100 was run",
            "hidden layers: only 2 was run",
            "no narrower network fits 99 % of the training images",
            "training images: only 300 was run",
            "training images: only 300 was run",
            "one of the two was not run",
            "one of the two was not run",
        ]
    );
}

#[test]
fn a_network_that_several_sweeps_share_is_trained_once() {
    let arms = Overfitting::arms(&default_settings::<Overfitting>());
    let base = arms.iter().filter(|arm| arm.name == "300 images, 2 layers of 100, 1 × He");
    assert_eq!(base.count(), 1);
}
