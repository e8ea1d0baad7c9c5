//! Every file of the fuzz targets' corpus is read without a panic. `fuzz/README.md` describes the targets.
#![allow(missing_docs)]

use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/inputs.rs"]
mod inputs;

use inputs::INPUTS;

#[test]
fn the_readers_survive_the_corpus() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    assert_eq!(
        fs::read_dir(&corpus).expect("the corpus").count(),
        INPUTS.len(),
        "a folder for each"
    );
    for (name, read) in INPUTS {
        let mut files = 0;
        for entry in fs::read_dir(corpus.join(name)).expect("the folder of a target") {
            let path = entry.expect("an entry of the folder").path();
            let bytes = fs::read(&path).expect("a file of the corpus");
            // Says which file it was if the reader panics; the test's output is shown only then.
            println!("{}", path.display());
            read(&bytes);
            files += 1;
        }
        assert!(files > 3, "{name}: {files}");
    }
}
