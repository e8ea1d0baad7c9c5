//! From a figure to shapes: where everything goes.

use crate::axis::Scale;
use crate::font::{text_width, wrap};
use crate::legend::{draw_color_bar, draw_legend, entries};
use crate::panel::{Frame, draw_panel, ticks};
use crate::scene::{Anchor, Scene, Text};
use crate::{Figure, Ink, Mark, Panel};

pub(crate) const MARGIN: f64 = 16.0;
pub(crate) const TITLE: f64 = 17.0;
pub(crate) const BODY: f64 = 12.5;
pub(crate) const SMALL: f64 = 11.5;

/// How far apart ticks are, about: further along x, where their labels lie side by side.
pub(crate) const X_TICK: f64 = 58.0;
pub(crate) const Y_TICK: f64 = 42.0;

/// A figure is never narrower than this, so that its title has room.
const NARROWEST: f64 = 360.0;

pub(crate) fn scene(figure: &Figure) -> Scene {
    let [panel_width, panel_height] = figure.panel_size;
    let columns = figure.columns.min(figure.panels.len()).max(1);
    let scales = scales(figure);
    let room = Room::around(figure, &scales);
    let bar_room = bar_room(figure);

    let grid_width = room.left
        + columns as f64 * panel_width
        + (columns - 1) as f64 * room.between_columns
        + bar_room;
    let width = (grid_width + 2.0 * MARGIN + 6.0).max(NARROWEST).ceil();
    let mut scene = Scene {
        width,
        height: 0.0,
        title: figure.title.clone(),
        alt: figure.alt.clone(),
        shapes: Vec::new(),
    };
    let mut top = draw_heading(&mut scene, &figure.title, &figure.subtitle, MARGIN);
    top = draw_legend(&mut scene, &entries(figure), top + 6.0, width);

    let panels: Vec<_> = figure.panels.iter().zip(&scales).collect();
    let rows = panels.chunks(columns);
    let last = rows.len().saturating_sub(1);
    let mut bar = [top, top];
    for (row, panels) in rows.enumerate() {
        let is_titled = panels.iter().any(|(panel, _)| !panel.title.is_empty());
        top += if is_titled { 22.0 } else { 6.0 };
        if row == 0 && figure.color_bar.is_some() {
            // The label of the bar is where a panel's title would be, and as high.
            top += if is_titled { 0.0 } else { 16.0 };
            bar[0] = top;
        }
        for (column, (panel, (x, y))) in panels.iter().enumerate() {
            let left = MARGIN + room.left + column as f64 * (panel_width + room.between_columns);
            let area = [left, top, panel_width, panel_height];
            let is_lowest = row * columns + column + columns >= figure.panels.len();
            let labels = [
                !figure.shared_axes || is_lowest,
                !figure.shared_axes || column == 0,
            ];
            draw_panel(&mut scene, panel, &Frame { x, y, area }, labels, room.left);
        }
        bar[1] = top + panel_height;
        top += panel_height
            + if row == last {
                room.below
            } else {
                room.between_rows
            };
    }
    if let Some((label, from, to)) = &figure.color_bar {
        let left = MARGIN + grid_width - bar_room + 18.0;
        let area = [left, bar[0], 14.0, bar[1] - bar[0]];
        draw_color_bar(&mut scene, label, (*from, *to), area);
    }
    scene.height = (top + MARGIN).ceil();
    scene
}

/// The title and the line below it, in as many lines as they need. Returns where they end.
pub(crate) fn draw_heading(scene: &mut Scene, title: &str, subtitle: &str, top: f64) -> f64 {
    let mut top = top;
    let width = scene.width - 2.0 * MARGIN;
    for (text, size, bold, ink) in [
        (title, TITLE, true, Ink::Text),
        (subtitle, BODY, false, Ink::Muted),
    ] {
        if !bold && !text.is_empty() {
            top += 3.0;
        }
        for text in wrap(text, size, bold, width) {
            top += size + 4.0;
            scene.push_text(Text {
                at: [MARGIN, top - 5.0],
                text,
                size,
                bold,
                ink,
                anchor: Anchor::Start,
                upright: false,
            });
        }
    }
    top
}

/// The room around each panel, the same for all, so that panels line up.
struct Room {
    left: f64,
    below: f64,
    between_columns: f64,
    between_rows: f64,
}

impl Room {
    fn around(figure: &Figure, scales: &[(Scale, Scale)]) -> Self {
        let [panel_width, panel_height] = figure.panel_size;
        let with_axes = || {
            figure
                .panels
                .iter()
                .zip(scales)
                .filter(|(panel, _)| !panel.bare)
        };
        let widest = |labels: &[(f64, String)]| {
            let widths = labels
                .iter()
                .map(|(_, label)| text_width(label, SMALL, false));
            widths.fold(0.0, f64::max)
        };
        let y_ticks = with_axes()
            .map(|(panel, (_, y))| widest(&ticks(&panel.y, y, panel_height / Y_TICK)))
            .fold(0.0, f64::max);
        // Half of a label on the last tick sticks out beyond its panel.
        let x_ticks = with_axes()
            .map(|(panel, (x, _))| widest(&ticks(&panel.x, x, panel_width / X_TICK)))
            .fold(0.0, f64::max);
        let label = |has: bool| if has { 20.0 } else { 0.0 };
        let (left, below) = match with_axes().next() {
            None => (0.0, 0.0),
            Some(_) => (
                y_ticks + 12.0 + label(with_axes().any(|(panel, _)| !panel.y.label.is_empty())),
                20.0 + label(with_axes().any(|(panel, _)| !panel.x.label.is_empty())),
            ),
        };
        match figure.shared_axes {
            // Only the outer panels need room for labels.
            true => Self {
                left,
                below,
                between_columns: (x_ticks + 4.0).max(14.0),
                between_rows: 10.0,
            },
            false => Self {
                left,
                below,
                between_columns: left + (x_ticks / 2.0).max(14.0),
                between_rows: below + 12.0,
            },
        }
    }
}

/// How wide the colour bar is with its ticks and label, if there is one.
fn bar_room(figure: &Figure) -> f64 {
    let label = |(label, ..): &(String, f64, f64)| 24.0 + text_width(label, SMALL, false);
    figure
        .color_bar
        .as_ref()
        .map_or(0.0, label)
        .max(match figure.color_bar {
            Some(_) => 84.0,
            None => 0.0,
        })
}

fn scales(figure: &Figure) -> Vec<(Scale, Scale)> {
    let reach = |panels: &[Panel]| -> (Vec<f64>, Vec<f64>) {
        let all = panels
            .iter()
            .flat_map(|panel| &panel.marks)
            .map(Mark::reach);
        all.fold((vec![], vec![]), |(mut xs, mut ys), (x, y)| {
            xs.extend(x);
            ys.extend(y);
            (xs, ys)
        })
    };
    let has_bars = |panel: &Panel| panel.marks.iter().any(|m| matches!(m, Mark::Bars { .. }));
    let stands = |panel: &Panel| match figure.shared_axes {
        true => figure.panels.iter().any(has_bars),
        false => has_bars(panel),
    };
    let shared = figure.shared_axes.then(|| reach(&figure.panels));
    figure
        .panels
        .iter()
        .map(|panel| {
            let (xs, ys) = shared
                .clone()
                .unwrap_or_else(|| reach(std::slice::from_ref(panel)));
            (
                Scale::of(&panel.x, false, xs.into_iter()),
                Scale::of(&panel.y, stands(panel), ys.into_iter()),
            )
        })
        .collect()
}
