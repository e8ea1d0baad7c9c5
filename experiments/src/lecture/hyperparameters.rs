//! Chapter 6: what hyperparameters are, and what they are judged on.

use lab::statement::{Chapter, Question, Statement};

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
            question: Some(Question {
                asks: "Which of these is a hyperparameter?",
                answers: &["The bias of a neuron", "The batch size", "The output of softmax"],
                right: 1,
                because: "A person chooses the batch size before training. The bias is learned, \
                          and the output is computed.",
            }),
            code: &[],
        },
        Statement {
            id: "H2",
            title: "Do not tune on test data",
            korean: "하이퍼파라미터를 시험 데이터로 평가하면 안 된다",
            sentence: "Hyperparameters must not be chosen on test data, because they would be \
                       fitted to it: the network would then perform worse on other data than \
                       its test accuracy suggests.",
            equation: "",
            question: Some(Question {
                asks: "Twenty networks all have a true accuracy of 90 %. Each is measured on a \
                       different set of images, with a standard error of 1 point. What is the \
                       expected value of the highest measured accuracy?",
                answers: &["90.0 %", "90.4 %", "91.9 %"],
                right: 2,
                because: "The largest of 20 normal draws is on average 1.87 standard deviations \
                          above the mean. The network is not better; its images were easier.",
            }),
            code: &[],
        },
        Statement {
            id: "H3",
            title: "Validation data",
            korean: "검증 데이터",
            sentence: "Parameters are learned from training data, hyperparameters are chosen on \
                       validation data, and the finished network is judged once on test data.",
            equation: "",
            question: Some(Question {
                asks: "When should you look at the test accuracy?",
                answers: &[
                    "After every epoch, to stop training at the right time",
                    "For every set of hyperparameters",
                    "Once, when everything has been chosen",
                ],
                right: 2,
                because: "Every choice made with its help is fitted to the test data, so it no \
                          longer measures the accuracy on unseen data.",
            }),
            code: &[],
        },
    ],
};
