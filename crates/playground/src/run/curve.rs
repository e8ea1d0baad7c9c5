//! The accuracies that were measured in a run, as many as a curve needs.

use crate::network::Accuracy;

/// How many accuracies are kept.
const MOST: usize = 500;

/// Accuracies in the order of their steps. If they become too many, some are left out, so that the others are at
/// similar distances from each other. The first and the last one stay.
pub struct Curve {
    kept: Vec<Accuracy>,
    /// The least number of steps between two of them, except before the last one.
    distance: usize,
}

impl Default for Curve {
    fn default() -> Self {
        Self { kept: Vec::new(), distance: 1 }
    }
}

impl Curve {
    /// Adds an accuracy that was measured after the others, or at the step of the last one.
    pub fn add(&mut self, accuracy: Accuracy) {
        let kept = &mut self.kept;
        // The last one has stayed only because there was none after it.
        if let [.., before, last] = &kept[..]
            && last.iteration - before.iteration < self.distance
        {
            kept.pop();
        }
        if kept.last().is_some_and(|last| last.iteration == accuracy.iteration) {
            kept.pop();
        }
        let last = accuracy.iteration;
        kept.push(accuracy);
        while kept.len() > MOST {
            self.distance *= 2;
            let mut next = 0;
            kept.retain(|accuracy| {
                let is_kept = accuracy.iteration >= next;
                if is_kept {
                    next = accuracy.iteration + self.distance;
                }
                is_kept || accuracy.iteration == last
            });
        }
    }

    /// Those that were measured after the step `known`, or all.
    pub fn after(&self, known: Option<usize>) -> &[Accuracy] {
        let is_known = |accuracy: &Accuracy| known.is_some_and(|known| accuracy.iteration <= known);
        &self.kept[self.kept.partition_point(is_known)..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accuracy(iteration: usize) -> Accuracy {
        Accuracy { iteration, training: iteration as f64, test: 0.0 }
    }

    fn steps(accuracies: &[Accuracy]) -> Vec<usize> {
        accuracies.iter().map(|accuracy| accuracy.iteration).collect()
    }

    #[test]
    fn a_short_curve_has_every_accuracy_and_each_step_once() {
        let mut curve = Curve::default();
        for step in [0, 1, 2, 2, 30] {
            curve.add(accuracy(step));
        }
        assert_eq!(steps(curve.after(None)), [0, 1, 2, 30]);
        assert_eq!(steps(curve.after(Some(1))), [2, 30]);
        assert_eq!(steps(curve.after(Some(30))), [0; 0]);
        assert_eq!(Curve::default().after(None), []);
    }

    #[test]
    fn a_long_curve_is_thinned_evenly_and_has_its_ends() {
        let mut curve = Curve::default();
        for step in (0..=100_000).step_by(7) {
            curve.add(accuracy(step));
            let kept = steps(curve.after(None));
            assert!(kept.len() <= MOST && kept[0] == 0 && kept[kept.len() - 1] == step);
        }
        let kept = steps(curve.after(None));
        assert!(kept.len() > MOST / 3, "{}", kept.len());
        // All but the last one.
        let distances: Vec<_> = kept.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let distances = &distances[..distances.len() - 1];
        let (least, most) = (distances.iter().min().unwrap(), distances.iter().max().unwrap());
        assert!(*most <= 2 * least, "{least} {most}");
    }
}
