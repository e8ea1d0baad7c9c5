//! The loss of each arm over the iterations, as the book draws it, for the comparisons of optimizers
//! (O6) and of initial weights (I8).

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::curves::{legend, mean_and_band, over_seeds};
use lab::record::Record;
use lab::table::number;
use language::tr;
use training::losses::{LAST, Losses};
use training::run::Run;
use training::statistics::{mean, median};

use super::optimizers::shown;

/// The loss of every arm over the iterations, with `marks` behind the curves. The axis ends at
/// `highest`, or higher where a curve would otherwise lie mostly outside; the subtitle then says so.
pub fn loss_figure<S>(
    title: &str,
    record: &Record<S, Run>,
    highest: f64,
    marks: impl IntoIterator<Item = Mark>,
) -> Figure {
    let mut top = highest;
    let mut curves = Vec::new();
    for (i, arm) in record.arms.iter().enumerate() {
        let losses = arm.trials.iter().map(|trial| &trial.measured.losses);
        let of_arm: Vec<Vec<f64>> = losses.clone().map(Losses::smoothed).collect();
        // A loss that diverges would leave any axis.
        if losses.clone().all(|losses| losses.diverged_at.is_none()) {
            top = top.max(needed_top(highest, &of_arm));
        }
        let name = legend(&shown(&arm.name), losses.map(|losses| losses.diverged_at));
        curves.extend(mean_and_band(&name, Ink::Series(i), &of_arm));
    }
    let seeds = over_seeds(record);
    let subtitle = match top > highest {
        true => tr!(
            "smoothed loss of each mini-batch; {seeds}; the axis extends beyond its usual {highest}",
            seeds,
            highest
        ),
        false => tr!("smoothed loss of each mini-batch; {seeds}", seeds),
    };
    Figure::new(title).subtitle(subtitle).panel(
        Panel::new("")
            .x(Axis::new(tr!("iteration")))
            .y(Axis::new(tr!("softmax cross-entropy loss")).range(0.0, top))
            .with_all(marks)
            .with_all(curves),
    )
}

/// The name of the final loss in a table, after a run of so many iterations.
pub fn ending_loss(iterations: usize) -> String {
    match iterations.min(LAST) {
        1 => tr!("loss, one iteration").into(),
        n => tr!("loss, last {n} iterations", n),
    }
}

/// The loss at the end of every arm, in words: "SGD at 0.23, for Adam at 0.05", which follow "The loss ends for".
pub fn ends<S>(record: &Record<S, Run>) -> String {
    let ends = record.arms.iter().map(|arm| {
        let losses = record.values(&arm.name, |run| run.losses.last(LAST));
        tr!("{arm} at {loss}", arm = shown(&arm.name), loss = number(mean(&losses)))
    });
    ends.collect::<Vec<_>>().join(tr!(", for "))
}

/// Where the axis must end for these losses of an arm, one curve per seed: at `highest` if at least
/// half of them lie below it; otherwise above the highest of them, unless the first losses are far
/// above the rest.
fn needed_top(highest: f64, curves: &[Vec<f64>]) -> f64 {
    let losses = curves.concat();
    let middle = median(&losses);
    if middle > highest {
        let largest = losses.into_iter().fold(0.0, f64::max);
        1.04 * largest.min(2.0 * middle)
    } else {
        highest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(losses: Vec<f32>, diverged_at: Option<usize>) -> Run {
        Run { losses: Losses { losses, diverged_at }, test_accuracy: 0.5 }
    }

    /// The figure's SVG with a learner's run and one whose loss falls from 2.3 to 0.1.
    fn drawn(learner: Run) -> String {
        let falling = (0..200).map(|i| 2.3 - 2.2 * (i as f32 / 20.0).min(1.0)).collect();
        let arms = [("built-in", vec![run(falling, None)]), ("user-defined", vec![learner])];
        loss_figure("", &Record::made_up((), arms), 1.0, []).svg()
    }

    #[test]
    fn a_slow_learner_is_visible() {
        let is_higher = |learner| drawn(learner).contains("extends beyond");
        assert!(!is_higher(run(vec![0.5; 200], None)));
        assert!(is_higher(run(vec![2.2; 200], None)));
        assert!(
            !is_higher(run(vec![2.3, 1e20], Some(2))),
            "a diverging loss does not raise the axis"
        );
    }

    #[test]
    fn the_axis_ends_above_what_is_mostly_outside() {
        let top = |losses: &[f64]| needed_top(1.0, &[losses.to_vec()]);
        assert_eq!(top(&[2.3, 2.0, 0.9, 0.8, 0.7]), 1.0);
        assert_eq!(top(&[1.0; 5]), 1.0);
        assert_eq!(top(&[2.5, 2.4, 2.3, 2.2, 0.9]), 1.04 * 2.5);
        assert_eq!(top(&[100.0, 2.5, 2.0, 1.5, 1.5]), 1.04 * 4.0);
        // The losses of all seeds count together.
        assert_eq!(needed_top(1.0, &[vec![0.5; 5], vec![2.0; 6]]), 1.04 * 2.0);
        assert_eq!(needed_top(1.0, &[]), 1.0);
    }

    #[test]
    fn the_name_of_an_ending_loss_says_how_many_iterations_it_covers() {
        let names = [2000, 100, 20, 1].map(ending_loss);
        let last = |n| format!("loss, last {n} iterations");
        assert_eq!(names, [last(100), last(100), last(20), "loss, one iteration".into()]);
    }

    #[test]
    fn one_seed_has_no_mean() {
        let of = |seeds| over_seeds(&Record::made_up((), [("arm", vec![0; seeds])]));
        assert_eq!(of(1), "one seed");
        assert_eq!(of(8), "line: mean of 8 seeds, band: lowest to highest");
    }
}
