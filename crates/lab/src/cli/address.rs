//! `--remote-address` without the backend that reads it.

use clap::ArgMatches;
use training::backend::Backend;
use training::flags::InvalidValue;

/// Checks that the address of a server is given only to a backend that reads it.
///
/// # Errors
/// If another backend would ignore it.
pub(super) fn check_address(matches: &ArgMatches) -> Result<(), InvalidValue> {
    let address = matches.try_get_one::<String>("remote_address").ok().flatten();
    let backend = matches.try_get_one::<Backend>("backend").ok().flatten();
    match (address, backend) {
        (Some(address), Some(backend)) if !backend.reads_address() => Err(format!(
            "--remote-address {address}: --backend {backend} does not read it; add --backend remote, or \
             omit the address"
        )
        .into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Args, Command};

    use super::*;
    use crate::common::{Common, Data};

    #[test]
    fn an_address_that_nobody_reads_is_refused() {
        let commands =
            [Common::augment_args(Command::new("x")), Data::augment_args(Command::new("x"))];
        for command in commands {
            let check = |flags: &[&str]| {
                check_address(&command.clone().get_matches_from([&["x"], flags].concat()))
            };
            assert_eq!(check(&[]), Ok(()));
            let error = check(&["--remote-address", "ws://gpu:3000"]).unwrap_err().to_string();
            assert!(
                error.contains("--remote-address ws://gpu:3000") && error.contains("flex"),
                "{error}"
            );
        }
    }
}
