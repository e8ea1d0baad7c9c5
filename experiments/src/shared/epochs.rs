//! Accuracies, their gap and the norm of the weights as panels and as a table, for the experiments on
//! overfitting (V1 to V4).

use figures::{Axis, Ink, Mark, Marker, Panel};
use lab::curves::{legend, mean_and_band};
use lab::record::Record;
use lab::table::{Table, number, percent};
use language::tr;
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
        let training = mean_and_band(&tr!("{label}: training", label), ink, &training);
        let test = mean_and_band(&tr!("{label}: test", label), ink, &test).map(Mark::dashed);
        // The first is thick, so that it shows below another line where they coincide.
        let drawn = move |mark: Mark| if i == 0 { mark.thick(3.4) } else { mark };
        let marks = training.into_iter().chain(test).map(drawn);
        marks.map(move |mark| over(mark, &epochs))
    });
    Panel::new(title)
        .x(Axis::new(tr!("epoch")))
        .y(Axis::new(tr!("accuracy")).range(0.0, 1.02))
        .with_all(marks)
}

/// By how many points test accuracy is higher in the second of two arms than in the first, over the epochs: the
/// mean of the differences of each seed, with a band. It shows a difference that is much smaller than what the
/// accuracies differ by from seed to seed.
pub fn gain_over_epochs<S>(
    record: &Curved<S>,
    title: impl Into<String>,
    per_epoch: usize,
    [without, with]: [&str; 2],
) -> Panel {
    let pairs = || record.arm(without).zip(record.arm(with));
    let diverged_at = pairs().map(|(without, with)| without.diverged_at.or(with.diverged_at));
    let label = legend(tr!("gain in test accuracy"), diverged_at);
    let gain = |(without, with): (&Curves, &Curves)| -> Vec<f64> {
        let pairs = with.test.iter().zip(&without.test);
        pairs.map(|(with, without)| 100.0 * (with - without)).collect()
    };
    let shortest = record.arm(without).chain(record.arm(with)).map(|curves| &curves.iterations);
    let iterations = shortest.min_by_key(|iterations| iterations.len());
    let epochs: Vec<f64> =
        iterations.into_iter().flatten().map(|&i| i as f64 / per_epoch as f64).collect();
    let gains: Vec<Vec<f64>> = pairs().map(gain).collect();
    Panel::new(title)
        .x(Axis::new(tr!("epoch")))
        .y(Axis::new(tr!("gain in test accuracy, in points")))
        .with(Mark::level("", 0.0))
        .with_all(mean_and_band(&label, Ink::Series(2), &gains).map(|mark| over(mark, &epochs)))
}

/// Both accuracies and the gap between them at the end of training, against the values of a setting.
/// `arms` are pairs of an arm's name and its value. Lines are means; only the gap has a band over the seeds, so that
/// the bands do not lie over each other.
pub fn gap_panel<S>(record: &Curved<S>, label: &str, arms: &[(String, String)]) -> Panel {
    let line = |label: &str, number: fn(&Curves) -> f64| {
        let [_, line] = against(record, arms, label, Ink::Series(0), number);
        line
    };
    let training = line(tr!("training accuracy"), Curves::training_at_end);
    let test = line(tr!("test accuracy"), Curves::test_at_end);
    let gap = against(record, arms, tr!("gap between them"), Ink::Series(5), Curves::gap);
    Panel::new("")
        .x(Axis::categories(arms.iter().map(|(_, value)| value)).label(label))
        .y(Axis::new(tr!("accuracy and gap")).range(0.0, 1.02))
        .with(training)
        .with(test.dashed())
        .with_all(gap)
}

/// The gap at the end of training alone, against the values of a setting, on an axis that does not begin at 0: for
/// differences of a few points.
pub fn gap_alone_panel<S>(record: &Curved<S>, label: &str, arms: &[(String, String)]) -> Panel {
    Panel::new("")
        .x(Axis::categories(arms.iter().map(|(_, value)| value)).label(label))
        .y(Axis::new(tr!("gap between them, magnified")))
        .with_all(against(record, arms, tr!("gap between them"), Ink::Series(5), Curves::gap))
}

/// By how many points test accuracy ends higher with each value of a setting than in the arm `without`, as
/// differences of each seed. What is lower than `lowest` is cut off.
pub fn gain_panel<S>(
    record: &Curved<S>,
    label: &str,
    arms: &[(String, String)],
    without: &str,
    lowest: f64,
) -> Panel {
    let gains = |(arm, _): &(String, String)| {
        let gains = record.differences(arm, without, Curves::test_at_end);
        gains.into_iter().map(|gain| 100.0 * gain).collect()
    };
    let gains: Vec<Vec<f64>> = arms.iter().map(gains).collect();
    let of_seed = |seed: usize| -> Vec<f64> {
        gains.iter().map(|gains| gains.get(seed).copied().unwrap_or(f64::NAN)).collect()
    };
    let of_seed: Vec<Vec<f64>> = (0..record.provenance.seeds.len()).map(of_seed).collect();
    let finite = || gains.iter().flatten().copied().filter(|gain| gain.is_finite());
    let (low, high) = (finite().fold(0.0, f64::min).max(lowest), finite().fold(0.0, f64::max));
    let room = 0.08 * (high - low).max(0.1);
    Panel::new("")
        .x(Axis::categories(arms.iter().map(|(_, value)| value)).label(label))
        .y(Axis::new(tr!("gain in test accuracy, in points")).range(low - room, high + room))
        .with(Mark::level("", 0.0))
        .with_all(
            mean_and_band(tr!("gain in test accuracy"), Ink::Series(2), &of_seed)
                .map(|mark| mark.marked(Marker::Dot)),
        )
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
/// all weights, and of its growth over the initial norm. `first` is the heading of the first column, and `shown` names
/// an arm as it is shown.
pub fn table<S>(record: &Curved<S>, first: &str, shown: impl Fn(&str) -> String) -> Table {
    let mut table = Table::new([
        first,
        tr!("training accuracy"),
        tr!("test accuracy"),
        tr!("gap"),
        tr!("norm of all weights"),
        tr!("growth of the norm"),
    ]);
    for arm in &record.arms {
        let of = |number: fn(&Curves) -> f64| mean(&record.values(&arm.name, number));
        table.row([
            legend(&shown(&arm.name), record.arm(&arm.name).map(|curves| curves.diverged_at)),
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
