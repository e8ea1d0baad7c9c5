//! The figures and the table.

use figures::{Axis, Diagram, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number, whole};
use training::statistics::{largest, mean};

use super::gradient_check::Check;
use super::graph::{APPLES, Graph, Node, ORANGES, Passes};
use super::node::Passed;
use super::trial::{Arm, Backpropagation, Measured};

/// The column and row of each node of [`APPLES`].
const APPLES_PLACES: [[f64; 2]; 2] = [[1.2, 0.5], [2.5, 1.25]];
/// The column and row of each node of [`ORANGES`].
const ORANGES_PLACES: [[f64; 2]; 4] = [[1.2, 0.5], [1.2, 2.5], [2.4, 1.5], [3.6, 2.5]];

/// The figures, as far as their arms were run.
pub fn figures(record: &RecordOf<Backpropagation>) -> Vec<(&'static str, Drawing)> {
    let mut figures: Vec<(&'static str, Drawing)> = Vec::new();
    if let Some(passes) = passes(record, &APPLES) {
        figures.push(("apples", graph(&APPLES, &APPLES_PLACES, passes).into()));
    }
    if let Some(passes) = passes(record, &ORANGES) {
        figures.push(("apples_and_oranges", graph(&ORANGES, &ORANGES_PLACES, passes).into()));
    }
    if let Some(passed) = passed(record).and_then(|passed| passed.get(1)) {
        figures.push(("nodes", nodes(passed).into()));
    }
    figures.push(("cost", cost(&checks(record)).into()));
    figures
}

/// The statement that each figure belongs to.
pub fn shown_at(figure: &str) -> &'static str {
    if figure == "nodes" { "B2" } else { "B1" }
}

/// The gradients of the graphs beside the book's numbers, and for each network how well both gradients
/// agree and what each costs.
pub fn table(record: &RecordOf<Backpropagation>) -> Table {
    let mut table = Table::new([
        "gradient of",
        "derivatives",
        "by backpropagation",
        "compared with",
        "mean |difference|",
        "multiplications: backpropagation",
        "central differences",
        "ratio",
    ]);
    let nothing = || String::from("–");
    for graph in [&APPLES, &ORANGES] {
        let Some(passes) = passes(record, graph) else {
            continue;
        };
        let (price, derivatives) = (passes.automatic[0], &passes.automatic[1..]);
        let all: Vec<String> = derivatives.iter().map(|&x| short(x)).collect();
        let differences = derivatives.iter().zip(&graph.book[1..]).map(|(a, b)| (a - b).abs());
        table.row([
            format!("price of {}, {}", graph.name, short(price)),
            whole(derivatives.len() as u64),
            all.join(", "),
            "the book's numbers".into(),
            number(mean(&differences.collect::<Vec<_>>())),
            nothing(),
            nothing(),
            nothing(),
        ]);
    }
    for (name, check) in checks(record) {
        let largest = |numbers: &[f64]| largest(numbers.iter().copied());
        table.row([
            format!("784-n-10 sigmoid network, {name}"),
            whole(check.parameters as u64),
            format!("mean size {}", number(largest(&check.sizes))),
            "central differences".into(),
            number(largest(&check.differences)),
            whole(check.backpropagation),
            whole(check.central_differences),
            whole(check.central_differences / check.backpropagation),
        ]);
    }
    table
}

/// What was computed on this graph, if it was run.
pub fn passes<'a>(record: &'a RecordOf<Backpropagation>, graph: &Graph) -> Option<&'a Passes> {
    record.arm(graph.name).find_map(|measured| match measured {
        Measured::Graph(passes) => Some(passes),
        _ => None,
    })
}

/// What single nodes passed back, if they were run.
pub fn passed(record: &RecordOf<Backpropagation>) -> Option<&[Passed]> {
    record.arm(&Arm::Nodes.to_string()).find_map(|measured| match measured {
        Measured::Nodes { passed } => Some(passed.as_slice()),
        _ => None,
    })
}

/// The gradient checks, each with the name of its arm.
pub fn checks(record: &RecordOf<Backpropagation>) -> Vec<(&str, &Check)> {
    let checks = record.arms.iter().filter_map(|arm| match &arm.trials.first()?.measured {
        Measured::Check(check) => Some((arm.name.as_str(), check)),
        _ => None,
    });
    checks.collect()
}

/// The graph, with the values and derivatives along its edges.
fn graph(graph: &Graph, places: &[[f64; 2]], passes: &Passes) -> Diagram {
    let mut diagram = Diagram::new(format!(
        "How the price of {} depends on each input",
        graph.name
    ))
    .alt(format!(
        "A computation graph from the inputs to the price, {}, with each value above its edge and \
             the derivative of the price below it.",
        short(passes.automatic[0])
    ));
    let names = graph.inputs.iter().enumerate();
    let mut nodes: Vec<usize> = names
        .map(|(row, (name, _))| {
            diagram.name(0.0, row as f64, name.replace("number of ", "number of\n"))
        })
        .collect();
    for (&(node, a, b), &[column, row]) in graph.nodes.iter().zip(places) {
        let place = diagram.operation(column, row, sign(node));
        for from in [a, b] {
            let (value, derivative) = (passes.values[from], passes.derivatives[from]);
            diagram.edge(nodes[from], place, short(value), short(derivative));
        }
        nodes.push(place);
    }
    let [column, row] = places[places.len() - 1];
    let (price, end) = (diagram.name(column + 1.1, row, "price"), nodes.len() - 1);
    diagram.edge(nodes[end], price, short(passes.values[end]), short(passes.derivatives[end]));
    diagram
}

fn sign(node: Node) -> &'static str {
    match node {
        Node::Add => "+",
        Node::Multiply => "×",
    }
}

/// A number for an edge, without the noise of its last bits.
fn short(x: f64) -> String {
    ((x * 1e6).round() / 1e6).to_string()
}

/// Both kinds of node, with one example of what they pass back.
fn nodes(passed: &Passed) -> Diagram {
    let mut diagram = Diagram::new(
        "An addition passes the derivative on; a multiplication swaps the inputs",
    )
    .alt(
        "Two graphs of one node each. The addition passes the upstream derivative to both inputs \
         unchanged; the multiplication passes it on times the other input.",
    );
    let [x, y] = passed.inputs;
    for (row, node, back) in
        [(0.0, Node::Add, passed.by_addition), (1.8, Node::Multiply, passed.by_multiplication)]
    {
        let operation = diagram.operation(1.5, row + 0.5, sign(node));
        for (i, (name, value)) in [("x", x), ("y", y)].into_iter().enumerate() {
            let input = diagram.name(0.0, row + i as f64, name);
            diagram.edge(input, operation, short(value), short(back[i]));
        }
        let output = diagram.name(3.0, row + 0.5, if row == 0.0 { "x + y" } else { "x · y" });
        diagram.edge(operation, output, short(node.forward(x, y)), short(passed.upstream));
    }
    diagram
}

/// Multiplications against parameters.
fn cost(checks: &[(&str, &Check)]) -> Figure {
    let line = |label: &str, ink: usize, cost: fn(&Check) -> u64| {
        let points = checks.iter().map(|(_, check)| [check.parameters as f64, cost(check) as f64]);
        Mark::line(label, Ink::Series(ink), points.collect()).marked(Marker::Dot)
    };
    // The axis ends at whole powers of ten, so that it has ticks.
    let powers = checks.iter().map(|(_, check)| (check.parameters as f64).log10());
    let from = powers.clone().fold(f64::INFINITY, f64::min).floor();
    let to = powers.fold(f64::NEG_INFINITY, f64::max).floor() + 1.0;
    let passes =
        checks.iter().map(|(_, check)| check.backpropagation as f64 / check.forward as f64);
    let passes = mean(&passes.collect::<Vec<_>>());
    Figure::new("Backpropagation costs two forward passes, numerical differentiation thousands")
        .subtitle(
            "multiplications counted for one whole gradient of a 784-n-10 network on a few images",
        )
        .alt(format!(
            "Multiplications against the number of parameters, both on logarithmic axes. Those of \
             central differences rise twice as steeply, as the square; those of backpropagation \
             are {} times those of one forward pass.",
            number(passes)
        ))
        .panel(
            Panel::new("")
                .x(Axis::new("parameters").range(10f64.powf(from), 10f64.powf(to)).log())
                .y(Axis::new("multiplications").log())
                .with(line("central differences", 5, |check| check.central_differences))
                .with(line("backpropagation", 0, |check| check.backpropagation))
                .with(line("one forward pass", 2, |check| check.forward).dashed()),
        )
}
