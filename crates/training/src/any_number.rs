//! A number that may be infinite or NaN, for `#[serde(with = "any_number")]`. A finite number is written as
//! a number, the others as the words `inf`, `-inf` and `NaN`.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Finite(f64),
    Word(String),
}

/// Writes the number.
///
/// # Errors
/// Those of `serializer`.
pub fn serialize<S: Serializer>(x: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    match x.is_finite() {
        true => serializer.serialize_f64(*x),
        false => serializer.serialize_str(&x.to_string()),
    }
}

/// Reads the number.
///
/// # Errors
/// If it is neither a number nor one of the three words.
pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<f64, D::Error> {
    match Written::deserialize(deserializer)? {
        Written::Finite(x) => Ok(x),
        Written::Word(word) => match word.as_str() {
            "inf" => Ok(f64::INFINITY),
            "-inf" => Ok(f64::NEG_INFINITY),
            "NaN" => Ok(f64::NAN),
            other => Err(D::Error::custom(format!("`{other}` is not a number"))),
        },
    }
}
