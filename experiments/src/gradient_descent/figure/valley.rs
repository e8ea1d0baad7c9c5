//! The descent down the valley (G3).

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use language::tr;

use super::super::descent::{Descent, LENGTHS};
use super::super::landscape::{VALLEY, VALLEY_START};

/// The path down the valley, with the negative gradient at a few positions.
pub(super) fn not_at_the_minimum(descent: &Descent) -> Figure {
    let arrows =
        descent.path.iter().step_by(3).take(4).map(|&x| (x, VALLEY.downhill(x).map(|d| 0.5 * d)));
    let [x, y] = VALLEY_START;
    let map = Panel::new("")
        .x(Axis::new("x").range(-8.0, 2.0))
        .y(Axis::new("y").range(-1.5, 2.5))
        .with(Mark::contours(|x, y| (VALLEY.f)([x, y]), [0.1, 0.5, 1.0, 2.0, 3.0, 4.5, 6.5, 9.0]))
        .with(
            Mark::line(tr!("straight line to the minimum"), Ink::Muted, vec![[x, y], [0.0, 0.0]])
                .dashed(),
        )
        .with(
            Mark::line(tr!("descent, one dot per step"), Ink::Series(0), descent.path.clone())
                .marked(Marker::SmallDot),
        )
        .with(Mark::arrows(Ink::Series(5), arrows))
        .with(Mark::points(tr!("minimum"), Ink::Text, Marker::Plus, [[0.0, 0.0]]));
    let angles =
        Panel::new(tr!("angle between the negative gradient and the direction of the minimum"))
            .x(Axis::new(tr!("step")))
            .y(Axis::new(tr!("angle, degrees")).range(0.0, 90.0))
            .with(Mark::curve("", Ink::Series(5), &descent.angles));
    let title = match descent.angles[0] {
        angle if angle > 30.0 => tr!(
            "At the start, the negative gradient points {angle}° away from the minimum",
            angle = format!("{angle:.0}")
        ),
        _ => tr!("The negative gradient and the minimum of a valley").into(),
    };
    Figure::new(title)
        .subtitle(tr!("f(x, y) = x²/20 + y²; each arrow is half the negative gradient"))
        .alt(tr!(
            "Over the contours of a long valley, the arrows point across it while the minimum lies far \
             along it. Below, the angle between the two directions, {angle} degrees at the start.",
            angle = format!("{:.0}", descent.angles[0])
        ))
        .grid(1, 620.0, 248.0)
        .panels([map, angles])
}

/// The change of f by steps in every direction from the start of the valley.
pub(super) fn steepest_direction(descent: &Descent) -> Figure {
    let degrees = |[x, y]: [f64; 2]| y.atan2(x).to_degrees();
    let downhill = degrees(VALLEY.downhill(VALLEY_START));
    let minimum = degrees(VALLEY_START.map(|x| -x)) - downhill;
    let turned = |changes: &[f64]| -> Vec<[f64; 2]> {
        let degree = |turn: i32| (downhill.round() as i32 + turn).rem_euclid(360) as usize;
        (-90..=120).map(|turn| [f64::from(turn), changes[degree(turn)]]).collect()
    };
    let curves: Vec<_> = descent.changes.iter().map(|changes| turned(changes)).collect();
    let lowest = |curve: &Vec<[f64; 2]>| {
        curve.iter().copied().min_by(|a, b| a[1].total_cmp(&b[1])).unwrap_or([f64::NAN; 2])
    };
    let lines = curves.iter().zip(LENGTHS).enumerate().flat_map(|(i, (curve, length))| {
        let label = tr!("step of length {length}", length);
        [
            Mark::line(label, Ink::Series(i), curve.clone()),
            Mark::points("", Ink::Series(i), Marker::Dot, [lowest(curve)]),
        ]
    });
    let best_turn = |curve: Option<&Vec<_>>| curve.map_or(f64::NAN, |curve| lowest(curve)[0].abs());
    let (near, far) = (best_turn(curves.first()), best_turn(curves.last()));
    let title = match near <= 1.0 && far > 10.0 {
        true => tr!(
            "The negative gradient is the best direction for a small step; for a step of {length}, the best is {turn}° away",
            length = LENGTHS[LENGTHS.len() - 1],
            turn = far
        ),
        false => tr!("The best direction for a small step and for a large one").into(),
    };
    Figure::new(title)
        .subtitle(tr!("f(x, y) = x²/20 + y²; steps from (−7, 2) in every direction, each curve with its lowest point"))
        .alt(tr!(
            "The change of f against the direction of the step. The curve of the smallest step is lowest at \
             the negative gradient, that of the largest step at the direction of the minimum."
        ))
        .panel(
            Panel::new("")
                .x(Axis::new(tr!("degrees from the negative gradient (−∇f)")).range(-90.0, 120.0))
                .y(Axis::new(tr!("change of f per unit of length")).range(-4.5, 5.0))
                .with(Mark::place("−∇f", 0.0))
                .with(Mark::place(tr!("minimum"), minimum))
                .with_all(lines),
        )
}
