use crate::Ink;
use crate::draw::draw_arrows;
use crate::png::{self, PngError};
use crate::scene::{Anchor, Scene, Stroke, Text, outline};
use crate::svg::{self, Place};

/// A computation graph: nodes at places of a grid, and edges between them with the value that flows
/// forward above and the derivative that flows back below.
#[derive(Clone, Debug)]
pub struct Diagram {
    title: String,
    alt: String,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(Clone, Debug)]
struct Node {
    at: [f64; 2],
    text: String,
    is_operation: bool,
}

#[derive(Clone, Debug)]
struct Edge {
    from: usize,
    to: usize,
    forward: String,
    backward: String,
}

const COLUMN: f64 = 150.0;
const ROW: f64 = 92.0;
const TOP: f64 = 78.0;

impl Diagram {
    /// An empty graph.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            alt: String::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
        }
    }

    /// What the graph shows, in words, for those who do not see it.
    pub fn alt(self, alt: impl Into<String>) -> Self {
        Self {
            alt: alt.into(),
            ..self
        }
    }

    /// Adds an input or an output, called `text`, at this column and row; returns its number.
    pub fn name(&mut self, column: f64, row: f64, text: impl Into<String>) -> usize {
        self.nodes.push(Node {
            at: [column, row],
            text: text.into(),
            is_operation: false,
        });
        self.nodes.len() - 1
    }

    /// Adds a node that computes (`×`, `+`); returns its number.
    pub fn operation(&mut self, column: f64, row: f64, sign: impl Into<String>) -> usize {
        self.nodes.push(Node {
            at: [column, row],
            text: sign.into(),
            is_operation: true,
        });
        self.nodes.len() - 1
    }

    /// Adds an edge with its forward value and its derivative.
    ///
    /// # Panics
    /// If there is no node of one of these numbers.
    pub fn edge(
        &mut self,
        from: usize,
        to: usize,
        forward: impl Into<String>,
        backward: impl Into<String>,
    ) {
        assert!(
            from.max(to) < self.nodes.len(),
            "an edge joins nodes that are there"
        );
        self.edges.push(Edge {
            from,
            to,
            forward: forward.into(),
            backward: backward.into(),
        });
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What the graph shows, in words.
    pub fn alt_text(&self) -> &str {
        &self.alt
    }

    /// As an SVG file, like [`Figure::svg`](crate::Figure::svg).
    pub fn svg(&self) -> String {
        svg::write(&self.scene(), Place::File)
    }

    /// As SVG within a page, like [`Figure::svg_inline`](crate::Figure::svg_inline).
    pub fn svg_inline(&self, prefix: &str) -> String {
        svg::write(&self.scene(), Place::Page(prefix))
    }

    /// As a PNG picture, like [`Figure::png`](crate::Figure::png).
    ///
    /// # Errors
    /// If the picture does not fit memory.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, PngError> {
        png::paint(&self.scene(), scale)
    }

    fn scene(&self) -> Scene {
        let reach = |i: usize| self.nodes.iter().map(|node| node.at[i]).fold(0.0, f64::max);
        let mut scene = Scene {
            width: 150.0 + COLUMN * reach(0),
            height: TOP + 50.0 + ROW * reach(1),
            title: self.title.clone(),
            alt: self.alt.clone(),
            shapes: Vec::new(),
        };
        let bold = |at, text: &str, size| Text {
            at,
            text: text.into(),
            size,
            bold: true,
            ink: Ink::Text,
            anchor: Anchor::Start,
            upright: false,
        };
        scene.push_text(bold([16.0, 30.0], &self.title, 17.0));
        scene.text(
            [16.0, 50.0],
            "forward: value",
            12.5,
            Ink::Text,
            Anchor::Start,
        );
        scene.text(
            [122.0, 50.0],
            "backward: derivative of the output",
            12.5,
            Ink::Accent,
            Anchor::Start,
        );
        for edge in &self.edges {
            self.draw_edge(&mut scene, edge);
        }
        for node in &self.nodes {
            let [x, y] = place(node);
            if node.is_operation {
                let circle = vec![outline([x, y], 19.0, 40, 0.0)];
                scene.path(
                    circle,
                    true,
                    Some((Ink::Ground, 1.0)),
                    Some(Stroke::new(Ink::Text, 1.6)),
                );
                scene.text([x, y + 7.0], &node.text, 20.0, Ink::Text, Anchor::Middle);
            } else {
                for (i, line) in node.text.lines().enumerate() {
                    let y = y + 5.0 + 15.0 * i as f64;
                    scene.text([x, y], line, 13.0, Ink::Text, Anchor::Middle);
                }
            }
        }
        scene
    }

    fn draw_edge(&self, scene: &mut Scene, edge: &Edge) {
        let (from, to) = (&self.nodes[edge.from], &self.nodes[edge.to]);
        let ([x0, y0], [x1, y1]) = (place(from), place(to));
        let length = (x1 - x0).hypot(y1 - y0).max(1.0);
        let (ux, uy) = ((x1 - x0) / length, (y1 - y0) / length);
        let radius = |node: &Node| if node.is_operation { 21.0 } else { 44.0 };
        let (start, end) = (radius(from), length - radius(to));
        let on = |distance: f64| [x0 + ux * distance, y0 + uy * distance];
        draw_arrows(scene, [(on(start), on(end))].into_iter(), Ink::Muted);
        // Above and below, at right angles to the edge; nearer its foot, where edges are further apart.
        let [x, y] = on(0.6 * start + 0.4 * end);
        let (nx, ny) = (uy, -ux);
        let beside = |distance: f64| [x + nx * distance, y + ny * distance + 4.0];
        scene.text(beside(13.0), &edge.forward, 13.0, Ink::Text, Anchor::Middle);
        scene.text(
            beside(-13.0),
            &edge.backward,
            13.0,
            Ink::Accent,
            Anchor::Middle,
        );
    }
}

fn place(node: &Node) -> [f64; 2] {
    [75.0 + COLUMN * node.at[0], TOP + 20.0 + ROW * node.at[1]]
}
