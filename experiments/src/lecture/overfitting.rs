//! Chapter 5: what causes overfitting, and what reduces it.

use lab::statement::{Chapter, Statement};

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
        },
        Statement {
            id: "V2",
            title: "Little training data",
            korean: "적은 훈련 데이터",
            sentence: "The less training data there is, the more a model overfits.",
            equation: "",
        },
        Statement {
            id: "V3",
            title: "Weight decay",
            korean: "가중치 감소",
            sentence: "Weight decay penalizes large weights, but not biases, and thereby reduces \
                       overfitting.",
            equation: "L + {1|2} λ ∑ W^2 ⇒ {∂ L|∂ W} + λ W",
        },
        Statement {
            id: "V4",
            title: "Dropout",
            korean: "드롭아웃",
            sentence: "Dropping neurons at random during training reduces overfitting.",
            equation: "h ← {1|1 − p} m ⊙ h ,, m_i = 0 with probability p ,, else 1",
        },
        Statement {
            id: "V5",
            title: "Large weights",
            korean: "큰 가중치",
            sentence: "Overfitting often comes from large weight values.",
            equation: "",
        },
    ],
};
