//! The numbers that a figure shows, as a table for other programs.

use crate::mark::Band;
use crate::{Axis, Diagram, Figure, Ink, Mark};

/// The numbers that a figure or a diagram shows: named columns, and rows with one cell for each of them.
/// A cell is empty where a row has no such number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

/// The columns of a figure. Those after [`ALWAYS`] are left out if no row has such a number.
const COLUMNS: [&str; 9] = ["panel", "series", "x", "y", "low", "high", "dx", "dy", "value"];

/// How many of the [`COLUMNS`] every figure has.
const ALWAYS: usize = 6;

impl Figure {
    /// The numbers that are drawn, in full precision: one row for each point, bar, arrow and interval.
    ///
    /// | column | meaning |
    /// |---|---|
    /// | `panel` | the panel's title; without one, the label of its y axis |
    /// | `series` | the name in the legend; without one, the kind of mark and a number |
    /// | `x`, `y` | the position; on an axis of categories, the category; of a bar, its middle and its height; of a reference line, the one that it is drawn at |
    /// | `low`, `high` | the ends of the band, error bar or interval at this point |
    /// | `dx`, `dy` | of an arrow, which way it points and how far |
    /// | `value` | what the colour of a point stands for, by the colour bar |
    ///
    /// The first six columns are always there. A band belongs to the line of the same colour that is drawn
    /// after it. Contour lines, images and text have no rows.
    pub fn numbers(&self) -> Numbers {
        let names = panel_names(self);
        let mut rows = Vec::new();
        for (panel, name) in self.panels.iter().zip(names) {
            let place = |[x, y]: [f64; 2]| [position(&panel.x, x), position(&panel.y, y)];
            let bands = bands_of_lines(&panel.marks);
            let series = series_names(&panel.marks);
            for (i, mark) in panel.marks.iter().enumerate() {
                let mut add =
                    |[x, y]: [String; 2], [low, high, dx, dy, value]: [Option<f64>; 5]| {
                        let others =
                            [low, high, dx, dy, value].map(|x| x.map(text).unwrap_or_default());
                        let first = [name.clone(), series[i].clone(), x, y];
                        rows.push(first.into_iter().chain(others).collect::<Vec<_>>());
                    };
                let only = |low, high| [low, high, None, None, None];
                match mark {
                    Mark::Line { points, .. } => {
                        let steps = bands[i].filter(|steps| is_beside(steps, points));
                        for (j, &point) in points.iter().enumerate() {
                            let step = steps.map(|steps| steps[j]);
                            add(place(point), only(step.map(|s| s.low), step.map(|s| s.high)));
                        }
                        let apart = bands[i].filter(|_| steps.is_none());
                        for step in apart.into_iter().flatten() {
                            let at = [position(&panel.x, step.x), String::new()];
                            add(at, only(Some(step.low), Some(step.high)));
                        }
                    }
                    Mark::Band { steps, .. } if !has_line(&panel.marks, i) => {
                        for step in steps {
                            let at = [position(&panel.x, step.x), String::new()];
                            add(at, only(Some(step.low), Some(step.high)));
                        }
                    }
                    Mark::Points { points, .. } => {
                        for &(point, ink) in points {
                            add(place(point), [None, None, None, None, self.value_of(ink)]);
                        }
                    }
                    Mark::Bars { bars, .. } => {
                        for bar in bars {
                            let (low, high) = bar.error.unzip();
                            add(place([(bar.from + bar.to) / 2.0, bar.height]), only(low, high));
                        }
                    }
                    Mark::Arrows { arrows, .. } => {
                        for &(tail, [dx, dy]) in arrows {
                            add(place(tail), [None, None, Some(dx), Some(dy), None]);
                        }
                    }
                    Mark::Intervals { intervals } => {
                        for interval in intervals {
                            let at = place([interval.value, interval.row]);
                            add(at, only(Some(interval.low), Some(interval.high)));
                        }
                    }
                    Mark::Rule { at, stands: true, .. } => {
                        add([position(&panel.x, *at), String::new()], only(None, None));
                    }
                    Mark::Rule { at, .. } => {
                        add([String::new(), position(&panel.y, *at)], only(None, None));
                    }
                    Mark::Band { .. }
                    | Mark::Contours { .. }
                    | Mark::Text { .. }
                    | Mark::Image { .. } => {}
                }
            }
        }
        without_empty_columns(rows)
    }

    /// The number that a colour stands for, if it is on the scale of the colour bar.
    fn value_of(&self, ink: Ink) -> Option<f64> {
        match (ink, &self.color_bar) {
            (Ink::Scale(place), Some((_, from, to))) => Some(from + place * (to - from)),
            _ => None,
        }
    }
}

impl Diagram {
    /// The numbers at the edges, as the diagram shows them: the two nodes, the value of the forward pass and
    /// the derivative of the backward pass. Operations are numbered, because several may have the same
    /// sign.
    pub fn numbers(&self) -> Numbers {
        let mut operations = 0;
        let mut name = |node: &crate::diagram::Node| {
            let text = node.text.replace('\n', " ");
            operations += usize::from(node.is_operation);
            if node.is_operation { format!("{text} ({operations})") } else { text }
        };
        let names: Vec<String> = self.nodes.iter().map(&mut name).collect();
        let row = |edge: &crate::diagram::Edge| {
            let (from, to) = (names[edge.from].clone(), names[edge.to].clone());
            vec![from, to, edge.forward.clone(), edge.backward.clone()]
        };
        Numbers {
            columns: vec!["from", "to", "forward", "backward"],
            rows: self.edges.iter().map(row).collect(),
        }
    }
}

/// A number to its last digit, in as few digits as that takes.
fn text(x: f64) -> String {
    format!("{x:?}")
}

/// A position on an axis: the name of the category if it has categories, otherwise the number.
fn position(axis: &Axis, at: f64) -> String {
    let nearest = at.round();
    let is_category = (0.0..axis.names.len() as f64).contains(&nearest);
    if is_category { axis.names[nearest as usize].clone() } else { text(at) }
}

/// A name for each panel: its title, or else the label of its y axis. If several have the same name, or
/// none, they are numbered.
fn panel_names(figure: &Figure) -> Vec<String> {
    let plain = |panel: &crate::Panel| {
        if panel.title.is_empty() { panel.y.label.clone() } else { panel.title.clone() }
    };
    let names: Vec<String> = figure.panels.iter().map(plain).collect();
    let is_alone = |name: &String| names.iter().filter(|other| *other == name).count() == 1;
    let numbered = |(i, name): (usize, &String)| match name.as_str() {
        "" => format!("panel {}", i + 1),
        _ if is_alone(name) => name.clone(),
        _ => format!("{name} (panel {})", i + 1),
    };
    names.iter().enumerate().map(numbered).collect()
}

/// A name for each mark of a panel: its label, or else its kind and a number. A name that is taken gets a
/// number too.
fn series_names(marks: &[Mark]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for mark in marks {
        let (label, kind) = match mark {
            Mark::Line { label, .. } => (label.as_str(), "line"),
            Mark::Points { label, .. } => (label.as_str(), "points"),
            Mark::Bars { label, .. } => (label.as_str(), "bars"),
            Mark::Rule { label, .. } => (label.as_str(), "reference"),
            Mark::Band { .. } => ("", "band"),
            Mark::Arrows { .. } => ("", "arrows"),
            Mark::Intervals { .. } => ("", "intervals"),
            Mark::Contours { .. } | Mark::Text { .. } | Mark::Image { .. } => ("", "none"),
        };
        let numbered = (1..).map(|i| format!("{kind} {i}"));
        let again = (2..).map(|i| format!("{label} ({kind} {i})"));
        let name = match label {
            "" => numbered.into_iter().find(|name| !names.contains(name)),
            _ => std::iter::once(label.into()).chain(again).find(|name| !names.contains(name)),
        };
        names.push(name.expect("there is always a next number"));
    }
    names
}

/// For each line of a panel, the band that belongs to it: each band goes to the next line of its colour,
/// or if there is none, to the last one before it.
fn bands_of_lines(marks: &[Mark]) -> Vec<Option<&[Band]>> {
    let mut bands: Vec<Option<&[Band]>> = vec![None; marks.len()];
    for (i, mark) in marks.iter().enumerate() {
        if let Mark::Band { steps, .. } = mark
            && let Some(line) = line_of_band(marks, i, &bands)
        {
            bands[line] = Some(steps);
        }
    }
    bands
}

/// The line that the band at index `i` belongs to, if there is one without a band.
fn line_of_band(marks: &[Mark], i: usize, taken: &[Option<&[Band]>]) -> Option<usize> {
    let Mark::Band { ink, .. } = &marks[i] else { return None };
    let is_free = |&j: &usize| {
        matches!(&marks[j], Mark::Line { ink: of, .. } if of == ink) && taken[j].is_none()
    };
    (i..marks.len()).find(is_free).or_else(|| (0..i).rev().find(is_free))
}

/// Whether the band at index `i` belongs to a line.
fn has_line(marks: &[Mark], i: usize) -> bool {
    let Mark::Band { steps, .. } = &marks[i] else { return false };
    let is_this = |band: &&[Band]| std::ptr::eq(*band, steps.as_slice());
    bands_of_lines(marks).iter().flatten().any(is_this)
}

/// Whether the band has a step at each point of the line, and no other.
fn is_beside(steps: &[Band], points: &[[f64; 2]]) -> bool {
    steps.len() == points.len() && steps.iter().zip(points).all(|(step, point)| step.x == point[0])
}

fn without_empty_columns(rows: Vec<Vec<String>>) -> Numbers {
    let is_used = |column: usize| rows.iter().any(|row| !row[column].is_empty());
    let kept: Vec<usize> =
        (0..COLUMNS.len()).filter(|&column| column < ALWAYS || is_used(column)).collect();
    let columns = kept.iter().map(|&column| COLUMNS[column]).collect();
    let keep = |row: Vec<String>| {
        let cells = row.into_iter().enumerate();
        cells.filter(|(column, _)| kept.contains(column)).map(|(_, cell)| cell).collect()
    };
    Numbers { columns, rows: rows.into_iter().map(keep).collect() }
}
