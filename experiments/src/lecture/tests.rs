//! The map is complete, and its equations are well formed.

use super::*;
use crate::registry::{EXPERIMENTS, LONGER};
use lab::equation::equation;
use lab::statement::Standing;
use lab::statistics::ENOUGH;

const IDS: &str = "G1 G2 G3 G4 B1 B2 B3 O1 O2 O3 O4 O5 O6 O7 I1 I2 I3 I4 I5 I6 I7 I8 \
                   V1 V2 V3 V4 V5 H1 H2 H3 N1 N2";

#[test]
fn every_statement_is_listed_once_and_in_order() {
    let ids: Vec<_> = statements().map(|statement| statement.id).collect();
    assert_eq!(ids.join(" "), IDS);
    let numbers: Vec<_> = LECTURE.iter().map(|chapter| chapter.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
    assert!(
        statements().all(|s| !s.title.is_empty()
            && !s.korean.is_empty()
            && s.sentence.ends_with(['.', ')']))
    );
}

#[test]
fn experiments_measure_statements_that_exist() {
    for id in EXPERIMENTS.iter().chain(LONGER.iter()).flat_map(|entry| entry.statements) {
        assert!(statements().any(|statement| statement.id == *id), "{id}");
    }
}

/// With fewer than ten seeds, two claims on a statement can hardly ever be decided.
#[test]
fn a_random_experiment_has_enough_seeds() {
    for entry in EXPERIMENTS.iter().filter(|entry| entry.seeds != 1) {
        assert!(entry.seeds >= ENOUGH, "{} has {} seeds", entry.name, entry.seeds);
    }
}

#[test]
fn the_code_of_each_statement_is_in_its_file() {
    for statement in statements() {
        for excerpt in statement.code {
            let (id, path) = (statement.id, excerpt.path);
            let found = excerpt.found();
            let found = found.unwrap_or_else(|| panic!("{id}: no such lines in {path}"));
            assert!(found.text.lines().count() <= 9, "{id}, {path}: {}", found.text);
            // The file that was compiled in is the one of that path.
            let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../");
            let file = std::fs::read_to_string(format!("{root}{path}")).expect(path);
            assert_eq!(file, excerpt.source, "{path}");
        }
    }
}

#[test]
fn every_statement_asks_a_question_whose_answers_differ() {
    for statement in statements() {
        let id = statement.id;
        let question = statement.question.unwrap_or_else(|| panic!("{id} asks nothing"));
        let mut answers = question.answers.to_vec();
        assert!(answers.len() >= 2 && question.right < answers.len(), "{id}");
        answers.sort_unstable();
        answers.dedup();
        assert_eq!(answers.len(), question.answers.len(), "{id}: {:?}", question.answers);
        assert!(question.asks.ends_with('?') && question.because.ends_with(['.', ')']), "{id}");
    }
    // The right answer does not always stand at the same place.
    let at = |place| statements().filter(|s| s.question.is_some_and(|q| q.right == place)).count();
    assert!([0, 1, 2].map(at).iter().all(|&n| n >= 6), "{:?}", [0, 1, 2].map(at));
}

#[test]
fn equations_are_well_formed_mathml() {
    for statement in statements().filter(|statement| !statement.equation.is_empty()) {
        let mathml = equation(statement.equation);
        let tree = roxmltree::Document::parse(&mathml);
        assert!(tree.is_ok(), "{}: {tree:?}\n{mathml}", statement.id);
        for left_over in ["{", "}", "[", "]", "_", "^", ";</mo>", "√"] {
            assert!(!mathml.contains(left_over), "{}: {left_over} in {mathml}", statement.id);
        }
    }
    let momentum = equation("v ← α v − η {∂ L|∂ W}");
    assert!(momentum.contains(
        "<mfrac><mrow><mi>∂</mi><mi>L</mi></mrow><mrow><mi>∂</mi><mi>W</mi></mrow></mfrac>"
    ));
}

#[test]
fn a_statement_without_a_measurement_is_not_judged() {
    use lab::verdict::{Judgement, Verdict, claim};
    let claims = [claim("X", "").is("", 1.0, true), claim("X", "").is("", 1.0, false)];
    let both = Standing::of(&Judgement::of("X", &claims), true, false);
    assert_eq!(both, Standing::Judged(Verdict::HoldsInPart));
    let none = Judgement::of("X", []);
    assert_eq!(Standing::of(&none, false, true), Standing::Failed);
    assert_eq!(Standing::of(&none, false, false), Standing::NotRun);
}
