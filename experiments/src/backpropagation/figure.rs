//! The figures and the table.

use figures::{Axis, Diagram, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number, whole};
use language::tr;
use training::statistics::{largest, mean};

use super::gradient_check::Check;
use super::graph::{APPLES, Graph, Node, ORANGES, Passes};
use super::node::Passed;
use super::trial::{Arm, Backpropagation, Measured};

/// The column and row of each node of [`APPLES`].
const APPLES_PLACES: [[f64; 2]; 2] = [[1.4, 0.5], [2.6, 1.25]];
/// The column and row of each node of [`ORANGES`].
const ORANGES_PLACES: [[f64; 2]; 4] = [[1.5, 0.5], [1.5, 2.5], [2.5, 1.5], [3.5, 2.5]];

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
        figures.push(("addition_node", addition(passed).into()));
        figures.push(("multiplication_node", multiplication(passed).into()));
    }
    figures.push(("cost", cost(record).into()));
    figures
}

/// The statement that each figure belongs to.
pub fn shown_at(figure: &str) -> &'static str {
    match figure {
        "addition_node" => "B2",
        "multiplication_node" => "B3",
        _ => "B1",
    }
}

/// The gradients of the graphs beside the book's numbers, and for each network how well both gradients
/// agree and what each costs.
pub fn table(record: &RecordOf<Backpropagation>) -> Table {
    let mut table = Table::new([
        tr!("gradient of"),
        tr!("derivatives"),
        tr!("by backpropagation"),
        tr!("compared with"),
        tr!("mean |difference|"),
        tr!("multiplications: backpropagation"),
        tr!("central differences"),
        tr!("ratio"),
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
            tr!("price of {what}, {price}", what = goods(graph), price = short(price)),
            whole(derivatives.len() as u64),
            all.join(", "),
            tr!("the book's numbers").into(),
            number(mean(&differences.collect::<Vec<_>>())),
            nothing(),
            nothing(),
            nothing(),
        ]);
    }
    for (hidden, check) in checks(record) {
        let largest = |numbers: &[f64]| largest(numbers.iter().copied());
        table.row([
            tr!("784-n-10 sigmoid network, {hidden} hidden neurons", hidden),
            whole(check.parameters as u64),
            tr!("mean size {size}", size = number(largest(&check.sizes))),
            tr!("central differences").into(),
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

/// The gradient checks, each with the number of hidden neurons.
pub fn checks(record: &RecordOf<Backpropagation>) -> Vec<(usize, &Check)> {
    let check = |&hidden: &usize| {
        let checks =
            record.arm(&Arm::Network(hidden).to_string()).find_map(|measured| match measured {
                Measured::Check(check) => Some(check),
                _ => None,
            });
        Some((hidden, checks?))
    };
    record.settings.hidden.iter().filter_map(check).collect()
}

/// What a graph is the price of, for a reader; its own name is the key of its trial in the record.
fn goods(graph: &Graph) -> &'static str {
    match graph.name {
        "apples" => tr!("apples"),
        "apples and oranges" => tr!("apples and oranges"),
        other => other,
    }
}

/// An input's name in at most two lines.
fn input(name: &str) -> &str {
    match name {
        "apple" => tr!("apple"),
        "orange" => tr!("orange"),
        "number of apples" => tr!("number of\napples"),
        "number of oranges" => tr!("number of\noranges"),
        "tax" => tr!("tax"),
        other => other,
    }
}

/// An empty diagram whose legend is in the reader's language.
fn diagram(title: String, alt: String) -> Diagram {
    let legend = [tr!("forward: value"), tr!("backward: derivative of the output")];
    Diagram::new(title).alt(alt).legend(legend[0], legend[1])
}

/// The graph, with the values and derivatives along its edges.
fn graph(graph: &Graph, places: &[[f64; 2]], passes: &Passes) -> Diagram {
    let by = |name: &str| {
        let place = graph.inputs.iter().position(|(input, _)| *input == name);
        place.and_then(|place| passes.automatic.get(1 + place)).map(|&x| short(x))
    };
    let title = match (by("number of apples"), by("number of oranges"), by("apple")) {
        (Some(apple), Some(orange), _) => {
            tr!(
                "One more apple raises the price by {apple}, one more orange by {orange}",
                apple,
                orange
            )
        }
        (Some(apple), None, Some(dearer)) => tr!(
            "One more apple raises the price by {apple}; if each apple costs 1 more, the price rises by {dearer}",
            apple,
            dearer
        ),
        _ => tr!("How the price depends on each input").into(),
    };
    let alt = tr!(
        "A computation graph from the inputs to the price, {price}, with each value above its edge and the \
         derivative of the price below it.",
        price = short(passes.automatic[0])
    );
    let mut diagram = diagram(title, alt);
    let names = graph.inputs.iter().enumerate();
    let mut nodes: Vec<usize> =
        names.map(|(row, (name, _))| diagram.name(0.0, row as f64, input(name))).collect();
    for (&(node, a, b), &[column, row]) in graph.nodes.iter().zip(places) {
        let place = diagram.operation(column, row, sign(node));
        for from in [a, b] {
            let (value, derivative) = (passes.values[from], passes.derivatives[from]);
            diagram.edge(nodes[from], place, short(value), short(derivative));
        }
        nodes.push(place);
    }
    let [column, row] = places[places.len() - 1];
    let (price, end) = (diagram.name(column + 1.3, row, tr!("price")), nodes.len() - 1);
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

/// An addition with one example of what it passes back.
fn addition(passed: &Passed) -> Diagram {
    let title = match passed.by_addition == [passed.upstream; 2] {
        true => tr!(
            "An addition passes the derivative {upstream} on to both inputs unchanged",
            upstream = short(passed.upstream)
        ),
        false => tr!("What an addition passes back").into(),
    };
    let alt = tr!("A graph of one addition. It passes the upstream derivative to both inputs.");
    let mut diagram = diagram(title, alt.into());
    node(&mut diagram, Node::Add, "x + y", passed, passed.by_addition);
    diagram
}

/// A multiplication with the same example.
fn multiplication(passed: &Passed) -> Diagram {
    let [x, y] = passed.inputs;
    let upstream = passed.upstream;
    let title = match passed.by_multiplication == [upstream * y, upstream * x] {
        true => tr!(
            "A multiplication swaps the inputs: {upstream} · {y} = {to_x} for x, {upstream} · {x} = {to_y} for y",
            upstream = short(upstream),
            x = short(x),
            y = short(y),
            to_x = short(passed.by_multiplication[0]),
            to_y = short(passed.by_multiplication[1])
        ),
        false => tr!("What a multiplication passes back").into(),
    };
    let alt = tr!(
        "A graph of one multiplication. It passes the upstream derivative to each input, times the other \
         input."
    );
    let mut diagram = diagram(title, alt.into());
    node(&mut diagram, Node::Multiply, "x · y", passed, passed.by_multiplication);
    diagram
}

/// A graph of one node, with what it passes back to x and y.
fn node(diagram: &mut Diagram, node: Node, output: &str, passed: &Passed, back: [f64; 2]) {
    let [x, y] = passed.inputs;
    let operation = diagram.operation(1.5, 0.5, sign(node));
    for (i, (name, value)) in [("x", x), ("y", y)].into_iter().enumerate() {
        let input = diagram.name(0.0, i as f64, name);
        diagram.edge(input, operation, short(value), short(back[i]));
    }
    let output = diagram.name(3.0, 0.5, output);
    diagram.edge(operation, output, short(node.forward(x, y)), short(passed.upstream));
}

/// Multiplications against parameters.
fn cost(record: &RecordOf<Backpropagation>) -> Figure {
    let checks = checks(record);
    let line = |label: &str, ink: usize, cost: fn(&Check) -> u64| {
        let points = checks.iter().map(|(_, check)| [check.parameters as f64, cost(check) as f64]);
        Mark::line(label, Ink::Series(ink), points.collect()).marked(Marker::Dot)
    };
    // The axis ends at whole powers of ten, so that it has ticks.
    let powers = checks.iter().map(|(_, check)| (check.parameters as f64).log10());
    let from = powers.clone().fold(f64::INFINITY, f64::min).floor();
    let to = powers.fold(f64::NEG_INFINITY, f64::max).floor() + 1.0;
    let in_passes = |cost: fn(&Check) -> u64| -> Vec<f64> {
        checks.iter().map(|(_, check)| cost(check) as f64 / check.forward as f64).collect()
    };
    let passes = mean(&in_passes(|check| check.backpropagation));
    let most = largest(in_passes(|check| check.central_differences));
    let title = match most > 10.0 * passes {
        true => tr!(
            "A gradient costs {passes} forward passes by backpropagation, but up to {most} by central differences",
            passes = format!("{passes:.1}"),
            most = whole(most.round() as u64)
        ),
        false => tr!("What a gradient costs").into(),
    };
    Figure::new(title)
        .subtitle(tr!(
            "multiplications counted for one whole gradient of a 784-n-10 network; images: {images}",
            images = record.settings.images
        ))
        .alt(tr!(
            "Multiplications against the number of parameters, both on logarithmic axes. Those of \
             central differences rise twice as steeply, as the square; those of backpropagation \
             are {passes} times those of one forward pass.",
            passes = number(passes)
        ))
        .panel(
            Panel::new("")
                .x(Axis::new(tr!("parameters, logarithmic"))
                    .range(10f64.powf(from), 10f64.powf(to))
                    .log())
                .y(Axis::new(tr!("multiplications, logarithmic")).log())
                .with(line(tr!("central differences"), 5, |check| check.central_differences))
                .with(line(tr!("backpropagation"), 0, |check| check.backpropagation))
                .with(line(tr!("one forward pass"), 2, |check| check.forward).dashed()),
        )
}
