//! Chapter 2: how the gradient of a network is computed.

use lab::statement::{Chapter, Question, Statement};

/// The chapter.
pub const CHAPTER: Chapter = Chapter {
    number: 2,
    title: "Backpropagation",
    korean: "오차역전파",
    statements: &[
        Statement {
            id: "B1",
            title: "Backpropagation",
            korean: "오차역전파법",
            sentence: "Backpropagation computes the same gradient as numerical differentiation, \
                       but in a single backward pass. Numerical differentiation evaluates the \
                       loss twice for every parameter, whereas the cost of the backward pass, \
                       in evaluations of the loss, does not grow with the number of parameters.",
            equation: "{∂ L|∂ w_i} ≈ {L ( W + h e_i ) − L ( W − h e_i )|2 h}",
            question: Some(Question {
                asks: "The network 784-50-10 has 39,760 parameters. How many times must the loss \
                       be evaluated to compute the gradient with central differences?",
                answers: &["2 times", "39,760 times", "79,520 times"],
                right: 2,
                because: "Twice for each parameter. Backpropagation needs one forward and one \
                          backward pass, however many parameters there are.",
            }),
            code: &[
                code!("crates/extensions/src/gradients.rs", "let here = x[i];", "(above - below)"),
                code!(
                    "experiments/src/backpropagation/gradient_check.rs",
                    "let h = activation::sigmoid",
                    "let gradients = cross_entropy"
                ),
            ],
        },
        Statement {
            id: "B2",
            title: "Addition node",
            korean: "덧셈 노드의 역전파",
            sentence: "An addition node passes the upstream derivative on to both of its inputs \
                       unchanged.",
            equation: "z = x + y ⇒ {∂ L|∂ x} = {∂ L|∂ z} ,, {∂ L|∂ y} = {∂ L|∂ z}",
            question: Some(Question {
                asks: "z = x + y with x = 10 and y = 5, and the upstream derivative ∂L/∂z is 1.3. \
                       What is ∂L/∂x?",
                answers: &["1.3", "6.5", "13"],
                right: 0,
                because: "∂z/∂x = 1, so the derivative is passed on as it is.",
            }),
            code: &[code!("experiments/src/backpropagation/node.rs", "let back = |node", "};")],
        },
        Statement {
            id: "B3",
            title: "Multiplication node",
            korean: "곱셈 노드의 역전파",
            sentence: "A multiplication node passes the upstream derivative on to each input, \
                       multiplied by the other input: the inputs are swapped.",
            equation: "z = x y ⇒ {∂ L|∂ x} = {∂ L|∂ z} y ,, {∂ L|∂ y} = {∂ L|∂ z} x",
            question: Some(Question {
                asks: "z = xy with x = 10 and y = 5, and the upstream derivative ∂L/∂z is 1.3. \
                       What is ∂L/∂x?",
                answers: &["1.3", "6.5", "13"],
                right: 1,
                because: "∂z/∂x = y, so it is 1.3 · 5. The other input gets 1.3 · 10 = 13.",
            }),
            code: &[code!(
                "experiments/src/backpropagation/node.rs",
                "let back = |node",
                "let (by_addition"
            )],
        },
    ],
};
