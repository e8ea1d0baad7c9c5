mod constructors;

use std::sync::Arc;

use crate::Ink;

/// What is drawn in a panel, in the panel's own coordinates.
#[derive(Clone)]
pub enum Mark {
    /// A line from point to point, broken where a number is not finite.
    Line {
        /// What the legend calls it; empty for nothing.
        label: String,
        /// Its colour.
        ink: Ink,
        /// `[x, y]` of each point.
        points: Vec<[f64; 2]>,
        /// Whether it is dashed.
        dashed: bool,
        /// What is set on its points, if anything.
        marker: Option<Marker>,
        /// How thick it is, in pixels.
        width: f64,
    },
    /// The area between two curves, for what lies between seeds; open where a number is not finite.
    Band {
        /// Its colour, painted pale.
        ink: Ink,
        /// Each place with its lower and upper value.
        steps: Vec<Band>,
    },
    /// Points, each in its own colour.
    Points {
        /// What the legend calls them; empty for nothing.
        label: String,
        /// `[x, y]` and colour of each.
        points: Vec<([f64; 2], Ink)>,
        /// Their form.
        marker: Marker,
    },
    /// Bars that stand on 0 (or the axis' lower end).
    Bars {
        /// What the legend calls them; empty for nothing.
        label: String,
        /// Their colour.
        ink: Ink,
        /// The bars.
        bars: Vec<Bar>,
    },
    /// Lines of equal height of a function of x and y.
    Contours {
        /// The function.
        height: Arc<dyn Fn(f64, f64) -> f64 + Send + Sync>,
        /// The heights, from low to high.
        levels: Vec<f64>,
    },
    /// Arrows, each from a point by a distance.
    Arrows {
        /// Their colour.
        ink: Ink,
        /// `[x, y]` of the foot and `[dx, dy]` to the head.
        arrows: Vec<([f64; 2], [f64; 2])>,
    },
    /// Values with an interval, lying: the row is a place on the y axis.
    Intervals {
        /// The rows.
        intervals: Vec<Interval>,
    },
    /// A reference line across the panel.
    Rule {
        /// What is written at its end; empty for nothing.
        label: String,
        /// Where it is: on the x axis if it stands, on the y axis if it lies.
        at: f64,
        /// Whether it stands.
        stands: bool,
    },
    /// Text at a point.
    Text {
        /// `[x, y]`, of the text's middle.
        at: [f64; 2],
        /// The text.
        text: String,
        /// Its colour.
        ink: Ink,
    },
    /// A grey picture, as large as fits the panel.
    Image {
        /// How many pixels a row has.
        columns: usize,
        /// 0 black to 255 white, row by row.
        pixels: Vec<u8>,
    },
}

/// What is set on a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A filled circle.
    Dot,
    /// A filled square.
    Square,
    /// A filled triangle.
    Triangle,
    /// A plus sign.
    Plus,
    /// A small filled circle, for the points of a path.
    SmallDot,
}

/// One place of a [`Mark::Band`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The place on the x axis.
    pub x: f64,
    /// The lower value.
    pub low: f64,
    /// The upper value.
    pub high: f64,
}

/// One bar of [`Mark::Bars`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Where it begins on the x axis.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// How high it is.
    pub height: f64,
    /// Lower and upper end of an error bar, if it has one.
    pub error: Option<(f64, f64)>,
}

/// One row of [`Mark::Intervals`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The place on the y axis.
    pub row: f64,
    /// The value.
    pub value: f64,
    /// The interval's ends.
    pub low: f64,
    /// The interval's ends.
    pub high: f64,
    /// The colour.
    pub ink: Ink,
}

impl Mark {
    /// The x and y values that the axes should reach.
    pub(crate) fn reach(&self) -> (Vec<f64>, Vec<f64>) {
        let split =
            |points: &mut dyn Iterator<Item = [f64; 2]>| points.map(|[x, y]| (x, y)).unzip();
        match self {
            Self::Line { points, .. } => split(&mut points.iter().copied()),
            Self::Points { points, .. } => split(&mut points.iter().map(|(point, _)| *point)),
            Self::Band { steps, .. } => {
                split(&mut steps.iter().flat_map(|s| [[s.x, s.low], [s.x, s.high]]))
            }
            Self::Bars { bars, .. } => {
                let top =
                    |bar: &Bar| bar.error.map_or(bar.height, |(_, high)| high.max(bar.height));
                split(&mut bars.iter().flat_map(|bar| [[bar.from, 0.0], [bar.to, top(bar)]]))
            }
            Self::Arrows { arrows, .. } => split(
                &mut arrows.iter().flat_map(|([x, y], [dx, dy])| [[*x, *y], [x + dx, y + dy]]),
            ),
            Self::Intervals { intervals } => {
                split(&mut intervals.iter().flat_map(|i| [[i.low, i.row], [i.high, i.row]]))
            }
            Self::Rule { at, stands: true, .. } => (vec![*at], vec![]),
            Self::Rule { at, .. } => (vec![], vec![*at]),
            Self::Text { at, .. } => (vec![at[0]], vec![at[1]]),
            Self::Contours { .. } | Self::Image { .. } => (vec![], vec![]),
        }
    }
}
