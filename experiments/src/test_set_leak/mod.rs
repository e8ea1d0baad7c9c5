//! Choosing on test data · 시험 데이터로 고르면: H2 and H3, measured.
//!
//! Never judge hyperparameters on test data: they are fitted to it, and do worse on other data than
//! it promised (H2). Test data judges the finished network, once (H3).
//!
//! Many networks are trained, and each is judged on three kinds of images that it did not learn from:
//! validation data, test data, and fresh images that nobody chooses by. The best of k networks is
//! chosen by test data, and by validation data. What was promised less what fresh images give is the
//! optimism. It is zero for a network that was not chosen, and grows with k.
//!
//! All of it is ours: the book has no such experiment. All sets are parts of one random draw from the
//! training images, new at each seed, so that nothing but luck sets them apart; what plays the test
//! set here is no image of the real one, which stays shut. A set of some hundred images is easy or
//! hard by luck, so there are ten of them, and each plays the test set once, beside the next one
//! as validation data; what a seed gives is the mean. So validation data that chose promises just as
//! much in vain as test data that chose: over the ten, they are the same sets.

use std::fmt;

use burn::module::Module;
use burn::tensor::{Device, Int, Tensor};
use clap::Args;
use datasets::{DataError, Dataset, Samples, TrainingSet, ValidationSet};
use extensions::initializers::He;
use extensions::random::Purpose;
use figures::{Axis, Band, Figure, Ink, Mark, Marker, Panel};
use models::Mlp;
use serde::{Deserialize, Serialize};

use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::statistics::{FEWEST, interval, mean_of};
use lab::table::{Table, percent};
use lab::verdict::{Claim, claim};
use training::accuracy::correct;
use training::batches::batch;
use training::classifier::{initial_mlp, shape};
use training::flags::{InvalidValue, batch_size, count, width};
use training::optimizers::sgd;
use training::search::space::Dimension;
use training::statistics::mean;
use training::trainer::Trainer;
use training::trial::Trial;

/// The experiment.
pub struct TestSetLeak;

/// The settings, all ours: small, because only what is left after choosing matters.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (ours; the book has no such experiment)")]
pub struct Settings {
    /// Networks to choose from; k goes up to it (H2)
    #[arg(long, value_parser = networks, default_value = "300")]
    pub networks: usize,

    /// Images that every network learns from (H2)
    #[arg(long, value_parser = count, default_value = "200")]
    pub images: usize,

    /// Images of the validation data, and as many of the test data (H2, H3)
    #[arg(long, value_parser = count, default_value = "500")]
    pub judges: usize,

    /// How many such sets there are: each plays the test data once (H2, H3)
    #[arg(long, value_parser = sets, default_value = "10")]
    pub sets: usize,

    /// Fresh images, by which nothing is chosen (H2)
    #[arg(long, value_parser = count, default_value = "5000")]
    pub fresh: usize,

    /// Neurons of the one hidden layer (H2)
    #[arg(long, value_parser = width, default_value = "16")]
    pub width: usize,

    /// Training steps of each network (H2)
    #[arg(long, value_parser = count, default_value = "40")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement (H2)
    #[arg(long, value_parser = batch_size, default_value = "50")]
    pub batch_size: usize,
}

/// How many the claims choose from.
const MANY: usize = 100;
/// What that is held against.
const FEW: usize = 10;

fn networks(text: &str) -> Result<usize, InvalidValue> {
    match count(text)? {
        n if n >= MANY => Ok(n),
        _ => Err(format!(
            "allowed: a whole number from {MANY} up, of which the claims choose the best"
        )
        .into()),
    }
}

fn sets(text: &str) -> Result<usize, InvalidValue> {
    match count(text)? {
        n if n >= 2 => Ok(n),
        _ => Err("allowed: a whole number from 2 up, for test data and validation data".into()),
    }
}

/// From where networks are drawn: learning rates, and with each its own initial weights and batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arm {
    /// Four powers of ten, as the book's search has: most networks are bad.
    Wide,
    /// A factor of two: all are about equally good, and choosing among them is mostly luck.
    Narrow,
}

impl Arm {
    const ALL: [Self; 2] = [Self::Wide, Self::Narrow];

    fn learning_rates(self) -> Dimension {
        match self {
            Self::Wide => Dimension::LogUniform { from: 1e-4, to: 1.0 },
            Self::Narrow => Dimension::LogUniform { from: 0.2, to: 0.4 },
        }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        })
    }
}

/// What became of one network: its accuracy on each set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// η
    pub learning_rate: f64,
    /// On each of the sets that play validation and test data.
    pub sets: Vec<f64>,
    /// On fresh images.
    pub fresh: f64,
}

/// The networks of one seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// In the order of their drawing.
    pub networks: Vec<Network>,
}

/// Data that judges a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Judge {
    Validation,
    Test,
    Fresh,
}

use Judge::{Fresh, Test, Validation};

impl Judge {
    /// The accuracy that it gives a network where the set `set` plays the test data.
    fn accuracy(self, network: &Network, set: usize) -> f64 {
        match self {
            Test => network.sets[set],
            Validation => network.sets[(set + 1) % network.sets.len()],
            Fresh => network.fresh,
        }
    }
}

impl Measured {
    /// The accuracy that `said` gives the best of k networks by `chose`, on average over all ways to
    /// take k of the networks, and over the sets as test data.
    ///
    /// The one of rank r, from 0, of n is the best of k in C(n − 1 − r, k − 1) ways of C(n, k), so no
    /// draws are needed. Of equal ones the earlier is better, which has nothing to do with how good it is.
    fn best_of(&self, k: usize, chose: Judge, said: Judge) -> f64 {
        let sets = self.networks[0].sets.len();
        let (n, k) = (self.networks.len() as f64, k as f64);
        let of_set = |set: usize| -> f64 {
            let mut ranked: Vec<&Network> = self.networks.iter().collect();
            ranked.sort_by(|a, b| chose.accuracy(b, set).total_cmp(&chose.accuracy(a, set)));
            let mut probability = k / n;
            let mut sum = 0.0;
            for (rank, network) in ranked.into_iter().enumerate() {
                sum += probability * said.accuracy(network, set);
                let rank = rank as f64;
                probability *= ((n - rank - k) / (n - 1.0 - rank)).max(0.0);
            }
            sum
        };
        mean(&(0..sets).map(of_set).collect::<Vec<_>>())
    }

    /// What `promised` said of the best of k by `chose`, less what fresh images give.
    fn optimism(&self, k: usize, chose: Judge, promised: Judge) -> f64 {
        self.best_of(k, chose, promised) - self.best_of(k, chose, Fresh)
    }
}

/// Images as tensors, to judge hundreds of networks on.
struct Images(Tensor<2>, Tensor<1, Int>);

impl Images {
    fn new(samples: &ValidationSet, device: &Device) -> Self {
        let indices: Vec<usize> = (0..samples.len()).collect();
        let (images, labels) = batch(samples, &indices, device);
        Self(images, labels)
    }

    /// The fraction of the images that the network puts into their class.
    fn accuracy(&self, network: &Mlp) -> f64 {
        let Self(images, labels) = self;
        correct(network, images.clone(), labels.clone()) as f64 / labels.dims()[0] as f64
    }
}

impl Settings {
    fn all_images(&self) -> usize {
        let judges = self.judges.saturating_mul(self.sets);
        self.images.saturating_add(judges).saturating_add(self.fresh)
    }

    /// Images to learn from; the sets that play validation and test data; and fresh images.
    fn split(&self, trial: &Trial) -> Result<(TrainingSet, Vec<Images>, Images), DataError> {
        let all = &trial.data().training;
        let order = trial.stream(Purpose::Split).permutation(all.len());
        let (rest, fresh) = all.clone().split(self.fresh, &order)?;
        let learn = rest.first(self.images)?;
        let images = |set: &ValidationSet| Images::new(set, &trial.device());
        let set = |i: usize| {
            let start = self.images + i * self.judges;
            let set = rest.range(start..start + self.judges)?.into_validation();
            Ok(images(&set))
        };
        Ok((learn, (0..self.sets).map(set).collect::<Result<_, DataError>>()?, images(&fresh)))
    }
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "test_set_leak",
    title: "Choosing on test data · 시험 데이터로 고르면",
    about: "The best of k networks, chosen by test data and by validation data: what was promised, and \
     what fresh images give. Optimism is the first less the second.",
    shows: "what test data promises in vain once it has chosen",
    statements: &["H2", "H3"],
    seeds: 10,
    needs_data: true,
};

impl Experiment for TestSetLeak {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = ABOUT;

    fn check_data(settings: &Settings, data: &Dataset) -> Result<(), DataError> {
        data.training.first(settings.all_images()).map(drop)
    }

    fn arms(_: &Settings) -> Vec<Arm> {
        Arm::ALL.to_vec()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.networks as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let (training, sets, fresh) = settings.split(trial).expect("check_data has looked");
        let device = trial.autodiff();
        let shape = shape(&[settings.width], &training);
        let rates = arm.learning_rates();
        let mut search = trial.stream(Purpose::Search);
        let networks = (0..settings.networks as u64).map(|i| {
            let learning_rate = rates.draw(&mut search);
            // Weights and batches of its own.
            let seed = trial.seed.wrapping_mul(1 << 32).wrapping_add(i);
            let model = initial_mlp(&shape, &He, seed, &device);
            let batch_size = settings.batch_size;
            let mut trainer =
                Trainer::new(model, sgd(0.0), learning_rate, batch_size, seed, &device);
            for _ in 0..settings.iterations {
                trainer.step(&training);
            }
            trial.step_done();
            let network = trainer.model().valid();
            let sets = sets.iter().map(|set| set.accuracy(&network)).collect();
            Network { learning_rate, sets, fresh: fresh.accuracy(&network) }
        });
        Measured { networks: networks.collect() }
    }
}

impl View for TestSetLeak {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        vec![("optimism", optimism(record).into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new([
            "chosen by test data",
            "test accuracy",
            "fresh images (whichever chose)",
            "optimism",
            "95 % interval",
            "by validation data: test",
        ]);
        for arm in Arm::ALL {
            for k in [1, FEW, MANY, record.settings.networks] {
                let of = |number: &dyn Fn(&Measured) -> f64| {
                    mean(&record.values(&arm.to_string(), number))
                };
                let optimism = record.values(&arm.to_string(), |m| m.optimism(k, Test, Test));
                let points = |x: f64| format!("{:.1}", 100.0 * x);
                table.row([
                    format!("{arm}, best of {k}"),
                    percent(of(&|m| m.best_of(k, Test, Test))),
                    percent(of(&|m| m.best_of(k, Test, Fresh))),
                    percent(mean(&optimism)),
                    interval(&optimism).map_or("too few seeds".into(), |(low, high)| {
                        format!("{} to {}", points(low), points(high))
                    }),
                    percent(of(&|m| m.best_of(k, Validation, Test))),
                ]);
            }
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let of =
            |arm: Arm, number: &dyn Fn(&Measured) -> f64| record.values(&arm.to_string(), number);
        let leak = |arm, k| of(arm, &move |m| m.optimism(k, Test, Test));
        let (many, few) = (leak(Arm::Narrow, MANY), leak(Arm::Narrow, FEW));
        let more: Vec<f64> = many.iter().zip(&few).map(|(many, few)| many - few).collect();
        let mut claims: Vec<Claim> = Arm::ALL
            .into_iter()
            .map(|arm| {
                claim("H2", format!("{arm}: the best of {MANY} by test data does worse on fresh images than test data promised (test accuracy less fresh)"))
                    .at_our_setting()
                    .because("at 0 what was promised is kept")
                    .above(0.0, &leak(arm, MANY))
            })
            .collect();
        claims.push(
            claim("H2", format!("narrow: of more networks more is promised in vain (that of the best of {MANY} less that of the best of {FEW})"))
                .at_our_setting()
                .because("at 0 it does not matter how many were tried")
                .above(0.0, &more),
        );
        claims.extend(Arm::ALL.map(|arm| {
            claim("H3", format!("{arm}: the accuracy on test data that chose nothing is no more than a point above what fresh images give (best of {MANY} by validation data: test accuracy less fresh)"))
                .at_our_setting()
                .because("a point is what may be left of luck with images; test data that was used to choose promises more")
                .below(0.01, &of(arm, &|m| m.optimism(MANY, Validation, Test)))
        }));
        claims.extend(Arm::ALL.map(|arm| {
            // Paired: the same images judge, once after choosing by them and once untouched.
            let difference = of(arm, &|m| {
                m.optimism(MANY, Test, Test) - m.optimism(MANY, Validation, Test)
            });
            claim("H3", format!("{arm}: test data that chose nothing promises less in vain than test data that chose (best of {MANY}, the difference)"))
                .at_our_setting()
                .because("at 0 it is no use to keep test data until the end")
                .above(0.0, &difference)
        }));
        claims
    }
}

/// The k that are drawn: about five in each power of ten, up to the number of networks.
fn ks(networks: usize) -> Vec<usize> {
    let steps = (0..).map(|i| 10f64.powf(f64::from(i) / 6.0).round() as usize);
    let mut ks: Vec<usize> = steps.take_while(|&k| k < networks).collect();
    ks.push(networks);
    ks.dedup();
    ks
}

fn optimism(record: &RecordOf<TestSetLeak>) -> Figure {
    let ks = ks(record.settings.networks);
    let curve = |arm: Arm,
                 (label, ink): (&str, Ink),
                 number: &dyn Fn(&Measured, usize) -> f64|
     -> [Mark; 2] {
        let at = |&k: &usize| (k as f64, record.values(&arm.to_string(), |m| number(m, k)));
        let places: Vec<(f64, Vec<f64>)> = ks.iter().map(at).collect();
        let step = |(x, values): &(f64, Vec<f64>)| {
            interval(values).map(|(low, high)| Band { x: *x, low, high })
        };
        let band = Mark::Band { ink, steps: places.iter().filter_map(step).collect() };
        let points = places.iter().map(|(x, values)| [*x, mean(values)]);
        [band, Mark::line(label, ink, points.collect())]
    };
    let chose = ("promised by test data that chose", Ink::Series(5));
    let chose_nothing = ("promised by test data, validation data chose", Ink::Series(0));
    let given = ("given by fresh images", Ink::Series(2));
    let k_axis =
        || Axis::new("networks tried: k").range(1.0, record.settings.networks as f64).log();
    let promised_in_vain = Arm::ALL.map(|arm| {
        Panel::new(match arm {
            Arm::Wide => "wide: learning rates 10⁻⁴ to 1",
            Arm::Narrow => "narrow: learning rates 0.2 to 0.4",
        })
        .x(k_axis())
        .y(Axis::new("optimism: promised less given"))
        .with(Mark::level("", 0.0))
        .with_all(curve(arm, chose, &|m, k| m.optimism(k, Test, Test)))
        .with_all(
            curve(arm, chose_nothing, &|m, k| m.optimism(k, Validation, Test)).map(Mark::dashed),
        )
    });
    let kept = Arm::ALL.map(|arm| {
        Panel::new("fresh images: same for both, as sets take turns")
            .x(k_axis())
            .y(Axis::new("accuracy of the best of k"))
            .with_all(curve(arm, chose, &|m, k| m.best_of(k, Test, Test)))
            .with_all(
                curve(arm, given, &|m, k| m.best_of(k, Test, Fresh))
                    .map(|mark| mark.marked(Marker::SmallDot)),
            )
            .with_all(
                curve(arm, chose_nothing, &|m, k| m.best_of(k, Validation, Test)).map(Mark::dashed),
            )
    });
    let seeds = record.provenance.seeds.len();
    let intervals = if seeds < FEWEST { "" } else { " with 95 % intervals" };
    Figure::new("The more networks are tried on test data, the more it promises in vain")
        .subtitle(format!(
            "{} images of validation and of test data, {} fresh ones; {}{intervals}",
            record.settings.judges,
            record.settings.fresh,
            mean_of(seeds)
        ))
        .alt(
            "Upper panels: the optimism, what was promised less what fresh images give, against the number of \
             networks tried, on a logarithmic axis. It grows where the test data that chose also \
             promises, and stays about zero where test data judges once what validation data chose. \
             Lower panels: the accuracy that either promised, and what fresh images give: \
             the same whichever of the two chose, because each set plays both parts in turn.",
        )
        .grid(2, 380.0, 260.0)
        .panels(promised_in_vain)
        .panels(kept)
}

#[cfg(test)]
mod tests {
    use extensions::random::Stream;

    use super::*;
    use lab::cli::default_settings;
    use lab::record::Record;
    use lab::verdict::Verdict;
    use lab::verdict::Verdict::{DoesNotHold, Holds};

    /// Networks that are all as good as each other, each set judging them with a noise of its own.
    fn alike(seed: u64) -> Measured {
        let mut stream = Stream::new(seed, Purpose::Data);
        let networks = (0..200).map(|_| Network {
            learning_rate: 0.1,
            sets: (0..3).map(|_| 0.8 + 0.01 * stream.normal()).collect(),
            fresh: 0.8 + 0.001 * stream.normal(),
        });
        Measured { networks: networks.collect() }
    }

    fn verdicts(made_up: impl Fn(u64) -> Measured) -> Vec<Verdict> {
        let trials: Vec<Measured> = (0..10).map(made_up).collect();
        let arms = Arm::ALL.map(|arm| (arm.to_string(), trials.clone()));
        let record = Record::made_up(default_settings::<TestSetLeak>(), arms);
        TestSetLeak::claims(&record).iter().map(|claim| claim.verdict).collect()
    }

    #[test]
    fn the_rules_tell_true_from_false() {
        // Luck alone: all that it promises is in vain, the more the more are tried.
        assert_eq!(verdicts(alike), [Holds; 7]);
        // Sets that know each network as fresh images do, and say a hundredth less: nothing is
        // promised in vain, the less the better the network; and it does not matter which one chose.
        let honest = |seed| {
            let mut measured = alike(seed);
            for network in &mut measured.networks {
                network.sets = vec![network.sets[0]; 3];
                network.fresh = 1.01 * network.sets[0];
            }
            measured
        };
        let [h2, h3] = [[DoesNotHold; 3].as_slice(), &[DoesNotHold; 2]];
        assert_eq!(verdicts(honest), [h2, &[Holds; 2], h3].concat());
        // Sets that find every network three hundredths better than it is.
        let kind = |seed| {
            let mut measured = alike(seed);
            measured.networks.iter_mut().flat_map(|n| &mut n.sets).for_each(|said| *said += 0.03);
            measured
        };
        assert_eq!(verdicts(kind)[3..5], [DoesNotHold; 2]);
        // Sets that flatter every network alike, the better ones a little less: much is promised in
        // vain, but no more where more were tried, and no less by data that chose nothing.
        let flattering = |seed| {
            let mut measured = alike(seed);
            for network in &mut measured.networks {
                network.sets = vec![network.sets[0]; 3];
                network.fresh = 1.1 * network.sets[0] - 0.11;
            }
            measured
        };
        assert_eq!(verdicts(flattering), [&[Holds; 2], [DoesNotHold; 5].as_slice()].concat());
    }

    #[test]
    fn the_best_of_k_as_counted_by_hand() {
        let network =
            |test: f64, fresh: f64| Network { learning_rate: 0.1, sets: vec![test, 0.5], fresh };
        // The second set finds all alike, so the first of them is its best.
        let measured =
            Measured { networks: vec![network(0.2, 0.1), network(0.6, 0.2), network(0.4, 0.4)] };
        let best = |k, said| 2.0 * measured.best_of(k, Test, said);
        assert!((best(1, Test) - (0.4 + 0.5)).abs() < 1e-12);
        // Of the three pairs, two have the second network and one the third.
        let by_second = (2.0 * 0.1 + 0.2) / 3.0;
        assert!((best(2, Test) - ((2.0 * 0.6 + 0.4) / 3.0 + 0.5)).abs() < 1e-12);
        assert!((best(2, Fresh) - ((2.0 * 0.2 + 0.4) / 3.0 + by_second)).abs() < 1e-12);
        assert!((best(3, Fresh) - (0.2 + 0.1)).abs() < 1e-12);
        assert!((2.0 * measured.optimism(3, Test, Test) - (0.6 + 0.5 - 0.2 - 0.1)).abs() < 1e-12);
        // Chosen by the one, judged by the other.
        assert!((2.0 * measured.best_of(3, Validation, Test) - (0.2 + 0.5)).abs() < 1e-12);
    }

    /// The mean of the largest of k standard normal draws, from tables of order statistics.
    #[test]
    fn luck_is_as_large_as_order_statistics_say() {
        for (k, expected) in [(1, 0.0), (10, 1.538_753), (100, 2.507_594)] {
            let optimism: Vec<f64> =
                (0..100).map(|seed| alike(seed).optimism(k, Test, Test) / 0.01).collect();
            // The standard deviation of the best of 100 is 0.43; of 300 of them, 0.03.
            let found = mean(&optimism);
            assert!((found - expected).abs() < 0.1, "k = {k}: {found}");
        }
    }

    /// Each set plays both parts, so choosing by the one is on average choosing by the other.
    #[test]
    fn validation_data_that_chose_promises_what_test_data_does() {
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
}
