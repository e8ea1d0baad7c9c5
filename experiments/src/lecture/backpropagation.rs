//! Chapter 2: how the gradient of a network is computed.

use lab::statement::{Chapter, Statement};

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
        },
        Statement {
            id: "B2",
            title: "Addition node",
            korean: "덧셈 노드의 역전파",
            sentence: "An addition node passes the upstream derivative on to both of its inputs \
                       unchanged.",
            equation: "z = x + y ⇒ {∂ L|∂ x} = {∂ L|∂ z} ,, {∂ L|∂ y} = {∂ L|∂ z}",
        },
        Statement {
            id: "B3",
            title: "Multiplication node",
            korean: "곱셈 노드의 역전파",
            sentence: "A multiplication node passes the upstream derivative on to each input, \
                       multiplied by the other input: the inputs are swapped.",
            equation: "z = x y ⇒ {∂ L|∂ x} = {∂ L|∂ z} y ,, {∂ L|∂ y} = {∂ L|∂ z} x",
        },
    ],
};
