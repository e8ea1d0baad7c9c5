//! Figures as seen by a program that reads the SVG or the PNG.

use figures::{Axis, Diagram, Figure, Ink, Mark, Marker, Panel};

fn figure() -> Figure {
    let points = vec![[0.0, 1.0], [1.0, f64::NAN], [2.0, 3.0], [3.0, f64::INFINITY], [4.0, 2.0]];
    Figure::new("a < b & \"c\" 한글").subtitle("σ = 1/√n").alt("what <it> shows").panel(
        Panel::new("panel")
            .x(Axis::new("x"))
            .y(Axis::new("y").log())
            .with(Mark::line("line", Ink::Series(0), points).marked(Marker::Dot)),
    )
}

#[test]
fn svg_is_xml_and_contains_the_texts() {
    for svg in [figure().svg(), figure().svg_inline("f1")] {
        let document = roxmltree::Document::parse(&svg).unwrap();
        let texts: Vec<_> = document.descendants().filter_map(|node| node.text()).collect();
        assert!(texts.contains(&"a < b & \"c\" 한글"));
        assert!(texts.contains(&"what <it> shows"));
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}

#[test]
fn ids_within_a_page_begin_with_the_prefix() {
    let svg = figure().svg_inline("f7");
    let document = roxmltree::Document::parse(&svg).unwrap();
    let ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    assert!(ids.len() >= 3 && ids.iter().all(|id| id.starts_with("f7-")), "{ids:?}");
    assert!(svg.contains("var(--figure-series-0,"));
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    assert_eq!(figure().svg(), figure().svg());
    assert_eq!(figure().png(1.0).unwrap(), figure().png(1.0).unwrap());
}

#[test]
fn png_has_the_size_of_the_svg_and_is_not_blank() {
    let svg = figure().svg();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let side = |name| document.root_element().attribute(name).unwrap().parse::<f64>().unwrap();
    let png = tiny_skia::Pixmap::decode_png(&figure().png(2.0).unwrap()).unwrap();
    assert_eq!(f64::from(png.width()), 2.0 * side("width"));
    assert_eq!(f64::from(png.height()), 2.0 * side("height"));
    let dark = png.pixels().iter().filter(|pixel| pixel.red() < 128).count();
    assert!(dark > 500, "{dark} dark pixels");
}

#[test]
fn an_image_has_a_frame_only_if_it_shall() {
    let figure = |panel: Panel| Figure::new("t").panel(panel.bare().with(Mark::image(2, [255; 4])));
    let (plain, framed) = (figure(Panel::new("p")).svg(), figure(Panel::new("p").framed()).svg());
    let paths = |svg: &str| svg.matches("<path").count();
    assert_eq!(paths(&framed), paths(&plain) + 1);
}

#[test]
fn a_line_is_interrupted_where_a_number_is_not_finite() {
    let svg = figure().svg();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let line = document
        .descendants()
        .filter_map(|node| node.attribute("d"))
        .find(|d| d.matches('M').count() == 3)
        .expect("a path of three pieces, each of them a point");
    assert!(!line.contains('l'));
}

#[test]
fn empty_figures_can_be_drawn() {
    let empty = [
        Figure::new(""),
        Figure::new("no marks").panel(Panel::new("")),
        Figure::new("no points").panel(Panel::new("").with(Mark::line("", Ink::Text, vec![]))),
        Figure::new("no image")
            .panel(Panel::new("").bare().with(Mark::Image { columns: 0, pixels: vec![] })),
    ];
    for figure in empty {
        roxmltree::Document::parse(&figure.svg()).unwrap();
        figure.png(1.0).unwrap();
    }
    roxmltree::Document::parse(&Diagram::new("").svg()).unwrap();
}

#[test]
fn a_band_is_interrupted_where_a_number_is_not_finite() {
    let (low, mut high) = (vec![0.0; 5], vec![1.0; 5]);
    high[2] = f64::NAN;
    let mark = |curves: &[Vec<f64>]| Mark::band_of(Ink::Series(0), curves);
    let outlines = |mark: Mark| {
        let svg = Figure::new("").panel(Panel::new("").with(mark)).svg();
        let document = roxmltree::Document::parse(&svg).unwrap();
        let paths = document.descendants().filter(|node| node.has_tag_name("path"));
        let band = paths.filter(|node| node.attribute("style").unwrap().contains("fill-opacity"));
        band.map(|node| node.attribute("d").unwrap().matches('M').count()).sum::<usize>()
    };
    assert_eq!(outlines(mark(&[low.clone(), vec![1.0; 5]])), 1);
    assert_eq!(outlines(mark(&[high.clone()])), 2);
    assert_eq!(outlines(mark(&[low, high])), 1, "one finite curve is enough");
}

#[test]
fn points_are_at_the_right_positions_on_logarithmic_axes() {
    let panel = Panel::new("")
        .x(Axis::new("").range(1e-6, 1e-2).log())
        .y(Axis::new("").range(1.0, 100.0).log())
        .with(Mark::line("", Ink::Series(0), vec![[1e-6, 1.0], [1e-4, 10.0], [1e-2, 100.0]]));
    let svg = Figure::new("").grid(1, 400.0, 200.0).panel(panel).svg();
    // Two equal steps, each of half the panel and upwards.
    assert!(svg.contains("l200-100 200-100\""), "{svg}");
}

#[test]
fn an_image_has_the_right_pixels() {
    let mark = Mark::image(2, [0, 255, 128, 128]);
    let figure = Figure::new("").grid(1, 100.0, 100.0).panel(Panel::new("").bare().with(mark));
    let svg = figure.svg();
    for path in [
        "fill=\"#000000\" d=\"M0 0h1v1h-1z\"",
        "fill=\"#ffffff\" d=\"M1 0h1v1h-1z\"",
        "fill=\"#808080\" d=\"M0 1h2v1h-2z\"",
    ] {
        assert!(svg.contains(path), "{path} in {svg}");
    }
    let png = tiny_skia::Pixmap::decode_png(&figure.png(1.0).unwrap()).unwrap();
    let reds =
        [(41, 47), (91, 47), (41, 97), (91, 97)].map(|(x, y)| png.pixel(x, y).unwrap().red());
    assert_eq!(reds, [0, 255, 128, 128]);
}

#[test]
fn a_page_may_use_any_prefix() {
    let svg = figure().svg_inline("a\"<b");
    let document = roxmltree::Document::parse(&svg).unwrap();
    let title = document.descendants().find(|node| node.has_tag_name("title")).unwrap();
    assert_eq!(title.attribute("id"), Some("a\"<b-title"));
    assert_eq!(document.root_element().attribute("role"), Some("img"));
}

#[test]
fn two_thousand_points_give_a_small_file() {
    let curve: Vec<f64> = (0..2000).map(|i| (f64::from(i) * 0.7).sin()).collect();
    let panel = Panel::new("").with_all((0..5).flat_map(|i| {
        let shifted = curve.iter().map(|y| y + 0.5).collect();
        [
            Mark::curve("", Ink::Series(i), &curve),
            Mark::band_of(Ink::Series(i), &[curve.clone(), shifted]),
        ]
    }));
    let size = Figure::new("").panel(panel).svg().len();
    assert!(size < 200_000, "{size} bytes");
}

#[test]
fn markers_on_the_border_are_whole_and_those_beyond_are_left_out() {
    let axis = || Axis::new("").range(0.0, 1.0);
    let points = vec![[0.0, 0.0], [0.5, 1.0], [1.0, 0.5], [2.0, 2.0]];
    let panel = |mark| {
        let panel = Panel::new("").x(axis()).y(axis()).with(mark);
        Figure::new("").grid(1, 100.0, 100.0).panel(panel).svg()
    };
    for mark in [
        Mark::line("", Ink::Series(0), points.clone()).marked(Marker::Plus),
        Mark::points("", Ink::Series(0), Marker::Plus, points),
    ] {
        let svg = panel(mark);
        let document = roxmltree::Document::parse(&svg).unwrap();
        let markers: Vec<_> = document
            .descendants()
            .filter(|node| node.attribute("style").is_some_and(|s| s.contains("stroke-width:2;")))
            .collect();
        assert_eq!(markers.len(), 3);
        let is_clipped =
            |node: &roxmltree::Node| node.ancestors().any(|a| a.has_attribute("clip-path"));
        assert!(!markers.iter().any(is_clipped));
    }
}

/// How many text elements of a figure have this text.
fn count(figure: &Figure, text: &str) -> usize {
    let svg = figure.svg();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.filter(|node| node.text() == Some(text)).count()
}

#[test]
fn a_label_that_all_panels_share_is_drawn_once() {
    let panel = |y: &str| Panel::new("").x(Axis::new("epoch")).y(Axis::new(y));
    let figure = |ys: [&str; 4]| Figure::new("").grid(2, 90.0, 60.0).panels(ys.map(panel));
    let same = figure(["accuracy"; 4]);
    assert_eq!((count(&same, "epoch"), count(&same, "accuracy")), (4, 4));
    let shared = same.shared_axes();
    assert_eq!((count(&shared, "epoch"), count(&shared, "accuracy")), (1, 1));
    let rows = figure(["std 1", "std 1", "std 2", "std 2"]).shared_axes();
    assert_eq!((count(&rows, "std 1"), count(&rows, "std 2")), (1, 1));
}

#[test]
fn long_titles_and_names_of_categories_are_broken_between_words() {
    let panel = Panel::new("a title that is wider than its panel")
        .x(Axis::categories(["std 0.01", "He for ReLU"]));
    let figure = Figure::new("").grid(1, 110.0, 60.0).panel(panel);
    assert_eq!(count(&figure, "a title that is wider than its panel"), 0);
    assert_eq!((count(&figure, "He for"), count(&figure, "ReLU")), (1, 1));
    assert_eq!(count(&figure, "std 0.01"), 1);
}

/// A page of 360 pixels: every figure and every graph has a form that is no wider.
#[test]
fn a_narrow_page_gets_a_narrow_form() {
    let line = || Mark::line("", Ink::Series(0), vec![[0.0, 1000.0], [10.0, 2000.0]]);
    let panel = || Panel::new("a panel").x(Axis::new("x")).y(Axis::new("y")).with(line());
    let width = |svg: &str| -> f64 {
        let document = roxmltree::Document::parse(svg).unwrap();
        document.root_element().attribute("width").unwrap().parse().unwrap()
    };
    for columns in 1..=6 {
        for [w, h] in [[560.0, 340.0], [240.0, 180.0], [120.0, 90.0], [60.0, 60.0]] {
            let panels = (0..7).map(|_| panel());
            let figure = Figure::new("A title").grid(columns, w, h).panels(panels);
            let is_wide = width(&figure.svg()) > 360.0;
            let narrow = figure.narrow(360.0);
            assert_eq!(narrow.is_some(), is_wide, "{columns} columns of {w}");
            if let Some(narrow) = narrow {
                let found = width(&narrow.svg());
                assert!(found <= 360.0, "{columns} columns of {w}: {found}");
                assert!(narrow.narrow(360.0).is_none());
            }
        }
    }
    let mut graph = Diagram::new("How the price depends on its inputs");
    let nodes = [0.0, 1.0, 2.0, 3.0, 4.0].map(|column| graph.operation(column, 0.0, "×"));
    for pair in nodes.windows(2) {
        graph.edge(pair[0], pair[1], "220", "1.1");
    }
    assert!(width(&graph.svg()) > 360.0);
    assert!(width(&graph.narrow(360.0).unwrap().svg()) <= 360.0);
}
