//! Backpropagation · 오차역전파: B1–B3.
//!
//! A graph of additions and multiplications, each with its own rule backwards (B2, B3), gives all
//! derivatives in one pass. In a network they are those of numerical differentiation, at the cost
//! of about two forward passes, however many parameters there are (B1).

use burn::tensor::{Int, Tensor, TensorData, activation};
use clap::Args;
use datasets::Samples;
use extensions::gradients::{BOOK_STEP, numerical_gradient};
use extensions::random::Purpose;
use figures::{Axis, Diagram, Figure, Ink, Mark, Marker, Panel};
use serde::{Deserialize, Serialize};

use crate::experiment::{Drawing, Experiment, Trial};
use crate::record::RecordOf;
use crate::settings::{count, positive};
use crate::table::{Table, number};
use crate::training::{batch, cross_entropy};
use crate::verdict::{Claim, claim};

/// The experiment.
pub struct Backpropagation;

/// The book's settings (chapter 5): the gradient check has 50 hidden neurons; the narrower networks
/// that show how the cost grows are ours.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// Hidden neurons of the networks whose gradients are checked, separated by commas; 50 is the
    /// book's, the others ours (B1)
    #[arg(long, value_parser = count, value_delimiter = ',', default_value = "2,5,10,20,50")]
    pub hidden: Vec<usize>,

    /// Images whose loss is differentiated: the first of the training set (B1)
    #[arg(long, value_parser = count, default_value = "3")]
    pub images: usize,

    /// The standard deviation of the weights (B1)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub weight_std: f64,

    /// The step h of the central difference (B1)
    #[arg(long, value_parser = positive, default_value_t = BOOK_STEP)]
    pub h: f64,
}

/// A node of a computation graph.
#[derive(Clone, Copy)]
enum Node {
    Add,
    Multiply,
}

impl Node {
    fn forward(self, x: f64, y: f64) -> f64 {
        match self {
            Self::Add => x + y,
            Self::Multiply => x * y,
        }
    }

    /// An addition passes the upstream derivative on (B2), a multiplication multiplies it by the
    /// other input (B3).
    fn backward(self, upstream: f64, x: f64, y: f64) -> [f64; 2] {
        match self {
            Self::Add => [upstream, upstream],
            Self::Multiply => [upstream * y, upstream * x],
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Multiply => "×",
        }
    }
}

/// A computation graph. Its values are numbered: the inputs, then what each node computes; the last
/// is the output.
struct Graph {
    name: &'static str,
    inputs: &'static [(&'static str, f64)],
    /// Each node, its two inputs, and its column and row in the drawing.
    nodes: &'static [(Node, usize, usize, [f64; 2])],
    /// The output, then the derivative by each input, as the book has them.
    expected: &'static [f64],
}

const APPLES: Graph = Graph {
    name: "apples",
    inputs: &[("apple", 100.0), ("number of\napples", 2.0), ("tax", 1.1)],
    nodes: &[(Node::Multiply, 0, 1, [1.2, 0.5]), (Node::Multiply, 3, 2, [2.5, 1.25])],
    expected: &[220.0, 2.2, 110.0, 200.0],
};

const ORANGES: Graph = Graph {
    name: "apples and oranges",
    inputs: &[
        ("apple", 100.0),
        ("number of\napples", 2.0),
        ("orange", 150.0),
        ("number of\noranges", 3.0),
        ("tax", 1.1),
    ],
    nodes: &[
        (Node::Multiply, 0, 1, [1.2, 0.5]),
        (Node::Multiply, 2, 3, [1.2, 2.5]),
        (Node::Add, 5, 6, [2.4, 1.5]),
        (Node::Multiply, 7, 4, [3.6, 2.5]),
    ],
    expected: &[715.0, 2.2, 110.0, 3.3, 165.0, 650.0],
};

/// The values and the derivatives of the output in a graph.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Passes {
    /// Forward, node by node: the inputs, then each node's output.
    pub values: Vec<f64>,
    /// Backward, node by node: the derivative of the output by each of the values.
    pub derivatives: Vec<f64>,
    /// By Burn: the output, then the derivative by each input.
    pub automatic: Vec<f64>,
}

impl Graph {
    fn passes(&self, trial: &Trial) -> Passes {
        let mut values: Vec<f64> = self.inputs.iter().map(|(_, value)| *value).collect();
        for &(node, a, b, _) in self.nodes {
            values.push(node.forward(values[a], values[b]));
        }
        let mut derivatives = vec![0.0; values.len()];
        derivatives[values.len() - 1] = 1.0;
        for (i, &(node, a, b, _)) in self.nodes.iter().enumerate().rev() {
            let upstream = derivatives[self.inputs.len() + i];
            let [by_a, by_b] = node.backward(upstream, values[a], values[b]);
            derivatives[a] += by_a;
            derivatives[b] += by_b;
        }

        let inputs: Vec<Tensor<1>> =
            self.inputs.iter().map(|(_, x)| leaf(&[*x], [1], trial)).collect();
        let mut tensors = inputs.clone();
        for &(node, a, b, _) in self.nodes {
            let (a, b) = (tensors[a].clone(), tensors[b].clone());
            tensors.push(match node {
                Node::Add => a + b,
                Node::Multiply => a * b,
            });
        }
        let output = &tensors[tensors.len() - 1];
        let gradients = output.backward();
        let of = |x: &Tensor<1>| values_of(x.grad(&gradients).expect("every input counts"))[0];
        let automatic =
            values_of(output.clone()).into_iter().chain(inputs.iter().map(of)).collect();
        Passes { values, derivatives, automatic }
    }

    fn diagram(&self, passes: &Passes) -> Diagram {
        let mut diagram = Diagram::new(format!(
            "The price of {}, and what it depends on how much",
            self.name
        ))
        .alt(format!(
            "A computation graph from the inputs to the price, {}, with each value above its edge \
                 and the derivative of the price below it.",
            short(passes.automatic[0])
        ));
        let names = self.inputs.iter().enumerate();
        let mut places: Vec<usize> =
            names.map(|(row, (name, _))| diagram.name(0.0, row as f64, *name)).collect();
        for &(node, a, b, [column, row]) in self.nodes {
            let place = diagram.operation(column, row, node.sign());
            for from in [a, b] {
                diagram.edge(
                    places[from],
                    place,
                    short(passes.values[from]),
                    short(passes.derivatives[from]),
                );
            }
            places.push(place);
        }
        let last = self.nodes[self.nodes.len() - 1].3;
        let (price, end) = (diagram.name(last[0] + 1.1, last[1], "price"), places.len() - 1);
        diagram.edge(places[end], price, short(passes.values[end]), short(passes.derivatives[end]));
        diagram
    }
}

/// A number for an edge: without the noise of its last bits.
fn short(x: f64) -> String {
    ((x * 1e6).round() / 1e6).to_string()
}

/// Values to differentiate by.
fn leaf<const D: usize>(values: &[f64], shape: [usize; D], trial: &Trial) -> Tensor<D> {
    let data = TensorData::new(values.to_vec(), shape);
    Tensor::from_data(data, (&trial.autodiff(), trial.widest())).require_grad()
}

fn values_of<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
    tensor.into_data().iter().collect()
}

/// What Burn passes back through one node.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Passed {
    /// The two inputs.
    pub inputs: [f64; 2],
    /// The derivative that comes from above.
    pub upstream: f64,
    /// What an addition passes to each input.
    pub by_addition: [f64; 2],
    /// What a multiplication passes to each input.
    pub by_multiplication: [f64; 2],
}

/// Numbers with few bits, so that products of two of them are exact in 32 bits as well. The first
/// two are the book's, whose upstream derivative of 1.3 has too many bits.
const INPUTS: [f64; 5] = [10.0, 5.0, -3.0, 0.5, 0.0];
const UPSTREAM: [f64; 3] = [1.25, 1.0, -2.0];

fn pass_through_nodes(trial: &Trial) -> Vec<Passed> {
    let mut all = Vec::new();
    for upstream in UPSTREAM {
        for inputs in INPUTS.iter().flat_map(|&x| INPUTS.map(|y| [x, y])) {
            let back = |node: fn(Tensor<1>, Tensor<1>) -> Tensor<1>| {
                let [x, y] = inputs.map(|input| leaf(&[input], [1], trial));
                let gradients = (node(x.clone(), y.clone()) * upstream).backward();
                [x, y].map(|input| values_of(input.grad(&gradients).expect("both inputs count"))[0])
            };
            let (by_addition, by_multiplication) = (back(|x, y| x + y), back(|x, y| x * y));
            all.push(Passed { inputs, upstream, by_addition, by_multiplication });
        }
    }
    all
}

/// The network of one hidden layer by hand, in 64 bits: sigmoid, then softmax with cross-entropy.
struct Network<'a> {
    /// Inputs, hidden neurons, outputs.
    shape: [usize; 3],
    /// `[images, inputs]`
    x: &'a [f64],
    labels: &'a [usize],
    /// Multiplications in matrix products so far; all else is as cheap as the number of neurons.
    multiplications: u64,
}

impl Network<'_> {
    /// Where W₁ `[inputs, hidden]`, b₁, W₂ `[hidden, outputs]` and b₂ end in the list of parameters.
    fn ends(&self) -> [usize; 4] {
        let [inputs, hidden, outputs] = self.shape;
        let w1 = inputs * hidden;
        [w1, w1 + hidden, w1 + hidden + hidden * outputs, w1 + hidden + hidden * outputs + outputs]
    }

    /// `a` `[m, k]` times `b` `[k, n]`.
    fn product(&mut self, a: &[f64], b: &[f64], [m, k, n]: [usize; 3]) -> Vec<f64> {
        self.multiplications += (m * k * n) as u64;
        let mut c = vec![0.0; m * n];
        for (row, a) in c.chunks_mut(n).zip(a.chunks(k)) {
            for (a, b) in a.iter().zip(b.chunks(n)) {
                row.iter_mut().zip(b).for_each(|(c, b)| *c += a * b);
            }
        }
        c
    }

    /// The hidden activations and the probabilities of the classes.
    fn forward(&mut self, parameters: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let ([inputs, hidden, outputs], n) = (self.shape, self.labels.len());
        let [w1, b1, w2, _] = self.ends();
        let mut h = self.product(self.x, &parameters[..w1], [n, inputs, hidden]);
        for (i, a) in h.iter_mut().enumerate() {
            *a = 1.0 / (1.0 + (-(*a + parameters[w1 + i % hidden])).exp());
        }
        let mut y = self.product(&h, &parameters[b1..w2], [n, hidden, outputs]);
        for logits in y.chunks_mut(outputs) {
            logits.iter_mut().zip(&parameters[w2..]).for_each(|(y, b)| *y = (*y + b).exp());
            let sum: f64 = logits.iter().sum();
            logits.iter_mut().for_each(|y| *y /= sum);
        }
        (h, y)
    }

    /// −(1/N) Σ ln y[label]
    fn loss(&mut self, parameters: &[f64]) -> f64 {
        let (_, y) = self.forward(parameters);
        let images = y.chunks(self.shape[2]).zip(self.labels);
        -images.map(|(y, &label)| y[label].ln()).sum::<f64>() / self.labels.len() as f64
    }

    /// Backpropagation, layer by layer: ∂L/∂W₁, ∂L/∂b₁, ∂L/∂W₂, ∂L/∂b₂ in one list.
    fn gradient(&mut self, parameters: &[f64]) -> Vec<f64> {
        let ([inputs, hidden, outputs], n) = (self.shape, self.labels.len());
        let (h, mut d2) = self.forward(parameters);
        // (y − t) / N
        for (y, &label) in d2.chunks_mut(outputs).zip(self.labels) {
            y[label] -= 1.0;
            y.iter_mut().for_each(|y| *y /= n as f64);
        }
        let [_, b1, w2, _] = self.ends();
        let w2_turned = transposed(&parameters[b1..w2], outputs);
        let dw2 = self.product(&transposed(&h, hidden), &d2, [hidden, n, outputs]);
        let mut d1 = self.product(&d2, &w2_turned, [n, outputs, hidden]);
        d1.iter_mut().zip(&h).for_each(|(d, h)| *d *= h * (1.0 - h));
        let dw1 = self.product(&transposed(self.x, inputs), &d1, [inputs, n, hidden]);
        [dw1, column_sums(&d1, hidden), dw2, column_sums(&d2, outputs)].concat()
    }

    /// The same by Burn.
    fn automatic(&self, parameters: &[f64], trial: &Trial) -> Vec<f64> {
        let ([inputs, hidden, outputs], [w1, b1, w2, b2]) = (self.shape, self.ends());
        let weights1 = leaf(&parameters[..w1], [inputs, hidden], trial);
        let biases1 = leaf(&parameters[w1..b1], [1, hidden], trial);
        let weights2 = leaf(&parameters[b1..w2], [hidden, outputs], trial);
        let biases2 = leaf(&parameters[w2..b2], [1, outputs], trial);
        let labels: Vec<i32> = self.labels.iter().map(|&label| label as i32).collect();
        let labels = Tensor::<1, Int>::from_data(
            TensorData::new(labels, [self.labels.len()]),
            &trial.autodiff(),
        );
        let x = leaf(self.x, [self.labels.len(), inputs], trial);

        let h = activation::sigmoid(x.matmul(weights1.clone()) + biases1.clone());
        let logits = h.matmul(weights2.clone()) + biases2.clone();
        let gradients = cross_entropy(logits, labels).backward();
        let all = [weights1, biases1, weights2, biases2];
        all.iter().flat_map(|p| values_of(p.grad(&gradients).expect("each counts"))).collect()
    }
}

fn transposed(a: &[f64], columns: usize) -> Vec<f64> {
    (0..columns).flat_map(|column| a.iter().skip(column).step_by(columns).copied()).collect()
}

fn column_sums(a: &[f64], columns: usize) -> Vec<f64> {
    (0..columns).map(|column| a.iter().skip(column).step_by(columns).sum()).collect()
}

/// A gradient worked out three ways, and what it took.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Check {
    /// How many parameters there are; every one of them is checked.
    pub parameters: usize,
    /// For W₁, b₁, W₂, b₂: the mean absolute difference per parameter between Burn's
    /// backpropagation and central differences.
    pub differences: Vec<f64>,
    /// For W₁, b₁, W₂, b₂: the mean size of a derivative.
    pub sizes: Vec<f64>,
    /// The largest difference between Burn's backpropagation and the one by hand.
    pub off_by_hand: f64,
    /// Multiplications of one forward pass.
    pub forward: u64,
    /// Multiplications of the whole gradient by backpropagation, its forward pass included.
    pub backpropagation: u64,
    /// Multiplications of the whole gradient by central differences.
    pub central_differences: u64,
}

fn check(settings: &Settings, hidden: usize, trial: &Trial) -> Check {
    let data = &trial.data().training;
    let images: Vec<usize> = (0..settings.images.min(data.len())).collect();
    // The pixels as a network gets them.
    let x = values_of(batch(data, &images, &trial.device()).0);
    let labels: Vec<usize> = data.labels(&images).into_iter().map(usize::from).collect();
    let shape = [data.pixels_per_image(), hidden, data.classes()];
    let mut network = Network { shape, x: &x, labels: &labels, multiplications: 0 };
    let [w1, b1, w2, b2] = network.ends();
    let mut stream = trial.stream(Purpose::Weights);
    let is_weight = |i| i < w1 || (b1..w2).contains(&i);
    let mut weight = |i| {
        if is_weight(i) { settings.weight_std * stream.normal() } else { 0.0 }
    };
    let mut parameters: Vec<f64> = (0..b2).map(&mut weight).collect();

    let automatic = network.automatic(&parameters, trial);
    network.loss(&parameters);
    let forward = std::mem::take(&mut network.multiplications);
    let by_hand = network.gradient(&parameters);
    let backpropagation = std::mem::take(&mut network.multiplications);
    let loss = |parameters: &[f64]| {
        trial.step_done();
        network.loss(parameters)
    };
    let numerical = numerical_gradient(loss, &mut parameters, settings.h);

    let parts = [0..w1, w1..b1, b1..w2, w2..b2];
    let mean = |part: &std::ops::Range<usize>, size: &dyn Fn(usize) -> f64| {
        part.clone().map(size).sum::<f64>() / part.len() as f64
    };
    let difference = |i: usize| (automatic[i] - numerical[i]).abs();
    Check {
        parameters: b2,
        differences: parts.iter().map(|part| mean(part, &difference)).collect(),
        sizes: parts.iter().map(|part| mean(part, &|i| automatic[i].abs())).collect(),
        off_by_hand: automatic.iter().zip(&by_hand).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max),
        forward,
        backpropagation,
        central_differences: network.multiplications,
    }
}

/// What is worked out.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // each is named by what it displays as
pub enum Arm {
    Apples,
    Oranges,
    Nodes,
    Network(usize),
}

impl std::fmt::Display for Arm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Apples => f.write_str(APPLES.name),
            Self::Oranges => f.write_str(ORANGES.name),
            Self::Nodes => f.write_str("nodes"),
            Self::Network(hidden) => write!(f, "{hidden} hidden neurons"),
        }
    }
}

/// What a trial measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// A graph, forward and backward.
    Graph(Passes),
    /// Single nodes.
    Nodes {
        /// What each passed back.
        passed: Vec<Passed>,
    },
    /// A network's gradient.
    Check(Check),
}

fn checks(record: &RecordOf<Backpropagation>) -> Vec<(&str, &Check)> {
    let first =
        record.arms.iter().flat_map(|arm| Some((arm.name.as_str(), &arm.trials.first()?.measured)));
    first
        .filter_map(|(name, measured)| match measured {
            Measured::Check(check) => Some((name, check)),
            _ => None,
        })
        .collect()
}

fn passes<'a>(record: &'a RecordOf<Backpropagation>, graph: &Graph) -> Option<&'a Passes> {
    record.arm(graph.name).find_map(|measured| match measured {
        Measured::Graph(passes) => Some(passes),
        _ => None,
    })
}

impl Experiment for Backpropagation {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const NAME: &'static str = "backpropagation";
    const TITLE: &'static str = "Backpropagation · 오차역전파";
    const ABOUT: &'static str = "Derivatives passed back through a computation graph, node by node: \
                                 the same as by numerical differentiation, for a fraction of the work.";
    const SHOWS: &'static str = "derivatives node by node, checked, and what a gradient costs";
    const STATEMENTS: &'static [&'static str] = &["B1", "B2", "B3"];
    const SEEDS: usize = 1;
    const NEEDS_DATA: bool = true;

    fn arms(settings: &Settings) -> Vec<Arm> {
        let networks = settings.hidden.iter().map(|&hidden| Arm::Network(hidden));
        [Arm::Apples, Arm::Oranges, Arm::Nodes].into_iter().chain(networks).collect()
    }

    fn steps(_: &Settings, arm: &Arm) -> u64 {
        match arm {
            // Two forward passes for each parameter of MNIST's 784-hidden-10.
            Arm::Network(hidden) => 2 * (795 * *hidden as u64 + 10),
            _ => 0,
        }
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        match arm {
            Arm::Apples => Measured::Graph(APPLES.passes(trial)),
            Arm::Oranges => Measured::Graph(ORANGES.passes(trial)),
            Arm::Nodes => Measured::Nodes { passed: pass_through_nodes(trial) },
            Arm::Network(hidden) => Measured::Check(check(settings, *hidden, trial)),
        }
    }

    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let mut figures: Vec<(&'static str, Drawing)> = Vec::new();
        for (file, graph) in [("apples", &APPLES), ("apples_and_oranges", &ORANGES)] {
            if let Some(passes) = passes(record, graph) {
                figures.push((file, graph.diagram(passes).into()));
            }
        }
        for measured in record.arm("nodes") {
            if let Measured::Nodes { passed } = measured {
                figures.extend(passed.get(1).map(|passed| ("nodes", nodes_diagram(passed).into())));
            }
        }
        figures.push(("cost", cost_figure(&checks(record)).into()));
        figures
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new([
            "784-n-10 sigmoid",
            "parameters",
            "mean |difference|",
            "mean |derivative|",
            "multiplications: backpropagation",
            "central differences",
            "ratio",
        ]);
        for (name, check) in checks(record) {
            let largest = |numbers: &[f64]| numbers.iter().copied().fold(0.0, f64::max);
            table.row([
                name.into(),
                check.parameters.to_string(),
                number(largest(&check.differences)),
                number(largest(&check.sizes)),
                check.backpropagation.to_string(),
                check.central_differences.to_string(),
                (check.central_differences / check.backpropagation).to_string(),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let mut claims = Vec::new();
        for graph in [&APPLES, &ORANGES] {
            let Some(passes) = passes(record, graph) else {
                continue;
            };
            let names =
                graph.inputs.iter().map(|(name, _)| format!("by {}", name.replace('\n', " ")));
            for (i, name) in std::iter::once("price".into()).chain(names).enumerate() {
                let what = if i == 0 { "price of" } else { "derivative of the price of" };
                claims.push(
                    claim("B1", format!("{what} {}: {name}", graph.name))
                        .because("32-bit numbers, all that some backends have, round 715 at 6e-5")
                        .equals(graph.expected[i], 1e-4, passes.automatic[i]),
                );
            }
            let node_by_node = std::iter::once(passes.values[passes.values.len() - 1]);
            let node_by_node =
                node_by_node.chain(passes.derivatives[..graph.inputs.len()].iter().copied());
            let off =
                node_by_node.zip(&passes.automatic).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            claims.push(
                claim(
                    "B1",
                    format!(
                        "node by node and by Burn, {} give the same numbers (largest difference)",
                        graph.name
                    ),
                )
                .because("as above")
                .equals(0.0, 1e-4, off),
            );
        }
        for measured in record.arm("nodes") {
            let Measured::Nodes { passed } = measured else {
                continue;
            };
            let wrong =
                |rule: fn(&Passed) -> bool| passed.iter().filter(|passed| !rule(passed)).count();
            let addition = wrong(|p| p.by_addition == [p.upstream; 2]);
            let multiplication = wrong(|p| {
                p.by_multiplication == [p.upstream * p.inputs[1], p.upstream * p.inputs[0]]
            });
            let why = "numbers with few bits are multiplied exactly";
            claims.extend([
                claim("B2", format!("an addition passes the upstream derivative on unchanged, to the last bit (exceptions in {})", passed.len()))
                    .because(why)
                    .is("none", addition as f64, addition == 0),
                claim("B3", format!("a multiplication passes it on times the other input, to the last bit (exceptions in {})", passed.len()))
                    .because(why)
                    .is("none", multiplication as f64, multiplication == 0),
            ]);
        }
        let checks = checks(record);
        if checks.is_empty() {
            return claims;
        }
        let worst = |number: &dyn Fn(&Check) -> f64| {
            checks.iter().map(|(_, check)| number(check)).fold(0.0, f64::max)
        };
        let difference = |check: &Check| check.differences.iter().copied().fold(0.0, f64::max);
        let share = |check: &Check| {
            let shares = check
                .differences
                .iter()
                .zip(&check.sizes)
                .map(|(difference, size)| difference / size);
            shares.fold(0.0, f64::max)
        };
        let passes = |check: &Check| check.backpropagation as f64 / check.forward as f64;
        let off_counted = |check: &Check| {
            (check.central_differences as f64 / check.forward as f64
                - 2.0 * check.parameters as f64)
                .abs()
        };
        claims.extend([
            claim("B1", "on images, backpropagation and central differences agree (largest mean absolute difference per parameter, of W₁, b₁, W₂, b₂)")
                .because("a central difference is off by about h² times a third derivative, which is below 1 here")
                .is("below h²", worst(&difference), worst(&difference) < record.settings.h.powi(2)),
            claim("B1", "the difference is small beside the derivatives themselves (largest ratio of the means)")
                .because("derivatives may be small, and zeros would agree as well")
                .is("below 1e-5", worst(&share), worst(&share) < 1e-5),
            claim("B1", "backpropagation by hand and by Burn agree (largest difference)")
                .because("Burn's 32-bit numbers, all that some backends have, round at 1e-7")
                .equals(0.0, 1e-6, worst(&|check| check.off_by_hand)),
            claim("B1", "a whole gradient by backpropagation costs at most three forward passes at every width (forward passes)")
                .because("backward there are two matrix products for each one forward")
                .is("at most 3", worst(&passes), worst(&passes) <= 3.0),
            claim("B1", "by central differences it costs two forward passes for each parameter (largest deviation)")
                .because("one above and one below")
                .is("0", worst(&off_counted), worst(&off_counted) == 0.0),
        ]);
        claims
    }
}

fn nodes_diagram(passed: &Passed) -> Diagram {
    let mut diagram = Diagram::new("An addition passes on, a multiplication swaps").alt(
        "Two graphs of one node. The addition passes the upstream derivative to both inputs \
              unchanged; the multiplication passes it on times the other input.",
    );
    let [x, y] = passed.inputs;
    for (row, node, back) in
        [(0.0, Node::Add, passed.by_addition), (1.8, Node::Multiply, passed.by_multiplication)]
    {
        let operation = diagram.operation(1.5, row + 0.5, node.sign());
        for (i, (name, value)) in [("x", x), ("y", y)].into_iter().enumerate() {
            let input = diagram.name(0.0, row + i as f64, name);
            diagram.edge(input, operation, short(value), short(back[i]));
        }
        let output = diagram.name(3.0, row + 0.5, if row == 0.0 { "x + y" } else { "x · y" });
        diagram.edge(operation, output, short(node.forward(x, y)), short(passed.upstream));
    }
    diagram
}

fn cost_figure(checks: &[(&str, &Check)]) -> Figure {
    let line = |label: &str, ink: usize, cost: fn(&Check) -> u64| {
        let points = checks.iter().map(|(_, check)| [check.parameters as f64, cost(check) as f64]);
        Mark::line(label, Ink::Series(ink), points.collect()).marked(Marker::Dot)
    };
    // Whole powers of ten at both ends, so that there are ticks.
    let powers = checks.iter().map(|(_, check)| (check.parameters as f64).log10());
    let from = powers.clone().fold(f64::INFINITY, f64::min).floor();
    let to = powers.fold(f64::NEG_INFINITY, f64::max).floor() + 1.0;
    Figure::new("Backpropagation costs two forward passes, numerical differentiation thousands")
        .subtitle(
            "multiplications counted for one whole gradient of a 784-n-10 network on a few images",
        )
        .alt(
            "Multiplications against the number of parameters, both on logarithmic axes. Those of \
              central differences rise twice as steeply, as the square; those of backpropagation \
              stay just above one forward pass.",
        )
        .panel(
            Panel::new("")
                .x(Axis::new("parameters").range(10f64.powf(from), 10f64.powf(to)).log())
                .y(Axis::new("multiplications").log())
                .with(line("central differences", 5, |check| check.central_differences))
                .with(line("backpropagation", 0, |check| check.backpropagation))
                .with(line("one forward pass", 2, |check| check.forward).dashed()),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::default_settings;
    use crate::verdict::Verdict;

    fn made_up(off: f64) -> RecordOf<Backpropagation> {
        let graph = |graph: &Graph| {
            let automatic: Vec<f64> = graph.expected.iter().map(|x| x + off).collect();
            let derivatives = graph.expected[1..].to_vec();
            vec![Measured::Graph(Passes {
                values: vec![graph.expected[0]],
                derivatives,
                automatic,
            })]
        };
        let passed = Passed {
            inputs: [10.0, 5.0],
            upstream: 1.3,
            by_addition: [1.3, 1.3 + off],
            by_multiplication: [6.5 + off, 13.0],
        };
        let check = Check {
            parameters: 100,
            differences: vec![1e-10 + off; 4],
            sizes: vec![1e-2; 4],
            off_by_hand: off,
            forward: 1000,
            backpropagation: 2900 + (1e4 * off) as u64,
            central_differences: 200_000 + (1e4 * off) as u64,
        };
        RecordOf::<Backpropagation>::made_up(
            default_settings::<Backpropagation>(),
            [
                ("apples", graph(&APPLES)),
                ("apples and oranges", graph(&ORANGES)),
                ("nodes", vec![Measured::Nodes { passed: vec![passed] }]),
                ("50 hidden neurons", vec![Measured::Check(check)]),
            ],
        )
    }

    #[test]
    fn what_is_false_does_not_hold() {
        let verdicts =
            |off| Backpropagation::claims(&made_up(off)).into_iter().map(|claim| claim.verdict);
        assert_eq!(verdicts(0.0).collect::<Vec<_>>(), [Verdict::Holds; 19]);
        assert_eq!(verdicts(0.1).collect::<Vec<_>>(), [Verdict::DoesNotHold; 19]);
    }
}
