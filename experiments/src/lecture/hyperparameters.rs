//! Chapter 6: what hyperparameters are, and what they are judged on.

use lab::statement::{Chapter, Statement};

/// The chapter.
pub const CHAPTER: Chapter = Chapter {
    number: 6,
    title: "Hyperparameters",
    korean: "하이퍼파라미터",
    statements: &[
        Statement {
            id: "H1",
            title: "Hyperparameters",
            korean: "하이퍼파라미터란",
            sentence: "Weights and biases are parameters, which are learned. The number of \
                       neurons, the batch size, the learning rate and the weight decay are \
                       hyperparameters, which a person has to set, and the result depends on \
                       them.",
            equation: "",
        },
        Statement {
            id: "H2",
            title: "Do not tune on test data",
            korean: "시험 데이터로 평가하면 안 된다",
            sentence: "Hyperparameters must not be chosen on test data, because they would be \
                       fitted to it: the network would then perform worse on other data than \
                       its test accuracy suggests.",
            equation: "",
        },
        Statement {
            id: "H3",
            title: "Validation data",
            korean: "검증 데이터",
            sentence: "Parameters are learned from training data, hyperparameters are chosen on \
                       validation data, and the finished network is judged once on test data.",
            equation: "",
        },
    ],
};
