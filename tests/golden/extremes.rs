//! Every optimizer on gradients that are zero, tiny, huge, infinite or not a number, compared with PyTorch
//! in 32 bits: what stays finite there stays finite here, and what turns infinite or NaN does so at the
//! same step.

use burn::module::{Module, Param};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;
use serde::Deserialize;

use crate::optimizers::{Settings, ours};
use crate::tools::{Differences, Place, apart, largest, read, values};

#[derive(Deserialize)]
struct Golden {
    /// Where every weight starts.
    start: f64,
    /// The name of each sequence of gradients.
    sequences: Vec<String>,
    /// Its gradients, step by step: numbers, `inf`, `-inf` or `nan`.
    gradients: Vec<Vec<String>>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    optimizer: String,
    settings: Settings,
    /// The weight that each sequence moves, after every step.
    weights: Vec<Vec<String>>,
}

/// One weight for each sequence, `[1, sequences]`: rank 2, so that weight decay applies.
#[derive(Module, Debug)]
struct Weights {
    weights: Param<Tensor<2>>,
}

fn numbers(path: &[String]) -> Vec<f64> {
    path.iter().map(|word| word.parse().expect("a number, inf or nan")).collect()
}

impl Golden {
    /// The weight of each sequence after every step.
    fn paths(&self, case: &Case, place: &Place) -> Vec<Vec<f64>> {
        let gradients: Vec<Vec<f64>> = self.gradients.iter().map(|path| numbers(path)).collect();
        let shape = [1, gradients.len()];
        let start = vec![self.start; gradients.len()];
        let mut model = Weights { weights: place.parameter(&start, shape) };
        let mut optimizer = ours(&case.optimizer, &case.settings);
        let mut paths = vec![Vec::new(); gradients.len()];
        for step in 0..gradients[0].len() {
            let now: Vec<f64> = gradients.iter().map(|path| path[step]).collect();
            let mut of_step = GradientsParams::new();
            of_step.register(model.weights.id, place.tensor_on(&place.device, &now, shape));
            model = optimizer.step(case.settings.rate, model, of_step);
            let weights = values(model.weights.val());
            paths.iter_mut().zip(weights).for_each(|(path, w)| path.push(w));
        }
        paths
    }
}

/// Finite, infinite with its sign, or NaN.
fn kind(x: &f64) -> f64 {
    match x {
        x if x.is_finite() => 0.0,
        x if x.is_nan() => 2.0,
        x => x.signum(),
    }
}

/// A step in 32 bits rounds a few times; as for the other golden values, relative to the largest value
/// that the weight reaches.
const ROUNDINGS: f64 = 50.0;

/// Whether Burn's RMSprop is known to differ. It squares the gradient before it multiplies by 1 − α, so h
/// is infinite above |g| = 1.8e19, and the weight no longer moves. PyTorch multiplies first, so there it
/// takes 1.8e20.
fn overflows_in_burn_only(case: &Case, gradients: &[f64]) -> bool {
    case.optimizer == "RMSprop" && gradients.iter().any(|g| g.abs() == 1e20)
}

#[test]
fn extreme_gradients_do_what_they_do_in_pytorch() {
    let golden: Golden = read(include_str!("extremes.json"));
    for place in Place::all().into_iter().filter(|place| !place.is_double()) {
        let mut differences = Differences::new("extreme gradients", ROUNDINGS, &place);
        for case in &golden.cases {
            let sequences = golden.sequences.iter().zip(&golden.gradients);
            let both = golden.paths(case, &place).into_iter().zip(&case.weights);
            for ((sequence, gradients), (ours, theirs)) in sequences.zip(both) {
                let name = format!("{}: {sequence}", case.name);
                let theirs = numbers(theirs);
                let kinds = |path: &[f64]| path.iter().map(kind).collect::<Vec<_>>();
                assert_eq!(kinds(&ours), kinds(&theirs), "{name}: {ours:?}, not {theirs:?}");
                let finite = |path: Vec<f64>| -> Vec<f64> {
                    path.into_iter().filter(|x| x.is_finite()).collect()
                };
                let (ours, theirs) = (finite(ours), finite(theirs));
                if !theirs.is_empty() && !overflows_in_burn_only(case, &numbers(gradients)) {
                    differences.hold(&name, apart(&ours, &theirs, largest(&theirs)));
                }
            }
        }
        differences.end();
    }
}

/// The difference that [`overflows_in_burn_only`] leaves out is there.
#[test]
fn burns_rmsprop_stops_where_pytorchs_still_moves() {
    let golden: Golden = read(include_str!("extremes.json"));
    let case = golden.cases.iter().find(|case| case.name == "RMSprop").expect("it is there");
    let i = golden.sequences.iter().position(|name| name == "1e+20 at every step");
    let i = i.expect("it is there");
    let ours = &golden.paths(case, &Place::default())[i];
    assert!(ours.iter().all(|&w| w == golden.start), "{ours:?}");
    assert!(numbers(&case.weights[i])[0] < golden.start);
}
