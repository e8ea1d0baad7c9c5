//! The tree-structured Parzen estimator (Bergstra et al. 2011), in the form that Optuna made of it
//! (Watanabe 2023): what was tried is parted into the good tenth and the rest, each becomes a density
//! over the space, and the next place is where l(x) / g(x), good over rest, is largest among some
//! draws from l.
//!
//! A density is a mixture with one kernel for each place tried and one wide one over all: a normal
//! distribution cut off at the ends for a number, a weighted choice for a choice. A kernel covers all
//! dimensions at once, so that what goes well together stays together.
//!
//! Places that are chosen before others of their round are judged (`at_once`) count as bad until then,
//! which keeps them apart ("constant liar").
//!
//! No crate was taken: those that there are keep a generator and a history of their own, and here a
//! place must be a function of the seed and the records. `tests/golden/optuna` compares with Optuna.

use std::f64::consts::{PI, SQRT_2};

use extensions::random::Stream;
use libm::{erf, erfc};

use super::random::nth_draw;
use super::space::{Dimension, Point};
use super::{Slot, Strategy, Tried, best_first, numbered};

/// How many places are drawn at random before there is a density.
pub const AT_RANDOM: usize = 10;
/// From how many draws the best is taken.
const CANDIDATES: usize = 24;
/// The latest places of the rest that weigh as much as a good one; older ones weigh less.
const LATEST: usize = 25;

/// The tree-structured Parzen estimator.
pub struct Tpe {
    slots: Vec<Slot>,
    at_once: usize,
}

impl Tpe {
    /// So many trials; after those at random, `at_once` of them a round.
    pub fn new(trials: usize, epochs: usize, at_once: usize) -> Self {
        let round = |i: usize| if i < AT_RANDOM { 0 } else { 1 + (i - AT_RANDOM) / at_once };
        let slot = |i| Slot { name: numbered(i), round: round(i), epochs };
        Self { slots: (0..trials).map(slot).collect(), at_once }
    }
}

impl Strategy for Tpe {
    fn slots(&self) -> &[Slot] {
        &self.slots
    }

    fn propose(
        &self,
        dimensions: &[Dimension],
        slot: usize,
        tried: &[Tried],
        stream: Stream,
    ) -> Point {
        if slot < AT_RANDOM {
            return nth_draw(dimensions, slot, stream);
        }
        // A stream of its own for each slot.
        let mut seeds = stream;
        let streams: Vec<Stream> = (0..=slot).map(|_| seeds.fork()).collect();
        let first = slot - (slot - AT_RANDOM) % self.at_once;
        // Those of this round, up to the slot itself.
        let mut chosen: Vec<Point> = Vec::new();
        for mut stream in streams.into_iter().skip(first) {
            chosen.push(next(dimensions, tried, &chosen, &mut stream));
        }
        chosen.pop().expect("at least the slot itself")
    }
}

/// The draw from l with the largest l(x) / g(x).
fn next(
    dimensions: &[Dimension],
    tried: &[Tried],
    pending: &[Point],
    stream: &mut Stream,
) -> Point {
    let n_good = tried.len().div_ceil(10).min(LATEST);
    let mut is_good = vec![false; tried.len()];
    for &i in best_first(tried.iter().map(|t| t.score)).iter().take(n_good) {
        is_good[i] = true;
    }
    let part = |good: bool| {
        let indices = (0..tried.len()).filter(move |&i| is_good[i] == good);
        indices.map(|i| &tried[i].point).collect::<Vec<_>>()
    };
    let (good, mut rest) = (part.clone()(true), part(false));
    rest.extend(pending);
    let (l, g) = (Density::new(dimensions, &good), Density::new(dimensions, &rest));
    let draws = (0..CANDIDATES).map(|_| l.draw(stream));
    let gain = |place: &Point| l.log_density(place) - g.log_density(place);
    let judged = draws.map(|place| (gain(&place), place));
    // Of equal ones the first.
    judged.reduce(|best, next| if next.0 > best.0 { next } else { best }).expect("some draws").1
}

/// A mixture of kernels.
struct Density<'a> {
    dimensions: &'a [Dimension],
    /// The weight of each kernel; together 1.
    weights: Vec<f64>,
    /// For each dimension, one kernel for each place and last the wide one.
    kernels: Vec<Vec<Kernel>>,
}

/// A kernel in one dimension.
#[derive(Clone, Debug, PartialEq)]
enum Kernel {
    /// N(mean, std²), cut off at the ends of the dimension, where `within` of it is inside.
    Normal { mean: f64, std: f64, within: f64 },
    /// The probability of each choice.
    Choice(Vec<f64>),
}

impl<'a> Density<'a> {
    fn new(dimensions: &'a [Dimension], places: &[&Point]) -> Self {
        let mut weights = weights(places.len());
        weights.push(1.0);
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        let kernels = dimensions.iter().enumerate().map(|(d, dimension)| {
            let coordinates: Vec<f64> =
                places.iter().map(|place| inner(dimension, place[d])).collect();
            match (dimension, ends(dimension)) {
                (Dimension::Choice(values), _) => choices(&coordinates, values.len()),
                (_, Some((low, high))) => normals(&coordinates, low, high),
                (_, None) => vec![Kernel::Choice(vec![1.0]); places.len() + 1],
            }
        });
        let kernels = kernels.collect();
        Self { dimensions, weights, kernels }
    }

    fn draw(&self, stream: &mut Stream) -> Point {
        let chosen = pick(&self.weights, stream);
        let draw = |(dimension, kernels): (&Dimension, &Vec<Kernel>)| match &kernels[chosen] {
            Kernel::Choice(probabilities) => pick(probabilities, stream) as f64,
            Kernel::Normal { mean, std, .. } => {
                let (low, high) = ends(dimension).expect("a range has ends");
                // The mean is inside and the spread at most the range: one draw in three is inside.
                let inside = loop {
                    let x = mean + std * stream.normal();
                    if (low..high).contains(&x) {
                        break x;
                    }
                };
                outer(dimension, inside)
            }
        };
        self.dimensions.iter().zip(&self.kernels).map(draw).collect()
    }

    /// ln Σ weight · Π kernel
    fn log_density(&self, place: &Point) -> f64 {
        let term = |k: usize| {
            let factors = self.dimensions.iter().zip(&self.kernels).zip(place);
            let sum: f64 = factors.map(|((d, kernels), &x)| kernels[k].log_density(d, x)).sum();
            self.weights[k].ln() + sum
        };
        let terms: Vec<f64> = (0..self.weights.len()).map(term).collect();
        let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        largest + terms.iter().map(|term| (term - largest).exp()).sum::<f64>().ln()
    }
}

impl Kernel {
    fn log_density(&self, dimension: &Dimension, x: f64) -> f64 {
        match self {
            Self::Choice(probabilities) => probabilities[x as usize].ln(),
            Self::Normal { mean, std, within } => {
                let z = |x: f64| (x - mean) / std;
                match dimension {
                    // The share of the whole number's own unit.
                    Dimension::Integer { .. } => (between(z(x - 0.5), z(x + 0.5)) / within).ln(),
                    _ => {
                        let z = z(inner(dimension, x));
                        -0.5 * z * z - (std * (2.0 * PI).sqrt() * within).ln()
                    }
                }
            }
        }
    }
}

/// How much a standard normal variable is between a and b, a < b: Φ(b) − Φ(a).
fn between(a: f64, b: f64) -> f64 {
    // Where both are on one side, from that side's tail, which is not lost in 1.
    if a > 0.0 {
        0.5 * (erfc(a / SQRT_2) - erfc(b / SQRT_2))
    } else if b < 0.0 {
        0.5 * (erfc(-b / SQRT_2) - erfc(-a / SQRT_2))
    } else {
        0.5 * (erf(b / SQRT_2) - erf(a / SQRT_2))
    }
}

/// The ends of a range, where its kernels are; none where there is no range.
fn ends(dimension: &Dimension) -> Option<(f64, f64)> {
    match *dimension {
        Dimension::Uniform { from, to } => Some((from, to)),
        Dimension::LogUniform { from, to } => Some((from.ln(), to.ln())),
        Dimension::Integer { from, to } => Some((from as f64 - 0.5, to as f64 + 0.5)),
        Dimension::Fixed(_) | Dimension::Choice(_) => None,
    }
}

/// A coordinate as its kernels have it.
fn inner(dimension: &Dimension, x: f64) -> f64 {
    if let Dimension::LogUniform { .. } = dimension { x.ln() } else { x }
}

/// A coordinate from where its kernels have it.
fn outer(dimension: &Dimension, x: f64) -> f64 {
    match *dimension {
        Dimension::LogUniform { from, to } => x.exp().clamp(from, to),
        Dimension::Integer { from, to } => x.round().clamp(from as f64, to as f64),
        _ => x,
    }
}

/// How much each of `n` places weighs, the oldest first: the latest 25 weigh 1, those before them
/// from 1/n up.
fn weights(n: usize) -> Vec<f64> {
    let older = n.saturating_sub(LATEST);
    let least = 1.0 / n as f64;
    let ramp = |i: usize| match older {
        1 => least,
        _ => least + (1.0 - least) * i as f64 / (older - 1) as f64,
    };
    (0..n).map(|i| if i < older { ramp(i) } else { 1.0 }).collect()
}

/// A normal kernel for each place, as wide as the farther of its neighbours is away, and a last one
/// over the whole range.
fn normals(places: &[f64], low: f64, high: f64) -> Vec<Kernel> {
    let n = places.len();
    let range = high - low;
    let narrowest = range / (2.0 + n as f64).min(100.0);
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| places[a].total_cmp(&places[b]));
    let kernel = |mean: f64, std: f64| {
        let within = between((low - mean) / std, (high - mean) / std);
        Kernel::Normal { mean, std, within }
    };
    let mut kernels = vec![kernel(f64::midpoint(low, high), range); n + 1];
    for (rank, &i) in order.iter().enumerate() {
        let below = rank.checked_sub(1).map(|r| places[order[r]]);
        let above = order.get(rank + 1).map(|&next| places[next]);
        let mean = places[i];
        // An end counts as a neighbour only of a place that stands alone.
        let std = match (below, above) {
            (None, None) => (mean - low).max(high - mean),
            (below, above) => below.map_or(0.0, |x| mean - x).max(above.map_or(0.0, |x| x - mean)),
        };
        kernels[i] = kernel(mean, std.clamp(narrowest, range));
    }
    kernels
}

/// A kernel for each place that prefers its choice, and a last one that prefers none.
fn choices(places: &[f64], choices: usize) -> Vec<Kernel> {
    let kernels = places.len() + 1;
    let share = 1.0 / kernels as f64;
    let all = 1.0 + choices as f64 * share;
    let prefers = |choice: usize| {
        (0..choices).map(|c| (share + f64::from(c == choice)) / all).collect::<Vec<_>>()
    };
    let mut all: Vec<_> = places.iter().map(|&x| Kernel::Choice(prefers(x as usize))).collect();
    all.push(Kernel::Choice(vec![1.0 / choices as f64; choices]));
    all
}

/// An index, as probable as its entry says; the entries add up to 1.
fn pick(probabilities: &[f64], stream: &mut Stream) -> usize {
    let mut left = stream.uniform();
    for (i, probability) in probabilities.iter().enumerate() {
        left -= probability;
        if left < 0.0 {
            return i;
        }
    }
    probabilities.len() - 1
}

#[cfg(test)]
mod tests {
    use extensions::random::Purpose;

    use super::*;
    use crate::search::space::Value;

    #[test]
    fn the_normal_distribution_at_known_places() {
        assert!((between(-1.0, 1.0) - 0.682_689_492_137).abs() < 1e-12);
        assert!((between(6.0, 7.0) / 9.853e-10 - 1.0).abs() < 1e-3);
        assert_eq!(between(-7.0, -6.0), between(6.0, 7.0));
    }

    #[test]
    fn kernels_by_hand() {
        let of = |places: &[f64]| -> Vec<(f64, f64)> {
            let kernels = normals(places, 0.0, 10.0);
            kernels
                .into_iter()
                .map(|kernel| match kernel {
                    Kernel::Normal { mean, std, .. } => (mean, std),
                    Kernel::Choice(_) => unreachable!(),
                })
                .collect()
        };
        // A place alone reaches as far as the farther end.
        assert_eq!(of(&[3.0]), [(3.0, 7.0), (5.0, 10.0)]);
        // The outer ones have one neighbour; 10 / 5 is the narrowest.
        assert_eq!(of(&[9.0, 8.5, 4.0]), [(9.0, 2.0), (8.5, 4.5), (4.0, 4.5), (5.0, 10.0)]);
        assert_eq!(weights(27)[..3], [1.0 / 27.0, 1.0, 1.0]);
        assert_eq!(
            weights(29)[..5],
            [1.0 / 29.0, 1.0 / 29.0 + 28.0 / 29.0 / 3.0, 1.0 / 29.0 + 56.0 / 29.0 / 3.0, 1.0, 1.0]
        );
        assert_eq!(
            choices(&[1.0], 2),
            [Kernel::Choice(vec![0.25, 0.75]), Kernel::Choice(vec![0.5, 0.5])]
        );
    }

    fn dimensions() -> Vec<Dimension> {
        let names = ["a", "b", "c"].map(|name| Value::Name(name.into()));
        vec![
            Dimension::Uniform { from: -1.0, to: 2.0 },
            Dimension::LogUniform { from: 1e-3, to: 1.0 },
            Dimension::Integer { from: 1, to: 4 },
            Dimension::Choice(names.into()),
            Dimension::Fixed(Value::Number(1.0)),
        ]
    }

    /// Each dimension alone: the probabilities of all that there is add up to 1.
    #[test]
    fn a_density_adds_up_to_one() {
        for (d, dimension) in dimensions().iter().enumerate().take(4) {
            let one = std::slice::from_ref(dimension);
            let places = [[-0.9, 0.002, 1.0, 0.0], [0.3, 0.9, 4.0, 2.0], [0.4, 0.01, 4.0, 2.0]];
            let places: Vec<Point> = places.iter().map(|place| vec![place[d]]).collect();
            let density = Density::new(one, &places.iter().collect::<Vec<_>>());
            let at = |x: f64| density.log_density(&vec![x]).exp();
            let sum: f64 = match ends(dimension) {
                None => (0..3).map(|c| at(f64::from(c))).sum(),
                Some(_) if d == 2 => (1..=4).map(|i| at(f64::from(i))).sum(),
                Some((low, high)) => {
                    let n = 20_000;
                    let step = (high - low) / f64::from(n);
                    let middles = (0..n).map(|i| low + step * (f64::from(i) + 0.5));
                    middles.map(|x| step * at(outer(dimension, x))).sum()
                }
            };
            assert!((sum - 1.0).abs() < 1e-6, "{dimension}: {sum}");
        }
    }

    #[test]
    fn places_are_inside_and_a_function_of_seed_and_history() {
        let dimensions = dimensions();
        let tpe = Tpe::new(60, 1, 7);
        let stream = || Stream::new(3, Purpose::Search);
        let mut tried: Vec<Tried> = Vec::new();
        for round in 0..=tpe.slots().last().unwrap().round {
            let slots: Vec<usize> =
                (0..60).filter(|&slot| tpe.slots()[slot].round == round).collect();
            let places: Vec<Point> = slots
                .iter()
                .map(|&slot| tpe.propose(&dimensions, slot, &tried, stream()))
                .collect();
            // In any order.
            for (&slot, place) in slots.iter().zip(&places).rev() {
                assert_eq!(&tpe.propose(&dimensions, slot, &tried, stream()), place);
            }
            for place in places {
                assert!(
                    (-1.0..=2.0).contains(&place[0]) && (1e-3..=1.0).contains(&place[1]),
                    "{place:?}"
                );
                assert!(
                    [1.0, 2.0, 3.0, 4.0].contains(&place[2]) && [0.0, 1.0, 2.0].contains(&place[3])
                );
                let score = -(place[0] - 0.5).powi(2) - (place[2] - 3.0).abs();
                tried.push(Tried { point: place, score });
            }
        }
        let late = &tried[40..];
        let near = late.iter().filter(|t| t.score > -0.1).count();
        // At random 0.21 · 1/4, so one of twenty.
        assert!(near >= 8, "{near} of 20");
    }

    #[derive(serde::Deserialize)]
    struct Golden {
        trials: usize,
        densities: Vec<Case>,
        searches: std::collections::BTreeMap<String, Vec<f64>>,
    }

    #[derive(serde::Deserialize)]
    struct Case {
        observed: Vec<Point>,
        asked: Vec<Point>,
        log_density: Vec<f64>,
    }

    /// What Optuna gave; `make.py` beside it made it.
    fn golden() -> Golden {
        let text = include_str!("../../../../tests/golden/optuna/golden.json");
        serde_json::from_str(text).expect("golden values")
    }

    #[test]
    fn the_density_is_that_of_optuna() {
        let dimensions = &dimensions()[..4];
        for Case { observed, asked, log_density } in golden().densities {
            let density = Density::new(dimensions, &observed.iter().collect::<Vec<_>>());
            for (place, expected) in asked.iter().zip(log_density) {
                let ours = density.log_density(place);
                let n = observed.len();
                assert!((ours - expected).abs() < 1e-9, "{n} places: {ours}, Optuna {expected}");
            }
        }
    }

    type Function = (&'static str, Vec<Dimension>, fn(&Point) -> f64);

    /// The functions of `make.py`, to be minimized.
    fn functions() -> Vec<Function> {
        let range = |from, to| Dimension::Uniform { from, to };
        let numbers = (0..4).map(|i| Value::Number(f64::from(i))).collect();
        vec![
            (
                "valley",
                vec![range(-5.0, 5.0), Dimension::LogUniform { from: 1e-6, to: 1.0 }],
                |p| (p[0] - 1.0).powi(2) + (p[1].log10() + 2.0).powi(2),
            ),
            ("branin", vec![range(-5.0, 10.0), range(0.0, 15.0)], |p| {
                let bowl = p[1] - 5.1 / (4.0 * PI * PI) * p[0] * p[0] + 5.0 / PI * p[0] - 6.0;
                bowl * bowl + 10.0 * (1.0 - 1.0 / (8.0 * PI)) * p[0].cos() + 10.0
            }),
            (
                "mixed",
                vec![
                    range(0.0, 1.0),
                    Dimension::Integer { from: 1, to: 20 },
                    Dimension::Choice(numbers),
                ],
                |p| {
                    let (x, depth, kind) = (p[0], p[1], p[2]);
                    10.0 * (x - 0.2 * (kind + 1.0)).powi(2)
                        + 0.05 * (depth - 7.0).powi(2)
                        + 0.3 * (kind - 2.0).abs()
                },
            ),
        ]
    }

    /// The best value of a search with this strategy.
    fn best_value(
        strategy: &dyn Strategy,
        dimensions: &[Dimension],
        f: fn(&Point) -> f64,
        seed: u64,
    ) -> f64 {
        let mut tried: Vec<Tried> = Vec::new();
        for (slot, Slot { round, .. }) in strategy.slots().iter().enumerate() {
            let known = strategy.slots().iter().filter(|slot| slot.round < *round).count();
            let stream = Stream::new(seed, Purpose::Search);
            let point = strategy.propose(dimensions, slot, &tried[..known], stream);
            tried.push(Tried { score: -f(&point), point });
        }
        -tried.iter().map(|tried| tried.score).fold(f64::NEG_INFINITY, f64::max)
    }

    /// How far apart two samples are distributed: the largest distance between the shares of each
    /// that are at most x (Kolmogorov and Smirnov).
    fn apart(a: &[f64], b: &[f64]) -> f64 {
        let share =
            |of: &[f64], x: f64| of.iter().filter(|&&y| y <= x).count() as f64 / of.len() as f64;
        a.iter().chain(b).map(|&x| (share(a, x) - share(b, x)).abs()).fold(0.0, f64::max)
    }

    /// The rule, made before the numbers: what the best of 60 trials is, over 100 seeds, is
    /// distributed as Optuna's over 200, by the test of Kolmogorov and Smirnov at the level of 1 in
    /// 1000: √(−½ ln(0.001 / 2)) · √(1/100 + 1/200) = 0.239. Random search, which must not pass, does
    /// not.
    #[test]
    fn searches_end_as_those_of_optuna() {
        const SEEDS: u64 = 100;
        let golden = golden();
        for (name, dimensions, function) in functions() {
            let optuna = &golden.searches[name];
            let spread = 1.0 / SEEDS as f64 + 1.0 / optuna.len() as f64;
            let critical = (-0.5 * (0.001f64 / 2.0).ln()).sqrt() * spread.sqrt();
            let found = |strategy: &dyn Strategy| -> Vec<f64> {
                (0..SEEDS).map(|seed| best_value(strategy, &dimensions, function, seed)).collect()
            };
            let ours = apart(&found(&Tpe::new(golden.trials, 1, 1)), optuna);
            let random =
                apart(&found(&crate::search::random::Random::new(golden.trials, 1)), optuna);
            println!("{name}: TPE {ours:.3}, random {random:.3}, critical {critical:.3}");
            assert!(ours < critical, "{name}: {ours} of {critical}");
            assert!(random > critical, "{name}: random search is {random} apart");
        }
    }
}
