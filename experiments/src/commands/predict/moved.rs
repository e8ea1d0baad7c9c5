//! The accuracy on moved images, as a table and as a figure.

use datasets::Samples;
use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::table::{Table, percent};
use language::tr;
use training::moved::{DIRECTIONS, Moved, shift};

/// The accuracy by the number of pixels.
pub fn moved_table(moved: &[Moved]) -> Table {
    let mut table = Table::new([
        tr!("moved by (pixels)"),
        tr!("accuracy"),
        tr!("centred again"),
        tr!("ink still inside"),
    ]);
    for one in moved {
        table.row([
            one.pixels.to_string(),
            percent(one.mean()),
            percent(one.mean_centered()),
            percent(one.inside),
        ]);
    }
    table
}

/// How the accuracy falls the farther the images are moved, above one image at each distance.
pub fn moved_figure(moved: &[Moved], samples: &impl Samples) -> Figure {
    let curve = |of: &dyn Fn(&Moved) -> f64| -> Vec<[f64; 2]> {
        moved.iter().map(|one| [one.pixels as f64, of(one)]).collect()
    };
    let farthest = moved.last().map_or(0, |one| one.pixels);
    let each = (0..DIRECTIONS.len())
        .map(|i| Mark::line("", Ink::Series(0), curve(&|one| one.accuracy[i])).dashed());
    let accuracy = Panel::new(tr!("accuracy on the test images"))
        .x(Axis::new(tr!("moved by so many pixels")).range(0.0, farthest as f64))
        .y(Axis::new(tr!("accuracy")).range(0.0, 1.0))
        .with_all(each)
        .with(
            Mark::line(tr!("moved (mean of four directions)"), Ink::Series(0), curve(&Moved::mean))
                .marked(Marker::Dot),
        )
        .with(
            Mark::line(
                tr!("moved, then centred by mass"),
                Ink::Series(1),
                curve(&Moved::mean_centered),
            )
            .marked(Marker::Square),
        );
    let images = moved.iter().filter(|one| one.pixels % 2 == 0 && !samples.is_empty()).map(|one| {
        let (_, columns) = samples.image_shape();
        let image = shift(samples.image(0), columns, one.pixels as i32, 0);
        let (pixels, accuracy) = (one.pixels, percent(one.mean()));
        Panel::new(tr!("{pixels} pixels: {accuracy}", pixels, accuracy))
            .bare()
            .with(Mark::image(columns, image))
    });
    let said: Vec<String> = moved
        .iter()
        .map(|one| {
            let (pixels, accuracy) = (one.pixels, percent(one.mean()));
            tr!("{pixels} pixels {accuracy}", pixels, accuracy)
        })
        .collect();
    let at = |pixels: usize| moved.iter().find(|one| one.pixels == pixels).map(Moved::mean);
    let title = match (at(0), at(4)) {
        (Some(still), Some(moved)) => tr!(
            "Moved by 4 pixels, {moved} of the images are classified correctly instead of {still}",
            moved = percent(moved),
            still = percent(still)
        ),
        _ => tr!("Images that are moved").into(),
    };
    Figure::new(title)
        .subtitle(tr!(
            "test images moved left, right, up and down (dashed: one direction each); black comes in, \
             and what leaves is lost"
        ))
        .alt(tr!(
            "Accuracy against the number of pixels by which the images are moved: {accuracies}. A second line \
             shows it after each image was centred by its mass again.",
            accuracies = said.join(", ")
        ))
        .grid(3, 250.0, 200.0)
        .panel(accuracy)
        .panels(images)
}
