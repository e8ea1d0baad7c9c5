//! The paths of all optimizers.

use figures::{Figure, Ink, Panel};
use language::tr;
use training::shown as in_short;

use super::super::path::Path;
use super::super::trial::WITHOUT_CORRECTION;
use super::found::{Record, named, paths, rate, shown};
use super::parts::{dotted, valley};

/// Each optimizer's path over the contours of the valley. Adam without its bias correction has a figure of its
/// own, in which it stands beside Adam.
pub fn paths_over_contours(record: &Record) -> Figure {
    let panels = paths(record)
        .filter(|(name, _)| *name != WITHOUT_CORRECTION)
        .map(|(name, path)| panel(record, name, path));
    Figure::new(title(record))
        .subtitle(tr!(
            "f(x, y) = x²/20 + y²; each optimizer has its own η and takes {steps} steps",
            steps = record.settings.steps
        ))
        .alt(tr!(
            "The path of each optimizer over the contours of f. How often each crosses the floor of the \
             valley: {crossings}.",
            crossings = all_crossings(record)
        ))
        .grid(2, 400.0, 197.0)
        .shared_axes()
        .panels(panels)
}

fn panel(record: &Record, name: &str, path: &Path) -> Panel {
    let (name, rate) = (shown(name), in_short::number(rate(record, name)));
    let title = match (path.diverged_at(&record.settings), path.sign_changes()) {
        (Some(step), _) => tr!("{name}, η = {rate}: diverges at {step}", name, rate, step),
        (None, 0) => tr!("{name}, η = {rate}: no crossing", name, rate),
        (None, 1) => tr!("{name}, η = {rate}: 1 crossing", name, rate),
        (None, crossings) if 2 * visible_crossings(path) < crossings => tr!(
            "{name}, η = {rate}: {crossings} crossings (most too small to see)",
            name,
            rate,
            crossings
        ),
        (None, crossings) => {
            tr!("{name}, η = {rate}: {crossings} crossings", name, rate, crossings)
        }
    };
    valley(title, path.0[0]).with(dotted(tr!("path, one dot per step"), Ink::Series(5), path))
}

/// "SGD 30, Adam 2"
fn all_crossings(record: &Record) -> String {
    let of = |(name, path): (&str, &Path)| format!("{} {}", shown(name), path.sign_changes());
    let arms = paths(record).filter(|(name, _)| *name != WITHOUT_CORRECTION);
    arms.map(of).collect::<Vec<_>>().join(", ")
}

/// A swing to one side of the floor that is lower than this is hidden under the dots of the path.
const VISIBLE: f64 = 0.05;

/// How many of the crossings lead to a swing that can be seen.
fn visible_crossings(path: &Path) -> usize {
    let swings = path.0.chunk_by(|a, b| a[1] * b[1] >= 0.0);
    let is_visible = |swing: &&[[f64; 2]]| swing.iter().any(|point| point[1].abs() > VISIBLE);
    swings.skip(1).filter(is_visible).count()
}

/// How often SGD crosses the floor, and which of the lecture's others cross it least.
fn title(record: &Record) -> String {
    let crossings = |name: &str| named(record, name).map_or(0, Path::sign_changes);
    let others = ["Momentum", "AdaGrad", "Adam"];
    let all_were_run = others.iter().all(|name| named(record, name).is_some());
    let most = others.iter().map(|name| crossings(name)).max().unwrap_or(0);
    match crossings("SGD") {
        sgd if all_were_run && sgd > most => tr!(
            "SGD crosses the valley floor {sgd} times; Momentum, AdaGrad and Adam at most {most} times",
            sgd,
            most
        ),
        crossings if crossings > 1 => {
            tr!("SGD crosses the floor of the valley {crossings} times", crossings)
        }
        _ => tr!("How optimizers descend into a valley").into(),
    }
}
