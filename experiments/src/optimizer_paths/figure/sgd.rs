//! O2: SGD alone.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use language::tr;
use training::shown::number;

use super::super::path::Path;
use super::super::valley::f;
use super::found::{Record, named, rate, without_momentum};
use super::parts::{dotted, valley};

/// The path, both coordinates against the step, and f at the end against the learning rate.
pub fn zig_zag(record: &Record) -> Option<Figure> {
    let sgd = named(record, "SGD")?;
    let rate = rate(record, "SGD");
    let coordinate = |label: &str, i: usize| {
        let values: Vec<f64> = sgd.0.iter().map(|point| point[i]).collect();
        Mark::curve(label, Ink::Series(i), &values).marked(Marker::SmallDot)
    };
    let furthest = record.settings.start_x.abs().max(record.settings.start_y.abs()).max(1.0);
    let figure = Figure::new(title(record, sgd))
        .subtitle(tr!(
            "SGD at η = {rate}, and on the right at all learning rates of the report's slider; {steps} steps",
            rate = number(rate),
            steps = record.settings.steps
        ))
        .alt(tr!(
            "Left: SGD's path over the contours of f. Middle: x and y against the step; y changes its sign in \
             {crossings} of {steps} steps. Right: f at the end against the learning rate, with lines at η = 1 and \
             at f at the start.",
            crossings = sgd.sign_changes(),
            steps = record.settings.steps
        ))
        .grid(3, 232.0, 180.0)
        .panel(valley(tr!("from above").into(), sgd.0[0]).with(dotted("", Ink::Series(5), sgd)))
        .panel(
            Panel::new(tr!("both coordinates"))
                .x(Axis::new(tr!("step")))
                .y(Axis::new(tr!("coordinate")).range(-1.1 * furthest, 0.6 * furthest))
                .with(Mark::level("", 0.0))
                .with(coordinate(tr!("x, along the valley"), 0))
                .with(coordinate(tr!("y, across it"), 1)),
        )
        .panel(ends(record));
    Some(figure)
}

/// f at the end against η, and the η at which a step only changes y's sign.
fn ends(record: &Record) -> Panel {
    let points = without_momentum(record).map(|(rate, path)| [rate, path.end()]);
    // One that diverges far would leave no room for the others.
    let mut points: Vec<[f64; 2]> =
        points.filter(|[_, end]| (f64::MIN_POSITIVE..1e8).contains(end)).collect();
    points.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let start = f(record.settings.start_x, record.settings.start_y);
    // A line with an entry in the legend: a label on it would be crossed by that of η = 1.
    let ends = [points.first(), points.last()].into_iter().flatten();
    let at_the_start = ends.map(|[rate, _]| [*rate, start]).collect();
    Panel::new(tr!("f at the end, by learning rate"))
        .x(Axis::new(tr!("learning rate η")))
        .y(Axis::new(tr!("f, logarithmic")).log())
        .with(Mark::line(tr!("f at the start"), Ink::Muted, at_the_start).dashed())
        .with(Mark::place("η = 1", 1.0))
        .with(Mark::line("", Ink::Series(5), points).marked(Marker::SmallDot))
}

/// How often it crosses the floor and, if every larger learning rate ends higher, the first one that leads up.
fn title(record: &Record, sgd: &Path) -> String {
    let (crossings, steps) = (sgd.sign_changes(), record.settings.steps);
    if 2 * crossings <= steps {
        return tr!("How SGD descends into a valley").into();
    }
    let own = rate(record, "SGD");
    let start = f(record.settings.start_x, record.settings.start_y);
    let larger = || without_momentum(record).filter(|(rate, _)| *rate > own);
    let none_helps = larger().all(|(_, path)| path.end() > sgd.end());
    let lead_up = larger().filter(|(_, path)| path.end() > start).map(|(rate, _)| rate);
    match lead_up.min_by(f64::total_cmp) {
        Some(rate) if none_helps => tr!(
            "SGD jumps across the floor {crossings} times in {steps} steps, and no larger rate helps: at η = \
             {rate} it diverges",
            crossings,
            steps,
            rate = number(rate)
        ),
        _ => tr!("SGD jumps across the floor {crossings} times in {steps} steps", crossings, steps),
    }
}
