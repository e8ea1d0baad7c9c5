//! `--backend`: two implementations of the same arithmetic agree. Needs `--features ndarray`.

use crate::tools::{SMALL, numbers, record, succeed, trials};

#[test]
fn both_backends_agree_to_rounding() {
    let folder = tempfile::tempdir().unwrap();
    let losses = |backend: &str| {
        let flags = [&SMALL[..], &["--backend", backend]].concat();
        succeed("optimizer_comparison", folder.path(), &flags);
        let record = record("optimizer_comparison", folder.path());
        assert_eq!(record["provenance"]["backend"], backend);
        ["SGD", "Momentum", "AdaGrad", "Adam"]
            .map(|arm| numbers(&trials(&record, arm)[0]["losses"]))
    };
    let (flex, ndarray) = (losses("flex"), losses("ndarray"));
    for (flex, ndarray) in flex.iter().zip(&ndarray) {
        // The first loss is one forward pass: a few roundings of 6e-8 each.
        assert!(
            (flex[0] / ndarray[0] - 1.0).abs() < 1e-6,
            "{} {}",
            flex[0],
            ndarray[0]
        );
        // Twenty steps let roundings grow, by no more than a thousandfold here.
        let apart = flex
            .iter()
            .zip(ndarray)
            .map(|(a, b)| (a / b - 1.0).abs())
            .fold(0.0, f64::max);
        assert!(apart < 1e-3, "{apart}");
    }
}
