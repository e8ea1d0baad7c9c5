//! Chapter 5: what causes overfitting, and what reduces it.

use lab::statement::{Chapter, Question, Statement};

/// The chapter.
pub const CHAPTER: Chapter = Chapter {
    number: 5,
    title: "Overfitting",
    korean: "오버피팅",
    statements: &[
        Statement {
            id: "V1",
            title: "Many parameters",
            korean: "매개변수가 많은 모델",
            sentence: "The more parameters and the more expressive power a model has, the more \
                       it overfits.",
            equation: "gap = accuracy_training − accuracy_test",
            question: Some(Question {
                asks: "Two networks are trained on the same 300 images, with one and with six \
                       hidden layers. Which has the larger gap between training and test accuracy?",
                answers: &["The one with one", "The one with six", "Neither"],
                right: 1,
                because: "Both learn all training images, but the deeper one makes more mistakes \
                          on test images.",
            }),
            code: &[],
        },
        Statement {
            id: "V2",
            title: "Little training data",
            korean: "적은 훈련 데이터",
            sentence: "The less training data there is, the more a model overfits.",
            equation: "",
            question: Some(Question {
                asks: "The number of training images grows from 100 to 10,000. What happens to \
                       the gap between training and test accuracy?",
                answers: &["It widens", "It stays the same", "It narrows"],
                right: 2,
                because: "Test accuracy rises with every increase, while training accuracy falls \
                          only a little.",
            }),
            code: &[],
        },
        Statement {
            id: "V3",
            title: "Weight decay",
            korean: "가중치 감소",
            sentence: "Weight decay penalizes large weights, but not biases, and thereby reduces \
                       overfitting.",
            equation: "L + {1|2} λ ∑ W^2 ⇒ {∂ L|∂ W} + λ W",
            question: Some(Question {
                asks: "At the book's setting (300 images, λ = 0.1), weight decay narrows the gap. \
                       What happens to test accuracy?",
                answers: &["It rises", "It falls", "It stays the same"],
                right: 1,
                because: "At that setting the gap narrows because training accuracy falls, and \
                          test accuracy falls with it. A smaller λ raises test accuracy a little.",
            }),
            code: &[code!(
                "crates/extensions/src/optimizers/weight_decay.rs",
                "let is_weight",
                "self.optimizer.step"
            )],
        },
        Statement {
            id: "V4",
            title: "Dropout",
            korean: "드롭아웃",
            sentence: "Dropping neurons at random during training reduces overfitting.",
            equation: "h ← {1|1 − p} m ⊙ h ,, m_i = 0 with probability p ,, else 1",
            question: Some(Question {
                asks: "A neuron's activation is 1, and dropout by the equation above (this \
                       project's form) with p = 0.2 does not drop it. Which value does the next \
                       layer get during training?",
                answers: &["0.8", "1", "1.25"],
                right: 2,
                because: "Here, the activations that are kept are divided by 1 − 0.2, so that the \
                          mean stays the same and nothing has to be scaled after training. The \
                          book multiplies by 0.8 after training instead.",
            }),
            code: &[
                code!(
                    "crates/extensions/src/random.rs",
                    "let scale = (1.0 / (1.0 - ratio))",
                    "draws.map(|draw| if draw < threshold"
                ),
                code!("crates/models/src/mlp.rs", "if let Some(mask) = mask", "}"),
            ],
        },
        Statement {
            id: "V5",
            title: "Large weights",
            korean: "큰 가중치",
            sentence: "Overfitting often comes from large weight values.",
            equation: "",
            question: Some(Question {
                asks: "The norm of a network's weights is held at half of what He's initial \
                       weights have. How does the gap compare with that at He's norm?",
                answers: &["It is narrower", "It is the same", "It is wider"],
                right: 2,
                because: "In our runs, the gap was widest with weights of three times He's norm, \
                          but it was also wider with weights smaller than He's.",
            }),
            code: &[],
        },
    ],
};
