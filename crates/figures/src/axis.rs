/// One axis of a panel: what it measures, from where to where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    pub(crate) label: String,
    pub(crate) range: Option<(f64, f64)>,
    pub(crate) log: bool,
    pub(crate) names: Vec<String>,
    pub(crate) without_ticks: bool,
}

impl Axis {
    /// A linear axis that reaches as far as the marks do; the label names what it measures, and its
    /// unit.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// An axis of categories at 0, 1, 2, …, half a place more on either side. On a y axis the first
    /// is lowest; with [`Axis::range`] from `n - 0.5` to `-0.5` it is on top.
    pub fn categories<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        let range = Some((-0.5, names.len() as f64 - 0.5));
        Self { names, range, ..Self::default() }
    }

    /// The axis with this label.
    pub fn label(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    /// The axis from `from` to `to`; a range that goes downwards turns the axis around.
    pub fn range(self, from: f64, to: f64) -> Self {
        Self { range: Some((from, to)), ..self }
    }

    /// The axis, logarithmic.
    pub fn log(self) -> Self {
        Self { log: true, ..self }
    }

    /// The axis without ticks and their labels.
    pub fn without_ticks(self) -> Self {
        Self { without_ticks: true, ..self }
    }
}
