//! Modules import each other in one direction only: no crate has a cycle of imports.
//!
//! The test reads the source files as text, so it needs no compiler and covers every crate under
//! `crates/` as soon as its folder exists. A module is a file. See `modules.rs` for what counts as
//! an import.
#![allow(missing_docs)]

mod cycles;
mod modules;
mod source_hash;
mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

use cycles::cycles;
use modules::{Crate, Import};

#[test]
fn no_crate_has_an_import_cycle() {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("crates"))
        .expect("the folder of the crates")
        .map(|entry| entry.expect("an entry of the folder").path().join("src"))
        .filter(|folder| folder.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() >= 4, "{folders:?}");
    let messages: Vec<String> =
        folders.iter().flat_map(|folder| messages(&read(folder).imports())).collect();
    assert!(messages.is_empty(), "{}", messages.join("\n"));
}

#[test]
fn the_package_of_experiments_has_no_import_cycle() {
    let messages = messages(&read(&root().join("experiments/src")).imports());
    assert!(messages.is_empty(), "{}", messages.join("\n"));
}

/// A folder under `experiments/src` counts as one module together with the file of the same name: two
/// experiments may not import each other, even in different files.
#[test]
fn experiments_do_not_import_each_other_in_cycles() {
    let mut imports = read(&root().join("experiments/src")).imports();
    for import in &mut imports {
        for file in [&mut import.from, &mut import.to] {
            let top = file.strip_prefix("experiments/src/").expect("a file of the package");
            let name = top.split('/').next().expect("a name").trim_end_matches(".rs");
            *file = format!("experiments/src/{name}");
        }
    }
    imports.retain(|import| import.from != import.to);
    let messages = messages(&imports);
    assert!(messages.is_empty(), "{}", messages.join("\n"));
}

/// A dependency of the workspace has its reason above it, in a comment of its own.
#[test]
fn each_dependency_has_a_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let all = manifest.split("\n[workspace.dependencies]\n").nth(1).expect("dependencies");
    let all = all.split("\n[").next().expect("a section");
    let (_ours, others) = all.split_once("\n\n").expect("the workspace's own crates come first");
    let mut has_reason = false;
    let mut count = 0;
    for line in others.lines().filter(|line| !line.is_empty()) {
        if !line.starts_with('#') {
            assert!(has_reason, "{line}: no comment above it says why");
            count += 1;
        }
        has_reason = line.starts_with('#');
    }
    assert!(count > 30, "{count}");
}

/// Each crate of the workspace, with the crates of the workspace that it may depend on: those below it in
/// the picture of CONTRIBUTING.md.
const BELOW: [(&str, &[&str]); 10] = [
    ("models", &[]),
    ("extensions", &[]),
    ("datasets", &[]),
    ("figures", &[]),
    ("language", &[]),
    ("fast", &["models", "extensions"]),
    ("training", &["models", "extensions", "fast", "datasets"]),
    ("playground", &["models", "extensions", "datasets", "language", "training"]),
    ("lab", &["datasets", "extensions", "figures", "language", "training"]),
    (
        "experiments",
        &[
            "models",
            "extensions",
            "fast",
            "datasets",
            "figures",
            "language",
            "training",
            "playground",
            "lab",
        ],
    ),
];

#[test]
fn dependencies_between_crates_point_downwards_only() {
    let crates = fs::read_dir(root().join("crates")).expect("the folder of the crates");
    assert_eq!(crates.count() + 1, BELOW.len(), "a crate is not listed");
    for (name, below) in BELOW {
        let folder = if name == "experiments" { name.into() } else { format!("crates/{name}") };
        let manifest = root().join(folder).join("Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("the manifest of a crate");
        let dependencies = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
        let dependencies = dependencies.split("\n[").next().expect("a section");
        let names = dependencies.lines().map(|line| line.split(['.', ' ', '=']).next().unwrap());
        let ours = names.filter(|name| BELOW.iter().any(|(other, _)| other == name));
        for dependency in ours {
            assert!(below.contains(&dependency), "{name} depends on {dependency}");
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the workspace")
}

/// Reads the crate whose sources are in a folder. Files are named by their paths relative to the
/// workspace root. Programs (`main.rs`, `bin/`) are left out, because nothing can import them.
fn read(folder: &Path) -> Crate {
    fn visit(folder: &Path, source: &Path, files: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry of the folder").path();
            let within = path.strip_prefix(source).expect("a path below the folder");
            if path.is_dir() {
                if within != Path::new("bin") {
                    visit(&path, source, files);
                }
            } else if path.extension().is_some_and(|e| e == "rs") && within != Path::new("main.rs")
            {
                let text = fs::read_to_string(&path).expect("a source file");
                files.push((within.to_str().expect("a path in Unicode").replace('\\', "/"), text));
            }
        }
    }
    let mut files = Vec::new();
    visit(folder, folder, &mut files);
    let name = folder.strip_prefix(root()).expect("a folder of the workspace");
    Crate::new(name.to_str().expect("a path in Unicode"), files)
}

/// A message for each cycle, with the imports that form it.
fn messages(imports: &[Import]) -> Vec<String> {
    let message = |cycle: Vec<&Import>| {
        let lines = cycle.iter().map(|import| {
            let Import { from, line, path, to } = import;
            format!("\n  {from} imports {to} (line {line}: {path})")
        });
        format!("import cycle of {} files:{}", cycle.len(), lines.collect::<String>())
    };
    cycles(imports).into_iter().map(message).collect()
}

/// The imports between the files of a crate, as `a.rs -> b.rs`.
fn arrows(files: &[(&str, &str)]) -> Vec<String> {
    let files = files.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    let imports = Crate::new("src", files).imports();
    let name = |file: &str| file.trim_start_matches("src/").to_string();
    let mut arrows: Vec<String> =
        imports.iter().map(|i| format!("{} -> {}", name(&i.from), name(&i.to))).collect();
    arrows.sort();
    arrows.dedup();
    arrows
}

#[test]
fn imports_of_every_form_are_found() {
    let arrows = arrows(&[
        ("lib.rs", "mod a; mod b; mod c; mod d; pub mod e;"),
        ("a.rs", "use crate::b::{self, One, nested::{Two as Second, Three}};"),
        ("b.rs", "mod nested; fn f() -> crate::c::Four { todo!() }"),
        ("b/nested.rs", "use super::super::d::*; pub struct Two;"),
        ("c.rs", "fn f() { use crate::d; d::g::<crate::e::Five>() }"),
        ("d.rs", "macro_rules! m { () => { $crate::e::f() } }"),
        ("e.rs", "mod inner { fn f() { super::super::unknown() } }"),
    ]);
    assert_eq!(
        arrows,
        [
            "a.rs -> b.rs",
            "a.rs -> b/nested.rs",
            "b.rs -> c.rs",
            "b/nested.rs -> d.rs",
            "c.rs -> d.rs",
            "c.rs -> e.rs",
            "d.rs -> e.rs",
            "e.rs -> lib.rs",
        ]
    );
}

#[test]
fn tests_comments_strings_and_visibility_are_no_imports() {
    let arrows = arrows(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "//! [`crate::b`]\n/* crate::b /* */ crate::b */ const A: &str = \"crate::b\";"),
        (
            "b.rs",
            "#[cfg(test)] mod tests { use crate::a; } #[cfg(test)] mod more; #[cfg(test)] use crate::a; \
             pub(in crate::a) fn f<'a>(x: &'a str) { r#\"\" crate::a\"#; '\"'; b'\\''; }",
        ),
        ("b/more.rs", "use crate::a;"),
    ]);
    assert_eq!(arrows, [] as [&str; 0]);
}

#[test]
fn a_name_that_a_parent_exports_is_imported_from_where_it_is_defined() {
    let arrows = arrows(&[
        ("lib.rs", "mod a; mod b; mod c; pub use a::One; pub use b::*; pub use other::Three;"),
        ("a.rs", "pub struct One;"),
        ("b.rs", "pub fn two() {}"),
        ("c.rs", "mod d; use crate::{One, two};"),
        ("c/d.rs", "use super::One; use crate::Three;"),
    ]);
    assert_eq!(arrows, ["c.rs -> a.rs", "c.rs -> b.rs", "c/d.rs -> a.rs", "c/d.rs -> lib.rs"]);
}

#[test]
fn a_parent_that_uses_a_child_imports_it() {
    let child = ("a.rs", "use super::Parent; pub struct Child;");
    let only_exported = [("lib.rs", "mod a; pub use a::Child; pub struct Parent;"), child];
    assert_eq!(arrows(&only_exported), ["a.rs -> lib.rs"]);
    for parent in [
        "mod a; pub use a::Child; pub struct Parent(Child);",
        "mod a; use a::Child; pub struct Parent(Child);",
        "mod a; pub struct Parent(a::Child);",
        "mod a; pub struct Parent(self::a::Child);",
    ] {
        assert_eq!(
            arrows(&[("lib.rs", parent), child]),
            ["a.rs -> lib.rs", "lib.rs -> a.rs"],
            "{parent}"
        );
    }
}

#[test]
fn the_message_names_the_files_of_a_cycle() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "\nuse crate::b::B;"),
        ("b.rs", "use crate::c::C;"),
        ("c.rs", "use crate::a::A; use crate::d::D;"),
        ("d.rs", ""),
    ];
    let files = files.map(|(name, text)| (name.to_string(), text.to_string())).to_vec();
    assert_eq!(
        messages(&Crate::new("src", files).imports()),
        ["import cycle of 3 files:\n  \
          src/a.rs imports src/b.rs (line 2: crate::b::B)\n  \
          src/b.rs imports src/c.rs (line 1: crate::c::C)\n  \
          src/c.rs imports src/a.rs (line 1: crate::a::A)"]
    );
}
