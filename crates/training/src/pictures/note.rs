//! What a reader should know about a picture in addition to the prediction.

use std::fmt;

use super::shape::Shape;

/// Something about a picture that makes its prediction doubtful.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// There are no strokes in it.
    NothingDrawn,
    /// Several digits lie side by side: the columns of the picture in which each lies, from left to right.
    SeveralDigits(Vec<(usize, usize)>),
    /// The strokes reach the edge of the picture, so a part may be missing.
    CutOff,
    /// The strokes differ from the background by only so many of 255 levels.
    Faint(u8),
    /// The picture is taken as it is, and more light than dark, unlike MNIST.
    LightGround,
    /// The network was trained on the data set of this name, and the picture, which has the size of its images,
    /// is taken as it is.
    TakenAsIs(String),
    /// The network was trained on other data than MNIST, but the picture is prepared as MNIST's digits were.
    PreparedAsMnist {
        /// The name of the data.
        trained_on: String,
        /// The rows and the columns of its images.
        shape: Shape,
    },
    /// The network's probability of its choice is low: the choice, the second and their probabilities.
    Unsure {
        /// The most probable class, and its probability.
        first: (usize, f64),
        /// The second most probable class, and its probability.
        second: (usize, f64),
    },
}

/// Below this probability a prediction is called unsure.
pub const SURE: f64 = 0.8;

impl Note {
    /// The note that the most probable class of these is unsure, if it is.
    pub fn unsure(probabilities: &[f64]) -> Option<Self> {
        let mut order: Vec<usize> = (0..probabilities.len()).collect();
        order.sort_by(|&a, &b| probabilities[b].total_cmp(&probabilities[a]));
        let class = |at: usize| order.get(at).map(|&class| (class, probabilities[class]));
        let (first, second) = (class(0)?, class(1)?);
        (first.1 < SURE).then_some(Self::Unsure { first, second })
    }

    /// Whether it is about the data that the network was trained on, and so is the same for many pictures.
    pub fn is_about_the_data(&self) -> bool {
        matches!(self, Self::TakenAsIs(_) | Self::PreparedAsMnist { .. })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::NothingDrawn => {
                write!(f, "nothing is drawn on it, so the prediction means nothing")
            }
            Self::SeveralDigits(places) => {
                let places: Vec<String> =
                    places.iter().map(|(from, to)| format!("{from} to {}", to - 1)).collect();
                write!(
                    f,
                    "it seems to show {} digits side by side (columns {}), but the network reads one \
                     digit per picture; cut it into single digits",
                    places.len(),
                    places.join(", ")
                )
            }
            Self::CutOff => {
                write!(f, "the digit touches the edge of the picture, so a part may be missing")
            }
            Self::Faint(levels) => write!(
                f,
                "the strokes differ from the background by only {levels} of 255 levels; draw them \
                 darker or take the picture in more light"
            ),
            Self::LightGround => write!(
                f,
                "taken as it is, it is more light than dark, but MNIST's digits are light on dark; leave \
                 out --as-is, or add --strokes dark"
            ),
            Self::TakenAsIs(name) => write!(
                f,
                "it was not prepared as MNIST's digits were, because the network was trained on {name}, whose \
                 images have this size; --prepare prepares it"
            ),
            Self::PreparedAsMnist { trained_on, shape: Shape { rows, columns } } => write!(
                f,
                "the network was trained on {trained_on}, but the picture was prepared as MNIST's digits \
                 were; if {trained_on} does not look like that, give a picture that is {columns} pixels wide \
                 and {rows} high and not transparent"
            ),
            Self::Unsure { first, second } => write!(
                f,
                "low confidence: {} ({:.0} %), or else {} ({:.0} %)",
                first.0,
                100.0 * first.1,
                second.0,
                100.0 * second.1
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prediction_is_unsure_below_the_limit() {
        assert_eq!(Note::unsure(&[0.1, 0.85, 0.05]), None);
        let said = Note::unsure(&[0.4, 0.05, 0.55]).unwrap();
        assert_eq!(said, Note::Unsure { first: (2, 0.55), second: (0, 0.4) });
        assert_eq!(said.to_string(), "low confidence: 2 (55 %), or else 0 (40 %)");
        assert_eq!(Note::unsure(&[1.0]), None);
    }

    #[test]
    fn places_are_named_by_their_columns() {
        let said = Note::SeveralDigits(vec![(3, 10), (14, 20)]).to_string();
        assert!(said.contains("2 digits") && said.contains("columns 3 to 9, 14 to 19"), "{said}");
    }
}
