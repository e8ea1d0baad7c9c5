//! The length of the lists in flags.

use clap::{ArgMatches, Command};
use training::flags::{InvalidValue, LONGEST_LIST};

/// Checks that no list, which is a flag with values separated by commas, is longer than
/// [`LONGEST_LIST`].
///
/// # Errors
/// If one is: the flag, how many values it has, and how many are allowed.
pub(super) fn check_lists(command: &Command, matches: &ArgMatches) -> Result<(), InvalidValue> {
    for list in command.get_arguments().filter(|flag| flag.get_value_delimiter().is_some()) {
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
    }
}
