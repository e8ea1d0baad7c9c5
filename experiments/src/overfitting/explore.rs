//! What the report's reader moves: the number of training images, while watching the gap.

use lab::experiment::RecordOf;
use lab::explorer::{Control, Explorer};
use lab::table::percent;
use language::tr;
use training::epochs::Curves;
use training::statistics::mean;

use super::figure::number_of_images;
use super::settings::Settings;
use super::sweep::sweeps;
use super::trial::Overfitting;
use crate::shared::accuracy_explorer::{drawing, slots};

/// The explorer of the numbers of training images.
pub fn explorers(record: &RecordOf<Overfitting>) -> Vec<Explorer> {
    let [images, ..] = sweeps(&record.settings);
    let controls = vec![Control {
        label: tr!("training images"),
        choices: images.plans.iter().map(|(value, _)| value.clone()).collect(),
        begins_at: 0,
        slides: true,
    }];
    let story = |i: usize| {
        let at_end = |number: fn(&Curves) -> f64| mean(&record.values(&images.arm(i), number));
        let mistakes = |accuracy: f64| percent(1.0 - accuracy);
        tr!(
            "With {images} training images, the network misclassifies {training} of them and {test} of the test \
             images. The gap is {gap}.",
            images = number_of_images(&images, i),
            training = mistakes(at_end(Curves::training_at_end)),
            test = mistakes(at_end(Curves::test_at_end)),
            gap = percent(at_end(Curves::gap))
        )
    };
    let states = Explorer::states(&controls, |at| slots(record, &images.arm(at[0]), &story(at[0])));
    let Settings { width, depth, iterations, .. } = record.settings;
    let id = "training-images";
    vec![Explorer {
        id,
        statement: "V2",
        heading: tr!("the number of training images"),
        about: tr!(
            "The same network, 784-{width}×{depth}-10, learns for {iterations} steps from more and more images. \
             Which of the two accuracies moves, and so closes the gap? A full bar is an accuracy of 100 %; thin \
             lines are single seeds.",
            width,
            depth,
            iterations
        ),
        drawing: drawing(id, &states[0]),
        controls,
        states,
    }]
}
