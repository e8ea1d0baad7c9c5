/// One axis of a panel: what it measures, and its range.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    pub(crate) label: String,
    pub(crate) range: Option<(f64, f64)>,
    pub(crate) log: bool,
    pub(crate) names: Vec<String>,
    pub(crate) without_ticks: bool,
}

impl Axis {
    /// A linear axis whose range includes all marks. The label names the quantity and its unit.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// An axis of categories at 0, 1, 2, …, with a range from `-0.5` to `n - 0.5`. On a y axis the
    /// first category is at the bottom; with [`Axis::range`] from `n - 0.5` to `-0.5` it is at the
    /// top.
    pub fn categories<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        let range = Some((-0.5, names.len() as f64 - 0.5));
        Self { names, range, ..Self::default() }
    }

    /// Sets the label.
    pub fn label(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    /// Sets the range; if `from` is larger than `to`, the axis is reversed.
    pub fn range(self, from: f64, to: f64) -> Self {
        Self { range: Some((from, to)), ..self }
    }

    /// Makes the axis logarithmic.
    pub fn log(self) -> Self {
        Self { log: true, ..self }
    }

    /// Leaves out the ticks and their labels.
    pub fn without_ticks(self) -> Self {
        Self { without_ticks: true, ..self }
    }
}
