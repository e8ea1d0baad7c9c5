//! Every claim of every experiment can fail.

use lab::counterexamples::Tested;

use super::{EXPERIMENTS, LONGER};

/// On the records of pure noise, no claim holds more often than luck explains, and for each claim there is a
/// case of the opposite that refutes it.
#[test]
fn no_claim_holds_on_noise_or_on_its_opposite() {
    let entries = EXPERIMENTS.iter().chain(LONGER.iter());
    let tested: Vec<Tested> = entries.flat_map(|entry| (entry.tested_claims)()).collect();
    for Tested { experiment, statement, sentence, holds, .. } in &tested {
        println!("{:>5.1} %  {experiment}, {statement}: {sentence}", 100.0 * holds);
    }
    let faults: Vec<String> = tested.iter().filter_map(Tested::fault).collect();
    println!(
        "{} claims tested against noise and their opposites; at fault: {}",
        tested.len(),
        faults.len()
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
