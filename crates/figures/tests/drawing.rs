//! Figures as a reader of SVG and PNG gets them.

use figures::{Axis, Diagram, Figure, Ink, Mark, Marker, Panel};

fn figure() -> Figure {
    let points = vec![
        [0.0, 1.0],
        [1.0, f64::NAN],
        [2.0, 3.0],
        [3.0, f64::INFINITY],
        [4.0, 2.0],
    ];
    Figure::new("a < b & \"c\" 한글")
        .subtitle("σ = 1/√n")
        .alt("what <it> shows")
        .panel(
            Panel::new("panel")
                .x(Axis::new("x"))
                .y(Axis::new("y").log())
                .with(Mark::line("line", Ink::Series(0), points).marked(Marker::Dot)),
        )
}

#[test]
fn svg_is_xml_with_the_texts_in_it() {
    for svg in [figure().svg(), figure().svg_inline("f1")] {
        let document = roxmltree::Document::parse(&svg).unwrap();
        let texts: Vec<_> = document
            .descendants()
            .filter_map(|node| node.text())
            .collect();
        assert!(texts.contains(&"a < b & \"c\" 한글"));
        assert!(texts.contains(&"what <it> shows"));
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}

#[test]
fn ids_within_a_page_begin_with_the_prefix() {
    let svg = figure().svg_inline("f7");
    let document = roxmltree::Document::parse(&svg).unwrap();
    let ids: Vec<_> = document
        .descendants()
        .filter_map(|node| node.attribute("id"))
        .collect();
    assert!(
        ids.len() >= 3 && ids.iter().all(|id| id.starts_with("f7-")),
        "{ids:?}"
    );
    assert!(svg.contains("var(--figure-series-0,"));
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    assert_eq!(figure().svg(), figure().svg());
    assert_eq!(figure().png(1.0).unwrap(), figure().png(1.0).unwrap());
}

#[test]
fn png_has_the_svgs_size_and_something_on_it() {
    let svg = figure().svg();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let side = |name| {
        document
            .root_element()
            .attribute(name)
            .unwrap()
            .parse::<f64>()
            .unwrap()
    };
    let png = tiny_skia::Pixmap::decode_png(&figure().png(2.0).unwrap()).unwrap();
    assert!((f64::from(png.width()) - 2.0 * side("width")).abs() <= 1.0);
    assert!((f64::from(png.height()) - 2.0 * side("height")).abs() <= 1.0);
    let dark = png
        .pixels()
        .iter()
        .filter(|pixel| pixel.red() < 128)
        .count();
    assert!(dark > 500, "{dark} dark pixels");
}

#[test]
fn a_line_is_broken_where_a_number_is_not_finite() {
    let svg = figure().svg();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let line = document
        .descendants()
        .filter_map(|node| node.attribute("d"))
        .find(|d| d.matches('M').count() == 3)
        .expect("three pieces, each a point");
    assert!(!line.contains('L'));
}

#[test]
fn nothing_at_all_can_be_drawn() {
    let empty = [
        Figure::new(""),
        Figure::new("no marks").panel(Panel::new("")),
        Figure::new("no points").panel(Panel::new("").with(Mark::line("", Ink::Text, vec![]))),
        Figure::new("no image").panel(Panel::new("").bare().with(Mark::Image {
            columns: 0,
            pixels: vec![],
        })),
    ];
    for figure in empty {
        roxmltree::Document::parse(&figure.svg()).unwrap();
        figure.png(1.0).unwrap();
    }
    roxmltree::Document::parse(&Diagram::new("").svg()).unwrap();
}

#[test]
fn two_thousand_points_stay_small() {
    let curve: Vec<f64> = (0..2000).map(|i| (f64::from(i) * 0.7).sin()).collect();
    let panel = Panel::new("").with_all((0..5).flat_map(|i| {
        let shifted = curve.iter().map(|y| y + 0.5).collect();
        [
            Mark::curve("", Ink::Series(i), &curve),
            Mark::band_of(Ink::Series(i), &[curve.clone(), shifted]),
        ]
    }));
    let size = Figure::new("").panel(panel).svg().len();
    assert!(size < 400_000, "{size} bytes");
}
