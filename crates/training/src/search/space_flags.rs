//! A space as flags: a file, and one flag for each hyperparameter.

use clap::builder::StyledStr;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use super::dimension::Dimension;
use super::key::KEYS;
use super::space::Space;
use crate::flags::InvalidValue;

/// The id of the flag `--space`.
const FILE: &str = "space";

impl Args for Space {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new(FILE)
            .long("space")
            .value_name("FILE")
            .value_parser(read_file)
            .help(
                "A TOML file with the hyperparameters below, such as \
                 learning_rate = \"log-uniform:1e-4..1\" (H1)",
            )
            .long_help(
                "A TOML file with the values that each hyperparameter below may take, written as for \
                 its flag: learning_rate = \"log-uniform:1e-4..1\". The forms are uniform:FROM..TO, \
                 log-uniform:FROM..TO, integer:FROM..TO and choice:A,B,...; a single value is not \
                 searched. A flag overrides the file (H1)",
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
                self.set(key, dimension.clone());
            }
        }
        Ok(())
    }
}

fn read_file(path: &str) -> Result<Space, InvalidValue> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| InvalidValue::from(format!("cannot read it: {error}")))?;
    Space::from_toml(&text)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::search::value::Value;

    #[derive(Parser)]
    struct Flags {
        #[command(flatten)]
        space: Space,
    }

    #[test]
    fn a_flag_overrides_the_file() {
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
}
