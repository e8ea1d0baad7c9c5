//! Chapter 1: the gradient, and following it downhill.

use lab::statement::{Chapter, Statement};

/// The chapter.
pub const CHAPTER: Chapter = Chapter {
    number: 1,
    title: "Gradient descent",
    korean: "경사법",
    statements: &[
        Statement {
            id: "G1",
            title: "The gradient",
            korean: "기울기",
            sentence: "The gradient collects the partial derivatives with respect to all \
                       variables. For a network it has the shape of its weights W, and each \
                       entry says how fast the loss changes when that weight changes a little \
                       and the others stay as they are.",
            equation: "{∂ L|∂ W} = ( {∂ L|∂ w_11} … {∂ L|∂ w_1n} ; ⋮ ⋱ ⋮ ; {∂ L|∂ w_m1} … {∂ \
                       L|∂ w_mn} )",
        },
        Statement {
            id: "G2",
            title: "Gradient descent",
            korean: "경사 하강법",
            sentence: "The best parameters are those that minimize the loss. Gradient descent \
                       approaches them in small steps, each in the direction of the negative \
                       gradient.",
            equation: "x ← x − η ∇ f ( x )",
        },
        Statement {
            id: "G3",
            title: "Where the gradient points",
            korean: "기울기가 가리키는 방향",
            sentence: "The negative gradient is the direction in which a small step lowers the \
                       value most steeply. This is a local property: the minimum may lie in a \
                       different direction.",
            equation: "f ( x + d ) ≈ f ( x ) + ∇ f ( x ) · d",
        },
        Statement {
            id: "G4",
            title: "The learning rate",
            korean: "학습률",
            sentence: "The learning rate sets the size of the steps. If it is too large, \
                       gradient descent diverges; if it is too small, it barely moves from its \
                       starting point.",
            equation: "f = x_0^2 + x_1^2 ⇒ x^(t) = (1−2η)^t x^(0)",
        },
    ],
};
