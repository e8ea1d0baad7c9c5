//! Extreme floating-point numbers are drawn or left out: they never cause a panic or invalid SVG.

use figures::{Axis, Band, Figure, Ink, Mark, Marker, Panel};

const NASTY: [f64; 14] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    5e-324,
    -5e-324,
    0.0,
    -0.0,
    1e17,
    -1e17,
    1.0,
    1.0 + f64::EPSILON,
];

fn check(figure: &Figure) {
    let svg = figure.svg();
    roxmltree::Document::parse(&svg).unwrap();
    assert!(!svg.contains("NaN") && !svg.contains("inf\"") && !svg.contains("inf "), "{svg}");
    figure.png(0.1).unwrap();
}

fn axes(from: f64, to: f64) -> [Axis; 4] {
    let axis = Axis::new("axis");
    [axis.clone(), axis.clone().log(), axis.clone().range(from, to), axis.range(from, to).log()]
}

#[test]
fn any_pair_of_numbers_can_be_drawn() {
    for a in NASTY {
        for b in NASTY {
            for axis in axes(a, b) {
                let steps = [a, b].map(|x| Band { x, low: b, high: a });
                let panel = Panel::new("panel")
                    .x(axis.clone())
                    .y(axis)
                    .with(
                        Mark::line("line", Ink::Series(0), vec![[a, b], [b, a]])
                            .marked(Marker::Dot),
                    )
                    .with(Mark::Band { ink: Ink::Series(1), steps: steps.to_vec() })
                    .with(Mark::histogram(Ink::Scale(a), a, b, &[a, b]))
                    .with(Mark::Arrows { ink: Ink::Text, arrows: vec![([a, b], [b, a])] })
                    .with(Mark::level("level", a))
                    .with(Mark::place("place", b));
                check(&Figure::new("nasty").color_bar("bar", a, b).panel(panel));
            }
        }
    }
}

#[test]
fn contours_end_where_the_function_has_no_value() {
    let half = |x: f64, y: f64| {
        if x < 0.5 { f64::NAN } else { (x - 0.5).hypot(y - 0.5) }
    };
    let pole = |x: f64, y: f64| 1.0 / (x - 0.5) + y;
    for mark in [Mark::contours(half, [0.1, 0.3]), Mark::contours(pole, [0.0, 2.0])] {
        check(&Figure::new("").panel(Panel::new("").with(mark)));
    }
}

#[test]
fn a_path_that_diverges_keeps_its_direction() {
    // Each step goes to the other side of the origin and is nineteen times as long as the last.
    let path: Vec<[f64; 2]> =
        (0..40).map(|step| (-19f64).powi(step)).map(|far| [-3.0 * far, 4.0 * far]).collect();
    let panel = Panel::new("")
        .x(Axis::new("").range(-5.0, 5.0))
        .y(Axis::new("").range(-5.0, 5.0))
        .with(Mark::line("", Ink::Series(0), path));
    let svg = Figure::new("").grid(1, 400.0, 400.0).panel(panel).svg();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let line = document
        .descendants()
        .filter(|node| node.has_tag_name("path"))
        .find(|node| node.attribute("style").unwrap().contains("#0072b2"))
        .and_then(|node| node.attribute("d"))
        .unwrap();
    // The relative steps after the first point of each piece of the SVG path.
    let parts: Vec<&str> = line.split('M').skip(1).collect();
    assert!(parts.len() > 3);
    for part in parts {
        let (_, steps) = part.split_once('l').unwrap();
        let numbers: Vec<f64> = steps
            .replace('-', " -")
            .split_whitespace()
            .map(|number| number.parse().unwrap())
            .collect();
        for step in numbers.chunks(2).filter(|step| step[0].abs() > 10.0) {
            assert!((step[1] / step[0] - 4.0 / 3.0).abs() < 1e-3, "{line}");
        }
    }
}

#[test]
fn an_image_without_columns_has_one() {
    for columns in [0, 1, 28] {
        let mark = Mark::image(columns, [1, 2, 3]);
        check(&Figure::new("").panel(Panel::new("").bare().with(mark)));
    }
}
