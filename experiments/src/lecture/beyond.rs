//! Chapter 7: two results of the book that are not on the slides.

use lab::statement::{Chapter, Statement};

/// The chapter.
pub const CHAPTER: Chapter = Chapter {
    number: 7,
    title: "In the book, beyond the slides",
    korean: "강의에 없는 책의 내용",
    statements: &[
        Statement {
            id: "N1",
            title: "Batch normalization",
            korean: "배치 정규화",
            sentence: "Normalizing the values in each layer over the mini-batch speeds up \
                       learning and makes it less dependent on the initial weights.",
            equation: "x ← γ {x − μ|√[σ^2 + ε]} + β",
        },
        Statement {
            id: "N2",
            title: "The two-layer network",
            korean: "2층 신경망",
            sentence: "The small network of the book's chapters 4 and 5 learns MNIST, and is as \
                       accurate on test images as on training images.",
            equation: "p = softmax ( s ( x W_1 + b_1 ) W_2 + b_2 )",
        },
    ],
};
