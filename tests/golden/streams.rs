//! The streams of random numbers, compared with an independent implementation of ChaCha8 in Python. They
//! must agree to the last bit.

use extensions::random::{Purpose, Stream};
use serde::Deserialize;

use crate::tools::read;

#[derive(Deserialize)]
struct Golden {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    seed: String,
    purpose: usize,
    indices_below_60000: Vec<usize>,
    indices_below_3221225472: Vec<usize>,
    uniform: Vec<f64>,
    #[serde(rename = "kept_by_dropout_of_0.3")]
    kept: Vec<u8>,
}

const PURPOSES: [Purpose; 6] = [
    Purpose::Weights,
    Purpose::Batches,
    Purpose::Dropout,
    Purpose::Data,
    Purpose::Split,
    Purpose::Search,
];

#[test]
fn every_draw_is_that_of_chacha8() {
    let golden: Golden = read(include_str!("streams.json"));
    for case in &golden.cases {
        let seed = case.seed.parse().expect("64 bits");
        let stream = || Stream::new(seed, PURPOSES[case.purpose]);
        assert_eq!(stream().indices(60_000, 100), case.indices_below_60000);
        assert_eq!(stream().indices(3 << 30, 20), case.indices_below_3221225472);
        let mut floats = stream();
        assert!(case.uniform.iter().all(|&u| (floats.uniform() - u).abs() < 1e-15));
        let mask = stream().dropout_mask(100, 0.3);
        let kept: Vec<u8> = mask.iter().map(|&m| u8::from(m > 0.0)).collect();
        assert_eq!(kept, case.kept);
        assert!(mask.iter().all(|&m| m == 0.0 || m == 1.0 / 0.7));
    }
}
