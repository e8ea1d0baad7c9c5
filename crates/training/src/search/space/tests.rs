use extensions::random::{Purpose, Stream};
use proptest::prelude::*;

use super::*;

#[test]
fn a_file_describes_the_space() {
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
    assert_eq!(space.dimensions().iter().map(Dimension::to_string).collect::<Vec<_>>(), expected);
    let names: Vec<_> = space.searched().into_iter().map(|(key, _)| key.name).collect();
    assert_eq!(
        names,
        ["learning_rate", "dropout", "depth", "batch_size", "optimizer", "initializer"]
    );
    assert_eq!(Space::from_toml("").unwrap(), Space::book());
}

#[test]
fn invalid_spaces_are_rejected_with_key_and_reason() {
    let cases = [
        ("lerning_rate = 1", "`lerning_rate`; allowed: learning_rate, weight_decay"),
        ("learning_rate = \"log-uniform:0..1\"", "learning_rate: `0..1` has no logarithmic scale"),
        (
            "learning_rate = \"uniform:0..1\"",
            "learning_rate: `0` is not allowed; allowed: a finite number above 0",
        ),
        ("learning_rate = \"1e-4..1\"", "learning_rate: `1e-4..1` does not say how its values"),
        ("weight_decay = \"uniform:1..0\"", "weight_decay: `1..0` is empty"),
        ("weight_decay = \"uniform:0..inf\"", "weight_decay: `0..inf` is not a range"),
        (
            "weight_decay = -1",
            "weight_decay: `-1` is not allowed; allowed: a finite number, 0 or above",
        ),
        ("dropout = \"uniform:0..1\"", "dropout: `1` is not allowed"),
        ("width = \"uniform:1..9\"", "width: its values are whole numbers"),
        ("width = \"integer:0..9\"", "width: `0` is not allowed"),
        ("width = \"integer:1..9.5\"", "not whole"),
        ("depth = 1000", "depth: `1000` is not allowed; allowed: a whole number from 1 to 100"),
        ("batch_size = 1.5", "batch_size: `1.5` is not allowed"),
        ("optimizer = \"uniform:0..1\"", "optimizer: its values are names"),
        ("optimizer = [\"SGD\", \"Adma\"]", "optimizer: `Adma` is not allowed; "),
        ("optimizer = [\"SGD\", \"Adma\"]", "did you mean Adam?"),
        ("optimizer = []", "optimizer: a choice is empty"),
        ("optimizer = [\"SGD\", \"SGD\"]", "optimizer: `SGD` is given twice"),
        (
            "optimizer = [\"SGD,Adam\"]",
            "optimizer: `SGD,Adam` is one item; allowed: [\"A\", \"B\", ...]",
        ),
        ("optimizer = \"SGD,Adam\"", "optimizer: `SGD,Adam` is not allowed"),
        (
            "optimizer = [[\"SGD\"], [\"Adam\"]]",
            "optimizer: a choice is an array of names or numbers",
        ),
        ("activation = \"swish\"", "`swish` is not allowed; allowed: ReLU, sigmoid, tanh"),
        ("initializer = \"Glorot\"", "`Glorot` is not allowed; allowed: Xavier, He"),
        ("initializer = \"normal:0..1\"", "initializer: there is no kind `normal`"),
        ("[depth]\nfrom = 1", "depth: allowed"),
        ("depth = \"", "it is not TOML"),
    ];
    for (text, expected) in cases {
        let reason = Space::from_toml(text).unwrap_err().to_string();
        assert!(reason.contains(expected), "{text}: {reason}");
    }
}

#[test]
fn a_choice_may_have_a_thousand_values_and_no_more() {
    let widths = |n: usize| {
        let items: Vec<String> = (1..=n).map(|width| width.to_string()).collect();
        Space::from_toml(&format!("width = [{}]", items.join(",")))
    };
    assert!(widths(1000).is_ok());
    let error = widths(1001).unwrap_err().to_string();
    assert_eq!(error, "width: 1001 choices; allowed: up to 1000");
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
    /// Any text is either read or rejected with a reason, and a dimension that was read displays as a
    /// text that reads as the same dimension.
    #[test]
    fn any_text_is_read_or_rejected(text in "(uniform:|log-uniform:|integer:|choice:|)[-+.,0-9a-zAe ]{0,12}(\\.\\.[-+0-9e.]{0,6})?") {
        match text.parse::<Dimension>() {
            Ok(dimension) => prop_assert_eq!(dimension.to_string().parse(), Ok(dimension)),
            Err(reason) => prop_assert!(!reason.to_string().is_empty()),
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

/// A fuzz target found that an initializer `1`, a standard deviation, was read back as a number.
#[test]
fn a_space_read_back_is_the_space_that_was_written() {
    for toml in ["", "initializer = 1", "initializer = [0.01, \"He\"]", "depth = \"integer:1..6\""]
    {
        let space = Space::from_toml(toml).unwrap();
        let written = serde_json::to_value(&space).unwrap();
        assert_eq!(serde_json::from_value::<Space>(written.clone()).unwrap(), space);
        for (name, value) in [("momentum", "1"), ("depth", "uniform:0..1"), ("width", "x")] {
            let mut other = written.clone();
            other[name] = value.into();
            assert!(serde_json::from_value::<Space>(other).is_err(), "{name} = {value}");
        }
        let mut less = written;
        less.as_object_mut().unwrap().remove("depth");
        assert!(serde_json::from_value::<Space>(less).is_err());
    }
}

#[test]
fn the_largest_value_of_each_kind_of_dimension() {
    let space =
        Space::from_toml("width = 'integer:20..300'\ndepth = [2, 7, 3]\nbatch_size = 64").unwrap();
    assert_eq!(["width", "depth", "batch_size"].map(|name| space.largest(name)), [300, 7, 64]);
    assert_eq!(["width", "depth"].map(|name| Space::book().largest(name)), [100, 6]);
}
