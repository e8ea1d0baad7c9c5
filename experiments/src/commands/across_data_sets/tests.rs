//! The matrix of a comparison, from made-up outcomes.

use std::collections::BTreeMap;
use std::fs;

use lab::record::SCHEMA;
use lab::verdict::{Claim, Setting, Verdict, claim};
use lab::write::write_record;
use training::backend::Backend;

use super::flags::MNIST;
use super::matrix::{DataSet, Found, Matrix, NAME, claims, path, statements};
use super::tables::Kind;
use crate::commands::side_by_side::{Cell, SideBySide};

const HOLDS: [f64; 8] = [1.0, 1.1, 0.9, 1.2, 0.8, 1.0, 1.1, 0.9];
const NOISE: [f64; 8] = [1.0, -1.0, 0.5, -0.4, 0.2, -0.1, 0.3, -0.6];

fn found(
    experiment: &str,
    statements: &[&str],
    on: impl IntoIterator<Item = Result<Vec<Claim>, String>>,
) -> Found {
    Found {
        experiment: experiment.into(),
        statements: statements.iter().map(|id| (*id).into()).collect(),
        on: on.into_iter().collect(),
    }
}

fn above(id: &str, values: &[f64]) -> Claim {
    claim(id, format!("a claim of {id}")).above(0.0, values)
}

/// Three data sets: V1 holds on all, V2 on MNIST, V3 is measured by two experiments, and one of them cannot be
/// run on the last data set.
fn results() -> Vec<Found> {
    let against: Vec<f64> = HOLDS.iter().map(|x| -x).collect();
    let twice: Vec<f64> = HOLDS.iter().map(|x| 2.0 * x).collect();
    vec![
        found(
            "first",
            &["V1", "V2", "V3"],
            [
                Ok(vec![above("V2", &HOLDS), above("V1", &HOLDS), above("V3", &HOLDS)]),
                Ok(vec![above("V2", &NOISE), above("V1", &twice), above("V3", &against)]),
                Ok(vec![above("V2", &against), above("V1", &HOLDS), above("V3", &HOLDS)]),
            ],
        ),
        found(
            "second",
            &["V3"],
            [
                Ok(vec![claim("V3", "ours").at_our_setting().above(0.0, &HOLDS)]),
                Ok(vec![claim("V3", "ours").at_our_setting().above(0.0, &HOLDS)]),
                Err("300 images are needed".into()),
            ],
        ),
    ]
}

fn matrix() -> Matrix {
    let data = |name: &str| DataSet {
        name: name.into(),
        fingerprint: "0123456789abcdef".into(),
        training: 60_000,
        test: 10_000,
        image: (28, 28),
        classes: 10,
    };
    let results = results();
    Matrix {
        schema: SCHEMA,
        project: "0.1.0".into(),
        burn: String::new(),
        backend: Backend::default_compiled(),
        instructions: String::new(),
        code: BTreeMap::from([("first".into(), "another".into())]),
        data: [MNIST, "fashion", "few"].map(data).to_vec(),
        seed: None,
        seeds: Some(8),
        statements: statements(&results),
        claims: claims(&results),
    }
}

#[test]
fn a_statement_rests_on_the_claims_of_every_experiment() {
    use Verdict::*;
    let rows = statements(&results());
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["V1", "V2", "V3"]);
    assert_eq!(rows[0].verdicts, [const { Cell::Judged(Holds) }; 3]);
    assert_eq!(rows[1].verdicts, [Holds, Undecided, DoesNotHold].map(Cell::Judged));
    assert_eq!(rows[2].verdicts[..2], [Holds, HoldsInPart].map(Cell::Judged));
    let reason = "second: 300 images are needed".into();
    assert_eq!(rows[2].verdicts[2], Cell::NotMeasured { reason });
}

#[test]
fn claims_are_in_the_order_of_statements_with_their_numbers_on_each_data_set() {
    let rows = claims(&results());
    let names: Vec<_> = rows.iter().map(|row| (&*row.statement, &*row.experiment)).collect();
    assert_eq!(names, [("V1", "first"), ("V2", "first"), ("V3", "first"), ("V3", "second")]);
    let v2 = &rows[1].on;
    assert_eq!(v2[1].as_ref().unwrap().verdict, Verdict::Undecided);
    assert!(v2[2].as_ref().unwrap().effect < -0.9 && v2[2].as_ref().unwrap().interval.is_some());
    assert_eq!(rows[3].setting, Setting::Ours);
    assert!(rows[3].on[1].is_some() && rows[3].on[2].is_none());
}

#[test]
fn statements_are_sorted_by_where_they_hold() {
    use Verdict::*;
    let kind = |verdicts: &[Verdict]| {
        let verdicts = verdicts.iter().copied().map(Cell::Judged).collect();
        Kind::of(&SideBySide { id: "V1".into(), verdicts, claims: (0, 1) }, &[])
    };
    assert_eq!(kind(&[Holds, Holds, Holds]), Kind::Everywhere);
    assert_eq!(kind(&[Holds, DoesNotHold, Undecided]), Kind::MnistOnly);
    assert_eq!(kind(&[Holds, HoldsInPart]), Kind::MnistOnly);
    assert_eq!(kind(&[Holds, Holds, Undecided]), Kind::Somewhere);
    assert_eq!(kind(&[DoesNotHold, Holds]), Kind::Somewhere);
    assert_eq!(kind(&[HoldsInPart, HoldsInPart]), Kind::Alike);
    assert_eq!(kind(&[HoldsInPart, Undecided]), Kind::Nowhere);
}

/// The claims of B2 are about numbers that were never images.
#[test]
fn a_statement_with_the_same_numbers_everywhere_does_not_depend_on_data() {
    let kind = |second: f64| {
        let claimed = |x: f64| Ok(vec![claim("B2", "").equals(1.0, 0.5, x), above("B2", &HOLDS)]);
        let results = [found("first", &["B2"], [claimed(1.0), claimed(second)])];
        Kind::of(&statements(&results)[0], &claims(&results))
    };
    assert_eq!(kind(1.0), Kind::Identical);
    assert_eq!(kind(1.1), Kind::Everywhere);
}

#[test]
fn the_tables_say_what_holds_where_and_why_not() {
    let matrix = matrix();
    let text = matrix.to_string();
    for part in [
        "MNIST and other data sets: verdicts of first, at their default settings, 8 seeds",
        "60000",
        "28 × 28",
        "hold on every data set (1): V1",
        "hold on MNIST and on no other data set (1): V2",
        "were not measured on every data set (1): V3",
        "not measured on few: second: 300 images are needed",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let markdown = matrix.markdown();
    for part in [
        "| V2 Little training data | holds | undecided | does not hold | 0 of 1 | no |",
        "- Hold on every data set (1): V1.\n",
        "| V3 ours (our setting) | second | holds: 1 [",
        "| not measured |\n",
    ] {
        assert!(markdown.contains(part), "{part} is not in {markdown}");
    }
}

#[test]
fn only_records_written_by_this_program_are_read() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Matrix::read(folder.path()), None);
    let mut matrix = matrix();
    matrix.claims[0].on[0].as_mut().unwrap().effect = f64::INFINITY;
    fs::create_dir(folder.path().join(NAME)).unwrap();
    let content = serde_json::to_string(&matrix).unwrap();
    write_record(&path(folder.path()), &matrix).unwrap();
    assert_eq!(Matrix::read(folder.path()).as_ref(), Some(&matrix));
    assert!(!matrix.is_of_this_code());
    fs::write(path(folder.path()), content).unwrap();
    assert_eq!(Matrix::read(folder.path()), None);
}
