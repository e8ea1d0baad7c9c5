//! The claims on made-up records, and the arithmetic of the best of k.

use extensions::random::{Purpose, Stream};
use lab::cli::default_settings;
use lab::experiment::{Drawing, RecordOf, View};
use lab::record::Record;
use lab::verdict::Verdict;
use lab::verdict::Verdict::{DoesNotHold, Holds};
use training::statistics::mean;

use super::arm::Arm;
use super::figure::ks;
use super::optimism::Judge::{Fresh, Test, Validation};
use super::trial::{Measured, Network, TestSetLeak};

/// Networks that are all equally good; each set judges them with its own noise.
fn alike(seed: u64) -> Measured {
    let mut stream = Stream::new(seed, Purpose::Data);
    let networks = (0..200).map(|_| Network {
        learning_rate: 0.1,
        sets: (0..3).map(|_| 0.8 + 0.01 * stream.normal()).collect(),
        fresh: 0.8 + 0.001 * stream.normal(),
    });
    Measured { networks: networks.collect() }
}

fn record(made_up: impl Fn(u64) -> Measured) -> RecordOf<TestSetLeak> {
    let trials: Vec<Measured> = (0..10).map(made_up).collect();
    let arms = Arm::ALL.map(|arm| (arm.to_string(), trials.clone()));
    Record::made_up(default_settings::<TestSetLeak>(), arms)
}

fn verdicts(made_up: impl Fn(u64) -> Measured) -> Vec<Verdict> {
    TestSetLeak::claims(&record(made_up)).iter().map(|claim| claim.verdict).collect()
}

#[test]
fn each_statement_has_a_figure_whose_title_states_the_finding_or_asks() {
    let titles = |made_up: &dyn Fn(u64) -> Measured| -> Vec<String> {
        let figures = TestSetLeak::figures(&record(made_up)).into_iter();
        let title = |(name, drawing): (&str, Drawing)| match drawing {
            Drawing::Figure(figure) => {
                format!("{}: {}", TestSetLeak::shown_at(name), figure.title())
            }
            Drawing::Diagram(_) => String::new(),
        };
        figures.map(title).collect()
    };
    let found = titles(&alike);
    assert!(found[0].starts_with("H2: Chosen on test data, the best of 100 networks"), "{found:?}");
    let on_average = "H3: On average, validation accuracy overrates the network";
    assert!(found[1].starts_with(on_average), "{found:?}");
    // Nothing differs, so nothing is overrated.
    let same = |seed| {
        let mut measured = alike(seed);
        measured.networks.iter_mut().for_each(|n| n.sets.fill(n.fresh));
        measured
    };
    let found = titles(&same);
    assert!(
        found[0].ends_with('?') && found[1].starts_with("H3: Validation and test"),
        "{found:?}"
    );
}

#[test]
fn the_rules_tell_true_from_false() {
    // All differences are luck: test accuracy is inflated if it chose, and only then.
    assert_eq!(verdicts(alike), [Holds; 4]);
    // Networks that differ much more than the sets: luck has no part in the choice.
    let clear = |seed| {
        let mut measured = alike(seed);
        for (i, network) in measured.networks.iter_mut().enumerate() {
            let better = 0.002 * i as f64;
            network.sets.iter_mut().for_each(|set| *set = 0.5 + better + 0.05 * (*set - 0.8));
            network.fresh = 0.5 + better;
        }
        measured
    };
    assert_eq!(verdicts(clear), [DoesNotHold, DoesNotHold, Holds, Holds]);
    // Sets on which every network is three points better, or worse, than it is.
    for (easier, h2) in [(0.03, Holds), (-0.05, DoesNotHold)] {
        let biased = |seed| {
            let mut measured = alike(seed);
            measured
                .networks
                .iter_mut()
                .flat_map(|n| &mut n.sets)
                .for_each(|accuracy| *accuracy += easier);
            measured
        };
        assert_eq!(verdicts(biased), [h2, h2, DoesNotHold, DoesNotHold]);
    }
}

#[test]
fn the_best_of_k_matches_a_count_by_hand() {
    let network =
        |test: f64, fresh: f64| Network { learning_rate: 0.1, sets: vec![test, 0.5], fresh };
    // On the second set all are equally good, so the first network counts as the best.
    let measured =
        Measured { networks: vec![network(0.2, 0.1), network(0.6, 0.2), network(0.4, 0.4)] };
    let best = |k, judge| 2.0 * measured.best_of(k, Test, judge);
    assert!((best(1, Test) - (0.4 + 0.5)).abs() < 1e-12);
    // Of the three pairs, two have the second network and one the third.
    let by_second = (2.0 * 0.1 + 0.2) / 3.0;
    assert!((best(2, Test) - ((2.0 * 0.6 + 0.4) / 3.0 + 0.5)).abs() < 1e-12);
    assert!((best(2, Fresh) - ((2.0 * 0.2 + 0.4) / 3.0 + by_second)).abs() < 1e-12);
    assert!((best(3, Fresh) - (0.2 + 0.1)).abs() < 1e-12);
    assert!((2.0 * measured.optimism(3, Test, Test) - (0.6 + 0.5 - 0.2 - 0.1)).abs() < 1e-12);
    // Chosen by one set, judged by the other.
    assert!((2.0 * measured.best_of(3, Validation, Test) - (0.2 + 0.5)).abs() < 1e-12);
}

/// The mean of the largest of k standard normal draws, from tables of order statistics.
#[test]
fn optimism_of_equal_networks_matches_order_statistics() {
    for (k, expected) in [(1, 0.0), (10, 1.538_753), (100, 2.507_594)] {
        let optimism: Vec<f64> =
            (0..100).map(|seed| alike(seed).optimism(k, Test, Test) / 0.01).collect();
        // The standard deviation of the best of 100 is 0.43; of 300 of them, 0.03.
        let found = mean(&optimism);
        assert!((found - expected).abs() < 0.1, "k = {k}: {found}");
    }
}

/// Each set is the test data once and the validation data once, so on average both choose alike.
#[test]
fn validation_data_that_chose_is_as_optimistic_as_test_data_that_chose() {
    for k in [1, 10, 200] {
        let difference = |by| alike(1).best_of(k, by, by) - alike(1).best_of(k, by, Fresh);
        assert!((difference(Test) - difference(Validation)).abs() < 1e-12);
    }
}

#[test]
fn every_k_is_drawn_once() {
    assert_eq!(ks(300), [1, 2, 3, 5, 7, 10, 15, 22, 32, 46, 68, 100, 147, 215, 300]);
    assert_eq!(ks(100).last(), Some(&100));
}
