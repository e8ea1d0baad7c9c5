//! Accuracies, their gap and the norm of the weights as panels and as a table, for the experiments on
//! overfitting (V1 to V4).

use figures::{Axis, Ink, Mark, Marker, Panel};
use lab::curves::{legend, mean_and_band};
use lab::record::Record;
use lab::table::{Table, number, percent};
use training::epochs::Curves;
use training::statistics::mean;

/// A record whose trials measured [`Curves`].
pub type Curved<S> = Record<S, Curves>;

/// Both accuracies of the arms `(name, label)` over the epochs: training solid, test dashed.
pub fn accuracy_panel<S>(
    record: &Curved<S>,
    title: impl Into<String>,
    per_epoch: usize,
    arms: &[(String, String)],
) -> Panel {
    let marks = arms.iter().enumerate().flat_map(|(i, (arm, label))| {
        let of = |values: fn(&Curves) -> &Vec<f64>| -> Vec<Vec<f64>> {
            record.arm(arm).map(|curves| values(curves).clone()).collect()
        };
        let shortest = record.arm(arm).min_by_key(|curves| curves.iterations.len());
        let iterations = shortest.map_or(Vec::new(), |curves| curves.iterations.clone());
        let epochs: Vec<f64> = iterations.iter().map(|&i| i as f64 / per_epoch as f64).collect();
        let (ink, training, test) = (Ink::Series(i), of(|c| &c.training), of(|c| &c.test));
        let label = legend(label, record.arm(arm).map(|curves| curves.diverged_at));
        let training = mean_and_band(&format!("{label}: training"), ink, &training);
        let test = mean_and_band(&format!("{label}: test"), ink, &test).map(Mark::dashed);
        // The first is thick, so that it shows below another line where they coincide.
        let drawn = move |mark: Mark| if i == 0 { mark.thick(3.4) } else { mark };
        let marks = training.into_iter().chain(test).map(drawn);
        marks.map(move |mark| over(mark, &epochs))
    });
    Panel::new(title)
        .x(Axis::new("epoch"))
        .y(Axis::new("accuracy").range(0.0, 1.02))
        .with_all(marks)
}

/// Both accuracies and the gap between them at the end of training, against the values of a setting.
/// `arms` are pairs of an arm's name and its value. Lines are means, with a band over the seeds.
pub fn gap_panel<S>(record: &Curved<S>, label: &str, arms: &[(String, String)]) -> Panel {
    let training =
        against(record, arms, "training accuracy", Ink::Series(0), Curves::training_at_end);
    let test = against(record, arms, "test accuracy", Ink::Series(0), Curves::test_at_end);
    let gap = against(record, arms, "gap between them", Ink::Series(1), Curves::gap);
    Panel::new("")
        .x(Axis::categories(arms.iter().map(|(_, value)| value)).label(label))
        .y(Axis::new("accuracy and gap").range(0.0, 1.02))
        .with_all(training)
        .with_all(test.map(Mark::dashed))
        .with_all(gap)
}

/// The norm of the weights at the end of training, against the values of a setting. `arms` are pairs
/// of an arm's name and its value.
pub fn norm_panel<S>(record: &Curved<S>, label: &str, arms: &[(String, String)]) -> Panel {
    let norms = arms.iter().flat_map(|(arm, _)| record.values(arm, Curves::norm_at_end));
    let largest = norms.filter(|norm| norm.is_finite()).fold(0.0, f64::max);
    // The axis begins at 0, so that a change by a hundredth does not look like a collapse.
    let y = Axis::new("norm of all weights").range(0.0, 1.05 * largest);
    Panel::new("")
        .x(Axis::categories(arms.iter().map(|(_, value)| value)).label(label))
        .y(y)
        .with_all(against(record, arms, "norm of all weights", Ink::Series(2), Curves::norm_at_end))
}

/// One number of each arm, in the order of the arms: a line with markers, and a band over the seeds.
fn against<S>(
    record: &Curved<S>,
    arms: &[(String, String)],
    label: &str,
    ink: Ink,
    number: fn(&Curves) -> f64,
) -> [Mark; 2] {
    let of_seed = |seed: usize| -> Vec<f64> {
        let at_seed =
            |(arm, _): &(String, String)| record.arm(arm).nth(seed).map_or(f64::NAN, number);
        arms.iter().map(at_seed).collect()
    };
    let seeds = 0..record.provenance.seeds.len();
    let curves: Vec<Vec<f64>> = seeds.map(of_seed).collect();
    mean_and_band(label, ink, &curves).map(|mark| mark.marked(Marker::Dot))
}

/// The mark with its x values 0, 1, 2, … replaced by `places`.
pub fn over(mut mark: Mark, places: &[f64]) -> Mark {
    match &mut mark {
        Mark::Line { points, .. } => {
            points.iter_mut().zip(places).for_each(|(point, &x)| point[0] = x);
        }
        Mark::Band { steps, .. } => {
            steps.iter_mut().zip(places).for_each(|(step, &x)| step.x = x);
        }
        _ => {}
    }
    mark
}

/// A row for each arm: the means over the seeds of both accuracies, of the gap between them, of the norm of
/// all weights, and of its growth over the initial norm. `first` is the heading of the first column.
pub fn table<S>(record: &Curved<S>, first: &str) -> Table {
    let mut table = Table::new([
        first,
        "training accuracy",
        "test accuracy",
        "gap",
        "norm of all weights",
        "growth of the norm",
    ]);
    for arm in &record.arms {
        let of = |number: fn(&Curves) -> f64| mean(&record.values(&arm.name, number));
        table.row([
            legend(&arm.name, record.arm(&arm.name).map(|curves| curves.diverged_at)),
            percent(of(Curves::training_at_end)),
            percent(of(Curves::test_at_end)),
            percent(of(Curves::gap)),
            number(of(Curves::norm_at_end)),
            percent(of(Curves::norm_growth)),
        ]);
    }
    table
}

/// The measurements of a trial that ended at these accuracies, with a norm that went from 10 to `norm`.
#[cfg(test)]
pub(crate) fn ended(training: f64, test: f64, norm: f64) -> Curves {
    super::made_up::curves(training, test, [10.0, norm])
}
