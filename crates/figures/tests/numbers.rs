//! The numbers of a figure, as a program reads them.

use figures::{Axis, Band, Bar, Diagram, Figure, Ink, Mark, Marker, Numbers, Panel};

/// The rows, with their cells joined by `|`.
fn rows(numbers: &Numbers) -> Vec<String> {
    assert!(numbers.rows.iter().all(|row| row.len() == numbers.columns.len()));
    numbers.rows.iter().map(|row| row.join("|")).collect()
}

fn band(ink: Ink, x: [f64; 2]) -> Mark {
    let steps = x.map(|x| Band { x, low: x - 0.5, high: x + 0.5 });
    Mark::Band { ink, steps: steps.to_vec() }
}

#[test]
fn each_point_of_a_line_is_a_row_with_the_ends_of_its_band() {
    // Two bands of the same colour: each belongs to the line that is drawn after it.
    let panel = Panel::new("loss")
        .with(band(Ink::Series(0), [0.0, 1.0]))
        .with(Mark::line("training", Ink::Series(0), vec![[0.0, 0.1], [1.0, 1e-300]]))
        .with(band(Ink::Series(0), [5.0, 6.0]))
        .with(Mark::line("test", Ink::Series(0), vec![[5.0, f64::NAN], [6.0, 2.0]]))
        .with(Mark::line("", Ink::Series(1), vec![[7.0, f64::INFINITY]]));
    let numbers = Figure::new("").panel(panel).numbers();
    assert_eq!(numbers.columns, ["panel", "series", "x", "y", "low", "high"]);
    assert_eq!(
        rows(&numbers),
        [
            "loss|training|0.0|0.1|-0.5|0.5",
            "loss|training|1.0|1e-300|0.5|1.5",
            "loss|test|5.0|NaN|4.5|5.5",
            "loss|test|6.0|2.0|5.5|6.5",
            "loss|line 1|7.0|inf||",
        ]
    );
}

#[test]
fn a_band_that_has_other_points_than_its_line_has_rows_of_its_own() {
    let panel = Panel::new("p")
        .with(Mark::line("mean", Ink::Series(0), vec![[0.0, 1.0]]))
        .with(band(Ink::Series(0), [0.0, 1.0]))
        .with(band(Ink::Series(2), [3.0, 4.0]));
    assert_eq!(
        rows(&Figure::new("").panel(panel).numbers()),
        [
            "p|mean|0.0|1.0||",
            "p|mean|0.0||-0.5|0.5",
            "p|mean|1.0||0.5|1.5",
            "p|band 2|3.0||2.5|3.5",
            "p|band 2|4.0||3.5|4.5",
        ]
    );
}

#[test]
fn categories_stand_by_their_names() {
    let bars = [Bar::grouped(0, 1, 2, 3.0).error(2.0, 4.0), Bar::grouped(1, 1, 2, 5.0)];
    let panels = [
        Panel::new("").y(Axis::new("height")).x(Axis::categories(["a", "b"])).with(Mark::bars(
            "tall",
            Ink::Series(1),
            bars,
        )),
        Panel::new("")
            .y(Axis::categories(["one", "two"]))
            .with(Mark::intervals(Ink::Text, [(1.0, 0.0, 2.0), (5.0, 4.0, 6.0)])),
    ];
    assert_eq!(
        rows(&Figure::new("").panels(panels).numbers()),
        [
            "height|tall|a|3.0|2.0|4.0",
            "height|tall|b|5.0||",
            "panel 2|intervals 1|1.0|one|0.0|2.0",
            "panel 2|intervals 1|5.0|two|4.0|6.0",
        ]
    );
}

#[test]
fn colours_and_arrows_have_columns_where_there_are_any() {
    let same = || Panel::new("same");
    let figure = Figure::new("").color_bar("accuracy", 0.0, 2.0).panels([
        same().with(Mark::scatter([[1.0, 2.0, 0.5]], 0.0, 2.0)).with(Mark::level("chance", 0.25)),
        same()
            .with(Mark::arrows(Ink::Text, [([1.0, 2.0], [-0.5, 4.0])]))
            .with(Mark::place("", 3.0)),
    ]);
    let numbers = figure.numbers();
    assert_eq!(numbers.columns, ["panel", "series", "x", "y", "low", "high", "dx", "dy", "value"]);
    assert_eq!(
        rows(&numbers),
        [
            "same (panel 1)|points 1|1.0|2.0|||||0.5",
            "same (panel 1)|chance||0.25|||||",
            "same (panel 2)|arrows 1|1.0|2.0|||-0.5|4.0|",
            "same (panel 2)|reference 1|3.0||||||",
        ]
    );
}

#[test]
fn two_series_of_one_name_are_told_apart() {
    let line = |y| Mark::line("SGD", Ink::Series(0), vec![[0.0, y]]);
    let end = Mark::points("SGD", Ink::Series(0), Marker::Dot, [[0.0, 2.0]]);
    let panel = Panel::new("p").with(line(1.0)).with(line(2.0)).with(end);
    assert_eq!(
        rows(&Figure::new("").panel(panel).numbers()),
        ["p|SGD|0.0|1.0||", "p|SGD (line 2)|0.0|2.0||", "p|SGD (points 2)|0.0|2.0||"]
    );
}

#[test]
fn what_is_no_number_has_no_row() {
    let panel = Panel::new("p")
        .with(Mark::contours(|x, y| x + y, [1.0]))
        .with(Mark::text([0.0, 0.0], Ink::Text, "here"))
        .with(Mark::image(1, [0, 255]));
    assert_eq!(rows(&Figure::new("").panel(panel).numbers()), [""; 0]);
}

#[test]
fn a_diagram_has_a_row_for_each_edge() {
    let mut diagram = Diagram::new("apples");
    let apple = diagram.name(0.0, 0.0, "apple\n100");
    let [count, tax] = [1.0, 2.0].map(|column| diagram.operation(column, 0.0, "×"));
    diagram.edge(apple, count, "100", "2.2");
    diagram.edge(count, tax, "200", "1.1");
    let numbers = diagram.numbers();
    assert_eq!(numbers.columns, ["from", "to", "forward", "backward"]);
    assert_eq!(rows(&numbers), ["apple 100|× (1)|100|2.2", "× (1)|× (2)|200|1.1"]);
}
