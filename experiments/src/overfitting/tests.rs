use super::*;
use crate::cli::default_settings;
use crate::record::Record;
use crate::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};

/// Verdicts on six seeds where an arm's gap is what `gap` says of its plan, give or take.
fn verdicts(gap: impl Fn(&Plan) -> f64) -> Vec<(String, Verdict)> {
    let settings = default_settings::<Overfitting>();
    let curves = |plan: &Plan, seed: usize| Curves {
        training: vec![1.0],
        test: vec![1.0 - gap(plan) - 0.001 * seed as f64],
        ..Curves::default()
    };
    let arms = Overfitting::arms(&settings).into_iter().map(|arm| {
        let trials = (0..6).map(|seed| curves(&arm.plan, seed)).collect();
        (arm.name, trials)
    });
    let record = Record::made_up(settings.clone(), arms.collect::<Vec<_>>());
    Overfitting::claims(&record).into_iter().map(|claim| (claim.statement, claim.verdict)).collect()
}

fn overfits_more(plan: &Plan) -> f64 {
    let size = plan.hidden[0] as f64 * plan.hidden.len() as f64;
    0.1 + 1e-4 * size + 0.01 * plan.initial_scale - 1e-6 * plan.images as f64
}

#[test]
fn the_rules_say_what_is_so_and_what_is_not() {
    let of = |id: &str, gap: &dyn Fn(&Plan) -> f64| -> Vec<Verdict> {
        verdicts(gap).into_iter().filter(|(statement, _)| statement == id).map(|(_, v)| v).collect()
    };
    for (id, claims) in [("V1", 3), ("V2", 2), ("I1", 2)] {
        assert_eq!(of(id, &overfits_more), vec![Holds; claims], "{id}");
        assert_eq!(of(id, &|plan| 0.5 - overfits_more(plan)), vec![DoesNotHold; claims], "{id}");
        assert_eq!(of(id, &|_| 0.2), vec![DoesNotHold; claims], "{id}");
        assert_eq!(of(id, &|_| f64::NAN), vec![Undecided; claims], "{id}");
    }
}

#[test]
fn a_network_that_several_sweeps_share_is_trained_once() {
    let arms = Overfitting::arms(&default_settings::<Overfitting>());
    let base = arms.iter().filter(|arm| arm.name == "300 images, 2 layers of 100, 1 × He");
    assert_eq!(base.count(), 1);
}
