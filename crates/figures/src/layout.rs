//! From a figure to shapes: where everything goes.

use crate::axis::Scale;
use crate::contour::contour;
use crate::scene::{Anchor, Image, Scene, Shape, Stroke, Text, outline, text_width};
use crate::{Axis, Figure, Ink, Mark, Marker, Panel};

const MARGIN: f64 = 16.0;
const TITLE: f64 = 17.0;
const BODY: f64 = 12.5;
const SMALL: f64 = 11.5;

/// Where a panel's coordinates are in the scene.
struct Frame<'a> {
    x: &'a Scale,
    y: &'a Scale,
    /// x, y, width, height
    area: [f64; 4],
}

impl Frame<'_> {
    fn at(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [left, top, width, height] = self.area;
        [
            left + width * self.x.share(x),
            top + height * (1.0 - self.y.share(y)),
        ]
    }

    /// The point, if it is one, kept near the panel: a far point would only slow the painter.
    fn finite(&self, point: [f64; 2]) -> Option<[f64; 2]> {
        let [x, y] = self.at(point);
        let near = |value: f64, from: f64, length: f64| {
            value.clamp(from - 20.0 * length, from + 21.0 * length)
        };
        let [left, top, width, height] = self.area;
        (x.is_finite() && y.is_finite()).then(|| [near(x, left, width), near(y, top, height)])
    }
}

pub(crate) fn scene(figure: &Figure) -> Scene {
    let [panel_width, panel_height] = figure.panel_size;
    let columns = figure.columns.min(figure.panels.len()).max(1);
    let rows = figure.panels.len().div_ceil(columns);
    let scales = scales(figure);

    // Room around a panel, the same for all, so that panels line up.
    let any = |test: &dyn Fn(&Panel) -> bool| figure.panels.iter().any(test);
    let has_names = any(&|p| !p.bare);
    let tick_room = |panel: &Panel, scale: &Scale| {
        ticks(&panel.y, scale, panel_height / 42.0)
            .iter()
            .map(|(_, label)| text_width(label, SMALL))
            .fold(0.0, f64::max)
    };
    let tick_room = figure
        .panels
        .iter()
        .zip(&scales)
        .filter(|(panel, _)| !panel.bare)
        .map(|(panel, (_, y))| tick_room(panel, y))
        .fold(0.0, f64::max);
    let y_label = if any(&|p| !p.y.label.is_empty()) {
        20.0
    } else {
        0.0
    };
    let gutter_left = if has_names {
        tick_room + 12.0 + y_label
    } else {
        0.0
    };
    let x_label = if any(&|p| !p.x.label.is_empty()) {
        20.0
    } else {
        0.0
    };
    let gutter_below = if has_names { 20.0 + x_label } else { 0.0 };
    let gutter_above = if any(&|p| !p.title.is_empty()) {
        22.0
    } else {
        6.0
    };
    // With shared axes only the outer panels need room for labels.
    let (inner_left, inner_below) = if figure.shared_axes {
        (12.0, 10.0)
    } else {
        (gutter_left + 14.0, gutter_below + 12.0)
    };

    let legend = legend_entries(figure);
    let bar_room = if figure.color_bar.is_some() {
        84.0
    } else {
        0.0
    };
    let mut grid_width = gutter_left + columns as f64 * panel_width + bar_room;
    grid_width += (columns - 1) as f64 * inner_left;
    let title_width = text_width(&figure.title, TITLE).max(text_width(&figure.subtitle, BODY));
    let width = (grid_width + 2.0 * MARGIN + 6.0).max(title_width + 2.0 * MARGIN);

    let mut top = MARGIN;
    let mut scene = Scene {
        width,
        height: 0.0,
        title: figure.title.clone(),
        alt: figure.alt.clone(),
        shapes: Vec::new(),
    };
    if !figure.title.is_empty() {
        top += TITLE;
        let text = figure.title.clone();
        scene.push_text(Text {
            at: [MARGIN, top - 2.0],
            text,
            size: TITLE,
            bold: true,
            ink: Ink::Text,
            anchor: Anchor::Start,
            upright: false,
        });
        top += 4.0;
    }
    if !figure.subtitle.is_empty() {
        top += BODY + 3.0;
        scene.text(
            [MARGIN, top - 2.0],
            &figure.subtitle,
            BODY,
            Ink::Muted,
            Anchor::Start,
        );
        top += 3.0;
    }
    top = draw_legend(&mut scene, &legend, top + 6.0, width);

    for (i, (panel, (x, y))) in figure.panels.iter().zip(&scales).enumerate() {
        let (column, row) = (i % columns, i / columns);
        let left = MARGIN + gutter_left + column as f64 * (panel_width + inner_left);
        let panel_top =
            top + gutter_above + row as f64 * (panel_height + gutter_above + inner_below);
        let frame = Frame {
            x,
            y,
            area: [left, panel_top, panel_width, panel_height],
        };
        let is_lowest = i + columns >= figure.panels.len();
        let labels = [
            !figure.shared_axes || is_lowest,
            !figure.shared_axes || column == 0,
        ];
        draw_panel(&mut scene, panel, &frame, labels, gutter_left);
    }
    let grid_height = rows as f64 * (panel_height + gutter_above)
        + rows.saturating_sub(1) as f64 * inner_below
        + gutter_below;
    if let Some((label, from, to)) = &figure.color_bar {
        let left = MARGIN + grid_width - bar_room + 18.0;
        let height = (grid_height - gutter_above - gutter_below).min(320.0);
        draw_color_bar(
            &mut scene,
            label,
            (*from, *to),
            [left, top + gutter_above, 14.0, height],
        );
    }
    scene.height = top + grid_height + MARGIN;
    scene
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
    let shared = figure.shared_axes.then(|| reach(&figure.panels));
    figure
        .panels
        .iter()
        .map(|panel| {
            let (xs, ys) = shared
                .clone()
                .unwrap_or_else(|| reach(std::slice::from_ref(panel)));
            (
                Scale::of(&panel.x, xs.into_iter()),
                Scale::of(&panel.y, ys.into_iter()),
            )
        })
        .collect()
}

fn ticks(axis: &Axis, scale: &Scale, wanted: f64) -> Vec<(f64, String)> {
    if axis.without_ticks {
        return Vec::new();
    }
    if !axis.names.is_empty() {
        return axis
            .names
            .iter()
            .cloned()
            .enumerate()
            .map(|(i, name)| (i as f64, name))
            .collect();
    }
    scale.ticks((wanted.round() as usize).clamp(2, 8))
}

fn legend_entries(figure: &Figure) -> Vec<(String, Mark)> {
    let mut entries: Vec<(String, Mark)> = Vec::new();
    for mark in figure.panels.iter().flat_map(|panel| &panel.marks) {
        if let Mark::Line { label, .. } | Mark::Points { label, .. } | Mark::Bars { label, .. } =
            mark
            && !label.is_empty()
            && entries.iter().all(|(known, _)| known != label)
        {
            entries.push((label.clone(), mark.clone()));
        }
    }
    entries
}

/// The legend in rows below the title, away from the data. Returns where the panels may begin.
fn draw_legend(scene: &mut Scene, entries: &[(String, Mark)], top: f64, width: f64) -> f64 {
    if entries.is_empty() {
        return top;
    }
    let (mut x, mut y) = (MARGIN, top + 10.0);
    for (label, mark) in entries {
        let needed = 34.0 + text_width(label, BODY) + 16.0;
        if x > MARGIN && x + needed > width - MARGIN {
            (x, y) = (MARGIN, y + 19.0);
        }
        match mark {
            Mark::Line {
                ink,
                dashed,
                marker,
                width,
                ..
            } => {
                scene.line(
                    [x, y - 4.0],
                    [x + 26.0, y - 4.0],
                    line_stroke(*ink, *dashed, *width),
                );
                if let Some(marker) = marker {
                    draw_marker(scene, [x + 13.0, y - 4.0], *marker, *ink);
                }
            }
            Mark::Points { points, marker, .. } => {
                let ink = points.first().map_or(Ink::Text, |(_, ink)| *ink);
                draw_marker(scene, [x + 13.0, y - 4.0], *marker, ink);
            }
            Mark::Bars { ink, .. } => scene.rectangle([x + 6.0, y - 10.0, 14.0, 11.0], (*ink, 0.9)),
            _ => {}
        }
        scene.text([x + 32.0, y], label, BODY, Ink::Text, Anchor::Start);
        x += needed;
    }
    y + 8.0
}

fn line_stroke(ink: Ink, dashed: bool, width: f64) -> Stroke {
    Stroke {
        dash: dashed.then_some([6.0, 4.0]),
        ..Stroke::new(ink, width)
    }
}

/// Axes, grid and marks; `labels` says whether the x and the y axis are labelled.
fn draw_panel(scene: &mut Scene, panel: &Panel, frame: &Frame, labels: [bool; 2], gutter: f64) {
    let [left, top, width, height] = frame.area;
    if !panel.title.is_empty() {
        scene.push_text(Text {
            at: [left, top - 7.0],
            text: panel.title.clone(),
            size: BODY,
            bold: true,
            ink: Ink::Text,
            anchor: Anchor::Start,
            upright: false,
        });
    }
    if !panel.bare {
        draw_axes(scene, panel, frame, labels, gutter);
    }
    scene.shapes.push(Shape::Clip([
        left - 1.0,
        top - 1.0,
        width + 2.0,
        height + 2.0,
    ]));
    for mark in &panel.marks {
        draw_mark(scene, mark, frame);
    }
    scene.shapes.push(Shape::EndClip);
    if !panel.bare {
        let frame_stroke = Stroke::new(Ink::Muted, 1.0);
        scene.line(
            [left, top + height],
            [left + width, top + height],
            frame_stroke,
        );
        scene.line([left, top], [left, top + height], frame_stroke);
    }
}

fn draw_axes(scene: &mut Scene, panel: &Panel, frame: &Frame, labels: [bool; 2], gutter: f64) {
    let [left, top, width, height] = frame.area;
    let grid = Stroke::new(Ink::Grid, 1.0);
    let inside = |share: f64| (-1e-6..=1.0 + 1e-6).contains(&share);
    let [label_x, label_y] = labels;
    for (value, label) in ticks(&panel.x, frame.x, width / 58.0) {
        let share = frame.x.share(value);
        if !inside(share) {
            continue;
        }
        let x = left + width * share;
        if panel.x.names.is_empty() {
            scene.line([x, top], [x, top + height], grid);
        }
        if label_x {
            scene.text(
                [x, top + height + 16.0],
                &label,
                SMALL,
                Ink::Muted,
                Anchor::Middle,
            );
        }
    }
    for (value, label) in ticks(&panel.y, frame.y, height / 42.0) {
        let share = frame.y.share(value);
        if !inside(share) {
            continue;
        }
        let y = top + height * (1.0 - share);
        scene.line([left, y], [left + width, y], grid);
        if label_y {
            scene.text(
                [left - 7.0, y + 4.0],
                &label,
                SMALL,
                Ink::Muted,
                Anchor::End,
            );
        }
    }
    if label_x {
        let at = [left + width / 2.0, top + height + 35.0];
        scene.text(at, &panel.x.label, BODY, Ink::Text, Anchor::Middle);
    }
    if label_y {
        scene.push_text(Text {
            at: [left - gutter + 12.0, top + height / 2.0],
            text: panel.y.label.clone(),
            size: BODY,
            bold: false,
            ink: Ink::Text,
            anchor: Anchor::Middle,
            upright: true,
        });
    }
}

fn draw_mark(scene: &mut Scene, mark: &Mark, frame: &Frame) {
    let [left, top, width, height] = frame.area;
    match mark {
        Mark::Line {
            ink,
            points,
            dashed,
            marker,
            width,
            ..
        } => {
            let pieces = pieces(points, frame);
            let markers: Vec<_> = pieces.iter().flatten().copied().collect();
            scene.path(
                pieces,
                false,
                None,
                Some(line_stroke(*ink, *dashed, *width)),
            );
            if let Some(marker) = marker {
                for at in markers {
                    draw_marker(scene, at, *marker, *ink);
                }
            }
        }
        Mark::Band { ink, steps } => {
            let edge = |high: bool| -> Vec<[f64; 2]> {
                let point = |s: &crate::Band| [s.x, if high { s.high } else { s.low }];
                let points: Vec<_> = steps.iter().map(point).collect();
                thin(
                    points
                        .into_iter()
                        .filter_map(|point| frame.finite(point))
                        .collect(),
                )
            };
            let mut around = edge(true);
            around.extend(edge(false).into_iter().rev());
            scene.path(vec![around], true, Some((*ink, 0.2)), None);
        }
        Mark::Points { points, marker, .. } => {
            for (point, ink) in points {
                if let Some(at) = frame.finite(*point) {
                    draw_marker(scene, at, *marker, *ink);
                }
            }
        }
        Mark::Bars { ink, bars, .. } => {
            let mut boxes = Vec::new();
            for bar in bars {
                let ground = top + height;
                let Some([x0, y]) = frame.finite([bar.from, bar.height]) else {
                    continue;
                };
                let Some([x1, _]) = frame.finite([bar.to, bar.height]) else {
                    continue;
                };
                // A hair of space between bars that are wide enough for it.
                let gap = if x1 - x0 > 6.0 { 0.5 } else { 0.0 };
                let base = frame
                    .finite([bar.from, 0.0])
                    .map_or(ground, |[_, y]| y.min(ground));
                boxes.push(vec![
                    [x0 + gap, base],
                    [x0 + gap, y],
                    [x1 - gap, y],
                    [x1 - gap, base],
                ]);
            }
            scene.path(boxes, true, Some((*ink, 0.9)), None);
            for bar in bars {
                let Some((low, high)) = bar.error else {
                    continue;
                };
                let middle = (bar.from + bar.to) / 2.0;
                let ends = (frame.finite([middle, low]), frame.finite([middle, high]));
                if let (Some(low), Some(high)) = ends {
                    scene.line(low, high, Stroke::new(Ink::Text, 1.3));
                }
            }
        }
        Mark::Contours { height: f, levels } => {
            let (x, y) = (frame.x.ends(), frame.y.ends());
            for (i, &level) in levels.iter().enumerate() {
                let lines = contour(|x, y| f(x, y), x, y, level);
                let lines = lines
                    .iter()
                    .map(|line| line.iter().map(|&p| frame.at(p)).collect());
                let ink = Ink::Scale(0.15 + 0.7 * i as f64 / levels.len().max(2) as f64);
                let stroke = Stroke {
                    opacity: 0.55,
                    ..Stroke::new(ink, 1.0)
                };
                scene.path(lines.collect(), false, None, Some(stroke));
            }
        }
        Mark::Arrows { ink, arrows } => {
            for ([x, y], [dx, dy]) in arrows {
                let ends = (frame.finite([*x, *y]), frame.finite([x + dx, y + dy]));
                if let (Some(from), Some(to)) = ends {
                    draw_arrow(scene, from, to, *ink);
                }
            }
        }
        Mark::Intervals { intervals } => {
            for interval in intervals {
                let at = |x: f64| frame.finite([x, interval.row]);
                if let (Some(low), Some(high)) = (at(interval.low), at(interval.high)) {
                    scene.line(low, high, Stroke::new(interval.ink, 2.2));
                }
                if let Some(at) = at(interval.value) {
                    draw_marker(scene, at, Marker::Dot, interval.ink);
                }
            }
        }
        Mark::Rule { label, at, stands } => {
            let stroke = Stroke {
                dash: Some([3.0, 3.0]),
                ..Stroke::new(Ink::Muted, 1.2)
            };
            if *stands {
                let x = left + width * frame.x.share(*at);
                if x.is_finite() {
                    scene.line([x, top], [x, top + height], stroke);
                    scene.text(
                        [x + 4.0, top + 12.0],
                        label,
                        SMALL,
                        Ink::Muted,
                        Anchor::Start,
                    );
                }
            } else {
                let y = top + height * (1.0 - frame.y.share(*at));
                if y.is_finite() {
                    scene.line([left, y], [left + width, y], stroke);
                    let at = [left + width - 4.0, y - 5.0];
                    scene.text(at, label, SMALL, Ink::Muted, Anchor::End);
                }
            }
        }
        Mark::Text { at, text, ink } => {
            if let Some([x, y]) = frame.finite(*at) {
                scene.text([x, y + 4.0], text, SMALL, *ink, Anchor::Middle);
            }
        }
        Mark::Image { columns, pixels } => {
            let rows = (pixels.len() / (*columns).max(1)).max(1) as f64;
            let side = (width / *columns as f64).min(height / rows);
            let size = [side * *columns as f64, side * rows];
            let image = Image {
                at: [left, top],
                size,
                columns: *columns,
                pixels: pixels.clone(),
            };
            scene.shapes.push(Shape::Image(image));
        }
    }
}

/// A line's points in the scene, cut where one is not finite, and thinned.
fn pieces(points: &[[f64; 2]], frame: &Frame) -> Vec<Vec<[f64; 2]>> {
    let mut pieces = vec![vec![]];
    for &point in points {
        match frame.finite(point) {
            Some(at) => pieces.last_mut().expect("there is one").push(at),
            None => pieces.push(vec![]),
        }
    }
    pieces
        .into_iter()
        .filter(|piece| !piece.is_empty())
        .map(thin)
        .collect()
}

/// Where more than four points fall on one pixel column, the first, the lowest, the highest and the
/// last stand for all: the line looks the same, and its SVG stays small.
fn thin(points: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    let mut kept: Vec<[f64; 2]> = Vec::with_capacity(points.len().min(4000));
    for column in points.chunk_by(|a, b| a[0].floor() == b[0].floor()) {
        if column.len() <= 4 {
            kept.extend(column);
            continue;
        }
        let by_y = |&a: &usize, &b: &usize| column[a][1].total_cmp(&column[b][1]);
        let lowest = (0..column.len()).min_by(by_y).unwrap_or(0);
        let highest = (0..column.len()).max_by(by_y).unwrap_or(0);
        let mut indices = vec![0, lowest, highest, column.len() - 1];
        indices.sort_unstable();
        indices.dedup();
        kept.extend(indices.into_iter().map(|i| column[i]));
    }
    kept
}

fn draw_marker(scene: &mut Scene, at: [f64; 2], marker: Marker, ink: Ink) {
    let edge = Some(Stroke::new(Ink::Ground, 0.8));
    let (outline, edge) = match marker {
        Marker::Dot => (outline(at, 4.2, 24, 0.0), edge),
        Marker::SmallDot => (outline(at, 2.4, 16, 0.0), None),
        Marker::Square => (outline(at, 5.0, 4, 0.5), edge),
        Marker::Triangle => (outline(at, 5.2, 3, 0.0), edge),
        Marker::Plus => {
            let [x, y] = at;
            let arms = vec![
                vec![[x - 5.5, y], [x + 5.5, y]],
                vec![[x, y - 5.5], [x, y + 5.5]],
            ];
            scene.path(arms, false, None, Some(Stroke::new(ink, 2.0)));
            return;
        }
    };
    scene.path(vec![outline], true, Some((ink, 1.0)), edge);
}

pub(crate) fn draw_arrow(scene: &mut Scene, from: [f64; 2], to: [f64; 2], ink: Ink) {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length = dx.hypot(dy);
    if length < 0.5 {
        return;
    }
    let (ux, uy) = (dx / length, dy / length);
    let head = (0.45 * length).min(6.5);
    let neck = [to[0] - head * ux, to[1] - head * uy];
    scene.line(from, neck, Stroke::new(ink, 1.3));
    let side = 0.45 * head;
    let head = vec![
        to,
        [neck[0] - side * uy, neck[1] + side * ux],
        [neck[0] + side * uy, neck[1] - side * ux],
    ];
    scene.path(vec![head], true, Some((ink, 1.0)), None);
}

fn draw_color_bar(scene: &mut Scene, label: &str, (from, to): (f64, f64), area: [f64; 4]) {
    const STEPS: usize = 64;
    let [left, top, width, height] = area;
    for i in 0..STEPS {
        let share = i as f64 / STEPS as f64;
        let y = top + height * (1.0 - share) - height / STEPS as f64;
        // Half a pixel more, so that no seam shows between the steps.
        scene.rectangle(
            [left, y, width, height / STEPS as f64 + 0.5],
            (Ink::Scale(share), 1.0),
        );
    }
    let axis = Axis::new(label).range(from, to);
    let scale = Scale::of(&axis, std::iter::empty());
    for (value, text) in scale.ticks(5) {
        let y = top + height * (1.0 - scale.share(value));
        scene.text(
            [left + width + 5.0, y + 4.0],
            &text,
            SMALL,
            Ink::Muted,
            Anchor::Start,
        );
    }
    scene.text(
        [left - 2.0, top - 8.0],
        label,
        SMALL,
        Ink::Text,
        Anchor::Start,
    );
}
