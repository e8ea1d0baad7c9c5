//! Errors in a command line, with values that are short enough to read.

use clap::error::ContextValue;
use clap::{ArgMatches, Command};
use training::shown;

/// The matches of the command line. A faulty one ends the program as clap does, with exit code 2.
pub fn matches(command: Command) -> ArgMatches {
    command.try_get_matches().unwrap_or_else(|error| exit(error))
}

/// Prints the error and ends the program, as clap does; but a value of 300 digits is cut.
pub(super) fn exit(error: clap::Error) -> ! {
    shortened(error).exit()
}

fn shortened(mut error: clap::Error) -> clap::Error {
    let cut = |value: &ContextValue| match value {
        ContextValue::String(text) => Some(ContextValue::String(shown::text(text).into_owned())),
        _ => None,
    };
    let all: Vec<_> =
        error.context().filter_map(|(kind, value)| Some((kind, cut(value)?))).collect();
    for (kind, value) in all {
        error.insert(kind, value);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Arg;
    use training::flags::positive;

    #[test]
    fn a_value_in_an_error_is_cut() {
        let command = || Command::new("x").arg(Arg::new("h").long("h").value_parser(positive));
        let said = |value: &str| {
            let line = ["x", &format!("--h={value}")];
            let error = command().try_get_matches_from(line).unwrap_err();
            shortened(error).render().to_string()
        };
        assert!(
            said("-1")
                .contains("invalid value '-1' for '--h <h>': allowed: a finite number above 0")
        );
        let long = said(&format!("-{}", "7".repeat(300)));
        assert!(long.contains("'-777") && long.contains("…") && long.contains("--h"), "{long}");
        assert!(long.len() < 250, "{long}");
    }
}
