//! Separates the strokes from the background.

use super::plane::Plane;

/// Whether the strokes are darker or lighter than the background.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strokes {
    /// As the border of the picture shows.
    #[default]
    Auto,
    /// Dark strokes on a light background, as on paper.
    Dark,
    /// Light strokes on a dark background, as on a blackboard and in MNIST.
    Light,
}

/// The side of the small picture in which the background is estimated.
const COARSE: usize = 64;

/// How much of the picture's side a stroke may be wide, in cells of the coarse picture: a stroke that is
/// wider counts as background.
const WIDEST_STROKE: f32 = 0.28;

/// How much each pixel differs from the background around it in the direction of the strokes: 0 for the
/// background, up to 255. And whether the strokes are dark.
pub fn ink(grey: &Plane, strokes: Strokes) -> (Plane, bool) {
    let dark = match strokes {
        Strokes::Auto => is_dark_on_light(grey),
        Strokes::Dark => true,
        Strokes::Light => false,
    };
    let light_on_dark = if dark { grey.map(|value| 255.0 - value) } else { grey.clone() };
    let ground = ground(&light_on_dark);
    let values = light_on_dark.values.iter().zip(&ground.values);
    let values = values.map(|(value, ground)| (value - ground).max(0.0)).collect();
    (Plane { values, ..light_on_dark }, dark)
}

/// Whether the strokes are dark: whether more is darker than the border than lighter, counted by the squares
/// of the differences beyond what is usual in the border itself. A slope of the light from side to side is
/// taken out before.
fn is_dark_on_light(grey: &Plane) -> bool {
    let (width, height) = (grey.width, grey.height);
    let frame = (width.min(height) / 32).max(1);
    let is_border = |x: usize, y: usize| {
        x < frame || y < frame || x >= width - frame.min(width) || y >= height - frame.min(height)
    };
    let places = || (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let border: Vec<(usize, usize)> = places().filter(|&(x, y)| is_border(x, y)).collect();
    let [level, across, down] = slope(grey, &border);
    let flat = |(x, y): (usize, usize)| grey.at(x, y) - level - across * x as f32 - down * y as f32;
    let middle = quantile(border.iter().map(|&place| flat(place)).collect(), 0.5);
    let usual = quantile(border.iter().map(|&place| (flat(place) - middle).abs()).collect(), 0.5);
    let tolerance = (4.0 * usual).max(8.0);
    let (mut darker, mut lighter) = (0.0, 0.0);
    for difference in places().map(|place| flat(place) - middle) {
        let beyond = f64::from((difference.abs() - tolerance).max(0.0));
        *(if difference < 0.0 { &mut darker } else { &mut lighter }) += beyond * beyond;
    }
    darker >= lighter
}

/// The plane `level + across * x + down * y` closest to the values at these places, the sum of the
/// squares being weighed down where they are far off, as strokes are.
fn slope(grey: &Plane, places: &[(usize, usize)]) -> [f32; 3] {
    let median = quantile(places.iter().map(|&(x, y)| grey.at(x, y)).collect(), 0.5);
    let mut plane = [median, 0.0, 0.0];
    for _ in 0..3 {
        let residual = |&(x, y): &(usize, usize)| {
            grey.at(x, y) - plane[0] - plane[1] * x as f32 - plane[2] * y as f32
        };
        let spread = quantile(places.iter().map(|p| residual(p).abs()).collect(), 0.5).max(4.0);
        let mut normal = [[0f64; 4]; 3];
        for place in places.iter().filter(|place| residual(place).abs() <= 3.0 * spread) {
            let row = [1.0, place.0 as f64, place.1 as f64];
            for i in 0..3 {
                for j in 0..3 {
                    normal[i][j] += row[i] * row[j];
                }
                normal[i][3] += row[i] * f64::from(grey.at(place.0, place.1));
            }
        }
        match solve(normal) {
            Some(solution) => plane = solution.map(|value| value as f32),
            None => break,
        }
    }
    plane
}

/// Solves three linear equations by elimination; `None` if they have no single solution.
fn solve(mut rows: [[f64; 4]; 3]) -> Option<[f64; 3]> {
    for i in 0..3 {
        let pivot = (i..3).max_by(|&a, &b| rows[a][i].abs().total_cmp(&rows[b][i].abs()))?;
        rows.swap(i, pivot);
        if rows[i][i].abs() < 1e-6 {
            return None;
        }
        for below in i + 1..3 {
            let factor = rows[below][i] / rows[i][i];
            let row = rows[i];
            rows[below].iter_mut().zip(row).for_each(|(value, above)| *value -= factor * above);
        }
    }
    let mut solution = [0.0; 3];
    for i in (0..3).rev() {
        let known: f64 = (i + 1..3).map(|j| rows[i][j] * solution[j]).sum();
        solution[i] = (rows[i][3] - known) / rows[i][i];
    }
    Some(solution)
}

/// The background under light strokes: a coarse picture of medians, in which what is lighter and narrower
/// than [`WIDEST_STROKE`] is replaced by what surrounds it (a morphological opening), smoothed.
fn ground(grey: &Plane) -> Plane {
    let side = grey.width.max(grey.height);
    let cells = |length: usize| (length * COARSE / side.max(COARSE)).clamp(1, length);
    let (width, height) = (cells(grey.width), cells(grey.height));
    let coarse = Plane::new(width, height, |x, y| {
        let range = |i: usize, length: usize, cells: usize| {
            i * length / cells..((i + 1) * length / cells).max(i * length / cells + 1)
        };
        let (columns, rows) = (range(x, grey.width, width), range(y, grey.height, height));
        let values = rows.flat_map(|y| columns.clone().map(move |x| grey.at(x, y)));
        quantile(values.collect(), 0.35)
    });
    let reach = ((width.max(height) as f32 * WIDEST_STROKE / 2.0) as usize).max(1);
    let opened = spread(&spread(&coarse, reach, f32::min), reach, f32::max);
    let smooth = mean(&opened, (reach / 2).max(1));
    smooth.stretch(grey.width, grey.height)
}

/// The smallest (or largest, by `choose`) value within `reach` of each place.
fn spread(plane: &Plane, reach: usize, choose: fn(f32, f32) -> f32) -> Plane {
    let across = Plane::new(plane.width, plane.height, |x, y| {
        let columns = x.saturating_sub(reach)..(x + reach + 1).min(plane.width);
        columns.map(|x| plane.at(x, y)).fold(plane.at(x, y), choose)
    });
    Plane::new(plane.width, plane.height, |x, y| {
        let rows = y.saturating_sub(reach)..(y + reach + 1).min(plane.height);
        rows.map(|y| across.at(x, y)).fold(across.at(x, y), choose)
    })
}

/// The mean within `reach` of each place.
fn mean(plane: &Plane, reach: usize) -> Plane {
    let across = Plane::new(plane.width, plane.height, |x, y| {
        let columns = x.saturating_sub(reach)..(x + reach + 1).min(plane.width);
        let count = columns.len() as f32;
        columns.map(|x| plane.at(x, y)).sum::<f32>() / count
    });
    Plane::new(plane.width, plane.height, |x, y| {
        let rows = y.saturating_sub(reach)..(y + reach + 1).min(plane.height);
        let count = rows.len() as f32;
        rows.map(|y| across.at(x, y)).sum::<f32>() / count
    })
}

/// The value that a share of the others lie below.
pub fn quantile(mut values: Vec<f32>, share: f32) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let at = ((values.len() - 1) as f32 * share).round() as usize;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}

/// The threshold that splits the values into two groups as far apart as possible (Otsu 1979), with the
/// mean of each group and the spread of the lower one.
pub fn split(ink: &Plane) -> Split {
    let mut counts = [0f64; 256];
    ink.values.iter().for_each(|&value| counts[(value.clamp(0.0, 255.0)) as usize] += 1.0);
    let total: f64 = counts.iter().sum();
    let all: f64 = counts.iter().enumerate().map(|(i, count)| i as f64 * count).sum();
    let (mut below, mut sum) = (0.0, 0.0);
    let mut best = (0.0, 0usize, 0.0, 0.0);
    for (level, &count) in counts.iter().enumerate().take(255) {
        below += count;
        sum += level as f64 * count;
        let above = total - below;
        if below == 0.0 || above == 0.0 {
            continue;
        }
        let (low, high) = (sum / below, (all - sum) / above);
        let between = below * above * (high - low).powi(2);
        if between > best.0 {
            best = (between, level, low, high);
        }
    }
    let (_, level, low, high) = best;
    let lower = &counts[..=level];
    let squares: f64 =
        lower.iter().enumerate().map(|(i, n)| n * (i as f64 - low).powi(2)).sum::<f64>();
    let spread = (squares / lower.iter().sum::<f64>().max(1.0)).sqrt();
    Split {
        threshold: (low + SHARE * (high - low)) as f32,
        low: low as f32,
        high: high as f32,
        spread: spread as f32,
    }
}

/// Where the threshold lies between the means of the two groups: a little below the middle, so that faint
/// ends of strokes are kept.
const SHARE: f64 = 0.45;

/// See [`split`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// The threshold, between the means of the two groups.
    pub threshold: f32,
    /// The mean of the lower group.
    pub low: f32,
    /// The mean of the higher group.
    pub high: f32,
    /// The standard deviation within the lower group.
    pub spread: f32,
}
