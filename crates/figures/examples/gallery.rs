//! Draws one figure of each kind: `cargo run -p figures --example gallery -- FOLDER`

use std::path::PathBuf;

use figures::{Axis, Bar, Diagram, Figure, Ink, Mark, Marker, Panel};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "gallery".into()));
    std::fs::create_dir_all(&folder)?;
    let figures = [
        ("curves", curves()),
        ("paths", paths()),
        ("field", field()),
        ("histograms", histograms()),
        ("scatter", scatter()),
        ("small_multiples", small_multiples()),
        ("intervals", intervals()),
        ("bars", bars()),
        ("images", images()),
        ("hangul", hangul()),
    ];
    for (name, figure) in figures {
        std::fs::write(folder.join(format!("{name}.svg")), figure.svg())?;
        std::fs::write(folder.join(format!("{name}.png")), figure.png(2.0)?)?;
    }
    let diagram = diagram();
    std::fs::write(folder.join("diagram.svg"), diagram.svg())?;
    std::fs::write(folder.join("diagram.png"), diagram.png(2.0)?)?;
    println!("the figures are in {}", folder.display());
    Ok(())
}

/// Korean text, regular and bold.
fn hangul() -> Figure {
    let loss = |rate: f64| (0..100).map(|t| 2.3 * (-rate * f64::from(t)).exp()).collect::<Vec<_>>();
    let panel = Panel::new("학습률 η = 0.01")
        .x(Axis::new("반복"))
        .y(Axis::new("훈련 손실"))
        .with(Mark::curve("확률적 경사 하강법", Ink::Series(0), &loss(0.02)))
        .with(Mark::curve("모멘텀", Ink::Series(1), &loss(0.05)));
    Figure::new("모멘텀은 SGD보다 손실을 빨리 줄입니다")
        .subtitle("시드 10개의 평균이며, 띠는 가장 작은 값부터 가장 큰 값까지입니다.")
        .alt("내려가는 손실 곡선 두 개. 모멘텀의 곡선이 더 낮습니다.")
        .panel(panel)
}

/// Lines with bands for the range over seeds, on a logarithmic axis.
fn curves() -> Figure {
    let loss = |rate: f64, seed: f64| -> Vec<f64> {
        let noise = |t: f64| 1.0 + 0.15 * (1.7 * t + seed).sin() + 0.1 * (0.37 * t * seed).sin();
        let step = |t: f64| (2.3 * (-rate * t).exp() + 0.03 / (rate * 300.0)) * noise(t);
        (0..2000).map(|t| step(f64::from(t))).collect()
    };
    let arms = [("SGD", 0.002), ("Momentum", 0.006), ("AdaGrad", 0.009), ("Adam", 0.013)];
    let marks = arms.into_iter().enumerate().flat_map(|(i, (name, rate))| {
        let seeds: Vec<_> = (1..=5).map(|seed| loss(rate, f64::from(seed))).collect();
        let mean = |t: usize| seeds.iter().map(|curve| curve[t]).sum::<f64>() / 5.0;
        let mean: Vec<f64> = (0..2000).map(mean).collect();
        let line = Mark::curve(name, Ink::Series(i), &mean);
        let line = if i % 2 == 1 { line.dashed() } else { line };
        [Mark::band_of(Ink::Series(i), &seeds), line]
    });
    let panel = Panel::new("")
        .x(Axis::new("iteration"))
        .y(Axis::new("training loss").log())
        .with_all(marks);
    Figure::new("Adam and AdaGrad learn faster than SGD")
        .subtitle("Mean of 5 seeds; the bands reach from the lowest to the highest of them.")
        .alt("Four falling loss curves; Adam is lowest, SGD is highest.")
        .panel(panel)
}

/// Paths on contour lines, in panels with shared axes.
fn paths() -> Figure {
    let names = ["SGD", "Momentum", "AdaGrad", "Adam", "Nesterov", "RMSprop"];
    let panels = names.into_iter().enumerate().map(|(i, name)| {
        let turn = -0.9 + 0.25 * i as f64;
        let path: Vec<[f64; 2]> =
            (0..30).map(|t| [7.0 * (0.3 / 7.0 * f64::from(t) - 1.0), 2.0 * turn.powi(t)]).collect();
        Panel::new(name)
            .x(Axis::new("x").range(-8.0, 4.0))
            .y(Axis::new("y").range(-3.0, 3.0))
            .with(Mark::contours(|x, y| x * x / 20.0 + y * y, [0.1, 0.5, 1.0, 2.0, 4.0, 8.0]))
            .with(Mark::line("a step", Ink::Series(5), path.clone()).marked(Marker::SmallDot))
            .with(Mark::points("start", Ink::Text, Marker::Square, [path[0]]))
            .with(Mark::points("minimum", Ink::Text, Marker::Plus, [[0.0, 0.0]]))
    });
    Figure::new("Six ways down a valley")
        .subtitle("f(x, y) = x²/20 + y², 30 steps from (−7, 2)")
        .alt("Paths over the contours of a long valley.")
        .grid(3, 230.0, 150.0)
        .shared_axes()
        .panels(panels)
}

/// Arrows on contour lines.
fn field() -> Figure {
    let places = (0..17 * 17).map(|i| {
        let place = |i: i32| -2.0 + 0.25 * f64::from(i);
        [place(i % 17), place(i / 17)]
    });
    let arrows = places.map(|[x, y]| ([x, y], [-0.1 * x, -0.1 * y]));
    let panel = Panel::new("")
        .x(Axis::new("x₀").range(-2.2, 2.2))
        .y(Axis::new("x₁").range(-2.2, 2.2))
        .with(Mark::contours(|x, y| x * x + y * y, [0.25, 1.0, 2.25, 4.0, 6.25]))
        .with(Mark::arrows(Ink::Series(0), arrows));
    Figure::new("The negative gradient points downhill")
        .alt("Arrows that point at the middle, the longer the further away they are.")
        .grid(1, 380.0, 380.0)
        .panel(panel)
}

/// Histograms with a row for each initialization and a column for each layer.
fn histograms() -> Figure {
    let count = |row: usize, layer: usize, x: f64| match row {
        0 => 900.0 * (2.0 * x - 1.0).abs().powi(10 + 4 * layer as i32),
        1 => 900.0 * (-((x - 0.5) * 8.0 * (layer + 1) as f64).powi(2)).exp(),
        _ => 300.0 * (-((x - 0.5) * 4.0).powi(2)).exp(),
    };
    let panels = (0..15).map(|i| {
        let (row, layer) = (i / 5, i % 5);
        let title = if row == 0 { format!("layer {}", layer + 1) } else { String::new() };
        let counts: Vec<f64> =
            (0..30).map(|bin| count(row, layer, f64::from(bin) / 29.0)).collect();
        Panel::new(title)
            .x(Axis::new("activation").range(0.0, 1.0))
            .y(Axis::new(["std 1", "std 0.01", "Xavier"][row]).range(0.0, 900.0).without_ticks())
            .with(Mark::histogram(Ink::Series(0), 0.0, 1.0, &counts))
    });
    Figure::new("Activations, layer by layer")
        .subtitle("1000 inputs through five layers of 100 sigmoid units")
        .alt("With std 1 activations pile up at 0 and 1, with 0.01 at one half.")
        .grid(5, 130.0, 90.0)
        .shared_axes()
        .panels(panels)
}

/// Points coloured by value, on two logarithmic axes.
fn scatter() -> Figure {
    let points = (0..100).map(|i| {
        let (a, b) = (f64::from(i * 37 % 100) / 100.0, f64::from(i) / 100.0);
        let accuracy = 0.1 + 0.7 * a * a * (1.0 - 0.3 * b);
        [10f64.powf(-6.0 + 4.0 * a), 10f64.powf(-8.0 + 4.0 * b), accuracy]
    });
    let panel = Panel::new("")
        .x(Axis::new("learning rate").log())
        .y(Axis::new("weight decay").log())
        .with(Mark::scatter(points, 0.1, 0.8));
    Figure::new("The learning rate matters more than weight decay")
        .alt("A hundred trials; their accuracy rises with the learning rate.")
        .color_bar("validation accuracy", 0.1, 0.8)
        .panel(panel)
}

/// Many small line charts with shared axes.
fn small_multiples() -> Figure {
    let panels = (0..16).map(|i| {
        let scale = 10f64.powf(-4.0 * f64::from(i) / 15.0);
        let accuracy = |rate: f64| -> Vec<f64> {
            (0..20).map(|epoch| 1.0 - 0.9 * (-rate * f64::from(epoch)).exp()).collect()
        };
        Panel::new(format!("w = {scale:.4}"))
            .x(Axis::new("epoch"))
            .y(Axis::new("accuracy").range(0.0, 1.05))
            .with(Mark::curve("batch normalization", Ink::Series(0), &accuracy(0.3)))
            .with(Mark::curve("without", Ink::Series(1), &accuracy(0.2 * scale)).dashed())
    });
    Figure::new("Batch normalization depends less on the initial weights")
        .alt("Sixteen small charts, one for each scale of the initial weights.")
        .grid(4, 160.0, 96.0)
        .shared_axes()
        .panels(panels)
}

/// Values with their intervals.
fn intervals() -> Figure {
    let rows = [(0.001, -0.05, 0.06), (0.1, 0.05, 0.16), (0.2, 0.15, 0.26)];
    let panel = Panel::new("")
        .x(Axis::new("difference of accuracy"))
        .y(Axis::categories(["width 50", "width 100", "width 200"]).range(2.5, -0.5))
        .with(Mark::place("no effect", 0.0))
        .with(Mark::intervals(Ink::Series(0), rows));
    Figure::new("Wider networks gain more")
        .subtitle("Paired difference of 10 seeds with its 95 % interval")
        .alt("Three intervals; that of width 50 holds 0.")
        .grid(1, 480.0, 140.0)
        .panel(panel)
}

/// Grouped bars with error bars.
fn bars() -> Figure {
    let bars = |series: usize, heights: [f64; 4]| {
        let bar = move |(group, y)| Bar::grouped(group, series, 2, y).error(y - 0.04, y + 0.04);
        heights.into_iter().enumerate().map(bar)
    };
    let panel = Panel::new("")
        .x(Axis::categories(["100", "300", "1000", "3000"]).label("training images"))
        .y(Axis::new("accuracy").range(0.0, 1.1))
        .with(Mark::bars("training", Ink::Series(0), bars(0, [1.0, 1.0, 0.99, 0.98])))
        .with(Mark::bars("test", Ink::Series(1), bars(1, [0.61, 0.74, 0.84, 0.9])));
    Figure::new("More data, less overfitting")
        .alt("Test accuracy rises towards training accuracy.")
        .panel(panel)
}

/// Small greyscale images with captions.
fn images() -> Figure {
    let pixel = |i: i32, ring: f64| {
        let distance = f64::from(i % 28 - 14).hypot(f64::from(i / 28 - 14));
        (255.0 * (-(distance - ring).powi(2) / 4.0).exp()) as u8
    };
    let panels = (0..12).map(|i| {
        let pixels: Vec<u8> = (0..784).map(|at| pixel(at, f64::from(i))).collect();
        Panel::new(format!("{} → {}", i % 10, (i + 3) % 10)).bare().with(Mark::image(28, pixels))
    });
    Figure::new("Wrong guesses")
        .subtitle("true digit → guess")
        .alt("Twelve small pictures of rings.")
        .grid(6, 84.0, 84.0)
        .panels(panels)
}

/// A computation graph with values forward and derivatives backward.
fn diagram() -> Diagram {
    let mut graph = Diagram::new("Two apples and three oranges, with tax")
        .alt("715 = (100 · 2 + 150 · 3) · 1.1, with each derivative");
    let inputs = ["apple", "number of\napples", "orange", "number of\noranges", "tax"];
    let inputs: Vec<usize> = (0..5).map(|row| graph.name(0.0, row as f64, inputs[row])).collect();
    let apples = graph.operation(1.2, 0.5, "×");
    let oranges = graph.operation(1.2, 2.5, "×");
    let sum = graph.operation(2.4, 1.5, "+");
    let taxed = graph.operation(3.6, 2.5, "×");
    let price = graph.name(4.7, 2.5, "price");
    graph.edge(inputs[0], apples, "100", "2.2");
    graph.edge(inputs[1], apples, "2", "110");
    graph.edge(inputs[2], oranges, "150", "3.3");
    graph.edge(inputs[3], oranges, "3", "165");
    graph.edge(inputs[4], taxed, "1.1", "650");
    graph.edge(apples, sum, "200", "1.1");
    graph.edge(oranges, sum, "450", "1.1");
    graph.edge(sum, taxed, "650", "1.1");
    graph.edge(taxed, price, "715", "1");
    graph
}
