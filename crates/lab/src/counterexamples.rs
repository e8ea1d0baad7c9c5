//! Made-up records for testing claims. If a claim holds on pure noise, or although its opposite is true,
//! then it tells nothing when it holds on a real record.
//!
//! An experiment says in [`Counterexamples`] what its trials would measure by luck alone, and what they
//! would measure if the opposite of its claims were true. [`tested`] makes records of both kinds, applies
//! the experiment's own rules to them ([`View::claims`]), and says how each claim fares. An experiment in a
//! list ([`Entry`](crate::cli::Entry)) does not compile without counterexamples.

use extensions::random::{Purpose, Stream};

use crate::experiment::{Experiment, RecordOf, View};
use crate::record::Record;
use crate::rounds::Schedule;
use crate::verdict::{Claim, Verdict};

/// What the trials of an experiment would measure if its claims were not true.
///
/// Both functions draw their numbers from `stream`, which is another one for each arm and seed.
pub trait Counterexamples: View {
    /// What a trial would measure if it were all luck: numbers as large and as different as they can
    /// reasonably be, drawn in the same way for every arm. If the statement is itself about luck (the best
    /// of many noisy numbers is too good), then luck that does not do what the statement says.
    fn noise(settings: &Self::Settings, arm: &Self::Arm, stream: &mut Stream) -> Self::Measured;

    /// How many records of pure noise the claims are tested on; fewer where the claims take long.
    fn records() -> usize {
        200
    }

    /// How many cases of the opposite there are. Each claim must be false in at least one of them, and its
    /// rule must say so.
    fn opposites() -> usize {
        1
    }

    /// What a trial would measure if the opposite were true, in the case with that index, from 0.
    fn opposite(
        case: usize,
        settings: &Self::Settings,
        arm: &Self::Arm,
        stream: &mut Stream,
    ) -> Self::Measured;

    /// For an experiment in rounds: what its last arm would measure, given what all other arms measured
    /// at the same seed. By default the same as the first arm.
    fn concluded(measured: &[Self::Measured]) -> Self::Measured {
        measured[0].clone()
    }
}

/// How many records of each case of the opposite a claim is tested on.
const OPPOSITES: usize = 5;

/// A two-sided 95 % interval lies on the wrong side of the truth in 2.5 % of all records.
const ERROR: f64 = 0.025;

/// How a claim fares on records in which it is not true.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// The experiment's name.
    pub experiment: &'static str,
    /// The id of the statement that the claim belongs to.
    pub statement: String,
    /// The claim, with the numbers of the first record of noise if it mentions any.
    pub sentence: String,
    /// How many records of noise it was tested on.
    pub records: usize,
    /// The share of the noise records that have what the claim is about.
    pub measured: f64,
    /// The share of the noise records on which it holds.
    pub holds: f64,
    /// Whether there is a case of the opposite in which it does not hold, on any of the records.
    pub is_refuted: bool,
}

impl Tested {
    /// The largest share of the noise records on which a claim may hold by luck: 2.5 %, and five standard
    /// deviations of a share.
    pub fn largest_share(&self) -> f64 {
        ERROR + 5.0 * (ERROR * (1.0 - ERROR) / self.records as f64).sqrt()
    }

    /// What is wrong with the claim, if anything.
    pub fn fault(&self) -> Option<String> {
        let Self { experiment, statement, sentence, measured, holds, is_refuted, .. } = self;
        let percent = |share: f64| format!("{:.1} %", 100.0 * share);
        let fault = if *measured <= 0.5 {
            format!(
                "is about something that only {} of the records of noise have",
                percent(*measured)
            )
        } else if *holds > self.largest_share() {
            format!(
                "holds on {} of the records of noise; at most {} would be luck",
                percent(*holds),
                percent(self.largest_share())
            )
        } else if !is_refuted {
            "is not refuted in any case of the opposite".into()
        } else {
            return None;
        };
        Some(format!("{experiment}, {statement}: “{sentence}” {fault}"))
    }
}

/// Tests each claim of `E` at these settings, in the order of the claims.
///
/// # Panics
/// If it depends on the measured numbers which claims there are: a claim that cannot be decided has to say
/// so ([`lacking`](crate::verdict::Open::lacking)).
pub fn tested<E: Counterexamples, S: Schedule<E>>(settings: &E::Settings) -> Vec<Tested> {
    let claims = |records: usize, measure: &Measure<E>| -> Vec<Vec<Claim>> {
        let record = |i: usize| made_up::<E, S>(settings, i as u64, measure);
        (0..records).map(|i| E::claims(&record(i))).collect()
    };
    let noise = claims(E::records(), &E::noise);
    let opposites: Vec<Vec<Vec<Claim>>> = (0..E::opposites())
        .map(|case| {
            claims(OPPOSITES, &|settings, arm, stream| E::opposite(case, settings, arm, stream))
        })
        .collect();

    let ids = |claims: &[Claim]| claims.iter().map(|c| c.statement.clone()).collect::<Vec<_>>();
    for claims in noise.iter().chain(opposites.iter().flatten()) {
        let name = E::ABOUT.name;
        assert_eq!(ids(claims), ids(&noise[0]), "{name}: not every record has the same claims");
    }
    let share = |is_so: &dyn Fn(&[Claim]) -> bool| {
        noise.iter().filter(|claims| is_so(claims)).count() as f64 / E::records() as f64
    };
    let refutes = |case: &[Vec<Claim>], i: usize| {
        case.iter().all(|claims| claims[i].verdict == Verdict::DoesNotHold)
    };
    noise[0]
        .iter()
        .enumerate()
        .map(|(i, claim)| Tested {
            experiment: E::ABOUT.name,
            statement: claim.statement.clone(),
            sentence: claim.sentence.clone(),
            records: E::records(),
            measured: share(&|claims| claims[i].is_measured()),
            holds: share(&|claims| claims[i].verdict == Verdict::Holds),
            is_refuted: opposites.iter().any(|case| refutes(case, i)),
        })
        .collect()
}

/// What a trial of an arm measures.
type Measure<'a, E> = dyn Fn(&Settings<E>, &Arm<E>, &mut Stream) -> Measured<E> + 'a;
type Settings<E> = <E as Experiment>::Settings;
type Arm<E> = <E as Experiment>::Arm;
type Measured<E> = <E as Experiment>::Measured;

/// A record with as many seeds as the experiment has by default.
fn made_up<E: Counterexamples, S: Schedule<E>>(
    settings: &Settings<E>,
    number: u64,
    measure: &Measure<E>,
) -> RecordOf<E> {
    let mut streams = Stream::new(number, Purpose::Data);
    let mut trial = |arm: &Arm<E>| measure(settings, arm, &mut streams.fork());
    let mut arms: Vec<(String, Vec<Measured<E>>)> = E::arms(settings)
        .iter()
        .map(|arm| (arm.to_string(), (0..E::ABOUT.seeds).map(|_| trial(arm)).collect()))
        .collect();
    if let Some((conclusion, _)) = S::conclusion(settings) {
        let at_seed = |seed: usize| -> Vec<Measured<E>> {
            arms.iter().map(|(_, trials)| trials[seed].clone()).collect()
        };
        let last = (0..E::ABOUT.seeds).map(|seed| E::concluded(&at_seed(seed))).collect();
        arms.push((conclusion.name.into(), last));
    }
    Record::made_up(settings.clone(), arms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tested(measured: f64, holds: f64, is_refuted: bool) -> Tested {
        let (statement, sentence) = ("X1".into(), "it is so".into());
        Tested { experiment: "x", statement, sentence, records: 200, measured, holds, is_refuted }
    }

    #[test]
    fn a_claim_that_luck_decides_or_nothing_refutes_is_at_fault() {
        let fault = |measured, holds, is_refuted| tested(measured, holds, is_refuted).fault();
        assert_eq!(fault(1.0, 0.08, true), None);
        let of = |fault: &str| Some(format!("x, X1: “it is so” {fault}"));
        let luck = "holds on 8.5 % of the records of noise; at most 8.0 % would be luck";
        assert_eq!(fault(1.0, 0.085, true), of(luck));
        let unmeasured = "is about something that only 50.0 % of the records of noise have";
        assert_eq!(fault(0.5, 0.0, true), of(unmeasured));
        assert_eq!(fault(1.0, 0.0, false), of("is not refuted in any case of the opposite"));
    }
}
