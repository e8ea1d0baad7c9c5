//! The versions in a record are those that the program was built with.

#[test]
fn the_record_names_the_burn_that_computes() {
    let lock = include_str!("../../Cargo.lock");
    let entry = format!("name = \"burn\"\nversion = \"{}\"", *training::BURN_VERSION);
    assert!(lock.contains(&entry), "Cargo.lock has another version of burn");
}
