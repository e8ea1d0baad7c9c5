use crate::{Axis, Mark};

/// A figure: a title above rows of panels.
#[derive(Clone)]
pub struct Figure {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) has_heading: bool,
    pub(crate) alt: String,
    pub(crate) columns: usize,
    pub(crate) panel_size: [f64; 2],
    pub(crate) shared_axes: bool,
    pub(crate) keeps_columns: bool,
    pub(crate) color_bar: Option<(String, f64, f64)>,
    pub(crate) panels: Vec<Panel>,
}

impl Figure {
    /// An empty figure with one column of panels.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            subtitle: String::new(),
            has_heading: true,
            alt: String::new(),
            columns: 1,
            panel_size: [560.0, 340.0],
            shared_axes: false,
            keeps_columns: false,
            color_bar: None,
            panels: Vec::new(),
        }
    }

    /// Sets the subtitle, a line below the title: what to look at, or how it was measured.
    pub fn subtitle(self, subtitle: impl Into<String>) -> Self {
        Self { subtitle: subtitle.into(), ..self }
    }

    /// The same figure without a title and a subtitle above its panels, for a page that has them as text of its
    /// own. The title stays in the SVG for readers who cannot see it.
    pub fn without_heading(self) -> Self {
        Self { has_heading: false, ..self }
    }

    /// Sets the alternative text: what the figure shows, for readers who cannot see it.
    pub fn alt(self, alt: impl Into<String>) -> Self {
        Self { alt: alt.into(), ..self }
    }

    /// Sets the number of columns, and the size of each panel in pixels without its labels.
    pub fn grid(self, columns: usize, panel_width: f64, panel_height: f64) -> Self {
        Self { columns: columns.max(1), panel_size: [panel_width, panel_height], ..self }
    }

    /// Makes the panels share their axes: all axes without a range of their own have the same range,
    /// and only the outer panels have labels and ticks.
    pub fn shared_axes(self) -> Self {
        Self { shared_axes: true, ..self }
    }

    /// Keeps the number of columns on a narrow page too, where the panels become narrower instead: for a grid
    /// whose rows and columns mean something.
    pub fn keeps_columns(self) -> Self {
        Self { keeps_columns: true, ..self }
    }

    /// Adds a colour bar at the right, which shows the value of each colour of
    /// [`Ink::Scale`](crate::Ink::Scale): 0 stands for `from`, 1 for `to`.
    pub fn color_bar(self, label: impl Into<String>, from: f64, to: f64) -> Self {
        Self { color_bar: Some((label.into(), from, to)), ..self }
    }

    /// Adds a panel.
    pub fn panel(mut self, panel: Panel) -> Self {
        self.panels.push(panel);
        self
    }

    /// Adds several panels.
    pub fn panels(mut self, panels: impl IntoIterator<Item = Panel>) -> Self {
        self.panels.extend(panels);
        self
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The line below the title.
    pub fn subtitle_text(&self) -> &str {
        &self.subtitle
    }

    /// The alternative text: what the figure shows.
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
    pub(crate) framed: bool,
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
            framed: false,
        }
    }

    /// Sets the x axis.
    pub fn x(self, x: Axis) -> Self {
        Self { x, ..self }
    }

    /// Sets the y axis.
    pub fn y(self, y: Axis) -> Self {
        Self { y, ..self }
    }

    /// Leaves out the axes, for images.
    pub fn bare(self) -> Self {
        Self { bare: true, ..self }
    }

    /// Draws a thin frame around each image, for images that can be as light as the page.
    pub fn framed(self) -> Self {
        Self { framed: true, ..self }
    }

    /// Adds a mark on top of the earlier ones.
    pub fn with(mut self, mark: Mark) -> Self {
        self.marks.push(mark);
        self
    }

    /// Adds several marks.
    pub fn with_all(mut self, marks: impl IntoIterator<Item = Mark>) -> Self {
        self.marks.extend(marks);
        self
    }
}
