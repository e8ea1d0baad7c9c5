//! Properties of the readers of NumPy arrays, tables and PNG files.
#![allow(missing_docs)]

use std::path::Path;

use datasets::{csv, gray_png, npz};
use proptest::prelude::*;

proptest! {
    // A failure is reproduced by its seed, which is printed; no file is written for it.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_rejected(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let file = Path::new("any");
        let _ = npz::read(file, &bytes);
        let _ = npz::read_images(file, &bytes);
        let _ = npz::read_labels(file, &[&b"\x93NUMPY\x01\0\x46\0"[..], &bytes].concat());
        let _ = csv::read(file, &bytes);
        let _ = gray_png::read(file, &[&b"\x89PNG\r\n\x1a\n"[..], &bytes].concat());
    }

    /// A table that is written is read back, with any separator.
    #[test]
    fn written_tables_are_read_back(
        rows in prop::collection::vec((any::<u8>(), prop::array::uniform4(any::<u8>())), 1..20),
        separator in prop::sample::select(vec![",", ";", "\t"]),
    ) {
        let line = |(label, pixels): &(u8, [u8; 4])| {
            let values: Vec<String> = pixels.iter().map(u8::to_string).collect();
            format!("{label}{separator}{}", values.join(separator))
        };
        let text: Vec<String> = rows.iter().map(line).collect();
        let read = csv::read(Path::new("table"), text.join("\n").as_bytes()).unwrap();
        let pixels: Vec<u8> = rows.iter().flat_map(|(_, pixels)| *pixels).collect();
        prop_assert_eq!(read.images.pixels, pixels);
        prop_assert_eq!((read.images.rows, read.images.columns), (2, 2));
        prop_assert_eq!(read.labels, Some(rows.iter().map(|(label, _)| *label).collect()));
    }
}
