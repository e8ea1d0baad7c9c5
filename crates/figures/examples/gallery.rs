//! One figure of each kind: `cargo run -p figures --example gallery -- FOLDER`

use std::path::PathBuf;

use figures::{Axis, Bar, Diagram, Figure, Ink, Interval, Mark, Marker, Panel};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "gallery".into()));
    std::fs::create_dir_all(&folder)?;
    for (name, figure) in figures() {
        std::fs::write(folder.join(format!("{name}.svg")), figure.svg())?;
        std::fs::write(folder.join(format!("{name}.png")), figure.png(2.0)?)?;
    }
    let diagram = diagram();
    std::fs::write(folder.join("diagram.svg"), diagram.svg())?;
    std::fs::write(folder.join("diagram.png"), diagram.png(2.0)?)?;
    println!("the figures are in {}", folder.display());
    Ok(())
}

fn figures() -> Vec<(&'static str, Figure)> {
    let wave = |k: f64| -> Vec<f64> {
        (0..2000)
            .map(|i| 2.3 * (-f64::from(i) * k).exp() + 0.05 * (f64::from(i) * 1.7).sin())
            .collect()
    };
    let curves = Figure::new("Loss of each optimizer")
        .subtitle("mean of 5 seeds; bands: lowest to highest")
        .alt("Two falling curves")
        .panel(
            Panel::new("")
                .x(Axis::new("iteration"))
                .y(Axis::new("loss").range(0.0, 2.4))
                .with(Mark::band_of(Ink::Series(0), &[wave(0.002), wave(0.003)]))
                .with(Mark::curve("SGD", Ink::Series(0), &wave(0.0025)))
                .with(Mark::curve("Momentum", Ink::Series(1), &wave(0.01)).dashed()),
        );
    let path: Vec<[f64; 2]> = (0..30)
        .map(|i| [-7.0 + 0.3 * f64::from(i), 2.0 * (-0.9f64).powi(i)])
        .collect();
    let paths = (0..6).map(|i| {
        Panel::new(["SGD", "Momentum", "AdaGrad", "Adam", "Nesterov", "RMSprop"][i])
            .x(Axis::new("x").range(-8.0, 4.0))
            .y(Axis::new("y").range(-3.0, 3.0))
            .with(Mark::contours(
                |x, y| x * x / 20.0 + y * y,
                [0.1, 0.5, 1.0, 2.0, 4.0, 8.0],
            ))
            .with(Mark::line("", Ink::Series(5), path.clone()).marked(Marker::SmallDot))
            .with(Mark::Points {
                label: "minimum".into(),
                points: vec![([0.0, 0.0], Ink::Text)],
                marker: Marker::Plus,
            })
    });
    let paths = Figure::new("Paths")
        .grid(3, 230.0, 150.0)
        .shared_axes()
        .panels(paths);
    let counts: Vec<f64> = (0..30).map(|i| f64::from(i * (30 - i))).collect();
    let histograms = Figure::new("Activations, layer by layer")
        .grid(5, 130.0, 90.0)
        .panels((0..15).map(|i| {
            Panel::new(format!("layer {}", i % 5 + 1))
                .x(Axis::default().range(0.0, 1.0))
                .y(Axis::new(if i % 5 == 0 {
                    ["std 1", "std 0.01", "Xavier"][i / 5]
                } else {
                    ""
                })
                .without_ticks())
                .with(Mark::histogram(Ink::Series(0), 0.0, 1.0, &counts))
        }));
    let points = (0..100).map(|i| {
        let (a, b) = (f64::from(i * 37 % 100) / 100.0, f64::from(i) / 100.0);
        (
            [10f64.powf(-6.0 + 4.0 * a), 10f64.powf(-8.0 + 4.0 * b)],
            Ink::Scale(a),
        )
    });
    let scatter = Figure::new("Random search")
        .color_bar("accuracy", 0.0, 1.0)
        .panel(
            Panel::new("")
                .x(Axis::new("learning rate").log())
                .y(Axis::new("weight decay").log())
                .with(Mark::Points {
                    label: String::new(),
                    points: points.collect(),
                    marker: Marker::Dot,
                }),
        );
    let arrows = (0..17 * 17).map(|i| {
        let (x, y) = (
            -2.0 + 0.25 * f64::from(i % 17),
            -2.0 + 0.25 * f64::from(i / 17),
        );
        ([x, y], [-0.1 * x, -0.1 * y])
    });
    let field = Figure::new("Negative gradient")
        .grid(1, 380.0, 380.0)
        .panel(
            Panel::new("")
                .x(Axis::new("x0").range(-2.2, 2.2))
                .y(Axis::new("x1").range(-2.2, 2.2))
                .with(Mark::Arrows {
                    ink: Ink::Series(0),
                    arrows: arrows.collect(),
                }),
        );
    let intervals = Figure::new("Effects").grid(1, 420.0, 160.0).panel(
        Panel::new("")
            .x(Axis::new("difference of accuracy"))
            .y(Axis::categories(["width 50", "width 100", "width 200"]))
            .with(Mark::place("no effect", 0.0))
            .with(Mark::Intervals {
                intervals: (0..3)
                    .map(|i| Interval {
                        row: f64::from(i),
                        value: 0.1 * f64::from(i),
                        low: 0.1 * f64::from(i) - 0.05,
                        high: 0.1 * f64::from(i) + 0.06,
                        ink: Ink::Series(0),
                    })
                    .collect(),
            }),
    );
    let bars = |label: &str, shift: f64, ink| Mark::Bars {
        label: label.into(),
        ink,
        bars: (0..4)
            .map(|i| {
                let middle = f64::from(i) + shift;
                let height = 0.5 + 0.1 * f64::from(i) + shift / 5.0;
                Bar {
                    from: middle - 0.18,
                    to: middle + 0.18,
                    height,
                    error: Some((height - 0.04, height + 0.04)),
                }
            })
            .collect(),
    };
    let grouped = Figure::new("Accuracy").panel(
        Panel::new("")
            .x(Axis::categories(["100", "300", "1000", "3000"]).label("training images"))
            .y(Axis::new("accuracy").range(0.0, 1.0))
            .with(bars("training", -0.2, Ink::Series(0)))
            .with(bars("test", 0.2, Ink::Series(1))),
    );
    let digit: Vec<u8> = (0..784)
        .map(|i| {
            if (i % 28i32 - 14).pow(2) + (i / 28 - 14).pow(2) < 90 {
                255
            } else {
                0
            }
        })
        .collect();
    let images = Figure::new("Wrong guesses")
        .grid(6, 84.0, 84.0)
        .panels((0..12).map(|i| {
            Panel::new(format!("{} → {}", i % 10, (i + 3) % 10))
                .bare()
                .with(Mark::Image {
                    columns: 28,
                    pixels: digit.clone(),
                })
        }));
    vec![
        ("curves", curves),
        ("paths", paths),
        ("histograms", histograms),
        ("scatter", scatter),
        ("field", field),
        ("intervals", intervals),
        ("bars", grouped),
        ("images", images),
    ]
}

fn diagram() -> Diagram {
    let mut graph = Diagram::new("Two apples, with tax").alt("220 = 100 · 2 · 1.1");
    let apple = graph.name(0.0, 0.0, "apple");
    let count = graph.name(0.0, 1.0, "count");
    let tax = graph.name(0.0, 2.0, "tax");
    let times = graph.operation(1.2, 0.0, "×");
    let taxed = graph.operation(2.4, 0.0, "×");
    let price = graph.name(3.6, 0.0, "price");
    graph.edge(apple, times, "100", "2.2");
    graph.edge(count, times, "2", "110");
    graph.edge(times, taxed, "200", "1.1");
    graph.edge(tax, taxed, "1.1", "200");
    graph.edge(taxed, price, "220", "1");
    graph
}
