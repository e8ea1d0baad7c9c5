/// A colour, named by its role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ink {
    /// One of a figure's series, from 0: blue, orange, green, purple, sky, vermilion, yellow, black.
    /// The palette follows Okabe and Ito (2008) and is distinguishable with any kind of colour
    /// vision. Purple and yellow are darker than in the original, for contrast with white, and black
    /// is a dark grey.
    Series(usize),
    /// Text and other important elements.
    Text,
    /// Secondary elements: axes, reference lines, notes.
    Muted,
    /// Grid lines.
    Grid,
    /// The background.
    Ground,
    /// Derivatives, which flow backward.
    Accent,
    /// A position on a colour scale like viridis, from 0 (dark) to 1 (bright). NaN and infinity are
    /// grey.
    Scale(f64),
}

impl Ink {
    /// The colour of a value on a scale from `from` to `to`, as
    /// [`Figure::color_bar`](crate::Figure::color_bar) shows it for the same range.
    pub fn scaled(value: f64, from: f64, to: f64) -> Self {
        Self::Scale((value - from) / (to - from))
    }

    /// Red, green and blue on a light background.
    pub(crate) fn rgb(self) -> [u8; 3] {
        const SERIES: [[u8; 3]; 8] = [
            [0, 114, 178],
            [230, 159, 0],
            [0, 158, 115],
            [160, 80, 150],
            [86, 180, 233],
            [213, 94, 0],
            [180, 165, 20],
            [60, 60, 60],
        ];
        match self {
            Self::Series(i) => SERIES[i % SERIES.len()],
            Self::Text => [34, 34, 34],
            Self::Muted => [105, 105, 105],
            Self::Grid => [226, 226, 226],
            Self::Ground => [255, 255, 255],
            Self::Accent => [200, 40, 30],
            Self::Scale(place) => viridis(place),
        }
    }

    /// CSS declarations with colours for a dark page, for
    /// [`Figure::svg_inline`](crate::Figure::svg_inline). They set all its variables, and belong
    /// between the braces of a rule.
    ///
    /// ```
    /// let css = format!("@media (prefers-color-scheme: dark) {{ :root {{ {} }} }}", figures::Ink::dark_css());
    /// assert!(css.contains("--figure-text:#"));
    /// ```
    pub fn dark_css() -> String {
        // The series are lighter than on white. The background is that of GitHub's dark theme.
        let series = [
            "#4aa8e0", "#f0b429", "#2fc79a", "#d08bc8", "#8fd0f5", "#f28440", "#d8cb4a", "#b4b4b4",
        ];
        let series = (0..8).map(|i| (Self::Series(i), series[i]));
        let others = [
            (Self::Text, "#e6e6e6"),
            (Self::Muted, "#a3a3a3"),
            (Self::Grid, "#333941"),
            (Self::Ground, "#0d1117"),
            (Self::Accent, "#ff7b6b"),
        ];
        let named = |(ink, colour): (Self, &str)| Some(format!("--{}:{colour}", ink.css_name()?));
        let declarations: Vec<_> = others.into_iter().chain(series).filter_map(named).collect();
        declarations.join(";")
    }

    /// The name, without the leading `--`, of the CSS variable by which a page may change the
    /// colour.
    pub(crate) fn css_name(self) -> Option<String> {
        match self {
            Self::Series(i) => Some(format!("figure-series-{}", i % 8)),
            Self::Text => Some("figure-text".into()),
            Self::Muted => Some("figure-muted".into()),
            Self::Grid => Some("figure-grid".into()),
            Self::Ground => Some("figure-ground".into()),
            Self::Accent => Some("figure-accent".into()),
            Self::Scale(_) => None,
        }
    }
}

/// The viridis colour map, interpolated between ten colours. The first four are brighter than in the original,
/// whose dark violet cannot be seen on a dark page.
fn viridis(place: f64) -> [u8; 3] {
    const STOPS: [[f64; 3]; 10] = [
        [128.0, 72.0, 176.0],
        [98.0, 96.0, 172.0],
        [74.0, 112.0, 160.0],
        [49.0, 124.0, 152.0],
        [38.0, 130.0, 142.0],
        [31.0, 158.0, 137.0],
        [53.0, 183.0, 121.0],
        [109.0, 205.0, 89.0],
        [180.0, 222.0, 44.0],
        [253.0, 231.0, 37.0],
    ];
    if !place.is_finite() {
        return Ink::Muted.rgb();
    }
    let place = 9.0 * place.clamp(0.0, 1.0);
    let below = (place as usize).min(8);
    let share = place - below as f64;
    std::array::from_fn(|i| {
        (STOPS[below][i] + share * (STOPS[below + 1][i] - STOPS[below][i])).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast ratio of two colours as WCAG defines it: 3 is enough for lines.
    fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
        let brightness = |colour: [u8; 3]| -> f64 {
            let linear = colour.map(|c| match f64::from(c) / 255.0 {
                c if c <= 0.04045 => c / 12.92,
                c => ((c + 0.055) / 1.055).powf(2.4),
            });
            0.05 + 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        };
        let (a, b) = (brightness(a), brightness(b));
        a.max(b) / a.min(b)
    }

    #[test]
    fn colours_have_enough_contrast_on_a_dark_page() {
        let css = Ink::dark_css();
        let colour = |name: &str| {
            let (_, hex) = css.split_once(&format!("--figure-{name}:#")).unwrap();
            [0, 2, 4].map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap())
        };
        let series = (0..8).map(|i| format!("series-{i}"));
        let others = ["text", "muted", "accent"].map(String::from);
        for name in series.chain(others) {
            assert!(contrast(colour(&name), colour("ground")) > 6.0, "{name}");
        }
    }

    #[test]
    fn the_scale_can_be_seen_on_a_dark_page() {
        let ground = [0x0d, 0x11, 0x17];
        let contrasts = (0..=20).map(|i| contrast(Ink::Scale(f64::from(i) / 20.0).rgb(), ground));
        let contrasts: Vec<f64> = contrasts.collect();
        assert!(contrasts.iter().all(|&x| x > 3.0), "{contrasts:?}");
        // It becomes brighter throughout.
        assert!(contrasts.is_sorted(), "{contrasts:?}");
    }

    #[test]
    fn the_scale_runs_from_violet_to_yellow() {
        assert_eq!(Ink::scaled(3.0, 3.0, 5.0).rgb(), [128, 72, 176]);
        assert_eq!(Ink::scaled(9.0, 3.0, 5.0).rgb(), [253, 231, 37]);
        assert_eq!(Ink::Scale(f64::NAN).rgb(), Ink::Muted.rgb());
        // matplotlib's viridis(0.5) is [33, 145, 140].
        let middle = Ink::Scale(0.5).rgb();
        let off = middle.iter().zip([33, 145, 140]).map(|(a, b)| a.abs_diff(b));
        assert!(off.max() <= Some(4), "{middle:?}");
    }
}
