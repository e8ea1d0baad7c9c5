//! Chapter 7: two results of the book that are not on the slides.

use lab::statement::{Chapter, Question, Statement};

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
            question: Some(Question {
                asks: "Batch normalization with γ = 1 and β = 0: which mean and standard \
                       deviation do a neuron's values have over a mini-batch?",
                answers: &[
                    "0 and 1",
                    "Those of the previous layer",
                    "Those that the weights determine",
                ],
                right: 0,
                because: "The mean is subtracted and the result is divided by the standard \
                          deviation, so the size of the weights does not matter.",
            }),
            code: &[code!("crates/models/src/mlp.rs", "let a = match &self.batch_norm", "};")],
        },
        Statement {
            id: "N2",
            title: "The two-layer network",
            korean: "2층 신경망",
            sentence: "The small network of the book's chapters 4 and 5 learns MNIST, and is as \
                       accurate on test images as on training images.",
            equation: "p = softmax ( s ( x W_1 + b_1 ) W_2 + b_2 )",
            question: Some(Question {
                asks: "How many parameters does the network 784-50-10 have?",
                answers: &["39,700", "39,760", "40,000"],
                right: 1,
                because: "784 · 50 weights and 50 biases, then 50 · 10 weights and 10 biases.",
            }),
            code: &[code!(
                "crates/models/src/mlp.rs",
                "x = layer.dropout.forward",
                "self.output.forward(x)"
            )],
        },
    ],
};
