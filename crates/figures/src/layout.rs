//! The layout of a figure: where its panels, axes and labels stand.

use crate::draw::axes::{Beside, draw_x_label, draw_y_label, ticks, x_tick_lines};
use crate::draw::heading::draw_heading;
use crate::draw::legend::{draw_color_bar, draw_legend, entries};
use crate::draw::panel::draw_panel;
use crate::font::{text_width, wrap};
use crate::frame::Frame;
use crate::scale::Scale;
use crate::scene::Scene;
use crate::sizes::{BODY, MARGIN, SMALL, TICK_LINE, TITLE_LINE, X_TICK, Y_TICK};
use crate::{Axis, Figure, Mark, Panel};

/// The minimum width of a figure, so that there is space for its title.
const NARROWEST: f64 = 360.0;

/// The width with which a panel of a narrow figure is always wide enough, and the height below which it is
/// not reduced.
const WIDE_ENOUGH: f64 = 220.0;
const LOW: f64 = 170.0;

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
    let mut top = match figure.has_heading {
        true => draw_heading(&mut scene, &figure.title, &figure.subtitle, MARGIN),
        false => MARGIN,
    };
    top = draw_legend(&mut scene, &entries(figure), top + 6.0, width);

    let panels: Vec<_> = figure.panels.iter().zip(&scales).collect();
    let rows = panels.chunks(columns);
    let last = rows.len().saturating_sub(1);
    // The top of the first row of panels and the bottom of the last one.
    let mut grid = [top, top];
    let common = [common_label(figure, |panel| &panel.x), common_label(figure, |panel| &panel.y)];
    for (row, panels) in rows.enumerate() {
        let title_width = panel_width + 8.0;
        let titles = panels.iter().map(|(panel, _)| wrap(&panel.title, BODY, true, title_width));
        let titles: Vec<_> = titles.collect();
        let title_lines = titles.iter().map(Vec::len).max().unwrap_or(0);
        top += match title_lines {
            0 => 6.0,
            n => 22.0 + TITLE_LINE * (n - 1) as f64,
        };
        if row == 0 && figure.color_bar.is_some() {
            // The label of the colour bar takes the height of a panel title.
            top += if title_lines > 0 { 0.0 } else { 16.0 };
        }
        if row == 0 {
            grid[0] = top;
        }
        for (column, ((panel, (x, y)), title)) in panels.iter().zip(titles).enumerate() {
            let left = MARGIN + room.left + column as f64 * (panel_width + room.between_columns);
            let area = [left, top, panel_width, panel_height];
            let is_lowest = row * columns + column + columns >= figure.panels.len();
            let ticks = [!figure.shared_axes || is_lowest, !figure.shared_axes || column == 0];
            let own = [&panel.x, &panel.y].map(|axis| &*axis.label);
            let label = |k: usize| {
                if ticks[k] && common[k].is_none() { own[k] } else { "" }
            };
            let beside = Beside {
                ticks,
                labels: [label(0), label(1)],
                gutter: room.left,
                depth: room.label_depth,
            };
            draw_panel(&mut scene, panel, &Frame { x, y, area }, title, &beside);
        }
        grid[1] = top + panel_height;
        top += panel_height + if row == last { room.below } else { room.between_rows };
    }
    if let Some(label) = common[0] {
        let left = MARGIN + room.left;
        let sides = [left, grid_width - bar_room - room.left];
        draw_x_label(&mut scene, label, sides, grid[1] + room.label_depth);
    }
    if let Some(label) = common[1] {
        draw_y_label(&mut scene, label, MARGIN, [grid[0], grid[1] - grid[0]]);
    }
    if let Some((label, from, to)) = &figure.color_bar {
        let left = MARGIN + grid_width - bar_room + 18.0;
        let area = [left, grid[0], 14.0, grid[1] - grid[0]];
        draw_color_bar(&mut scene, label, (*from, *to), area);
    }
    scene.height = (top + MARGIN).ceil();
    scene
}

/// The figure for a page that is `width` pixels wide; `None` if it is not wider than that.
///
/// It has as many columns as leave each panel most of its width, so that labels have their space (unless it
/// [keeps its columns](Figure::keeps_columns)), and its panels keep their shape as long as they do not become
/// too low.
pub(crate) fn narrow(figure: &Figure, width: f64) -> Option<Figure> {
    if scene(figure).width <= width {
        return None;
    }
    let [panel_width, panel_height] = figure.panel_size;
    let mut narrow = figure.clone();
    for columns in (1..=figure.columns.min(figure.panels.len()).max(1)).rev() {
        narrow.columns = columns;
        // The space around a panel depends on its ticks, and they depend on its width.
        for _ in 0..2 {
            let room = Room::around(&narrow, &scales(&narrow));
            let gaps = (columns - 1) as f64 * room.between_columns;
            let rest = width - 2.0 * MARGIN - 6.0 - room.left - gaps - bar_room(figure);
            narrow.panel_size[0] = (rest / columns as f64).floor().max(40.0);
        }
        let is_wide_enough = narrow.panel_size[0] >= (0.75 * panel_width).min(WIDE_ENOUGH);
        if is_wide_enough || figure.keeps_columns || columns == 1 {
            break;
        }
    }
    let scaled = panel_height * narrow.panel_size[0] / panel_width;
    narrow.panel_size[1] = scaled.max(panel_height.min(LOW)).min(panel_height);
    Some(narrow)
}

/// The label that all panels have in common, if they share their axes: it is drawn only once.
fn common_label(figure: &Figure, axis: fn(&Panel) -> &Axis) -> Option<&str> {
    let mut labels =
        figure.panels.iter().filter(|panel| !panel.bare).map(|panel| &*axis(panel).label);
    let first = labels.next()?;
    (figure.shared_axes && labels.all(|label| label == first)).then_some(first)
}

/// The space around each panel. It is the same for all panels, so that they are aligned.
struct Room {
    left: f64,
    below: f64,
    /// The distance from a panel down to the baseline of its x axis label.
    label_depth: f64,
    between_columns: f64,
    between_rows: f64,
}

impl Room {
    fn around(figure: &Figure, scales: &[(Scale, Scale)]) -> Self {
        let [panel_width, panel_height] = figure.panel_size;
        let with_axes = || figure.panels.iter().zip(scales).filter(|(panel, _)| !panel.bare);
        let widest = |labels: &[(f64, String)]| {
            let widths = labels.iter().map(|(_, label)| text_width(label, SMALL, false));
            widths.fold(0.0, f64::max)
        };
        let y_ticks = with_axes()
            .map(|(panel, (_, y))| widest(&ticks(&panel.y, y, panel_height / Y_TICK)))
            .fold(0.0, f64::max);
        // Half of the label at the last tick extends beyond the panel.
        let x_ticks = with_axes()
            .filter(|(panel, _)| panel.x.names.is_empty())
            .map(|(panel, (x, _))| widest(&ticks(&panel.x, x, panel_width / X_TICK)))
            .fold(0.0, f64::max);
        let names = with_axes().flat_map(|(panel, _)| {
            let names = panel.x.names.iter();
            names.map(|name| x_tick_lines(&panel.x, name, panel_width).len())
        });
        let more_lines = TICK_LINE * names.max().unwrap_or(1).saturating_sub(1) as f64;
        let label_depth = 35.0 + more_lines;
        let label = |has: bool| if has { 20.0 } else { 0.0 };
        let (left, below) = match with_axes().next() {
            None => (0.0, 0.0),
            Some(_) => (
                y_ticks + 12.0 + label(with_axes().any(|(panel, _)| !panel.y.label.is_empty())),
                20.0 + more_lines + label(with_axes().any(|(panel, _)| !panel.x.label.is_empty())),
            ),
        };
        match figure.shared_axes {
            // Only the outer panels need space for labels.
            true => Self {
                left,
                below,
                label_depth,
                between_columns: (x_ticks + 4.0).max(14.0),
                between_rows: 10.0,
            },
            false => Self {
                left,
                below,
                label_depth,
                between_columns: left + (x_ticks / 2.0).max(14.0),
                between_rows: below + 12.0,
            },
        }
    }
}

/// The width of the colour bar with its ticks and its label; 0 if there is none.
fn bar_room(figure: &Figure) -> f64 {
    let label = |(label, ..): &(String, f64, f64)| 24.0 + text_width(label, SMALL, false);
    figure.color_bar.as_ref().map_or(0.0, label).max(match figure.color_bar {
        Some(_) => 84.0,
        None => 0.0,
    })
}

fn scales(figure: &Figure) -> Vec<(Scale, Scale)> {
    let reach = |panels: &[Panel]| -> (Vec<f64>, Vec<f64>) {
        let all = panels.iter().flat_map(|panel| &panel.marks).map(Mark::reach);
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
            let (xs, ys) = shared.clone().unwrap_or_else(|| reach(std::slice::from_ref(panel)));
            (
                Scale::of(&panel.x, false, xs.into_iter()),
                Scale::of(&panel.y, stands(panel), ys.into_iter()),
            )
        })
        .collect()
}
