//! Streams of random numbers, by what they must be like.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use extensions::random::{Purpose, Stream};

/// Each of the six orders of three comes equally often, those too in which one stays in its place.
#[test]
fn every_order_is_equally_likely() {
    let mut stream = Stream::new(7, Purpose::Split);
    let mut counts: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
    for _ in 0..60_000 {
        *counts.entry(stream.permutation(3)).or_default() += 1;
    }
    assert_eq!(counts.len(), 6, "{counts:?}");
    // Standard deviation of a count is √(60000 · 1/6 · 5/6) = 91; five of them.
    assert!(counts.values().all(|count| count.abs_diff(10_000) < 456), "{counts:?}");
}
