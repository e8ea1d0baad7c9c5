use crate::{Axis, Mark};

/// A figure: a title over panels in rows.
#[derive(Clone)]
pub struct Figure {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) alt: String,
    pub(crate) columns: usize,
    pub(crate) panel_size: [f64; 2],
    pub(crate) shared_axes: bool,
    pub(crate) color_bar: Option<(String, f64, f64)>,
    pub(crate) panels: Vec<Panel>,
}

impl Figure {
    /// An empty figure with one column of panels.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            subtitle: String::new(),
            alt: String::new(),
            columns: 1,
            panel_size: [560.0, 340.0],
            shared_axes: false,
            color_bar: None,
            panels: Vec::new(),
        }
    }

    /// A line below the title: what to look at, or the settings.
    pub fn subtitle(self, subtitle: impl Into<String>) -> Self {
        Self { subtitle: subtitle.into(), ..self }
    }

    /// What the figure shows, in words, for those who do not see it.
    pub fn alt(self, alt: impl Into<String>) -> Self {
        Self { alt: alt.into(), ..self }
    }

    /// How many panels stand side by side, and how large each is, in pixels without its labels.
    pub fn grid(self, columns: usize, panel_width: f64, panel_height: f64) -> Self {
        Self { columns: columns.max(1), panel_size: [panel_width, panel_height], ..self }
    }

    /// Panels share their axes: one range for all that set none of their own, labels and ticks
    /// written at the outer panels alone.
    pub fn shared_axes(self) -> Self {
        Self { shared_axes: true, ..self }
    }

    /// A bar at the right that says which value has which colour of
    /// [`Ink::Scale`](crate::Ink::Scale): 0 is `from`, 1 is `to`.
    pub fn color_bar(self, label: impl Into<String>, from: f64, to: f64) -> Self {
        Self { color_bar: Some((label.into(), from, to)), ..self }
    }

    /// The figure with one more panel.
    pub fn panel(mut self, panel: Panel) -> Self {
        self.panels.push(panel);
        self
    }

    /// The figure with more panels.
    pub fn panels(mut self, panels: impl IntoIterator<Item = Panel>) -> Self {
        self.panels.extend(panels);
        self
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What the figure shows, in words.
    pub fn alt_text(&self) -> &str {
        &self.alt
    }
}

/// A pair of axes with marks.
#[derive(Clone)]
pub struct Panel {
    pub(crate) title: String,
    pub(crate) x: Axis,
    pub(crate) y: Axis,
    pub(crate) marks: Vec<Mark>,
    pub(crate) bare: bool,
}

impl Panel {
    /// An empty panel.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            x: Axis::default(),
            y: Axis::default(),
            marks: Vec::new(),
            bare: false,
        }
    }

    /// Its x axis.
    pub fn x(self, x: Axis) -> Self {
        Self { x, ..self }
    }

    /// Its y axis.
    pub fn y(self, y: Axis) -> Self {
        Self { y, ..self }
    }

    /// The panel without axes, for pictures.
    pub fn bare(self) -> Self {
        Self { bare: true, ..self }
    }

    /// The panel with one more mark, over those before it.
    pub fn with(mut self, mark: Mark) -> Self {
        self.marks.push(mark);
        self
    }

    /// The panel with more marks.
    pub fn with_all(mut self, marks: impl IntoIterator<Item = Mark>) -> Self {
        self.marks.extend(marks);
        self
    }
}
