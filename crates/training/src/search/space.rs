//! Which hyperparameters there are (H1), and the values that each may take.
//!
//! A [`Space`] is read from flags, or from a TOML file with the same words:
//!
//! ```toml
//! learning_rate = "log-uniform:1e-4..1"
//! dropout = "uniform:0..0.5"
//! depth = "integer:1..6"
//! optimizer = ["SGD", "Adam"]     # or "choice:SGD,Adam"
//! width = 50                      # not searched
//! ```
//!
//! What is not named keeps the book's setting. Adding a hyperparameter is one line in [`KEYS`], and
//! one in [`Configuration`].

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use clap::builder::StyledStr;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use extensions::random::Stream;
use serde::{Deserialize, Serialize};

use crate::flags::{InvalidValue, batch_size, fraction, non_negative, positive, width};
use crate::optimizers::optimizer_name;

/// A hyperparameter: its name, what it is, and which values it may have.
pub struct Key {
    /// The name, in files and records.
    pub name: &'static str,
    /// The name as a flag.
    flag: &'static str,
    /// What it is, beside an axis.
    pub label: &'static str,
    /// What it is, in the help.
    help: &'static str,
    /// The book's setting.
    book: &'static str,
    /// What its values are.
    kind: Kind,
}

/// What a hyperparameter's values are, with the check that one is allowed.
enum Kind {
    Number(fn(&str) -> Result<f64, InvalidValue>),
    Whole(fn(&str) -> Result<usize, InvalidValue>),
    Name(fn(&str) -> Result<String, InvalidValue>),
}

/// The hyperparameters, each with the book's setting (section 6.5.3).
pub const KEYS: [Key; 9] = [
    Key {
        name: "learning_rate",
        label: "learning rate η",
        flag: "learning-rate",
        help: "Learning rate η",
        book: "log-uniform:1e-6..1e-2",
        kind: Kind::Number(positive),
    },
    Key {
        name: "weight_decay",
        label: "weight decay λ",
        flag: "weight-decay",
        help: "Weight decay λ, on weights",
        book: "log-uniform:1e-8..1e-4",
        kind: Kind::Number(non_negative),
    },
    Key {
        name: "dropout",
        label: "dropout ratio",
        flag: "dropout",
        help: "The fraction of each hidden layer's neurons that dropout drops",
        book: "0",
        kind: Kind::Number(fraction),
    },
    Key {
        name: "width",
        label: "neurons of a layer",
        flag: "width",
        help: "Neurons of each hidden layer",
        book: "100",
        kind: Kind::Whole(width),
    },
    Key {
        name: "depth",
        label: "hidden layers",
        flag: "depth",
        help: "Hidden layers",
        book: "6",
        kind: Kind::Whole(depth),
    },
    Key {
        name: "batch_size",
        label: "images in a batch",
        flag: "batch-size",
        help: "Images in a mini-batch, drawn with replacement",
        book: "100",
        kind: Kind::Whole(batch_size),
    },
    Key {
        name: "optimizer",
        label: "optimizer",
        flag: "optimizer",
        help: "The optimizer",
        book: "SGD",
        kind: Kind::Name(optimizer_name),
    },
    Key {
        name: "initializer",
        label: "initial weights",
        flag: "initializer",
        help: "Initial weights: He, Xavier, or a standard deviation",
        book: "He",
        kind: Kind::Name(super::tuning::initializer_name),
    },
    Key {
        name: "activation",
        label: "activation",
        flag: "activation",
        help: "The activation function: ReLU, sigmoid, tanh, GELU...",
        book: "ReLU",
        kind: Kind::Name(crate::activations::activation_name),
    },
];

fn depth(text: &str) -> Result<usize, InvalidValue> {
    const MOST: usize = 100;
    let allowed = format!("allowed: a whole number from 1 to {MOST}");
    width(text).ok().filter(|&n| n <= MOST).ok_or_else(|| allowed.into())
}

/// One value of a hyperparameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A name.
    Name(String),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(x) if *x == 0.0 || (1e-3..1e15).contains(&x.abs()) => write!(f, "{x}"),
            Self::Number(x) => write!(f, "{x:e}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

/// The values that one hyperparameter may take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Dimension {
    /// One value: it is not searched.
    Fixed(Value),
    /// Numbers, even between two ends.
    Uniform {
        /// The lower end.
        from: f64,
        /// The upper end.
        to: f64,
    },
    /// Numbers above 0, even between two ends on a log scale.
    LogUniform {
        /// The lower end.
        from: f64,
        /// The upper end.
        to: f64,
    },
    /// Whole numbers, each as likely, both ends among them.
    Integer {
        /// The least.
        from: i64,
        /// The largest.
        to: i64,
    },
    /// One of several values, each as likely.
    Choice(Vec<Value>),
}

/// A place in a space: one coordinate for each dimension. It is the number itself, the index of a
/// choice, or 0 where the dimension is fixed.
pub type Point = Vec<f64>;

const FORMS: &str = "allowed: one value, uniform:FROM..TO, log-uniform:FROM..TO, integer:FROM..TO, \
                     or choice:A,B,...";

impl FromStr for Dimension {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let value = |text: &str| -> Value {
            let text = text.trim();
            text.parse().map_or_else(|_| Value::Name(text.into()), Value::Number)
        };
        let ends = |range: &str| -> Result<(f64, f64), String> {
            let ends =
                range.split_once("..").map(|(from, to)| (from.trim().parse(), to.trim().parse()));
            match ends {
                Some((Ok(from), Ok(to))) if f64::is_finite(from) && f64::is_finite(to) => {
                    match from < to {
                        true => Ok((from, to)),
                        false => Err(format!(
                            "`{range}` is empty; allowed: FROM..TO, the first the smaller one"
                        )),
                    }
                }
                _ => Err(format!("`{range}` is no range; allowed: FROM..TO, two finite numbers")),
            }
        };
        match text.split_once(':') {
            _ if text.is_empty() => Err(FORMS.into()),
            None if text.contains("..") => Err(format!("how is `{text}` drawn? {FORMS}")),
            None => Ok(Self::Fixed(value(text))),
            Some(("uniform", range)) => ends(range).map(|(from, to)| Self::Uniform { from, to }),
            Some(("log-uniform", range)) => match ends(range)? {
                (from, to) if from > 0.0 => Ok(Self::LogUniform { from, to }),
                _ => Err(format!("`{range}` has no log scale; allowed: both ends above 0")),
            },
            Some(("integer", range)) => match ends(range)? {
                (from, to) if from.fract() == 0.0 && to.fract() == 0.0 && to - from < 1e9 => {
                    Ok(Self::Integer { from: from as i64, to: to as i64 })
                }
                _ => Err(format!("`{range}` has ends that are not whole; allowed: whole numbers")),
            },
            Some(("choice", list)) => {
                let values: Vec<Value> = list.split(',').map(value).collect();
                let twice = values.iter().enumerate().find(|(i, v)| values[..*i].contains(v));
                match twice {
                    _ if list.split(',').any(|item| item.trim().is_empty()) => {
                        Err("a choice is empty; allowed: choice:A,B,...".into())
                    }
                    Some((_, value)) => {
                        Err(format!("`{value}` is there twice; allowed: each choice once"))
                    }
                    None => Ok(Self::Choice(values)),
                }
            }
            Some((kind, _)) => Err(format!("there is no kind `{kind}`; {FORMS}")),
        }
    }
}

impl TryFrom<String> for Dimension {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Dimension> for String {
    fn from(dimension: Dimension) -> Self {
        dimension.to_string()
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |x: f64| Value::Number(x);
        match self {
            Self::Fixed(value) => write!(f, "{value}"),
            Self::Uniform { from, to } => write!(f, "uniform:{}..{}", number(*from), number(*to)),
            Self::LogUniform { from, to } => {
                write!(f, "log-uniform:{}..{}", number(*from), number(*to))
            }
            Self::Integer { from, to } => write!(f, "integer:{from}..{to}"),
            Self::Choice(values) => {
                let values: Vec<String> = values.iter().map(Value::to_string).collect();
                write!(f, "choice:{}", values.join(","))
            }
        }
    }
}

impl Dimension {
    /// One draw.
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        match self {
            Self::Fixed(_) => 0.0,
            Self::Uniform { from, to } => from + (to - from) * stream.uniform(),
            // 10^U(log₁₀ from, log₁₀ to)
            Self::LogUniform { from, to } => {
                let (low, high) = (from.log10(), to.log10());
                10f64.powf(low + (high - low) * stream.uniform())
            }
            Self::Integer { from, to } => {
                (from + stream.index((to - from + 1) as usize) as i64) as f64
            }
            Self::Choice(values) => stream.index(values.len()) as f64,
        }
    }

    /// At most `n` coordinates, at least 2, evenly spaced, both ends among them; all choices, whatever
    /// their number.
    pub fn spaced(&self, n: usize) -> Vec<f64> {
        let between = |low: f64, high: f64| -> Vec<f64> {
            (0..n).map(|i| low + (high - low) * i as f64 / (n - 1) as f64).collect()
        };
        match self {
            Self::Fixed(_) => vec![0.0],
            Self::Uniform { from, to } => between(*from, *to),
            Self::LogUniform { from, to } => {
                // The ends as they are: 10^log₁₀ x may be a rounding beyond what is allowed.
                let inner = between(from.log10(), to.log10()).into_iter();
                inner.map(|x| 10f64.powf(x).clamp(*from, *to)).collect()
            }
            Self::Integer { from, to } if (to - from) < n as i64 => {
                (*from..=*to).map(|i| i as f64).collect()
            }
            Self::Integer { from, to } => {
                between(*from as f64, *to as f64).into_iter().map(f64::round).collect()
            }
            Self::Choice(values) => (0..values.len()).map(|i| i as f64).collect(),
        }
    }

    /// The value at a coordinate.
    pub fn value(&self, coordinate: f64) -> Value {
        match self {
            Self::Fixed(value) => value.clone(),
            Self::Choice(values) => values[coordinate as usize].clone(),
            _ => Value::Number(coordinate),
        }
    }

    /// Whether there is more than one value.
    pub fn is_searched(&self) -> bool {
        match self {
            Self::Fixed(_) => false,
            Self::Choice(values) => values.len() > 1,
            _ => true,
        }
    }

    /// The range as an axis of a figure: its ends, and whether it is logarithmic; none of choices.
    pub fn range(&self) -> Option<(f64, f64, bool)> {
        match self {
            Self::Uniform { from, to } => Some((*from, *to, false)),
            Self::LogUniform { from, to } => Some((*from, *to, true)),
            Self::Integer { from, to } => Some((*from as f64, *to as f64, false)),
            Self::Fixed(_) | Self::Choice(_) => None,
        }
    }
}

impl Key {
    /// The dimension that `text` says, if the hyperparameter may have its values.
    fn read(&self, text: &str) -> Result<Dimension, String> {
        let dimension: Dimension = text.parse()?;
        let end = |x: f64| self.check(&Value::Number(x)).map(drop);
        match (&dimension, &self.kind) {
            (Dimension::Fixed(value), _) => return self.check(value).map(Dimension::Fixed),
            (Dimension::Choice(values), _) => {
                return values
                    .iter()
                    .map(|v| self.check(v))
                    .collect::<Result<_, _>>()
                    .map(Dimension::Choice);
            }
            (_, Kind::Name(_)) => {
                return Err(
                    "it has names, not numbers; allowed: one of them, or choice:A,B,...".into()
                );
            }
            (Dimension::Uniform { .. } | Dimension::LogUniform { .. }, Kind::Whole(_)) => {
                return Err(
                    "it is a whole number; allowed: integer:FROM..TO, choice:A,B,..., or one value"
                        .into(),
                );
            }
            (Dimension::Uniform { from, to } | Dimension::LogUniform { from, to }, _) => {
                end(*from)?;
                end(*to)?;
            }
            (Dimension::Integer { from, to }, _) => {
                end(*from as f64)?;
                end(*to as f64)?;
            }
        }
        Ok(dimension)
    }

    /// The value as records have it, if it is allowed.
    fn check(&self, value: &Value) -> Result<Value, String> {
        let text = value.to_string();
        let checked = match self.kind {
            Kind::Number(check) => check(&text).map(Value::Number),
            Kind::Whole(check) => check(&text).map(|n| Value::Number(n as f64)),
            Kind::Name(check) => check(&text).map(Value::Name),
        };
        checked.map_err(|allowed| format!("`{text}` is not; {allowed}"))
    }

    fn book(&self) -> Dimension {
        self.read(self.book).expect("the book's setting is allowed")
    }
}

/// The values that each hyperparameter may take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Space(BTreeMap<String, Dimension>);

impl Space {
    /// The book's: learning rate and weight decay are searched.
    pub fn book() -> Self {
        Self(KEYS.iter().map(|key| (key.name.to_owned(), key.book())).collect())
    }

    /// The book's, changed as the TOML text says.
    ///
    /// # Errors
    /// Where it is no TOML, or names what there is not or what is not allowed: which key, what, and
    /// what is allowed.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let table: toml::Table = text.parse().map_err(|error| format!("it is no TOML: {error}"))?;
        let mut space = Self::book();
        for (name, value) in table {
            let words = match &value {
                toml::Value::Array(items) => {
                    let items: Vec<String> =
                        items.iter().map(words).collect::<Option<_>>().unwrap_or_default();
                    Some(format!("choice:{}", items.join(",")))
                }
                _ => words(&value),
            };
            let key = KEYS.iter().find(|key| key.name == name).ok_or_else(|| {
                let names: Vec<_> = KEYS.iter().map(|key| key.name).collect();
                format!("there is no hyperparameter `{name}`; allowed: {}", names.join(", "))
            })?;
            let words = words.ok_or_else(|| format!("{name}: {FORMS}"))?;
            let dimension = key.read(&words).map_err(|reason| format!("{name}: {reason}"))?;
            space.0.insert(name, dimension);
        }
        Ok(space)
    }

    /// The dimensions, in the order of [`KEYS`].
    pub fn dimensions(&self) -> Vec<Dimension> {
        KEYS.iter().map(|key| self.of(key.name).clone()).collect()
    }

    /// The dimension of that name.
    ///
    /// # Panics
    /// If there is none.
    pub fn of(&self, name: &str) -> &Dimension {
        &self.0[name]
    }

    /// Those that are searched.
    pub fn searched(&self) -> Vec<(&'static Key, &Dimension)> {
        let all = KEYS.iter().map(|key| (key, self.of(key.name)));
        all.filter(|(_, dimension)| dimension.is_searched()).collect()
    }

    /// The configuration at a place.
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

fn words(value: &toml::Value) -> Option<String> {
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

/// A value for each hyperparameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Configuration {
    /// η
    pub learning_rate: f64,
    /// λ
    pub weight_decay: f64,
    /// The fraction of each hidden layer's neurons that is dropped.
    pub dropout: f64,
    /// Neurons of each hidden layer.
    pub width: usize,
    /// Hidden layers.
    pub depth: usize,
    /// Images in a mini-batch.
    pub batch_size: usize,
    /// The optimizer's name.
    pub optimizer: String,
    /// The initializer's name.
    pub initializer: String,
    /// The activation function's name.
    pub activation: String,
}

impl Configuration {
    /// The value of the hyperparameter of that name.
    ///
    /// # Panics
    /// If there is none.
    pub fn value(&self, name: &str) -> Value {
        let all = serde_json::to_value(self).expect("a configuration is JSON");
        Value::deserialize(&all[name]).expect("a hyperparameter's name")
    }
}

/// The id of the flag `--space`.
const FILE: &str = "space";

impl Args for Space {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new(FILE)
            .long("space")
            .value_name("FILE")
            .value_parser(read_file)
            .help("A TOML file with the hyperparameters below, as learning_rate = \"log-uniform:1e-4..1\" (H1)")
            .long_help(
                "A TOML file that says which values each hyperparameter below may take, in the words \
                 of its flag: learning_rate = \"log-uniform:1e-4..1\". The kinds: uniform:FROM..TO, \
                 log-uniform:FROM..TO, integer:FROM..TO, choice:A,B,...; or one value, which is not \
                 searched. A flag goes before the file (H1)",
            );
        KEYS.iter().fold(command.arg(file), |command, key| {
            let help: StyledStr = format!("{} (H1) [default: {}]", key.help, key.book).into();
            let value = |text: &str| key.read(text);
            command.arg(
                Arg::new(key.name)
                    .long(key.flag)
                    .value_name("VALUES")
                    .value_parser(value)
                    .help(help),
            )
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Space {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let file = matches.get_one::<Self>(FILE);
        let mut space = file.cloned().unwrap_or_else(Self::book);
        space.update_from_arg_matches(matches)?;
        Ok(space)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for key in &KEYS {
            if let Some(dimension) = matches.get_one::<Dimension>(key.name) {
                self.0.insert(key.name.into(), dimension.clone());
            }
        }
        Ok(())
    }
}

fn read_file(path: &str) -> Result<Space, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read it: {error}"))?;
    Space::from_toml(&text)
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use extensions::random::Purpose;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_says_what_is_searched() {
        let space = Space::from_toml(
            "learning_rate = \"log-uniform:1e-4..1\"\ndropout = \"uniform: 0 .. 0.5\"\n\
             depth = \"integer:1..6\"\noptimizer = [\"sgd\", \"ADAM\"]\nbatch_size = [10, 20]\n\
             width = 50\nactivation = \"Tanh\"\ninitializer = [\"xavier\", 0.01]\nweight_decay = 0.0",
        )
        .unwrap();
        let expected = [
            "log-uniform:1e-4..1",
            "0",
            "uniform:0..0.5",
            "50",
            "integer:1..6",
            "choice:10,20",
            "choice:SGD,Adam",
            "choice:Xavier,0.01",
            "tanh",
        ];
        assert_eq!(
            space.dimensions().iter().map(Dimension::to_string).collect::<Vec<_>>(),
            expected
        );
        let names: Vec<_> = space.searched().into_iter().map(|(key, _)| key.name).collect();
        assert_eq!(
            names,
            ["learning_rate", "dropout", "depth", "batch_size", "optimizer", "initializer"]
        );
        assert_eq!(Space::from_toml("").unwrap(), Space::book());
    }

    #[test]
    fn impossible_spaces_are_refused_with_key_and_reason() {
        let cases = [
            ("lerning_rate = 1", "`lerning_rate`; allowed: learning_rate, weight_decay"),
            ("learning_rate = \"log-uniform:0..1\"", "learning_rate: `0..1` has no log scale"),
            (
                "learning_rate = \"uniform:0..1\"",
                "learning_rate: `0` is not; allowed: a finite number above 0",
            ),
            ("learning_rate = \"1e-4..1\"", "learning_rate: how is `1e-4..1` drawn?"),
            ("weight_decay = \"uniform:1..0\"", "weight_decay: `1..0` is empty"),
            ("weight_decay = \"uniform:0..inf\"", "weight_decay: `0..inf` is no range"),
            (
                "weight_decay = -1",
                "weight_decay: `-1` is not; allowed: a finite number, 0 or above",
            ),
            ("dropout = \"uniform:0..1\"", "dropout: `1` is not"),
            ("width = \"uniform:1..9\"", "width: it is a whole number"),
            ("width = \"integer:0..9\"", "width: `0` is not"),
            ("width = \"integer:1..9.5\"", "not whole"),
            ("depth = 1000", "depth: `1000` is not; allowed: a whole number from 1 to 100"),
            ("batch_size = 1.5", "batch_size: `1.5` is not"),
            ("optimizer = \"uniform:0..1\"", "optimizer: it has names"),
            ("optimizer = [\"SGD\", \"Adma\"]", "optimizer: `Adma` is not; allowed: SGD, Momentum"),
            ("optimizer = []", "optimizer: a choice is empty"),
            ("optimizer = [\"SGD\", \"SGD\"]", "optimizer: `SGD` is there twice"),
            ("activation = \"swish\"", "activation: `swish` is not; allowed: ReLU, sigmoid, tanh"),
            ("initializer = \"Glorot\"", "initializer: `Glorot` is not; allowed: Xavier, He"),
            ("initializer = \"normal:0..1\"", "initializer: there is no kind `normal`"),
            ("[depth]\nfrom = 1", "depth: allowed"),
            ("depth = \"", "it is no TOML"),
        ];
        for (text, expected) in cases {
            let reason = Space::from_toml(text).unwrap_err();
            assert!(reason.contains(expected), "{text}: {reason}");
        }
    }

    #[derive(Parser)]
    struct Flags {
        #[command(flatten)]
        space: Space,
    }

    #[test]
    fn a_flag_goes_before_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("space.toml");
        std::fs::write(&file, "width = 50\ndepth = 2").unwrap();
        let file = file.to_str().unwrap();
        let read =
            |flags: &[&str]| Flags::try_parse_from([&["x"], flags].concat()).map(|f| f.space);
        let space = read(&["--space", file, "--depth", "integer:1..3"]).unwrap();
        assert_eq!(space.of("width"), &Dimension::Fixed(Value::Number(50.0)));
        assert_eq!(space.of("depth"), &Dimension::Integer { from: 1, to: 3 });
        assert_eq!(read(&[]).unwrap(), Space::book());
        for bad in [["--depth", "0"], ["--space", "nowhere.toml"]] {
            let said = read(&bad).unwrap_err().to_string();
            assert!(said.contains(bad[0]) && said.contains(bad[1]), "{said}");
        }
    }

    #[test]
    fn draws_are_even_on_a_log_scale() {
        let dimension: Dimension = "log-uniform:1e-6..1e-2".parse().unwrap();
        let mut stream = Stream::new(1, Purpose::Search);
        let below = (0..2000).filter(|_| dimension.draw(&mut stream) < 1e-4).count();
        // A standard deviation is √(2000/4) = 22; five of them.
        assert!(below.abs_diff(1000) < 112, "{below}");
    }

    #[test]
    fn a_configuration_has_a_value_for_each_key() {
        let space =
            Space::from_toml("optimizer = [\"SGD\", \"Adam\"]\ndepth = \"integer:1..3\"").unwrap();
        let configuration = space.configuration(&vec![0.1, 0.2, 0.0, 0.0, 2.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!((configuration.depth, configuration.width), (2, 100));
        assert_eq!(configuration.optimizer, "Adam");
        for key in &KEYS {
            let value = configuration.value(key.name);
            assert_eq!(key.check(&value), Ok(value), "{}", key.name);
        }
    }

    proptest! {
        /// Whatever is typed, it is understood or refused with a reason; what is understood is written
        /// so that it is understood as the same.
        #[test]
        fn any_text_is_read_or_refused(text in "(uniform:|log-uniform:|integer:|choice:|)[-+.,0-9a-zAe ]{0,12}(\\.\\.[-+0-9e.]{0,6})?") {
            match text.parse::<Dimension>() {
                Ok(dimension) => prop_assert_eq!(dimension.to_string().parse(), Ok(dimension)),
                Err(reason) => prop_assert!(!reason.is_empty()),
            }
            for key in &KEYS {
                if let Ok(dimension) = key.read(&text) {
                    let mut stream = Stream::new(0, Purpose::Search);
                    for x in dimension.spaced(3).into_iter().chain([dimension.draw(&mut stream)]) {
                        prop_assert!(key.check(&dimension.value(x)).is_ok(), "{} {}", key.name, x);
                    }
                }
            }
        }
    }
}
