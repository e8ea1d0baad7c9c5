//! Chapter 1: the gradient, and following it downhill.

use lab::statement::{Chapter, Question, Statement};

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
            question: Some(Question {
                asks: "f(x₀, x₁) = x₀² + x₁². What is its gradient at (3, 4)?",
                answers: &["(6, 8)", "(9, 16)", "10"],
                right: 0,
                because: "Each partial derivative is taken with the other variable held fixed: \
                          ∂f/∂x₀ = 2x₀ = 6 and ∂f/∂x₁ = 2x₁ = 8. (10 is the length of the \
                          gradient.)",
            }),
            code: &[code!(
                "crates/extensions/src/gradients.rs",
                "let here = x[i];",
                "(above - below)"
            )],
        },
        Statement {
            id: "G2",
            title: "Gradient descent",
            korean: "경사 하강법",
            sentence: "The best parameters are those that minimize the loss. Gradient descent \
                       approaches them in small steps, each in the direction of the negative \
                       gradient.",
            equation: "x ← x − η ∇ f ( x )",
            question: Some(Question {
                asks: "Gradient descent on x₀² + x₁² starts at (−3, 4), at a distance of 5 from \
                       the minimum. How far away is it after 20 steps with η = 0.1?",
                answers: &["About 0.06", "About 0.6", "About 2.5"],
                right: 0,
                because: "Each step multiplies both coordinates by 1 − 2η = 0.8, and 5 · 0.8²⁰ = \
                          0.058.",
            }),
            code: &[code!(
                "experiments/src/gradient_descent/descent.rs",
                "let g = (landscape",
                "let next = [x[0] - learning_rate"
            )],
        },
        Statement {
            id: "G3",
            title: "Where the gradient points",
            korean: "기울기가 가리키는 방향",
            sentence: "The negative gradient is the direction in which a small step lowers the \
                       value most steeply. This is a local property: the minimum may lie in a \
                       different direction.",
            equation: "f ( x + d ) ≈ f ( x ) + ∇ f ( x ) · d",
            question: Some(Question {
                asks: "In the valley f(x, y) = x²/20 + y², where does the negative gradient at \
                       (−7, 2) point?",
                answers: &[
                    "Towards the minimum at (0, 0)",
                    "Almost straight across the valley",
                    "Away from the minimum",
                ],
                right: 1,
                because: "The negative gradient is (0.7, −4), and the minimum lies in the \
                          direction (7, −2). The angle between the two is 64 degrees.",
            }),
            code: &[code!(
                "experiments/src/gradient_descent/landscape.rs",
                "let (sin, cos)",
                "((self.f)"
            )],
        },
        Statement {
            id: "G4",
            title: "The learning rate",
            korean: "학습률",
            sentence: "The learning rate sets the size of the steps. If it is too large, \
                       gradient descent diverges; if it is too small, it barely moves from its \
                       starting point.",
            equation: "f = x_0^2 + x_1^2 ⇒ x^(t) = (1−2η)^t x^(0)",
            question: Some(Question {
                asks: "What does gradient descent on x₀² + x₁² do if η = 1?",
                answers: &[
                    "It reaches the minimum in one step",
                    "It jumps back and forth between two points",
                    "It moves ever further away",
                ],
                right: 1,
                because: "Each step multiplies both coordinates by 1 − 2η = −1. With η = 0.5 one \
                          step would reach the minimum, and with any η above 1 it would move \
                          ever further away.",
            }),
            code: &[],
        },
    ],
};
