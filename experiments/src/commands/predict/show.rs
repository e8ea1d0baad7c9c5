//! Predictions as a table, as JSON and as a figure.

use datasets::Samples;
use figures::{Axis, Bar, Figure, Ink, Mark, Panel};
use lab::table::{Table, percent};
use language::tr;
use serde_json::{Value, json};
use training::pictures::{Note, Reading};
use training::predict::{Prediction, Wrong, most_likely};

use super::words::words;

/// The predictions as a table: the most probable class and the second most probable one.
pub fn table(predictions: &[Prediction]) -> Table {
    let mut table = Table::new([
        tr!("image"),
        tr!("class"),
        tr!("probability"),
        tr!("second"),
        tr!("its probability"),
    ]);
    for Prediction { picture, probabilities, .. } in predictions {
        let first = most_likely(probabilities);
        let mut others = probabilities.clone();
        others[first] = -1.0;
        let second = most_likely(&others);
        table.row([
            picture.name.clone(),
            first.to_string(),
            percent(probabilities[first]),
            second.to_string(),
            percent(probabilities[second]),
        ]);
    }
    table
}

/// The predictions as JSON, with what makes them doubtful.
pub fn json(predictions: &[Prediction], readings: &[Reading]) -> Value {
    let one =
        |(Prediction { picture, logits, probabilities }, reading): (&Prediction, &Reading)| {
            json!({
                "picture": picture.name,
                "class": most_likely(probabilities),
                "probabilities": probabilities,
                "logits": logits,
                "notes": reading.notes.iter().map(Note::to_string).collect::<Vec<_>>(),
            })
        };
    predictions.iter().zip(readings).map(one).collect()
}

/// The notes as lines. One about the data that the network was trained on is the same for many pictures, and
/// is said once.
pub fn notes(readings: &[Reading]) -> Vec<String> {
    let mut all = Vec::new();
    for reading in readings {
        all.extend(reading.notes.iter().map(|note| (note, &reading.picture.name)));
    }
    let (mut of_many, of_one): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(note, _)| note.is_about_the_data());
    let line = |name: &String, note| tr!("note: {what}: {said}", what = name, said = words(note));
    let mut lines: Vec<String> = of_one.iter().map(|(note, name)| line(name, note)).collect();
    while let Some(&(note, name)) = of_many.first() {
        let before = of_many.len();
        of_many.retain(|(other, _)| *other != note);
        lines.push(match before - of_many.len() {
            1 => line(name, note),
            n => {
                tr!("note: {what} and {n} more: {said}", what = name, n = n - 1, said = words(note))
            }
        });
    }
    lines
}

/// How many images a figure shows at most.
pub const DRAWN: usize = 40;

/// The first images: each as it was, as it is prepared for the network, and with its probabilities.
pub fn figure(predictions: &[Prediction], readings: &[Reading]) -> Figure {
    let drawn = || predictions.iter().zip(readings).take(DRAWN);
    // Images that are all taken as they are need no column that shows them twice.
    let with_original = drawn().any(|(_, reading)| reading.original.is_some());
    let panels = drawn().flat_map(|(Prediction { picture, probabilities, .. }, reading)| {
        let first = most_likely(probabilities);
        let original = with_original.then(|| {
            let (columns, pixels) = match &reading.original {
                Some(original) => original.clone(),
                None => (picture.columns, picture.pixels.clone()),
            };
            Panel::new(short(&picture.name)).bare().framed().with(Mark::image(columns, pixels))
        });
        let image = Panel::new(format!("{first}, {}", percent(probabilities[first])))
            .bare()
            .framed()
            .with(Mark::image(picture.columns, picture.pixels.clone()));
        let bars = probabilities.iter().enumerate().map(|(class, &p)| Bar::grouped(class, 0, 1, p));
        let classes = (0..probabilities.len()).map(|class| class.to_string());
        let bars = Panel::new("")
            .x(Axis::categories(classes).label(tr!("class")))
            .y(Axis::new(tr!("probability")).range(0.0, 1.0))
            .with(Mark::bars("", Ink::Series(0), bars));
        original.into_iter().chain([image, bars])
    });
    let said = drawn().map(|(Prediction { picture, probabilities, .. }, _)| {
        format!("{}: {}", picture.name, most_likely(probabilities))
    });
    let (subtitle, columns) = match with_original {
        true => {
            (tr!("each image, what the network sees of it, and the probability of each class"), 6)
        }
        false => (tr!("each image, and the probability of each class"), 4),
    };
    Figure::new(tr!("What the network predicts"))
        .subtitle(subtitle)
        .alt(tr!(
            "Images and bars with their probabilities. {predictions}.",
            predictions = said.collect::<Vec<_>>().join("; ")
        ))
        .grid(columns, 130.0, 110.0)
        .panels(panels)
}

/// The end of a file's name, short enough for the title of a small panel.
fn short(name: &str) -> String {
    const MOST: usize = 18;
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let count = name.chars().count();
    match count > MOST {
        true => format!("…{}", name.chars().skip(count + 1 - MOST).collect::<String>()),
        false => name.to_owned(),
    }
}

/// The first images that are classified incorrectly, in a grid.
pub fn wrong_figure(wrong: &[Wrong], samples: &impl Samples) -> Figure {
    let (_, columns) = samples.image_shape();
    let panels = wrong.iter().take(DRAWN).map(|w| {
        Panel::new(format!("{} → {}, {}", w.label, w.said, percent(w.probability)))
            .bare()
            .with(Mark::image(columns, samples.image(w.index)))
    });
    let (n, of) = (wrong.len(), samples.len());
    Figure::new(tr!("{n} of {of} test images are classified incorrectly", n, of))
        .subtitle(tr!(
            "label → prediction with its probability, most certain first: {drawn} of {n} images, {share} of all",
            drawn = n.min(DRAWN),
            n,
            share = percent(n as f64 / of as f64)
        ))
        .alt(tr!(
            "A grid of test images that are classified incorrectly; there are {n}.",
            n
        ))
        .grid(8, 96.0, 96.0)
        .panels(panels)
}
