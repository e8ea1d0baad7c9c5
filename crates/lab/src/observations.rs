//! A record as tidy CSV: one row for each observation, for pandas, R and spreadsheets.
//!
//! ```csv
//! experiment,arm,seed,step,measure,value
//! optimizer_comparison,SGD,0,0,losses,2.3567176
//! optimizer_comparison,SGD,0,,diverged_at,
//! ```
//!
//! The rows follow from the JSON of the record by one rule, whatever an experiment measures, so that
//! user-defined experiments have them too:
//!
//! - `measure` is the name of the field. The name of a field inside another is appended to it with a dot:
//!   `chosen.learning_rate`.
//! - Of a list, each element has its own row, with its index in the list, from 0, as `step`. A number
//!   outside of all lists has no step.
//! - A list inside a list has no second step. The index goes into the name instead: `path[0]` and `path[1]`
//!   are the coordinates of a path at each step, `layers.histogram[7]` is the eighth bin of each layer.
//! - If there is a list of whole numbers beside other lists of the same length whose name is one of
//!   [`AXES`], such as `iterations`, its numbers are the steps of those lists, and it has no rows itself.
//! - `value` is written as in the record, to the last digit. Where there is nothing (`null`), it is empty;
//!   `true` is 1 and `false` is 0; numbers that are not finite are `inf`, `-inf` and `NaN`; texts are
//!   themselves.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::csv::{push_cell, push_line};
use crate::record::Record;

/// The names of the columns.
pub const COLUMNS: [&str; 6] = ["experiment", "arm", "seed", "step", "measure", "value"];

/// Names of lists that hold the steps at which other lists were measured.
pub const AXES: [&str; 5] = ["iterations", "epochs", "steps", "judged_at", "spent"];

/// Writes the observations of a record, one trial after another.
///
/// # Errors
/// If they cannot be written, or if the record is not JSON.
pub fn write_csv<S, M: Serialize>(record: &Record<S, M>, to: &mut impl Write) -> io::Result<()> {
    let mut rows = Rows { csv: String::new(), first: String::new() };
    push_line(&mut rows.csv, COLUMNS);
    for arm in &record.arms {
        for trial in &arm.trials {
            // Not as a value: a 32-bit number is to have the digits that it has in the record.
            let trial = serde_json::to_string(trial)?;
            rows.trial(&record.experiment, &arm.name, &serde_json::from_str(&trial)?);
            to.write_all(rows.csv.as_bytes())?;
            rows.csv.clear();
        }
    }
    to.write_all(rows.csv.as_bytes())
}

/// The rows so far, and the first cells of the next ones.
struct Rows {
    csv: String,
    first: String,
}

impl Rows {
    fn trial(&mut self, experiment: &str, arm: &str, trial: &Map<String, Value>) {
        let seed = trial.get("seed").map(ToString::to_string).unwrap_or_default();
        self.first.clear();
        push_line(&mut self.first, [experiment, arm, &*seed]);
        self.first.pop();
        self.fields("", trial, &["seed"]);
    }

    /// The fields of an object outside of all lists, except those of `without`.
    fn fields(&mut self, outer: &str, fields: &Map<String, Value>, without: &[&str]) {
        let axis = axis(fields);
        for (key, value) in fields {
            let name = joined(outer, key);
            match value {
                _ if without.contains(&key.as_str()) => {}
                _ if axis.is_some_and(|(of, _)| of == key) => {}
                Value::Object(inner) => self.fields(&name, inner, &[]),
                Value::Array(list) => {
                    let steps =
                        axis.map(|(_, steps)| steps).filter(|steps| steps.len() == list.len());
                    for (i, element) in list.iter().enumerate() {
                        let step =
                            steps.map_or_else(|| i.to_string(), |steps| steps[i].to_string());
                        self.element(&step, &name, element);
                    }
                }
                number => self.row("", &name, number),
            }
        }
    }

    /// An element of a list, or something inside it.
    fn element(&mut self, step: &str, name: &str, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    self.element(step, &joined(name, key), value);
                }
            }
            Value::Array(list) => {
                for (i, value) in list.iter().enumerate() {
                    self.element(step, &format!("{name}[{i}]"), value);
                }
            }
            number => self.row(step, name, number),
        }
    }

    fn row(&mut self, step: &str, measure: &str, value: &Value) {
        let csv = &mut self.csv;
        csv.push_str(&self.first);
        csv.push(',');
        csv.push_str(step);
        csv.push(',');
        push_cell(csv, measure);
        csv.push(',');
        match value {
            Value::Null => {}
            Value::Bool(value) => csv.push(if *value { '1' } else { '0' }),
            Value::String(text) => push_cell(csv, text),
            number => write!(csv, "{number}").expect("a String takes any text"),
        }
        csv.push('\n');
    }
}

fn joined(outer: &str, key: &str) -> String {
    if outer.is_empty() { key.into() } else { format!("{outer}.{key}") }
}

/// The field that holds the steps of other fields, if there is one: its name and the steps.
fn axis(fields: &Map<String, Value>) -> Option<(&String, &Vec<Value>)> {
    let lists =
        || fields.iter().filter_map(|(key, value)| value.as_array().map(|list| (key, list)));
    let is_axis = |(key, steps): &(&String, &Vec<Value>)| {
        AXES.contains(&key.as_str())
            && steps.iter().all(Value::is_u64)
            && lists().any(|(other, list)| other != *key && list.len() == steps.len())
    };
    lists().find(is_axis)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn csv<M: Serialize>(record: &Record<(), M>) -> String {
        let mut csv = Vec::new();
        write_csv(record, &mut csv).unwrap();
        String::from_utf8(csv).unwrap()
    }

    /// The rows of one trial without the experiment, the arm and the seed.
    fn rows_of(measured: Value) -> Vec<String> {
        let record = Record::made_up((), [("arm", vec![measured])]);
        let csv = csv(&record);
        let rows = csv.lines().skip(1);
        rows.map(|row| row.strip_prefix("made up,arm,0,").expect(row).into()).collect()
    }

    #[test]
    fn a_list_has_a_row_for_each_step_and_a_number_has_one() {
        let rows = rows_of(json!({ "losses": [2.5, 0.1], "test": 0.9, "diverged_at": null }));
        assert_eq!(rows, [",diverged_at,", "0,losses,2.5", "1,losses,0.1", ",test,0.9"]);
    }

    #[test]
    fn names_of_nested_fields_are_joined_and_inner_lists_are_numbered() {
        let rows = rows_of(json!({
            "path": [[-7, 2], [1, 0.5]],
            "chosen": { "rate": 0.1, "scores": [1, 2] },
            "layers": [{ "mean": 0.5, "bins": [3, 4] }],
            "none": [],
        }));
        assert_eq!(
            rows,
            [
                ",chosen.rate,0.1",
                "0,chosen.scores,1",
                "1,chosen.scores,2",
                "0,layers.bins[0],3",
                "0,layers.bins[1],4",
                "0,layers.mean,0.5",
                "0,path[0],-7",
                "0,path[1],2",
                "1,path[0],1",
                "1,path[1],0.5",
            ]
        );
    }

    #[test]
    fn a_list_of_iterations_holds_the_steps_of_the_lists_of_its_length() {
        let rows =
            rows_of(json!({ "iterations": [0, 100], "test": [0.1, 0.9], "losses": [3, 2, 1] }));
        assert_eq!(rows, ["0,losses,3", "1,losses,2", "2,losses,1", "0,test,0.1", "100,test,0.9"]);
        // Alone, or with other numbers than steps, it is measured like anything else.
        assert_eq!(rows_of(json!({ "iterations": [5] })), ["0,iterations,5"]);
        let rows = rows_of(json!({ "steps": [0.5], "x": [1] }));
        assert_eq!(rows, ["0,steps,0.5", "0,x,1"]);
        assert_eq!(rows_of(json!({ "iterations": 7, "x": [1] })), [",iterations,7", "0,x,1"]);
    }

    #[test]
    fn values_are_written_to_the_last_digit_and_texts_as_they_are() {
        let rows = rows_of(json!({
            "a": f64::MIN_POSITIVE, "b": 0.1f32, "c": "inf", "d": "NaN", "e": true, "f": false,
            "g": "integer: 4, 9", "h": u64::MAX, "i": -1e300,
        }));
        let values: Vec<&str> = rows.iter().map(|row| row.splitn(3, ',').nth(2).unwrap()).collect();
        assert_eq!(
            values,
            [
                "2.2250738585072014e-308",
                "0.10000000149011612",
                "inf",
                "NaN",
                "1",
                "0",
                "\"integer: 4, 9\"",
                "18446744073709551615",
                "-1e+300",
            ]
        );
    }

    /// A 32-bit number has the digits that it has in the record.
    #[test]
    fn numbers_are_those_of_the_record() {
        let record =
            Record::made_up((), [("a, \"b\"", vec![[("x", 0.1f32)].into_iter().collect()])]);
        let record: Record<(), std::collections::BTreeMap<&str, f32>> = record;
        let csv = csv(&record);
        let expected =
            "experiment,arm,seed,step,measure,value\nmade up,\"a, \"\"b\"\"\",0,,x,0.1\n";
        assert_eq!(csv, expected);
    }
}
