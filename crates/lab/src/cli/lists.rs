//! The length of the lists in flags.

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use training::flags::{InvalidValue, LONGEST_LIST};

/// Checks that no list, which is a flag with values separated by commas, is longer than
/// [`LONGEST_LIST`].
///
/// # Errors
/// If one is: the flag, how many values it has, and how many are allowed.
pub(super) fn check_lists(command: &Command, matches: &ArgMatches) -> Result<(), InvalidValue> {
    for list in lists(command) {
        let values = matches.try_get_raw(list.get_id().as_str()).ok().flatten();
        let (given, flag) = (values.map_or(0, |values| values.len()), list.get_long());
        if given > LONGEST_LIST {
            let flag = flag.unwrap_or_default();
            return Err(format!(
                "--{flag} has {given} values: allowed: a list of up to {LONGEST_LIST}"
            )
            .into());
        }
    }
    Ok(())
}

/// The lists that the command line gives, with their dashes.
pub(super) fn given_lists(command: &Command, matches: &ArgMatches) -> Vec<String> {
    let is_given = |list: &&Arg| {
        let source = matches.value_source(list.get_id().as_str());
        source == Some(ValueSource::CommandLine)
    };
    let names = lists(command).filter(is_given).filter_map(Arg::get_long);
    names.map(|name| format!("--{name}")).collect()
}

/// The flags whose values are separated by commas.
fn lists(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|flag| flag.get_value_delimiter().is_some())
}

#[cfg(test)]
mod tests {
    use clap::Arg;

    use super::*;

    #[test]
    fn a_list_may_have_a_thousand_values_and_no_more() {
        let command =
            || Command::new("x").arg(Arg::new("hidden").long("hidden").value_delimiter(','));
        let check = |length| {
            let list = vec!["1"; length].join(",");
            check_lists(&command(), &command().get_matches_from(["x", "--hidden", &list]))
        };
        assert_eq!(check(LONGEST_LIST), Ok(()));
        let error = check(LONGEST_LIST + 1).unwrap_err().to_string();
        assert_eq!(error, "--hidden has 1001 values: allowed: a list of up to 1000");
        let given = |line: &[&str]| given_lists(&command(), &command().get_matches_from(line));
        assert_eq!(given(&["x", "--hidden", "1,1"]), ["--hidden"]);
        assert!(given(&["x"]).is_empty());
    }
}
