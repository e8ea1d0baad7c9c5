//! Data sets that are recognized by their content, whatever their files are called.

/// A data set that is recognized by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// The SHA-256 of its content, as [`Dataset::fingerprint`](crate::Dataset::fingerprint).
    pub fingerprint: &'static str,
    /// How many training images it has.
    pub training: usize,
    /// How many test images it has.
    pub test: usize,
    /// The rows and columns of its images.
    pub image_shape: (usize, usize),
    /// How many classes it has.
    pub classes: usize,
}

/// MNIST, which is built in. Its fingerprint is a constant, so that no time is spent on hashing the built-in files; a
/// test checks it.
pub const MNIST: Known = Known {
    name: "MNIST",
    fingerprint: "b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a",
    training: 60_000,
    test: 10_000,
    image_shape: (28, 28),
    classes: 10,
};

/// Fashion-MNIST, which has as many images of the same size. Its fingerprint was computed from the files in Debian's
/// package `dataset-fashion-mnist`.
pub const FASHION_MNIST: Known = Known {
    name: "Fashion-MNIST",
    fingerprint: "14410854cf7a289477dcfc7df3f8ec24741e281cdcc425ede0d9a748ca630214",
    ..MNIST
};

/// The name of the data set with this fingerprint.
pub(crate) fn name(fingerprint: &str) -> Option<&'static str> {
    let known = [MNIST, FASHION_MNIST].into_iter().find(|known| known.fingerprint == fingerprint);
    known.map(|known| known.name)
}
