//! The values that are searched (H1), for every hyperparameter.
//!
//! A [`Space`] is read from flags, or from a TOML file in which each value is written as for its flag:
//!
//! ```toml
//! learning_rate = "log-uniform:1e-4..1"
//! dropout = "uniform:0..0.5"
//! depth = "integer:1..6"
//! optimizer = ["SGD", "Adam"]     # or "choice:SGD,Adam"
//! width = 50                      # not searched
//! ```
//!
//! A hyperparameter that is not mentioned keeps the book's setting.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::configuration::Configuration;
use super::dimension::{Dimension, FORMS, Point};
use super::key::{KEYS, Key};
use super::value::Value;
use crate::flags::InvalidValue;

/// The values that each hyperparameter may take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>")]
pub struct Space(BTreeMap<String, Dimension>);

/// A space from a record: each hyperparameter with the values that it may take, as [`Key::read`] reads them.
/// (An initializer that is called `1` is a name there, and not a number.)
impl TryFrom<BTreeMap<String, String>> for Space {
    type Error = InvalidValue;

    fn try_from(mut texts: BTreeMap<String, String>) -> Result<Self, InvalidValue> {
        let mut space = Self(BTreeMap::new());
        for key in &KEYS {
            let text =
                texts.remove(key.name).ok_or_else(|| format!("`{}` is missing", key.name))?;
            space.set(key, key.read(&text)?);
        }
        match texts.keys().next() {
            None => Ok(space),
            Some(name) => Err(format!("there is no hyperparameter `{name}`").into()),
        }
    }
}

impl Space {
    /// The book's space, in which the learning rate and the weight decay are searched.
    pub fn book() -> Self {
        Self(KEYS.iter().map(|key| (key.name.to_owned(), key.book_dimension())).collect())
    }

    /// The book's space with the changes that a TOML text describes.
    ///
    /// # Errors
    /// If the text is not TOML, or if it has a key or a value that is not allowed: which one, and what
    /// is allowed.
    pub fn from_toml(text: &str) -> Result<Self, InvalidValue> {
        let table: toml::Table =
            text.parse().map_err(|error| InvalidValue::from(format!("it is not TOML: {error}")))?;
        let mut space = Self::book();
        for (name, value) in table {
            let key = KEYS.iter().find(|key| key.name == name).ok_or_else(|| {
                let names: Vec<_> = KEYS.iter().map(|key| key.name).collect();
                format!("there is no hyperparameter `{name}`; allowed: {}", names.join(", "))
            })?;
            let dimension = words(&value).and_then(|words| key.read(&words));
            let dimension = dimension.map_err(|reason| format!("{name}: {reason}"))?;
            space.set(key, dimension);
        }
        Ok(space)
    }

    /// Changes the values that a hyperparameter may take.
    pub(super) fn set(&mut self, key: &Key, dimension: Dimension) {
        self.0.insert(key.name.into(), dimension);
    }

    /// The dimensions, in the order of [`KEYS`].
    pub fn dimensions(&self) -> Vec<Dimension> {
        KEYS.iter().map(|key| self.of(key.name).clone()).collect()
    }

    /// The dimension of that name.
    ///
    /// # Panics
    /// If there is none of that name.
    pub fn of(&self, name: &str) -> &Dimension {
        &self.0[name]
    }

    /// The largest value that a hyperparameter of whole numbers may take, such as the width.
    ///
    /// # Panics
    /// If there is no hyperparameter of that name.
    pub fn largest(&self, name: &str) -> usize {
        let size = |value: &Value| if let Value::Number(x) = value { *x as usize } else { 0 };
        match self.of(name) {
            Dimension::Fixed(value) => size(value),
            Dimension::Uniform { to, .. } | Dimension::LogUniform { to, .. } => *to as usize,
            Dimension::Integer { to, .. } => *to as usize,
            Dimension::Choice(values) => values.iter().map(size).max().unwrap_or(0),
        }
    }

    /// The hyperparameters that are searched.
    pub fn searched(&self) -> Vec<(&'static Key, &Dimension)> {
        let all = KEYS.iter().map(|key| (key, self.of(key.name)));
        all.filter(|(_, dimension)| dimension.is_searched()).collect()
    }

    /// Whether it is a point of the space, with a coordinate for each dimension.
    pub fn has(&self, point: &Point) -> bool {
        let has = |(dimension, &x): (Dimension, &f64)| dimension.has(x);
        point.len() == KEYS.len() && self.dimensions().into_iter().zip(point).all(has)
    }

    /// The configuration at a point.
    pub fn configuration(&self, point: &Point) -> Configuration {
        let mut values = KEYS.iter().zip(point).map(|(key, &x)| self.of(key.name).value(x));
        let mut next = || values.next().expect("a coordinate for each dimension");
        Configuration {
            learning_rate: number(next()),
            weight_decay: number(next()),
            dropout: number(next()),
            width: number(next()) as usize,
            depth: number(next()) as usize,
            batch_size: number(next()) as usize,
            optimizer: next().to_string(),
            initializer: next().to_string(),
            activation: next().to_string(),
        }
    }
}

/// A value of a TOML file as the flag takes it; an array is a choice.
fn words(value: &toml::Value) -> Result<String, InvalidValue> {
    let toml::Value::Array(items) = value else {
        return word(value).ok_or_else(|| FORMS.into());
    };
    let item = |item: &toml::Value| -> Result<String, InvalidValue> {
        match word(item) {
            // The flag would take it for two items.
            Some(word) if word.contains(',') => Err(format!(
                "`{word}` is one item; allowed: [\"A\", \"B\", ...], an item for each choice"
            )
            .into()),
            Some(word) => Ok(word),
            None => Err("a choice is an array of names or numbers".into()),
        }
    };
    let items: Result<Vec<String>, _> = items.iter().map(item).collect();
    Ok(format!("choice:{}", items?.join(",")))
}

fn word(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(n) => Some(n.to_string()),
        toml::Value::Float(x) => Some(Value::Number(*x).to_string()),
        _ => None,
    }
}

fn number(value: Value) -> f64 {
    match value {
        Value::Number(x) => x,
        Value::Name(name) => unreachable!("{name} was checked to be a number"),
    }
}

#[cfg(test)]
mod tests;
