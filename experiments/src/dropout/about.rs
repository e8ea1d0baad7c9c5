//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "dropout",
    title: "Dropout · 드롭아웃",
    about: "Training and test accuracy on few training images with and without dropout, over a range of \
            ratios, and together with weight decay: on the book's 300 images, and on images that each seed \
            draws. The neurons that are kept are scaled up during \
            training (inverted dropout, as in Burn and PyTorch). The book scales the finished network \
            down instead, which learns more slowly: docs/from-the-book.md compares the two at the \
            book's setting.",
    shows: "with and without dropout, at the book's and at our own setting",
    statements: &["V4"],
    seeds: 10,
    needs_data: true,
};
