//! Writes a hash of the source code that the trials of each experiment depend on into the program, so
//! that a trial kept from an earlier run is taken only where the same code would compute it.

mod source_hash;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn main() {
    let root = Path::new("..");
    for path in source_hash::SHARED {
        println!("cargo::rerun-if-changed=../{path}");
    }
    for name in source_hash::REACHABLE {
        println!("cargo::rerun-if-changed=../crates/{name}");
    }
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=build");
    match source_hash::hashes(root, &compiler()) {
        Ok(hashes) => {
            let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
            let content = format!("&{hashes:?}");
            fs::write(out.join("code.rs"), content).expect("cargo's own folder is writable");
        }
        Err(reason) => println!("cargo::error={reason}"),
    }
}

/// The compiler's version. How the crates are built otherwise is part of a trial's key: `training::BUILD`.
fn compiler() -> String {
    let compiler = env::var_os("RUSTC").expect("cargo sets RUSTC");
    let version = Command::new(compiler).arg("-vV").output().expect("the compiler runs").stdout;
    String::from_utf8_lossy(&version).into_owned()
}
