//! States how this crate is built, because that can change the bits that a trial computes: the profile, the
//! target's features and the cargo features.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_stated = |name: &str| {
        name.starts_with("CARGO_FEATURE_")
            || [
                "CARGO_CFG_DEBUG_ASSERTIONS",
                "CARGO_CFG_OVERFLOW_CHECKS",
                "CARGO_CFG_TARGET_FEATURE",
                "CARGO_ENCODED_RUSTFLAGS",
                "OPT_LEVEL",
                "TARGET",
            ]
            .contains(&name)
    };
    let mut stated: Vec<String> = env::vars()
        .filter(|(name, _)| is_stated(name))
        // The separator of flags is a control character.
        .map(|(name, value)| format!("{name}={}", value.replace('\u{1f}', " ")))
        .collect();
    stated.sort();
    println!("cargo::rustc-env=BUILD={}", stated.join("; "));
}
