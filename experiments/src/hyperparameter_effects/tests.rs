//! The claims on made-up records, and the arms.

use extensions::random::{Purpose, Stream};
use lab::cli::default_settings;
use lab::experiment::{Drawing, Experiment, RecordOf, View};
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};

use super::arm::Arm;
use super::settings::Settings;
use super::trial::{HyperparameterEffects, Measured};

/// The record if each network's accuracy is `accuracy` of its arm and of a normal draw.
fn record(
    settings: Settings,
    seed: u64,
    accuracy: impl Fn(&Arm, f64) -> f64,
) -> RecordOf<HyperparameterEffects> {
    let mut stream = Stream::new(seed, Purpose::Data);
    let arms = HyperparameterEffects::arms(&settings).into_iter().map(|arm| {
        let mut network = || accuracy(&arm, stream.normal());
        let mut trial = |_| Measured { choosing: network(), judging: network(), diverged: false };
        let trials = (0..10).map(&mut trial);
        (arm.to_string(), trials.collect())
    });
    Record::made_up(settings.clone(), arms.collect::<Vec<_>>())
}

fn verdicts(settings: Settings, seed: u64, accuracy: impl Fn(&Arm, f64) -> f64) -> Vec<Verdict> {
    let record = record(settings, seed, accuracy);
    HyperparameterEffects::claims(&record).iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_title_says_what_matters_most_or_asks() {
    let title = |accuracy: fn(&Arm, f64) -> f64| {
        let record = record(default_settings::<HyperparameterEffects>(), 1, accuracy);
        match HyperparameterEffects::figures(&record).remove(0).1 {
            Drawing::Figure(figure) => figure.title().to_owned(),
            Drawing::Diagram(_) => String::new(),
        }
    };
    let found = title(|arm, noise| 0.5 + 0.001 * arm.units as f64 + 0.001 * noise);
    assert!(found.starts_with("Over these ranges the number of units matters most (9."), "{found}");
    let found = title(|_, noise| 0.8 + 0.02 * noise);
    assert_eq!(found, "How much does each hyperparameter matter by itself?");
}

#[test]
fn the_rules_tell_true_from_false() {
    let settings = default_settings::<HyperparameterEffects>;
    let all_matter = |arm: &Arm, noise: f64| {
        let Arm { units, batch_size, learning_rate, weight_decay } = *arm;
        let sizes = 0.001 * (units as f64 - batch_size as f64);
        0.5 + sizes - 0.1 * learning_rate - weight_decay + 0.005 * noise
    };
    assert_eq!(verdicts(settings(), 1, all_matter), [Holds; 4]);
    let only_units = |arm: &Arm, noise: f64| 0.5 + 0.001 * arm.units as f64 + 0.001 * noise;
    assert_eq!(verdicts(settings(), 1, only_units), [Holds, DoesNotHold, DoesNotHold, DoesNotHold]);
    let one_rate = Settings { compare_learning_rates: vec![0.01], ..settings() };
    assert_eq!(verdicts(one_rate, 1, all_matter)[2], Undecided);
}

/// The highest mean minus the lowest would be positive in each of these records.
#[test]
fn luck_alone_never_makes_a_hyperparameter_matter() {
    let settings = default_settings::<HyperparameterEffects>;
    let luck = |_: &Arm, noise: f64| 0.8 + 0.02 * noise;
    let verdicts: Vec<Verdict> =
        (0..25).flat_map(|seed| verdicts(settings(), seed, luck)).collect();
    let held = verdicts.iter().filter(|verdict| **verdict == Holds).count();
    assert!(held <= 2, "{held} of {}", verdicts.len());
}

#[test]
fn the_table_says_what_diverged() {
    let settings = default_settings::<HyperparameterEffects>();
    let arms = HyperparameterEffects::arms(&settings).into_iter().map(|arm| {
        let diverged = arm.learning_rate == 1.0;
        let accuracy = if diverged { 0.1 } else { 0.5 };
        let trial = Measured { choosing: accuracy, judging: accuracy, diverged };
        (arm.to_string(), vec![trial; 10])
    });
    let record = Record::made_up(settings.clone(), arms.collect::<Vec<_>>());
    let table = HyperparameterEffects::table(&record);
    assert_eq!(
        (table.rows[2][0].as_str(), table.rows[2][3].as_str()),
        ("learning rate η", "1 (diverged)")
    );
    assert_eq!(table.rows[0][3].find("diverged"), None);
}

#[test]
fn the_default_values_are_one_arm() {
    let settings = default_settings::<HyperparameterEffects>();
    let names: Vec<String> =
        HyperparameterEffects::arms(&settings).iter().map(Arm::to_string).collect();
    // 3 + 3 + 4 + 4 values. Four of these are defaults, which are one arm.
    assert_eq!(names.len(), 11);
    assert!(names.contains(&"100 units, batch size 100, η 0.01, λ 0".to_owned()), "{names:?}");
}
