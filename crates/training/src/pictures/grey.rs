//! One number for each pixel out of colours and opacity, at a size that is quick to work with.

use super::ground::quantile;
use super::parts::Frame;
use super::plane::{Plane, shrink};
use super::raster::Raster;

/// The longest side that a picture is worked on with.
const WORKING_SIDE: usize = 1000;

/// How different the grey of opaque pixels must be to be a drawing in itself, from 0 to 255.
const DRAWN_IN_GREY: f32 = 48.0;

/// A picture reduced to at most [`WORKING_SIDE`] pixels in each direction, in grey.
///
/// Where a picture has transparent pixels, the stroke is either in the colours or in the opacity itself
/// (a canvas on which only the strokes are opaque, in whatever colour): see [`without_opacity`].
pub fn grey(raster: &Raster) -> Plane {
    let (width, height) = reduced(raster.width(), raster.height(), WORKING_SIDE);
    let colors = without_opacity(reduce(raster, width, height), width);
    let channel = best_channel(&colors);
    let values = colors.iter().map(|color| channel.of(color)).collect();
    Plane { width, height, values }
}

/// The size with the longest side at most `longest`, in the same proportions.
pub fn reduced(width: usize, height: usize, longest: usize) -> (usize, usize) {
    let side = width.max(height);
    if side <= longest {
        return (width, height);
    }
    let scaled = |length: usize| ((length * longest + side / 2) / side).max(1);
    (scaled(width), scaled(height))
}

/// `[red, green, blue, opacity]` of the reduced picture. The colours of transparent pixels do not count,
/// because nobody sees them.
fn reduce(raster: &Raster, width: usize, height: usize) -> Vec<[f32; 4]> {
    let pixels = raster.pixels();
    let weighted = shrink(raster.width(), raster.height(), width, height, |i| {
        let [red, green, blue, opacity] = pixels[i].map(f32::from);
        [red * opacity, green * opacity, blue * opacity, opacity]
    });
    let color = |[red, green, blue, opacity]: [f32; 4]| match opacity > 0.0 {
        true => [red / opacity, green / opacity, blue / opacity, opacity],
        false => [0.0; 4],
    };
    weighted.into_iter().map(color).collect()
}

/// The colours that a reader sees.
///
/// - Without transparent pixels they are the colours as they are.
/// - If all opaque pixels are equally bright, there is nothing in the colours: the opacity is the picture.
///   So it is too if the transparent pixels surround strokes of several colours, unless the opaque part is
///   a full rectangle.
/// - Else the transparent pixels (rounded corners, a margin) take the colour that most opaque pixels have.
fn without_opacity(colors: Vec<[f32; 4]>, width: usize) -> Vec<[f32; 3]> {
    let color = |&[red, green, blue, _]: &[f32; 4]| [red, green, blue];
    if colors.iter().all(|color| color[3] >= 254.5) {
        return colors.iter().map(color).collect();
    }
    let mut opaque: Vec<[f32; 3]> = colors.iter().filter(|c| c[3] >= 200.0).map(color).collect();
    if opaque.is_empty() {
        opaque = colors.iter().filter(|c| c[3] > 0.0).map(color).collect();
    }
    let brightness: Vec<f32> = opaque.iter().map(luma).collect();
    let spread = quantile(brightness.clone(), 0.99) - quantile(brightness, 0.01);
    let is_card = fills_its_rectangle(&colors, width);
    if spread < DRAWN_IN_GREY || !is_card {
        return colors.iter().map(|&[.., opacity]| [opacity; 3]).collect();
    }
    let ground = most_frequent(&opaque);
    let over = |&[red, green, blue, opacity]: &[f32; 4]| {
        let share = opacity / 255.0;
        let mix = |value: f32, below: f32| value * share + below * (1.0 - share);
        [mix(red, ground[0]), mix(green, ground[1]), mix(blue, ground[2])]
    };
    colors.iter().map(over).collect()
}

/// Whether the opaque pixels fill most of the rectangle around them, as a card does and strokes do not.
fn fills_its_rectangle(colors: &[[f32; 4]], width: usize) -> bool {
    let opaque = (0..colors.len()).filter(|&i| colors[i][3] >= 128.0);
    let (mut count, mut around) = (0, None::<Frame>);
    for i in opaque {
        let (x, y) = (i % width, i / width);
        let here = Frame { left: x, top: y, right: x + 1, bottom: y + 1 };
        around = Some(around.map_or(here, |frame| frame.with(&here)));
        count += 1;
    }
    around.is_some_and(|frame| 10 * count >= 7 * frame.width() * frame.height())
}

/// The mean of the colours around the most frequent brightness.
fn most_frequent(colors: &[[f32; 3]]) -> [f32; 3] {
    let bin = |color: &[f32; 3]| (luma(color) / 16.0).clamp(0.0, 15.0) as usize;
    let mut counts = [0usize; 16];
    colors.iter().for_each(|color| counts[bin(color)] += 1);
    let most = (0..16).max_by_key(|&i| counts[i]).unwrap_or(0);
    let mut sum = [0.0; 3];
    for color in colors.iter().filter(|color| bin(color) == most) {
        (0..3).for_each(|c| sum[c] += color[c]);
    }
    sum.map(|sum| sum / counts[most].max(1) as f32)
}

/// The brightness of a colour (luma of ITU-R BT.601).
pub fn luma(&[red, green, blue]: &[f32; 3]) -> f32 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// What a colour is reduced to.
#[derive(Clone, Copy)]
enum Channel {
    Luma,
    Only(usize),
}

impl Channel {
    fn of(self, color: &[f32; 3]) -> f32 {
        match self {
            Self::Luma => luma(color),
            Self::Only(channel) => color[channel],
        }
    }
}

/// The brightness; or one of the three colours if the picture has much more contrast there, as with
/// yellow strokes on white, or red ones on a green of the same brightness.
fn best_channel(colors: &[[f32; 3]]) -> Channel {
    let variance = |channel: Channel| {
        let count = colors.len() as f64;
        let values = || colors.iter().map(|color| f64::from(channel.of(color)));
        let mean = values().sum::<f64>() / count;
        values().map(|value| (value - mean).powi(2)).sum::<f64>() / count
    };
    let channels = [Channel::Only(0), Channel::Only(1), Channel::Only(2)];
    let luma = variance(Channel::Luma);
    let (best, most) = channels
        .map(|channel| (channel, variance(channel)))
        .into_iter()
        .fold((Channel::Luma, luma), |best, new| if new.1 > best.1 { new } else { best });
    match most > 6.0 * luma && most > 25.0 {
        true => best,
        false => Channel::Luma,
    }
}
