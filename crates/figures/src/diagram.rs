use crate::Ink;
use crate::draw::heading::draw_heading;
use crate::draw::symbols::draw_arrows;
use crate::font::text_width;
use crate::scene::{Anchor, Scene, Stroke, outline};
use crate::sizes::{BODY, MARGIN};

/// A computation graph: nodes at positions of a grid, and edges between them. Each edge has the
/// value of the forward pass above it and the derivative of the backward pass below it.
#[derive(Clone, Debug)]
pub struct Diagram {
    title: String,
    alt: String,
    /// What the values and the derivatives on the edges are.
    legend: [String; 2],
    pub(crate) nodes: Vec<Node>,
    pub(crate) edges: Vec<Edge>,
    /// The distance between two columns.
    column: f64,
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    at: [f64; 2],
    pub(crate) text: String,
    pub(crate) is_operation: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) forward: String,
    pub(crate) backward: String,
}

const COLUMN: f64 = 150.0;
/// The smallest distance between columns.
const CLOSEST: f64 = 60.0;
const ROW: f64 = 88.0;
const RADIUS: f64 = 19.0;
const LETTER: f64 = 13.5;
const LINE: f64 = 16.0;

impl Diagram {
    /// An empty graph.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            alt: String::new(),
            legend: ["forward: value", "backward: derivative of the output"].map(String::from),
            nodes: Vec::new(),
            edges: Vec::new(),
            column: COLUMN,
        }
    }

    /// Sets the alternative text: what the graph shows, for readers who cannot see it.
    pub fn alt(self, alt: impl Into<String>) -> Self {
        Self { alt: alt.into(), ..self }
    }

    /// Sets the legend: what the values and what the derivatives on the edges are.
    pub fn legend(self, values: impl Into<String>, derivatives: impl Into<String>) -> Self {
        Self { legend: [values.into(), derivatives.into()], ..self }
    }

    /// Adds an input or an output named `text` at this column and row; returns its index.
    pub fn name(&mut self, column: f64, row: f64, text: impl Into<String>) -> usize {
        self.nodes.push(Node { at: [column, row], text: text.into(), is_operation: false });
        self.nodes.len() - 1
    }

    /// Adds an operation, such as `×` or `+`, at this column and row; returns its index.
    pub fn operation(&mut self, column: f64, row: f64, sign: impl Into<String>) -> usize {
        self.nodes.push(Node { at: [column, row], text: sign.into(), is_operation: true });
        self.nodes.len() - 1
    }

    /// Adds an edge with its forward value and its derivative.
    ///
    /// # Panics
    /// If there is no node with one of these indices.
    pub fn edge(
        &mut self,
        from: usize,
        to: usize,
        forward: impl Into<String>,
        backward: impl Into<String>,
    ) {
        assert!(from.max(to) < self.nodes.len(), "both ends of an edge must be nodes of the graph");
        self.edges.push(Edge { from, to, forward: forward.into(), backward: backward.into() });
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The alternative text: what the graph shows.
    pub fn alt_text(&self) -> &str {
        &self.alt
    }

    /// The same graph for a page that is only `width` pixels wide, with columns closer together, as far as
    /// their texts allow. `None` if it fits as it is.
    pub fn narrow(&self, width: f64) -> Option<Self> {
        let too_wide = self.scene().width - width;
        let columns = self.nodes.iter().map(|node| node.at[0]).fold(1.0, f64::max);
        let column = (COLUMN - too_wide / columns).floor().max(CLOSEST);
        (too_wide > 0.0).then(|| Self { column, ..self.clone() })
    }

    /// The graph as shapes.
    pub(crate) fn scene(&self) -> Scene {
        let boxes: Vec<_> = self.nodes.iter().map(Node::half_size).collect();
        let places: Vec<_> = self.nodes.iter().map(|node| self.place(node)).collect();
        let reach = |i: usize| {
            let ends = places.iter().zip(&boxes).map(|(at, half)| at[i] + half[i]);
            ends.fold(0.0, f64::max)
        };
        let [values, derivatives] = &self.legend;
        let values_width = text_width(values, BODY, false);
        let legend_width = values_width + 18.0 + text_width(derivatives, BODY, false);
        let mut scene = Scene {
            width: (reach(0).max(MARGIN + legend_width) + MARGIN).max(360.0).ceil(),
            height: 0.0,
            title: self.title.clone(),
            alt: self.alt.clone(),
            shapes: Vec::new(),
        };
        let top = draw_heading(&mut scene, &self.title, "", MARGIN) + BODY + 4.0;
        for (word, x, ink) in
            [(values, MARGIN, Ink::Text), (derivatives, MARGIN + values_width + 18.0, Ink::Accent)]
        {
            scene.text([x, top - 4.0], word, BODY, ink, Anchor::Start);
        }
        scene.height = (top + reach(1) + MARGIN).ceil();
        let first = scene.shapes.len();
        for edge in &self.edges {
            self.draw_edge(&mut scene, edge);
        }
        for node in &self.nodes {
            let [x, y] = self.place(node);
            if node.is_operation {
                let circle = vec![outline([x, y], RADIUS, 40, 0.0)];
                let rim = Stroke::new(Ink::Text, 1.6);
                scene.path(circle, true, Some((Ink::Ground, 1.0)), Some(rim));
                scene.text([x, y + 7.0], &node.text, 20.0, Ink::Text, Anchor::Middle);
                continue;
            }
            let lines = node.text.lines().count() as f64;
            for (i, line) in node.text.lines().enumerate() {
                let y = y + LETTER / 3.0 + LINE * (i as f64 - (lines - 1.0) / 2.0);
                scene.text([x, y], line, LETTER, Ink::Text, Anchor::Middle);
            }
        }
        for shape in &mut scene.shapes[first..] {
            shape.move_down(top);
        }
        scene
    }

    /// The centre of a node, relative to the end of the heading.
    fn place(&self, node: &Node) -> [f64; 2] {
        [70.0 + self.column * node.at[0], 36.0 + ROW * node.at[1]]
    }

    /// Where edges end: at the right (1) or the left (−1) of a name, at the centre of an operation.
    fn end(&self, node: &Node, side: f64) -> [f64; 2] {
        let [x, y] = self.place(node);
        match node.is_operation {
            true => [x, y],
            false => [x + side * (node.half_size()[0] + 7.0), y],
        }
    }

    fn draw_edge(&self, scene: &mut Scene, edge: &Edge) {
        let (from, to) = (&self.nodes[edge.from], &self.nodes[edge.to]);
        let ([x0, y0], [x1, y1]) = (self.end(from, 1.0), self.end(to, -1.0));
        let length = (x1 - x0).hypot(y1 - y0).max(1.0);
        let (ux, uy) = ((x1 - x0) / length, (y1 - y0) / length);
        let radius = |node: &Node| if node.is_operation { RADIUS + 2.0 } else { 0.0 };
        let (start, end) = (radius(from), length - radius(to));
        let on = |distance: f64| [x0 + ux * distance, y0 + uy * distance];
        draw_arrows(scene, [(on(start), on(end))].into_iter(), Ink::Muted);
        // At right angles to the edge, and nearer to its start, where edges are further apart.
        let [x, y] = on(0.66 * start + 0.34 * end);
        let (nx, ny) = (uy, -ux);
        let beside = |distance: f64| [x + nx * distance, y + ny * distance + 4.0];
        // The steeper the edge, the larger the distance, because text is wider than high.
        for (text, side, ink) in
            [(&edge.forward, 1.0, Ink::Text), (&edge.backward, -1.0, Ink::Accent)]
        {
            let away = 12.0 * ny.abs() + (text_width(text, LETTER, false) / 2.0 + 6.0) * nx.abs();
            scene.text(beside(side * away), text, LETTER, ink, Anchor::Middle);
        }
    }
}

impl Node {
    /// Half of the width and of the height of a node.
    fn half_size(&self) -> [f64; 2] {
        if self.is_operation {
            return [RADIUS; 2];
        }
        let widths = self.text.lines().map(|line| text_width(line, LETTER, false));
        let lines = self.text.lines().count() as f64;
        [widths.fold(0.0, f64::max) / 2.0, LINE * lines / 2.0]
    }
}
