mod constructors;

use std::sync::Arc;

use crate::Ink;

/// Something drawn in a panel, in the coordinates of its axes.
#[derive(Clone)]
pub enum Mark {
    /// A line from point to point, interrupted where a number is not finite.
    Line {
        /// Its name in the legend; if empty, the legend leaves it out.
        label: String,
        /// Its colour.
        ink: Ink,
        /// `[x, y]` of each point.
        points: Vec<[f64; 2]>,
        /// Whether it is dashed.
        dashed: bool,
        /// The marker on its points, if any.
        marker: Option<Marker>,
        /// Its width in pixels.
        width: f64,
    },
    /// The area between two curves, for example the range over seeds; interrupted where a number is
    /// not finite.
    Band {
        /// Its colour, drawn pale.
        ink: Ink,
        /// The lower and the upper value at each x.
        steps: Vec<Band>,
    },
    /// Points, each in its own colour.
    Points {
        /// Their name in the legend; if empty, the legend leaves them out.
        label: String,
        /// `[x, y]` and colour of each.
        points: Vec<([f64; 2], Ink)>,
        /// Their shape.
        marker: Marker,
    },
    /// Bars from 0, or from the lower end of the axis if 0 is outside.
    Bars {
        /// Their name in the legend; if empty, the legend leaves them out.
        label: String,
        /// Their colour.
        ink: Ink,
        /// The bars.
        bars: Vec<Bar>,
    },
    /// Contour lines of a function of x and y.
    Contours {
        /// The function.
        height: Arc<dyn Fn(f64, f64) -> f64 + Send + Sync>,
        /// The levels, in ascending order.
        levels: Vec<f64>,
    },
    /// Arrows, each from a point along a vector.
    Arrows {
        /// Their colour.
        ink: Ink,
        /// `[x, y]` of the tail, and `[dx, dy]` from there to the head.
        arrows: Vec<([f64; 2], [f64; 2])>,
    },
    /// Values with horizontal intervals, in rows along the y axis.
    Intervals {
        /// The rows.
        intervals: Vec<Interval>,
    },
    /// A reference line across the panel.
    Rule {
        /// The text at its end; empty for none.
        label: String,
        /// Its position: on the x axis if it is vertical, on the y axis if it is horizontal.
        at: f64,
        /// Whether it is vertical.
        stands: bool,
    },
    /// Text at a point.
    Text {
        /// `[x, y]` of the middle of the text.
        at: [f64; 2],
        /// The text.
        text: String,
        /// Its colour.
        ink: Ink,
    },
    /// A greyscale image, as large as fits into the panel.
    Image {
        /// The number of pixels in a row.
        columns: usize,
        /// The pixels row by row, from 0 (black) to 255 (white).
        pixels: Vec<u8>,
    },
}

/// The shape drawn at a point.
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

/// One step of a [`Mark::Band`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The position on the x axis.
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
    /// Its height.
    pub height: f64,
    /// The lower and the upper end of its error bar, if it has one.
    pub error: Option<(f64, f64)>,
}

/// One row of [`Mark::Intervals`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The position on the y axis.
    pub row: f64,
    /// The value.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
    /// The colour.
    pub ink: Ink,
}

impl Mark {
    /// The x and the y values that the axes should include.
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
