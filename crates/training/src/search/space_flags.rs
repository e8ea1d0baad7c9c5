//! A space as flags: a file, and one flag for each hyperparameter.

use std::fs;
use std::io;

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

/// The largest file of a space, in bytes.
const LARGEST: u64 = 100_000;

fn read_file(path: &str) -> Result<Space, InvalidValue> {
    let cannot = |error: io::Error| InvalidValue::from(format!("cannot read it: {error}"));
    let found = fs::metadata(path).map_err(cannot)?;
    // Others may have no end, or wait for somebody who writes to them.
    if !found.is_file() {
        return Err("it is not a regular file".into());
    }
    if found.len() > LARGEST {
        let size = found.len();
        return Err(format!("it has {size} bytes; allowed: up to {LARGEST}").into());
    }
    Space::from_toml(&fs::read_to_string(path).map_err(cannot)?)
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

    #[test]
    fn only_a_regular_file_of_a_sensible_size_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let said = |path: &str| read_file(path).unwrap_err().to_string();
        assert_eq!(said(folder.path().to_str().unwrap()), "it is not a regular file");
        let file = folder.path().join("space.toml");
        let file = file.to_str().unwrap();
        fs::write(file, "#".repeat(100_001)).unwrap();
        assert_eq!(said(file), "it has 100001 bytes; allowed: up to 100000");
        // Deeply nested, up to that size.
        fs::write(file, format!("depth = {}", "[".repeat(99_000))).unwrap();
        assert!(said(file).contains("it is not TOML"), "{}", said(file));
    }
}
