//! Numbers that may be infinite or NaN, because training diverged, for `#[serde(with = "any_number")]`. JSON
//! has no such numbers: a finite one is written as a number, the others as the words `inf`, `-inf` and `NaN`.
//!
//! It works for an `f64` and for any lists and arrays of them. Every number of an experiment's measurements
//! that can become infinite is marked so, and the trial is then kept like any other.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An `f64` that may be infinite or NaN, or a list or an array of such numbers.
pub trait AnyNumber: Sized {
    /// The same in a form that JSON can hold.
    type Written: Serialize + for<'d> Deserialize<'d>;

    /// To the form that JSON can hold.
    fn written(&self) -> Self::Written;

    /// From that form.
    fn read(written: Self::Written) -> Self;
}

impl AnyNumber for f64 {
    type Written = Written;

    fn written(&self) -> Written {
        Written(*self)
    }

    fn read(Written(x): Written) -> Self {
        x
    }
}

impl<T: AnyNumber> AnyNumber for Vec<T> {
    type Written = Vec<T::Written>;

    fn written(&self) -> Self::Written {
        self.iter().map(T::written).collect()
    }

    fn read(written: Self::Written) -> Self {
        written.into_iter().map(T::read).collect()
    }
}

impl<T: AnyNumber> AnyNumber for [T; 2] {
    type Written = [T::Written; 2];

    fn written(&self) -> Self::Written {
        self.each_ref().map(T::written)
    }

    fn read(written: Self::Written) -> Self {
        written.map(T::read)
    }
}

/// A number as it is written.
pub struct Written(f64);

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.is_finite() {
            true => serializer.serialize_f64(self.0),
            false => serializer.collect_str(&self.0),
        }
    }
}

impl<'d> Deserialize<'d> for Written {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberOrWord).map(Self)
    }
}

struct NumberOrWord;

impl Visitor<'_> for NumberOrWord {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a number, `inf`, `-inf` or `NaN`")
    }

    fn visit_f64<E: Error>(self, x: f64) -> Result<f64, E> {
        Ok(x)
    }

    fn visit_u64<E: Error>(self, x: u64) -> Result<f64, E> {
        Ok(x as f64)
    }

    fn visit_i64<E: Error>(self, x: i64) -> Result<f64, E> {
        Ok(x as f64)
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<f64, E> {
        match word {
            "inf" => Ok(f64::INFINITY),
            "-inf" => Ok(f64::NEG_INFINITY),
            "NaN" => Ok(f64::NAN),
            other => Err(E::invalid_value(Unexpected::Str(other), &self)),
        }
    }
}

/// Writes the numbers.
///
/// # Errors
/// Those of `serializer`.
pub fn serialize<T: AnyNumber, S: Serializer>(
    numbers: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    numbers.written().serialize(serializer)
}

/// Reads the numbers.
///
/// # Errors
/// If one is neither a number nor one of the three words.
pub fn deserialize<'d, T: AnyNumber, D: Deserializer<'d>>(deserializer: D) -> Result<T, D::Error> {
    Ok(T::read(T::Written::deserialize(deserializer)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Measured {
        #[serde(with = "super")]
        one: f64,
        #[serde(with = "super")]
        lists: Vec<Vec<f64>>,
        #[serde(with = "super")]
        pairs: Vec<[f64; 2]>,
    }

    #[test]
    fn every_number_in_any_list_is_kept_to_the_last_bit() {
        let numbers = vec![0.1, -0.0, 5e-324, f64::MAX, f64::INFINITY, f64::NEG_INFINITY, 3.0];
        let pairs: Vec<[f64; 2]> = numbers.iter().map(|&x| [x, f64::INFINITY]).collect();
        let measured = Measured { one: f64::NAN, lists: vec![numbers, vec![]], pairs };
        let text = serde_json::to_string(&measured).unwrap();
        assert!(text.starts_with(r#"{"one":"NaN","lists":[[0.1,-0.0,5e-324,"#), "{text}");
        let read: Measured = serde_json::from_str(&text).unwrap();
        assert!(read.one.is_nan());
        let bits = |lists: &[Vec<f64>]| -> Vec<Vec<u64>> {
            lists.iter().map(|list| list.iter().map(|x| x.to_bits()).collect()).collect()
        };
        assert_eq!((bits(&read.lists), &read.pairs), (bits(&measured.lists), &measured.pairs));
    }

    #[test]
    fn what_is_no_number_is_an_error() {
        for bad in ["\"infinite\"", "null", "\"nan\"", "[1]", "true"] {
            let text = format!("{{\"one\":{bad},\"lists\":[],\"pairs\":[]}}");
            assert!(serde_json::from_str::<Measured>(&text).is_err(), "{bad}");
        }
    }
}
