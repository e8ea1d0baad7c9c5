//! What a file's metadata says about the network.

use std::collections::BTreeMap;

use datasets::{Dataset, Samples};

use crate::flags::InvalidValue;

/// The key and the value of the fact that an [`Mlp`](models::Mlp)'s tensors do not contain and its
/// computation needs: the name of its activation function.
pub fn activation_fact(name: &str) -> (&'static str, String) {
    (ACTIVATION, name.to_lowercase())
}

/// The name of the built-in network, which a file without the fact `network` holds.
pub const PERCEPTRON: &str = "perceptron";

/// What is needed to make a network of [`NETWORKS`](crate::networks::NETWORKS) again, as facts: its name and the
/// number of its classes. The third, the size of the images, is in [`image_facts`].
pub fn network_facts(name: &str, samples: &impl Samples) -> [(&'static str, String); 2] {
    [(NETWORK, name.into()), (CLASSES, samples.classes().to_string())]
}

/// The rows and columns of the images that a network was trained on, as facts.
pub fn image_facts(samples: &impl Samples) -> [(&'static str, String); 2] {
    let (rows, columns) = samples.image_shape();
    [(ROWS, rows.to_string()), (COLUMNS, columns.to_string())]
}

/// The data that a network was trained on, as a fact: their name and their fingerprint.
pub fn data_fact(data: &Dataset) -> (&'static str, String) {
    (DATA, format!("{}{FINGERPRINT}{})", data.name, data.fingerprint))
}

pub(super) const ACTIVATION: &str = "activation";
const NETWORK: &str = "network";
const CLASSES: &str = "classes";
const ROWS: &str = "image_rows";
const COLUMNS: &str = "image_columns";
const DATA: &str = "data";
/// Stands between the name and the fingerprint.
const FINGERPRINT: &str = " (SHA-256 ";

/// The facts that a file holds. Its text is foreign: what is longer than [`MOST_CHARACTERS`] is cut.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<String, String>);

/// How many characters of a fact's key and of its value are kept.
const MOST_CHARACTERS: usize = 10_000;

/// How many facts are kept.
const MOST_FACTS: usize = 100;

impl Facts {
    /// These facts, cut to what is kept.
    pub(super) fn of(facts: impl IntoIterator<Item = (String, String)>) -> Self {
        let facts = facts.into_iter().take(MOST_FACTS);
        Self(facts.map(|(key, value)| (cut(&key, 100), cut(&value, MOST_CHARACTERS))).collect())
    }

    /// The value of this fact.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// The name of the network: [`PERCEPTRON`] if the file does not say it.
    pub fn network(&self) -> &str {
        self.get(NETWORK).unwrap_or(PERCEPTRON)
    }

    /// The name of the data that the network was trained on, if the file says it and they are not MNIST.
    pub fn other_data(&self) -> Option<String> {
        let data = self.get(DATA)?;
        let name = data.rsplit_once(FINGERPRINT).map_or(data, |(name, _)| name);
        let is_mnist = name == "MNIST" || name.starts_with("MNIST,");
        (!is_mnist).then(|| cut(name, 60))
    }

    /// The rows and the columns of the images, if the file says them.
    ///
    /// # Errors
    /// If it says only one of them, or one is no whole number.
    pub fn rows_and_columns(&self) -> Result<Option<(usize, usize)>, InvalidValue> {
        match (self.number(ROWS)?, self.number(COLUMNS)?) {
            (Some(rows), Some(columns)) => Ok(Some((rows, columns))),
            (None, None) => Ok(None),
            _ => Err(format!("its metadata has only one of {ROWS} and {COLUMNS}").into()),
        }
    }

    /// The number of classes, if the file says it.
    ///
    /// # Errors
    /// If it is no whole number.
    pub fn classes(&self) -> Result<Option<usize>, InvalidValue> {
        self.number(CLASSES)
    }

    fn number(&self, key: &str) -> Result<Option<usize>, InvalidValue> {
        let number = |text: &str| {
            text.parse().map_err(|_| {
                InvalidValue::from(format!("its {key} `{}` is not a whole number", cut(text, 40)))
            })
        };
        self.get(key).map(number).transpose()
    }

    /// The rows and the columns of the images of a network that takes `pixels` inputs: what the file says,
    /// or a square.
    ///
    /// # Errors
    /// If the numbers of the file do not fit `pixels`, or it has none and `pixels` is no square.
    pub fn image_shape(&self, pixels: usize) -> Result<(usize, usize), InvalidValue> {
        let side = pixels.isqrt();
        match self.rows_and_columns()? {
            Some((rows, columns)) if rows.checked_mul(columns) == Some(pixels) => {
                Ok((rows, columns))
            }
            Some((rows, columns)) => Err(InvalidValue::from(format!(
                "its images have {rows} × {columns} pixels according to its metadata, but the network \
                 takes {pixels} inputs"
            ))),
            None if side * side == pixels => Ok((side, side)),
            None => Err(InvalidValue::from(format!(
                "the network takes {pixels} pixels, which do not form a square, and its file does not \
                 say how many rows and columns they are: save it again with {ROWS} and {COLUMNS} in its \
                 metadata"
            ))),
        }
    }
}

/// The first `most` characters of a foreign text, with … for the rest.
pub(crate) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.into(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(pairs: &[(&str, &str)]) -> Facts {
        Facts::of(pairs.iter().map(|&(key, value)| (key.into(), value.into())))
    }

    #[test]
    fn the_shape_of_images_is_what_the_file_says_or_a_square() {
        let shape = |pairs: &[_], pixels| facts(pairs).image_shape(pixels);
        assert_eq!(shape(&[], 784), Ok((28, 28)));
        assert_eq!(shape(&[(ROWS, "28"), (COLUMNS, "20")], 560), Ok((28, 20)));
        // A number of pixels that is a square can be a rectangle.
        assert_eq!(shape(&[(ROWS, "8"), (COLUMNS, "2")], 16), Ok((8, 2)));
        let said = |pairs: &[_], pixels| shape(pairs, pixels).unwrap_err().to_string();
        assert!(said(&[], 560).contains("do not form a square"));
        assert!(said(&[(ROWS, "28"), (COLUMNS, "20")], 784).contains("28 × 20"));
        assert!(said(&[(ROWS, "28")], 784).contains("only one"));
        assert!(said(&[(ROWS, "-1"), (COLUMNS, "20")], 784).contains("`-1` is not a whole number"));
        let most = usize::MAX.to_string();
        assert!(said(&[(ROWS, &most), (COLUMNS, &most)], 784).contains("takes 784"));
    }

    #[test]
    fn other_data_than_mnist_are_named() {
        let other = |data: &str| facts(&[(DATA, data)]).other_data();
        for mnist in ["MNIST (SHA-256 b2d8)", "MNIST, transposed (SHA-256 b2d8)", "MNIST"] {
            assert_eq!(other(mnist), None, "{mnist}");
        }
        assert_eq!(facts(&[]).other_data(), None);
        let named = |data| other(data).unwrap();
        assert_eq!(named("Fashion-MNIST (SHA-256 1441)"), "Fashion-MNIST");
        assert_eq!(named("MNIST-like (2) (SHA-256 1441)"), "MNIST-like (2)");
        assert_eq!(named(&"x".repeat(1000)).chars().count(), 61);
        let (key, value) = data_fact(&Dataset::mnist().unwrap());
        assert!(value.starts_with("MNIST (SHA-256 b2d8"), "{value}");
        assert_eq!(facts(&[(key, &value)]).other_data(), None);
    }

    #[test]
    fn foreign_text_is_cut() {
        let long = "é".repeat(20_000);
        assert_eq!(facts(&[("x", &long)]).get("x").unwrap().chars().count(), MOST_CHARACTERS + 1);
        assert_eq!((cut("abc", 3), cut("abcd", 3)), ("abc".into(), "abc…".into()));
        let many: Vec<_> = (0..1000).map(|i| (i.to_string(), String::new())).collect();
        assert_eq!(Facts::of(many).0.len(), MOST_FACTS);
    }
}
