//! The notes on pictures in the current language.

use language::tr;
use training::pictures::{Note, Shape};

/// What a note says. In English these are the words of the note itself, which the crate `training` and JSON use.
pub fn words(note: &Note) -> String {
    match note {
        Note::NothingDrawn => tr!("nothing is drawn on it, so the prediction means nothing").into(),
        Note::SeveralDigits(places) => {
            let place = |&(from, to): &(usize, usize)| tr!("{from} to {to}", from, to = to - 1);
            tr!(
                "it seems to show {n} digits side by side (columns {places}), but the network reads one \
                 digit per picture; cut it into single digits",
                n = places.len(),
                places = places.iter().map(place).collect::<Vec<_>>().join(", ")
            )
        }
        Note::CutOff => {
            tr!("the digit touches the edge of the picture, so a part may be missing").into()
        }
        Note::Faint(levels) => tr!(
            "the strokes differ from the background by only {levels} of 255 levels; draw them darker or take \
             the picture in more light",
            levels
        ),
        Note::LightGround => tr!(
            "taken as it is, it is more light than dark, but MNIST's digits are light on dark; leave out \
             --as-is, or add --strokes dark"
        )
        .into(),
        Note::TakenAsIs(name) => tr!(
            "it was not prepared as MNIST's digits were, because the network was trained on {name}, whose \
             images have this size; --prepare prepares it",
            name
        ),
        Note::PreparedAsMnist { trained_on, shape: Shape { rows, columns } } => tr!(
            "the network was trained on {trained_on}, but the picture was prepared as MNIST's digits were; if \
             {trained_on} does not look like that, give a picture that is {columns} pixels wide and {rows} high \
             and not transparent",
            trained_on,
            columns,
            rows
        ),
        Note::Unsure { first, second } => {
            let percent = |p: f64| format!("{:.0} %", 100.0 * p);
            tr!(
                "low confidence: {first} ({p}), or else {second} ({q})",
                first = first.0,
                p = percent(first.1),
                second = second.0,
                q = percent(second.1)
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_english_words_are_those_of_the_note() {
        let shape = Shape { rows: 8, columns: 9 };
        for note in [
            Note::NothingDrawn,
            Note::SeveralDigits(vec![(3, 10), (14, 20)]),
            Note::CutOff,
            Note::Faint(12),
            Note::LightGround,
            Note::TakenAsIs("letters".into()),
            Note::PreparedAsMnist { trained_on: "letters".into(), shape },
            Note::Unsure { first: (2, 0.55), second: (0, 0.4) },
        ] {
            assert_eq!(words(&note), note.to_string());
        }
    }
}
