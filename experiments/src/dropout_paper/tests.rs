//! The claims on made-up records, and a trial on few images.

use super::*;
use datasets::{Dataset, Samples};
use lab::cli::default_settings;
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};
use training::backend::Backend;
use training::trial::Trial;
use trial::Measured;

/// The verdicts where the networks end at these errors, in the order of the arms.
fn verdicts(errors: [f64; 4]) -> Vec<Verdict> {
    let ended = |error: f64| -> Vec<Measured> {
        let measured = |seed: usize| Measured {
            test_error: vec![error * (1.0 + 0.01 * (seed % 3) as f64)],
            ..Measured::default()
        };
        (0..10).map(measured).collect()
    };
    let arms = Arm::ALL.into_iter().zip(errors).map(|(arm, error)| (arm.to_string(), ended(error)));
    let record = Record::made_up(default_settings::<DropoutPaper>(), arms);
    claims::claims(&record).into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn claims_hold_or_do_not_hold_as_the_errors_say() {
    assert_eq!(verdicts([0.0160, 0.0135, 0.0125, 0.0155]), [Holds; 3]);
    assert_eq!(verdicts([0.0125, 0.0135, 0.0160, 0.0155]), [DoesNotHold; 3]);
    assert_eq!(verdicts([0.0160, 0.0135, 0.0125, 0.0120]), [Holds, Holds, DoesNotHold]);
    assert_eq!(verdicts([f64::NAN, 0.0135, 0.0125, 0.0155]), [Undecided, Undecided, Holds]);
}

/// Few images and small networks: the errors fall, and there is one for each epoch.
#[test]
fn a_trial_measures_the_error_after_each_epoch() {
    let data = Dataset::mnist().unwrap();
    let (training, unseen) =
        (data.training.first(1000).unwrap(), data.training.range(1000..1500).unwrap());
    let device = Backend::default_compiled().device().unwrap();
    let trial = Trial::new(0, device).with_data(&data);
    let settings = Settings {
        epochs: 5,
        batch_size: 50,
        standard: vec![20],
        hidden: vec![50, 50],
        ..default_settings::<DropoutPaper>()
    };
    for arm in Arm::ALL {
        let measured = arm.train(&settings, &training, &unseen.clone().into_validation(), &trial);
        assert_eq!((measured.test_error.len(), measured.diverged_at), (5, None));
        let learned = measured.training_error.unwrap();
        // Guessing errs on 9 of 10 images.
        assert!(learned < 0.8, "{arm}: {learned}");
    }
    assert_eq!(unseen.len(), 500);
}
